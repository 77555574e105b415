//! How what the program takes grows with the number of articles, and how far it is from its goals.
//!
//! ```text
//! cargo bench --bench scale [-- [goals] [--sizes N,N,…] [--corpus FILE] [--chart FILE]]
//! cargo bench --bench scale -- draw README.md [--chart FILE]
//! cargo bench --bench scale -- write FILE N
//! ```
//!
//! The first articles are those of the corpus (`--corpus`, JSON Lines, `.zst` or not), the others
//! are drawn from their sentences. Each size is indexed anew, from one file of JSON Lines, and asked
//! the same questions. `goals` leaves the largest size out. `draw` draws the chart again from a table that a run
//! printed, and `write` writes the articles to a file, for whoever wants to look at them. What is written on the way, 15 GB at a million articles, lies
//! in `target/tmp` and is deleted at the end.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

mod articles;
#[path = "../speed/ask.rs"]
mod ask;
#[path = "../speed/bare.rs"]
mod bare;
mod beside;
#[path = "../speed/build.rs"]
mod build;
mod chart;
#[path = "../speed/corpus.rs"]
mod corpus;
#[path = "../speed/generate.rs"]
mod generate;
mod goals;
#[path = "../speed/measure.rs"]
mod measure;
mod news;
#[path = "../speed/pairs.rs"]
mod pairs;
mod step;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use articles::Articles;
use beside::Beside;
use corpus::Corpus;
use step::{Queries, Step};

const ALL_SIZES: [usize; 5] = [25_000, 50_000, 100_000, 200_000, 1_000_000];
const SIZES_OF_GOALS: [usize; 3] = [25_000, 100_000, 200_000];
/// The size at which the program is measured beside others.
const SIZE_BESIDE: usize = 100_000;

/// What is measured.
struct Settings {
    sizes: Vec<usize>,
    corpus: Option<PathBuf>,
    /// Where the chart is put, if anywhere.
    chart: Option<PathBuf>,
    /// A document with the table that is drawn, rather than measured.
    drawn: Option<PathBuf>,
    /// A file to which so many articles are written, rather than measured.
    written: Option<(PathBuf, usize)>,
}

impl Settings {
    fn read(mut args: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let (mut sizes, mut corpus, mut chart) = (None, None, None);
        let (mut drawn, mut written) = (None, None);
        while let Some(arg) = args.next() {
            let mut value = || {
                args.next()
                    .with_context(|| format!("{arg}: expected a value"))
            };
            match arg.as_str() {
                // Cargo's own.
                "--bench" => {}
                "--sizes" => sizes = Some(read_sizes(&value()?)?),
                "--corpus" => corpus = Some(value()?.into()),
                "--chart" => chart = Some(value()?.into()),
                "goals" => sizes = Some(SIZES_OF_GOALS.to_vec()),
                "draw" => drawn = Some(value()?.into()),
                "write" => written = Some((value()?.into(), value()?.parse()?)),
                _ => bail!("expected `goals`, `draw` or `write`, but found `{arg}`"),
            }
        }
        if sizes.is_none() && written.is_none() {
            chart.get_or_insert_with(|| {
                Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scale.svg")
            });
        }
        Ok(Settings {
            sizes: sizes.unwrap_or_else(|| ALL_SIZES.to_vec()),
            corpus,
            chart,
            drawn,
            written,
        })
    }

    /// The size at which the program is measured beside others.
    fn size_beside(&self) -> Option<usize> {
        let sizes = self.sizes.iter().copied();
        sizes.filter(|&size| size <= SIZE_BESIDE).max()
    }
}

fn read_sizes(text: &str) -> anyhow::Result<Vec<usize>> {
    let sizes: Result<Vec<usize>, _> = text.split(',').map(str::parse).collect();
    let sizes = sizes.with_context(|| format!("--sizes: expected numbers, but found `{text}`"))?;
    anyhow::ensure!(sizes.is_sorted(), "--sizes: expected ascending numbers");
    Ok(sizes)
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
    if let Some(document) = &settings.drawn {
        return write_chart(&settings, &step::read_table(document)?);
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let real = Corpus::prepare(settings.corpus.as_deref(), None, folder.path())?;
    if let Some((path, num_articles)) = &settings.written {
        return Articles::new(&real, path)?.extend(*num_articles);
    }
    measure(&settings, &real, folder.path())
}

fn measure(settings: &Settings, real: &Corpus, folder: &Path) -> anyhow::Result<()> {
    let mut articles = Articles::new(real, &folder.join("news.jsonl"))?;
    articles.extend(settings.sizes.first().copied().unwrap_or(0))?;
    let queries = Queries::draw(articles.corpus())?;
    println!(
        "{}: {} articles, the others are drawn from their sentences\n\n{}",
        real.name,
        real.articles,
        step::HEAD
    );
    let (mut steps, mut beside) = (Vec::new(), None);
    for &size in &settings.sizes {
        articles.extend(size)?;
        let index = folder.join("index");
        let step = step::measure(articles.corpus(), &queries, &index)?;
        println!("{}", step.row());
        if settings.size_beside() == Some(size) {
            beside = Some(Beside::measure(articles.corpus(), &step, &queries, &index)?);
        }
        fs::remove_dir_all(index)?;
        steps.push(step);
    }
    println!("\n{}", goals::table(&steps, beside.as_ref()));
    write_chart(settings, &steps)
}

fn write_chart(settings: &Settings, steps: &[Step]) -> anyhow::Result<()> {
    let Some(path) = &settings.chart else {
        return Ok(());
    };
    let file = File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?;
    chart::write(file, steps)?;
    println!("chart: {}", path.display());
    Ok(())
}
