//! Finds names with the trained model, and what the article makes certain besides.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::lists::Classes;
use super::merge::spells;
use super::model::{Model, ModelError};
use super::outlook::Outlook;
use super::page::{Page, Survey};
use super::spans::Span;
use super::tokens::Shape;
use super::words::Words;
use super::{decode, polish};
use crate::article::EntityKind;

/// The model for English.
const BYTES: &[u8] = include_bytes!("../../../models/english.model");

static ENGLISH: LazyLock<Result<Model, ModelError>> = LazyLock::new(|| Model::read(BYTES));

thread_local! {
    /// Whatever words are kept here, the names are the same: only how fast they are found.
    static WORDS: RefCell<Option<Words<'static>>> = const { RefCell::new(None) };
}

/// Returns the model for an article, if there is one for its language.
pub(super) fn model_for(survey: &Survey) -> Option<&'static Model> {
    ENGLISH.as_ref().ok().filter(|_| survey.is_english)
}

/// Returns the names of all pages with their kinds, ascending and disjoint within each page.
pub(super) fn find(model: &'static Model, pages: &[Page<'_>], survey: &Survey) -> Vec<Vec<Span>> {
    WORDS.with_borrow_mut(|words| {
        let words = words.get_or_insert_with(|| Words::weighed_by(model));
        find_with(model, words, pages, survey)
    })
}

