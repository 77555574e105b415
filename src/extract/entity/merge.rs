//! Decides what each name is, once for the whole article, and gathers its mentions.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::lists::{self, Classes};
use super::page::Page;
use super::score::{self, Points};
use super::spans::Span;
use super::tokens::fold;
use crate::article::{Entity, EntityKind, Mention, Part};

/// How many people of one family name are kept apart.
const MAX_NAMESAKES: usize = 8;

/// One mention and the name it has.
struct Use {
    page: usize,
    span: Span,
    name: usize,
    kind: EntityKind,
    /// It stands in a row of results, where a city means its team.
    is_team: bool,
}

/// What the article says under one name, in small letters.
struct Name {
    /// The name as first written; not in capitals if it is ever written otherwise.
    written: String,
    key: String,
    words: Points,
    context: Points,
    /// A use of it is certain to be a name.
    is_certain: bool,
    num_words: usize,
    kind: EntityKind,
    /// The name that it stands for: a person's full name, an acronym's expansion.
    stands_for: Option<usize>,
}

/// Makes entities of the spans of all pages, in order of first mention.
pub(super) fn entities(pages: &[Page<'_>], spans: &[Vec<Span>]) -> Vec<Entity> {
    let mut merger = Merger {
        pages,
        names: Vec::new(),
        by_key: HashMap::new(),
        uses: Vec::new(),
    };
    merger.read(spans);
    merger.bind_acronyms();
    merger.decide();
    merger.bind_companies();
    let people = People::of(&merger);
    merger.settle(&people);
    merger.gather(&people)
}

struct Merger<'p, 't> {
    pages: &'p [Page<'t>],
    names: Vec<Name>,
    by_key: HashMap<String, usize>,
    uses: Vec<Use>,
}

impl Merger<'_, '_> {
    /// Weighs each span and files it under its name.
    fn read(&mut self, spans: &[Vec<Span>]) {
        let mut buffer = String::new();
        for (p, (page, spans)) in self.pages.iter().zip(spans).enumerate() {
            for &span in spans {
                let written = page.slice(span.first, span.last);
                let context = match span.kind {
                    Some(_) => Points::default(),
                    None => score::weigh_context(page, span, &mut buffer),
                };
                let name = self.name(page, span, written, &mut buffer);
                let entry = &mut self.names[name];
                if let Some(kind) = span.kind {
                    entry.words.add(kind, 1);
                }
                entry.context.add_all(context, 9);
                entry.is_certain |=
                    !span.is_weak && !span.needs_person || context.of(EntityKind::Person) >= 5;
                if is_shouted(&entry.written) && !is_shouted(written) {
                    entry.written = flat(written);
                }
                let kind = span.kind.unwrap_or_else(|| context.best());
                let is_team = span.kind.is_none() && score::is_table_row(page, span, &mut buffer);
                entry.is_certain |= is_team;
                self.uses.push(Use {
                    page: p,
                    span,
                    name,
                    kind,
                    is_team,
                });
            }
        }
    }

