//! The authors of a page.

use dom_query::NodeRef;

use super::element::{Element, attribute, line};
use super::page::{Page, property_text};
use crate::read::byline;

/// Words in a class or id that say that an element names the author.
const CLASSES: &[&str] = &[
    "byline",
    "author",
    "autor",
    "auteur",
    "autore",
    "signature",
    "firma",
    "redakteur",
    "writer",
];

/// Names of `meta` elements that name the author, lower case.
const META_KEYS: &[&str] = &[
    "author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
    "article:author",
    "citation_author",
];

/// What leads to a name, lower case.
const LEADS: &[&str] = &[
    "by ",
    "by:",
    "von ",
    "von:",
    "par ",
    "por ",
    "di ",
    "de ",
    "door ",
    "av ",
    "af ",
    "od ",
    "автор:",
    "автор ",
    "текст:",
    "words by ",
    "written by ",
    "posted by ",
    "published by ",
    "author:",
    "autor:",
    "auteur :",
    "foto:",
    "text:",
    "da ",
    "a cura di ",
    "oleh ",
];

/// The longest text that is a byline.
const MAX_BYLINE_BYTES: usize = 160;

/// Finds the authors: in linked data, `meta` elements, microdata, links marked as authors', and
/// elements named after them.
pub(super) fn authors(page: &Page<'_>) -> Vec<String> {
    let found = [of_linked_data, of_metas, of_microdata, of_links, of_classes];
    found
        .iter()
        .map(|find| cleaned(find(page), page))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn of_linked_data(page: &Page<'_>) -> Vec<String> {
    page.linked
        .authors
        .iter()
        .flat_map(|names| byline::names(names))
        .collect()
}

fn of_metas(page: &Page<'_>) -> Vec<String> {
    page.meta(META_KEYS).map(byline::names).unwrap_or_default()
}

fn of_microdata(page: &Page<'_>) -> Vec<String> {
    people(page.properties("author"))
}

fn of_links(page: &Page<'_>) -> Vec<String> {
    let is_author = |element: &&Element<'_>| {
        attribute(&element.node, "rel")
            .is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "author"))
    };
    people(page.named("a").filter(is_author))
}

fn people<'p, 'a: 'p>(elements: impl Iterator<Item = &'p Element<'a>>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for element in elements.filter(|element| !element.is_aside()).take(10) {
        let text = name_in(&element.node);
        if text.len() > MAX_BYLINE_BYTES {
            continue;
        }
        for name in byline::names(without_lead(&text)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Returns the name that microdata gives a person or an organization, else the element's text.
pub(super) fn name_in(node: &NodeRef<'_>) -> String {
    let name = node
        .descendants_it()
        .find(|inner| attribute(inner, "itemprop").is_some_and(|name| name == "name"));
    property_text(name.as_ref().unwrap_or(node))
}

fn of_classes(page: &Page<'_>) -> Vec<String> {
    let bylines = page.elements.iter().filter(|element| is_byline(element));
    for element in bylines.take(20) {
        let text = line(&element.node);
        let rest = without_lead(&text);
        let first = rest
            .split(['|', '·', '•', '—', '–', ','])
            .next()
            .unwrap_or_default()
            .trim();
        if text.len() <= MAX_BYLINE_BYTES && is_name(first) {
            return byline::names(first);
        }
    }
    Vec::new()
}

fn is_byline(element: &Element<'_>) -> bool {
    matches!(
        element.name.as_str(),
        "p" | "span" | "div" | "a" | "address" | "cite" | "b" | "li"
    ) && CLASSES.iter().any(|class| element.names.contains(class))
        && !element.is_aside()
}

fn is_name(text: &str) -> bool {
    (2..=6).contains(&text.split_whitespace().count())
        && text.starts_with(char::is_uppercase)
        && !text.contains(|c: char| c.is_ascii_digit())
}

fn without_lead(text: &str) -> &str {
    let lower = text.to_lowercase();
    LEADS
        .iter()
        .find(|lead| lower.starts_with(**lead))
        .and_then(|lead| text.get(lead.len()..))
        .map_or(text, str::trim_start)
}

/// Drops what is no name: addresses, and the site's own.
fn cleaned(names: Vec<String>, page: &Page<'_>) -> Vec<String> {
    let site = page
        .meta(&["og:site_name"])
        .unwrap_or_default()
        .to_lowercase();
    names
        .into_iter()
        .map(|name| without_lead(&name).to_owned())
        .filter(|name| {
            name.chars().count() > 1
                && !name.contains("http")
                && name.to_lowercase() != site
                && !name.eq_ignore_ascii_case("admin")
        })
        .collect()
}
