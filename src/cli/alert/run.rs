//! `search alert run`: what came since the last run and matches a saved query.
//!
//! The queries are not put to the index but to a small one in memory, of the articles that came or
//! changed since the alert was run last: that takes as long as there is new, however large the archive is.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use rayon::prelude::*;
use serde::Serialize;

use super::delivery::{Delivery, Form};
use super::read_query;
use super::store::Store;
use crate::aliases::Aliases;
use crate::cli::aliases::AliasArgs;
use crate::cli::filters::{IndexPlace, count, positive, seconds};
use crate::cli::reading::messages;
use crate::cli::saved::file::{Entry, SavedFile};
use crate::cli::terminal::{self, Color};
use crate::cli::{Outcome, saved};
use crate::engine::local::{LocalEngine, article_key};
use crate::engine::{Detail, Engine, Hit, SearchRequest, Sort};
use crate::output::alert::News;
use crate::output::json::{SCHEMA_VERSION, write_line};
use crate::output::share::articles;
use crate::query::SavedQueries;

/// The most articles that are put into an index in memory.
const MOST_IN_MEMORY: usize = 20_000;
/// Queries that are answered at once before what they found is kept.
const CHUNK: usize = 256;
/// Articles that are kept before they are told.
const MOST_UNTOLD: usize = 10_000;

/// Print what is new since the last run, each article once
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The saved queries to run [default: all but those saved with --no-alert]
    names: Vec<String>,
    /// Number of passages to show of each article
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = count)]
    snippets: usize,
    /// Put ** around matches
    #[arg(long)]
    mark: bool,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    /// Add to a feed in RSS 2.0 instead of printing
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    rss: Option<PathBuf>,
    /// Number of items to keep in the feed; what is new is always kept
    #[arg(long, value_name = "N", default_value_t = 200, requires = "rss", value_parser = positive)]
    keep: usize,
    /// Give up on a query after so many seconds, and try it again in the next run; 0 never gives up
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    /// Print nothing but the articles
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    place: IndexPlace,
    #[command(flatten)]
    aliases: AliasArgs,
}

/// The last line of `alert run --json`.
#[derive(Serialize)]
struct RunSummary {
    r#type: &'static str,
    schema: u32,
    alerts: usize,
    told: usize,
    took_ms: f64,
    warnings: Vec<String>,
    errors: Vec<String>,
}

pub(super) fn run(args: &RunArgs, color: Color) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let place = args.place.find()?;
    let file = saved::read(&place)?;
    let entries = wanted(&file, &args.names)?;
    let engine = LocalEngine::open(&place.index)?;
    let mut store = Store::open(&place)?;
    let title = match args.names.as_slice() {
        [] => "search: all alerts".to_owned(),
        names => format!("search: {}", names.join(", ")),
    };
    let mut delivery = Delivery::new(args.form(color), &place, title);
    // What an earlier run found and did not get to tell.
    delivery.deliver(&mut store)?;
    let mut run = Run {
        args,
        engine: &engine,
        queries: file.queries(),
        aliases: args.aliases.load(&place)?,
        store: &mut store,
        delivery: &mut delivery,
        untold: Vec::new(),
        warnings: Vec::new(),
        errors: Vec::new(),
    };
    run.entries(&entries)?;
    let (warnings, errors) = (run.warnings, run.errors);
    let summary = RunSummary {
        r#type: "summary",
        schema: SCHEMA_VERSION,
        alerts: entries.len(),
        told: delivery.num_told,
        took_ms: start.elapsed().as_secs_f64() * 1000.0,
        warnings,
        errors,
    };
    end(args, &summary)
}

impl RunArgs {
    fn form(&self, color: Color) -> Form {
        match &self.rss {
            Some(file) => Form::Feed(file.clone(), self.keep),
            None if self.json => Form::Json,
            None => Form::Text(terminal::style(color, self.mark)),
        }
    }
}

