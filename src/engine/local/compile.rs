//! The one step from a query's tree to tantivy's queries.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    Query as TantivyQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::schema::{ARTICLE, Fields};
use crate::analysis::{Analyzer, Form};
use crate::article::EntityKind;
use crate::engine::{Filters, HEADLINE_WEIGHT};
use crate::query::{Atom, Query};

type Clause = (Occur, Box<dyn TantivyQuery>);

/// Makes tantivy's query for the articles that match `query` and pass `filters`.
pub(super) fn compile(query: &Query, filters: &Filters, fields: &Fields) -> Box<dyn TantivyQuery> {
    let mut compiler = Compiler {
        fields,
        stemmed: Analyzer::new(Form::Stemmed),
        folded: Analyzer::new(Form::Folded),
    };
    let matching = compiler.query(query);
    let conditions = compiler.filters(filters);
    if conditions.is_empty() {
        return matching;
    }
    let unscored = conditions.into_iter().map(|condition| -> Clause {
        (Occur::Must, Box::new(ConstScoreQuery::new(condition, 0.0)))
    });
    Box::new(BooleanQuery::new(
        std::iter::once((Occur::Must, matching))
            .chain(unscored)
            .collect(),
    ))
}

struct Compiler<'a> {
    fields: &'a Fields,
    stemmed: Analyzer,
    folded: Analyzer,
}

impl Compiler<'_> {
    fn query(&mut self, query: &Query) -> Box<dyn TantivyQuery> {
        match query {
            Query::All => self.every_article(),
            Query::Nothing => Box::new(EmptyQuery),
            Query::Atom(Atom::Word { text, .. }) => Box::new(BooleanQuery::new(self.word(text))),
            Query::And(operands) => Box::new(BooleanQuery::intersection(
                operands.iter().map(|operand| self.query(operand)).collect(),
            )),
            Query::Or(operands) => Box::new(BooleanQuery::new(
                operands.iter().flat_map(|o| self.alternative(o)).collect(),
            )),
            _ => Box::new(EmptyQuery),
        }
    }

    /// A score of 0 for every article: documents that note skipped files are none.
    fn every_article(&self) -> Box<dyn TantivyQuery> {
        let article = Term::from_field_text(self.fields.kind, ARTICLE);
        Box::new(ConstScoreQuery::new(
            Box::new(TermQuery::new(article, IndexRecordOption::Basic)),
            0.0,
        ))
    }

    /// The clauses of one operand of an OR. Words lie flat beside each other, for tantivy skips
    /// whole blocks of postings (block-max WAND) only in a union of plain terms.
    fn alternative(&mut self, operand: &Query) -> Vec<Clause> {
        match operand {
            Query::Atom(Atom::Word { text, .. }) => self.word(text),
            other => vec![(Occur::Should, self.query(other))],
        }
    }

    /// A word in the headline, weighted, or in the body.
    fn word(&mut self, word: &str) -> Vec<Clause> {
        let terms: Vec<String> = self
            .stemmed
            .analyze(word)
            .into_iter()
            .map(|token| token.term)
            .collect();
        let headline = side_by_side(self.fields.headline, &terms);
        let body = side_by_side(self.fields.body, &terms);
        vec![
            (
                Occur::Should,
                Box::new(BoostQuery::new(headline, HEADLINE_WEIGHT)),
            ),
            (Occur::Should, body),
        ]
    }

    fn filters(&mut self, filters: &Filters) -> Vec<Box<dyn TantivyQuery>> {
        let mut conditions = Vec::new();
        if !filters.days.is_open() {
            conditions.push(self.published(filters.days.seconds()));
        }
        conditions.extend(self.any_name(self.fields.source, &filters.sources));
        conditions.extend(self.any_name(self.fields.section, &filters.sections));
        conditions.extend(any_of(
            filters
                .languages
                .iter()
                .map(|code| exact(self.fields.language, code))
                .collect(),
        ));
        let kinds = [
            (EntityKind::Person, &filters.people),
            (EntityKind::Organization, &filters.organizations),
            (EntityKind::Place, &filters.places),
        ];
        for (kind, names) in kinds {
            let field = self.fields.names(kind);
            conditions.extend(names.iter().map(|name| self.name(field, name)));
        }
        conditions
    }

    fn published(&self, (from, to): (Option<i64>, Option<i64>)) -> Box<dyn TantivyQuery> {
        let term = |second: i64| Term::from_field_i64(self.fields.published, second);
        let from = from.map_or(Bound::Unbounded, |second| Bound::Included(term(second)));
        let to = to.map_or(Bound::Unbounded, |second| Bound::Excluded(term(second)));
        Box::new(RangeQuery::new(from, to))
    }

    fn any_name(&mut self, field: Field, names: &[String]) -> Option<Box<dyn TantivyQuery>> {
        any_of(names.iter().map(|name| self.name(field, name)).collect())
    }

    fn name(&mut self, field: Field, name: &str) -> Box<dyn TantivyQuery> {
        let terms: Vec<String> = self
            .folded
            .analyze(name)
            .into_iter()
            .map(|token| token.term)
            .collect();
        side_by_side(field, &terms)
    }
}

fn any_of(mut queries: Vec<Box<dyn TantivyQuery>>) -> Option<Box<dyn TantivyQuery>> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(BooleanQuery::union(queries))),
    }
}

fn exact(field: Field, value: &str) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, value),
        IndexRecordOption::Basic,
    ))
}

/// The terms next to each other in one field.
fn side_by_side(field: Field, terms: &[String]) -> Box<dyn TantivyQuery> {
    let term = |text: &String| Term::from_field_text(field, text);
    match terms {
        [] => Box::new(EmptyQuery),
        [only] => Box::new(TermQuery::new(term(only), IndexRecordOption::WithFreqs)),
        several => Box::new(PhraseQuery::new(several.iter().map(term).collect())),
    }
}
