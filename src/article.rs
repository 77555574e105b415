//! The data that flows: raw documents in, articles with dates and entities out.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Says where a document came from: a file, a member of an archive, a line of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file's path as a person would type it, in an archive that of the archive with the
    /// member's behind it; `-` for standard input.
    pub path: String,
    /// The member's name, in archives within archives with their names before it; `None` outside
    /// of archives.
    pub member: Option<String>,
    /// The line, counted from 1, on which this document begins in its file; `None` when the
    /// document is the whole file.
    pub line: Option<u64>,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None => Ok(()),
        }
    }
}

/// Parts of an article, by the names that JSON gives them, and the columns that fill them.
pub type ColumnMap = Arc<[(String, String)]>;

/// Holds bytes as a source handed them over, out of their compression, not yet decoded.
///
/// For a format that is read whole, these are all bytes of the file. For a format of records
/// (JSON Lines), they are a run of whole records, and `origin.line` is the line of the first; for
/// a table, its header stands before them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawDocument {
    /// Where the bytes came from.
    pub origin: Origin,
    /// The bytes, in whatever charset they have.
    pub bytes: Vec<u8>,
    /// How many documents of the same file came before it.
    pub part: u32,
    /// The columns of a table that fill a part of an article because the user said so:
    /// `("headline", "Title")`.
    pub columns: ColumnMap,
}

/// One news article as a reader found it, and as the extractors completed it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// The identity the input gave the article; `None` when it gave none.
    pub id: Option<String>,
    /// The article's (canonical) address.
    pub url: Option<String>,
    /// The headline: one line, without mark-up; empty when there is none.
    pub headline: String,
    /// The body: UTF-8 without mark-up, line ends are `\n`.
    pub body: String,
    /// The authors' names, without "By".
    pub authors: Vec<String>,
    /// The publication or site that the article appeared in.
    pub source: Option<String>,
    /// The section, topic or category it appeared under.
    pub section: Option<String>,
    /// ISO 639-1 code, lower case (`en`); from the input if it says so, else detected.
    pub language: Option<String>,
    /// ISO 3166-1 code of the country that the article says it is written for, upper case
    /// (`US`); tells how it orders day and month.
    pub region: Option<String>,
    /// What the reader found that may tell the publication date, in any order.
    pub date_candidates: Vec<DateCandidate>,
    /// The publication date chosen among the candidates; `None` without evidence.
    pub date: Option<PublicationDate>,
    /// Who and what the article names, in order of first mention.
    pub entities: Vec<Entity>,
    /// What was odd about the input without costing the article.
    pub warnings: Vec<Warning>,
    /// The line of the file on which the article's record begins, counted from 1.
    pub line: Option<u64>,
    /// XXH3 (64 bit) of the bytes that the article was read from.
    pub content_hash: u64,
}

impl Article {
    /// Returns the text that the ranges of `part` point into.
    pub fn text(&self, part: Part) -> &str {
        match part {
            Part::Headline => &self.headline,
            Part::Body => &self.body,
        }
    }
}

/// What a reader made of a raw document. Readers never fail: what could not be read is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The articles, in the order in which they stand in the document.
    pub articles: Vec<Article>,
    /// The pages that are no articles; it is for the reading's user to keep or to skip them.
    pub no_articles: Vec<NoArticle>,
    /// The parts (or the whole) that gave no article, each with its reason.
    pub skipped: Vec<Warning>,
}

/// Records that hold no article by what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// How many there are.
    pub num_records: u64,
    /// What they are: `2 of other media types, 1 revisit`.
    pub what: String,
}

impl Reading {
    /// Makes the reading of a document that gives nothing, on that line, for that reason.
    pub fn nothing(line: Option<u64>, message: String) -> Self {
        Reading {
            skipped: vec![Warning { line, message }],
            ..Reading::default()
        }
    }
}

