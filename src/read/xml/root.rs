//! The root of a document: what kind of XML it is.

use super::{Piece, attribute, piece};

/// The first element of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) struct Root<'a> {
    /// The name without its prefix.
    pub(in crate::read) name: &'a str,
    attributes: &'a str,
    /// An XML declaration stands at the start.
    is_declared: bool,
}

impl<'a> Root<'a> {
    /// Finds the root of the document that begins with these characters; `None` when they are no
    /// mark-up, or end before it.
    pub(in crate::read) fn of(start: &'a str) -> Option<Root<'a>> {
        let mut rest = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let is_declared = rest.starts_with("<?xml");
        while rest.starts_with('<') {
            let (piece, length) = piece(rest);
            if let Piece::Start {
                name, attributes, ..
            } = piece
            {
                let (_, name) = name.split_once(':').unwrap_or(("", name));
                return Some(Root {
                    name,
                    attributes,
                    is_declared,
                });
            }
            rest = rest[prolog_length(rest, length)..].trim_start();
        }
        None
    }

    /// Whether one of the namespaces that the root declares has this in its address.
    pub(in crate::read) fn has_namespace(&self, part: &str) -> bool {
        self.attributes.contains("xmlns") && self.attributes.contains(part)
    }

    /// Whether the document is XML by its own words, and not mark-up of some other kind.
    pub(in crate::read) fn is_xml(&self) -> bool {
        self.is_declared || attribute(self.attributes, "xmlns").is_some()
    }
}

/// The length of a piece before the root. A document type may hold declarations of its own, in
/// brackets.
fn prolog_length(text: &str, length: usize) -> usize {
    let is_doctype = text
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!DOCTYPE"));
    if !is_doctype || !text[..length].contains('[') {
        return length;
    }
    match text.find("]>").or_else(|| text.find("] >")) {
        Some(at) => at + text[at..].find('>').map_or(1, |end| end + 1),
        None => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_stands_after_all_that_comes_before_it() {
        for (text, expected) in [
            ("<rss version='2.0'>", Some("rss")),
            (
                " \u{feff}<?xml version='1.0'?><!-- <x> -->\n<a:feed>",
                Some("feed"),
            ),
            ("<!DOCTYPE nitf SYSTEM 'a'><nitf>", Some("nitf")),
            (
                "<!DOCTYPE r [ <!ENTITY a 'b>'> <!ELEMENT x (y)> ]><r>",
                Some("r"),
            ),
            ("<!DOCTYPE html><HTML>", Some("HTML")),
            ("<!-- never ends <rss>", None),
            ("words <rss>", None),
            ("", None),
        ] {
            assert_eq!(Root::of(text).map(|root| root.name), expected, "{text}");
        }
    }
}
