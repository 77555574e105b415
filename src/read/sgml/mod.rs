//! SGML of news collections: many articles a file, each in an element of its own.
//!
//! Two kinds are known: that of Reuters-21578 (`<REUTERS>`) and that of the TREC collections
//! (`<DOC><DOCNO>`). Neither is well-formed XML, so tags are looked for, not parsed.

mod record;
mod tags;

use std::borrow::Cow;

use super::{Format, Framing, text};
use crate::article::{RawDocument, Reading, Warning};
use crate::text::decode;

/// The elements that hold an article.
const RECORDS: &[&str] = &["REUTERS", "DOC"];

/// The charset of files that are not UTF-8; most are from before it.
const OLD_CHARSET: &str = "windows-1252";

/// SGML of news collections.
pub(crate) static FORMAT: Format = Format {
    name: "sgml",
    summary: "SGML of collections: Reuters-21578 and TREC",
    extensions: &["sgm", "sgml"],
    media_types: &["text/sgml"],
    version: 3 + text::VERSION,
    framing: Framing::Elements(RECORDS),
    sniff,
    read,
};

fn sniff(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&head[..head.len().min(2048)]).to_ascii_uppercase();
    start.contains("<REUTERS ") || (start.contains("<DOC>") && start.contains("<DOCNO>"))
}

fn read(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let mut line = raw.origin.line.unwrap_or(1);
    let text = match std::str::from_utf8(&raw.bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => match decode(&raw.bytes, Some(OLD_CHARSET)) {
            Ok(decoded) => decoded.text,
            Err(reason) => {
                skip(&mut reading, line, reason.to_string());
                return reading;
            }
        },
    };
    let mut rest: &str = &text;
    while let Some((start, name)) = tags::first_open(rest, RECORDS) {
        line += num_newlines(&rest[..start]);
        rest = &rest[start..];
        let end = tags::end_of(rest, name);
        let whole = &rest[..end.unwrap_or(rest.len())];
        match end {
            Some(_) => record::read(whole, line, &mut reading),
            None => skip(
                &mut reading,
                line,
                format!("expected `</{name}>`, but found end of input"),
            ),
        }
        line += num_newlines(whole);
        rest = &rest[whole.len()..];
    }
    reading
}

fn num_newlines(text: &str) -> u64 {
    text.bytes().filter(|&b| b == b'\n').count() as u64
}

fn skip(reading: &mut Reading, line: u64, message: String) {
    reading.skipped.push(Warning {
        line: Some(line),
        message,
    });
}

#[cfg(test)]
mod tests;
