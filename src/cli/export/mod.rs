//! `search export`: all articles that match, as other programs take them.

mod fields;
pub(super) mod pack;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use serde::Serialize;

use super::asked::{Asked, AskedArgs, WholeSort};
use super::atomic::AtomicFile;
use super::filters::{count, positive};
use super::interrupt::catch_interrupt;
use super::{Outcome, terminal};
use crate::engine::{Detail, Sort};
use crate::output::export::{
    DEFAULT_FIELDS, ENTITY_FIELDS, ExportField, ExportFormat, ExportRow, Exporter,
};
use crate::output::json::write_line;
use crate::output::share::articles;
use crate::output::summary::CountSummary;
use fields::{FieldArg, chosen, field, format_of_file, format_parser};

/// Write all articles that match, for tables, references and other programs
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Format [default: that of the ending of FILE, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<ExportFormat>,
    /// Write to this file, which appears when all is written [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Fields in their order: names with commas between; default, entities and all are several
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = field)]
    fields: Vec<FieldArg>,
    /// Number of passages of each article [default: none; of a pack, and with the field snippets, 1]
    #[arg(long, value_name = "N", value_parser = count)]
    snippets: Option<usize>,
    /// The names of people, organizations and places as well
    #[arg(long)]
    entities: bool,
    /// Put ** around what matched in passages
    #[arg(long)]
    mark: bool,
    /// Order of the articles
    #[arg(long, value_name = "ORDER", default_value = "index")]
    sort: WholeSort,
    /// Number of articles [default: all]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive)]
    limit: Option<usize>,
    /// Write a pack instead, by which `search verify` can check the answer later
    #[arg(
        long, value_name = "FILE.zip",
        conflicts_with_all = ["format", "output", "fields", "entities", "mark", "sort", "limit"]
    )]
    pack: Option<PathBuf>,
    /// Print JSON Lines: the articles, where they go to no file, and what was asked
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    asked: AskedArgs,
}

/// What the last line of `export --json` tells beside the question.
#[derive(Debug, Serialize)]
struct ExportSummary<'a> {
    rows: u64,
    format: &'static str,
    file: Option<&'a Path>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

/// Ctrl-C was pressed.
#[derive(Debug, thiserror::Error)]
#[error("stopped by Ctrl-C")]
struct Stopped;

pub(super) fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let exported = match &args.pack {
        Some(file) => pack::run(args, file),
        None => run_rows(args),
    };
    match exported {
        Err(error) if error.is::<Stopped>() => {
            terminal::say("search: stopped: no file was written");
            Ok(Outcome::Interrupted)
        }
        exported => exported,
    }
}

fn run_rows(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let file = args.output.as_deref().filter(|it| it.as_os_str() != "-");
    let format = match (args.format, file) {
        (Some(format), _) => format,
        (None, Some(file)) => format_of_file(file)?,
        (None, None) if args.json => ExportFormat::Jsonl,
        (None, None) => ExportFormat::Csv,
    };
    anyhow::ensure!(
        !args.json || file.is_some() || format == ExportFormat::Jsonl,
        "`--json` cannot be given with `--format {}` where the articles go to standard output: expected `-o FILE` for them, or one of the two",
        format.as_str()
    );
    let fields = args.chosen_fields(format)?;
    let mut asked = args.asked.open()?;
    args.complete(&mut asked, &fields);
    let rows = match file {
        None => {
            let exporter = Exporter::new(terminal::stdout(), format, fields, args.mark);
            let (rows, mut out) = write_rows(args, &mut asked, exporter, None)?;
            out.flush()?;
            rows
        }
        Some(file) => {
            let stop = catch_interrupt()?;
            let out = AtomicFile::create(file)?;
            let exporter = Exporter::new(out, format, fields, args.mark);
            let (rows, out) = write_rows(args, &mut asked, exporter, Some(&stop))?;
            out.commit()?;
            rows
        }
    };
    let told = ExportSummary {
        rows: rows.written,
        format: format.as_str(),
        file,
        fingerprint: None,
    };
    tell(args, &asked, rows.total, told)
}

/// Says how many articles were written.
fn tell(
    args: &ExportArgs,
    asked: &Asked,
    total: u64,
    told: ExportSummary<'_>,
) -> anyhow::Result<Outcome> {
    let place = told.file.map(|file| format!(" in `{}`", file.display()));
    let place = place.unwrap_or_default();
    if args.json {
        let mut out = terminal::stdout();
        let query = (asked.text.as_str(), asked.parsed.query.to_string());
        let summary = CountSummary::new(total, asked.took_ms(), query, &asked.warnings, told);
        write_line(&mut out, &summary)?;
        out.flush()?;
    } else if told.rows == total {
        asked.say(&format!("{}{place}", articles(total)));
    } else {
        asked.say(&format!("{} of {}{place}", told.rows, articles(total)));
    }
    Ok(match total {
        0 => Outcome::NothingFound,
        1.. => Outcome::Success,
    })
}

/// How many articles match, and how many of them were written.
struct Rows {
    total: u64,
    written: u64,
}

fn write_rows<W: Write>(
    args: &ExportArgs,
    asked: &mut Asked,
    mut exporter: Exporter<W>,
    // Of a file that is not there yet; what goes to standard output is ended by the system.
    stop: Option<&AtomicBool>,
) -> anyhow::Result<(Rows, W)> {
    let is_typed = args.json && stop.is_none();
    let has_scores = asked.request.sort == Sort::Relevance;
    let place = asked.place.clone();
    let mut written = 0;
    exporter.begin()?;
    let response = asked.each(|found| {
        if stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(Stopped.into());
        }
        let row = ExportRow {
            found: &found,
            path: &place.shown(&found.document.file.place()),
            has_scores,
        };
        match is_typed {
            true => exporter.write_typed(&row)?,
            false => exporter.write(&row)?,
        }
        written += 1;
        Ok(())
    })?;
    let total = response.total;
    let expected = total.min(asked.request.limit as u64);
    anyhow::ensure!(
        written == expected,
        "expected to write {expected} articles, but wrote {written}: please report it"
    );
    Ok((Rows { total, written }, exporter.into_inner()))
}

impl ExportArgs {
    /// The fields that were asked for, by any of the flags.
    fn chosen_fields(&self, format: ExportFormat) -> anyhow::Result<Vec<ExportField>> {
        let mut args = self.fields.clone();
        if args.is_empty() {
            args.push(FieldArg::Group(DEFAULT_FIELDS.to_vec()));
        }
        if self.snippets.is_some_and(|number| number > 0) {
            args.push(FieldArg::One(ExportField::Snippets));
        }
        if self.entities {
            args.push(FieldArg::Group(ENTITY_FIELDS.to_vec()));
        }
        chosen(&args, format)
    }

    /// Adds to the request which articles are wanted, and how much of them.
    fn complete(&self, asked: &mut Asked, fields: &[ExportField]) {
        let request = &mut asked.request;
        request.sort = self.sort.into();
        request.limit = self.limit.unwrap_or(usize::MAX);
        request.detail = match fields.contains(&ExportField::Snippets) {
            true => Detail::Snippets(self.snippets.unwrap_or(1)),
            false => Detail::Id,
        };
    }
}