/// What was read of a page that is no article: the front of a site, an error page, a login page.
#[derive(Clone, Debug, PartialEq)]
pub struct NoArticle {
    /// What can be read of it all the same.
    pub article: Article,
    /// What was found instead of an article.
    pub found: Warning,
}

/// Something a person should know of an input, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The line, counted from 1, where it was seen.
    pub line: Option<u64>,
    /// What was expected and what was found: lower case, no full stop.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// The calendar day.
    Day,
    /// Hour and minute.
    Minute,
    /// To the second.
    Second,
}

impl Precision {
    /// Returns the word used in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Minute => "minute",
            Precision::Second => "second",
        }
    }
}

/// A date or time as far as it is known, in the place's own time.
///
/// What lies under the precision is at its start (a [`Precision::Month`] value is the first
/// of the month at midnight).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateValue {
    /// Civil date and time as written.
    pub datetime: DateTime,
    /// The offset from UTC as written; `None` when nothing was said.
    pub offset: Option<Offset>,
    /// How much of `datetime` was said.
    pub precision: Precision,
}

impl DateValue {
    /// Returns the first second of the value in UTC; a value without an offset counts as UTC,
    /// and so does a whole day, whatever its offset, so that a day stays the day it is.
    pub fn timestamp(&self) -> Timestamp {
        let offset = match self.precision {
            Precision::Minute | Precision::Second => self.offset.unwrap_or(Offset::UTC),
            _ => Offset::UTC,
        };
        offset.to_timestamp(self.datetime).unwrap_or(Timestamp::MIN)
    }
}

/// Writes the value as RFC 3339 cut to its precision: `2015`, `2015-11`, `2015-11-27`,
/// `2015-11-27T18:30Z`, `2015-11-27T18:30:05+05:00`; the offset only when it was said.
impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let d = self.datetime;
        write!(f, "{:04}", d.year())?;
        if self.precision >= Precision::Month {
            write!(f, "-{:02}", d.month())?;
        }
        if self.precision >= Precision::Day {
            write!(f, "-{:02}", d.day())?;
        }
        if self.precision >= Precision::Minute {
            write!(f, "T{:02}:{:02}", d.hour(), d.minute())?;
        }
        if self.precision >= Precision::Second {
            write!(f, ":{:02}", d.second())?;
        }
        match self.offset {
            Some(offset) if self.precision >= Precision::Minute => write_offset(f, offset),
            _ => Ok(()),
        }
    }
}

/// Reads what [`DateValue`]'s `Display` wrote, and nothing else.
impl FromStr for DateValue {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let (civil, offset) = split_offset(text).ok_or(ParseDateError)?;
        let (filler, precision) = match civil.len() {
            4 => ("-01-01T00:00:00", Precision::Year),
            7 => ("-01T00:00:00", Precision::Month),
            10 => ("T00:00:00", Precision::Day),
            16 => (":00", Precision::Minute),
            19 => ("", Precision::Second),
            _ => return Err(ParseDateError),
        };
        let datetime = format!("{civil}{filler}")
            .parse()
            .map_err(|_| ParseDateError)?;
        Ok(DateValue {
            datetime,
            offset,
            precision,
        })
    }
}

/// Says that a text is not a date as [`DateValue`] writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a date like `2015`, `2015-11`, `2015-11-27` or `2015-11-27T18:30:05+05:00`")]
pub struct ParseDateError;

fn split_offset(text: &str) -> Option<(&str, Option<Offset>)> {
    let Some(time_at) = text.find('T') else {
        return Some((text, None));
    };
    if let Some(civil) = text.strip_suffix('Z') {
        return Some((civil, Some(Offset::UTC)));
    }
    let Some(sign_at) = text[time_at..].find(['+', '-']).map(|at| time_at + at) else {
        return Some((text, None));
    };
    let (hours, minutes) = text.get(sign_at + 1..)?.split_once(':')?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    let sign = if text[sign_at..].starts_with('-') {
        -1
    } else {
        1
    };
    Some((
        &text[..sign_at],
        Some(Offset::from_seconds(sign * seconds).ok()?),
    ))
}

