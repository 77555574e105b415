//! Decides what each name is, once for the whole article, and gathers its mentions.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::lists::{self, Classes};
use super::page::Page;
use super::people::{People, is_of_family};
use super::score::{self, Points};
use super::spans::Span;
use super::tokens::fold;
use crate::article::{Entity, EntityKind, Mention};

/// One mention and the name it has.
pub(super) struct Use {
    pub(super) page: usize,
    pub(super) span: Span,
    pub(super) name: usize,
    pub(super) kind: EntityKind,
    /// It stands in a row of results, where a city means its team.
    is_team: bool,
}

/// What the article says under one name, in small letters.
pub(super) struct Name {
    /// The name as first written; not in capitals if it is ever written otherwise.
    written: String,
    pub(super) key: String,
    words: Points,
    context: Points,
    /// A use of it is certain to be a name.
    is_certain: bool,
    pub(super) num_words: usize,
    pub(super) kind: EntityKind,
    /// The name that it stands for: a person's full name, an acronym's expansion.
    pub(super) stands_for: Option<usize>,
}

impl Name {
    /// Returns the name as it is shown.
    pub(super) fn written(&self) -> &str {
        &self.written
    }
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

pub(super) struct Merger<'p, 't> {
    pub(super) pages: &'p [Page<'t>],
    pub(super) names: Vec<Name>,
    pub(super) by_key: HashMap<String, usize>,
    pub(super) uses: Vec<Use>,
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
        let mut beginnings: HashMap<String, usize> = HashMap::new();
        for name in self
            .names
            .iter()
            .filter(|n| n.kind == EntityKind::Organization && n.num_words > 1)
        {
            *beginnings
                .entry(first_word(&name.key).to_owned())
                .or_default() += 1;
        }
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
            // "Fox" beside "Fox Corporation" and "Fox News" may be either.
            let beginning = first_word(&self.names[i].key);
            if beginning == self.names[short].key && beginnings.get(beginning) > Some(&1) {
                continue;
            }
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
                    let is_family = name.num_words == 1 && {
                        let page = &self.pages[item.page];
                        is_of_family(page.word(item.span.last))
                    };
                    let full = match is_family {
                        true => item.name,
                        false => people.full_name(item.name, name),
                    };
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

fn first_word(key: &str) -> &str {
    key.split(' ').next().unwrap_or(key)
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
