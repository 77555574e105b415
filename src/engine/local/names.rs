//! Reading the names of an index from its columns.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use tantivy::columnar::StrColumn;
use tantivy::{Searcher, SegmentReader};

use super::schema::{SPELLING_SPLIT, column};
use crate::aliases::{NameCount, Other, contains_words, folded};
use crate::article::EntityKind;
use crate::engine::names::Names;

/// Reads all names.
pub(super) fn names(searcher: &Searcher) -> tantivy::Result<Names> {
    let mut reader = NameReader::default();
    for segment in searcher.segment_readers() {
        reader.read(segment)?;
    }
    let mut names = reader.names;
    names.others = other_spellings(searcher)?;
    names.drop_singles();
    Ok(names)
}

#[derive(Default)]
struct NameReader {
    names: Names,
    places: HashMap<(EntityKind, String), u32>,
}

impl NameReader {
    fn read(&mut self, segment: &SegmentReader) -> tantivy::Result<()> {
        let mut columns = Vec::new();
        for kind in EntityKind::ALL {
            if let Some(column) = segment.fast_fields().str(kind.as_str())? {
                columns.push((self.places_of(kind, &column)?, column));
            }
        }
        let Some(ids) = segment.fast_fields().str(column::ID)? else {
            return Ok(());
        };
        for doc in segment.doc_ids_alive() {
            if ids.ords().first(doc).is_none() {
                continue;
            }
            let mut article = Vec::new();
            for (places, column) in &columns {
                let ords = column.ords().values_for_doc(doc);
                article.extend(ords.filter_map(|ord| places.get(ord as usize)));
            }
            self.names.add_article(article);
        }
        Ok(())
    }

    /// The place of each value of a column.
    fn places_of(&mut self, kind: EntityKind, column: &StrColumn) -> tantivy::Result<Vec<u32>> {
        let mut places = Vec::new();
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            let name = String::from_utf8_lossy(terms.key()).into_owned();
            let next = self.names.names.len() as u32;
            let place = *self
                .places
                .entry((kind, name))
                .or_insert_with_key(|(kind, name)| {
                    self.names.names.push(NameCount {
                        kind: *kind,
                        name: name.clone(),
                        articles: 0,
                    });
                    next
                });
            places.push(place);
        }
        Ok(places)
    }
}

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
fn other_spellings(searcher: &Searcher) -> tantivy::Result<Vec<Other>> {
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
