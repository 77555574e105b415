//! Counting the articles that a query finds, from the columns.
//!
//! Values are counted by their numbers in a segment, and read as text once a segment.

mod numbers;
mod sums;
mod values;

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query as TantivyQuery};
use tantivy::{DocId, Searcher, SegmentReader};

use super::deadline::Deadline;
use super::schema::column;
use crate::article::Precision;
use crate::engine::{Counting, Counts, DayCounts, When};
use numbers::NumberMap;
use sums::Sums;
use values::ValueColumn;

/// The clock is looked at once in so many blocks of articles.
const BLOCKS_A_LOOK: usize = 64;
const SECONDS_A_DAY: i64 = 86_400;

/// Visits all articles that `query` finds, once, and counts them.
pub(super) fn count(
    searcher: &Searcher,
    query: &dyn TantivyQuery,
    counting: &Counting<'_>,
    deadline: &Deadline,
) -> tantivy::Result<Counts> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut days = DayCounts::default();
    let mut sums = Sums::new(counting.by.len());
    for segment in searcher.segment_readers() {
        if deadline.is_over() {
            break;
        }
        let mut counter = SegmentCounter::open(segment, counting)?;
        let mut num_blocks = 0_usize;
        weight.for_each_no_score(segment, &mut |docs| {
            num_blocks += 1;
            let is_look = num_blocks.is_multiple_of(BLOCKS_A_LOOK);
            if deadline.was_missed() || is_look && deadline.is_over() {
                return;
            }
            let is_alive = |doc: &DocId| segment.alive_bitset().is_none_or(|b| b.is_alive(*doc));
            docs.iter()
                .copied()
                .filter(is_alive)
                .for_each(|doc| counter.count(doc));
        })?;
        counter.add_to(&mut days, &mut sums)?;
    }
    Ok(Counts {
        days,
        ..sums.counts()
    })
}

/// A day, as its number, and how exactly it is known.
type KnownDay = Option<(i64, Precision)>;

/// Counts the articles of one segment.
struct SegmentCounter<'a> {
    counting: &'a Counting<'a>,
    published: Option<Column<i64>>,
    precision: Option<Column<u64>>,
    columns: Vec<ValueColumn>,
    days: HashMap<KnownDay, u64>,
    /// The slices that articles of a day go to.
    slice_of_day: HashMap<KnownDay, usize>,
    /// The first is that of all articles.
    slices: Vec<Slice>,
    /// The values of one article.
    values: Vec<u64>,
}

/// The articles that are counted together: all, or those of a period.
struct Slice {
    when: Option<When>,
    total: u64,
    /// By facet.
    by: Vec<NumberedValues>,
}

#[derive(Clone, Default)]
struct NumberedValues {
    articles: NumberMap<u64>,
    none: u64,
}

impl<'a> SegmentCounter<'a> {
    fn open(segment: &SegmentReader, counting: &'a Counting<'a>) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let columns = counting.by.iter();
        let columns = columns.map(|facet| ValueColumn::open(segment, *facet, counting.counted_as));
        let mut counter = SegmentCounter {
            counting,
            published: fast.column_opt(column::PUBLISHED)?,
            precision: fast.column_opt(column::PRECISION)?,
            columns: columns.collect::<tantivy::Result<_>>()?,
            days: HashMap::new(),
            slice_of_day: HashMap::new(),
            slices: Vec::new(),
            values: Vec::new(),
        };
        counter.slice(None);
        Ok(counter)
    }

    fn count(&mut self, doc: DocId) {
        let day = self.day(doc);
        *self.days.entry(day).or_default() += 1;
        let slice = match self.counting.within {
            Some(_) => self.slice_of_day(day),
            None => 0,
        };
        self.slices[0].total += 1;
        if slice > 0 {
            self.slices[slice].total += 1;
        }
        for facet in 0..self.columns.len() {
            self.columns[facet].read(doc, &mut self.values);
            self.slices[0].by[facet].add(&self.values);
            if slice > 0 {
                self.slices[slice].by[facet].add(&self.values);
            }
        }
    }

    fn day(&self, doc: DocId) -> KnownDay {
        let second = self.published.as_ref()?.first(doc)?;
        let precision = self.precision.as_ref().and_then(|column| column.first(doc));
        Some((second.div_euclid(SECONDS_A_DAY), known_to(precision)))
    }

    fn slice_of_day(&mut self, day: KnownDay) -> usize {
        if let Some(&slice) = self.slice_of_day.get(&day) {
            return slice;
        }
        let when = self.counting.within.map(|unit| unit.when(civil(day)));
        let slice = self.slice(when);
        self.slice_of_day.insert(day, slice);
        slice
    }

    /// Finds a slice, or makes it.
    fn slice(&mut self, when: Option<When>) -> usize {
        let known = self.slices.iter().position(|slice| slice.when == when);
        known.unwrap_or_else(|| {
            self.slices.push(Slice {
                when,
                total: 0,
                by: vec![NumberedValues::default(); self.columns.len()],
            });
            self.slices.len() - 1
        })
    }

    fn add_to(self, days: &mut DayCounts, sums: &mut Sums) -> tantivy::Result<()> {
        for (day, articles) in self.days {
            days.add(civil(day), articles);
        }
        for slice in &self.slices {
            sums.add_total(slice.when, slice.total);
        }
        for (facet, column) in self.columns.iter().enumerate() {
            let mut counted: Vec<u64> = self.slices[0].by[facet].articles.keys().copied().collect();
            counted.sort_unstable();
            let mut numbers = NumberMap::default();
            column.read_texts(&counted, |number, text| {
                numbers.insert(number, sums.number(facet, text));
            })?;
            for slice in &self.slices {
                let values = &slice.by[facet];
                let articles = values.articles.iter();
                let known = articles.filter_map(|(number, n)| Some((*numbers.get(number)?, *n)));
                sums.add(slice.when, facet, known, values.none);
            }
        }
        Ok(())
    }
}

impl NumberedValues {
    /// Counts the values of one article.
    fn add(&mut self, values: &[u64]) {
        if values.is_empty() {
            self.none += 1;
        }
        for &value in values {
            *self.articles.entry(value).or_default() += 1;
        }
    }
}

/// Returns how exactly a date is known as the column says it.
pub(super) fn precision_column(precision: Precision) -> u64 {
    match precision {
        Precision::Year => 0,
        Precision::Month => 1,
        Precision::Day | Precision::Minute | Precision::Second => 2,
    }
}

/// Reads what [`precision_column`] wrote.
pub(super) fn known_to(precision: Option<u64>) -> Precision {
    match precision {
        Some(0) => Precision::Year,
        Some(1) => Precision::Month,
        _ => Precision::Day,
    }
}

fn civil(day: KnownDay) -> Option<(Date, Precision)> {
    let (day, precision) = day?;
    let second = day.saturating_mul(SECONDS_A_DAY);
    let midnight = Timestamp::from_second(second).unwrap_or_default();
    Some((Offset::UTC.to_datetime(midnight).date(), precision))
}
