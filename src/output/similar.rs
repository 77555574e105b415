//! Articles about the same thing as another, for scripts.

use serde::Serialize;

use super::json::{HitObject, SCHEMA_VERSION};
use crate::engine::similar::Similar;

/// One line of `similar --json`.
#[derive(Debug, Serialize)]
pub struct SimilarObject<'a> {
    #[serde(flatten)]
    hit: HitObject<'a>,
    similarity: f32,
}

impl<'a> SimilarObject<'a> {
    /// Makes the line of an article; `rank` counts from 1, `path` is as shown to the user.
    pub fn new(rank: usize, similar: &'a Similar, path: &'a str) -> Self {
        SimilarObject {
            hit: HitObject::new(rank, &similar.hit, path, false),
            similarity: similar.similarity,
        }
    }
}

/// The last line of `similar --json`.
#[derive(Debug, Serialize)]
pub struct SimilarSummary<'a> {
    r#type: &'static str,
    schema: u32,
    id: &'a str,
    total: usize,
    took_ms: f64,
}

impl<'a> SimilarSummary<'a> {
    /// Makes the line for the article with this id, to which so many others are similar.
    pub fn new(id: &'a str, total: usize, took_ms: f64) -> Self {
        SimilarSummary {
            r#type: "summary",
            schema: SCHEMA_VERSION,
            id,
            total,
            took_ms,
        }
    }
}
