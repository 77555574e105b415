//! The configuration file: defaults of flags, and corpora by their names.
//!
//! A default of the file becomes the default of the flag, so that it is read, checked and shown as
//! the value of the flag is, and gives way to it.

mod file;
mod keys;
mod show;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::builder::ArgPredicate;
use clap::{ArgAction, Command};

use crate::source::absolute;
use crate::text::nearest::nearest;
use file::{Setting, Settings};
pub(super) use show::{ConfigArgs, run};

/// The flag that leaves the file out.
const NO_CONFIG: &str = "--no-config";

/// Articles and their index, by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Corpus {
    pub(super) name: String,
    /// Folders and files of articles, absolute.
    pub(super) sources: Vec<PathBuf>,
    /// The folder of the index, absolute.
    pub(super) index: PathBuf,
    /// The line of the file on which it is named.
    line: usize,
}

/// What the configuration file says.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// Where the file is or would be; `None` where none is to be read.
    path: Option<PathBuf>,
    is_there: bool,
    settings: Settings,
}

impl Config {
    /// Reads the file that the arguments and the environment name. `program` has the flags that it
    /// may set.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or says what cannot be: with the line, the key, and what was
    /// expected.
    pub(super) fn load(args: &[OsString], program: &Command) -> anyhow::Result<Self> {
        let Some((path, is_named)) = place(args) else {
            return Ok(Config::default());
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound && !is_named => None,
            Err(error) => {
                return Err(error).with_context(|| {
                    let of = if is_named {
                        ", which `SEARCH_CONFIG` names"
                    } else {
                        ""
                    };
                    format!(
                        "cannot read the configuration file `{}`{of}",
                        path.display()
                    )
                });
            }
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let settings = file::read(text.as_deref().unwrap_or_default(), &folder, program);
        let settings = settings.with_context(|| {
            format!(
                "cannot use the configuration file `{}` (`{NO_CONFIG}` leaves it out)",
                path.display()
            )
        })?;
        Ok(Config {
            path: Some(path),
            is_there: text.is_some(),
            settings,
        })
    }

    /// Returns `program` with the defaults of the file.
    pub(super) fn applied(&self, mut program: Command, args: &[OsString]) -> Command {
        for setting in &self.settings.settings {
            if overrider(&setting.key).is_none() && !is_given(&setting.key, args) {
                program = with_setting(program, setting);
            }
        }
        self.with_corpora(program)
    }

    /// Lets `--corpus` of each command know the corpora.
    fn with_corpora(&self, program: Command) -> Command {
        let corpora = Arc::new(self.settings.corpora.clone());
        let place = self
            .path
            .as_ref()
            .map(|path| format!("`{}`", path.display()));
        let find = move |name: &str| find_corpus(name, &corpora, place.as_deref());
        with_parser(program, &find)
    }
}

/// Reads `--corpus` with `find`, in a command and in those below it.
fn with_parser<F>(command: Command, find: &F) -> Command
where
    F: Fn(&str) -> Result<Corpus, String> + Clone + Send + Sync + 'static,
{
    let command = match keys::flag(&command, "corpus").map(|arg| arg.get_id().clone()) {
        Some(id) => command.mut_arg(id, |arg| arg.value_parser(find.clone())),
        None => command,
    };
    let names = names_of_commands(&command);
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |below| with_parser(below, find))
    })
}

/// Reads `--corpus` where there is no configuration file.
pub(super) fn no_corpus(name: &str) -> Result<Corpus, String> {
    find_corpus(name, &[], None)
}

fn find_corpus(name: &str, corpora: &[Corpus], place: Option<&str>) -> Result<Corpus, String> {
    if let Some(corpus) = corpora.iter().find(|corpus| corpus.name == name) {
        return Ok(corpus.clone());
    }
    let Some(place) = place else {
        return Err("expected a corpus of the configuration file, but none is read".to_owned());
    };
    let names = corpora.iter().map(|corpus| corpus.name.as_str());
    let hint = match nearest(name, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if corpora.is_empty() => "it names no corpus".to_owned(),
        None => format!("it names {}", quoted(names)),
    };
    Err(format!(
        "expected a corpus that {place} names as `[corpora.NAME]`: {hint}"
    ))
}

