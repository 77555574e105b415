//! What the trained model sees of an article: each token with its neighbours, and what all places
//! of a word have in common.

use std::collections::HashMap;

use super::decode::{NUM_NAMED, Scores};
use super::features::{self, NEAR, Sink, Site, Slot, Usage};
use super::hashed::Hashed;
use super::lists::{Classes, MAX_TOKENS};
use super::model::{Model, Sums, add};
use super::page::{Casing, Page, Survey};
use super::tokens::{Shape, Token};
use super::words::{NOWHERE, OTHER_LINE, WordId, Words, hash};

/// Occurrences of a word in the article whose neighbours are features of all others.
const MAX_CONTEXTS: usize = 4;

/// What is seen of one token.
#[derive(Clone, Copy)]
struct Seen {
    /// [`NOWHERE`] if nobody looks at it.
    word: WordId,
    /// See [`Site::listed`].
    listed: u32,
    is_small: bool,
}

impl Seen {
    const NOTHING: Seen = Seen {
        word: NOWHERE,
        listed: 0,
        is_small: false,
    };
}

/// The places in which the article has one word with a capital.
#[derive(Default)]
struct WordUse {
    usage: Usage,
    /// What stands before and after it in the first of them.
    contexts: [(WordId, WordId); MAX_CONTEXTS],
    /// Weights of all features that tell of the places alone.
    sums: Sums,
}

impl WordUse {
    fn contexts(&self) -> &[(WordId, WordId)] {
        &self.contexts[..self.usage.num.min(MAX_CONTEXTS)]
    }
}

/// All tokens of an article that matter.
pub(super) struct Outlook<'w> {
    words: &'w Words<'w>,
    pages: Vec<Vec<Seen>>,
    casings: Vec<Vec<Casing>>,
    uses: HashMap<u64, WordUse, Hashed>,
    topic: u64,
    is_tabular: bool,
}

impl<'w> Outlook<'w> {
    /// Looks at all tokens of `pages` that are `wanted`, and at the two on each side.
    pub(super) fn of<'m: 'w>(
        pages: &[Page<'_>],
        survey: &Survey,
        words: &'w mut Words<'m>,
        wanted: &[Vec<bool>],
    ) -> Outlook<'w> {
        words.begin();
        let seen = pages.iter().zip(wanted);
        let seen = seen
            .map(|(page, wanted)| see(page, survey, words, wanted))
            .collect();
        let mut outlook = Outlook {
            words,
            pages: seen,
            casings: pages.iter().map(casings).collect(),
            uses: HashMap::default(),
            topic: topic(pages),
            is_tabular: is_tabular(pages),
        };
        for (p, page) in pages.iter().enumerate() {
            outlook.gather_uses(page, p);
        }
        outlook
    }

    fn gather_uses(&mut self, page: &Page<'_>, p: usize) {
        for (i, token) in page.tokens.iter().enumerate() {
            let word = self.pages[p][i].word;
            if !token.is_capital() || word == NOWHERE {
                continue;
            }
            let before = self.neighbour(page, p, i, -1);
            let after = self.neighbour(page, p, i, 1);
            let key = self.words.attributes(word).lower;
            let found = self.uses.entry(key).or_default();
            let usage = &mut found.usage;
            usage.is_capital_inside |= !token.is_initial && self.casings[p][i] == Casing::Sentence;
            if let Some(context) = found.contexts.get_mut(usage.num) {
                *context = (before, after);
                usage.before_classes |= self.words.attributes(before).classes;
                usage.after_classes |= self.words.attributes(after).classes;
            }
            usage.num += 1;
        }
    }

    /// Sums the weights of all that a word's places tell, once for all of them.
    pub(super) fn weigh_uses(&mut self, model: &Model) {
        let mut features = UsageFeatures(Vec::new());
        for found in self.uses.values_mut() {
            features.0.clear();
            features::write_usage(&found.usage, false, &mut features);
            let mut sums = model.sums(&features.0);
            for &(before, after) in found.contexts() {
                add(&mut sums, self.words.sums(before, Slot::BeforeOther));
                add(&mut sums, self.words.sums(after, Slot::AfterOther));
            }
            found.sums = sums;
        }
    }

