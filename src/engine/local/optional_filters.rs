//! Names and days of which an article need not be: `turkey OR (date:none syria)`.
//!
//! The highlighter sees texts alone. Where a filter may or may not hold for a hit, the index is
//! asked, so that a branch that did not match marks nothing.

use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocAddress, DocSet, Searcher};

use super::compile::Compiler;
use crate::matching::Resolved;

/// The filters of a query.
pub(super) struct OptionalFilters {
    weights: Vec<Box<dyn Weight>>,
}

impl OptionalFilters {
    /// Compiles the filters of a query; `None` where each of them holds for every hit.
    pub(super) fn of(
        query: &Resolved,
        compiler: &Compiler<'_>,
        searcher: &Searcher,
    ) -> tantivy::Result<Option<Self>> {
        match query.has_optional_filters() {
            true => OptionalFilters::all_of(query, compiler, searcher).map(Some),
            false => Ok(None),
        }
    }

    /// Compiles the filters of a query, for documents that need not be hits.
    pub(super) fn all_of(
        query: &Resolved,
        compiler: &Compiler<'_>,
        searcher: &Searcher,
    ) -> tantivy::Result<Self> {
        let mut weights = Vec::new();
        for filter in query.filters() {
            let scoring = EnableScoring::disabled_from_searcher(searcher);
            weights.push(compiler.compile(filter)?.weight(scoring)?);
        }
        Ok(OptionalFilters { weights })
    }

    /// Tells of each filter, in the order of the query, whether it holds for a document.
    pub(super) fn hold_at(
        &self,
        address: DocAddress,
        searcher: &Searcher,
    ) -> tantivy::Result<Vec<bool>> {
        let segment = searcher.segment_reader(address.segment_ord);
        let mut holds = Vec::with_capacity(self.weights.len());
        for weight in &self.weights {
            let mut scorer = weight.scorer(segment, 1.0)?;
            let doc = match scorer.doc() {
                before if before < address.doc_id => scorer.seek(address.doc_id),
                doc => doc,
            };
            holds.push(doc == address.doc_id);
        }
        Ok(holds)
    }
}
