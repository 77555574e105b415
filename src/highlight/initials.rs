//! First letters: most words of a text need neither be stemmed nor looked up.

use crate::analysis::{AsciiLetters, Language, terms};

/// Languages whose stemmers take nothing from the beginning of a word in Latin or Cyrillic
/// letters. Others do: Dutch takes `ge-`, Indonesian `ber-`, Irish its mutations.
const UNPREFIXED: &[&str] = &[
    "--", "ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hu", "it", "no", "pl", "pt", "ro",
    "ru", "sv",
];

/// The first letters of a query's terms.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Initials {
    /// Those of exact terms and acronyms.
    words: LetterSet,
    stems: LetterSet,
}

impl Initials {
    /// Adds the first letter of an encoded term.
    pub(super) fn add(&mut self, term: &str) {
        match terms::kind_of(term) {
            terms::Kind::Exact => self.words.add(initial(term)),
            terms::Kind::Acronym => self.words.add(initial(&term[1..])),
            terms::Kind::Stem => self.stems.add(term.get(3..).and_then(initial)),
            terms::Kind::Mark => {}
        }
    }

    /// The letters of the alphabet with which a word begins that may be, or have, a term.
    pub(super) fn of_words(self, is_unprefixed: bool) -> AsciiLetters {
        AsciiLetters::which(|letter| {
            let letter = Some(letter);
            self.words.may_hold(letter) || self.stems.may_hold(letter.filter(|_| is_unprefixed))
        })
    }

    /// Tells whether a folded word may be an exact term or an acronym.
    pub(super) fn may_be_word(self, folded: &str) -> bool {
        self.words.may_hold(initial(folded))
    }

    /// Tells whether the stem of a folded word in a text of this language may be a term.
    pub(super) fn may_have_stem(self, folded: &str, is_unprefixed: bool) -> bool {
        let letter = initial(folded).filter(|_| is_unprefixed);
        self.stems.may_hold(letter)
    }
}

/// Tells whether the stems of a language begin as their words do.
pub(super) fn is_unprefixed(language: Language) -> bool {
    UNPREFIXED.contains(&language.code())
}

/// The letter or digit that a word and its stem begin with; `None` for scripts in which a stem
/// may begin otherwise.
fn initial(word: &str) -> Option<char> {
    match word.chars().next()? {
        'ё' => Some('е'),
        c if c.is_ascii_alphanumeric() || matches!(c, 'а'..='я') => Some(c),
        _ => None,
    }
}

/// A set of letters that may hold some more: those that share a bit.
#[derive(Clone, Copy, Debug, Default)]
struct LetterSet {
    bits: u128,
    /// Whether it holds what is no single letter.
    has_other: bool,
}

impl LetterSet {
    fn add(&mut self, letter: Option<char>) {
        match letter {
            Some(letter) => self.bits |= 1 << (u32::from(letter) % u128::BITS),
            None => self.has_other = true,
        }
    }

    fn may_hold(self, letter: Option<char>) -> bool {
        match letter {
            Some(letter) => self.bits & 1 << (u32::from(letter) % u128::BITS) != 0,
            None => self.has_other || self.bits != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::{Analyzer, WordToken};

    #[test]
    fn letters_of_no_term_are_passed_over() {
        let mut initials = Initials::default();
        for term in ["\u{1}encoalit", "is", "\u{2}us"] {
            initials.add(term);
        }
        let stems = |word| initials.may_have_stem(word, true);
        assert_eq!(["coalitions", "is", "us"].map(stems), [true, false, false]);
        let words = |word| initials.may_be_word(word);
        assert_eq!(["coalitions", "is", "us"].map(words), [false, true, true]);
        assert!(initials.may_have_stem("russia", false));
    }

    #[test]
    fn no_stem_is_looked_for_where_no_term_is_one() {
        let mut initials = Initials::default();
        initials.add("coalition");
        for word in ["coalition", "ёлка", "سلام"] {
            assert!(!initials.may_have_stem(word, true), "{word}");
            assert!(!initials.may_have_stem(word, false), "{word}");
        }
    }

    proptest! {
        #[test]
        fn the_stem_of_a_word_is_never_passed_over(
            text in "[a-z]{1,10}|[абгдеёжиклмнопрстуя]{1,10}|\\PC{1,6}|(ge|be|ber|na|naj|un)[a-z]{2,8}",
            language in prop::sample::select(Language::ALL.to_vec()),
        ) {
            let mut analyzer = Analyzer::new();
            let mut words = analyzer.words(&text);
            let mut word = WordToken::default();
            let mut stem = String::new();
            while words.next_into(&mut word) {
                if analyzer.stem_term_into(language, &word.folded, &mut stem) {
                    let mut initials = Initials::default();
                    initials.add(&stem);
                    let may_have = initials.may_have_stem(&word.folded, is_unprefixed(language));
                    prop_assert!(may_have, "{stem:?}");
                }
            }
        }
    }
}
