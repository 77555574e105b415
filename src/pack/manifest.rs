//! What was asked, of which index, by which program.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::PACK_VERSION;
use crate::aliases::{Group, Widened};
use crate::engine::{DayRange, Filters, Fingerprint};

/// What a pack says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackManifest {
    /// Version of the pack, see [`PACK_VERSION`].
    pub version: u32,
    /// Name of the program that wrote it.
    pub program: String,
    /// Version of that program.
    pub program_version: String,
    /// The query as typed.
    pub query: String,
    /// The query as read: relative days have become days of the calendar.
    pub read_as: String,
    /// The conditions beside the query.
    pub filters: PackedFilters,
    /// Whether names that are one were taken together.
    pub aliases: bool,
    /// The names of the query that were others, too.
    pub names: Vec<PackedName>,
    /// The most passages of an article.
    pub snippets: usize,
    /// Number of articles that matched.
    pub total: u64,
    /// The index that was asked.
    pub index: PackedIndex,
}

/// Conditions as the flags of the command line have them; days as `2015-11-27`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFilters {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Words of the source's name.
    pub sources: Vec<String>,
    /// Words of the section's name.
    pub sections: Vec<String>,
    /// Codes of languages.
    pub languages: Vec<String>,
    /// Words of names of people.
    pub people: Vec<String>,
    /// Words of names of organizations.
    pub organizations: Vec<String>,
    /// Words of names of places.
    pub places: Vec<String>,
}

/// A name of the query, and the names by which articles were sought, too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedName {
    /// The field it was sought in.
    pub field: String,
    /// As it stands in the query.
    pub name: String,
    /// The names that it is one with.
    pub spellings: Vec<String>,
}

/// What is known of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedIndex {
    /// Number of its articles.
    pub articles: u64,
    /// [`Fingerprint`] of its articles.
    pub fingerprint: String,
}

impl PackManifest {
    /// Makes what a pack of this program says before anything was asked.
    pub fn of_this_program() -> Self {
        PackManifest {
            version: PACK_VERSION,
            program: env!("CARGO_PKG_NAME").to_owned(),
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            ..PackManifest::default()
        }
    }
}

impl From<&Filters> for PackedFilters {
    fn from(filters: &Filters) -> Self {
        PackedFilters {
            from: filters.days.from,
            to: filters.days.to,
            sources: filters.sources.clone(),
            sections: filters.sections.clone(),
            languages: filters.languages.clone(),
            people: filters.people.clone(),
            organizations: filters.organizations.clone(),
            places: filters.places.clone(),
        }
    }
}

impl From<&PackedFilters> for Filters {
    fn from(packed: &PackedFilters) -> Self {
        Filters {
            days: DayRange {
                from: packed.from,
                to: packed.to,
            },
            sources: packed.sources.clone(),
            sections: packed.sections.clone(),
            languages: packed.languages.clone(),
            people: packed.people.clone(),
            organizations: packed.organizations.clone(),
            places: packed.places.clone(),
        }
    }
}

impl From<&Widened> for PackedName {
    fn from(widened: &Widened) -> Self {
        let spellings = widened.groups.iter().flat_map(Group::names);
        PackedName {
            field: widened.field.as_str().to_owned(),
            name: widened.name.clone(),
            spellings: spellings.map(str::to_owned).collect(),
        }
    }
}

impl From<Fingerprint> for PackedIndex {
    fn from(fingerprint: Fingerprint) -> Self {
        PackedIndex {
            articles: fingerprint.articles,
            fingerprint: fingerprint.to_string(),
        }
    }
}
