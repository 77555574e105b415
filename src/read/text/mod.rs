//! Plain text.

use super::{Format, Framing};
use crate::article::{RawDocument, Reading};

/// Plain text.
pub(crate) static FORMAT: Format = Format {
    name: "text",
    summary: "plain text, an article a file",
    extensions: &["txt", "text"],
    media_types: &["text/plain"],
    version: 1,
    framing: Framing::Whole,
    sniff: |head| crate::text::text_reason(head).is_ok(),
    read,
};

fn read(_: &RawDocument) -> Reading {
    Reading::default()
}
