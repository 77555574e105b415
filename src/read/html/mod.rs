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
mod page;
mod people;
mod place;

use xxhash_rust::xxh3::xxh3_64;

use super::text::name;
use super::{Format, Framing};
use crate::article::{Article, RawDocument, Reading, Warning};
use crate::text::{decode, language};
use body::Stated;
pub(super) use fragment::fragment_text;
use page::Page;

/// How many bytes at the start of a page may tell its charset.
const CHARSET_BYTES: usize = 4096;

/// The version of this reader, which is part of that of others that read pages with it.
pub(super) const VERSION: u32 = 3;

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
    match read_page(raw) {
        Ok(article) => Reading {
            articles: vec![article],
            skipped: Vec::new(),
        },
        Err(message) => Reading {
            articles: Vec::new(),
            skipped: vec![Warning {
                line: None,
                message,
            }],
        },
    }
}

fn read_page(raw: &RawDocument) -> Result<Article, String> {
    let decoded =
        decode(&raw.bytes, charset(&raw.bytes).as_deref()).map_err(|reason| reason.to_string())?;
    let mut warnings = decoded.warnings;
    let document = document::parse(&decoded.text, &mut warnings);
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
    let signs = kind::signs(&page);
    let stated = Stated {
        body: page.linked.body.clone(),
        lead: lead::find(&page, &article.headline),
    };
    drop(page);
    article.body = body::extract(document, &article, &stated);
    kind::check(&article, &signs)?;
    article.language = language::detect(&article.body)
        .or(declared_language)
        .map(str::to_owned);
    name::complete(&mut article, &raw.origin.path);
    article.warnings = warnings;
    Ok(article)
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
