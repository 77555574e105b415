//! `search alert`: saved queries, and what is new of them.

mod delivery;
mod run;
mod store;

use std::io::Write;

use anyhow::Context;
use clap::{Args, Subcommand};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use store::Store;

use super::excluded::unshielded;
use super::filters::IndexPlace;
use super::place::Place;
use super::reading::{options, pointed};
use super::saved::file::{Entry, SavedFile};
use super::terminal::Color;
use super::{Outcome, atomic, lock, saved, terminal};
use crate::engine::local::LocalEngine;
use crate::output::json::{SCHEMA_VERSION, write_line};
use crate::output::text::printable;
use crate::query::{Join, ParseOptions, Parsed, QueryError, SavedQueries, parse};

/// Save queries, and print what is new of them
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct AlertArgs {
    #[command(subcommand)]
    command: AlertCommand,
}

#[derive(Debug, Subcommand)]
enum AlertCommand {
    Add(AddArgs),
    List(ListArgs),
    Remove(RemoveArgs),
    Run(run::RunArgs),
}

/// Save a query, as an alert and for `saved:NAME` in others
#[derive(Debug, Args)]
struct AddArgs {
    /// Its name: letters, digits, - and _
    name: String,
    /// The query, as in `search query`
    #[arg(required = true)]
    query: Vec<String>,
    /// It is for use in other queries alone
    #[arg(long, conflicts_with = "from_now")]
    no_alert: bool,
    /// What the index holds now is not new
    #[arg(long)]
    from_now: bool,
    /// Refuse a query that cannot be read as it stands, rather than repair it
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    place: IndexPlace,
}

/// List the saved queries
#[derive(Debug, Args)]
struct ListArgs {
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: IndexPlace,
}

/// Remove a saved query
#[derive(Debug, Args)]
struct RemoveArgs {
    /// Its name
    name: String,
    #[command(flatten)]
    place: IndexPlace,
}

/// A line of `alert list --json`.
#[derive(Serialize)]
struct SavedObject<'a> {
    r#type: &'static str,
    schema: u32,
    name: &'a str,
    query: &'a str,
    alert: bool,
    read_as: Option<String>,
    error: Option<String>,
}

pub(super) fn run(args: AlertArgs, color: Color) -> anyhow::Result<Outcome> {
    match args.command {
        AlertCommand::Run(args) => run::run(&args, color),
        AlertCommand::Add(args) => add(&args),
        AlertCommand::List(args) => list(&args),
        AlertCommand::Remove(args) => remove(&args),
    }
}

fn add(args: &AddArgs) -> anyhow::Result<Outcome> {
    let place = args.place.find()?;
    let query = unshielded(&args.query.join(" "));
    anyhow::ensure!(
        !query.trim().is_empty(),
        "nothing to search for: expected words, or `*` for all articles"
    );
    let _lock = lock::lock(&saved::path(&place))?;
    let file = saved::read(&place)?.with(&args.name, &query, !args.no_alert)?;
    let parsed = read_query(&query, &file.queries())?;
    for repair in &parsed.warnings {
        anyhow::ensure!(!args.strict, "{}", pointed(&query, repair));
        terminal::warn(&pointed(&query, repair));
    }
    if args.from_now {
        begin_now(&args.name, &place)?;
    }
    write(&place, &file)?;
    terminal::say(&format!(
        "saved `{}`: {}",
        args.name,
        printable(&parsed.query.to_string())
    ));
    Ok(Outcome::Success)
}

/// Takes all that the index holds as known to an alert.
fn begin_now(name: &str, place: &Place) -> anyhow::Result<()> {
    let versions = LocalEngine::open(&place.index)?.versions()?;
    let there: Vec<(u64, u64)> = versions.iter().map(|it| (it.id, it.content)).collect();
    let mut store = Store::open(place)?;
    store.alerts.notice(&there);
    store.alerts.finish(name);
    store.touch(true);
    store.save()
}

fn list(args: &ListArgs) -> anyhow::Result<Outcome> {
    let file = saved::read(&args.place.find()?)?;
    let queries = file.queries();
    let mut out = terminal::stdout();
    let names = file.entries().iter().map(|entry| entry.name.width());
    let name_columns = names.max().unwrap_or(0);
    for entry in file.entries() {
        if args.json {
            write_line(&mut out, &object(entry, &queries))?;
            continue;
        }
        let gap = " ".repeat(name_columns - entry.name.width());
        let note = if entry.is_alert { "" } else { "  (no alert)" };
        writeln!(
            out,
            "{}{gap}  {}{note}",
            entry.name,
            printable(&entry.query)
        )?;
    }
    out.flush()?;
    if file.entries().is_empty() && !args.json {
        terminal::say("no query is saved: `search alert add NAME QUERY` saves one");
    }
    Ok(match file.entries() {
        [] => Outcome::NothingFound,
        _ => Outcome::Success,
    })
}

fn object<'a>(entry: &'a Entry, queries: &SavedQueries) -> SavedObject<'a> {
    let parsed = read_query(&entry.query, queries);
    let (read_as, error) = match parsed {
        Ok(parsed) => (Some(parsed.query.to_string()), None),
        Err(error) => (None, Some(error.to_string())),
    };
    SavedObject {
        r#type: "saved",
        schema: SCHEMA_VERSION,
        name: &entry.name,
        query: &entry.query,
        alert: entry.is_alert,
        read_as,
        error,
    }
}

fn remove(args: &RemoveArgs) -> anyhow::Result<Outcome> {
    let place = args.place.find()?;
    let _lock = lock::lock(&saved::path(&place))?;
    let file = saved::read(&place)?.without(&args.name)?;
    let mut store = Store::open(&place)?;
    write(&place, &file)?;
    let is_changed = store.alerts.forget(&args.name);
    store.touch(is_changed);
    store.save()?;
    terminal::say(&format!("removed `{}`", args.name));
    Ok(Outcome::Success)
}

/// Reads the text of a saved query.
fn read_query(text: &str, queries: &SavedQueries) -> Result<Parsed, QueryError> {
    let options = ParseOptions {
        saved: queries,
        ..options(Join::All)
    };
    parse(text, &options)
}

fn write(place: &Place, file: &SavedFile) -> anyhow::Result<()> {
    let path = saved::path(place);
    atomic::write(&path, file.text().as_bytes()).context("cannot save the queries")
}