    fn name(&mut self, page: &Page<'_>, span: Span, written: &str, buffer: &mut String) -> usize {
        let key = fold(written, buffer).to_owned();
        match self.by_key.entry(key) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(vacant) => {
                let key = vacant.key().clone();
                let index = self.names.len();
                vacant.insert(index);
                let tokens = &page.tokens[span.first..span.last];
                self.names.push(Name {
                    written: flat(written),
                    words: match span.kind {
                        Some(_) => Points::default(),
                        None => score::weigh_words(page, span, buffer),
                    },
                    context: Points::default(),
                    is_certain: false,
                    num_words: tokens.iter().filter(|t| t.is_capital()).count(),
                    kind: EntityKind::Other,
                    stands_for: None,
                    key,
                });
                index
            }
        }
    }

    /// Binds an acronym in brackets to the name before it: "Islamic State (IS)".
    fn bind_acronyms(&mut self) {
        for i in 1..self.uses.len() {
            let (long, short) = (&self.uses[i - 1], &self.uses[i]);
            if long.page != short.page || short.span.first != long.span.last + 1 {
                continue;
            }
            let page = &self.pages[short.page];
            let is_bracketed =
                page.word(long.span.last) == "(" && page.word(short.span.last) == ")";
            let (mut long, mut short) = (long.name, short.name);
            if is_bracketed
                && !spells(
                    page.word(self.uses[i].span.first),
                    &self.names[long].written,
                )
            {
                std::mem::swap(&mut long, &mut short);
            }
            let acronym = &self.names[short];
            let is_acronym =
                acronym.num_words == 1 && spells(&acronym.written, &self.names[long].written);
            if is_bracketed && long != short && is_acronym && self.names[long].stands_for.is_none()
            {
                self.names[short].stands_for = Some(long);
                self.names[long].is_certain = true;
                self.names[short].is_certain = true;
                if self.uses[i].span.kind.is_none() {
                    self.names[long].words.add(EntityKind::Person, -8);
                    self.names[long].words.add(EntityKind::Organization, 3);
                }
            }
        }
    }

    fn decide(&mut self) {
        for name in &mut self.names {
            let mut points = name.words;
            let listed = points
                .of(EntityKind::Place)
                .max(points.of(EntityKind::Organization))
                >= 8;
            points.add_all(name.context, if listed { 6 } else { 9 });
            name.kind = points.best();
        }
        for i in 0..self.names.len() {
            if let Some(long) = self.names[i].stands_for {
                self.names[i].kind = self.names[long].kind;
            }
        }
    }

    /// Binds "Boeing" and "Boeing Co." to one another.
    fn bind_companies(&mut self) {
        for i in 0..self.names.len() {
            let name = &self.names[i];
            if name.kind != EntityKind::Organization
                || name.num_words < 2
                || name.stands_for.is_some()
            {
                continue;
            }
            let Some((stem, suffix)) = name.key.rsplit_once(' ') else {
                continue;
            };
            let is_suffix = lists::classes(suffix).is(Classes::ORG_SUFFIX);
            let Some(&short) = self
                .by_key
                .get(stem.trim_end_matches([',', ' ']))
                .filter(|_| is_suffix)
            else {
                continue;
            };
            if self.names[short].stands_for.is_none() && short != i {
                self.names[short].stands_for = Some(i);
                self.names[short].kind = EntityKind::Organization;
            }
        }
    }

    /// Gives each use its kind: the name's, unless a title or dateline says otherwise, or the
    /// name is the family name of a person of the article.
    fn settle(&mut self, people: &People) {
        for i in 0..self.uses.len() {
            let item = &self.uses[i];
            let name = &self.names[item.name];
            let named_before = people.knows(&name.key);
            let words = name.words.best();
            let is_person = item.span.is_titled
                && name.num_words <= 4
                && name.words.of(EntityKind::Organization) < 9
                || named_before
                    && (words == EntityKind::Person
                        || name.words.of(words) < 8
                        || name.kind == EntityKind::Person);
            let is_surname = named_before
                && name.num_words == 1
                && item.span.kind == Some(EntityKind::Organization)
                && !lists::classes(&name.key).is(Classes::LISTED);
            let decided = match item.span.kind {
                Some(_) if is_surname => Some(EntityKind::Person),
                decided => decided.filter(|_| name.stands_for.is_none()),
            };
            let kind = if let Some(kind) = decided {
                kind
            } else if item.span.is_dateline {
                EntityKind::Place
            } else if item.is_team {
                EntityKind::Organization
            } else if is_person && name.stands_for.is_none() {
                EntityKind::Person
            } else {
                name.kind
            };
            if named_before && kind == EntityKind::Person {
                let name = item.name;
                self.names[name].is_certain = true;
            }
            self.uses[i].kind = kind;
        }
    }

    /// Gathers the uses into entities.
    fn gather(&self, people: &People) -> Vec<Entity> {
        let mut gathered = Gathered::default();
        for item in &self.uses {
            let name = &self.names[item.name];
            let is_person = item.kind == EntityKind::Person && people.knows(&name.key);
            if item.span.needs_person && !is_person {
                continue;
            }
            if !name.is_certain && !name.key.contains(' ') && !self.is_plausible(name) {
                continue;
            }
            let (identity, shown) = match item.kind {
                EntityKind::Person => {
                    let full = people.full_name(item.name, name);
                    (
                        self.names[full].key.as_str(),
                        self.names[full].written.as_str(),
                    )
                }
                _ => self.identity(item.name),
            };
            let page = &self.pages[item.page];
            let mention = Mention {
                part: page.part,
                start: page.tokens[item.span.first].start,
                end: page.tokens[item.span.last - 1].end,
            };
            gathered.add(item.kind, identity, shown, mention);
        }
        gathered.entities
    }

    fn is_plausible(&self, name: &Name) -> bool {
        let mut points = name.words;
        points.add_all(name.context, 24);
        points.of(name.kind) >= 4
    }

    /// Returns what a name that is no person's is filed under, and how it is shown.
    fn identity(&self, index: usize) -> (&str, &str) {
        let index = self.names[index].stands_for.unwrap_or(index);
        let name = &self.names[index];
        match lists::alias(&name.key) {
            Some(full) => (full, full),
            None => (&name.key, &name.written),
        }
    }
}

