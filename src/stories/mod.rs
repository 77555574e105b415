//! Stories: articles that are copies of one text, whatever headline each gave it.
//!
//! Of each article a [`Sketch`] is kept, some 40 numbers taken from its text by content
//! ("mod p" sampling of shingles, after Broder, "On the resemblance and containment of documents",
//! 1997). Two sketches tell how much of the shorter text stands in the longer one, and so whether
//! the two are copies ([`are_copies`]). [`group`] finds all pairs of copies without comparing all
//! pairs of articles; a story is what they connect. The groups depend on the articles alone, not
//! on the order in which they come.

mod changes;
mod group;
mod relation;
mod sketch;
#[cfg(test)]
mod tests;
mod words;

pub use changes::Changes;
pub use group::{Sketches, group};
pub use relation::are_copies;
pub use sketch::{MOST_NUMBERS, Sketch};
