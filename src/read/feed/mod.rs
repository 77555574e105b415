//! Feeds: RSS 0.9 to 2.0, RDF and Atom; an article an item.

mod address;
mod body;
mod furniture;
mod item;
mod people;

use xxhash_rust::xxh3::xxh3_64;

use super::value::feed_id;
use super::xml::{self, Element, NEITHER, Root, Tree};
use super::{Format, Framing, html};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading};
use crate::text::language;
use crate::text::normalize::clean_line;
pub(super) use address::absolute;
use body::line_of;
pub(super) use body::{choose, marked_text};
use item::Entry;

/// Feeds.
pub(crate) static FORMAT: Format = Format {
    name: "feed",
    summary: "feeds: RSS, RDF and Atom, an article an item",
    extensions: &["rss", "atom", "rdf"],
    media_types: &[
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
    ],
    version: 4 + html::VERSION,
    framing: Framing::Whole,
    sniff,
    read,
};

/// The elements that say when an item was published, as RSS, Dublin Core and Atom name them.
const PUBLISHED: &[&str] = &["pubDate", "published", "issued", "date", "created"];

/// The elements that say when it was changed.
const UPDATED: &[&str] = &["updated", "modified", "lastBuildDate"];

/// What software calls an article that nobody filed: no section.
const NO_SECTIONS: &[&str] = &[
    "article",
    "articles",
    "geen categorie",
    "non catégorisé",
    "non classé",
    "okategoriserade",
    "post",
    "posts",
    "sem categoria",
    "senza categoria",
    "sin categoría",
    "uncategorised",
    "uncategorized",
    "unkategorisiert",
    "без категории",
    "без рубрики",
    "未分类",
    "未分類",
];

fn sniff(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(head);
    let Some(root) = Root::of(&start) else {
        return false;
    };
    match root.name {
        "rss" | "RDF" | "channel" | "feed" => true,
        "entry" => root.has_namespace("Atom") || root.has_namespace("atom"),
        _ => false,
    }
}

fn read(raw: &RawDocument) -> Reading {
    xml::read_records(raw, "an item in the feed", |tree| {
        let feed = Feed::of(tree);
        let records = tree.named("item").chain(tree.named("entry"));
        let article = |at| {
            let article = feed.article(Entry { tree, at });
            (at, article.ok_or_else(|| NEITHER.to_owned()))
        };
        records.map(article).collect()
    })
}

/// What a feed says of all its items.
struct Feed {
    title: Option<String>,
    language: Option<&'static str>,
    /// The authors of an Atom feed, whose entries inherit them.
    authors: Vec<String>,
    /// What relative addresses stand against.
    base: Option<String>,
}

impl Feed {
    fn of(tree: &Tree<'_>) -> Self {
        let top = tree.named("channel").chain(tree.named("feed")).next();
        let entry = top.map(|at| Entry { tree, at });
        let title = entry.and_then(|top| top.line(&["title"]));
        let of_roots = || {
            let roots = [top, tree.named("RDF").chain(tree.named("rss")).next()];
            let roots = roots.into_iter().flatten();
            roots.filter_map(|at| labelled(tree.element(at))).next()
        };
        let is_atom = |at: &usize| tree.element(*at).name == "feed";
        Feed {
            title,
            language: entry.and_then(|top| language_of(&top)).or_else(of_roots),
            authors: top
                .filter(is_atom)
                .map(|at| people::of_children(tree, at))
                .unwrap_or_default(),
            base: address::base_of_feed(tree, top),
        }
    }

    fn article(&self, entry: Entry<'_>) -> Option<Article> {
        let element = entry.element();
        let headline = entry.line(&["title"]).unwrap_or_default();
        let source = source(&entry).or_else(|| self.title.clone());
        let own_language = language_of(&entry).or_else(|| labelled(element));
        let url = address::url(&entry, self.base.as_deref());
        let article = Article {
            id: entry.id().map(|id| feed_id(id, url.as_deref())),
            url,
            body: body::body(&entry, &headline),
            headline,
            authors: people::authors(&entry, &self.authors, source.as_deref()),
            source,
            section: section(&entry),
            language: own_language.or(self.language).map(str::to_owned),
            date_candidates: dates(&entry),
            line: Some(element.line),
            content_hash: xxh3_64(element.inner.as_bytes()),
            ..Article::default()
        };
        (!article.headline.is_empty() || !article.body.is_empty()).then_some(article)
    }
}

/// The language that a child names.
fn language_of(entry: &Entry<'_>) -> Option<&'static str> {
    language::code(&entry.line(&["language"])?)
}

/// The language that an element is marked with.
fn labelled(element: &Element<'_>) -> Option<&'static str> {
    language::code(element.attribute("xml:lang")?.trim())
}

/// The publication that an item was taken over from: `<source>The Herald</source>` of RSS, and
/// in Atom the title in it.
fn source(entry: &Entry<'_>) -> Option<String> {
    let tree = entry.tree;
    let at = entry.child_at("source")?;
    let title = Entry { tree, at }.line(&["title"]);
    let has_parts = tree.children(at).next().is_some();
    title
        .or_else(|| (!has_parts).then(|| line_of(tree.element(at))))
        .filter(|source| !source.is_empty() && !source.contains("://"))
}

/// The first category that is one; those that are marked as tags, and subjects, come after.
fn section(entry: &Entry<'_>) -> Option<String> {
    let of = |name: &'static str| {
        let children = entry.children();
        children.filter(move |e| e.name == name && !item::is_media(e.prefix))
    };
    let is_tag = |element: &&Element<'_>| {
        let domain = element.attribute("domain").unwrap_or_default();
        ["tag", "keyword"].iter().any(|word| domain.contains(word))
    };
    let sections = of("category").filter(|element| !is_tag(element));
    let others = of("subject").chain(of("category").filter(is_tag));
    let names = sections.chain(others).map(|element| {
        let name = element
            .attribute("label")
            .filter(|label| !label.is_empty())
            .or_else(|| element.attribute("term"))
            .unwrap_or_else(|| line_of(element));
        clean_line(&name)
    });
    names.into_iter().find(|name| is_section(name))
}

/// Whether a category says more than that nobody filed the article.
pub(super) fn is_section(name: &str) -> bool {
    let is_known = NO_SECTIONS.contains(&name.to_lowercase().as_str());
    !name.is_empty() && !is_known && !name.contains("://")
}

fn dates(entry: &Entry<'_>) -> Vec<DateCandidate> {
    let of = |name: &&str| Some((entry.line(&[name])?, Evidence::Field((*name).to_owned())));
    let published = PUBLISHED.iter().filter_map(of);
    let updated = UPDATED
        .iter()
        .filter_map(of)
        .map(|(text, evidence)| (text, Evidence::Modified(Box::new(evidence))));
    published
        .chain(updated)
        .map(|(text, evidence)| DateCandidate { text, evidence })
        .collect()
}

#[cfg(test)]
mod tests;