fn find_with(
    model: &Model,
    words: &mut Words<'_>,
    pages: &[Page<'_>],
    survey: &Survey,
) -> Vec<Vec<Span>> {
    let wanted: Vec<_> = pages.iter().map(decode::candidates).collect();
    let mut outlook = Outlook::of(pages, survey, words, &wanted);
    outlook.weigh_uses(model);
    let mut found = Vec::with_capacity(pages.len());
    for (p, page) in pages.iter().enumerate() {
        let names = decode::names(model, &outlook, page, p, &wanted[p]);
        let mut spans = Vec::with_capacity(names.len());
        for (first, last, kind) in names {
            let span = without_affix(page, Span::of_kind(first, last, kind));
            let parts = parted(page, span).into_iter().flatten();
            for part in parts
                .flat_map(|span| polish::parted_at_stroke(page, span))
                .flatten()
            {
                let span = completed(page, polish::person(page, part), spans.last());
                if is_name(page, &span) && !polish::is_emphasis(page, survey, &span) {
                    spans.push(span);
                }
            }
        }
        polish::name_countries(page, &mut spans);
        found.push(spans);
    }
    add_acronyms(pages, &mut found);
    polish::confirm_headline(pages, &mut found);
    found
}

/// Takes what is joined to a name by a hyphen out of it: "anti-IS", "US-led". The model was taught
/// such words whole, as names of the other kind; a place or organisation of the lists is one.
fn without_affix(page: &Page<'_>, mut span: Span) -> Span {
    let tokens = &page.tokens;
    let is_small = |i: usize| tokens.get(i).is_some_and(|t| t.shape == Shape::Lower);
    let is_hyphen = |i: usize| page.word(i) == "-" && tokens[i].is_joined;
    if span.kind != Some(EntityKind::Other) {
        return span;
    }
    let length = span.last - span.first;
    if length == 3 && is_small(span.first) && is_hyphen(span.first + 1) {
        span.first += 2;
    } else if length == 3 && is_small(span.last - 1) && is_hyphen(span.first + 1) {
        span.last -= 2;
    } else if length != 1 || !is_hyphen(span.last) || !is_small(span.last + 1) {
        return span;
    }
    let classes = tokens[span.first].classes;
    let is_nation = classes.is(Classes::NATIONALITY);
    if classes.is(Classes::PLACE) && !is_nation {
        span.kind = Some(EntityKind::Place);
    } else if !is_nation && classes.is(Classes::ORGANIZATION) {
        span.kind = Some(EntityKind::Organization);
    }
    span
}

/// Parts two names that "for" joins, when the first is an acronym, which is whole by itself.
fn parted(page: &Page<'_>, span: Span) -> [Option<Span>; 2] {
    let middle = span.first + 1;
    let is_joined = page.tokens[span.first].shape == Shape::Upper && page.word(middle) == "for";
    let rest = middle + 1 + usize::from(page.word(middle + 1) == "the");
    if !is_joined || rest >= span.last {
        return [Some(span), None];
    }
    let last = middle;
    let first = rest;
    [Some(Span { last, ..span }), Some(Span { first, ..span })]
}

/// Gives a ruler the title that belongs to a single name: "King Abdullah".
fn completed(page: &Page<'_>, span: Span, last: Option<&Span>) -> Span {
    let is_single = span.kind == Some(EntityKind::Person) && span.last - span.first == 1;
    let before = span.first.checked_sub(1).filter(|_| is_single);
    let is_ruler = before.is_some_and(|i| {
        let token = &page.tokens[i];
        token.shape == Shape::Title
            && token.classes.is(Classes::ROYAL)
            && !page.tokens[span.first].starts_line
            && last.is_none_or(|last| last.last <= i)
    });
    Span {
        first: span.first - usize::from(is_ruler),
        ..span
    }
}

/// Tells whether there is anything to look for: letters or digits, not too many.
fn is_name(page: &Page<'_>, span: &Span) -> bool {
    let tokens = &page.tokens[span.first..span.last];
    tokens.iter().any(super::tokens::Token::is_capital)
        && tokens.iter().all(|t| t.shape != Shape::Opaque)
}

/// An acronym that stands in brackets after the name it is made of is a name everywhere.
fn add_acronyms(pages: &[Page<'_>], found: &mut [Vec<Span>]) {
    let mut bound: Vec<(&str, EntityKind)> = Vec::new();
    for (page, spans) in pages.iter().zip(found.iter_mut()) {
        for long in spans.iter() {
            if let (Some(short), Some(kind)) = (bracketed(page, long), long.kind) {
                bound.push((page.word(short), kind));
            }
        }
    }
    if bound.is_empty() {
        return;
    }
    for (page, spans) in pages.iter().zip(found) {
        for (i, token) in page.tokens.iter().enumerate() {
            if !token.is_capital() {
                continue;
            }
            let known = bound.iter().find(|(word, _)| *word == page.word(i));
            if let Some(&(_, kind)) = known {
                polish::insert(spans, Span::of_kind(i, i + 1, kind));
            }
        }
    }
}

/// Returns the acronym in brackets after a name, if it is made of the name's letters.
fn bracketed(page: &Page<'_>, long: &Span) -> Option<usize> {
    let short = long.last + 1;
    let is_bracketed = page.word(long.last) == "(" && page.word(short + 1) == ")";
    let is_acronym = is_bracketed
        && page.tokens[short].is_capital()
        && spells(page.word(short), page.slice(long.first, long.last));
    is_acronym.then_some(short)
}

#[cfg(test)]
mod tests {
    use super::{BYTES, Model};

    #[test]
    fn the_embedded_model_can_be_read_and_is_small() {
        assert_eq!(Model::read(BYTES).err(), None);
        assert!(BYTES.len() <= 2_000_000);
    }

    #[test]
    fn a_model_of_another_version_or_cut_short_is_refused_with_the_reason() {
        let mut other = BYTES.to_vec();
        other[7] = 9;
        let error = Model::read(&other).err().map(|e| e.to_string());
        let expected = "cannot read the model of names: expected it to begin with \
                        `SNAMES\\x00\\x01`: train it again with this version";
        assert_eq!(error.as_deref(), Some(expected));
        let error = Model::read(&BYTES[..BYTES.len() - 1]).err();
        assert!(error.is_some_and(|e| e.to_string().contains("but found its end")));
    }
}
