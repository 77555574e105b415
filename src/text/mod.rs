//! Pure text: charsets, clean-up, sentences, languages, dates. No IO, no clock.

pub mod acronym;
pub mod date;
pub mod dateline;
mod decode;
pub mod language;
pub mod nearest;
pub mod normalize;
pub mod outlet;
pub mod sentence;

pub(crate) use decode::utf16_without_mark;
pub use decode::{Decoded, NotText, decode, ensure_text};
