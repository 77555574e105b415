//! The copies of a story, and what each changed.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{DateObject, SCHEMA_VERSION};
use super::style::Style;
use super::text::{printable, short_date, wrapped, write_facts};
use crate::engine::Document;
use crate::stories::Changes;

/// Number of changed sentences that are shown of a copy where not all are asked for.
const SHOWN_SENTENCES: usize = 6;

/// A copy, and what it changed of the first.
#[derive(Clone, Copy, Debug)]
pub struct Copy<'a> {
    /// Its place among the copies, counted from 1.
    pub rank: usize,
    /// The article.
    pub document: &'a Document,
    /// The path as the user would type it here.
    pub path: &'a str,
    /// What differs from the first copy; nothing for that.
    pub changes: Option<&'a Changes>,
}

/// Writes a copy: headline, date, source, path and id, and what it changed.
///
/// # Errors
///
/// What the writer says.
pub fn write_copy(
    out: &mut impl Write,
    copy: Copy<'_>,
    shows_all: bool,
    style: Style,
) -> io::Result<()> {
    let article = &copy.document.article;
    let number = format!("{:>2}. ", copy.rank);
    let indent = " ".repeat(number.len());
    let headline = match article.headline.as_str() {
        "" => "(no headline)",
        headline => headline,
    };
    let mut begins = style.faint(&number);
    for line in wrapped(headline, style, number.len()) {
        writeln!(
            out,
            "{begins}{}",
            style.headline(&printable(&headline[line]), &[])
        )?;
        begins.clone_from(&indent);
    }
    let mut facts = vec![short_date(article.date.as_ref())];
    facts.extend(article.source.clone());
    facts.push(copy.path.to_owned());
    facts.push(copy.document.id.clone());
    write_facts(out, &facts, &indent, style)?;
    if let Some(changes) = copy.changes {
        write_changes(out, changes, shows_all, &indent, style)?;
    }
    writeln!(out)
}

fn write_changes(
    out: &mut impl Write,
    changes: &Changes,
    shows_all: bool,
    indent: &str,
    style: Style,
) -> io::Result<()> {
    writeln!(out, "{indent}{}", summary(changes))?;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        changes
            .replaced
            .iter()
            .flat_map(|(before, after)| [format!("- {before}"), format!("+ {after}")]),
    );
    lines.extend(changes.added.iter().map(|sentence| format!("+ {sentence}")));
    lines.extend(changes.cut.iter().map(|sentence| format!("- {sentence}")));
    let shown = if shows_all {
        lines.len()
    } else {
        SHOWN_SENTENCES
    };
    for line in lines.iter().take(shown) {
        let mut begins = indent.to_owned();
        for part in wrapped(line, style, indent.len() + 2) {
            writeln!(out, "{begins}{}", style.faint(&printable(&line[part])))?;
            begins = format!("{indent}  ");
        }
    }
    match lines.len().saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(
            out,
            "{indent}{}",
            style.faint(&format!("… and {more} more (-v shows all)"))
        ),
    }
}

/// What a copy changed, in a line.
fn summary(changes: &Changes) -> String {
    let mut parts = Vec::new();
    if changes.headline {
        parts.push("another headline".to_owned());
    }
    let counts = [
        (changes.replaced.len(), "replaced"),
        (changes.added.len(), "added"),
        (changes.cut.len(), "cut"),
        (changes.moved.len(), "moved"),
    ];
    let mut noun = [" sentence", " sentences"];
    for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
        parts.push(format!("{count}{} {what}", noun[usize::from(count > 1)]));
        // Said once.
        noun = ["", ""];
    }
    match parts.is_empty() {
        true => "the same text".to_owned(),
        false => parts.join(", "),
    }
}

/// A copy of a story: a line of `story --json`.
#[derive(Debug, Serialize)]
pub struct CopyObject<'a> {
    r#type: &'static str,
    rank: usize,
    id: &'a str,
    headline: &'a str,
    date: Option<DateObject>,
    source: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    path: &'a str,
    line: Option<u64>,
    url: Option<&'a str>,
    changes: Option<ChangesObject<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangesObject<'a> {
    headline: bool,
    added: &'a [String],
    cut: &'a [String],
    replaced: Vec<ReplacedObject<'a>>,
    moved: &'a [String],
}

#[derive(Debug, Serialize)]
struct ReplacedObject<'a> {
    from: &'a str,
    to: &'a str,
}

impl<'a> CopyObject<'a> {
    /// Makes the line of a copy.
    pub fn new(copy: Copy<'a>) -> Self {
        let article = &copy.document.article;
        CopyObject {
            r#type: "copy",
            rank: copy.rank,
            id: &copy.document.id,
            headline: &article.headline,
            date: article.date.as_ref().map(DateObject::from),
            source: article.source.as_deref(),
            section: article.section.as_deref(),
            language: article.language.as_deref(),
            path: copy.path,
            line: article.line,
            url: article.url.as_deref(),
            changes: copy.changes.map(changes_object),
        }
    }
}

fn changes_object(changes: &Changes) -> ChangesObject<'_> {
    let replaced = changes.replaced.iter();
    ChangesObject {
        headline: changes.headline,
        added: &changes.added,
        cut: &changes.cut,
        replaced: replaced
            .map(|(from, to)| ReplacedObject { from, to })
            .collect(),
        moved: &changes.moved,
    }
}

/// The last line of `story --json`.
#[derive(Debug, Serialize)]
pub struct StorySummary {
    r#type: &'static str,
    schema: u32,
    articles: usize,
}

impl StorySummary {
    /// Makes the line of a story of so many articles.
    pub fn new(articles: usize) -> Self {
        StorySummary {
            r#type: "summary",
            schema: SCHEMA_VERSION,
            articles,
        }
    }
}
