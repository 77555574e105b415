//! The authors of an item.

use super::body::line_of;
use super::item::{Entry, is_media};
use crate::read::byline;
use crate::read::xml::Tree;

/// Finds the authors of an item: its own, else those of the feed it was taken from, else those
/// of the feed it stands in, which is what RFC 4287 says of Atom in 4.2.1.
pub(super) fn authors(entry: &Entry<'_>, feed: &[String], source: Option<&str>) -> Vec<String> {
    let own = of_children(entry.tree, entry.at);
    if !own.is_empty() {
        return own;
    }
    let media = entry.media("author").map(line_of);
    let of_media = media.map(|name| byline::names(name_of(&name)));
    if let Some(names) = of_media.filter(|names| !names.is_empty()) {
        return names;
    }
    let of_source = entry
        .child_at("source")
        .map(|at| of_children(entry.tree, at))
        .unwrap_or_default();
    let inherited = if of_source.is_empty() {
        feed.to_vec()
    } else {
        of_source
    };
    // A feed that names itself as its author names nobody.
    let is_person = |name: &String| source.is_none_or(|source| !source.eq_ignore_ascii_case(name));
    inherited.into_iter().filter(is_person).collect()
}

/// The authors named right within an element.
pub(super) fn of_children(tree: &Tree<'_>, at: usize) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for (at, element) in tree.children(at) {
        if !is_author(element.name, element.prefix) {
            continue;
        }
        let name = tree.children(at).find(|(_, inner)| inner.name == "name");
        let has_parts = tree.children(at).next().is_some();
        let line = match name {
            Some((_, name)) => line_of(name),
            // Nothing but an address.
            None if has_parts => continue,
            None => line_of(element),
        };
        for name in byline::names(name_of(&line)) {
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
    }
    authors
}

fn is_author(name: &str, prefix: &str) -> bool {
    name == "creator" || name == "author" && !is_media(prefix)
}

/// The name beside an address: `ann@example.org (Ann Lee)`, as RSS has it, `Ann Lee
/// (ann@example.org)`, `Ann Lee <ann@example.org>`.
fn name_of(text: &str) -> &str {
    let is_address = |text: &str| text.contains('@') || text.starts_with("mailto:");
    for (open, close) in [('(', ')'), ('<', '>')] {
        let Some((before, rest)) = text.split_once(open) else {
            continue;
        };
        let inner = rest.trim_end().trim_end_matches(close);
        if is_address(inner) && !before.trim().is_empty() {
            return before.trim();
        }
        if is_address(before) {
            return inner;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_beside_addresses() {
        for (text, expected) in [
            ("ann@x.example (Ann Lee)", "Ann Lee"),
            ("Ann Lee (ann@x.example)", "Ann Lee"),
            ("Ann Lee (mailto:ann)", "Ann Lee"),
            ("Ann Lee <ann@x.example>", "Ann Lee"),
            ("Ann Lee (Herald)", "Ann Lee (Herald)"),
            ("Ann Lee", "Ann Lee"),
        ] {
            assert_eq!(name_of(text), expected);
        }
    }
}
