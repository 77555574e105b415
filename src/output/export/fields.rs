//! What of an article is exported.

use std::borrow::Cow;

use crate::article::{EntityKind, PublicationDate};
use crate::engine::FoundDocument;
use crate::highlight::Snippet;

/// A part of an article, or of what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExportField {
    /// Identity in the index.
    Id,
    /// Headline.
    Headline,
    /// Publication date, cut to what is known.
    Date,
    /// How exactly the date is known.
    Precision,
    /// What said the date.
    Evidence,
    /// Authors.
    Authors,
    /// Publication or site.
    Source,
    /// Section.
    Section,
    /// Code of the language.
    Language,
    /// Address.
    Url,
    /// File.
    Path,
    /// Line of the file.
    Line,
    /// Format of the file.
    Format,
    /// BM25 score.
    Score,
    /// Passages that show why the article matched.
    Snippets,
    /// Body.
    Body,
    /// Names of people.
    People,
    /// Names of organizations.
    Organizations,
    /// Names of places.
    Places,
    /// Other names.
    Other,
}

use ExportField as F;

/// All fields in the order in which they are listed, with their names.
pub const FIELDS: &[(ExportField, &str)] = &[
    (F::Id, "id"),
    (F::Headline, "headline"),
    (F::Date, "date"),
    (F::Precision, "precision"),
    (F::Evidence, "evidence"),
    (F::Authors, "authors"),
    (F::Source, "source"),
    (F::Section, "section"),
    (F::Language, "language"),
    (F::Url, "url"),
    (F::Path, "path"),
    (F::Line, "line"),
    (F::Format, "format"),
    (F::Score, "score"),
    (F::Snippets, "snippets"),
    (F::Body, "body"),
    (F::People, "people"),
    (F::Organizations, "organizations"),
    (F::Places, "places"),
    (F::Other, "other"),
];

/// The fields that are exported where none are named.
pub const DEFAULT_FIELDS: &[ExportField] = &[
    F::Id,
    F::Headline,
    F::Date,
    F::Precision,
    F::Authors,
    F::Source,
    F::Section,
    F::Language,
    F::Url,
    F::Path,
    F::Line,
];

/// The fields of names.
pub const ENTITY_FIELDS: &[ExportField] = &[F::People, F::Organizations, F::Places, F::Other];

impl ExportField {
    /// Returns the name by which it is asked for, and of its column.
    pub fn as_str(self) -> &'static str {
        let row = FIELDS.iter().find(|(field, _)| *field == self);
        row.map_or("", |(_, name)| name)
    }

    /// Tells whether records of literature have a place for it.
    pub(super) fn is_of_literature(self) -> bool {
        !matches!(
            self,
            F::Precision | F::Evidence | F::Path | F::Line | F::Format | F::Score | F::Body
        )
    }
}

/// An article that is exported.
#[derive(Clone, Copy, Debug)]
pub struct ExportRow<'a> {
    /// The article, and what in it matched.
    pub found: &'a FoundDocument,
    /// Its file as shown to the user.
    pub path: &'a str,
    /// Whether the articles come by their scores, and so have any.
    pub has_scores: bool,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// It has none, or none is known.
    Absent,
    Text(Cow<'a, str>),
    Number(u64),
    Score(f32),
    List(Vec<&'a str>),
    Snippets(&'a [Snippet]),
}

impl<'a> ExportRow<'a> {
    pub(super) fn value(&self, field: ExportField) -> Value<'a> {
        let document = &self.found.document;
        let article = &document.article;
        let date = article.date.as_ref();
        match field {
            F::Id => text(&document.id),
            F::Headline => text(&article.headline),
            F::Date => made(date, |date| date.value.to_string()),
            F::Precision => made(date, |date| date.value.precision.as_str().to_owned()),
            F::Evidence => made(date, |date| date.evidence.to_string()),
            F::Authors => Value::List(article.authors.iter().map(String::as_str).collect()),
            F::Source => optional(article.source.as_ref()),
            F::Section => optional(article.section.as_ref()),
            F::Language => optional(article.language.as_ref()),
            F::Url => optional(article.url.as_ref()),
            F::Path => Value::Text(Cow::Owned(self.path.to_owned())),
            F::Line => article.line.map_or(Value::Absent, Value::Number),
            F::Format => text(&document.file.format),
            F::Score if self.has_scores => Value::Score(self.found.score),
            F::Score => Value::Absent,
            F::Snippets => Value::Snippets(&self.found.snippets),
            F::Body => text(&article.body),
            F::People => self.names(EntityKind::Person),
            F::Organizations => self.names(EntityKind::Organization),
            F::Places => self.names(EntityKind::Place),
            F::Other => self.names(EntityKind::Other),
        }
    }

    /// The names of a kind, in the order of their first mention.
    fn names(&self, kind: EntityKind) -> Value<'a> {
        let entities = self.found.document.article.entities.iter();
        let of_kind = entities.filter(|entity| entity.kind == kind);
        Value::List(of_kind.map(|entity| entity.name.as_str()).collect())
    }
}

fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

fn optional(value: Option<&String>) -> Value<'_> {
    value.map_or(Value::Absent, |value| text(value))
}

fn made<'a>(
    date: Option<&PublicationDate>,
    make: impl Fn(&PublicationDate) -> String,
) -> Value<'a> {
    date.map_or(Value::Absent, |date| Value::Text(Cow::Owned(make(date))))
}
