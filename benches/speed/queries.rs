//! How long answers take, beside bare tantivy's own queries for the same words.

use search::engine::local::LocalEngine;
use search::engine::{Detail, Engine, SearchRequest};
use search::query::Join;

use crate::ask::{read, start_bare, start_ours, timed};
use crate::bare::{Bare, Kind};
use crate::corpus::Corpus;
use crate::indexing::Indexes;
use crate::measure::{median, quantile};
use crate::pairs::word_runs;

/// Number of queries of each kind.
const NUM_QUERIES: usize = 100;
/// Times that each query is asked; its median counts.
const NUM_REPEATS: usize = 9;
/// Times that a process is started.
const NUM_STARTS: usize = 21;

/// A kind of query, and what it is timed beside.
struct Row {
    name: &'static str,
    /// What a user of ours types.
    typed: fn(&str, &str) -> String,
    join: Join,
    beside: Beside,
}

#[derive(Clone, Copy)]
enum Beside {
    /// Bare tantivy's query for the same words.
    Bare(Kind),
    /// Another query of ours for the same words.
    Ours(fn(&str, &str) -> String),
}

const ROWS: [Row; 8] = [
    Row {
        name: "word",
        typed: |a, _| a.to_owned(),
        join: Join::All,
        beside: Beside::Bare(Kind::Term),
    },
    Row {
        name: "a b",
        typed: |a, b| format!("{a} {b}"),
        join: Join::All,
        beside: Beside::Bare(Kind::And),
    },
    Row {
        name: "a OR b",
        typed: |a, b| format!("{a} {b}"),
        join: Join::Any,
        beside: Beside::Bare(Kind::Or),
    },
    Row {
        name: "\"a b\"",
        typed: phrase,
        join: Join::All,
        beside: Beside::Bare(Kind::Phrase),
    },
    Row {
        name: "a-b",
        typed: |a, b| format!("{a}-{b}"),
        join: Join::All,
        beside: Beside::Bare(Kind::Phrase),
    },
    Row {
        name: "NEAR/5",
        typed: |a, b| format!("{a} NEAR/5 {b}"),
        join: Join::All,
        beside: Beside::Ours(phrase),
    },
    Row {
        name: "ADJ/5",
        typed: |a, b| format!("{a} ADJ/5 {b}"),
        join: Join::All,
        beside: Beside::Ours(phrase),
    },
    Row {
        name: "w/s",
        typed: |a, b| format!("{a} w/s {b}"),
        join: Join::All,
        beside: Beside::Ours(phrase),
    },
];

fn phrase(a: &str, b: &str) -> String {
    format!("\"{a} {b}\"")
}

/// Asks both indexes in turns, and prints the latencies.
pub(crate) fn measure(corpus: &Corpus, indexes: &Indexes) -> anyhow::Result<()> {
    let pairs = word_runs(corpus, NUM_QUERIES)?;
    in_process(&pairs, indexes)?;
    whole_process(&pairs, indexes)
}

fn words(kind: Kind, pair: &[String; 2]) -> Vec<&str> {
    let words = pair.iter().map(String::as_str);
    words.take(if kind == Kind::Term { 1 } else { 2 }).collect()
}

/// Microseconds of each query of a kind: the medians of its repeats.
#[derive(Default)]
struct Latencies {
    ours: Vec<f64>,
    beside: Vec<f64>,
    /// The same with headline, date and a snippet of each hit.
    pages: Vec<f64>,
    /// Sums of the totals of both.
    totals: [usize; 2],
}

impl Latencies {
    /// Mean totals of both: close where they mean the same, for the programs differ in what a
    /// word is.
    fn totals(&self) -> String {
        let [ours, beside] = self.totals.map(|total| total / self.ours.len().max(1));
        format!("{ours} {beside}")
    }
}

fn in_process(pairs: &[[String; 2]], indexes: &Indexes) -> anyhow::Result<()> {
    let engine = LocalEngine::open(&indexes.ours)?;
    let mut bare = Bare::open(&indexes.bare)?;
    println!(
        "queries in the process: top 10 and exact total, {NUM_QUERIES} of each kind, µs\n{:8}{:>22}{:>10}{:>22}{:>8}{:>26}{:>18}",
        "",
        "search p50 p95 p99",
        "beside",
        "p50 p95 p99",
        "ratio",
        "search, with snippets",
        "mean totals"
    );
    for row in &ROWS {
        let mut latencies = Latencies::default();
        for pair in pairs {
            ask(row, pair, &engine, &mut bare, &mut latencies)?;
        }
        print(row, &latencies);
    }
    println!();
    Ok(())
}

fn ask(
    row: &Row,
    pair: &[String; 2],
    engine: &LocalEngine,
    bare: &mut Bare,
    latencies: &mut Latencies,
) -> anyhow::Result<()> {
    let [mut ours, mut beside, mut pages] = [const { Vec::new() }; 3];
    let [a, b] = pair;
    let page = SearchRequest::new(read(&(row.typed)(a, b), row.join)?);
    let ids = with_ids_alone(page.clone());
    let mut totals = [0; 2];
    for _ in 0..NUM_REPEATS {
        totals[0] += timed(&mut ours, || engine.search(&ids))?.total as usize;
        totals[1] += match row.beside {
            Beside::Bare(kind) => {
                let words = words(kind, pair);
                timed(&mut beside, || bare.search(kind, &words, 10))?.0
            }
            Beside::Ours(typed) => {
                let ids = with_ids_alone(SearchRequest::new(read(&typed(a, b), row.join)?));
                timed(&mut beside, || engine.search(&ids))?.total as usize
            }
        };
        timed(&mut pages, || engine.search(&page))?;
    }
    for (sum, total) in latencies.totals.iter_mut().zip(totals) {
        *sum += total / NUM_REPEATS;
    }
    latencies.ours.push(median(&ours));
    latencies.beside.push(median(&beside));
    latencies.pages.push(median(&pages));
    Ok(())
}

fn with_ids_alone(request: SearchRequest) -> SearchRequest {
    SearchRequest {
        detail: Detail::Id,
        ..request
    }
}

fn print(row: &Row, latencies: &Latencies) {
    let spread = |values: &[f64]| {
        let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|part| quantile(values, part));
        format!("{p50:.0} {p95:.0} {p99:.0}")
    };
    let Latencies { ours, beside, .. } = latencies;
    let ratios: Vec<f64> = ours.iter().zip(beside).map(|(a, b)| a / b).collect();
    let name_beside = match row.beside {
        Beside::Bare(kind) => format!("bare {}", kind.name()),
        Beside::Ours(typed) => typed("a", "b"),
    };
    println!(
        "{:8}{:>22}{name_beside:>13}{:>19}{:>8.2}{:>26}{:>18}",
        row.name,
        spread(ours),
        spread(beside),
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
    for row in &ROWS {
        let Beside::Bare(kind) = row.beside else {
            continue;
        };
        let name = row.name;
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for pair in pairs.iter().cycle().take(NUM_STARTS) {
            let [a, b] = pair;
            let typed = (row.typed)(a, b);
            ours.push(start_ours(&indexes.ours, row.join, &typed)? * 1000.0);
            bare.push(start_bare(&indexes.bare, kind, &words(kind, pair))? * 1000.0);
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
