//! The last line of the JSON of commands that count.

use serde::Serialize;

use super::json::SCHEMA_VERSION;

/// What was asked, and how many articles match; `more` is what a command adds.
#[derive(Debug, Serialize)]
pub struct CountSummary<'a, T> {
    r#type: &'static str,
    schema: u32,
    /// Number of articles that match, exact.
    pub total: u64,
    /// Milliseconds from the beginning to the last count.
    pub took_ms: f64,
    /// The query as it was typed.
    pub query: &'a str,
    /// The query as it was read.
    pub read_as: String,
    /// What was read otherwise than it was typed, and patterns that were cut.
    pub warnings: &'a [String],
    #[serde(flatten)]
    more: T,
}

impl<'a, T> CountSummary<'a, T> {
    /// Makes the line; the query is told as it was typed and as it was read.
    pub fn new(
        total: u64,
        took_ms: f64,
        (query, read_as): (&'a str, String),
        warnings: &'a [String],
        more: T,
    ) -> Self {
        CountSummary {
            r#type: "summary",
            schema: SCHEMA_VERSION,
            total,
            took_ms,
            query,
            read_as,
            warnings,
            more,
        }
    }
}
