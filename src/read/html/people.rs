//! The authors of a page.

use dom_query::NodeRef;

use super::element::{attribute, class_and_id, is_aside, line};
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
    let linked = page
        .linked
        .authors
        .iter()
        .flat_map(|names| byline::names(names))
        .collect();
    let metas = || {
        let keys = [
            "author",
            "parsely-author",
            "dc.creator",
            "dcterms.creator",
            "sailthru.author",
            "byl",
            "article:author",
            "citation_author",
        ];
        page.meta(&keys).map(byline::names).unwrap_or_default()
    };
    let properties = || people(page.properties("author").filter(|node| !is_aside(node)));
    let marked = || {
        let is_author = |node: &NodeRef<'_>| {
            attribute(node, "rel")
                .is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "author"))
                && !is_aside(node)
        };
        people(page.named("a").filter(is_author))
    };
    let mut all: Vec<Box<dyn Fn() -> Vec<String> + '_>> =
        vec![Box::new(metas), Box::new(properties), Box::new(marked)];
    all.push(Box::new(|| of_classes(page)));
    let linked: Vec<String> = cleaned(linked, page);
    if !linked.is_empty() {
        return linked;
    }
    all.iter()
        .map(|find| cleaned(find(), page))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn people<'a>(nodes: impl Iterator<Item = NodeRef<'a>>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for node in nodes.take(10) {
        let name = node
            .descendants_it()
            .find(|inner| attribute(inner, "itemprop").is_some_and(|name| name == "name"));
        let text = name
            .as_ref()
            .map_or_else(|| property_text(&node), property_text);
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

fn of_classes(page: &Page<'_>) -> Vec<String> {
    let is_byline = |node: &NodeRef<'_>| {
        let names = class_and_id(node);
        CLASSES.iter().any(|class| names.contains(class)) && !is_aside(node)
    };
    for (_, node) in page
        .elements
        .iter()
        .filter(|(name, node)| {
            matches!(
                name.as_str(),
                "p" | "span" | "div" | "a" | "address" | "cite" | "b" | "li"
            ) && is_byline(node)
        })
        .take(20)
    {
        let text = line(node);
        let rest = without_lead(&text);
        let first = rest
            .split(['|', '·', '•', '—', '–', ','])
            .next()
            .unwrap_or_default()
            .trim();
        let is_name = (2..=6).contains(&first.split_whitespace().count())
            && first.chars().next().is_some_and(char::is_uppercase)
            && !first.contains(|c: char| c.is_ascii_digit());
        if text.len() <= MAX_BYLINE_BYTES && is_name {
            return byline::names(first);
        }
    }
    Vec::new()
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
