//! The parts of a hit's score.

use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocAddress, DocSet, Score, Searcher};

use super::closeness::ClosePairs;
use super::compile::Compiler;
use super::deadline::Deadline;
use super::schema::Fields;
use crate::engine::ScorePart;
use crate::matching::{Clause, Resolved, Scope};

/// Computes what each clause of a query gives to the score of a document.
pub(super) struct Explainer<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    pub(super) close_pairs: Option<&'a ClosePairs>,
}

impl Explainer<'_> {
    /// Returns the parts in the order of the query; clauses that the document does not match
    /// give none.
    pub(super) fn parts(
        &self,
        query: &Resolved,
        address: DocAddress,
    ) -> tantivy::Result<Vec<ScorePart>> {
        let mut parts = Vec::new();
        self.add_parts(query, 1.0, address, &mut parts)?;
        if let Some(pairs) = self.close_pairs {
            pairs.add_parts(address, self.searcher, &mut parts)?;
        }
        Ok(parts)
    }

    fn add_parts(
        &self,
        query: &Resolved,
        factor: Score,
        address: DocAddress,
        parts: &mut Vec<ScorePart>,
    ) -> tantivy::Result<()> {
        match query {
            Resolved::All | Resolved::Nothing | Resolved::Date(_) | Resolved::Not(_) => Ok(()),
            Resolved::Boost { factor: more, of } => {
                self.add_parts(of, factor * more, address, parts)
            }
            // What a branch that did not match holds is no part of the score.
            Resolved::And(_) if !self.is_match(query, address)? => Ok(()),
            Resolved::And(operands) | Resolved::Or(operands) => operands
                .iter()
                .try_for_each(|operand| self.add_parts(operand, factor, address, parts)),
            Resolved::Clause(clause) => self.add_clause(clause, factor, address, parts),
        }
    }

    fn add_clause(
        &self,
        clause: &Clause,
        factor: Score,
        address: DocAddress,
        parts: &mut Vec<ScorePart>,
    ) -> tantivy::Result<()> {
        let scopes = match clause.scope {
            Scope::Text if clause.times == 1 => &[Scope::Headline, Scope::Body][..],
            Scope::Entity | Scope::Names(_) => &[],
            ref scope => std::slice::from_ref(scope),
        };
        for &scope in scopes {
            let clause = Clause {
                scope,
                ..clause.clone()
            };
            if let Some(score) = self.score(&clause, address)? {
                parts.push(ScorePart {
                    written: clause.written,
                    place: scope.name(),
                    score: factor * score,
                });
            }
        }
        Ok(())
    }

    fn is_match(&self, query: &Resolved, address: DocAddress) -> tantivy::Result<bool> {
        let deadline = Deadline::default();
        let query = Compiler::new(self.fields, self.searcher, &deadline).compile(query)?;
        Ok(self.scorer_at(query.as_ref(), address)?.is_some())
    }

    fn score(&self, clause: &Clause, address: DocAddress) -> tantivy::Result<Option<Score>> {
        let deadline = Deadline::default();
        let compiler = Compiler::new(self.fields, self.searcher, &deadline);
        let query = compiler.compile_clause(clause)?;
        let scorer = self.scorer_at(query.as_ref(), address)?;
        Ok(scorer.map(|mut scorer| scorer.score()))
    }

    /// The scorer of a query on a document; `None` where it does not match.
    fn scorer_at(
        &self,
        query: &dyn Query,
        address: DocAddress,
    ) -> tantivy::Result<Option<Box<dyn Scorer>>> {
        let scoring = EnableScoring::enabled_from_searcher(self.searcher);
        let segment = self.searcher.segment_reader(address.segment_ord);
        let mut scorer = query.weight(scoring)?.scorer(segment, 1.0)?;
        let doc = match scorer.doc() {
            before if before < address.doc_id => scorer.seek(address.doc_id),
            doc => doc,
        };
        Ok((doc == address.doc_id).then_some(scorer))
    }
}
