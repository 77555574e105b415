//! `search show`: one article, whole.

use std::io::Write;
use std::ops::Range;

use anyhow::Context;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::Outcome;
use super::filters::IndexPlace;
use super::reading::options;
use super::saved;
use super::terminal::{self, Color};
use crate::engine::Engine;
use crate::engine::local::LocalEngine;
use crate::highlight::Marked;
use crate::output::article::write_document;
use crate::output::json::{ArticleObject, MissingObject, write_line};
use crate::query::{Join, ParseOptions, parse};

/// Show one article, whole
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The article's id, as `query` prints it; its beginning is enough where only one begins so
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    id: String,
    /// Mark the words of this query
    #[arg(short, long, value_name = "QUERY", default_value = "")]
    query: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Put ** around the words of the query, and _ around names
    #[arg(long)]
    mark: bool,
    #[command(flatten)]
    place: IndexPlace,
}

pub(super) fn run(args: ShowArgs, color: Color) -> anyhow::Result<Outcome> {
    let place = args.place.find()?;
    let engine = LocalEngine::open_for_lookups(&place.index)?;
    let Some(document) = engine.document(&args.id)? else {
        return tell_missing(&args.id, args.json);
    };
    let saved = saved::used_by(&args.query, &place)?;
    let options = ParseOptions {
        saved: &saved,
        ..options(Join::Any)
    };
    let parsed = parse(&args.query, &options).context("cannot read the query after `-q`")?;
    let article = &document.article;
    let highlights = engine.highlights(article, &parsed.query)?;
    let headline = marked(&article.headline, highlights.headline);
    let body = marked(&article.body, highlights.body);
    let path = place.shown(&document.file.place());
    let mut out = terminal::stdout();
    if args.json {
        let object = ArticleObject::new(&document, &path);
        write_line(&mut out, &object.with_highlights(&headline, &body))?;
    } else {
        let style = terminal::style(color, args.mark);
        write_document(&mut out, &document, (&headline, &body), &path, style)?;
    }
    out.flush()?;
    Ok(Outcome::Success)
}

/// Says that no article has an id.
pub(super) fn tell_missing(id: &str, is_json: bool) -> anyhow::Result<Outcome> {
    let reason = format!(
        "no article has the id `{id}`, and no article or more than one has an id that begins so: expected an id as `search query` prints it"
    );
    if is_json {
        let mut out = terminal::stdout();
        write_line(&mut out, &MissingObject::new(id, &reason))?;
        out.flush()?;
    } else {
        terminal::complain(&reason);
    }
    Ok(Outcome::NothingFound)
}

fn marked(text: &str, highlights: Vec<Range<usize>>) -> Marked {
    Marked {
        text: text.to_owned(),
        highlights,
    }
}
