//! One record: from the fields of an object to an article.

use std::borrow::Cow;

use serde_json::error::Category;
use xxhash_rust::xxh3::xxh3_64;

use super::fields::{Fields, Value};
use super::wrapped::{self, Wrapped};
use super::{feed, num_newlines};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading, Warning};
use crate::read::slot::Slot;
use crate::read::{byline, html, value};
use crate::text::normalize::clean_line;
use crate::text::{decode, language};

/// How many names of fields a message lists.
const MAX_NAMES: usize = 12;

/// Reads one record into an article, or into a reason why it is none.
pub(super) fn read(record: &[u8], line: u64, reading: &mut Reading) {
    let mut warnings = Vec::new();
    let text = match std::str::from_utf8(record) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => match decode(record, None) {
            Ok(decoded) => {
                warnings.extend(decoded.warnings.into_iter().map(|warning| Warning {
                    line: Some(line + warning.line.unwrap_or(1) - 1),
                    ..warning
                }));
                decoded.text
            }
            Err(reason) => return skip(reading, line, reason.to_string()),
        },
    };
    let article = Article {
        line: Some(line),
        content_hash: xxh3_64(record),
        warnings,
        ..Article::default()
    };
    let (line_offset, reason) = match parse(&text) {
        Ok(fields) => return read_object(&text, &fields, article, reading),
        Err(reason) => reason,
    };
    let repaired = without_nan(&text).unwrap_or_default();
    match parse(&repaired) {
        Ok(fields) => read_object(&repaired, &fields, article, reading),
        Err(_) => skip(reading, line + line_offset, reason),
    }
}

/// Reads an object: a feed, what holds articles, or one article, whose parts known so far are
/// those of `article`.
fn read_object(text: &str, fields: &Fields<'_>, article: Article, reading: &mut Reading) {
    let line = article.line.unwrap_or(1);
    if feed::may_be_feed(text) && feed::read(text, line, reading) {
        return;
    }
    let wrapped = wrapped::articles(text, fields);
    if !wrapped.is_empty() {
        return read_wrapped(text, wrapped, line, reading);
    }
    if let Some(number) = reply(fields) {
        let message = format!(
            "expected an article, but found a comment of a reader (`ord_in_thread` {number})"
        );
        return skip(reading, line, message);
    }
    match fill(article, fields) {
        Some(article) => reading.articles.push(article),
        None => skip(reading, line, no_article(fields)),
    }
}

/// Reads the articles that stand in a text, each with the line that it begins on.
fn read_wrapped(text: &str, wrapped: Vec<Wrapped<'_>>, mut line: u64, reading: &mut Reading) {
    let mut at = 0;
    for inner in wrapped {
        let start = inner.text.as_ptr() as usize - text.as_ptr() as usize;
        line += num_newlines(&text.as_bytes()[at..start]);
        at = start;
        let article = Article {
            id: inner.id,
            source: inner.source,
            line: Some(line),
            content_hash: xxh3_64(inner.text.as_bytes()),
            ..Article::default()
        };
        match parse(inner.text) {
            Ok(fields) => read_object(inner.text, &fields, article, reading),
            Err((line_offset, reason)) => skip(reading, line + line_offset, reason),
        }
    }
}

/// The number of a reply in a discussion that a service hands over as it does articles.
fn reply<'f>(fields: &'f Fields<'_>) -> Option<&'f str> {
    let (_, number) = fields.of(Slot::Reply).next()?;
    number.scalar().filter(|number| *number != "0")
}

/// Parses a record; the error is the line within it and the reason.
fn parse(text: &str) -> Result<Fields<'_>, (u64, String)> {
    if !text.starts_with('{') {
        let found = match text.bytes().next() {
            Some(b'"') => "text",
            Some(b'[') => "a list",
            Some(b'-' | b'0'..=b'9') => "a number",
            _ if ["true", "false", "null"].contains(&text) => text,
            _ => {
                return Err((
                    0,
                    format!("expected a JSON object, but found `{}`", start_of(text)),
                ));
            }
        };
        return Err((0, format!("expected a JSON object, but found {found}")));
    }
    serde_json::from_str(text).map_err(|error| {
        let column = error.column();
        let message = error.to_string();
        let place = format!(" at line {} column {column}", error.line());
        let reason = message.strip_suffix(&place).unwrap_or(&message);
        let reason = match (error.classify(), reason) {
            (_, "recursion limit exceeded") => "nested deeper than 128 levels",
            (Category::Eof, _) => "found end of input",
            _ => reason,
        };
        let line_offset = (error.line() as u64).saturating_sub(1);
        (
            line_offset,
            format!("invalid JSON at column {column}: {reason}"),
        )
    })
}

