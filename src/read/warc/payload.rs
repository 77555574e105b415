//! What a server sent, out of its chunks and its compression.

use std::borrow::Cow;
use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::capture::Capture;

/// The longest payload; what is beyond is left out.
const MAX_BYTES: u64 = 32 << 20;

/// How many bytes brotli reads at once.
const BUFFER_BYTES: usize = 4096;

/// The bytes of a page.
pub(super) struct Payload {
    pub(super) bytes: Vec<u8>,
    /// What is missing of it.
    pub(super) warning: Option<String>,
}

/// Takes off the chunks and the compression that the head of HTTP names, unless the crawler took
/// them off and left the head as it was.
///
/// # Errors
///
/// When nothing comes out of the compression, or when it is not known.
pub(super) fn decoded(capture: &Capture<'_>) -> Result<Payload, String> {
    let is_chunked = capture
        .sent("Transfer-Encoding")
        .is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    let sent = if is_chunked {
        joined(capture.payload)
    } else {
        Cow::Borrowed(capture.payload)
    };
    let coding = capture
        .sent("Content-Encoding")
        .unwrap_or_default()
        .to_ascii_lowercase();
    match &*coding {
        "gzip" | "x-gzip" if sent.starts_with(b"\x1f\x8b") => {
            unpacked(MultiGzDecoder::new(&*sent), &coding)
        }
        // RFC 9110, 8.4.1.2: some send the deflated bytes "without the zlib wrapper".
        "deflate" if sent.first().is_some_and(|b| b & 0x0f == 8) => {
            unpacked(ZlibDecoder::new(&*sent), &coding)
        }
        "deflate" if !sent.starts_with(b"<") => unpacked(DeflateDecoder::new(&*sent), &coding),
        "br" if !sent.trim_ascii_start().starts_with(b"<") => {
            unpacked(Decompressor::new(&*sent, BUFFER_BYTES), &coding)
        }
        "zstd" if sent.starts_with(b"\x28\xb5\x2f\xfd") => match zstd::Decoder::new(&*sent) {
            Ok(decoder) => unpacked(decoder, &coding),
            Err(error) => Err(format!("damaged zstd stream: {error}")),
        },
        "" | "identity" | "gzip" | "x-gzip" | "deflate" | "br" | "zstd" => Ok(Payload {
            bytes: sent.into_owned(),
            warning: None,
        }),
        _ => Err(format!(
            "expected gzip, deflate, br or zstd, but found `{coding}`"
        )),
    }
}

fn unpacked(decoder: impl Read, coding: &str) -> Result<Payload, String> {
    let mut bytes = Vec::new();
    let read = decoder.take(MAX_BYTES).read_to_end(&mut bytes);
    let warning = match read {
        Err(error) if bytes.is_empty() => {
            return Err(format!("damaged {coding} stream: {error}"));
        }
        Err(_) => Some(format!(
            "damaged {coding} stream after {} bytes",
            bytes.len()
        )),
        Ok(_) if bytes.len() as u64 == MAX_BYTES => Some(format!(
            "longer than {} MiB, the rest is left out",
            MAX_BYTES >> 20
        )),
        Ok(_) => None,
    };
    Ok(Payload { bytes, warning })
}

/// Joins the chunks of a payload. RFC 9112, 7.1: each is its size in hexadecimal, perhaps
/// extensions, a line end, so many bytes, a line end; the last is of size 0. From where there are
/// none on, the bytes are taken as they are.
fn joined(payload: &[u8]) -> Cow<'_, [u8]> {
    let mut joined = Vec::new();
    let mut rest = payload;
    while let Some((size, after)) = chunk_size(rest) {
        if size == 0 {
            return Cow::Owned(joined);
        }
        let (chunk, after) = after.split_at(size.min(after.len()));
        joined.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r").unwrap_or(after);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    if joined.is_empty() {
        return Cow::Borrowed(payload);
    }
    joined.extend_from_slice(rest);
    Cow::Owned(joined)
}

fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().take(1024).position(|&b| b == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    Some((usize::from_str_radix(digits, 16).ok()?, &bytes[end + 1..]))
}
