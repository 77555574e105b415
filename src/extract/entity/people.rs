//! Who of an article's people is meant by a family name, a given name, or a fuller form.

use std::collections::{HashMap, HashSet};

use super::lists::{self, Classes};
use super::merge::{Merger, Name};
use super::page::Page;
use super::spans::Span;
use crate::article::{EntityKind, Part};

/// How many people of one family name are kept apart.
const MAX_NAMESAKES: usize = 8;

/// The people of an article by their full names.
pub(super) struct People {
    /// Family name -> full names, in order of first mention.
    by_surname: HashMap<String, Vec<usize>>,
    /// Given name -> the one who has it, `None` where several do.
    by_given: HashMap<String, Option<usize>>,
    /// The names that end as those of sons do: "Jr.".
    juniors: HashSet<usize>,
    /// The names of those who are not meant by their family names alone: these stood before in the
    /// article, for somebody in an office that they are never said to have.
    strangers: HashSet<usize>,
    /// A name in its fullest form -> how often it stands in any form but the family name alone; twice as
    /// much in a headline.
    weights: HashMap<usize, usize>,
    /// A person's name -> the fullest form of it.
    fullest: HashMap<usize, usize>,
}

impl People {
    pub(super) fn of(merger: &Merger<'_, '_>) -> People {
        let mut people = People {
            by_surname: HashMap::new(),
            by_given: HashMap::new(),
            juniors: HashSet::new(),
            strangers: HashSet::new(),
            weights: HashMap::new(),
            fullest: HashMap::new(),
        };
        for (i, name) in merger.names.iter().enumerate() {
            if name.kind == EntityKind::Person && name.num_words >= 2 && name.stands_for.is_none() {
                people.add(merger, i);
            }
        }
        people.weigh(merger);
        people.find_strangers(merger);
        people
    }

    /// How often each person stands in full, by the fullest form.
    fn weigh(&mut self, merger: &Merger<'_, '_>) {
        for item in &merger.uses {
            let is_headline = merger.pages[item.page].part == Part::Headline;
            let form = *self.fullest.get(&item.name).unwrap_or(&item.name);
            *self.weights.entry(form).or_default() += if is_headline { 2 } else { 1 };
        }
    }

    fn find_strangers(&mut self, merger: &Merger<'_, '_>) {
        let seen = Seen::of(merger);
        for (surname, bearers) in &self.by_surname {
            let alone = merger.by_key.get(surname).map(|&alone| seen[alone]);
            let first = alone.and_then(|alone| alone.first_in_body.filter(|_| alone.has_office));
            let Some(first) = first else {
                continue;
            };
            let is_stranger = |&&full: &&usize| first < seen[full].first && !seen[full].has_office;
            self.strangers.extend(bearers.iter().filter(is_stranger));
        }
    }

    fn add(&mut self, merger: &Merger<'_, '_>, index: usize) {
        let key = &merger.names[index].key;
        let surname = last_word(key);
        if !key.trim_end_matches(['.', ' ']).ends_with(surname) {
            self.juniors.insert(index);
        }
        let known = self.by_surname.entry(surname.to_owned()).or_default();
        let same = known.iter().rev().take(MAX_NAMESAKES).copied();
        let mut twin = None;
        for other in same {
            if is_same_person(key, &merger.names[other].key) {
                twin = Some(other);
            }
        }
        match twin {
            Some(other) => {
                let best = *self.fullest.get(&other).unwrap_or(&other);
                let longer = merger.names[best].key.len() < key.len();
                let fullest = if longer { index } else { best };
                self.fullest.insert(index, fullest);
                self.fullest.insert(other, fullest);
            }
            None => known.push(index),
        }
        if let Some((given, _)) = key.split_once(' ') {
            let is_given = lists::classes(given).is(Classes::GIVEN);
            if is_given {
                let same = self.fullest.get(&index).copied();
                let holder = self.by_given.entry(given.to_owned()).or_insert(Some(index));
                if holder.is_some_and(|other| other != index && same.is_none()) {
                    *holder = None;
                }
            }
        }
    }