    /// Returns the scores of the labels of token `i` of page `p`; `buffer` is used again.
    ///
    /// [`Outlook::weigh_uses`] comes first.
    pub(super) fn scores(
        &self,
        model: &Model,
        page: &Page<'_>,
        p: usize,
        i: usize,
        buffer: &mut Vec<u64>,
    ) -> Scores {
        buffer.clear();
        let mut features = TokenFeatures(std::mem::take(buffer));
        let near = self.near(page, p, i);
        features::write_site(&self.site(page, p, i, &near), &mut features);
        let used = self.use_of(page, p, i);
        if let Some(used) = used {
            features::write_usage(&used.usage, page.tokens[i].is_initial, &mut features);
        }
        let mut sums = model.sums(&features.0);
        for (slot, id) in NEAR.into_iter().zip(near) {
            add(&mut sums, self.words.sums(id, slot));
        }
        if let Some(used) = used {
            add(&mut sums, &used.sums);
        }
        *buffer = features.0;
        let mut scores = [0.0; NUM_NAMED];
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score = sum as f32;
        }
        scores
    }

    /// Writes all features of token `i` of page `p` into `out`.
    pub(super) fn features(&self, page: &Page<'_>, p: usize, i: usize, out: &mut Vec<u64>) {
        out.clear();
        let mut features = AllFeatures(out);
        let near = self.near(page, p, i);
        features::write_site(&self.site(page, p, i, &near), &mut features);
        if let Some(used) = self.use_of(page, p, i) {
            features::write_usage(&used.usage, page.tokens[i].is_initial, &mut features);
            for &(before, after) in used.contexts() {
                let (before, after) = (self.words.attributes(before), self.words.attributes(after));
                features::write_context(before, after, &mut features);
            }
        }
    }

    fn near(&self, page: &Page<'_>, p: usize, i: usize) -> [WordId; 5] {
        [-2, -1, 0, 1, 2].map(|offset| self.neighbour(page, p, i, offset))
    }

    fn site(&self, page: &Page<'_>, p: usize, i: usize, near: &[WordId; 5]) -> Site<'_> {
        let tokens = &page.tokens;
        let token = &tokens[i];
        let seen = &self.pages[p][i];
        let ends_line = tokens.get(i + 1).is_none_or(|t| t.starts_line);
        Site {
            near: near.map(|id| self.words.attributes(id)),
            listed: seen.listed,
            place: u64::from(token.is_initial)
                | u64::from(token.starts_line) << 1
                | u64::from(ends_line) << 2
                | u64::from(token.is_joined) << 3,
            casing: self.casings[p][i] as u64,
            is_small: seen.is_small,
            topic: self.topic,
            is_tabular: self.is_tabular,
        }
    }

    fn use_of(&self, page: &Page<'_>, p: usize, i: usize) -> Option<&WordUse> {
        let word = self.pages[p][i].word;
        let key = self.words.attributes(word).lower;
        self.uses.get(&key).filter(|_| page.tokens[i].is_capital())
    }

    fn neighbour(&self, page: &Page<'_>, p: usize, i: usize, offset: isize) -> WordId {
        let all = &self.pages[p];
        let Some(j) = i.checked_add_signed(offset).filter(|&j| j < all.len()) else {
            return NOWHERE;
        };
        let crossing = if offset < 0 {
            j + 1..i + 1
        } else {
            i + 1..j + 1
        };
        let starts_line = |token: &Token| token.starts_line;
        if page.tokens[crossing].iter().any(starts_line) {
            return OTHER_LINE;
        }
        all[j].word
    }
}

/// Takes the features that are neither of one word nor of all places of a word.
struct TokenFeatures(Vec<u64>);

impl Sink for TokenFeatures {
    fn word(&mut self, _: Slot, _: u64) {}

    fn usage(&mut self, _: u64) {}

    fn token(&mut self, feature: u64) {
        self.0.push(feature);
    }
}

/// Takes the features of all places of a word.
struct UsageFeatures(Vec<u64>);

impl Sink for UsageFeatures {
    fn word(&mut self, _: Slot, _: u64) {}

    fn usage(&mut self, feature: u64) {
        self.0.push(feature);
    }

    fn token(&mut self, _: u64) {}
}

