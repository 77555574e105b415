//! Containers: what a file is packed in comes off here, layer by layer, as a stream.

mod archive;
mod broken;
mod guard;
mod gzip;

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bzip2::bufread::MultiBzDecoder;
use lzma_rust2::XzReader;

pub use archive::{Archive, ArchiveKind, Member, Opener, VERSION as ARCHIVE_VERSION};
pub use broken::Broken;
use guard::{Counted, Guarded};
use gzip::GzipMembers;

const BUFFER_BYTES: usize = 64 * 1024;
/// How many bytes tell a way of compression.
const MAGIC_BYTES: usize = 4;

/// Bounds what unpacking may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many layers of compression come off, and how many archives may lie in each other.
    pub max_depth: usize,
    /// How many bytes may come out of one file.
    pub max_bytes: u64,
    /// How many bytes may come out for each byte that went in, beyond `free_bytes`.
    ///
    /// Text shrinks to a tenth, repetitive logs to a hundredth; only a bomb shrinks to less
    /// than a thousandth, which is what gzip makes of zeros.
    pub max_ratio: u64,
    /// How many bytes may come out whatever the ratio.
    pub free_bytes: u64,
    /// The base-2 logarithm of the largest window of zstd, which is memory.
    pub max_window_log: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_depth: 4,
            max_bytes: 256 << 30,
            max_ratio: 1_000,
            free_bytes: 64 << 20,
            max_window_log: 27,
        }
    }
}

/// The endings of names by which compression is known.
const ENDINGS: &[&str] = &["gz", "gzip", "zst", "zstd", "bz2", "xz"];

/// The ways of compression known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl Packing {
    /// Recognises a stream by its first four bytes.
    ///
    /// RFC 1952: "ID1 = 31, ID2 = 139", and the only compression method is 8. RFC 8878: frames
    /// begin with `0xFD2FB528`, skippable frames with `0x184D2A50` to `0x184D2A5F`, both
    /// little-endian. bzip2 writes `BZh` and the size of its blocks, 1 to 9. The .xz file format
    /// 1.2.1 begins with `FD 37 7A 58`, "and" two bytes more.
    fn of(magic: &[u8]) -> Option<Packing> {
        match *magic {
            [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some(Packing::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9'] => Some(Packing::Bzip2),
            [0xfd, b'7', b'z', b'X'] => Some(Packing::Xz),
            _ => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Bzip2 => "bzip2",
            Packing::Xz => "xz",
        }
    }
}

/// Opens a stream, taking off the compression it has, by its first bytes and not by its name:
/// gzip, zstd, bzip2 and xz (of several members too), one inside the other as well.
///
/// What is not compressed comes through as it is. A stream that turns out damaged, truncated or
/// suspiciously large gives an [`io::Error`] that says so while it is read, once; what may be read
/// behind it is the next member of gzip, or nothing.
///
/// # Errors
///
/// When there are more layers than `limits` allow.
pub fn open<'r>(
    reader: impl Read + Send + 'r,
    limits: &Limits,
) -> io::Result<Box<dyn BufRead + Send + 'r>> {
    let packed_bytes = Arc::new(AtomicU64::new(0));
    let counted = Counted::new(reader, Arc::clone(&packed_bytes));
    let mut stream: Box<dyn BufRead + Send + 'r> =
        Box::new(BufReader::with_capacity(BUFFER_BYTES, counted));
    for depth in 0.. {
        let (magic, broken) = peek(&mut stream, MAGIC_BYTES);
        let packing = Packing::of(&magic);
        if !magic.is_empty() || broken.is_some() {
            let broken = Broken::new(broken);
            stream = Box::new(Cursor::new(magic).chain(broken).chain(stream));
        }
        let Some(packing) = packing else { break };
        if depth == limits.max_depth {
            let message = format!("expected at most {depth} layers of compression, but found more");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let unpacked = unpack(packing, stream, limits)?;
        let name = packing.as_str();
        let guarded = Guarded::new(unpacked, name, Arc::clone(&packed_bytes), limits);
        let guarded = match packing {
            Packing::Gzip => guarded.going_on(),
            Packing::Zstd | Packing::Bzip2 | Packing::Xz => guarded,
        };
        stream = Box::new(BufReader::with_capacity(BUFFER_BYTES, guarded));
    }
    Ok(stream)
}

/// Strips the endings of compression from a file's name: `a.jsonl.gz` is `a.jsonl`.
pub fn inner_name(name: &str) -> &str {
    let mut inner = name;
    while let Some((stem, ending)) = inner.rsplit_once('.') {
        let is_packing = ENDINGS.iter().any(|e| e.eq_ignore_ascii_case(ending));
        if !is_packing || stem.is_empty() || stem.ends_with('/') {
            break;
        }
        inner = stem;
    }
    inner
}

/// Takes up to so many bytes off the stream; fewer only at its end, or before the error that they
/// stand before.
pub fn peek(stream: &mut impl Read, num_bytes: usize) -> (Vec<u8>, Option<io::Error>) {
    let mut bytes = Vec::with_capacity(num_bytes);
    let read = stream.take(num_bytes as u64).read_to_end(&mut bytes);
    (bytes, read.err())
}

