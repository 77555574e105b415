//! What the last commit knows of files and ids, by hashes, so that it fits in memory.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};
use xxhash_rust::xxh3::xxh3_64;

use super::owners::{FileState, Owners};
use super::schema::column;
use crate::engine::{FileFacts, KnownFile};

/// Hash of a path or an id.
pub(super) fn key(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// The files and ids of a commit. About 100 bytes a file and 24 an article.
#[derive(Default)]
pub(super) struct Known {
    files: HashMap<u64, File>,
    formats: Vec<String>,
    /// Key of the path, key of the id and place of each article, sorted.
    articles: Vec<(u64, u64, DocAddress)>,
    /// The same of each article that another file's stands for.
    shadowed: Vec<(u64, u64, DocAddress)>,
    /// Keys of the paths of files that were not finished at a checkpoint.
    unfinished: HashSet<u64>,
    /// Keys of the paths of files that must be read again.
    unsettled: HashSet<u64>,
    /// Keys of the paths of files by size and time of modification.
    twins: OnceLock<HashMap<(u64, i64), Vec<u64>>>,
}

struct File {
    size_bytes: u64,
    modified_micros: i64,
    format: usize,
    reader_version: u32,
    articles: u64,
    shadowed: u64,
    fingerprint: u64,
    /// Whether all its documents say the same of it.
    is_uniform: bool,
}

impl Known {
    /// Reads the columns of all live documents; the files of these paths are known to exist alone.
    pub(super) fn load(
        searcher: &Searcher,
        unfinished: &HashSet<String>,
    ) -> tantivy::Result<(Self, Owners)> {
        let mut owners = Owners::new();
        let mut known = Known {
            unfinished: unfinished.iter().map(|path| key(path)).collect(),
            ..Known::default()
        };
        for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
            known.load_segment(segment_ord, segment, &mut owners)?;
        }
        known.articles.sort_unstable();
        known.shadowed.sort_unstable();
        known.unsettled = owners.unsettled();
        Ok((known, owners))
    }

    /// Number of articles.
    pub(super) fn num_articles(&self) -> u64 {
        self.articles.len() as u64
    }

    /// The key of the id and the place of each article of the file with this key.
    pub(super) fn articles_of(&self, path: u64) -> impl Iterator<Item = (u64, DocAddress)> + '_ {
        of_file(&self.articles, path)
    }

    /// The same of each article of the file that another file's stands for.
    pub(super) fn shadowed_of(&self, path: u64) -> impl Iterator<Item = (u64, DocAddress)> + '_ {
        of_file(&self.shadowed, path)
    }

    /// Tells whether all that is known of a file was read from it as these facts say it is.
    pub(super) fn is_same_state(&self, facts: &FileFacts) -> bool {
        self.files.get(&key(&facts.path)).is_some_and(|file| {
            file.is_uniform
                && file.size_bytes == facts.size_bytes
                && file.modified_micros == facts.modified_micros
                && file.reader_version == facts.reader_version
                && file.fingerprint == facts.fingerprint
        })
    }

    /// The keys of the paths of files that gave articles, and have this size and time.
    pub(super) fn twins(&self, size_bytes: u64, modified_micros: i64) -> &[u64] {
        let twins = self.twins.get_or_init(|| self.group_twins());
        let found = twins.get(&(size_bytes, modified_micros));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    fn group_twins(&self) -> HashMap<(u64, i64), Vec<u64>> {
        let mut twins: HashMap<(u64, i64), Vec<u64>> = HashMap::new();
        for (path, file) in &self.files {
            if file.articles + file.shadowed > 0 {
                let same = twins.entry((file.size_bytes, file.modified_micros));
                same.or_default().push(*path);
            }
        }
        twins
    }

    /// What is known of a file, if all of it was put and its documents agree.
    pub(super) fn file(&self, path: &str) -> Option<KnownFile> {
        let path_key = key(path);
        let is_settled =
            !self.unfinished.contains(&path_key) && !self.unsettled.contains(&path_key);
        let file = self.files.get(&path_key);
        let file = file.filter(|file| file.is_uniform && is_settled)?;
        let facts = FileFacts {
            member: None,
            path: path.to_owned(),
            size_bytes: file.size_bytes,
            modified_micros: file.modified_micros,
            format: self.formats[file.format].clone(),
            reader_version: file.reader_version,
            fingerprint: file.fingerprint,
            part: 0,
        };
        Some(KnownFile {
            facts,
            articles: file.articles,
            shadowed: file.shadowed,
        })
    }

    /// Tells whether the file is known at all.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.files.contains_key(&key(path))
    }

    /// Calls `visit` once for each file of the commit, with its path.
    pub(super) fn visit_paths(
        &self,
        searcher: &Searcher,
        visit: &mut dyn FnMut(&str),
    ) -> tantivy::Result<()> {
        let mut visited = HashSet::new();
        for segment in searcher.segment_readers() {
            each_path(segment, &mut |path| {
                if self.has_file(path) && visited.insert(key(path)) {
                    visit(path);
                }
            })?;
        }
        Ok(())
    }

    fn load_segment(
        &mut self,
        segment_ord: u32,
        segment: &SegmentReader,
        owners: &mut Owners,
    ) -> tantivy::Result<()> {
        let fast = segment.fast_fields();
        let shadowed = ShadowedColumn::read(fast.str(column::SHADOWED)?)?;
        let paths = Keys::read(fast.str(column::PATH)?)?;
        let skipped = Keys::read(fast.str(column::SKIPPED_PATH)?)?;
        let ids = Keys::read(fast.str(column::ID)?)?;
        let facts = FactColumns {
            formats: self.formats_of(fast.str(column::FORMAT)?)?,
            size: fast.column_opt(column::FILE_SIZE)?,
            modified: fast.column_opt(column::FILE_MODIFIED)?,
            version: fast.column_opt(column::READER_VERSION)?,
            fingerprint: fast.column_opt(column::FINGERPRINT)?,
        };
        for doc in segment.doc_ids_alive() {
            let address = DocAddress::new(segment_ord, doc);
            if let (Some(path), Some(id)) = (paths.key(doc), ids.key(doc)) {
                let file = facts.file(doc);
                owners.load_owner(id, file.state(path));
                self.add_file(
                    path,
                    File {
                        articles: 1,
                        ..file
                    },
                );
                self.articles.push((path, id, address));
            } else if let Some((path, id)) = shadowed.keys(doc) {
                let file = facts.file(doc);
                owners.load_shadowed(id, file.state(path));
                self.add_file(
                    path,
                    File {
                        shadowed: 1,
                        ..file
                    },
                );
                self.shadowed.push((path, id, address));
            } else if let Some(path) = skipped.key(doc) {
                self.add_file(path, facts.file(doc));
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: u64, seen: File) {
        match self.files.entry(path) {
            Entry::Vacant(place) => {
                place.insert(seen);
            }
            Entry::Occupied(mut place) => {
                let file = place.get_mut();
                file.is_uniform &= file.size_bytes == seen.size_bytes
                    && file.modified_micros == seen.modified_micros
                    && file.reader_version == seen.reader_version
                    && file.fingerprint == seen.fingerprint;
                file.articles += seen.articles;
                file.shadowed += seen.shadowed;
            }
        }
    }

    /// The numbers in `self.formats` of the terms of a segment's format column.
    fn formats_of(
        &mut self,
        column: Option<StrColumn>,
    ) -> tantivy::Result<(Vec<usize>, Option<StrColumn>)> {
        let mut numbers = Vec::new();
        if let Some(column) = &column {
            let mut name = String::new();
            for ord in 0..column.num_terms() as u64 {
                column.ord_to_str(ord, &mut name)?;
                let known = self.formats.iter().position(|format| *format == name);
                numbers.push(known.unwrap_or_else(|| {
                    self.formats.push(name.clone());
                    self.formats.len() - 1
                }));
            }
        }
        Ok((numbers, column))
    }
}

impl File {
    /// This state of the file whose path has this key.
    fn state(&self, path: u64) -> FileState {
        FileState {
            modified_micros: self.modified_micros,
            path,
        }
    }
}

/// The places of one file among those of all.
fn of_file(
    sorted: &[(u64, u64, DocAddress)],
    path: u64,
) -> impl Iterator<Item = (u64, DocAddress)> + '_ {
    let first = sorted.partition_point(|&(other, ..)| other < path);
    sorted[first..]
        .iter()
        .take_while(move |&&(other, ..)| other == path)
        .map(|&(_, id, address)| (id, address))
}

