//! What the fuzz targets of the readers share: a file goes the way that it goes when it is indexed.

use std::io::Read;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use search::article::{Article, Part, RawDocument};
use search::extract::annotate;
use search::extract::date::Latest;
use search::read::frame::{Block, Limits, blocks};
use search::read::{self, Format};
use search::unpack::{self, Archive, ArchiveKind, Opener};

/// No article of a fuzzed file is from after this.
const NOW: Timestamp = Timestamp::constant(1_448_582_400, 0);

/// What zones and clocks may differ by.
const DAYS: SignedDuration = SignedDuration::from_hours(48);

/// How much is read of what comes out of a container.
const MAX_BYTES: u64 = 1 << 20;

/// Makes the target of a reader.
#[macro_export]
macro_rules! read_target {
    ($format:literal) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| search_fuzz::read($format, bytes));
    };
}

/// Reads a file as this format, and checks what comes of it.
///
/// # Panics
///
/// When the reader does, or when an article is not as all must be.
pub fn read(format: &str, bytes: &[u8]) {
    let format = read::format(format).expect("a format of the table");
    let _ = read::detect("file", &bytes[..bytes.len().min(8 << 10)]);
    let limits = Limits {
        block_bytes: 4 << 10,
        record_bytes: 64 << 10,
        document_bytes: 64 << 10,
    };
    for block in blocks(bytes, format.framing, "2015/11/27/file", limits) {
        if let Block::Document(document) = block {
            read_document(format, &document);
        }
    }
}

fn read_document(format: &Format, document: &RawDocument) {
    for mut article in (format.read)(document).articles {
        annotate(&mut article, Latest::new(NOW));
        check(&article);
    }
}

fn check(article: &Article) {
    assert!(!article.headline.contains('\n'), "{:?}", article.headline);
    let date = article.date.as_ref().map(|date| date.value.timestamp());
    assert!(
        date.is_none_or(|date| date < NOW + DAYS),
        "{:?}",
        article.date
    );
    for mention in article.entities.iter().flat_map(|entity| &entity.mentions) {
        let text = match mention.part {
            Part::Headline => &article.headline,
            Part::Body => &article.body,
        };
        let named = text.get(mention.start..mention.end);
        assert!(named.is_some_and(|name| !name.is_empty()), "{mention:?}");
    }
}

/// Takes a file out of its compression and its archive.
///
/// # Panics
///
/// When that does.
pub fn open(bytes: &[u8]) {
    let limits = unpack::Limits {
        max_bytes: MAX_BYTES,
        free_bytes: MAX_BYTES,
        ..unpack::Limits::default()
    };
    let Ok(stream) = unpack::open(bytes, &limits) else {
        return;
    };
    let mut unpacked = Vec::new();
    let _ = stream.take(MAX_BYTES).read_to_end(&mut unpacked);
    let archive = match ArchiveKind::of(&unpacked) {
        Some(ArchiveKind::Tar) => Archive::tar(Box::new(std::io::Cursor::new(unpacked))),
        Some(ArchiveKind::Zip) => {
            let unpacked: Arc<[u8]> = unpacked.into();
            let opener: Opener =
                Arc::new(move || Ok(Box::new(std::io::Cursor::new(Arc::clone(&unpacked)))));
            match Archive::zip(opener, &limits) {
                Ok(archive) => archive,
                Err(_) => return,
            }
        }
        None => return,
    };
    for member in archive.take(100).flatten() {
        if let Ok(stream) = member.stream {
            let _ = stream.take(MAX_BYTES).read_to_end(&mut Vec::new());
        }
    }
}
