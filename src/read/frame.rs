//! Cuts a stream into raw documents of whole records, in bounded memory.

mod mailbox;
mod rows;
mod web;
mod whole;

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use super::Framing;
use super::json::scan::{ValueScanner, is_separator};
use super::transcode::Transcoder;
use super::warc::{WithoutPage, heads};
use crate::article::{Origin, PassedOver, RawDocument, Warning};

/// Bounds the memory that framing takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// About how many bytes of records stand in one block.
    pub block_bytes: usize,
    /// The longest record; longer ones are left out.
    pub record_bytes: usize,
    /// The longest file that is read whole; longer ones are cut, or left out where a part is worth
    /// nothing.
    pub document_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            block_bytes: 256 << 10,
            record_bytes: 16 << 20,
            document_bytes: 32 << 20,
        }
    }
}

/// What comes out of framing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A file, or a run of whole records of one.
    Document(RawDocument),
    /// What was left out, and why.
    Skipped(Warning),
    /// Records that hold no article by what they are, at the end of the file.
    PassedOver(PassedOver),
}

/// Cuts a stream into blocks of whole records.
///
/// A record that is too long is left out without being held in memory. When the stream fails in
/// the middle, the records before are kept and a block says where and why; where the stream goes on
/// behind the damage, so does the reading, if records of that kind can be told there. Records in
/// UTF-16 with a byte-order mark become UTF-8; a file that is read whole stays as it is.
pub fn blocks<R: BufRead>(reader: R, framing: Framing, path: &str, limits: Limits) -> Blocks<R> {
    let reader = match framing {
        Framing::Whole | Framing::Indivisible | Framing::Warc | Framing::Arc | Framing::Mailbox => {
            Transcoder::idle(reader)
        }
        _ => Transcoder::new(reader),
    };
    let path = path.to_string();
    Blocks {
        reader,
        framing,
        path,
        limits,
        line: 1,
        table: None,
        ahead: Vec::new(),
        without_page: WithoutPage::default(),
        ended: false,
        ready: VecDeque::new(),
    }
}

/// Iterates over the blocks of a stream; made by [`blocks`].
#[derive(Debug)]
pub struct Blocks<R> {
    reader: Transcoder<R>,
    framing: Framing,
    path: String,
    limits: Limits,
    /// The line on which the next unread byte stands.
    line: u64,
    /// What the beginning of a table tells of it.
    table: Option<rows::Table>,
    /// The line of a mailbox that begins the next message.
    ahead: Vec<u8>,
    /// The records of a web archive that hold no page.
    without_page: WithoutPage,
    ended: bool,
    ready: VecDeque<Block>,
}

impl<R: BufRead> Iterator for Blocks<R> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        while self.ready.is_empty() && !self.ended {
            let framed = match self.framing {
                Framing::Whole => self.frame_whole(),
                Framing::Indivisible => self.frame_indivisible(),
                Framing::Lines => self.frame_lines(),
                Framing::JsonValues => self.frame_values(),
                Framing::Elements(names) => self.frame_records(|bytes| ends_element(bytes, names)),
                Framing::Rows => self.frame_rows(),
                Framing::Warc => self.frame_capture(&heads::WARC),
                Framing::Arc => self.frame_capture(&heads::ARC),
                Framing::Mailbox => self.frame_mailbox(),
            };
            if let Err(error) = framed {
                self.note_break(&error);
            }
            if self.ended {
                self.pass_over_without_page();
            }
        }
        self.ready.pop_front()
    }
}

impl<R: BufRead> Blocks<R> {
    fn frame_lines(&mut self) -> io::Result<()> {
        let first_line = self.line;
        let mut block = Vec::new();
        while block.len() < self.limits.block_bytes {
            let start = block.len();
            let read = self.read_line(&mut block);
            if read.is_err() {
                block.truncate(start);
            }
            match read {
                Ok(true) if self.ready.is_empty() => {}
                // A line was left out: the block ends before it, so that lines are counted right.
                Ok(true) => break,
                Ok(false) => {
                    self.ended = true;
                    break;
                }
                Err(error) => {
                    self.push_records(first_line, block);
                    return Err(error);
                }
            }
        }
        let left_out = self.ready.pop_front();
        self.push_records(first_line, block);
        self.ready.extend(left_out);
        Ok(())
    }

