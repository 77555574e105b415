//! The query: text to tree, and the tree back to text.
//!
//! ```text
//! coalition russia  ->  And[Word(coalition), Word(russia)]  ->  coalition AND russia
//! ```
//!
//! The tree is what every engine compiles and what the highlighter follows, so that a query
//! means the same everywhere.

mod parser;

use std::fmt;

pub use parser::{Join, MAX_WORDS, Parsed, QueryError, parse};

/// What an article must be to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Any article at all: the query of filters alone.
    All,
    /// No article: the query in which there is no word.
    Nothing,
    /// A word as it was typed, sought in headline and body by its inflections. A word that the
    /// analyzer takes apart (`anti-IS`) is sought as those parts side by side.
    Word(String),
    /// All of these.
    And(Vec<Query>),
    /// Any of these.
    Or(Vec<Query>),
}

impl Query {
    /// Returns the words whose presence makes an article match, in the order of the query.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Query::All | Query::Nothing => Vec::new(),
            Query::Word(word) => vec![word],
            Query::And(operands) | Query::Or(operands) => {
                operands.iter().flat_map(Query::words).collect()
            }
        }
    }
}

/// Writes how the query was read: operands joined by `AND` or `OR`.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::All => f.write_str("all articles"),
            Query::Nothing => f.write_str("nothing"),
            Query::Word(word) => f.write_str(word),
            Query::And(operands) => write_joined(f, operands, " AND "),
            Query::Or(operands) => write_joined(f, operands, " OR "),
        }
    }
}

fn write_joined(f: &mut fmt::Formatter<'_>, operands: &[Query], joint: &str) -> fmt::Result {
    for (i, operand) in operands.iter().enumerate() {
        if i > 0 {
            f.write_str(joint)?;
        }
        match operand {
            Query::And(_) | Query::Or(_) => write!(f, "({operand})")?,
            _ => write!(f, "{operand}")?,
        }
    }
    Ok(())
}
