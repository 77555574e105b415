//! `search formats`: the formats that are read.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;

use super::Outcome;
use super::terminal;
use crate::output::json::{SCHEMA_VERSION, write_line};
use crate::read::{FORMATS, Format};

/// What stands below the table.
const CONTAINERS: &str =
    "Each also compressed with gzip, zstd, bzip2 or xz, and in tar and zip archives.";

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
        } else {
            write_row(&mut out, format)?;
        }
    }
    if !args.json {
        writeln!(out, "\n{CONTAINERS}")?;
    }
    out.flush()?;
    Ok(Outcome::Success)
}

fn write_row(out: &mut impl Write, format: &Format) -> io::Result<()> {
    let longest = |length: fn(&Format) -> usize| FORMATS.iter().map(|it| length(it)).max();
    let name_columns = longest(|format| format.name.len()).unwrap_or(0) + 2;
    let endings_columns = longest(|format| endings(format).len()).unwrap_or(0) + 2;
    let (name, endings, summary) = (format.name, endings(format), format.summary);
    writeln!(
        out,
        "{name:<name_columns$}{endings:<endings_columns$}{summary}"
    )?;
    let before = name_columns + endings_columns;
    writeln!(out, "{:<before$}{}", "", example(format))
}

fn endings(format: &Format) -> String {
    let endings: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
    endings.join(" ")
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
