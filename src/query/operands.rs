//! What NEAR, atleast and fields can be applied to, and what is made of the rest.

use std::ops::Range;

use super::build::{all_of, negated, weighted};
use super::repair::Repairs;
use super::tree::{Field, Query, Reach};

/// The greatest number of pairs that a NEAR between two ANDs is taken apart into.
const MAX_PAIRS: usize = 16;

/// Applies operators, and says where one cannot be applied as it was written.
pub(super) struct Joiner<'a> {
    pub(super) repairs: &'a mut Repairs,
}

impl Joiner<'_> {
    /// Joins two operands by NEAR; `range` is where that stands.
    pub(super) fn near(
        &mut self,
        left: Query,
        right: Query,
        reach: Reach,
        range: &Range<usize>,
    ) -> Query {
        match (left, right) {
            (left, right) if is_places(&left) && is_places(&right) => joined(left, right, reach),
            (Query::Boost { weight, of }, other) => {
                self.say(range, "a weight counts for the whole of it", reach);
                weighted(weight, self.near(*of, other, reach, range))
            }
            (other, Query::Boost { weight, of }) => {
                self.say(range, "a weight counts for the whole of it", reach);
                weighted(weight, self.near(other, *of, reach, range))
            }
            (Query::Not(left), right) => {
                self.say(range, "NOT before it is read as NOT of the whole", reach);
                negated(self.near(*left, right, reach, range))
            }
            (left, Query::Not(right)) => self.not_near(left, *right, reach, range),
            (left, right) => self.near_in_fields(left, right, reach, range),
        }
    }

    /// Makes the query for `left` where it is not near `right`.
    pub(super) fn not_near(
        &mut self,
        left: Query,
        right: Query,
        reach: Reach,
        range: &Range<usize>,
    ) -> Query {
        if !is_places(&left) || !is_places(&right) {
            self.say(
                range,
                "it joins words, phrases and ORs of those: read as AND NOT",
                reach,
            );
            return all_of(vec![left, negated(right)]);
        }
        let message = format!(
            "NOT beside `{reach}` is read of whole articles: those that have the first words, and \
             nowhere near the others"
        );
        self.repairs.say(range.clone(), message);
        let near = self.near(left.clone(), right, reach, range);
        all_of(vec![left, negated(near)])
    }

    fn near_in_fields(
        &mut self,
        left: Query,
        right: Query,
        reach: Reach,
        range: &Range<usize>,
    ) -> Query {
        let (left_field, inner_left) = unwrapped(&left);
        let (right_field, inner_right) = unwrapped(&right);
        let field = match (left_field, right_field) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => a.or(b),
        };
        let Some(field) = field.filter(|field| field.is_text()) else {
            return self.near_of_ands(left, right, reach, range);
        };
        if left_field != right_field {
            let message = format!("`{reach}` is read in `{}:` as a whole", field.as_str());
            self.repairs.say(range.clone(), message);
        }
        let near = self.near(inner_left.clone(), inner_right.clone(), reach, range);
        self.in_field(field, near, range)
    }

    /// NEAR between ANDs: between each of the one and each of the other.
    fn near_of_ands(
        &mut self,
        left: Query,
        right: Query,
        reach: Reach,
        range: &Range<usize>,
    ) -> Query {
        let (lefts, rights) = (conjuncts(&left), conjuncts(&right));
        let num_pairs = lefts.len() * rights.len();
        let is_place = |query: &Query| match query {
            Query::Not(inner) => is_places(inner),
            query => is_places(query),
        };
        let can_pair = lefts.iter().chain(rights).all(is_place);
        if num_pairs == 1 || num_pairs > MAX_PAIRS || !can_pair {
            self.say(
                range,
                "it joins words, phrases and ORs of those: read as AND",
                reach,
            );
            return all_of(vec![left, right]);
        }
        self.say(range, "AND beside it is read as each near each", reach);
        let mut pairs = Vec::with_capacity(num_pairs);
        for left in lefts {
            for right in rights {
                pairs.push(pair(left, right, reach));
            }
        }
        all_of(pairs)
    }

    fn say(&mut self, range: &Range<usize>, message: &str, reach: Reach) {
        self.repairs
            .say(range.clone(), format!("`{reach}`: {message}"));
    }

    /// Makes the query for `times` places or more of `of`.
    pub(super) fn at_least(&mut self, times: u32, of: Query, range: &Range<usize>) -> Query {
        match of {
            of if is_places(&of) => Query::AtLeast {
                times,
                of: Box::new(of),
            },
            Query::Boost { weight, of } => weighted(weight, self.at_least(times, *of, range)),
            Query::In { field, of } if field.is_text() => {
                let inner = self.at_least(times, *of, range);
                self.in_field(field, inner, range)
            }
            Query::And(operands) => {
                let message = format!("`atleast{times}` is read for each operand of the AND in it");
                self.repairs.say(range.clone(), message);
                let each = operands
                    .into_iter()
                    .map(|operand| self.at_least(times, operand, range));
                all_of(each.collect())
            }
            of => {
                let message = format!(
                    "`atleast{times}` is passed over: it counts words, phrases, ORs of those and NEARs"
                );
                self.repairs.say(range.clone(), message);
                of
            }
        }
    }

    /// Makes the query for `query` in a field; what is not sought in fields stays outside.
    pub(super) fn in_field(&mut self, field: Field, query: Query, range: &Range<usize>) -> Query {
        match query {
            Query::Boost { weight, of } => weighted(weight, self.in_field(field, *of, range)),
            query if fits(&query, field) => Query::In {
                field,
                of: Box::new(query),
            },
            Query::And(operands) => all_of(self.each_in(field, operands, range)),
            Query::Or(operands) => super::build::any_of(self.each_in(field, operands, range)),
            Query::Not(of) => negated(self.in_field(field, *of, range)),
            Query::In { field: inner, of } => {
                if inner != field {
                    self.say_inner_field(field, inner, range);
                }
                Query::In { field: inner, of }
            }
            query => self.outside(field, query, range),
        }
    }

    fn each_in(&mut self, field: Field, operands: Vec<Query>, range: &Range<usize>) -> Vec<Query> {
        operands
            .into_iter()
            .map(|operand| self.in_field(field, operand, range))
            .collect()
    }

    /// Reads an operand for which the field does nothing.
    fn outside(&mut self, field: Field, query: Query, range: &Range<usize>) -> Query {
        let name = field.as_str();
        let (message, query) = match query {
            Query::Near { left, right, reach } => {
                let both = self.each_in(field, vec![*left, *right], range);
                let message = format!("`{reach}` is read as AND: `{name}:` holds names, not text");
                (message, all_of(both))
            }
            Query::AtLeast { times, of } => {
                let message =
                    format!("`atleast{times}` is passed over: `{name}:` holds names, not text");
                (message, self.in_field(field, *of, range))
            }
            Query::Date(condition) => (
                format!("`{name}:` is passed over before `{condition}`"),
                Query::Date(condition),
            ),
            query => (
                format!("`{name}:*` is read as any article: expected a word"),
                query,
            ),
        };
        self.repairs.say(range.clone(), message);
        query
    }

    pub(super) fn say_inner_field(&mut self, outer: Field, inner: Field, range: &Range<usize>) {
        let message = format!(
            "`{}:` is passed over where `{}:` stands inside of it",
            outer.as_str(),
            inner.as_str()
        );
        self.repairs.say(range.clone(), message);
    }
}

