//! Trains the model that finds names in English articles.
//!
//! ```text
//! cargo run --release --example train-entities -- --labelled eng.train --check eng.testa
//!     --unlabelled articles.jsonl --out models/english.model
//! ```
//!
//! `--labelled` and `--check` name files of columns as CoNLL-2003 has them: a token a line, its
//! label last. `--unlabelled` names JSON Lines with a `text` each, from which clusters of words
//! are learned, which takes minutes; without it those of the model at `--out` are kept.
//! The same files give the same bytes.

#![allow(clippy::print_stdout, reason = "it prints how good the model is")]

mod columns;
mod figures;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use anyhow::{Context, bail};
use search::extract::entity::clusters::Neighbours;
use search::extract::entity::train::{self, Settings};

/// One of so many articles is learned from once more in capitals, as headlines and agencies write.
const SHOUTED: usize = 8;
const NUM_WORDS: usize = 30_000;
const NUM_CLUSTERS: usize = 256;
const NUM_EXCHANGES: usize = 5;

#[derive(Default)]
struct Arguments {
    labelled: Vec<PathBuf>,
    check: Vec<PathBuf>,
    unlabelled: Vec<PathBuf>,
    out: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let arguments = arguments(std::env::args().skip(1))?;
    let clusters = clusters(&arguments)?;
    let mut articles = Vec::new();
    for path in &arguments.labelled {
        articles.extend(columns::read(path)?);
    }
    let shouted = articles.iter().step_by(SHOUTED).map(figures::in_capitals);
    let shouted: Vec<_> = shouted.collect();
    articles.extend(shouted);
    let model = train::train(&articles, &clusters, &Settings::default());
    std::fs::write(&arguments.out, &model)
        .with_context(|| format!("cannot write `{}`", arguments.out.display()))?;
    println!("{} articles, {} bytes", articles.len(), model.len());
    for path in &arguments.check {
        let articles = columns::read(path)?;
        for line in figures::of(&model, &articles)? {
            println!("{}, {line}", path.display());
        }
    }
    Ok(())
}

fn arguments(mut args: impl Iterator<Item = String>) -> anyhow::Result<Arguments> {
    let mut arguments = Arguments::default();
    while let Some(flag) = args.next() {
        let value = args.next().map(PathBuf::from);
        let value = value.with_context(|| format!("{flag}: expected a file"))?;
        match flag.as_str() {
            "--labelled" => arguments.labelled.push(value),
            "--check" => arguments.check.push(value),
            "--unlabelled" => arguments.unlabelled.push(value),
            "--out" => arguments.out = value,
            _ => bail!(
                "expected `--labelled`, `--check`, `--unlabelled` or `--out`, but found `{flag}`"
            ),
        }
    }
    if arguments.labelled.is_empty() || arguments.out.as_os_str().is_empty() {
        bail!("expected `--labelled FILE` and `--out FILE`");
    }
    Ok(arguments)
}

fn clusters(arguments: &Arguments) -> anyhow::Result<Vec<(u32, u16)>> {
    let out = arguments.out.display();
    if arguments.unlabelled.is_empty() {
        let model = std::fs::read(&arguments.out).with_context(|| {
            format!("cannot read `{out}` for its clusters: expected `--unlabelled FILE` else")
        })?;
        return Ok(train::clusters_of(&model)?);
    }
    let mut neighbours = Neighbours::default();
    for path in &arguments.unlabelled {
        let file = File::open(path).with_context(|| format!("cannot open `{}`", path.display()))?;
        for line in BufReader::new(file).lines() {
            let article: serde_json::Value = serde_json::from_str(&line?)?;
            neighbours.read(article["text"].as_str().unwrap_or_default());
        }
    }
    Ok(neighbours.cluster(NUM_WORDS, NUM_CLUSTERS, NUM_EXCHANGES))
}
