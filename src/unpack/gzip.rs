//! Gzip files, whose members stand one behind another: one that is damaged does not cost the rest.
//!
//! RFC 1952, 2.2: "A gzip file consists of a series of “members” […]. The members simply appear one
//! after another in the file, with no additional information before, between, or after them." Crawlers
//! write a member a record, so that the others can be had when one is damaged.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// How many packed bytes of a member are gone through again for the next one when it is damaged.
const MAX_KEPT_BYTES: usize = 1 << 20;
/// The length of the fixed part of a header.
const HEADER_BYTES: usize = 10;

/// Reads the members of a gzip file.
///
/// A damaged one gives its error once; what is read then comes from the next member that can be
/// found, and is nothing when there is none.
pub(super) struct GzipMembers<R: BufRead> {
    /// The member under way; `None` at the end.
    decoder: Option<GzDecoder<Kept<R>>>,
    /// Whether the next member must be looked for.
    is_astray: bool,
}

impl<R: BufRead> GzipMembers<R> {
    pub(super) fn new(packed: R) -> Self {
        GzipMembers {
            decoder: Some(GzDecoder::new(Kept::new(packed))),
            is_astray: false,
        }
    }

    /// Goes to the member behind one that is whole; returns false at the end.
    fn begin_next(&mut self) -> io::Result<bool> {
        let Some(decoder) = self.decoder.take() else {
            return Ok(false);
        };
        let mut packed = decoder.into_inner();
        let begins = packed.skip_zeros().map(|first| first.is_some());
        if matches!(begins, Ok(false)) {
            return Ok(false);
        }
        packed.keep_from_here();
        self.decoder = Some(GzDecoder::new(packed));
        begins
    }

    /// Goes to the next header behind the place where the damaged member begins.
    fn find_next(&mut self) -> io::Result<bool> {
        let Some(decoder) = self.decoder.take() else {
            return Ok(false);
        };
        let mut packed = decoder.into_inner();
        packed.go_back();
        let found = packed.find_header();
        self.is_astray = found.is_err();
        if !matches!(found, Ok(false)) {
            self.decoder = Some(GzDecoder::new(packed));
        }
        found
    }
}

impl<R: BufRead> Read for GzipMembers<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.is_astray && !self.find_next()? {
                return Ok(0);
            }
            let Some(decoder) = &mut self.decoder else {
                return Ok(0);
            };
            decoder.get_mut().bound();
            match decoder.read(buffer) {
                Ok(0) if !buffer.is_empty() => {
                    if !self.begin_next()? {
                        return Ok(0);
                    }
                }
                Err(error) => {
                    self.is_astray = error.kind() != io::ErrorKind::Interrupted;
                    return Err(error);
                }
                read => return read,
            }
        }
    }
}

/// A stream that can go back to where the member under way began, if that is not too far.
struct Kept<R> {
    inner: R,
    /// What was read since then; from `at` on it is read again.
    kept: Vec<u8>,
    at: usize,
}

impl<R: BufRead> Kept<R> {
    fn new(inner: R) -> Self {
        Kept {
            inner,
            kept: Vec::new(),
            at: 0,
        }
    }

    fn keep_from_here(&mut self) {
        self.kept.drain(..self.at);
        self.at = 0;
    }

    /// Goes back to behind the first byte of the member.
    fn go_back(&mut self) {
        self.at = self.kept.len().min(1);
    }

    /// Forgets what is too much to be kept.
    fn bound(&mut self) {
        if self.at == self.kept.len() && self.at > MAX_KEPT_BYTES {
            self.keep_from_here();
        }
    }

