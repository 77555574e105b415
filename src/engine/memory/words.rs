//! The words of a query: for each the terms by which it is found, patterns by a look at each term.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use regex::Regex;

use super::text::{Entry, language};
use crate::analysis::terms::{Kind, kind_of};
use crate::analysis::{Analyzer, Language, WordToken, fold};
use crate::engine::EngineError;
use crate::matching::{Expansion, MAX_EXPANSIONS, Scope, TermField};
use crate::query::{Atom, Query, WordForm};

/// Terms of which one must stand at a position.
pub(super) type Alternatives = BTreeSet<String>;

/// What the atoms of one query stand for.
pub(super) struct Words {
    /// For each atom the words side by side that it is made of.
    by_atom: HashMap<(Atom, Scope), Vec<Alternatives>>,
    /// What the patterns among them stand for, in the order of the query.
    pub(super) expansions: Vec<Expansion>,
}

impl Words {
    /// Reads all atoms of `query`.
    pub(super) fn of(query: &Query, entries: &[Entry]) -> Result<Self, EngineError> {
        let mut reader = Reader {
            entries,
            languages: languages(entries),
            analyzer: Analyzer::new(),
            words: Words {
                by_atom: HashMap::new(),
                expansions: Vec::new(),
            },
        };
        reader.read(query, Scope::Text)?;
        Ok(reader.words)
    }

    /// Returns the words of an atom of the query.
    pub(super) fn of_atom(&self, atom: &Atom, scope: Scope) -> &[Alternatives] {
        let words = self.by_atom.get(&(atom.clone(), scope));
        words.map_or(&[], Vec::as_slice)
    }
}

fn languages(entries: &[Entry]) -> Vec<Language> {
    let of_articles = entries
        .iter()
        .map(|entry| language(&entry.document.article));
    let mut languages: Vec<Language> = of_articles
        .chain([Language::NONE, Language::of_article(None, "", "")])
        .collect();
    languages.sort_unstable();
    languages.dedup();
    languages
}

struct Reader<'a> {
    entries: &'a [Entry],
    languages: Vec<Language>,
    analyzer: Analyzer,
    words: Words,
}

impl Reader<'_> {
    fn read(&mut self, query: &Query, scope: Scope) -> Result<(), EngineError> {
        match query {
            Query::All | Query::Nothing | Query::Date(_) => Ok(()),
            Query::Atom(atom) => self.read_atom(atom, scope),
            Query::Phrase { atoms, .. } => atoms
                .iter()
                .try_for_each(|atom| self.read_atom(atom, scope)),
            Query::Near { left, right, .. } => {
                self.read(left, scope)?;
                self.read(right, scope)
            }
            Query::In { field, of } => self.read(of, Scope::of(*field)),
            Query::AtLeast { of, .. } | Query::Boost { of, .. } | Query::Not(of) => {
                self.read(of, scope)
            }
            Query::And(operands) | Query::Or(operands) => operands
                .iter()
                .try_for_each(|operand| self.read(operand, scope)),
        }
    }

    fn read_atom(&mut self, atom: &Atom, scope: Scope) -> Result<(), EngineError> {
        let words = match atom {
            Atom::Word { text, form } if scope.is_text() => self.word(text, *form),
            Atom::Word { text, .. } => self.folded_words(text),
            Atom::Wildcard(text) => self.wildcard(text, scope),
            Atom::Fuzzy { word, edits } => self.fuzzy(word, *edits, scope),
            Atom::Regex(text) => self.regex(text, scope)?,
        };
        self.words.by_atom.insert((atom.clone(), scope), words);
        Ok(())
    }

    fn word(&mut self, text: &str, form: WordForm) -> Vec<Alternatives> {
        let words = self.analyzer.word_terms(text, form, &self.languages);
        words.into_iter().map(Alternatives::from_iter).collect()
    }

    /// Names, and what may be misspelt, have no other terms than their words.
    fn folded_words(&mut self, text: &str) -> Vec<Alternatives> {
        let mut words = self.analyzer.words(text);
        let mut token = WordToken::default();
        let mut found = Vec::new();
        while words.next_into(&mut token) {
            found.push(Alternatives::from([token.folded.clone()]));
        }
        found
    }

    fn wildcard(&mut self, text: &str, scope: Scope) -> Vec<Alternatives> {
        let folded = fold(text);
        let is_cut = |c: char| !(c.is_alphanumeric() || c == '*' || c == '?');
        let mut words = Vec::new();
        for part in folded.split(is_cut).filter(|part| !part.is_empty()) {
            if part.contains(['*', '?']) {
                let pattern: Vec<char> = part.chars().collect();
                let fits = |term: &str| fits(&pattern, &term.chars().collect::<Vec<_>>());
                words.push(self.expand(part.to_owned(), scope, fits));
            } else {
                words.extend(self.word(part, WordForm::Exact));
            }
        }
        words
    }

    fn fuzzy(&mut self, text: &str, edits: u8, scope: Scope) -> Vec<Alternatives> {
        let mut words = Vec::new();
        for word in self.folded_words(text).into_iter().flatten() {
            let chars: Vec<char> = word.chars().collect();
            let is_like = |term: &str| {
                distance(&chars, &term.chars().collect::<Vec<_>>()) <= usize::from(edits)
            };
            words.push(self.expand(format!("{word}~{edits}"), scope, is_like));
        }
        words
    }

    fn regex(&mut self, text: &str, scope: Scope) -> Result<Vec<Alternatives>, EngineError> {
        let mut folded = String::new();
        for c in text.chars() {
            if c.is_ascii() || !c.is_alphabetic() {
                folded.push(c);
            } else {
                folded.push_str(&fold(&c.to_string()));
            }
        }
        let regex = Regex::new(&format!("^(?i:{folded})$"))
            .map_err(|error| EngineError::Unanswerable(error.to_string()))?;
        let alternatives = self.expand(format!("/{text}/"), scope, |term| regex.is_match(term));
        Ok(vec![alternatives])
    }

    /// The exact terms in scope that match, those in most articles first where they are too many.
    fn expand(
        &mut self,
        pattern: String,
        scope: Scope,
        is_match: impl Fn(&str) -> bool,
    ) -> Alternatives {
        let counts = count_words(self.entries, scope);
        let matching = counts.into_iter().filter(|(term, _)| is_match(term));
        let mut terms: Vec<(String, u64)> = matching.collect();
        terms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let num_matching = terms.len();
        terms.truncate(MAX_EXPANSIONS);
        let alternatives = terms.iter().map(|(term, _)| term.clone()).collect();
        self.words.expansions.push(Expansion {
            pattern,
            terms,
            num_matching,
        });
        alternatives
    }
}

