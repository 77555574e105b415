//! Questions to elements.

use dom_query::{Document, NodeRef};

use crate::text::normalize::clean_line;

/// The longest text that is taken from an element for a name or a date.
const MAX_LINE_BYTES: usize = 2000;

/// How far up the marks of a surrounding element count.
const MAX_ANCESTORS: usize = 12;

/// Elements, or words in their class or id, that surround what is not the article itself.
const ASIDE_NAMES: &[&str] = &["aside", "footer", "nav"];

const ASIDE_WORDS: &[&str] = &[
    "comment",
    "kommentar",
    "sidebar",
    "related",
    "recommend",
    "footer",
    "widget",
    "teaser",
    "popular",
    "latest",
    "archive",
    "calendar",
    "correlat",
    "respond",
    "reaction",
    "trending",
    "carousel",
    "more-news",
    "most-read",
    "recent",
];

/// Returns the name of an element, lower case; empty for a text.
pub(super) fn name(node: &NodeRef<'_>) -> String {
    node.node_name()
        .map_or(String::new(), |name| name.to_string())
}

/// Returns an attribute without white space around it; `None` when it is not there or empty.
pub(super) fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    let value = node.attr(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Returns class and id of an element, lower case, with a space between.
pub(super) fn class_and_id(node: &NodeRef<'_>) -> String {
    let mut names = node
        .attr("class")
        .map_or(String::new(), |class| class.to_lowercase());
    if let Some(id) = node.attr("id") {
        names.push(' ');
        names.push_str(&id.to_lowercase());
    }
    names
}

/// Returns the text in an element as one line.
pub(super) fn line(node: &NodeRef<'_>) -> String {
    let text = node.formatted_text();
    clean_line(&text[..text.floor_char_boundary(MAX_LINE_BYTES)])
}

/// Returns text that may hold mark-up or character references as one line without.
pub(super) fn plain(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return clean_line(text);
    }
    let text = &text[..text.floor_char_boundary(MAX_LINE_BYTES * 4)];
    clean_line(&Document::fragment(text).text())
}

/// Tells whether an element stands in what surrounds an article: a sidebar, comments, a footer.
pub(super) fn is_aside(node: &NodeRef<'_>) -> bool {
    std::iter::once(*node)
        .chain(node.ancestors_it(Some(MAX_ANCESTORS)))
        .filter(|node| node.is_element())
        .any(|node| {
            let name = name(&node);
            if name == "body" || name == "html" || name == "main" {
                return false;
            }
            let names = class_and_id(&node);
            ASIDE_NAMES.contains(&name.as_str())
                || ASIDE_WORDS.iter().any(|word| names.contains(word))
        })
}
