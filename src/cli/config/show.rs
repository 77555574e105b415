//! `search config`: what holds, and where each value comes from.

use std::io::{self, Write};
use std::path::Path;

use clap::{Arg, Args, Command};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::file::Setting;
use super::{Config, Corpus, keys, overrider};
use crate::cli::place::Place;
use crate::cli::{Outcome, terminal};
use crate::output::json::{SCHEMA_VERSION, write_line};
use crate::output::text::printable;

/// Show the defaults that hold, and where each comes from
#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArgs {
    /// The defaults of this command alone
    command: Option<String>,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
}

/// A default that holds.
#[derive(Debug, Serialize)]
struct Row<'a> {
    r#type: &'static str,
    schema: u32,
    /// `None` for all commands.
    command: Option<&'a str>,
    key: &'a str,
    /// `None` where nothing is said.
    value: Option<String>,
    from: Origin,
    /// Of the file.
    line: Option<usize>,
    /// Of the environment.
    variable: Option<&'static str>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Origin {
    Environment,
    File,
    Default,
}

#[derive(Serialize)]
struct FileObject<'a> {
    r#type: &'static str,
    schema: u32,
    /// Where the file is or would be.
    path: Option<&'a Path>,
    is_there: bool,
}

#[derive(Serialize)]
struct CorpusObject<'a> {
    r#type: &'static str,
    schema: u32,
    name: &'a str,
    sources: &'a [std::path::PathBuf],
    index: &'a Path,
    line: usize,
}

/// Shows what holds; `program` is without the defaults of the file.
pub(in crate::cli) fn run(
    args: &ConfigArgs,
    config: &Config,
    program: &Command,
) -> anyhow::Result<Outcome> {
    let rows = rows(args.command.as_deref(), config, program)?;
    let corpora = match args.command {
        None => config.settings.corpora.as_slice(),
        Some(_) => &[],
    };
    let mut out = terminal::stdout();
    if args.json {
        write_json(&mut out, config, corpora, &rows)?;
    } else {
        write_text(&mut out, config, corpora, &rows)?;
    }
    out.flush()?;
    Ok(Outcome::Success)
}

fn rows<'a>(
    wanted: Option<&str>,
    config: &Config,
    program: &'a Command,
) -> anyhow::Result<Vec<Row<'a>>> {
    let mut rows = Vec::new();
    if wanted.is_none() {
        let general = keys::of_all(program).into_iter();
        rows.extend(general.map(|arg| row(arg, None, config)));
        rows.push(index_row(config)?);
    }
    let with_flags = program.get_subcommands();
    let with_flags = with_flags.filter(|command| !keys::of_command(command).is_empty());
    let commands: Vec<&Command> = with_flags
        .filter(|command| wanted.is_none_or(|wanted| command.get_name() == wanted))
        .collect();
    anyhow::ensure!(
        !commands.is_empty(),
        "no defaults of `{}`: expected a command that takes flags which the configuration file may set",
        wanted.unwrap_or_default()
    );
    for command in commands {
        let flags = keys::of_command(command).into_iter();
        rows.extend(flags.map(|arg| row(arg, Some(command.get_name()), config)));
    }
    Ok(rows)
}

/// Where the index is: nothing but a corpus can say so in the file.
fn index_row<'a>(config: &Config) -> anyhow::Result<Row<'a>> {
    let variable = overrider("corpus");
    let said = setting("corpus", None, config).filter(|_| variable.is_none());
    let corpus = said.and_then(|setting| {
        let mut corpora = config.settings.corpora.iter();
        corpora.find(|corpus| setting.values.contains(&corpus.name))
    });
    let index = Place::find(corpus.map(|corpus| corpus.index.clone()))?.index;
    Ok(Row {
        r#type: "setting",
        schema: SCHEMA_VERSION,
        command: None,
        key: "index",
        value: Some(index.to_string_lossy().into_owned()),
        from: match (variable, corpus) {
            (Some(_), _) => Origin::Environment,
            (None, Some(_)) => Origin::File,
            (None, None) => Origin::Default,
        },
        line: corpus.map(|corpus| corpus.line),
        variable,
    })
}

