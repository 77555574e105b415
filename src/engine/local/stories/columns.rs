//! The columns of all segments from which stories are found.

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use crate::engine::local::schema::column;
use crate::stories::{MOST_NUMBERS, Sketch, Sketches};

/// The identities of articles as numbers.
pub(in crate::engine::local) struct KeyColumns {
    by_segment: Vec<Option<Column<u64>>>,
}

impl KeyColumns {
    pub(in crate::engine::local) fn open(searcher: &Searcher) -> tantivy::Result<Self> {
        Ok(KeyColumns {
            by_segment: numbers(searcher, column::ID_KEY)?,
        })
    }

    /// The key of an article; nothing for another document.
    pub(in crate::engine::local) fn key(&self, address: DocAddress) -> Option<u64> {
        let column = self.by_segment.get(address.segment_ord as usize)?;
        column.as_ref()?.first(address.doc_id)
    }
}

/// The sketches of all documents, numbered through the segments; those of documents that are gone
/// and of those that are no articles are empty.
pub(super) struct SketchColumns<'a> {
    segments: &'a [SegmentReader],
    by_segment: Vec<Option<Column<u64>>>,
    /// The number of the first document of each segment, and the number of all.
    starts: Vec<u32>,
}

impl<'a> SketchColumns<'a> {
    pub(super) fn open(searcher: &'a Searcher) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers();
        let mut starts = vec![0];
        let mut end: u32 = 0;
        for segment in segments {
            end = end.checked_add(segment.max_doc()).ok_or_else(|| {
                tantivy::TantivyError::InternalError("an index has too many articles".to_owned())
            })?;
            starts.push(end);
        }
        Ok(SketchColumns {
            segments,
            by_segment: numbers(searcher, column::SKETCH)?,
            starts,
        })
    }

    /// Where the document with this number lies.
    pub(super) fn address(&self, number: u32) -> DocAddress {
        let segment = self.starts.partition_point(|&start| start <= number) - 1;
        DocAddress::new(segment as u32, number - self.starts[segment])
    }
}

impl Sketches for SketchColumns<'_> {
    fn num_sketches(&self) -> u32 {
        self.starts.last().copied().unwrap_or(0)
    }

    fn read(&self, number: u32, sketch: &mut Sketch) {
        let address = self.address(number);
        let segment = address.segment_ord as usize;
        let is_alive = |doc: DocId| {
            let alive = self.segments[segment].alive_bitset();
            alive.is_none_or(|alive| alive.is_alive(doc))
        };
        match &self.by_segment[segment] {
            Some(column) if is_alive(address.doc_id) => {
                let rows = column.index.value_row_ids(address.doc_id);
                let mut numbers = [0; MOST_NUMBERS];
                let numbers = &mut numbers[..rows.len().min(MOST_NUMBERS)];
                // One by one, each would go through a pointer.
                column.values.get_range(rows.start.into(), numbers);
                sketch.read(numbers.iter().map(|&number| number as u32));
            }
            _ => sketch.read(std::iter::empty()),
        }
    }
}

fn numbers(searcher: &Searcher, name: &str) -> tantivy::Result<Vec<Option<Column<u64>>>> {
    let segments = searcher.segment_readers().iter();
    segments
        .map(|segment| segment.fast_fields().column_opt::<u64>(name))
        .collect()
}
