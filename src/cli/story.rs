//! `search story`: the copies of an article, and what each changed.

use std::io::Write;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::Outcome;
use super::filters::IndexPlace;
use super::show::tell_missing;
use super::terminal::{self, Color};
use crate::engine::local::LocalEngine;
use crate::engine::{Document, Engine};
use crate::output::json::write_line;
use crate::output::story::{Copy, CopyObject, StorySummary, write_copy};
use crate::stories::Changes;

/// List the copies of an article in order of time, and what each changed
#[derive(Debug, Args)]
pub(super) struct StoryArgs {
    /// The id of any of them, as `query` prints it; its beginning is enough where only one begins
    /// so
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    id: String,
    /// Show all changed sentences
    #[arg(short, long)]
    verbose: bool,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: IndexPlace,
}

pub(super) fn run(args: StoryArgs, color: Color) -> anyhow::Result<Outcome> {
    let place = args.place.find()?;
    let engine = LocalEngine::open(&place.index)?;
    let copies = engine.story(&args.id)?;
    let Some(first) = copies.first() else {
        return tell_missing(&args.id, args.json);
    };
    let style = terminal::style(color, false);
    let mut out = terminal::stdout();
    for (rank, document) in (1..).zip(&copies) {
        let changes = (rank > 1).then(|| Changes::between(texts(first), texts(document)));
        let path = place.shown(&document.file.place());
        let copy = Copy {
            rank,
            document,
            path: &path,
            changes: changes.as_ref(),
        };
        match args.json {
            true => write_line(&mut out, &CopyObject::new(copy))?,
            false => write_copy(&mut out, copy, args.verbose, style)?,
        }
    }
    if args.json {
        write_line(&mut out, &StorySummary::new(copies.len()))?;
    }
    out.flush()?;
    if !args.json {
        terminal::say(&match copies.len() - 1 {
            0 => "the article has no copies".to_owned(),
            1 => "2 articles, one the copy of the other".to_owned(),
            others => format!("{} articles, {others} of them copies", others + 1),
        });
    }
    Ok(Outcome::Success)
}

fn texts(document: &Document) -> (&str, &str) {
    (&document.article.headline, &document.article.body)
}