fn row<'a>(arg: &'a Arg, command: Option<&'a str>, config: &Config) -> Row<'a> {
    let key = arg.get_long().unwrap_or_default();
    let said = setting(key, command, config);
    let said = said.or_else(|| command.and_then(|_| setting(key, None, config)));
    let variable = overrider(key);
    let (from, values) = match (variable, said) {
        (Some(_), _) => (Origin::Environment, Vec::new()),
        (None, Some(setting)) => (Origin::File, setting.values.clone()),
        (None, None) => (Origin::Default, default_values(arg)),
    };
    let is_list = !values.is_empty();
    Row {
        r#type: "setting",
        schema: SCHEMA_VERSION,
        command,
        key,
        value: is_list.then(|| values.join(",")),
        line: said.filter(|_| from == Origin::File).map(|it| it.line),
        from,
        variable,
    }
}

fn setting<'a>(key: &str, command: Option<&str>, config: &'a Config) -> Option<&'a Setting> {
    let mut settings = config.settings.settings.iter();
    settings.find(|it| it.key == key && it.command.as_deref() == command)
}

/// The values that hold where nobody says any.
fn default_values(arg: &Arg) -> Vec<String> {
    if keys::is_switch(arg) {
        return vec!["false".to_owned()];
    }
    let values = arg.get_default_values().iter();
    values
        .map(|value| value.to_string_lossy().into_owned())
        .collect()
}

fn write_json(
    out: &mut impl Write,
    config: &Config,
    corpora: &[Corpus],
    rows: &[Row<'_>],
) -> io::Result<()> {
    let file = FileObject {
        r#type: "file",
        schema: SCHEMA_VERSION,
        path: config.path.as_deref(),
        is_there: config.is_there,
    };
    write_line(out, &file)?;
    for corpus in corpora {
        let object = CorpusObject {
            r#type: "corpus",
            schema: SCHEMA_VERSION,
            name: &corpus.name,
            sources: &corpus.sources,
            index: &corpus.index,
            line: corpus.line,
        };
        write_line(out, &object)?;
    }
    rows.iter().try_for_each(|row| write_line(out, row))
}

fn write_text(
    out: &mut impl Write,
    config: &Config,
    corpora: &[Corpus],
    rows: &[Row<'_>],
) -> io::Result<()> {
    match &config.path {
        None => writeln!(out, "no configuration file is read")?,
        Some(path) if config.is_there => writeln!(out, "{}", shown(path))?,
        Some(path) => writeln!(out, "{} (not there)", shown(path))?,
    }
    for corpus in corpora {
        writeln!(out, "\n[corpora.{}]  line {}", corpus.name, corpus.line)?;
        writeln!(out, "  index    {}", shown(&corpus.index))?;
        for source in &corpus.sources {
            writeln!(out, "  sources  {}", shown(source))?;
        }
    }
    let key_columns = columns(rows.iter().map(|row| row.key));
    let value_columns = columns(rows.iter().map(shown_value)).min(30);
    let mut section = None;
    for row in rows {
        if section != Some(row.command) {
            section = Some(row.command);
            match row.command {
                None => writeln!(out, "\nall commands")?,
                Some(command) => writeln!(out, "\n[{command}]")?,
            }
        }
        let value = printable(shown_value(row));
        let gap = " ".repeat(value_columns.saturating_sub(value.width()));
        let from = origin(row);
        writeln!(out, "  {:<key_columns$}  {value}{gap}  {from}", row.key)?;
    }
    Ok(())
}

fn shown_value<'a>(row: &'a Row<'_>) -> &'a str {
    row.value.as_deref().unwrap_or("(none)")
}

fn origin(row: &Row<'_>) -> String {
    match (row.from, row.line, row.variable) {
        (Origin::File, Some(line), _) => format!("line {line}"),
        (Origin::Environment, _, Some(variable)) => format!("${variable}"),
        _ => "default".to_owned(),
    }
}

fn columns<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(UnicodeWidthStr::width).max().unwrap_or(0)
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}
