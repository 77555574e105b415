//! Glyphs that follow each other become pieces of text with a place.

use unicode_normalization::char::compose;

use super::font::Glyph;
use super::matrix::Matrix;

/// Glyphs this far apart, in ems, are of two words.
pub(super) const WORD_GAP: f64 = 0.13;
/// Glyphs further apart than this begin a piece of their own.
const PIECE_GAP: f64 = 0.8;
/// A glyph over the last by more than this, in ems, does not continue its piece.
const MAX_OVERLAP: f64 = 0.7;
/// A letter over an accent by more than this, in ems, wears it.
const ACCENT_OVERLAP: f64 = 0.15;
/// Accents that TeX sets under a letter, and what they are on it.
const ACCENTS: [(char, char); 7] = [
    ('´', '\u{301}'),
    ('`', '\u{300}'),
    ('ˆ', '\u{302}'),
    ('¨', '\u{308}'),
    ('˜', '\u{303}'),
    ('ˇ', '\u{30C}'),
    ('˚', '\u{30A}'),
];
/// A bold print made by showing a text twice is looked for among so many pieces.
const NUM_RECENT: usize = 6;

/// A piece of one line, in a frame where it runs from left to right and up is larger.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// Which way it ran on the page, in quarter turns.
    pub(super) turn: u8,
}

/// Gathers the pieces of one page.
#[derive(Default)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    pub(super) num_bytes: usize,
    pub(super) num_glyphs: usize,
    pub(super) num_unknown: usize,
}

impl Pieces {
    /// Adds a glyph whose origin and size `place` says and that ends `advance` later.
    pub(super) fn add(&mut self, glyph: &Glyph, place: Matrix, advance: f64) {
        self.num_glyphs += 1;
        let Some(text) = &glyph.text else {
            self.num_unknown += 1;
            return;
        };
        let mut piece = piece(place, advance);
        clean_into(&mut piece.text, text);
        if piece.text.is_empty() || !(piece.left.abs() < 1e6 && piece.base.abs() < 1e6) {
            return;
        }
        self.num_bytes += piece.text.len();
        match self.pieces.last_mut() {
            Some(last) if is_next(last, &piece) => append(last, &piece),
            _ => self.begin(piece),
        }
    }

    fn begin(&mut self, piece: Piece) {
        self.drop_repeated();
        if !piece.text.trim().is_empty() {
            self.pieces.push(piece);
        }
    }

    /// Drops the last piece if it was shown before at nearly the same place.
    fn drop_repeated(&mut self) {
        let Some((last, before)) = self.pieces.split_last() else {
            return;
        };
        let recent = before.iter().rev().take(NUM_RECENT);
        let is_same = |piece: &Piece| {
            let reach = 0.25 * last.size;
            let is_near =
                (piece.left - last.left).abs() < reach && (piece.base - last.base).abs() < reach;
            is_near && piece.text == last.text
        };
        if recent.into_iter().any(is_same) {
            self.pieces.pop();
        }
    }

    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.drop_repeated();
        self.pieces
    }
}

fn piece(place: Matrix, advance: f64) -> Piece {
    let [a, b, c, d, x, y] = place.0;
    let turn = if a.abs() >= b.abs() {
        if a >= 0.0 { 0 } else { 2 }
    } else if b > 0.0 {
        1
    } else {
        3
    };
    let (left, base) = match turn {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    };
    let right = left + advance * a.hypot(b);
    Piece {
        text: String::new(),
        left,
        right,
        base,
        size: c.hypot(d).clamp(0.1, 1000.0),
        turn,
    }
}

fn is_next(last: &Piece, piece: &Piece) -> bool {
    let gap = (piece.left - last.right) / last.size;
    let is_on_line = (piece.base - last.base).abs() < 0.1 * last.size;
    let is_alike = (piece.size / last.size - 1.0).abs() < 0.1;
    piece.turn == last.turn && is_on_line && is_alike && (-MAX_OVERLAP..PIECE_GAP).contains(&gap)
}

fn append(last: &mut Piece, piece: &Piece) {
    if last.right - piece.left > ACCENT_OVERLAP * last.size
        && let Some(letter) = accented(&last.text, &piece.text)
    {
        last.text.pop();
        last.text.push(letter);
        last.right = last.right.max(piece.right);
        return;
    }
    let is_word = piece.left - last.right > WORD_GAP * last.size;
    if is_word && !last.text.ends_with(' ') && !piece.text.starts_with(' ') {
        last.text.push(' ');
    }
    last.text.push_str(&piece.text);
    last.right = piece.right;
}

/// Joins the accent that a text ends with to the letter after it.
fn accented(text: &str, letter: &str) -> Option<char> {
    let last = text.chars().next_back()?;
    let (_, mark) = ACCENTS.iter().find(|(accent, _)| *accent == last)?;
    let mut letters = letter.chars();
    let letter = match letters.next()? {
        'ı' => 'i',
        other => other,
    };
    compose(letter, *mark).filter(|_| letters.next().is_none())
}

/// Writes the text without control characters, ligatures and characters of private use.
fn clean_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' | '\t' | '\n' | '\r' => {
                out.push(' ')
            }
            '\u{FB00}' => out.push_str("ff"),
            '\u{FB01}' => out.push_str("fi"),
            '\u{FB02}' => out.push_str("fl"),
            '\u{FB03}' => out.push_str("ffi"),
            '\u{FB04}' => out.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => out.push_str("st"),
            '\u{FFFD}' | '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => {}
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_wears_the_accent_under_it() {
        let mut pieces = Pieces::default();
        for (text, x, width) in [
            ("f", 0.0, 0.3),
            ("´", 3.0, 0.5),
            ("e", 3.3, 0.44),
            ("s", 7.7, 0.4),
        ] {
            let glyph = Glyph {
                text: Some(text.into()),
                width,
                is_space: false,
            };
            pieces.add(&glyph, Matrix([10.0, 0.0, 0.0, 10.0, x, 0.0]), width);
        }
        let texts: Vec<String> = pieces
            .finish()
            .into_iter()
            .map(|piece| piece.text)
            .collect();
        assert_eq!(texts, ["fés"]);
    }
}
