//! Joins lines to paragraphs.

use std::collections::HashSet;

use super::line::Line;

/// A step down of more than this, in usual steps, begins a paragraph.
const MAX_STEP: f64 = 1.3;
/// Longer words, in bytes, are not remembered.
const MAX_WORD: usize = 60;
const FEW_STEPS: usize = 4;
/// So does an indent of more than this, in ems,
const MIN_INDENT: f64 = 0.8;
/// a line after one that ends this far, as a part of the width, before the edge,
const MIN_SHORT: f64 = 0.15;
/// and letters that are larger or smaller by this part.
const MAX_GROWTH: f64 = 0.12;

/// A paragraph: its lines joined, words that were broken at their ends made whole.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Paragraph {
    /// The text, without line breaks.
    pub(in super::super) text: String,
    /// The size of its letters in points, which tells a headline from the text under it.
    pub(in super::super) size: f64,
}

/// What a column looks like.
struct Column {
    left: f64,
    right: f64,
    step: f64,
}

/// The words of a file that have a hyphen of their own, in small letters.
pub(super) type Hyphenated = HashSet<String>;

/// Adds the words of a line that have a hyphen inside.
pub(super) fn add_hyphenated(words: &mut Hyphenated, line: &str) {
    if line.contains(['-', '\u{2010}']) {
        let parts = line
            .split_whitespace()
            .map(bare)
            .filter(|word| word.contains('-'));
        words.extend(parts.filter(|word| word.len() <= MAX_WORD));
    }
}

fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.replace('\u{2010}', "-").to_lowercase()
}

/// Joins the lines of one column.
pub(super) fn paragraphs(lines: Vec<Line>, words: &Hyphenated) -> Vec<Paragraph> {
    let column = column(&lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut last: Option<Line> = None;
    for line in lines {
        let is_next = last
            .as_ref()
            .is_some_and(|last| !begins(last, &line, &column));
        match paragraphs.last_mut().filter(|_| is_next) {
            Some(paragraph) => join(&mut paragraph.text, &line.text, words),
            None => paragraphs.push(Paragraph {
                text: line.text.clone(),
                size: line.size,
            }),
        }
        last = Some(line);
    }
    paragraphs
}

fn column(lines: &[Line]) -> Column {
    let steps = lines.windows(2).map(|pair| pair[0].base - pair[1].base);
    let steps: Vec<f64> = steps.filter(|step| *step > 1.0).collect();
    // few lines are too few to learn a wide step from
    let size = lines.first().map_or(0.0, |line| line.size);
    let most = if steps.len() < FEW_STEPS {
        1.6 * size
    } else {
        f64::MAX
    };
    Column {
        left: common(lines.iter().map(|line| line.left).collect(), 0.1),
        right: common(lines.iter().map(|line| line.right).collect(), 0.9),
        step: common(steps, 0.4).min(most),
    }
}

/// Returns the value that this part of all values is below.
fn common(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values
        .get((values.len() as f64 * part) as usize)
        .copied()
        .unwrap_or_default()
}

/// Tells whether a line begins a paragraph.
fn begins(last: &Line, line: &Line, column: &Column) -> bool {
    let step = last.base - line.base;
    let is_same_row = step.abs() < 0.5 * line.size;
    if is_same_row {
        return false;
    }
    let is_far = step > MAX_STEP * column.step.max(line.size * 0.9) || step < 0.0;
    let is_other_size = (line.size / last.size - 1.0).abs() > MAX_GROWTH;
    let is_indented =
        line.left - last.left > MIN_INDENT * line.size && line.left - column.left < 5.0 * line.size;
    let is_short = last.right < column.right - MIN_SHORT * (column.right - column.left);
    let is_ended = ends_sentence(&last.text) && is_short;
    is_far || is_other_size || is_indented || is_ended || is_bullet(&line.text)
}

fn is_bullet(text: &str) -> bool {
    text.starts_with(['•', '●', '▪', '■', '‣', '◦'])
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '»', ')', '\'', '“']);
    text.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '؟'])
}

