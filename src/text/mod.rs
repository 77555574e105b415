//! Pure text: charsets, clean-up, sentences, languages, dates. No IO, no clock.

mod decode;
pub mod language;
pub mod normalize;
pub mod sentence;

pub use decode::{Decoded, NotText, decode, text_reason};
