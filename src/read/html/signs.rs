//! What speaks for and against a page being an article, before its document is taken apart.

use dom_query::NodeRef;

use super::element::{Element, attribute, class_and_id, line};
use super::listing::{Address, address};
use super::page::Page;

/// The shortest text, in bytes, that counts as prose.
const MIN_PROSE_BYTES: usize = 40;

/// The shortest link, in letters and digits, that is the top of a teaser.
const MIN_TOP_LETTERS: usize = 20;

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5"];

/// Elements in which a link is no top of a teaser, or not the only one.
const NO_TOP: &[&str] = &["p", "nav", "footer", "h1", "h2", "h3", "h4", "h5"];

/// Elements whose text is not the page's own.
const NO_PROSE: &[&str] = &["a", "noscript", "nav", "footer"];

/// What a page says of its own kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Declared {
    /// Nothing, or what every page says.
    #[default]
    Nothing,
    /// That it is an article.
    Article,
    /// That it lists others, by the name of its type.
    Listing(String),
}

/// The signs of a page.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// The text of the `title` element.
    pub(super) title: String,
    /// The first main heading.
    pub(super) heading: String,
    pub(super) declared: Declared,
    pub(super) address: Address,
    /// It asks for a password.
    pub(super) has_password: bool,
    pub(super) num_links: usize,
    /// Letters and digits in links.
    pub(super) link_letters: usize,
    /// Letters and digits of prose that is no link.
    pub(super) prose_letters: usize,
    /// Number of teasers: headings that are links, and links of several words that stand alone.
    pub(super) num_teasers: usize,
    /// Letters and digits of the longest run of prose that no teaser's top interrupts.
    pub(super) longest_run: usize,
}

/// Notes the signs of a page; `url` is its address as far as it is known.
pub(super) fn signs(page: &Page<'_>, url: &str) -> Signs {
    let mut signs = Signs {
        title: page.title.clone(),
        heading: page
            .named("h1")
            .map(|element| line(&element.node))
            .find(|heading| !heading.is_empty())
            .unwrap_or_default(),
        declared: declared(page),
        address: address(url),
        ..Signs::default()
    };
    let mut run = 0;
    for element in &page.elements {
        signs.note(element, &mut run);
    }
    signs.longest_run = signs.longest_run.max(run);
    signs
}

fn declared(page: &Page<'_>) -> Declared {
    let open_graph = page.meta(&["og:type"]).unwrap_or_default();
    let is_dated = page.meta(&["article:published_time"]).is_some();
    match &page.linked.listing {
        _ if page.linked.is_article => Declared::Article,
        // Lists of categories, too, are of the type `article` to Open Graph, as some sites see it.
        Some(listing) => Declared::Listing(listing.clone()),
        None if open_graph.contains("article") || is_dated => Declared::Article,
        None => Declared::Nothing,
    }
}

impl Signs {
    fn note(&mut self, element: &Element<'_>, run: &mut usize) {
        if element.name == "input" {
            self.has_password |= attribute(&element.node, "type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("password"));
        }
        let mut link_letters = 0;
        if element.name == "a" && element.node.has_attr("href") {
            link_letters = letters(&element.node.text());
            self.num_links += 1;
            self.link_letters += link_letters;
        }
        if is_unread(&element.name) {
            return;
        }
        if is_teaser_top(element, link_letters) {
            self.num_teasers += 1;
            self.longest_run = self.longest_run.max(*run);
            *run = 0;
        }
        let prose = prose_letters(element);
        self.prose_letters += prose;
        *run += prose;
    }
}

/// Tells whether a teaser begins with an element: a heading that is a link, or a link of several
/// words that stands by itself.
fn is_teaser_top(element: &Element<'_>, link_letters: usize) -> bool {
    match element.name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" => {
            is_linked(element) && !is_in(&element.node, &["nav", "footer"])
        }
        "a" if link_letters >= MIN_TOP_LETTERS => {
            let is_heading = |node: &NodeRef<'_>| HEADINGS.iter().any(|name| node.has_name(name));
            leads_elsewhere(&element.node)
                && is_alone(&element.node)
                && !is_in(&element.node, NO_TOP)
                && !element.node.descendants_it().any(|node| is_heading(&node))
        }
        _ => false,
    }
}

fn leads_elsewhere(node: &NodeRef<'_>) -> bool {
    node.has_name("a") && node.attr("href").is_some_and(|href| !href.starts_with('#'))
}

/// Tells whether no text stands beside a node.
fn is_alone(node: &NodeRef<'_>) -> bool {
    let Some(parent) = node.parent() else {
        return true;
    };
    let beside = parent.children_it(false).filter(NodeRef::is_text);
    beside.map(|text| letters(&text.text())).sum::<usize>() < MIN_TOP_LETTERS
}

fn is_in(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.ancestors_it(None)
        .any(|node| names.iter().any(|name| node.has_name(name)))
}

/// Tells whether a heading leads elsewhere: it is in a link, or one is in it.
fn is_linked(element: &Element<'_>) -> bool {
    element
        .node
        .descendants_it()
        .any(|node| leads_elsewhere(&node))
        || element
            .node
            .ancestors_it(Some(4))
            .any(|node| leads_elsewhere(&node))
}

/// Letters and digits of the texts that stand in an element itself, if they are prose.
fn prose_letters(element: &Element<'_>) -> usize {
    let texts = element.node.children_it(false).filter(NodeRef::is_text);
    let sum = texts
        .map(|text| text.text())
        .filter(|text| text.trim().len() >= MIN_PROSE_BYTES)
        .map(|text| letters(&text))
        .sum();
    let is_own = sum > 0 && element.name != "a" && !is_in(&element.node, NO_PROSE);
    if is_own && !is_notice(element) {
        sum
    } else {
        0
    }
}

/// Tells whether an element belongs to a request for consent.
fn is_notice(element: &Element<'_>) -> bool {
    let is_named = |node: &NodeRef<'_>| {
        let names = class_and_id(node);
        ["cookie", "consent", "gdpr"]
            .iter()
            .any(|word| names.contains(word))
    };
    let is_frame = |node: &NodeRef<'_>| node.has_name("body") || node.has_name("html");
    element
        .node
        .ancestors_it(None)
        .take_while(|node| !is_frame(node))
        .any(|node| is_named(&node))
}

fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "head"
            | "title"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "textarea"
            | "option"
            | "button"
            | "figcaption"
    )
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
