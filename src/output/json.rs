//! JSON Lines for scripts: one object a line, snake_case, offsets in bytes of UTF-8.
//!
//! The README documents each object; a field is added, never renamed or dropped.

use std::io::{self, Write};

use serde::Serialize;

use crate::aliases::{Group, Widened};
use crate::article::{Article, Entity, Mention, PublicationDate, Warning, WeighedDate};
use crate::engine::advice::{Advice, Alternative, UnknownWord};
use crate::engine::{Counted, Document, Hit, IndexStats, NamedEntity, ScorePart, SearchResponse};
use crate::highlight::{Marked, Snippet};
use crate::matching::Expansion;

/// Version of the objects that this module writes; it grows when a field is renamed or dropped.
pub const SCHEMA_VERSION: u32 = 1;

/// Writes one object as one line.
///
/// # Errors
///
/// What the writer says.
pub fn write_line(out: &mut impl Write, object: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, object)?;
    out.write_all(b"\n")
}

/// A publication date.
#[derive(Debug, Serialize)]
pub struct DateObject {
    value: String,
    precision: &'static str,
    evidence: String,
}

impl From<&PublicationDate> for DateObject {
    fn from(date: &PublicationDate) -> Self {
        DateObject {
            value: date.value.to_string(),
            precision: date.value.precision.as_str(),
            evidence: date.evidence.to_string(),
        }
    }
}

/// One line of `query --json`.
#[derive(Debug, Serialize)]
pub struct HitObject<'a> {
    r#type: &'static str,
    rank: usize,
    id: &'a str,
    score: f32,
    headline: &'a str,
    headline_highlights: Vec<[usize; 2]>,
    date: Option<DateObject>,
    source: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    path: &'a str,
    line: Option<u64>,
    url: Option<&'a str>,
    snippets: Vec<SnippetObject<'a>>,
    entities: Vec<NamedEntityObject<'a>>,
    copies: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    score_parts: Option<Vec<ScorePartObject<'a>>>,
}

/// An entity by its canonical name.
#[derive(Debug, Serialize)]
struct NamedEntityObject<'a> {
    kind: &'static str,
    name: &'a str,
}

#[derive(Debug, Serialize)]
struct ScorePartObject<'a> {
    part: &'a str,
    place: &'a str,
    score: f32,
}

#[derive(Debug, Serialize)]
pub(super) struct SnippetObject<'a> {
    text: &'a str,
    highlights: Vec<[usize; 2]>,
}

impl<'a> HitObject<'a> {
    /// Makes the line of a hit; `rank` counts from 1, `path` is as shown to the user.
    /// The parts of its score are told when they were asked for.
    pub fn new(rank: usize, hit: &'a Hit, path: &'a str, has_parts: bool) -> Self {
        let part = |part: &'a ScorePart| ScorePartObject {
            part: &part.written,
            place: part.place,
            score: part.score,
        };
        HitObject {
            r#type: "hit",
            rank,
            id: &hit.id,
            score: hit.score,
            headline: &hit.headline.text,
            headline_highlights: ranges(&hit.headline),
            date: hit.date.as_ref().map(DateObject::from),
            source: hit.source.as_deref(),
            section: hit.section.as_deref(),
            language: hit.language.as_deref(),
            path,
            line: hit.line,
            url: hit.url.as_deref(),
            snippets: hit.snippets.iter().map(snippet_object).collect(),
            entities: hit.entities.iter().map(named_entity_object).collect(),
            copies: hit.copies,
            score_parts: has_parts.then(|| hit.score_parts.iter().map(part).collect()),
        }
    }
}

pub(super) fn snippet_object(snippet: &Snippet) -> SnippetObject<'_> {
    SnippetObject {
        text: &snippet.marked.text,
        highlights: ranges(&snippet.marked),
    }
}

fn named_entity_object(entity: &NamedEntity) -> NamedEntityObject<'_> {
    NamedEntityObject {
        kind: entity.kind.as_str(),
        name: &entity.name,
    }
}

fn ranges(marked: &Marked) -> Vec<[usize; 2]> {
    marked
        .highlights
        .iter()
        .map(|range| [range.start, range.end])
        .collect()
}

