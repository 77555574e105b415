//! What people and scripts see: text for the one, JSON Lines for the other.
//!
//! Everything here writes to the writer that it is given; whether there is a terminal, how wide
//! it is and whether it shows colour is told by a [`Style`].

pub mod json;
pub mod reading;
mod style;
pub mod text;
mod wrap;

pub use style::Style;
pub use wrap::{Wrapped, width, wrap};
