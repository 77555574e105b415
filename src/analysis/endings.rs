//! Endings that lose an accent when they are folded, given back for the stemmer.
//!
//! A stemmer knows `-ación` but not `-acion`. Since a word must be found by its folded form, the
//! stem is made of the folded form alone; where an ending is unmistakable, its accent is put back
//! first.

use std::borrow::Cow;

use super::language::Language;

/// Folded endings and what they were, by language; the first that fits is taken.
const ENDINGS: &[(&str, &[(&str, &str)])] = &[
    (
        "es",
        &[
            ("acion", "ación"),
            ("ucion", "ución"),
            ("logia", "logía"),
            ("logias", "logías"),
        ],
    ),
    (
        "ca",
        &[("acio", "ació"), ("ucio", "ució"), ("icio", "ició")],
    ),
    (
        "fr",
        &[
            ("ees", "ées"),
            ("ee", "ée"),
            ("iere", "ière"),
            ("ieres", "ières"),
            ("erent", "èrent"),
        ],
    ),
    (
        "pt",
        &[
            ("coes", "ções"),
            ("cao", "ção"),
            ("soes", "sões"),
            ("sao", "são"),
            ("encia", "ência"),
            ("encias", "ências"),
            ("avel", "ável"),
            ("aveis", "áveis"),
            ("ivel", "ível"),
            ("iveis", "íveis"),
        ],
    ),
];

/// Returns the word with the accent of its ending, if it must have had one.
pub(super) fn with_accents(language: Language, word: &str) -> Cow<'_, str> {
    let endings = ENDINGS.iter().find(|(code, _)| *code == language.code());
    let found = endings
        .into_iter()
        .flat_map(|(_, endings)| *endings)
        .find_map(|(folded, accented)| Some((word.strip_suffix(folded)?, *accented)));
    match found {
        Some((beginning, accented)) if !beginning.is_empty() => {
            Cow::Owned(format!("{beginning}{accented}"))
        }
        _ => Cow::Borrowed(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_gets_its_accent_back_in_its_language_alone() {
        for (code, word, expected) in [
            ("es", "investigacion", "investigación"),
            ("fr", "annoncee", "annoncée"),
            ("pt", "eleicoes", "eleições"),
            ("en", "employee", "employee"),
            ("fr", "ee", "ee"),
        ] {
            assert_eq!(with_accents(Language::from_code(code), word), expected);
        }
    }
}
