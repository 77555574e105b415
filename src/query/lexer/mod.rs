//! Text to tokens. Every character is looked at a bounded number of times.

mod chunk;
mod dates;
mod operator;
mod pattern;
mod prefix;
mod quote;
mod signs;
mod token;

use std::ops::Range;

pub(super) use operator::is_operator;
pub(super) use signs::{is_quote, is_separator, is_word_character};
pub(super) use token::{Kind, Token, Word};

use super::ParseOptions;
use super::field::DateKind;
use super::repair::Repairs;
use super::tree::Weight;
use signs::{closing_quotes, is_invisible, is_space, narrow, plain};

/// Cuts `text` into tokens.
pub(super) fn tokens(text: &str, options: &ParseOptions<'_>, repairs: &mut Repairs) -> Vec<Token> {
    let mut lexer = Lexer {
        text,
        options,
        repairs,
        at: 0,
        tokens: Vec::new(),
        is_sentence: is_sentence(text),
        has_question_mark: false,
        exact_sign: None,
        date_group: None,
        open_apostrophe: None,
        last_letter: text.rfind(char::is_alphanumeric).unwrap_or(0),
        unclosed: Vec::new(),
    };
    if options.is_literal {
        lexer.read_literally();
    } else {
        lexer.read();
    }
    lexer.tokens
}

/// Cuts `text` into words alone.
pub(super) fn words(text: &str, options: &ParseOptions<'_>, repairs: &mut Repairs) -> Vec<Token> {
    let options = ParseOptions {
        is_literal: true,
        ..*options
    };
    tokens(text, &options, repairs)
}

/// The greatest number of words between those of a phrase.
const MAX_SPREAD: u32 = 10_000;

struct Lexer<'a> {
    text: &'a str,
    options: &'a ParseOptions<'a>,
    repairs: &'a mut Repairs,
    at: usize,
    tokens: Vec<Token>,
    /// Whether a `?` at the end of a word is a question mark.
    is_sentence: bool,
    /// Whether a question mark was seen, and said.
    has_question_mark: bool,
    /// Where the sign `=` stands whose word comes next.
    exact_sign: Option<usize>,
    /// The name before a group of dates, and how many parentheses are open in it.
    date_group: Option<(DateKind, usize)>,
    /// Where a word began with an apostrophe that may have been meant as a quote.
    open_apostrophe: Option<usize>,
    /// Where the last letter or digit stands; 0 where there is none.
    last_letter: usize,
    /// The quotes that nothing closes from here on.
    unclosed: Vec<char>,
}

/// Tells whether a `?` at the end of a word is a question mark: in three words or more that have
/// nothing of a query about them.
pub(super) fn is_sentence(text: &str) -> bool {
    let is_sign = |c: char| matches!(plain(c), '*' | '"' | '(' | '|' | '~' | '^' | '=' | '\\');
    text.contains(['?', '？'])
        && text.split_whitespace().nth(2).is_some()
        && !text.contains(is_sign)
        && !text.split_whitespace().any(is_operator)
}

