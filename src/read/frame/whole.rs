//! Files that are one raw document each.

use std::io::{self, BufRead, Read};

use super::{Blocks, bytes_text, char_end, num_newlines};

impl<R: BufRead> Blocks<R> {
    /// Takes the file up to the limit, with a warning of what is left out.
    pub(super) fn frame_whole(&mut self) -> io::Result<()> {
        self.ended = true;
        let limit = self.limits.document_bytes;
        let mut bytes = Vec::new();
        let read = self
            .reader
            .by_ref()
            .take(limit as u64 + 1)
            .read_to_end(&mut bytes);
        let is_cut = bytes.len() > limit;
        if is_cut {
            bytes.truncate(char_end(&bytes, limit));
        }
        self.line += num_newlines(&bytes);
        if read.is_ok() || !bytes.is_empty() {
            self.push(None, bytes);
        }
        if is_cut {
            self.skip(
                self.line,
                format!("longer than {}, the rest is left out", bytes_text(limit)),
            );
        }
        read.map(|_| ())
    }

    /// Takes the file if it is not too long; of a stream that fails what came before, which its
    /// reader may make something of.
    pub(super) fn frame_indivisible(&mut self) -> io::Result<()> {
        self.ended = true;
        let limit = self.limits.document_bytes;
        let mut bytes = Vec::new();
        let mut reader = self.reader.by_ref().take(limit as u64 + 1);
        let read = reader.read_to_end(&mut bytes);
        if bytes.len() > limit {
            self.skip(1, format!("longer than {}, left out", bytes_text(limit)));
            return Ok(());
        }
        if read.is_ok() || !bytes.is_empty() {
            self.push(None, bytes);
        }
        read.map(|_| ())
    }
}
