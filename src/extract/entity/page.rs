//! One text of an article, cut and surveyed: what the lines look like, what is written small.

use std::collections::HashSet;

use super::hashed::Hashed;
use super::lists::{self, Classes, MAX_TOKENS};
use super::tokens::{self, Shape, Token};
use super::words::hash;
use crate::article::Part;

/// How the words of a sentence are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Casing {
    /// Names alone have capitals.
    Sentence,
    /// So have all longer words: a headline.
    Titled,
    /// Everything is in capitals.
    Shouting,
}

/// A text with its tokens.
pub(super) struct Page<'t> {
    /// Which part of the article it is.
    pub(super) part: Part,
    /// The text.
    pub(super) text: &'t str,
    /// Its tokens, in order.
    pub(super) tokens: Vec<Token>,
    /// One past the last token of each sentence and how it is written, in order.
    pub(super) sentences: Vec<(usize, Casing)>,
}

/// What both texts of an article say about its way of writing.
pub(super) struct Survey {
    /// The words seen in small letters.
    small_words: HashSet<u64, Hashed>,
    /// It is in English, where capitals of names can be told from capitals of nouns.
    pub(super) is_english: bool,
    /// More words inside sentences have capitals than names can explain: German.
    pub(super) is_capital_rich: bool,
}

impl<'t> Page<'t> {
    /// Cuts `text` into tokens and sentences.
    pub(super) fn new(part: Part, text: &'t str) -> Page<'t> {
        let tokens = tokens::tokenize(text);
        let mut sentences = Vec::new();
        let mut first = 0;
        for i in 1..=tokens.len() {
            let ends = tokens.get(i).is_none_or(|t| t.is_initial || t.starts_line);
            if ends {
                sentences.push((i, casing(&tokens[first..i])));
                first = i;
            }
        }
        Page {
            part,
            text,
            tokens,
            sentences,
        }
    }

    /// Returns the text of token `i`; empty beyond the ends.
    pub(super) fn word(&self, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |t| t.text(self.text))
    }

    /// Returns the text of a token.
    pub(super) fn word_of(&self, token: &Token) -> &'t str {
        token.text(self.text)
    }

    /// Returns the text from token `first` up to token `last`, exclusive.
    pub(super) fn slice(&self, first: usize, last: usize) -> &'t str {
        match (
            self.tokens.get(first),
            self.tokens.get(last.wrapping_sub(1)),
        ) {
            (Some(a), Some(b)) if a.start <= b.end => &self.text[a.start..b.end],
            _ => "",
        }
    }

    /// Returns the classes of a token, whatever its case.
    pub(super) fn classes_of(&self, i: usize, buffer: &mut String) -> Classes {
        match self.tokens.get(i) {
            Some(t) if t.is_capital() => t.classes,
            Some(t) if t.shape == Shape::Lower => {
                lists::classes(tokens::fold(t.text(self.text), buffer))
            }
            _ => Classes::default(),
        }
    }

    /// Finds the longest name of the lists that begins at token `i` and is one of `any`:
    /// its number of tokens and its classes.
    pub(super) fn listed(
        &self,
        i: usize,
        last: usize,
        any: Classes,
        buffer: &mut String,
    ) -> Option<(usize, Classes)> {
        let token = self.tokens.get(i)?;
        if token.classes.is(Classes::FIRST_OF_MORE) {
            let longest = MAX_TOKENS.min(last.saturating_sub(i));
            for length in (2..=longest).rev() {
                let name = self.slice(i, i + length);
                if name.len() > 64 {
                    continue;
                }
                let classes = lists::classes(tokens::fold(name, buffer));
                if classes.is(any) {
                    return Some((length, classes));
                }
            }
        }
        (token.classes.is(any) && is_well_written(token, self.word(i)))
            .then_some((1, token.classes))
    }
}

impl Survey {
    /// Surveys all texts of an article in `language`; where that is not known, words tell whether
    /// it is English.
    pub(super) fn of(pages: &[Page<'_>], language: Option<&str>) -> Survey {
        let said = language.map(|code| code.get(..2).is_some_and(|c| c.eq_ignore_ascii_case("en")));
        let num_tokens = pages.iter().map(|page| page.tokens.len()).sum::<usize>();
        let mut small_words = HashSet::with_capacity_and_hasher(num_tokens / 4, Hashed::default());
        let (mut small, mut english, mut inner, mut inner_capitals) =
            (0usize, 0usize, 0usize, 0usize);
        for page in pages {
            for (i, token) in page.tokens.iter().enumerate() {
                if token.shape == Shape::Lower {
                    small += 1;
                    inner += 1;
                    let word = page.word(i);
                    small_words.insert(hash(word.as_bytes()));
                    english += usize::from(said.is_none() && is_english_word(word));
                } else if token.is_capital() && !token.is_initial {
                    inner += 1;
                    let before = i.checked_sub(1).and_then(|i| page.tokens.get(i));
                    inner_capitals += usize::from(before.is_some_and(|t| t.shape == Shape::Lower));
                }
            }
        }
        Survey {
            small_words,
            is_english: said.unwrap_or(small < 20 || english * 100 >= small * 12),
            is_capital_rich: inner_capitals * 100 >= inner * 18,
        }
    }

    /// Tells whether the article has the word in small letters too.
    pub(super) fn has_small(&self, word: &str, buffer: &mut String) -> bool {
        self.has_small_of(hash(tokens::fold(word, buffer).as_bytes()))
    }

    /// Tells the same of the hash of a word that is folded.
    pub(super) fn has_small_of(&self, folded: u64) -> bool {
        self.small_words.contains(&folded)
    }
}

/// Short names of the lists must stand in capitals: "WHO", not "Who".
fn is_well_written(token: &Token, word: &str) -> bool {
    let is_acronym = word.len() <= 3 && token.classes.is(Classes::ORGANIZATION | Classes::AGENCY);
    let is_us = matches!(word, "Us" | "Uk" | "Pa" | "La" | "Mo" | "Va" | "Md");
    let is_person = matches!(word, "Will" | "Said" | "Rich" | "Pope");
    !is_us
        && !is_person
        && (!is_acronym || token.shape != Shape::Title || matches!(word, "Fed" | "Elf" | "Kia"))
}

fn is_english_word(word: &str) -> bool {
    word.len() <= 5 && lists::classes(word).is(Classes::ENGLISH)
}

fn casing(sentence: &[Token]) -> Casing {
    let (mut upper, mut title, mut common, mut small, mut long_small) = (0, 0, 0, 0, 0);
    for token in sentence {
        match token.shape {
            Shape::Upper => upper += 1,
            Shape::Title => title += 1,
            Shape::Lower => small += 1,
            _ => {}
        }
        if token.shape == Shape::Title && !token.is_initial && token.classes.is(Classes::COMMON) {
            common += 1;
        }
        long_small += usize::from(token.shape == Shape::Lower && token.end - token.start > 4);
    }
    if small == 0 && (upper >= 3 && title * 4 <= upper || upper == 2 && title == 0) {
        Casing::Shouting
    } else if title + upper >= 3 && long_small == 0 && common > 0 {
        Casing::Titled
    } else {
        Casing::Sentence
    }
}
