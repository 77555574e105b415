//! Removes page headers, footers and page numbers: what stands at the same place of many pages
//! with the same words, numbers aside.

use std::collections::HashMap;

use super::line::Line;

/// So many lines from the top and from the bottom may be furniture.
const NUM_EDGE: usize = 4;
/// Longer lines, in bytes, are text.
const MAX_TEXT: usize = 120;
/// The least pages that a line must be on, and one in how many of all.
const MIN_PAGES: usize = 2;
const ONE_IN: usize = 3;

/// What furniture is recognised by: its words without numbers, and its place in tenths of an inch.
type Key = (String, i64);

/// Removes furniture from pages, each the lines of each way that text runs on it.
pub(super) fn remove(pages: &mut [Vec<Vec<Line>>]) {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for page in pages.iter() {
        let mut keys: Vec<Key> = page
            .first()
            .map(|lines| edge_keys(lines))
            .unwrap_or_default();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let least = MIN_PAGES.max(pages.len() / ONE_IN);
    for lines in pages.iter_mut().filter_map(|page| page.first_mut()) {
        remove_from(lines, |line| {
            counts.get(&key(line)).is_some_and(|&count| count >= least)
        });
    }
}

fn edge_keys(lines: &[Line]) -> Vec<Key> {
    let is_edge = |at: usize| at < NUM_EDGE || at + NUM_EDGE >= lines.len();
    let edge = lines.iter().enumerate().filter(|(at, _)| is_edge(*at));
    edge.filter(|(_, line)| line.text.len() <= MAX_TEXT)
        .map(|(_, line)| key(line))
        .collect()
}

fn key(line: &Line) -> Key {
    let text: String = line
        .text
        .to_lowercase()
        .split(|c: char| c.is_ascii_digit())
        .collect::<Vec<_>>()
        .join("#");
    let mut key = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c != '#' || !key.ends_with('#') {
            key.push(c);
        }
    }
    (key, (line.base / 7.2).round() as i64)
}

/// Removes furniture from both edges up to the first line that is none.
fn remove_from(lines: &mut Vec<Line>, is_furniture: impl Fn(&Line) -> bool) {
    let num_at_top = lines
        .iter()
        .take(NUM_EDGE)
        .take_while(|line| is_furniture(line))
        .count();
    lines.drain(..num_at_top);
    let num_at_bottom = lines
        .iter()
        .rev()
        .take(NUM_EDGE)
        .take_while(|line| is_furniture(line))
        .count();
    lines.truncate(lines.len() - num_at_bottom);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_page_numbers_go_and_text_stays() {
        let line = |text: String, base| Line {
            text,
            left: 0.0,
            right: 90.0,
            base,
            size: 10.0,
        };
        let page = |number: usize| {
            let mut lines = vec![line(format!("The Riverton Herald, page {number}"), 800.0)];
            lines.extend((0..9).map(|at| {
                let word = "text".repeat(number * 10 + at);
                line(word, 700.0 - 12.0 * at as f64)
            }));
            lines.push(line(number.to_string(), 30.0));
            vec![lines]
        };
        let mut pages: Vec<Vec<Vec<Line>>> = (1..=3).map(page).collect();
        remove(&mut pages);
        assert!(pages.iter().all(|page| page[0].len() == 9));
    }
}
