//! What a word is: one analyzer for indexing, querying and highlighting.
//!
//! A text becomes words, each with its folded form, its bytes in the text, its position, and
//! whether a sentence or a paragraph begins with it ([`Analyzer::words`]). For the index each word
//! becomes several terms at that position ([`Analyzer::terms`], [`terms`]). A word of a query
//! becomes those of the terms by which it is to be found ([`Analyzer::word_terms`]). Because all
//! three ask the same code, every word finds itself, and a word that was found can be marked.

mod endings;
mod fold;
mod function_words;
mod language;
mod stem;
pub mod terms;
mod word;

pub use crate::text::sentence::Boundary;
pub use fold::fold;
pub use language::Language;
pub use word::AsciiLetters;

use crate::query::WordForm;
use crate::text::sentence::Boundaries;
use stem::Stems;
use word::{Script, WordCursor};

/// The longest folded word in bytes; what is longer is cut, alike in index and query.
pub const MAX_TERM_BYTES: usize = 255;

/// Number of words whose stems are kept while texts are indexed.
const STEMS_OF_TEXTS: usize = 1 << 14;
/// Number of words whose stems are kept while a query is answered.
const STEMS_OF_QUERY: usize = 1 << 9;

/// One word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordToken {
    /// The word without case and accents; its exact term.
    pub folded: String,
    /// First byte of the word in the text.
    pub start: usize,
    /// One past the word's last byte.
    pub end: usize,
    /// The word's number in the text, counted from 0.
    pub position: u32,
    /// Whether it is an ordinary word in capitals that name something else (`IS`, `U.S.`).
    pub is_acronym: bool,
    /// Whether a sentence or a paragraph begins with it, though not the first of the text.
    pub boundary: Boundary,
    script: Script,
}

impl WordToken {
    /// Returns the characters that are terms of their own beside the word: those of a pair cut
    /// from text without spaces.
    pub fn characters(&self) -> impl Iterator<Item = &str> {
        let (first, last) = match self.script {
            Script::Spaced => ("", ""),
            Script::Unspaced { is_last } => (
                word::first_character(&self.folded),
                if is_last {
                    word::last_character(&self.folded)
                } else {
                    ""
                },
            ),
        };
        [first, last]
            .into_iter()
            .filter(|character| !character.is_empty())
    }
}

/// One term of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The term, see [`terms`].
    pub term: String,
    /// First byte of its word in the text.
    pub start: usize,
    /// One past the word's last byte.
    pub end: usize,
    /// The number of its word in the text.
    pub position: u32,
}

/// Turns text into words and terms; holds a cache of stems, so keep one a thread.
#[derive(Clone)]
pub struct Analyzer {
    stems: Stems,
}

impl Default for Analyzer {
    fn default() -> Self {
        Analyzer::new()
    }
}

impl Analyzer {
    /// Makes an analyzer for many texts, which keeps the stems of many words.
    pub fn new() -> Self {
        Analyzer {
            stems: Stems::new(STEMS_OF_TEXTS),
        }
    }

    /// Makes an analyzer for a query and what it finds: its cache is made in no time.
    pub fn of_few_words() -> Self {
        Analyzer {
            stems: Stems::new(STEMS_OF_QUERY),
        }
    }

    /// Returns the words of `text` one by one, in ascending order.
    pub fn words<'a>(&self, text: &'a str) -> Words<'a> {
        Words::new(text)
    }

    /// Returns the terms of `text` one by one, as they are indexed: those of a word side by
    /// side, words in ascending order.
    pub fn terms<'a>(&'a mut self, text: &'a str, language: Language) -> Terms<'a> {
        Terms {
            words: self.words(text),
            stems: &mut self.stems,
            language,
            word: WordToken::default(),
            next: Step::Word,
        }
    }

    /// Writes the stem term of a folded word into `term`; `false` when the word's exact term
    /// stands for its inflections in this language.
    pub fn stem_term_into(&mut self, language: Language, folded: &str, term: &mut String) -> bool {
        push_stem_term(&mut self.stems, language, folded, term)
    }

    /// Returns for each part of a query's word, in order, the terms of which one must stand
    /// there; the parts stand side by side.
    ///
    /// An inflected word has one term a language: those in which the articles are.
    pub fn word_terms(
        &mut self,
        word: &str,
        form: WordForm,
        languages: &[Language],
    ) -> Vec<Vec<String>> {
        let mut words = self.words(word);
        let mut part = WordToken::default();
        let mut parts = Vec::new();
        while words.next_into(&mut part) {
            parts.push(self.part_terms(&part, form, languages));
        }
        parts
    }

    /// Returns for each of the languages the terms of an inflected word that stand side by side,
    /// without repetition.
    pub fn word_sequences(&mut self, word: &str, languages: &[Language]) -> Vec<Vec<String>> {
        let mut sequences = Vec::new();
        for language in languages {
            let parts = self.word_terms(word, WordForm::Inflected, &[*language]);
            let sequence: Vec<String> = parts.into_iter().flatten().collect();
            if !sequence.is_empty() && !sequences.contains(&sequence) {
                sequences.push(sequence);
            }
        }
        sequences
    }

    fn part_terms(
        &mut self,
        part: &WordToken,
        form: WordForm,
        languages: &[Language],
    ) -> Vec<String> {
        // Dots leave no doubt: `U.S.` is no pronoun, whatever form was asked for.
        let is_dotted = part.end - part.start > part.folded.len();
        if part.is_acronym && (form == WordForm::Acronym || is_dotted) {
            return vec![terms::acronym(&part.folded)];
        }
        if form != WordForm::Inflected || languages.is_empty() {
            return vec![terms::exact(&part.folded)];
        }
        let mut found = Vec::with_capacity(languages.len());
        for &language in languages {
            let mut term = String::new();
            if !self.stem_term_into(language, &part.folded, &mut term) {
                term.push_str(&part.folded);
            }
            if !found.contains(&term) {
                found.push(term);
            }
        }
        // Where the word itself is sought, what stands for it in texts of no language adds none.
        if found.contains(&part.folded) {
            found.retain(|term| !terms::is_without_language(term));
        }
        found
    }
}

