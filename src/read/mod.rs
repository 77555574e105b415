//! Formats: one file each, one table.

pub(crate) mod byline;
mod csv;
mod feed;
pub mod frame;
mod html;
mod json;
mod mail;
mod markdown;
mod newsml;
#[cfg(feature = "pdf")]
mod pdf;
mod sgml;
mod slot;
mod text;
mod transcode;
mod value;
mod warc;
mod xml;

use thiserror::Error;
use xml::Root;

use crate::article::{RawDocument, Reading};
use crate::text::{NotText, decode, ensure_text};

/// Says how the bytes of a file are cut into raw documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// The file is one raw document.
    Whole,
    /// The file is one raw document, which is worth nothing in part.
    Indivisible,
    /// Each line is a record.
    Lines,
    /// JSON values one after another, or the elements of one array.
    JsonValues,
    /// Elements of these names, in upper case, one after another.
    Elements(&'static [&'static str]),
    /// The rows of a table; the first says what is in the columns.
    Rows,
    /// The records of a WARC file, those that hold a page.
    Warc,
    /// The records of an ARC file, those that hold a page.
    Arc,
    /// The messages of a mailbox.
    Mailbox,
}

/// One format that articles come in.
#[derive(Debug)]
pub struct Format {
    /// The name in output and flags: `jsonl`.
    pub name: &'static str,
    /// What it is, in a few words, for the help.
    pub summary: &'static str,
    /// The endings of file names, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// The media types, lower case.
    pub media_types: &'static [&'static str],
    /// Goes up whenever the reader makes something else of the same bytes.
    pub version: u32,
    /// How files of it are cut into raw documents.
    pub framing: Framing,
    /// Tells whether the first bytes of a file look like it.
    pub sniff: fn(&[u8]) -> bool,
    /// Reads one raw document.
    pub read: fn(&RawDocument) -> Reading,
}

/// All formats. Detection asks them in this order; the last takes any text.
pub static FORMATS: &[&Format] = &[
    &warc::WARC,
    &warc::ARC,
    &json::LINES,
    &json::VALUES,
    &feed::FORMAT,
    &newsml::FORMAT,
    &sgml::FORMAT,
    &mail::MAILBOX,
    &mail::MESSAGE,
    &markdown::FORMAT,
    &html::FORMAT,
    #[cfg(feature = "pdf")]
    &pdf::FORMAT,
    &csv::COMMAS,
    &csv::TABS,
    &text::FORMAT,
];

/// The formats whose bytes need not be text.
static NO_TEXT: &[&Format] = &[
    &warc::WARC,
    &warc::ARC,
    #[cfg(feature = "pdf")]
    &pdf::FORMAT,
];

/// Endings of text files that hold no article, and what they hold.
const NO_ARTICLES: &[(&str, &str)] = &[
    ("c", "program source"),
    ("cpp", "program source"),
    ("cfg", "settings"),
    ("conf", "settings"),
    ("css", "a style sheet"),
    ("dtd", "a schema"),
    ("go", "program source"),
    ("h", "program source"),
    ("ini", "settings"),
    ("java", "program source"),
    ("js", "program source"),
    ("lock", "settings"),
    ("log", "a log"),
    ("pl", "program source"),
    ("py", "program source"),
    ("r", "program source"),
    ("rb", "program source"),
    ("rs", "program source"),
    ("sh", "program source"),
    ("sql", "program source"),
    ("svg", "a picture"),
    ("toml", "settings"),
    ("ts", "program source"),
    ("xsd", "a schema"),
    ("xsl", "a style sheet"),
    ("yaml", "settings"),
    ("yml", "settings"),
];