/// Replaces `NaN` and `Infinity`, which some tools write for missing values though JSON has no
/// such numbers, by `null`; `None` when there are none outside of strings.
fn without_nan(text: &str) -> Option<String> {
    let names = ["NaN", "-Infinity", "Infinity"];
    let mut repaired = String::new();
    let (mut kept, mut at, mut in_string) = (0, 0, false);
    while let Some(found) = text[at..].find(['"', '\\', 'N', 'I', '-']) {
        let here = at + found;
        at = here + 1;
        match text.as_bytes()[here] {
            b'"' => in_string = !in_string,
            b'\\' => at = text.ceil_char_boundary(here + 2),
            _ if in_string => {}
            _ => {
                if let Some(name) = names.iter().find(|name| text[here..].starts_with(**name)) {
                    repaired.push_str(&text[kept..here]);
                    repaired.push_str("null");
                    at = here + name.len();
                    kept = at;
                }
            }
        }
    }
    (kept > 0).then(|| repaired + &text[kept..])
}

/// Fills the article; `None` when there is neither a headline nor a body.
fn fill(mut article: Article, fields: &Fields<'_>) -> Option<Article> {
    article.headline = headline(fields, &mut article.warnings);
    article.body = body(fields, &mut article.warnings);
    if article.body.is_empty()
        && let Some(page) = page(fields)
    {
        article = complete(article, page);
    }
    if article.headline.is_empty() && article.body.is_empty() {
        return None;
    }
    let place = place(fields);
    article.id = line_of(fields, Slot::Id).or(article.id);
    article.url = place.0.or(article.url);
    article.source = place.1.or(article.source);
    article.section = section(fields).or(article.section);
    let authors = authors(fields);
    if !authors.is_empty() {
        article.authors = authors;
    }
    article.date_candidates.extend(date_candidates(fields));
    let language = language_of(fields, &mut article.warnings);
    article.language = language.or(article.language);
    Some(article)
}

/// The article of a whole page that a scraper kept beside its address.
fn page(fields: &Fields<'_>) -> Option<Article> {
    let (_, page) = fields.of(Slot::Page).next()?;
    let raw = RawDocument {
        bytes: page.scalar()?.as_bytes().to_vec(),
        ..RawDocument::default()
    };
    if !(html::FORMAT.sniff)(&raw.bytes) {
        return None;
    }
    (html::FORMAT.read)(&raw).articles.pop()
}

/// Adds what the page says to what is known of the article by its record.
fn complete(article: Article, page: Article) -> Article {
    let headline = if article.headline.is_empty() {
        page.headline
    } else {
        article.headline
    };
    Article {
        headline,
        id: article.id,
        line: article.line,
        content_hash: article.content_hash,
        source: article.source.or(page.source),
        warnings: article.warnings,
        ..page
    }
}

fn headline(fields: &Fields<'_>, warnings: &mut Vec<Warning>) -> String {
    let mut texts = texts(fields, Slot::Headline, warnings);
    let mut headlines = texts.iter_mut().map(|(_, texts)| value::headline(texts));
    headlines.find(|line| !line.is_empty()).unwrap_or_default()
}

/// The text of the first field that has any, else the fullest that tells what is in it.
fn body(fields: &Fields<'_>, warnings: &mut Vec<Warning>) -> String {
    for slot in [Slot::Body, Slot::Summary] {
        for (name, text) in texts(fields, slot, warnings) {
            let (body, num_missing) = value::body(&text);
            warnings.extend(num_missing.map(|count| Warning {
                line: None,
                message: format!(
                    "expected a whole text in `{name}`, but {count} characters of it are cut off"
                ),
            }));
            if !body.is_empty() {
                return body;
            }
        }
    }
    String::new()
}

