//! Who of an article's people is meant by a family name, a given name, or a fuller form.

use std::collections::{HashMap, HashSet};

use super::lists::{self, Classes};
use super::merge::{Merger, Name};
use super::page::Page;
use super::spans::Span;
use super::tokens::{Shape, Token, fold};
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
    /// Family names of several people that mean none of them alone, for the article speaks of the
    /// family more often: "the Kolmars", "the Kolmar family".
    families: HashSet<String>,
    /// Given names that stand behind another word with a capital wherever they stand alone: "Uncle Ben".
    bynames: HashSet<usize>,
    /// The names of those who are not meant by their family names alone: these stood before in the
    /// article, for somebody in an office that they are never said to have.
    strangers: HashSet<usize>,
    /// The names of those who come into the article only after their family name alone has stood for
    /// somebody of that name who was there before.
    latecomers: HashSet<usize>,
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
            families: HashSet::new(),
            bynames: HashSet::new(),
            strangers: HashSet::new(),
            latecomers: HashSet::new(),
            weights: HashMap::new(),
            fullest: HashMap::new(),
        };
        let seen = Seen::of(merger);
        for (i, name) in merger.names.iter().enumerate() {
            let is_full = name.num_words >= 2 && has_family_name(name.written());
            if name.kind == EntityKind::Person && is_full && name.stands_for.is_none() {
                people.add(merger, &seen, i);
            }
        }
        people.weigh(merger);
        people.find_strangers(merger, &seen);
        people.find_latecomers(merger, &seen);
        people.find_families(merger, &seen);
        let alone = (0..seen.len()).filter(|&name| !seen[name].is_free);
        people.bynames.extend(alone);
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

    fn find_strangers(&mut self, merger: &Merger<'_, '_>, seen: &[Seen]) {
        for (surname, bearers) in &self.by_surname {
            let alone = merger.by_key.get(surname).map(|&alone| seen[alone]);
            let Some(alone) = alone.filter(|alone| alone.has_office) else {
                continue;
            };
            let is_stranger = |&&full: &&usize| {
                let comes_later = alone.first_in_body.is_some_and(|it| it < seen[full].first);
                let is_rare = self.weights.get(&full).is_none_or(|&num| num <= 2);
                let is_spouse = alone.governs && seen[full].is_spouse && is_rare;
                !seen[full].has_office && (comes_later || is_spouse)
            };
            self.strangers.extend(bearers.iter().filter(is_stranger));
        }
    }

    fn find_latecomers(&mut self, merger: &Merger<'_, '_>, seen: &[Seen]) {
        for (surname, bearers) in &self.by_surname {
            let alone = merger.by_key.get(surname).map(|&alone| seen[alone]);
            let Some(first) = alone.and_then(|alone| alone.first_in_body) else {
                continue;
            };
            let is_late = |full: &&usize| seen[**full].first > first;
            if !bearers.iter().all(|full| is_late(&full)) {
                self.latecomers.extend(bearers.iter().filter(is_late));
            }
        }
    }

    fn find_families(&mut self, merger: &Merger<'_, '_>, seen: &[Seen]) {
        let several = self.by_surname.iter().filter(|(_, all)| all.len() > 1);
        let several: Vec<&String> = several.map(|(surname, _)| surname).collect();
        if several.is_empty() {
            return;
        }
        let mut buffer = String::new();
        let mut plurals: HashMap<String, usize> = HashMap::new();
        for page in merger.pages {
            for token in page.tokens.iter().filter(|token| token.is_capital()) {
                let word = fold(page.word_of(token), &mut buffer);
                if let Some(singular) = word.strip_suffix('s') {
                    *plurals.entry(singular.to_owned()).or_default() += 1;
                }
            }
        }
        let is_family = |surname: &&String| {
            let alone = merger.by_key.get(*surname).map(|&alone| seen[alone]);
            let (uses, of_family) = alone.map_or((0, 0), |alone| (alone.uses, alone.of_family));
            of_family + plurals.get(*surname).unwrap_or(&0) >= uses.max(1)
        };
        let families = several.into_iter().filter(is_family).cloned();
        self.families = families.collect();
    }

    fn add(&mut self, merger: &Merger<'_, '_>, seen: &[Seen], index: usize) {
        let key = &merger.names[index].key;
        let surname = last_word(key);
        if !key.trim_end_matches(['.', ' ']).ends_with(surname) {
            self.juniors.insert(index);
        }
        let alone = merger.by_key.get(surname).map(|&alone| seen[alone]);
        let is_in_office = alone.is_some_and(|alone| alone.has_office);
        // A son who holds no office is not his father, who does.
        let is_son_of = |juniors: &HashSet<usize>, son: usize, other: usize| {
            let is_son = juniors.contains(&son) && !juniors.contains(&other);
            is_son && !seen[son].has_office && (is_in_office || seen[other].has_office)
        };
        let known = self.by_surname.entry(surname.to_owned()).or_default();
        let same = known.iter().rev().take(MAX_NAMESAKES).copied();
        let mut twin = None;
        for other in same {
            if !is_same_person(key, &merger.names[other].key) {
                continue;
            }
            if is_son_of(&self.juniors, index, other) {
                self.strangers.insert(index);
            } else if is_son_of(&self.juniors, other, index) {
                self.strangers.insert(other);
            } else {
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
        let by_given = by_given.filter(|_| !self.bynames.contains(&index));
        let by_surname = self.bearer(index, name);
        // "Hillary" beside both Hillary Clinton and Edmund Hillary.
        let is_rather_given =
            |full: &usize| by_given.is_some_and(|other| self.weight(other) > self.weight(*full));
        let full = by_surname
            .filter(|full| !is_rather_given(full))
            .or(by_given);
        let full = full.unwrap_or(index);
        *self.fullest.get(&full).unwrap_or(&full)
    }

    /// How often somebody stands in full.
    fn weight(&self, full: usize) -> usize {
        let form = self.fullest.get(&full).unwrap_or(&full);
        self.weights.get(form).copied().unwrap_or(0)
    }

    /// Of those who have a family name the one whose full name stands most often, the first of
    /// equals: who is named once beside a more prominent namesake is not meant by the name alone.
    /// Nor is a son by the name that stood before his own, or who comes later than somebody whom the
    /// name alone stood for.
    fn bearer(&self, index: usize, name: &Name) -> Option<usize> {
        let is_meant = |&&full: &&usize| {
            let is_stranger = self.strangers.contains(&full) || self.latecomers.contains(&full);
            !is_stranger && (!self.juniors.contains(&full) || full < index)
        };
        if self.families.contains(&name.key) {
            return None;
        }
        let mut best = None;
        let bearers = self.by_surname.get(&name.key)?.iter();
        for &full in bearers.take(MAX_NAMESAKES).filter(is_meant) {
            let weight = self.weight(full);
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
    /// That of somebody who governs or governed a country.
    governs: bool,
    /// It is said to be of a first lady.
    is_spouse: bool,
    /// Number of its uses, and of those that stand for a family.
    uses: usize,
    of_family: usize,
    /// It stands somewhere without a word with a capital right before it.
    is_free: bool,
}

impl Seen {
    /// Looks at all uses once; by name.
    fn of(merger: &Merger<'_, '_>) -> Vec<Seen> {
        let unseen = Seen {
            first: usize::MAX,
            first_in_body: None,
            has_office: false,
            governs: false,
            is_spouse: false,
            uses: 0,
            of_family: 0,
            is_free: false,
        };
        let mut seen = vec![unseen; merger.names.len()];
        for (number, item) in merger.uses.iter().enumerate() {
            let page = &merger.pages[item.page];
            let name = &mut seen[item.name];
            name.first = name.first.min(number);
            if page.part == Part::Body {
                name.first_in_body.get_or_insert(number);
            }
            name.see(page, item.span);
        }
        seen
    }

    /// Looks at what stands around one use.
    fn see(&mut self, page: &Page<'_>, span: Span) {
        let before = span.first.checked_sub(1).map_or("", |i| page.word(i));
        let after = page.word(span.last);
        let holder = holds_office(page, span.first);
        let governs = is_one(after, &["administration", "presidency"]);
        let stands_before = is_one(after, &["campaign", "government"]);
        self.has_office |= holder || governs || stands_before;
        self.governs |= governs || is_one(before, &["president", "presidents"]);
        self.is_spouse |= is_one(before, &["lady", "ladies"]);
        self.uses += 1;
        self.of_family += usize::from(is_of_family(after));
        let is_first = page.tokens[span.first].starts_line;
        let token = span.first.checked_sub(1).map(|i| &page.tokens[i]);
        let follows_name = |token: &Token| {
            token.shape == Shape::Title && !token.classes.is(Classes::TITLE) && !token.is_initial
        };
        self.is_free |= is_first || !token.is_some_and(follows_name);
    }
}

/// Tells whether the word behind a name says that it is that of a family.
pub(super) fn is_of_family(after: &str) -> bool {
    is_one(after, &["family", "families"])
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

/// The same of several people, whose names stand in a row.
const OFFICES_OF_SEVERAL: [&str; 6] = [
    "presidents",
    "chancellors",
    "ministers",
    "governors",
    "senators",
    "sens.",
];

/// The most tokens between an office of several people and the last of their names.
const MAX_ROW: usize = 8;

/// Tells whether a name that begins with token `first` stands behind an office: "President Kolmar",
/// "Presidents Tovar and Kolmar".
fn holds_office(page: &Page<'_>, first: usize) -> bool {
    let mut is_row = false;
    for before in (0..first).rev().take(MAX_ROW) {
        let word = page.word(before);
        let is_last = before + 1 == first;
        if is_last && is_one(word, &OFFICES) || is_one(word, &OFFICES_OF_SEVERAL) {
            return true;
        }
        let is_link = matches!(word, "and" | ",");
        is_row |= is_last && is_link;
        if !is_row || !is_link && !page.tokens[before].is_capital() {
            return false;
        }
    }
    false
}

fn is_one(word: &str, of: &[&str]) -> bool {
    of.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// Tells whether the last word of a name can be a family name: not "Jr." right behind a given name, nor
/// an acronym ("Harbour PAC").
fn has_family_name(written: &str) -> bool {
    let surname = last_word(written);
    let is_given = written
        .split_once(' ')
        .is_some_and(|(given, _)| given == surname);
    let is_acronym = surname.len() <= 3
        && surname.len() >= 2
        && surname.bytes().all(|b| b.is_ascii_uppercase())
        && written.bytes().any(|b| b.is_ascii_lowercase());
    !is_given && !is_acronym
}

/// Tells whether two names with one family name name one person: all words of the shorter
/// are in the longer in order, an initial standing for any word that begins with it.
fn is_same_person(a: &str, b: &str) -> bool {
    let (short, long) = if a.split(' ').count() <= b.split(' ').count() {
        (a, b)
    } else {
        (b, a)
    };
    if have_other_initials(short, long) {
        return false;
    }
    let mut rest = long.split(' ');
    short
        .split(' ')
        .all(|word| rest.any(|other| is_same_word(word, other)))
}

/// Tells whether two names have initials in the middle, and not as many: "George W. Bush" and
/// "George H. W. Bush".
fn have_other_initials(a: &str, b: &str) -> bool {
    let is_initial = |word: &&str| word.trim_end_matches('.').chars().count() == 1;
    let initials = |name: &str| name.split(' ').skip(1).filter(is_initial).count();
    let (a, b) = (initials(a), initials(b));
    a > 0 && b > 0 && a != b
}

fn is_same_word(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches('.'), b.trim_end_matches('.'));
    let is_initial = a.chars().count() == 1 || b.chars().count() == 1;
    a == b || is_initial && a.chars().next() == b.chars().next()
}

/// The last word of a name but for what tells a son from his father.
fn last_word(key: &str) -> &str {
    let mut words = key.split(' ').map(|word| word.trim_end_matches(['.', ',']));
    let is_name = |word: &&str| !is_one(word, &["", "jr", "sr", "ii", "iii"]);
    words.rfind(is_name).unwrap_or(key)
}