fn write_offset(f: &mut fmt::Formatter<'_>, offset: Offset) -> fmt::Result {
    let seconds = offset.seconds();
    if seconds == 0 {
        return f.write_str("Z");
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What said so: the kind of place in which a date was found.
///
/// The order of the variants is the order of trust, best first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A field of the record, by its name (`date_publish`).
    Field(String),
    /// JSON-LD `datePublished`.
    JsonLd,
    /// A `meta` element, by its name or property (`article:published_time`).
    Meta(String),
    /// Microdata `itemprop=datePublished`.
    Microdata,
    /// The article's address.
    Url,
    /// A `time` element.
    TimeElement,
    /// An element of the page whose class or id says that it holds the date.
    ClassName,
    /// A byline or date line of the visible text.
    DateLine,
    /// The name of the file.
    FileName,
    /// When the page was crawled, which is after it was published.
    Crawl,
    /// What told when the article was last changed, not when it was published.
    Modified(Box<Evidence>),
}

/// Writes `field:date_publish`, `json-ld`, `meta:article:published_time`, `microdata`, `url`,
/// `time`, `class`, `date-line`, `file-name`, `crawl`, `modified:json-ld`.
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::Field(name) => write!(f, "field:{name}"),
            Evidence::JsonLd => f.write_str("json-ld"),
            Evidence::Meta(name) => write!(f, "meta:{name}"),
            Evidence::Microdata => f.write_str("microdata"),
            Evidence::Url => f.write_str("url"),
            Evidence::TimeElement => f.write_str("time"),
            Evidence::ClassName => f.write_str("class"),
            Evidence::DateLine => f.write_str("date-line"),
            Evidence::FileName => f.write_str("file-name"),
            Evidence::Crawl => f.write_str("crawl"),
            Evidence::Modified(evidence) => write!(f, "modified:{evidence}"),
        }
    }
}

/// Reads what [`Evidence`]'s `Display` wrote; an unknown word is the field of that name.
impl From<&str> for Evidence {
    fn from(text: &str) -> Self {
        match text {
            "json-ld" => Evidence::JsonLd,
            "microdata" => Evidence::Microdata,
            "url" => Evidence::Url,
            "time" => Evidence::TimeElement,
            "class" => Evidence::ClassName,
            "date-line" => Evidence::DateLine,
            "file-name" => Evidence::FileName,
            "crawl" => Evidence::Crawl,
            _ => match text.split_once(':') {
                Some(("meta", name)) => Evidence::Meta(name.to_owned()),
                Some(("modified", evidence)) => {
                    Evidence::Modified(Box::new(Evidence::from(evidence)))
                }
                Some(("field", name)) => Evidence::Field(name.to_owned()),
                _ => Evidence::Field(text.to_owned()),
            },
        }
    }
}

/// Text that may tell the publication date, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateCandidate {
    /// The text as found, undecided: `2015-11-27T09:00:00Z`, `Nov. 27, 2015`, `1448614800`.
    pub text: String,
    /// Where it was found.
    pub evidence: Evidence,
}

/// A candidate, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeighedDate {
    /// The text and where it was found.
    pub candidate: DateCandidate,
    /// The date that it is; `None` when it is none, or tells one only with another that is not known.
    pub value: Option<DateValue>,
    /// Why no article can be of this date; `None` when one can.
    pub refusal: Option<String>,
    /// It tells its date by itself, not as `Nov 27` or `2 hours ago` do.
    pub is_complete: bool,
    /// Day and month may be the other way round, and nothing tells.
    pub is_ambiguous: bool,
}

