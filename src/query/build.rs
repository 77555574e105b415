//! Trees in their one form: flat, without operands that change nothing.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::tree::{Atom, Query, Weight, WordForm};

/// Makes the query for what all of `operands` find.
pub(super) fn all_of(operands: Vec<Query>) -> Query {
    let mut flat = Operands::default();
    let mut has_all = false;
    for operand in operands {
        match operand {
            Query::Nothing => return Query::Nothing,
            Query::All => has_all = true,
            Query::And(inner) => inner.into_iter().for_each(|query| flat.push(query)),
            query => flat.push(query),
        }
    }
    let if_empty = if has_all { Query::All } else { Query::Nothing };
    flat.joined(if_empty, Query::And)
}

/// Makes the query for what any of `operands` finds. One that comes several times counts as
/// often: what a long question says again matters to it (the query term frequency of BM25).
pub(super) fn any_of(operands: Vec<Query>) -> Query {
    let mut flat = Operands::default();
    for operand in operands {
        match operand {
            Query::Nothing => {}
            Query::Or(inner) => inner
                .into_iter()
                .for_each(|query| flat.push_weighted(query)),
            query => flat.push_weighted(query),
        }
    }
    flat.weigh_repeated();
    flat.joined(Query::Nothing, Query::Or)
}

/// Makes the query for what `query` does not find.
pub(super) fn negated(query: Query) -> Query {
    match query {
        Query::All => Query::Nothing,
        Query::Nothing => Query::All,
        Query::Not(inner) => *inner,
        query => Query::Not(Box::new(query)),
    }
}

/// Makes the query that finds the same and counts `weight` times as much.
pub(super) fn weighted(weight: Weight, query: Query) -> Query {
    match query {
        query if weight == Weight::ONE => query,
        Query::All => Query::All,
        Query::Nothing => Query::Nothing,
        Query::Boost { weight: inner, of } => {
            let product = u64::from(inner.hundredths()) * u64::from(weight.hundredths()) / 100;
            let product = u32::try_from(product).unwrap_or(u32::MAX);
            weighted(Weight::from_hundredths(product), *of)
        }
        query => Query::Boost {
            weight,
            of: Box::new(query),
        },
    }
}

/// Operands, each once.
#[derive(Default)]
struct Operands {
    queries: Vec<Query>,
    /// How much each of `queries` counts that came more than once or with a weight, in hundredths.
    hundredths: Vec<u32>,
    /// Whether a weight was given to one of them.
    has_weights: bool,
    /// The place of each among `queries`.
    places: HashMap<Query, usize>,
}

impl Operands {
    fn push(&mut self, query: Query) {
        self.add(query, Weight::ONE);
    }

    /// Pushes an operand apart from its weight, so that all that is said of one query adds up.
    fn push_weighted(&mut self, query: Query) {
        match query {
            Query::Boost { weight, of } => {
                self.has_weights = true;
                self.add(*of, weight);
            }
            query => self.add(query, Weight::ONE),
        }
    }

    fn add(&mut self, query: Query, weight: Weight) {
        let hundredths = weight.hundredths();
        match self.places.entry(without_case(&query)) {
            Entry::Occupied(place) => {
                let sum = &mut self.hundredths[*place.get()];
                *sum = sum.saturating_add(hundredths);
            }
            Entry::Vacant(place) => {
                place.insert(self.queries.len());
                self.queries.push(query);
                self.hundredths.push(hundredths);
            }
        }
    }

    /// Lets each operand count as much as was said of it. One alone that came several times
    /// without a weight has nothing to be weighed against.
    fn weigh_repeated(&mut self) {
        if self.queries.len() == 1 && !self.has_weights {
            return;
        }
        for (query, &hundredths) in self.queries.iter_mut().zip(&self.hundredths) {
            let weight = Weight::from_hundredths(hundredths);
            *query = weighted(weight, std::mem::replace(query, Query::Nothing));
        }
    }

    fn joined(mut self, if_empty: Query, join: impl Fn(Vec<Query>) -> Query) -> Query {
        match self.queries.len() {
            0 => if_empty,
            1 => self.queries.remove(0),
            _ => join(self.queries),
        }
    }
}

/// The query for a word as it finds the same in any case.
fn without_case(query: &Query) -> Query {
    match query {
        Query::Atom(Atom::Word {
            text,
            form: WordForm::Inflected,
        }) => Query::word(&text.to_lowercase()),
        query => query.clone(),
    }
}
