//! Text with its language in front, so that the tokenizer, which tantivy shows nothing but the
//! text of a field, knows how to stem it.

use crate::analysis::Language;

/// Stands between the language and the text; no reader leaves it in one.
const SEPARATOR: char = '\u{1f}';

/// Returns `text` behind the two letters of its language.
pub(super) fn tagged(text: &str, language: Language) -> String {
    let mut tagged = String::with_capacity(text.len() + 3);
    tagged.push_str(language.code());
    tagged.push(SEPARATOR);
    tagged.push_str(text);
    tagged
}

/// Takes tagged text apart; text without a tag has no language.
pub(super) fn split_tag(tagged: &str) -> (Language, &str) {
    match tagged.split_once(SEPARATOR) {
        Some((code, text)) => (Language::from_code(code), text),
        None => (Language::NONE, tagged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_with_its_language() {
        for code in ["en", "--"] {
            let language = Language::from_code(code);
            let text = "one\u{1f}two";
            assert_eq!(split_tag(&tagged(text, language)), (language, text));
        }
    }
}
