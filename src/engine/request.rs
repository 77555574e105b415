//! What an engine is asked, and what it answers.

use crate::article::PublicationDate;
use crate::highlight::{Marked, Snippet};
pub use crate::query::DayRange;
use crate::query::Query;

/// A question to an engine: which articles, which page of them, in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRequest {
    /// What articles must say.
    pub query: Query,
    /// What else articles must be; does not change scores.
    pub filters: Filters,
    /// The order of the hits.
    pub sort: Sort,
    /// Number of hits to return; 0 asks for the total alone.
    pub limit: usize,
    /// Number of hits to pass over first.
    pub offset: usize,
    /// How much to tell of each hit.
    pub detail: Detail,
}

impl SearchRequest {
    /// Makes a request for the ten best hits of `query` with a snippet each.
    pub fn new(query: Query) -> Self {
        SearchRequest {
            query,
            filters: Filters::default(),
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
            detail: Detail::Snippets(1),
        }
    }
}

/// The order of hits. Equal hits keep one order between two commits, so that pages neither
/// overlap nor miss one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best score first.
    #[default]
    Relevance,
    /// Latest publication first, undated articles last.
    Newest,
    /// Earliest publication first, undated articles last.
    Oldest,
}

/// How much a hit tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Id and score.
    Id,
    /// Id, score and path.
    Path,
    /// All fields, with the headline marked and up to this number of snippets.
    Snippets(usize),
}

/// Conditions on what is known of an article; all of them must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Days of publication; undated articles are outside of any range.
    pub days: DayRange,
    /// Words of the source's name; one of these must match.
    pub sources: Vec<String>,
    /// Words of the section's name; one of these must match.
    pub sections: Vec<String>,
    /// Language codes; one of these must match.
    pub languages: Vec<String>,
    /// Words of a person's name; each must match a person of the article.
    pub people: Vec<String>,
    /// Words of an organization's name; each must match.
    pub organizations: Vec<String>,
    /// Words of a place's name; each must match.
    pub places: Vec<String>,
}

impl Filters {
    /// Tells whether no condition was set.
    pub fn is_empty(&self) -> bool {
        *self == Filters::default()
    }
}

/// The answer to a [`SearchRequest`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResponse {
    /// Number of articles that match, exact.
    pub total: u64,
    /// The page asked for.
    pub hits: Vec<Hit>,
}

/// One article of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Identity in the index.
    pub id: String,
    /// BM25 score; 0 when the request sorts by date.
    pub score: f32,
    /// Identity of the file, see [`super::FileFacts::path`].
    pub path: String,
    /// Line of the file on which the article begins.
    pub line: Option<u64>,
    /// The headline, its matches marked.
    pub headline: Marked,
    /// Publication date.
    pub date: Option<PublicationDate>,
    /// Publication or site.
    pub source: Option<String>,
    /// Section.
    pub section: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Passages that show why the article matched; its beginning where only the headline did.
    pub snippets: Vec<Snippet>,
}
