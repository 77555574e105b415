//! Capitals: acronyms told from emphasis.

use super::lexer::{Kind, Token, Word};
use super::tree::{Atom, Query, WordForm};
use crate::text::acronym::{Capitals, capitals};

/// Tells whether `words` were typed in capitals throughout, so that capitals mean nothing: one
/// of them is in capitals that no acronym explains, and none has a small letter.
pub(super) fn is_shouted<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut has_emphasis = false;
    for word in words {
        if word.chars().any(char::is_lowercase) {
            return false;
        }
        has_emphasis |= capitals(word) == Capitals::Plain;
    }
    has_emphasis
}

/// Decides for each word outside quotes which forms of it are sought.
pub(super) fn settle(tokens: &mut [Token]) {
    let is_shouted = is_shouted(tokens.iter().filter_map(|token| match &token.kind {
        Kind::Word(word) => Some(word.text.as_str()),
        Kind::SmallWord(text) => Some(text.as_str()),
        _ => None,
    }));
    for token in tokens {
        if let Kind::Word(word) = &mut token.kind {
            token.kind = Kind::Leaf(Query::Atom(settled(word, is_shouted)));
        }
    }
}

fn settled(word: &mut Word, is_shouted: bool) -> Atom {
    let mut text = std::mem::take(&mut word.text);
    let may_be_acronym = !word.is_escaped && capitals(&text) == Capitals::Acronym;
    if may_be_acronym && is_shouted {
        // In small letters it reads back as the word that it is.
        text = text.to_lowercase();
    }
    let form = if may_be_acronym && !is_shouted {
        WordForm::Acronym
    } else {
        WordForm::Inflected
    };
    Atom::Word { text, form }
}
