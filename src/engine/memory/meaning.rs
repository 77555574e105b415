//! What a query means: whether an article is found, its score, and the words that made it match.

use std::collections::BTreeSet;

use super::filters::has_day;
use super::places::{Place, Run, near, side_by_side, united, window};
use super::score::Statistics;
use super::text::{Entry, Text};
use super::words::{Alternatives, Words};
use crate::engine::HEADLINE_WEIGHT;
use crate::engine::closeness::{NEAR_WORDS, PAIR_WEIGHT};
use crate::matching::{Scope, TermField};
use crate::query::{Atom, DateCondition, Order, Query, Reach, Spread, WordForm};

/// A query and what is needed to understand it.
pub(super) struct Meaning<'a> {
    pub(super) words: &'a Words,
    pub(super) statistics: &'a Statistics,
}

/// Why an article was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Finding {
    pub(super) score: f32,
    /// The words that made it match.
    pub(super) headline: BTreeSet<Run>,
    pub(super) body: BTreeSet<Run>,
}

impl Finding {
    fn and(mut self, other: Finding) -> Finding {
        self.score += other.score;
        self.headline.extend(other.headline);
        self.body.extend(other.body);
        self
    }
}

impl Meaning<'_> {
    /// Looks whether `query` finds the article.
    pub(super) fn find(&self, query: &Query, scope: Scope, entry: &Entry) -> Option<Finding> {
        let find = |operand| self.find(operand, scope, entry);
        match query {
            Query::All => Some(Finding::default()),
            Query::Nothing => None,
            Query::Date(condition) => is_of_date(condition, entry).then(Finding::default),
            Query::In { field, of } => self.find(of, Scope::of(*field), entry),
            Query::Boost { weight, of } => find(of).map(|found| Finding {
                score: found.score * weight.factor(),
                ..found
            }),
            Query::Not(of) => find(of).is_none().then(Finding::default),
            Query::And(operands) => {
                let all: Option<Vec<Finding>> = operands.iter().map(find).collect();
                all.map(|all| all.into_iter().fold(Finding::default(), Finding::and))
            }
            Query::Or(operands) => operands.iter().filter_map(find).reduce(Finding::and),
            Query::AtLeast { times, of } => self.find_places(of, *times as usize, scope, entry),
            Query::Atom(_) | Query::Phrase { .. } | Query::Near { .. } => {
                self.find_places(query, 1, scope, entry)
            }
        }
    }

    /// Looks whether so many places stand in all texts in scope together.
    fn find_places(
        &self,
        query: &Query,
        times: usize,
        scope: Scope,
        entry: &Entry,
    ) -> Option<Finding> {
        let mut found = Finding::default();
        let mut count = 0;
        for (field, text) in entry.texts_in(scope) {
            let places = self.places_in_scope(query, scope, text);
            count += places.len();
            let runs = places.iter().flat_map(|place| &place.runs);
            match field {
                TermField::Headline => found.headline.extend(runs),
                TermField::Body => found.body.extend(runs),
                _ => continue,
            }
            found.score += self.score(query, places.len(), scope, (field, text));
        }
        (count >= times).then_some(found)
    }

    fn places_in_scope(&self, query: &Query, scope: Scope, text: &Text) -> Vec<Place> {
        let mut places = self.places(query, scope, text);
        if scope == Scope::Lead {
            let second = text.marks(Reach::Paragraph).first();
            places.retain(|place| second.is_none_or(|&second| place.end < second));
        }
        places
    }

    /// Where what may be an operand of NEAR stands.
    fn places(&self, query: &Query, scope: Scope, text: &Text) -> Vec<Place> {
        match query {
            Query::Atom(atom) => self.side_by_side(std::slice::from_ref(atom), scope, text),
            Query::Phrase { atoms, spread } => match spread {
                Spread::SideBySide => self.side_by_side(atoms, scope, text),
                Spread::Within(between) => {
                    let words = self.words_of(atoms, scope);
                    let positions: Vec<_> = words.map(|word| text.positions(word)).collect();
                    window(&positions, *between)
                }
            },
            Query::Near { left, right, reach } => {
                let [left, right] = [left, right].map(|of| self.places(of, scope, text));
                near(&left, &right, *reach, text.marks(*reach))
            }
            Query::Or(operands) => {
                let places = operands.iter().flat_map(|of| self.places(of, scope, text));
                united(places.collect())
            }
            Query::Boost { of, .. } | Query::In { of, .. } | Query::AtLeast { of, .. } => {
                self.places(of, scope, text)
            }
            Query::All | Query::Nothing | Query::Date(_) | Query::Not(_) | Query::And(_) => {
                Vec::new()
            }
        }
    }

    fn side_by_side(&self, atoms: &[Atom], scope: Scope, text: &Text) -> Vec<Place> {
        let words = self.words_of(atoms, scope);
        let positions: Vec<_> = words.map(|word| text.positions(word)).collect();
        side_by_side(&positions)
    }

    fn words_of<'a>(
        &'a self,
        atoms: &'a [Atom],
        scope: Scope,
    ) -> impl Iterator<Item = &'a Alternatives> {
        atoms
            .iter()
            .flat_map(move |atom| self.words.of_atom(atom, scope))
    }

    fn score(
        &self,
        query: &Query,
        times: usize,
        scope: Scope,
        (field, text): (TermField, &Text),
    ) -> f32 {
        let weight = match field {
            TermField::Headline => HEADLINE_WEIGHT,
            _ => 1.0,
        };
        let factor = self.statistics.frequency_factor(times, field, text);
        weight * factor * self.rarity(query, scope, field)
    }

    /// The inverse document frequency of places: the sum over what must stand together, but that
    /// of all terms as if they were one where any of them will do.
    fn rarity(&self, query: &Query, scope: Scope, field: TermField) -> f32 {
        let of_word = |word: &Alternatives| {
            self.statistics
                .idf(self.statistics.count_articles(field, word))
        };
        match query {
            Query::Atom(atom) => self.words.of_atom(atom, scope).iter().map(of_word).sum(),
            Query::Phrase { atoms, .. } => self.words_of(atoms, scope).map(of_word).sum(),
            Query::Near { left, right, .. } => {
                self.rarity(left, scope, field) + self.rarity(right, scope, field)
            }
            Query::Boost { of, .. } | Query::In { of, .. } | Query::AtLeast { of, .. } => {
                self.rarity(of, scope, field)
            }
            _ => self
                .statistics
                .idf(self.count_articles(query, scope, field)),
        }
    }

    /// The number of articles with each of the terms in what may be an operand of NEAR, added.
    fn count_articles(&self, query: &Query, scope: Scope, field: TermField) -> usize {
        let of_word = |word| self.statistics.count_articles(field, word);
        match query {
            Query::Atom(atom) => self.words.of_atom(atom, scope).iter().map(of_word).sum(),
            Query::Phrase { atoms, .. } => self.words_of(atoms, scope).map(of_word).sum(),
            Query::Near { left, right, .. } => {
                self.count_articles(left, scope, field) + self.count_articles(right, scope, field)
            }
            Query::Or(operands) => {
                let counts = operands
                    .iter()
                    .map(|of| self.count_articles(of, scope, field));
                counts.sum()
            }
            Query::Boost { of, .. } | Query::In { of, .. } | Query::AtLeast { of, .. } => {
                self.count_articles(of, scope, field)
            }
            Query::All | Query::Nothing | Query::Date(_) | Query::Not(_) | Query::And(_) => 0,
        }
    }

    /// The bonus of an article in whose body neighbouring words of a query of plain words stand
    /// near each other.
    pub(super) fn closeness(&self, query: &Query, entry: &Entry) -> f32 {
        let words = plain_words(query);
        let (field, text) = (TermField::Body, &entry.body);
        let mut bonus = 0.0;
        for pair in words.windows(2) {
            let [left, right] = [pair[0], pair[1]].map(|of| self.places(of, Scope::Text, text));
            let reach = Reach::Words {
                most: NEAR_WORDS,
                order: Order::Any,
            };
            let times = near(&left, &right, reach, &[]).len();
            let factor = self.statistics.frequency_factor(times, field, text);
            let [left, right] = [pair[0], pair[1]].map(|of| self.rarity(of, Scope::Text, field));
            bonus += PAIR_WEIGHT * left.min(right) * factor;
        }
        bonus
    }
}

