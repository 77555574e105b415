//! Elements, and questions to them.

use std::collections::HashSet;
use std::sync::LazyLock;

use dom_query::{Document, NodeId, NodeRef};

use super::words::WordSet;
use crate::text::normalize::clean_line;

/// The longest text that is taken from an element for a name or a date.
const MAX_LINE_BYTES: usize = 2000;

/// How much of a page's frame an element stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aside {
    /// It stands with the article, as far as its surroundings tell.
    Not,
    /// It stands in something that may be the article's own or the page's: a footer, a teaser.
    Perhaps,
    /// It stands with what others wrote: comments, other articles.
    Surely,
}

/// Words in the class or id of what is surely aside.
static SURELY: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(&[
        "comment",
        "kommentar",
        "commentaire",
        "comentario",
        "related",
        "recommend",
        "correlat",
        "respond",
        "reaction",
        "most-read",
        "trending",
        "calendar",
        "also-read",
        "mostread",
        "popular",
        "leserbrief",
        "disqus",
        "verwandt",
    ])
});

/// Words in the class or id of what is perhaps aside.
static PERHAPS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(&[
        "sidebar",
        "footer",
        "widget",
        "teaser",
        "latest",
        "archive",
        "carousel",
        "more-news",
        "recent",
        "slider",
    ])
});

/// An element of a page, and what is asked of it again and again.
pub(super) struct Element<'a> {
    pub(super) node: NodeRef<'a>,
    /// Its name, lower case.
    pub(super) name: String,
    /// Its class and id, lower case, with a space between.
    pub(super) names: String,
    pub(super) aside: Aside,
}

impl<'a> Element<'a> {
    pub(super) fn new(node: NodeRef<'a>) -> Element<'a> {
        Element {
            node,
            name: name(&node),
            names: class_and_id(&node),
            aside: Aside::Not,
        }
    }

    /// How far aside the element puts what it holds.
    fn own_aside(&self) -> Aside {
        if matches!(self.name.as_str(), "html" | "head" | "body" | "main") {
            Aside::Not
        } else if SURELY.is_in(&self.names) {
            Aside::Surely
        } else if matches!(self.name.as_str(), "aside" | "footer" | "nav")
            || PERHAPS.is_in(&self.names)
        {
            Aside::Perhaps
        } else {
            Aside::Not
        }
    }

    pub(super) fn is_aside(&self) -> bool {
        self.aside != Aside::Not
    }
}

/// Finds out which elements stand aside. What holds a main heading is the article's, whatever it
/// is called: `with-sidebar`.
pub(super) fn mark_asides(elements: &mut [Element<'_>]) {
    let headings = elements
        .iter()
        .filter(|element| element.name == "h1")
        .take(8);
    let trunk: HashSet<NodeId> = headings
        .flat_map(|element| element.node.ancestors_it(None).map(|node| node.id))
        .collect();
    // The elements that hold the one that is looked at, outermost first: a parent stands before
    // its children.
    let mut holders: Vec<(NodeId, Aside)> = Vec::new();
    for element in elements {
        let parent = element.node.parent().map(|parent| parent.id);
        while holders
            .last()
            .is_some_and(|(holder, _)| Some(*holder) != parent)
        {
            holders.pop();
        }
        let of_parent = holders.last().map_or(Aside::Not, |(_, aside)| *aside);
        let own = if trunk.contains(&element.node.id) {
            Aside::Not
        } else {
            element.own_aside()
        };
        element.aside = own.max(of_parent);
        holders.push((element.node.id, element.aside));
    }
}

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
