//! What the trained model looks at: a few dozen hashed features of each token.
//!
//! A feature is a 64-bit hash of its template and its value; nothing is allocated for it.

use std::collections::HashMap;

use super::hashed::Hashed;
use super::lists::{Classes, MAX_TOKENS};
use super::model::Clusters;
use super::page::{Casing, Page, Survey};
use super::tokens::{Shape, Token, fold};

/// Occurrences of a word in the article whose neighbours are features of all others.
const MAX_CONTEXTS: usize = 4;

/// Bytes of a word that its affixes and its outline look at.
const MAX_OUTLINE: usize = 16;

/// What is known of one token, before its neighbours are looked at.
#[derive(Clone, Copy, Debug, Default)]
struct Attributes {
    word: u64,
    lower: u64,
    outline: u64,
    prefixes: [u64; 3],
    suffixes: [u64; 3],
    cluster: u64,
    classes: u32,
    /// Classes of a name of several words that the token is part of, and where it stands in it.
    listed: u32,
    shape: u64,
}

/// What the whole article says of one word.
#[derive(Clone, Debug, Default)]
struct WordUse {
    before: [u64; MAX_CONTEXTS],
    after: [u64; MAX_CONTEXTS],
    before_classes: u32,
    after_classes: u32,
    num: usize,
    /// It stands with a capital where no sentence begins.
    is_capital_inside: bool,
}

/// The attributes of all tokens of an article that matter.
pub(super) struct Outlook {
    pages: Vec<Vec<Attributes>>,
    casings: Vec<Vec<Casing>>,
    uses: HashMap<u64, WordUse, Hashed>,
    small: Vec<Vec<bool>>,
    topic: u64,
    is_tabular: bool,
}

impl Outlook {
    /// Looks at all tokens of `pages` that are `wanted`, and at the two on each side.
    pub(super) fn of(
        pages: &[Page<'_>],
        survey: &Survey,
        clusters: &Clusters,
        wanted: &[Vec<bool>],
    ) -> Outlook {
        let mut buffer = String::new();
        let mut outlook = Outlook {
            pages: Vec::new(),
            casings: Vec::new(),
            uses: HashMap::default(),
            small: Vec::new(),
            topic: topic(pages),
            is_tabular: is_tabular(pages),
        };
        for (page, wanted) in pages.iter().zip(wanted) {
            let mut all = vec![Attributes::default(); page.tokens.len()];
            let mut small = vec![false; page.tokens.len()];
            for i in 0..all.len() {
                let near = wanted[i.saturating_sub(2)..(i + 3).min(all.len())].contains(&true);
                if near {
                    let listed = all[i].listed;
                    all[i] = attributes(page, i, clusters, &mut buffer);
                    all[i].listed |= listed;
                    small[i] =
                        page.tokens[i].is_capital() && survey.has_small(page.word(i), &mut buffer);
                    mark_listed(page, i, &mut all, &mut buffer);
                }
            }
            outlook.casings.push(casings(page));
            outlook.small.push(small);
            outlook.pages.push(all);
        }
        for (p, page) in pages.iter().enumerate() {
            outlook.gather_uses(page, p);
        }
        outlook
    }

    fn gather_uses(&mut self, page: &Page<'_>, p: usize) {
        let all = &self.pages[p];
        for (i, token) in page.tokens.iter().enumerate() {
            if !token.is_capital() || all[i].word == 0 {
                continue;
            }
            let entry = self.uses.entry(all[i].lower).or_default();
            entry.is_capital_inside |= !token.is_initial && self.casings[p][i] == Casing::Sentence;
            if entry.num < MAX_CONTEXTS {
                let before = neighbour(all, &page.tokens, i, -1);
                let after = neighbour(all, &page.tokens, i, 1);
                entry.before[entry.num] = before.lower;
                entry.after[entry.num] = after.lower;
                entry.before_classes |= before.classes;
                entry.after_classes |= after.classes;
            }
            entry.num += 1;
        }
    }

    /// Writes the features of token `i` of page `p` into `out`.
    pub(super) fn features(&self, page: &Page<'_>, p: usize, i: usize, out: &mut Vec<u64>) {
        out.clear();
        let all = &self.pages[p];
        let tokens = &page.tokens;
        let token = &tokens[i];
        let at = |offset| neighbour(all, tokens, i, offset);
        let near = [at(-2), at(-1), all[i], at(1), at(2)];
        let mut writer = Writer { out, template: 0 };
        writer.put(0);
        writer.words(&near);
        writer.forms(&near);
        writer.classes(&near);
        let casing = self.casings[p][i] as u64;
        let place = u64::from(token.is_initial) | u64::from(token.starts_line) << 1;
        let ends_line = tokens.get(i + 1).is_none_or(|t| t.starts_line);
        let place = place | u64::from(ends_line) << 2 | u64::from(token.is_joined) << 3;
        let me = near[2];
        writer.put(pair(place, me.shape));
        writer.put(pair(casing, me.shape));
        writer.put(pair(casing, me.lower));
        writer.put(pair(u64::from(self.small[p][i]), pair(place & 1, casing)));
        writer.put(pair(u64::from(self.is_tabular), pair(near[3].shape, place)));
        writer.put(pair(self.topic, me.shape));
        writer.put(pair(self.topic, me.cluster));
        writer.put(pair(self.topic, pair(near[1].shape, near[3].shape)));
        self.write_uses(&me, token, &mut writer);
    }

    fn write_uses(&self, me: &Attributes, token: &Token, writer: &mut Writer<'_>) {
        let Some(found) = self.uses.get(&me.lower).filter(|_| token.is_capital()) else {
            return;
        };
        writer.template = 200;
        let inside = u64::from(found.is_capital_inside);
        writer.put(pair(inside, u64::from(token.is_initial)));
        writer.put(pair(inside, found.num.min(4) as u64));
        writer.bits(found.before_classes);
        writer.template = 240;
        writer.bits(found.after_classes);
        for n in 0..found.num.min(MAX_CONTEXTS) {
            writer.template = 280;
            writer.put(found.before[n]);
            writer.put(found.after[n]);
        }
    }
}

struct Writer<'o> {
    out: &'o mut Vec<u64>,
    template: u64,
}

