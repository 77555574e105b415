//! What a word is: one analyzer for indexing, querying and highlighting.
//!
//! A text becomes [`Token`]s: a term, the bytes it stands on, and its position. Because the
//! index, the compiler of queries and the highlighter all ask this module, a word that was
//! found is a word that can be marked.

mod fold;
mod stem;
mod word;

pub use fold::fold;

use stem::Stemmer;
use word::WordCursor;

/// The longest term in bytes; what is longer is cut, alike in index and query.
pub const MAX_TERM_BYTES: usize = 255;

/// Tells how far a word is reduced before it becomes a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Case and accents folded, nothing else: `Coalitions` becomes `coalitions`.
    Folded,
    /// Folded, then stemmed by the English Snowball stemmer: `Coalitions` becomes `coalit`.
    Stemmed,
}

/// One word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The term: the word in the analyzer's [`Form`].
    pub term: String,
    /// First byte of the word in the text.
    pub start: usize,
    /// One past the word's last byte.
    pub end: usize,
    /// The word's number in the text, counted from 0.
    pub position: usize,
}

/// Turns text into tokens; holds a cache of stems, so keep one a thread.
#[derive(Clone)]
pub struct Analyzer {
    stemmer: Option<Stemmer>,
}

impl Analyzer {
    /// Makes an analyzer whose terms have the given form.
    pub fn new(form: Form) -> Self {
        let stemmer = (form == Form::Stemmed).then(Stemmer::english);
        Analyzer { stemmer }
    }

    /// Returns the tokens of `text` one by one, in ascending order.
    pub fn tokens<'a>(&'a mut self, text: &'a str) -> Tokens<'a> {
        Tokens {
            words: WordCursor::new(text),
            stemmer: self.stemmer.as_mut(),
            position: 0,
        }
    }

    /// Returns all tokens of `text`.
    pub fn analyze(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = self.tokens(text);
        let mut all = Vec::new();
        let mut token = Token::default();
        while tokens.next_into(&mut token) {
            all.push(token.clone());
        }
        all
    }
}

/// A cursor over the tokens of a text that writes each into a buffer of the caller.
pub struct Tokens<'a> {
    words: WordCursor<'a>,
    stemmer: Option<&'a mut Stemmer>,
    position: usize,
}

impl Tokens<'_> {
    /// Moves to the next token and writes it into `token`; `false` at the end of the text.
    pub fn next_into(&mut self, token: &mut Token) -> bool {
        if !self.next_folded_into(token) {
            return false;
        }
        self.stem(token);
        true
    }

    /// Moves to the next token but leaves its term folded, not stemmed.
    ///
    /// With [`Tokens::stem`] it lets a caller that looks for a few terms stem only the words
    /// that may give one of them: a stem begins with its word's first letter.
    pub fn next_folded_into(&mut self, token: &mut Token) -> bool {
        let Some((start, end)) = self.words.next_into(&mut token.term) else {
            return false;
        };
        token.start = start;
        token.end = end;
        token.position = self.position;
        self.position += 1;
        true
    }

    /// Reduces a folded term to the analyzer's form.
    pub fn stem(&mut self, token: &mut Token) {
        if let Some(stemmer) = &mut self.stemmer {
            stemmer.stem(&mut token.term);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(form: Form, text: &str) -> Vec<String> {
        Analyzer::new(form)
            .analyze(text)
            .into_iter()
            .map(|token| token.term)
            .collect()
    }

    #[test]
    fn words_are_folded_and_stemmed() {
        assert_eq!(
            terms(Form::Stemmed, "Coalitions, forming!"),
            ["coalit", "form"]
        );
        assert_eq!(
            terms(Form::Folded, "Coalitions, forming!"),
            ["coalitions", "forming"]
        );
    }

    #[test]
    fn accents_and_case_are_folded() {
        let folded = ["erdogan", "lodz", "strasse", "aether", "zurich"];
        assert_eq!(
            terms(Form::Folded, "Erdoğan ŁÓDŹ Straße Æther Zürich"),
            folded
        );
    }

    #[test]
    fn the_breve_that_makes_another_cyrillic_letter_stays() {
        assert_eq!(
            terms(Form::Folded, "Российский ЁЛКА"),
            ["российский", "ёлка"]
        );
    }

    #[test]
    fn a_possessive_is_the_word_itself() {
        assert_eq!(
            terms(Form::Stemmed, "Putin's Hollande’s don't"),
            ["putin", "holland", "don", "t"]
        );
    }

    #[test]
    fn chinese_is_cut_into_overlapping_pairs() {
        assert_eq!(
            terms(Form::Stemmed, "联合国 a 中"),
            ["联合", "合国", "a", "中"]
        );
    }

    #[test]
    fn offsets_are_those_of_the_word_in_the_text() {
        let tokens = Analyzer::new(Form::Stemmed).analyze("İstanbul’s “talks”");
        let words: Vec<_> = tokens
            .iter()
            .map(|t| (t.start, t.end, t.position))
            .collect();
        assert_eq!(words, [(0, 9, 0), (17, 22, 1)]);
    }

    #[test]
    fn a_word_longer_than_a_term_is_cut_and_still_stands_whole_in_the_text() {
        let text = "é".repeat(1000);
        let tokens = Analyzer::new(Form::Folded).analyze(&text);
        assert_eq!(
            (tokens.len(), tokens[0].term.len(), tokens[0].end),
            (1, 255, 2000)
        );
    }

    proptest! {
        #[test]
        fn tokens_of_any_text_stand_on_its_characters_in_ascending_order(text in ".{0,80}") {
            let mut last_position = None;
            for token in Analyzer::new(Form::Stemmed).analyze(&text) {
                prop_assert!(text.get(token.start..token.end).is_some_and(|word| !word.is_empty()));
                prop_assert!(!token.term.is_empty() && token.term.len() <= MAX_TERM_BYTES);
                prop_assert!(last_position.is_none_or(|last| last < token.position));
                last_position = Some(token.position);
            }
        }

        #[test]
        fn folding_a_folded_term_changes_nothing(text in "\\PC{0,20}") {
            for token in Analyzer::new(Form::Folded).analyze(&text) {
                let again = terms(Form::Folded, &token.term);
                prop_assert_eq!(again, [token.term]);
            }
        }
    }
}
