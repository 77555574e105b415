//! Where bytes come from: the files under folders. The only place that opens input files.

mod stream;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};
use xxhash_rust::xxh3::Xxh3Default;

pub use stream::Interruptible;

/// How many bytes of each end of a file its fingerprint is of.
const MARKED_BYTES: u64 = 64 << 10;

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it lies, absolute.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its last modification, microseconds since the Unix epoch; 0 where the system has none.
    pub modified_micros: i64,
}

impl SourceFile {
    /// Looks at the file at `path`; `None` where there is none.
    pub fn find(path: &Path) -> Option<SourceFile> {
        let metadata = std::fs::metadata(path).ok()?;
        metadata
            .is_file()
            .then(|| SourceFile::new(path.to_owned(), &metadata))
    }

    fn new(path: PathBuf, metadata: &Metadata) -> Self {
        SourceFile {
            path,
            size_bytes: metadata.len(),
            modified_micros: modified_micros(metadata),
        }
    }

    /// Opens the file for reading.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn open(&self) -> io::Result<File> {
        File::open(&self.path)
    }

    /// Opens the file for reading and computes its [`fingerprint`](Self::fingerprint).
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn open_marked(&self) -> io::Result<(File, u64)> {
        let mut file = self.open()?;
        let fingerprint = fingerprint(&mut file)?;
        file.rewind()?;
        Ok((file, fingerprint))
    }

    /// Computes a hash of the file: of all its bytes, of a long file of the first and the last ones.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn fingerprint(&self) -> io::Result<u64> {
        fingerprint(&mut self.open()?)
    }
}

/// Returns a number that tells what is at `path` now from what was there before, should it have been
/// removed and made again; `None` where nothing is.
pub fn folder_identity(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().as_ref().map(number_of)
}

#[cfg(unix)]
fn number_of(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    metadata.dev().rotate_left(32) ^ metadata.ino()
}

#[cfg(not(unix))]
fn number_of(_: &Metadata) -> u64 {
    0
}

/// Tells whether nothing is at `path`, for sure: a folder that cannot be looked into may hold it.
pub fn is_gone(path: &Path) -> bool {
    let found = std::fs::symlink_metadata(path);
    found.is_err_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
        )
    })
}

fn fingerprint(file: &mut (impl Read + Seek)) -> io::Result<u64> {
    let mut hash = Xxh3Default::new();
    let mut bytes = Vec::new();
    file.take(MARKED_BYTES).read_to_end(&mut bytes)?;
    hash.update(&bytes);
    if bytes.len() as u64 == MARKED_BYTES {
        let end = file.seek(SeekFrom::End(0))?;
        let rest = end.saturating_sub(MARKED_BYTES).max(MARKED_BYTES);
        file.seek(SeekFrom::Start(rest))?;
        bytes.clear();
        file.take(MARKED_BYTES).read_to_end(&mut bytes)?;
        hash.update(&bytes);
        hash.update(&end.to_le_bytes());
    }
    Ok(hash.digest())
}

/// What a walk comes across.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file.
    File(SourceFile),
    /// Something that is no readable file, and why.
    Problem {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Walks over `roots` (files or folders) in the order of names, and gives each file once.
///
/// Links are followed, a link to a folder above itself is a problem, not a loop. Hidden files
/// and folders (`.git`) are passed over unless they are roots, and so is the folder `except`,
/// the index, which is no news.
pub fn walk<'a>(
    roots: &'a [PathBuf],
    except: Option<&'a Path>,
) -> impl Iterator<Item = Found> + Send + 'a {
    let mut seen = HashSet::new();
    roots
        .iter()
        .flat_map(move |root| walk_root(root, except))
        .filter(move |found| match found {
            Found::File(file) => seen.insert(identity(&file.path)),
            Found::Problem { .. } => true,
        })
}

/// A file that is reached in two ways is the same file. A hash keeps the memory of long walks.
fn identity(path: &Path) -> u64 {
    xxhash_rust::xxh3::xxh3_64(path.as_os_str().as_encoded_bytes())
}