/// First bytes of files that hold no text, and what the files are.
const SIGNATURES: &[(&[u8], &str)] = &[
    #[cfg(not(feature = "pdf"))]
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// Roots of XML that hold no article, and what the documents are.
const NO_ARTICLE_ROOTS: &[(&str, &str)] = &[
    ("schema", "a schema"),
    ("stylesheet", "a style sheet"),
    ("svg", "a picture"),
    ("transform", "a style sheet"),
];

/// The parts of an article that a column of a table can fill, by name.
pub const COLUMN_TARGETS: &[&str] = &[
    "id", "url", "headline", "body", "date", "authors", "source", "section", "language",
];

/// Says why no format reads a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Undetected {
    /// There is nothing in it but white space.
    #[error("empty file")]
    Empty,
    /// It is something known that no reader reads.
    #[error("expected an article, but found {found}")]
    NoArticle {
        /// What it is.
        found: &'static str,
    },
    /// It is XML of a kind that no reader reads.
    #[error("expected a feed, a news item or a page, but found XML of `{root}`")]
    OtherXml {
        /// The name of its root.
        root: String,
    },
    /// It is no text.
    #[error(transparent)]
    NotText(#[from] NotText),
}

/// Returns the format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// Finds the format of a file by its name, as it is without the endings of compression, and by
/// its first bytes (some kilobytes).
///
/// The format of the ending decides when the bytes look like it, or like nothing in particular;
/// else the bytes decide. So a `.json` of lines is read as lines, and a `.txt` of mark-up as
/// what it is.
///
/// # Errors
///
/// [`Undetected`], with the reason, when no format reads the file.
pub fn detect(name: &str, head: &[u8]) -> Result<&'static Format, Undetected> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.trim_ascii().is_empty() {
        return Err(Undetected::Empty);
    }
    if let Some((_, found)) = SIGNATURES.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Undetected::NoArticle { found });
    }
    for format in NO_TEXT {
        if (format.sniff)(head) {
            return Ok(format);
        }
    }
    let decoded = decode_utf16(head)?;
    let head = decoded.as_deref().unwrap_or(head);
    let fallback: &Format = &text::FORMAT;
    let extension = extension(name).to_ascii_lowercase();
    let by_name = FORMATS
        .iter()
        .copied()
        .find(|f| f.extensions.contains(&extension.as_str()));
    if let Some(undetected) = other_xml(head, &extension) {
        return Err(undetected);
    }
    let mut by_bytes = FORMATS
        .iter()
        .copied()
        .filter(|f| (f.sniff)(head) && f.name != fallback.name);
    match by_name {
        Some(format) if format.name != fallback.name && (format.sniff)(head) => Ok(format),
        _ => match by_bytes.next().or(by_name) {
            Some(format) => Ok(format),
            None => match NO_ARTICLES.iter().find(|(ending, _)| *ending == extension) {
                Some((_, found)) => Err(Undetected::NoArticle { found }),
                None => Ok(fallback),
            },
        },
    }
}

/// Tells XML that no reader reads: it says that it is XML, and its root is known to none.
fn other_xml(head: &[u8], extension: &str) -> Option<Undetected> {
    let start = String::from_utf8_lossy(head);
    let root = Root::of(&start)?;
    let known = NO_ARTICLE_ROOTS.iter().find(|(name, _)| *name == root.name);
    if let Some((_, found)) = known.filter(|_| root.is_xml()) {
        return Some(Undetected::NoArticle { found });
    }
    let is_read = |format: &&&Format| {
        let is_of_xml = [feed::FORMAT.name, newsml::FORMAT.name, sgml::FORMAT.name];
        is_of_xml.contains(&format.name) && (format.sniff)(head)
    };
    let is_page = ["html", "head", "body"]
        .iter()
        .any(|name| root.name.eq_ignore_ascii_case(name));
    let is_xml = root.is_xml() || extension == "xml";
    if is_page || !is_xml || FORMATS.iter().find(is_read).is_some() {
        return None;
    }
    Some(Undetected::OtherXml {
        root: root.name.to_owned(),
    })
}

/// Decodes what is UTF-16, so that the sniffs see characters; all else stays as it is.
fn decode_utf16(head: &[u8]) -> Result<Option<Vec<u8>>, NotText> {
    ensure_text(head)?;
    if !head.contains(&0) {
        return Ok(None);
    }
    Ok(Some(decode(head, None)?.text.into_owned().into_bytes()))
}

/// Tells whether files of these paths, which end alike, are read alike: their paths say the same of
/// what they hold.
pub fn is_read_alike(path: &str, other: &str) -> bool {
    text::name::told(path) == text::name::told(other)
        && extension(path).eq_ignore_ascii_case(extension(other))
}

