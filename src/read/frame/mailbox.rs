//! The messages of a mailbox, each after a line that begins with `From `.

use std::io::{self, BufRead, Read};

use super::{Blocks, bytes_text, num_newlines};

impl<R: BufRead> Blocks<R> {
    /// Reads the next message. RFC 4155, appendix A: "Each message in the mbox database MUST be
    /// immediately preceded by a single separator line", which stands after an empty one.
    pub(super) fn frame_mailbox(&mut self) -> io::Result<()> {
        let mut message = std::mem::take(&mut self.ahead);
        let line = self.line - num_newlines(&message);
        let limit = self.limits.record_bytes;
        let (mut is_after_empty, mut is_too_long) = (false, false);
        let read = loop {
            let start = message.len();
            let mut reader = self.reader.by_ref().take(limit as u64 + 1);
            match reader.read_until(b'\n', &mut message) {
                Err(error) => break Err(error),
                Ok(0) => {
                    self.ended = true;
                    break Ok(());
                }
                Ok(_) => self.line += num_newlines(&message[start..]),
            }
            if is_after_empty && message[start..].starts_with(b"From ") {
                self.ahead = message.split_off(start);
                break Ok(());
            }
            is_after_empty = message[start..].trim_ascii().is_empty();
            is_too_long |= message.len() > limit;
            if is_too_long {
                message.clear();
            }
        };
        if is_too_long {
            self.skip(line, format!("longer than {}, left out", bytes_text(limit)));
        } else if !message.trim_ascii().is_empty() {
            self.push(Some(line), message);
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use crate::read::Framing;
    use crate::read::frame::{Block, Limits, blocks};

    const LIMITS: Limits = Limits {
        block_bytes: 10,
        record_bytes: 30,
        document_bytes: 8,
    };

    /// Frames with several sizes of the reader's buffer.
    fn check(input: &str, expected: &[&str]) {
        for buffer_bytes in [1, 7, 1000] {
            let reader = BufReader::with_capacity(buffer_bytes, input.as_bytes());
            let found: Vec<String> = blocks(reader, Framing::Mailbox, "a", LIMITS)
                .map(|block| match block {
                    Block::Document(raw) => {
                        let line = raw.origin.line.unwrap_or(0);
                        format!("{line}: {}", String::from_utf8_lossy(&raw.bytes))
                    }
                    Block::Skipped(warning) => warning.to_string(),
                    Block::PassedOver(records) => records.what,
                })
                .collect();
            assert_eq!(found, expected, "{input:?} by {buffer_bytes}");
        }
    }

    #[test]
    fn each_message_is_a_block() {
        check(
            "From a\nX: 1\n\nOne.\nFrom us.\n\nFrom b\nX: 2\n\nTwo.",
            &[
                "1: From a\nX: 1\n\nOne.\nFrom us.\n\n",
                "7: From b\nX: 2\n\nTwo.",
            ],
        );
        check("", &[]);
    }

    #[test]
    fn a_message_that_is_too_long_is_left_out() {
        let long = "x\n".repeat(50);
        check(
            &format!("From a\n{long}\n\nFrom b\nX: 2\n\n"),
            &[
                "line 1: longer than 30 bytes, left out",
                "54: From b\nX: 2\n\n",
            ],
        );
    }
}
