//! Reading packs, which may be anything: what is not a whole pack is an error, in bounded memory.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ::zip::ZipArchive;
use ::zip::read::ZipFile;
use ::zip::result::ZipError;
use serde::Deserialize;

use super::{HITS, MANIFEST, MAX_LINE_BYTES, PACK_VERSION, PackManifest, PackedHit};
use crate::panic_guard::guard;

/// The most members of an archive that is looked into; a pack has two.
const MAX_MEMBERS: u64 = 64;
/// The most bytes that are read to find the members.
const MAX_DIRECTORY_BYTES: u64 = 1 << 20;
/// The end of a zip archive without a comment: "end of central directory record" (PKWARE, "APPNOTE.TXT",
/// 6.3.10, 4.3.16), with the number of members at byte 10.
const END_BYTES: usize = 22;
/// "Zip64 end of central directory locator" (4.3.15), with the place of the record at byte 8.
const LOCATOR_BYTES: usize = 20;
/// The beginning of a "zip64 end of central directory record" (4.3.14), with the number of members at its end.
const LONG_END_BYTES: usize = 40;

/// Why a file cannot be read as a pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It is something else.
    #[error("expected a pack, as `search export --pack FILE.zip` writes it, but found {0}")]
    NotAPack(String),
    /// It is one of another time.
    #[error(
        "expected a pack of version {PACK_VERSION}, but found version {version}, written by {program}: verify it with that"
    )]
    OtherVersion {
        /// The pack's version.
        version: u64,
        /// The program that wrote it, with its version.
        program: String,
    },
    /// It was one.
    #[error("the pack is damaged: {0}")]
    Damaged(String),
    /// It cannot be read, for a reason outside of it.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A pack whose beginning was read.
pub struct PackReader<R> {
    zip: ZipArchive<BufReader<Budget<R>>>,
    manifest: PackManifest,
}

/// What is looked at first, for another version may have other fields.
#[derive(Deserialize)]
struct Head {
    version: u64,
    program: String,
    program_version: String,
}

impl<R: Read + Seek> PackReader<R> {
    /// Finds out what was asked.
    ///
    /// # Errors
    ///
    /// [`PackError`].
    pub fn open(mut file: R) -> Result<Self, PackError> {
        check_end(&mut file)?;
        let left = Arc::new(AtomicU64::new(MAX_DIRECTORY_BYTES));
        let budget = Budget {
            file,
            left: Arc::clone(&left),
        };
        let opened = guard(|| ZipArchive::new(BufReader::with_capacity(1 << 12, budget)));
        let mut zip = opened.map_err(PackError::Damaged)?.map_err(damage)?;
        left.store(u64::MAX, Ordering::Relaxed);
        if zip.index_for_name(MANIFEST).is_none() || zip.index_for_name(HITS).is_none() {
            let found = format!("a zip archive without `{MANIFEST}` and `{HITS}` in it");
            return Err(PackError::NotAPack(found));
        }
        let manifest = guard(|| read_manifest(&mut zip)).map_err(PackError::Damaged)??;
        Ok(PackReader { zip, manifest })
    }

    /// Returns what was asked.
    pub fn manifest(&self) -> &PackManifest {
        &self.manifest
    }

    /// Reads all of it, and tells whether it is whole: readable to the end, with the right checksums, with as many
    /// articles as it says, in the order of their ids.
    ///
    /// # Errors
    ///
    /// [`PackError`].
    pub fn check(&mut self) -> Result<(), PackError> {
        let expected = self.manifest.total;
        let count = || {
            let mut found = 0;
            for hit in self.hits()? {
                hit?;
                found += 1;
            }
            Ok::<u64, PackError>(found)
        };
        let found = guard(count).map_err(PackError::Damaged)??;
        if found == expected {
            return Ok(());
        }
        let reason = format!("expected {expected} articles, but found {found}");
        Err(PackError::Damaged(reason))
    }

    /// Returns the articles, one by one.
    ///
    /// # Errors
    ///
    /// [`PackError`].
    pub fn hits(&mut self) -> Result<PackHits<'_, R>, PackError> {
        let member = self.zip.by_name(HITS).map_err(damage)?;
        Ok(PackHits {
            lines: BufReader::new(member),
            num_lines: 0,
            last_id: None,
        })
    }
}

type Zip<R> = ZipArchive<BufReader<Budget<R>>>;