    /// Returns the next byte that is no zero, which some fill the last block of a tape with.
    fn skip_zeros(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.fill_buf()?;
            let length = chunk.len();
            if length == 0 {
                return Ok(None);
            }
            let first = chunk.iter().position(|&byte| byte != 0);
            let found = first.map(|at| chunk[at]);
            self.consume(first.unwrap_or(length));
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Goes to the next bytes that look like a header; returns false when there are none.
    fn find_header(&mut self) -> io::Result<bool> {
        loop {
            self.bound();
            let chunk = self.fill_buf()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let first = chunk.iter().position(|&byte| byte == 0x1f);
            let num_before = first.unwrap_or(chunk.len());
            self.consume(num_before);
            if first.is_none() {
                continue;
            }
            let start = self.at;
            let mut header = Vec::with_capacity(HEADER_BYTES);
            self.take(HEADER_BYTES as u64).read_to_end(&mut header)?;
            self.at = start;
            if is_header(&header) {
                self.keep_from_here();
                return Ok(true);
            }
            self.consume(1);
        }
    }
}

/// RFC 1952, 2.3: 31, 139, 8 for deflate, flags of which the upper three "must be zero", four bytes of
/// time, 0, 2 or 4 for how hard it tried, and one of the systems 0 to 13 or 255.
fn is_header(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0x1f, 0x8b, 8, 0..=0x1f, _, _, _, _, 0 | 2 | 4, 0..=13 | 255]
    )
}

impl<R: BufRead> BufRead for Kept<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.kept.len() {
            return Ok(&self.kept[self.at..]);
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, num_bytes: usize) {
        if self.at < self.kept.len() {
            self.at += num_bytes;
            return;
        }
        // What is consumed lies in the buffer: nothing is read for it.
        if let Ok(chunk) = self.inner.fill_buf() {
            self.kept.extend_from_slice(&chunk[..num_bytes]);
        }
        self.at = self.kept.len();
        self.inner.consume(num_bytes);
    }
}

impl<R: BufRead> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let num_read = self.fill_buf()?.read(buffer)?;
        self.consume(num_read);
        Ok(num_read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// Reads on behind errors, each of which is written as `!`.
    fn read_on(packed: &[u8]) -> String {
        let mut found = Vec::new();
        for buffer_bytes in [1, 7, 1000] {
            let mut stream = GzipMembers::new(BufReader::with_capacity(buffer_bytes, packed));
            let mut text = Vec::new();
            while stream.read_to_end(&mut text).is_err() {
                text.push(b'!');
            }
            found.push(String::from_utf8_lossy(&text).into_owned());
        }
        found.dedup();
        assert_eq!(found.len(), 1, "other bytes by other buffers: {found:?}");
        found.remove(0)
    }

    /// Text that deflate cannot make much shorter, so that damage to its middle hits it.
    fn letters(seed: u32) -> String {
        let letter = |n: u32| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 24) as u8 % 26);
        (seed..seed + 400).map(letter).collect()
    }

    #[test]
    fn members_follow_each_other_zeros_between_them_or_not() {
        assert_eq!(read_on(&gzip("one")), "one");
        let zeros = [0; 40];
        let file = [&gzip("one ")[..], &gzip(""), &zeros, &gzip("two"), &zeros].concat();
        assert_eq!(read_on(&file), "one two");
    }

    #[test]
    fn a_damaged_member_costs_itself_alone() {
        let (first, last) = (gzip("one "), gzip(" three"));
        let middle = gzip(&letters(7));
        for at in [0, 1, 2, 12, 30, 100, middle.len() - 8, middle.len() - 1] {
            let mut damaged = middle.clone();
            damaged[at] ^= 0x55;
            let text = read_on(&[&first[..], &damaged, &last].concat());
            let is_right = text.starts_with("one ") && text.ends_with("! three");
            assert!(is_right, "damaged at {at}: {text}");
            assert_eq!(text.matches('!').count(), 1, "damaged at {at}: {text}");
        }
    }

    #[test]
    fn a_truncated_member_costs_itself_alone() {
        let middle = gzip(&letters(7));
        for length in [4, 11, 50, middle.len() - 9, middle.len() - 1] {
            let text = read_on(&[&gzip("one ")[..], &middle[..length], &gzip(" three")].concat());
            let is_right = text.starts_with("one ") && text.ends_with("! three");
            assert!(is_right, "truncated to {length}: {text}");
        }
        assert_eq!(read_on(&gzip("one")[..7]), "!");
    }

    #[test]
    fn what_is_no_member_behind_others_is_an_error() {
        assert_eq!(read_on(&[&gzip("one")[..], b"and more"].concat()), "one!");
        let file = [&gzip("one")[..], b"and more", &gzip("two")].concat();
        assert_eq!(read_on(&file), "one!two");
    }
}