impl Lexer<'_> {
    fn read(&mut self) {
        while let Some(c) = self.peek() {
            let start = self.at;
            match plain(c) {
                c if is_space(c) || is_invisible(c) || is_separator(c) => self.at += self.width(),
                '(' => self.open_group(),
                ')' => self.close_group(),
                '|' => self.read_bars(),
                '&' if self.rest().starts_with("&&") => {
                    self.at += 2;
                    self.push(Kind::And, start);
                }
                _ if self.date_group.is_some() && !self.is_operator_next() => {
                    self.read_date_in_group();
                }
                '-' | '–' | '!' | '+' | '=' => self.read_sign(),
                '/' => self.read_slash(),
                c if closing_quotes(c).is_some() => self.read_quotation(c),
                _ => self.read_chunk(),
            }
        }
    }

    /// Reads words between spaces, whatever signs are in them.
    fn read_literally(&mut self) {
        while let Some(c) = self.peek() {
            if is_space(c) || is_separator(c) {
                self.at += c.len_utf8();
            } else {
                let pieces = self.literal_pieces();
                self.push_word(&pieces, false);
            }
        }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The bytes of the next character.
    fn width(&self) -> usize {
        self.peek().map_or(0, char::len_utf8)
    }

    /// The character before the next one.
    fn previous(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.push_at(kind, start..self.at);
    }

    fn push_at(&mut self, kind: Kind, range: Range<usize>) {
        let sign = self.exact_sign.take();
        if let Some(at) = sign
            && !matches!(kind, Kind::Word(_) | Kind::Leaf(_))
        {
            let end = self.text.ceil_char_boundary(at + 1);
            self.repairs
                .say(at..end, "`=` belongs before a word, passed over");
        }
        self.tokens.push(Token { kind, range });
    }

    fn open_group(&mut self) {
        let start = self.at;
        self.at += self.width();
        if let Some((_, depth)) = &mut self.date_group {
            *depth += 1;
        }
        self.push(Kind::Open, start);
    }

    fn close_group(&mut self) {
        let start = self.at;
        self.at += self.width();
        if let Some((_, depth)) = &mut self.date_group {
            *depth = depth.saturating_sub(1);
            if *depth == 0 {
                self.date_group = None;
            }
        }
        self.push(Kind::Close, start);
        self.read_suffixes(false);
    }

    fn read_bars(&mut self) {
        let start = self.at;
        while self.peek().is_some_and(|c| plain(c) == '|') {
            self.at += self.width();
        }
        self.push(Kind::Or, start);
    }

    /// Reads what may stand right behind a quotation or a group: `~3`, `^2`. Returns the number
    /// of words that may stand between those of a phrase.
    fn read_suffixes(&mut self, is_phrase: bool) -> Option<u32> {
        let mut spread = None;
        loop {
            let start = self.at;
            let sign = self.peek().map(plain);
            if !matches!(sign, Some('~' | '^')) {
                return spread;
            }
            self.at += self.width();
            let number = self.read_number();
            match (sign, number.parse::<f64>()) {
                (Some('^'), Ok(factor)) => self.push_weight(factor, start),
                (Some('~'), Ok(_)) if is_phrase && !number.contains('.') => {
                    spread = Some(self.bounded_spread(&number, start));
                }
                _ => self.say_suffix(start, is_phrase),
            }
        }
    }

    fn bounded_spread(&mut self, digits: &str, start: usize) -> u32 {
        let words = digits.parse().unwrap_or(u32::MAX);
        if words > MAX_SPREAD {
            let message =
                format!("it is read as `~{MAX_SPREAD}`: expected {MAX_SPREAD} at the most");
            self.repairs.say(start..self.at, message);
        }
        words.min(MAX_SPREAD)
    }

    fn say_suffix(&mut self, start: usize, is_phrase: bool) {
        let written = &self.text[start..self.at];
        let message = match (written.starts_with('^'), is_phrase) {
            (true, _) => {
                format!("`{written}` is passed over: expected a weight, as in `coalition^2`")
            }
            (false, true) => format!(
                "`{written}` is passed over: expected a number of words, as in `\"air strikes\"~3`"
            ),
            (false, false) => {
                format!("`{written}` is passed over: it belongs behind a word or a phrase")
            }
        };
        self.repairs.say(start..self.at, message);
    }

    /// Reads digits, with a full stop among them where digits follow it.
    fn read_number(&mut self) -> String {
        let mut number = String::new();
        while let Some(c) = self.peek() {
            let c = narrow(c);
            let after = self.rest()[self.width()..].chars().next();
            let is_point = c == '.'
                && !number.contains('.')
                && after.is_some_and(|c| narrow(c).is_ascii_digit());
            if !c.is_ascii_digit() && !is_point {
                break;
            }
            number.push(c);
            self.at += self.width();
        }
        number
    }

    fn push_weight(&mut self, factor: f64, start: usize) {
        let most = f64::from(Weight::MAX.factor());
        if factor > most {
            let message = format!("the weight is greater than {most}, read as `^{most}`");
            self.repairs.say(start..self.at, message);
        }
        let hundredths = (factor.min(most) * 100.0).round() as u32;
        self.push(Kind::Weight(Weight::from_hundredths(hundredths)), start);
    }
}
