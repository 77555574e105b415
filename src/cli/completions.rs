//! `search completions`: what a shell needs to complete commands and flags.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::{Outcome, terminal};

/// Print the completions of a shell
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, mut program: Command) -> anyhow::Result<Outcome> {
    let name = program.get_name().to_owned();
    // Made in memory, for the generator panics where a write fails.
    let mut script = Vec::new();
    generate(args.shell, &mut program, name, &mut script);
    let mut out = terminal::stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Success)
}
