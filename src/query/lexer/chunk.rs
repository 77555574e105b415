//! What stands between spaces: a word with its signs, an operator, the name of a field.

use std::borrow::Cow;
use std::ops::Range;

use super::operator::{Operator, nearest, operator};
use super::signs::{
    is_invisible, is_quote, is_separator, is_space, is_word_character, narrow, plain,
};
use super::token::{Kind, Word};
use super::{Lexer, pattern};
use crate::query::repair::shortened;

/// A character of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The character, ASCII for a sign in full width.
    pub(super) c: char,
    /// Whether `\` stands before it: it then is itself, not a sign.
    pub(super) is_escaped: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Piece {
    /// Tells whether the piece is the sign `sign`.
    pub(super) fn is(&self, sign: char) -> bool {
        self.c == sign && !self.is_escaped
    }

    pub(super) fn is_wild(&self) -> bool {
        self.is('*') || self.is('?')
    }
}

/// The bytes of the text that the pieces stand on.
pub(super) fn range_of(pieces: &[Piece]) -> Range<usize> {
    match (pieces.first(), pieces.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

/// The pieces as text.
pub(super) fn text_of(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.c).collect()
}

/// Takes the punctuation off both ends: what neither letters, digits nor `is_kept` are.
pub(super) fn trimmed(pieces: &[Piece], is_kept: impl Fn(&Piece) -> bool) -> &[Piece] {
    let is_part = |piece: &Piece| is_word_character(piece.c) || is_kept(piece);
    let Some(first) = pieces.iter().position(is_part) else {
        return &[];
    };
    let last = pieces.iter().rposition(is_part).unwrap_or(first);
    let start = match pieces[..first].last() {
        Some(sign) if matches!(sign.c, '#' | '@') => first - 1,
        _ => first,
    };
    &pieces[start..last + 1 + signs_behind(&pieces[first..=last], &pieces[last + 1..])]
}

/// The number of signs behind a word that belong to it: `C++`, `C#`, `U.S.`.
fn signs_behind(word: &[Piece], behind: &[Piece]) -> usize {
    let starts = |signs: &str| {
        signs.len() <= behind.len() && signs.chars().zip(behind).all(|(c, piece)| piece.c == c)
    };
    let before = word.len().checked_sub(2).map(|at| word[at].c);
    let ends_in_letter = word.last().is_some_and(|piece| is_word_character(piece.c));
    let is_single_letter = ends_in_letter && before.is_none_or(|c| !is_word_character(c));
    match is_single_letter {
        true if starts("++") => 2,
        true if starts("#") => 1,
        true if starts(".") && before == Some('.') => 1,
        _ => 0,
    }
}

impl Lexer<'_> {
    /// Reads up to the next space, parenthesis, bar or quote; never nothing.
    pub(super) fn read_chunk(&mut self) {
        let start = self.at;
        let mut pieces: Vec<Piece> = Vec::new();
        while let Some(piece) = self.next_piece(&pieces) {
            if piece.is(':') && self.read_prefix(&pieces, piece) {
                return;
            }
            pieces.push(piece);
        }
        if self.at == start {
            self.at += self.width();
        }
        self.interpret(&pieces);
    }

    /// Takes the next character of a chunk that goes on after `before`.
    fn next_piece(&mut self, before: &[Piece]) -> Option<Piece> {
        loop {
            let start = self.at;
            let written = self.peek()?;
            let c = plain(written);
            let after = self.rest()[written.len_utf8()..].chars().next();
            if is_invisible(written) {
                self.at += written.len_utf8();
                continue;
            }
            // Inside a word, as in `C:\Users`, it escapes signs alone.
            if c == '\\' && (before.is_empty() || !after.is_some_and(is_word_character)) {
                return self.escaped_piece(start, after);
            }
            let is_over = is_space(c)
                || matches!(c, '(' | ')' | '|')
                || c == '&' && after.map(plain) == Some('&')
                || is_quote(c) && !is_letter_sign(c, before, after)
                || is_separator(written)
                    && !is_between_digits(before.last().map(|piece| piece.c), after);
            if is_over {
                return None;
            }
            self.at += written.len_utf8();
            return Some(Piece {
                c,
                is_escaped: false,
                start,
                end: self.at,
            });
        }
    }

    /// The character behind `\`; the sign alone where nothing can be escaped.
    fn escaped_piece(&mut self, start: usize, after: Option<char>) -> Option<Piece> {
        self.at += self.width();
        let escaped = after.filter(|&c| !is_invisible(c) && (!is_space(c) || c == ' '));
        if let Some(c) = escaped {
            self.at += c.len_utf8();
        }
        Some(Piece {
            c: escaped.map_or('\\', plain),
            is_escaped: true,
            start,
            end: self.at,
        })
    }

    /// Takes the characters up to the next space.
    pub(super) fn literal_pieces(&mut self) -> Vec<Piece> {
        let mut before = None;
        let start = self.at;
        while let Some(c) = self.peek().filter(|&c| !is_space(c)) {
            let after = self.rest()[c.len_utf8()..].chars().next();
            if is_separator(c) && !is_between_digits(before, after) {
                break;
            }
            self.at += c.len_utf8();
            before = Some(c);
        }
        self.escaped_pieces(start..self.at)
    }

    /// The characters of a part of the text, none of them a sign.
    pub(super) fn escaped_pieces(&self, range: Range<usize>) -> Vec<Piece> {
        let offset = range.start;
        let piece = |(at, c): (usize, char)| Piece {
            c: plain(c),
            is_escaped: true,
            start: offset + at,
            end: offset + at + c.len_utf8(),
        };
        let chars = self.text[range].char_indices();
        chars
            .filter(|(_, c)| !is_invisible(*c))
            .map(piece)
            .collect()
    }

    fn interpret(&mut self, pieces: &[Piece]) {
        let pieces = &without_signs_of_address(pieces);
        self.watch_apostrophes(pieces);
        self.watch_brackets(pieces);
        if self.exact_sign.is_none() && self.read_operator(pieces) {
            return;
        }
        let (body, suffix) = pattern::split_suffix(pieces);
        if body.iter().any(Piece::is_wild) {
            self.read_wildcard(body);
        } else {
            self.read_word_or_fuzzy(body, suffix.fuzzy.as_ref());
        }
        self.finish_suffix(body, &suffix);
    }

    /// Reads a chunk that is an operator as a whole.
    fn read_operator(&mut self, pieces: &[Piece]) -> bool {
        let is_plain = pieces
            .iter()
            .all(|piece| !piece.is_escaped && !piece.is_wild());
        let word: String = pieces.iter().map(|piece| narrow(piece.c)).collect();
        let range = range_of(pieces);
        let found = operator(&word).filter(|_| is_plain);
        match found {
            Some(Operator::Small) if self.is_bound(range.start) => return false,
            Some(Operator::AtLeast(..)) if !self.is_group_next() => {
                let message = format!(
                    "`{}` is read as a word: expected a group behind it, as in `atleast3(coalition)`",
                    shortened(&word)
                );
                self.repairs.say(range, message);
                return false;
            }
            Some(operator) => self.push_operator(operator, word, range),
            None => {
                if let Some(meant) = nearest(&word).filter(|_| is_plain) {
                    let message = format!(
                        "`{}` is no operator, read as a word: did you mean `{meant}`?",
                        shortened(&word)
                    );
                    self.repairs.say(range, message);
                }
                return false;
            }
        }
        true
    }

    fn push_operator(&mut self, operator: Operator, word: String, range: Range<usize>) {
        let (kind, note) = match operator {
            Operator::And => (Kind::And, None),
            Operator::Or => (Kind::Or, None),
            Operator::Not => (Kind::Not, None),
            Operator::AndNot => {
                self.push_at(Kind::And, range.clone());
                (Kind::Not, None)
            }
            Operator::Near(reach, note) => (Kind::Near(reach), note),
            Operator::AtLeast(times, note) => (Kind::AtLeast(times), note),
            Operator::Small => (Kind::SmallWord(word), None),
        };
        if let Some(note) = note {
            self.repairs.say(range.clone(), note);
        }
        self.push_at(kind, range);
    }

    /// Tells whether the sign or field before `start` makes a word of what stands there.
    fn is_bound(&self, start: usize) -> bool {
        self.tokens
            .last()
            .is_some_and(|token| token.kind.is_prefix() && token.range.end == start)
    }

    /// Tells whether a parenthesis opens next.
    fn is_group_next(&self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t']);
        rest.starts_with(['(', '（'])
    }

    /// Pushes the word that the pieces make, if there is a letter or digit in them.
    pub(super) fn push_word(&mut self, pieces: &[Piece], is_escaped: bool) {
        let word = trimmed(pieces, |_| false);
        if word.iter().any(|piece| piece.c.is_alphanumeric()) {
            let text = text_of(word);
            self.push_at(Kind::Word(Word { text, is_escaped }), range_of(word));
        }
    }

    /// Says that `[a TO b]` is a range of dates alone.
    fn watch_brackets(&mut self, pieces: &[Piece]) {
        let rest = self.rest();
        let is_range = pieces
            .first()
            .is_some_and(|piece| piece.is('[') || piece.is('{'))
            && rest.trim_start_matches(' ').starts_with("TO ");
        if is_range {
            self.repairs.say(
                range_of(pieces),
                "a range is read as text: expected it behind `date:`, as in `date:[2015 TO 2016]`",
            );
        }
    }

    /// Says that `'single quotes'` mark no phrase.
    fn watch_apostrophes(&mut self, pieces: &[Piece]) {
        let [first, .., last] = pieces else { return };
        let begins = matches!(first.c, '\'' | '‘');
        let ends = matches!(last.c, '\'' | '’');
        match (begins, ends, self.open_apostrophe) {
            (true, false, _) => self.open_apostrophe = Some(first.start),
            (false, true, Some(start)) => {
                self.open_apostrophe = None;
                self.repairs.say(
                    start..last.end,
                    "single quotes mark no phrase: write double ones, as in `\"air strikes\"`",
                );
            }
            _ => {}
        }
    }
}

/// Makes the signs of a web address (`?q=1`, `~user`) what they are.
pub(super) fn without_signs_of_address(pieces: &[Piece]) -> Cow<'_, [Piece]> {
    let is_address = pieces
        .windows(3)
        .any(|three| three.iter().map(|piece| piece.c).eq("://".chars()));
    if !is_address {
        return Cow::Borrowed(pieces);
    }
    let escaped = |piece: &Piece| Piece {
        is_escaped: piece.is_escaped || !is_word_character(piece.c),
        ..*piece
    };
    Cow::Owned(pieces.iter().map(escaped).collect())
}

/// Tells whether a quote is part of a Hebrew word: `צה"ל`.
fn is_letter_sign(quote: char, before: &[Piece], after: Option<char>) -> bool {
    let is_hebrew = |c: char| matches!(c, '\u{5d0}'..='\u{5ea}');
    matches!(quote, '"' | '”')
        && before.last().is_some_and(|piece| is_hebrew(piece.c))
        && after.is_some_and(is_hebrew)
}

pub(super) fn is_between_digits(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric)
}
