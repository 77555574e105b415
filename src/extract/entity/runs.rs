//! Finds where a run of a name's words ends: capitals, and what joins them.

use super::lists::{self, Classes};
use super::page::{Casing, Page};
use super::spans::Finder;
use super::tokens::{Shape, fold};

const LISTED: Classes = Classes::LISTED;

const HEADS: Classes = Classes::HEADS;

/// The most tokens of a run: bounds the looking around within it.
const MAX_RUN: usize = 24;

impl Finder<'_, '_> {
    /// Returns one past the last token of the run of a name's words that begins at `first`.
    pub(super) fn run_end(&mut self, first: usize, last: usize, casing: Casing) -> usize {
        let last = last.min(first + MAX_RUN);
        let mut end = self.article_at(first, last).unwrap_or(first) + 1;
        while end < last {
            let token = &self.page.tokens[end];
            if casing == Casing::Titled && self.is_plain(end) {
                break;
            }
            if token.is_capital() {
                end += 1;
            } else if let Some(next) = self.joined_by(first, end, last) {
                end = next;
            } else {
                break;
            }
        }
        end
    }

    /// Tells whether a capitalised word of a headline is no name.
    fn is_plain(&mut self, i: usize) -> bool {
        let token = &self.page.tokens[i];
        token.is_capital()
            && !token
                .classes
                .is(LISTED | HEADS | Classes::GIVEN | Classes::ORG_SUFFIX)
            && (token.classes.is(Classes::COMMON)
                || self.survey.has_small(self.page.word(i), &mut self.buffer))
    }

    /// Returns one past the capitalised word that token `i` joins to the run, if it joins.
    fn joined_by(&mut self, first: usize, i: usize, last: usize) -> Option<usize> {
        let token = self.page.tokens[i];
        let before = self.page.tokens[i - 1].classes;
        let is_next_capital = |n: usize| n < last && self.page.tokens[n].is_capital();
        match token.shape {
            Shape::Sign => {
                let is_hyphen = self.page.word(i) == "-"
                    && token.is_joined
                    && i + 1 < last
                    && self.page.tokens[i + 1].is_joined;
                if is_hyphen && self.page.tokens[i + 1].shape == Shape::Number {
                    return is_model(self.page, i - 1).then_some(i + 2);
                }
                if let Some(next) = self.article_at(i + 1, last).filter(|_| is_hyphen) {
                    return Some(next + 1);
                }
                if is_hyphen && self.are_two(i - 1, i + 1, last) {
                    return None;
                }
                let joins = is_hyphen || self.page.word(i) == "&";
                (joins && is_next_capital(i + 1)).then_some(i + 2)
            }
            Shape::Possessive => {
                let is_part = before.is(Classes::POSSESSOR) && is_next_capital(i + 1)
                    || self.is_listed_with(first, i + 1);
                is_part.then_some(i + 1)
            }
            Shape::Lower => self.joined_by_word(first, i, last),
            _ => None,
        }
    }

    /// Tells whether a hyphen stands between two names: "US-China", "D-Mass".
    fn are_two(&mut self, left: usize, right: usize, last: usize) -> bool {
        let tokens = &self.page.tokens;
        let is_party =
            tokens[left].shape == Shape::Initial && matches!(self.page.word(left), "D" | "R" | "I");
        let is_place = |i: usize| {
            tokens
                .get(i)
                .is_some_and(|t| t.classes.is(Classes::PLACE) && !t.classes.is(Classes::GIVEN))
        };
        let is_one = (left.saturating_sub(1)..=left).any(|i| {
            self.page
                .listed(i, last.min(right + 1), LISTED, &mut self.buffer)
                .is_some_and(|(n, _)| i + n > right)
        });
        is_party || is_place(left) && is_place(right) && !is_one
    }

    fn joined_by_word(&mut self, first: usize, i: usize, last: usize) -> Option<usize> {
        let tokens = &self.page.tokens;
        let before = tokens[i - 1].classes;
        let is_capital = |n: usize| n < last && tokens[n].is_capital();
        let word = self.page.word(i);
        match word {
            "of" | "for" => {
                let is_head = before.is(HEADS | Classes::ROYAL)
                    || self.is_listed_with(first, last.min(i + 2));
                let is_title = before.is(Classes::TITLE) && !before.is(Classes::ORG_HEAD);
                let next = if self.page.word(i + 1) == "the" {
                    i + 2
                } else {
                    i + 1
                };
                (is_head && !is_title && is_capital(next)).then_some(next + 1)
            }
            "and" => {
                let has_head = tokens[first..i]
                    .iter()
                    .any(|t| t.classes.is(Classes::ORG_HEAD));
                let comes_head = tokens[i + 1..last.min(i + 5)]
                    .iter()
                    .take_while(|t| t.is_capital())
                    .any(|t| t.classes.is(Classes::ORG_HEAD));
                let is_listed = self
                    .page
                    .listed(i - 1, last.min(i + 3), LISTED, &mut self.buffer)
                    .is_some_and(|(n, _)| n > 2);
                (is_capital(i + 1)
                    && (before.is(Classes::TOPIC) && (has_head || comes_head) || is_listed))
                    .then_some(i + 2)
            }
            _ => {
                if let Some(next) = self.article_at(i, last) {
                    return Some(next + 1);
                }
                let is_particle = lists::classes(word).is(Classes::PARTICLE);
                let next =
                    if is_particle && lists::classes(self.page.word(i + 1)).is(Classes::PARTICLE) {
                        i + 2
                    } else {
                        i + 1
                    };
                let next = self.article_at(next, last).unwrap_or(next);
                (is_particle && is_capital(next)).then_some(next + 1)
            }
        }
    }

    /// Returns the capitalised word to which an article is joined at `i`: `al-Assad`, `d'Estaing`.
    pub(super) fn article_at(&self, i: usize, last: usize) -> Option<usize> {
        let tokens = &self.page.tokens;
        let is_article = tokens[i.min(tokens.len() - 1)].shape == Shape::Lower
            && matches!(
                self.page.word(i),
                "al" | "el" | "as" | "ur" | "ash" | "ad" | "an" | "ar" | "at" | "az" | "ul" | "ez"
            );
        let is_joined = i + 2 < last
            && self.page.word(i + 1) == "-"
            && tokens[i + 1].is_joined
            && tokens[i + 2].is_joined;
        (is_article && is_joined && tokens[i + 2].is_capital()).then_some(i + 2)
    }

    fn is_listed_with(&mut self, first: usize, last: usize) -> bool {
        let from = first.max(last.saturating_sub(3));
        (from..last - 1).any(|i| {
            let name = fold(self.page.slice(i, last), &mut self.buffer);
            lists::classes(name).is(LISTED)
        })
    }
}

/// Tells whether capitals and digits joined by a hyphen name a model: `F-16`, `MiG-29`.
fn is_model(page: &Page<'_>, i: usize) -> bool {
    page.tokens[i].is_capital() && page.word(i).len() <= 3
}
