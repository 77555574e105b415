//! What on a page may tell when its article was published.

use std::collections::{BTreeSet, HashSet};

use dom_query::NodeRef;
use jiff::civil::Date;

use super::date_words::{CHANGES, CLASSES, MODIFIED, PUBLICATIONS, PUBLISHED};
use super::element::{Aside, Element, attribute, line};
use super::headline::is_same;
use super::page::{Page, property_text};
use crate::article::{DateCandidate, Evidence};
use crate::text::date::{DayMonthOrder, find, find_ago, find_all, of_url};

/// How many elements around the headline are looked through.
const NEAR_ELEMENTS: usize = 60;

/// The longest text that is looked through for a date.
const MAX_TEXT_BYTES: usize = 300;

/// The longest text that is hardly more than a time counted back.
const MAX_AGO_BYTES: usize = 48;

/// How many candidates of one kind are kept.
const MAX_OF_KIND: usize = 6;

/// Collects the candidates, from the most to the least trusted kind.
pub(super) fn candidates(page: &Page<'_>, headline: &str) -> Vec<DateCandidate> {
    let mut dates = Dates::default();
    for text in &page.linked.published {
        dates.push(text, Evidence::JsonLd);
    }
    for text in &page.linked.modified {
        dates.push(text, modified(Evidence::JsonLd));
    }
    of_metas(page, &mut dates);
    if let Some(text) = page.url().as_deref().and_then(of_url) {
        dates.push(&text, Evidence::Url);
    }
    of_page(page, headline, Aside::Not, &mut dates);
    if !dates.has_day() {
        let mut aside = Dates::default();
        of_page(page, headline, Aside::Perhaps, &mut aside);
        dates.candidates.extend(aside.of_one_day());
    }
    if !dates.has_day() {
        of_whole_text(page, &mut dates);
    }
    dates.candidates
}

/// Collects what stands on the page itself, no further aside than this.
fn of_page(page: &Page<'_>, headline: &str, aside: Aside, dates: &mut Dates) {
    of_microdata(page, aside, dates);
    of_time_elements(page, aside, dates);
    of_classes(page, aside, dates);
    near_headline(page, headline, aside, dates);
}

#[derive(Default)]
struct Dates {
    candidates: Vec<DateCandidate>,
    seen: HashSet<String>,
}

impl Dates {
    fn push(&mut self, text: &str, evidence: Evidence) {
        let same_kind = |candidate: &&DateCandidate| {
            std::mem::discriminant(&candidate.evidence) == std::mem::discriminant(&evidence)
        };
        let is_full = self.candidates.iter().filter(same_kind).count() >= MAX_OF_KIND;
        if !is_full && !text.is_empty() && self.seen.insert(format!("{evidence} {text}")) {
            self.candidates.push(DateCandidate {
                text: text.to_owned(),
                evidence,
            });
        }
    }
}

impl Dates {
    /// Tells whether the day of publication is among them.
    fn has_day(&self) -> bool {
        !self.days().is_empty()
    }

    /// The candidates of the most trusted kind that names one day: several are those of other
    /// articles.
    fn of_one_day(&self) -> Vec<DateCandidate> {
        let kinds = [
            Evidence::Microdata,
            Evidence::TimeElement,
            Evidence::ClassName,
            Evidence::DateLine,
        ];
        let of_kind = |kind: &Evidence| {
            let candidates = self
                .candidates
                .iter()
                .filter(|candidate| candidate.evidence == *kind);
            Dates {
                candidates: candidates.cloned().collect(),
                ..Dates::default()
            }
        };
        let found = kinds
            .iter()
            .map(of_kind)
            .find(|dates| dates.days().len() == 1);
        found.map_or_else(Vec::new, |dates| dates.candidates)
    }

    /// The days that may be that of publication.
    fn days(&self) -> BTreeSet<Date> {
        let candidates = self.candidates.iter();
        let published =
            candidates.filter(|candidate| !matches!(candidate.evidence, Evidence::Modified(_)));
        published
            .filter_map(|candidate| find(&candidate.text, DayMonthOrder::DayFirst))
            .map(|date| date.value.datetime.date())
            .collect()
    }
}

fn modified(evidence: Evidence) -> Evidence {
    Evidence::Modified(Box::new(evidence))
}

