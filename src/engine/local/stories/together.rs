//! The copies of a story as one hit.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query as TantivyQuery};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use super::{KeyColumns, Stories};
use crate::article::Precision;
use crate::engine::CopyOrder;
use crate::engine::local::count::known_to;
use crate::engine::local::deadline::Deadline;
use crate::engine::local::schema::column;
use crate::engine::stories::{dated, undated};

/// The clock is looked at once in so many blocks of articles.
const BLOCKS_A_LOOK: usize = 64;

/// The stories of the articles that match a query.
pub(in crate::engine::local) struct Together<'a> {
    stories: &'a Stories,
    keys: KeyColumns,
    /// Number of articles that match.
    pub(in crate::engine::local) articles: u64,
    /// By number, those that have copies.
    matching: HashMap<u32, Matching>,
}

/// The copies of one story that match.
struct Matching {
    first: CopyOrder,
    address: DocAddress,
    articles: u64,
}

impl<'a> Together<'a> {
    /// Visits all articles that match, once.
    pub(in crate::engine::local) fn of(
        query: &dyn TantivyQuery,
        stories: &'a Stories,
        searcher: &Searcher,
        deadline: &Deadline,
    ) -> tantivy::Result<Self> {
        let mut together = Together {
            stories,
            keys: KeyColumns::open(searcher)?,
            articles: 0,
            matching: HashMap::new(),
        };
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
            let dates = Dates::open(segment)?;
            let mut num_blocks = 0_usize;
            weight.for_each_no_score(segment, &mut |docs| {
                num_blocks += 1;
                let is_look = num_blocks.is_multiple_of(BLOCKS_A_LOOK);
                if deadline.was_missed() || is_look && deadline.is_over() {
                    return;
                }
                let alive = segment.alive_bitset();
                for &doc in docs
                    .iter()
                    .filter(|&&doc| alive.is_none_or(|it| it.is_alive(doc)))
                {
                    together.add(DocAddress::new(segment_ord, doc), &dates);
                }
            })?;
        }
        Ok(together)
    }

    /// Number of stories of the articles that match; of an article without copies it is one.
    pub(in crate::engine::local) fn num_stories(&self) -> u64 {
        let of_stories = self.matching.values().map(|story| story.articles);
        self.articles - of_stories.sum::<u64>() + self.matching.len() as u64
    }

    /// The number of copies that stand behind an article that matches; nothing where it stands behind
    /// another one.
    pub(in crate::engine::local) fn copies_behind(&self, address: DocAddress) -> Option<u64> {
        let key = self.keys.key(address);
        let story = key.and_then(|key| self.stories.of(key));
        match story.and_then(|story| self.matching.get(&story)) {
            None => Some(0),
            Some(story) => (story.address == address).then_some(story.articles - 1),
        }
    }

    fn add(&mut self, address: DocAddress, dates: &Dates) {
        self.articles += 1;
        let Some(key) = self.keys.key(address) else {
            return;
        };
        let Some(story) = self.stories.of(key) else {
            return;
        };
        let order = dates.order(address.doc_id, key);
        let matching = self.matching.entry(story).or_insert(Matching {
            first: order,
            address,
            articles: 0,
        });
        matching.articles += 1;
        if order < matching.first {
            matching.first = order;
            matching.address = address;
        }
    }
}

/// When the articles of a segment were published.
struct Dates {
    published: Option<Column<i64>>,
    precision: Option<Column<u64>>,
}

impl Dates {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Dates {
            published: fast.column_opt(column::PUBLISHED)?,
            precision: fast.column_opt(column::PRECISION)?,
        })
    }

    fn order(&self, doc: DocId, key: u64) -> CopyOrder {
        let published = self.published.as_ref().and_then(|column| column.first(doc));
        let precision = self.precision.as_ref().and_then(|column| column.first(doc));
        match published {
            None => undated(key),
            Some(seconds) => dated(known_to(precision) >= Precision::Day, seconds, key),
        }
    }
}
