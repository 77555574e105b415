//! What stands behind `date:` and its kin.

use super::Lexer;
use super::chunk::Piece;
use super::signs::{is_double_quote, is_quote, is_separator, is_space, plain};
use super::token::Kind;
use crate::query::date;
use crate::query::field::DateKind;
use crate::query::tree::Query;

/// The longest text that is read as a date, in bytes.
const MAX_BYTES: usize = 64;

impl Lexer<'_> {
    /// Reads the date behind the colon at `self.at`; `start` is where its name begins. Returns
    /// whether it was one: the name is else part of a word.
    pub(super) fn read_date(&mut self, kind: DateKind, start: usize, colon: usize) -> bool {
        if matches!(self.peek(), Some('(' | '（')) {
            self.date_group = Some((kind, 0));
            return true;
        }
        let spaces = self.text[colon..].len() - self.text[colon..].trim_start_matches(' ').len();
        let value_at = colon + spaces;
        let length = value_bytes(&self.text[value_at..]);
        let value = unquoted(&self.text[value_at..value_at + length]);
        match date::read(kind, value, self.options.today) {
            Ok(read) => {
                self.at = value_at + length;
                let note = read.note.or_else(|| {
                    (spaces > 0).then(|| format!("read as `{}`, without the space", read.condition))
                });
                if let Some(note) = note {
                    self.repairs.say(start..self.at, note);
                }
                self.push(Kind::Leaf(Query::Date(read.condition)), start);
                true
            }
            Err(reason) => self.say_no_date(&reason, start, value_at..value_at + length),
        }
    }

    fn say_no_date(&mut self, reason: &str, start: usize, value: std::ops::Range<usize>) -> bool {
        let name = &self.text[start..self.at];
        let message = format!("`{name}` is read as text: {reason}");
        let place = if value.is_empty() {
            start..self.at
        } else {
            value
        };
        self.repairs.say(place, message);
        false
    }

    /// Reads one date of `date:(2014 OR 2015)`.
    pub(super) fn read_date_in_group(&mut self) {
        let Some((kind, _)) = self.date_group else {
            return;
        };
        let start = self.at;
        self.at += value_bytes(self.rest()).max(self.width());
        let value = unquoted(&self.text[start..self.at]);
        match date::read(kind, value, self.options.today) {
            Ok(read) => {
                if let Some(note) = read.note {
                    self.repairs.say(start..self.at, note);
                }
                self.push(Kind::Leaf(Query::Date(read.condition)), start);
            }
            Err(reason) => {
                let message = format!("the group of dates is read as text here: {reason}");
                self.repairs.say(start..self.at, message);
                let ends_word =
                    |piece: &Piece| is_space(piece.c) || is_separator(piece.c) || is_quote(piece.c);
                for word in self.escaped_pieces(start..self.at).split(ends_word) {
                    self.push_word(word, true);
                }
            }
        }
    }
}

/// The bytes of the value at the beginning of `text`: up to its own closing bracket or quote,
/// or else to the next space or parenthesis.
fn value_bytes(text: &str) -> usize {
    let near = &text[..text.floor_char_boundary(MAX_BYTES)];
    let first = near.chars().next().unwrap_or(' ');
    let closed = match first {
        '[' | '{' => near.find([']', '}']).map(|at| at + 1),
        _ if is_double_quote(first) => near
            .char_indices()
            .skip(1)
            .find(|(_, c)| is_double_quote(*c))
            .map(|(at, c)| at + c.len_utf8()),
        _ => None,
    };
    closed.unwrap_or_else(|| {
        let is_end = |c: char| is_space(c) || matches!(plain(c), '(' | ')' | '|' | ',' | ';');
        near.find(is_end).unwrap_or(near.len())
    })
}

fn unquoted(value: &str) -> &str {
    value.trim_matches(is_double_quote)
}