/// Returns the texts of a slot, best first, each with the name of its field; other types are
/// warned of.
fn texts<'f>(
    fields: &'f Fields<'_>,
    slot: Slot,
    warnings: &mut Vec<Warning>,
) -> Vec<(&'f str, String)> {
    let mut found = Vec::new();
    for (name, value) in fields.of(slot) {
        let texts = value.texts();
        if !texts.is_empty() {
            found.push((name, texts.join("\n\n")));
        } else if found.is_empty() && value.is_odd_text() {
            let message = format!("expected text in `{name}`, but found {}", value.kind());
            warnings.push(Warning {
                line: None,
                message,
            });
        }
    }
    found
}

fn line_of(fields: &Fields<'_>, slot: Slot) -> Option<String> {
    fields
        .of(slot)
        .filter_map(|(_, value)| value.scalar())
        .map(clean_line)
        .find(|line| !line.is_empty())
}

fn place(fields: &Fields<'_>) -> (Option<String>, Option<String>) {
    let addresses = fields
        .of(Slot::Url)
        .filter_map(|(_, value)| value.address());
    let sources = fields
        .of(Slot::Source)
        .filter_map(|(_, value)| value.scalar());
    let site = fields.of(Slot::Site).find_map(|(_, value)| value.scalar());
    value::place(addresses, sources, site)
}

fn section(fields: &Fields<'_>) -> Option<String> {
    let mut sections = fields.of(Slot::Section).filter_map(|(name, value)| {
        let label = value.scalar()?;
        // Webhose takes the title of the section's page, which ends with the name of the site.
        let mut parts = label.split(" - ").flat_map(|part| part.split(" | "));
        match name {
            "thread.section_title" => value::section(parts.next()?),
            _ => value::section(label),
        }
    });
    sections.next()
}

fn authors(fields: &Fields<'_>) -> Vec<String> {
    let names = |value: &Value<'_>| match value {
        Value::List(values) => values
            .iter()
            .filter_map(Value::scalar)
            .flat_map(byline::names)
            .collect(),
        _ => value.scalar().map(byline::names).unwrap_or_default(),
    };
    let mut all = fields.of(Slot::Authors).map(|(_, value)| names(value));
    all.find(|names: &Vec<String>| !names.is_empty())
        .unwrap_or_default()
}

fn date_candidates(fields: &Fields<'_>) -> Vec<DateCandidate> {
    let of = |slot| {
        let dates = fields.of(slot);
        dates.filter_map(|(name, value)| Some((value::date(value.scalar()?), name.to_owned())))
    };
    let published = of(Slot::Date).map(|(text, name)| (text, Evidence::Field(name)));
    let modified = of(Slot::Modified)
        .map(|(text, name)| (text, Evidence::Modified(Box::new(Evidence::Field(name)))));
    published
        .chain(modified)
        .map(|(text, evidence)| DateCandidate { text, evidence })
        .collect()
}

fn language_of(fields: &Fields<'_>, warnings: &mut Vec<Warning>) -> Option<String> {
    let (name, label) = fields
        .of(Slot::Language)
        .find_map(|(name, value)| Some((name, value.scalar()?)))?;
    let code = language::code(label);
    if code.is_none() {
        let message = format!(
            "expected a language in `{name}`, but found `{}`",
            start_of(label)
        );
        warnings.push(Warning {
            line: None,
            message,
        });
    }
    code.map(str::to_string)
}

fn no_article(fields: &Fields<'_>) -> String {
    let expected = "expected an article with a headline or a body, but found";
    if fields.names.is_empty() {
        return format!("{expected} an empty object");
    }
    let names: Vec<String> = fields
        .names
        .iter()
        .take(MAX_NAMES)
        .map(|name| start_of(name).into_owned())
        .collect();
    let more = if fields.names.len() > MAX_NAMES {
        ", …"
    } else {
        ""
    };
    format!("{expected} fields {}{more}", names.join(", "))
}

/// Returns what a message quotes of a text.
fn start_of(text: &str) -> Cow<'_, str> {
    let end = text.floor_char_boundary(40);
    if end < text.len() {
        format!("{}…", &text[..end]).into()
    } else {
        text.into()
    }
}

pub(super) fn skip(reading: &mut Reading, line: u64, message: String) {
    reading.skipped.push(Warning {
        line: Some(line),
        message,
    });
}
