//! Zip archives, by the directory at their end (PKWARE, "APPNOTE.TXT", 6.3.10).

use std::collections::VecDeque;
use std::io::{self, BufReader, Read, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use ::zip::{CompressionMethod, ZipArchive};
use flate2::CrcReader;
use flate2::read::DeflateDecoder;

use super::super::guard::{Counted, Guarded};
use super::{ArchiveKind, Limits, Member, Opener, ReadSeek, damaged};

/// Members by which a zip archive is told that holds no files of its own, and what it is.
const NO_ARCHIVES: &[(&str, &str)] = &[
    ("[Content_Types].xml", "an Office document"),
    ("META-INF/manifest.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an e-book"),
    ("META-INF/MANIFEST.MF", "a Java program"),
    ("AndroidManifest.xml", "an Android program"),
];

/// The members of an archive.
pub(super) struct Members {
    opener: Opener,
    limits: Limits,
    entries: VecDeque<Entry>,
}

/// A member by the directory; or why it cannot be found.
struct Entry {
    name: String,
    place: Result<Place, String>,
}

/// Where the bytes of a member lie, and how.
struct Place {
    is_encrypted: bool,
    method: CompressionMethod,
    start: u64,
    packed_bytes: u64,
    crc32: u32,
}

impl Members {
    pub(super) fn open(opener: Opener, limits: &Limits) -> Result<Self, String> {
        let archive = opener().map_err(|error| error.to_string())?;
        let damage = |error| damaged(ArchiveKind::Zip, error).to_string();
        let mut archive = ZipArchive::new(BufReader::new(archive)).map_err(damage)?;
        let known = NO_ARCHIVES
            .iter()
            .find(|(name, _)| archive.index_for_name(name).is_some());
        if let Some((_, found)) = known {
            return Err(format!("expected an article, but found {found}"));
        }
        let mut entries = VecDeque::with_capacity(archive.len());
        for number in 0..archive.len() {
            let name = match archive.name_for_index(number) {
                Some(Ok(name)) => name.into_owned(),
                _ => format!("member {}", number + 1),
            };
            let entry = match archive.by_index_raw(number) {
                Ok(entry) if entry.is_dir() => continue,
                Ok(entry) => Entry {
                    name,
                    place: Ok(Place {
                        is_encrypted: entry.encrypted(),
                        method: entry.compression(),
                        start: entry.data_start().unwrap_or_default(),
                        packed_bytes: entry.compressed_size(),
                        crc32: entry.crc32(),
                    }),
                },
                Err(error) => Entry {
                    name,
                    place: Err(damage(error)),
                },
            };
            entries.push_back(entry);
        }
        Ok(Members {
            opener,
            limits: limits.clone(),
            entries,
        })
    }

    fn stream(&self, place: &Place) -> Result<Box<dyn Read + Send>, String> {
        if place.is_encrypted {
            return Err(
                "expected a member that can be read, but found an encrypted one".to_owned(),
            );
        }
        let mut file = (self.opener)().map_err(|error| error.to_string())?;
        file.seek(SeekFrom::Start(place.start))
            .map_err(|error| error.to_string())?;
        let packed_bytes = Arc::new(AtomicU64::new(0));
        let packed = Counted::new(file.take(place.packed_bytes), Arc::clone(&packed_bytes));
        let unpacked = decoder(place.method, BufReader::new(packed), &self.limits)?;
        let guarded = Guarded::new(unpacked, "zip", packed_bytes, &self.limits);
        Ok(Box::new(Checked {
            reader: CrcReader::new(guarded),
            crc32: place.crc32,
        }))
    }
}

type Packed = BufReader<Counted<io::Take<Box<dyn ReadSeek>>>>;

fn decoder(
    method: CompressionMethod,
    packed: Packed,
    limits: &Limits,
) -> Result<Box<dyn Read + Send>, String> {
    Ok(match method {
        CompressionMethod::STORE => Box::new(packed),
        CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(packed)),
        CompressionMethod::BZIP2 => Box::new(bzip2::bufread::MultiBzDecoder::new(packed)),
        CompressionMethod::ZSTD => {
            let decoder = zstd::Decoder::with_buffer(packed);
            let mut decoder = decoder.map_err(|error| error.to_string())?;
            let limited = decoder.window_log_max(limits.max_window_log);
            limited.map_err(|error| error.to_string())?;
            Box::new(decoder)
        }
        CompressionMethod::XZ => super::super::xz(packed, limits),
        other => return Err(format!("expected a known compression, but found {other}")),
    })
}

impl Iterator for Members {
    type Item = io::Result<Member>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.pop_front()?;
        Some(Ok(Member {
            stream: entry.place.and_then(|place| self.stream(&place)),
            name: entry.name.replace('\\', "/"),
        }))
    }
}

/// Compares the checksum at the end.
struct Checked<R> {
    reader: CrcReader<R>,
    crc32: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let num_read = self.reader.read(buffer)?;
        let found = self.reader.crc().sum();
        if num_read == 0 && !buffer.is_empty() && found != self.crc32 {
            let what = format!(
                "expected the checksum {:08x}, but found {found:08x}",
                self.crc32
            );
            return Err(damaged(ArchiveKind::Zip, what));
        }
        Ok(num_read)
    }
}
