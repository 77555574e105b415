//! One record of a collection: from its elements to an article.

use xxhash_rust::xxh3::xxh3_64;

use super::tags::{Tag, attribute, plain, tags};
use crate::article::{Article, DateCandidate, Evidence, Reading};
use crate::read::{byline, text};
use crate::text::normalize::{clean_body, clean_line};

/// The elements that fill a part of an article; of several the first that is there and not empty.
const HEADLINES: &[&str] = &["TITLE", "HEADLINE", "HEAD", "HL", "TTL", "TI", "H3"];
const BODIES: &[&str] = &["BODY", "TEXT", "LEADPARA", "LP"];
const DATES: &[&str] = &[
    "DATE",
    "DATE_TIME",
    "DATETIME",
    "PUBDATE",
    "PUB_DATE",
    "DATE1",
    "DD",
];
const AUTHORS: &[&str] = &["AUTHOR", "BYLINE", "BY", "AU"];
const SOURCES: &[&str] = &["SOURCE", "SO", "PUB", "PUBLICATION", "AGENCY"];
const SECTIONS: &[&str] = &["SECTION", "TOPICS", "SUBJECT", "CATEGORY"];
const IDS: &[&str] = &["DOCNO", "DOCID"];

/// What stands alone at the end of a wire story.
const SIGNATURES: &[&str] = &["reuter", "reuters"];

/// How many elements may be open at once; many of SGML never end, and further ones are passed over.
const MAX_OPEN: usize = 1_000;

/// The elements of a record: its name, attributes and content, in the order in which they end.
struct Elements<'a> {
    all: Vec<(&'a str, &'a str)>,
    /// The attributes of the record itself.
    attributes: &'a str,
}

impl<'a> Elements<'a> {
    fn read(record: &'a str) -> Self {
        let mut open: Vec<Tag<'a>> = Vec::new();
        let mut all = Vec::new();
        let mut attributes = "";
        for tag in tags(record) {
            if !tag.is_end {
                if open.is_empty() && all.is_empty() {
                    attributes = tag.attributes;
                }
                if open.len() < MAX_OPEN {
                    open.push(tag);
                }
                continue;
            }
            let is_start = |start: &Tag<'_>| start.name.eq_ignore_ascii_case(tag.name);
            if let Some(at) = open.iter().rposition(is_start) {
                all.push((open[at].name, &record[open[at].end..tag.start]));
                open.truncate(at);
            }
        }
        Elements { all, attributes }
    }

    /// The names and contents of the elements that have one of these names; earlier names first.
    fn of(&self, names: &'a [&'a str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        names.iter().flat_map(move |name| {
            let all = self.all.iter().copied();
            all.filter(move |(other, _)| other.eq_ignore_ascii_case(name))
        })
    }

    fn line(&self, names: &'a [&'a str]) -> Option<String> {
        self.of(names)
            .map(|(_, content)| clean_line(&plain(content)))
            .find(|line| !line.is_empty())
    }
}

/// Reads one record into an article, or into a reason why it is none.
pub(super) fn read(record: &str, line: u64, reading: &mut Reading) {
    let elements = Elements::read(record);
    let mut article = Article {
        id: id(&elements),
        headline: elements.line(HEADLINES).unwrap_or_default(),
        authors: elements
            .line(AUTHORS)
            .map(|line| byline::names(&line))
            .unwrap_or_default(),
        source: source(&elements, record),
        section: section(&elements),
        date_candidates: dates(&elements),
        line: Some(line),
        content_hash: xxh3_64(record.as_bytes()),
        ..Article::default()
    };
    fill_text(&mut article, &elements);
    if article.headline.is_empty() && article.body.is_empty() {
        let found = if elements.all.is_empty() {
            "no element"
        } else {
            "neither"
        };
        let message = format!("expected an article with a headline or a body, but found {found}");
        return super::skip(reading, line, message);
    }
    reading.articles.push(article);
}

/// Fills headline and body. Text that is not taken apart, as in the unprocessed stories of
/// Reuters, is read as plain text is.
fn fill_text(article: &mut Article, elements: &Elements<'_>) {
    let body = elements
        .of(BODIES)
        .find(|(_, content)| !content.trim().is_empty());
    let Some((name, content)) = body else { return };
    let is_apart = elements.of(HEADLINES).next().is_some();
    if name.eq_ignore_ascii_case("TEXT") && !is_apart {
        let found = text::read_article(&plain(content), "");
        article.headline = found.headline;
        article.body = without_signature(&found.body).to_owned();
        if article.authors.is_empty() {
            article.authors = found.authors;
        }
        article.date_candidates.extend(found.date_candidates);
        return;
    }
    let content = if name.eq_ignore_ascii_case("TEXT") {
        after_head(content)
    } else {
        content
    };
    let dateline = elements.line(&["DATELINE"]).unwrap_or_default();
    let body = clean_body(&plain(content));
    let separator = if dateline.is_empty() || body.is_empty() {
        ""
    } else {
        " "
    };
    let body = format!("{dateline}{separator}{}", without_signature(&body));
    article.body = if body.len() == dateline.len() {
        String::new()
    } else {
        body
    };
}

/// The text after the elements of the head, should they stand in it.
fn after_head(content: &str) -> &str {
    let is_head = |tag: &Tag<'_>| {
        let names = [HEADLINES, AUTHORS, &["DATELINE"]].concat();
        tag.is_end && names.iter().any(|name| name.eq_ignore_ascii_case(tag.name))
    };
    let end = tags(content)
        .filter(is_head)
        .last()
        .map_or(0, |tag| tag.end);
    &content[end..]
}

/// Takes the agency's name off the end of a story.
fn without_signature(body: &str) -> &str {
    let Some((before, last)) = body.rsplit_once('\n') else {
        return body;
    };
    let last = last.trim().to_ascii_lowercase();
    if SIGNATURES.contains(&last.as_str()) {
        before.trim_end()
    } else {
        body
    }
}

fn id(elements: &Elements<'_>) -> Option<String> {
    elements.line(IDS).or_else(|| {
        let number = attribute(elements.attributes, "NEWID")?;
        Some(format!("reuters-{number}"))
    })
}

fn source(elements: &Elements<'_>, record: &str) -> Option<String> {
    let is_reuters = record
        .get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("<REUTERS"));
    elements
        .line(SOURCES)
        .or_else(|| is_reuters.then(|| "Reuters".to_owned()))
}

/// The section, or the first topic: `<TOPICS><D>cocoa</D><D>sugar</D></TOPICS>`.
fn section(elements: &Elements<'_>) -> Option<String> {
    let (_, content) = elements
        .of(SECTIONS)
        .find(|(_, content)| !content.trim().is_empty())?;
    let first = Elements::read(content)
        .all
        .into_iter()
        .map(|(_, inner)| inner)
        .next();
    Some(clean_line(&plain(first.unwrap_or(content)))).filter(|section| !section.is_empty())
}

fn dates(elements: &Elements<'_>) -> Vec<DateCandidate> {
    elements
        .of(DATES)
        .map(|(name, content)| DateCandidate {
            text: clean_line(&plain(content)),
            evidence: Evidence::Field(name.to_owned()),
        })
        .collect()
}
