//! The body of a page: its text without navigation, links to other articles, captions, comments.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::blocks::{Block, blocks};
use super::element::{class_and_id, name};
use super::wall::{Walls, is_offer, is_request, walls};
use super::words::WordSet;
use super::{furniture, head_line, named};
use crate::article::Article;
use crate::text::normalize::clean_body;

/// Elements that are never shown.
const UNSEEN: &[&str] = &[
    "script", "style", "template", "noscript", "svg", "iframe", "object", "embed", "canvas", "map",
    "audio", "video",
];

/// Elements that hold no running text.
const NO_TEXT: &[&str] = &[
    "form",
    "button",
    "select",
    "textarea",
    "nav",
    "footer",
    "aside",
    "figcaption",
    "dialog",
    "menu",
];

/// Parts of a class or id of what does not belong to the text.
static FURNITURE: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(&[
        "comment",
        "kommentar",
        "share",
        "social",
        "related",
        "recommend",
        "newsletter",
        "cookie",
        "consent",
        "subscribe",
        "breadcrumb",
        "sidebar",
        "advert",
        "sponsor",
        "promo",
        "popup",
        "modal",
        "paywall",
        "caption",
        "byline",
        "correlat",
        "disqus",
        "jp-relatedposts",
        "print-only",
        "read-more",
        "readmore",
        "lire-aussi",
        "tag-list",
        "post-tags",
        "author-bio",
        "authorbox",
        "author-box",
        "pagination",
        "pager",
        "nav-",
    ])
});

/// Whole words in a class that hide an element.
const HIDING: &[&str] = &[
    "hidden",
    "visually-hidden",
    "sr-only",
    "screen-reader-text",
    "noprint",
];

/// The shortest text that counts as prose.
const MIN_PROSE_BYTES: usize = 30;

/// What holds more than one part in so many of the page's prose is not its furniture, whatever
/// it is called.
const MAX_FURNITURE_PART: usize = 8;

/// An extraction shorter than this is tried again with less taken out before.
const MIN_LETTERS: usize = 600;

/// What a page says of its text besides the text.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// The body that linked data states.
    pub(super) body: Option<String>,
    /// The paragraph between headline and text that pages set apart.
    pub(super) lead: Option<String>,
}

/// Extracts the body, and what stands before it; takes the document apart.
pub(super) fn extract(document: Document, article: &Article, stated: &Stated) -> (String, Walls) {
    prune(&document);
    let named = named::blocks(&document);
    let config = Config {
        disable_json_ld: true,
        char_threshold: MIN_LETTERS,
        ..Config::default()
    };
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else {
        return (String::new(), Walls::default());
    };
    let found = readability
        .parse()
        .map_or_else(|_| Vec::new(), |article| blocks(&article.content));
    let letters = |blocks: &[Block]| -> usize {
        kept(blocks, article)
            .iter()
            .map(|block| block.letters)
            .sum()
    };
    let is_missed = letters(&named) > 2 * letters(&found);
    let found = if is_missed { named } else { found };
    let body = with_lead(join(&kept(&found, article)), stated.lead.as_deref());
    let body = match stated.body.as_deref().map(clean_body) {
        Some(stated) if stated.len() > 2 * body.len() => stated,
        _ => body,
    };
    (body, walls(&found))
}

/// Puts the lead before a body that does not hold it.
fn with_lead(body: String, lead: Option<&str>) -> String {
    match lead {
        Some(lead) if !body.is_empty() && !body.contains(lead) => format!("{lead}\n\n{body}"),
        _ => body,
    }
}

/// Takes out what is never shown, and what is furniture by its name unless it holds much of the
/// prose.
fn prune(document: &Document) {
    let mut weighed = Weighed::default();
    weighed.weigh(&document.root(), Place::default());
    weighed.unseen.iter().for_each(NodeRef::remove_from_parent);
    let all = weighed.elements.iter().map(|(_, prose)| *prose).max();
    let most = all.unwrap_or(0) / MAX_FURNITURE_PART;
    for (node, prose) in weighed.elements {
        if prose <= most && is_furniture(&node) {
            node.remove_from_parent();
        }
    }
}