fn unpack<'r>(
    packing: Packing,
    stream: Box<dyn BufRead + Send + 'r>,
    limits: &Limits,
) -> io::Result<Box<dyn Read + Send + 'r>> {
    Ok(match packing {
        Packing::Gzip => Box::new(GzipMembers::new(stream)),
        Packing::Zstd => {
            let mut decoder = zstd::Decoder::with_buffer(stream)?;
            decoder.window_log_max(limits.max_window_log)?;
            Box::new(decoder)
        }
        Packing::Bzip2 => Box::new(MultiBzDecoder::new(stream)),
        Packing::Xz => xz(stream, limits),
    })
}

fn xz<'r>(stream: impl Read + Send + 'r, limits: &Limits) -> Box<dyn Read + Send + 'r> {
    let window_kilobytes = 1 << (limits.max_window_log - 10);
    Box::new(XzReader::new_mem_limit(stream, true, window_kilobytes))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).unwrap()
    }

    fn read(bytes: &[u8], limits: &Limits) -> Result<String, String> {
        let mut text = String::new();
        let mut stream = open(bytes, limits).map_err(|e| e.to_string())?;
        stream
            .read_to_string(&mut text)
            .map_err(|e| e.to_string())?;
        Ok(text)
    }

    #[test]
    fn compression_comes_off_whatever_the_layers() {
        for (bytes, expected) in [
            (b"".to_vec(), ""),
            (b"abc".to_vec(), "abc"),
            (b"plain text".to_vec(), "plain text"),
            (gzip(b""), ""),
            (gzip(b"one"), "one"),
            ([gzip(b"one "), gzip(b"two")].concat(), "one two"),
            (zstd(b"one"), "one"),
            ([zstd(b"one "), zstd(b"two")].concat(), "one two"),
            (
                [b"\x50\x2a\x4d\x18\x02\0\0\0xy".to_vec(), zstd(b"one")].concat(),
                "one",
            ),
            (gzip(&zstd(&gzip(b"deep"))), "deep"),
        ] {
            assert_eq!(read(&bytes, &Limits::default()).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_truncated_stream_says_where_it_ends() {
        let text: Vec<u8> = (0..20_000u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
            .collect();
        let packed = gzip(&text);
        let mut stream = open(&packed[..packed.len() / 2], &Limits::default()).unwrap();
        let mut kept = Vec::new();
        let error = stream.read_to_end(&mut kept).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("truncated gzip stream after {} bytes", kept.len())
        );
        assert!(!kept.is_empty() && text.starts_with(&kept));
        let packed = zstd(b"one two three four");
        let error = read(&packed[..packed.len() - 3], &Limits::default()).unwrap_err();
        assert!(error.starts_with("truncated zstd stream after "), "{error}");
        let mut packed = gzip(b"one two three four");
        let crc = packed.len() - 8;
        packed[crc] ^= 1;
        let error = read(&packed, &Limits::default()).unwrap_err();
        assert!(
            error.starts_with("damaged gzip stream after 18 bytes: "),
            "{error}"
        );
    }

    #[test]
    fn bombs_are_refused() {
        let limits = Limits {
            max_bytes: 1 << 20,
            free_bytes: 100_000,
            max_ratio: 100,
            ..Limits::default()
        };
        let zeros = vec![b' '; 200_000];
        assert_eq!(
            read(&gzip(&zeros), &limits).unwrap_err(),
            "expected at most 100 bytes from each compressed byte, but found more after 100000 bytes"
        );
        assert_eq!(
            read(&gzip(&zeros[..90_000]), &limits).unwrap().len(),
            90_000
        );
        let limits = Limits {
            max_bytes: 10,
            ..limits
        };
        assert_eq!(
            read(&zstd(b"more than ten"), &limits).unwrap_err(),
            "expected at most 10 decompressed bytes, but found more"
        );
        let layers = (0..5).fold(b"x".to_vec(), |bytes, _| gzip(&bytes));
        assert_eq!(
            read(&layers, &Limits::default()).unwrap_err(),
            "expected at most 4 layers of compression, but found more"
        );
    }

    #[test]
    fn a_window_larger_than_memory_allows_is_refused() {
        // A frame header (RFC 8878, 3.1.1.1) that asks for a window of 2 GiB.
        let frame = b"\x28\xb5\x2f\xfd\x00\xa8\x01\0\0";
        assert_eq!(
            read(frame, &Limits::default()).unwrap_err(),
            "expected a window of at most 128 MiB, but found a larger one"
        );
    }

    #[test]
    fn only_endings_of_compression_come_off_a_name() {
        for (name, inner) in [
            ("a.jsonl.gz", "a.jsonl"),
            ("a.html.GZ.zst", "a.html"),
            ("news/2015.txt", "news/2015.txt"),
            ("news/.gz", "news/.gz"),
            ("gz", "gz"),
            ("", ""),
        ] {
            assert_eq!(inner_name(name), inner);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(
            magic in prop_oneof![Just(vec![]), Just(vec![0x1f, 0x8b, 8]), Just(vec![0x28, 0xb5, 0x2f, 0xfd])],
            bytes in proptest::collection::vec(any::<u8>(), 0..100),
        ) {
            let _ = read(&[magic, bytes].concat(), &Limits::default());
        }
    }
}
