//! Whether an article is what a request's filters say.

use jiff::tz::Offset;

use super::places::side_by_side;
use super::text::{Entry, Text};
use crate::analysis::{Analyzer, WordToken};
use crate::article::{EntityKind, PublicationDate};
use crate::engine::{DayRange, Filters};
use crate::matching::TermField;

/// Tells whether all conditions hold.
pub(super) fn pass(filters: &Filters, entry: &Entry) -> bool {
    let any = |field, wanted: &[String]| {
        wanted.is_empty() || wanted.iter().any(|name| has_name(entry, field, name))
    };
    let all = |kind, wanted: &[String]| {
        let field = TermField::Names(kind);
        wanted.iter().all(|name| has_name(entry, field, name))
    };
    has_day(&filters.days, entry.document.article.date.as_ref())
        && any(TermField::Source, &filters.sources)
        && any(TermField::Section, &filters.sections)
        && any(TermField::Language, &filters.languages)
        && all(EntityKind::Person, &filters.people)
        && all(EntityKind::Organization, &filters.organizations)
        && all(EntityKind::Place, &filters.places)
}

/// Tells whether the date lies on one of the days; no date lies on any of a bounded range.
pub(super) fn has_day(days: &DayRange, date: Option<&PublicationDate>) -> bool {
    if days.is_open() {
        return true;
    }
    let Some(date) = date else {
        return false;
    };
    let day = Offset::UTC.to_datetime(date.value.timestamp()).date();
    days.from.is_none_or(|from| from <= day) && days.to.is_none_or(|to| day <= to)
}

/// Tells whether the words of `wanted` stand side by side in a name of the field.
fn has_name(entry: &Entry, field: TermField, wanted: &str) -> bool {
    let analyzer = Analyzer::new();
    let mut words = analyzer.words(wanted);
    let mut token = WordToken::default();
    let mut terms = Vec::new();
    while words.next_into(&mut token) {
        terms.push([token.folded.clone()].into());
    }
    let stands_in = |text: &Text| {
        let positions: Vec<_> = terms.iter().map(|word| text.positions(word)).collect();
        !side_by_side(&positions).is_empty()
    };
    entry.texts_of(field).any(stands_in)
}
