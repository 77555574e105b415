//! What the last commit knows of files and ids, by hashes, so that it fits in memory.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};
use xxhash_rust::xxh3::xxh3_64;

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
    /// Keys of the paths of files that were not finished at a checkpoint.
    unfinished: HashSet<u64>,
}

struct File {
    size_bytes: u64,
    modified_micros: i64,
    format: usize,
    reader_version: u32,
    articles: u64,
    /// Whether all its documents say the same of it.
    is_uniform: bool,
}

impl Known {
    /// Reads the columns of all live documents; the files of these paths are known to exist alone.
    pub(super) fn load(searcher: &Searcher, unfinished: &HashSet<String>) -> tantivy::Result<Self> {
        let mut known = Known {
            unfinished: unfinished.iter().map(|path| key(path)).collect(),
            ..Known::default()
        };
        for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
            known.load_segment(segment_ord, segment)?;
        }
        known.articles.sort_unstable();
        Ok(known)
    }

    /// The keys of the ids of all articles.
    pub(super) fn ids(&self) -> impl Iterator<Item = u64> + '_ {
        self.articles.iter().map(|&(_, id, _)| id)
    }

    /// The key of the id and the place of each article of a file.
    pub(super) fn articles_of(&self, path: &str) -> impl Iterator<Item = (u64, DocAddress)> + '_ {
        let path = key(path);
        let first = self.articles.partition_point(|&(other, ..)| other < path);
        self.articles[first..]
            .iter()
            .take_while(move |&&(other, ..)| other == path)
            .map(|&(_, id, address)| (id, address))
    }

    /// What is known of a file, if all of it was put and its documents agree.
    pub(super) fn file(&self, path: &str) -> Option<KnownFile> {
        let is_finished = !self.unfinished.contains(&key(path));
        let file = self.files.get(&key(path));
        let file = file.filter(|file| file.is_uniform && is_finished)?;
        let facts = FileFacts {
            member: None,
            path: path.to_owned(),
            size_bytes: file.size_bytes,
            modified_micros: file.modified_micros,
            format: self.formats[file.format].clone(),
            reader_version: file.reader_version,
        };
        Some(KnownFile {
            facts,
            articles: file.articles,
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

    fn load_segment(&mut self, segment_ord: u32, segment: &SegmentReader) -> tantivy::Result<()> {
        let fast = segment.fast_fields();
        let paths = Keys::read(fast.str(column::PATH)?)?;
        let skipped = Keys::read(fast.str(column::SKIPPED_PATH)?)?;
        let ids = Keys::read(fast.str(column::ID)?)?;
        let facts = FactColumns {
            formats: self.formats_of(fast.str(column::FORMAT)?)?,
            size: fast.column_opt(column::FILE_SIZE)?,
            modified: fast.column_opt(column::FILE_MODIFIED)?,
            version: fast.column_opt(column::READER_VERSION)?,
        };
        for doc in segment.doc_ids_alive() {
            match (paths.key(doc), ids.key(doc), skipped.key(doc)) {
                (Some(path), Some(id), _) => {
                    self.add_file(path, facts.file(doc, 1));
                    self.articles
                        .push((path, id, DocAddress::new(segment_ord, doc)));
                }
                (_, _, Some(path)) => self.add_file(path, facts.file(doc, 0)),
                _ => {}
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
                    && file.reader_version == seen.reader_version;
                file.articles += seen.articles;
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
    Ok(())
}

/// The columns of one segment that tell of files.
struct FactColumns {
    formats: (Vec<usize>, Option<StrColumn>),
    size: Option<Column<u64>>,
    modified: Option<Column<i64>>,
    version: Option<Column<u64>>,
}

impl FactColumns {
    fn file(&self, doc: DocId, articles: u64) -> File {
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
            articles,
            is_uniform: true,
        }
    }
}

/// A column of texts as a column of their keys.
struct Keys {
    by_ord: Vec<u64>,
    column: Option<StrColumn>,
}

impl Keys {
    fn read(column: Option<StrColumn>) -> tantivy::Result<Self> {
        let mut by_ord = Vec::new();
        if let Some(column) = &column {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                by_ord.push(xxh3_64(terms.key()));
            }
        }
        Ok(Keys { by_ord, column })
    }

    fn key(&self, doc: DocId) -> Option<u64> {
        let ord = self.column.as_ref()?.ords().first(doc)?;
        self.by_ord.get(ord as usize).copied()
    }
}