/// Where a node stands.
#[derive(Clone, Copy, Default)]
struct Place {
    in_body: bool,
    in_link: bool,
}

/// The elements of a document, and how many bytes of prose of the body each holds: longer texts,
/// not in links.
#[derive(Default)]
struct Weighed<'a> {
    elements: Vec<(NodeRef<'a>, usize)>,
    unseen: Vec<NodeRef<'a>>,
}

impl<'a> Weighed<'a> {
    /// Weighs what a node holds.
    fn weigh(&mut self, parent: &NodeRef<'a>, place: Place) -> usize {
        let mut sum = 0;
        for node in parent.children_it(false) {
            if node.is_text() {
                let length = if place.in_body && !place.in_link {
                    node.text().trim().len()
                } else {
                    0
                };
                sum += if length >= MIN_PROSE_BYTES { length } else { 0 };
                continue;
            }
            let Some(name) = node.node_name() else {
                continue;
            };
            if UNSEEN.contains(&&*name) {
                self.unseen.push(node);
                continue;
            }
            let at = self.elements.len();
            self.elements.push((node, 0));
            let prose = self.weigh(
                &node,
                Place {
                    in_body: place.in_body || &*name == "body",
                    in_link: place.in_link || &*name == "a",
                },
            );
            self.elements[at].1 = prose;
            sum += prose;
        }
        sum
    }
}

fn is_furniture(node: &NodeRef<'_>) -> bool {
    let element = name(node);
    if matches!(
        element.as_str(),
        "html" | "head" | "body" | "article" | "main" | "h1"
    ) {
        return false;
    }
    if NO_TEXT.contains(&element.as_str()) || node.has_attr("hidden") || is_link_bar(node, &element)
    {
        return true;
    }
    let names = class_and_id(node);
    FURNITURE.is_in(&names)
        || names
            .split_whitespace()
            .any(|class| HIDING.contains(&class))
}

/// Tells whether a paragraph is nothing but links: tools, or ways to other articles.
fn is_link_bar(node: &NodeRef<'_>, element: &str) -> bool {
    if !matches!(element, "p" | "ul" | "ol" | "h3" | "h4" | "h5") {
        return false;
    }
    let letters = |node: &NodeRef<'_>| node.text().chars().filter(|c| c.is_alphanumeric()).count();
    let links = node
        .descendants_it()
        .filter(|inner| inner.has_name("a") && inner.has_attr("href"));
    let (num_links, of_links) =
        links.fold((0, 0), |(num, sum), link| (num + 1, sum + letters(&link)));
    num_links > 0 && of_links * 10 >= letters(node) * 9
}

/// The blocks of the article, without what stands above, between and below its text.
fn kept<'a>(blocks: &'a [Block], article: &Article) -> Vec<&'a Block> {
    let is_text = |block: &&Block| {
        let text = &block.text;
        !(block.is_links() || furniture::is_furniture(text) || is_offer(text) || is_request(text))
    };
    let mut kept: Vec<&Block> = blocks.iter().filter(is_text).collect();
    let num_head = kept
        .iter()
        .take_while(|block| head_line::is_head_line(&block.text, article))
        .count();
    kept.drain(..num_head);
    if let Some(end) = furniture::end(&kept) {
        kept.truncate(end);
    }
    let is_below = |last: &&Block| last.is_heading || furniture::is_call(&last.text);
    while kept.len() > 1 && kept.last().is_some_and(is_below) {
        kept.pop();
    }
    kept
}

fn join(blocks: &[&Block]) -> String {
    let mut body = String::new();
    let mut was_row = false;
    for block in blocks {
        if !body.is_empty() {
            body.push_str(if block.is_row && was_row {
                "\n"
            } else {
                "\n\n"
            });
        }
        was_row = block.is_row;
        body.push_str(&block.text);
    }
    clean_body(&body)
}
