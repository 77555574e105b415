//! Scripts without spaces between words, and signs that are words by themselves.

use unicode_normalization::char::is_combining_mark;

use super::{Script, Word, WordCursor};
use crate::analysis::fold::{is_invisible, push_folded};

impl WordCursor<'_> {
    /// Reads two neighbouring characters, and stays before the second where a third follows.
    ///
    /// Korean does write spaces, but its particles have none before them.
    pub(super) fn read_pair(&mut self, folded: &mut String) -> Word {
        let start = self.at;
        let first_end = self.character_end(start);
        let is_picture = self.text[start..].starts_with(is_picture);
        let end = if is_picture {
            first_end
        } else {
            self.next_letter_end(first_end)
        };
        for c in self.text[start..end].chars() {
            push_folded(c, folded);
        }
        let is_last = is_picture || self.next_letter_end(end) == end;
        self.at = if is_last { end } else { first_end };
        Word {
            bytes: start..end,
            is_acronym: false,
            script: Script::Unspaced { is_last },
        }
    }

    /// Where the letter ends that begins at `at`; `at` where none begins.
    fn next_letter_end(&self, at: usize) -> usize {
        if self.text[at..].starts_with(is_picture) {
            at
        } else {
            self.character_end(at)
        }
    }

    /// Where the character ends that begins at `at`, with its marks; `at` where none begins.
    fn character_end(&self, at: usize) -> usize {
        let mut chars = self.text[at..].char_indices().peekable();
        let Some((_, first)) = chars.next().filter(|&(_, c)| is_unspaced(c)) else {
            return at;
        };
        // A flag is two letters.
        if is_flag_letter(first) {
            chars.next_if(|&(_, c)| is_flag_letter(c));
        }
        while chars.next_if(|&(_, c)| belongs_to_character(c)).is_some() {}
        chars
            .peek()
            .map_or(self.text.len(), |(offset, _)| at + offset)
    }
}

/// Tells whether a folded word was cut out of a script without spaces.
pub(in crate::analysis) fn is_of_unspaced(folded: &str) -> bool {
    folded.starts_with(is_unspaced)
}

/// Returns the first of two characters; nothing where there is one alone.
pub(in crate::analysis) fn first_character(pair: &str) -> &str {
    second_start(pair).map_or("", |at| &pair[..at])
}

/// Returns the last of two characters, unless it is the first again; nothing where there is one
/// alone.
pub(in crate::analysis) fn last_character(pair: &str) -> &str {
    let last = second_start(pair).map_or("", |at| &pair[at..]);
    if last == first_character(pair) {
        ""
    } else {
        last
    }
}

fn second_start(pair: &str) -> Option<usize> {
    let mut chars = pair.char_indices().skip(1);
    let (at, _) = chars.find(|&(_, c)| !belongs_to_character(c))?;
    (!pair.starts_with(is_picture)).then_some(at)
}

fn belongs_to_character(c: char) -> bool {
    is_combining_mark(c) || is_invisible(c) || is_joined_jamo(c) || is_skin_tone(c)
}

/// Tells whether `c` belongs to a script that is written without spaces, or is a picture.
pub(super) fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}' && (is_eastern(c) || is_south_eastern(c) || is_picture(c))
}

/// Han, kana, hangul, bopomofo.
fn is_eastern(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3031}'..='\u{3035}' | '\u{3041}'..='\u{3096}'
        | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{3105}'..='\u{312f}' | '\u{3131}'..='\u{318e}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff66}'..='\u{ff9d}'
        | '\u{20000}'..='\u{323af}')
}

/// Thai, Lao, Burmese, Khmer: their letters, not their digits and marks.
fn is_south_eastern(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e30}' | '\u{e32}'..='\u{e33}' | '\u{e40}'..='\u{e46}'
        | '\u{e81}'..='\u{eb0}' | '\u{eb2}'..='\u{eb3}' | '\u{ebd}'..='\u{ec6}'
        | '\u{edc}'..='\u{edf}' | '\u{1000}'..='\u{102a}' | '\u{1780}'..='\u{17b3}')
}

/// Emoji: each is a word.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}') || is_flag_letter(c)
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// The vowels and finals that follow the first letter of a Korean syllable.
fn is_joined_jamo(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}')
}
