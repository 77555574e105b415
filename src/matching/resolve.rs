//! From the words of a query to the terms of an index.

use super::pattern::{Pattern, wildcard_parts};
use super::{Clause, Places, Resolved, Scope, TermField, TermSet};
use crate::analysis::terms::{Kind, exact, kind_of};
use crate::analysis::{Analyzer, Language, WordToken};
use crate::query::{Atom, Query, Spread, WordForm};

/// The most terms that one pattern stands for; of more, those in most articles are taken.
pub const MAX_EXPANSIONS: usize = 1024;

/// Knows the terms of an index.
pub trait Vocabulary {
    /// What can go wrong when the index is asked.
    type Error;

    /// Returns the languages by whose stems articles were indexed.
    fn languages(&self) -> Vec<Language>;

    /// Tells whether a term stands in one of the fields.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    fn has_term(&self, fields: &[TermField], term: &str) -> Result<bool, Self::Error>;

    /// Returns the exact terms of the fields that match, each with the number of its
    /// occurrences in articles' fields (an article that has it in two fields counts twice).
    ///
    /// # Errors
    ///
    /// When the index cannot be read, the pattern is no regular expression, or time is over.
    fn expand(
        &self,
        fields: &[TermField],
        pattern: &Pattern,
    ) -> Result<Vec<(String, u64)>, Self::Error>;
}

/// What a pattern stood for in an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The pattern as it was read: `steuer*`.
    pub pattern: String,
    /// The terms taken, and in how many fields of articles each stands; most first, then by term.
    pub terms: Vec<(String, u64)>,
    /// How many terms match; more than `terms` where there were more than [`MAX_EXPANSIONS`].
    pub num_matching: usize,
}

/// A query resolved, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// The tree.
    pub root: Resolved,
    /// The patterns in it, in the order of the query.
    pub expansions: Vec<Expansion>,
}

/// Resolves `query` against the terms that `vocabulary` knows.
///
/// # Errors
///
/// As [`Vocabulary::expand`].
pub fn resolve<V: Vocabulary>(query: &Query, vocabulary: &V) -> Result<Resolution, V::Error> {
    let mut resolver = Resolver {
        vocabulary,
        languages: vocabulary.languages(),
        analyzer: Analyzer::of_few_words(),
        expansions: Vec::new(),
    };
    let root = resolver.tree(query, Scope::Text)?;
    Ok(Resolution {
        root,
        expansions: resolver.expansions,
    })
}

struct Resolver<'a, V> {
    vocabulary: &'a V,
    languages: Vec<Language>,
    analyzer: Analyzer,
    expansions: Vec<Expansion>,
}

