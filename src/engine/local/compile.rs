//! The one step from a resolved query to tantivy's queries.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, PhraseQuery,
    Query as TantivyQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Searcher, Term};

use super::deadline::Deadline;
use super::places::PlacesQuery;
use super::schema::{ARTICLE, Fields, column};
use super::steady::SteadyQuery;
use super::words::{WeighedTerms, Word, WordsQuery};
use crate::engine::HEADLINE_WEIGHT;
use crate::matching::{Clause, Places, Resolved, Scope, TermField, TermSet};
use crate::query::DateCondition;

type TantivyClause = (Occur, Box<dyn TantivyQuery>);

/// How many words, or alternatives for one, are worked through together: each takes 10 kB.
const MOST_TOGETHER: usize = 64;

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
                one_or_union(self.alternatives(std::slice::from_ref(query))?)
            }
            Resolved::Not(_) => self.all_of(std::slice::from_ref(query))?,
            Resolved::And(operands) => self.all_of(operands)?,
        })
    }

    /// Makes the query of one clause alone.
    pub(super) fn compile_clause(&self, clause: &Clause) -> tantivy::Result<Box<dyn TantivyQuery>> {
        self.compile(&Resolved::Clause(clause.clone()))
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
        let mut words = Vec::new();
        let mut clauses: Vec<TantivyClause> = Vec::new();
        for operand in operands {
            match (operand, self.word(operand)) {
                (_, Some(word)) => words.push(word),
                (Resolved::Not(excluded), _) => {
                    let excluded = SteadyQuery(self.compile(excluded)?);
                    clauses.push((Occur::MustNot, Box::new(excluded)));
                }
                (required, _) => clauses.push((Occur::Must, self.compile(required)?)),
            }
        }
        for words in words.chunks(MOST_TOGETHER) {
            clauses.push((Occur::Must, self.words(words.to_vec())));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.every_article()));
        }
        Ok(match clauses.len() {
            1 => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        })
    }

    /// The clauses of a union. Operands that are unions lie flat in it, and all words are one.
    fn alternatives(&self, operands: &[Resolved]) -> tantivy::Result<Vec<TantivyClause>> {
        let mut alternatives = Vec::new();
        let mut word = Word::default();
        self.add_alternatives(operands, &mut word, &mut alternatives)?;
        for term_sets in word.term_sets.chunks(MOST_TOGETHER) {
            let term_sets = term_sets.to_vec();
            alternatives.push((Occur::Should, self.words(vec![Word { term_sets }])));
        }
        Ok(alternatives)
    }

    fn add_alternatives(
        &self,
        operands: &[Resolved],
        words: &mut Word,
        others: &mut Vec<TantivyClause>,
    ) -> tantivy::Result<()> {
        for operand in operands {
            match (operand, self.word(operand)) {
                (_, Some(word)) => words.term_sets.extend(word.term_sets),
                (Resolved::Or(operands), _) => self.add_alternatives(operands, words, others)?,
                (Resolved::Clause(clause), _) => others.extend(self.clause(clause)),
                (other, _) => others.push((Occur::Should, self.compile(other)?)),
            }
        }
        Ok(())
    }

    fn words(&self, words: Vec<Word>) -> Box<dyn TantivyQuery> {
        Box::new(WordsQuery {
            words,
            deadline: self.deadline.clone(),
        })
    }

    /// The terms that a query asks for, one of which must be there; `None` when it asks for more.
    fn word(&self, query: &Resolved) -> Option<Word> {
        let term_sets = match query {
            Resolved::Clause(clause) => self.word_of_clause(clause)?,
            Resolved::Boost { factor, of } => {
                let mut word = self.word(of)?;
                word.term_sets
                    .iter_mut()
                    .for_each(|set| set.factor *= factor);
                word.term_sets
            }
            Resolved::Or(operands) => {
                let words: Option<Vec<Word>> = operands.iter().map(|of| self.word(of)).collect();
                words?.into_iter().flat_map(|word| word.term_sets).collect()
            }
            _ => return None,
        };
        (term_sets.len() <= MOST_TOGETHER).then_some(Word { term_sets })
    }

    fn word_of_clause(&self, clause: &Clause) -> Option<Vec<WeighedTerms>> {
        let is_anywhere = clause.times == 1 && clause.scope != Scope::Lead;
        let terms = match &clause.places {
            Places::Terms(set) if set.is_disjoint && is_anywhere && clause.scope.is_text() => {
                &set.terms
            }
            _ => return None,
        };
        let fields = self.weighed_fields(clause.scope).into_iter();
        let of_field = |(field, factor)| WeighedTerms {
            field,
            terms: terms.clone(),
            factor,
        };
        Some(fields.map(of_field).collect())
    }

    /// The alternatives of a clause that is no word: mostly one a field.
    fn clause(&self, clause: &Clause) -> Vec<TantivyClause> {
        let fields = self.weighed_fields(clause.scope);
        if clause.scope == Scope::Names(TermField::Language) {
            return self.language(&clause.places);
        }
        if clause.times > 1 || clause.scope == Scope::Lead {
            return vec![self.in_places(clause, fields)];
        }
        let in_field = |(field, weight)| match self.phrase(&clause.places, field) {
            Some(query) => {
                let query: Box<dyn TantivyQuery> = match clause.scope.is_text() {
                    true if weight == 1.0 => query,
                    true => Box::new(BoostQuery::new(query, weight)),
                    false => unscored(query),
                };
                (Occur::Should, query)
            }
            None => self.in_places(clause, vec![(field, weight)]),
        };
        fields.into_iter().map(in_field).collect()
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

    /// tantivy's own query for the places in one field; `None` where it has none.
    fn phrase(&self, places: &Places, field: Field) -> Option<Box<dyn TantivyQuery>> {
        let term = |text: &String| Term::from_field_text(field, text);
        Some(match places {
            Places::Terms(set) if set.is_disjoint && set.terms.len() == 1 => {
                term_query(field, &set.terms[0], IndexRecordOption::WithFreqs)
            }
            Places::Sequence(parts) => {
                let terms = single_terms(parts)?.into_iter().map(term);
                Box::new(PhraseQuery::new(terms.collect()))
            }
            _ => return None,
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
}

fn one_or_union(mut alternatives: Vec<TantivyClause>) -> Box<dyn TantivyQuery> {
    match alternatives.len() {
        1 => alternatives.remove(0).1,
        _ => Box::new(BooleanQuery::new(alternatives)),
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
