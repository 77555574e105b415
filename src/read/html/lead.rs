//! The lead: a paragraph between headline and text that many pages set apart from both.

use dom_query::NodeRef;

use super::element::{Element, line};
use super::furniture::is_furniture;
use super::headline::{folded, is_same};
use super::page::Page;

/// Words in a class that say that an element is the lead.
const CLASSES: &[&str] = &[
    "lead",
    "lede",
    "intro",
    "standfirst",
    "vorspann",
    "teaser",
    "subtitle",
    "subhead",
    "summary",
    "chapo",
    "bajada",
    "entradilla",
    "sommario",
    "dek",
    "ingress",
    "excerpt",
    "abstract",
    "anriss",
    "untertitel",
    "sumario",
    "linha-fina",
    "occhiello",
];

/// How many elements after the headline are looked at.
const MAX_ELEMENTS: usize = 40;

/// How long a lead is, in bytes.
const LENGTHS: std::ops::RangeInclusive<usize> = 50..=900;

/// How many letters of the description a lead begins with at the least.
const MIN_SHARED: usize = 40;

/// Finds the lead: the first paragraph below the headline that is named so, or that the page's
/// description begins like.
pub(super) fn find(page: &Page<'_>, headline: &str) -> Option<String> {
    let elements = &page.elements;
    let heading = elements
        .iter()
        .position(|element| element.name == "h1" && is_same(&line(&element.node), headline))?;
    let description = page
        .meta(&["og:description", "description", "twitter:description"])
        .map(folded)
        .unwrap_or_default();
    let below = elements[heading + 1..].iter().take(MAX_ELEMENTS);
    below
        .filter(|element| {
            matches!(
                element.name.as_str(),
                "p" | "div" | "h2" | "h3" | "span" | "strong"
            ) && !element.is_aside()
        })
        .filter(|element| is_short(&element.node))
        .map(|element| (element, line(&element.node)))
        .filter(|(_, text)| LENGTHS.contains(&text.len()) && !is_furniture(text))
        .find(|(element, text)| is_named(element) || begins_like(text, &description))
        .map(|(_, text)| text)
        .filter(|text| text.ends_with(['.', '!', '?', '…', '"', '”', '“', '»', '。']))
}

/// Tells whether an element holds no more than a lead; reads no further than that.
fn is_short(node: &NodeRef<'_>) -> bool {
    let mut num_bytes = 0;
    for text in node.descendants_it().filter(NodeRef::is_text) {
        num_bytes += text.text().split_whitespace().map(str::len).sum::<usize>();
        if num_bytes > *LENGTHS.end() {
            return false;
        }
    }
    true
}

fn is_named(element: &Element<'_>) -> bool {
    CLASSES.iter().any(|class| element.names.contains(class))
}

fn begins_like(text: &str, description: &str) -> bool {
    let text = folded(text);
    let num_shared = text
        .chars()
        .zip(description.chars())
        .take_while(|(a, b)| a == b)
        .count();
    num_shared >= MIN_SHARED
}
