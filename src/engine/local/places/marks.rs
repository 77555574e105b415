//! Where sentences and paragraphs begin in the documents of a segment.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, Term};

use crate::analysis::terms::{PARAGRAPH, SENTENCE};
use crate::matching::MarkKinds;
use crate::query::Reach;

/// The marks of one field, read document by document.
pub(super) struct TextMarks {
    sentences: Option<MarkReader>,
    paragraphs: Option<MarkReader>,
}

impl TextMarks {
    /// Opens the postings of the kinds of marks that are needed.
    pub(super) fn open(
        kinds: MarkKinds,
        field: Field,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let open = |is_needed: bool, term: &str| match is_needed {
            true => MarkReader::open(term, field, segment),
            false => Ok(None),
        };
        Ok(TextMarks {
            sentences: open(kinds.sentences, SENTENCE)?,
            paragraphs: open(kinds.paragraphs, PARAGRAPH)?,
        })
    }

    /// The marks in `doc` that must not lie within `reach`; documents come in ascending order.
    pub(super) fn of(&mut self, reach: Reach, doc: DocId) -> &[u32] {
        let reader = match reach {
            Reach::Words { .. } => None,
            Reach::Sentence => self.sentences.as_mut(),
            Reach::Paragraph => self.paragraphs.as_mut(),
        };
        reader.map_or(&[], |reader| reader.read(doc))
    }
}

struct MarkReader {
    postings: SegmentPostings,
    read_for: Option<DocId>,
    positions: Vec<u32>,
}

impl MarkReader {
    fn open(term: &str, field: Field, segment: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let term = Term::from_field_text(field, term);
        let option = IndexRecordOption::WithFreqsAndPositions;
        let postings = segment
            .inverted_index(field)?
            .read_postings(&term, option)?;
        Ok(postings.map(|postings| MarkReader {
            postings,
            read_for: None,
            positions: Vec::new(),
        }))
    }

    fn read(&mut self, doc: DocId) -> &[u32] {
        if self.read_for != Some(doc) {
            self.read_for = Some(doc);
            self.positions.clear();
            let at = match self.postings.doc() {
                before if before < doc => self.postings.seek(doc),
                at => at,
            };
            if at == doc {
                self.postings.positions(&mut self.positions);
            }
        }
        &self.positions
    }
}
