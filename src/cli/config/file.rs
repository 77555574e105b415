//! The text of a configuration file to settings.
//!
//! ```toml
//! color = "never"                 # for all commands
//!
//! [query]                         # for one
//! limit = 20
//!
//! [corpora.wire]
//! sources = ["~/news/wire"]
//! index = "~/news/wire-index"
//! ```

use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::{Arg, Command};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::keys::{self, is_switch};
use super::{Corpus, quoted, variable};
use crate::cli::toml_place::{Mistake, line, parse};
use crate::text::nearest::nearest;

/// A default that the file gives a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// The command; `None` for all that have the flag.
    pub(super) command: Option<String>,
    /// The flag, without its hyphens.
    pub(super) key: String,
    pub(super) values: Vec<String>,
    pub(super) is_switch: bool,
    pub(super) line: usize,
}

/// All that a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// Those for all commands come first.
    pub(super) settings: Vec<Setting>,
    pub(super) corpora: Vec<Corpus>,
}

type Key<'a> = Spanned<DeString<'a>>;
type Value<'a> = Spanned<DeValue<'a>>;

/// Reads the text of a file that lies in `folder`.
///
/// # Errors
///
/// The first mistake.
pub(super) fn read(text: &str, folder: &Path, program: &Command) -> Result<Settings, Mistake> {
    let reader = Reader {
        text,
        folder,
        program,
    };
    reader.settings(parse(text)?.get_ref())
}

struct Reader<'a> {
    text: &'a str,
    folder: &'a Path,
    program: &'a Command,
}

