//! The records of WARC files: each has a head, which says how long its content is.

use std::io::{self, BufRead, Read};

use super::{Block, Blocks, Warning, bytes_text, num_newlines};
use crate::read::warc::{self, Kind};

/// The longest head of a record, and the longest line that is looked at for one.
const HEAD_BYTES: usize = 64 << 10;

impl<R: BufRead> Blocks<R> {
    /// Reads the next record; one that holds a page is a block, any other capture is counted.
    pub(super) fn frame_warc(&mut self) -> io::Result<()> {
        let framed = self.frame_capture();
        self.ended |= framed.is_err();
        if self.ended && self.num_without_page > 0 {
            let message = format!(
                "captures that are no page, or not found, left out: {}",
                self.num_without_page
            );
            let warning = Warning {
                line: None,
                message,
            };
            self.ready.push_back(Block::Skipped(warning));
        }
        framed
    }

    fn frame_capture(&mut self) -> io::Result<()> {
        let mut record = Vec::new();
        self.read_warc_head(&mut record)?;
        if record.is_empty() {
            return Ok(());
        }
        let line = self.line - num_newlines(&record);
        let Some(length) = warc::content_length(&record) else {
            let message = "expected a record with its `Content-Length`, but found none";
            self.skip(line, message.to_owned());
            return Ok(());
        };
        match warc::kind(&record) {
            Kind::Capture => self.read_capture(line, length, record),
            Kind::Revisit => {
                self.num_without_page += 1;
                self.pass_over(line, length)
            }
            Kind::Other => self.pass_over(line, length),
        }
    }

    /// Reads the lines of the next head with the empty one at its end. What stands before it and
    /// belongs to no record, as after a wrong length, is passed over with a warning.
    fn read_warc_head(&mut self, head: &mut Vec<u8>) -> io::Result<()> {
        let mut first_stray = None;
        loop {
            let start = head.len();
            let line = self.line;
            let mut reader = self.reader.by_ref().take(HEAD_BYTES as u64);
            let num_read = reader.read_until(b'\n', head)?;
            self.line += num_newlines(&head[start..]);
            self.ended = num_read == 0;
            let is_blank = head[start..].trim_ascii().is_empty();
            let is_over = self.ended || head.len() > HEAD_BYTES;
            if head.starts_with(b"WARC/") {
                if is_blank || is_over {
                    break;
                }
                continue;
            }
            head.clear();
            if self.ended {
                break;
            }
            if !is_blank {
                first_stray.get_or_insert(line);
            }
        }
        if let Some(line) = first_stray {
            let message = "expected a record that begins with `WARC/`, but found none; what stands before the next one is left out";
            self.skip(line, message.to_owned());
        }
        Ok(())
    }

    /// Reads the content after its head, what there is of it.
    fn read_capture(&mut self, line: u64, length: u64, mut record: Vec<u8>) -> io::Result<()> {
        let start = record.len();
        let limit = self.limits.record_bytes as u64;
        let mut content = self.reader.by_ref().take(length.min(limit));
        let read = content.read_to_end(&mut record);
        let num_read = (record.len() - start) as u64;
        self.line += num_newlines(&record[start..]);
        if !warc::holds_page(&record) {
            self.num_without_page += 1;
        } else if length > limit {
            self.skip(
                line,
                format!("longer than {}, left out", bytes_text(limit as usize)),
            );
        } else {
            self.push(Some(line), record);
        }
        read?;
        if length > limit && num_read == limit {
            return self.pass_over(line, length - limit);
        }
        self.note_end(line, length, num_read);
        Ok(())
    }

    fn pass_over(&mut self, line: u64, length: u64) -> io::Result<()> {
        let mut left = length;
        while left > 0 {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let num_bytes = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            self.line += num_newlines(&chunk[..num_bytes]);
            self.reader.consume(num_bytes);
            left -= num_bytes as u64;
        }
        self.note_end(line, length, length - left);
        Ok(())
    }

    /// Says so when a record ends with the file and before its length.
    fn note_end(&mut self, line: u64, length: u64, num_read: u64) {
        if num_read < length {
            self.ended = true;
            let message = format!(
                "expected {length} bytes of a record, but found end of input after {num_read}"
            );
            self.skip(line, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;
    use crate::read::Framing;
    use crate::read::frame::{Limits, blocks};

    const LIMITS: Limits = Limits {
        block_bytes: 10,
        record_bytes: 100,
        document_bytes: 8,
    };

    fn record(kind: &str, content: &str) -> String {
        let length = content.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://x.example/\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n"
        )
    }

    const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>\n";

    /// Frames with several sizes of the reader's buffer: each page as `LINE: LENGTH`, and the skips.
    fn check(input: &str, expected: &[&str]) {
        for buffer_bytes in [1, 7, 1000] {
            let reader = BufReader::with_capacity(buffer_bytes, input.as_bytes());
            let blocks = blocks(reader, Framing::Warc, "a", LIMITS);
            let found: Vec<String> = blocks
                .map(|block| match block {
                    Block::Document(raw) => {
                        let content = raw.bytes.len()
                            - raw.bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap()
                            - 4;
                        format!("{}: {content}", raw.origin.line.unwrap_or(0))
                    }
                    Block::Skipped(warning) => warning.to_string(),
                })
                .collect();
            assert_eq!(found, expected, "{input:?} by {buffer_bytes}");
        }
    }

    #[test]
    fn records_of_pages_are_blocks_and_others_are_counted() {
        let gone = PAGE.replace("200 OK", "404 Not Found");
        let picture = PAGE.replace("text/html", "image/png");
        let file = [
            record("warcinfo", "a: b\r\n"),
            record("response", PAGE),
            record("request", "GET / HTTP/1.1\r\n\r\n"),
            record("response", &gone),
            record("response", &picture),
            record("revisit", PAGE),
            record("response", PAGE),
        ];
        check(
            &file.concat(),
            &[
                "9: 48",
                "62: 48",
                "captures that are no page, or not found, left out: 3",
            ],
        );
    }

    #[test]
    fn a_record_of_a_wrong_length_costs_what_is_not_found_again() {
        let short = record("response", PAGE).replace("Length: 48", "Length: 44");
        check(
            &[short, record("response", PAGE)].concat(),
            &[
                "1: 44",
                "line 9: expected a record that begins with `WARC/`, but found none; what stands before the next one is left out",
                "12: 48",
            ],
        );
        let none = record("response", PAGE).replace("Content-Length: 48", "X: y");
        check(
            &[none, record("response", PAGE)].concat(),
            &[
                "line 1: expected a record with its `Content-Length`, but found none",
                "line 6: expected a record that begins with `WARC/`, but found none; what stands before the next one is left out",
                "12: 48",
            ],
        );
    }

    #[test]
    fn a_truncated_record_is_kept_and_named() {
        let file = record("response", PAGE);
        check(
            &file[..file.len() - 6],
            &[
                "1: 46",
                "line 1: expected 48 bytes of a record, but found end of input after 46",
            ],
        );
        check(
            &record("response", &format!("{PAGE}{}", "x".repeat(100))),
            &["line 1: longer than 100 bytes, left out"],
        );
    }
}
