//! What the model finds, brought into the form of names: where they begin and end, and what an
//! article's own text says of a headline in which every word has a capital.

use std::collections::HashMap;

use super::lists::{self, Classes, MAX_TOKENS};
use super::page::{Casing, Page, Survey};
use super::spans::Span;
use super::tokens::{Shape, fold};
use crate::article::EntityKind;

/// What stands before the names of people and is no part of them; with or without a full stop.
const HONORIFICS: [&str; 20] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "messrs",
    "dr",
    "prof",
    "sen",
    "sens",
    "rep",
    "reps",
    "gov",
    "gen",
    "col",
    "lt",
    "sgt",
    "capt",
    "president",
    "senator",
    "governor",
];

/// Small words with which the names of people may begin.
const PARTICLES: [&str; 18] = [
    "al", "el", "ul", "de", "del", "della", "da", "di", "du", "dos", "van", "von", "der", "den",
    "bin", "ben", "ibn", "d",
];

/// What tells a son from his father of the same name.
const GENERATIONS: [&str; 6] = ["jr", "jr.", "sr", "sr.", "ii", "iii"];

/// How names for a country stand alone.
const COUNTRY_ACRONYMS: [&str; 6] = ["US", "U.S.", "USA", "U.S.A.", "UK", "U.K."];

/// A text of fewer tokens says too little to judge a headline by.
const LEAST_BODY: usize = 60;

/// Takes what stands before a person's name out of it, and adds what belongs to its end:
/// "that Mr. Obama" is "Obama", "Kim Jong" in "Kim Jong-un" is all of it.
pub(super) fn person(page: &Page<'_>, mut span: Span) -> Span {
    if span.kind != Some(EntityKind::Person) {
        return span;
    }
    while span.last - span.first > 1 && is_before_name(page, span.first) {
        span.first += 1;
    }
    let tokens = &page.tokens;
    let is_joined = |i: usize| tokens.get(i).is_some_and(|token| token.is_joined);
    let is_syllable = |i: usize| {
        let is_small = tokens
            .get(i)
            .is_some_and(|token| token.shape == Shape::Lower);
        is_small && is_joined(i) && page.word(i).len() <= 5
    };
    let has_more = span.last - span.first >= 2 && page.word(span.last) == "-";
    if has_more && is_joined(span.last) && is_syllable(span.last + 1) {
        span.last += 2;
    }
    let next = page.word(span.last).to_ascii_lowercase();
    if GENERATIONS.contains(&next.as_str()) && tokens[span.last].is_capital() {
        span.last += 1;
    }
    span
}

fn is_before_name(page: &Page<'_>, i: usize) -> bool {
    let word = page.word(i).to_lowercase();
    let word = word.trim_end_matches('.');
    match page.tokens[i].shape {
        Shape::Lower => !PARTICLES.contains(&word),
        Shape::Sign => true,
        _ => HONORIFICS.contains(&word),
    }
}

/// Parts two names that a stroke joins: a photographer and an agency, two politicians.
pub(super) fn parted_at_stroke(page: &Page<'_>, span: Span) -> [Option<Span>; 2] {
    let tokens = &page.tokens;
    let is_stroke = |&i: &usize| page.word(i) == "/" && tokens[i].is_joined;
    let Some(stroke) = (span.first + 1..span.last.saturating_sub(1)).find(is_stroke) else {
        return [Some(span), None];
    };
    let (mut left, mut right) = (span, span);
    (left.last, right.first) = (stroke, stroke + 1);
    let is_agency = |span: &Span| {
        let mut buffer = String::new();
        let name = fold(page.slice(span.first, span.last), &mut buffer);
        lists::classes(name).is(Classes::AGENCY | Classes::ORGANIZATION)
    };
    if is_agency(&right) {
        right.kind = Some(EntityKind::Organization);
        if !is_agency(&left) && left.last - left.first >= 2 {
            left.kind = Some(EntityKind::Person);
        }
    }
    [Some(left), Some(right)]
}

