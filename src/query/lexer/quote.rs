//! Quotations: exact phrases.

use super::chunk::{
    Piece, is_between_digits, range_of, text_of, trimmed, without_signs_of_address,
};
use super::pattern::{split_suffix, wildcard};
use super::signs::{
    closing_quotes, is_invisible, is_separator, is_space, is_unspaced, may_stay_open, plain,
};
use super::token::Kind;
use super::{Lexer, is_sentence};
use crate::query::capitals::is_shouted;
use crate::query::tree::{Atom, Query, Spread, WordForm};
use crate::text::acronym::{Capitals, capitals};

/// Words of a quotation.
#[derive(Default)]
struct Quoted {
    /// The words, and whether each begins with `\`.
    atoms: Vec<(Atom, bool)>,
    /// The stars among them that stand for a whole word.
    num_stars: u32,
}

impl Lexer<'_> {
    /// Reads the quotation that `open` begins; where it begins none, the sign is passed over.
    pub(super) fn read_quotation(&mut self, open: char) {
        let start = self.at;
        let inner = start + self.width();
        let end = self.quotation_end(open, inner);
        let Some((end, width)) = end.or_else(|| self.open_end(open, inner)) else {
            return self.read_chunk_or_skip(open);
        };
        if end == self.text.len() && width == 0 {
            self.repairs
                .say(start..inner, "the quote is not closed, read to the end");
        }
        let mut quoted = self.read_quoted(inner, end);
        self.at = end + width;
        let is_phrase = quoted.atoms.len() > 1;
        let spread = self.read_spread(&quoted, start, is_phrase);
        let kind = match quoted.atoms.len() {
            0 => return self.say_empty(start),
            1 => Kind::Leaf(Query::Atom(quoted.atoms.remove(0).0)),
            _ => Kind::Leaf(Query::Phrase {
                atoms: quoted.atoms.into_iter().map(|(atom, _)| atom).collect(),
                spread,
            }),
        };
        let start = self.exact_sign.take().unwrap_or(start);
        // A weight was pushed before its phrase was: it belongs behind it.
        let weight = self
            .tokens
            .pop_if(|token| matches!(token.kind, Kind::Weight(_)) && token.range.start > start);
        self.push(kind, start);
        self.tokens.extend(weight);
    }

    fn read_spread(&mut self, quoted: &Quoted, start: usize, is_phrase: bool) -> Spread {
        let written = self.read_suffixes(is_phrase);
        if quoted.num_stars == 0 || !is_phrase {
            return written.map_or(Spread::SideBySide, Spread::Within);
        }
        let words = written.unwrap_or(0).max(quoted.num_stars);
        let message = format!("`*` for a whole word is read as `~{words}` behind the phrase");
        self.repairs.say(start..self.at, message);
        Spread::Within(words)
    }

    fn say_empty(&mut self, start: usize) {
        self.repairs.say(
            start..self.at,
            "the quotation is passed over: expected a letter or digit in it",
        );
    }

    /// Finds the end of a quotation and the width of the quote there.
    fn quotation_end(&mut self, open: char, inner: usize) -> Option<(usize, usize)> {
        let closing = closing_quotes(open)?;
        // `»` before a space is an arrow of a web page, not a quote.
        let is_arrow = matches!(open, '»' | '›') && self.text[inner..].starts_with(is_space);
        if is_arrow || self.unclosed.contains(&open) {
            return None;
        }
        let mut is_escaped = false;
        for (at, c) in self.text[inner..].char_indices() {
            let at = inner + at;
            let width = c.len_utf8();
            if closing.contains(&plain(c)) && !is_escaped && !self.is_apostrophe(open, at, width) {
                return Some((at, width));
            }
            is_escaped = c == '\\' && !is_escaped;
        }
        self.unclosed.push(open);
        None
    }

    /// Tells whether the sign at `at` is an apostrophe in a word inside single quotes.
    fn is_apostrophe(&self, open: char, at: usize, width: usize) -> bool {
        let after = self.text[at + width..].chars().next();
        matches!(open, '‚' | '‘') && after.is_some_and(char::is_alphanumeric)
    }

    /// The end of the text, for a quote that may stay open.
    fn open_end(&self, open: char, inner: usize) -> Option<(usize, usize)> {
        let has_more = inner <= self.last_letter;
        (may_stay_open(open) && has_more).then_some((self.text.len(), 0))
    }

    fn read_chunk_or_skip(&mut self, open: char) {
        let start = self.at;
        if may_stay_open(open) {
            self.at += self.width();
            self.repairs.say(
                start..self.at,
                "the quote is passed over: nothing stands behind it",
            );
        } else if matches!(open, '»' | '›' | '‹') {
            self.at += self.width();
        } else {
            self.read_chunk();
        }
    }

    /// Reads the words between two quotes.
    fn read_quoted(&mut self, start: usize, end: usize) -> Quoted {
        let mut quoted = Quoted::default();
        let is_sentence = is_sentence(&self.text[start..end]);
        let outer = std::mem::replace(&mut self.is_sentence, is_sentence);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = start;
        while let Some(piece) = self.quoted_piece(at, end) {
            at = piece.end;
            if is_end_of_word(&piece, &pieces, self.text[at..end].chars().next()) {
                self.push_quoted(&std::mem::take(&mut pieces), &mut quoted);
            } else if !is_invisible(piece.c) {
                pieces.push(piece);
            }
        }
        self.push_quoted(&pieces, &mut quoted);
        self.is_sentence = outer;
        settle_quoted(&mut quoted);
        quoted
    }

    fn quoted_piece(&self, start: usize, end: usize) -> Option<Piece> {
        let mut chars = self.text[start..end].chars();
        let first = chars.next()?;
        let escaped = chars
            .next()
            .filter(|&c| first == '\\' && !is_invisible(c) && (!is_space(c) || c == ' '));
        Some(Piece {
            c: plain(escaped.unwrap_or(first)),
            is_escaped: escaped.is_some(),
            start,
            end: start + first.len_utf8() + escaped.map_or(0, char::len_utf8),
        })
    }

    fn push_quoted(&mut self, pieces: &[Piece], quoted: &mut Quoted) {
        let pieces = &without_signs_of_address(pieces);
        let (body, suffix) = split_suffix(pieces);
        let word = self.without_question_mark(trimmed(body, Piece::is_wild));
        let word = trimmed(word, Piece::is_wild);
        if !word.iter().any(|piece| piece.c.is_alphanumeric()) {
            quoted.num_stars += u32::from(word.iter().any(|piece| piece.is('*')));
            return;
        }
        let is_escaped = word[0].is_escaped;
        let atom = if word.iter().any(Piece::is_wild) {
            self.quoted_wildcard(word)
        } else {
            let edits = suffix.fuzzy.as_ref().map_or(0, |fuzzy| self.edits(fuzzy));
            quoted_word(word, edits)
        };
        quoted.atoms.push((atom, is_escaped));
    }

    fn quoted_wildcard(&mut self, word: &[Piece]) -> Atom {
        let has_pairs = word.iter().any(|piece| is_unspaced(piece.c));
        let wildcard = wildcard(word).filter(|_| !has_pairs);
        wildcard.unwrap_or_else(|| {
            self.say_unfixed(range_of(word));
            let fixed: Vec<Piece> = word.iter().copied().filter(|p| !p.is_wild()).collect();
            quoted_word(trimmed(&fixed, |_| false), 0)
        })
    }
}

fn is_end_of_word(piece: &Piece, before: &[Piece], after: Option<char>) -> bool {
    let before = before.last().map(|piece| piece.c);
    let is_end = is_space(piece.c) || is_separator(piece.c) && !is_between_digits(before, after);
    is_end && !piece.is_escaped
}

fn quoted_word(word: &[Piece], edits: u8) -> Atom {
    let text = text_of(word);
    match edits {
        0 => Atom::Word {
            text,
            form: WordForm::Exact,
        },
        _ => Atom::Fuzzy { word: text, edits },
    }
}

/// Tells acronyms from emphasis: each quotation by itself, for it may stand among words typed
/// in another way.
fn settle_quoted(quoted: &mut Quoted) {
    let is_shouted = is_shouted(quoted.atoms.iter().filter_map(|(atom, _)| match atom {
        Atom::Word { text, .. } => Some(text.as_str()),
        _ => None,
    }));
    for (atom, is_escaped) in &mut quoted.atoms {
        let Atom::Word { text, form } = atom else {
            continue;
        };
        if *is_escaped || capitals(text) != Capitals::Acronym {
            continue;
        }
        if is_shouted {
            *text = text.to_lowercase();
        } else {
            *form = WordForm::Acronym;
        }
    }
}
