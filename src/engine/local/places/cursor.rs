//! Walking through the articles of a segment that may have the places sought.
//!
//! A [`Cursor`] is a tree like [`Places`]: over its documents it moves as a union or an
//! intersection of postings, and of the document it stands on it tells the places from the
//! positions in these postings. Nothing here reads stored text.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::marks::TextMarks;
use crate::matching::places::{Span, near_into, side_by_side, sort_places, window};
use crate::matching::{Places, TermSet};
use crate::query::Reach;

/// Moves over the documents of one field that may have some places.
pub(super) enum Cursor {
    /// The postings of one term, and room for its positions.
    Term(Box<SegmentPostings>, Vec<u32>),
    /// The union of the postings of several terms.
    Terms(TermUnion),
    /// Parts that must all be there, in the order in which they are sought.
    All {
        parts: Vec<Cursor>,
        /// The parts, those in the fewest documents first.
        rarest_first: Vec<usize>,
        shape: Shape,
        /// Room for the places of two parts.
        scratch: [Vec<Span>; 2],
    },
    /// Parts of which one must be there.
    Any(Vec<Cursor>),
}

/// How the parts of a place lie to each other.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    SideBySide,
    Window { between: u32 },
    Near { reach: Reach },
}

impl Cursor {
    /// Opens the cursor on the first document of `segment` that may have `places` in `field`.
    pub(super) fn open(
        places: &Places,
        field: Field,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let open_all = |parts: &[Places]| -> tantivy::Result<Vec<Cursor>> {
            parts
                .iter()
                .map(|part| Cursor::open(part, field, segment))
                .collect()
        };
        Ok(match places {
            Places::Terms(terms) => Cursor::of_terms(terms, field, segment)?,
            Places::AnyOf(parts) => Cursor::Any(open_all(parts)?),
            Places::Sequence(parts) => Cursor::all(open_all(parts)?, Shape::SideBySide),
            Places::Window { words, between } => {
                let open = |terms| Cursor::of_terms(terms, field, segment);
                let parts = words.iter().map(open).collect::<tantivy::Result<_>>()?;
                Cursor::all(parts, Shape::Window { between: *between })
            }
            Places::Near { left, right, reach } => {
                let parts = vec![
                    Cursor::open(left, field, segment)?,
                    Cursor::open(right, field, segment)?,
                ];
                Cursor::all(parts, Shape::Near { reach: *reach })
            }
        })
    }

    fn of_terms(terms: &TermSet, field: Field, segment: &SegmentReader) -> tantivy::Result<Self> {
        let inverted = segment.inverted_index(field)?;
        let mut postings = Vec::new();
        for term in &terms.terms {
            let term = Term::from_field_text(field, term);
            let option = IndexRecordOption::WithFreqsAndPositions;
            postings.extend(inverted.read_postings(&term, option)?);
        }
        Ok(match postings.len() {
            1 => Cursor::Term(Box::new(postings.remove(0)), Vec::new()),
            _ => Cursor::Terms(TermUnion::new(postings)),
        })
    }

    fn all(parts: Vec<Cursor>, shape: Shape) -> Self {
        let mut rarest_first: Vec<usize> = (0..parts.len()).collect();
        rarest_first.sort_by_key(|&at| parts[at].size_hint());
        let mut all = Cursor::All {
            parts,
            rarest_first,
            shape,
            scratch: [Vec::new(), Vec::new()],
        };
        let first = all.doc();
        all.align(first);
        all
    }

    /// The document the cursor stands on; all parts that are needed stand on it.
    pub(super) fn doc(&self) -> DocId {
        match self {
            Cursor::Term(postings, _) => postings.doc(),
            Cursor::Terms(union) => union.doc,
            Cursor::All {
                parts,
                rarest_first,
                ..
            } => rarest_first
                .first()
                .map_or(TERMINATED, |&rarest| parts[rarest].doc()),
            Cursor::Any(parts) => parts.iter().map(Cursor::doc).min().unwrap_or(TERMINATED),
        }
    }

