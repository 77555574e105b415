//! The query: text to tree, and the tree back to text.
//!
//! ```text
//! coalition russia  ->  And[Word(coalition), Word(russia)]  ->  coalition AND russia
//! ```
//!
//! The tree is what every engine compiles and what the highlighter follows, so that a query
//! means the same everywhere.

mod display;
mod parser;
mod tree;

pub use parser::{Join, MAX_WORDS, ParseOptions, Parsed, QueryError, Repair, parse};
pub use tree::{
    Atom, DateCondition, DayRange, Field, Order, Query, Reach, Spread, Weight, WordForm,
};
