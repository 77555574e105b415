//! What the trained model looks at: a few dozen hashed features of each token.
//!
//! A feature is a 64-bit hash of its template and its value; nothing is allocated for it. A third
//! tell of one word alone and a third of all places where the article has a word, so that their
//! weights need not be summed again for each token: a [`Sink`] takes what it has use for.

use super::words::Attributes;

/// Where a word stands, seen from the token that is to be labelled.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    SecondBefore,
    Before,
    Itself,
    After,
    SecondAfter,
    /// Before the same word elsewhere in the article.
    BeforeOther,
    /// After the same word elsewhere in the article.
    AfterOther,
}

/// Number of [`Slot`]s.
pub(super) const NUM_SLOTS: usize = 7;

/// The slots of a token and its neighbours, in the order of the text.
pub(super) const NEAR: [Slot; 5] = [
    Slot::SecondBefore,
    Slot::Before,
    Slot::Itself,
    Slot::After,
    Slot::SecondAfter,
];

/// Takes features, by what they depend on.
pub(super) trait Sink {
    /// Takes a feature that depends on nothing but the word that stands in `slot`.
    fn word(&mut self, slot: Slot, feature: u64);
    /// Takes a feature of all uses of the token's word, the same for each of them.
    fn usage(&mut self, feature: u64);
    /// Takes any other feature.
    fn token(&mut self, feature: u64);
}

/// A token to be labelled and what stands around it.
pub(super) struct Site<'w> {
    /// The token and its neighbours, by [`NEAR`].
    pub(super) near: [&'w Attributes; 5],
    /// Classes of a name of several words that the token is part of, and where it stands in it.
    pub(super) listed: u32,
    /// Where it stands in sentence and line, and how the sentence is written.
    pub(super) place: u64,
    pub(super) casing: u64,
    /// The article has the word in small letters, too.
    pub(super) is_small: bool,
    /// What the whole article is.
    pub(super) topic: u64,
    pub(super) is_tabular: bool,
}

/// What the places of a word have in common where it stands with a capital.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Usage {
    pub(super) before_classes: u32,
    pub(super) after_classes: u32,
    /// Number of places.
    pub(super) num: usize,
    /// One of them is where no sentence begins.
    pub(super) is_capital_inside: bool,
}

/// Writes the features of a token, but for those of its word's uses.
pub(super) fn write_site(site: &Site<'_>, sink: &mut impl Sink) {
    let mut writer = Writer { sink, template: 0 };
    let near = &site.near;
    writer.token(0);
    writer.words(near);
    writer.forms(near);
    writer.classes(near, site.listed);
    let me = near[2];
    writer.token(pair(site.place, me.shape));
    writer.token(pair(site.casing, me.shape));
    writer.token(pair(site.casing, me.lower));
    writer.token(pair(
        u64::from(site.is_small),
        pair(site.place & 1, site.casing),
    ));
    writer.token(pair(
        u64::from(site.is_tabular),
        pair(near[3].shape, site.place),
    ));
    writer.token(pair(site.topic, me.shape));
    writer.token(pair(site.topic, me.cluster));
    writer.token(pair(site.topic, pair(near[1].shape, near[3].shape)));
}

/// Writes what the uses of a word say of one of them.
pub(super) fn write_usage(usage: &Usage, is_initial: bool, sink: &mut impl Sink) {
    let mut writer = Writer {
        sink,
        template: 200,
    };
    let inside = u64::from(usage.is_capital_inside);
    writer.token(pair(inside, u64::from(is_initial)));
    writer.usage(pair(inside, usage.num.min(4) as u64));
    writer.bits(usage.before_classes, Sink::usage);
    writer.template = 240;
    writer.bits(usage.after_classes, Sink::usage);
}

/// Writes what stands before and after the same word elsewhere.
pub(super) fn write_context(before: &Attributes, after: &Attributes, sink: &mut impl Sink) {
    let mut writer = Writer {
        sink,
        template: 280,
    };
    writer.word(Slot::BeforeOther, before.lower);
    writer.word(Slot::AfterOther, after.lower);
}

