//! XML as it is found: elements by their local names, in documents that need not be well-formed.
//!
//! An end tag without a start is passed over; an element without an end ends with the element
//! around it. So a broken document gives what stands before, and after, its break.

mod paragraphs;
mod root;

pub(super) use paragraphs::{Role, paragraphs};
pub(super) use root::Root;

use super::html;
use crate::article::{Article, RawDocument, Reading, Warning};
use crate::text::decode;

/// How deep elements may stand; tags further in are left to the element around them, so that a
/// document of nothing but start tags costs no more time than another.
const MAX_DEPTH: usize = 100;

/// An element of a document.
#[derive(Clone, Debug)]
pub(super) struct Element<'a> {
    /// The name without its prefix.
    pub(super) name: &'a str,
    /// The prefix, empty when there is none.
    pub(super) prefix: &'a str,
    attributes: &'a str,
    /// The line of the document on which it begins, from 1.
    pub(super) line: u64,
    /// What stands between its tags.
    pub(super) inner: &'a str,
    /// The number of the last element in it.
    last: usize,
    depth: usize,
}

/// The elements of a document, in the order in which they begin.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    elements: Vec<Element<'a>>,
    /// The name of the first element that has no end.
    pub(super) unclosed: Option<&'a str>,
}

/// Why a record without words is no article.
pub(super) const NEITHER: &str = "expected a headline or a text, but found neither";

/// Each record of a file by the number of its element: its article, or why it is none.
pub(super) type Records = Vec<(usize, Result<Article, String>)>;

/// Reads a file of records; `expected` names one of them, for files that have none.
pub(super) fn read_records(
    raw: &RawDocument,
    expected: &str,
    records: impl FnOnce(&Tree<'_>) -> Records,
) -> Reading {
    let mut reading = Reading::default();
    let mut skip = |line: Option<u64>, message: String| {
        reading.skipped.push(Warning { line, message });
    };
    let decoded = match decode(&raw.bytes, html::charset(&raw.bytes).as_deref()) {
        Ok(decoded) => decoded,
        Err(reason) => {
            skip(None, reason.to_string());
            return reading;
        }
    };
    let tree = Tree::read(&decoded.text);
    let records = records(&tree);
    if let Some(name) = tree.unclosed {
        skip(
            None,
            format!("expected `</{name}>`, but found end of input"),
        );
    } else if records.is_empty() {
        skip(None, format!("expected {expected}, but found none"));
    }
    for (at, record) in records {
        match record {
            Ok(article) => reading.articles.push(article),
            Err(message) => {
                let line = Some(tree.element(at).line);
                reading.skipped.push(Warning { line, message });
            }
        }
    }
    if let Some(first) = reading.articles.first_mut() {
        first.warnings.extend(decoded.warnings);
    }
    reading
}

/// A piece of a document.
enum Piece<'a> {
    Start {
        name: &'a str,
        attributes: &'a str,
        is_empty: bool,
    },
    End(&'a str),
    /// A comment, a declaration, a run of characters that are no mark-up.
    Other,
}

impl<'a> Tree<'a> {
    pub(super) fn read(text: &'a str) -> Tree<'a> {
        let mut tree = Tree {
            elements: Vec::new(),
            unclosed: None,
        };
        let mut open: Vec<(usize, usize)> = Vec::new();
        let (mut at, mut line, mut counted) = (0, 1, 0);
        while let Some(found) = text[at..].find('<') {
            let start = at + found;
            let (piece, length) = piece(&text[start..]);
            at = start + length;
            match piece {
                Piece::Start {
                    name,
                    attributes,
                    is_empty,
                } if open.len() < MAX_DEPTH => {
                    line += newlines(&text[counted..start]);
                    counted = start;
                    tree.open(name, attributes, line, open.len());
                    if !is_empty {
                        open.push((tree.elements.len() - 1, at));
                    }
                }
                Piece::End(name) => tree.close(name, text, start, &mut open),
                Piece::Start { .. } | Piece::Other => {}
            }
        }
        if let Some((first, _)) = open.first() {
            tree.unclosed = Some(tree.elements[*first].name);
        }
        while let Some((element, from)) = open.pop() {
            tree.end(element, &text[from..]);
        }
        tree
    }

    fn open(&mut self, name: &'a str, attributes: &'a str, line: u64, depth: usize) {
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        self.elements.push(Element {
            name,
            prefix,
            attributes,
            line,
            inner: "",
            last: self.elements.len(),
            depth,
        });
    }

    fn close(&mut self, name: &str, text: &'a str, end: usize, open: &mut Vec<(usize, usize)>) {
        let name = name.split_once(':').map_or(name, |(_, name)| name);
        let is_start = |(element, _): &(usize, usize)| self.elements[*element].name == name;
        let Some(at) = open.iter().rposition(is_start) else {
            return;
        };
        for (element, from) in open.drain(at..) {
            self.end(element, &text[from..end]);
        }
    }

    fn end(&mut self, element: usize, inner: &'a str) {
        self.elements[element].last = self.elements.len() - 1;
        self.elements[element].inner = inner;
    }

    /// The elements of this name, anywhere.
    pub(super) fn named<'t>(&'t self, name: &'t str) -> impl Iterator<Item = usize> + 't {
        (0..self.elements.len()).filter(move |&at| self.elements[at].name == name)
    }

    pub(super) fn element(&self, at: usize) -> &Element<'a> {
        &self.elements[at]
    }

    /// The elements within one, at any depth.
    pub(super) fn within(&self, at: usize) -> impl Iterator<Item = (usize, &Element<'a>)> {
        let last = self.elements[at].last;
        (at + 1..=last).map(|at| (at, &self.elements[at]))
    }

    /// The elements right within one.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = (usize, &Element<'a>)> {
        let depth = self.elements[at].depth + 1;
        self.within(at)
            .filter(move |(_, element)| element.depth == depth)
    }

    /// The first element of the first of these names, at any depth within one.
    pub(super) fn first(&self, at: usize, names: &[&str]) -> Option<&Element<'a>> {
        names.iter().find_map(|name| {
            self.within(at)
                .find(|(_, element)| element.name == *name)
                .map(|(_, element)| element)
        })
    }
}

