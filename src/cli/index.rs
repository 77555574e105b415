//! `search index`: reads articles and builds the index.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::Args;

use super::Outcome;
use super::aliases;
use super::indexing::{Indexer, IndexingArgs, Summary, shown_roots, sources_or_default};
use super::interrupt::catch_interrupt;
use super::place::Place;
use super::terminal;
use crate::engine::local::LocalEngine;
use crate::pipeline::{Changes, Input, Report};
use crate::source::{Interruptible, absolute, walk};

/// Read articles and build the index
#[derive(Debug, Args)]
pub(super) struct IndexArgs {
    /// Folders and files of articles; - for JSON Lines on standard input [default: corpus]
    #[arg(value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// End with status 2 if a file or a record was skipped
    #[arg(long)]
    strict: bool,
    /// Print JSON Lines: what was skipped, then a summary
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    indexing: IndexingArgs,
}

pub(super) fn run(args: IndexArgs) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let sources = Sources::of(&args)?;
    let is_cancelled = catch_interrupt()?;
    let indexer = Indexer::new(&args.indexing, args.json, Arc::clone(&is_cancelled))?;
    let writer = indexer.open_writer()?;
    let roots: Vec<PathBuf> = sources.roots.iter().map(|root| absolute(root)).collect();
    let inputs = sources.inputs(&indexer.place, &is_cancelled);
    let report = indexer.read(&writer, inputs, &roots, &Changes::ANY)?;
    if is_cancelled.load(Ordering::Relaxed) {
        terminal::complain("stopped: the index is as it was after the last commit");
        return Ok(Outcome::Interrupted);
    }
    let articles = writer.finish()?;
    learn_names(&report, &indexer.place);
    let seconds = start.elapsed().as_secs_f64();
    let summary = Summary::new("summary", &report, articles, seconds);
    if args.json {
        summary.write()?;
    } else if !indexer.is_quiet() {
        terminal::say(&summary.text(&indexer.shown_index()));
    }
    Ok(outcome(&report, &sources, args.strict))
}

/// Looks at the names of the articles anew where articles came or went. What fails here costs no
/// article: it is said.
fn learn_names(report: &Report, place: &Place) {
    if report.added + report.updated + report.removed == 0 {
        return;
    }
    let engine = LocalEngine::open_for_scans(&place.index);
    let updated = engine
        .map_err(anyhow::Error::from)
        .and_then(|engine| aliases::update(place, &engine));
    if let Err(error) = updated {
        terminal::warn(&format!("{error:#}"));
    }
}

/// What is to be read.
struct Sources {
    roots: Vec<PathBuf>,
    has_standard_input: bool,
}

impl Sources {
    fn of(args: &IndexArgs) -> anyhow::Result<Self> {
        let (streams, roots): (Vec<_>, Vec<_>) =
            sources_or_default("index", &args.sources, &args.indexing)?
                .into_iter()
                .partition(|source| source.as_os_str() == "-");
        let sources = Sources {
            has_standard_input: !streams.is_empty(),
            roots,
        };
        let none_exists =
            !sources.has_standard_input && sources.roots.iter().all(|root| !root.exists());
        if none_exists {
            anyhow::bail!("no such file or folder: {}", shown_roots(&sources.roots));
        }
        Ok(sources)
    }

    fn inputs<'a>(
        &'a self,
        place: &'a Place,
        is_cancelled: &Arc<AtomicBool>,
    ) -> impl Iterator<Item = Input> + Send + 'a {
        let stream = self.has_standard_input.then(|| {
            let stream = Interruptible::new(io::stdin(), Arc::clone(is_cancelled));
            Input::Stream(Box::new(stream))
        });
        walk(&self.roots, Some(&place.index))
            .map(Input::Found)
            .chain(stream)
    }
}

/// Says what the run leaves undone, and how it ends.
fn outcome(report: &Report, sources: &Sources, is_strict: bool) -> Outcome {
    if report.missed > 0 {
        terminal::complain(&format!(
            "files of the index that are gone: {}, more than half of those below {}; their articles stay. \
             If no disk is missing, `search index --prune` removes them",
            report.missed,
            shown_roots(&sources.roots),
        ));
        return Outcome::Incomplete;
    }
    let has_skipped = report.skipped + report.skipped_before > 0;
    if !is_strict || !has_skipped {
        return Outcome::Success;
    }
    if report.skipped == 0 {
        terminal::complain(&format!(
            "files skipped by an earlier run and unchanged since: {} (`search stats` lists them)",
            report.skipped_before
        ));
    }
    Outcome::Incomplete
}