/// Names one after the other.
fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn names_of_commands(program: &Command) -> Vec<String> {
    let commands = program.get_subcommands();
    commands.map(|it| it.get_name().to_owned()).collect()
}

/// Where the file is, and whether somebody named it: it must be there then.
fn place(args: &[OsString]) -> Option<(PathBuf, bool)> {
    if is_among(NO_CONFIG, args) {
        return None;
    }
    if let Some(named) = variable("SEARCH_CONFIG") {
        return Some((absolute(named.as_ref()), true));
    }
    // The XDG Base Directory Specification: a relative path is to be passed over.
    let base = variable("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|base| base.is_absolute());
    let base = base.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".config")))?;
    Some((base.join("search/config.toml"), false))
}

/// A variable of the environment that says something.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// The variable of the environment that overrides what the file says of a key.
fn overrider(key: &str) -> Option<&'static str> {
    let variables: &[&'static str] = match key {
        "corpus" => &["SEARCH_INDEX"],
        "color" => &["NO_COLOR", "CLICOLOR_FORCE"],
        _ => &[],
    };
    let mut variables = variables.iter().copied();
    variables.find(|name| variable(name).is_some())
}

/// Tells whether an argument takes the place of a key in another way than as its flag does.
fn is_given(key: &str, args: &[OsString]) -> bool {
    key == "corpus" && (is_among("--index", args) || is_among("--corpus", args))
}

fn is_among(flag: &str, args: &[OsString]) -> bool {
    let is_flag = |arg: &OsString| {
        let rest = arg.to_str().and_then(|arg| arg.strip_prefix(flag));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    };
    let flags = args.iter().take_while(|arg| *arg != OsStr::new("--"));
    flags.into_iter().any(is_flag)
}

/// Gives a flag of a command, or of all, its default.
fn with_setting(program: Command, setting: &Setting) -> Command {
    match &setting.command {
        Some(name) => program.mut_subcommand(name, |command| with_default(command, setting)),
        None => with_default(program, setting),
    }
}

/// Gives the flag its default in a command and in those below it.
fn with_default(command: Command, setting: &Setting) -> Command {
    let id = keys::flag(&command, &setting.key).map(|arg| arg.get_id().clone());
    // What asks for all is not cut short by a default.
    let asks_for_all = |name: &&str| setting.key == "limit" && keys::flag(&command, name).is_some();
    let all: Vec<&str> = ["files", "all"].into_iter().filter(asks_for_all).collect();
    let command = match id {
        None => command,
        Some(id) => command.mut_arg(id, |mut arg| {
            if setting.is_switch {
                arg = arg.action(ArgAction::Set).num_args(0..=1);
                arg = arg.value_parser(clap::value_parser!(bool));
                arg = arg.require_equals(true).default_missing_value("true");
            }
            for flag in all {
                let is_asked = ArgPredicate::Equals("true".into());
                arg = arg.default_value_if(flag, is_asked, None::<&str>);
            }
            arg.default_values(setting.values.clone())
        }),
    };
    let names = names_of_commands(&command);
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |below| with_default(below, setting))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_among_the_arguments_before_two_hyphens() {
        let args = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert!(is_among("--index", &args(&["query", "--index=a"])));
        assert!(is_among("--index", &args(&["--index", "a"])));
        assert!(!is_among("--index", &args(&["--indexes", "--", "--index"])));
    }

    #[test]
    fn a_corpus_that_is_not_named_is_told_with_the_nearest_one() {
        let corpus = |name: &str| Corpus {
            name: name.to_owned(),
            sources: Vec::new(),
            index: PathBuf::from("/i"),
            line: 1,
        };
        let corpora = [corpus("wire"), corpus("papers")];
        assert_eq!(
            find_corpus("wire", &corpora, Some("c")).unwrap(),
            corpora[0]
        );
        let told =
            |name: &str, corpora: &[Corpus]| find_corpus(name, corpora, Some("c")).unwrap_err();
        assert!(told("wier", &corpora).ends_with("did you mean `wire`?"));
        assert!(told("radio", &corpora).ends_with("it names `wire`, `papers`"));
        assert!(told("radio", &[]).ends_with("it names no corpus"));
    }
}
