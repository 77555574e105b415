//! From what a person typed to a tree. Never fails on pasted text; what could not be read as
//! an operator is said.

use std::collections::HashSet;
use std::fmt;

use std::ops::Range;

use jiff::civil::Date;

use super::Query;

/// The greatest number of different words in one query.
pub const MAX_WORDS: usize = 4096;

/// How plain words are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// An article must have every word.
    #[default]
    All,
    /// An article must have one of the words.
    Any,
}

/// How a text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseOptions {
    /// How plain words are joined.
    pub join: Join,
    /// The day from which relative dates count.
    pub today: Date,
    /// Whether the text is words alone, without operators.
    pub is_literal: bool,
}

impl ParseOptions {
    /// Makes the options of a query typed on the day `today`: with operators, all words required.
    pub fn new(today: Date) -> ParseOptions {
        ParseOptions {
            join: Join::All,
            today,
            is_literal: false,
        }
    }
}

/// A query as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub query: Query,
    /// What was passed over or read otherwise than it may have been meant.
    pub warnings: Vec<Repair>,
}

/// A part of the text that was read otherwise than it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Its bytes in the text, at character boundaries.
    pub range: Range<usize>,
    /// What was found, and how it was read: lower case, no full stop.
    pub message: String,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Why a text cannot be a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// More words than an engine can be asked to find at once.
    #[error("the query has {found} different words, expected {MAX_WORDS} at most")]
    TooManyWords {
        /// Number of different words.
        found: usize,
    },
}

/// Reads `text` as words; the same word twice is one operand.
///
/// # Errors
///
/// [`QueryError::TooManyWords`] above [`MAX_WORDS`] different words.
pub fn parse(text: &str, options: &ParseOptions) -> Result<Parsed, QueryError> {
    let words = distinct_words(text);
    if words.len() > MAX_WORDS {
        return Err(QueryError::TooManyWords { found: words.len() });
    }
    let mut warnings = Vec::new();
    if words.is_empty() && !text.trim().is_empty() {
        warnings.push(Repair {
            range: 0..text.len(),
            message: format!(
                "no letter or digit to search for in `{}`",
                shortened(text.trim())
            ),
        });
    }
    if let Some(message) = operator_warning(text) {
        warnings.push(Repair {
            range: 0..text.len(),
            message,
        });
    }
    Ok(Parsed {
        query: join_words(words, options.join),
        warnings,
    })
}

fn distinct_words(text: &str) -> Vec<&str> {
    let mut seen = HashSet::new();
    text.split_whitespace()
        .map(|chunk| chunk.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && seen.insert(word.to_lowercase()))
        .collect()
}

fn join_words(words: Vec<&str>, join: Join) -> Query {
    let mut operands: Vec<_> = words.into_iter().map(Query::word).collect();
    match (operands.len(), join) {
        (0, _) => Query::Nothing,
        (1, _) => operands.remove(0),
        (_, Join::All) => Query::And(operands),
        (_, Join::Any) => Query::Or(operands),
    }
}

/// Names what looks like an operator: this version reads words alone, and says so.
fn operator_warning(text: &str) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for chunk in text.split_whitespace() {
        let sign = match chunk {
            "AND" | "OR" | "NOT" => Some(chunk.to_owned()),
            _ => operator_sign(chunk).map(String::from),
        };
        found.extend(
            sign.filter(|sign| !found.contains(sign))
                .filter(|_| found.len() < 8),
        );
    }
    if found.is_empty() {
        return None;
    }
    let list = found
        .iter()
        .map(|sign| format!("`{sign}`"))
        .collect::<Vec<_>>()
        .join(", ");
    Some(format!(
        "{list} is not read as an operator: the query is its plain words"
    ))
}

fn operator_sign(chunk: &str) -> Option<char> {
    let leading = chunk.chars().next().filter(|c| "-!+=\"“„«(/".contains(*c));
    let inside = chunk.chars().find(|c| "\"”»*~^".contains(*c));
    if chunk.chars().any(char::is_alphanumeric) {
        leading.or(inside)
    } else {
        None
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn options() -> ParseOptions {
        ParseOptions::new(jiff::civil::date(2015, 11, 27))
    }

    fn read_as(text: &str, join: Join) -> String {
        parse(text, &ParseOptions { join, ..options() })
            .unwrap()
            .query
            .to_string()
    }

    #[test]
    fn plain_words_are_all_required_unless_any_is_asked_for() {
        assert_eq!(
            read_as("coalition Russia", Join::All),
            "coalition AND Russia"
        );
        assert_eq!(
            read_as("coalition Russia", Join::Any),
            "coalition OR Russia"
        );
    }

    #[test]
    fn a_word_typed_twice_is_one_operand() {
        assert_eq!(read_as("Paris paris, PARIS", Join::All), "Paris");
    }

    #[test]
    fn a_query_without_words_finds_nothing_and_says_why() {
        let parsed = parse(" ?! 🙂 ", &options()).unwrap();
        assert_eq!(parsed.query, Query::Nothing);
        assert_eq!(
            parsed.warnings[0].message,
            "no letter or digit to search for in `?! 🙂`"
        );
    }

    #[test]
    fn no_operator_is_dropped_in_silence() {
        for text in [
            "\"stab in the back\"",
            "steuer*",
            "a OR b",
            "-syria turkey",
            "mohamed~1",
        ] {
            assert_eq!(parse(text, &options()).unwrap().warnings.len(), 1, "{text}");
        }
        for text in [
            "anti-IS coalition",
            "Putin's",
            "AT&T",
            "what?",
            "who are they, then",
        ] {
            assert_eq!(parse(text, &options()).unwrap().warnings, [], "{text}");
        }
    }

    #[test]
    fn more_words_than_an_engine_takes_are_refused_with_their_number() {
        let text: String = (0..5000).map(|n| format!("w{n} ")).collect();
        assert_eq!(
            parse(&text, &options()),
            Err(QueryError::TooManyWords { found: 5000 })
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,200}") {
            let parsed = parse(&text, &options()).unwrap();
            prop_assert!(parsed.query.words().iter().all(|word| word.chars().any(char::is_alphanumeric)));
        }
    }
}
