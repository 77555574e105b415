//! The articles that match, counted one by one.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::Offset;

use super::Shelf;
use super::answer::{asked, matching};
use super::text::Entry;
use super::words::Words;
use crate::article::Precision;
use crate::engine::{Counted, Counting, Counts, EngineError, Facet, SearchRequest, Tallies, Tally};

pub(super) fn count(
    request: &SearchRequest,
    counting: &Counting<'_>,
    shelf: &Shelf,
) -> Result<Counts, EngineError> {
    let (query, _) = asked(request);
    let words = Words::of(&query, &shelf.articles)?;
    let found: Vec<&Entry> = matching((request, &query), shelf, &words)
        .into_iter()
        .map(|(_, entry)| entry)
        .collect();
    let mut counts = Counts {
        all: tallies(&found, counting),
        expansions: words.expansions.clone(),
        ..Counts::default()
    };
    for entry in &found {
        counts.days.add(day(entry), 1);
    }
    if let Some(unit) = counting.within {
        let times: BTreeSet<_> = found.iter().map(|entry| unit.when(day(entry))).collect();
        for time in times {
            let of_time = |entry: &&Entry| unit.when(day(entry)) == time;
            let part: Vec<&Entry> = found.iter().copied().filter(of_time).collect();
            counts.within.insert(time, tallies(&part, counting));
        }
    }
    Ok(counts)
}

/// The day in UTC, and how exactly it is known.
fn day(entry: &Entry) -> Option<(Date, Precision)> {
    let value = entry.document.article.date.as_ref()?.value;
    let day = Offset::UTC.to_datetime(value.timestamp()).date();
    Some((day, value.precision))
}

fn tallies(entries: &[&Entry], counting: &Counting<'_>) -> Tallies {
    let by = counting.by.iter();
    Tallies {
        total: entries.len() as u64,
        by: by.map(|facet| tally(entries, *facet, counting)).collect(),
    }
}

fn tally(entries: &[&Entry], facet: Facet, counting: &Counting<'_>) -> Tally {
    let values: Vec<BTreeSet<String>> = entries
        .iter()
        .map(|entry| values(entry, facet, counting))
        .collect();
    let all: BTreeSet<&String> = values.iter().flatten().collect();
    let mut counted: Vec<Counted> = all
        .into_iter()
        .map(|value| Counted {
            value: value.clone(),
            articles: values.iter().filter(|of| of.contains(value)).count() as u64,
        })
        .collect();
    counted.sort_by_key(|counted| Reverse(counted.articles));
    Tally {
        values: counted,
        none: values.iter().filter(|of| of.is_empty()).count() as u64,
    }
}

/// The values that one article has.
fn values(entry: &Entry, facet: Facet, counting: &Counting<'_>) -> BTreeSet<String> {
    let article = &entry.document.article;
    let kind = match facet {
        Facet::Source => return article.source.clone().into_iter().collect(),
        Facet::Section => return article.section.clone().into_iter().collect(),
        Facet::Language => return article.language.clone().into_iter().collect(),
        Facet::Format => return BTreeSet::from([entry.document.file.format.clone()]),
        Facet::Names(kind) => kind,
    };
    let of_kind = article.entities.iter().filter(|entity| entity.kind == kind);
    let counted_as = |name: &String| match counting.counted_as {
        Some(counted_as) => counted_as(kind, name).unwrap_or_else(|| name.clone()),
        None => name.clone(),
    };
    of_kind.map(|entity| counted_as(&entity.name)).collect()
}
