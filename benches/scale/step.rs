//! What one size of the corpus takes.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use search::engine::local::LocalEngine;
use search::engine::{Engine, SearchRequest};
use search::query::Join;

use crate::ask::{read, start_ours, timed};
use crate::build::{Built, build_ours};
use crate::corpus::Corpus;
use crate::measure::{median, quantile};
use crate::pairs::word_runs;

/// Number of queries of each number of words.
const NUM_QUERIES: usize = 50;
/// Times that each query is asked; its median counts.
const NUM_REPEATS: usize = 5;
/// Times that a process is started.
const NUM_STARTS: usize = 40;
/// Small sizes are indexed several times, about so many articles together.
const ARTICLES_IN_ROUNDS: usize = 75_000;
const MOST_ROUNDS: usize = 3;

/// The head of the table whose rows are [`Step::row`], in Markdown.
pub(crate) const HEAD: &str = "\
| articles | text, MB | seconds | CPU, ms/article | peak memory, MB | index / text | a page of hits, p50, ms | p95 | `search query`, ms |
|---|---|---|---|---|---|---|---|---|";

/// What one size took.
pub(crate) struct Step {
    pub(crate) articles: usize,
    text_megabytes: f64,
    /// Seconds to index them.
    pub(crate) seconds: f64,
    /// Milliseconds of all cores together to index one of them.
    pub(crate) cpu_millis: f64,
    pub(crate) peak_megabytes: f64,
    /// Bytes of the index for a byte of text.
    pub(crate) index_share: f64,
    /// Milliseconds of a page of hits in the process: ten best, exact total, snippets.
    pub(crate) page_p50: f64,
    pub(crate) page_p95: f64,
    /// Milliseconds from the start of `search query` to its end, the index being in memory.
    pub(crate) process: f64,
}

impl Step {
    /// A row of the table.
    pub(crate) fn row(&self) -> String {
        format!(
            "| {} | {:.0} | {:.0} | {:.2} | {:.0} | {:.2} | {:.2} | {:.2} | {:.1} |",
            thousands(self.articles),
            self.text_megabytes,
            self.seconds,
            self.cpu_millis,
            self.peak_megabytes,
            self.index_share,
            self.page_p50,
            self.page_p95,
            self.process
        )
    }

    /// Reads a row of the table.
    fn of_row(row: &str) -> anyhow::Result<Self> {
        let cells = row.trim_matches('|').split('|');
        let numbers: Result<Vec<f64>, _> = cells
            .map(|cell| cell.trim().replace(',', "").parse())
            .collect();
        let numbers = numbers.with_context(|| format!("expected numbers, but found `{row}`"))?;
        let &[
            articles,
            text_megabytes,
            seconds,
            cpu_millis,
            peak_megabytes,
            index_share,
            page_p50,
            page_p95,
            process,
        ] = numbers.as_slice()
        else {
            bail!("expected a row of the table, but found `{row}`");
        };
        Ok(Step {
            articles: articles as usize,
            text_megabytes,
            seconds,
            cpu_millis,
            peak_megabytes,
            index_share,
            page_p50,
            page_p95,
            process,
        })
    }
}

/// Reads the table out of a Markdown document.
pub(crate) fn read_table(path: &Path) -> anyhow::Result<Vec<Step>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let (_, rows) = text
        .split_once(HEAD)
        .with_context(|| format!("there is no table of sizes in `{}`", path.display()))?;
    let rows = rows.trim_start().lines();
    rows.take_while(|line| line.starts_with('|'))
        .map(Step::of_row)
        .collect()
}

/// Writes a number with commas.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Queries of one word to four, all of which stand side by side in some articles.
pub(crate) struct Queries(Vec<String>);

impl Queries {
    pub(crate) fn draw(corpus: &Corpus) -> anyhow::Result<Self> {
        let words = word_runs::<1>(corpus, NUM_QUERIES)?;
        let twos = word_runs::<2>(corpus, NUM_QUERIES)?;
        let threes = word_runs::<3>(corpus, NUM_QUERIES)?;
        let fours = word_runs::<4>(corpus, NUM_QUERIES)?;
        let mut queries = Vec::new();
        for (((one, two), three), four) in words.iter().zip(&twos).zip(&threes).zip(&fours) {
            queries.extend([
                one.join(" "),
                two.join(" "),
                three.join(" "),
                four.join(" "),
            ]);
        }
        Ok(Queries(queries))
    }

    /// All of them, one word to four in turn.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Those of one word.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.all().step_by(4)
    }
}

/// Indexes the corpus into `index`, and asks it.
pub(crate) fn measure(corpus: &Corpus, queries: &Queries, index: &Path) -> anyhow::Result<Step> {
    let num_rounds = (ARTICLES_IN_ROUNDS / corpus.articles.max(1)).clamp(1, MOST_ROUNDS);
    let built: Vec<Built> = (0..num_rounds)
        .map(|_| build_ours(&corpus.source, index))
        .collect::<Result<_, _>>()?;
    let of = |value: &dyn Fn(&Built) -> f64| median(&built.iter().map(value).collect::<Vec<_>>());
    let pages = pages(index, queries)?;
    let starts: Vec<f64> = queries
        .all()
        .take(NUM_STARTS)
        .map(|query| Ok(start_ours(index, Join::All, query)? * 1000.0))
        .collect::<anyhow::Result<_>>()?;
    Ok(Step {
        articles: corpus.articles,
        text_megabytes: corpus.text_bytes as f64 / 1e6,
        seconds: of(&|built| built.run.seconds),
        cpu_millis: of(&|built| built.run.cpu_seconds.unwrap_or(0.0)) * 1000.0
            / corpus.articles as f64,
        peak_megabytes: of(&Built::peak_memory_bytes) / 1e6,
        index_share: of(&|built| built.index_bytes as f64) / corpus.text_bytes as f64,
        page_p50: quantile(&pages, 0.5),
        page_p95: quantile(&pages, 0.95),
        process: median(&starts),
    })
}

/// Milliseconds of a page of hits of each query: the medians of its repeats.
fn pages(index: &Path, queries: &Queries) -> anyhow::Result<Vec<f64>> {
    let engine = LocalEngine::open(index)?;
    let mut medians = Vec::new();
    for query in queries.all() {
        let request = SearchRequest::new(read(query, Join::All)?);
        let mut times = Vec::with_capacity(NUM_REPEATS);
        for _ in 0..NUM_REPEATS {
            timed(&mut times, || engine.search(&request))?;
        }
        medians.push(median(&times) / 1000.0);
    }
    Ok(medians)
}
