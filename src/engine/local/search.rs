//! Answering requests.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{Query as TantivyQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, TantivyDocument};
use tantivy::{
    DocAddress, DocSet, Index, IndexReader, Opstamp, Order, ReloadPolicy, Score, Searcher,
    TERMINATED, Term,
};

use super::closeness::ClosePairs;
use super::compile::Compiler;
use super::count::count;
use super::deadline::Deadline;
use super::directory::IndexDirectory;
use super::document::{Columns, read_document};
use super::explain::Explainer;
use super::frequent_names::names;
use super::hits::{HitBuilder, Marking};
use super::names::names_with;
use super::optional_filters::OptionalFilters;
use super::places::rarity;
use super::profile::profile;
use super::schema::{Fields, column};
use super::stats::{fingerprint, index_stats};
use super::stories::{KeyColumns, MOST_GROUPED, Stories, Together};
use super::vocabulary::{self, LocalVocabulary};
use super::whole::in_index_order;
use super::words::WordsQuery;
use super::{guarded, open_index, open_index_in};
use crate::aliases::NameCount;
use crate::analysis::Language;
use crate::article::Article;
use crate::engine::closeness::{HITS_LOOKED_AT, plain_words};
use crate::engine::names::Names;
use crate::engine::{
    Copies, Counting, Counts, Detail, Document, Engine, EngineError, Fingerprint, FoundDocument,
    Highlights, Hit, IndexStats, Profile, ProfileRequest, SearchRequest, SearchResponse, Sort,
    copy_order,
};
use crate::highlight::Matcher;
use crate::matching::{Resolution, Resolved, resolve};
use crate::query::Query;

/// An index on disk, as of the commit that was the last when it was opened.
pub struct LocalEngine {
    folder: PathBuf,
    fields: Fields,
    reader: IndexReader,
    /// The languages of its articles.
    languages: Vec<Language>,
    /// By segment; opened when the first hit is read.
    columns: OnceLock<Vec<Columns>>,
    /// The last operation of the commit.
    commit: Opstamp,
    /// Opened when somebody asks for copies.
    stories: OnceLock<Stories>,
}

