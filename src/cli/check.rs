//! `search check`: whether an index is sound.

use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::filters::IndexPlace;
use super::{Outcome, terminal};
use crate::engine::local::{CheckReport, check, repair};
use crate::output::json::{SCHEMA_VERSION, write_line};
use crate::output::text::bytes;

/// Check that no byte of the index is damaged and that all that is known of each article agrees
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Drop what is damaged; the next `search index` reads the files again
    #[arg(long)]
    repair: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: IndexPlace,
}

pub(super) fn run(args: CheckArgs) -> anyhow::Result<Outcome> {
    let place = args.place.find()?;
    let report = if args.repair {
        repair(&place.index)?
    } else {
        check(&place.index)?
    };
    let index = place.shown(&place.index.to_string_lossy());
    let mut out = terminal::stdout();
    if args.json {
        write_line(&mut out, &CheckObject::new(&index, &report, args.repair))?;
    } else {
        write!(out, "{}", text(&index, &report))?;
    }
    out.flush()?;
    Ok(tell(&report, args.repair))
}

/// Says what to do, and how the command ends.
fn tell(report: &CheckReport, is_repair: bool) -> Outcome {
    let lost: u64 = report.damaged.iter().map(|segment| segment.documents).sum();
    match (report.damaged.is_empty(), is_repair) {
        (true, _) => Outcome::Success,
        (false, true) => {
            terminal::say(&format!(
                "what was damaged is dropped, with {lost} documents: run `search index` on the same \
                 folders, which reads them again"
            ));
            Outcome::Success
        }
        (false, false) => {
            terminal::complain(
                "the index is damaged: `search check --repair` drops what is, then `search index` reads \
                 the files again",
            );
            Outcome::Incomplete
        }
    }
}

fn text(index: &str, report: &CheckReport) -> String {
    let mut text = String::new();
    for segment in &report.damaged {
        text += &format!(
            "damaged: {} documents in `{}`\n",
            segment.documents, segment.name
        );
        for reason in &segment.reasons {
            text += &format!("    {reason}\n");
        }
    }
    let damaged = match report.damaged.len() {
        0 => "nothing is damaged".to_owned(),
        1 => "1 segment is damaged".to_owned(),
        count => format!("{count} segments are damaged"),
    };
    text + &format!(
        "{} documents and {} files, {} in `{index}`: {damaged}\n",
        report.documents,
        report.files,
        bytes(report.bytes),
    )
}

/// The line of `check --json`.
#[derive(Debug, Serialize)]
struct CheckObject<'a> {
    r#type: &'static str,
    schema: u32,
    index: &'a str,
    documents: u64,
    files: u64,
    bytes: u64,
    damaged: Vec<SegmentObject<'a>>,
    repaired: bool,
}

#[derive(Debug, Serialize)]
struct SegmentObject<'a> {
    name: &'a str,
    documents: u64,
    reasons: &'a [String],
}

impl<'a> CheckObject<'a> {
    fn new(index: &'a str, report: &'a CheckReport, is_repair: bool) -> Self {
        let segments = report.damaged.iter().map(|segment| SegmentObject {
            name: &segment.name,
            documents: segment.documents,
            reasons: &segment.reasons,
        });
        CheckObject {
            r#type: "check",
            schema: SCHEMA_VERSION,
            index,
            documents: report.documents,
            files: report.files,
            bytes: report.bytes,
            damaged: segments.collect(),
            repaired: is_repair && !report.damaged.is_empty(),
        }
    }
}
