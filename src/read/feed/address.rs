//! Addresses: of an item, and what relative ones stand against.

use super::body::line_of;
use super::item::Entry;
use crate::read::xml::{Element, Tree};

/// The address that the relative ones of a feed stand against: what the feed says, else its
/// own, else that of its site.
pub(super) fn base_of_feed(tree: &Tree<'_>, top: Option<usize>) -> Option<String> {
    let mut base = None;
    let root = top.map(|_| 0);
    for at in [root, top].into_iter().flatten() {
        base = with_base(base, tree.element(at));
    }
    let link = |is_wanted: fn(&Element<'_>) -> bool| {
        let mut links = tree.children(top?).filter(|(_, e)| e.name == "link");
        links.find_map(|(_, link)| is_wanted(link).then(|| absolute(None, &target(link)))?)
    };
    let is_self = |link: &Element<'_>| link.attribute("rel").as_deref() == Some("self");
    base.or_else(|| link(is_self)).or_else(|| link(|_| true))
}

/// Finds the address of an item.
pub(super) fn url(entry: &Entry<'_>, base: Option<&str>) -> Option<String> {
    let base = with_base(base.map(str::to_owned), entry.element());
    let absolute = |url: &str| absolute(base.as_deref(), url);
    // Some services put their own address, which counts clicks, in the place of the page's.
    let original = entry.child("origLink").map(line_of);
    original
        .and_then(|url| absolute(&url))
        .or_else(|| link(entry, base.as_deref()))
        .or_else(|| after_empty_link(entry.element().inner))
        .or_else(|| {
            let guid = entry.child("guid")?;
            let is_permanent = guid.attribute("isPermaLink").as_deref() != Some("false");
            is_permanent.then(|| self::absolute(None, &line_of(guid)))?
        })
        .or_else(|| self::absolute(None, &entry.id()?))
}

fn link(entry: &Entry<'_>, base: Option<&str>) -> Option<String> {
    let is_page = |link: &&Element<'_>| {
        let is_alternate = link.attribute("rel").is_none_or(|rel| rel == "alternate");
        link.name == "link" && link.prefix != "media" && is_alternate
    };
    let mut links: Vec<&Element<'_>> = entry.children().filter(is_page).collect();
    links.sort_by_key(|link| link.prefix != entry.element().prefix);
    links.into_iter().find_map(|link| {
        let base = with_base(base.map(str::to_owned), link);
        absolute(base.as_deref(), &target(link))
    })
}

/// The address behind an empty link, as programs leave it that take a feed for a page.
fn after_empty_link(inner: &str) -> Option<String> {
    let (_, rest) = inner.split_once("<link/>")?;
    absolute(None, rest.split('<').next()?)
}

fn target(link: &Element<'_>) -> String {
    link.attribute("href").unwrap_or_else(|| line_of(link))
}

/// The base within an element: its `xml:base`, itself against the base around it.
fn with_base(base: Option<String>, element: &Element<'_>) -> Option<String> {
    element
        .attribute("xml:base")
        .and_then(|own| absolute(base.as_deref(), &own))
        .or(base)
}

/// Resolves a reference against a base, as RFC 3986 says in 5.2; `None` when the result is no
/// address of a page.
pub(in crate::read) fn absolute(base: Option<&str>, reference: &str) -> Option<String> {
    let reference = reference.trim();
    if is_http(reference) {
        return Some(reference.to_owned());
    }
    let has_scheme = reference
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|start| start.contains(':'));
    if reference.is_empty() || has_scheme || reference.contains(char::is_whitespace) {
        return None;
    }
    let base = base.filter(|base| is_http(base))?;
    let (scheme, rest) = base.split_once("://")?;
    if reference.starts_with("//") {
        return Some(format!("{scheme}:{reference}"));
    }
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let without_fragment = path.split('#').next().unwrap_or_default();
    let page = without_fragment.split('?').next().unwrap_or_default();
    let path = match reference.as_bytes()[0] {
        b'/' => without_dots(reference),
        b'#' => format!("{without_fragment}{reference}"),
        b'?' => format!("{page}{reference}"),
        _ => {
            let folder = page.rfind('/').map_or("", |at| &page[..at]);
            without_dots(&format!("{folder}/{reference}"))
        }
    };
    Some(format!("{scheme}://{host}{path}"))
}

fn is_http(url: &str) -> bool {
    ["http://", "https://"].iter().any(|start| {
        url.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    })
}

/// Takes the steps `.` and `..` out of a path.
fn without_dots(path: &str) -> String {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let (path, rest) = path.split_at(end);
    let mut steps: Vec<&str> = Vec::new();
    let all: Vec<&str> = path.split('/').skip(1).collect();
    for (number, step) in all.iter().enumerate() {
        let is_last = number + 1 == all.len();
        match *step {
            ".." => {
                steps.pop();
            }
            "." => {}
            step => steps.push(step),
        }
        if is_last && matches!(*step, "." | "..") {
            steps.push("");
        }
    }
    format!("/{}{rest}", steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_resolved() {
        for (base, reference, expected) in [
            (
                Some("https://x.example/a/b"),
                "c",
                Some("https://x.example/a/c"),
            ),
            (
                Some("https://x.example/a/"),
                "../c?d#e",
                Some("https://x.example/c?d#e"),
            ),
            (Some("https://x.example"), "c", Some("https://x.example/c")),
            (
                Some("https://x.example/a"),
                "/c/./d",
                Some("https://x.example/c/d"),
            ),
            (
                Some("https://x.example/a?b"),
                "?c",
                Some("https://x.example/a?c"),
            ),
            (
                Some("https://x.example/a?b"),
                "#c",
                Some("https://x.example/a?b#c"),
            ),
            (
                Some("http://x.example/a"),
                "//y.example/b",
                Some("http://y.example/b"),
            ),
            (
                Some("https://x.example/a"),
                "http://y.example/",
                Some("http://y.example/"),
            ),
            (Some("https://x.example/a"), "mailto:a@x.example", None),
            (Some("https://x.example/a"), "two words", None),
            (Some("https://x.example/a"), "", None),
            (Some("urn:x"), "c", None),
            (None, "/c", None),
        ] {
            assert_eq!(
                absolute(base, reference).as_deref(),
                expected,
                "{reference}"
            );
        }
    }
}