/// The words of a query of plain words alone, whatever conditions stand beside them.
fn plain_words(query: &Query) -> Vec<&Query> {
    let (Query::And(operands) | Query::Or(operands)) = query else {
        return Vec::new();
    };
    let sought: Vec<&Query> = operands
        .iter()
        .filter(|operand| !is_condition(operand))
        .collect();
    match sought[..] {
        [only] => plain_words(only),
        _ => {
            let words: Option<Vec<&Query>> = sought.into_iter().map(plain_word).collect();
            words.unwrap_or_default()
        }
    }
}

/// A word without a sign, whatever its weight.
fn plain_word(query: &Query) -> Option<&Query> {
    match query {
        Query::Atom(Atom::Word {
            form: WordForm::Inflected | WordForm::Acronym,
            ..
        }) => Some(query),
        Query::Boost { of, .. } => plain_word(of),
        _ => None,
    }
}

/// Tells whether a query asks for nothing in headline or body.
fn is_condition(query: &Query) -> bool {
    match query {
        Query::Date(_) => true,
        Query::In { field, .. } => !Scope::of(*field).is_text(),
        Query::Not(of) | Query::Boost { of, .. } => is_condition(of),
        Query::And(operands) | Query::Or(operands) => operands.iter().all(is_condition),
        _ => false,
    }
}

fn is_of_date(condition: &DateCondition, entry: &Entry) -> bool {
    let date = entry.document.article.date.as_ref();
    match condition {
        DateCondition::Undated => date.is_none(),
        DateCondition::Days(days) => has_day(days, date),
    }
}
