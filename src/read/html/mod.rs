//! Web pages: the article out of its page, and what the page says about it.
//!
//! ```text
//! bytes -charset-> text -parse, bounded-> document -+-> Page: linked data, meta elements, microdata
//!                                                   |     -> headline, authors, source, section, dates
//!                                                   +-> prune -> dom_smoothie -> lines -> body
//! ```

mod blocks;
mod body;
mod date_words;
mod dates;
mod document;
mod element;
mod fragment;
mod furniture;
mod head_line;
mod headline;
mod json_ld;
mod kind;
mod lead;
mod listing;
mod named;
mod page;
mod people;
mod place;
mod signs;
mod wall;
mod words;

use dom_query::Document;
use xxhash_rust::xxh3::xxh3_64;

use super::text::name;
use super::{Format, Framing};
use crate::article::{Article, NoArticle, RawDocument, Reading, Warning};
use crate::text::{decode, language};
use body::Stated;
pub(super) use fragment::fragment_text;
use page::Page;

/// How many bytes at the start of a page may tell its charset.
const CHARSET_BYTES: usize = 4096;

/// How the reason begins why a page gives no article.
const EXPECTED: &str = "expected an article, but found";

/// The version of this reader, which is part of that of others that read pages with it.
pub(super) const VERSION: u32 = 9;

/// Web pages.
pub(crate) static FORMAT: Format = Format {
    name: "html",
    summary: "web pages, HTML and XHTML",
    extensions: &["html", "htm", "xhtml"],
    media_types: &["text/html", "application/xhtml+xml"],
    version: VERSION,
    framing: Framing::Whole,
    sniff,
    read,
};

/// Tells whether the first bytes begin mark-up that names an element of a page's frame.
fn sniff(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    let start =
        String::from_utf8_lossy(&head[..head.len().min(CHARSET_BYTES)]).to_ascii_lowercase();
    start.starts_with('<')
        && [
            "<!doctype html",
            "<html",
            "<head>",
            "<body",
            "<title>",
            "<meta ",
        ]
        .iter()
        .any(|element| start.contains(element))
}

fn read(raw: &RawDocument) -> Reading {
    let decoded = match decode(&raw.bytes, charset(&raw.bytes).as_deref()) {
        Ok(decoded) => decoded,
        Err(reason) => return Reading::nothing(None, reason.to_string()),
    };
    let mut warnings = decoded.warnings;
    let document = document::parse(&decoded.text, &mut warnings);
    let (mut article, found) = read_page(document, raw);
    article.warnings = warnings;
    let has_text = !(article.headline.is_empty() && article.body.is_empty());
    let mut reading = Reading::default();
    match found {
        _ if !has_text => return Reading::nothing(None, format!("{EXPECTED} no text")),
        None => reading.articles.push(article),
        Some(found) => reading.no_articles.push(NoArticle {
            article,
            found: Warning {
                line: None,
                message: format!("{EXPECTED} {found}"),
            },
        }),
    }
    reading
}

/// Reads the article of a page; and, if the page is none, what it is.
fn read_page(document: Document, raw: &RawDocument) -> (Article, Option<String>) {
    let page = Page::read(&document);
    let headline = headline::find(&page);
    let mut article = Article {
        url: page.url(),
        authors: people::authors(&page),
        source: place::source(&page, &headline),
        section: place::section(&page, &headline),
        region: page.region(),
        date_candidates: dates::candidates(&page, &headline),
        content_hash: xxh3_64(&raw.bytes),
        headline,
        ..Article::default()
    };
    let declared_language = page.language();
    let signs = signs::signs(&page, article.url.as_deref().unwrap_or(&raw.origin.path));
    let stated = Stated {
        body: page.linked.body.clone(),
        lead: lead::find(&page, &article.headline),
    };
    drop(page);
    let (body, walls) = body::extract(document, &article, &stated);
    article.body = body;
    article.language = language::detect(&article.body)
        .or(declared_language)
        .map(str::to_owned);
    let found = kind::found_instead(&article, &signs, &walls);
    name::complete(&mut article, &raw.origin.path);
    (article, found)
}

/// Finds the charset that a page declares in its `meta` elements or its XML declaration.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let start =
        String::from_utf8_lossy(&bytes[..bytes.len().min(CHARSET_BYTES)]).to_ascii_lowercase();
    let is_xml = start.trim_start().starts_with("<?xml");
    let value = match start.split_once("charset=") {
        Some((_, value)) => value,
        None if is_xml => start.split("?>").next()?.split_once("encoding=")?.1,
        None => return None,
    };
    let label: String = value
        .trim_start_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace())
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests;