fn read_manifest<R: Read + Seek>(zip: &mut Zip<R>) -> Result<PackManifest, PackError> {
    let mut text = Vec::new();
    let member = zip.by_name(MANIFEST).map_err(damage)?;
    let num_read = member.take(MAX_LINE_BYTES).read_to_end(&mut text);
    let num_read = num_read.map_err(|error| damage_in(MANIFEST, &error))? as u64;
    if num_read == MAX_LINE_BYTES {
        let reason = format!("`{MANIFEST}` is longer than {MAX_LINE_BYTES} bytes");
        return Err(PackError::Damaged(reason));
    }
    let head: Head = serde_json::from_slice(&text).map_err(|error| {
        PackError::NotAPack(format!(
            "a zip archive whose `{MANIFEST}` is no pack's: {error}"
        ))
    })?;
    if head.program != env!("CARGO_PKG_NAME") {
        let found = format!("one of another program, `{}`", head.program);
        return Err(PackError::NotAPack(found));
    }
    if head.version != u64::from(PACK_VERSION) {
        return Err(PackError::OtherVersion {
            version: head.version,
            program: format!("{} {}", head.program, head.program_version),
        });
    }
    serde_json::from_slice(&text).map_err(|error| damage_in(MANIFEST, &error))
}

/// The articles of a pack in the order of their ids.
pub struct PackHits<'a, R: Read> {
    lines: BufReader<ZipFile<'a, BufReader<Budget<R>>>>,
    num_lines: u64,
    last_id: Option<String>,
}

impl<R: Read> PackHits<'_, R> {
    fn read_line(&mut self) -> Result<Option<PackedHit>, PackError> {
        let mut line = Vec::new();
        let mut start = (&mut self.lines).take(MAX_LINE_BYTES);
        let num_read = start.read_until(b'\n', &mut line);
        let num_read = num_read.map_err(|error| damage_in(HITS, &error))?;
        if num_read == 0 {
            return Ok(None);
        }
        self.num_lines += 1;
        if num_read as u64 == MAX_LINE_BYTES && line.last() != Some(&b'\n') {
            return Err(self.damage(&format!("longer than {MAX_LINE_BYTES} bytes")));
        }
        let hit: PackedHit =
            serde_json::from_slice(&line).map_err(|error| self.damage(&error.to_string()))?;
        if self.last_id.as_ref().is_some_and(|last| *last >= hit.id) {
            return Err(self.damage("not in the order of the ids"));
        }
        self.last_id = Some(hit.id.clone());
        Ok(Some(hit))
    }

    fn damage(&self, reason: &str) -> PackError {
        PackError::Damaged(format!("`{HITS}`, line {}: {reason}", self.num_lines))
    }
}

impl<R: Read> Iterator for PackHits<'_, R> {
    type Item = Result<PackedHit, PackError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read_line().transpose()
    }
}

fn damage(error: ZipError) -> PackError {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => PackError::Io(error),
        error => PackError::Damaged(error.to_string()),
    }
}

fn damage_in(member: &str, error: &dyn std::error::Error) -> PackError {
    PackError::Damaged(format!("`{member}`: {error}"))
}

/// Refuses what is no zip archive, and one of so many members that their list alone would fill the memory.
fn check_end(file: &mut (impl Read + Seek)) -> Result<(), PackError> {
    let length = file.seek(SeekFrom::End(0))?;
    let no_archive = || PackError::NotAPack(kind(length).to_owned());
    let at = length
        .checked_sub(END_BYTES as u64)
        .ok_or_else(no_archive)?;
    let first: [u8; 4] = bytes_at(file, 0)?;
    let end: [u8; END_BYTES] = bytes_at(file, at)?;
    if !first.starts_with(b"PK") {
        return Err(no_archive());
    }
    if !end.starts_with(b"PK\x05\x06") {
        let reason = "expected the directory of the archive at its end, but found other bytes";
        return Err(PackError::Damaged(reason.to_owned()));
    }
    let mut num_members = u64::from(u16::from_le_bytes([end[10], end[11]]));
    if let Some(at) = at.checked_sub(LOCATOR_BYTES as u64) {
        let locator: [u8; LOCATOR_BYTES] = bytes_at(file, at)?;
        let place = number(&locator[8..16]);
        if locator.starts_with(b"PK\x06\x07") && place <= length - LONG_END_BYTES as u64 {
            let long_end: [u8; LONG_END_BYTES] = bytes_at(file, place)?;
            num_members = number(&long_end[32..40]);
        }
    }
    if num_members > MAX_MEMBERS {
        let found = format!("a zip archive of {num_members} members");
        return Err(PackError::NotAPack(found));
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(())
}

fn kind(length: u64) -> &'static str {
    match length {
        0 => "an empty file",
        _ => "a file that is no zip archive",
    }
}

fn bytes_at<const N: usize>(file: &mut (impl Read + Seek), at: u64) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn number(bytes: &[u8]) -> u64 {
    let lowest_first = bytes.iter().rev();
    lowest_first.fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Reads no more of a file than it may.
struct Budget<R> {
    file: R,
    left: Arc<AtomicU64>,
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            let reason = "its directory is longer than that of any pack";
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        let num_read = self.file.read(buffer)?;
        if left != u64::MAX {
            let left = left.saturating_sub(num_read as u64);
            self.left.store(left, Ordering::Relaxed);
        }
        Ok(num_read)
    }
}

impl<R: Seek> Seek for Budget<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
