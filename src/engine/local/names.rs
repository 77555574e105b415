//! Looking for names in the columns of an index.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use tantivy::{Searcher, SegmentReader};

use super::schema::{SPELLING_SPLIT, column};
use crate::aliases::{NameCount, Other, contains_words, folded};
use crate::article::EntityKind;

/// Reads the names in which the words of a phrase stand side by side, and those that are spelled so.
pub(super) fn names_with(searcher: &Searcher, phrases: &[&str]) -> tantivy::Result<Vec<NameCount>> {
    let phrases: Vec<String> = phrases.iter().map(|phrase| folded(phrase)).collect();
    let has_words = |name: &str| {
        let name = folded(name);
        phrases.iter().any(|words| contains_words(&name, words))
    };
    let mut found: BTreeMap<(EntityKind, String), u64> = BTreeMap::new();
    for other in other_spellings(searcher)? {
        if has_words(&other.spelling) {
            found.insert((other.kind, other.name), 0);
        }
    }
    let spelled: Vec<(EntityKind, String)> = found.keys().cloned().collect();
    for kind in EntityKind::ALL {
        let is_wanted = |name: &str| {
            has_words(name)
                || spelled
                    .iter()
                    .any(|(other, spelled)| *other == kind && spelled == name)
        };
        for segment in searcher.segment_readers() {
            count_names(segment, kind, &is_wanted, &mut found)?;
        }
    }
    let mut names: Vec<NameCount> = found
        .into_iter()
        .filter(|(_, articles)| *articles > 0)
        .map(|((kind, name), articles)| NameCount {
            kind,
            name,
            articles,
        })
        .collect();
    // Equal ones stay in the order of their kinds and names.
    names.sort_by_key(|name| Reverse(name.articles));
    Ok(names)
}

/// Counts the articles of a segment by those names of a kind that are wanted.
fn count_names(
    segment: &SegmentReader,
    kind: EntityKind,
    is_wanted: &dyn Fn(&str) -> bool,
    found: &mut BTreeMap<(EntityKind, String), u64>,
) -> tantivy::Result<()> {
    let Some(column) = segment.fast_fields().str(kind.as_str())? else {
        return Ok(());
    };
    let mut wanted: HashMap<u64, (String, u64)> = HashMap::new();
    let mut terms = column.dictionary().stream()?;
    let mut ord = 0;
    while terms.advance() {
        if let Some(name) = str::from_utf8(terms.key())
            .ok()
            .filter(|name| is_wanted(name))
        {
            wanted.insert(ord, (name.to_owned(), 0));
        }
        ord += 1;
    }
    if wanted.is_empty() {
        return Ok(());
    }
    for doc in segment.doc_ids_alive() {
        let mut last = None;
        for ord in column.ords().values_for_doc(doc) {
            if let Some((_, articles)) = wanted.get_mut(&ord).filter(|_| last != Some(ord)) {
                *articles += 1;
            }
            last = Some(ord);
        }
    }
    for (name, articles) in wanted.into_values() {
        *found.entry((kind, name)).or_default() += articles;
    }
    Ok(())
}

/// The spellings that are no part of the canonical names, by kind and name.
pub(super) fn other_spellings(searcher: &Searcher) -> tantivy::Result<Vec<Other>> {
    let counts = super::stats::counts(searcher, column::SPELLING)?;
    let mut others: Vec<Other> = counts
        .iter()
        .filter_map(|(value, articles)| other_spelling(value, *articles))
        .collect();
    others.sort_by(|a, b| {
        let key = |other: &Other| (other.kind, other.spelling.clone(), other.name.clone());
        key(a).cmp(&key(b))
    });
    Ok(others)
}

fn other_spelling(value: &str, articles: u64) -> Option<Other> {
    let mut parts = value.splitn(3, SPELLING_SPLIT);
    let kind = parts.next()?;
    let kind = EntityKind::ALL
        .into_iter()
        .find(|known| known.as_str() == kind)?;
    Some(Other {
        kind,
        spelling: parts.next()?.to_owned(),
        name: parts.next()?.to_owned(),
        articles,
    })
}
