//! Numbers: what separates thousands goes, what separates decimals becomes a full stop.

use std::ops::Range;

use super::{Script, Word, WordCursor, digit_value, is_letter};
use crate::analysis::fold::push_folded;

/// Digits with a separator before them.
#[derive(Clone, Debug)]
struct Group {
    separator: char,
    digits: Range<usize>,
}

/// How digits and separators are read together.
enum Reading {
    /// Thousands, of which this many groups are joined, and perhaps decimals.
    Number { groups: usize, has_decimals: bool },
    /// A date, an address, a list: each group is a number.
    Apart,
}

impl WordCursor<'_> {
    /// Reads a word that begins with a digit: a number and the letters right after it.
    pub(super) fn read_number(&mut self, folded: &mut String) -> Word {
        let start = self.at;
        let first = self.digits_at(start);
        self.push_digits(&first, folded);
        self.at = first.end;
        if start >= self.plain_digits_end {
            let groups = self.groups_after(first.end);
            self.read_groups(&first, &groups, folded);
        }
        if self.peek().is_some_and(is_letter) {
            self.read_letters(folded);
        }
        let end = self.at;
        self.skip_dropped_end();
        Word {
            bytes: start..end,
            is_acronym: false,
            script: Script::Spaced,
        }
    }

    fn read_groups(&mut self, first: &Range<usize>, groups: &[Group], folded: &mut String) {
        let Some(last) = groups.last() else { return };
        match self.reading(first, groups) {
            Reading::Apart => self.plain_digits_end = last.digits.end,
            Reading::Number {
                groups: thousands,
                has_decimals,
            } => {
                for group in &groups[..thousands] {
                    self.push_digits(&group.digits, folded);
                }
                if has_decimals {
                    folded.push('.');
                    self.push_digits(&last.digits, folded);
                }
                self.at = last.digits.end;
            }
        }
    }

    /// Decides what a chain of groups is. `1,000` and `1.000` are both a thousand.
    fn reading(&self, first: &Range<usize>, groups: &[Group]) -> Reading {
        let separator = groups[0].separator;
        let last = groups.len() - 1;
        let alike = groups
            .iter()
            .take_while(|group| group.separator == separator)
            .count();
        let is_whole = alike == groups.len();
        let is_mark = |c: char| matches!(c, '.' | ',');
        if self.is_thousands(first, &groups[..alike]) {
            let has_decimals = alike == last && is_mark(groups[last].separator);
            if is_whole || has_decimals {
                return Reading::Number {
                    groups: alike,
                    has_decimals,
                };
            }
        }
        let decimals = self.num_digits(&groups[0].digits);
        let is_decimal = separator == '.' || separator == ',' && decimals <= 2;
        if groups.len() == 1 && is_decimal {
            return Reading::Number {
                groups: 0,
                has_decimals: true,
            };
        }
        Reading::Apart
    }

    /// Tells whether the groups are thousands, or lakhs and crores with two digits each.
    fn is_thousands(&self, first: &Range<usize>, groups: &[Group]) -> bool {
        let Some((last, inner)) = groups.split_last() else {
            return false;
        };
        let begins_with_zero = self.text[first.start..]
            .chars()
            .next()
            .and_then(digit_value)
            == Some(0);
        let are = |length| {
            inner
                .iter()
                .all(|group| self.num_digits(&group.digits) == length)
        };
        !begins_with_zero
            && self.num_digits(first) <= 3
            && self.num_digits(&last.digits) == 3
            && (are(3) || last.separator == ',' && are(2))
    }

    /// The groups of digits that go on from `at`.
    fn groups_after(&self, at: usize) -> Vec<Group> {
        let mut groups = Vec::new();
        let mut end = at;
        while let Some(separator) = self.text[end..]
            .chars()
            .next()
            .filter(|&c| separates_digits(c))
        {
            let digits = self.digits_at(end + separator.len_utf8());
            if digits.is_empty() {
                break;
            }
            end = digits.end;
            groups.push(Group { separator, digits });
        }
        groups
    }

    fn digits_at(&self, at: usize) -> Range<usize> {
        let rest = &self.text[at..];
        at..at
            + rest
                .find(|c| digit_value(c).is_none())
                .unwrap_or(rest.len())
    }

    fn num_digits(&self, digits: &Range<usize>) -> usize {
        self.text[digits.clone()].chars().count()
    }

    fn push_digits(&self, digits: &Range<usize>, folded: &mut String) {
        for c in self.text[digits.clone()].chars() {
            push_folded(c, folded);
        }
    }
}

/// Full stop, comma, the spaces of French and the apostrophes of Swiss typography. A plain
/// space is none: it stands between two numbers just as well.
fn separates_digits(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' | '٬' | '٫'
    )
}