/// Tells whether a word in capitals is an ordinary one that is emphasised, as the article has it
/// in small letters, too: "READ MORE".
pub(super) fn is_emphasis(page: &Page<'_>, survey: &Survey, span: &Span) -> bool {
    let token = &page.tokens[span.first];
    let is_word = span.last - span.first == 1 && token.shape == Shape::Upper;
    is_word
        && token.end - token.start >= 4
        && !token.classes.is(Classes::LISTED)
        && survey.has_small(page.word(span.first), &mut String::new())
}

/// Makes a place of each acronym of a country that stands alone.
pub(super) fn name_countries(page: &Page<'_>, spans: &mut Vec<Span>) {
    let mut first = 0;
    for &(last, casing) in &page.sentences {
        for i in (first..last).filter(|_| casing != Casing::Shouting) {
            if COUNTRY_ACRONYMS.contains(&page.word(i)) {
                insert(spans, Span::of_kind(i, i + 1, EntityKind::Place));
            }
        }
        first = last;
    }
}

/// Puts a span among the others unless it meets one; a span of the same token gets its kind.
pub(super) fn insert(spans: &mut Vec<Span>, span: Span) {
    let at = spans.partition_point(|other| other.last <= span.first);
    match spans.get_mut(at) {
        Some(other) if (other.first, other.last) == (span.first, span.last) => {
            other.kind = span.kind;
        }
        Some(other) if other.first < span.last => {}
        _ => spans.insert(at, span),
    }
}

/// Keeps of a headline in which every word has a capital the names that the body has, and those
/// that are known: elsewhere in it a capital tells nothing.
pub(super) fn confirm_headline(pages: &[Page<'_>], found: &mut [Vec<Span>]) {
    let ([headline, body], [of_headline, of_body]) = (pages, found) else {
        return;
    };
    if body.tokens.len() < LEAST_BODY {
        return;
    }
    let mut known = None;
    let spans = std::mem::take(of_headline);
    for span in spans {
        if !is_titled(headline, span.first) {
            of_headline.push(span);
            continue;
        }
        let known = known.get_or_insert_with(|| Known::of(body, of_body));
        of_headline.extend(known.confirmed(headline, span));
    }
}

fn is_titled(page: &Page<'_>, token: usize) -> bool {
    let place = page.sentences.partition_point(|(last, _)| *last <= token);
    let sentence = page.sentences.get(place);
    sentence.is_some_and(|(_, casing)| *casing == Casing::Titled)
}

/// The names of a body in small letters, and their kinds.
struct Known {
    names: HashMap<String, Option<EntityKind>>,
}

impl Known {
    fn of(page: &Page<'_>, spans: &[Span]) -> Known {
        let mut names = HashMap::new();
        let mut buffer = String::new();
        for span in spans {
            let name = fold(page.slice(span.first, span.last), &mut buffer).to_owned();
            if span.kind == Some(EntityKind::Person) {
                let surname = fold(page.word(span.last - 1), &mut buffer).to_owned();
                names.entry(surname).or_insert(span.kind);
            }
            names.insert(name, span.kind);
        }
        Known { names }
    }

    /// The names in a span that the body has, the longest first at each token; the span itself
    /// when the lists have it.
    fn confirmed(&self, page: &Page<'_>, span: Span) -> Vec<Span> {
        let mut buffer = String::new();
        let mut confirmed = Vec::new();
        let mut first = span.first;
        while first < span.last {
            let at = |last: &usize| {
                let mut buffer = String::new();
                self.names
                    .get(fold(page.slice(first, *last), &mut buffer))
                    .copied()
            };
            let longest = span.last.min(first + MAX_TOKENS);
            match (first + 1..=longest)
                .rev()
                .find_map(|last| Some((last, at(&last)?)))
            {
                Some((last, kind)) => {
                    confirmed.push(Span {
                        first,
                        last,
                        kind,
                        ..span
                    });
                    first = last;
                }
                None => first += 1,
            }
        }
        let name = fold(page.slice(span.first, span.last), &mut buffer);
        if confirmed.is_empty() && lists::classes(name).is(Classes::LISTED) {
            confirmed.push(span);
        }
        confirmed
    }
}
