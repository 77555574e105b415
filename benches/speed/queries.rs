//! How long answers take, beside bare tantivy's own queries for the same words.

use std::collections::HashMap;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use search::engine::local::LocalEngine;
use search::engine::{Detail, Engine, SearchRequest};
use search::query::{Join, ParseOptions, Query, parse};

use crate::bare::{Bare, Kind};
use crate::corpus::Corpus;
use crate::generate::Random;
use crate::indexing::Indexes;
use crate::measure::{median, quantile, run};

/// Number of queries of each kind.
const NUM_QUERIES: usize = 100;
/// Number of articles whose words are asked for.
const NUM_SAMPLED: usize = 4_000;
/// Times that each query is asked; its median counts.
const NUM_REPEATS: usize = 9;
/// Times that a process is started.
const NUM_STARTS: usize = 21;

const KINDS: [(Kind, &str); 4] = [
    (Kind::Term, "term"),
    (Kind::And, "and"),
    (Kind::Or, "or"),
    (Kind::Phrase, "phrase"),
];

/// Asks both indexes in turns, and prints the latencies.
pub(crate) fn measure(corpus: &Corpus, indexes: &Indexes) -> anyhow::Result<()> {
    let pairs = word_pairs(corpus)?;
    in_process(&pairs, indexes)?;
    whole_process(&pairs, indexes)
}

/// Pairs of words that stand side by side in some article, from rare to frequent.
fn word_pairs(corpus: &Corpus) -> anyhow::Result<Vec<[String; 2]>> {
    let mut counts: HashMap<[String; 2], u32> = HashMap::new();
    for text in corpus.texts()?.take(NUM_SAMPLED) {
        let body = text?.body.to_lowercase();
        let words: Vec<&str> = body.split(' ').collect();
        let is_plain = |word: &&str| word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase());
        for pair in words.windows(2).filter(|pair| pair.iter().all(is_plain)) {
            *counts
                .entry([pair[0].to_owned(), pair[1].to_owned()])
                .or_default() += 1;
        }
    }
    let mut pairs: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 2).collect();
    pairs.sort_unstable_by(|(a, n), (b, m)| n.cmp(m).then_with(|| a.cmp(b)));
    anyhow::ensure!(
        !pairs.is_empty(),
        "the corpus is too small to take queries from"
    );
    let mut random = Random::new(1);
    // Half of the pairs from anywhere, half from the most frequent ones.
    let frequent = pairs.len() - pairs.len().min(1000);
    let mut draw = |from: usize| pairs[from + random.below(pairs.len() - from)].0.clone();
    Ok((0..NUM_QUERIES)
        .map(|n| draw(if n % 2 == 0 { 0 } else { frequent }))
        .collect())
}

fn words(kind: Kind, pair: &[String; 2]) -> Vec<&str> {
    let words = pair.iter().map(String::as_str);
    words.take(if kind == Kind::Term { 1 } else { 2 }).collect()
}

/// The query as a user of ours types it: a compound of two words is sought as these side by side.
fn typed(kind: Kind, pair: &[String; 2]) -> String {
    words(kind, pair).join(if kind == Kind::Phrase { "-" } else { " " })
}

fn read(kind: Kind, pair: &[String; 2]) -> anyhow::Result<Query> {
    let join = if kind == Kind::Or {
        Join::Any
    } else {
        Join::All
    };
    let options = ParseOptions {
        join,
        ..ParseOptions::new(jiff::civil::date(2026, 1, 1))
    };
    Ok(parse(&typed(kind, pair), &options)?.query)
}

/// Microseconds of each query of a kind: the medians of its repeats.
#[derive(Default)]
struct Latencies {
    ours: Vec<f64>,
    bare: Vec<f64>,
    /// The same with headline, date and a snippet of each hit.
    pages: Vec<f64>,
    /// Sums of the totals of both.
    totals: [usize; 2],
}

impl Latencies {
    /// Mean totals of both: close, for the programs differ in what a word is.
    fn totals(&self) -> String {
        let [ours, bare] = self.totals.map(|total| total / self.ours.len().max(1));
        format!("{ours} {bare}")
    }
}