/// The last line of `query --json`.
#[derive(Debug, Serialize)]
pub struct QuerySummary<'a> {
    r#type: &'static str,
    schema: u32,
    /// Number of articles that match, exact.
    pub total: u64,
    /// Number of stories that these are of, where copies are one hit.
    stories: u64,
    /// Milliseconds from reading the query to the last hit.
    pub took_ms: f64,
    /// The query as it was typed.
    pub query: &'a str,
    /// The query as it was read.
    pub read_as: String,
    /// What was read otherwise than it was typed, and patterns that were cut.
    pub warnings: Vec<String>,
    expansions: Vec<ExpansionObject<'a>>,
    names: Vec<WidenedObject<'a>>,
    advice: Option<AdviceObject<'a>>,
    /// The query in words, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct ExpansionObject<'a> {
    pattern: &'a str,
    matching: usize,
    terms: Vec<AlternativeObject<'a>>,
}

/// A name of the query, and the names by which articles were sought, too.
#[derive(Debug, Serialize)]
struct WidenedObject<'a> {
    field: &'static str,
    name: &'a str,
    spellings: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct AdviceObject<'a> {
    unknown: Vec<UnknownObject<'a>>,
    without: Vec<AlternativeObject<'a>>,
    any: Option<u64>,
    other_days: Option<u64>,
    unfiltered: Option<u64>,
}

#[derive(Debug, Serialize)]
struct UnknownObject<'a> {
    word: &'a str,
    spellings: Vec<AlternativeObject<'a>>,
}

#[derive(Debug, Serialize)]
struct AlternativeObject<'a> {
    text: &'a str,
    articles: u64,
}

impl<'a> QuerySummary<'a> {
    /// Makes the line of a query as it was typed; how it was read is to be filled in.
    pub fn new(response: &'a SearchResponse, took_ms: f64, query: &'a str) -> Self {
        QuerySummary {
            r#type: "summary",
            schema: SCHEMA_VERSION,
            total: response.total,
            stories: response.stories,
            took_ms,
            query,
            read_as: String::new(),
            warnings: Vec::new(),
            expansions: response.expansions.iter().map(expansion_object).collect(),
            names: response.widened.iter().map(widened_object).collect(),
            advice: None,
            reading: None,
        }
    }

    /// Adds what to try when nothing was found.
    pub fn set_advice(&mut self, advice: Option<&'a Advice>) {
        self.advice = advice.map(|advice| AdviceObject {
            unknown: advice.unknown.iter().map(unknown_object).collect(),
            without: advice.without.iter().map(alternative_object).collect(),
            any: advice.any,
            other_days: advice.other_days,
            unfiltered: advice.unfiltered,
        });
    }
}

fn expansion_object(expansion: &Expansion) -> ExpansionObject<'_> {
    ExpansionObject {
        pattern: &expansion.pattern,
        matching: expansion.num_matching,
        terms: expansion
            .terms
            .iter()
            .map(|(text, articles)| AlternativeObject {
                text,
                articles: *articles,
            })
            .collect(),
    }
}

fn widened_object(widened: &Widened) -> WidenedObject<'_> {
    WidenedObject {
        field: widened.field.as_str(),
        name: &widened.name,
        spellings: widened.groups.iter().flat_map(Group::names).collect(),
    }
}

fn unknown_object(unknown: &UnknownWord) -> UnknownObject<'_> {
    UnknownObject {
        word: &unknown.word,
        spellings: unknown.spellings.iter().map(alternative_object).collect(),
    }
}

fn alternative_object(alternative: &Alternative) -> AlternativeObject<'_> {
    AlternativeObject {
        text: &alternative.text,
        articles: alternative.articles,
    }
}

/// One line of `inspect --json` and of `show --json`.
#[derive(Debug, Serialize)]
pub struct ArticleObject<'a> {
    r#type: &'static str,
    schema: u32,
    id: &'a str,
    path: &'a str,
    line: Option<u64>,
    format: &'a str,
    headline: &'a str,
    body: &'a str,
    url: Option<&'a str>,
    source: Option<&'a str>,
    section: Option<&'a str>,
    authors: &'a [String],
    language: Option<&'a str>,
    date: Option<DateObject>,
    entities: Vec<EntityObject<'a>>,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_candidates: Option<Vec<DateCandidateObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language_by_text: Option<Option<LanguageObject>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names_found_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline_highlights: Option<Vec<[usize; 2]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_highlights: Option<Vec<[usize; 2]>>,
}

