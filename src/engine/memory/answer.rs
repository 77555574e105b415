//! Answering requests.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::ops::{ControlFlow, Range};

use jiff::Timestamp;

use super::Shelf;
use super::filters::pass;
use super::meaning::{Finding, Meaning};
use super::stories::stories;
use super::text::Entry;
use super::words::Words;
use crate::aliases::Widened;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::engine::closeness::HITS_LOOKED_AT;
use crate::engine::{
    Copies, Detail, Document, EngineError, Highlights, Hit, SearchRequest, SearchResponse, Sort,
    copy_order, main_entities,
};
use crate::highlight::{Marked, Snippet};
use crate::matching::Scope;
use crate::query::Query;

/// Looks at all articles, and hands out the hits of the page.
pub(super) fn answer(
    request: &SearchRequest,
    shelf: &Shelf,
    visit: &mut dyn FnMut(Hit) -> ControlFlow<()>,
) -> Result<SearchResponse, EngineError> {
    let (query, widened) = asked(request);
    let words = Words::of(&query, &shelf.articles)?;
    let meaning = Meaning {
        words: &words,
        statistics: &shelf.statistics,
    };
    let mut found = matching((request, &query), shelf, &words);
    match request.sort {
        Sort::Relevance => rank(&mut found, request, &meaning),
        Sort::Newest => found.sort_by_key(|(_, entry)| Reverse(published(entry))),
        Sort::Oldest => found.sort_by_key(|(_, entry)| {
            let published = published(entry);
            (published.is_none(), published)
        }),
        Sort::Index => {}
    }
    let total = found.len() as u64;
    let mut copies = HashMap::new();
    if request.copies == Copies::Together {
        copies = copies_behind(&found, shelf);
        found.retain(|(_, entry)| copies.contains_key(&entry.document.id));
    }
    let mut shown = 0;
    for (finding, entry) in found.iter().skip(request.offset).take(request.limit) {
        shown += 1;
        let hit = Hit {
            copies: copies.get(&entry.document.id).copied().unwrap_or(0),
            ..hit(finding, entry, request)
        };
        if visit(hit).is_break() {
            break;
        }
    }
    Ok(SearchResponse {
        total,
        stories: found.len() as u64,
        shown,
        expansions: words.expansions.clone(),
        widened,
        ..SearchResponse::default()
    })
}

/// The hits that stand for their copies, by id, each with the number of those that match.
fn copies_behind(found: &[(Finding, &Entry)], shelf: &Shelf) -> HashMap<String, u64> {
    let mut behind = HashMap::new();
    for story in stories(shelf) {
        let matching = found.iter().map(|(_, entry)| &entry.document);
        let mut copies: Vec<&Document> = matching.filter(|it| story.contains(&it.id)).collect();
        copies.sort_by_key(|it| copy_order(it.article.date.as_ref(), &it.id));
        if let Some(first) = copies.first() {
            behind.insert(first.id.clone(), copies.len() as u64 - 1);
        }
    }
    behind
}

/// What is asked of articles beside the filters, which are looked at one by one; unless names have
/// others: then the filters are parts of the query.
pub(super) fn asked(request: &SearchRequest) -> (Query, Vec<Widened>) {
    match request.aliases.is_empty() {
        true => (request.query.clone(), Vec::new()),
        false => request.filtered_query(),
    }
}

/// All articles that match [`asked`], and why.
pub(super) fn matching<'a>(
    (request, query): (&SearchRequest, &Query),
    shelf: &'a Shelf,
    words: &Words,
) -> Vec<(Finding, &'a Entry)> {
    let meaning = Meaning {
        words,
        statistics: &shelf.statistics,
    };
    let passing = shelf
        .articles
        .iter()
        .filter(|entry| !request.aliases.is_empty() || pass(&request.filters, entry));
    passing
        .filter_map(|entry| Some((meaning.find(query, Scope::Text, entry)?, entry)))
        .collect()
}

/// Says what in an article makes it match.
pub(super) fn highlights(
    article: &Article,
    query: &Query,
    shelf: &Shelf,
) -> Result<Highlights, EngineError> {
    let words = Words::of(query, &shelf.articles)?;
    let meaning = Meaning {
        words: &words,
        statistics: &shelf.statistics,
    };
    let mut documents = shelf.articles.iter().map(|entry| &entry.document);
    let known = documents.find(|document| Some(&document.id) == article.id.as_ref());
    let document = Document {
        article: article.clone(),
        ..known.cloned().unwrap_or_default()
    };
    let entry = Entry::new(document, &mut Analyzer::new());
    let finding = meaning.find(query, Scope::Text, &entry).unwrap_or_default();
    Ok(Highlights {
        headline: entry.headline.ranges(&finding.headline),
        body: entry.body.ranges(&finding.body),
    })
}

/// Brings the best to the top; these are looked at again for words close to each other.
fn rank(found: &mut [(Finding, &Entry)], request: &SearchRequest, meaning: &Meaning<'_>) {
    let best_first = |a: &(Finding, &Entry), b: &(Finding, &Entry)| -> Ordering {
        b.0.score.total_cmp(&a.0.score)
    };
    found.sort_by(best_first);
    let looked_at = found.len().min(HITS_LOOKED_AT);
    for (finding, entry) in &mut found[..looked_at] {
        finding.score += meaning.closeness(&request.query, entry);
    }
    found[..looked_at].sort_by(best_first);
}

fn published(entry: &Entry) -> Option<Timestamp> {
    let date = entry.document.article.date.as_ref();
    date.map(|date| date.value.timestamp())
}

fn hit(finding: &Finding, entry: &Entry, request: &SearchRequest) -> Hit {
    let (document, article) = (&entry.document, &entry.document.article);
    let mut hit = Hit {
        id: document.id.clone(),
        ..Hit::default()
    };
    if request.sort == Sort::Relevance {
        hit.score = finding.score;
    }
    if request.detail == Detail::Id {
        return hit;
    }
    hit.path = document.file.place();
    let Detail::Snippets(count) = request.detail else {
        return hit;
    };
    Hit {
        line: article.line,
        headline: Marked {
            text: article.headline.clone(),
            highlights: entry.headline.ranges(&finding.headline),
        },
        date: article.date.clone(),
        source: article.source.clone(),
        section: article.section.clone(),
        language: article.language.clone(),
        url: article.url.clone(),
        entities: main_entities(article.entities.clone()),
        snippets: snippets(entry, finding, count),
        ..hit
    }
}

/// The whole body as the only passage: what an engine shows is a part of it.
fn snippets(entry: &Entry, finding: &Finding, count: usize) -> Vec<Snippet> {
    let body = &entry.document.article.body;
    if count == 0 || body.trim().is_empty() {
        return Vec::new();
    }
    let highlights = entry.body.ranges(&finding.body);
    vec![Snippet {
        marked: on_one_line(body, &highlights),
        ..Snippet::default()
    }]
}

/// Writes each run of white space as one space, and moves the ranges with their characters.
fn on_one_line(text: &str, highlights: &[Range<usize>]) -> Marked {
    let mut line = String::new();
    let mut moved = HashMap::new();
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if text[..at].ends_with(char::is_whitespace) && !line.is_empty() {
            line.push(' ');
        }
        let start = line.len();
        line.push(c);
        moved.insert(at, start);
        moved.insert(at + c.len_utf8(), line.len());
    }
    let range = |range: &Range<usize>| moved[&range.start]..moved[&range.end];
    Marked {
        highlights: highlights.iter().map(range).collect(),
        text: line,
    }
}
