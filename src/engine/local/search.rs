//! Answering requests.

use std::path::{Path, PathBuf};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{Query as TantivyQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, TantivyDocument};
use tantivy::{DocAddress, DocSet, IndexReader, Order, ReloadPolicy, Searcher, TERMINATED, Term};

use super::compile::compile;
use super::document::{Columns, read_document, stored_date, stored_text};
use super::schema::{Fields, column};
use super::stats::index_stats;
use super::{guarded, open_index};
use crate::engine::{
    Detail, Document, Engine, EngineError, Hit, IndexStats, SearchRequest, SearchResponse, Sort,
};
use crate::highlight::Matcher;

/// An index on disk, as of the commit that was the last when it was opened.
pub struct LocalEngine {
    folder: PathBuf,
    fields: Fields,
    reader: IndexReader,
}

impl LocalEngine {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    ///
    /// [`EngineError`] when there is no index, one of another version, or a damaged one.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        let (index, fields) = open_index(folder)?;
        let reader = guarded(folder, || {
            index
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .try_into()
        })?;
        Ok(LocalEngine {
            folder: folder.to_owned(),
            fields,
            reader,
        })
    }

    fn answer(&self, request: &SearchRequest) -> tantivy::Result<SearchResponse> {
        let searcher = self.reader.searcher();
        let query = compile(&request.query, &request.filters, &self.fields);
        let total = searcher.search(&query, &Count)? as u64;
        let page = top(&searcher, query.as_ref(), request)?;
        let mut builder = HitBuilder {
            searcher: &searcher,
            fields: &self.fields,
            columns: searcher
                .segment_readers()
                .iter()
                .map(Columns::open)
                .collect::<Result<_, _>>()?,
            matcher: Matcher::new(&request.query),
            detail: request.detail,
        };
        let hits = page
            .into_iter()
            .map(|(score, address)| builder.hit(score, address))
            .collect::<tantivy::Result<_>>()?;
        Ok(SearchResponse { total, hits })
    }

    fn read(&self, address: DocAddress) -> tantivy::Result<Document> {
        let searcher = self.reader.searcher();
        let stored: TantivyDocument = searcher.doc(address)?;
        let segment = searcher.segment_reader(address.segment_ord);
        read_document(segment, address.doc_id, &stored, &self.fields)
    }

    fn find_id(&self, id: &str) -> tantivy::Result<Option<DocAddress>> {
        let searcher = self.reader.searcher();
        let term = Term::from_field_text(self.fields.id, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = searcher.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        if let Some(&(_, address)) = found.first() {
            return Ok(Some(address));
        }
        let mut begun = self.ids_beginning_with(&searcher, id)?;
        Ok(begun.pop().filter(|_| begun.is_empty()))
    }

    /// The first two live articles whose ids begin with `prefix`.
    fn ids_beginning_with(
        &self,
        searcher: &Searcher,
        prefix: &str,
    ) -> tantivy::Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        if prefix.is_empty() {
            return Ok(found);
        }
        for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.id)?;
            let mut ids = inverted.terms().range().ge(prefix).into_stream()?;
            while found.len() < 2 && ids.advance() && ids.key().starts_with(prefix.as_bytes()) {
                let mut postings =
                    inverted.read_postings_from_terminfo(ids.value(), IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED {
                    if segment
                        .alive_bitset()
                        .is_none_or(|alive| alive.is_alive(postings.doc()))
                    {
                        found.push(DocAddress::new(segment_ord, postings.doc()));
                    }
                    postings.advance();
                }
            }
        }
        Ok(found)
    }
}

impl Engine for LocalEngine {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse, EngineError> {
        guarded(&self.folder, || self.answer(request))
    }

    fn document(&self, id: &str) -> Result<Option<Document>, EngineError> {
        guarded(&self.folder, || match self.find_id(id)? {
            Some(address) => self.read(address).map(Some),
            None => Ok(None),
        })
    }

    fn stats(&self, top: usize) -> Result<IndexStats, EngineError> {
        guarded(&self.folder, || {
            index_stats(&self.folder, &self.reader.searcher(), &self.fields, top)
        })
    }
}

/// The page of the request, best first; the count of all matches is a search of its own, so
/// that this one may pass over what cannot be on the page.
fn top(
    searcher: &Searcher,
    query: &dyn TantivyQuery,
    request: &SearchRequest,
) -> tantivy::Result<Vec<(f32, DocAddress)>> {
    let num_docs = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    let limit = request.limit.min(num_docs);
    if limit == 0 || request.offset >= num_docs {
        return Ok(Vec::new());
    }
    let page = TopDocs::with_limit(limit).and_offset(request.offset);
    let order = match request.sort {
        Sort::Relevance => return searcher.search(query, &page.order_by_score()),
        Sort::Newest => Order::Desc,
        Sort::Oldest => Order::Asc,
    };
    let by_date = page.order_by_fast_field::<i64>(column::PUBLISHED, order);
    let found = searcher.search(query, &by_date)?;
    Ok(found
        .into_iter()
        .map(|(_, address)| (0.0, address))
        .collect())
}

struct HitBuilder<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    /// By segment.
    columns: Vec<Columns>,
    matcher: Matcher,
    detail: Detail,
}

impl HitBuilder<'_> {
    fn hit(&mut self, score: f32, address: DocAddress) -> tantivy::Result<Hit> {
        let columns = &self.columns[address.segment_ord as usize];
        let doc = address.doc_id;
        let mut hit = Hit {
            id: columns.id(doc)?,
            score,
            ..Hit::default()
        };
        if self.detail == Detail::Id {
            return Ok(hit);
        }
        hit.path = columns.path(doc)?;
        if let Detail::Snippets(count) = self.detail {
            hit.line = columns.line(doc);
            hit.language = columns.language(doc)?;
            self.fill_from_store(&mut hit, address, count)?;
        }
        Ok(hit)
    }

    fn fill_from_store(
        &mut self,
        hit: &mut Hit,
        address: DocAddress,
        snippets: usize,
    ) -> tantivy::Result<()> {
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let fields = self.fields;
        let text = |field| stored_text(&stored, field).map(str::to_owned);
        hit.headline = self
            .matcher
            .mark(stored_text(&stored, fields.headline).unwrap_or_default());
        hit.date = stored_date(&stored, fields);
        hit.source = text(fields.source);
        hit.section = text(fields.section);
        hit.url = text(fields.url);
        let body = stored_text(&stored, fields.body).unwrap_or_default();
        hit.snippets = self.matcher.snippets(body, snippets);
        Ok(())
    }
}