    /// Tells whether the name is the family or given name of one of them.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.by_surname.contains_key(key) || self.by_given.contains_key(key)
    }

    /// Returns the fullest name of a person: for a family name alone, of the one of that name
    /// whom the article is about.
    pub(super) fn full_name(&self, index: usize, name: &Name) -> usize {
        if name.num_words >= 2 {
            let twin = self.fullest.get(&index);
            return twin.map_or(index, |twin| *self.fullest.get(twin).unwrap_or(twin));
        }
        let by_given = self.by_given.get(&name.key).copied().flatten();
        let full = self.bearer(index, name).or(by_given).unwrap_or(index);
        *self.fullest.get(&full).unwrap_or(&full)
    }

    /// Of those who have a family name the one whose full name stands most often, the first of
    /// equals: who is named once beside a more prominent namesake is not meant by the name alone.
    /// Nor is a son by the name that stood before his own.
    fn bearer(&self, index: usize, name: &Name) -> Option<usize> {
        let is_meant = |&&full: &&usize| {
            !self.strangers.contains(&full) && (!self.juniors.contains(&full) || full < index)
        };
        let mut best = None;
        let bearers = self.by_surname.get(&name.key)?.iter();
        for &full in bearers.take(MAX_NAMESAKES).filter(is_meant) {
            let form = self.fullest.get(&full).unwrap_or(&full);
            let weight = self.weights.get(form).copied().unwrap_or(0);
            if best.is_none_or(|(_, most)| weight > most) {
                best = Some((full, weight));
            }
        }
        best.map(|(full, _)| full)
    }
}

/// Where a name stands in an article.
#[derive(Clone, Copy)]
struct Seen {
    /// The number of its first use, in order of reading.
    first: usize,
    /// That of its first use in the body.
    first_in_body: Option<usize>,
    /// It stands with an office.
    has_office: bool,
}

impl Seen {
    /// Looks at all uses once; by name.
    fn of(merger: &Merger<'_, '_>) -> Vec<Seen> {
        let unseen = Seen {
            first: usize::MAX,
            first_in_body: None,
            has_office: false,
        };
        let mut seen = vec![unseen; merger.names.len()];
        for (number, item) in merger.uses.iter().enumerate() {
            let page = &merger.pages[item.page];
            let name = &mut seen[item.name];
            name.first = name.first.min(number);
            if page.part == Part::Body {
                name.first_in_body.get_or_insert(number);
            }
            name.has_office |= is_in_office(page, item.span);
        }
        seen
    }
}

/// Words before the name of somebody who holds an office.
const OFFICES: [&str; 9] = [
    "president",
    "chancellor",
    "premier",
    "minister",
    "governor",
    "gov.",
    "senator",
    "sen.",
    "mayor",
];

/// Words behind the name of somebody who holds or seeks an office.
const OF_OFFICES: [&str; 4] = ["administration", "campaign", "presidency", "government"];

/// Tells whether a name stands with an office: "President Kolmar", "the Kolmar administration".
fn is_in_office(page: &Page<'_>, span: Span) -> bool {
    let is_one = |word: &str, of: &[&str]| of.iter().any(|o| o.eq_ignore_ascii_case(word));
    let before = span.first.checked_sub(1).map(|i| page.word(i));
    before.is_some_and(|word| is_one(word, &OFFICES)) || is_one(page.word(span.last), &OF_OFFICES)
}

/// Tells whether two names with one family name name one person: all words of the shorter
/// are in the longer in order, an initial standing for any word that begins with it.
fn is_same_person(a: &str, b: &str) -> bool {
    let (short, long) = if a.split(' ').count() <= b.split(' ').count() {
        (a, b)
    } else {
        (b, a)
    };
    let mut rest = long.split(' ');
    short
        .split(' ')
        .all(|word| rest.any(|other| is_same_word(word, other)))
}

fn is_same_word(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches('.'), b.trim_end_matches('.'));
    let is_initial = a.chars().count() == 1 || b.chars().count() == 1;
    a == b || is_initial && a.chars().next() == b.chars().next()
}

/// The last word of a name but for what tells a son from his father.
fn last_word(key: &str) -> &str {
    let mut words = key.split(' ').map(|word| word.trim_end_matches(['.', ',']));
    let is_name = |word: &&str| !matches!(*word, "" | "jr" | "sr" | "ii" | "iii");
    words.rfind(is_name).unwrap_or(key)
}