fn of_metas(page: &Page<'_>, dates: &mut Dates) {
    for key in PUBLISHED {
        if let Some(text) = page.meta(&[key]) {
            dates.push(text, Evidence::Meta((*key).to_owned()));
        }
    }
    for (key, text) in page
        .metas()
        .filter(|(key, text)| is_date_key(key) && find(text, DayMonthOrder::DayFirst).is_some())
    {
        dates.push(text, Evidence::Meta(key.to_owned()));
    }
    for key in MODIFIED {
        if let Some(text) = page.meta(&[key]) {
            dates.push(text, modified(Evidence::Meta((*key).to_owned())));
        }
    }
}

/// Tells whether the name of a `meta` element speaks of a date, and not of a change or an end.
fn is_date_key(key: &str) -> bool {
    let is_other = [
        "modif", "updat", "expir", "valid", "end", "unavail", "event", "review", "last", "crawl",
        "build",
    ];
    ["date", "publish", "created", "uploaded", "issued", "posted"]
        .iter()
        .any(|word| key.contains(word))
        && !is_other.iter().any(|word| key.contains(word))
}

fn of_microdata(page: &Page<'_>, aside: Aside, dates: &mut Dates) {
    for (property, is_change) in [
        ("datepublished", false),
        ("datecreated", false),
        ("datemodified", true),
        ("dateupdate", true),
    ] {
        for element in page
            .properties(property)
            .filter(|element| element.aside <= aside)
        {
            let evidence = Evidence::Microdata;
            let text =
                value_with_date(&element.node).unwrap_or_else(|| property_text(&element.node));
            dates.push(
                &text,
                if is_change {
                    modified(evidence)
                } else {
                    evidence
                },
            );
        }
    }
}

/// The attribute that holds a date.
fn value_with_date(node: &NodeRef<'_>) -> Option<String> {
    [
        "content",
        "datetime",
        "data-date",
        "data-datetime",
        "data-time",
        "title",
    ]
    .iter()
    .filter_map(|name| attribute(node, name))
    .find(|text| find(text, DayMonthOrder::DayFirst).is_some())
}

fn of_time_elements(page: &Page<'_>, aside: Aside, dates: &mut Dates) {
    for element in page.named("time").filter(|element| element.aside <= aside) {
        let text = value_with_date(&element.node).unwrap_or_else(|| line(&element.node));
        let evidence = Evidence::TimeElement;
        let is_changed = is_change_class(&element.names) || is_labelled_change(&element.node);
        dates.push(
            &text,
            if is_changed {
                modified(evidence)
            } else {
                evidence
            },
        );
    }
}

fn of_classes(page: &Page<'_>, aside: Aside, dates: &mut Dates) {
    for element in page
        .elements
        .iter()
        .filter(|element| element.aside <= aside && is_date_class(element))
    {
        let text = value_with_date(&element.node).unwrap_or_else(|| short_line(&element.node));
        let evidence = if is_change_class(&element.names) {
            modified(Evidence::ClassName)
        } else {
            Evidence::ClassName
        };
        push_visible(&text, evidence, dates);
    }
}

fn is_date_class(element: &Element<'_>) -> bool {
    let is_shown = !matches!(
        element.name.as_str(),
        "time" | "meta" | "html" | "body" | "script" | "style" | "input" | "link"
    );
    // The microformats put what programs should read into the title of an abbreviation.
    let is_abbreviation = element.name == "abbr" && value_with_date(&element.node).is_some();
    is_shown && (is_abbreviation || CLASSES.iter().any(|class| element.names.contains(class)))
}

/// Pushes the dates of a short text: those that a word before calls changes as such. A text without
/// any may say how long ago it was.
fn push_visible(text: &str, evidence: Evidence, dates: &mut Dates) {
    let mut end = 0;
    let found = find_all(text, DayMonthOrder::DayFirst);
    if found.is_empty() {
        push_ago(text, &evidence, dates);
    }
    for date in found.into_iter().take(3) {
        let is_changed = is_change(&text[end..date.range.start].to_lowercase());
        let is_known = matches!(evidence, Evidence::Modified(_));
        end = date.range.end;
        let evidence = evidence.clone();
        dates.push(
            &text[date.range],
            if is_changed && !is_known {
                modified(evidence)
            } else {
                evidence
            },
        );
    }
}

