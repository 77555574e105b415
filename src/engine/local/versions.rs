//! Which articles there are and whether they changed, and an index of a few of them in memory.

use std::collections::HashSet;
use std::path::Path;

use tantivy::directory::RamDirectory;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{DocAddress, Index, SegmentReader, SingleSegmentIndexWriter};

use super::document::article_document;
use super::known::{Keys, key};
use super::schema::{Fields, column, schema};
use super::search::LocalEngine;
use super::{guarded, tokenizer};
use crate::engine::{Document, EngineError};

/// How much memory the writer of an index in memory plans with, in bytes; it takes more when it must.
const PLANNED_BYTES: usize = 50_000_000;

/// An article and the state of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleVersion {
    /// Key of its id, see [`article_key`].
    pub id: u64,
    /// Hash of what it was read from; 0 where there is none.
    pub content: u64,
}

/// Returns the key of an id: a hash, which is the same in every version of the program.
pub fn article_key(id: &str) -> u64 {
    key(id)
}

impl LocalEngine {
    /// Returns the version of each article, in the order of the index.
    ///
    /// # Errors
    ///
    /// [`EngineError::Damaged`] or [`EngineError::Io`] when the index cannot be read.
    pub fn versions(&self) -> Result<Vec<ArticleVersion>, EngineError> {
        guarded(self.folder(), || {
            let mut versions = Vec::new();
            for segment in self.searcher().segment_readers() {
                add_versions(segment, &mut versions)?;
            }
            Ok(versions)
        })
    }

    /// Returns the articles whose ids have these keys, in the order of the index.
    ///
    /// # Errors
    ///
    /// As [`LocalEngine::versions`].
    pub fn documents(&self, ids: &HashSet<u64>) -> Result<Vec<Document>, EngineError> {
        guarded(self.folder(), || {
            let mut documents = Vec::with_capacity(ids.len());
            for (ord, segment) in (0..).zip(self.searcher().segment_readers()) {
                let keys = Keys::read(segment.fast_fields().str(column::ID)?)?;
                let is_wanted = |doc| keys.key(doc).is_some_and(|id| ids.contains(&id));
                for doc in segment.doc_ids_alive().filter(|doc| is_wanted(*doc)) {
                    documents.push(self.read(DocAddress::new(ord, doc))?);
                }
            }
            Ok(documents)
        })
    }

    /// Makes an index in memory of some documents; one id must not come twice. `folder` is named where
    /// something fails.
    ///
    /// # Errors
    ///
    /// As [`crate::engine::Writer::put`].
    pub fn of_documents(folder: &Path, documents: Vec<Document>) -> Result<Self, EngineError> {
        let index = guarded(folder, || index_of(documents))?;
        let fields = Fields::of(&index.schema());
        LocalEngine::of(folder, &index, fields)
    }
}

fn add_versions(
    segment: &SegmentReader,
    versions: &mut Vec<ArticleVersion>,
) -> tantivy::Result<()> {
    let fast = segment.fast_fields();
    let keys = Keys::read(fast.str(column::ID)?)?;
    let contents = fast.column_opt::<u64>(column::CONTENT_HASH)?;
    for doc in segment.doc_ids_alive() {
        if let Some(id) = keys.key(doc) {
            let content = contents.as_ref().and_then(|column| column.first(doc));
            let content = content.unwrap_or(0);
            versions.push(ArticleVersion { id, content });
        }
    }
    Ok(())
}

fn index_of(documents: Vec<Document>) -> tantivy::Result<Index> {
    let tokenizers = TokenizerManager::default();
    tokenizer::register(&tokenizers);
    let builder = Index::builder().schema(schema()).tokenizers(tokenizers);
    let mut writer: SingleSegmentIndexWriter =
        builder.single_segment_index_writer(RamDirectory::create(), PLANNED_BYTES)?;
    let fields = Fields::of(&schema());
    for document in documents {
        writer.add_document(article_document(document, &fields))?;
    }
    writer.finalize()
}
