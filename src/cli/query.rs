//! `search query`: ranked hits with snippets.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::Outcome;
use super::answer::{Answer, HitWriter};
use super::excluded::unshielded;
use super::filters::{FilterArgs, IndexPlace, SortArg, count, positive, seconds};
use super::place::Place;
use super::reading::{ReadingArgs, messages};
use super::terminal::{self, Color};
use crate::engine::advice::{Advice, advise};
use crate::engine::local::LocalEngine;
use crate::engine::{Copies, Detail, Engine, Filters, SearchRequest, SearchResponse};
use crate::query::{Parsed, Query};

/// Find articles: ranked hits with snippets
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// Words that must all stand in headline or body, and operators (`search help syntax`); may
    /// be left out where a filter is given
    query: Vec<String>,
    /// Number of hits to show [default: 10; with -l, all]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive)]
    limit: Option<usize>,
    /// Show all hits, as they are found
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// Number of hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = count)]
    pub(super) offset: usize,
    /// Order of the hits
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: SortArg,
    /// Show each copy of a story as a hit of its own
    #[arg(long)]
    pub(super) copies: bool,
    /// Number of passages to show of each hit
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = count)]
    snippets: usize,
    /// Print the paths of the matching files alone
    #[arg(short = 'l', long, conflicts_with = "count")]
    pub(super) files: bool,
    /// Print the number of matching articles alone
    #[arg(short = 'c', long)]
    pub(super) count: bool,
    /// Print JSON Lines
    #[arg(long)]
    pub(super) json: bool,
    /// Put ** around matches
    #[arg(long)]
    mark: bool,
    /// Tell how the query was read, what its patterns stand for, and what each score is made of
    #[arg(long)]
    pub(super) explain: bool,
    /// Give up after so many seconds; 0 never gives up
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    /// Print nothing but the hits
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Show scores, whom and what each article is about, and how the query was read
    #[arg(short, long)]
    pub(super) verbose: bool,
    #[command(flatten)]
    place: IndexPlace,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

pub(super) fn run(args: QueryArgs, color: Color) -> anyhow::Result<Outcome> {
    let text = unshielded(&args.query.join(" "));
    let filters = args.filters.filters()?;
    let start = Instant::now();
    let place = args.place.find()?;
    let parsed = read_query(&text, &args, &filters, &place)?;
    let engine = LocalEngine::open_for_lookups(&place.index)?;
    let aliases = args
        .filters
        .aliases
        .of_query(&place, &parsed.query, &filters)?;
    let request = SearchRequest {
        aliases,
        ..request(&args, parsed.query.clone(), filters)
    };
    let answer = Answer {
        args: &args,
        text: &text,
        parsed: &parsed,
        warnings: messages(&parsed.warnings),
    };
    answer.say_reading();
    let style = terminal::style(color, args.mark);
    let mut writer = HitWriter::new(&args, &place, style, args.offset);
    let response = engine.search_each(&request, &mut |hit| writer.take(&hit))?;
    let took = start.elapsed();
    let mut out = writer.finish()?;
    let advice = advice(&args, &engine, &request, &response)?;
    answer.end(&mut out, &response, took, advice.as_ref())?;
    Ok(if response.total > 0 {
        Outcome::Success
    } else {
        Outcome::NothingFound
    })
}

fn read_query(
    text: &str,
    args: &QueryArgs,
    filters: &Filters,
    place: &Place,
) -> anyhow::Result<Parsed> {
    let mut parsed = args.reading.read(text, place)?;
    if text.trim().is_empty() {
        if filters.is_empty() {
            anyhow::bail!(
                "nothing to search for: expected words, or a filter such as `--person NAME`"
            );
        }
        parsed.query = Query::All;
    }
    Ok(parsed)
}

fn request(args: &QueryArgs, query: Query, filters: Filters) -> SearchRequest {
    let default_limit = if args.files || args.all {
        usize::MAX
    } else {
        10
    };
    SearchRequest {
        query,
        filters,
        sort: args.sort.into(),
        copies: copies(args),
        limit: if args.count {
            0
        } else {
            args.limit.unwrap_or(default_limit)
        },
        offset: args.offset,
        detail: if args.files && !args.json {
            Detail::Path
        } else {
            Detail::Snippets(args.snippets)
        },
        explains_scores: args.explain,
        aliases: Arc::default(),
        timeout: Some(args.timeout).filter(|timeout| !timeout.is_zero()),
    }
}

/// Files and numbers are those of all articles; hits that are read stand for their copies.
fn copies(args: &QueryArgs) -> Copies {
    if args.copies || args.count || args.files {
        Copies::Each
    } else {
        Copies::Together
    }
}

/// What to tell somebody who found nothing.
fn advice(
    args: &QueryArgs,
    engine: &dyn Engine,
    request: &SearchRequest,
    response: &SearchResponse,
) -> anyhow::Result<Option<Advice>> {
    let is_wanted = args.json || !(args.quiet || args.count || args.files);
    if response.total > 0 || !is_wanted {
        return Ok(None);
    }
    Ok(Some(advise(engine, request)?))
}
