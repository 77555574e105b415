//! The one step from a resolved query to tantivy's queries.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery,
    Occur, PhraseQuery, Query as TantivyQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Searcher, Term};

use super::deadline::Deadline;
use super::places::PlacesQuery;
use super::schema::{ARTICLE, Fields, column};
use super::similarity::idf;
use super::steady::SteadyQuery;
use crate::engine::HEADLINE_WEIGHT;
use crate::matching::{Clause, Places, Resolved, Scope, TermField, TermSet};
use crate::query::DateCondition;

type TantivyClause = (Occur, Box<dyn TantivyQuery>);

/// Compiles resolved queries.
pub(super) struct Compiler<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    deadline: &'a Deadline,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(fields: &'a Fields, searcher: &'a Searcher, deadline: &'a Deadline) -> Self {
        Compiler {
            fields,
            searcher,
            deadline,
        }
    }

    pub(super) fn searcher(&self) -> &'a Searcher {
        self.searcher
    }

    /// Makes tantivy's query for the articles that `query` finds.
    pub(super) fn compile(&self, query: &Resolved) -> tantivy::Result<Box<dyn TantivyQuery>> {
        Ok(match query {
            Resolved::All => self.every_article(),
            Resolved::Nothing => Box::new(EmptyQuery),
            Resolved::Date(condition) => self.date(condition),
            Resolved::Boost { factor, of } => Box::new(BoostQuery::new(self.compile(of)?, *factor)),
            Resolved::Clause(_) | Resolved::Or(_) => {
                Box::new(BooleanQuery::new(self.alternatives(query)?))
            }
            Resolved::Not(_) => self.all_of(std::slice::from_ref(query))?,
            Resolved::And(operands) => self.all_of(operands)?,
        })
    }

    /// Makes the query of one clause alone.
    pub(super) fn compile_clause(&self, clause: &Clause) -> tantivy::Result<Box<dyn TantivyQuery>> {
        Ok(Box::new(BooleanQuery::new(self.clause(clause)?)))
    }

    /// A score of 0 for every article: documents that note skipped files are none.
    fn every_article(&self) -> Box<dyn TantivyQuery> {
        unscored(term_query(
            self.fields.kind,
            ARTICLE,
            IndexRecordOption::Basic,
        ))
    }

    fn all_of(&self, operands: &[Resolved]) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let mut clauses: Vec<TantivyClause> = Vec::new();
        for operand in operands {
            match operand {
                Resolved::Not(excluded) => {
                    let excluded = SteadyQuery(self.compile(excluded)?);
                    clauses.push((Occur::MustNot, Box::new(excluded)));
                }
                required => clauses.push((Occur::Must, self.compile(required)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.every_article()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The clauses of a union. Those of its operands that are unions lie flat beside each other,
    /// for tantivy skips whole blocks of postings (block-max WAND) only in a union of plain terms.
    fn alternatives(&self, query: &Resolved) -> tantivy::Result<Vec<TantivyClause>> {
        Ok(match query {
            Resolved::Clause(clause) => self.clause(clause)?,
            Resolved::Or(operands) => {
                let mut flat = Vec::new();
                for operand in operands {
                    flat.extend(self.alternatives(operand)?);
                }
                flat
            }
            other => vec![(Occur::Should, self.compile(other)?)],
        })
    }

    /// The alternatives of a clause: mostly one a field.
    fn clause(&self, clause: &Clause) -> tantivy::Result<Vec<TantivyClause>> {
        let fields = self.weighed_fields(clause.scope);
        if clause.scope == Scope::Names(TermField::Language) {
            return Ok(self.language(&clause.places));
        }
        if clause.times > 1 || clause.scope == Scope::Lead {
            return Ok(vec![self.in_places(clause, fields)]);
        }
        let mut alternatives: Vec<TantivyClause> = Vec::new();
        for (field, weight) in fields {
            match self.in_field(&clause.places, field)? {
                Some(queries) => alternatives.extend(queries.into_iter().map(|query| {
                    let query: Box<dyn TantivyQuery> = match clause.scope.is_text() {
                        true if weight == 1.0 => query,
                        true => Box::new(BoostQuery::new(query, weight)),
                        false => unscored(query),
                    };
                    (Occur::Should, query)
                })),
                None => alternatives.push(self.in_places(clause, vec![(field, weight)])),
            }
        }
        Ok(alternatives)
    }

    fn weighed_fields(&self, scope: Scope) -> Vec<(Field, Score)> {
        let weigh = |field| match field {
            TermField::Headline => HEADLINE_WEIGHT,
            _ => 1.0,
        };
        let fields = scope.fields().into_iter();
        fields
            .map(|field| (self.fields.term_field(field), weigh(field)))
            .collect()
    }

    /// Queries of tantivy's own for the places in one field; `None` where it has none.
    fn in_field(
        &self,
        places: &Places,
        field: Field,
    ) -> tantivy::Result<Option<Vec<Box<dyn TantivyQuery>>>> {
        Ok(match places {
            Places::Terms(set) if set.is_disjoint => Some(self.terms(set, field)?),
            Places::Sequence(parts) => single_terms(parts).map(|terms| {
                let terms = terms.into_iter();
                let terms: Vec<Term> = terms
                    .map(|term| Term::from_field_text(field, term))
                    .collect();
                vec![Box::new(PhraseQuery::new(terms)) as Box<dyn TantivyQuery>]
            }),
            _ => None,
        })
    }

    fn in_places(&self, clause: &Clause, fields: Vec<(Field, Score)>) -> TantivyClause {
        let query = PlacesQuery {
            fields,
            places: Arc::new(clause.places.clone()),
            times: clause.times,
            is_lead: clause.scope == Scope::Lead,
            deadline: self.deadline.clone(),
        };
        let query: Box<dyn TantivyQuery> = match clause.scope.is_text() {
            true => Box::new(query),
            false => unscored(Box::new(query)),
        };
        (Occur::Should, query)
    }

    /// A language's field has its code alone: no positions.
    fn language(&self, places: &Places) -> Vec<TantivyClause> {
        let Places::Terms(set) = places else {
            return Vec::new();
        };
        let of_term = |term: &String| -> TantivyClause {
            let query = term_query(self.fields.language, term, IndexRecordOption::Basic);
            (Occur::Should, unscored(query))
        };
        set.terms.iter().map(of_term).collect()
    }

    fn date(&self, condition: &DateCondition) -> Box<dyn TantivyQuery> {
        match condition {
            DateCondition::Undated => {
                let dated = ExistsQuery::new(column::PUBLISHED.to_owned(), false);
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, self.every_article()),
                    (Occur::MustNot, Box::new(SteadyQuery(Box::new(dated)))),
                ]))
            }
            DateCondition::Days(days) => {
                let (from, to) = days.seconds();
                let term = |second: i64| Term::from_field_i64(self.fields.published, second);
                let from = from.map_or(Bound::Unbounded, |second| Bound::Included(term(second)));
                let to = to.map_or(Bound::Unbounded, |second| Bound::Excluded(term(second)));
                match (&from, &to) {
                    (Bound::Unbounded, Bound::Unbounded) => self.every_article(),
                    _ => unscored(Box::new(RangeQuery::new(from, to))),
                }
            }
        }
    }

    /// The terms that stand for one word, each as rare as all of them together.
    fn terms(&self, set: &TermSet, field: Field) -> tantivy::Result<Vec<Box<dyn TantivyQuery>>> {
        let option = IndexRecordOption::WithFreqs;
        if let [only] = &set.terms[..] {
            return Ok(vec![term_query(field, only, option)]);
        }
        let num_docs = self.searcher.total_num_docs()?;
        let mut doc_freqs = Vec::new();
        for term in &set.terms {
            doc_freqs.push(
                self.searcher
                    .doc_freq(&Term::from_field_text(field, term))?,
            );
        }
        let together = doc_freqs.iter().sum::<u64>().min(num_docs);
        let queries = set.terms.iter().zip(doc_freqs).map(|(term, doc_freq)| {
            let factor = idf(together, num_docs) / idf(doc_freq, num_docs);
            let query = term_query(field, term, option);
            Box::new(BoostQuery::new(query, factor)) as Box<dyn TantivyQuery>
        });
        Ok(queries.collect())
    }
}

fn term_query(field: Field, text: &str, option: IndexRecordOption) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), option))
}

fn unscored(query: Box<dyn TantivyQuery>) -> Box<dyn TantivyQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// The terms of parts that are one term each; two at the least.
fn single_terms(parts: &[Places]) -> Option<Vec<&String>> {
    let term = |part| match part {
        &Places::Terms(TermSet { ref terms, .. }) if terms.len() == 1 => terms.first(),
        _ => None,
    };
    let terms: Vec<&String> = parts.iter().map(term).collect::<Option<_>>()?;
    (terms.len() > 1).then_some(terms)
}
