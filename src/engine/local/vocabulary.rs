//! The terms of the index.

use std::collections::HashMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, TantivyError, Term};
use tantivy_fst::Automaton;

use super::automaton::{FuzzyAutomaton, RegexAutomaton};
use super::deadline::Deadline;
use super::schema::Fields;
use crate::analysis::Language;
use crate::matching::pattern::Pattern;
use crate::matching::{TermField, Vocabulary};

/// The first byte of an exact term is not below this one; all other kinds of terms come before.
const FIRST_EXACT: &str = " ";

/// How many terms are looked at between two looks at the clock.
const TERMS_A_LOOK: usize = 1024;

/// The terms of one commit.
pub(super) struct LocalVocabulary<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    pub(super) languages: &'a [Language],
    pub(super) deadline: &'a Deadline,
}

impl Vocabulary for LocalVocabulary<'_> {
    type Error = TantivyError;

    fn languages(&self) -> Vec<Language> {
        self.languages.to_vec()
    }

    fn has_term(&self, fields: &[TermField], term: &str) -> tantivy::Result<bool> {
        for &field in fields {
            let term = Term::from_field_text(self.fields.term_field(field), term);
            for segment in self.searcher.segment_readers() {
                let inverted = segment.inverted_index(term.field())?;
                if inverted.get_term_info(&term)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn expand(
        &self,
        fields: &[TermField],
        pattern: &Pattern,
    ) -> tantivy::Result<Vec<(String, u64)>> {
        let mut counts = HashMap::new();
        match pattern {
            Pattern::Regex(regex) => {
                self.count_matching(fields, &RegexAutomaton::new(regex)?, &mut counts)?;
            }
            Pattern::Fuzzy { word, edits } => {
                self.count_matching(fields, &FuzzyAutomaton::new(word, *edits), &mut counts)?;
            }
        }
        Ok(counts.into_iter().collect())
    }
}

impl LocalVocabulary<'_> {
    fn count_matching<A: Automaton>(
        &self,
        fields: &[TermField],
        automaton: &A,
        counts: &mut HashMap<String, u64>,
    ) -> tantivy::Result<()>
    where
        A::State: Clone,
    {
        for &field in fields {
            for segment in self.searcher.segment_readers() {
                let field = self.fields.term_field(field);
                self.count_in_segment(field, segment, automaton, counts)?;
            }
        }
        Ok(())
    }

    fn count_in_segment<A: Automaton>(
        &self,
        field: Field,
        segment: &SegmentReader,
        automaton: &A,
        counts: &mut HashMap<String, u64>,
    ) -> tantivy::Result<()>
    where
        A::State: Clone,
    {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted
            .terms()
            .search(automaton)
            .ge(FIRST_EXACT)
            .into_stream()?;
        let mut looked_at = 0;
        while terms.advance() {
            looked_at += 1;
            if looked_at % TERMS_A_LOOK == 0 && self.deadline.is_over() {
                return Ok(());
            }
            let articles = match segment.alive_bitset() {
                None => terms.value().doc_freq,
                Some(alive) => inverted
                    .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?
                    .doc_freq_given_deletes(alive),
            };
            let Ok(term) = std::str::from_utf8(terms.key()) else {
                continue;
            };
            if articles > 0 {
                *counts.entry(term.to_owned()).or_default() += u64::from(articles);
            }
        }
        Ok(())
    }
}

/// Returns the languages of the articles of a commit.
pub(super) fn languages(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<Language>> {
    let mut languages = vec![Language::NONE, Language::of_article(None, "", "")];
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.language)?;
        let mut codes = inverted.terms().stream()?;
        while codes.advance() {
            let code = std::str::from_utf8(codes.key()).unwrap_or_default();
            languages.push(Language::from_code(code));
        }
    }
    languages.sort_unstable();
    languages.dedup();
    Ok(languages)
}
