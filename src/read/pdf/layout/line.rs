//! Pieces on one base line become lines; a wide gap parts the lines of two columns.

use super::super::piece::{Piece, WORD_GAP};
use super::rtl;

/// Bases this far apart, in ems, are of one line: a raised note is on the line it is raised from.
const SAME_BASE: f64 = 0.45;
/// A gap wider than this, in ems, is one between columns.
const COLUMN_GAP: f64 = 1.3;
/// Text over text by more than this, in ems, does not continue it.
const MAX_OVERLAP: f64 = 1.0;

/// A line of one column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
}

impl Line {
    fn of(piece: Piece) -> Self {
        let Piece {
            text,
            left,
            right,
            base,
            size,
            ..
        } = piece;
        Self {
            text,
            left,
            right,
            base,
            size,
        }
    }

    fn is_continued_by(&self, piece: &Piece) -> bool {
        let gap = (piece.left - self.right) / self.size.max(piece.size);
        (-MAX_OVERLAP..COLUMN_GAP).contains(&gap)
    }

    fn append(&mut self, piece: Piece) {
        let gap = (piece.left - self.right) / self.size.min(piece.size);
        let has_space = self.text.ends_with(' ') || piece.text.starts_with(' ');
        if gap > WORD_GAP && !has_space {
            self.text.push(' ');
        }
        self.text.push_str(&piece.text);
        self.right = self.right.max(piece.right);
        if piece.size > self.size * 1.05 {
            (self.size, self.base) = (piece.size, piece.base);
        }
    }
}

/// Joins pieces to lines, from the top down and from left to right.
pub(super) fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.sort_by(|one, other| other.base.total_cmp(&one.base));
    let mut lines = Vec::new();
    let mut row: Vec<Piece> = Vec::new();
    for piece in pieces {
        let is_same = row.first().is_none_or(|first| {
            first.base - piece.base <= SAME_BASE * first.size.max(piece.size).min(2.0 * first.size)
        });
        if !is_same {
            push_row(&mut lines, std::mem::take(&mut row));
        }
        row.push(piece);
    }
    push_row(&mut lines, row);
    lines
}

fn push_row(lines: &mut Vec<Line>, mut row: Vec<Piece>) {
    row.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut current: Option<Line> = None;
    for piece in row {
        match &mut current {
            Some(line) if line.is_continued_by(&piece) => line.append(piece),
            _ => lines.extend(current.replace(Line::of(piece)).map(finish)),
        }
    }
    lines.extend(current.map(finish));
}

fn finish(mut line: Line) -> Line {
    let words: Vec<&str> = line.text.split_whitespace().collect();
    line.text = rtl::reading_order(words.join(" "));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, left: f64, base: f64) -> Piece {
        let right = left + 5.0 * text.len() as f64;
        Piece {
            text: text.to_owned(),
            left,
            right,
            base,
            size: 10.0,
            turn: 0,
        }
    }

    #[test]
    fn a_wide_gap_parts_two_lines_and_a_small_one_two_words() {
        let pieces = vec![
            piece("right", 200.0, 100.0),
            piece("one", 10.0, 100.0),
            piece("two", 28.0, 100.0),
        ];
        let texts: Vec<String> = lines(pieces).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["one two", "right"]);
    }

    #[test]
    fn a_raised_note_stays_on_its_line() {
        let mut note = piece("2", 35.0, 103.5);
        note.size = 6.0;
        let texts: Vec<String> = lines(vec![piece("E = mc", 5.0, 100.0), note])
            .into_iter()
            .map(|line| line.text)
            .collect();
        assert_eq!(texts, ["E = mc2"]);
    }
}