/// The language that a text tells.
#[derive(Debug, Serialize)]
struct LanguageObject {
    code: &'static str,
    reliability: f64,
}

/// What may tell the date of an article.
#[derive(Debug, Serialize)]
struct DateCandidateObject<'a> {
    text: &'a str,
    evidence: String,
    value: Option<String>,
    precision: Option<&'static str>,
    refused: Option<&'a str>,
}

impl<'a> From<&'a WeighedDate> for DateCandidateObject<'a> {
    fn from(date: &'a WeighedDate) -> Self {
        DateCandidateObject {
            text: &date.candidate.text,
            evidence: date.candidate.evidence.to_string(),
            value: date.value.map(|value| value.to_string()),
            precision: date.value.map(|value| value.precision.as_str()),
            refused: date.refusal.as_deref(),
        }
    }
}

/// A mention.
#[derive(Debug, Serialize)]
struct EntityObject<'a> {
    text: &'a str,
    kind: &'static str,
    field: &'static str,
    start: usize,
    end: usize,
    name: &'a str,
}

impl<'a> ArticleObject<'a> {
    /// Makes the line of an article; `path` is as shown to the user.
    pub fn new(document: &'a Document, path: &'a str) -> Self {
        let article = &document.article;
        ArticleObject {
            r#type: "article",
            schema: SCHEMA_VERSION,
            id: &document.id,
            path,
            line: article.line,
            format: &document.file.format,
            headline: &article.headline,
            body: &article.body,
            url: article.url.as_deref(),
            source: article.source.as_deref(),
            section: article.section.as_deref(),
            authors: &article.authors,
            language: article.language.as_deref(),
            date: article.date.as_ref().map(DateObject::from),
            entities: article
                .entities
                .iter()
                .flat_map(|entity| entity_objects(article, entity))
                .collect(),
            warnings: article.warnings.iter().map(Warning::to_string).collect(),
            date_candidates: None,
            language_by_text: None,
            names_found_by: None,
            headline_highlights: None,
            body_highlights: None,
        }
    }

    /// Adds what may tell the date, the most trusted first.
    pub fn with_dates(mut self, dates: &'a [WeighedDate]) -> Self {
        self.date_candidates = Some(dates.iter().map(DateCandidateObject::from).collect());
        self
    }

    /// Adds the language that the text itself tells, and how sure it is.
    pub fn with_language(mut self, by_text: Option<(&'static str, f64)>) -> Self {
        self.language_by_text = Some(by_text.map(|(code, reliability)| LanguageObject {
            code,
            reliability: (reliability * 100.0).round() / 100.0,
        }));
        self
    }

    /// Adds what found the names.
    pub fn with_recognizer(mut self, recognizer: &'static str) -> Self {
        self.names_found_by = Some(recognizer);
        self
    }

    /// Adds where the words of a query stand.
    pub fn with_highlights(mut self, headline: &Marked, body: &Marked) -> Self {
        self.headline_highlights = Some(ranges(headline));
        self.body_highlights = Some(ranges(body));
        self
    }
}

fn entity_objects<'a>(article: &'a Article, entity: &'a Entity) -> Vec<EntityObject<'a>> {
    let kind = entity.kind.as_str();
    let name = entity.name.as_str();
    let mention = |mention: &Mention| {
        let text = article.text(mention.part);
        EntityObject {
            text: text.get(mention.start..mention.end).unwrap_or(name),
            kind,
            field: mention.part.as_str(),
            start: mention.start,
            end: mention.end,
            name,
        }
    };
    entity.mentions.iter().map(mention).collect()
}

/// The line of `show --json` for an id that no article has, and of `entity --json` for words that no
/// name has.
#[derive(Debug, Serialize)]
pub struct MissingObject<'a> {
    r#type: &'static str,
    schema: u32,
    id: &'a str,
    reason: &'a str,
}

impl<'a> MissingObject<'a> {
    /// Makes the line.
    pub fn new(id: &'a str, reason: &'a str) -> Self {
        MissingObject {
            r#type: "missing",
            schema: SCHEMA_VERSION,
            id,
            reason,
        }
    }
}

