//! `search query`: ranked hits with snippets.

use std::collections::HashSet;
use std::io::{self, Write};
use std::time::Instant;

use clap::Args;

use super::Outcome;
use super::filters::{FilterArgs, IndexPlace, SortArg, count, messages, parse_options, positive};
use super::place::Place;
use super::terminal::{self, Color};
use crate::engine::local::LocalEngine;
use crate::engine::{Detail, Engine, Filters, Hit, SearchRequest, SearchResponse};
use crate::output::Style;
use crate::output::json::{HitObject, QuerySummary, write_line};
use crate::output::text::{HitPlace, write_hit};
use crate::query::{Join, Parsed, Query, parse};

/// Find articles: ranked hits with snippets
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// Words that must all stand in headline or body; may be left out where a filter is given
    query: Vec<String>,
    /// One of the words is enough
    #[arg(long)]
    any: bool,
    /// Number of hits to show [default: 10; with -l, all]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive)]
    limit: Option<usize>,
    /// Number of hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = count)]
    offset: usize,
    /// Order of the hits
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: SortArg,
    /// Number of passages to show of each hit
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = count)]
    snippets: usize,
    /// Print the paths of the matching files alone
    #[arg(short = 'l', long, conflicts_with = "count")]
    files: bool,
    /// Print the number of matching articles alone
    #[arg(short = 'c', long)]
    count: bool,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    /// Put ** around matches
    #[arg(long)]
    mark: bool,
    /// Print nothing but the hits
    #[arg(short, long)]
    quiet: bool,
    /// Show scores and how the query was read
    #[arg(short, long)]
    verbose: bool,
    #[command(flatten)]
    place: IndexPlace,
    #[command(flatten)]
    filters: FilterArgs,
}

pub(super) fn run(args: QueryArgs, color: Color) -> anyhow::Result<Outcome> {
    let text = args.query.join(" ");
    let filters = args.filters.filters()?;
    let start = Instant::now();
    let parsed = read_query(&text, &args, &filters)?;
    let place = Place::find(args.place.index.clone())?;
    let engine = LocalEngine::open(&place.index)?;
    let response = engine.search(&request(&args, parsed.query.clone(), filters))?;
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    let answer = Answer {
        args: &args,
        place: &place,
        text: &text,
        parsed: &parsed,
        took_ms,
    };
    answer.write(&response, terminal::style(color, args.mark))?;
    Ok(if response.total > 0 {
        Outcome::Success
    } else {
        Outcome::NothingFound
    })
}

fn read_query(text: &str, args: &QueryArgs, filters: &Filters) -> anyhow::Result<Parsed> {
    let join = if args.any { Join::Any } else { Join::All };
    let mut parsed = parse(text, &parse_options(join))?;
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
    let default_limit = if args.files { usize::MAX } else { 10 };
    SearchRequest {
        query,
        filters,
        sort: args.sort.into(),
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
    }
}

/// All that is said about an answer.
struct Answer<'a> {
    args: &'a QueryArgs,
    place: &'a Place,
    text: &'a str,
    parsed: &'a Parsed,
    took_ms: f64,
}

impl Answer<'_> {
    fn write(&self, response: &SearchResponse, style: Style) -> io::Result<()> {
        let mut out = terminal::stdout();
        if self.args.json {
            self.write_json(&mut out, response)?;
        } else if self.args.count {
            writeln!(out, "{}", response.total)?;
        } else if self.args.files {
            self.write_paths(&mut out, &response.hits)?;
        } else {
            self.write_hits(&mut out, &response.hits, style)?;
        }
        out.flush()?;
        if !self.args.quiet {
            self.say_summary(response);
        }
        Ok(())
    }

    fn write_json(&self, out: &mut impl Write, response: &SearchResponse) -> io::Result<()> {
        for (rank, hit) in (self.args.offset + 1..).zip(&response.hits) {
            write_line(
                out,
                &HitObject::new(rank, hit, &self.place.shown(&hit.path)),
            )?;
        }
        let read_as = self.parsed.query.to_string();
        let warnings = messages(&self.parsed.warnings);
        write_line(
            out,
            &QuerySummary::new(response.total, self.took_ms, self.text, read_as, &warnings),
        )
    }

    fn write_paths(&self, out: &mut impl Write, hits: &[Hit]) -> io::Result<()> {
        let mut seen = HashSet::new();
        for hit in hits.iter().filter(|hit| seen.insert(hit.path.as_str())) {
            writeln!(out, "{}", self.place.shown(&hit.path))?;
        }
        Ok(())
    }

    fn write_hits(&self, out: &mut impl Write, hits: &[Hit], style: Style) -> io::Result<()> {
        for (rank, hit) in (self.args.offset + 1..).zip(hits) {
            let path = self.place.shown(&hit.path);
            let file_url = || self.place.file_url(&hit.path);
            let address = hit
                .url
                .clone()
                .filter(|url| url.starts_with("http"))
                .unwrap_or_else(file_url);
            let place = HitPlace {
                rank,
                path: &path,
                address: &address,
                has_score: self.args.verbose,
            };
            write_hit(out, hit, place, style)?;
        }
        Ok(())
    }

    /// Tells a person, beside the data, how much there is.
    fn say_summary(&self, response: &SearchResponse) {
        for warning in &self.parsed.warnings {
            terminal::warn(&warning.message);
        }
        if self.args.verbose {
            terminal::say(&format!("read as: {}", self.parsed.query));
        }
        if self.args.count || self.args.files || self.args.json {
            return;
        }
        let total = response.total;
        let articles = if total == 1 { "article" } else { "articles" };
        let shown = match response.hits.len() as u64 {
            0 if total == 0 => "no article matches".to_owned(),
            0 => format!(
                "none of {total} {articles} after the first {}",
                self.args.offset
            ),
            len if len == total => format!("{total} {articles}"),
            len => format!(
                "{}–{} of {total} {articles}",
                self.args.offset + 1,
                self.args.offset as u64 + len
            ),
        };
        terminal::say(&format!("{shown} ({:.1} ms)", self.took_ms));
    }
}
