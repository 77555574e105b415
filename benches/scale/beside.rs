//! What the program takes beside bare tantivy and ripgrep, on the same articles.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use rustix::fs::{Advice, fadvise};
use search::query::Join;

use crate::ask::{start_bare, start_ours};
use crate::bare::Kind;
use crate::build::build_bare;
use crate::corpus::Corpus;
use crate::measure::median;
use crate::step::{Queries, Step};

/// Times that bare tantivy indexes the corpus.
const NUM_ROUNDS: usize = 2;
/// Number of first queries, each from a cold cache.
const NUM_COLD: usize = 15;
/// Number of words that ripgrep looks for.
const NUM_SCANS: usize = 7;

/// Ratios of times, those of `search` over those of the others; and its own medians in milliseconds.
pub(crate) struct Beside {
    pub(crate) articles: usize,
    pub(crate) indexing: f64,
    pub(crate) indexing_cpu: f64,
    /// A first query, nothing of the index being in memory; bare tantivy maps it as it comes.
    pub(crate) cold: f64,
    pub(crate) cold_millis: f64,
    /// `search query` beside `rg -w -i`; `None` where ripgrep is not there.
    pub(crate) scan: Option<f64>,
}

impl Beside {
    /// Measures beside the index of `search` that lies in `index` and took `step`.
    pub(crate) fn measure(
        corpus: &Corpus,
        step: &Step,
        queries: &Queries,
        index: &Path,
    ) -> anyhow::Result<Self> {
        let bare_index = index.with_extension("bare");
        let (mut seconds, mut cpu_seconds) = (Vec::new(), Vec::new());
        for _ in 0..NUM_ROUNDS {
            let run = build_bare(&corpus.path, &bare_index)?.run;
            seconds.push(run.seconds);
            cpu_seconds.extend(run.cpu_seconds);
        }
        let (ours, bare) = cold_starts(queries, index, &bare_index)?;
        fs::remove_dir_all(bare_index)?;
        Ok(Beside {
            articles: corpus.articles,
            indexing: step.seconds / median(&seconds),
            indexing_cpu: step.cpu_millis * corpus.articles as f64 / 1000.0 / median(&cpu_seconds),
            cold: median(&ours) / median(&bare),
            cold_millis: median(&ours) * 1000.0,
            scan: beside_scan(corpus, queries, index)?,
        })
    }
}

/// Seconds of first queries in turns, each with nothing of its index in memory.
fn cold_starts(
    queries: &Queries,
    index: &Path,
    bare_index: &Path,
) -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for query in queries.all().take(NUM_COLD) {
        forget(index)?;
        ours.push(start_ours(index, Join::All, query)?);
        forget(bare_index)?;
        let words: Vec<&str> = query.split(' ').collect();
        bare.push(start_bare(bare_index, Kind::And, &words)?);
    }
    Ok((ours, bare))
}

/// Lets the system forget what it holds in memory of the files of a folder.
fn forget(folder: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let file = File::open(entry?.path())?;
        // Pages that are not on the disk yet would stay.
        file.sync_all()?;
        fadvise(&file, 0, None, Advice::DontNeed)?;
    }
    Ok(())
}

/// The time of `search query` for a word over that of ripgrep, both with all files in memory.
fn beside_scan(corpus: &Corpus, queries: &Queries, index: &Path) -> anyhow::Result<Option<f64>> {
    let words: Vec<&str> = queries.words().take(NUM_SCANS).collect();
    // The first ones of both fill the memory.
    for word in words.iter().take(1) {
        start_ours(index, Join::All, word)?;
        if scan(corpus, word).is_err() {
            return Ok(None);
        }
    }
    let (mut ours, mut scans) = (Vec::new(), Vec::new());
    for word in words {
        ours.push(start_ours(index, Join::All, word)?);
        scans.push(scan(corpus, word)?);
    }
    Ok(Some(median(&ours) / median(&scans)))
}

/// Seconds that ripgrep takes to look for a word.
fn scan(corpus: &Corpus, word: &str) -> anyhow::Result<f64> {
    let start = Instant::now();
    let status = Command::new("rg")
        .args(["-w", "-i", word])
        .arg(&corpus.path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()?;
    anyhow::ensure!(status.success(), "rg -w -i {word}: {status}");
    Ok(start.elapsed().as_secs_f64())
}
