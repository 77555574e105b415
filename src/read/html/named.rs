//! The element of a page that is named after the text of its article.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};

use super::blocks::{Block, blocks_in};
use super::element::{attribute, class_and_id};
use super::words::WordSet;

/// Parts of a class or id of what holds the text of an article.
static NAMES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(&[
        "entry-content",
        "entry__content",
        "entrycontent",
        "entry_content",
        "post-content",
        "post__content",
        "postcontent",
        "post_content",
        "post-body",
        "post__body",
        "postbody",
        "post_body",
        "post-entry",
        "postentry",
        "article-body",
        "article__body",
        "articlebody",
        "article_body",
        "article-content",
        "article__content",
        "articlecontent",
        "article_content",
        "article-text",
        "article__text",
        "articletext",
        "article_text",
        "article-copy",
        "article__copy",
        "story-body",
        "story__body",
        "storybody",
        "story_body",
        "story-content",
        "story-text",
        "news-text",
        "newstext",
        "artikeltext",
        "content-body",
        "body-content",
        "main-text",
    ])
});

/// How many times as much text the one element has as the next one of such a name.
const MIN_LEAD: usize = 4;

/// How many elements of such a name are looked at.
const MAX_ELEMENTS: usize = 100;

/// Returns the text of the element that is named after it; nothing where several are, as on a
/// page of several articles.
pub(super) fn blocks(document: &Document) -> Vec<Block> {
    let mut named = Vec::new();
    collect(&document.root(), &mut named);
    let mut texts: Vec<Vec<Block>> = named.iter().map(blocks_in).collect();
    texts.sort_by_key(|text| letters(text));
    let first = texts.pop().unwrap_or_default();
    let second = texts.pop().unwrap_or_default();
    if letters(&first) > MIN_LEAD * letters(&second) {
        first
    } else {
        Vec::new()
    }
}

/// Collects the outermost elements of such a name.
fn collect<'a>(parent: &NodeRef<'a>, named: &mut Vec<NodeRef<'a>>) {
    for node in parent.children_it(false).filter(NodeRef::is_element) {
        if named.len() >= MAX_ELEMENTS {
            return;
        }
        if is_named(&node) {
            named.push(node);
        } else {
            collect(&node, named);
        }
    }
}

fn is_named(node: &NodeRef<'_>) -> bool {
    let is_frame = node.has_name("body") || node.has_name("html");
    let is_property = || attribute(node, "itemprop").is_some_and(|name| name == "articleBody");
    !is_frame && (NAMES.is_in(&class_and_id(node)) || is_property())
}

/// Letters and digits outside of links.
fn letters(blocks: &[Block]) -> usize {
    let texts = blocks.iter().filter(|block| !block.is_links());
    texts.map(|block| block.letters).sum()
}
