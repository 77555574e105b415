//! The index on disk, kept with tantivy.
//!
//! The folder is tantivy's own; this module alone knows it. One article is one document; a file
//! that gave no article is a document too, so that all that is known stands in one place and
//! changes in one commit.

mod automaton;
mod check;
mod closeness;
mod compile;
mod count;
mod deadline;
mod directory;
mod document;
mod explain;
mod frequent_names;
mod hits;
mod holder;
mod in_flight;
mod known;
mod mentions;
mod names;
mod optional_filters;
mod owners;
#[cfg(unix)]
mod parts;
mod places;
mod profile;
mod schema;
mod search;
mod similarity;
mod stats;
mod steady;
mod stories;
mod tagged;
mod tokenizer;
mod versions;
mod vocabulary;
mod whole;
mod words;
mod writer;

use std::path::{Path, PathBuf};

use tantivy::directory::error::OpenDirectoryError;
use tantivy::error::TantivyError;
use tantivy::{Index, IndexSettings};

pub use check::{CheckReport, DamagedSegment, check, repair};
pub use search::LocalEngine;
pub use versions::{ArticleVersion, article_key};
pub use writer::{LocalWriter, WriterOptions};

use super::EngineError;
use crate::panic_guard::guard;
use directory::IndexDirectory;
use schema::Fields;

/// The file by which an index is known.
const META_FILE: &str = "meta.json";

/// What may lie in a folder beside the files of an index.
const HARMLESS: [&str; 3] = ["README.md", ".gitignore", ".gitkeep"];

/// How the names of tantivy's locks begin, and those of files that it was writing when it was killed.
const OF_WRITERS: [&str; 2] = [".tantivy", ".tmp"];

/// Tells whether `folder` holds an index (of whatever version).
pub fn is_index(folder: &Path) -> bool {
    folder.join(META_FILE).is_file()
}

/// Opens the index that lies in `folder` for reading.
fn open_index(folder: &Path) -> Result<(Index, Fields), EngineError> {
    open_index_in(folder, IndexDirectory::open)
}

/// A way to open the folder of an index.
type Open = fn(&Path) -> Result<IndexDirectory, OpenDirectoryError>;

fn open_index_in(folder: &Path, open: Open) -> Result<(Index, Fields), EngineError> {
    if !is_index(folder) {
        return Err(match first_stranger(folder) {
            Some(found) => EngineError::NotAnIndex {
                path: folder.to_owned(),
                found,
            },
            None => EngineError::NoIndex(folder.to_owned()),
        });
    }
    let index = guarded(folder, || Index::open(open(folder)?))?;
    accept(folder, index)
}

/// Opens the index in `folder` for writing, or makes an empty one there.
fn open_or_create_index(folder: &Path) -> Result<(Index, Fields), EngineError> {
    let open = IndexDirectory::open_in_parts;
    if is_index(folder) {
        return open_index_in(folder, open);
    }
    if let Some(found) = first_stranger(folder) {
        return Err(EngineError::NotAnIndex {
            path: folder.to_owned(),
            found,
        });
    }
    let io_error = |error: std::io::Error| EngineError::Io {
        action: "create",
        path: folder.to_owned(),
        reason: error.to_string(),
    };
    std::fs::create_dir_all(folder).map_err(io_error)?;
    let index = guarded(folder, || {
        Index::create(open(folder)?, schema::schema(), settings())
    })?;
    accept(folder, index)
}

/// Registers the tokenizers with an index whose schema is this program's.
fn accept(folder: &Path, index: Index) -> Result<(Index, Fields), EngineError> {
    if index.schema() != schema::schema() {
        return Err(EngineError::OtherVersion {
            path: folder.to_owned(),
            expected: schema::fingerprint(&schema::schema()),
            found: schema::fingerprint(&index.schema()),
        });
    }
    tokenizer::register(index.tokenizers());
    let fields = Fields::of(&index.schema());
    Ok((index, fields))
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: tantivy::store::Compressor::Zstd(tantivy::store::ZstdCompressor {
            compression_level: Some(3),
        }),
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// Names something in the folder that neither an index nor its README would hold.
fn first_stranger(folder: &Path) -> Option<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !HARMLESS.contains(&name.as_str()))
        .filter(|name| !OF_WRITERS.iter().any(|begin| name.starts_with(begin)))
        .filter(|name| name != ".managed.json")
        .collect();
    names.sort_unstable();
    names.into_iter().next()
}

/// Runs `action` on the index in `folder`; what tantivy says, or a panic over bytes that are
/// not what they were written as, becomes an [`EngineError`].
fn guarded<T>(
    folder: &Path,
    action: impl FnOnce() -> tantivy::Result<T>,
) -> Result<T, EngineError> {
    match guard(action) {
        Ok(result) => result.map_err(|error| translate(folder, &error)),
        Err(reason) => Err(EngineError::Damaged {
            path: folder.to_owned(),
            reason,
        }),
    }
}

fn translate(folder: &Path, error: &TantivyError) -> EngineError {
    use tantivy::directory::error::LockError;
    let path: PathBuf = folder.to_owned();
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => EngineError::Locked {
            holder: holder::Holder::read(folder).to_string(),
            path,
        },
        TantivyError::LockFailure(LockError::IoError(io), _) => EngineError::Io {
            action: "write to",
            path,
            reason: io_reason(io),
        },
        TantivyError::IoError(io) => match io.kind() {
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData => {
                EngineError::Damaged {
                    path,
                    reason: io.to_string(),
                }
            }
            _ => EngineError::Io {
                action: "use",
                path,
                reason: io_reason(io),
            },
        },
        TantivyError::OpenWriteError(error) => EngineError::Io {
            action: "write to",
            path,
            reason: open_write_reason(error),
        },
        TantivyError::OpenDirectoryError(error) => EngineError::Io {
            action: "open",
            path,
            reason: error.to_string(),
        },
        // The thread keeps its reason to itself; a full disk is what ends one.
        TantivyError::ErrorInThread(_) => EngineError::Io {
            action: "write to",
            path,
            reason: "writing broke off, most likely because the disk is full; the last commit is \
                     intact: make room, or choose another folder with `--index DIR`"
                .to_owned(),
        },
        TantivyError::InvalidArgument(reason) => EngineError::Unanswerable(reason.clone()),
        TantivyError::IncompatibleIndex(_) => EngineError::OtherVersion {
            path,
            expected: schema::fingerprint(&schema::schema()),
            found: "of another file format".to_owned(),
        },
        other => EngineError::Damaged {
            path,
            reason: other.to_string(),
        },
    }
}

fn open_write_reason(error: &tantivy::directory::error::OpenWriteError) -> String {
    use tantivy::directory::error::OpenWriteError;
    match error {
        OpenWriteError::IoError { io_error, .. } => io_reason(io_error),
        OpenWriteError::FileAlreadyExists(path) => format!("`{}` exists", path.display()),
    }
}

/// The system's reason, and what a person can do about it.
fn io_reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let advice = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "; make room and run it again: the last commit is intact"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "; choose a folder that may be written with `--index DIR`"
        }
        _ => "",
    };
    format!("{error}{advice}")
}
