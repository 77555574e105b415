//! Places as a query of tantivy: proximity, phrases, patterns and counts, over positions.
//!
//! [`PlacesQuery`] finds the documents that have a number of [`Places`] in some fields together.
//! As with tantivy's own queries, the query is a recipe, its weight the recipe bound to an index,
//! its scorer a walk over one segment.

mod cursor;
mod marks;

use std::fmt;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{
    Bm25StatisticsProvider, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use super::deadline::Deadline;
use super::similarity::{Similarity, idf};
use crate::matching::places::{Span, before_first_mark};
use crate::matching::{MarkKinds, Places};
use crate::query::Reach;
use cursor::Cursor;
use marks::TextMarks;

/// How many documents are looked at between two looks at the clock.
const LOOKS_A_TICK: u32 = 32;

/// Finds documents by places.
#[derive(Clone)]
pub(super) struct PlacesQuery {
    /// The fields in which places count, each with what a match in it weighs.
    pub(super) fields: Vec<(Field, Score)>,
    /// The places.
    pub(super) places: Arc<Places>,
    /// How many of them there must be in all fields together.
    pub(super) times: u32,
    /// Whether places behind the first paragraph do not count.
    pub(super) is_lead: bool,
    /// When to give up.
    pub(super) deadline: Deadline,
}

impl fmt::Debug for PlacesQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlacesQuery({:?})", self.places)
    }
}

impl Query for PlacesQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut similarities = Vec::new();
        for &(field, factor) in &self.fields {
            similarities.push(self.similarity(field, factor, &scoring)?);
        }
        Ok(Box::new(PlacesWeight {
            query: self.clone(),
            similarities,
        }))
    }
}

impl PlacesQuery {
    fn similarity(
        &self,
        field: Field,
        factor: Score,
        scoring: &EnableScoring<'_>,
    ) -> tantivy::Result<Option<Similarity>> {
        let EnableScoring::Enabled { searcher, .. } = scoring else {
            return Ok(None);
        };
        let rarity = rarity(&self.places, field, searcher)?;
        Ok(Some(similarity(field, factor * rarity, searcher)?))
    }
}

/// The similarity of what has the inverse document frequency `idf` in `field`.
pub(super) fn similarity(
    field: Field,
    idf: Score,
    searcher: &Searcher,
) -> tantivy::Result<Similarity> {
    let num_docs = searcher.total_num_docs()?;
    let num_tokens = searcher.total_num_tokens(field)?;
    let mean_length = num_tokens as Score / num_docs.max(1) as Score;
    Ok(Similarity::new(idf, mean_length))
}

/// Returns the inverse document frequency of places in `field`: of terms that stand for each
/// other, that of all of them together; of parts that must stand together, the sum of their own.
pub(super) fn rarity(places: &Places, field: Field, searcher: &Searcher) -> tantivy::Result<Score> {
    let of_part = |part| rarity(part, field, searcher);
    match places {
        Places::Terms(set) => rarity_of_any(&mut set.terms.iter(), field, searcher),
        Places::Window { words, .. } => words
            .iter()
            .map(|set| rarity_of_any(&mut set.terms.iter(), field, searcher))
            .sum(),
        Places::Sequence(parts) => parts.iter().map(of_part).sum(),
        Places::Near { left, right, .. } => Ok(of_part(left)? + of_part(right)?),
        Places::AnyOf(_) => {
            let mut terms = Vec::new();
            places.for_each_term_set(&mut |set| terms.extend(&set.terms));
            rarity_of_any(&mut terms.into_iter(), field, searcher)
        }
    }
}

fn rarity_of_any(
    terms: &mut dyn Iterator<Item = &String>,
    field: Field,
    searcher: &Searcher,
) -> tantivy::Result<Score> {
    let num_docs = searcher.total_num_docs()?;
    let mut together = 0;
    for term in terms {
        together += searcher.doc_freq(&Term::from_field_text(field, term))?;
    }
    Ok(idf(together.min(num_docs), num_docs))
}

struct PlacesWeight {
    query: PlacesQuery,
    /// By field; none when no score is asked for.
    similarities: Vec<Option<Similarity>>,
}

