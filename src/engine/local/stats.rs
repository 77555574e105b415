//! Counting what an index holds, from its columns.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::Offset;
use tantivy::columnar::StrColumn;
use tantivy::schema::TantivyDocument;
use tantivy::{DocAddress, Searcher, SegmentReader};

use super::document::stored_text;
use super::schema::{Fields, column};
use crate::article::EntityKind;
use crate::engine::{Counted, Fingerprint, IndexStats, KindStats, SkippedFile};

type Counts = HashMap<String, u64>;

pub(super) fn index_stats(
    folder: &Path,
    searcher: &Searcher,
    fields: &Fields,
    top: usize,
) -> tantivy::Result<IndexStats> {
    let days = Days::read(searcher)?;
    let sources = sorted(counts(searcher, column::SOURCE)?);
    let sections = sorted(counts(searcher, column::SECTION)?);
    let articles = counts(searcher, column::ID)?.values().sum();
    Ok(IndexStats {
        articles,
        undated: articles - days.dated,
        undated_sources: first(undated_sources(searcher, articles - days.dated)?, top),
        years: days.years(),
        months: days.months(),
        first_day: days.first.map(day),
        last_day: days.last.map(day),
        num_sources: sources.len() as u64,
        sources: first(sources, top),
        num_sections: sections.len() as u64,
        sections: first(sections, top),
        languages: sorted(counts(searcher, column::LANGUAGE)?),
        formats: sorted(article_formats(searcher)?),
        entities: EntityKind::ALL
            .into_iter()
            .map(|kind| kind_stats(searcher, kind, top))
            .collect::<tantivy::Result<_>>()?,
        skipped: skipped_files(searcher, fields)?,
        index_bytes: folder_bytes(folder),
    })
}

/// Adds the digests of all articles, each of which has one in its column.
pub(super) fn fingerprint(searcher: &Searcher) -> tantivy::Result<Fingerprint> {
    let mut fingerprint = Fingerprint::default();
    for segment in searcher.segment_readers() {
        if let Some(digests) = segment.fast_fields().column_opt::<u64>(column::DIGEST)? {
            let alive = segment.doc_ids_alive();
            let digests = alive.filter_map(|doc| digests.first(doc));
            digests.for_each(|digest| fingerprint.add(digest));
        }
    }
    Ok(fingerprint)
}

/// The dated articles: how many, by month, the first and the last.
#[derive(Default)]
struct Days {
    dated: u64,
    by_month: BTreeMap<(i16, i8), u64>,
    first: Option<i64>,
    last: Option<i64>,
}

impl Days {
    fn read(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut days = Days::default();
        for segment in searcher.segment_readers() {
            let Some(seconds) = segment.fast_fields().column_opt::<i64>(column::PUBLISHED)? else {
                continue;
            };
            for second in segment.doc_ids_alive().filter_map(|doc| seconds.first(doc)) {
                days.add(second);
            }
        }
        Ok(days)
    }

    fn add(&mut self, second: i64) {
        self.dated += 1;
        let date = civil(second).date();
        *self
            .by_month
            .entry((date.year(), date.month()))
            .or_default() += 1;
        self.first = Some(self.first.map_or(second, |first| first.min(second)));
        self.last = Some(self.last.map_or(second, |last| last.max(second)));
    }

    fn years(&self) -> Vec<Counted> {
        let mut years: Vec<Counted> = Vec::new();
        for ((year, _), articles) in &self.by_month {
            let value = format!("{year:04}");
            match years.last_mut().filter(|last| last.value == value) {
                Some(last) => last.articles += articles,
                None => years.push(Counted {
                    value,
                    articles: *articles,
                }),
            }
        }
        years
    }

    fn months(&self) -> Vec<Counted> {
        let counted = |((year, month), articles): (&(i16, i8), &u64)| Counted {
            value: format!("{year:04}-{month:02}"),
            articles: *articles,
        };
        self.by_month.iter().map(counted).collect()
    }
}

fn civil(second: i64) -> jiff::civil::DateTime {
    Offset::UTC.to_datetime(Timestamp::from_second(second).unwrap_or_default())
}

pub(super) fn day(second: i64) -> String {
    civil(second).date().to_string()
}

/// Live documents by the values of a text column.
pub(super) fn counts(searcher: &Searcher, name: &str) -> tantivy::Result<Counts> {
    let mut counts = Counts::new();
    for segment in searcher.segment_readers() {
        if let Some(values) = segment.fast_fields().str(name)? {
            count_segment(segment, &values, |_| true, &mut counts)?;
        }
    }
    Ok(counts)
}

