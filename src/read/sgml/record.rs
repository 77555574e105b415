//! One record of a collection: from its elements to an article.

use xxhash_rust::xxh3::xxh3_64;

use super::tags::{Tag, attribute, plain, tags};
use crate::article::{Article, DateCandidate, Evidence, Reading, Warning};
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

/// The elements that hold the whole body of a record where it has one, and nothing else does.
const REUTERS_BODIES: &[&str] = &["BODY"];

/// Elements whose words are the name of the file that the story came in, with its time.
const FILE_NAMES: &[&str] = &["FILEID"];

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

/// Reads one record into an article, or into a reason why it is none. A story that the collection
/// of Reuters numbers is one even where its words are lost.
pub(super) fn read(record: &str, line: u64, reading: &mut Reading) {
    let elements = Elements::read(record);
    let mut article = Article {
        id: id(&elements),
        headline: headline(&elements),
        authors: authors(&elements),
        source: source(&elements, record),
        section: section(&elements),
        date_candidates: dates(&elements),
        line: Some(line),
        content_hash: xxh3_64(record.as_bytes()),
        ..Article::default()
    };
    fill_text(&mut article, &elements);
    let is_numbered = attribute(elements.attributes, "NEWID").is_some();
    if article.headline.is_empty() && article.body.is_empty() && is_numbered {
        article.warnings.push(Warning {
            line: Some(line),
            message: "expected a headline or a text, but found neither".to_owned(),
        });
    } else if article.headline.is_empty() && article.body.is_empty() {
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
    let is_apart = elements.of(HEADLINES).next().is_some();
    // In the collection of Reuters, what follows a headline outside of a body is a filler.
    let is_filler = is_apart && attribute(elements.attributes, "NEWID").is_some();
    let bodies = if is_filler { REUTERS_BODIES } else { BODIES };
    let body = elements
        .of(bodies)
        .find(|(_, content)| !content.trim().is_empty());
    let Some((name, content)) = body else { return };
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

/// The headline, without the mark that a paper puts before it: `LT  30 OCT 94 / Ferry sails`.
fn headline(elements: &Elements<'_>) -> String {
    let line = elements.line(HEADLINES).unwrap_or_default();
    match line.split_once(" / ") {
        Some((mark, headline)) if is_mark(mark) => headline.trim_start().to_owned(),
        _ => line,
    }
}

/// Whether these are the letters of a paper and a day: `LT 30 OCT 94`, `FT 14 MAY 91`.
fn is_mark(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let is_name = |word: &str| word.bytes().all(|b| b.is_ascii_uppercase());
    match words[..] {
        [paper, day, month, year] => {
            is_name(paper)
                && is_number(day)
                && is_name(month)
                && month.len() == 3
                && is_number(year)
        }
        _ => false,
    }
}

/// The names in the byline, without that of the agency beside those of its people.
fn authors(elements: &Elements<'_>) -> Vec<String> {
    let line = elements.line(AUTHORS).unwrap_or_default();
    let is_agency = |word: &str| {
        let word = word.trim_end_matches(['.', ',']).to_lowercase();
        SIGNATURES.contains(&word.as_str())
    };
    let names = byline::names(&line).into_iter().map(|name| {
        let (before, last) = name.rsplit_once(' ').unwrap_or(("", &name));
        if is_agency(last) {
            before.to_owned()
        } else {
            name
        }
    });
    names.filter(|name| !name.is_empty()).collect()
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
    let line = clean_line(&plain(first.unwrap_or(content)));
    // `Business; Part D; Page 2`: the rest says where in the paper it stood.
    let section = line.split(';').next().unwrap_or_default().trim();
    (!section.is_empty()).then(|| section.to_owned())
}

fn dates(elements: &Elements<'_>) -> Vec<DateCandidate> {
    let candidate = |name: &str, text: String| DateCandidate {
        text,
        evidence: Evidence::Field(name.to_owned()),
    };
    let dates = elements.of(DATES).map(|(name, content)| {
        let line = clean_line(&plain(content));
        candidate(name, short_day(&line).unwrap_or(line))
    });
    let files = elements.of(FILE_NAMES).filter_map(|(name, content)| {
        Some(candidate(name, file_time(&clean_line(&plain(content)))?))
    });
    dates.chain(files).collect()
}

/// The day in the six digits that some collections write: `941030`.
fn short_day(text: &str) -> Option<String> {
    let is_short = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
    is_short.then(|| format!("{}-{}-{}", whole_year(&text[..2]), &text[2..4], &text[4..]))
}

/// The year that two digits stand for; no collection is older than 1950.
fn whole_year(digits: &str) -> String {
    let century = if digits < "50" { "20" } else { "19" };
    format!("{century}{digits}")
}

/// The time in the name of an American wire's file: `AP-NR-01-31-89 2358EST`.
fn file_time(text: &str) -> Option<String> {
    let (file, clock) = text.rsplit_once(' ')?;
    let mut parts = file.rsplitn(4, '-');
    let (year, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let digits = clock.get(..4)?;
    if ![year, day, month, digits.get(..2)?, digits.get(2..)?]
        .into_iter()
        .all(is_number)
    {
        return None;
    }
    let zone = clock[4..].trim();
    let time = format!("{}:{}", digits.get(..2)?, digits.get(2..)?);
    let year = whole_year(year);
    let time = format!("{year}-{month}-{day} {time} {zone}");
    Some(time.trim_end().to_owned())
}
