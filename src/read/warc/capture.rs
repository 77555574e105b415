//! The head of a record and, in a response, that of HTTP after it.

use std::borrow::Cow;

use super::arc;
use super::heads::{Kind, NoPage};

/// The media types of payloads that articles are read from.
const PAGES: &[&str] = &["text/html", "application/xhtml+xml"];
const TEXTS: &[&str] = &[
    "text/plain",
    "application/json",
    "application/xml",
    "text/xml",
    #[cfg(feature = "pdf")]
    "application/pdf",
];

/// Returns what the record of this head is good for.
pub(super) fn kind(head: &[u8]) -> Kind {
    match field(head, "WARC-Type").unwrap_or_default() {
        "response" | "resource" | "conversion" => Kind::Capture,
        "revisit" => Kind::Revisit,
        _ => Kind::Other,
    }
}

/// Returns how long the content after this head is, in bytes.
pub(super) fn content_length(head: &[u8]) -> Option<u64> {
    field(head, "Content-Length")?.parse().ok()
}

/// Tells why a record holds no page, feed or text that was found; `None` if it does.
pub(in crate::read) fn no_page(record: &[u8]) -> Option<NoPage> {
    let capture = Capture::read(record);
    let media_type = capture.media_type();
    let is_read = capture.is_html()
        || TEXTS.contains(&&*media_type)
        || media_type.ends_with("+xml")
        || media_type.is_empty() && capture.payload.trim_ascii_start().starts_with(b"<");
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| capture.url.starts_with(scheme));
    if !is_web {
        Some(NoPage::AboutCrawl)
    } else if !capture.is_found() {
        Some(NoPage::NotFound)
    } else {
        (!is_read).then_some(NoPage::OtherMedia)
    }
}

/// A record that holds what a server sent.
pub(super) struct Capture<'a> {
    /// The address that it was asked for.
    pub(super) url: &'a str,
    /// When it was crawled, as in `2015-11-27T09:00:00Z`.
    pub(super) date: Option<Cow<'a, str>>,
    /// Why the crawler did not keep all of it: `length`, `time`, `disconnect`.
    pub(super) truncated: Option<&'a str>,
    /// The media type that the record names, with its parameters.
    content_type: &'a str,
    /// The head of HTTP; `None` in a record that holds a file.
    http: Option<&'a [u8]>,
    /// What follows the heads, as it was sent.
    pub(super) payload: &'a [u8],
}

impl<'a> Capture<'a> {
    /// Reads a record of either kind of web archive.
    pub(super) fn read(record: &'a [u8]) -> Capture<'a> {
        match arc::Head::read(record) {
            Some(head) if !record.starts_with(b"WARC/") => {
                let line_bytes = record.iter().position(|&byte| byte == b'\n');
                let content = &record[line_bytes.map_or(record.len(), |at| at + 1)..];
                let date = Some(Cow::Owned(head.date()));
                Capture::of(head.url, date, head.content_type, content)
            }
            _ => {
                let (head, content) = split_head(record);
                let field = |name| field(head, name);
                // Some crawlers write the address in angle brackets, as the standard once had it.
                let url = field("WARC-Target-URI").unwrap_or_default();
                let url = url.trim_start_matches('<').trim_end_matches('>');
                let date = field("WARC-Date").map(Cow::Borrowed);
                let content_type = field("Content-Type").unwrap_or_default();
                Capture {
                    truncated: field("WARC-Truncated"),
                    ..Capture::of(url, date, content_type, content)
                }
            }
        }
    }

    fn of(
        url: &'a str,
        date: Option<Cow<'a, str>>,
        content_type: &'a str,
        content: &'a [u8],
    ) -> Self {
        let (http, payload) = if content.starts_with(b"HTTP/") {
            let (http, payload) = split_head(content);
            (Some(http), payload)
        } else {
            (None, content)
        };
        Capture {
            url,
            date,
            truncated: None,
            content_type,
            http,
            payload,
        }
    }

    /// A field of what was sent.
    pub(super) fn sent(&self, name: &str) -> Option<&'a str> {
        field(self.http?, name)
    }

    pub(super) fn is_html(&self) -> bool {
        PAGES.contains(&&*self.media_type())
    }

    pub(super) fn charset(&self) -> Option<&'a str> {
        let (_, parameters) = self.content_type().split_once(';')?;
        let (_, value) = parameters.split_once("charset=")?;
        let label = value.split(';').next()?.trim().trim_matches(['"', '\'']);
        (!label.is_empty()).then_some(label)
    }

    fn media_type(&self) -> String {
        let media_type = self.content_type().split(';').next().unwrap_or_default();
        media_type.trim().to_ascii_lowercase()
    }

    fn content_type(&self) -> &'a str {
        match self.http {
            Some(http) => field(http, "Content-Type").unwrap_or_default(),
            None => self.content_type,
        }
    }

    /// Whether the server had what it was asked for: `HTTP/1.1 200 OK`.
    fn is_found(&self) -> bool {
        let Some(http) = self.http else { return true };
        let status = http
            .split(|&b| b == b' ' || b == b'\r' || b == b'\n')
            .nth(1);
        status == Some(b"200")
    }
}

/// Splits after the empty line; what has none is all head.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    bytes.split_at(at)
}

/// Returns the value of the first field of this name.
fn field<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    head.split(|&b| b == b'\n').find_map(|line| {
        let colon = line.iter().position(|&b| b == b':')?;
        let is_wanted = line[..colon]
            .trim_ascii()
            .eq_ignore_ascii_case(name.as_bytes());
        let value = is_wanted.then(|| std::str::from_utf8(&line[colon + 1..]))?;
        value.ok().map(str::trim)
    })
}