/// The saved queries with these names; without names, all that are alerts.
fn wanted<'a>(file: &'a SavedFile, names: &[String]) -> anyhow::Result<Vec<&'a Entry>> {
    if names.is_empty() {
        let entries: Vec<&Entry> = file.entries().iter().filter(|it| it.is_alert).collect();
        anyhow::ensure!(
            !entries.is_empty(),
            "there is no alert: `search alert add NAME QUERY` saves one"
        );
        return Ok(entries);
    }
    let mut entries: Vec<&Entry> = Vec::new();
    for name in names {
        let Some(entry) = file.find(name) else {
            anyhow::bail!(
                "there is no saved query `{name}`: {}",
                file.queries().hint(name)
            );
        };
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// Says what is known when all is told, and how the run ended.
fn end(args: &RunArgs, summary: &RunSummary) -> anyhow::Result<Outcome> {
    if args.json {
        write_line(&mut std::io::stdout().lock(), summary)?;
    } else {
        summary
            .errors
            .iter()
            .for_each(|error| terminal::complain(error));
    }
    if !args.quiet && !args.json {
        summary.warnings.iter().for_each(|it| terminal::warn(it));
        let alerts = match summary.alerts {
            1 => "1 alert".to_owned(),
            alerts => format!("{alerts} alerts"),
        };
        let place = args
            .rss
            .as_ref()
            .map(|file| format!(", in `{}`", file.display()));
        terminal::say(&format!(
            "{} new to {alerts}{} ({:.1} ms)",
            articles(summary.told as u64),
            place.unwrap_or_default(),
            summary.took_ms
        ));
    }
    Ok(match (summary.errors.as_slice(), summary.told) {
        ([], 0) => Outcome::NothingFound,
        ([], _) => Outcome::Success,
        _ => Outcome::Incomplete,
    })
}

/// One run over the index.
struct Run<'a, 'p> {
    args: &'a RunArgs,
    engine: &'a LocalEngine,
    queries: SavedQueries,
    aliases: Arc<Aliases>,
    store: &'a mut Store,
    delivery: &'a mut Delivery<'p>,
    /// What was found and is not yet in the outbox.
    untold: Vec<String>,
    warnings: Vec<String>,
    errors: Vec<String>,
}

impl Run<'_, '_> {
    fn entries(&mut self, entries: &[&Entry]) -> anyhow::Result<()> {
        let versions = self.engine.versions()?;
        let there: Vec<(u64, u64)> = versions.iter().map(|it| (it.id, it.content)).collect();
        let is_changed = self.store.alerts.notice(&there);
        self.store.touch(is_changed);
        let mut by_generation: BTreeMap<u32, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            let generation = self.store.alerts.up_to(&entry.name);
            by_generation.entry(generation).or_default().push(entry);
        }
        for (generation, entries) in by_generation {
            let newer = self.store.alerts.newer(&there, generation);
            if newer.len() > MOST_IN_MEMORY {
                self.in_the_index(&entries, &newer)?;
            } else {
                self.in_memory(&entries, &newer)?;
            }
        }
        self.tell()
    }

    /// Puts the queries to an index in memory of what is newer.
    fn in_memory(&mut self, entries: &[&Entry], newer: &HashSet<u64>) -> anyhow::Result<()> {
        if newer.is_empty() {
            entries.iter().for_each(|entry| self.finish(entry));
            return Ok(());
        }
        let documents = self.engine.documents(newer)?;
        let engine = LocalEngine::of_documents(self.engine.folder(), documents)?;
        for entries in entries.chunks(CHUNK) {
            let shared = &*self;
            let answers = entries
                .par_iter()
                .map(|entry| shared.answer(&engine, entry));
            let answers: Vec<anyhow::Result<Answer>> = answers.collect();
            for (entry, answer) in entries.iter().zip(answers) {
                match answer {
                    Ok(answer) => self.take(entry, answer)?,
                    Err(error) => self.fail(entry, &error),
                }
            }
        }
        Ok(())
    }

    fn answer(&self, engine: &LocalEngine, entry: &Entry) -> anyhow::Result<Answer> {
        let (request, warnings) = self.request(entry)?;
        let hits = engine.search(&request)?.hits;
        Ok(Answer { hits, warnings })
    }

    fn take(&mut self, entry: &Entry, answer: Answer) -> anyhow::Result<()> {
        self.warn(entry, answer.warnings);
        for hit in answer.hits {
            self.keep(entry, hit)?;
        }
        self.finish(entry);
        Ok(())
    }

    /// Puts the queries to the index itself, and passes over what is not newer.
    fn in_the_index(&mut self, entries: &[&Entry], newer: &HashSet<u64>) -> anyhow::Result<()> {
        for entry in entries {
            let (request, warnings) = match self.request(entry) {
                Ok(read) => read,
                Err(error) => {
                    self.fail(entry, &error);
                    continue;
                }
            };
            self.warn(entry, warnings);
            let mut kept = Ok(());
            let engine = self.engine;
            let answered = engine.search_each(&request, &mut |hit| {
                if newer.contains(&article_key(&hit.id)) {
                    kept = self.keep(entry, hit);
                }
                match kept {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            });
            kept?;
            match answered {
                Ok(_) => self.finish(entry),
                Err(error) => self.fail(entry, &error.into()),
            }
        }
        Ok(())
    }

    /// The request of a saved query, and what was repaired in it.
    fn request(&self, entry: &Entry) -> anyhow::Result<(SearchRequest, Vec<String>)> {
        let parsed = read_query(&entry.query, &self.queries)?;
        let request = SearchRequest {
            sort: Sort::Newest,
            limit: usize::MAX,
            detail: Detail::Snippets(self.args.snippets),
            aliases: Arc::clone(&self.aliases),
            timeout: Some(self.args.timeout).filter(|timeout| !timeout.is_zero()),
            ..SearchRequest::new(parsed.query)
        };
        Ok((request, messages(&parsed.warnings)))
    }

    /// Keeps what is new to an alert, and tells it when it is much.
    fn keep(&mut self, entry: &Entry, hit: Hit) -> anyhow::Result<()> {
        if self.store.alerts.is_new(&entry.name, article_key(&hit.id)) {
            self.store.touch(true);
            let news = News::new(&entry.name, hit);
            self.untold.push(serde_json::to_string(&news)?);
        }
        if self.untold.len() >= MOST_UNTOLD {
            self.tell()?;
        }
        Ok(())
    }

    /// Puts what was found into the outbox, and tells it.
    fn tell(&mut self) -> anyhow::Result<()> {
        self.store.post(std::mem::take(&mut self.untold))?;
        self.delivery.deliver(self.store)
    }

    fn finish(&mut self, entry: &Entry) {
        let is_changed = self.store.alerts.finish(&entry.name);
        self.store.touch(is_changed);
    }

    fn warn(&mut self, entry: &Entry, warnings: Vec<String>) {
        let of_alert = |warning| format!("alert `{}`: {warning}", entry.name);
        self.warnings.extend(warnings.into_iter().map(of_alert));
    }

    fn fail(&mut self, entry: &Entry, error: &anyhow::Error) {
        self.errors
            .push(format!("alert `{}`: {error:#}", entry.name));
    }
}

/// What came of one query.
struct Answer {
    hits: Vec<Hit>,
    warnings: Vec<String>,
}