/// The day (or year, or second) of an article's publication, and what said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationDate {
    /// The date as far as it is known.
    pub value: DateValue,
    /// What said so.
    pub evidence: Evidence,
}

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, party, agency, team, armed group.
    Organization,
    /// A country, city, region, river, sea.
    Place,
    /// Any other name: events, works, nationalities, laws.
    Other,
}

impl EntityKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [EntityKind; 4] = [
        EntityKind::Person,
        EntityKind::Organization,
        EntityKind::Place,
        EntityKind::Other,
    ];

    /// Returns the word used in JSON, fields and flags: `person`, `organization`, `place`, `other`.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
            EntityKind::Place => "place",
            EntityKind::Other => "other",
        }
    }
}

/// The part of an article that a byte range points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The headline.
    Headline,
    /// The body.
    Body,
}

impl Part {
    /// Returns the word used in JSON: `headline` or `body`.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Headline => "headline",
            Part::Body => "body",
        }
    }
}

/// One place in an article where an entity is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mention {
    /// Which text the range points into.
    pub part: Part,
    /// First byte of the mention, at a character boundary.
    pub start: usize,
    /// One past its last byte, at a character boundary.
    pub end: usize,
}

/// Somebody or something that an article names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The canonical name: the fullest form in the article ("Vladimir Putin" for "Putin").
    pub name: String,
    /// Where it is named; ascending and disjoint within a part.
    pub mentions: Vec<Mention>,
}

/// One way in which an article writes the name of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The text of the mention, with single spaces.
    pub text: String,
    /// How often the article writes it so.
    pub mentions: u64,
}

impl Entity {
    /// Returns the different texts of its mentions in `article`, in order of first mention.
    pub fn spellings(&self, article: &Article) -> Vec<Spelling> {
        let mut spellings: Vec<Spelling> = Vec::new();
        for mention in &self.mentions {
            let Some(written) = article.text(mention.part).get(mention.start..mention.end) else {
                continue;
            };
            let is_same = |known: &Spelling| known.text.split(' ').eq(written.split_whitespace());
            match spellings.iter_mut().find(|known| is_same(known)) {
                Some(known) => known.mentions += 1,
                None => spellings.push(Spelling {
                    text: written.split_whitespace().collect::<Vec<_>>().join(" "),
                    mentions: 1,
                }),
            }
        }
        spellings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_back_as_it_was_written() {
        for text in [
            "2015",
            "2015-11",
            "2015-11-27",
            "2015-11-27T18:30",
            "2015-11-27T18:30Z",
            "2015-11-27T18:30:05+05:00",
            "2015-11-27T18:30:05-03:30",
        ] {
            let value: DateValue = text.parse().unwrap();
            assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "15",
            "2015-13",
            "2015-02-30",
            "2015-11-27T",
            "2015-11-27T18:30+5",
            "2015-11-27T99:30",
        ] {
            assert_eq!(text.parse::<DateValue>(), Err(ParseDateError), "{text}");
        }
    }

    #[test]
    fn an_offset_moves_the_instant_but_not_the_day() {
        let timestamp = |text: &str| text.parse::<DateValue>().unwrap().timestamp().to_string();
        assert_eq!(timestamp("2015-11-27T01:30+05:00"), "2015-11-26T20:30:00Z");
        assert_eq!(timestamp("2015-11-27"), "2015-11-27T00:00:00Z");
    }

    #[test]
    fn evidence_is_read_back_as_it_was_written() {
        let all = [
            Evidence::Field("date".into()),
            Evidence::JsonLd,
            Evidence::Meta("og:x".into()),
            Evidence::Microdata,
            Evidence::Url,
            Evidence::TimeElement,
            Evidence::ClassName,
            Evidence::DateLine,
            Evidence::FileName,
            Evidence::Crawl,
            Evidence::Modified(Box::new(Evidence::Meta("og:x".into()))),
        ];
        for evidence in all {
            assert_eq!(Evidence::from(evidence.to_string().as_str()), evidence);
        }
    }
}