impl Element<'_> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        attribute(self.attributes, name)
    }

    /// Whether mark-up stands in it, and not only characters.
    pub(super) fn has_elements(&self) -> bool {
        let mut at = 0;
        while let Some(found) = self.inner[at..].find('<') {
            let (piece, length) = piece(&self.inner[at + found..]);
            if matches!(piece, Piece::Start { .. }) {
                return true;
            }
            at += found + length;
        }
        false
    }

    /// Its characters, references and `CDATA` sections resolved, tags left out.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.inner.len());
        let mut rest = self.inner;
        while let Some(at) = rest.find('<') {
            text.push_str(&characters(&rest[..at]));
            let (_, length) = piece(&rest[at..]);
            let marked = &rest[at..at + length];
            if let Some(section) = marked.strip_prefix("<![CDATA[") {
                text.push_str(section.strip_suffix("]]>").unwrap_or(section));
            } else if length == 1 {
                text.push('<');
            }
            rest = &rest[at + length..];
        }
        text.push_str(&characters(rest));
        text
    }
}

/// The value that an attribute has among those of a tag.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let found = attributes.match_indices('=').find(|(at, _)| {
        let before = attributes[..*at].trim_end();
        before.rsplit(char::is_whitespace).next() == Some(name)
    });
    let value = attributes[found?.0 + 1..].trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(characters(value[1..].split(quote).next()?))
}

/// Takes the piece of mark-up that begins with `<` off a text; its length is 1 when it is none.
fn piece(text: &str) -> (Piece<'_>, usize) {
    for (start, end) in [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")] {
        if let Some(inner) = text.strip_prefix(start) {
            let length = inner.find(end).map(|at| start.len() + at + end.len());
            return (Piece::Other, length.unwrap_or(text.len()));
        }
    }
    let is_letter = |text: &str| text.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_end = text.starts_with("</");
    let name_at = 1 + usize::from(is_end);
    if !is_letter(&text[name_at..]) {
        let is_declaration = text.starts_with("<!");
        let length = if is_declaration {
            text.find('>').map_or(text.len(), |at| at + 1)
        } else {
            1
        };
        return (Piece::Other, length);
    }
    let Some(end) = tag_end(text) else {
        return (Piece::Other, 1);
    };
    let inner = &text[name_at..end];
    let is_empty = inner.ends_with('/');
    let inner = inner.trim_end_matches('/');
    let (name, attributes) = inner
        .split_once(|c: char| c.is_whitespace())
        .unwrap_or((inner, ""));
    let piece = if is_end {
        Piece::End(name)
    } else {
        Piece::Start {
            name,
            attributes,
            is_empty,
        }
    };
    (piece, end + 1)
}

/// Finds the `>` of a tag, which may stand in the value of an attribute too.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at),
            (None, b'<') => return None,
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|&b| b == b'\n').count() as u64
}

/// Puts characters in the place of the references of XML and of those of HTML that feeds use.
fn characters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        let known = end.and_then(|end| Some((character(&rest[1..end])?, end + 1)));
        let (character, length) = known.unwrap_or(('&', 1));
        plain.push(character);
        rest = &rest[length..];
    }
    plain + rest
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "rsquo" => '’',
        "lsquo" => '‘',
        "ldquo" => '“',
        "rdquo" => '”',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_their_local_names() {
        let tree = Tree::read(
            "<?xml version='1.0'?><!-- <b> --><a:r x='1 > 0'>\n<b>One &amp; <![CDATA[<two>]]></b><c/><b><i>x</i></b></a:r>",
        );
        let root = tree.element(0);
        assert_eq!((root.prefix, root.name), ("a", "r"));
        assert_eq!(root.attribute("x").as_deref(), Some("1 > 0"));
        let children: Vec<_> = tree
            .children(0)
            .map(|(_, e)| (e.name, e.line, e.text()))
            .collect();
        let owned = |name, text: &str| (name, 2, text.to_owned());
        assert_eq!(
            children,
            [owned("b", "One & <two>"), owned("c", ""), owned("b", "x")]
        );
        assert_eq!(tree.unclosed, None);
    }

    #[test]
    fn what_is_not_well_formed_gives_what_it_has() {
        let tree = Tree::read("<r><b>one</x> < two &y; </b><b>three<c>");
        let texts: Vec<_> = tree.named("b").map(|at| tree.element(at).text()).collect();
        assert_eq!(texts, ["one < two &y; ", "three"]);
        assert_eq!(tree.unclosed, Some("r"));
    }

    #[test]
    fn elements_further_in_than_any_document_needs_are_text() {
        let text = format!("{}x</b>", "<b>".repeat(1_000));
        let tree = Tree::read(&text);
        assert_eq!(tree.named("b").count(), MAX_DEPTH);
        assert_eq!(tree.element(MAX_DEPTH - 1).text(), "x");
        assert_eq!(Tree::read("<r><!a<!b<!c").element(0).text(), "");
    }
}
