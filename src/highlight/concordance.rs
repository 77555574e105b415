//! Matches in their contexts: keywords in context, a line each.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::analysis::fold;

/// The words of a context by which lines are put in order; what is behind them tells little.
const SORTED_WORDS: usize = 8;

/// A match and what stands around it, on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// What stands before the match.
    pub left: String,
    /// The match.
    pub found: String,
    /// What stands behind it.
    pub right: String,
    /// Where the match stands in the text, in bytes.
    pub bytes: Range<usize>,
}

/// Returns each of the `highlights` of a text with up to `graphemes` characters, as a reader counts
/// them, on either side. White space is a single space.
pub fn contexts<'a>(
    text: &'a str,
    highlights: &'a [Range<usize>],
    graphemes: usize,
) -> impl Iterator<Item = Context> + 'a {
    highlights.iter().map(move |bytes| Context {
        left: before(&text[..bytes.start], graphemes),
        found: single_spaced(text[bytes.clone()].graphemes(true), usize::MAX).concat(),
        right: single_spaced(text[bytes.end..].graphemes(true), graphemes).concat(),
        bytes: bytes.clone(),
    })
}

impl Context {
    /// The words behind the match, folded: by these, lines are sorted by their right context.
    pub fn right_key(&self) -> Vec<String> {
        let words = self.right.unicode_words().take(SORTED_WORDS);
        words.map(fold).collect()
    }

    /// The words before the match, folded, that next to it first.
    pub fn left_key(&self) -> Vec<String> {
        let words: Vec<&str> = self.left.unicode_words().collect();
        words
            .into_iter()
            .rev()
            .take(SORTED_WORDS)
            .map(fold)
            .collect()
    }
}

/// The end of a text.
fn before(text: &str, most: usize) -> String {
    let mut graphemes = single_spaced(text.graphemes(true).rev(), most);
    graphemes.reverse();
    graphemes.concat()
}

/// The first graphemes, each run of white space among them a space.
fn single_spaced<'a>(graphemes: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut line: Vec<&str> = Vec::new();
    for grapheme in graphemes {
        let is_blank = |c: char| c.is_whitespace() || c.is_control();
        let is_space = grapheme.chars().all(is_blank);
        if is_space && line.last() == Some(&" ") {
            continue;
        }
        if line.len() == most {
            break;
        }
        line.push(if is_space { " " } else { grapheme });
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, found: &str, expected: [&str; 3]) {
        let at = text.find(found).unwrap();
        let marked = at..at + found.len();
        let line = contexts(text, std::slice::from_ref(&marked), 8)
            .next()
            .unwrap();
        assert_eq!([line.left, line.found, line.right], expected);
    }

    #[test]
    fn a_context_is_cut_between_characters_as_a_reader_sees_them() {
        check(
            "The ferry sailed to Oslo",
            "sailed",
            ["e ferry ", "sailed", " to Oslo"],
        );
        check(
            "cafe\u{301} ferry e\u{301}te\u{301}",
            "ferry",
            ["cafe\u{301} ", "ferry", " e\u{301}te\u{301}"],
        );
        check(
            "联合国安全理事会今天开会",
            "安全",
            ["联合国", "安全", "理事会今天开会"],
        );
    }

    #[test]
    fn paragraphs_and_tabs_are_spaces_of_a_line() {
        check(
            "One.\n\nThe\tferry\n\n\nsailed.",
            "ferry",
            ["ne. The ", "ferry", " sailed."],
        );
    }

    #[test]
    fn lines_are_sorted_by_the_words_next_to_the_match() {
        let line = Context {
            left: "Saw the old ".to_owned(),
            right: ", Élysée said".to_owned(),
            ..Context::default()
        };
        assert_eq!(line.left_key(), ["old", "the", "saw"]);
        assert_eq!(line.right_key(), ["elysee", "said"]);
    }
}
