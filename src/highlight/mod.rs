//! Why an article matched: the words that made it match, and the passages that show them.
//!
//! ```text
//! Resolved --Matcher::new--> Matcher --matches(headline, body, language)--> Matches --snippets--> Snippet…
//! ```
//!
//! A [`Matcher`] looks in a text for the places that a query asks for, by the same rules as an
//! engine ([`crate::matching::places`]), and follows the query's tree: what was not looked for, did
//! not match, or is excluded, marks nothing.

mod clauses;
pub mod concordance;
mod initials;
mod passage;
mod reading;
mod snippet;
mod tree;
mod word_place;

use std::ops::Range;
use std::sync::Arc;

use crate::analysis::{Analyzer, Language};
use crate::matching::{Clause, Resolved};

use clauses::{ClausePlan, LeafTable};
use reading::{Need, Reading};
use snippet::Candidate;
use tree::Tree;
use word_place::WordPlace;

/// A text and the parts of it that matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text, not escaped.
    pub text: String,
    /// Byte ranges of `text`, ascending and disjoint, at character boundaries.
    pub highlights: Vec<Range<usize>>,
}

/// A passage of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The passage on one line, with the parts that matched.
    pub marked: Marked,
    /// Whether the body goes on before it.
    pub has_more_before: bool,
    /// Whether the body goes on after it.
    pub has_more_after: bool,
}

/// What in an article matched a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// Byte ranges of the headline, ascending and disjoint, each from the beginning of a word
    /// to the end of one.
    pub headline: Vec<Range<usize>>,
    /// Byte ranges of the body, likewise.
    pub body: Vec<Range<usize>>,
    /// What is worth showing of the body, by its beginning.
    candidates: Vec<Candidate>,
}

impl Matches {
    /// Returns up to `count` passages of the body that was matched, those that show most of the
    /// query, in the order of the body, none overlapping another; where the body did not match,
    /// its beginning.
    pub fn snippets(&self, body: &str, count: usize) -> Vec<Snippet> {
        snippet::best(body, self, count)
    }
}

/// Finds what made articles match one query.
///
/// Keep it for all hits of a request: it holds the query's terms and the analyzer's cache. A clone
/// shares the terms, so that each thread may have its own.
#[derive(Clone)]
pub struct Matcher {
    analyzer: Analyzer,
    leaves: Arc<LeafTable>,
    clauses: Arc<[ClausePlan]>,
    /// The query.
    tree: Tree,
    /// The query as far as filters are known.
    settled: Tree,
}

impl Matcher {
    /// Makes a matcher for a query, each clause of which is worth as much as another.
    pub fn new(query: &Resolved) -> Self {
        Matcher::with_weights(query, |_| 1.0)
    }

    /// Makes a matcher for a query whose clauses are worth `weight`, for example their inverse
    /// document frequency: passages show what is worth more. Boosts, and that phrases and words
    /// near each other tell more than single words, come on top.
    pub fn with_weights(query: &Resolved, weight: impl Fn(&Clause) -> f32) -> Self {
        let mut leaves = LeafTable::default();
        let mut clauses = Vec::new();
        let tree = Tree::new(query, 1.0, &mut |clause, boost| {
            clauses.push(ClausePlan::new(clause, boost * weight(clause), &mut leaves));
            clauses.len() - 1
        });
        Matcher {
            analyzer: Analyzer::of_few_words(),
            leaves: Arc::new(leaves),
            clauses: clauses.into(),
            settled: tree.clone(),
            tree,
        }
    }

    /// Lets the filters of the query be as they are of the article that is matched next; `holds`
    /// says so in the order of [`Resolved::filters`]. Until then they are as the query wants them.
    pub fn settle_filters(&mut self, holds: &[bool]) {
        self.settled = self.tree.with_filters(&mut holds.iter().copied());
    }

    /// Finds the words that make an article in `language` match; none when it does not match.
    pub fn matches(&mut self, headline: &str, body: &str, language: Language) -> Matches {
        let headline = self.read(headline, language, ClausePlan::need_of_headline);
        let body = self.read(body, language, ClausePlan::need_of_body);
        let in_headline = self.places(&headline, ClausePlan::places_in_headline);
        let in_body = self.places(&body, ClausePlan::places_in_body);
        let holds: Vec<bool> = self
            .clauses
            .iter()
            .zip(in_headline.iter().zip(&in_body))
            .map(|(clause, (headline, body))| headline.len() + body.len() >= clause.times)
            .collect();
        let marking = self.settled.marking(&holds);
        let candidates = marking.iter().flat_map(|&clause| {
            let worth = self.clauses[clause].worth_of(in_body[clause].len());
            snippet::candidates(clause, worth, &in_body[clause], &body)
        });
        Matches {
            headline: highlights(&marking, &in_headline, &headline),
            body: highlights(&marking, &in_body, &body),
            candidates: snippet::sorted(candidates.collect()),
        }
    }

    /// Reads a text as far as one of the clauses needs it.
    fn read(&mut self, text: &str, language: Language, need: fn(&ClausePlan) -> Need) -> Reading {
        let need = self
            .clauses
            .iter()
            .map(need)
            .fold(Need::default(), Need::or);
        Reading::of(text, language, need, &self.leaves, &mut self.analyzer)
    }

    fn places(
        &self,
        reading: &Reading,
        of: fn(&ClausePlan, &Reading) -> Vec<WordPlace>,
    ) -> Vec<Vec<WordPlace>> {
        self.clauses
            .iter()
            .map(|clause| of(clause, reading))
            .collect()
    }
}

/// The bytes of the words in the places of the marking clauses.
fn highlights(
    marking: &[usize],
    places: &[Vec<WordPlace>],
    reading: &Reading,
) -> Vec<Range<usize>> {
    let ranges = marking
        .iter()
        .flat_map(|&clause| &places[clause])
        .flat_map(WordPlace::runs)
        .map(|&run| reading.bytes(run));
    merge(ranges.collect())
}

/// Puts ranges in order and makes those that overlap one.
fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
