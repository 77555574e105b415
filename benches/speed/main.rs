//! What the program takes, beside a bare tantivy program in the same run.
//!
//! ```text
//! cargo bench --bench speed [-- [indexing|queries|extraction|stories] [--corpus FILE] [--articles N] [--rounds N]
//!                 [--pages FILE]]
//! ```
//!
//! `--corpus` names JSON Lines, `.zst` or not, or a `.tar.zst` of texts, each a file; `--pages` a `.tar.zst`
//! of web pages.
//!
//! Machines are noisy: whatever is compared runs in turns, and medians and ratios are printed.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

mod ask;
mod bare;
mod build;
mod clock;
mod corpus;
mod extraction;
mod generate;
mod indexing;
mod measure;
mod pages;
mod pairs;
mod queries;
mod stories;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use corpus::Corpus;

/// What is measured, and how.
pub(crate) struct Settings {
    /// One of the parts; all of them when `None`.
    part: Option<String>,
    corpus: Option<PathBuf>,
    articles: Option<usize>,
    /// A tar.zst of web pages.
    pub(crate) pages: Option<PathBuf>,
    /// Number of times that an index is built by each program.
    pub(crate) rounds: usize,
    /// Where corpus and indexes are put.
    pub(crate) folder: PathBuf,
}

const PARTS: [&str; 4] = ["indexing", "queries", "extraction", "stories"];

impl Settings {
    fn read(mut args: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let mut settings = Settings {
            part: None,
            corpus: None,
            articles: None,
            pages: None,
            rounds: 3,
            folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench"),
        };
        while let Some(arg) = args.next() {
            let mut value = || {
                args.next()
                    .with_context(|| format!("{arg}: expected a value"))
            };
            match arg.as_str() {
                // Cargo's own.
                "--bench" => {}
                "--corpus" => settings.corpus = Some(value()?.into()),
                "--pages" => settings.pages = Some(value()?.into()),
                "--articles" => settings.articles = Some(value()?.parse()?),
                "--rounds" => settings.rounds = value()?.parse::<usize>()?.max(1),
                part if PARTS.contains(&part) => settings.part = Some(arg),
                _ => bail!("expected one of {}, but found `{arg}`", PARTS.join(", ")),
            }
        }
        Ok(settings)
    }

    fn wants(&self, part: &str) -> bool {
        self.part.as_deref().is_none_or(|wanted| wanted == part)
    }
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("bare", rest)) = args
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        return bare::run(rest);
    }
    let settings = Settings::read(args.into_iter())?;
    let corpus = Corpus::prepare(
        settings.corpus.as_deref(),
        settings.articles,
        &settings.folder,
    )?;
    println!(
        "{}: {} articles, {:.1} MB of text\n",
        corpus.name,
        corpus.articles,
        corpus.text_bytes as f64 / 1e6
    );
    if settings.wants("extraction") {
        extraction::measure(&corpus, &settings)?;
    }
    if settings.wants("stories") {
        stories::measure(&corpus, &settings)?;
    }
    if settings.wants("indexing") || settings.wants("queries") {
        let indexes = indexing::measure(&corpus, &settings)?;
        if settings.wants("queries") {
            queries::measure(&corpus, &indexes)?;
        }
    }
    Ok(())
}