impl Writer<'_> {
    fn put(&mut self, value: u64) {
        self.template += 1;
        self.out.push(mix(self.template, value));
    }

    fn words(&mut self, near: &[Attributes; 5]) {
        let [_, before, me, after, _] = near;
        for attributes in near {
            self.put(attributes.lower);
            self.put(attributes.cluster);
        }
        self.put(me.word);
        self.put(pair(before.lower, me.lower));
        self.put(pair(me.lower, after.lower));
        self.put(pair(before.cluster, me.cluster));
        self.put(pair(me.cluster, after.cluster));
        self.put(pair(before.lower, after.lower));
        self.put(pair(before.lower, me.outline));
        self.put(pair(me.outline, after.lower));
        self.put(pair(pair(before.cluster, me.shape), after.cluster));
        self.put(pair(near[0].lower, pair(before.lower, me.shape)));
        self.put(pair(after.lower, pair(near[4].lower, me.shape)));
    }

    fn forms(&mut self, near: &[Attributes; 5]) {
        let [first, before, me, after, last] = near;
        for affix in me.prefixes.iter().chain(&me.suffixes) {
            self.put(*affix);
        }
        self.put(before.suffixes[1]);
        self.put(after.suffixes[1]);
        self.put(me.outline);
        self.put(before.outline);
        self.put(after.outline);
        self.put(pair(before.outline, me.outline));
        self.put(pair(me.outline, after.outline));
        self.put(pair(pair(before.shape, me.shape), after.shape));
        self.put(pair(
            pair(first.shape, before.shape),
            pair(me.shape, pair(after.shape, last.shape)),
        ));
    }

    fn classes(&mut self, near: &[Attributes; 5]) {
        let [_, before, me, after, last] = near;
        self.template = 60;
        self.bits(me.classes);
        self.template = 90;
        self.bits(before.classes);
        self.template = 120;
        self.bits(after.classes);
        self.template = 150;
        self.bits(me.listed);
        self.template = 185;
        self.put(pair(
            u64::from(me.classes & KINDS),
            u64::from(before.classes & KINDS),
        ));
        self.put(pair(
            u64::from(me.classes & KINDS),
            u64::from(after.classes & KINDS),
        ));
        self.put(pair(
            u64::from(after.classes & KINDS),
            u64::from(last.classes & KINDS),
        ));
    }

    /// Writes a feature for each bit; uses up 33 templates.
    fn bits(&mut self, mut bits: u32) {
        while bits != 0 {
            let bit = bits.trailing_zeros();
            self.out.push(mix(self.template + u64::from(bit), 1));
            bits &= bits - 1;
        }
    }
}