/// The people of an article by their full names.
struct People {
    /// Family name -> full names, in order of first mention.
    by_surname: HashMap<String, Vec<usize>>,
    /// Given name -> the one who has it, `None` where several do.
    by_given: HashMap<String, Option<usize>>,
    /// The names that end as those of sons do: "Jr.".
    juniors: HashSet<usize>,
    /// A full name -> how often it is written so; twice as much in a headline.
    weights: HashMap<usize, usize>,
    /// A person's name -> the fullest form of it.
    fullest: HashMap<usize, usize>,
}

impl People {
    fn of(merger: &Merger<'_, '_>) -> People {
        let mut people = People {
            by_surname: HashMap::new(),
            by_given: HashMap::new(),
            juniors: HashSet::new(),
            weights: HashMap::new(),
            fullest: HashMap::new(),
        };
        for (i, name) in merger.names.iter().enumerate() {
            if name.kind == EntityKind::Person && name.num_words >= 2 && name.stands_for.is_none() {
                people.add(merger, i);
            }
        }
        for item in &merger.uses {
            let is_headline = merger.pages[item.page].part == Part::Headline;
            *people.weights.entry(item.name).or_default() += if is_headline { 2 } else { 1 };
        }
        people
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
    fn knows(&self, key: &str) -> bool {
        self.by_surname.contains_key(key) || self.by_given.contains_key(key)
    }

    /// Returns the fullest name of a person: for a family name alone, of the one of that name
    /// whom the article is about.
    fn full_name(&self, index: usize, name: &Name) -> usize {
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
        let weight = |full: usize| {
            let forms = self.fullest.iter().filter(|(_, fullest)| **fullest == full);
            let of_forms: usize = forms.filter_map(|(form, _)| self.weights.get(form)).sum();
            of_forms.max(self.weights.get(&full).copied().unwrap_or(0))
        };
        let is_meant = |&&full: &&usize| !self.juniors.contains(&full) || full < index;
        let mut best = None;
        for &full in self.by_surname.get(&name.key)?.iter().filter(is_meant) {
            let weight = weight(*self.fullest.get(&full).unwrap_or(&full));
            if best.is_none_or(|(_, most)| weight > most) {
                best = Some((full, weight));
            }
        }
        best.map(|(full, _)| full)
    }
}

/// Entities under construction, by kind and identity.
#[derive(Default)]
struct Gathered {
    entities: Vec<Entity>,
    by_identity: HashMap<(EntityKind, String), usize>,
}

impl Gathered {
    fn add(&mut self, kind: EntityKind, identity: &str, shown: &str, mention: Mention) {
        let next = self.entities.len();
        let index = *self
            .by_identity
            .entry((kind, identity.to_owned()))
            .or_insert(next);
        if index == next {
            self.entities.push(Entity {
                kind,
                name: shown_name(kind, shown),
                mentions: Vec::new(),
            });
        }
        self.entities[index].mentions.push(mention);
    }
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

/// Tells whether the letters of `short` are the first letters of the words of `long`.
pub(super) fn spells(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let words = || {
        long.split([' ', '-'])
            .filter(|w| w.starts_with(char::is_alphabetic))
    };
    let first = |w: &str| w.chars().next().and_then(|c| c.to_lowercase().next());
    let all: Vec<char> = words().filter_map(first).collect();
    let capitals: Vec<char> = words()
        .filter(|w| w.starts_with(char::is_uppercase))
        .filter_map(first)
        .collect();
    let is_short = (2..=10).contains(&letters.len()) && all.len() >= 2;
    is_short
        && (letters == all
            || letters == capitals
            || is_subsequence(&capitals, &letters)
                && letters.len() >= capitals.len()
                && letters.len() <= capitals.len() + 2)
}

fn is_subsequence(part: &[char], whole: &[char]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|c| rest.any(|d| d == c))
}

/// The last word of a name but for what tells a son from his father.
fn last_word(key: &str) -> &str {
    let mut words = key.split(' ').map(|word| word.trim_end_matches(['.', ',']));
    let is_name = |word: &&str| !matches!(*word, "" | "jr" | "sr" | "ii" | "iii");
    words.rfind(is_name).unwrap_or(key)
}

/// Returns the name with single spaces.
fn flat(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_shouted(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

/// Returns the name as shown: a person's or place's never in capitals.
fn shown_name(kind: EntityKind, name: &str) -> String {
    let is_word = name.chars().filter(|c| c.is_alphabetic()).count() > 4;
    let is_cased = matches!(kind, EntityKind::Person | EntityKind::Place);
    if !(is_cased && is_word && is_shouted(name)) {
        return name.to_owned();
    }
    let mut shown = String::with_capacity(name.len());
    let mut begins = true;
    for c in name.chars() {
        if begins {
            shown.push(c);
        } else {
            shown.extend(c.to_lowercase());
        }
        begins = !c.is_alphanumeric() && c != '\'';
    }
    shown
}