impl Reader<'_> {
    fn settings(&self, root: &DeTable<'_>) -> Result<Settings, Mistake> {
        let mut settings = Settings::default();
        let mut of_commands = Vec::new();
        let general = keys::of_all(self.program);
        for (key, value) in root.iter() {
            let name = key.get_ref().as_ref();
            let command = self.program.find_subcommand(name);
            match (value.get_ref(), command) {
                (DeValue::Table(corpora), _) if name == "corpora" => {
                    settings.corpora = self.corpora(corpora)?;
                }
                _ if name == "corpora" => {
                    let message = "`corpora`: expected tables, as in `[corpora.NAME]`".to_owned();
                    return Err(self.mistake(&key.span(), message));
                }
                (DeValue::Table(section), Some(command)) => {
                    self.section(section, command, &mut of_commands)?;
                }
                (_, Some(_)) => {
                    let message =
                        format!("`{name}` is a command: expected a table, as in `[{name}]`");
                    return Err(self.mistake(&key.span(), message));
                }
                _ => settings
                    .settings
                    .push(self.setting(key, value, None, &general)?),
            }
        }
        settings.settings.append(&mut of_commands);
        self.check_default_corpus(&settings)?;
        Ok(settings)
    }

    fn section(
        &self,
        section: &DeTable<'_>,
        command: &Command,
        settings: &mut Vec<Setting>,
    ) -> Result<(), Mistake> {
        let flags = keys::of_command(command);
        for (key, value) in section.iter() {
            settings.push(self.setting(key, value, Some(command.get_name()), &flags)?);
        }
        Ok(())
    }

    fn setting(
        &self,
        key: &Key<'_>,
        value: &Value<'_>,
        command: Option<&str>,
        flags: &[&Arg],
    ) -> Result<Setting, Mistake> {
        let name = key.get_ref().as_ref();
        let flag = flags.iter().find(|arg| arg.get_long() == Some(name));
        let Some(flag) = flag else {
            return Err(self.unknown_key(key, command, flags));
        };
        let values = keys::values(flag, value.get_ref())
            .map_err(|reason| self.mistake(&value.span(), format!("`{name}`: {reason}")))?;
        Ok(Setting {
            command: command.map(str::to_owned),
            key: name.to_owned(),
            values,
            is_switch: is_switch(flag),
            line: self.line(&key.span()),
        })
    }

    fn unknown_key(&self, key: &Key<'_>, command: Option<&str>, flags: &[&Arg]) -> Mistake {
        let name = key.get_ref().as_ref();
        let mut known: Vec<&str> = flags.iter().filter_map(|arg| arg.get_long()).collect();
        if command.is_none() {
            known.push("corpora");
            let commands = self.program.get_subcommands();
            let with_flags = commands.filter(|it| !keys::of_command(it).is_empty());
            known.extend(with_flags.map(Command::get_name));
        }
        known.sort_unstable();
        known.dedup();
        let place = command.map_or_else(String::new, |command| format!(" in `[{command}]`"));
        self.unknown(key, &format!("there is no key `{name}`{place}"), &known)
    }

    fn unknown(&self, key: &Key<'_>, said: &str, known: &[&str]) -> Mistake {
        let hint = match nearest(key.get_ref(), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "expected none".to_owned(),
            None => format!("expected one of {}", quoted(known.iter().copied())),
        };
        self.mistake(&key.span(), format!("{said}: {hint}"))
    }

    fn corpora(&self, corpora: &DeTable<'_>) -> Result<Vec<Corpus>, Mistake> {
        let mut read = Vec::new();
        for (key, value) in corpora.iter() {
            let name = key.get_ref().as_ref();
            let DeValue::Table(table) = value.get_ref() else {
                let message = format!("`{name}`: expected a table, as in `[corpora.{name}]`");
                return Err(self.mistake(&value.span(), message));
            };
            read.push(self.corpus(key, table)?);
        }
        Ok(read)
    }

    fn corpus(&self, name: &Key<'_>, table: &DeTable<'_>) -> Result<Corpus, Mistake> {
        let mut sources = None;
        let mut index = None;
        for (key, value) in table.iter() {
            match key.get_ref().as_ref() {
                "sources" => sources = Some(self.paths(value, "sources")?),
                "index" => index = self.paths(value, "index")?.pop(),
                other => {
                    let said = format!(
                        "there is no key `{other}` in `[corpora.{}]`",
                        name.get_ref()
                    );
                    return Err(self.unknown(key, &said, &["index", "sources"]));
                }
            }
        }
        let lacks = |key: &str| {
            let message = format!("`[corpora.{}]` has no `{key}`", name.get_ref());
            self.mistake(&name.span(), message)
        };
        Ok(Corpus {
            name: name.get_ref().clone().into_owned(),
            sources: sources.ok_or_else(|| lacks("sources"))?,
            index: index.ok_or_else(|| lacks("index"))?,
            line: self.line(&name.span()),
        })
    }

    /// The paths of a text, or, for `sources`, of a list of them.
    fn paths(&self, value: &Value<'_>, key: &str) -> Result<Vec<PathBuf>, Mistake> {
        let texts = match value.get_ref() {
            DeValue::String(text) => Some(vec![text.as_ref()]),
            DeValue::Array(list) if key == "sources" => {
                list.iter().map(|it| it.get_ref().as_str()).collect()
            }
            _ => None,
        };
        let expected = match key {
            "sources" => "a path in quotes, or a list of them",
            _ => "a path in quotes",
        };
        let paths = texts.filter(|texts| !texts.is_empty() && !texts.contains(&""));
        let paths = paths.ok_or_else(|| {
            let message = format!("`{key}`: expected {expected}");
            self.mistake(&value.span(), message)
        })?;
        Ok(paths.into_iter().map(|path| self.located(path)).collect())
    }

    /// A path, `~` being the home of the user, counted from the folder of the file.
    fn located(&self, path: &str) -> PathBuf {
        let home = || variable("HOME").map(PathBuf::from);
        match path.strip_prefix('~') {
            Some("") => home().unwrap_or_else(|| self.folder.join(path)),
            Some(rest) if rest.starts_with('/') => {
                let below = rest.trim_start_matches('/');
                home().map_or_else(|| self.folder.join(path), |home| home.join(below))
            }
            _ => self.folder.join(path),
        }
    }

    /// The default corpus must be one of the file.
    fn check_default_corpus(&self, settings: &Settings) -> Result<(), Mistake> {
        let mut all = settings.settings.iter();
        let Some(setting) = all.find(|setting| setting.key == "corpus") else {
            return Ok(());
        };
        let name = setting.values.first().map_or("", String::as_str);
        let found = super::find_corpus(name, &settings.corpora, Some("this file"));
        found.map(|_| ()).map_err(|reason| Mistake {
            line: setting.line,
            message: format!("`corpus`: invalid value `{name}`: {reason}"),
        })
    }

    fn mistake(&self, span: &Range<usize>, message: String) -> Mistake {
        Mistake::at(span, self.text, message)
    }

    fn line(&self, span: &Range<usize>) -> usize {
        line(span, self.text)
    }
}
