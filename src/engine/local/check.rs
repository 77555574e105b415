//! Looking at every byte and every document of an index, and taking out what is damaged.
//!
//! tantivy keeps an index in segments, each of some files that end in a checksum. What is wrong in
//! one harms that segment alone.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use tantivy::Directory;
use tantivy::columnar::{Column, StrColumn};
use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::error::TantivyError;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentComponent;
use tantivy::schema::{Field, IndexRecordOption, TantivyDocument};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocId, DocSet, Index, SegmentMeta, SegmentReader, TERMINATED, Term};

use super::document::{Columns, stored_date, stored_text};
use super::known::{each_path, key};
use super::schema::{Fields, column};
use super::stories;
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
        guarded(folder, || drop_segments(folder, &index, &report.damaged))?;
    }
    drop(lock);
    Ok(report)
}

/// Drops segments and holds the files of all others for not finished, in one write.
fn drop_segments(folder: &Path, index: &Index, damaged: &[DamagedSegment]) -> tantivy::Result<()> {
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
    stories::forget_others(folder, None);
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
        let mut reasons = self.check_files(segment);
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
    fn check_files(&mut self, segment: &SegmentMeta) -> Vec<String> {
        let directory = self.index.directory();
        let mut reasons = Vec::new();
        for path in files(segment) {
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
        let ids = Columns::open(&reader)?;
        let mut facts = Facts::open(&self.index, &reader, &self.fields)?;
        for doc in reader.doc_ids_alive() {
            self.report.documents += 1;
            let stored: TantivyDocument = store.get(doc)?;
            let id = ids.id(doc)?;
            if id.is_empty() {
                continue;
            }
            let mut wrong = facts.disagreements(doc, &stored);
            if !is_found(&reader, self.fields.id, &id, doc)? {
                wrong.push("it is not found by its id");
            }
            if !self.ids.insert(key(&id)) {
                wrong.push("it stands twice in the index");
            }
            reasons.extend(wrong.iter().map(|what| format!("article `{id}`: {what}")));
            if reasons.len() >= MAX_REASONS {
                break;
            }
        }
        Ok(())
    }
}

/// The files of a segment.
fn files(segment: &SegmentMeta) -> impl Iterator<Item = PathBuf> + '_ {
    let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
    [
        SegmentComponent::FastFields,
        SegmentComponent::FieldNorms,
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::Store,
        SegmentComponent::Terms,
    ]
    .into_iter()
    .chain(deletes)
    .map(|component| segment.relative_path(component))
}

/// What a segment knows of its articles besides what it stores.
struct Facts<'a> {
    fields: &'a Fields,
    texts: [Text; 2],
    published: Option<Column<i64>>,
    paths: Option<StrColumn>,
    versions: Option<Column<u64>>,
}

impl<'a> Facts<'a> {
    fn open(index: &Index, reader: &SegmentReader, fields: &'a Fields) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Facts {
            fields,
            texts: [
                Text::open(index, reader, fields.headline)?,
                Text::open(index, reader, fields.body)?,
            ],
            published: fast.column_opt(column::PUBLISHED)?,
            paths: fast.str(column::PATH)?,
            versions: fast.column_opt(column::READER_VERSION)?,
        })
    }

    /// What is known of an article against what is stored of it.
    fn disagreements(&mut self, doc: DocId, stored: &TantivyDocument) -> Vec<&'static str> {
        let mut wrong = Vec::new();
        let published = self.published.as_ref().and_then(|column| column.first(doc));
        let date = stored_date(stored, self.fields);
        if date.map(|date| date.value.timestamp().as_second()) != published {
            wrong.push("the date that is shown is not the one that is searched");
        }
        let path = self
            .paths
            .as_ref()
            .and_then(|column| column.ords().first(doc));
        if path.is_none() {
            wrong.push("it names no file");
        }
        let version = self.versions.as_ref().and_then(|column| column.first(doc));
        if version.is_none() {
            wrong.push("nothing is known of its file");
        }
        if self.texts.iter_mut().any(|text| !text.agrees(doc, stored)) {
            wrong.push("the text that is shown is not the one that is searched");
        }
        wrong
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
    fn agrees(&mut self, doc: DocId, stored: &TantivyDocument) -> bool {
        let text = stored_text(stored, self.field).unwrap_or_default();
        let mut num_terms = 0;
        let mut terms = self.analyzer.token_stream(text);
        while terms.advance() {
            num_terms += 1;
        }
        FieldNormReader::fieldnorm_to_id(num_terms) == self.norms.fieldnorm_id(doc)
    }
}
