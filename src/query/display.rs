//! The tree back to text, so that it is read as the same tree again.

use std::fmt::{self, Write};

use super::capitals::is_shouted;
use super::field;
use super::lexer::{is_operator, is_quote, is_separator, is_word_character};
use super::tree::{Atom, DateCondition, DayRange, Order, Query, Reach, Spread, WordForm};
use crate::text::acronym::{Capitals, capitals};

/// Writes how the query was read: with every operator and parenthesis that its meaning needs.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::new();
        push_bare_words(self, &mut words);
        let mut printer = Printer {
            out: f,
            is_shouted: is_shouted(words.into_iter()),
        };
        printer.query(self)
    }
}

/// Gathers the words that are written without quotes.
fn push_bare_words<'a>(query: &'a Query, words: &mut Vec<&'a str>) {
    match query {
        Query::Atom(Atom::Word {
            text,
            form: WordForm::Inflected | WordForm::Acronym,
        }) => words.push(text),
        Query::Near { left, right, .. } => {
            push_bare_words(left, words);
            push_bare_words(right, words);
        }
        Query::AtLeast { of, .. }
        | Query::In { of, .. }
        | Query::Boost { of, .. }
        | Query::Not(of) => push_bare_words(of, words),
        Query::And(operands) | Query::Or(operands) => {
            operands.iter().for_each(|of| push_bare_words(of, words));
        }
        Query::All | Query::Nothing | Query::Atom(_) | Query::Phrase { .. } | Query::Date(_) => {}
    }
}

struct Printer<'a, 'b> {
    out: &'a mut fmt::Formatter<'b>,
    /// Whether capitals outside quotes would be taken for emphasis.
    is_shouted: bool,
}

impl Printer<'_, '_> {
    fn query(&mut self, query: &Query) -> fmt::Result {
        match query {
            Query::All => self.out.write_str("*"),
            Query::Nothing => self.out.write_str("NOT *"),
            Query::Atom(atom) => self.atom(atom),
            Query::Phrase { atoms, spread } => self.phrase(atoms, *spread),
            Query::Near { left, right, reach } => {
                self.operand(left)?;
                write!(self.out, " {reach} ")?;
                self.operand(right)
            }
            Query::AtLeast { times, of } => {
                write!(self.out, "atleast{times}(")?;
                self.query(of)?;
                self.out.write_str(")")
            }
            Query::In { field, of } => {
                write!(self.out, "{}:", field.as_str())?;
                self.operand(of)
            }
            Query::Date(condition) => write!(self.out, "{condition}"),
            Query::Boost { weight, of } => self.boost(weight.hundredths(), of),
            Query::Not(of) => {
                self.out.write_str("NOT ")?;
                self.operand(of)
            }
            Query::And(operands) => self.joined(operands, " AND "),
            Query::Or(operands) => self.joined(operands, " OR "),
        }
    }

    fn operand(&mut self, query: &Query) -> fmt::Result {
        let needs_parentheses = matches!(
            query,
            Query::And(_) | Query::Or(_) | Query::Near { .. } | Query::Not(_) | Query::Nothing
        );
        self.maybe_in_parentheses(query, needs_parentheses)
    }

    fn maybe_in_parentheses(&mut self, query: &Query, has_parentheses: bool) -> fmt::Result {
        if !has_parentheses {
            return self.query(query);
        }
        self.out.write_str("(")?;
        self.query(query)?;
        self.out.write_str(")")
    }

    fn joined(&mut self, operands: &[Query], joint: &str) -> fmt::Result {
        for (i, operand) in operands.iter().enumerate() {
            if i > 0 {
                self.out.write_str(joint)?;
            }
            let is_joined = matches!(operand, Query::And(_) | Query::Or(_));
            self.maybe_in_parentheses(operand, is_joined)?;
        }
        Ok(())
    }

    fn boost(&mut self, hundredths: u32, of: &Query) -> fmt::Result {
        match of {
            Query::Date(_) => self.maybe_in_parentheses(of, true)?,
            of if ends_in_address(of) => self.maybe_in_parentheses(of, true)?,
            of => self.operand(of)?,
        }
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        match rest {
            0 => write!(self.out, "^{whole}"),
            rest if rest % 10 == 0 => write!(self.out, "^{whole}.{}", rest / 10),
            rest => write!(self.out, "^{whole}.{rest:02}"),
        }
    }

    fn atom(&mut self, atom: &Atom) -> fmt::Result {
        match atom {
            Atom::Word { text, form } => self.word(text, *form),
            Atom::Wildcard(pattern) => write_escaped(self.out, pattern, true),
            Atom::Fuzzy { word, edits } => {
                if is_operator(&format!("{word}~{edits}")) {
                    self.out.write_str("\\")?;
                }
                write_escaped(self.out, word, false)?;
                write!(self.out, "~{edits}")
            }
            Atom::Regex(pattern) => write_regex(self.out, pattern),
        }
    }

