//! Cuts text into the words, numbers and signs that recognition looks at.

use super::lists::{self, Classes};

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Begins with a small letter, or with a letter of a script that has no capitals.
    Lower,
    /// Begins with a capital: `Moscow`, `McDonald`.
    Title,
    /// Capitals alone, two at least: `NATO`, `U.S.`, `AT&T`.
    Upper,
    /// One capital, with or without a full stop: `F.`, `J.K.` counts as [`Shape::Upper`].
    Initial,
    /// Begins with a digit.
    Number,
    /// `'s` or `’s` at the end of a word.
    Possessive,
    /// A sign, one character.
    Sign,
    /// A web address, a handle: nothing to look into.
    Opaque,
}

/// One token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// How it is written.
    pub(super) shape: Shape,
    /// What the lists say of it; looked up for capitalised words alone.
    pub(super) classes: Classes,
    /// No space stands before it.
    pub(super) is_joined: bool,
    /// It is the first word of a sentence (quotes and brackets before it do not count).
    pub(super) is_initial: bool,
    /// It is the first token of a line.
    pub(super) starts_line: bool,
}

impl Token {
    /// Tells whether the token may be part of a name by its writing.
    pub(super) fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Upper | Shape::Initial)
    }

    /// Returns the token's text.
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// A word longer than this is no name: bounds the work on text without spaces.
const MAX_WORD_BYTES: usize = 64;

/// Abbreviations that keep their full stop and do not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gov", "sen", "sens", "rep", "reps", "gen", "col", "maj",
    "capt", "lt", "sgt", "cpl", "adm", "cmdr", "brig", "rev", "fr", "hon", "st", "mt", "jr", "sr",
    "inc", "corp", "co", "cos", "ltd", "bros", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "no", "nos", "vs", "calif", "fla", "mass", "conn", "ariz",
    "colo", "mich", "minn", "okla", "tenn", "wash", "messrs", "mme", "supt", "dept", "ave", "rd",
];

/// Cuts `text` into tokens, in order. Linear in the length of the text.
pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        at: 0,
        tokens: Vec::with_capacity(text.len() / 5),
        folded: String::new(),
        expects_sentence: true,
        starts_line: true,
    };
    while scanner.at < text.len() {
        scanner.step();
    }
    scanner.tokens
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
    folded: String,
    expects_sentence: bool,
    starts_line: bool,
}

impl Scanner<'_> {
    fn step(&mut self) {
        if self.text.as_bytes()[self.at] == b' ' {
            self.at += 1;
            return;
        }
        let Some(c) = self.text[self.at..].chars().next() else {
            return;
        };
        if c.is_whitespace() {
            if c == '\n' {
                self.expects_sentence = true;
                self.starts_line = true;
            }
            self.at += c.len_utf8();
        } else if c.is_ascii_digit() {
            self.number();
        } else if c.is_alphanumeric() {
            self.word(c);
        } else if (c == '@' || c == '#') && self.letter_follows(self.at + 1) {
            self.opaque();
        } else if is_apostrophe(c) && self.possessive(c) {
        } else {
            self.sign(c);
        }
    }

    fn push(&mut self, end: usize, shape: Shape) {
        let start = self.at;
        let is_joined = self.tokens.last().is_some_and(|t| t.end == start);
        let is_word = !matches!(shape, Shape::Sign | Shape::Possessive);
        let classes = match shape {
            Shape::Title | Shape::Upper | Shape::Initial => {
                let word = fold(&self.text[start..end], &mut self.folded);
                if is_contraction(word) {
                    Classes::COMMON
                } else {
                    lists::classes(word)
                }
            }
            _ => Classes::default(),
        };
        self.tokens.push(Token {
            start,
            end,
            shape,
            classes,
            is_joined,
            is_initial: is_word && self.expects_sentence,
            starts_line: self.starts_line,
        });
        self.expects_sentence &= !is_word;
        self.starts_line = false;
        self.at = end;
    }

    fn number(&mut self) {
        let bytes = self.text.as_bytes();
        let mut end = self.at;
        while end < bytes.len() {
            let inner = matches!(bytes[end], b'.' | b',' | b':' | b'-' | b'/')
                && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if !inner && !bytes[end].is_ascii_alphanumeric() {
                break;
            }
            end += 1;
        }
        self.push(end, Shape::Number);
    }

    fn word(&mut self, first: char) {
        let rest = &self.text[self.at..];
        if first.is_ascii_lowercase() && (rest.starts_with("http") || rest.starts_with("www.")) {
            return self.opaque();
        }
        let mut letters = Letters::default();
        let plain = letters.see_plain(rest.as_bytes());
        let mut end = self.at + plain;
        let mut chars = rest[plain..].char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map(|&(_, c)| c);
            let ends = match c {
                '.' => !self.keeps_stop(end, next),
                '&' => !next.is_some_and(char::is_uppercase) || letters.lower > 0,
                _ if is_apostrophe(c) => ends_at_apostrophe(&rest[plain + i + c.len_utf8()..]),
                _ => !c.is_alphanumeric() && !is_mark(c),
            };
            if ends {
                break;
            }
            letters.see(c);
            end = self.at + plain + i + c.len_utf8();
        }
        self.push(
            end.max(self.at + first.len_utf8()),
            letters.shape(first, end - self.at),
        );
    }

    /// Tells whether the full stop at `end` belongs to the word that stands before it.
    fn keeps_stop(&self, end: usize, next: Option<char>) -> bool {
        let word = &self.text[self.at..end];
        let last = word.rsplit('.').next().unwrap_or(word);
        let is_letter = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
        if is_letter && (word.len() > last.len() || last.chars().all(char::is_uppercase)) {
            let followed = next.is_some_and(|c| c.is_alphabetic() || c == ' ');
            return followed || word.len() > last.len();
        }
        if next != Some(' ') && next != Some(',') {
            return false;
        }
        is_abbreviation(word)
    }

    /// Takes `'s` as a token of its own; says whether it did.
    fn possessive(&mut self, apostrophe: char) -> bool {
        let after = self.at + apostrophe.len_utf8();
        let after_word = self.tokens.last().is_some_and(|t| t.end == self.at);
        let rest = &self.text[after..];
        let is_s =
            rest.starts_with(['s', 'S']) && !rest[1..].starts_with(|c: char| c.is_alphanumeric());
        if after_word && is_s {
            self.push(after + 1, Shape::Possessive);
        }
        after_word && is_s
    }

    fn opaque(&mut self) {
        let rest = &self.text[self.at + 1..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.push(self.at + 1 + length, Shape::Opaque);
    }

    fn sign(&mut self, c: char) {
        self.push(self.at + c.len_utf8(), Shape::Sign);
        let spaced = self.text[self.at..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric());
        let ends_sentence = matches!(c, '.' | '!' | '?' | ':' | '…' | '•' | '*') && spaced;
        self.expects_sentence |= ends_sentence;
        if matches!(c, '"' | '“' | '‘' | '„' | '«') && self.opens_quote() {
            self.expects_sentence = true;
        }
    }

    /// Tells whether the quote just read opens: after a comma or colon it begins a sentence.
    fn opens_quote(&self) -> bool {
        let before = self
            .tokens
            .len()
            .checked_sub(2)
            .and_then(|i| self.tokens.get(i));
        let quote = self.tokens.last();
        match (before, quote) {
            (Some(before), Some(quote)) => {
                let sign = before.shape == Shape::Sign
                    && self.text[before.start..].starts_with([',', ':']);
                sign && !quote.is_joined
            }
            _ => true,
        }
    }

    fn letter_follows(&self, at: usize) -> bool {
        self.text[at..]
            .chars()
            .next()
            .is_some_and(char::is_alphabetic)
    }
}

