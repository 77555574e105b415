//! What to try when nothing was found.

use super::{DayRange, Detail, Engine, EngineError, Filters, SearchRequest};
use crate::query::{Atom, Query, WordForm};

/// How many spellings are offered for one word.
const MOST_SPELLINGS: usize = 3;
/// How many words of a query are looked at.
const MOST_WORDS: usize = 8;

/// Why a query found nothing, and what would find something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// Words that are in no article, each with the nearest spellings that are, nearest first.
    pub unknown: Vec<UnknownWord>,
    /// Parts of the query without which something is found, and how much, most first.
    pub without: Vec<Alternative>,
    /// How many articles have one of the words.
    pub any: Option<u64>,
    /// How many there are on other days.
    pub other_days: Option<u64>,
    /// How many there are without any filter, where there are others than days.
    pub unfiltered: Option<u64>,
}

/// A word that no article has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The word as it was typed.
    pub word: String,
    /// Words that articles have, and how many articles.
    pub spellings: Vec<Alternative>,
}

/// Something else to ask for, and what it finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// What is asked for or left out.
    pub text: String,
    /// Number of articles.
    pub articles: u64,
}

/// Looks for the reason why `request` finds nothing.
///
/// # Errors
///
/// As [`Engine::search`].
pub fn advise(engine: &dyn Engine, request: &SearchRequest) -> Result<Advice, EngineError> {
    let mut adviser = Adviser { engine, request };
    Ok(Advice {
        unknown: adviser.unknown_words()?,
        without: adviser.without_one()?,
        any: adviser.any()?,
        other_days: adviser.other_days()?,
        unfiltered: adviser.unfiltered()?,
    })
}

struct Adviser<'a> {
    engine: &'a dyn Engine,
    request: &'a SearchRequest,
}

impl Adviser<'_> {
    fn count(&self, query: Query, filters: Filters) -> Result<u64, EngineError> {
        let request = SearchRequest {
            query,
            filters,
            limit: 0,
            offset: 0,
            detail: Detail::Id,
            explains_scores: false,
            ..self.request.clone()
        };
        Ok(self.engine.search(&request)?.total)
    }

    fn unknown_words(&mut self) -> Result<Vec<UnknownWord>, EngineError> {
        let mut words = Vec::new();
        add_words(&self.request.query, &mut words);
        words.truncate(MOST_WORDS);
        let mut unknown = Vec::new();
        for (word, form) in words {
            let query = |text: &str| {
                let text = text.to_owned();
                Query::Atom(Atom::Word { text, form })
            };
            if self.count(query(word), Filters::default())? > 0 {
                continue;
            }
            let mut spellings = Vec::new();
            for text in self.spellings(word)? {
                let articles = self.count(query(&text), Filters::default())?;
                spellings.push(Alternative { text, articles });
            }
            unknown.push(UnknownWord {
                word: word.to_owned(),
                spellings,
            });
        }
        Ok(unknown)
    }

    /// The words of the index that are nearest to `word`: one edit away, else two; of equally
    /// near ones those in most articles.
    fn spellings(&self, word: &str) -> Result<Vec<String>, EngineError> {
        for edits in [1, 2] {
            let word = word.to_owned();
            let request = SearchRequest {
                limit: 0,
                timeout: self.request.timeout,
                ..SearchRequest::new(Query::Atom(Atom::Fuzzy { word, edits }))
            };
            let expansions = self.engine.search(&request)?.expansions;
            let [expansion] = &expansions[..] else {
                return Ok(Vec::new());
            };
            if !expansion.terms.is_empty() {
                let best = expansion.terms.iter().take(MOST_SPELLINGS);
                return Ok(best.map(|(term, _)| term.clone()).collect());
            }
        }
        Ok(Vec::new())
    }

    fn without_one(&self) -> Result<Vec<Alternative>, EngineError> {
        let Query::And(operands) = &self.request.query else {
            return Ok(Vec::new());
        };
        let mut without = Vec::new();
        for left_out in 0..operands.len().min(MOST_WORDS) {
            let mut rest = operands.clone();
            let operand = rest.remove(left_out);
            if is_of_days(&operand) {
                continue;
            }
            let articles = self.count(all_of(rest), self.request.filters.clone())?;
            if articles > 0 {
                let text = operand.to_string();
                without.push(Alternative { text, articles });
            }
        }
        without.sort_by_key(|alternative| std::cmp::Reverse(alternative.articles));
        Ok(without)
    }

    fn any(&self) -> Result<Option<u64>, EngineError> {
        let Query::And(operands) = &self.request.query else {
            return Ok(None);
        };
        if operands
            .iter()
            .any(|operand| matches!(operand, Query::Not(_)))
        {
            return Ok(None);
        }
        let (mut required, wanted): (Vec<_>, Vec<_>) =
            operands.iter().cloned().partition(is_of_days);
        if wanted.len() < 2 {
            return Ok(None);
        }
        required.push(Query::Or(wanted));
        let articles = self.count(all_of(required), self.request.filters.clone())?;
        Ok(Some(articles).filter(|&articles| articles > 0))
    }

    fn other_days(&self) -> Result<Option<u64>, EngineError> {
        let query = without_days(&self.request.query);
        if self.request.filters.days.is_open() && query == self.request.query {
            return Ok(None);
        }
        let filters = Filters {
            days: DayRange::default(),
            ..self.request.filters.clone()
        };
        let articles = self.count(query, filters)?;
        Ok(Some(articles).filter(|&articles| articles > 0))
    }

    fn unfiltered(&self) -> Result<Option<u64>, EngineError> {
        let only_days = Filters {
            days: self.request.filters.days,
            ..Filters::default()
        };
        if self.request.filters == only_days {
            return Ok(None);
        }
        let articles = self.count(self.request.query.clone(), Filters::default())?;
        Ok(Some(articles).filter(|&articles| articles > 0))
    }
}

/// The query for what all of `operands` find.
fn all_of(mut operands: Vec<Query>) -> Query {
    match operands.len() {
        0 => Query::All,
        1 => operands.remove(0),
        _ => Query::And(operands),
    }
}

/// Tells whether a query asks for nothing but days.
fn is_of_days(query: &Query) -> bool {
    match query {
        Query::Date(_) => true,
        Query::Boost { of, .. } | Query::Not(of) => is_of_days(of),
        Query::And(operands) | Query::Or(operands) => operands.iter().all(is_of_days),
        _ => false,
    }
}

/// The query without the days that every article it finds must be of.
fn without_days(query: &Query) -> Query {
    match query {
        days if is_of_days(days) => Query::All,
        Query::And(operands) => {
            let others = operands.iter().filter(|operand| !is_of_days(operand));
            all_of(others.cloned().collect())
        }
        other => other.clone(),
    }
}

/// Adds the plain words that an article must have one or all of, in the order of the query.
fn add_words<'a>(query: &'a Query, words: &mut Vec<(&'a str, WordForm)>) {
    match query {
        Query::Atom(Atom::Word { text, form }) => words.push((text, *form)),
        Query::Phrase { atoms, .. } => {
            for atom in atoms {
                if let Atom::Word { text, form } = atom {
                    words.push((text, *form));
                }
            }
        }
        Query::Near { left, right, .. } => {
            add_words(left, words);
            add_words(right, words);
        }
        Query::AtLeast { of, .. } | Query::Boost { of, .. } => add_words(of, words),
        Query::And(operands) | Query::Or(operands) => {
            operands
                .iter()
                .for_each(|operand| add_words(operand, words));
        }
        _ => {}
    }
}
