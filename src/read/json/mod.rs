//! JSON: one article per object, in lines or one after another.

mod feed;
mod fields;
mod members;
mod record;
pub(in crate::read) mod scan;
mod wrapped;

use super::{Format, Framing, html};
use crate::article::{RawDocument, Reading};
use scan::{ValueScanner, is_object};

const VERSION: u32 = 4 + html::VERSION;

/// JSON Lines.
pub(crate) static LINES: Format = Format {
    name: "jsonl",
    summary: "JSON Lines, an article a line",
    extensions: &["jsonl", "ndjson", "jl"],
    media_types: &[
        "application/x-ndjson",
        "application/jsonl",
        "application/x-jsonlines",
    ],
    version: VERSION,
    framing: Framing::Lines,
    sniff: is_lines,
    read: read_lines,
};

/// JSON of any other layout.
pub(crate) static VALUES: Format = Format {
    name: "json",
    summary: "JSON, an article, an array of them, or a JSON Feed",
    extensions: &["json"],
    media_types: &["application/json"],
    version: VERSION,
    framing: Framing::JsonValues,
    sniff: is_values,
    read: read_values,
};

/// Some line is an object and does not belong to a larger one, which would be indented.
fn is_lines(head: &[u8]) -> bool {
    if !looks_like_object(head.trim_ascii_start()) {
        return false;
    }
    let mut lines = head
        .split(|&b| b == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let is_one_line = lines.clone().nth(1).is_none();
    is_one_line || lines.any(is_object)
}

fn is_values(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    match head.strip_prefix(b"[") {
        Some(inner) => {
            let inner = inner.trim_ascii_start();
            looks_like_object(inner) || inner.starts_with(b"]")
        }
        None => looks_like_object(head) && !(is_lines(head) && head.trim_ascii().contains(&b'\n')),
    }
}

fn looks_like_object(head: &[u8]) -> bool {
    head.strip_prefix(b"{")
        .is_some_and(|inner| matches!(inner.trim_ascii_start().first(), Some(b'"' | b'}') | None))
}

fn read_lines(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let first = raw.origin.line.unwrap_or(1);
    for (line, bytes) in (first..).zip(raw.bytes.split(|&b| b == b'\n')) {
        let record = bytes.trim_ascii();
        if !record.is_empty() {
            record::read(record, line, &mut reading);
        }
    }
    reading
}

fn read_values(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let mut line = raw.origin.line.unwrap_or(1);
    let mut rest = raw.bytes.as_slice();
    while let Some(start) = rest.iter().position(|&b| !scan::is_separator(b)) {
        line += num_newlines(&rest[..start]);
        rest = &rest[start..];
        let end = ValueScanner::default().feed(rest).unwrap_or(rest.len());
        let (record, after) = rest.split_at(end.max(1));
        record::read(record, line, &mut reading);
        line += num_newlines(record);
        rest = after;
    }
    reading
}

fn num_newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b == b'\n').count() as u64
}

#[cfg(test)]
mod tests;
