//! Where a page's article appeared: the site and the section.

use super::element::{Element, attribute, line};
use super::headline::{besides, is_same};
use super::page::Page;
use super::people::name_in;

/// Words in a class that say that an element names the section.
const SECTION_CLASSES: &[&str] = &[
    "eyebrow",
    "kicker",
    "deck",
    "rubri",
    "section-name",
    "article-section",
    "category",
    "cat-links",
    "overline",
    "volanta",
    "topic",
    "ressort",
];

/// The longest section.
const MAX_SECTION_WORDS: usize = 4;

/// Finds the site's name.
pub(super) fn source(page: &Page<'_>, headline: &str) -> Option<String> {
    let keys = [
        "og:site_name",
        "application-name",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "source",
        "copyright",
    ];
    page.meta(&keys[..1])
        .map(str::to_owned)
        .or_else(|| page.linked.source.clone())
        .or_else(|| page.meta(&keys[1..6]).map(str::to_owned))
        .or_else(|| publisher(page))
        .or_else(|| of_title(page, headline))
        .filter(|name| !name.starts_with("http"))
}

fn publisher(page: &Page<'_>) -> Option<String> {
    let text = name_in(&page.properties("publisher").next()?.node);
    (!text.is_empty() && text.len() < 100).then_some(text)
}

/// The site's name stands first or last in the title.
fn of_title(page: &Page<'_>, headline: &str) -> Option<String> {
    let pieces = besides(&page.title, headline);
    let is_first = pieces
        .first()
        .is_some_and(|first| page.title.starts_with(first));
    let piece = if is_first {
        pieces.first()
    } else {
        pieces.last()
    }?;
    (piece.split_whitespace().count() <= 6).then(|| (*piece).to_owned())
}

/// Finds the section: in `meta` elements, linked data, microdata, links to categories, elements
/// named after sections, the trail above the headline.
pub(super) fn section(page: &Page<'_>, headline: &str) -> Option<String> {
    let category = || {
        page.named("a")
            .find(|link| {
                attribute(&link.node, "rel")
                    .is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "category"))
            })
            .map(|link| line(&link.node))
    };
    let trail = || {
        page.linked
            .trail
            .iter()
            .rfind(|name| !is_same(name, headline))
            .cloned()
    };
    let found = page
        .meta(&[
            "article:section",
            "section",
            "parsely-section",
            "dc.subject.section",
            "og:section",
            "article.section",
            "sailthru.section",
        ])
        .map(str::to_owned)
        .or_else(|| page.linked.section.clone())
        .or_else(|| page.property_text("articlesection"))
        .or_else(category)
        .or_else(|| of_classes(page, headline))
        .or_else(trail)?;
    (!found.is_empty() && found.len() < 100 && !found.starts_with("http")).then_some(found)
}

/// A few words above or below the headline, in an element named after sections.
fn of_classes(page: &Page<'_>, headline: &str) -> Option<String> {
    let heading = page
        .elements
        .iter()
        .position(|element| element.name == "h1" && is_same(&line(&element.node), headline))?;
    let from = heading.saturating_sub(8);
    let to = (heading + 6).min(page.elements.len());
    page.elements[from..to]
        .iter()
        .filter(|element| is_section(element))
        .map(|element| line(&element.node))
        .find(|text| {
            let num_words = text.split_whitespace().count();
            (1..=MAX_SECTION_WORDS).contains(&num_words)
                && !text.ends_with(['.', '!', '?'])
                && !is_same(text, headline)
        })
}

fn is_section(element: &Element<'_>) -> bool {
    SECTION_CLASSES
        .iter()
        .any(|class| element.names.contains(class))
}