impl<V: Vocabulary> Resolver<'_, V> {
    fn tree(&mut self, query: &Query, scope: Scope) -> Result<Resolved, V::Error> {
        Ok(match query {
            Query::All => Resolved::All,
            Query::Nothing => Resolved::Nothing,
            Query::Date(condition) => Resolved::Date(*condition),
            Query::In { field, of } => self.tree(of, Scope::of(*field))?,
            Query::Boost { weight, of } => Resolved::Boost {
                factor: weight.factor(),
                of: Box::new(self.tree(of, scope)?),
            },
            Query::Not(of) => Resolved::Not(Box::new(self.tree(of, scope)?)),
            Query::And(operands) => Resolved::And(self.trees(operands, scope)?),
            Query::Or(operands) => Resolved::Or(self.trees(operands, scope)?),
            Query::AtLeast { times, of } => self.clause(query, of, scope, *times)?,
            Query::Atom(_) | Query::Phrase { .. } | Query::Near { .. } => {
                self.clause(query, query, scope, 1)?
            }
        })
    }

    fn trees(&mut self, queries: &[Query], scope: Scope) -> Result<Vec<Resolved>, V::Error> {
        queries
            .iter()
            .map(|query| self.tree(query, scope))
            .collect()
    }

    fn clause(
        &mut self,
        written: &Query,
        of: &Query,
        scope: Scope,
        times: u32,
    ) -> Result<Resolved, V::Error> {
        let places = self.places(of, scope)?;
        let is_plain_word = matches!(
            written,
            Query::Atom(Atom::Word {
                form: WordForm::Inflected | WordForm::Acronym,
                ..
            })
        );
        Ok(Resolved::Clause(Clause {
            scope,
            places,
            times,
            written: written.to_string(),
            is_plain_word: is_plain_word && scope == Scope::Text,
        }))
    }

    /// The places of what may be an operand of NEAR; of anything else there are none.
    fn places(&mut self, query: &Query, scope: Scope) -> Result<Places, V::Error> {
        Ok(match query {
            Query::Atom(atom) => sequence(self.atom(atom, scope)?),
            Query::Phrase { atoms, spread } => {
                let mut words = Vec::new();
                for atom in atoms {
                    words.extend(self.atom(atom, scope)?);
                }
                match spread {
                    Spread::SideBySide => sequence(words),
                    Spread::Within(between) => Places::Window {
                        words,
                        between: *between,
                    },
                }
            }
            Query::Near { left, right, reach } => Places::Near {
                left: Box::new(self.places(left, scope)?),
                right: Box::new(self.places(right, scope)?),
                reach: *reach,
            },
            Query::Or(operands) => Places::AnyOf(
                operands
                    .iter()
                    .map(|operand| self.places(operand, scope))
                    .collect::<Result<_, _>>()?,
            ),
            Query::Boost { of, .. } | Query::In { of, .. } | Query::AtLeast { of, .. } => {
                self.places(of, scope)?
            }
            Query::All | Query::Nothing | Query::Date(_) | Query::Not(_) | Query::And(_) => {
                Places::AnyOf(Vec::new())
            }
        })
    }

    /// The words of an atom, which stand side by side.
    fn atom(&mut self, atom: &Atom, scope: Scope) -> Result<Vec<TermSet>, V::Error> {
        match atom {
            Atom::Word { text, form } => self.word(text, *form, scope),
            Atom::Wildcard(text) => {
                let mut words = Vec::new();
                for part in wildcard_parts(text) {
                    if part.contains(['*', '?']) {
                        words.push(self.pattern(&part, &Pattern::wildcard(&part), scope)?);
                    } else {
                        words.extend(self.word(&part, WordForm::Exact, scope)?);
                    }
                }
                Ok(words)
            }
            Atom::Fuzzy { word, edits } => {
                let mut words = Vec::new();
                for terms in self.folded_words(word) {
                    for term in terms {
                        let written = format!("{term}~{edits}");
                        let pattern = Pattern::fuzzy(&term, *edits);
                        words.push(self.pattern(&written, &pattern, scope)?);
                    }
                }
                Ok(words)
            }
            Atom::Regex(text) => {
                let written = format!("/{text}/");
                Ok(vec![self.pattern(
                    &written,
                    &Pattern::regex(text),
                    scope,
                )?])
            }
        }
    }

    fn word(&mut self, text: &str, form: WordForm, scope: Scope) -> Result<Vec<TermSet>, V::Error> {
        let fields = scope.fields();
        let parts = match scope.is_text() {
            true => self.analyzer.word_terms(text, form, &self.languages),
            false => self.folded_words(text),
        };
        let mut words = Vec::new();
        for mut terms in parts {
            let mut known = Vec::with_capacity(terms.len());
            for term in terms.drain(..) {
                if self.vocabulary.has_term(&fields, &term)? {
                    known.push(term);
                }
            }
            let are_stems = known.iter().all(|term| kind_of(term) == Kind::Stem);
            words.push(TermSet {
                is_disjoint: known.len() < 2 || are_stems,
                terms: known,
            });
        }
        Ok(words)
    }

    /// The words as they are, but for case and accents: names and what may be misspelt have no other
    /// terms, so that `U.S.` is no acronym there.
    fn folded_words(&self, text: &str) -> Vec<Vec<String>> {
        let mut words = self.analyzer.words(text);
        let mut word = WordToken::default();
        let mut parts = Vec::new();
        while words.next_into(&mut word) {
            parts.push(vec![exact(&word.folded)]);
        }
        parts
    }

    fn pattern(
        &mut self,
        written: &str,
        pattern: &Pattern,
        scope: Scope,
    ) -> Result<TermSet, V::Error> {
        let mut terms = self.vocabulary.expand(&scope.fields(), pattern)?;
        let num_matching = terms.len();
        terms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        terms.truncate(MAX_EXPANSIONS);
        let set = TermSet {
            terms: terms.iter().map(|(term, _)| term.clone()).collect(),
            is_disjoint: terms.len() < 2,
        };
        self.expansions.push(Expansion {
            pattern: written.to_owned(),
            terms,
            num_matching,
        });
        Ok(set)
    }
}

/// Words side by side; a single one is its own place.
fn sequence(mut words: Vec<TermSet>) -> Places {
    match words.len() {
        1 => Places::Terms(words.remove(0)),
        _ => Places::Sequence(words.into_iter().map(Places::Terms).collect()),
    }
}