/// The classes that are looked at in pairs.
const KINDS: u32 = ((1 << 14) - 1) | (1 << 24);

fn neighbour(all: &[Attributes], tokens: &[Token], i: usize, offset: isize) -> Attributes {
    let Some(j) = i.checked_add_signed(offset).filter(|&j| j < all.len()) else {
        return Attributes::default();
    };
    let crossing = if offset < 0 {
        j + 1..i + 1
    } else {
        i + 1..j + 1
    };
    if tokens[crossing].iter().any(|t| t.starts_line) {
        return Attributes {
            lower: 1,
            ..Attributes::default()
        };
    }
    all[j]
}

fn attributes(page: &Page<'_>, i: usize, clusters: &Clusters, buffer: &mut String) -> Attributes {
    let token = &page.tokens[i];
    let word = page.word(i);
    let classes = page.classes_of(i, buffer).bits();
    let shape = token.shape as u64 + 1;
    if token.shape == Shape::Opaque {
        return Attributes {
            word: 2,
            lower: 2,
            shape,
            ..Attributes::default()
        };
    }
    let cluster = clusters.of(word, buffer);
    let lower = fold(word, buffer).as_bytes();
    let (prefixes, suffixes) = affixes(lower);
    let lower = if token.shape == Shape::Number {
        outline(word)
    } else {
        hash(lower)
    };
    Attributes {
        word: hash(word.as_bytes()),
        lower,
        outline: outline(word),
        prefixes,
        suffixes,
        cluster,
        classes,
        listed: 0,
        shape,
    }
}

fn affixes(word: &[u8]) -> ([u64; 3], [u64; 3]) {
    let mut prefixes = [0; 3];
    let mut suffixes = [0; 3];
    for n in 2..=4 {
        if word.len() >= n {
            prefixes[n - 2] = hash(&word[..n]);
            suffixes[n - 2] = hash(&word[word.len() - n..]);
        }
    }
    (prefixes, suffixes)
}

/// Returns a hash of how the word is written: capitals, small letters, digits, signs, each run
/// of one sort counted once; of numbers the length too.
fn outline(word: &str) -> u64 {
    let mut hash = SEED;
    let mut last = 0;
    for &byte in word.as_bytes().iter().take(MAX_OUTLINE) {
        let sort = match byte {
            b'A'..=b'Z' => b'A',
            b'a'..=b'z' | 0x80.. => b'a',
            b'0'..=b'9' => b'0',
            other => other,
        };
        if sort != last || sort == b'0' {
            hash = step(hash, sort);
        }
        last = sort;
    }
    hash
}

fn mark_listed(page: &Page<'_>, i: usize, all: &mut [Attributes], buffer: &mut String) {
    if !page.tokens[i].classes.is(Classes::FIRST_OF_MORE) {
        return;
    }
    let last = (i + MAX_TOKENS).min(page.tokens.len());
    let Some((length, classes)) = page.listed(i, last, Classes::LISTED, buffer) else {
        return;
    };
    let bits = classes.bits() & Classes::LISTED.bits();
    if length > 1 {
        for (n, attributes) in all[i..i + length].iter_mut().enumerate() {
            attributes.listed |= if n == 0 { bits } else { bits | 1 << 31 };
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

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Returns the FNV-1a hash of bytes.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(SEED, |hash, &byte| step(hash, byte))
}

fn pair(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ 0x51_7c_c1_b7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b
}

fn mix(template: u64, value: u64) -> u64 {
    let mixed =
        (value ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ mixed >> 32
}
