//! What people and scripts see: text for the one, JSON Lines and CSV for the other.
//!
//! Everything here writes to the writer that it is given; whether there is a terminal, how wide
//! it is and whether it shows colour is told by a [`Style`].

pub mod alert;
pub mod article;
pub mod bars;
pub mod csv;
pub mod entities;
pub mod entity;
pub mod export;
pub mod facets;
pub mod json;
pub mod kwic;
pub mod reading;
pub mod rss;
pub mod share;
pub mod similar;
pub mod story;
mod style;
pub mod summary;
mod table;
pub mod text;
pub mod timeline;
pub mod verify;
mod wrap;

pub use style::Style;
pub use wrap::{Wrapped, width, wrap};