/// Counts the letters of a word by case.
#[derive(Default)]
struct Letters {
    upper: usize,
    lower: usize,
}

impl Letters {
    /// Counts the ASCII letters and digits that a word begins with, and returns their number.
    fn see_plain(&mut self, word: &[u8]) -> usize {
        for (n, byte) in word.iter().enumerate() {
            match byte {
                b'a'..=b'z' => self.lower += 1,
                b'A'..=b'Z' => self.upper += 1,
                b'0'..=b'9' => {}
                _ => return n,
            }
        }
        word.len()
    }

    fn see(&mut self, c: char) {
        if c.is_ascii_lowercase() {
            self.lower += 1;
        } else if c.is_uppercase() {
            self.upper += 1;
        } else if c.is_alphabetic() {
            self.lower += 1;
        }
    }

    fn shape(&self, first: char, length: usize) -> Shape {
        let is_upper = first.is_uppercase();
        match (self.upper, self.lower) {
            _ if length > MAX_WORD_BYTES => Shape::Opaque,
            (1, 0) if is_upper && length <= first.len_utf8() + 1 => Shape::Initial,
            (_, 0) if is_upper => Shape::Upper,
            _ if is_upper => Shape::Title,
            _ => Shape::Lower,
        }
    }
}

/// Returns the word in small letters, in a buffer that is used again.
pub(super) fn fold<'b>(word: &str, buffer: &'b mut String) -> &'b str {
    buffer.clear();
    if word.is_ascii() {
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
        return buffer;
    }
    for c in word.chars() {
        match c {
            '’' => buffer.push('\''),
            _ if c.is_ascii() => buffer.push(c.to_ascii_lowercase()),
            _ => buffer.extend(c.to_lowercase()),
        }
    }
    buffer
}

fn is_contraction(word: &str) -> bool {
    const ENDINGS: &[&str] = &["n't", "'m", "'ll", "'ve", "'d", "'re"];
    word.contains('\'') && ENDINGS.iter().any(|e| word.ends_with(e))
}

fn is_abbreviation(word: &str) -> bool {
    word.len() <= 6 && ABBREVIATIONS.iter().any(|a| a.eq_ignore_ascii_case(word))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Tells whether a word ends at an apostrophe with `rest` after it: `'s`, a closing quote.
fn ends_at_apostrophe(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('s' | 'S') => !chars.next().is_some_and(char::is_alphanumeric),
        Some(c) => !c.is_alphabetic(),
        None => true,
    }
}

/// Tells whether the character is written over or into a word: accents, joiners.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '_'
    )
}