/// Articles by format; the files that gave none have a format, too, but are no articles.
fn article_formats(searcher: &Searcher) -> tantivy::Result<Counts> {
    let mut counts = Counts::new();
    for segment in searcher.segment_readers() {
        let fast = segment.fast_fields();
        let (Some(formats), Some(ids)) = (fast.str(column::FORMAT)?, fast.str(column::ID)?) else {
            continue;
        };
        let is_article = |doc| ids.ords().first(doc).is_some();
        count_segment(segment, &formats, is_article, &mut counts)?;
    }
    Ok(counts)
}

/// The `undated` articles by source; those of none have an empty one.
fn undated_sources(searcher: &Searcher, undated: u64) -> tantivy::Result<Vec<Counted>> {
    let mut counts = Counts::new();
    for segment in searcher.segment_readers() {
        let fast = segment.fast_fields();
        let (Some(sources), Some(ids)) = (fast.str(column::SOURCE)?, fast.str(column::ID)?) else {
            continue;
        };
        let seconds = fast.column_opt::<i64>(column::PUBLISHED)?;
        let is_dated = |doc| {
            seconds
                .as_ref()
                .is_some_and(|seconds| seconds.first(doc).is_some())
        };
        let is_undated = |doc| ids.ords().first(doc).is_some() && !is_dated(doc);
        count_segment(segment, &sources, is_undated, &mut counts)?;
    }
    let unnamed = undated.saturating_sub(counts.values().sum());
    if unnamed > 0 {
        counts.insert(String::new(), unnamed);
    }
    Ok(sorted(counts))
}

fn count_segment(
    segment: &SegmentReader,
    values: &StrColumn,
    is_counted: impl Fn(u32) -> bool,
    counts: &mut Counts,
) -> tantivy::Result<()> {
    // Not by what the column says of its number of terms: a damaged one says anything.
    let mut by_ord: BTreeMap<u64, u64> = BTreeMap::new();
    for doc in segment.doc_ids_alive().filter(|&doc| is_counted(doc)) {
        let mut last = None;
        for ord in values.ords().values_for_doc(doc) {
            if last.replace(ord) != Some(ord) {
                *by_ord.entry(ord).or_default() += 1;
            }
        }
    }
    let mut terms = values.dictionary().stream()?;
    let mut next = 0;
    for (ord, articles) in by_ord {
        while next <= ord && terms.advance() {
            next += 1;
        }
        if next <= ord {
            break;
        }
        let value = String::from_utf8_lossy(terms.key()).into_owned();
        *counts.entry(value).or_default() += articles;
    }
    Ok(())
}

fn kind_stats(searcher: &Searcher, kind: EntityKind, top: usize) -> tantivy::Result<KindStats> {
    let names = sorted(counts(searcher, kind.as_str())?);
    Ok(KindStats {
        kind,
        names: names.len() as u64,
        top: first(names, top),
    })
}

/// Most articles first, equal counts by value.
fn sorted(counts: Counts) -> Vec<Counted> {
    let mut counted: Vec<Counted> = counts
        .into_iter()
        .map(|(value, articles)| Counted { value, articles })
        .collect();
    counted.sort_unstable_by(|a, b| {
        b.articles
            .cmp(&a.articles)
            .then_with(|| a.value.cmp(&b.value))
    });
    counted
}

fn first(mut counted: Vec<Counted>, top: usize) -> Vec<Counted> {
    counted.truncate(top);
    counted
}

fn skipped_files(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<SkippedFile>> {
    let mut skipped = Vec::new();
    for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
        let Some(paths) = segment.fast_fields().str(column::SKIPPED_PATH)? else {
            continue;
        };
        for doc in segment.doc_ids_alive() {
            let Some(ord) = paths.ords().first(doc) else {
                continue;
            };
            let mut path = String::new();
            paths.ord_to_str(ord, &mut path)?;
            let stored: TantivyDocument = searcher.doc(DocAddress::new(segment_ord, doc))?;
            let reason = stored_text(&stored, fields.skip_reason)
                .unwrap_or_default()
                .to_owned();
            skipped.push(SkippedFile { path, reason });
        }
    }
    skipped.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(skipped)
}

fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len()))
        .sum()
}
