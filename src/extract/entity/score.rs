//! Weighs what speaks for each kind of a name: its own words, and what stands around it.

use super::lists::Classes;
use super::page::Page;
use super::spans::Span;
use super::tokens::{Shape, Token};
use crate::article::EntityKind;

/// Points for each kind, in the order of [`EntityKind::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Points([i32; 4]);

impl Points {
    /// Adds points to one kind.
    pub(super) fn add(&mut self, kind: EntityKind, points: i32) {
        self.0[kind as usize] += points;
    }

    /// Adds other points, each held within `-limit..=limit`.
    pub(super) fn add_all(&mut self, other: Points, limit: i32) {
        for (sum, points) in self.0.iter_mut().zip(other.0) {
            *sum += points.clamp(-limit, limit);
        }
    }

    /// Returns the points of a kind.
    pub(super) fn of(self, kind: EntityKind) -> i32 {
        self.0[kind as usize]
    }

    /// Returns the kind with most points; among equals the earlier.
    pub(super) fn best(self) -> EntityKind {
        let mut best = EntityKind::Person;
        for kind in EntityKind::ALL {
            if self.of(kind) > self.of(best) {
                best = kind;
            }
        }
        best
    }
}

use EntityKind::{Organization, Other, Person, Place};

/// Weighs the words of the name itself.
pub(super) fn weigh_words(page: &Page<'_>, span: Span, buffer: &mut String) -> Points {
    let mut points = Points::default();
    let tokens = &page.tokens[span.first..span.last];
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return points;
    };
    let is_listed = weigh_lists(page, span, buffer, &mut points);
    if is_listed && tokens.len() > 1 {
        return points;
    }
    if tokens.len() == 1 {
        weigh_single(first, page.word(span.first), &mut points);
    } else {
        weigh_several(page, span, first, last, &mut points);
    }
    let name = page.slice(span.first, span.last);
    weigh_ending(name, tokens.len(), &mut points);
    points
}

/// Weighs what the lists say; tells whether they have the whole name.
fn weigh_lists(page: &Page<'_>, span: Span, buffer: &mut String, points: &mut Points) -> bool {
    let Some((length, classes)) = page.listed(span.first, span.last, Classes::LISTED, buffer)
    else {
        return false;
    };
    let is_whole = span.first + length == span.last;
    if is_whole {
        let full = if length > 1 { 12 } else { 8 };
        let by_class = [
            (Classes::PLACE, Place, full),
            (Classes::NATIONALITY, Other, full + 4),
            (Classes::ORGANIZATION, Organization, full),
            (Classes::AGENCY, Organization, full),
            (Classes::OTHER, Other, full),
        ];
        for (class, kind, value) in by_class {
            if classes.is(class) {
                points.add(kind, value);
            }
        }
    } else if classes.is(Classes::NATIONALITY) {
        points.add(Other, 4);
        points.add(Organization, 2);
    } else if classes.is(Classes::PLACE) {
        points.add(Organization, 3);
        points.add(Place, 1);
    } else {
        points.add(Organization, 3);
    }
    is_whole
}

fn weigh_single(token: &Token, word: &str, points: &mut Points) {
    points.add(Person, 2);
    points.add(Organization, 1);
    points.add(Place, 1);
    if token.classes.is(Classes::GIVEN) {
        points.add(Person, 3);
    }
    if token.classes.is(Classes::FAMILY) {
        points.add(Person, 3);
    }
    if token.shape == Shape::Upper && !token.classes.is(Classes::LISTED) {
        points.add(Organization, 4);
    }
    if word.bytes().any(|b| b.is_ascii_digit()) {
        points.add(Other, 6);
    }
    if word.contains('&') || has_inner_capital(word) {
        points.add(Organization, 3);
    }
}

fn weigh_several(page: &Page<'_>, span: Span, first: &Token, last: &Token, points: &mut Points) {
    let tokens = &page.tokens[span.first..span.last];
    let capitals = tokens.iter().filter(|t| t.is_capital()).count();
    points.add(Person, if capitals <= 3 { 3 } else { -1 });
    points.add(Organization, if capitals > 2 { 2 } else { 1 });
    if first.classes.is(Classes::GIVEN) {
        points.add(Person, 6);
    }
    if last.classes.is(Classes::FAMILY) {
        points.add(Person, 3);
    }
    if tokens.iter().any(|t| t.shape == Shape::Initial) {
        points.add(Person, 4);
    }
    if first.classes.is(Classes::ROYAL) && !first.classes.is(Classes::PLACE_PREFIX) {
        points.add(Person, 6);
    }
    for (i, token) in tokens.iter().enumerate() {
        let word = page.word(span.first + i);
        if token.shape == Shape::Lower {
            weigh_joining_word(word, points);
        }
        if word == "&" {
            points.add(Organization, 6);
        }
        if token.shape == Shape::Number {
            points.add(Other, 8);
            points.add(Person, -6);
        }
    }
    weigh_heads(page, span, first, last, points);
}

