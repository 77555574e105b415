//! PDF documents that have a text layer: ISO 32000-2.
//!
//! The bytes may be anything: every loop that follows the file takes from [`Limits`], every
//! recursion has a depth, every reference may be part of a cycle.

mod article;
mod budget;
mod content;
mod crypt;
mod document;
mod file;
mod filters;
mod font;
mod headline;
mod layout;
mod lexer;
mod lzw;
mod marks;
mod matrix;
mod object;
mod operators;
mod piece;
#[cfg(test)]
mod tests;
mod text_layer;
mod text_state;
mod text_string;
mod token;
mod xmp;
mod xref;

use xxhash_rust::xxh3::xxh3_64;

use super::{Format, Framing, text};
use crate::article::{RawDocument, Reading, Warning};
use crate::text::ensure_text;
use budget::Limits;
use text_layer::{Pdf, is_pdf, read_pdf};

/// PDF documents.
pub(crate) static FORMAT: Format = Format {
    name: "pdf",
    summary: "PDF documents with a text layer, an article a file",
    extensions: &["pdf"],
    media_types: &["application/pdf"],
    version: 1 + text::VERSION,
    framing: Framing::Indivisible,
    sniff,
    read,
};

/// Tells whether a file begins as a PDF document does. Bytes may stand before its first line (ISO
/// 32000-2, annex I), but then text about PDF documents is not taken for one.
fn sniff(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"%PDF-") || is_pdf(head) && ensure_text(head).is_err()
}

fn read(raw: &RawDocument) -> Reading {
    let pdf = match read_pdf(&raw.bytes, Limits::default()) {
        Ok(pdf) => pdf,
        Err(reason) => return Reading::nothing(raw.origin.line, reason.to_string()),
    };
    let warnings = warnings(&pdf);
    let mut article = article::article(pdf, &raw.origin.path);
    article.warnings = warnings;
    article.line = raw.origin.line;
    article.content_hash = xxh3_64(&raw.bytes);
    Reading {
        articles: vec![article],
        ..Reading::default()
    }
}

/// What is not as it should be though there is text.
fn warnings(pdf: &Pdf) -> Vec<Warning> {
    let messages = [
        (
            pdf.is_repaired,
            "expected a table of all objects, but found a damaged one; what was found is read",
        ),
        (
            pdf.is_cut,
            "more pages, data or text than is read of a PDF document; the rest is left out",
        ),
    ];
    let messages = messages.iter().filter(|(is_so, _)| *is_so);
    let warning = |(_, message): &(bool, &str)| Warning {
        line: None,
        message: (*message).to_owned(),
    };
    messages.map(warning).collect()
}