    /// Moves to the first document at or behind `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        match self {
            Cursor::Term(postings, _) => postings.seek(target),
            Cursor::Terms(union) => union.seek(target),
            Cursor::All { .. } => self.align(target),
            Cursor::Any(parts) => {
                let docs = parts.iter_mut().map(|part| part.seek(target));
                docs.min().unwrap_or(TERMINATED)
            }
        }
    }

    /// Moves all parts to the first document at or behind `target` that they have in common.
    fn align(&mut self, mut target: DocId) -> DocId {
        let Cursor::All {
            parts,
            rarest_first,
            ..
        } = self
        else {
            return self.doc();
        };
        if rarest_first.is_empty() {
            return TERMINATED;
        }
        'candidates: loop {
            for &at in rarest_first.iter() {
                let doc = parts[at].seek(target);
                if doc > target {
                    target = doc;
                    if target == TERMINATED {
                        parts[rarest_first[0]].seek(TERMINATED);
                        return TERMINATED;
                    }
                    continue 'candidates;
                }
            }
            return target;
        }
    }

    /// A guess at the number of documents.
    pub(super) fn size_hint(&self) -> u32 {
        match self {
            Cursor::Term(postings, _) => postings.size_hint(),
            Cursor::Terms(union) => union.size_hint,
            Cursor::All { parts, .. } => parts.iter().map(Cursor::size_hint).min().unwrap_or(0),
            Cursor::Any(parts) => parts
                .iter()
                .map(Cursor::size_hint)
                .fold(0, u32::saturating_add),
        }
    }

    /// Writes the places in document `doc` into `places`; none where the cursor does not
    /// stand on it.
    pub(super) fn read_places(
        &mut self,
        doc: DocId,
        marks: &mut TextMarks,
        places: &mut Vec<Span>,
    ) {
        places.clear();
        if self.doc() != doc {
            return;
        }
        match self {
            Cursor::Term(postings, positions) => {
                postings.positions(positions);
                places.extend(positions.iter().map(|&position| word_at(position)));
            }
            Cursor::Terms(union) => {
                let mut positions = Vec::new();
                union.positions(&mut positions);
                places.extend(positions.into_iter().map(word_at));
            }
            Cursor::Any(parts) => {
                let mut of_part = Vec::new();
                for part in parts {
                    part.read_places(doc, marks, &mut of_part);
                    places.append(&mut of_part);
                }
                sort_places(places);
            }
            Cursor::All {
                parts,
                shape,
                scratch: [left_places, right_places],
                ..
            } => match *shape {
                Shape::SideBySide => read_sequence(parts, doc, marks, places),
                Shape::Window { between } => {
                    let words: Vec<Vec<u32>> =
                        parts.iter_mut().map(|part| part.positions(doc)).collect();
                    *places = window(&words, between);
                }
                Shape::Near { reach } => {
                    let [left, right] = &mut parts[..] else {
                        return;
                    };
                    left.read_places(doc, marks, left_places);
                    if left_places.is_empty() {
                        return;
                    }
                    right.read_places(doc, marks, right_places);
                    let marks = marks.of(reach, doc);
                    near_into(left_places, right_places, reach, marks, places);
                }
            },
        }
    }

    /// The positions of single words in document `doc`.
    fn positions(&mut self, doc: DocId) -> Vec<u32> {
        let mut positions = Vec::new();
        match self {
            _ if self.doc() != doc => {}
            Cursor::Term(postings, _) => postings.positions(&mut positions),
            Cursor::Terms(union) => union.positions(&mut positions),
            Cursor::All { .. } | Cursor::Any(_) => {}
        }
        positions
    }
}

fn word_at(position: u32) -> Span {
    Span {
        start: position,
        end: position,
    }
}

fn read_sequence(parts: &mut [Cursor], doc: DocId, marks: &mut TextMarks, places: &mut Vec<Span>) {
    let Some((first, rest)) = parts.split_first_mut() else {
        return;
    };
    first.read_places(doc, marks, places);
    let mut next = Vec::new();
    for part in rest {
        if places.is_empty() {
            return;
        }
        part.read_places(doc, marks, &mut next);
        *places = side_by_side(places, &next);
    }
}

/// The union of postings, by a heap of the documents they stand on.
pub(super) struct TermUnion {
    postings: Vec<SegmentPostings>,
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    doc: DocId,
    size_hint: u32,
}

impl TermUnion {
    fn new(postings: Vec<SegmentPostings>) -> Self {
        let heap: BinaryHeap<_> = postings
            .iter()
            .enumerate()
            .map(|(at, postings)| Reverse((postings.doc(), at)))
            .collect();
        let hints = postings.iter().map(DocSet::size_hint);
        TermUnion {
            doc: first_doc(&heap),
            size_hint: hints.fold(0, u32::saturating_add),
            postings,
            heap,
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while let Some(mut top) = self.heap.peek_mut() {
            let Reverse((doc, at)) = *top;
            if doc >= target {
                break;
            }
            *top = Reverse((self.postings[at].seek(target), at));
        }
        self.doc = first_doc(&self.heap);
        self.doc
    }

    /// Writes the positions of all terms in the document, ascending, each once.
    fn positions(&mut self, positions: &mut Vec<u32>) {
        positions.clear();
        let mut standing = vec![0];
        while let Some(node) = standing.pop() {
            // The heap keeps its smallest first and each parent before its children, so that the
            // postings on this document are a connected part of it.
            let Some(&Reverse((doc, at))) = self.heap.as_slice().get(node) else {
                continue;
            };
            if doc == self.doc {
                self.postings[at].append_positions_with_offset(0, positions);
                standing.extend([2 * node + 1, 2 * node + 2]);
            }
        }
        positions.sort_unstable();
        positions.dedup();
    }
}

fn first_doc(heap: &BinaryHeap<Reverse<(DocId, usize)>>) -> DocId {
    heap.peek().map_or(TERMINATED, |Reverse((doc, _))| *doc)
}
