//! How the kinds of term are told apart in one field.
//!
//! Headline and body are one field each, in which the terms of a word stand at one position:
//!
//! | kind | written | where |
//! |---|---|---|
//! | exact | the folded word | at every word |
//! | stem | U+0001, two letters of the language, the stem | at every word that is inflected |
//! | acronym | U+0002, the folded word | at a word in capitals that is an ordinary word without |
//! | mark | U+0003 and `s` or `p` | where a sentence or a paragraph begins, but the first |

/// Stands before a stem.
pub(super) const STEM_PREFIX: char = '\u{1}';
/// Stands before an acronym.
const ACRONYM_PREFIX: char = '\u{2}';
/// Stands before a mark.
const MARK_PREFIX: char = '\u{3}';

/// The term at the first word of each sentence but the first.
pub const SENTENCE: &str = "\u{3}s";
/// The term at the first word of each paragraph but the first.
pub const PARAGRAPH: &str = "\u{3}p";

/// What a term stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word as it is written, folded.
    Exact,
    /// All inflections of a word in one language.
    Stem,
    /// A word in capitals.
    Acronym,
    /// The beginning of a sentence or a paragraph.
    Mark,
}

/// Tells what kind of term a term is.
pub fn kind_of(term: &str) -> Kind {
    match term.chars().next() {
        Some(STEM_PREFIX) => Kind::Stem,
        Some(ACRONYM_PREFIX) => Kind::Acronym,
        Some(MARK_PREFIX) => Kind::Mark,
        _ => Kind::Exact,
    }
}

/// Returns the exact term of a folded word.
pub fn exact(folded: &str) -> String {
    folded.to_owned()
}

/// Writes the acronym term of a folded word into `term`.
pub fn acronym_into(folded: &str, term: &mut String) {
    term.clear();
    push_acronym(folded, term);
}

/// Tells whether a term is the stem of a word in a text of no language: the word itself.
pub(super) fn is_without_language(term: &str) -> bool {
    let stem = term.strip_prefix(STEM_PREFIX);
    stem.is_some_and(|stem| stem.starts_with(super::Language::NONE.code()))
}

/// Returns the acronym term of a folded word.
pub fn acronym(folded: &str) -> String {
    let mut term = String::with_capacity(folded.len() + 1);
    push_acronym(folded, &mut term);
    term
}

/// Appends the acronym term of a folded word.
pub(super) fn push_acronym(folded: &str, term: &mut String) {
    term.push(ACRONYM_PREFIX);
    term.push_str(folded);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_a_term_is_read_from_its_beginning() {
        for (term, kind) in [
            ("coalition", Kind::Exact),
            ("\u{1}encoalit", Kind::Stem),
            ("\u{1}--coalition", Kind::Stem),
            (acronym("us").as_str(), Kind::Acronym),
            (SENTENCE, Kind::Mark),
            (PARAGRAPH, Kind::Mark),
        ] {
            assert_eq!(kind_of(term), kind, "{term:?}");
        }
    }
}
