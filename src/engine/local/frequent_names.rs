//! Reading the most frequent names of an index, with the articles that have them.
//!
//! The dictionaries of all segments are merged, in order: there is no table of all names, which in a
//! large index are millions, most of them of one article.

use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::{BTreeMap, BinaryHeap};

use tantivy::{Searcher, SegmentReader};

use super::names::other_spellings;
use super::schema::column;
use crate::aliases::NameCount;
use crate::article::EntityKind;
use crate::engine::names::Names;

/// The most names that are read. An index that has more is asked for the most frequent ones, so that
/// they fit in memory, however many articles there are: in news their number grows with the 0.77th power
/// of that of the articles.
const MOST_NAMES: usize = 250_000;

/// What stands for a name that is not read.
const NOWHERE: u32 = u32::MAX;

/// Reads all names, or the most frequent ones; takes four bytes for each name of each segment, and the
/// columns of one kind or of one segment at a time.
pub(super) fn names(searcher: &Searcher) -> tantivy::Result<Names> {
    most_frequent_names(searcher, MOST_NAMES)
}

fn most_frequent_names(searcher: &Searcher, most: usize) -> tantivy::Result<Names> {
    let segments = searcher.segment_readers();
    let mut kinds = Vec::new();
    let mut frequencies = BTreeMap::new();
    for kind in EntityKind::ALL {
        let mut names = NamesOfKind::count(segments, kind)?;
        names.sum_up(&mut frequencies)?;
        kinds.push(names);
    }
    let least = least_frequency(&frequencies, most);
    let mut names = Names::default();
    for kind in &mut kinds {
        kind.place(least, &mut names.names)?;
    }
    for (number, segment) in segments.iter().enumerate() {
        add_articles(segment, number, &kinds, &mut names)?;
    }
    names.others = other_spellings(searcher)?;
    names.drop_singles();
    Ok(names)
}

/// In how many articles a name must be, for there to be no more than `most` such names; `frequencies`
/// tells how many names are in so many articles.
fn least_frequency(frequencies: &BTreeMap<u32, usize>, most: usize) -> u32 {
    let mut names = 0;
    let too_many = frequencies.iter().rev().find(|(_, with_it)| {
        names += **with_it;
        names > most
    });
    too_many.map_or(1, |(articles, _)| articles + 1)
}

/// The names of one kind.
struct NamesOfKind<'a> {
    kind: EntityKind,
    segments: &'a [SegmentReader],
    /// By segment, and by the ordinal of a name there: in how many articles it is, and in the end its
    /// place among the names that are read.
    numbers: Vec<Vec<u32>>,
}

impl<'a> NamesOfKind<'a> {
    /// Counts the articles that each segment has for each of its names.
    fn count(segments: &'a [SegmentReader], kind: EntityKind) -> tantivy::Result<Self> {
        let counts = segments.iter().map(|segment| num_articles(segment, kind));
        Ok(NamesOfKind {
            kind,
            segments,
            numbers: counts.collect::<tantivy::Result<_>>()?,
        })
    }

    /// Makes the counts of single segments that of all, and adds to `frequencies` how many names are
    /// in so many articles.
    fn sum_up(&mut self, frequencies: &mut BTreeMap<u32, usize>) -> tantivy::Result<()> {
        self.each(|_, counts| {
            let articles = counts.iter().sum();
            if articles > 0 {
                *frequencies.entry(articles).or_default() += 1;
            }
            articles
        })
    }

    /// Adds the names that are in `least` articles or more to `names`; their places there take the
    /// place of the counts.
    fn place(&mut self, least: u32, names: &mut Vec<NameCount>) -> tantivy::Result<()> {
        let kind = self.kind;
        self.each(|name, counts| {
            if counts.first().is_none_or(|articles| *articles < least) {
                return NOWHERE;
            }
            names.push(NameCount {
                kind,
                name: String::from_utf8_lossy(name).into_owned(),
                articles: 0,
            });
            names.len() as u32 - 1
        })
    }

    /// Visits all names in order, each once: `visit` is told the numbers that segments have for it, and
    /// gives the number that all of them are to have.
    fn each(&mut self, mut visit: impl FnMut(&[u8], &[u32]) -> u32) -> tantivy::Result<()> {
        let mut columns = Vec::new();
        for (segment, numbers) in self.segments.iter().zip(&mut self.numbers) {
            let column = segment.fast_fields().str(self.kind.as_str())?;
            columns.extend(column.map(|column| (column, numbers)));
        }
        let mut streams = Vec::new();
        let mut next = BinaryHeap::new();
        for (stream, (column, numbers)) in columns.iter_mut().enumerate() {
            let mut terms = column.dictionary().stream()?;
            if terms.advance() {
                next.push(Reverse((terms.key().to_owned(), stream)));
            }
            streams.push((terms, numbers));
        }
        let mut same = Vec::new();
        let mut of_segments = Vec::new();
        while let Some(Reverse(first)) = next.pop() {
            same.push(first);
            while let Some(other) = next.peek_mut().filter(|other| other.0.0 == same[0].0) {
                same.push(PeekMut::pop(other).0);
            }
            of_segments.clear();
            of_segments.extend(same.iter().map(|(_, stream)| {
                let (terms, numbers) = &streams[*stream];
                numbers[terms.term_ord() as usize]
            }));
            let number = visit(&same[0].0, &of_segments);
            for (mut name, stream) in same.drain(..) {
                let (terms, numbers) = &mut streams[stream];
                numbers[terms.term_ord() as usize] = number;
                if terms.advance() {
                    name.clear();
                    name.extend_from_slice(terms.key());
                    next.push(Reverse((name, stream)));
                }
            }
        }
        Ok(())
    }
}

/// Counts the articles of a segment that have each of its names of a kind, by ordinal.
fn num_articles(segment: &SegmentReader, kind: EntityKind) -> tantivy::Result<Vec<u32>> {
    let Some(column) = segment.fast_fields().str(kind.as_str())? else {
        return Ok(Vec::new());
    };
    let mut counts = vec![0; column.num_terms()];
    for doc in segment.doc_ids_alive() {
        let mut last = None;
        for ord in column.ords().values_for_doc(doc) {
            if last.replace(ord) != Some(ord)
                && let Some(count) = counts.get_mut(ord as usize)
            {
                *count += 1;
            }
        }
    }
    Ok(counts)
}

/// Adds the articles of a segment with the names that are read; `number` is that of the segment.
fn add_articles(
    segment: &SegmentReader,
    number: usize,
    kinds: &[NamesOfKind],
    names: &mut Names,
) -> tantivy::Result<()> {
    let mut columns = Vec::new();
    for kind in kinds {
        let column = segment.fast_fields().str(kind.kind.as_str())?;
        columns.extend(column.map(|column| (&kind.numbers[number], column)));
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
            let places = ords.filter_map(|ord| places.get(ord as usize).copied());
            article.extend(places.filter(|place| *place != NOWHERE));
        }
        names.add_article(article);
    }
    Ok(())
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
