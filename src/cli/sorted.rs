//! Lines in the order of their keys, more of them than memory holds.
//!
//! What is too much is written to temporary files in sorted runs, which are merged at the end (Knuth, "The
//! Art of Computer Programming", volume 3, 5.4).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::PathBuf;

/// The bytes of lines that are kept in memory.
const KEPT_BYTES: usize = 64 << 20;

/// A key, and its line.
type Line = (String, Vec<u8>);

/// Takes lines in any order.
pub(super) struct Sorter {
    kept: Vec<Line>,
    kept_bytes: usize,
    most_bytes: usize,
    runs: Vec<Run>,
    /// Where temporary files go first.
    folder: PathBuf,
}

impl Sorter {
    /// Makes a sorter whose temporary files lie in `folder`, where that can be written, else where the system has
    /// them.
    pub(super) fn new(folder: PathBuf) -> Self {
        Sorter {
            kept: Vec::new(),
            kept_bytes: 0,
            most_bytes: KEPT_BYTES,
            runs: Vec::new(),
            folder,
        }
    }

    /// Takes a line.
    ///
    /// # Errors
    ///
    /// When a temporary file cannot be written.
    pub(super) fn push(&mut self, key: String, line: Vec<u8>) -> io::Result<()> {
        self.kept_bytes += key.len() + line.len() + size_of::<Line>();
        self.kept.push((key, line));
        match self.kept_bytes > self.most_bytes {
            true => self.write_run(),
            false => Ok(()),
        }
    }

    /// Returns the lines in the order of their keys.
    ///
    /// # Errors
    ///
    /// When a temporary file cannot be written or read.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        self.kept.sort_unstable();
        let mut sorted = Sorted {
            next: BinaryHeap::new(),
            sources: self.runs.into_iter().map(Source::File).collect(),
        };
        sorted.sources.push(Source::Memory(self.kept.into_iter()));
        for at in 0..sorted.sources.len() {
            sorted.advance(at)?;
        }
        Ok(sorted)
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.kept.sort_unstable();
        let file = tempfile::tempfile_in(&self.folder).or_else(|_| tempfile::tempfile())?;
        let mut out = BufWriter::with_capacity(1 << 16, file);
        for (key, line) in self.kept.drain(..) {
            for part in [key.as_bytes(), &line] {
                out.write_all(&(part.len() as u64).to_le_bytes())?;
                out.write_all(part)?;
            }
        }
        self.kept_bytes = 0;
        let mut file = out.into_inner().map_err(|error| error.into_error())?;
        file.rewind()?;
        self.runs.push(BufReader::with_capacity(1 << 16, file));
        Ok(())
    }
}

type Run = BufReader<File>;

enum Source {
    File(Run),
    Memory(std::vec::IntoIter<Line>),
}

impl Source {
    fn next(&mut self) -> io::Result<Option<Line>> {
        match self {
            Source::Memory(lines) => Ok(lines.next()),
            Source::File(run) => {
                if run.fill_buf()?.is_empty() {
                    return Ok(None);
                }
                let key = read_part(run)?;
                let key = String::from_utf8(key).map_err(io::Error::other)?;
                Ok(Some((key, read_part(run)?)))
            }
        }
    }
}

fn read_part(run: &mut Run) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    run.read_exact(&mut length)?;
    let length = usize::try_from(u64::from_le_bytes(length)).map_err(io::Error::other)?;
    let mut part = vec![0; length];
    run.read_exact(&mut part)?;
    Ok(part)
}

/// Lines in the order of their keys.
pub(super) struct Sorted {
    next: BinaryHeap<Reverse<(Line, usize)>>,
    sources: Vec<Source>,
}

impl Sorted {
    fn advance(&mut self, at: usize) -> io::Result<()> {
        if let Some(line) = self.sources[at].next()? {
            self.next.push(Reverse((line, at)));
        }
        Ok(())
    }
}

impl Iterator for Sorted {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse(((_, line), at)) = self.next.pop()?;
        match self.advance(at) {
            Ok(()) => Some(Ok(line)),
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_come_in_order_however_few_are_kept(
            keys in prop::collection::btree_set("[a-zé]{0,4}", 0..60).prop_map(|keys| {
                keys.into_iter().collect::<Vec<_>>()
            }).prop_shuffle(),
            most_bytes in 0usize..2000,
        ) {
            let mut sorter = Sorter { most_bytes, ..Sorter::new(PathBuf::from("/nowhere")) };
            for key in &keys {
                sorter.push(key.clone(), format!("{key}\n!").into_bytes()).unwrap();
            }
            let sorted: Vec<String> = sorter.finish().unwrap()
                .map(|line| String::from_utf8(line.unwrap()).unwrap()).collect();
            let mut expected = keys;
            expected.sort();
            let expected: Vec<String> = expected.iter().map(|key| format!("{key}\n!")).collect();
            prop_assert_eq!(sorted, expected);
        }
    }
}
