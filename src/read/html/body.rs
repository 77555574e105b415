//! The body of a page: its text without navigation, links to other articles, captions, comments.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability, TextMode};

use super::element::{class_and_id, name};
use super::furniture;
use super::head_line;
use crate::article::Article;
use crate::text::normalize::{clean_body, clean_line};

/// Elements that hold no running text.
const NO_TEXT: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
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
    "audio",
    "video",
    "canvas",
    "map",
];

/// Words in a class or id of what does not belong to the text.
const FURNITURE: &[&str] = &[
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
    "sharedaddy",
    "jp-relatedposts",
    "print-only",
    "hidden",
    "teaser",
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
];

/// Extracts the body; takes the document apart.
pub(super) fn extract(document: Document, article: &Article) -> String {
    prune(&document);
    let config = Config {
        text_mode: TextMode::Formatted,
        disable_json_ld: true,
        ..Config::default()
    };
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else {
        return String::new();
    };
    let text = readability.parse().map_or_else(
        |_| String::new(),
        |article| article.text_content.to_string(),
    );
    lines(&text, article)
}

fn prune(document: &Document) {
    let nodes: Vec<NodeRef<'_>> = document
        .root()
        .descendants_it()
        .filter(NodeRef::is_element)
        .collect();
    for node in nodes {
        if is_furniture(&node) {
            node.remove_from_parent();
        }
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
    if NO_TEXT.contains(&element.as_str()) || node.has_attr("hidden") {
        return true;
    }
    if is_link_bar(node, &element) {
        return true;
    }
    let names = class_and_id(node);
    FURNITURE.iter().any(|word| names.contains(word)) && node.normalized_char_count() < 3000
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

/// Joins the lines that stay.
fn lines(text: &str, article: &Article) -> String {
    let mut body = String::new();
    let mut is_gap = false;
    for line in text.lines() {
        let line = clean_line(line);
        if line.is_empty() {
            is_gap = true;
            continue;
        }
        if body.is_empty() && head_line::is_head_line(&line, article)
            || furniture::is_furniture(&line)
        {
            continue;
        }
        if !body.is_empty() {
            body.push_str(if is_gap { "\n\n" } else { "\n" });
        }
        is_gap = false;
        body.push_str(&line);
    }
    clean_body(&body)
}
