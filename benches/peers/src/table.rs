//! The table, as Markdown.

use crate::corpus::Corpus;
use crate::measure::{median, quantile};
use crate::peer::{Measured, Round};

/// Prints a line for each program, and why some have none.
pub(crate) fn print(corpus: &Corpus, all: &[Measured]) {
    println!(
        "| | articles/s | MB/s | peak memory, MB | index / text | query p50, µs | p95 | p99 |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for measured in all.iter().filter(|it| !it.rounds.is_empty()) {
        print_row(corpus, measured);
    }
    for measured in all {
        if let Some(failure) = &measured.failure {
            println!("\nleft out: {}: {failure}", measured.peer.title);
        }
    }
}

fn print_row(corpus: &Corpus, measured: &Measured) {
    let of = |value: &dyn Fn(&Round) -> f64| {
        let values: Vec<f64> = measured.rounds.iter().map(value).collect();
        median(&values)
    };
    let text_bytes = corpus.text_bytes as f64;
    let seconds = of(&|round| round.indexing.seconds);
    let memory = of(&|round| {
        let peak = &round.indexing.summary["peak_memory_bytes"];
        peak.as_f64().unwrap_or(0.0)
    });
    let [p50, p95, p99] =
        [0.5, 0.95, 0.99].map(|part| of(&|round| quantile(&round.latencies, part)));
    println!(
        "| {} | {:.0} | {:.1} | {:.0} | {:.2} | {p50:.0} | {p95:.0} | {p99:.0} |",
        measured.peer.title,
        corpus.articles as f64 / seconds,
        text_bytes / 1e6 / seconds,
        memory / 1e6,
        of(&|round| round.index_bytes) / text_bytes,
    );
}
