//! What standard output and standard error are: a terminal or not, how wide, with what colours.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use crate::output::Style;

/// When to write colours and hyperlinks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set; everywhere if CLICOLOR_FORCE is set.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// Standard output, buffered.
pub(super) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// How to dress text on standard output.
pub(super) fn style(color: Color, has_marks: bool) -> Style {
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    let has_color = match color {
        Color::Auto => AutoStream::choice(&stdout) != ColorChoice::Never,
        Color::Always => true,
        Color::Never => false,
    };
    Style {
        has_color,
        has_links: has_color && (is_terminal || color == Color::Always),
        has_marks,
        columns: is_terminal.then(columns),
    }
}

/// The terminal's columns; 80 where it does not tell.
fn columns() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0))
}

/// Tells whether messages and progress are seen by a person.
pub(super) fn has_terminal_for_messages() -> bool {
    io::stderr().is_terminal()
}

/// The columns of the terminal that messages go to; 80 where it does not tell.
pub(super) fn columns_for_messages() -> usize {
    terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| usize::from(width.0))
}

/// Writes an error.
pub(super) fn complain(message: &str) {
    say(&format!("search: {message}"));
}

/// Writes a warning.
pub(super) fn warn(message: &str) {
    say(&format!("search: warning: {message}"));
}

/// Writes a line to standard error; where that is closed, nobody wants to know.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
