//! The records of web archives: each has a head, which says how long its content is.

use std::io::{self, BufRead, Read};

use super::{Block, Blocks, bytes_text, num_newlines};
use crate::article::PassedOver;
use crate::read::warc::heads::{Heads, Kind, NoPage};
use crate::read::warc::no_page;

/// The longest head of a record, and the longest line that is looked at for one.
const HEAD_BYTES: usize = 64 << 10;

impl<R: BufRead> Blocks<R> {
    /// Reads the next record; one that holds a page is a block, any other is counted.
    pub(super) fn frame_capture(&mut self, heads: &Heads) -> io::Result<()> {
        let mut record = Vec::new();
        self.read_capture_head(heads, &mut record)?;
        if record.is_empty() {
            return Ok(());
        }
        let line = self.line - num_newlines(&record);
        let Some(length) = (heads.content_length)(&record) else {
            let message = "expected a record with its length, but found none";
            self.skip(line, message.to_owned());
            return Ok(());
        };
        let without_page = match (heads.kind)(&record) {
            Kind::Capture => return self.read_capture(heads, line, length, record),
            Kind::Revisit => NoPage::Revisit,
            Kind::Other => NoPage::AboutCrawl,
        };
        self.without_page.add(without_page);
        self.pass_over(line, length)
    }

    /// Tells of the records without a page, at the end.
    pub(super) fn pass_over_without_page(&mut self) {
        let num_records = self.without_page.num_records();
        if num_records > 0 {
            let what = self.without_page.what();
            let records = PassedOver { num_records, what };
            self.ready.push_back(Block::PassedOver(records));
        }
    }

    /// Reads the next head, with the empty line at its end if it has one. What stands before it and
    /// belongs to no record, as after a wrong length, is passed over with a warning.
    fn read_capture_head(&mut self, heads: &Heads, head: &mut Vec<u8>) -> io::Result<()> {
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
            if start > 0 || (heads.is_first_line)(head) {
                if is_blank || is_over || heads.is_one_line {
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
            let looks = heads.looks;
            let message = format!(
                "expected a record that {looks}, but found none; what stands before the next one is left out"
            );
            self.skip(line, message);
        }
        Ok(())
    }

    /// Reads the content after its head, what there is of it.
    fn read_capture(
        &mut self,
        heads: &Heads,
        line: u64,
        length: u64,
        mut record: Vec<u8>,
    ) -> io::Result<()> {
        let start = record.len();
        let limit = self.limits.record_bytes as u64;
        let mut content = self.reader.by_ref().take(length.min(limit));
        let read = content.read_to_end(&mut record);
        let num_read = (record.len() - start) as u64;
        let next = heads.find_next(&record[start..]).map(|at| start + at);
        if let Some(next) = next {
            self.reader.unread(&record[next..]);
            record.truncate(next);
        }
        self.line += num_newlines(&record[start..]);
        let record_bytes = record.len() - start;
        if let Some(why) = no_page(&record) {
            self.without_page.add(why);
        } else if length > limit {
            self.skip(
                line,
                format!("longer than {}, left out", bytes_text(limit as usize)),
            );
        } else {
            self.push(Some(line), record);
        }
        if next.is_some() {
            let message = format!(
                "expected {length} bytes of a record, but found the next one after {record_bytes}"
            );
            self.skip(line, message);
            return read.map(drop);
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
    fn check_as(framing: Framing, input: &str, expected: &[&str]) {
        for buffer_bytes in [1, 7, 1000] {
            let reader = BufReader::with_capacity(buffer_bytes, input.as_bytes());
            let blocks = blocks(reader, framing, "a", LIMITS);
            let found: Vec<String> = blocks
                .map(|block| match block {
                    Block::Document(raw) => {
                        let end: &[u8] = match framing {
                            Framing::Arc => b"\n",
                            _ => b"\r\n\r\n",
                        };
                        let head = raw.bytes.windows(end.len()).position(|w| w == end);
                        let content = raw.bytes.len() - head.unwrap() - end.len();
                        format!("{}: {content}", raw.origin.line.unwrap_or(0))
                    }
                    Block::Skipped(warning) => warning.to_string(),
                    Block::PassedOver(records) => {
                        format!("{}: {}", records.num_records, records.what)
                    }
                })
                .collect();
            assert_eq!(found, expected, "{input:?} by {buffer_bytes}");
        }
    }

    fn check(input: &str, expected: &[&str]) {
        check_as(Framing::Warc, input, expected);
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
                "5: 1 of another media type, 1 without status 200, 1 revisit, 2 about the crawl",
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
        let long = record("response", PAGE).replace("Length: 48", "Length: 90");
        check(
            &[long, record("response", PAGE)].concat(),
            &[
                "1: 52",
                "line 1: expected 90 bytes of a record, but found the next one after 52",
                "12: 48",
            ],
        );
        let none = record("response", PAGE).replace("Content-Length: 48", "X: y");
        check(
            &[none, record("response", PAGE)].concat(),
            &[
                "line 1: expected a record with its length, but found none",
                "line 6: expected a record that begins with `WARC/`, but found none; what stands before the next one is left out",
                "12: 48",
            ],
        );
    }

    #[test]
    fn records_of_the_older_kind_have_a_head_of_one_line() {
        let record = |url: &str, length: usize, content: &str| {
            format!("{url} 192.0.2.7 20031127090000 text/html {length}\n{content}\n")
        };
        let page = |length| record("http://x.example/a b", length, PAGE);
        let about = "1 0 Harbour\n";
        let gone = PAGE.replace("200 OK", "404 Not Found");
        let file = [
            record("filedesc://a.arc", about.len(), about),
            page(PAGE.len()),
            record("dns:x.example", 3, "abc"),
            record("http://x.example/", gone.len(), &gone),
            page(PAGE.len() - 4),
            page(PAGE.len()),
        ];
        check_as(
            Framing::Arc,
            &file.concat(),
            &[
                "4: 48",
                "18: 44",
                "line 22: expected a record that begins with an address, a host and a time, but found none; what stands before the next one is left out",
                "24: 48",
                "3: 1 without status 200, 2 about the crawl",
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
