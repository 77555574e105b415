//! WARC and ARC, the files of web archives: pages as servers sent them, each in a record of its own.
//!
//! ISO 28500: "A WARC format file is the simple concatenation of one or more WARC records. […] A
//! record consists of a record header followed by a record content block and two newlines."

mod arc;
mod capture;
pub(super) mod heads;
mod payload;

use super::{Format, Framing, detect, html, value};
use crate::article::{Article, DateCandidate, Evidence, Origin, RawDocument, Reading, Warning};
use crate::text::decode;
use capture::Capture;
pub(super) use capture::no_page;
pub(super) use heads::WithoutPage;

/// How much of a payload is looked at to tell its format.
const HEAD_BYTES: usize = 8 << 10;

/// Files of web archives.
pub(crate) static WARC: Format = Format {
    name: "warc",
    summary: "web archives, an article a page that was found",
    extensions: &["warc"],
    media_types: &["application/warc"],
    version: 2 + html::VERSION,
    framing: Framing::Warc,
    sniff: heads::WARC.is_first_line,
    read,
};

/// The kind of before 2009.
pub(crate) static ARC: Format = Format {
    name: "arc",
    summary: "web archives of the older kind, an article a page that was found",
    extensions: &["arc"],
    media_types: &["application/x-ia-arc"],
    version: 1 + html::VERSION,
    framing: Framing::Arc,
    sniff: |head| head.starts_with(b"filedesc:") && (heads::ARC.is_first_line)(head),
    read,
};

fn read(raw: &RawDocument) -> Reading {
    let capture = Capture::read(&raw.bytes);
    let mut reading = match read_payload(&capture) {
        Ok(reading) => reading,
        Err(message) => Reading::nothing(None, message),
    };
    let is_one = reading.articles.len() + reading.no_articles.len() == 1;
    let others = reading
        .no_articles
        .iter_mut()
        .map(|other| &mut other.article);
    for (at, article) in reading.articles.iter_mut().chain(others).enumerate() {
        complete(article, &capture, (!is_one).then_some(at));
        article.line = raw.origin.line;
    }
    let found = reading.no_articles.iter_mut().map(|other| &mut other.found);
    for warning in reading.skipped.iter_mut().chain(found) {
        warning.line = raw.origin.line;
        warning.message = format!("`{}`: {}", capture.url, warning.message);
    }
    reading
}

fn read_payload(capture: &Capture<'_>) -> Result<Reading, String> {
    let payload = payload::decoded(capture)?;
    let name = capture.url.split(['?', '#']).next().unwrap_or_default();
    let bytes = in_utf8(payload.bytes, capture.charset());
    let format = if capture.is_html() {
        &html::FORMAT
    } else {
        detect(name, &bytes[..bytes.len().min(HEAD_BYTES)]).map_err(|reason| reason.to_string())?
    };
    if matches!(format.framing, Framing::Warc | Framing::Arc) {
        return Err("expected a page, but found a web archive in a web archive".to_owned());
    }
    let origin = Origin {
        member: None,
        path: name.to_owned(),
        line: Some(1),
    };
    let mut reading = (format.read)(&RawDocument {
        origin,
        bytes,
        ..RawDocument::default()
    });
    if let (Some(message), Some(article)) = (payload.warning, reading.articles.first_mut()) {
        article.warnings.push(Warning {
            line: None,
            message,
        });
    }
    Ok(reading)
}

/// Decodes what is not UTF-8 by the charset that the server named. A byte-order mark keeps the
/// page's own word for it, which is less trusted, from being heard.
fn in_utf8(bytes: Vec<u8>, charset: Option<&str>) -> Vec<u8> {
    if charset.is_none() || std::str::from_utf8(&bytes).is_ok() {
        return bytes;
    }
    match decode(&bytes, charset) {
        Ok(decoded) => format!("\u{feff}{}", decoded.text).into_bytes(),
        Err(_) => bytes,
    }
}

/// Adds what the record knows: the address, and the day of the crawl. `number` is that of the
/// article among several of one payload, whose address is not theirs.
fn complete(article: &mut Article, capture: &Capture<'_>, number: Option<usize>) {
    if let Some(number) = number {
        if article.id.is_none() && article.url.is_none() {
            article.id = Some(format!("{}#{number}", capture.url));
        }
    } else {
        article.url.get_or_insert_with(|| capture.url.to_owned());
        let host = || value::host(capture.url).map(str::to_lowercase);
        article.source = article.source.take().or_else(host);
    }
    if let Some(reason) = capture.truncated {
        let message = format!("the crawler left out the rest of the page (`{reason}`)");
        article.warnings.push(Warning {
            line: None,
            message,
        });
    }
    article
        .date_candidates
        .extend(capture.date.as_deref().map(|date| DateCandidate {
            text: date.to_owned(),
            evidence: Evidence::Crawl,
        }));
}

#[cfg(test)]
mod tests;
