//! `search similar`: articles about the same thing as another.

use std::io::Write;
use std::time::Instant;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};

use super::Outcome;
use super::filters::{FilterArgs, IndexPlace, count, positive};
use super::show::tell_missing;
use super::terminal::{self, Color};
use crate::engine::Engine;
use crate::engine::local::LocalEngine;
use crate::engine::similar::{SimilarOrder, similar};
use crate::output::json::write_line;
use crate::output::similar::{SimilarObject, SimilarSummary};
use crate::output::text::{HitPlace, write_hit};

/// List articles about the same thing as another, without its copies
#[derive(Debug, Args)]
pub(super) struct SimilarArgs {
    /// The article's id, as `query` prints it; its beginning is enough where only one begins so
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    id: String,
    /// Number of articles to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = positive)]
    limit: usize,
    /// Number of articles to pass over
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = count)]
    offset: usize,
    /// Order of the articles
    #[arg(long, value_name = "ORDER", default_value = "nearest")]
    sort: SimilarSort,
    /// Name whom and what each article is about
    #[arg(short, long)]
    verbose: bool,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: IndexPlace,
    #[command(flatten)]
    filters: FilterArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SimilarSort {
    /// Nearest first.
    Nearest,
    /// Latest first, undated last.
    Newest,
}

impl From<SimilarSort> for SimilarOrder {
    fn from(sort: SimilarSort) -> Self {
        match sort {
            SimilarSort::Nearest => SimilarOrder::Nearest,
            SimilarSort::Newest => SimilarOrder::Newest,
        }
    }
}

pub(super) fn run(args: SimilarArgs, color: Color) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let filters = args.filters.filters()?;
    let place = args.place.find()?;
    let engine = LocalEngine::open(&place.index)?;
    let Some(document) = engine.document(&args.id)? else {
        return tell_missing(&args.id, args.json);
    };
    let found = similar(&engine, &document, &filters, args.sort.into())?;
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    let style = terminal::style(color, false);
    let mut out = terminal::stdout();
    let page = (1..).zip(&found).skip(args.offset).take(args.limit);
    for (rank, it) in page {
        let path = place.shown(&it.hit.path);
        if args.json {
            write_line(&mut out, &SimilarObject::new(rank, it, &path))?;
            continue;
        }
        let address = place.address_of(&it.hit);
        let hit_place = HitPlace {
            rank,
            path: &path,
            address: &address,
            similarity: Some(it.similarity),
            has_score: false,
            has_names: args.verbose,
        };
        write_hit(&mut out, &it.hit, hit_place, style)?;
    }
    if args.json {
        write_line(
            &mut out,
            &SimilarSummary::new(&document.id, found.len(), took_ms),
        )?;
    }
    out.flush()?;
    if !args.json {
        terminal::say(&match found.len() {
            0 => "no other article is about the same thing".to_owned(),
            1 => format!("1 similar article ({took_ms:.1} ms)"),
            many => format!("{many} similar articles ({took_ms:.1} ms)"),
        });
    }
    Ok(match found.is_empty() {
        true => Outcome::NothingFound,
        false => Outcome::Success,
    })
}