    /// Appends the next line to the block, or leaves it out; returns false at the end.
    fn read_line(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        let (start, limit) = (block.len(), self.limits.record_bytes);
        let num_read = self
            .reader
            .by_ref()
            .take(limit as u64 + 1)
            .read_until(b'\n', block)?;
        if num_read == 0 {
            return Ok(false);
        }
        let is_whole = block.last() == Some(&b'\n');
        if num_read > limit && !is_whole {
            block.truncate(start);
            self.skip(
                self.line,
                format!("longer than {}, left out", bytes_text(limit)),
            );
            self.reader.skip_until(b'\n')?;
        }
        self.line += 1;
        Ok(true)
    }

    fn frame_values(&mut self) -> io::Result<()> {
        let mut block = Vec::new();
        let mut first_line = self.line;
        let failed = loop {
            if block.is_empty() {
                first_line = self.line;
            }
            if block.len() >= self.limits.block_bytes || !self.ready.is_empty() {
                break None;
            }
            match self.skip_separators(&mut block) {
                Ok(true) => {}
                Ok(false) => {
                    self.ended = true;
                    break None;
                }
                Err(error) => break Some(error),
            }
            if block.is_empty() {
                first_line = self.line;
            }
            let start = block.len();
            if let Err(error) = self.read_value(&mut block) {
                block.truncate(start);
                break Some(error);
            }
        };
        let left_out = self.ready.pop_front();
        self.push_records(first_line, block);
        self.ready.extend(left_out);
        failed.map_or(Ok(()), Err)
    }

    /// Goes to the next value, keeping the line ends that follow others in the block; returns
    /// false at the end.
    fn skip_separators(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let length = chunk
                .iter()
                .position(|&b| !is_separator(b))
                .unwrap_or(chunk.len());
            let num_lines = num_newlines(&chunk[..length]);
            let is_at_value = length < chunk.len();
            self.reader.consume(length);
            self.line += num_lines;
            if !block.is_empty() {
                // Separators that take more lines than a block has bytes are nobody's records.
                let room = self.limits.block_bytes.saturating_sub(block.len());
                block.extend(std::iter::repeat_n(b'\n', (num_lines as usize).min(room)));
            }
            if is_at_value {
                return Ok(true);
            }
        }
    }

    /// Appends the value that begins here to the block, or leaves it out.
    fn read_value(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        let (start, first_line) = (block.len(), self.line);
        let mut scanner = ValueScanner::default();
        let mut num_bytes = 0;
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let end = scanner.feed(chunk);
            let length = end.unwrap_or(chunk.len());
            num_bytes += length;
            if num_bytes <= self.limits.record_bytes {
                block.extend_from_slice(&chunk[..length]);
            } else {
                block.truncate(start);
            }
            self.line += num_newlines(&chunk[..length]);
            self.reader.consume(length);
            if end.is_some() {
                break;
            }
        }
        if num_bytes > self.limits.record_bytes {
            let limit = bytes_text(self.limits.record_bytes);
            self.skip(first_line, format!("longer than {limit}, left out"));
        } else if scanner.is_open() {
            block.truncate(start);
            self.skip(
                first_line,
                format!("expected {}, but found end of input", scanner.expected()),
            );
        } else {
            // Values must stay apart in the block whatever stood between them.
            block.push(b' ');
        }
        Ok(())
    }

    /// Cuts after the end tags of records; what is open at the end is left to the reader to name.
    fn frame_records(&mut self, is_end: impl Fn(&[u8]) -> bool) -> io::Result<()> {
        let first_line = self.line;
        let mut block = Vec::new();
        let mut failed = None;
        while block.len() < self.limits.block_bytes && self.ready.is_empty() && !self.ended {
            let start = block.len();
            if let Err(error) = self.read_record(&mut block, b'>', &is_end) {
                block.truncate(start);
                failed = Some(error);
                break;
            }
        }
        let left_out = self.ready.pop_front();
        self.push_records(first_line, block);
        self.ready.extend(left_out);
        failed.map_or(Ok(()), Err)
    }

    /// Appends the next record to the block, which is read piece by piece, each up to a `stop`,
    /// until `is_end` says that the piece is the last; or leaves it out.
    fn read_record(
        &mut self,
        block: &mut Vec<u8>,
        stop: u8,
        mut is_end: impl FnMut(&[u8]) -> bool,
    ) -> io::Result<()> {
        let (start, first_line, limit) = (block.len(), self.line, self.limits.record_bytes);
        let mut num_bytes = 0;
        loop {
            let at = block.len();
            let num_read = self
                .reader
                .by_ref()
                .take(limit as u64 + 1)
                .read_until(stop, block)?;
            num_bytes += num_read;
            self.line += num_newlines(&block[at..]);
            self.ended |= num_read == 0;
            let is_over = self.ended || is_end(&block[at..]);
            if num_bytes > limit {
                block.truncate(start);
            }
            if is_over {
                break;
            }
        }
        if num_bytes > limit {
            self.skip(
                first_line,
                format!("longer than {}, left out", bytes_text(limit)),
            );
        }
        Ok(())
    }

    fn push_records(&mut self, first_line: u64, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            self.push(Some(first_line), bytes);
        }
    }

    fn push(&mut self, line: Option<u64>, bytes: Vec<u8>) {
        let origin = Origin {
            path: self.path.clone(),
            member: None,
            line,
        };
        self.ready.push_back(Block::Document(RawDocument {
            origin,
            bytes,
            ..RawDocument::default()
        }));
    }

    /// Notes that the stream is broken, and whether it goes on.
    fn note_break(&mut self, error: &io::Error) {
        let can_go_on = match self.framing {
            Framing::Whole | Framing::Indivisible | Framing::JsonValues | Framing::Rows => false,
            Framing::Lines
            | Framing::Elements(_)
            | Framing::Warc
            | Framing::Arc
            | Framing::Mailbox => true,
        };
        let goes_on = can_go_on && self.reader.fill_buf().is_ok_and(|next| !next.is_empty());
        let lost = if goes_on {
            "what follows up to the next part that is whole is left out"
        } else {
            "what follows is left out"
        };
        self.ended = !goes_on;
        self.skip(self.line, format!("{error}; {lost}"));
    }

    fn skip(&mut self, line: u64, message: String) {
        self.ready.push_back(Block::Skipped(Warning {
            line: Some(line),
            message,
        }));
    }
}

