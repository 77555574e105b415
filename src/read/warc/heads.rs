//! What the heads of records look like in the two kinds of web archives.

use memchr::memmem;

use super::{arc, capture};

/// How the records of a kind of web archive begin.
pub(in crate::read) struct Heads {
    /// What the first line of a head looks like, in the words of a message.
    pub(in crate::read) looks: &'static str,
    /// Tells whether a line is the first of a head.
    pub(in crate::read) is_first_line: fn(&[u8]) -> bool,
    /// Whether that line is all of it; else an empty line ends it.
    pub(in crate::read) is_one_line: bool,
    /// Returns how long the content after a head is, in bytes.
    pub(in crate::read) content_length: fn(&[u8]) -> Option<u64>,
    /// Returns what the record of a head is good for.
    pub(in crate::read) kind: fn(&[u8]) -> Kind,
}

/// ISO 28500, 4: `WARC/1.1`, then named fields.
pub(in crate::read) static WARC: Heads = Heads {
    looks: "begins with `WARC/`",
    is_first_line: |line| line.starts_with(b"WARC/"),
    is_one_line: false,
    content_length: capture::content_length,
    kind: capture::kind,
};

/// The line of an ARC file that tells the address, the host, the time, the type and the length.
pub(in crate::read) static ARC: Heads = Heads {
    looks: "begins with an address, a host and a time",
    is_first_line: |line| arc::Head::read(line).is_some(),
    is_one_line: true,
    content_length: |head| arc::Head::read(head)?.length,
    kind: arc::kind,
};

impl Heads {
    /// Finds the head of another record in the content of one, whose length is too large then. A line
    /// of the older kind has nothing that is its own, so that it is not looked for.
    pub(in crate::read) fn find_next(&self, content: &[u8]) -> Option<usize> {
        if self.is_one_line {
            return None;
        }
        let at = memmem::find(content, b"\r\n\r\nWARC/1.")? + 4;
        let (_, fields) = content[at..].split_at_checked(b"WARC/1.0\r\n".len())?;
        fields.starts_with(b"WARC-").then_some(at)
    }
}

/// What a record is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Kind {
    /// It holds what a server sent, or a file.
    Capture,
    /// It says that a server sent the same again.
    Revisit,
    /// It tells of the crawl: a request, the crawler, notes.
    Other,
}

/// Why a record holds no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum NoPage {
    /// It holds something else: a picture, a style sheet.
    OtherMedia,
    /// The server did not have it, or sent on to another address.
    NotFound,
    /// The page is the same as in an earlier record.
    Revisit,
    /// It tells of the crawl.
    AboutCrawl,
}

/// Counts the records of a file that hold no page.
#[derive(Debug, Default)]
pub(in crate::read) struct WithoutPage([u64; 4]);

impl WithoutPage {
    /// Counts one.
    pub(in crate::read) fn add(&mut self, why: NoPage) {
        self.0[why as usize] += 1;
    }

    /// Returns how many there were.
    pub(in crate::read) fn num_records(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Says what they were: `2 of other media types, 1 revisit`.
    pub(in crate::read) fn what(&self) -> String {
        let names = [
            ("of another media type", "of other media types"),
            ("without status 200", "without status 200"),
            ("revisit", "revisits"),
            ("about the crawl", "about the crawl"),
        ];
        let counted = self.0.iter().zip(names).filter(|(count, _)| **count > 0);
        let words = counted.map(|(count, (one, many))| {
            let name = if *count == 1 { one } else { many };
            format!("{count} {name}")
        });
        words.collect::<Vec<_>>().join(", ")
    }
}