/// Names an article that another file's stands for: the key of its id, and its own file.
pub(super) fn shadowed_name(id: u64, path: &str) -> String {
    format!("{id:016x} {path}")
}

/// Takes apart what [`shadowed_name`] made.
pub(super) fn split_shadowed_name(name: &str) -> Option<(u64, &str)> {
    let (id, path) = name.split_once(' ')?;
    Some((u64::from_str_radix(id, 16).ok()?, path))
}

/// Calls `visit` with the path of each file of a segment, those of its deleted documents too.
pub(super) fn each_path(
    segment: &SegmentReader,
    visit: &mut dyn FnMut(&str),
) -> tantivy::Result<()> {
    for name in [column::PATH, column::SKIPPED_PATH] {
        let Some(column) = segment.fast_fields().str(name)? else {
            continue;
        };
        let mut paths = column.dictionary().stream()?;
        while paths.advance() {
            if let Ok(path) = std::str::from_utf8(paths.key()) {
                visit(path);
            }
        }
    }
    let Some(column) = segment.fast_fields().str(column::SHADOWED)? else {
        return Ok(());
    };
    let mut names = column.dictionary().stream()?;
    while names.advance() {
        let name = std::str::from_utf8(names.key()).ok();
        if let Some((_, path)) = name.and_then(split_shadowed_name) {
            visit(path);
        }
    }
    Ok(())
}

