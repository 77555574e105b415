//! Numbers, words and marks.

use std::ops::Range;

/// A run of digits in any script that writes decimal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u64,
    pub(super) digits: usize,
    /// It is written in the digits of Persian.
    pub(super) is_persian: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Number(Number),
    Word(&'a str),
    Mark(char),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) range: Range<usize>,
    /// White space stands before it.
    pub(super) is_spaced: bool,
}

impl<'a> Token<'a> {
    pub(super) fn number(&self) -> Option<Number> {
        match self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn word(&self) -> Option<&'a str> {
        match self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn mark(&self) -> Option<char> {
        match self.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.mark() == Some(mark)
    }
}

/// Cuts a text into tokens; white space and invisible characters only separate.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut is_spaced = false;
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let kind = if let Some(digit) = digit(c) {
            let mut number = Number {
                value: digit,
                digits: 1,
                is_persian: matches!(c, '\u{6f0}'..='\u{6f9}'),
            };
            while let Some(&(at, next)) = chars.peek()
                && let Some(digit) = self::digit(next)
            {
                number.value = number.value.saturating_mul(10).saturating_add(digit);
                number.digits += 1;
                end = at + next.len_utf8();
                chars.next();
            }
            Kind::Number(number)
        } else if is_letter(c) {
            while let Some(&(at, next)) = chars.peek()
                && is_letter(next)
            {
                end = at + next.len_utf8();
                chars.next();
            }
            Kind::Word(&text[start..end])
        } else if c.is_whitespace() || is_invisible(c) {
            is_spaced |= c.is_whitespace();
            continue;
        } else {
            Kind::Mark(plain_mark(c))
        };
        tokens.push(Token {
            kind,
            range: start..end,
            is_spaced,
        });
        is_spaced = false;
    }
    tokens
}

/// Returns the value of a decimal digit: European, Arabic, Persian, Devanagari, Bengali, Thai,
/// full-width.
fn digit(c: char) -> Option<u64> {
    const ZEROS: [char; 7] = [
        '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}',
    ];
    ZEROS.iter().find_map(|&zero| {
        let value = u32::from(c).checked_sub(u32::from(zero))?;
        (value < 10).then_some(u64::from(value))
    })
}

/// Tells whether words are made of it: letters, and the marks of Indic, Thai and Latin script.
fn is_letter(c: char) -> bool {
    let is_combining =
        matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{e7f}' | '\u{64b}'..='\u{655}');
    (c.is_alphabetic() || is_combining) && digit(c).is_none()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Makes one of the marks that look alike.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => '-',
        '\u{ff0f}' | '\u{2044}' => '/',
        '\u{ff0e}' | '\u{3002}' => '.',
        '\u{ff0c}' | '\u{3001}' | '\u{60c}' => ',',
        '\u{ff1a}' => ':',
        '\u{2019}' => '\'',
        _ => c,
    }
}
