//! Looking at every byte and every document of an index, and taking out what is damaged.
//!
//! tantivy keeps an index in segments, each of some files that end in a checksum. What is wrong in
//! one harms that segment alone.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use tantivy::Directory;
use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::error::TantivyError;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{Field, IndexRecordOption, TantivyDocument};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocId, DocSet, Index, SegmentMeta, SegmentReader, TERMINATED, Term};

use super::document::{Columns, stored_date, stored_text};
use super::known::{each_path, key};
use super::schema::{Fields, column};
use super::writer::payload_of;
use super::{META_FILE, guarded, open_index};
use crate::engine::EngineError;
use crate::panic_guard::guard;

/// How many things are told of one damaged segment.
const MAX_REASONS: usize = 5;

/// How many blocks of stored documents are kept while they are read in their order.
const STORE_BLOCKS: usize = 1;

/// What was looked at, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Number of documents that were read: articles, and files that gave none.
    pub documents: u64,
    /// Number of files of the index whose checksum was computed.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The segments that are damaged.
    pub damaged: Vec<DamagedSegment>,
}

/// A segment that cannot be trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DamagedSegment {
    /// Its name, with which its files begin.
    pub name: String,
    /// Number of documents that it holds.
    pub documents: u64,
    /// What is wrong, the first few things.
    pub reasons: Vec<String>,
}

/// Checks the last commit of the index in `folder`: the checksum of each file, and of each document
/// that its stored text, its columns, its length and its entry under its id agree.
///
/// # Errors
///
/// [`EngineError`] when there is no index, or it cannot be opened at all.
pub fn check(folder: &Path) -> Result<CheckReport, EngineError> {
    let (index, fields) = open_index(folder)?;
    let metas = guarded(folder, || index.load_metas())?;
    let mut checker = Checker {
        folder,
        index,
        fields,
        ids: HashSet::new(),
        report: CheckReport::default(),
    };
    for segment in &metas.segments {
        checker.check_segment(segment);
    }
    Ok(checker.report)
}

/// Checks the index in `folder` and drops its damaged segments. The files of all other articles are
/// then held for not finished, so that the next run reads every file again and finds what is missing.
///
/// # Errors
///
/// As [`check`], and when somebody else is writing or the index cannot be written.
pub fn repair(folder: &Path) -> Result<CheckReport, EngineError> {
    let (index, _) = open_index(folder)?;
    let lock = guarded(folder, || {
        let locked = index.directory().acquire_lock(&INDEX_WRITER_LOCK);
        locked.map_err(|error| TantivyError::LockFailure(error, None))
    })?;
    let report = check(folder)?;
    if !report.damaged.is_empty() {
        guarded(folder, || drop_segments(&index, &report.damaged))?;
    }
    drop(lock);
    Ok(report)
}

/// Drops segments and holds the files of all others for not finished, in one write.
fn drop_segments(index: &Index, damaged: &[DamagedSegment]) -> tantivy::Result<()> {
    let is_sound = |segment: &SegmentMeta| {
        let name = segment.id().uuid_string();
        damaged.iter().all(|damaged| damaged.name != name)
    };
    let mut metas = index.load_metas()?;
    metas.segments.retain(is_sound);
    let mut paths = HashSet::new();
    for segment in &metas.segments {
        let reader = SegmentReader::open(&index.segment(segment.clone()))?;
        each_path(&reader, &mut |path| {
            paths.insert(path.to_owned());
        })?;
    }
    metas.payload = Some(payload_of(&paths));
    let json = serde_json::to_vec_pretty(&metas).map_err(std::io::Error::from)?;
    index
        .directory()
        .atomic_write(Path::new(META_FILE), &json)?;
    Ok(())
}

struct Checker<'a> {
    folder: &'a Path,
    index: Index,
    fields: Fields,
    /// Keys of the ids of all articles so far.
    ids: HashSet<u64>,
    report: CheckReport,
}