/// Writes the features that depend on one word alone, for all places where it may stand.
pub(super) fn write_word(word: &Attributes, sink: &mut impl Sink) {
    let site = Site {
        near: [word; 5],
        listed: 0,
        place: 0,
        casing: 0,
        is_small: false,
        topic: 0,
        is_tabular: false,
    };
    write_site(&site, sink);
    write_context(word, word, sink);
}

struct Writer<'s, S> {
    sink: &'s mut S,
    template: u64,
}

impl<S: Sink> Writer<'_, S> {
    fn next(&mut self, value: u64) -> u64 {
        self.template += 1;
        mix(self.template, value)
    }

    fn word(&mut self, slot: Slot, value: u64) {
        let feature = self.next(value);
        self.sink.word(slot, feature);
    }

    fn usage(&mut self, value: u64) {
        let feature = self.next(value);
        self.sink.usage(feature);
    }

    fn token(&mut self, value: u64) {
        let feature = self.next(value);
        self.sink.token(feature);
    }

    fn words(&mut self, near: &[&Attributes; 5]) {
        let [_, before, me, after, _] = *near;
        for (slot, attributes) in NEAR.into_iter().zip(near) {
            self.word(slot, attributes.lower);
            self.word(slot, attributes.cluster);
        }
        self.word(Slot::Itself, me.word);
        self.token(pair(before.lower, me.lower));
        self.token(pair(me.lower, after.lower));
        self.token(pair(before.cluster, me.cluster));
        self.token(pair(me.cluster, after.cluster));
        self.token(pair(before.lower, after.lower));
        self.token(pair(before.lower, me.outline));
        self.token(pair(me.outline, after.lower));
        self.token(pair(pair(before.cluster, me.shape), after.cluster));
        self.token(pair(near[0].lower, pair(before.lower, me.shape)));
        self.token(pair(after.lower, pair(near[4].lower, me.shape)));
    }

    fn forms(&mut self, near: &[&Attributes; 5]) {
        let [first, before, me, after, last] = *near;
        for affix in me.prefixes.iter().chain(&me.suffixes) {
            self.word(Slot::Itself, *affix);
        }
        self.word(Slot::Before, before.suffixes[1]);
        self.word(Slot::After, after.suffixes[1]);
        self.word(Slot::Itself, me.outline);
        self.word(Slot::Before, before.outline);
        self.word(Slot::After, after.outline);
        self.token(pair(before.outline, me.outline));
        self.token(pair(me.outline, after.outline));
        self.token(pair(pair(before.shape, me.shape), after.shape));
        self.token(pair(
            pair(first.shape, before.shape),
            pair(me.shape, pair(after.shape, last.shape)),
        ));
    }

    fn classes(&mut self, near: &[&Attributes; 5], listed: u32) {
        let [_, before, me, after, last] = *near;
        self.template = 60;
        self.bits(me.classes, |sink, bit| sink.word(Slot::Itself, bit));
        self.template = 90;
        self.bits(before.classes, |sink, bit| sink.word(Slot::Before, bit));
        self.template = 120;
        self.bits(after.classes, |sink, bit| sink.word(Slot::After, bit));
        self.template = 150;
        self.bits(listed, Sink::token);
        self.template = 185;
        let kinds = |attributes: &Attributes| u64::from(attributes.classes & KINDS);
        self.token(pair(kinds(me), kinds(before)));
        self.token(pair(kinds(me), kinds(after)));
        self.token(pair(kinds(after), kinds(last)));
    }

    /// Writes a feature for each bit; uses up 33 templates.
    fn bits(&mut self, mut bits: u32, take: impl Fn(&mut S, u64)) {
        while bits != 0 {
            let bit = bits.trailing_zeros();
            take(self.sink, mix(self.template + u64::from(bit), 1));
            bits &= bits - 1;
        }
    }
}

/// The classes that are looked at in pairs.
const KINDS: u32 = ((1 << 14) - 1) | (1 << 24);

fn pair(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ 0x51_7c_c1_b7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b
}

fn mix(template: u64, value: u64) -> u64 {
    let mixed =
        (value ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ mixed >> 32
}