impl PlacesWeight {
    fn places_scorer(
        &self,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<PlacesScorer> {
        let mut fields = Vec::new();
        for (&(field, _), similarity) in self.query.fields.iter().zip(&self.similarities) {
            let (places, is_lead) = (&self.query.places, self.query.is_lead);
            let places = FieldPlaces::open(places, is_lead, field, segment)?;
            fields.push(places.scored_by(similarity.clone()));
        }
        let mut scorer = PlacesScorer {
            fields,
            times: self.query.times,
            boost,
            doc: 0,
            num_looks: 0,
            deadline: self.query.deadline.clone(),
        };
        scorer.settle(0);
        Ok(scorer)
    }
}

impl Weight for PlacesWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorer = self.places_scorer(segment, boost)?;
        Ok(match scorer.doc() {
            TERMINATED => Box::new(EmptyScorer),
            _ => Box::new(scorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.places_scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!(
                "document {doc} has no such places"
            )));
        }
        Ok(Explanation::new("places", scorer.score()))
    }
}

/// Walks over the documents of a segment that have the places.
struct PlacesScorer {
    fields: Vec<FieldPlaces>,
    times: u32,
    boost: Score,
    doc: DocId,
    /// Number of documents looked at.
    num_looks: u32,
    deadline: Deadline,
}

impl PlacesScorer {
    /// Moves to the first document at or behind `target` with enough places.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            let docs = self
                .fields
                .iter_mut()
                .map(|field| field.cursor.seek(target));
            let candidate = docs.min().unwrap_or(TERMINATED);
            let is_over = self.num_looks.is_multiple_of(LOOKS_A_TICK) && self.deadline.is_over();
            self.num_looks = self.num_looks.wrapping_add(1);
            if candidate == TERMINATED || is_over {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            let mut count = 0;
            for field in &mut self.fields {
                count += field.count(candidate);
            }
            if count >= self.times {
                self.doc = candidate;
                return candidate;
            }
            target = candidate + 1;
        }
    }
}

impl DocSet for PlacesScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.settle(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        self.settle(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.fields.iter().map(|field| field.cursor.size_hint());
        hints.fold(0, u32::saturating_add)
    }

    /// Reading positions costs about ten times what moving over a document does.
    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * 10
    }
}

impl Scorer for PlacesScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let scores = self.fields.iter().map(|field| field.score(doc));
        self.boost * scores.sum::<Score>()
    }
}

/// The places in one field of a segment's documents, which must be asked for in ascending order.
pub(super) struct FieldPlaces {
    cursor: Cursor,
    marks: TextMarks,
    is_lead: bool,
    similarity: Option<Similarity>,
    lengths: FieldNormReader,
    places: Vec<Span>,
    /// The document that `places` are of.
    read_for: Option<DocId>,
}

impl FieldPlaces {
    /// Opens the postings of `places` in `field`.
    pub(super) fn open(
        places: &Places,
        is_lead: bool,
        field: Field,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let kinds = places.marks().or(MarkKinds {
            sentences: false,
            paragraphs: is_lead,
        });
        Ok(FieldPlaces {
            cursor: Cursor::open(places, field, segment)?,
            marks: TextMarks::open(kinds, field, segment)?,
            is_lead,
            similarity: None,
            lengths: segment.get_fieldnorms_reader(field)?,
            places: Vec::new(),
            read_for: None,
        })
    }

    /// Lets the number of places be scored.
    pub(super) fn scored_by(mut self, similarity: Option<Similarity>) -> Self {
        self.similarity = similarity;
        self
    }

    /// Returns the score of the places in `doc`; 0 where there are none.
    pub(super) fn score_at(&mut self, doc: DocId) -> Score {
        self.cursor.seek(doc);
        self.count(doc);
        self.score(doc)
    }

    /// The number of places in a document on or behind which the cursor stands.
    fn count(&mut self, doc: DocId) -> u32 {
        self.read_for = Some(doc);
        self.cursor
            .read_places(doc, &mut self.marks, &mut self.places);
        if self.is_lead && !self.places.is_empty() {
            let places = std::mem::take(&mut self.places);
            self.places = before_first_mark(places, self.marks.of(Reach::Paragraph, doc));
        }
        self.places.len() as u32
    }

    fn score(&self, doc: DocId) -> Score {
        match &self.similarity {
            Some(similarity) if self.read_for == Some(doc) && !self.places.is_empty() => {
                similarity.score(self.places.len() as u32, self.lengths.fieldnorm_id(doc))
            }
            _ => 0.0,
        }
    }
}
