//! Why an article matched: the words of a query in a text, and the passages that show them.
//!
//! A [`Matcher`] holds the query's words as the analyzer reads them. [`Matcher::find`] gives the
//! places of these words in a text; [`Matcher::snippets`] picks the passages with most of them.

mod snippet;

use std::ops::Range;

use crate::analysis::{Analyzer, Form, Token};
use crate::query::Query;

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

/// A place where a word of the query stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Match {
    /// Its bytes in the text.
    bytes: Range<usize>,
    /// The number of the word in the query.
    word: usize,
}

/// Finds the words of one query in texts.
pub struct Matcher {
    analyzer: Analyzer,
    /// Each word of the query as the terms that must stand side by side.
    words: Vec<Vec<String>>,
    /// The first characters of all terms: no other word of a text needs to be stemmed.
    initials: Vec<char>,
}

impl Matcher {
    /// Makes a matcher for the words of `query`.
    pub fn new(query: &Query) -> Self {
        let mut analyzer = Analyzer::new(Form::Stemmed);
        let words: Vec<Vec<String>> = query
            .words()
            .into_iter()
            .map(|word| {
                analyzer
                    .analyze(word)
                    .into_iter()
                    .map(|token| token.term)
                    .collect()
            })
            .filter(|terms: &Vec<String>| !terms.is_empty())
            .collect();
        let mut initials: Vec<char> = words
            .iter()
            .flatten()
            .filter_map(|term| term.chars().next())
            .collect();
        initials.sort_unstable();
        initials.dedup();
        Matcher {
            analyzer,
            words,
            initials,
        }
    }

    /// Returns the places in `text` where words of the query stand, ascending and disjoint.
    pub fn find(&mut self, text: &str) -> Vec<Range<usize>> {
        merge(
            self.matches(text)
                .into_iter()
                .map(|found| found.bytes)
                .collect(),
        )
    }

    /// Marks the words of the query in `text`.
    pub fn mark(&mut self, text: &str) -> Marked {
        Marked {
            text: text.to_owned(),
            highlights: self.find(text),
        }
    }

    /// Returns up to `count` passages of `body`, those with most of the query's words, in the
    /// order of the body; where no word stands in the body, its beginning.
    pub fn snippets(&mut self, body: &str, count: usize) -> Vec<Snippet> {
        let matches = self.matches(body);
        snippet::best(body, &matches, count)
    }

    /// All matches, by their beginning.
    fn matches(&mut self, text: &str) -> Vec<Match> {
        let tokens = self.candidate_tokens(text);
        let mut matches = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            for (word, terms) in self.words.iter().enumerate() {
                if stands_at(terms, &tokens[at..]) {
                    let end = tokens[at + terms.len() - 1].end;
                    matches.push(Match {
                        bytes: token.start..end,
                        word,
                    });
                }
            }
        }
        matches
    }

    /// The tokens of `text` whose first character is one of the query's.
    fn candidate_tokens(&mut self, text: &str) -> Vec<Token> {
        let mut found = Vec::new();
        let mut tokens = self.analyzer.tokens(text);
        let mut token = Token::default();
        while tokens.next_folded_into(&mut token) {
            let initial = token.term.chars().next();
            if initial.is_some_and(|initial| self.initials.binary_search(&initial).is_ok()) {
                tokens.stem(&mut token);
                found.push(token.clone());
            }
        }
        found
    }
}

/// Tells whether `terms` stand side by side at the beginning of `tokens`.
fn stands_at(terms: &[String], tokens: &[Token]) -> bool {
    tokens.len() >= terms.len()
        && terms
            .iter()
            .zip(tokens)
            .enumerate()
            .all(|(step, (term, token))| {
                token.term == *term && token.position == tokens[0].position + step
            })
}

/// Makes ascending ranges disjoint.
fn merge(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
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
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::query::{ParseOptions, parse};

    fn marked(query: &str, text: &str) -> String {
        let query = parse(query, &ParseOptions::new(date(2015, 11, 27)))
            .unwrap()
            .query;
        brackets(&Matcher::new(&query).mark(text))
    }

    pub(super) fn brackets(marked: &Marked) -> String {
        let mut text = marked.text.clone();
        for range in marked.highlights.iter().rev() {
            text.insert(range.end, ']');
            text.insert(range.start, '[');
        }
        text
    }

    #[test]
    fn every_inflection_of_a_word_is_marked() {
        let text = "Coalitions come; the coalition's end, COALITION.";
        assert_eq!(
            marked("coalition", text),
            "[Coalitions] come; the [coalition]'s end, [COALITION]."
        );
    }

    #[test]
    fn a_word_of_two_parts_is_marked_only_where_both_stand() {
        let text = "The anti-IS coalition and anti-war groups, anti IS";
        assert_eq!(
            marked("anti-IS", text),
            "The [anti-IS] coalition and anti-war groups, [anti IS]"
        );
    }

    #[test]
    fn overlapping_matches_are_one_highlight() {
        assert_eq!(marked("联合国", "联合国的"), "[联合国]的");
        assert_eq!(marked("anti-is is-led", "anti-IS-led"), "[anti-IS-led]");
    }
}
