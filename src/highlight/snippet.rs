//! The passage that shows most of the query, cut where a reader would cut.

use std::collections::HashSet;
use std::ops::Range;

use super::{Marked, Match, Snippet, merge};
use crate::text::sentence::sentences;

/// The length in characters that a passage aims at.
const PASSAGE_CHARS: usize = 240;
/// A passage may begin with the sentence of its first match if that begins this near, in bytes.
const LEAD_IN_BYTES: usize = 140;
/// What a passage shows before its first match when the sentence began too far away, in bytes.
const CONTEXT_BYTES: usize = 60;
/// The most matches that are weighed; a body of one word repeated has no better passages later.
const MAX_WEIGHED: usize = 2000;

/// Returns up to `count` passages in the order of the body.
pub(super) fn best(body: &str, matches: &[Match], count: usize) -> Vec<Snippet> {
    let mut passages: Vec<Range<usize>> = Vec::new();
    let mut left: Vec<&Match> = matches.iter().take(MAX_WEIGHED).collect();
    while passages.len() < count && !left.is_empty() {
        let passage = passage_around(body, &heaviest_window(body, &left));
        left.retain(|found| !overlaps(&found.bytes, &passage));
        if !passages.iter().any(|other| overlaps(other, &passage)) {
            passages.push(passage);
        }
    }
    if passages.is_empty() && count > 0 && !body.is_empty() {
        passages.push(extend(body, 0));
    }
    passages.sort_by_key(|passage| passage.start);
    passages
        .into_iter()
        .map(|passage| cut(body, passage, matches))
        .collect()
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The bytes from the first to the last match of the window that holds most different words,
/// then most matches, then the shortest way between them, then the earliest.
fn heaviest_window(body: &str, matches: &[&Match]) -> Range<usize> {
    let mut best = (0, 0, usize::MAX, 0..0);
    for (at, first) in matches.iter().enumerate() {
        let window = &matches[at..];
        let length = window.partition_point(|found| fits(body, first.bytes.start, found.bytes.end));
        let window = &window[..length.max(1)];
        let words: HashSet<usize> = window.iter().map(|found| found.word).collect();
        let span = first.bytes.start..window[window.len() - 1].bytes.end;
        let better = (words.len(), window.len()) > (best.0, best.1)
            || (words.len(), window.len()) == (best.0, best.1) && span.len() < best.2;
        if better {
            best = (words.len(), window.len(), span.len(), span);
        }
    }
    best.3
}

/// Tells whether the bytes are short enough for one passage; counts characters only where
/// bytes do not decide.
fn fits(body: &str, start: usize, end: usize) -> bool {
    let room = PASSAGE_CHARS - CONTEXT_BYTES;
    end - start <= room || end - start <= 4 * room && body[start..end].chars().count() <= room
}

/// The passage that holds `window`: from the beginning of its sentence where that is near.
fn passage_around(body: &str, window: &Range<usize>) -> Range<usize> {
    let near = floor_boundary(body, window.start.saturating_sub(4 * LEAD_IN_BYTES));
    let lead = sentences(&body[near..window.start])
        .last()
        .map(|sentence| near + sentence.start)
        .filter(|&start| window.start - start <= LEAD_IN_BYTES && (near == 0 || start > near));
    let start = lead.unwrap_or_else(|| {
        word_start(
            body,
            window.start.saturating_sub(CONTEXT_BYTES),
            window.start,
        )
    });
    let passage = extend(body, start);
    if passage.end < window.end {
        return extend(
            body,
            word_start(
                body,
                window.start.saturating_sub(CONTEXT_BYTES / 3),
                window.start,
            ),
        );
    }
    passage
}

/// The passage from `start` over [`PASSAGE_CHARS`] characters, cut after a sentence where one
/// ends in its last third, else after a word.
fn extend(body: &str, start: usize) -> Range<usize> {
    let Some((length, _)) = body[start..].char_indices().nth(PASSAGE_CHARS) else {
        return start..start + body[start..].trim_end().len();
    };
    let text = &body[start..start + length];
    let sentence_end = sentences(text)
        .map(|sentence| sentence.end)
        .filter(|&end| end < text.trim_end().len() && end > length * 2 / 3)
        .last();
    let word_end = || {
        text.rfind(char::is_whitespace)
            .filter(|&end| end > length / 2)
    };
    let end = sentence_end.or_else(word_end).unwrap_or(length);
    start..start + text[..end].trim_end().len()
}

/// The first beginning of a word at or after `from` and not after `limit`.
fn word_start(body: &str, from: usize, limit: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let from = floor_boundary(body, from);
    match body[from..limit].find(char::is_whitespace) {
        Some(space) => {
            let space = from + space;
            limit - body[space..limit].trim_start().len()
        }
        None => limit,
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// Copies the passage on one line and moves the matches with it.
fn cut(body: &str, passage: Range<usize>, matches: &[Match]) -> Snippet {
    let inside: Vec<Range<usize>> = matches
        .iter()
        .map(|found| found.bytes.clone())
        .filter(|bytes| bytes.start >= passage.start && bytes.end <= passage.end)
        .collect();
    let mut line = OneLine::default();
    let mut at = passage.start;
    let mut highlights = Vec::new();
    for bytes in merge(inside) {
        line.push(&body[at..bytes.start]);
        let start = line.begin_word();
        line.push(&body[bytes.clone()]);
        highlights.push(start..line.text.len());
        at = bytes.end;
    }
    line.push(&body[at..passage.end]);
    Snippet {
        has_more_before: !body[..passage.start].trim().is_empty(),
        has_more_after: !body[passage.end..].trim().is_empty(),
        marked: Marked {
            text: line.text,
            highlights,
        },
    }
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::tests::brackets;
    use super::*;
    use crate::highlight::Matcher;
    use crate::query::{Join, ParseOptions, parse};

    fn snippets(query: &str, body: &str, count: usize) -> Vec<Snippet> {
        let query = parse(query, &ParseOptions::new(date(2015, 11, 27)))
            .unwrap()
            .query;
        Matcher::new(&query).snippets(body, count)
    }

    fn filler(words: usize) -> String {
        "Nothing of note was said about it there. ".repeat(words / 8)
    }

    #[test]
    fn the_passage_with_both_words_wins_over_the_first_with_one() {
        let body = format!(
            "Russia spoke. {}The coalition heard Russia. {}",
            filler(80),
            filler(80)
        );
        let snippet = &snippets("coalition russia", &body, 1)[0];
        assert!(brackets(&snippet.marked).starts_with("The [coalition] heard [Russia]. Nothing"));
        assert!(snippet.has_more_before && snippet.has_more_after);
    }

    #[test]
    fn a_passage_is_one_line_whose_highlights_are_exact() {
        let snippet = &snippets("talks end", "The\n\ntalks \t will\nend.", 1)[0];
        assert_eq!(brackets(&snippet.marked), "The [talks] will [end].");
        assert!(!snippet.has_more_before && !snippet.has_more_after);
    }

    #[test]
    fn a_body_without_a_match_shows_its_beginning() {
        let snippet = &snippets("absent", &filler(80), 1)[0];
        assert!(snippet.marked.text.starts_with("Nothing of note"));
        assert!(
            snippet.marked.text.ends_with('.'),
            "{}",
            snippet.marked.text
        );
        assert!(snippet.marked.highlights.is_empty());
    }

    #[test]
    fn several_passages_come_in_the_order_of_the_body_and_do_not_overlap() {
        let body = format!(
            "Alpha one. {}Alpha beta two. {}Alpha three.",
            filler(120),
            filler(120)
        );
        let found = snippets("alpha beta", &body, 3);
        let texts: Vec<_> = found
            .iter()
            .map(|snippet| brackets(&snippet.marked))
            .collect();
        assert_eq!(texts.len(), 3);
        assert!(texts[0].starts_with("[Alpha] one.") && texts[1].contains("[Alpha] [beta] two."));
        assert!(texts[2].ends_with("[Alpha] three."), "{texts:?}");
    }

    proptest! {
        #[test]
        fn highlights_of_any_body_are_words_of_the_query(
            body in "([a-dé]{1,3}|[ \n.,]|ß|中文|\\PC){0,400}", query in "[a-d]{1,2}( [a-dé中]{1,2}){0,3}",
            count in 0usize..4,
        ) {
            let parsed = parse(&query, &ParseOptions { join: Join::Any, ..ParseOptions::new(date(2015, 11, 27)) }).unwrap().query;
            let mut matcher = Matcher::new(&parsed);
            let found = matcher.snippets(&body, count);
            prop_assert!(found.len() <= count);
            for snippet in found {
                let again = matcher.find(&snippet.marked.text);
                for range in &snippet.marked.highlights {
                    prop_assert!(again.iter().any(|other| other.start <= range.start && range.end <= other.end));
                }
            }
        }
    }
}
