//! Heads of `Key: value` lines, as mail has them and as people type them.

use crate::article::{DateCandidate, Evidence};
use crate::read::byline;
use crate::text::language;
use crate::text::normalize::clean_line;

/// What the keys say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Headline,
    Date,
    Authors,
    Source,
    Section,
    Url,
    Language,
    Body,
}

/// The keys, lower case.
const KEYS: &[(&str, Key)] = &[
    ("author", Key::Authors),
    ("authors", Key::Authors),
    ("body", Key::Body),
    ("by", Key::Authors),
    ("byline", Key::Authors),
    ("category", Key::Section),
    ("content", Key::Body),
    ("date", Key::Date),
    ("date published", Key::Date),
    ("headline", Key::Headline),
    ("lang", Key::Language),
    ("language", Key::Language),
    ("link", Key::Url),
    ("publication", Key::Source),
    ("publication date", Key::Date),
    ("publish date", Key::Date),
    ("published", Key::Date),
    ("publisher", Key::Source),
    ("section", Key::Section),
    ("source", Key::Source),
    ("subject", Key::Headline),
    ("text", Key::Body),
    ("title", Key::Headline),
    ("topic", Key::Section),
    ("url", Key::Url),
];

/// How many lines a head has at most.
const MAX_LINES: usize = 20;

/// What a head of `Key: value` lines says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KeyLines {
    pub(super) headline: Option<String>,
    pub(super) dates: Vec<DateCandidate>,
    pub(super) authors: Vec<String>,
    pub(super) source: Option<String>,
    pub(super) section: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// Splits the head off a text, when it has one.
///
/// A head is a run of `Key: value` lines, of which the first is known, and either another or one
/// that names the headline; unknown keys between known ones are dropped. It may stand between
/// lines of dashes.
pub(super) fn split(text: &str) -> (KeyLines, &str) {
    let start = text.strip_prefix("---\n").unwrap_or(text);
    let mut keys = KeyLines::default();
    let (mut num_known, mut has_headline) = (0, false);
    let (mut at, mut end) = (text.len() - start.len(), 0);
    for line in start.split_inclusive('\n').take(MAX_LINES) {
        let Some((name, value)) = key_line(line) else {
            break;
        };
        let known = KEYS
            .iter()
            .find(|(known, _)| name.eq_ignore_ascii_case(known))
            .map(|(_, key)| *key);
        if known.is_none() && num_known == 0 {
            break;
        }
        if known == Some(Key::Body) {
            // The value is the first line of the body.
            end = at + (line.len() - line.trim_start().len()) + name.len() + 1;
            num_known += 1;
            break;
        }
        at += line.len();
        if let Some(key) = known {
            keys.set(key, name, &clean_line(value));
            (num_known, has_headline, end) =
                (num_known + 1, has_headline || key == Key::Headline, at);
        }
    }
    if num_known >= 2 || has_headline {
        let body = text[end..].trim_start_matches(['\n', ' ']);
        let body = body.strip_prefix("---\n").unwrap_or(body);
        (keys, body.trim_start_matches('\n'))
    } else {
        (KeyLines::default(), text)
    }
}

fn key_line(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once(':')?;
    let is_name = name.len() <= 24
        && name.split_whitespace().count() <= 3
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    is_name.then_some((name, value))
}

impl KeyLines {
    fn set(&mut self, key: Key, name: &str, value: &str) {
        let value = value.trim_matches(['"', '\'']).to_string();
        if value.is_empty() {
            return;
        }
        match key {
            Key::Headline => self.headline = Some(value),
            Key::Date => {
                let evidence = Evidence::Field(name.to_lowercase());
                self.dates.push(DateCandidate {
                    text: value,
                    evidence,
                });
            }
            Key::Authors => self.authors = byline::names(&value),
            Key::Source => self.source = Some(value),
            Key::Section => self.section = Some(value),
            Key::Url => self.url = Some(value),
            Key::Language => self.language = language::code(&value).map(str::to_string),
            Key::Body => {}
        }
    }
}