    fn word(&mut self, text: &str, form: WordForm) -> fmt::Result {
        match form {
            WordForm::Exact => {
                self.out.write_str("=")?;
                write_escaped(self.out, text, false)
            }
            WordForm::Acronym if self.is_shouted => {
                self.out.write_str("\"")?;
                write_escaped(self.out, text, false)?;
                self.out.write_str("\"")
            }
            WordForm::Acronym => write_escaped(self.out, text, false),
            WordForm::Inflected => {
                if is_operator(text) || capitals(text) == Capitals::Acronym {
                    self.out.write_str("\\")?;
                }
                write_escaped(self.out, text, false)
            }
        }
    }

    fn phrase(&mut self, atoms: &[Atom], spread: Spread) -> fmt::Result {
        let ends_in_wildcard =
            |atom: &Atom| matches!(atom, Atom::Wildcard(text) if text.ends_with('?'));
        let may_be_question = atoms.len() > 2 && atoms.iter().any(ends_in_wildcard);
        // A backslash says that this is no sentence with a question mark.
        self.out
            .write_str(if may_be_question { "\"\\ " } else { "\"" })?;
        for (i, atom) in atoms.iter().enumerate() {
            if i > 0 {
                self.out.write_str(" ")?;
            }
            match atom {
                Atom::Word { text, form } => {
                    let is_plain = *form != WordForm::Acronym;
                    if is_plain && capitals(text) == Capitals::Acronym {
                        self.out.write_str("\\")?;
                    }
                    write_escaped(self.out, text, false)?;
                }
                other => self.atom(other)?,
            }
        }
        self.out.write_str("\"")?;
        match spread {
            Spread::SideBySide => Ok(()),
            Spread::Within(words) => write!(self.out, "~{words}"),
        }
    }
}

/// Tells whether a `^` right behind the query would be taken for a part of a web address.
fn ends_in_address(query: &Query) -> bool {
    match query {
        Query::Atom(atom) => atom.word().is_some_and(|word| word.contains("://")),
        Query::In { of, .. } => ends_in_address(of),
        _ => false,
    }
}

/// Writes a word, and `\` before each character in it that would be read as a sign.
fn write_escaped(out: &mut impl Write, text: &str, is_wildcard: bool) -> fmt::Result {
    let address_at = text.find("://");
    for (at, c) in text.char_indices() {
        let is_in_address = address_at.is_some_and(|address_at| at > address_at);
        let is_unread = (is_wildcard || is_in_address) && matches!(c, '*' | '?')
            || is_in_address && matches!(c, '~' | '^');
        if !is_unread && is_sign(c, &text[..at], &text[at + c.len_utf8()..]) {
            out.write_char('\\')?;
        }
        out.write_char(c)?;
    }
    Ok(())
}

/// Tells whether `c`, between `head` and `tail` of a word, would be read as a sign.
fn is_sign(c: char, head: &str, tail: &str) -> bool {
    if is_word_character(c) {
        return false;
    }
    match c {
        ':' => field::prefix(head).is_some() || field::is_name(head) && !tail.starts_with("//"),
        '&' => head.ends_with('&') || tail.starts_with('&'),
        '*' | '?' | '~' | '^' | '(' | ')' | '|' | '\\' => true,
        c if is_separator(c) => {
            !(head.ends_with(char::is_numeric) && tail.starts_with(char::is_numeric))
        }
        c => is_quote(c) || c.is_whitespace(),
    }
}

/// Writes an expression between slashes; the slashes in it are escaped.
fn write_regex(out: &mut impl Write, pattern: &str) -> fmt::Result {
    write!(out, "/{}/", pattern.replace('/', "\\/"))
}

/// Writes the operator: `NEAR/5`, `ADJ/5`, `w/s`, `w/p`.
impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reach::Words {
                most,
                order: Order::Any,
            } => write!(f, "NEAR/{most}"),
            Reach::Words {
                most,
                order: Order::AsWritten,
            } => write!(f, "ADJ/{most}"),
            Reach::Sentence => f.write_str("w/s"),
            Reach::Paragraph => f.write_str("w/p"),
        }
    }
}

/// Writes the condition: `date:none`, `date:2015`, `date:2015-11-27..`.
impl fmt::Display for DateCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateCondition::Undated => f.write_str("date:none"),
            DateCondition::Days(range) => write!(f, "date:{range}"),
        }
    }
}

/// Writes the range as short as it goes: `2015`, `2015-11`, `2015-11-27`, `2015-11-27..`; `*`
/// when it is open at both ends.
impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return match (self.from, self.to) {
                (Some(from), _) => write!(f, "{from}.."),
                (_, Some(to)) => write!(f, "..{to}"),
                _ => f.write_str("*"),
            };
        };
        if from == to {
            write!(f, "{from}")
        } else if from == from.first_of_year() && to == from.last_of_year() {
            write!(f, "{:04}", from.year())
        } else if from == from.first_of_month() && to == from.last_of_month() {
            write!(f, "{:04}-{:02}", from.year(), from.month())
        } else {
            write!(f, "{from}..{to}")
        }
    }
}
