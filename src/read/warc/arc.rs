//! The heads of ARC records, which are a line each.
//!
//! Arc File Format (Burner and Kahle, 1996), of version 1: the address, the address of the host, the time of
//! the capture, the media type and the length, each behind a space; version 2 has a result code, a checksum, a
//! location, an offset and a file name between type and length.

use super::heads::Kind;

/// The fewest and the most digits of a time: `20140216`, and some write fractions of seconds.
const TIME_DIGITS: std::ops::RangeInclusive<usize> = 8..=20;

/// The head of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head<'a> {
    /// The address, which some crawlers write with spaces in it.
    pub(super) url: &'a str,
    /// When it was captured: `20140216050221`.
    pub(super) time: &'a str,
    /// The media type, with its parameters.
    pub(super) content_type: &'a str,
    /// How many bytes follow; `None` if that is no number.
    pub(super) length: Option<u64>,
}

impl<'a> Head<'a> {
    /// Reads the first line of the bytes; `None` if it is no head.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let line = std::str::from_utf8(&bytes[..end]).ok()?.trim_end();
        let (scheme, _) = line.split_once(':')?;
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        if scheme.is_empty() || !scheme.chars().all(is_scheme) {
            return None;
        }
        let (before, length) = line.rsplit_once(' ')?;
        let (time_at, time) = words(before).rev().find(|(_, word)| is_time(word))?;
        let (url, host) = before[..time_at].trim_end().rsplit_once(' ')?;
        let rest = before[time_at + time.len()..].trim();
        is_host(host).then(|| Head {
            url: url.trim(),
            time,
            content_type: rest,
            length: length.parse().ok(),
        })
    }

    /// Writes the time as in a WARC record: `2014-02-16T05:02:20Z`, or the day alone.
    pub(super) fn date(&self) -> String {
        let part = |from: usize, to: usize| self.time.get(from..to).unwrap_or("00");
        let day = format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8));
        if self.time.len() < 14 {
            return day;
        }
        format!("{day}T{}:{}:{}Z", part(8, 10), part(10, 12), part(12, 14))
    }
}

/// The first record tells of the file itself, others of names that were looked up.
pub(super) fn kind(head: &[u8]) -> Kind {
    let is_web = Head::read(head).is_some_and(|head| head.url.starts_with("http"));
    if is_web { Kind::Capture } else { Kind::Other }
}

fn words(line: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    let start = line.as_ptr() as usize;
    line.split(' ')
        .map(move |word| (word.as_ptr() as usize - start, word))
}

fn is_time(word: &str) -> bool {
    TIME_DIGITS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// An address of IP of either version, or `-` where it was not noted.
fn is_host(word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_hexdigit() || byte == b'.' || byte == b':';
    word == "-" || !word.is_empty() && word.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str, &str, Option<u64>)>) {
        let line = format!("{line}\nHTTP/1.1 200 OK\n");
        let head = Head::read(line.as_bytes());
        let found = head.map(|head| (head.url, head.date(), head.content_type, head.length));
        let expected = expected
            .map(|(url, date, content_type, length)| (url, date.to_owned(), content_type, length));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn a_head_is_a_line_of_both_versions() {
        check(
            "http://x.example/ 192.0.2.7 20140216050221 text/html 1591\r",
            Some((
                "http://x.example/",
                "2014-02-16T05:02:21Z",
                "text/html",
                Some(1591),
            )),
        );
        check(
            "http://x.example/a b&c=1 2 2001:db8::1 20140216 text/html; charset=utf-8 7",
            Some((
                "http://x.example/a b&c=1 2",
                "2014-02-16",
                "text/html; charset=utf-8",
                Some(7),
            )),
        );
        check(
            "http://x.example/ 192.0.2.7 20140216050221 text/html 200 ab12 - 4096 one.arc 1591",
            Some((
                "http://x.example/",
                "2014-02-16T05:02:21Z",
                "text/html 200 ab12 - 4096 one.arc",
                Some(1591),
            )),
        );
        check(
            "filedesc://one.arc.gz 0.0.0.0 20140301000000 text/plain -1",
            Some((
                "filedesc://one.arc.gz",
                "2014-03-01T00:00:00Z",
                "text/plain",
                None,
            )),
        );
    }

    #[test]
    fn other_lines_are_no_heads() {
        for line in [
            "",
            "Content-Length: 1270",
            "1 0 Crawl of the Harbour",
            "URL IP-address Archive-date Content-type Archive-length",
            "Note: the ferry of 20140216 sails at 8",
            "http://x.example/ text/html 1591",
            ": 192.0.2.7 20140216050221 text/html 1",
        ] {
            check(line, None);
        }
    }
}
