//! Counting articles: what is asked, and what is answered.

use std::collections::BTreeMap;

use super::calendar::{CalendarUnit, DayCounts, When};
use super::stats::Counted;
use crate::article::EntityKind;
use crate::matching::Expansion;

/// What of an article is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Publication or site.
    Source,
    /// Section.
    Section,
    /// ISO 639-1 code.
    Language,
    /// The format that it was read as.
    Format,
    /// The names of a kind; an article has any number of them.
    Names(EntityKind),
}

impl Facet {
    /// Returns the word used in JSON: `source`, `section`, `language`, `format`, or that of the
    /// kind of names.
    pub fn as_str(self) -> &'static str {
        match self {
            Facet::Source => "source",
            Facet::Section => "section",
            Facet::Language => "language",
            Facet::Format => "format",
            Facet::Names(kind) => kind.as_str(),
        }
    }
}

/// Says which names are one: returns the name under which a name is counted, `None` for its own.
/// An article with several names of a group counts once.
pub type CountedAs = dyn Fn(EntityKind, &str) -> Option<String> + Send + Sync;

/// How the articles that match are counted.
#[derive(Clone, Copy, Default)]
pub struct Counting<'a> {
    /// What is counted.
    pub by: &'a [Facet],
    /// The unit of the periods in each of which all is counted apart as well.
    pub within: Option<CalendarUnit>,
    /// The names that are one; `None` where each stands for itself.
    pub counted_as: Option<&'a CountedAs>,
}

/// The articles that match, counted; all numbers are exact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// All of them.
    pub all: Tallies,
    /// Those of each period that has any, where that was asked for.
    pub within: BTreeMap<When, Tallies>,
    /// By the day of publication.
    pub days: DayCounts,
    /// What the patterns of the query stood for.
    pub expansions: Vec<Expansion>,
}

/// A number of articles by what was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Number of articles.
    pub total: u64,
    /// A tally for each of [`Counting::by`], in its order.
    pub by: Vec<Tally>,
}

/// Articles by the values of one facet.
///
/// Where an article has one value at the most, all numbers add up to that of the articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Every value that an article has, that of most articles first, equal counts by value.
    pub values: Vec<Counted>,
    /// Articles without a value.
    pub none: u64,
}
