//! Asking an index, in the process or by starting one.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use search::query::{Join, ParseOptions, Query, parse};

use crate::bare::Kind;
use crate::measure::run;

/// Reads a query as the program does.
pub(crate) fn read(text: &str, join: Join) -> anyhow::Result<Query> {
    let options = ParseOptions {
        join,
        ..ParseOptions::new(jiff::civil::date(2026, 1, 1))
    };
    Ok(parse(text, &options)?.query)
}

/// Runs `action` and notes the microseconds that it took.
pub(crate) fn timed<T>(times: &mut Vec<f64>, action: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = black_box(action());
    times.push(start.elapsed().as_secs_f64() * 1e6);
    result
}

/// Starts `search query`; returns the seconds until it has ended.
pub(crate) fn start_ours(index: &Path, join: Join, query: &str) -> anyhow::Result<f64> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_search"));
    command.args(["query", "--quiet", "--index"]).arg(index);
    if join == Join::Any {
        command.arg("--any");
    }
    Ok(run(command.arg(query))?.seconds)
}

/// Starts bare tantivy for one query; returns the seconds until it has ended.
pub(crate) fn start_bare(index: &Path, kind: Kind, words: &[&str]) -> anyhow::Result<f64> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["bare", "query", "--index"]).arg(index);
    Ok(run(command.arg(kind.name()).args(words))?.seconds)
}