/// Takes all features.
struct AllFeatures<'o>(&'o mut Vec<u64>);

impl Sink for AllFeatures<'_> {
    fn word(&mut self, _: Slot, feature: u64) {
        self.0.push(feature);
    }

    fn usage(&mut self, feature: u64) {
        self.0.push(feature);
    }

    fn token(&mut self, feature: u64) {
        self.0.push(feature);
    }
}

fn see(page: &Page<'_>, survey: &Survey, words: &mut Words<'_>, wanted: &[bool]) -> Vec<Seen> {
    let mut all = vec![Seen::NOTHING; page.tokens.len()];
    let mut buffer = String::new();
    for i in 0..all.len() {
        let near = wanted[i.saturating_sub(2)..(i + 3).min(all.len())].contains(&true);
        if near {
            let word = words.id(page, i);
            let lower = words.attributes(word).lower;
            all[i].word = word;
            all[i].is_small = page.tokens[i].is_capital() && survey.has_small_of(lower);
            mark_listed(page, i, &mut all, &mut buffer);
        }
    }
    all
}

fn mark_listed(page: &Page<'_>, i: usize, all: &mut [Seen], buffer: &mut String) {
    if !page.tokens[i].classes.is(Classes::FIRST_OF_MORE) {
        return;
    }
    let last = (i + MAX_TOKENS).min(page.tokens.len());
    let Some((length, classes)) = page.listed(i, last, Classes::LISTED, buffer) else {
        return;
    };
    let bits = classes.bits() & Classes::LISTED.bits();
    if length > 1 {
        for (n, seen) in all[i..i + length].iter_mut().enumerate() {
            seen.listed |= if n == 0 { bits } else { bits | 1 << 31 };
        }
    }
}

fn casings(page: &Page<'_>) -> Vec<Casing> {
    let mut casings = Vec::with_capacity(page.tokens.len());
    for &(last, casing) in &page.sentences {
        casings.resize(last, casing);
    }
    casings
}

/// Returns a hash of the article's first word, which wires use to name its field.
fn topic(pages: &[Page<'_>]) -> u64 {
    let page = pages.iter().find(|page| !page.tokens.is_empty());
    let token = page.and_then(|page| page.tokens.first().map(|t| (page, t)));
    match token {
        Some((page, token)) if token.shape == Shape::Upper => hash(page.word(0).as_bytes()),
        _ => 0,
    }
}

/// Tells whether the article is of results and tables more than of sentences.
fn is_tabular(pages: &[Page<'_>]) -> bool {
    let tokens = || pages.iter().flat_map(|page| &page.tokens);
    let numbers = tokens().filter(|t| t.shape == Shape::Number).count();
    numbers * 6 > tokens().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Part;
    use crate::extract::entity::decode;
    use crate::extract::entity::learned;

    #[test]
    fn what_is_summed_once_a_word_weighs_the_same_as_all_features_of_each_token() {
        let body = "Ada Kolmar of the Harbour Union met Mayor Tovar in Rydal on Monday.\n\
                    Kolmar, 41, said \"Rydal will vote\". The U.S.-led talks of Tovar's party failed;\n\
                    TOVAR 6 4 KOLMAR 3 5";
        let pages = [
            Page::new(Part::Headline, "Kolmar meets Tovar"),
            Page::new(Part::Body, body),
        ];
        let survey = Survey::of(&pages, Some("en"));
        let model = learned::model_for(&survey).unwrap();
        let wanted: Vec<_> = pages.iter().map(decode::candidates).collect();
        let mut words = Words::weighed_by(model);
        // The second time, all words are known.
        for _ in 0..2 {
            let mut outlook = Outlook::of(&pages, &survey, &mut words, &wanted);
            outlook.weigh_uses(model);
            let (mut features, mut buffer) = (Vec::new(), Vec::new());
            for (p, page) in pages.iter().enumerate() {
                for i in (0..page.tokens.len()).filter(|&i| wanted[p][i]) {
                    outlook.features(page, p, i, &mut features);
                    let whole = model.sums(&features).map(|sum| sum as f32);
                    assert_eq!(outlook.scores(model, page, p, i, &mut buffer), whole);
                }
            }
        }
    }
}
