//! How the text of a query is read, and what is said of its repairs.

use clap::Args;
use jiff::Timestamp;
use jiff::tz::Offset;
use unicode_width::UnicodeWidthChar;

use super::place::Place;
use super::saved;
use crate::query::{Join, ParseOptions, Parsed, Repair, SavedQueries, parse};

/// The columns of a query that are shown before and behind the place of a repair.
const CONTEXT_COLUMNS: usize = 36;

/// Flags that say how queries are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct ReadingArgs {
    /// One of the words is enough
    #[arg(long)]
    any: bool,
    /// The query is words alone: no sign or word in it is an operator
    #[arg(long)]
    literal: bool,
    /// Refuse a query that cannot be read as it stands, rather than repair it
    #[arg(long)]
    strict: bool,
}

impl ReadingArgs {
    /// Reads a text that may use the saved queries beside an index.
    ///
    /// # Errors
    ///
    /// As [`ReadingArgs::read_with`], and when the saved queries cannot be read.
    pub(super) fn read(&self, text: &str, place: &Place) -> anyhow::Result<Parsed> {
        self.read_with(text, &saved::used_by(text, place)?)
    }

    /// Reads `text`.
    ///
    /// # Errors
    ///
    /// When it has too many words, needs a repair and `--strict` was given, or uses saved queries that
    /// cannot be used.
    pub(super) fn read_with(&self, text: &str, saved: &SavedQueries) -> anyhow::Result<Parsed> {
        let join = if self.any { Join::Any } else { Join::All };
        let options = ParseOptions {
            is_literal: self.literal,
            saved,
            ..options(join)
        };
        let parsed = parse(text, &options)?;
        if let Some(repair) = parsed.warnings.first().filter(|_| self.strict) {
            anyhow::bail!("{}", pointed(text, repair));
        }
        Ok(parsed)
    }
}

/// The options of a query that is typed now.
pub(super) fn options(join: Join) -> ParseOptions<'static> {
    let today = Offset::UTC.to_datetime(Timestamp::now()).date();
    ParseOptions {
        join,
        ..ParseOptions::new(today)
    }
}

/// The repairs of a query as the sentences that machine output carries.
pub(super) fn messages(repairs: &[Repair]) -> Vec<String> {
    repairs.iter().map(Repair::to_string).collect()
}

/// Returns what is said of a repair, and under it the text with its place marked.
///
/// ```text
/// `~5` is more than two letters, read as `~2`
///   mohamed~5
///          ^^
/// ```
pub(super) fn pointed(text: &str, repair: &Repair) -> String {
    let (before, place, behind) = (
        &text[..repair.range.start],
        &text[repair.range.clone()],
        &text[repair.range.end..],
    );
    let head = last_columns(before);
    let place = first_columns(place, 2 * CONTEXT_COLUMNS);
    let tail = first_columns(behind, CONTEXT_COLUMNS);
    let marks = "^".repeat(columns(&place).max(1));
    format!(
        "{}\n  {head}{place}{tail}\n  {}{marks}",
        repair.message,
        " ".repeat(columns(&head))
    )
}

/// The beginning of `text`, as it is shown on one line.
fn first_columns(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut width = 0;
    for c in text.chars().map(visible) {
        width += c.width().unwrap_or(0);
        if width > most {
            shown.push('…');
            break;
        }
        shown.push(c);
    }
    shown
}

/// The end of `text`, as it is shown on one line.
fn last_columns(text: &str) -> String {
    let mut width = 0;
    let fits = |(_, c): &(usize, char)| {
        width += visible(*c).width().unwrap_or(0);
        width <= CONTEXT_COLUMNS
    };
    let start = text.char_indices().rev().take_while(fits).last();
    let start = start.map_or(text.len(), |(at, _)| at);
    let cut = if start > 0 { "…" } else { "" };
    let shown: String = text[start..].chars().map(visible).collect();
    format!("{cut}{shown}")
}

/// A terminal must not obey what stands in a query, nor turn it around.
fn visible(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            '\u{fffd}'
        }
        c => c,
    }
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let parsed = parse(text, &options(Join::All)).unwrap();
        assert_eq!(pointed(text, &parsed.warnings[0]), expected);
    }

    #[test]
    fn the_place_of_a_repair_is_marked_under_the_query() {
        check(
            "coalition mohamed~5",
            "`~5` is more than two letters, read as `~2`\n  coalition mohamed~5\n                   ^^",
        );
        check(
            "联合\t(",
            "`(` is passed over: nothing stands behind it\n  联合 (\n       ^",
        );
    }

    #[test]
    fn of_a_long_query_the_part_around_the_place_is_shown() {
        let text = format!("{}b~5 {}", "a ".repeat(100), "c ".repeat(100));
        check(
            &text,
            &format!(
                "`~5` is more than two letters, read as `~2`\n  …{}b~5 {}…\n  {}^^",
                &"a ".repeat(18)[1..],
                "c ".repeat(18).trim_end(),
                " ".repeat(37)
            ),
        );
    }
}