fn weigh_joining_word(word: &str, points: &mut Points) {
    match word {
        "of" | "and" => points.add(Person, -3),
        "for" => {
            points.add(Organization, 4);
            points.add(Person, -4);
        }
        "the" => {}
        _ => points.add(Person, 3),
    }
}

/// Weighs the word that says what the name is of: the last one, or the one before "of".
fn weigh_heads(page: &Page<'_>, span: Span, first: &Token, last: &Token, points: &mut Points) {
    let tokens = &page.tokens[span.first..span.last];
    let of = (1..tokens.len()).find(|&i| matches!(page.word(span.first + i), "of" | "for"));
    let head = of.map_or(last, |i| &tokens[i - 1]).classes;
    let is_given = first.classes.is(Classes::GIVEN);
    let strength = if is_given && tokens.len() == 2 { 4 } else { 9 };
    let by_class = [
        (Classes::ORG_HEAD, Organization, strength),
        (Classes::ORG_SUFFIX, Organization, strength + 2),
        (Classes::PLACE_HEAD, Place, strength + 1),
        (Classes::OTHER_HEAD, Other, strength),
    ];
    for (class, kind, value) in by_class {
        if head.is(class) {
            points.add(kind, value);
        }
    }
    if last.classes.is(Classes::PLACE)
        && of.is_none()
        && !is_given
        && !first.classes.is(Classes::PLACE_PREFIX | Classes::ROYAL)
    {
        points.add(Organization, 5);
    }
    if of.is_none() && first.classes.is(Classes::PLACE_PREFIX) {
        points.add(Place, 5);
    }
    if tokens
        .iter()
        .rev()
        .take(3)
        .any(|t| t.classes.is(Classes::ORG_SUFFIX))
    {
        points.add(Organization, 3);
    }
    let inner = &tokens[..tokens.len() - 1];
    if inner.iter().any(|t| t.classes.is(Classes::ORG_HEAD)) && !is_given {
        points.add(Organization, 3);
    }
}

/// Weighs endings that names of one kind tend to have.
fn weigh_ending(name: &str, num_tokens: usize, points: &mut Points) {
    const PLACES: &[&str] = &[
        "stan", "burg", "grad", "ville", "shire", "abad", "pur", "land", "ford", "polis", "istan",
        "nagar", "borough", "town", "port", "dorf", "hausen", "furt", "wich", "bury",
    ];
    const PEOPLE: &[&str] = &[
        "ov", "ev", "ova", "eva", "vich", "vic", "ski", "sky", "sson", "sen", "enko", "ini",
        "elli", "etti", "berg", "stein", "mann", "oglu", "ian", "idis", "opoulos", "ez", "ic",
        "adze", "shvili", "yan", "wala", "dottir", "uk", "escu", "ino", "olo",
    ];
    const ORGANIZATIONS: &[&str] = &[
        "bank", "corp", "tech", "soft", "air", "com", "tel", "oil", "media", "works", "gas",
    ];
    if num_tokens == 1 && PLACES.iter().any(|e| name.ends_with(e)) {
        points.add(Place, 2);
    }
    if PEOPLE.iter().any(|e| name.ends_with(e)) {
        points.add(Person, 2);
    }
    if name.starts_with("Mc") || name.starts_with("O'") || name.starts_with("O’") {
        points.add(Person, 2);
    }
    if num_tokens == 1 && ORGANIZATIONS.iter().any(|e| name.ends_with(e)) {
        points.add(Organization, 2);
    }
}

/// Weighs the words around one mention.
pub(super) fn weigh_context(page: &Page<'_>, span: Span, buffer: &mut String) -> Points {
    let mut points = Points::default();
    if span.is_titled {
        points.add(Person, 9);
    }
    if span.is_dateline {
        points.add(Place, 9);
    }
    if let Some(before) = span.first.checked_sub(1) {
        weigh_before(page, span, before, buffer, &mut points);
    }
    weigh_after(page, span, buffer, &mut points);
    points
}

