//! What is wrong in a TOML file, and on which line.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong in a file.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {message}")]
pub(super) struct Mistake {
    pub(super) line: usize,
    pub(super) message: String,
}

impl Mistake {
    /// Makes one of what begins at a place of `text`.
    pub(super) fn at(span: &Range<usize>, text: &str, message: String) -> Self {
        let line = line(span, text);
        Mistake { line, message }
    }
}

/// Reads the text of a file.
///
/// # Errors
///
/// When it is no TOML.
pub(super) fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Mistake> {
    DeTable::parse(text).map_err(|error| {
        let message = error.message().to_owned();
        Mistake::at(&error.span().unwrap_or_default(), text, message)
    })
}

/// The line on which a span of `text` begins, from 1.
pub(super) fn line(span: &Range<usize>, text: &str) -> usize {
    let before = &text.as_bytes()[..span.start.min(text.len())];
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// The kind of a value, in words.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