/// Counts the fields of articles in which each word stands.
fn count_words(entries: &[Entry], scope: Scope) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        for field in scope.fields() {
            for word in words_of_field(entry, field) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
    }
    counts
}

fn words_of_field(entry: &Entry, field: TermField) -> BTreeSet<&str> {
    let words = entry.texts_of(field).flat_map(|text| text.words.values());
    words
        .flat_map(|word| &word.terms)
        .map(String::as_str)
        .filter(|term| kind_of(term) == Kind::Exact)
        .collect()
}

/// Tells whether `*` and `?` can stand for what makes the pattern the term.
fn fits(pattern: &[char], term: &[char]) -> bool {
    match (pattern.first(), term.first()) {
        (None, None) => true,
        (Some('*'), _) => {
            fits(&pattern[1..], term) || !term.is_empty() && fits(pattern, &term[1..])
        }
        (Some(&c), Some(&other)) => (c == '?' || c == other) && fits(&pattern[1..], &term[1..]),
        _ => false,
    }
}

/// Returns the number of edits between two words: letters put in, taken out, replaced, or two
/// neighbours swapped, no place edited twice (the optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, _) | (_, 0) => i + j,
                _ if a[i - 1] == b[j - 1] => table[i - 1][j - 1],
                _ => {
                    1 + table[i - 1][j - 1]
                        .min(table[i - 1][j])
                        .min(table[i][j - 1])
                }
            };
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                table[i][j] = table[i][j].min(1 + table[i - 2][j - 2]);
            }
        }
    }
    table[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_star_is_any_letters_and_a_question_mark_one() {
        for (pattern, term, expected) in [
            ("steuer*", "steuer", true),
            ("steuer*", "steuerflucht", true),
            ("m*hammed", "muhammed", true),
            ("m*hammed", "muhammeds", false),
            ("bo?d", "bord", true),
            ("bo?d", "bod", false),
            ("*a*", "bb", false),
        ] {
            let is_fit = fits(&chars(pattern), &chars(term));
            assert_eq!(is_fit, expected, "{pattern} {term}");
        }
    }

    #[test]
    fn an_edit_is_one_letter_or_two_neighbours_swapped() {
        for (a, b, edits) in [
            ("", "", 0),
            ("putin", "", 5),
            ("coaltion", "coalition", 1),
            ("russia", "rusia", 1),
            ("merkel", "markel", 1),
            ("paris", "pairs", 1),
            ("ca", "abc", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(&chars(a), &chars(b)), edits, "{a} {b}");
            assert_eq!(distance(&chars(b), &chars(a)), edits, "{b} {a}");
        }
    }
}