/// Appends the next line: without a space in scripts that have none, and without the hyphen of a
/// word that goes on in small letters.
fn join(text: &mut String, next: &str, words: &Hyphenated) {
    let starts_small = next.chars().next().is_some_and(char::is_lowercase);
    let Some(last) = text.chars().next_back() else {
        text.push_str(next);
        return;
    };
    let before = text.chars().rev().nth(1);
    let is_word = before.is_some_and(char::is_alphabetic);
    match last {
        '\u{AD}' => drop(text.pop()),
        '-' | '\u{2010}' if is_word && starts_small => {
            if !words.contains(&whole_word(text, next)) {
                text.pop();
            }
        }
        '-' | '\u{2010}' | '\u{2013}' if before.is_some_and(char::is_alphanumeric) => {}
        _ if is_unspaced(last) && next.starts_with(is_unspaced) => {}
        _ => text.push(' '),
    }
    text.push_str(next);
}

/// Returns the word that the end of a line and the start of the next make, its hyphen kept.
fn whole_word(text: &str, next: &str) -> String {
    let start = text.split_whitespace().next_back().unwrap_or_default();
    let end = next.split_whitespace().next().unwrap_or_default();
    bare(&format!("{start}{end}"))
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FF60}')
}

/// Appends the paragraphs of the next column; the first may go on with the last.
pub(super) fn append(joined: &mut Vec<Paragraph>, mut column: Vec<Paragraph>, words: &Hyphenated) {
    if let Some(last) = joined.last_mut() {
        continue_with(last, &mut column, words);
    }
    joined.extend(column);
}

/// Joins paragraphs that go on on the next page, and drops the hyphens that mark where a word
/// could have been broken.
pub(super) fn join_across(pages: &mut [Vec<Paragraph>], words: &Hyphenated) {
    for at in 1..pages.len() {
        let (before, after) = pages.split_at_mut(at);
        if let Some(last) = before.last_mut().and_then(|page| page.last_mut()) {
            continue_with(last, &mut after[0], words);
        }
    }
    for paragraph in pages.iter_mut().flatten() {
        paragraph.text.retain(|c| c != '\u{AD}');
    }
}

fn continue_with(last: &mut Paragraph, next: &mut Vec<Paragraph>, words: &Hyphenated) {
    if next.first().is_some_and(|first| continues(last, first)) {
        let first = next.remove(0);
        join(&mut last.text, &first.text, words);
    }
}

fn continues(last: &Paragraph, first: &Paragraph) -> bool {
    let is_same_size = (first.size / last.size - 1.0).abs() < 0.02;
    let starts_small = first.text.chars().next().is_some_and(char::is_lowercase);
    is_same_size && starts_small && !ends_sentence(&last.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[(&str, f64, f64)], expected: &[&str]) {
        let line = |&(text, left, base): &(&str, f64, f64)| Line {
            text: text.to_owned(),
            left,
            right: left + 5.0 * text.len() as f64,
            base,
            size: 10.0,
        };
        let mut words = Hyphenated::new();
        lines
            .iter()
            .for_each(|(text, ..)| add_hyphenated(&mut words, text));
        let paragraphs = paragraphs(lines.iter().map(line).collect(), &words);
        let texts: Vec<&str> = paragraphs
            .iter()
            .map(|paragraph| paragraph.text.as_str())
            .collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_word_broken_at_the_end_of_a_line_is_made_whole() {
        check(
            &[
                ("The coun-", 0.0, 100.0),
                ("cil and the Anglo-", 0.0, 88.0),
                ("Saxon", 0.0, 76.0),
            ],
            &["The council and the Anglo-Saxon"],
        );
        check(
            &[
                ("a five-hour ses-", 0.0, 100.0),
                ("sion of five-", 0.0, 88.0),
                ("hour days", 0.0, 76.0),
            ],
            &["a five-hour session of five-hour days"],
        );
    }

    #[test]
    fn a_gap_or_an_indent_begins_a_paragraph() {
        check(
            &[
                ("one one one", 0.0, 100.0),
                ("one", 0.0, 88.0),
                ("two", 0.0, 60.0),
                ("three", 12.0, 48.0),
            ],
            &["one one one one", "two", "three"],
        );
    }
}
