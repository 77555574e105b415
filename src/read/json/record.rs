//! One record: from the fields of an object to an article.

use std::borrow::Cow;

use serde_json::error::Category;
use xxhash_rust::xxh3::xxh3_64;

use super::feed;
use super::fields::{Fields, Slot, Value};
use crate::article::{Article, DateCandidate, Evidence, Reading, Warning};
use crate::read::byline;
use crate::text::normalize::{clean_body, clean_line};
use crate::text::{decode, language};

/// How many names of fields a message lists.
const MAX_NAMES: usize = 12;

/// The members in which answers of news services hold their lists of articles.
const WRAPPERS: &[&str] = &[
    "articles", "results", "items", "data", "docs", "hits", "response",
];

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
    let repaired;
    let mut parsed = parse(&text);
    if parsed.is_err()
        && let Some(without) = without_nan(&text)
    {
        repaired = without;
        parsed = parse(&repaired).or(parsed);
    }
    match parsed {
        Ok(_) if feed::may_be_feed(&text) && feed::read(&text, line, reading) => {}
        Ok(fields) => {
            let article = Article {
                line: Some(line),
                content_hash: xxh3_64(record),
                warnings,
                ..Article::default()
            };
            match fill(article, &fields) {
                Some(article) => reading.articles.push(article),
                None if read_wrapped(&text, line, reading) => {}
                None => skip(reading, line, no_article(&fields)),
            }
        }
        Err((line_offset, reason)) => skip(reading, line + line_offset, reason),
    }
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
    article.headline = clean_line(&text(fields, Slot::Headline, &mut article.warnings));
    article.body = clean_body(&text(fields, Slot::Body, &mut article.warnings));
    if article.headline.is_empty() && article.body.is_empty() {
        return None;
    }
    article.id = line_of(fields, Slot::Id);
    article.url = line_of(fields, Slot::Url);
    article.source = line_of(fields, Slot::Source);
    article.section = line_of(fields, Slot::Section);
    article.authors = authors(fields);
    article.date_candidates = date_candidates(fields);
    article.language = language_of(fields, &mut article.warnings);
    Some(article)
}

/// Returns the text of a headline or body, empty when there is none; other types are warned of.
fn text(fields: &Fields<'_>, slot: Slot, warnings: &mut Vec<Warning>) -> String {
    for (name, value) in fields.of(slot) {
        match value {
            Value::Null => {}
            Value::Text(text) if text.trim().is_empty() => {}
            Value::Text(text) => return text.to_string(),
            Value::List(values) if !values.is_empty() => {
                let paragraphs: Vec<&str> = values.iter().filter_map(Value::scalar).collect();
                return paragraphs.join("\n\n");
            }
            Value::Object(_) if value.scalar().is_some() => {
                return value.scalar().unwrap_or_default().to_string();
            }
            _ => {
                let message = format!("expected text in `{name}`, but found {}", value.kind());
                warnings.push(Warning {
                    line: None,
                    message,
                });
            }
        }
    }
    String::new()
}

fn line_of(fields: &Fields<'_>, slot: Slot) -> Option<String> {
    fields
        .of(slot)
        .filter_map(|(_, value)| value.scalar())
        .map(clean_line)
        .find(|line| !line.is_empty())
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
    let dates = fields
        .of(Slot::Date)
        .filter_map(|(name, value)| Some((name, value.scalar()?)));
    dates
        .map(|(name, text)| DateCandidate {
            text: clean_line(text),
            evidence: Evidence::Field(name.to_string()),
        })
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

/// Reads the articles of an answer that wraps them, `{"status": "ok", "articles": […]}`;
/// returns false when the object is none.
fn read_wrapped(text: &str, line: u64, reading: &mut Reading) -> bool {
    let Ok(answer) = serde_json::from_str::<serde_json::Value>(text) else {
        return false;
    };
    let Some(values) = wrapped(&answer, 0) else {
        return false;
    };
    for value in values {
        read(value.to_string().as_bytes(), line, reading);
    }
    true
}

fn wrapped(value: &serde_json::Value, depth: usize) -> Option<&Vec<serde_json::Value>> {
    let members = value.as_object()?;
    WRAPPERS
        .iter()
        .filter_map(|name| members.get(*name))
        .find_map(|inner| match inner {
            serde_json::Value::Array(values) => values.first()?.is_object().then_some(values),
            _ if depth < 2 => wrapped(inner, depth + 1),
            _ => None,
        })
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
