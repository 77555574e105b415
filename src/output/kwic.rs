//! A concordance: a line for each match, the matches under each other.

use std::io::{self, Write};

use serde::Serialize;

use super::json::DateObject;
use super::style::Style;
use super::text::on_one_line;
use super::wrap::{fitted, fitted_end, width};
use crate::article::Part;
use crate::engine::Document;
use crate::highlight::concordance::Context;

/// The columns of a line where there is no terminal to fit.
pub const PIPE_COLUMNS: usize = 120;
/// The columns of an id; more of it is cut, for its beginning is enough to show the article.
const ID_COLUMNS: usize = 16;
/// A line of fewer columns has no room for an id.
const COLUMNS_FOR_ID: usize = 48;
const GAP: &str = "  ";

/// A match, and the article that it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConcordanceLine {
    /// The match and what stands around it.
    pub context: Context,
    /// The id of the article.
    pub id: String,
    /// What else machine output tells of the article, as JSON.
    pub article: Option<String>,
}

/// Writes a line of `columns` columns: what stands before the match is set flush right, so that
/// matches begin under each other, and the id of the article stands at the end.
///
/// # Errors
///
/// What the writer says.
pub fn write_concordance_line(
    out: &mut impl Write,
    line: &ConcordanceLine,
    columns: usize,
    style: Style,
) -> io::Result<()> {
    let has_id = columns >= COLUMNS_FOR_ID;
    let id_columns = if has_id { ID_COLUMNS + GAP.len() } else { 0 };
    let text_columns = columns.saturating_sub(id_columns).max(3);
    let left_columns = text_columns * 2 / 5;
    let right_columns = text_columns
        - left_columns
        - if style.has_marks { 4 } else { 0 }.min(text_columns - left_columns - 1);
    let left = fitted_end(&on_one_line(&line.context.left), left_columns);
    let found = on_one_line(&line.context.found);
    let rest = fitted(
        &(found.clone() + &on_one_line(&line.context.right)),
        right_columns,
    );
    let found_end = common_prefix(&rest, &found);
    let text = left.clone() + &rest;
    let highlight = left.len()..left.len() + found_end;
    if !has_id {
        return writeln!(out, "{}", style.body(text.trim_end(), &[highlight]));
    }
    let id = fitted_start(&on_one_line(&line.id), ID_COLUMNS);
    writeln!(
        out,
        "{}{GAP}{}",
        style.body(&text, &[highlight]),
        style.faint(&id)
    )
}

/// The bytes of `line` that are those with which `found` begins.
fn common_prefix(line: &str, found: &str) -> usize {
    let same = line.chars().zip(found.chars()).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// As much of the beginning of an id as fits; what it is followed by is not said, so that it can be
/// given to `search show`.
fn fitted_start(id: &str, columns: usize) -> String {
    let mut shown = String::new();
    for c in id.chars() {
        shown.push(c);
        if width(&shown) > columns {
            shown.pop();
            break;
        }
    }
    shown
}

/// A line of `kwic --json`.
#[derive(Debug, Serialize)]
pub struct ConcordanceObject<'a> {
    r#type: &'static str,
    id: &'a str,
    headline: &'a str,
    date: Option<DateObject>,
    source: Option<&'a str>,
    path: &'a str,
    url: Option<&'a str>,
    field: &'static str,
    start: usize,
    end: usize,
    left: &'a str,
    r#match: &'a str,
    right: &'a str,
}

impl<'a> ConcordanceObject<'a> {
    /// Makes the line of a match in a part of an article; `path` is as shown to the user.
    pub fn new(document: &'a Document, path: &'a str, part: Part, context: &'a Context) -> Self {
        let article = &document.article;
        ConcordanceObject {
            r#type: "line",
            id: &document.id,
            headline: &article.headline,
            date: article.date.as_ref().map(DateObject::from),
            source: article.source.as_deref(),
            path,
            url: article.url.as_deref(),
            field: part.as_str(),
            start: context.bytes.start,
            end: context.bytes.end,
            left: &context.left,
            r#match: &context.found,
            right: &context.right,
        }
    }
}

/// What the last line of `kwic --json` tells beside the question.
#[derive(Debug, Serialize)]
pub struct ConcordanceSummary {
    /// Number of all matches.
    pub lines: u64,
    /// Number of the lines that were written.
    pub shown: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: &str, found: &str, right: &str, columns: usize, style: Style) -> String {
        let line = ConcordanceLine {
            context: Context {
                left: left.to_owned(),
                found: found.to_owned(),
                right: right.to_owned(),
                bytes: 0..0,
            },
            id: "9e1bed478b819182-and-more".to_owned(),
            article: None,
        };
        let mut out = Vec::new();
        write_concordance_line(&mut out, &line, columns, style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn matches_begin_in_one_column_whatever_is_around_them() {
        let style = Style::default();
        assert_eq!(
            line("saw the ", "ferry", " sail away", 20, style),
            "saw the ferry sail …\n"
        );
        assert_eq!(line("", "ferry", "", 20, style), "        ferry\n");
        assert_eq!(
            line("he never saw the ", "ferry", "", 20, style),
            "…aw the ferry\n"
        );
        assert_eq!(
            line("联合国的", "安全", "理事会开会", 20, style),
            "联合国的安全理事会…\n"
        );
        assert_eq!(
            line("cafe\u{301} ", "fe\u{301}e", "", 20, style),
            "   cafe\u{301} fe\u{301}e\n"
        );
    }

    #[test]
    fn a_wide_line_ends_with_the_id_as_far_as_it_fits() {
        let shown = line("saw the ", "ferry", " sail", 58, Style::default());
        assert_eq!(
            shown,
            "        saw the ferry sail                9e1bed478b819182\n"
        );
        assert_eq!(width(shown.trim_end()), 58);
    }

    #[test]
    fn marks_take_room_and_a_long_match_is_cut() {
        let style = Style {
            has_marks: true,
            ..Style::default()
        };
        assert_eq!(
            line("the ", "ferry", " sails", 20, style),
            "    the **ferry** s…\n"
        );
        assert_eq!(
            line("the ", "ferryboats", "", 20, style),
            "    the **ferrybo**…\n"
        );
    }
}
