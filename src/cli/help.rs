//! `search help`: the commands, one command, the query language.

use std::io::{self, Write};

use clap::{Args, Command};

use super::{Outcome, terminal};
use crate::query::SYNTAX;

/// Show help on a command, or on the query language: `search help syntax`
#[derive(Debug, Args)]
pub(super) struct HelpArgs {
    /// `syntax`, or the name of a command
    topic: Option<String>,
}

pub(super) fn run(args: &HelpArgs, mut program: Command) -> anyhow::Result<Outcome> {
    let mut out = terminal::stdout();
    match args.topic.as_deref() {
        None => write!(out, "{}", program.render_help())?,
        Some("syntax") => write_syntax(&mut out)?,
        Some(name) => {
            program.build();
            let Some(command) = program.find_subcommand_mut(name) else {
                anyhow::bail!("no help on `{name}`: expected `syntax` or the name of a command");
            };
            write!(out, "{}", command.render_help())?;
        }
    }
    out.flush()?;
    Ok(Outcome::Success)
}

/// Writes each row as how it is written, what it means, and an example.
fn write_syntax(out: &mut impl Write) -> io::Result<()> {
    for row in SYNTAX {
        writeln!(out, "{}", row.written)?;
        writeln!(out, "    {}", row.means)?;
        writeln!(out, "    search query '{}'", row.example)?;
    }
    Ok(())
}
