//! Plain text: one article a file, as it was saved, typed or scraped off a page.
//!
//! The text is cut into units (a line, or lines that were wrapped at a column), the units at the
//! top are sorted into section, headline, byline and date, furniture and links to other articles
//! go, and what is left is the body.

mod furniture;
mod head;
mod key_lines;
pub(super) mod meta_line;
pub(super) mod name;
mod unit;
mod wire;

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::{Format, Framing};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading};
use crate::text::normalize::{clean_body, clean_line};
use crate::text::{decode, ensure_text};
use head::Head;
use unit::Unit;

/// Spaces in a row that only layout makes: a page's columns, or the indentation of its source.
const LAYOUT_SPACES: usize = 8;

/// The version of this reader, which is part of that of others that read texts with it.
pub(super) const VERSION: u32 = 4;

/// Plain text.
pub(crate) static FORMAT: Format = Format {
    name: "text",
    summary: "plain text, an article a file",
    extensions: &["txt", "text"],
    media_types: &["text/plain"],
    version: VERSION,
    framing: Framing::Whole,
    sniff: |head| ensure_text(head).is_ok(),
    read,
};

fn read(raw: &RawDocument) -> Reading {
    match decode(&raw.bytes, None) {
        Ok(decoded) => {
            let mut article = read_article(&decoded.text, &raw.origin.path);
            if article.headline.is_empty() && article.body.is_empty() {
                return Reading::nothing(None, "empty file".to_owned());
            }
            article.warnings = decoded.warnings;
            article.content_hash = xxh3_64(&raw.bytes);
            Reading {
                articles: vec![article],
                ..Reading::default()
            }
        }
        Err(reason) => Reading::nothing(None, reason.to_string()),
    }
}

/// Reads a text as it was saved; `path` names its file and may tell a date.
pub(super) fn read_article(text: &str, path: &str) -> Article {
    let text = clean_body(&break_layout(text));
    let (keys, text) = key_lines::split(&text);
    let units = unit::units(text);
    let all_units = &units[..];
    let units = &units[..furniture::body_end(&units)];
    let imprint = units
        .last()
        .and_then(|unit| meta_line::read_imprint(unit.text));
    let units = &units[..units.len() - usize::from(imprint.is_some())];
    let head = Head::read(units, keys.headline.is_none());
    let mut article = Article {
        url: keys.url,
        headline: keys.headline.unwrap_or(head.headline),
        body: body(text, &units[head.num_units..]),
        authors: [keys.authors, head.authors]
            .into_iter()
            .find(|authors| !authors.is_empty())
            .unwrap_or_else(|| reporters(&all_units[units.len()..])),
        source: keys
            .source
            .or(head.source)
            .or(imprint.as_ref().map(|imprint| clean_line(imprint.source))),
        section: keys.section.or(head.section),
        language: keys.language,
        date_candidates: keys.dates,
        ..Article::default()
    };
    article.date_candidates.extend(head.dates);
    article
        .date_candidates
        .extend(imprint.map(|imprint| DateCandidate {
            text: clean_line(imprint.date),
            evidence: Evidence::DateLine,
        }));
    name::complete(&mut article, path);
    article
}

/// Who reported, by the credits under a text.
fn reporters(units: &[Unit<'_>]) -> Vec<String> {
    let mut credits = units.iter().map(|unit| wire::reporters(unit.text));
    credits.find(|names| !names.is_empty()).unwrap_or_default()
}

/// Joins what stays of the body, as it stands in the text wherever nothing is dropped.
fn body(text: &str, units: &[Unit<'_>]) -> String {
    let is_kept =
        |unit: &&Unit<'_>| !furniture::is_furniture(unit.text) && !furniture::is_link(unit);
    let mut body = String::new();
    let mut end = None;
    for unit in units.iter().filter(is_kept) {
        if let Some(end) = end {
            // What stood between, or, when something was dropped there, what stood before this.
            let between = &text[end..unit.range.start];
            let separator = if between.trim().is_empty() {
                between
            } else {
                unit.space_before(text)
            };
            body.push_str(separator);
        }
        body.push_str(&text[unit.range.clone()]);
        end = Some(unit.range.end);
    }
    body
}

/// Breaks very long lines where a run of spaces shows that a page's layout was flattened.
fn break_layout(text: &str) -> Cow<'_, str> {
    let run = " ".repeat(LAYOUT_SPACES);
    let is_flattened = |line: &str| line.len() > 200 && line.contains(&run);
    if !text.lines().any(is_flattened) {
        return Cow::Borrowed(text);
    }
    let mut broken = String::with_capacity(text.len());
    for line in text.lines() {
        if is_flattened(line) {
            let pieces = line
                .split(&run)
                .map(str::trim)
                .filter(|piece| !piece.is_empty());
            broken.push_str(&pieces.collect::<Vec<_>>().join("\n\n"));
        } else {
            broken.push_str(line);
        }
        broken.push('\n');
    }
    Cow::Owned(broken)
}

#[cfg(test)]
mod tests;
