//! What stands before a word: `-`, `!`, `+`, `=`, the name of a field, the slash of a pattern.

use super::Lexer;
use super::chunk::{Piece, text_of};
use super::signs::{closing_quotes, is_space, is_word_character, plain};
use super::token::Kind;
use crate::query::field::{self, MAX_NAME_BYTES, Prefix};
use crate::query::regex;
use crate::query::repair::shortened;
use crate::query::saved::is_name_character;
use crate::query::tree::{Atom, Query};

/// How far a slash looks for the one that would end a regular expression with a space in it.
const MAX_SPACED_REGEX: usize = 64;

impl Lexer<'_> {
    /// Reads `-`, `!`, `+` or `=` before a word; elsewhere it is a dash or the like.
    pub(super) fn read_sign(&mut self) {
        let start = self.at;
        let sign = self.peek().map_or('-', plain);
        let is_at_word_start = self.is_at_word_start();
        while self.peek().map(plain) == Some(sign) {
            self.at += self.width();
        }
        let is_single = self.text[start..self.at].chars().count() == 1;
        if !is_at_word_start {
            return;
        }
        if !is_single || !self.is_operand_next() {
            return self.say_lone_sign(start);
        }
        match sign {
            '=' => self.exact_sign = Some(start),
            '+' => self.push(Kind::Required, start),
            '–' => {
                self.repairs.say(
                    start..self.at,
                    "`–` is read as the sign `-`: articles without what stands behind it",
                );
                self.push(Kind::Not, start);
            }
            _ => self.push(Kind::Not, start),
        }
    }

    fn say_lone_sign(&mut self, start: usize) {
        let signs = shortened(&self.text[start..self.at]);
        self.repairs.say(
            start..self.at,
            format!("`{signs}` is passed over: expected one sign right before a word"),
        );
    }

    fn is_at_word_start(&self) -> bool {
        self.previous().is_none_or(|c| {
            is_space(c)
                || matches!(
                    plain(c),
                    '(' | '|' | ':' | '-' | '–' | '!' | '+' | '=' | '&'
                )
        })
    }

    /// Tells whether something to search for stands right here.
    fn is_operand_next(&self) -> bool {
        let is_start = |c: char| {
            is_word_character(c)
                || closing_quotes(c).is_some()
                || matches!(
                    c,
                    '(' | '*'
                        | '?'
                        | '/'
                        | '\\'
                        | '-'
                        | '!'
                        | '+'
                        | '='
                        | '#'
                        | '@'
                        | '.'
                        | '\''
                        | '$'
                        | '['
                )
        };
        self.peek().map(plain).is_some_and(is_start)
    }

    /// Tells whether the word that stands here joins or parts others.
    pub(super) fn is_operator_next(&self) -> bool {
        ["AND", "OR", "NOT"].into_iter().any(|operator| {
            let rest = self.rest().strip_prefix(operator);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with([' ', '\t', '\n', '(', ')'])
            })
        }) || self.rest().starts_with(['-', '!', '+'])
    }

    /// Reads the name of a field at the colon that follows `name`. Returns whether the chunk is
    /// over: what stands behind the colon is then read for itself.
    pub(super) fn read_prefix(&mut self, name: &[Piece], colon: Piece) -> bool {
        let is_plain = name.len() <= MAX_NAME_BYTES + 2 && !name.iter().any(|p| p.is_escaped);
        let Some(start) = name.first().filter(|_| is_plain).map(|piece| piece.start) else {
            return false;
        };
        let written = text_of(name);
        match field::prefix(&written) {
            Some(Prefix::Field(found)) => {
                let sign = self.exact_sign.take();
                self.push(Kind::Field(found), start);
                self.exact_sign = sign;
                true
            }
            Some(Prefix::Date(kind)) => self.read_date(kind, start, colon.end),
            Some(Prefix::Saved) => self.read_saved(start),
            None => {
                self.say_unknown_field(&written, start);
                false
            }
        }
    }

    /// Reads the name of a saved query; without one that there is, all is text.
    fn read_saved(&mut self, start: usize) -> bool {
        let rest = self.rest();
        let end = rest.find(|c| !is_name_character(c)).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        let saved = self.options.saved;
        if saved.get(&name).is_some() {
            self.at += end;
            self.push(Kind::Saved(name), start);
            self.read_suffixes(false);
            return true;
        }
        let message = if name.is_empty() {
            "`saved:` is read as text: expected the name of a saved query right behind it"
                .to_owned()
        } else {
            let hint = saved.hint(&name);
            format!(
                "`saved:{}` is no saved query, read as text: {hint}",
                shortened(&name)
            )
        };
        self.repairs.say(start..self.at + end, message);
        false
    }

    fn say_unknown_field(&mut self, name: &str, start: usize) {
        let is_over = self.peek().is_none_or(is_space);
        if !field::is_name(name) || is_over || self.rest().starts_with("//") {
            return;
        }
        let hint = match field::nearest(name) {
            Some(nearest) => format!("did you mean `{nearest}:`?"),
            None => "fields are `headline`, `body`, `lead`, `entity`, `person`, `org`, `place`, \
                     `source`, `section`, `by`, `lang`, `path`, `url`, `date`, `saved`"
                .to_owned(),
        };
        let message = format!("`{name}:` is no field, read as text: {hint}");
        self.repairs.say(start..self.at, message);
    }

    /// Reads a regular expression; a slash that begins none is part of a word.
    pub(super) fn read_slash(&mut self) {
        let start = self.at;
        let inner = start + self.width();
        match self.regex_end().filter(|_| self.is_at_word_start()) {
            Some(end) => {
                let pattern = self.text[inner..end].to_owned();
                self.at = end + 1;
                self.push_regex(&pattern, start, inner);
            }
            None => {
                self.say_spaced_regex();
                self.read_chunk();
            }
        }
    }

    /// Finds the slash that ends the expression begun here: the next one, at the end of a word.
    fn regex_end(&self) -> Option<usize> {
        let start = self.at + self.width();
        let mut is_escaped = false;
        for (at, c) in self.text[start..].char_indices() {
            if is_space(c) {
                return None;
            }
            if c == '/' && !is_escaped {
                let after = self.text[start + at + 1..].chars().next();
                let is_end =
                    after.is_none_or(|c| is_space(c) || matches!(c, ')' | '^' | '|' | ',' | ';'));
                return (is_end && at > 0).then_some(start + at);
            }
            is_escaped = c == '\\' && !is_escaped;
        }
        None
    }

    fn push_regex(&mut self, written: &str, start: usize, inner: usize) {
        match regex::check(&written.replace("\\/", "/")) {
            Ok(pattern) => {
                let start = self.exact_sign.take().unwrap_or(start);
                self.push(Kind::Leaf(Query::Atom(Atom::Regex(pattern))), start);
                self.read_suffixes(false);
            }
            Err(error) => {
                let place = written.floor_char_boundary(error.range.start)
                    ..written.ceil_char_boundary(error.range.end);
                let message = format!(
                    "`/{}/` is no regular expression, read as text: {}",
                    shortened(written),
                    error.message
                );
                self.repairs
                    .say(inner + place.start..inner + place.end, message);
                self.push_pattern_words(inner, written);
            }
        }
    }

    /// Pushes the words of a pattern that cannot be run.
    fn push_pattern_words(&mut self, start: usize, written: &str) {
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, c) in written.char_indices() {
            if is_word_character(c) {
                pieces.push(Piece {
                    c,
                    is_escaped: true,
                    start: start + at,
                    end: start + at + c.len_utf8(),
                });
            } else {
                self.push_word(&std::mem::take(&mut pieces), true);
            }
        }
        self.push_word(&pieces, true);
    }

    /// Says that an expression with a space in it is none.
    fn say_spaced_regex(&mut self) {
        let inner = self.at + self.width();
        let near = &self.text[inner..];
        let near = &near[..near.floor_char_boundary(MAX_SPACED_REGEX)];
        if near.starts_with(is_space) || !near.contains(' ') {
            return;
        }
        let end = near.match_indices('/').find(|(at, _)| {
            let is_behind_word = near[..*at]
                .chars()
                .next_back()
                .is_some_and(|c| !is_space(c));
            is_behind_word && near[at + 1..].chars().next().is_none_or(is_space)
        });
        if let Some((end, _)) = end {
            self.repairs.say(
                self.at..inner + end + 1,
                "a regular expression is for one word, so it holds no space: read as text",
            );
        }
    }
}
