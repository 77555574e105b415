//! `search stats`: what the index holds.

use std::io::Write;

use clap::Args;

use super::Outcome;
use super::filters::{IndexPlace, positive};
use super::terminal::{self, Color};
use crate::engine::Engine;
use crate::engine::local::LocalEngine;
use crate::output::json::{StatsObject, write_line};
use crate::output::text::write_stats;

/// Show what the index holds
#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// Number of sources, sections and names to list
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = positive)]
    limit: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: IndexPlace,
}

pub(super) fn run(args: StatsArgs, color: Color) -> anyhow::Result<Outcome> {
    let place = args.place.find()?;
    let mut stats = LocalEngine::open(&place.index)?.stats(args.limit)?;
    for file in &mut stats.skipped {
        file.path = place.shown(&file.path);
    }
    let index = place.shown(&place.index.to_string_lossy());
    let mut out = terminal::stdout();
    if args.json {
        write_line(&mut out, &StatsObject::new(&index, &stats))?;
    } else {
        write_stats(&mut out, &index, &stats, terminal::style(color, false))?;
    }
    out.flush()?;
    Ok(Outcome::Success)
}