/// Tells whether a city stands in a row of results, where it means its team: "Leeds 3 1 1 1".
pub(super) fn is_table_row(page: &Page<'_>, span: Span, buffer: &mut String) -> bool {
    let is_number = |i: usize| {
        page.tokens
            .get(i)
            .is_some_and(|t| t.shape == Shape::Number && !t.starts_line)
    };
    let begins =
        page.tokens[span.first].starts_line || span.first.checked_sub(1).is_some_and(is_number);
    let is_row = begins && is_number(span.last) && page.word(span.last).len() <= 3;
    let is_long = is_number(span.last + 1) && is_number(span.last + 2);
    is_row
        && match page.listed(span.first, span.last, Classes::LISTED, buffer) {
            Some((length, classes)) if span.first + length == span.last => {
                classes.is(Classes::PLACE) && !classes.is(Classes::COUNTRY)
            }
            _ => is_long && page.tokens[span.first].starts_line,
        }
}

fn weigh_before(
    page: &Page<'_>,
    span: Span,
    before: usize,
    buffer: &mut String,
    points: &mut Points,
) {
    if page.tokens[span.first].starts_line {
        return;
    }
    let token = &page.tokens[before];
    let classes = page.classes_of(before, buffer);
    let word = page.word(before);
    let of = word == "of" && before > 0;
    match word {
        "in" => points.add(Place, 4),
        "near" | "around" | "across" | "throughout" | "outside" => points.add(Place, 4),
        "at" | "from" | "to" | "through" | "into" | "leaving" => points.add(Place, 1),
        "by" | "with" => points.add(Person, 1),
        "the" | "The" => {
            points.add(Organization, 2);
            points.add(Person, -3);
        }
        "a" | "an" => points.add(Person, -2),
        _ => {}
    }
    if of && page.classes_of(before - 1, buffer).is(Classes::PLACE_CUE) {
        points.add(Place, 5);
    }
    let is_described = token.shape == Shape::Lower;
    if is_described && classes.is(Classes::PERSON_CUE) {
        points.add(Person, 5);
    }
    if is_described && classes.is(Classes::ORG_CUE) {
        points.add(Organization, 3);
    }
    if is_described && classes.is(Classes::PLACE_CUE) {
        points.add(Place, 4);
    }
    if word == "," && before > 0 && page.classes_of(before - 1, buffer).is(Classes::PERSON_CUE) {
        points.add(Person, 2);
    }
}

fn weigh_after(page: &Page<'_>, span: Span, buffer: &mut String, points: &mut Points) {
    let after = span.last;
    let Some(token) = page.tokens.get(after).filter(|t| !t.starts_line) else {
        return;
    };
    let classes = page.classes_of(after, buffer);
    let small = token.shape == Shape::Lower;
    if small && classes.is(Classes::SAYING) {
        points.add(Person, 2);
        points.add(Organization, 1);
    }
    if small && classes.is(Classes::ORG_CUE) {
        points.add(Organization, 3);
    }
    if small && classes.is(Classes::PLACE_CUE) {
        points.add(Place, 3);
    }
    if token.shape == Shape::Possessive {
        let next = page.classes_of(after + 1, buffer);
        if next.is(Classes::ORG_CUE) {
            points.add(Organization, 1);
        }
        if next.is(Classes::STATE_ORG | Classes::PLACE_CUE) || page.word(after + 1) == "capital" {
            points.add(Place, 3);
        }
    }
    match page.word(after) {
        "," => weigh_after_comma(page, after + 1, buffer, points),
        "(" => weigh_after_bracket(page, after + 1, buffer, points),
        "who" | "whose" | "himself" | "herself" => points.add(Person, 5),
        "based" | "Inc" => points.add(Organization, 3),
        _ => {}
    }
}

fn weigh_after_comma(page: &Page<'_>, next: usize, buffer: &mut String, points: &mut Points) {
    let Some(token) = page.tokens.get(next).filter(|t| !t.starts_line) else {
        return;
    };
    let word = page.word(next);
    let is_age =
        token.shape == Shape::Number && word.len() <= 2 && matches!(page.word(next + 1), "," | ".");
    if is_age || matches!(word, "who" | "whose" | "aged") {
        points.add(Person, 5);
    } else if token.classes.is(Classes::PLACE) && token.is_capital() {
        points.add(Place, 4);
    } else if matches!(word, "a" | "an" | "the") {
        let described = page.classes_of(next + 1, buffer);
        if described.is(Classes::PERSON_CUE) {
            points.add(Person, 3);
        }
    }
}

fn weigh_after_bracket(page: &Page<'_>, next: usize, buffer: &mut String, points: &mut Points) {
    let is_place = page
        .listed(next, page.tokens.len(), Classes::PLACE, buffer)
        .is_some_and(|(n, _)| page.word(next + n) == ")");
    if is_place {
        points.add(Person, 4);
    }
}

fn has_inner_capital(word: &str) -> bool {
    let is_name = word.starts_with("Mc")
        || word.starts_with("Mac")
        || word.starts_with("De")
        || word.contains(['\'', '’']);
    !is_name && word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase)
}
