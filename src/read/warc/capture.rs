//! The head of a record and, in a response, that of HTTP after it.

/// What a record is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Kind {
    /// It holds what a server sent, or a file.
    Capture,
    /// It says that a server sent the same again.
    Revisit,
    /// It tells of the crawl: a request, the crawler, notes.
    Other,
}

/// The media types of payloads that articles are read from.
const PAGES: &[&str] = &["text/html", "application/xhtml+xml"];
const TEXTS: &[&str] = &[
    "text/plain",
    "application/json",
    "application/xml",
    "text/xml",
];

/// Returns what the record of this head is good for.
pub(in crate::read) fn kind(head: &[u8]) -> Kind {
    match field(head, "WARC-Type").unwrap_or_default() {
        "response" | "resource" | "conversion" => Kind::Capture,
        "revisit" => Kind::Revisit,
        _ => Kind::Other,
    }
}

/// Returns how long the content after this head is, in bytes.
pub(in crate::read) fn content_length(head: &[u8]) -> Option<u64> {
    field(head, "Content-Length")?.parse().ok()
}

/// Tells whether a record holds a page, feed or text that was found.
pub(in crate::read) fn holds_page(record: &[u8]) -> bool {
    let capture = Capture::read(record);
    let media_type = capture.media_type();
    let is_read =
        capture.is_html() || TEXTS.contains(&&*media_type) || media_type.ends_with("+xml");
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| capture.url.starts_with(scheme));
    is_web && is_read && capture.is_found()
}

/// A record that holds what a server sent.
pub(super) struct Capture<'a> {
    /// The address that it was asked for.
    pub(super) url: &'a str,
    head: &'a [u8],
    /// The head of HTTP; `None` in a record that holds a file.
    http: Option<&'a [u8]>,
    /// What follows the heads, as it was sent.
    pub(super) payload: &'a [u8],
}

impl<'a> Capture<'a> {
    pub(super) fn read(record: &'a [u8]) -> Capture<'a> {
        let (head, content) = split_head(record);
        let (http, payload) = if content.starts_with(b"HTTP/") {
            let (http, payload) = split_head(content);
            (Some(http), payload)
        } else {
            (None, content)
        };
        // Some crawlers write the address in angle brackets, as the standard once had it.
        let url = field(head, "WARC-Target-URI").unwrap_or_default();
        Capture {
            url: url.trim_start_matches('<').trim_end_matches('>'),
            head,
            http,
            payload,
        }
    }

    /// A field of what was sent.
    pub(super) fn sent(&self, name: &str) -> Option<&'a str> {
        field(self.http?, name)
    }

    /// When it was crawled, as in `2015-11-27T09:00:00Z`.
    pub(super) fn date(&self) -> Option<&'a str> {
        field(self.head, "WARC-Date")
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
        field(self.http.unwrap_or(self.head), "Content-Type").unwrap_or_default()
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
