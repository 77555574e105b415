//! Passages of a body, cut where a reader would cut.

use std::ops::Range;

use super::{Marked, Snippet};
use crate::text::sentence::sentences;

/// The length in characters that a passage aims at.
const PASSAGE_CHARS: usize = 240;
/// By how many characters it may be longer when a sentence ends there.
const SLACK_CHARS: usize = 40;
/// What a passage shows before its first match when the sentence began too far away, in bytes.
const CONTEXT_BYTES: usize = 60;
/// A paragraph this long, in bytes, is prose, even where no full stop ends it.
const PROSE_BYTES: usize = 80;
/// How far into a body its first words are looked for behind captions and the like, in bytes.
const PREAMBLE_BYTES: usize = 600;

/// A body and its sentences.
pub(super) struct Body<'a> {
    pub(super) text: &'a str,
    sentences: Vec<Range<usize>>,
}

impl<'a> Body<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Body {
            text,
            sentences: sentences(text).collect(),
        }
    }

    pub(super) fn whole(&self) -> Range<usize> {
        0..self.text.len()
    }

    /// Tells whether the sentence at a byte is prose rather than a caption, a byline or a link:
    /// those are short, and no full stop ends them.
    pub(super) fn is_prose_at(&self, byte: usize) -> bool {
        self.is_prose(self.sentence_at(byte))
    }

    fn is_prose(&self, sentence: usize) -> bool {
        let Some(bytes) = self.sentences.get(sentence) else {
            return false;
        };
        let text = self.text[bytes.clone()].trim_end_matches(is_closer);
        bytes.len() >= PROSE_BYTES || text.ends_with(is_terminator)
    }

    /// The number of the sentence that holds a byte, or of the last one before it.
    fn sentence_at(&self, byte: usize) -> usize {
        let after = self
            .sentences
            .partition_point(|sentence| sentence.start <= byte);
        after.saturating_sub(1)
    }

    /// Returns the passage at the beginning of the body's prose.
    pub(super) fn beginning(&self) -> Range<usize> {
        let preamble = self
            .sentences
            .iter()
            .take_while(|sentence| sentence.start < PREAMBLE_BYTES);
        let start = preamble
            .enumerate()
            .find(|(at, _)| self.is_prose(*at))
            .map_or(0, |(_, sentence)| sentence.start);
        start..self.end_of_passage(start, start, self.text.len())
    }

    /// Returns the passage that shows the bytes of `window`, which lies in `room`; it does not
    /// leave `room`.
    pub(super) fn passage(&self, window: &Range<usize>, room: &Range<usize>) -> Range<usize> {
        let sentence = self.sentence_at(window.start);
        let begin = self.sentences.get(sentence).map_or(0, |it| it.start);
        let earliest = begin.max(room.start);
        let earliest = earliest + leading_space(&self.text[earliest..window.start]);
        if !fits(self.text, earliest..window.end, PASSAGE_CHARS) {
            let start = self.context_before(window.start, earliest);
            return start..self.end_of_passage(start, window.end, room.end);
        }
        let end = self.end_of_passage(earliest, window.end, room.end);
        let is_last = self.text[end..room.end].trim().is_empty();
        match is_last && earliest == begin {
            true => self.start_before(sentence, end, room.start)..end,
            false => earliest..end,
        }
    }

    /// The beginning of a word some way before `at`.
    fn context_before(&self, at: usize, earliest: usize) -> usize {
        let from = self
            .text
            .floor_char_boundary(at.saturating_sub(CONTEXT_BYTES));
        if from <= earliest {
            return earliest;
        }
        match self.text[from..at].find(char::is_whitespace) {
            Some(space) => from + space + leading_space(&self.text[from + space..at]),
            None => at,
        }
    }

    /// The beginning of the first of the sentences of prose before `sentence` that there is room
    /// for in a passage that ends at `end`.
    fn start_before(&self, mut sentence: usize, end: usize, earliest: usize) -> usize {
        while let Some(before) = sentence.checked_sub(1) {
            let start = self.sentences[before].start;
            let has_room = start >= earliest && fits(self.text, start..end, PASSAGE_CHARS);
            if !has_room || !self.is_prose(before) {
                break;
            }
            sentence = before;
        }
        self.sentences.get(sentence).map_or(earliest, |it| it.start)
    }

    /// The end of a passage that begins at `start`, reaches to `least` and not over `most`:
    /// after a sentence where one ends near, else after a word.
    fn end_of_passage(&self, start: usize, least: usize, most: usize) -> usize {
        let rest = &self.text[start..most];
        let Some(longest) = char_index(rest, PASSAGE_CHARS + SLACK_CHARS) else {
            return start + rest.trim_end().len();
        };
        let aim = char_index(rest, PASSAGE_CHARS).unwrap_or(longest);
        let (longest, aim) = (start + longest, start + aim);
        let ended = self
            .sentences
            .partition_point(|sentence| sentence.end <= longest);
        let sentence_end = ended.checked_sub(1).map(|last| self.sentences[last].end);
        let near = (start + (aim - start) * 2 / 3).max(least);
        if let Some(end) = sentence_end.filter(|&end| end >= near) {
            return end;
        }
        let word_end = self.text[start..aim]
            .rfind(char::is_whitespace)
            .map(|space| start + self.text[start..start + space].trim_end().len())
            .filter(|&end| end > start + (aim - start) / 2);
        word_end.unwrap_or(aim).max(least).min(longest)
    }

    /// Copies a passage on one line, with what lies in it of the `highlights`: one that goes on
    /// beyond an end of the passage is cut there.
    pub(super) fn cut(&self, passage: Range<usize>, highlights: &[Range<usize>]) -> Snippet {
        let mut line = OneLine::default();
        let mut marks = Vec::new();
        let mut at = passage.start;
        let first = highlights.partition_point(|bytes| bytes.end <= passage.start);
        for bytes in &highlights[first..] {
            if bytes.start >= passage.end {
                break;
            }
            let bytes = bytes.start.max(passage.start)..bytes.end.min(passage.end);
            line.push(&self.text[at..bytes.start]);
            let start = line.begin_word();
            line.push(&self.text[bytes.clone()]);
            marks.push(start..line.text.len());
            at = bytes.end;
        }
        line.push(&self.text[at..passage.end]);
        Snippet {
            has_more_before: !self.text[..passage.start].trim().is_empty(),
            has_more_after: !self.text[passage.end..].trim().is_empty(),
            marked: Marked {
                text: line.text,
                highlights: marks,
            },
        }
    }
}

/// Tells whether the bytes are no more than `most` characters; counts those only where bytes
/// do not decide.
pub(super) fn fits(text: &str, bytes: Range<usize>, most: usize) -> bool {
    bytes.len() <= most || bytes.len() <= 4 * most && text[bytes].chars().count() <= most
}

/// Where the character with this number begins; `None` when the text ends before.
fn char_index(text: &str, number: usize) -> Option<usize> {
    text.char_indices().nth(number).map(|(at, _)| at)
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn is_terminator(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।'
    )
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '“' | '»' | '«' | ')' | ']' | '」' | '』'
    )
}

/// Gathers text with each run of white space as one space.
#[derive(Default)]
struct OneLine {
    text: String,
    has_space: bool,
}

impl OneLine {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.has_space = true;
            } else {
                self.begin_word();
                self.text.push(c);
            }
        }
    }

    /// Writes the space that is due, and returns where the next character will stand.
    fn begin_word(&mut self) -> usize {
        if self.has_space && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.has_space = false;
        self.text.len()
    }
}