fn push_stem_term(stems: &mut Stems, language: Language, folded: &str, term: &mut String) -> bool {
    term.clear();
    if word::is_of_unspaced(folded) {
        return false;
    }
    term.push(terms::STEM_PREFIX);
    term.push_str(language.code());
    if stems.push_stem(language, folded, term) {
        return true;
    }
    term.clear();
    false
}

/// A cursor over the words of a text that writes each into a buffer of the caller.
pub struct Words<'a> {
    cursor: WordCursor<'a>,
    /// None when nobody asks.
    boundaries: Option<Boundaries<'a>>,
    position: u32,
}

impl<'a> Words<'a> {
    /// Begins before the first word of `text`.
    pub fn new(text: &'a str) -> Self {
        Words {
            cursor: WordCursor::new(text),
            boundaries: Some(Boundaries::new(text)),
            position: 0,
        }
    }

    /// Tells no boundaries from now on, which takes a fifth of the time.
    pub fn without_boundaries(self) -> Self {
        Words {
            boundaries: None,
            ..self
        }
    }

    /// Moves to the next word that may begin with one of `letters`, or is not made of letters of the
    /// alphabet alone; words between are counted, but not read. Where boundaries are told, to the
    /// next one.
    pub fn next_of(&mut self, letters: AsciiLetters, word: &mut WordToken) -> bool {
        if self.boundaries.is_none() {
            self.position += self.cursor.pass_over_but(letters);
        }
        self.next_into(word)
    }

    /// Moves to the next word and writes it into `word`; `false` at the end of the text.
    pub fn next_into(&mut self, word: &mut WordToken) -> bool {
        let Some(found) = self.cursor.next_into(&mut word.folded) else {
            return false;
        };
        word.start = found.bytes.start;
        word.end = found.bytes.end;
        word.is_acronym = found.is_acronym;
        word.script = found.script;
        word.boundary = match &mut self.boundaries {
            Some(boundaries) => boundaries.crossed_at(word.start),
            None => Boundary::None,
        };
        word.position = self.position;
        self.position += 1;
        true
    }
}

/// A cursor over the terms of a text that writes each into a buffer of the caller.
pub struct Terms<'a> {
    words: Words<'a>,
    stems: &'a mut Stems,
    language: Language,
    word: WordToken,
    next: Step,
}

/// Which term of a word comes next.
#[derive(Clone, Copy)]
enum Step {
    Word,
    Paragraph,
    Sentence,
    Exact,
    Stem,
    Acronym,
    FirstCharacter,
    LastCharacter,
}

impl Terms<'_> {
    /// Moves to the next term and writes it into `token`; `false` at the end of the text.
    pub fn next_into(&mut self, token: &mut Token) -> bool {
        loop {
            let step = self.next;
            if matches!(step, Step::Word) {
                if !self.words.next_into(&mut self.word) {
                    return false;
                }
                token.start = self.word.start;
                token.end = self.word.end;
                token.position = self.word.position;
            }
            self.next = self.step_after(step);
            if self.write_term(step, &mut token.term) {
                return true;
            }
        }
    }

    fn step_after(&self, step: Step) -> Step {
        match step {
            Step::Word => match self.word.boundary {
                Boundary::None => Step::Exact,
                Boundary::Sentence => Step::Sentence,
                Boundary::Paragraph => Step::Paragraph,
            },
            Step::Paragraph => Step::Sentence,
            Step::Sentence => Step::Exact,
            Step::Exact => match self.word.script {
                Script::Spaced => Step::Stem,
                Script::Unspaced { .. } => Step::FirstCharacter,
            },
            Step::Stem if self.word.is_acronym => Step::Acronym,
            Step::FirstCharacter if self.word.script == (Script::Unspaced { is_last: true }) => {
                Step::LastCharacter
            }
            Step::Stem | Step::Acronym | Step::FirstCharacter | Step::LastCharacter => Step::Word,
        }
    }

    /// Writes the term of a step; `false` where the word has none.
    fn write_term(&mut self, step: Step, term: &mut String) -> bool {
        let folded = self.word.folded.as_str();
        if matches!(step, Step::Stem) {
            return push_stem_term(self.stems, self.language, folded, term);
        }
        term.clear();
        match step {
            Step::Word | Step::Stem => {}
            Step::Paragraph => term.push_str(terms::PARAGRAPH),
            Step::Sentence => term.push_str(terms::SENTENCE),
            Step::Exact => term.push_str(folded),
            Step::Acronym => terms::push_acronym(folded, term),
            Step::FirstCharacter => term.push_str(word::first_character(folded)),
            Step::LastCharacter => term.push_str(word::last_character(folded)),
        }
        !term.is_empty()
    }
}

#[cfg(test)]
mod tests;
