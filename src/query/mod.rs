//! The query: text to tree, and the tree back to text.
//!
//! ```text
//! coalition russia  ->  And[Word(coalition), Word(russia)]  ->  coalition AND russia
//! ```
//!
//! The tree is what every engine compiles and what the highlighter follows, so that a query
//! means the same everywhere. A text becomes a tree in three steps: the [`lexer`] cuts it into
//! tokens, [`pasted`] mends what lost its signs, [`nesting`] takes out what joins nothing and [`saved`] puts
//! trees in the place of names, the [`parser`] reads the rest. Each says what it repairs, and where; [`display`] writes a tree so that it is read as the same tree.

mod build;
mod capitals;
mod date;
mod display;
mod field;
mod lexer;
mod nesting;
mod operands;
mod parser;
mod pasted;
mod regex;
mod repair;
mod saved;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;

pub use parser::{Join, MAX_WORDS, ParseOptions, Parsed, QueryError, parse};
pub use repair::Repair;
pub use saved::{MAX_SAVED_DEPTH, MAX_SAVED_NODES, SavedQueries, is_saved_name};
pub use syntax::{SYNTAX, SyntaxRow};
pub use tree::{
    Atom, DateCondition, DayRange, Field, Order, Query, Reach, Spread, Weight, WordForm,
};
