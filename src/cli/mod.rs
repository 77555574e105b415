//! The command line: one file a subcommand.

mod alert;
mod aliases;
mod answer;
mod asked;
mod atomic;
mod batch;
mod check;
mod completions;
mod config;
mod counted;
mod entities;
mod entity;
mod excluded;
mod export;
mod facets;
mod filters;
mod formats;
mod help;
mod index;
mod indexing;
mod inspect;
mod interrupt;
mod kwic;
mod lock;
mod man;
mod memory;
mod place;
mod progress;
mod query;
mod read_args;
mod reading;
mod saved;
mod show;
mod similar;
mod sorted;
mod stats;
mod story;
mod terminal;
mod timeline;
mod toml_place;
mod usage;
mod verify;
mod watch;

use std::ffi::OsString;
use std::io;
use std::panic;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::panic_guard::is_guarded;
use config::Config;
use terminal::Color;

/// Find news: index a folder of articles, then search it by headline, body, entity and date.
#[derive(Debug, Parser)]
#[command(
    name = "search",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to write colours and hyperlinks
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Leave the configuration file out
    #[arg(long, global = true)]
    no_config: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::IndexArgs),
    Watch(watch::WatchArgs),
    Query(query::QueryArgs),
    Facets(facets::FacetsArgs),
    Timeline(timeline::TimelineArgs),
    Entities(entities::EntitiesArgs),
    Kwic(kwic::KwicArgs),
    Export(Box<export::ExportArgs>),
    Verify(verify::VerifyArgs),
    Show(show::ShowArgs),
    Story(story::StoryArgs),
    Similar(similar::SimilarArgs),
    Inspect(inspect::InspectArgs),
    Batch(batch::BatchArgs),
    Stats(stats::StatsArgs),
    Entity(entity::EntityArgs),
    Alert(alert::AlertArgs),
    Check(check::CheckArgs),
    Config(config::ConfigArgs),
    Help(help::HelpArgs),
    Formats(formats::FormatsArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// How a command ended, short of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done; something found.
    Success,
    /// Done; nothing found.
    NothingFound,
    /// Done; something is otherwise than it was.
    Different,
    /// Done, but not all of it: a file was skipped and `--strict` was given, or files are gone.
    Incomplete,
    /// Stopped by Ctrl-C.
    Interrupted,
}

impl Outcome {
    /// The exit status.
    fn status(self) -> u8 {
        match self {
            Outcome::Success => 0,
            Outcome::NothingFound | Outcome::Different => 1,
            Outcome::Incomplete => 2,
            Outcome::Interrupted => 130,
        }
    }
}

/// Runs the program with the arguments and in the environment of this process.
pub fn main() -> ExitCode {
    report_panics_of_our_own();
    let args = excluded::shielded(std::env::args_os());
    let config = Config::load(&args, &Cli::command());
    let program = match &config {
        Ok(config) => config.applied(Cli::command(), &args),
        Err(_) => Cli::command(),
    };
    let cli = match parse(program, &args) {
        Ok(cli) => cli,
        Err(error) if config.is_err() && error.use_stderr() => {
            return ended(config.map(|_| Outcome::Success));
        }
        Err(error) => return usage::report(&error),
    };
    ended(run(cli, config))
}

/// Reads the command line by the flags of `program`.
fn parse(mut program: clap::Command, args: &[OsString]) -> Result<Cli, clap::Error> {
    let mut matches = program.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut program))
}

/// The exit status, of an error after it is told.
fn ended(result: anyhow::Result<Outcome>) -> ExitCode {
    match result {
        Ok(outcome) => ExitCode::from(outcome.status()),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, config: anyhow::Result<Config>) -> anyhow::Result<Outcome> {
    let color = cli.color;
    // What helps to write a configuration file does not need one.
    let is_help = matches!(
        cli.command,
        Command::Help(_) | Command::Formats(_) | Command::Completions(_) | Command::Man(_)
    );
    let config = config.or_else(|error| {
        if is_help {
            Ok(Config::default())
        } else {
            Err(error)
        }
    })?;
    match cli.command {
        Command::Index(args) => index::run(args),
        Command::Watch(args) => watch::run(args),
        Command::Query(args) => query::run(args, color),
        Command::Facets(args) => facets::run(args, color),
        Command::Timeline(args) => timeline::run(args, color),
        Command::Entities(args) => entities::run(args, color),
        Command::Kwic(args) => kwic::run(args, color),
        Command::Export(args) => export::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Show(args) => show::run(args, color),
        Command::Story(args) => story::run(args, color),
        Command::Similar(args) => similar::run(args, color),
        Command::Inspect(args) => inspect::run(args, color),
        Command::Batch(args) => batch::run(args),
        Command::Stats(args) => stats::run(args, color),
        Command::Entity(args) => entity::run(args, color),
        Command::Alert(args) => alert::run(args, color),
        Command::Check(args) => check::run(args),
        Command::Config(args) => config::run(&args, &config, &Cli::command()),
        Command::Help(args) => help::run(&args, Cli::command()),
        Command::Formats(args) => formats::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Man(args) => man::run(&args, Cli::command()),
    }
}

/// A reader that closes its end of a pipe (`search query … | head`) has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// A panic inside a guard becomes an error of its file; another is a mistake of ours.
fn report_panics_of_our_own() {
    panic::set_hook(Box::new(|panic| {
        if !is_guarded() {
            terminal::complain(&format!("internal error, please report it: {panic}"));
        }
    }));
}
