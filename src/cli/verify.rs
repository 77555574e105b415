//! `search verify`: whether a query still finds what a pack holds.

use std::fs::File;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::aliases::AliasArgs;
use super::export::pack::{folder_of, push};
use super::filters::{IndexPlace, checked_filters, seconds};
use super::place::Place;
use super::reading::options;
use super::sorted::{Sorted, Sorter};
use super::{Outcome, terminal};
use crate::engine::local::LocalEngine;
use crate::engine::{Detail, Engine, SearchRequest, SearchResponse, Sort};
use crate::output::json::write_line;
use crate::output::share::articles;
use crate::output::verify::{DifferenceObject, Differences, VerifySummary, write_difference};
use crate::pack::{
    Difference, DifferenceKind as Kind, PackManifest, PackReader, PackedHit, PackedIndex,
    PackedName, compare,
};
use crate::query::{Join, Query, parse};

/// Check whether a query still finds what a pack holds
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Pack that `search export --pack` wrote
    #[arg(value_name = "FILE.zip")]
    file: PathBuf,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    /// Give up after so many seconds; 0 never gives up
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    timeout: Duration,
    /// Print the differences alone
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    place: IndexPlace,
}

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let reading = || format!("cannot read `{}`", args.file.display());
    let file = File::open(&args.file).with_context(reading)?;
    let mut pack = PackReader::open(file).with_context(reading)?;
    pack.check().with_context(reading)?;
    let manifest = pack.manifest().clone();
    let answer = Answer::ask(args, &manifest).with_context(|| {
        format!(
            "cannot ask again what `{}` says was asked",
            args.file.display()
        )
    })?;
    let mut teller = Teller {
        is_json: args.json,
        out: terminal::stdout(),
        told: Differences::default(),
    };
    for difference in answer.differences_of_manifest(&manifest) {
        teller.tell(&difference)?;
    }
    let total = answer.response.total;
    let packed = pack.hits().with_context(reading)?;
    let packed = packed.map(|hit| hit.with_context(reading));
    let found = answer.hits.map(|line| {
        let hit: PackedHit = serde_json::from_slice(&line?)?;
        Ok(hit)
    });
    compare(packed, found, &mut |difference| teller.tell(&difference))?;
    let of_total = Difference::of(Kind::Total, json!(manifest.total), json!(total));
    of_total.iter().try_for_each(|it| teller.tell(it))?;
    teller.end(args, &manifest, total, start)
}

/// What the query finds now.
struct Answer {
    read_as: String,
    index: PackedIndex,
    response: SearchResponse,
    hits: Sorted,
}

impl Answer {
    fn ask(args: &VerifyArgs, manifest: &PackManifest) -> anyhow::Result<Self> {
        let query = parse(&manifest.read_as, &options(Join::All))?.query;
        let place = args.place.find()?;
        let engine = LocalEngine::open(&place.index)?;
        let request = request(args, manifest, query, &place)?;
        let mut sorter = Sorter::new(folder_of(&args.file));
        let mut result = Ok(());
        let response = engine.each_document(&request, &mut |found| {
            result = push(&mut sorter, &found);
            match result {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        })?;
        result?;
        Ok(Answer {
            read_as: request.query.to_string(),
            index: engine.fingerprint()?.into(),
            response,
            hits: sorter.finish()?,
        })
    }

    /// What differs beside the articles.
    fn differences_of_manifest(&self, manifest: &PackManifest) -> Vec<Difference> {
        let this = PackManifest::of_this_program();
        let names: Vec<PackedName> = self.response.widened.iter().map(PackedName::from).collect();
        [
            (
                Kind::Program,
                json!(manifest.program_version),
                json!(this.program_version),
            ),
            (Kind::Index, json!(manifest.index), json!(self.index)),
            (Kind::Query, json!(manifest.read_as), json!(self.read_as)),
            (Kind::Names, json!(manifest.names), json!(names)),
        ]
        .into_iter()
        .filter_map(|(kind, packed, found)| Difference::of(kind, packed, found))
        .collect()
    }
}

fn request(
    args: &VerifyArgs,
    manifest: &PackManifest,
    query: Query,
    place: &Place,
) -> anyhow::Result<SearchRequest> {
    let filters = checked_filters((&manifest.filters).into())?;
    let aliases = AliasArgs::new(manifest.aliases);
    Ok(SearchRequest {
        aliases: Arc::clone(&aliases.of_query(place, &query, &filters)?),
        filters,
        sort: Sort::Index,
        limit: usize::MAX,
        detail: Detail::Snippets(manifest.snippets),
        timeout: Some(args.timeout).filter(|timeout| !timeout.is_zero()),
        ..SearchRequest::new(query)
    })
}

/// Writes differences as they are found, and counts them.
struct Teller<W> {
    is_json: bool,
    out: W,
    told: Differences,
}

impl<W: Write> Teller<W> {
    fn tell(&mut self, difference: &Difference) -> anyhow::Result<()> {
        self.told.add(difference.kind);
        match self.is_json {
            true => write_line(&mut self.out, &DifferenceObject::from(difference))?,
            false => write_difference(&mut self.out, difference)?,
        }
        Ok(())
    }

    fn end(
        mut self,
        args: &VerifyArgs,
        manifest: &PackManifest,
        total: u64,
        start: Instant,
    ) -> anyhow::Result<Outcome> {
        let took_ms = start.elapsed().as_secs_f64() * 1000.0;
        if self.is_json {
            let summary = VerifySummary::new(&args.file, manifest, total, &self.told, took_ms);
            write_line(&mut self.out, &summary)?;
        }
        self.out.flush()?;
        if !self.is_json && !args.quiet {
            terminal::say(&format!(
                "{} ({took_ms:.1} ms)",
                said(&args.file, &self.told, total)
            ));
        }
        Ok(match self.told.is_empty() {
            true => Outcome::Success,
            false => Outcome::Different,
        })
    }
}

fn said(file: &Path, told: &Differences, total: u64) -> String {
    let file = file.display();
    match (told.sum(), told.is_answer_same()) {
        (0, _) => format!("the same as in `{file}`: {}", articles(total)),
        (_, true) => format!(
            "the same articles and passages as in `{file}`, but not the same index, program or query"
        ),
        (1, _) => format!("1 difference from `{file}`"),
        (sum, _) => format!("{sum} differences from `{file}`"),
    }
}