impl LocalEngine {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    ///
    /// [`EngineError`] when there is no index, one of another version, or a damaged one.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        let (index, fields) = open_index(folder)?;
        LocalEngine::of(folder, &index, fields)
    }

    /// Opens it likewise, for few answers that touch a little of it: these come several times as fast
    /// from a cold disk. What goes through all articles takes longer than with [`LocalEngine::open`].
    ///
    /// # Errors
    ///
    /// As [`LocalEngine::open`].
    pub fn open_for_lookups(folder: &Path) -> Result<Self, EngineError> {
        let (index, fields) = open_index_in(folder, IndexDirectory::open_for_lookups)?;
        LocalEngine::of(folder, &index, fields)
    }

    /// Opens it likewise, for whoever goes once through whole columns: they take no more memory than what
    /// of them is looked at.
    ///
    /// # Errors
    ///
    /// As [`LocalEngine::open`].
    pub fn open_for_scans(folder: &Path) -> Result<Self, EngineError> {
        let (index, fields) = open_index_in(folder, IndexDirectory::open_in_parts)?;
        LocalEngine::of(folder, &index, fields)
    }

    /// Answers from the last commit of `index`, which lies in `folder`.
    pub(super) fn of(folder: &Path, index: &Index, fields: Fields) -> Result<Self, EngineError> {
        let (reader, commit, languages) = guarded(folder, || {
            let (reader, commit) = reader_of_commit(index)?;
            let languages = vocabulary::languages(&reader.searcher(), &fields)?;
            Ok((reader, commit, languages))
        })?;
        Ok(LocalEngine {
            folder: folder.to_owned(),
            fields,
            reader,
            languages,
            columns: OnceLock::new(),
            commit,
            stories: OnceLock::new(),
        })
    }

    /// Opens the last commit, if it is a later one than this engine answers from, or the stories of it
    /// were not found yet when they were asked for. This engine goes on answering as it did, whatever is
    /// written and merged: who follows an index exchanges one for the other.
    ///
    /// # Errors
    ///
    /// As [`LocalEngine::open`].
    pub fn newer(&self) -> Result<Option<Self>, EngineError> {
        let newer = LocalEngine::open(&self.folder)?;
        let state = |engine: &LocalEngine| {
            let searcher = engine.reader.searcher();
            let segments = searcher.segment_readers().iter();
            let segments = segments.map(|it| (it.segment_id(), it.delete_opstamp()));
            segments.collect::<BTreeSet<_>>()
        };
        let stories = self.stories.get();
        let is_outdated = stories.is_some_and(|it| it.are_outdated(&self.folder, self.commit));
        let is_newer = is_outdated || state(&newer) != state(self);
        Ok(is_newer.then_some(newer))
    }

    /// Answers a request; hits are read from the index one by one as `visit` takes them. No hit
    /// is visited when the deadline was missed: a part of an answer is never shown as the whole.
    fn answer(
        &self,
        request: &SearchRequest,
        deadline: &Deadline,
        visit: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> tantivy::Result<SearchResponse> {
        let searcher = self.reader.searcher();
        let (query, widened) = request.filtered_query();
        let resolution = self.resolution(&query, &searcher, deadline)?;
        let compiler = Compiler::new(&self.fields, &searcher, deadline);
        let query = compiler.compile(&resolution.root)?;
        let close_pairs = match request.sort {
            Sort::Relevance => self.close_pairs(&resolution.root, &searcher)?,
            Sort::Newest | Sort::Oldest | Sort::Index => None,
        };
        let question = Question {
            searcher: &searcher,
            query: query.as_ref(),
            close_pairs,
        };
        let together = self.together(request, query.as_ref(), deadline)?;
        let (total, page) = match &together {
            Some(together) => (
                together.articles,
                question.page_of_stories(request, together)?,
            ),
            None => question.total_and_page(request)?,
        };
        let explainer = Explainer {
            searcher: &searcher,
            fields: &self.fields,
            close_pairs: question.close_pairs.as_ref(),
        };
        let marking = match request.detail {
            Detail::Snippets(_) => Some(self.marking(&resolution.root, &compiler)?),
            Detail::Id | Detail::Path => None,
        };
        let builder = HitBuilder {
            searcher: &searcher,
            fields: &self.fields,
            columns: self.columns(&searcher)?,
            marking,
            detail: request.detail,
        };
        let mut shown = 0;
        builder.each(&page, deadline, &mut |(_, address), mut hit| {
            let copies = together.as_ref().and_then(|it| it.copies_behind(address));
            hit.copies = copies.unwrap_or(0);
            if request.explains_scores && request.sort == Sort::Relevance {
                hit.score_parts = explainer.parts(&resolution.root, address)?;
            }
            shown += 1;
            Ok(visit(hit))
        })?;
        Ok(SearchResponse {
            total,
            stories: together.map_or(total, |together| together.num_stories()),
            hits: Vec::new(),
            shown,
            expansions: resolution.expansions,
            widened,
        })
    }

    /// The stories of what a query finds, where they are hits.
    fn together(
        &self,
        request: &SearchRequest,
        query: &dyn TantivyQuery,
        deadline: &Deadline,
    ) -> tantivy::Result<Option<Together<'_>>> {
        if request.copies == Copies::Each {
            return Ok(None);
        }
        let searcher = self.searcher();
        let stories = self.stories(&searcher)?;
        if stories.is_empty() {
            return Ok(None);
        }
        Together::of(query, stories, &searcher, deadline).map(Some)
    }

    fn stories(&self, searcher: &Searcher) -> tantivy::Result<&Stories> {
        if let Some(stories) = self.stories.get() {
            return Ok(stories);
        }
        let opened = Stories::open(&self.folder, self.commit, searcher, MOST_GROUPED)?;
        Ok(self.stories.get_or_init(|| opened))
    }

    /// The copies of an article and itself, in their order.
    fn copies_of(&self, id: &str) -> tantivy::Result<Vec<Document>> {
        let Some(address) = self.find_id(id)? else {
            return Ok(Vec::new());
        };
        let searcher = self.searcher();
        let stories = self.stories(&searcher)?;
        let key = KeyColumns::open(&searcher)?.key(address);
        let addresses = match key.and_then(|key| stories.of(key)) {
            Some(story) => stories.addresses_of(story, &searcher)?,
            None => vec![address],
        };
        let documents = addresses.into_iter().map(|address| self.read(address));
        let mut documents: Vec<Document> = documents.collect::<Result<_, _>>()?;
        documents.sort_by_cached_key(|it| copy_order(it.article.date.as_ref(), &it.id));
        Ok(documents)
    }

    /// Returns the folder of the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    fn count_matching(
        &self,
        request: &SearchRequest,
        counting: &Counting<'_>,
        deadline: &Deadline,
    ) -> tantivy::Result<Counts> {
        let searcher = self.reader.searcher();
        let (query, _) = request.filtered_query();
        let resolution = self.resolution(&query, &searcher, deadline)?;
        let query = Compiler::new(&self.fields, &searcher, deadline).compile(&resolution.root)?;
        let mut counts = count(&searcher, query.as_ref(), counting, deadline)?;
        counts.expansions = resolution.expansions;
        Ok(counts)
    }

    pub(super) fn resolution(
        &self,
        query: &Query,
        searcher: &Searcher,
        deadline: &Deadline,
    ) -> tantivy::Result<Resolution> {
        let vocabulary = LocalVocabulary {
            searcher,
            fields: &self.fields,
            languages: &self.languages,
            deadline,
        };
        resolve(query, &vocabulary)
    }

    /// Makes a matcher that knows what the filters of a query are of an article; where the index
    /// does not have the article, they are taken to be as the query wants them.
    fn matcher_for(&self, article: &Article, query: &Query) -> tantivy::Result<Matcher> {
        let searcher = self.reader.searcher();
        let deadline = Deadline::default();
        let query = self.resolution(query, &searcher, &deadline)?.root;
        let mut matcher = Matcher::new(&query);
        if let Some(address) = self.find_id(article.id.as_deref().unwrap_or_default())? {
            let compiler = Compiler::new(&self.fields, &searcher, &deadline);
            let filters = OptionalFilters::all_of(&query, &compiler, &searcher)?;
            matcher.settle_filters(&filters.hold_at(address, &searcher)?);
        }
        Ok(matcher)
    }

    pub(super) fn close_pairs(
        &self,
        query: &Resolved,
        searcher: &Searcher,
    ) -> tantivy::Result<Option<ClosePairs>> {
        let words = plain_words(query);
        if words.len() < 2 {
            return Ok(None);
        }
        ClosePairs::new(&words, self.fields.body, searcher).map(Some)
    }

    /// Makes what marks the words of hits; a clause is worth its inverse document frequency in
    /// bodies.
    pub(super) fn marking(
        &self,
        query: &Resolved,
        compiler: &Compiler<'_>,
    ) -> tantivy::Result<Marking> {
        let searcher = compiler.searcher();
        Ok(Marking {
            matcher: Matcher::with_weights(query, |clause| {
                rarity(&clause.places, self.fields.body, searcher).unwrap_or(1.0)
            }),
            optional_filters: OptionalFilters::of(query, compiler, searcher)?.map(Arc::new),
        })
    }

    fn columns(&self, searcher: &Searcher) -> tantivy::Result<&[Columns]> {
        if let Some(columns) = self.columns.get() {
            return Ok(columns);
        }
        let segments = searcher.segment_readers().iter();
        let opened = segments.map(Columns::open).collect::<Result<_, _>>()?;
        Ok(self.columns.get_or_init(|| opened))
    }

    fn profile_of(&self, request: &ProfileRequest) -> tantivy::Result<Profile> {
        let searcher = self.reader.searcher();
        let deadline = Deadline::default();
        let condition = match &request.condition {
            Query::All => None,
            condition => {
                let resolution = self.resolution(condition, &searcher, &deadline)?;
                let compiler = Compiler::new(&self.fields, &searcher, &deadline);
                Some(compiler.compile(&resolution.root)?)
            }
        };
        let (mut found, newest) = profile(&searcher, &self.fields, request, condition.as_deref())?;
        let mut builder = HitBuilder {
            searcher: &searcher,
            fields: &self.fields,
            columns: self.columns(&searcher)?,
            marking: None,
            detail: Detail::Snippets(0),
        };
        for address in newest {
            found.newest.push(builder.hit((0.0, address))?);
        }
        Ok(found)
    }

    pub(super) fn read(&self, address: DocAddress) -> tantivy::Result<Document> {
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
    fn search_each(
        &self,
        request: &SearchRequest,
        visit: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<SearchResponse, EngineError> {
        let deadline = Deadline::after(request.timeout);
        let response = guarded(&self.folder, || self.answer(request, &deadline, visit))?;
        in_time(response, request, &deadline)
    }

    fn each_document(
        &self,
        request: &SearchRequest,
        visit: &mut dyn FnMut(FoundDocument) -> ControlFlow<()>,
    ) -> Result<SearchResponse, EngineError> {
        let deadline = Deadline::after(request.timeout);
        let response = guarded(&self.folder, || {
            self.answer_whole(request, &deadline, visit)
        })?;
        in_time(response, request, &deadline)
    }

    fn highlights(&self, article: &Article, query: &Query) -> Result<Highlights, EngineError> {
        let mut matcher = guarded(&self.folder, || self.matcher_for(article, query))?;
        let code = article.language.as_deref();
        let language = Language::of_article(code, &article.headline, &article.body);
        let matches = matcher.matches(&article.headline, &article.body, language);
        Ok(Highlights {
            headline: matches.headline,
            body: matches.body,
        })
    }

    fn document(&self, id: &str) -> Result<Option<Document>, EngineError> {
        guarded(&self.folder, || match self.find_id(id)? {
            Some(address) => self.read(address).map(Some),
            None => Ok(None),
        })
    }

    fn story(&self, id: &str) -> Result<Vec<Document>, EngineError> {
        guarded(&self.folder, || self.copies_of(id))
    }

    fn count(
        &self,
        request: &SearchRequest,
        counting: &Counting<'_>,
    ) -> Result<Counts, EngineError> {
        let deadline = Deadline::after(request.timeout);
        let counts = guarded(&self.folder, || {
            self.count_matching(request, counting, &deadline)
        })?;
        in_time(counts, request, &deadline)
    }

    fn names_with(&self, phrases: &[&str]) -> Result<Vec<NameCount>, EngineError> {
        guarded(&self.folder, || {
            names_with(&self.reader.searcher(), phrases)
        })
    }

    fn profile(&self, request: &ProfileRequest) -> Result<Profile, EngineError> {
        guarded(&self.folder, || self.profile_of(request))
    }

    fn names(&self) -> Result<Names, EngineError> {
        guarded(&self.folder, || names(&self.reader.searcher()))
    }

    fn fingerprint(&self) -> Result<Fingerprint, EngineError> {
        guarded(&self.folder, || fingerprint(&self.reader.searcher()))
    }

    fn stats(&self, top: usize) -> Result<IndexStats, EngineError> {
        guarded(&self.folder, || {
            index_stats(&self.folder, &self.reader.searcher(), &self.fields, top)
        })
    }
}

/// Opens the last commit, and tells which it is.
fn reader_of_commit(index: &Index) -> tantivy::Result<(IndexReader, Opstamp)> {
    let mut commit = index.load_metas()?.opstamp;
    loop {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        // Somebody may have committed in between.
        let after = index.load_metas()?.opstamp;
        if after == commit {
            return Ok((reader, commit));
        }
        commit = after;
    }
}

/// Returns an answer that is whole.
fn in_time<T>(answer: T, request: &SearchRequest, deadline: &Deadline) -> Result<T, EngineError> {
    match request.timeout {
        Some(timeout) if deadline.was_missed() => Err(EngineError::TimedOut(timeout)),
        _ => Ok(answer),
    }
}

/// So many copies are expected among the best hits.
const PASSED_OVER: usize = 20;

/// A query ready to be put to the index.
pub(super) struct Question<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) query: &'a dyn TantivyQuery,
    /// Only where the hits come by score.
    pub(super) close_pairs: Option<ClosePairs>,
}

