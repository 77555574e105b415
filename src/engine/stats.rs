//! What an index holds, counted.

use crate::article::EntityKind;

/// A value and the number of articles that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The value as it stands in the articles.
    pub value: String,
    /// Number of articles.
    pub articles: u64,
}

/// The names of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindStats {
    /// The kind.
    pub kind: EntityKind,
    /// Number of different names.
    pub names: u64,
    /// The names that most articles have, most first.
    pub top: Vec<Counted>,
}

/// A file that gave no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedFile {
    /// The file's identity in the index.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexStats {
    /// Number of articles.
    pub articles: u64,
    /// Number of articles without a date.
    pub undated: u64,
    /// The sources of articles without a date, those with most of them first; an empty value is no
    /// source.
    pub undated_sources: Vec<Counted>,
    /// Articles a year, earliest year first.
    pub years: Vec<Counted>,
    /// Articles a month, `2015-11`, earliest month first; one of which the year alone is known is in
    /// January.
    pub months: Vec<Counted>,
    /// Day of the earliest dated article, `2015-11-27`.
    pub first_day: Option<String>,
    /// Day of the latest dated article.
    pub last_day: Option<String>,
    /// Number of different sources.
    pub num_sources: u64,
    /// The sources with most articles, most first.
    pub sources: Vec<Counted>,
    /// Number of different sections.
    pub num_sections: u64,
    /// The sections with most articles, most first.
    pub sections: Vec<Counted>,
    /// All languages, most articles first.
    pub languages: Vec<Counted>,
    /// All formats, most articles first.
    pub formats: Vec<Counted>,
    /// Names by kind, in the order of [`EntityKind::ALL`].
    pub entities: Vec<KindStats>,
    /// Files that gave no article, by path.
    pub skipped: Vec<SkippedFile>,
    /// Size of the index on disk in bytes; 0 where it is not on disk.
    pub index_bytes: u64,
}
