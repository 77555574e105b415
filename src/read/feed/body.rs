//! The text of an item, out of the several that it may have.

use mail_parser::decoders::base64::base64_decode;

use super::furniture::without_furniture;
use super::item::Entry;
use crate::read::html;
use crate::read::xml::Element;
use crate::text::normalize::{clean_body, clean_line};

/// The elements that hold the whole text, and those that hold a shorter one.
const WHOLE: &[&str] = &["encoded", "content", "body"];
const SHORT: &[&str] = &["description", "summary", "abstract"];

/// A whole text of no more letters than this says no more than "see the page".
const FEW_LETTERS: usize = 30;

/// Elements of a page that begin a line; where there is one, line ends of the source are spaces.
const LINE_TAGS: &[&str] = &[
    "<p",
    "<br",
    "<div",
    "<li",
    "<tr",
    "<h1",
    "<h2",
    "<h3",
    "<h4",
    "<h5",
    "<h6",
    "<blockquote",
    "<pre",
    "<section",
    "<article",
    "<dl",
    "<dt",
    "<dd",
    "<table",
    "<body",
];

/// Returns the body of an item: its whole text, else the fullest that it has.
pub(super) fn body(entry: &Entry<'_>, headline: &str) -> String {
    let of = |names: &[&str]| {
        let texts = names.iter().filter_map(|name| entry.child(name));
        fullest(texts.map(body_of))
    };
    let body = choose(of(WHOLE), of(SHORT), headline);
    if !body.is_empty() {
        return body;
    }
    // What podcasts and pictures say of themselves, in unmarked lines.
    fullest(entry.media_descriptions().map(|element| {
        let text = element.text();
        if has_tags(&text) {
            marked_text(&text)
        } else {
            without_furniture(&clean_body(&text)).to_owned()
        }
    }))
}

/// Chooses between a whole text and a shorter one, which stands in when the first is missing, and
/// when it has more to say than the headline or some words, or several times as much as any text.
pub(in crate::read) fn choose(whole: String, short: String, headline: &str) -> String {
    let num_letters = letters(&whole);
    let is_poor =
        num_letters <= FEW_LETTERS || clean_line(&whole).eq_ignore_ascii_case(headline.trim());
    let is_less = if is_poor {
        num_letters < letters(&short)
    } else {
        num_letters * 3 < letters(&short)
    };
    if whole.is_empty() || is_less {
        short
    } else {
        whole
    }
}

/// The first of those texts that have the most letters.
fn fullest(texts: impl Iterator<Item = String>) -> String {
    let mut best = (0, String::new());
    for text in texts {
        let num_letters = letters(&text);
        if num_letters > best.0 {
            best = (num_letters, text);
        }
    }
    best.1
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The text of an element that is one line; mark-up in it goes.
pub(super) fn line_of(element: &Element<'_>) -> String {
    let text = element.text();
    let is_marked = text.contains("</") || text.contains("/>") || text.contains('&');
    clean_line(&if is_marked && !is_plain(element) {
        html::fragment_text(&text)
    } else {
        text
    })
}

/// The text of an element that holds a page's mark-up, escaped or as it is.
fn body_of(element: &Element<'_>) -> String {
    let kind = element.attribute("type").unwrap_or_default();
    if let Some((kind, _)) = kind.split_once('/')
        && !["text", "application"].contains(&kind)
    {
        return String::new();
    }
    if element.attribute("mode").as_deref() == Some("base64") {
        let bytes = base64_decode(element.text().trim().as_bytes()).unwrap_or_default();
        return marked_text(&String::from_utf8_lossy(&bytes));
    }
    if element.has_elements() {
        return marked_text(&without_prefixes(element));
    }
    let text = element.text();
    if is_plain(element) {
        unmarked_text(&text)
    } else {
        marked_text(&text)
    }
}

/// Whether the element says that its characters are all there is to it.
fn is_plain(element: &Element<'_>) -> bool {
    element
        .attribute("type")
        .is_some_and(|kind| kind == "text" || kind == "text/plain")
}

/// The mark-up in an element, by the names that HTML knows: `<h:p>` is `<p>`.
fn without_prefixes(element: &Element<'_>) -> String {
    let start = element.inner.find('<').map_or(0, |at| at + 1);
    let name = element.inner[start..]
        .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .next();
    match name.and_then(|name| name.split_once(':')) {
        Some((prefix, _)) => element
            .inner
            .replace(&format!("<{prefix}:"), "<")
            .replace(&format!("</{prefix}:"), "</"),
        None => element.inner.to_owned(),
    }
}

/// The text of a piece of mark-up, without what feeds put after it. Blank lines part it where no
/// tag does.
pub(in crate::read) fn marked_text(markup: &str) -> String {
    let has_lines = has_tags(markup) && {
        let lower = markup.to_ascii_lowercase();
        LINE_TAGS.iter().any(|tag| lower.contains(tag))
    };
    let text = if has_lines {
        html::fragment_text(markup)
    } else {
        let marked = |text: &str| {
            if has_tags(text) || text.contains('&') {
                html::fragment_text(text)
            } else {
                text.to_owned()
            }
        };
        by_blank_lines(markup, |paragraph| clean_line(&marked(paragraph)))
    };
    without_furniture(&clean_body(&text)).to_owned()
}

fn unmarked_text(text: &str) -> String {
    clean_body(&by_blank_lines(text, clean_line))
}

/// Makes each paragraph of a source one line.
fn by_blank_lines(text: &str, line: impl Fn(&str) -> String) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut paragraphs = vec![String::new()];
    for source in text.split('\n') {
        if source.trim().is_empty() {
            paragraphs.push(String::new());
        } else if let Some(last) = paragraphs.last_mut() {
            last.push_str(source);
            last.push('\n');
        }
    }
    let lines = paragraphs.iter().map(|paragraph| line(paragraph));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n\n")
}

fn has_tags(text: &str) -> bool {
    let mut rest = text.split('<');
    rest.next();
    rest.any(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')))
}