/// Tells whether the bytes end with the end tag of one of these elements.
fn ends_element(bytes: &[u8], names: &[&str]) -> bool {
    let Some(before) = bytes.strip_suffix(b">") else {
        return false;
    };
    let before = before.trim_ascii_end();
    names.iter().any(|name| {
        let Some(at) = before.len().checked_sub(name.len() + 2) else {
            return false;
        };
        let tag = &before[at..];
        tag.starts_with(b"</") && tag[2..].eq_ignore_ascii_case(name.as_bytes())
    })
}

fn num_newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b == b'\n').count() as u64
}

/// Returns the last end of a character at or before `limit`, should the bytes be UTF-8.
fn char_end(bytes: &[u8], limit: usize) -> usize {
    let is_continuation = |&at: &usize| bytes.get(at).is_some_and(|b| b & 0xc0 == 0x80);
    (limit.saturating_sub(3)..=limit)
        .rev()
        .find(|at| !is_continuation(at))
        .unwrap_or(limit)
}

fn bytes_text(num_bytes: usize) -> String {
    if num_bytes >= 1 << 20 && num_bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", num_bytes >> 20)
    } else {
        format!("{num_bytes} bytes")
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    const LIMITS: Limits = Limits {
        block_bytes: 10,
        record_bytes: 20,
        document_bytes: 8,
    };

    /// Writes a block as `LINE: BYTES` or as its warning.
    fn shown(block: Block) -> String {
        match block {
            Block::Document(raw) => {
                let line = raw
                    .origin
                    .line
                    .map_or(String::new(), |line| format!("{line}: "));
                format!("{line}{}", String::from_utf8_lossy(&raw.bytes))
            }
            Block::Skipped(warning) => warning.to_string(),
            Block::PassedOver(records) => records.what,
        }
    }

    /// Frames with every size of the reader's buffer, which must make no difference.
    fn check(framing: Framing, input: &str, expected: &[&str]) {
        for buffer_bytes in [1, 2, 3, 7, 1000] {
            let reader = BufReader::with_capacity(buffer_bytes, input.as_bytes());
            let found: Vec<String> = blocks(reader, framing, "a", LIMITS).map(shown).collect();
            assert_eq!(found, expected, "{input:?} by {buffer_bytes}");
        }
    }

    #[test]
    fn a_file_is_one_document_cut_at_a_character() {
        check(Framing::Whole, "one\ntwo", &["one\ntwo"]);
        check(Framing::Whole, "", &[""]);
        check(
            Framing::Whole,
            "one two\u{e9} and more",
            &[
                "one two",
                "line 1: longer than 8 bytes, the rest is left out",
            ],
        );
    }

    #[test]
    fn a_file_that_is_worth_nothing_in_part_is_whole_or_left_out() {
        check(Framing::Indivisible, "one\ntwo", &["one\ntwo"]);
        check(
            Framing::Indivisible,
            "one two three",
            &["line 1: longer than 8 bytes, left out"],
        );
    }

    #[test]
    fn lines_come_in_blocks_of_whole_lines() {
        check(Framing::Lines, "", &[]);
        check(Framing::Lines, "one", &["1: one"]);
        check(
            Framing::Lines,
            "one\r\n\r\ntwo\nthree\nfour\n",
            &["1: one\r\n\r\ntwo\n", "4: three\nfour\n"],
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out() {
        let long = "x".repeat(21);
        let warning = "line 2: longer than 20 bytes, left out";
        check(
            Framing::Lines,
            &format!("a\n{long}\nb\n"),
            &["1: a\n", warning, "3: b\n"],
        );
        check(Framing::Lines, &format!("a\n{long}"), &["1: a\n", warning]);
        check(
            Framing::Lines,
            &format!("a\n{}\nb\n", "x".repeat(20)),
            &["1: a\nxxxxxxxxxxxxxxxxxxxx\n", "3: b\n"],
        );
    }

    #[test]
    fn values_come_in_blocks_with_their_lines() {
        check(Framing::JsonValues, " [ ] ", &[]);
        check(Framing::JsonValues, "{\"a\":1}", &["1: {\"a\":1} "]);
        check(
            Framing::JsonValues,
            "[\n{\"a\":1},\n{\"b\":\n2}, {\"c\":\"]}\\\"\"}]",
            &["2: {\"a\":1} \n{\"b\":\n2} ", "4: {\"c\":\"]}\\\"\"} "],
        );
        check(Framing::JsonValues, "{}{}7 \"x\"", &["1: {} {} 7 \"x\" "]);
    }

    #[test]
    fn values_that_do_not_end_or_are_too_long_are_left_out() {
        check(
            Framing::JsonValues,
            "[{\"a\":1},\n{\"b\":",
            &[
                "1: {\"a\":1} \n",
                "line 2: expected `}`, but found end of input",
            ],
        );
        check(
            Framing::JsonValues,
            "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n{\"b\":2}",
            &["line 1: longer than 20 bytes, left out", "2: {\"b\":2} "],
        );
    }

    #[test]
    fn elements_come_in_blocks_of_whole_ones() {
        check(
            Framing::Elements(&["D"]),
            "<D>\n1</D>\n<D>2</d >\n<D>3</D>\n",
            &["1: <D>\n1</D>\n<D>2</d >", "3: \n<D>3</D>\n"],
        );
        check(
            Framing::Elements(&["D"]),
            "<D>aaaaaaaaaaaaaaaaaaaaaaaa</D><D>2</D><D>",
            &["line 1: longer than 20 bytes, left out", "1: <D>2</D><D>"],
        );
    }

    #[test]
    fn rows_come_in_blocks_after_their_header() {
        check(
            Framing::Rows,
            "a,b\n1,\"x\ny\"\n2,z\n3,\"\"\"\n\"",
            &["2: a,b\n1,\"x\ny\"\n2,z\n", "5: a,b\n3,\"\"\"\n\""],
        );
        check(
            Framing::Rows,
            "a\taaaaaaaaaaaaaaaaaaaaaaaaaaa\n1\t2\n",
            &["line 1: longer than 20 bytes, left out"],
        );
        check(Framing::Rows, "a,b\n", &["2: a,b\n"]);
    }

    #[test]
    fn records_before_a_failure_are_kept() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("truncated gzip stream after 9 bytes"))
            }
        }
        let warning = "line 2: truncated gzip stream after 9 bytes; what follows is left out";
        for (framing, expected) in [
            (Framing::Lines, vec!["1: {}\n", warning]),
            (Framing::JsonValues, vec!["1: {} \n", warning]),
            (Framing::Whole, vec!["{}\n{\"a\":", warning]),
        ] {
            let reader = BufReader::new(b"{}\n{\"a\":".chain(Failing));
            let found: Vec<String> = blocks(reader, framing, "a", LIMITS).map(shown).collect();
            assert_eq!(found, expected);
        }
    }
}