fn in_process(pairs: &[[String; 2]], indexes: &Indexes) -> anyhow::Result<()> {
    let engine = LocalEngine::open(&indexes.ours)?;
    let mut bare = Bare::open(&indexes.bare)?;
    println!(
        "queries in the process: top 10 and exact total, {NUM_QUERIES} of each kind, µs\n{:8}{:>22}{:>22}{:>8}{:>26}{:>18}",
        "",
        "search p50 p95 p99",
        "bare p50 p95 p99",
        "ratio",
        "search, with snippets",
        "mean totals"
    );
    for (kind, name) in KINDS {
        let mut latencies = Latencies::default();
        for pair in pairs {
            ask(kind, pair, &engine, &mut bare, &mut latencies)?;
        }
        print(name, &latencies);
    }
    println!();
    Ok(())
}

fn ask(
    kind: Kind,
    pair: &[String; 2],
    engine: &LocalEngine,
    bare: &mut Bare,
    latencies: &mut Latencies,
) -> anyhow::Result<()> {
    let [mut ours, mut theirs, mut pages] = [const { Vec::new() }; 3];
    let words = words(kind, pair);
    let mut totals = [0; 2];
    for _ in 0..NUM_REPEATS {
        let request = SearchRequest::new(read(kind, pair)?);
        let ids = SearchRequest {
            detail: Detail::Id,
            ..request.clone()
        };
        let found = timed(&mut ours, || engine.search(&ids))?;
        let (total, _) = timed(&mut theirs, || bare.search(kind, &words, 10))?;
        timed(&mut pages, || engine.search(&request))?;
        totals = [found.total as usize, total];
    }
    for (sum, total) in latencies.totals.iter_mut().zip(totals) {
        *sum += total;
    }
    latencies.ours.push(median(&ours));
    latencies.bare.push(median(&theirs));
    latencies.pages.push(median(&pages));
    Ok(())
}

/// Runs `action` and notes the microseconds that it took.
fn timed<T>(times: &mut Vec<f64>, action: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = black_box(action());
    times.push(start.elapsed().as_secs_f64() * 1e6);
    result
}

fn print(name: &str, latencies: &Latencies) {
    let spread = |values: &[f64]| {
        let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|part| quantile(values, part));
        format!("{p50:.0} {p95:.0} {p99:.0}")
    };
    let Latencies { ours, bare, .. } = latencies;
    let ratios: Vec<f64> = ours.iter().zip(bare).map(|(a, b)| a / b).collect();
    println!(
        "{name:8}{:>22}{:>22}{:>8.2}{:>26}{:>18}",
        spread(ours),
        spread(bare),
        median(&ratios),
        spread(&latencies.pages),
        latencies.totals()
    );
}

/// Starts both programs in turns for one query of each kind.
fn whole_process(pairs: &[[String; 2]], indexes: &Indexes) -> anyhow::Result<()> {
    println!(
        "queries as processes: {NUM_STARTS} starts in turns, medians, ms\n{:8}{:>22}{:>22}{:>8}",
        "", "search query", "bare tantivy", "ratio"
    );
    for (kind, name) in KINDS {
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for pair in pairs.iter().cycle().take(NUM_STARTS) {
            ours.push(start_ours(kind, pair, indexes)? * 1000.0);
            bare.push(start_bare(kind, name, pair, indexes)? * 1000.0);
        }
        let ratios: Vec<f64> = ours.iter().zip(&bare).map(|(a, b)| a / b).collect();
        println!(
            "{name:8}{:>22.1}{:>22.1}{:>8.2}",
            median(&ours),
            median(&bare),
            median(&ratios)
        );
    }
    println!();
    Ok(())
}

fn start_ours(kind: Kind, pair: &[String; 2], indexes: &Indexes) -> anyhow::Result<f64> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_search"));
    command
        .args(["query", "--quiet", "--index"])
        .arg(&indexes.ours);
    if kind == Kind::Or {
        command.arg("--any");
    }
    Ok(run(command.arg(typed(kind, pair)))?.seconds)
}

fn start_bare(
    kind: Kind,
    name: &str,
    pair: &[String; 2],
    indexes: &Indexes,
) -> anyhow::Result<f64> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["bare", "query", "--index"])
        .arg(&indexes.bare)
        .arg(name);
    Ok(run(command.args(words(kind, pair)))?.seconds)
}