fn walk_root<'a>(
    root: &'a Path,
    except: Option<&'a Path>,
) -> impl Iterator<Item = Found> + Send + 'a {
    WalkDir::new(absolute(root))
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| is_wanted(entry, except))
        .filter_map(found)
}

/// Makes a path absolute and takes `.` and `..` out of it, without asking the disk about it.
pub fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

/// Tells whether a walk from `root` passes over `path`, which lies below it, for a name on the way.
pub fn is_hidden_below(path: &Path, root: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.iter().any(is_hidden)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_wanted(entry: &DirEntry, except: Option<&Path>) -> bool {
    let is_hidden = entry.depth() > 0 && is_hidden(entry.file_name());
    !is_hidden && except.is_none_or(|except| entry.path() != except)
}

fn found(entry: walkdir::Result<DirEntry>) -> Option<Found> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return Some(problem(&error)),
    };
    if entry.file_type().is_dir() {
        return None;
    }
    let path = entry.path().to_owned();
    Some(match entry.metadata() {
        Ok(metadata) if metadata.is_file() => Found::File(SourceFile::new(path, &metadata)),
        Ok(_) => Found::Problem {
            path,
            reason: "neither a file nor a folder".to_owned(),
        },
        Err(error) => problem(&error),
    })
}

fn problem(error: &walkdir::Error) -> Found {
    let path = error.path().unwrap_or(Path::new("")).to_owned();
    let reason = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("a link back to `{}`", ancestor.display()),
        (None, Some(error)) if error.kind() == io::ErrorKind::NotFound => {
            "no such file or folder".to_owned()
        }
        (None, Some(error)) => error.to_string(),
        (None, None) => error.to_string(),
    };
    Found::Problem { path, reason }
}

fn modified_micros(metadata: &Metadata) -> i64 {
    let since_epoch = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since_epoch
        .and_then(|duration| i64::try_from(duration.as_micros()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(roots: &[PathBuf], base: &Path, except: Option<&Path>) -> Vec<String> {
        let name = |path: &Path| path.strip_prefix(base).unwrap().display().to_string();
        walk(roots, except)
            .map(|found| match found {
                Found::File(file) => name(&file.path),
                Found::Problem { path, reason } => format!("{}: {reason}", name(&path)),
            })
            .collect()
    }

    #[test]
    fn files_come_once_in_the_order_of_names_without_hidden_ones() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path();
        for name in [
            "b/2.txt",
            "b/1.txt",
            "a.txt",
            ".git/config",
            "index/meta.json",
        ] {
            fs::create_dir_all(base.join(name).parent().unwrap()).unwrap();
            fs::write(base.join(name), "x").unwrap();
        }
        let roots = [base.to_owned(), base.join("b/../b"), base.join("gone")];
        let found = names(&roots, base, Some(&base.join("index")));
        assert_eq!(
            found,
            [
                "a.txt",
                "b/1.txt",
                "b/2.txt",
                "gone: no such file or folder"
            ]
        );
    }

    #[test]
    fn fingerprints_tell_apart_what_differs_at_either_end() {
        let marked = MARKED_BYTES as usize;
        let mark = |bytes: &[u8]| fingerprint(&mut io::Cursor::new(bytes)).unwrap();
        for len in [1, marked - 1, marked, marked + 1, 3 * marked] {
            let mut bytes = vec![7; len];
            let before = mark(&bytes);
            assert_eq!(mark(&bytes.clone()), before, "{len}");
            for at in [0, len - 1] {
                bytes[at] = 8;
                assert_ne!(mark(&bytes), before, "{at} of {len}");
                bytes[at] = 7;
            }
            assert_ne!(mark(&[7].repeat(len + 1)[..]), before, "{len}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_back_is_named_and_the_rest_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path();
        std::os::unix::fs::symlink(base, base.join("loop")).unwrap();
        std::os::unix::fs::symlink(base.join("nowhere"), base.join("dangling")).unwrap();
        fs::write(base.join("z.txt"), "x").unwrap();
        let found = names(&[base.to_owned()], base, None);
        let link = format!("loop: a link back to `{}`", base.display());
        assert_eq!(
            found,
            ["dangling: no such file or folder", link.as_str(), "z.txt"]
        );
    }
}
