//! `search formats`: the formats that are read.

use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::Outcome;
use super::terminal;
use crate::output::json::{SCHEMA_VERSION, write_line};
use crate::read::{FORMATS, Format};

/// List the formats that are read
#[derive(Debug, Args)]
pub(super) struct FormatsArgs {
    /// Print JSON Lines: a format a line
    #[arg(long)]
    json: bool,
}

/// A line of `formats --json`.
#[derive(Debug, Serialize)]
struct FormatObject {
    r#type: &'static str,
    schema: u32,
    name: &'static str,
    extensions: &'static [&'static str],
    media_types: &'static [&'static str],
    summary: &'static str,
    example: String,
}

pub(super) fn run(args: &FormatsArgs) -> anyhow::Result<Outcome> {
    let mut out = terminal::stdout();
    for format in FORMATS {
        if args.json {
            write_line(&mut out, &object(format))?;
            continue;
        }
        let endings: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
        writeln!(
            out,
            "{:<8}{:<24}{}",
            format.name,
            endings.join(" "),
            format.summary
        )?;
        writeln!(out, "{:<32}{}", "", example(format))?;
    }
    out.flush()?;
    Ok(Outcome::Success)
}

fn object(format: &'static Format) -> FormatObject {
    FormatObject {
        r#type: "format",
        schema: SCHEMA_VERSION,
        name: format.name,
        extensions: format.extensions,
        media_types: format.media_types,
        summary: format.summary,
        example: example(format),
    }
}

fn example(format: &Format) -> String {
    let ending = format.extensions.first().copied().unwrap_or_default();
    format!("search index news.{ending}")
}
