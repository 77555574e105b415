//! An article that is new to an alert: kept until it is told, then as text or as JSON.

use std::io::{self, Write};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Style;
use super::json::{SCHEMA_VERSION, write_line};
use super::text::{HitPlace, printable, write_hit};
use crate::article::{Evidence, PublicationDate};
use crate::engine::Hit;
use crate::highlight::{Marked, Snippet};

/// What is said of an article that may have been told before.
const PERHAPS_AGAIN: &str = "(perhaps told before: the run that told it was stopped then)";

/// An article that an alert found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// The name of the alert.
    pub alert: String,
    /// Identity in the index.
    pub id: String,
    /// The headline.
    pub headline: String,
    headline_highlights: Vec<[usize; 2]>,
    date: Option<NewsDate>,
    /// Publication or site.
    pub source: Option<String>,
    /// Section.
    pub section: Option<String>,
    language: Option<String>,
    /// Where it lies, as in [`Hit::path`].
    pub path: String,
    line: Option<u64>,
    /// Address.
    pub url: Option<String>,
    snippets: Vec<NewsSnippet>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct NewsDate {
    value: String,
    precision: String,
    evidence: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct NewsSnippet {
    text: String,
    highlights: Vec<[usize; 2]>,
    #[serde(default, skip_serializing_if = "is_false")]
    has_more_before: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    has_more_after: bool,
}

/// A line of `alert run --json`.
#[derive(Serialize)]
struct NewsObject<'a> {
    r#type: &'static str,
    schema: u32,
    perhaps_again: bool,
    #[serde(flatten)]
    news: &'a News,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl News {
    /// Keeps a hit of an alert.
    pub fn new(alert: &str, hit: Hit) -> Self {
        let snippet = |snippet: Snippet| NewsSnippet {
            highlights: pairs(&snippet.marked.highlights),
            text: snippet.marked.text,
            has_more_before: snippet.has_more_before,
            has_more_after: snippet.has_more_after,
        };
        News {
            alert: alert.to_owned(),
            id: hit.id,
            headline_highlights: pairs(&hit.headline.highlights),
            headline: hit.headline.text,
            date: hit.date.map(|date| NewsDate {
                value: date.value.to_string(),
                precision: date.value.precision.as_str().to_owned(),
                evidence: date.evidence.to_string(),
            }),
            source: hit.source,
            section: hit.section,
            language: hit.language,
            path: hit.path,
            line: hit.line,
            url: hit.url,
            snippets: hit.snippets.into_iter().map(snippet).collect(),
        }
    }

    /// Returns the publication date.
    pub fn date(&self) -> Option<PublicationDate> {
        let date = self.date.as_ref()?;
        Some(PublicationDate {
            value: date.value.parse().ok()?,
            evidence: Evidence::from(date.evidence.as_str()),
        })
    }

    /// Returns the passages on one line.
    pub fn passages(&self) -> String {
        let texts: Vec<&str> = self.snippets.iter().map(|it| it.text.as_str()).collect();
        texts.join(" … ")
    }

    fn hit(&self) -> Hit {
        let snippet = |snippet: &NewsSnippet| Snippet {
            marked: marked(&snippet.text, &snippet.highlights),
            has_more_before: snippet.has_more_before,
            has_more_after: snippet.has_more_after,
        };
        Hit {
            id: self.id.clone(),
            path: self.path.clone(),
            line: self.line,
            headline: marked(&self.headline, &self.headline_highlights),
            date: self.date(),
            source: self.source.clone(),
            section: self.section.clone(),
            language: self.language.clone(),
            url: self.url.clone(),
            snippets: self.snippets.iter().map(snippet).collect(),
            ..Hit::default()
        }
    }
}

fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges
        .iter()
        .map(|range| [range.start, range.end])
        .collect()
}

fn marked(text: &str, highlights: &[[usize; 2]]) -> Marked {
    Marked {
        text: text.to_owned(),
        highlights: highlights.iter().map(|[start, end]| *start..*end).collect(),
    }
}

/// Writes the name of an alert above what is new of it.
///
/// # Errors
///
/// What the writer says.
pub fn write_alert_name(out: &mut impl Write, alert: &str, style: Style) -> io::Result<()> {
    writeln!(out, "{}\n", style.headline(&printable(alert), &[]))
}

/// Writes an article as a hit is written; `perhaps_again` where it may have been told before.
///
/// # Errors
///
/// What the writer says.
pub fn write_news(
    out: &mut impl Write,
    news: &News,
    place: HitPlace<'_>,
    perhaps_again: bool,
    style: Style,
) -> io::Result<()> {
    if perhaps_again {
        writeln!(out, "{}", style.faint(PERHAPS_AGAIN))?;
    }
    write_hit(out, &news.hit(), place, style)
}

/// Writes an article as a line of JSON, `path` as shown to the user.
///
/// # Errors
///
/// What the writer says.
pub fn write_news_object(
    out: &mut impl Write,
    news: &News,
    path: &str,
    perhaps_again: bool,
) -> io::Result<()> {
    let news = News {
        path: path.to_owned(),
        ..news.clone()
    };
    let object = NewsObject {
        r#type: "news",
        schema: SCHEMA_VERSION,
        perhaps_again,
        news: &news,
    };
    write_line(out, &object)
}
