//! Articles handed out whole, as many as match.

use std::ops::ControlFlow;

use tantivy::query::{EnableScoring, Query as TantivyQuery};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED};

use super::compile::Compiler;
use super::deadline::Deadline;
use super::hits::Marking;
use super::search::{LocalEngine, Question, ScoredAddress};
use crate::engine::{Detail, FoundDocument, Highlights, SearchRequest, SearchResponse, Sort};

/// The clock is looked at once in so many articles.
const ARTICLES_A_LOOK: u64 = 1024;

impl LocalEngine {
    /// Answers a request as [`crate::engine::Engine::each_document`] says. In the order of the index, each article is
    /// read as it is found and nothing is kept of it.
    pub(super) fn answer_whole(
        &self,
        request: &SearchRequest,
        deadline: &Deadline,
        visit: &mut dyn FnMut(FoundDocument) -> ControlFlow<()>,
    ) -> tantivy::Result<SearchResponse> {
        let searcher = self.searcher();
        let (query, widened) = request.filtered_query();
        let resolution = self.resolution(&query, &searcher, deadline)?;
        let compiler = Compiler::new(self.fields(), &searcher, deadline);
        let query = compiler.compile(&resolution.root)?;
        let mut reader = WholeReader {
            engine: self,
            searcher: &searcher,
            marking: self.marking(&resolution.root, &compiler)?,
            detail: request.detail,
        };
        let mut shown = 0;
        let mut take = |found: ScoredAddress| {
            shown += 1;
            Ok(visit(reader.read(found)?))
        };
        let total = if request.sort == Sort::Index {
            let page = Page::of(request);
            each_in_index_order(&searcher, query.as_ref(), &page, deadline, &mut take)?
        } else {
            let close_pairs = match request.sort {
                Sort::Relevance => self.close_pairs(&resolution.root, &searcher)?,
                _ => None,
            };
            let question = Question {
                searcher: &searcher,
                query: query.as_ref(),
                close_pairs,
            };
            let (total, page) = question.total_and_page(request)?;
            for found in page {
                if deadline.is_over() || take(found)?.is_break() {
                    break;
                }
            }
            total
        };
        Ok(SearchResponse {
            total,
            stories: total,
            hits: Vec::new(),
            shown,
            expansions: resolution.expansions,
            widened,
        })
    }
}

/// Which of the articles that are found are handed out.
struct Page {
    first: u64,
    end: u64,
}

impl Page {
    fn of(request: &SearchRequest) -> Self {
        let first = request.offset as u64;
        Page {
            first,
            end: first.saturating_add(request.limit as u64),
        }
    }
}

/// Returns the number of all matches, and the page of the request, in the order of the index.
pub(super) fn in_index_order(
    searcher: &Searcher,
    query: &dyn TantivyQuery,
    request: &SearchRequest,
) -> tantivy::Result<(usize, Vec<ScoredAddress>)> {
    let mut page = Vec::new();
    let mut take = |found| {
        page.push(found);
        Ok(ControlFlow::Continue(()))
    };
    let no_deadline = Deadline::default();
    let total = each_in_index_order(searcher, query, &Page::of(request), &no_deadline, &mut take)?;
    Ok((usize::try_from(total).unwrap_or(usize::MAX), page))
}

/// Hands out the articles of a page as they are found, and counts all.
fn each_in_index_order(
    searcher: &Searcher,
    query: &dyn TantivyQuery,
    page: &Page,
    deadline: &Deadline,
    take: &mut dyn FnMut(ScoredAddress) -> tantivy::Result<ControlFlow<()>>,
) -> tantivy::Result<u64> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut total = 0;
    for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
        let mut found = weight.scorer(segment, 1.0)?;
        let alive = segment.alive_bitset();
        while found.doc() != TERMINATED {
            let doc = found.doc();
            found.advance();
            if alive.is_some_and(|alive| alive.is_deleted(doc)) {
                continue;
            }
            total += 1;
            let is_on_page = total > page.first && total <= page.end;
            if is_on_page && take((0.0, DocAddress::new(segment_ord, doc)))?.is_break() {
                return Ok(total);
            }
            if deadline.was_missed() || total.is_multiple_of(ARTICLES_A_LOOK) && deadline.is_over()
            {
                return Ok(total);
            }
        }
    }
    Ok(total)
}

struct WholeReader<'a> {
    engine: &'a LocalEngine,
    searcher: &'a Searcher,
    marking: Marking,
    detail: Detail,
}

impl WholeReader<'_> {
    fn read(&mut self, (score, address): ScoredAddress) -> tantivy::Result<FoundDocument> {
        let document = self.engine.read(address)?;
        let Detail::Snippets(count) = self.detail else {
            return Ok(FoundDocument {
                document,
                score,
                ..FoundDocument::default()
            });
        };
        let article = &document.article;
        let texts = (article.headline.as_str(), article.body.as_str());
        let language = article.language.as_deref();
        let matches = self
            .marking
            .matches(texts, language, address, self.searcher)?;
        let snippets = matches.snippets(&article.body, count);
        Ok(FoundDocument {
            highlights: Highlights {
                headline: matches.headline,
                body: matches.body,
            },
            snippets,
            score,
            document,
        })
    }
}