/// A document that was found, and its score.
pub(super) type ScoredAddress = (Score, DocAddress);

impl Question<'_> {
    /// The number of all matches, and the page of the request.
    pub(super) fn total_and_page(
        &self,
        request: &SearchRequest,
    ) -> tantivy::Result<(u64, Vec<ScoredAddress>)> {
        let num_docs = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        let limit = request.limit.min(num_docs);
        if limit == 0 || request.offset >= num_docs {
            return Ok((self.searcher.search(self.query, &Count)? as u64, Vec::new()));
        }
        let (total, page) = match request.sort {
            Sort::Relevance => self.best(limit, request.offset)?,
            Sort::Newest => self.by_date(limit, request.offset, Order::Desc)?,
            Sort::Oldest => self.by_date(limit, request.offset, Order::Asc)?,
            Sort::Index => in_index_order(self.searcher, self.query, request)?,
        };
        Ok((total as u64, page))
    }

    /// The page of the request of hits that stand for their copies.
    fn page_of_stories(
        &self,
        request: &SearchRequest,
        together: &Together<'_>,
    ) -> tantivy::Result<Vec<ScoredAddress>> {
        if request.limit == 0 {
            return Ok(Vec::new());
        }
        let wanted = request.offset.saturating_add(request.limit);
        // There may be copies among the best: these are passed over, and if too few are left, more
        // of the best are looked at.
        let mut looked_at = wanted
            .saturating_add(wanted / 2)
            .saturating_add(PASSED_OVER);
        loop {
            let best = SearchRequest {
                limit: looked_at,
                offset: 0,
                ..request.clone()
            };
            let (_, mut hits) = self.total_and_page(&best)?;
            let is_all = hits.len() < looked_at;
            hits.retain(|&(_, address)| together.copies_behind(address).is_some());
            if is_all || hits.len() >= wanted {
                let page = hits.into_iter().skip(request.offset).take(request.limit);
                return Ok(page.collect());
            }
            looked_at = looked_at.saturating_mul(4);
        }
    }

    fn by_date(
        &self,
        limit: usize,
        offset: usize,
        order: Order,
    ) -> tantivy::Result<(usize, Vec<ScoredAddress>)> {
        let by_date = TopDocs::with_limit(limit)
            .and_offset(offset)
            .order_by_fast_field::<i64>(column::PUBLISHED, order);
        let (total, page) = self.searcher.search(self.query, &(Count, by_date))?;
        let page = page.into_iter().map(|(_, address)| (0.0, address));
        Ok((total, page.collect()))
    }

    fn best(&self, limit: usize, offset: usize) -> tantivy::Result<(usize, Vec<ScoredAddress>)> {
        let Some(close_pairs) = self
            .close_pairs
            .as_ref()
            .filter(|_| offset < HITS_LOOKED_AT)
        else {
            return self.best_by_score(limit, offset);
        };
        let (total, mut hits) = self.best_by_score((offset + limit).max(HITS_LOOKED_AT), 0)?;
        let looked_at = hits.len().min(HITS_LOOKED_AT);
        let best = &mut hits[..looked_at];
        close_pairs.add_to(best, self.searcher)?;
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        let page = hits.into_iter().skip(offset).take(limit);
        Ok((total, page.collect()))
    }

    fn best_by_score(
        &self,
        limit: usize,
        offset: usize,
    ) -> tantivy::Result<(usize, Vec<ScoredAddress>)> {
        if let Some(words) = self.query.downcast_ref::<WordsQuery>() {
            let (total, mut best) = words.count_and_top(self.searcher, offset + limit)?;
            best.drain(..offset.min(best.len()));
            return Ok((total, best));
        }
        let best = TopDocs::with_limit(limit)
            .and_offset(offset)
            .order_by_score();
        self.searcher.search(self.query, &(Count, best))
    }
}
