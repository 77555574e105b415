//! Lines that fit a terminal: columns are those of UAX #11, wide characters count two.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// One line of a wrapped text.
pub type Wrapped = Range<usize>;

/// Returns the columns that `text` takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns `text` in `columns` columns: cut with `…` where it is wider, else filled with spaces.
pub(super) fn fitted(text: &str, columns: usize) -> String {
    let mut used = text.width();
    if used <= columns {
        return text.to_owned() + &" ".repeat(columns - used);
    }
    let mut shown = String::new();
    used = 0;
    for grapheme in text.graphemes(true) {
        if used + grapheme.width() + 1 > columns {
            break;
        }
        used += grapheme.width();
        shown.push_str(grapheme);
    }
    shown + "…" + &" ".repeat(columns.saturating_sub(used + 1))
}

/// Returns the end of `text` in `columns` columns: cut with `…` where it is wider, else with spaces
/// before it.
pub(super) fn fitted_end(text: &str, columns: usize) -> String {
    let used = text.width();
    if used <= columns {
        return " ".repeat(columns - used) + text;
    }
    let mut start = text.len();
    let mut used = 1;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        if used + grapheme.width() > columns {
            break;
        }
        used += grapheme.width();
        start = at;
    }
    " ".repeat(columns.saturating_sub(used)) + "…" + &text[start..]
}

/// Cuts `text` into lines of at most `columns` columns, as byte ranges of `text`.
///
/// Lines end at white space (which belongs to no line), between wide characters, and inside a
/// word only where the word is longer than a line. A line feed ends a line.
pub fn wrap(text: &str, columns: usize) -> Vec<Wrapped> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(text, start..start + line.len(), columns, &mut lines);
        start += line.len() + 1;
    }
    lines
}

fn wrap_line(text: &str, line: Range<usize>, columns: usize, lines: &mut Vec<Wrapped>) {
    let mut start = line.start;
    let mut used = 0;
    // The last place where the line may end, and where the next one would begin.
    let mut gap: Option<(usize, usize)> = None;
    for (offset, grapheme) in text[line.clone()].grapheme_indices(true) {
        let at = line.start + offset;
        let cells = grapheme.width();
        if grapheme.chars().all(char::is_whitespace) {
            gap = Some((at, at + grapheme.len()));
            used += cells;
            continue;
        }
        if cells > 1 && at > start {
            gap = Some((at, at));
        }
        // Twice, where what was left after the gap is still too wide.
        while used + cells > columns && at > start {
            let (end, next) = gap.filter(|&(end, _)| end > start).unwrap_or((at, at));
            lines.push(trimmed(text, start..end));
            start = next;
            used = text[start..at].width();
            gap = None;
        }
        used += cells;
    }
    lines.push(trimmed(text, start..line.end));
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range.clone()].trim_end().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns)
            .into_iter()
            .map(|line| &text[line])
            .collect()
    }

    #[test]
    fn lines_end_at_spaces() {
        assert_eq!(
            lines("the coalition of the willing", 13),
            ["the coalition", "of the", "willing"]
        );
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        assert_eq!(lines("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
    }

    #[test]
    fn wide_characters_count_two_columns_and_part_anywhere() {
        assert_eq!(lines("联合国安理会", 5), ["联合", "国安", "理会"]);
    }

    #[test]
    fn a_line_that_is_too_wide_after_its_gap_ends_again() {
        assert_eq!(lines("\u{cca}中a", 2), ["\u{cca}", "中", "a"]);
    }

    #[test]
    fn a_text_is_fitted_into_columns_by_cutting_or_filling() {
        assert_eq!(fitted("Oslo", 6), "Oslo  ");
        assert_eq!(fitted("Oslo", 4), "Oslo");
        assert_eq!(fitted("Hamburg", 4), "Ham…");
        assert_eq!(fitted("联合国安理会", 6), "联合… ");
    }

    #[test]
    fn line_feeds_end_lines_and_an_empty_line_stays() {
        assert_eq!(lines("a\n\nb", 10), ["a", "", "b"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "([a-z]{1,9}|[ \n]|中|é|👩‍👩‍👧|\\PC){0,60}", columns in 2usize..20) {
            let found = lines(&text, columns);
            for line in &found {
                prop_assert!(line.width() <= columns || line.graphemes(true).count() == 1, "{line:?}");
            }
            let squash = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(squash(&found.join(" ")), squash(&text));
        }
    }
}
