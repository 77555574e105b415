//! What an engine is asked, and what it answers.

use std::sync::Arc;
use std::time::Duration;

use super::entities::NamedEntity;
#[cfg(doc)]
use super::main_entities;
use super::{Document, Highlights};
use crate::aliases::{Aliases, Widened};
use crate::article::PublicationDate;
use crate::highlight::{Marked, Snippet};
use crate::matching::Expansion;
pub use crate::query::DayRange;
use crate::query::{Atom, DateCondition, Field, Query, WordForm};

/// A question to an engine: which articles, which page of them, in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRequest {
    /// What articles must say.
    pub query: Query,
    /// What else articles must be; does not change scores.
    pub filters: Filters,
    /// The order of the hits.
    pub sort: Sort,
    /// Whether each copy of a story is a hit of its own.
    pub copies: Copies,
    /// Number of hits to return; 0 asks for the total alone.
    pub limit: usize,
    /// Number of hits to pass over first.
    pub offset: usize,
    /// How much to tell of each hit.
    pub detail: Detail,
    /// Whether to tell what the score of each hit is made of.
    pub explains_scores: bool,
    /// The names that are one: a condition on one of them is a condition on all.
    pub aliases: Arc<Aliases>,
    /// How long the answer may take; `None` for as long as it needs.
    pub timeout: Option<Duration>,
}

impl SearchRequest {
    /// Makes a request for the ten best hits of `query` with a snippet each.
    pub fn new(query: Query) -> Self {
        SearchRequest {
            query,
            filters: Filters::default(),
            sort: Sort::Relevance,
            copies: Copies::Each,
            limit: 10,
            offset: 0,
            detail: Detail::Snippets(1),
            explains_scores: false,
            aliases: Arc::default(),
            timeout: None,
        }
    }

    /// Returns the query with the filters as conditions beside it, asking for all names of those
    /// whom it names, and which of its names have others.
    pub fn filtered_query(&self) -> (Query, Vec<Widened>) {
        self.aliases
            .widened(self.filters.applied_to(self.query.clone()))
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
    /// As they lie in the index: nothing is kept of the hits, however many there are.
    Index,
}

/// What the copies of one story are among the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copies {
    /// A hit each.
    #[default]
    Each,
    /// One hit together: the first of those that match, in the order of [`super::copy_order`].
    Together,
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

    /// Returns `query` with the conditions beside it.
    pub fn applied_to(&self, query: Query) -> Query {
        let mut all = vec![query];
        self.add_conditions(&mut all);
        match all.len() {
            1 => all.remove(0),
            _ => Query::And(all),
        }
    }

    fn add_conditions(&self, all: &mut Vec<Query>) {
        if !self.days.is_open() {
            all.push(Query::Date(DateCondition::Days(self.days)));
        }
        let one_of_each = [
            (Field::Source, &self.sources),
            (Field::Section, &self.sections),
            (Field::Language, &self.languages),
        ];
        for (field, values) in one_of_each {
            let mut alternatives: Vec<Query> =
                values.iter().map(|value| named(field, value)).collect();
            match alternatives.len() {
                0 => {}
                1 => all.append(&mut alternatives),
                _ => all.push(Query::Or(alternatives)),
            }
        }
        let each = [
            (Field::Person, &self.people),
            (Field::Organization, &self.organizations),
            (Field::Place, &self.places),
        ];
        for (field, names) in each {
            all.extend(names.iter().map(|name| named(field, name)));
        }
    }
}

/// The words of `name`, side by side in a field.
fn named(field: Field, name: &str) -> Query {
    let word = Atom::Word {
        text: name.to_owned(),
        form: WordForm::Exact,
    };
    Query::In {
        field,
        of: Box::new(Query::Atom(word)),
    }
}

/// The answer to a [`SearchRequest`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResponse {
    /// Number of articles that match, exact.
    pub total: u64,
    /// Number of stories that these are of, exact; where copies are hits of their own, as many as
    /// articles.
    pub stories: u64,
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// Number of hits that were handed out.
    pub shown: u64,
    /// What the patterns of the query stood for.
    pub expansions: Vec<Expansion>,
    /// The names of the query that have others.
    pub widened: Vec<Widened>,
}

/// One article of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Identity in the index.
    pub id: String,
    /// BM25 score; 0 when the request sorts by date.
    pub score: f32,
    /// Where it lies, see [`super::FileFacts::place`].
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
    /// The people, organizations and places that the article is about, see [`main_entities`].
    pub entities: Vec<NamedEntity>,
    /// Number of its copies that match, too, and are no hits of their own.
    pub copies: u64,
    /// The parts of the score, when they were asked for.
    pub score_parts: Vec<ScorePart>,
}

/// An article that was found, whole, with what made it match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundDocument {
    /// The article.
    pub document: Document,
    /// What in it matched; nothing where the request asks for less than [`Detail::Snippets`].
    pub highlights: Highlights,
    /// Passages that show why it matched, as those of a [`Hit`].
    pub snippets: Vec<Snippet>,
    /// As that of a [`Hit`].
    pub score: f32,
}

/// What a part of a query gave to the score of a hit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScorePart {
    /// The part as it was read.
    pub written: String,
    /// Where it matched: `headline`, `body`, `lead`; `closeness` for words near each other.
    pub place: &'static str,
    /// What it added.
    pub score: f32,
}