/// Pushes a time counted back, when the text says hardly more: `Published 2 hours ago`.
fn push_ago(text: &str, evidence: &Evidence, dates: &mut Dates) {
    let Some((_, range)) = find_ago(text) else {
        return;
    };
    if text.len() <= MAX_AGO_BYTES {
        let is_changed = is_change(&text[..range.start].to_lowercase());
        let is_known = matches!(evidence, Evidence::Modified(_));
        let evidence = evidence.clone();
        let evidence = if is_changed && !is_known {
            modified(evidence)
        } else {
            evidence
        };
        dates.push(&text[range], evidence);
    }
}

fn near_headline(page: &Page<'_>, headline: &str, aside: Aside, dates: &mut Dates) {
    let elements = &page.elements;
    let heading = elements
        .iter()
        .position(|element| {
            matches!(element.name.as_str(), "h1" | "h2" | "h3")
                && is_same(&line(&element.node), headline)
        })
        .or_else(|| elements.iter().position(|element| element.name == "h1"))
        .or_else(|| elements.iter().position(|element| element.name == "body"))
        .unwrap_or(0);
    let after = (heading + 1..elements.len()).take(NEAR_ELEMENTS);
    let before = (heading.saturating_sub(NEAR_ELEMENTS / 4)..heading).rev();
    for element in after.chain(before).map(|at| &elements[at]) {
        if element.aside <= aside && holds_text(element) {
            push_visible(&short_line(&element.node), Evidence::DateLine, dates);
            push_leading(&element.node, dates);
        }
    }
}

/// Pushes the date that a paragraph begins with: `(27.11.2015) The board …`.
fn push_leading(node: &NodeRef<'_>, dates: &mut Dates) {
    if node.first_element_child().is_some_and(|child| {
        !matches!(
            child.node_name().as_deref(),
            Some("b" | "strong" | "em" | "i" | "span")
        )
    }) {
        return;
    }
    let text = line(node);
    let date = find(&text, DayMonthOrder::DayFirst).filter(|date| date.range.start <= 3);
    if let Some(date) = date {
        dates.push(&text[date.range], Evidence::DateLine);
    }
}

/// Looks through all text of a page whose other places told nothing: for a date that a word
/// before calls that of publication, else for a short text that is hardly more than a date.
fn of_whole_text(page: &Page<'_>, dates: &mut Dates) {
    let mut alone = None;
    for element in page
        .elements
        .iter()
        .filter(|element| element.aside != Aside::Surely && holds_text(element))
    {
        let text = line(&element.node);
        let Some(date) = find(&text, DayMonthOrder::DayFirst) else {
            continue;
        };
        let before = text[..date.range.start].to_lowercase();
        let before = &before[before.ceil_char_boundary(before.len().saturating_sub(60))..];
        let after = text[date.range.end..].to_lowercase();
        let after = &after[..after.floor_char_boundary(40)];
        let is_published = |text: &str| PUBLICATIONS.iter().any(|word| text.contains(word));
        if is_published(before) || is_published(after) || is_change(before) {
            push_visible(&text, Evidence::DateLine, dates);
        } else if alone.is_none() && text.len() <= date.range.len() + 30 && !before.contains('©') {
            alone = Some(text[date.range].to_owned());
        }
    }
    if let Some(text) = alone.filter(|_| !dates.has_day()) {
        dates.push(&text, Evidence::DateLine);
    }
}

fn holds_text(element: &Element<'_>) -> bool {
    matches!(
        element.name.as_str(),
        "p" | "div"
            | "span"
            | "td"
            | "b"
            | "i"
            | "em"
            | "small"
            | "strong"
            | "li"
            | "font"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "center"
            | "dd"
            | "a"
            | "abbr"
            | "footer"
            | "header"
            | "section"
    )
}

/// The text of an element, when it is short.
fn short_line(node: &NodeRef<'_>) -> String {
    if node.normalized_char_count() > MAX_TEXT_BYTES {
        String::new()
    } else {
        line(node)
    }
}

fn is_change(text: &str) -> bool {
    CHANGES.iter().any(|word| text.contains(word))
}

/// Tells whether a class is that of changes alone: `updated`, but not `published updated`.
fn is_change_class(names: &str) -> bool {
    is_change(names)
        && !["publish", "entry-date", "posted", "post-date"]
            .iter()
            .any(|word| names.contains(word))
}

/// Tells whether the text before an element says that its date is that of a change.
fn is_labelled_change(node: &NodeRef<'_>) -> bool {
    let before = node
        .prev_sibling()
        .map_or(String::new(), |before| before.text().to_lowercase());
    let start = before.ceil_char_boundary(before.len().saturating_sub(40));
    is_change(&before[start..])
}