/// The columns of one segment that tell of files.
struct FactColumns {
    formats: (Vec<usize>, Option<StrColumn>),
    size: Option<Column<u64>>,
    modified: Option<Column<i64>>,
    version: Option<Column<u64>>,
    fingerprint: Option<Column<u64>>,
}

impl FactColumns {
    fn file(&self, doc: DocId) -> File {
        let number =
            |column: &Option<Column<u64>>| column.as_ref().and_then(|c| c.first(doc)).unwrap_or(0);
        let (numbers, formats) = &self.formats;
        let format = formats.as_ref().and_then(|column| column.ords().first(doc));
        File {
            size_bytes: number(&self.size),
            modified_micros: self
                .modified
                .as_ref()
                .and_then(|c| c.first(doc))
                .unwrap_or(0),
            format: format
                .and_then(|ord| numbers.get(ord as usize).copied())
                .unwrap_or(0),
            reader_version: u32::try_from(number(&self.version)).unwrap_or(u32::MAX),
            fingerprint: number(&self.fingerprint),
            articles: 0,
            shadowed: 0,
            is_uniform: true,
        }
    }
}

/// A column of texts as a column of their keys.
pub(super) struct Keys {
    by_ord: Vec<u64>,
    column: Option<StrColumn>,
}

impl Keys {
    pub(super) fn read(column: Option<StrColumn>) -> tantivy::Result<Self> {
        let mut by_ord = Vec::new();
        if let Some(column) = &column {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                by_ord.push(xxh3_64(terms.key()));
            }
        }
        Ok(Keys { by_ord, column })
    }

    pub(super) fn key(&self, doc: DocId) -> Option<u64> {
        let ord = self.column.as_ref()?.ords().first(doc)?;
        self.by_ord.get(ord as usize).copied()
    }
}

/// The column of articles that others stand for: the keys of path and id of each.
struct ShadowedColumn {
    by_ord: Vec<(u64, u64)>,
    column: Option<StrColumn>,
}

impl ShadowedColumn {
    fn read(column: Option<StrColumn>) -> tantivy::Result<Self> {
        let mut by_ord = Vec::new();
        if let Some(column) = &column {
            let mut names = column.dictionary().stream()?;
            while names.advance() {
                let name = std::str::from_utf8(names.key()).ok();
                let (id, path) = name.and_then(split_shadowed_name).unwrap_or_default();
                by_ord.push((key(path), id));
            }
        }
        Ok(ShadowedColumn { by_ord, column })
    }

    fn keys(&self, doc: DocId) -> Option<(u64, u64)> {
        let ord = self.column.as_ref()?.ords().first(doc)?;
        self.by_ord.get(ord as usize).copied()
    }
}
