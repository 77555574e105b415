//! The text of a story.

use crate::read::feed;
use crate::read::xml::{Element, Role, Tree, paragraphs};
use crate::text::normalize::{clean_body, clean_line};

/// A paragraph of fewer letters may be there twice.
const REPEATABLE_LETTERS: usize = 40;

/// Returns the paragraphs of a story, its deck first.
///
/// The deck (NITF's second headline, the headline of NewsML-G2 whose role is `sub`) is of the body:
/// readers see it above the text, which does not repeat it, and the headline is one line.
pub(super) fn body(tree: &Tree<'_>, at: usize, headline: &str) -> String {
    let mut body = content(tree, at);
    for deck in decks(tree, at).into_iter().rev() {
        if deck != headline && !body.contains(&deck) {
            body = format!("{deck}\n\n{body}");
        }
    }
    body.trim_end().to_owned()
}

/// What an abstract says, for stories that have no other text; the caption of a picture is none.
pub(super) fn abstract_text(tree: &Tree<'_>, at: usize) -> String {
    let is_abstract = |element: &Element<'_>| {
        let role = element.attribute("role").unwrap_or_default();
        element.name == "abstract" || element.name == "description" && !role.ends_with("caption")
    };
    let mut elements = tree.within(at).map(|(_, element)| element);
    let element = elements.find(|element| is_abstract(element));
    element.map_or(String::new(), |element| {
        paragraphs(element.inner, role).join("\n\n")
    })
}

/// The text, which NITF calls `body.content`, and XHTML `body`.
fn content(tree: &Tree<'_>, at: usize) -> String {
    let mut content = None;
    for name in ["body.content", "body", "inlineData"] {
        let named = tree.within(at).map(|(_, element)| element);
        content = content.or_else(|| named.into_iter().find(|element| element.name == name));
    }
    let Some(content) = content else {
        return String::new();
    };
    if content.has_elements() {
        return without_repeats(paragraphs(content.inner, role)).join("\n\n");
    }
    let kind = content.attribute("contenttype").unwrap_or_default();
    if kind.contains("html") {
        return feed::marked_text(&content.text());
    }
    clean_body(&content.text())
}

/// What the elements of NITF and XHTML do to the text.
fn role(name: &str) -> Role {
    match name {
        "p" | "hl1" | "hl2" | "block" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ol" | "ul"
        | "dl" | "bq" | "blockquote" | "pre" | "div" | "section" | "article" | "table"
        | "nitf-table" | "hr" | "fn" | "note" => Role::Paragraph,
        "br" | "li" | "dt" | "dd" | "tr" => Role::LineEnd,
        "td" | "th" => Role::Space,
        "media" | "figure" | "figcaption" | "media-caption" | "media-producer" | "script"
        | "style" | "head" | "body.head" | "body.end" => Role::Gone,
        _ => Role::Words,
    }
}

/// Some papers give the first paragraph once by itself, perhaps cut, and once more with the rest.
fn without_repeats(paragraphs: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let letters = paragraph.chars().filter(|c| c.is_alphanumeric()).count();
        let is_long = letters >= REPEATABLE_LETTERS;
        if is_long && kept.contains(&paragraph) {
            continue;
        }
        if let [first] = kept.as_mut_slice() {
            let start = first.trim_end_matches(['.', '…', ' ']);
            if start.len() >= REPEATABLE_LETTERS && paragraph.starts_with(start) {
                *first = paragraph;
                continue;
            }
        }
        kept.push(paragraph);
    }
    kept
}

fn decks(tree: &Tree<'_>, at: usize) -> Vec<String> {
    let is_deck = |at: usize, element: &Element<'_>| match element.name {
        "headline" => is_second(element),
        // In the text it is the heading of a part.
        "hedline" => tree.within(at).any(|(_, inner)| inner.name == "hl2"),
        _ => false,
    };
    let mut decks: Vec<String> = Vec::new();
    for (at, element) in tree.within(at) {
        if !is_deck(at, element) {
            continue;
        }
        let inner = tree.within(at).map(|(_, inner)| inner);
        let lines = inner
            .filter(|inner| inner.name == "hl2")
            .collect::<Vec<_>>();
        let lines = if lines.is_empty() {
            vec![element]
        } else {
            lines
        };
        for line in lines {
            let deck = clean_line(&line.text());
            if !deck.is_empty() && !decks.contains(&deck) {
                decks.push(deck);
            }
        }
    }
    decks
}

/// Whether a headline stands below another: `<headline role="hld:sub">`.
pub(super) fn is_second(headline: &Element<'_>) -> bool {
    let role = headline.attribute("role").unwrap_or_default();
    let role = role.rsplit(':').next().unwrap_or_default().to_lowercase();
    role.starts_with("sub") || role == "deck"
}