/// Tells whether a query has places in a text, so that it can be near another.
fn is_places(query: &Query) -> bool {
    match query {
        Query::Atom(_) | Query::Phrase { .. } | Query::Near { .. } => true,
        Query::Or(operands) => operands.iter().all(is_places),
        _ => false,
    }
}

/// Tells whether a query can be sought in a field as it is.
fn fits(query: &Query, field: Field) -> bool {
    match query {
        Query::Atom(_) | Query::Phrase { .. } => true,
        Query::Near { .. } | Query::AtLeast { .. } => field.is_text(),
        Query::Boost { of, .. } => field.is_text() && fits(of, field),
        Query::Not(of) => fits(of, field),
        Query::And(operands) | Query::Or(operands) => operands.iter().all(|of| fits(of, field)),
        Query::All | Query::Nothing | Query::In { .. } | Query::Date(_) => false,
    }
}

fn joined(left: Query, right: Query, reach: Reach) -> Query {
    Query::Near {
        left: Box::new(left),
        right: Box::new(right),
        reach,
    }
}

/// One pair of a NEAR between ANDs; an excluded word makes its pair an excluded one.
fn pair(left: &Query, right: &Query, reach: Reach) -> Query {
    let inner = |query: &Query| match query {
        Query::Not(inner) => (true, (**inner).clone()),
        query => (false, query.clone()),
    };
    let (is_left_negated, left) = inner(left);
    let (is_right_negated, right) = inner(right);
    let near = joined(left, right, reach);
    if is_left_negated || is_right_negated {
        negated(near)
    } else {
        near
    }
}

fn unwrapped(query: &Query) -> (Option<Field>, &Query) {
    match query {
        Query::In { field, of } => (Some(*field), of),
        query => (None, query),
    }
}

fn conjuncts(query: &Query) -> &[Query] {
    match query {
        Query::And(operands) => operands,
        query => std::slice::from_ref(query),
    }
}