/// A file or a record that gave no article: a line of `index --json` and of `inspect --json`.
#[derive(Debug, Serialize)]
pub struct SkippedObject<'a> {
    r#type: &'static str,
    path: &'a str,
    line: Option<u64>,
    reason: &'a str,
}

impl<'a> SkippedObject<'a> {
    /// Makes the line.
    pub fn new(path: &'a str, line: Option<u64>, reason: &'a str) -> Self {
        SkippedObject {
            r#type: "skipped",
            path,
            line,
            reason,
        }
    }
}

/// Records that hold no article by what they are: a line of `index --json` and of `inspect --json`.
#[derive(Debug, Serialize)]
pub struct PassedOverObject<'a> {
    r#type: &'static str,
    path: &'a str,
    records: u64,
    reason: &'a str,
}

impl<'a> PassedOverObject<'a> {
    /// Makes the line.
    pub fn new(path: &'a str, records: u64, reason: &'a str) -> Self {
        PassedOverObject {
            r#type: "passed_over",
            path,
            records,
            reason,
        }
    }
}

/// One line of `batch --json`.
#[derive(Debug, Serialize)]
pub struct BatchObject<'a> {
    /// The query's id: as given, else its line number.
    pub id: &'a serde_json::Value,
    /// Number of articles that match, exact.
    pub total: u64,
    /// The best of them.
    pub hits: Vec<BatchHit<'a>>,
    /// What was passed over.
    pub warnings: &'a [String],
    /// Why there is no answer.
    pub error: Option<&'a str>,
}

/// A hit in a line of `batch --json`.
#[derive(Debug, Serialize)]
pub struct BatchHit<'a> {
    /// Identity in the index.
    pub id: &'a str,
    /// BM25 score.
    pub score: f32,
}

/// The line of `stats --json`.
#[derive(Debug, Serialize)]
pub struct StatsObject<'a> {
    r#type: &'static str,
    schema: u32,
    index: &'a str,
    index_bytes: u64,
    articles: u64,
    undated: u64,
    first_day: Option<&'a str>,
    last_day: Option<&'a str>,
    undated_sources: Vec<CountObject<'a>>,
    years: Vec<CountObject<'a>>,
    months: Vec<CountObject<'a>>,
    num_sources: u64,
    sources: Vec<CountObject<'a>>,
    num_sections: u64,
    sections: Vec<CountObject<'a>>,
    languages: Vec<CountObject<'a>>,
    formats: Vec<CountObject<'a>>,
    entities: Vec<KindObject<'a>>,
    skipped: Vec<SkippedObject<'a>>,
}

#[derive(Debug, Serialize)]
struct CountObject<'a> {
    value: Option<&'a str>,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct KindObject<'a> {
    kind: &'static str,
    names: u64,
    top: Vec<CountObject<'a>>,
}

impl<'a> StatsObject<'a> {
    /// Makes the line for the index at `index`.
    pub fn new(index: &'a str, stats: &'a IndexStats) -> Self {
        StatsObject {
            r#type: "stats",
            schema: SCHEMA_VERSION,
            index,
            index_bytes: stats.index_bytes,
            articles: stats.articles,
            undated: stats.undated,
            first_day: stats.first_day.as_deref(),
            last_day: stats.last_day.as_deref(),
            undated_sources: count_objects(&stats.undated_sources),
            years: count_objects(&stats.years),
            months: count_objects(&stats.months),
            num_sources: stats.num_sources,
            sources: count_objects(&stats.sources),
            num_sections: stats.num_sections,
            sections: count_objects(&stats.sections),
            languages: count_objects(&stats.languages),
            formats: count_objects(&stats.formats),
            entities: stats
                .entities
                .iter()
                .map(|kind| KindObject {
                    kind: kind.kind.as_str(),
                    names: kind.names,
                    top: count_objects(&kind.top),
                })
                .collect(),
            skipped: stats
                .skipped
                .iter()
                .map(|file| SkippedObject::new(&file.path, None, &file.reason))
                .collect(),
        }
    }
}

fn count_objects(counted: &[Counted]) -> Vec<CountObject<'_>> {
    counted
        .iter()
        .map(|counted| CountObject {
            value: Some(counted.value.as_str()).filter(|value| !value.is_empty()),
            articles: counted.articles,
        })
        .collect()
}
