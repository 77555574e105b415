//! Answers of `search` and of bare tantivy, both in the process.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use search::engine::local::LocalEngine;
use search::engine::{Detail, Engine, SearchRequest};
use search::query::{ParseOptions, parse};

use crate::bare::{Bare, Kind};
use crate::measure::median;
use crate::peer::NUM_REPEATS;

/// Asks an index of `search` all queries, and prints what each took.
pub(crate) fn ask(index: &Path, queries: &Path) -> anyhow::Result<()> {
    let engine = LocalEngine::open(index)?;
    let options = ParseOptions::new(jiff::civil::date(2026, 1, 1));
    ask_all(queries, |line| {
        let request = SearchRequest {
            detail: Detail::Id,
            ..SearchRequest::new(parse(line, &options)?.query)
        };
        black_box(engine.search(&request)?);
        Ok(())
    })
}

/// Asks an index of bare tantivy.
pub(crate) fn ask_bare(index: &Path, queries: &Path) -> anyhow::Result<()> {
    let mut bare = Bare::open(index)?;
    ask_all(queries, |line| {
        let words: Vec<&str> = line.split(' ').collect();
        black_box(bare.search(Kind::And, &words, 10)?);
        Ok(())
    })
}

/// Calls `ask` with each query several times, and prints the median microseconds of each as JSON.
pub(crate) fn ask_all(
    queries: &Path,
    mut ask: impl FnMut(&str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut medians = Vec::new();
    for line in fs::read_to_string(queries)?.lines() {
        let mut taken = Vec::with_capacity(NUM_REPEATS);
        for _ in 0..NUM_REPEATS {
            let start = Instant::now();
            ask(line)?;
            taken.push(start.elapsed().as_secs_f64() * 1e6);
        }
        medians.push(median(&taken));
    }
    println!("{}", serde_json::json!({ "microseconds": medians }));
    Ok(())
}
