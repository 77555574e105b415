//! `search man`: manual pages of the program, its commands and the query language.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use super::{Outcome, terminal};
use crate::query::SYNTAX;

/// The topic, and in [`page_name`] the name, of the page on the query language.
const SYNTAX_TOPIC: &str = "syntax";

/// What the pages are part of.
const MANUAL: &str = "Full-text search of news";

/// The day of a page, for it is the same whenever it is made. An empty one would be left out, and what
/// follows take its place.
const NO_DAY: &str = " ";

/// Print the manual page of the program, of a command, or of the query language
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The name of a command, or `syntax` [default: the program]
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    topic: Vec<String>,
    /// Write all pages into the sections of this folder, man1 and man7
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// A manual page.
struct Page {
    /// The name of its file.
    file: String,
    text: Vec<u8>,
}

pub(super) fn run(args: &ManArgs, mut program: Command) -> anyhow::Result<Outcome> {
    program.build();
    if let Some(dir) = &args.dir {
        write_pages(dir, &program)?;
        return Ok(Outcome::Success);
    }
    let page = match args.topic.as_slice() {
        [topic] if topic == SYNTAX_TOPIC => syntax_page(&program)?,
        names => command_page(find(&program, names)?, &program)?,
    };
    let mut out = terminal::stdout();
    out.write_all(&page.text)?;
    out.flush()?;
    Ok(Outcome::Success)
}

/// Finds the command with these names, one below the other.
fn find<'a>(program: &'a Command, names: &[String]) -> anyhow::Result<&'a Command> {
    let mut found = program;
    for name in names {
        found = found.find_subcommand(name).with_context(|| {
            let all = names.join(" ");
            format!("no manual page on `{all}`: expected `{SYNTAX_TOPIC}` or the name of a command")
        })?;
    }
    Ok(found)
}

fn write_pages(dir: &Path, program: &Command) -> anyhow::Result<()> {
    for section in ["1", "7"] {
        let folder = dir.join(format!("man{section}"));
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    let mut pages = vec![syntax_page(program)?];
    add_pages(program, program, &mut pages)?;
    for page in pages {
        let section = page.file.rsplit('.').next().unwrap_or_default();
        let path = dir.join(format!("man{section}")).join(&page.file);
        fs::write(&path, &page.text)
            .with_context(|| format!("cannot write the manual page `{}`", path.display()))?;
    }
    Ok(())
}

/// Adds the pages of a command and of those below it.
fn add_pages(command: &Command, program: &Command, pages: &mut Vec<Page>) -> io::Result<()> {
    pages.push(command_page(command, program)?);
    let mut commands = command.get_subcommands().filter(|it| !it.is_hide_set());
    commands.try_for_each(|it| add_pages(it, program, pages))
}

/// `search-query` for the command `search query`.
fn page_name(command: &Command) -> &str {
    command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
}

/// The name and version at the foot of a page.
fn source(program: &Command) -> String {
    let version = program.get_version().unwrap_or_default();
    format!("{} {version}", program.get_name())
}

fn command_page(command: &Command, program: &Command) -> io::Result<Page> {
    let man = Man::new(command.clone())
        .date(NO_DAY)
        .source(source(program))
        .manual(MANUAL);
    let mut text = Vec::new();
    man.render(&mut text)?;
    let mut more = Roff::new();
    more.control("SH", ["SEE ALSO"]);
    let mut others = vec![format!("{}-{SYNTAX_TOPIC}", program.get_name())];
    if page_name(command) != program.get_name() {
        others.insert(0, program.get_name().to_owned());
    }
    let last = others.len() - 1;
    for (place, name) in others.iter().enumerate() {
        let section = if place == last { "(7)" } else { "(1)," };
        more.text([bold(name.as_str()), roman(section)]);
    }
    text.extend(more.to_roff().as_bytes());
    Ok(Page {
        file: man.get_filename(),
        text,
    })
}

/// The table of the query language as a page.
fn syntax_page(program: &Command) -> io::Result<Page> {
    let name = format!("{}-{SYNTAX_TOPIC}", program.get_name());
    let mut page = Roff::new();
    let source = source(program);
    page.control("TH", [name.as_str(), "7", NO_DAY, source.as_str(), MANUAL]);
    page.control("SH", ["NAME"]);
    page.text([roman(format!("{name} - the query language"))]);
    page.control("SH", ["DESCRIPTION"]);
    for row in SYNTAX {
        page.control("TP", []);
        page.text([bold(row.written)]);
        page.text([roman(row.means)]);
        page.control("br", []);
        page.text([italic(format!("search query '{}'", row.example))]);
    }
    let mut text = Vec::new();
    page.to_writer(&mut text)?;
    Ok(Page {
        file: format!("{name}.7"),
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_after_the_way_to_their_command() {
        let command = |name| Command::new(name).disable_help_subcommand(true);
        let alert = command("alert").subcommand(command("run"));
        let mut program = command("search").subcommand(alert);
        program.build();
        let mut pages = Vec::new();
        add_pages(&program, &program, &mut pages).unwrap();
        let files: Vec<&str> = pages.iter().map(|page| page.file.as_str()).collect();
        assert_eq!(files, ["search.1", "search-alert.1", "search-alert-run.1"]);
        let names = ["alert", "run"].map(str::to_owned);
        assert_eq!(
            page_name(find(&program, &names).unwrap()),
            "search-alert-run"
        );
    }
}
