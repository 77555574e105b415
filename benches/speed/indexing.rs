//! How long a corpus takes to be indexed, beside bare tantivy.

use std::path::PathBuf;

use crate::Settings;
use crate::build::{Built, build_bare, build_ours};
use crate::corpus::Corpus;
use crate::measure::median;

/// The indexes that were built last.
pub(crate) struct Indexes {
    pub(crate) ours: PathBuf,
    pub(crate) bare: PathBuf,
}

/// Indexes the corpus in turns, and prints what that took.
pub(crate) fn measure(corpus: &Corpus, settings: &Settings) -> anyhow::Result<Indexes> {
    let indexes = Indexes {
        ours: settings.folder.join("index-search"),
        bare: settings.folder.join("index-bare"),
    };
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..settings.rounds {
        // Whoever comes second finds a warmer machine: that is each in turn.
        for turn in 0..2 {
            if (round + turn) % 2 == 0 {
                ours.push(build_ours(&corpus.source, &indexes.ours)?);
            } else {
                bare.push(build_bare(&corpus.path, &indexes.bare)?);
            }
        }
    }
    print(corpus, settings, &ours, &bare);
    Ok(indexes)
}

fn print(corpus: &Corpus, settings: &Settings, ours: &[Built], bare: &[Built]) {
    println!(
        "indexing, {} rounds in turns, medians\n{:24}{:>12}{:>14}{:>8}",
        settings.rounds, "", "search", "bare tantivy", "ratio"
    );
    let text_bytes = corpus.text_bytes as f64;
    let articles = corpus.articles as f64;
    let row = |name: &str, value: &dyn Fn(&Built) -> f64| {
        let ours: Vec<f64> = ours.iter().map(value).collect();
        let bare: Vec<f64> = bare.iter().map(value).collect();
        let ratios: Vec<f64> = ours.iter().zip(&bare).map(|(a, b)| a / b).collect();
        println!(
            "{name:24}{:>12.2}{:>14.2}{:>8.2}",
            median(&ours),
            median(&bare),
            median(&ratios)
        );
    };
    row("seconds", &|built| built.run.seconds);
    row("CPU seconds", &|built| built.run.cpu_seconds.unwrap_or(0.0));
    row("articles/s", &|built| articles / built.run.seconds);
    row("MB of text/s", &|built| {
        text_bytes / 1e6 / built.run.seconds
    });
    row("peak memory, MB", &|built| built.peak_memory_bytes() / 1e6);
    row("index size / text size", &|built| {
        built.index_bytes as f64 / text_bytes
    });
    println!();
}
