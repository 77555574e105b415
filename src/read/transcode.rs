//! Streams of records in UTF-16, as some shells redirect them, become UTF-8 while they are read.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, UTF_8};

use crate::text::utf16_without_mark;

/// Reads a stream without its byte-order mark, and decoded when it is UTF-16 by its mark or by its
/// zeros; any other comes through as it is.
#[derive(Debug)]
pub(super) struct Transcoder<R> {
    inner: R,
    is_started: bool,
    decoder: Option<Decoder>,
    decoded: Vec<u8>,
    at: usize,
}

impl<R: BufRead> Transcoder<R> {
    pub(super) fn new(inner: R) -> Transcoder<R> {
        Transcoder {
            inner,
            is_started: false,
            decoder: None,
            decoded: Vec::new(),
            at: 0,
        }
    }

    /// Lets the bytes through as they are, whatever they begin with.
    pub(super) fn idle(inner: R) -> Transcoder<R> {
        Transcoder {
            is_started: true,
            ..Transcoder::new(inner)
        }
    }

    /// Gives bytes back that were read, to be read again.
    pub(super) fn unread(&mut self, bytes: &[u8]) {
        self.decoded.splice(..self.at, bytes.iter().copied());
        self.at = 0;
    }

    fn start(&mut self) -> io::Result<()> {
        let head = self.inner.fill_buf()?;
        let unmarked = || utf16_without_mark(head).map(|encoding| (encoding, 0));
        if let Some((encoding, mark_bytes)) = Encoding::for_bom(head).or_else(unmarked) {
            self.inner.consume(mark_bytes);
            self.decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        }
        self.is_started = true;
        Ok(())
    }
}

impl<R: BufRead> BufRead for Transcoder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if !self.is_started {
            self.start()?;
        }
        while self.at == self.decoded.len() {
            let Some(decoder) = &mut self.decoder else {
                return self.inner.fill_buf();
            };
            let chunk = self.inner.fill_buf()?;
            let is_last = chunk.is_empty();
            let most_bytes = decoder
                .max_utf8_buffer_length(chunk.len())
                .unwrap_or(chunk.len() * 3 + 16);
            self.decoded.resize(most_bytes, 0);
            let (_, num_read, num_written, _) =
                decoder.decode_to_utf8(chunk, &mut self.decoded, is_last);
            self.decoded.truncate(num_written);
            self.at = 0;
            self.inner.consume(num_read);
            if is_last {
                self.decoder = None;
            }
        }
        Ok(&self.decoded[self.at..])
    }

    fn consume(&mut self, num_bytes: usize) {
        if self.at < self.decoded.len() {
            self.at += num_bytes;
        } else {
            self.inner.consume(num_bytes);
        }
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let num_read = self.fill_buf()?.read(buffer)?;
        self.consume(num_read);
        Ok(num_read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn the_mark_decides() {
        for (bytes, expected) in [
            (b"".as_slice(), ""),
            (b"{}", "{}"),
            (b"\xef\xbb\xbf{}", "{}"),
            (b"\xff\xfe{\0\xe9\0\xac\x20}\0", "{é€}"),
            (b"\xfe\xff\0{\0\xe9\x20\xac\0}", "{é€}"),
            (b"\xff\xfe{\0}", "{\u{fffd}"),
            (b"\xff\xfe", ""),
            (b"{\0\"\0a\0\"\0}\0", "{\"a\"}"),
        ] {
            for buffer_bytes in [8, 9, 100] {
                let mut text = String::new();
                let reader = BufReader::with_capacity(buffer_bytes, bytes);
                Transcoder::new(reader).read_to_string(&mut text).unwrap();
                assert_eq!(text, expected);
            }
        }
    }
}