fn extension(name: &str) -> &str {
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    file_name
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_and_bytes_tell_the_format() {
        for (name, head, expected) in [
            ("a.txt", "Plain words", "text"),
            ("a", "Plain words", "text"),
            ("a.TXT", "[Agency] Plain words", "text"),
            ("a.story", "Plain words", "text"),
            ("a.json", "{\"title\": \"x\"}", "json"),
            ("a.json", "[{\"title\": \"x\"}]", "json"),
            (
                "a.json",
                "{\n  \"authors\": [\n    {\"name\": \"x\"}\n  ]\n}",
                "json",
            ),
            (
                "a.json",
                "{\"title\": \"x\"}\n{\"title\": \"y\"}\n",
                "jsonl",
            ),
            ("a.json", "no json at all", "json"),
            ("a.jsonl", "{\"title\": \"x\"}", "jsonl"),
            ("a.jsonl", "{\"title\": \"cut off here", "jsonl"),
            (
                "a.jsonl",
                "[\n{\"title\": \"x\"},\n{\"title\": \"y\"}\n]",
                "json",
            ),
            ("a.xml", "<rss version='2.0'>", "feed"),
            ("a.xml", "<nitf>", "newsml"),
            (
                "a.xml",
                "<?xml version='1.0'?><!DOCTYPE html><HTML>",
                "html",
            ),
            ("a.html", "<div><p>x</p></div>", "html"),
            ("-", "{\"title\": \"x\"}\n{\"title\": \"y\"}\n", "jsonl"),
            ("a.txt", "{\"title\": \"x\"}\n", "jsonl"),
            (
                "a.ndjson",
                "\u{feff}{\"title\": \"x\"}\r\n\r\n{\"title\": \"y\"}\r\n",
                "jsonl",
            ),
        ] {
            let found = detect(name, head.as_bytes()).map(|format| format.name);
            assert_eq!(found, Ok(expected), "{name} {head}");
        }
    }

    #[test]
    fn what_holds_no_article_is_refused_with_a_reason() {
        for (name, head, expected) in [
            ("a.txt", b"".as_slice(), "empty file"),
            ("a.txt", b" \r\n", "empty file"),
            ("a.txt", b"words, words, wor\0", "not text: byte 0x00 at 17"),
            #[cfg(not(feature = "pdf"))]
            (
                "a.txt",
                b"%PDF-1.7 ...",
                "expected an article, but found a PDF document",
            ),
            (
                "a.xml",
                b"<groupSet root='G1'><title>x</title></groupSet>",
                "expected a feed, a news item or a page, but found XML of `groupSet`",
            ),
            (
                "a.txt",
                b"<?xml version='1.0'?><xs:schema xmlns='http://iptc.org/std/nar/'><xs:element/></xs:schema>",
                "expected an article, but found a schema",
            ),
            (
                "x/scrape.py",
                b"import this",
                "expected an article, but found program source",
            ),
        ] {
            assert_eq!(detect(name, head).unwrap_err().to_string(), expected);
        }
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn a_pdf_document_is_told_by_its_bytes_and_text_about_them_is_not_one() {
        for (head, expected) in [
            (
                b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00".as_slice(),
                "pdf",
            ),
            (b"\x00\x01MacBinary\r%PDF-1.3\r", "pdf"),
            (b"Files begin with `%PDF-1.7`, says the standard", "text"),
        ] {
            let found = detect("a", head).map(|format| format.name);
            assert_eq!(found, Ok(expected), "{}", head.escape_ascii());
        }
    }

    #[test]
    fn each_ending_belongs_to_one_row() {
        let mut endings: Vec<&str> = FORMATS.iter().flat_map(|f| f.extensions).copied().collect();
        endings.extend(NO_ARTICLES.iter().map(|(ending, _)| ending));
        let num_endings = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), num_endings);
    }

    proptest! {
        #[test]
        fn any_bytes_are_detected_framed_and_read_without_panic(
            start in "(\\[|\\{\"title\": \"|Title: |By |\u{feff})?",
            bytes in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..120),
                "[\\[\\]{}\":,a\\\\ \n0-9é]{0,120}".prop_map(String::into_bytes),
                "([A-Z][a-z]+|By|2015|Nov|27|:|,|\\.|\n|\n\n| |Read){0,60}".prop_map(String::into_bytes),
            ],
            block_bytes in 1..50_usize,
        ) {
            let bytes = [start.into_bytes(), bytes].concat();
            let _ = detect("a", &bytes);
            let limits = frame::Limits { block_bytes, record_bytes: 40, document_bytes: 100 };
            for format in FORMATS {
                for block in frame::blocks(bytes.as_slice(), format.framing, "27Nov2015a1.txt", limits) {
                    if let frame::Block::Document(raw) = block {
                        (format.read)(&raw);
                    }
                }
            }
        }
    }
}
