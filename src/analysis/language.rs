//! The languages whose words are stemmed.

use frostem::Algorithm;

/// A language that a text may be in, as far as its inflections are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u8);

/// ISO 639-1 code and Snowball stemmer; the first is none.
const LANGUAGES: &[(&str, Option<Algorithm>)] = &[
    ("--", None),
    ("ar", Some(Algorithm::Arabic)),
    ("ca", Some(Algorithm::Catalan)),
    ("cs", Some(Algorithm::Czech)),
    ("da", Some(Algorithm::Danish)),
    ("de", Some(Algorithm::German)),
    ("el", Some(Algorithm::Greek)),
    ("en", Some(Algorithm::English)),
    ("eo", Some(Algorithm::Esperanto)),
    ("es", Some(Algorithm::Spanish)),
    ("et", Some(Algorithm::Estonian)),
    ("eu", Some(Algorithm::Basque)),
    ("fa", Some(Algorithm::Persian)),
    ("fi", Some(Algorithm::Finnish)),
    ("fr", Some(Algorithm::French)),
    ("ga", Some(Algorithm::Irish)),
    ("hi", Some(Algorithm::Hindi)),
    ("hu", Some(Algorithm::Hungarian)),
    ("hy", Some(Algorithm::Armenian)),
    ("id", Some(Algorithm::Indonesian)),
    ("it", Some(Algorithm::Italian)),
    ("lt", Some(Algorithm::Lithuanian)),
    ("ne", Some(Algorithm::Nepali)),
    ("nl", Some(Algorithm::Dutch)),
    ("no", Some(Algorithm::Norwegian)),
    ("pl", Some(Algorithm::Polish)),
    ("pt", Some(Algorithm::Portuguese)),
    ("ro", Some(Algorithm::Romanian)),
    ("ru", Some(Algorithm::Russian)),
    ("sr", Some(Algorithm::Serbian)),
    ("sv", Some(Algorithm::Swedish)),
    ("ta", Some(Algorithm::Tamil)),
    ("tr", Some(Algorithm::Turkish)),
    ("yi", Some(Algorithm::Yiddish)),
];

/// Codes of languages that are stemmed as another.
const ALIASES: &[(&str, &str)] = &[("nb", "no"), ("nn", "no")];

impl Language {
    /// A language without a stemmer, or none that is known: `--`.
    pub const NONE: Language = Language(0);

    /// All languages in the order of their codes, [`Language::NONE`] first.
    pub const ALL: [Language; LANGUAGES.len()] = {
        let mut all = [Language(0); LANGUAGES.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = Language(at as u8);
            at += 1;
        }
        all
    };

    /// Returns the language of an ISO 639-1 code; [`Language::NONE`] for any other text.
    pub fn from_code(code: &str) -> Self {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == code);
        let code = alias.map_or(code, |(_, code)| code);
        let found = LANGUAGES.iter().position(|(known, _)| *known == code);
        found.map_or(Language::NONE, |at| Language(at as u8))
    }

    /// Returns the language by which the words of an article are stemmed: that of its code; where
    /// it has none, because its text is too short to tell, English for text in plain Latin
    /// letters, so that `coalition` finds a headline of `Coalitions`.
    pub fn of_article(code: Option<&str>, headline: &str, body: &str) -> Self {
        let Some(code) = code else {
            let text = if body.is_empty() { headline } else { body };
            let mut letters = text
                .chars()
                .take(LETTERS_LOOKED_AT)
                .filter(|c| c.is_alphabetic());
            return match letters.all(|c| c.is_ascii()) {
                true => Language::from_code("en"),
                false => Language::NONE,
            };
        };
        Language::from_code(code)
    }

    /// Returns the two letters of the language's terms: its ISO 639-1 code, or `--`.
    pub fn code(self) -> &'static str {
        LANGUAGES[usize::from(self.0)].0
    }

    pub(super) fn algorithm(self) -> Option<Algorithm> {
        LANGUAGES[usize::from(self.0)].1
    }

    pub(super) fn number(self) -> u8 {
        self.0
    }
}

/// How much of a text is looked at to tell its script, in characters.
const LETTERS_LOOKED_AT: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_two_letters_in_order_and_read_back() {
        let codes = Language::ALL.map(Language::code);
        assert!(codes.is_sorted_by(|a, b| a < b));
        for language in Language::ALL {
            assert_eq!(language.code().len(), 2);
            assert_eq!(Language::from_code(language.code()), language);
        }
    }

    #[test]
    fn other_codes_are_of_no_language() {
        for code in ["zh", "", "english", "EN"] {
            assert_eq!(Language::from_code(code), Language::NONE, "{code}");
        }
        assert_eq!(Language::from_code("nn").code(), "no");
    }
}