impl Checker<'_> {
    fn check_segment(&mut self, segment: &SegmentMeta) {
        let name = segment.id().uuid_string();
        let mut reasons = self.check_files(&name);
        if reasons.is_empty() {
            let checked = guard(|| self.check_documents(segment, &mut reasons));
            let failure = match checked {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(error.to_string()),
                Err(panic) => Some(panic),
            };
            reasons.extend(failure);
        }
        if !reasons.is_empty() {
            reasons.truncate(MAX_REASONS);
            self.report.damaged.push(DamagedSegment {
                name,
                documents: segment.num_docs().into(),
                reasons,
            });
        }
    }

    /// Computes the checksums of the files of a segment.
    fn check_files(&mut self, name: &str) -> Vec<String> {
        let directory = self.index.directory();
        let is_of_segment = |path: &PathBuf| path.to_string_lossy().starts_with(name);
        let mut paths: Vec<PathBuf> = directory
            .list_managed_files()
            .into_iter()
            .filter(is_of_segment)
            .collect();
        paths.sort_unstable();
        let mut reasons = Vec::new();
        for path in paths {
            let shown = path.display();
            match guard(|| directory.validate_checksum(&path)) {
                Ok(Ok(true)) => {
                    self.report.files += 1;
                    let metadata = std::fs::metadata(self.folder.join(&path));
                    self.report.bytes += metadata.map_or(0, |metadata| metadata.len());
                }
                Ok(Ok(false)) => reasons.push(format!(
                    "`{shown}`: its bytes are not those that were written, by their checksum"
                )),
                Ok(Err(error)) => reasons.push(format!("`{shown}`: {error}")),
                Err(panic) => reasons.push(format!("`{shown}`: {panic}")),
            }
        }
        reasons
    }

    fn check_documents(
        &mut self,
        segment: &SegmentMeta,
        reasons: &mut Vec<String>,
    ) -> tantivy::Result<()> {
        let reader = SegmentReader::open(&self.index.segment(segment.clone()))?;
        let store = reader.get_store_reader(STORE_BLOCKS)?;
        let mut texts = [self.fields.headline, self.fields.body]
            .map(|field| Text::open(&self.index, &reader, field));
        let columns = Columns::open(&reader)?;
        for doc in reader.doc_ids_alive() {
            let stored: TantivyDocument = store.get(doc)?;
            let id = columns.id(doc)?;
            self.report.documents += 1;
            if id.is_empty() {
                continue;
            }
            let mut wrong = self.disagreements(&reader, doc, &id, &stored)?;
            for text in &mut texts {
                wrong.extend(
                    text.as_mut()
                        .map_err(|error| error.clone())?
                        .disagreement(doc, &stored),
                );
            }
            let of_article = |what: &str| format!("article `{id}`: {what}");
            reasons.extend(wrong.into_iter().map(of_article));
            if reasons.len() >= MAX_REASONS {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What the id, the date and the facts of the file say against each other.
    fn disagreements(
        &mut self,
        reader: &SegmentReader,
        doc: DocId,
        id: &str,
        stored: &TantivyDocument,
    ) -> tantivy::Result<Vec<&'static str>> {
        let mut wrong = Vec::new();
        if !self.ids.insert(key(id)) {
            wrong.push("it stands twice in the index");
        }
        if !is_found(reader, self.fields.id, id, doc)? {
            wrong.push("it is not found by its id");
        }
        let fast = reader.fast_fields();
        let published = fast
            .column_opt::<i64>(column::PUBLISHED)?
            .and_then(|column| column.first(doc));
        let date = stored_date(stored, &self.fields);
        let seconds = date.map(|date| date.value.timestamp().as_second());
        if seconds != published {
            wrong.push("the date that is shown is not the one that is searched");
        }
        let path = fast.str(column::PATH)?;
        if path.is_none_or(|path| path.ords().first(doc).is_none()) {
            wrong.push("it names no file");
        }
        let version = fast.column_opt::<u64>(column::READER_VERSION)?;
        if version.is_none_or(|version| version.first(doc).is_none()) {
            wrong.push("nothing is known of its file");
        }
        Ok(wrong)
    }
}

fn is_found(reader: &SegmentReader, field: Field, text: &str, doc: DocId) -> tantivy::Result<bool> {
    let term = Term::from_field_text(field, text);
    let postings = reader
        .inverted_index(field)?
        .read_postings(&term, IndexRecordOption::Basic)?;
    let Some(mut postings) = postings else {
        return Ok(false);
    };
    let mut found = postings.doc();
    while found < doc && found != TERMINATED {
        found = postings.advance();
    }
    Ok(found == doc)
}

/// The headlines or bodies of a segment.
struct Text {
    field: Field,
    analyzer: TextAnalyzer,
    norms: FieldNormReader,
}

impl Text {
    fn open(index: &Index, reader: &SegmentReader, field: Field) -> tantivy::Result<Text> {
        Ok(Text {
            field,
            analyzer: index.tokenizer_for_field(field)?,
            norms: reader.get_fieldnorms_reader(field)?,
        })
    }

    /// Compares the length that was noted when a text was indexed with that of the stored text.
    fn disagreement(&mut self, doc: DocId, stored: &TantivyDocument) -> Option<&'static str> {
        let text = stored_text(stored, self.field).unwrap_or_default();
        let mut num_terms = 0;
        let mut terms = self.analyzer.token_stream(text);
        while terms.advance() {
            num_terms += 1;
        }
        let is_same = FieldNormReader::fieldnorm_to_id(num_terms) == self.norms.fieldnorm_id(doc);
        (!is_same).then_some("the text that is shown is not the one that is searched")
    }
}
