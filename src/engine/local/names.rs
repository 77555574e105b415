//! Reading the names of an index from its columns.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::columnar::StrColumn;
use tantivy::{Searcher, SegmentReader};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::schema::{SPELLING_SPLIT, column};
use crate::aliases::{NameCount, Other, contains_words, folded};
use crate::article::EntityKind;
use crate::engine::names::Names;

/// The most names that are read. An index that has more is asked for the most frequent ones, so that
/// they fit in memory, however many articles there are: in news their number grows with the 0.77th power
/// of that of the articles, and those of one article alone are most of them.
const MOST_NAMES: usize = 250_000;

/// Reads all names, or the most frequent ones.
pub(super) fn names(searcher: &Searcher) -> tantivy::Result<Names> {
    most_frequent_names(searcher, MOST_NAMES)
}

fn most_frequent_names(searcher: &Searcher, most: usize) -> tantivy::Result<Names> {
    let mut reader = NameReader {
        wanted: wanted_names(searcher, most)?,
        ..NameReader::default()
    };
    for segment in searcher.segment_readers() {
        reader.read(segment)?;
    }
    let NameReader { mut names, .. } = reader;
    names.others = other_spellings(searcher)?;
    names.drop_singles();
    Ok(names)
}

fn name_key(kind: EntityKind, name: &[u8]) -> u64 {
    xxh3_64_with_seed(name, kind as u64)
}

/// The keys of the names that are read, where these are not all: those of which no more than `most`
/// are in as many articles as the rarest of them.
fn wanted_names(searcher: &Searcher, most: usize) -> tantivy::Result<Option<HashSet<u64>>> {
    let mut articles: HashMap<u64, u32> = HashMap::new();
    let mut num_values = 0;
    for segment in searcher.segment_readers() {
        for column in name_columns(segment)? {
            num_values += column.1.num_terms();
        }
    }
    if num_values <= most {
        return Ok(None);
    }
    for segment in searcher.segment_readers() {
        for (kind, column) in name_columns(segment)? {
            count_articles(segment, kind, &column, &mut articles)?;
        }
    }
    let mut counts: Vec<u32> = articles.values().copied().collect();
    counts.sort_unstable_by_key(|count| Reverse(*count));
    let Some(too_few) = counts.get(most).copied() else {
        return Ok(None);
    };
    articles.retain(|_, count| *count > too_few);
    Ok(Some(articles.into_keys().collect()))
}

fn name_columns(segment: &SegmentReader) -> tantivy::Result<Vec<(EntityKind, StrColumn)>> {
    let mut columns = Vec::new();
    for kind in EntityKind::ALL {
        if let Some(column) = segment.fast_fields().str(kind.as_str())? {
            columns.push((kind, column));
        }
    }
    Ok(columns)
}

/// Adds the articles of a segment that have each name, by its key.
fn count_articles(
    segment: &SegmentReader,
    kind: EntityKind,
    column: &StrColumn,
    articles: &mut HashMap<u64, u32>,
) -> tantivy::Result<()> {
    let mut counts = Vec::new();
    let mut terms = column.dictionary().stream()?;
    while terms.advance() {
        counts.push((name_key(kind, terms.key()), 0));
    }
    for doc in segment.doc_ids_alive() {
        let mut last = None;
        for ord in column.ords().values_for_doc(doc) {
            if last.replace(ord) != Some(ord)
                && let Some((_, count)) = counts.get_mut(ord as usize)
            {
                *count += 1;
            }
        }
    }
    for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        *articles.entry(key).or_default() += count;
    }
    Ok(())
}

#[derive(Default)]
struct NameReader {
    names: Names,
    places: HashMap<(EntityKind, String), u32>,
    /// The keys of the names that are read; `None` where these are all.
    wanted: Option<HashSet<u64>>,
}

impl NameReader {
    fn read(&mut self, segment: &SegmentReader) -> tantivy::Result<()> {
        let mut columns = Vec::new();
        for (kind, column) in name_columns(segment)? {
            columns.push((self.places_of(kind, &column)?, column));
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
                article.extend(ords.filter_map(|ord| places.get(ord as usize).copied().flatten()));
            }
            self.names.add_article(article);
        }
        Ok(())
    }

    /// The place of each value of a column that is wanted.
    fn places_of(
        &mut self,
        kind: EntityKind,
        column: &StrColumn,
    ) -> tantivy::Result<Vec<Option<u32>>> {
        let mut places = Vec::new();
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            let key = name_key(kind, terms.key());
            if self
                .wanted
                .as_ref()
                .is_some_and(|wanted| !wanted.contains(&key))
            {
                places.push(None);
                continue;
            }
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
            places.push(Some(place));
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

#[cfg(test)]
mod tests {
    use tantivy::schema::{FAST, STRING, Schema};
    use tantivy::{Index, IndexWriter, TantivyDocument};

    use super::*;

    #[test]
    fn where_there_are_too_many_names_the_most_frequent_are_read() {
        let mut schema = Schema::builder();
        let [id, person, place] =
            [column::ID, "person", "place"].map(|name| schema.add_text_field(name, STRING | FAST));
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
        for segment in [["Ada", "Ilya", "Oslo"], ["Ada", "Vera", "Oslo"]] {
            for (number, people) in [&segment[..1], &segment[..2]].into_iter().enumerate() {
                let mut document = TantivyDocument::new();
                document.add_text(id, number.to_string());
                document.add_text(place, segment[2]);
                people
                    .iter()
                    .for_each(|name| document.add_text(person, name));
                writer.add_document(document).unwrap();
            }
            writer.commit().unwrap();
        }
        let searcher = index.reader().unwrap().searcher();
        let check = |most: usize, expected: &[(&str, u64)]| {
            let names = most_frequent_names(&searcher, most).unwrap().names;
            let mut names: Vec<_> = names
                .iter()
                .map(|n| (n.name.as_str(), n.articles))
                .collect();
            names.sort_unstable();
            assert_eq!(names, expected, "{most}");
        };
        check(4, &[("Ada", 4), ("Ilya", 1), ("Oslo", 4), ("Vera", 1)]);
        check(3, &[("Ada", 4), ("Oslo", 4)]);
        check(2, &[("Ada", 4), ("Oslo", 4)]);
        check(1, &[]);
    }
}
