//! Articles about the same thing as another.
//!
//! The terms that carry the article, those frequent in it and rare in all, and the names of those
//! whom it is about, are made one query; how near another article is, is its score beside that of the
//! article itself. After the "more like this" of Lucene, with names as phrases, since words that name
//! the same people tell an event better than words by themselves.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{
    Copies, Detail, Document, Engine, EngineError, Filters, Hit, SearchRequest, main_entities,
};
use crate::analysis::{Analyzer, Language, WordToken};
use crate::article::{Article, Entity};
use crate::query::{Atom, Query, Spread, Weight, WordForm};

/// Number of words and of names that carry an article.
const MOST_PARTS: usize = 25;
/// Number of frequent words of which the rarity is looked up to choose these.
const LOOKED_UP: usize = 60;
/// How often a word counts that stands in the headline, and in the first words of the body.
const HEADLINE: f32 = 3.0;
const LEAD: f32 = 2.0;
/// Number of words of the body that are its beginning.
const LEAD_WORDS: u32 = 60;
/// Number of best hits among which similar articles are sought.
const LOOKED_AT: usize = 400;
/// An article is similar whose score is this part of that of the article itself.
const NEAR: f32 = 0.2;

/// The order of similar articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SimilarOrder {
    /// The nearest first.
    #[default]
    Nearest,
    /// The latest first, undated ones last.
    Newest,
}

/// An article about the same thing as another.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The article; its score is that of the query which the other one makes.
    pub hit: Hit,
    /// How near it is, from 0 to 1, where 1 is the other article itself.
    pub similarity: f32,
}

/// Returns the articles that are about the same thing as one of the index and pass the filters,
/// without its copies; of the copies of another one the earliest.
///
/// # Errors
///
/// As [`Engine::search`].
pub fn similar(
    engine: &dyn Engine,
    document: &Document,
    filters: &Filters,
    order: SimilarOrder,
) -> Result<Vec<Similar>, EngineError> {
    let story = engine.story(&document.id)?;
    let is_own = |hit: &Hit| story.iter().any(|copy| copy.id == hit.id);
    let request = SearchRequest {
        filters: filters.clone(),
        copies: Copies::Together,
        limit: LOOKED_AT,
        detail: Detail::Snippets(0),
        ..SearchRequest::new(carrying_query(engine, document)?)
    };
    let own_score = own_score(engine, &request, &is_own)?;
    let hits = engine.search(&request)?.hits.into_iter();
    let others = hits.filter(|hit| !is_own(hit)).map(|hit| Similar {
        similarity: (hit.score / own_score).min(1.0),
        hit,
    });
    let mut near: Vec<Similar> = others.filter(|it| it.similarity >= NEAR).collect();
    if order == SimilarOrder::Newest {
        let published = |it: &Similar| Some(it.hit.date.as_ref()?.value.timestamp());
        near.sort_by_key(|it| Reverse(published(it)));
    }
    Ok(near)
}

/// The score of the article itself, or of a copy, which has nearly all of its words; whatever the
/// filters are.
fn own_score(
    engine: &dyn Engine,
    request: &SearchRequest,
    is_own: &dyn Fn(&Hit) -> bool,
) -> Result<f32, EngineError> {
    let best = SearchRequest {
        filters: Filters::default(),
        detail: Detail::Id,
        limit: 10,
        ..request.clone()
    };
    let hits = engine.search(&best)?.hits;
    let own = hits.iter().find(|hit| is_own(hit)).or(hits.first());
    Ok(own.map_or(1.0, |hit| hit.score.max(f32::MIN_POSITIVE)))
}

/// A query for what an article is about.
fn carrying_query(engine: &dyn Engine, document: &Document) -> Result<Query, EngineError> {
    let num_articles = total(engine, Query::All)? as f32;
    let mut carrying = Vec::new();
    for (weight, part) in parts_of(&document.article) {
        let articles = total(engine, part.clone())? as f32;
        // The weight of Robertson and Sparck Jones, as BM25 has it.
        let rarity = ((num_articles - articles + 0.5) / (articles + 0.5) + 1.0).ln();
        carrying.push((weight * rarity, weight, part));
    }
    carrying.sort_by(|a, b| b.0.total_cmp(&a.0));
    carrying.truncate(MOST_PARTS);
    let boosted = carrying.into_iter().map(|(_, factor, part)| Query::Boost {
        weight: Weight::from_hundredths((factor * 100.0) as u32),
        of: Box::new(part),
    });
    let mut boosted: Vec<Query> = boosted.collect();
    Ok(match boosted.len() {
        0 => Query::Nothing,
        1 => boosted.remove(0),
        _ => Query::Or(boosted),
    })
}

fn total(engine: &dyn Engine, query: Query) -> Result<u64, EngineError> {
    let request = SearchRequest {
        limit: 0,
        ..SearchRequest::new(query)
    };
    Ok(engine.search(&request)?.total)
}

/// The words and names of an article that may carry it, each with a weight that grows with how
/// often it is there.
fn parts_of(article: &Article) -> Vec<(f32, Query)> {
    let word = |(count, text): (f32, String)| {
        let form = WordForm::Inflected;
        (1.0 + count.ln(), Query::Atom(Atom::Word { text, form }))
    };
    let mut parts: Vec<(f32, Query)> = words_of(article).into_iter().map(word).collect();
    for named in main_entities(article.entities.clone()) {
        let is_named = |it: &&Entity| it.kind == named.kind && it.name == named.name;
        let mentions = article.entities.iter().find(is_named);
        let mentions = mentions.map_or(1, |it| it.mentions.len().max(1));
        let phrase = phrase(&named.name).map(|phrase| (1.0 + (mentions as f32).ln(), phrase));
        parts.extend(phrase);
    }
    parts
}

/// A name of several words, which stand side by side.
fn phrase(name: &str) -> Option<Query> {
    let word = |text: &str| Atom::Word {
        text: text.to_owned(),
        form: WordForm::Exact,
    };
    let atoms: Vec<Atom> = name.split_whitespace().map(word).collect();
    let spread = Spread::SideBySide;
    (atoms.len() > 1).then_some(Query::Phrase { atoms, spread })
}

/// The most frequent words of an article that are no function words, each as it is first written,
/// and how often it is there in any inflection.
fn words_of(article: &Article) -> Vec<(f32, String)> {
    let code = article.language.as_deref();
    let mut counter = WordCounter {
        analyzer: Analyzer::of_few_words(),
        language: Language::of_article(code, &article.headline, &article.body),
        counts: HashMap::new(),
    };
    counter.add(&article.headline, |_| HEADLINE);
    counter.add(&article.body, |position| match position < LEAD_WORDS {
        true => LEAD,
        false => 1.0,
    });
    let mut words: Vec<(f32, String)> = counter.counts.into_values().collect();
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    words.truncate(LOOKED_UP);
    words
}

struct WordCounter {
    analyzer: Analyzer,
    language: Language,
    /// By stem: how often it is there, and a word that has it.
    counts: HashMap<String, (f32, String)>,
}

impl WordCounter {
    fn add(&mut self, text: &str, worth: impl Fn(u32) -> f32) {
        let mut words = self.analyzer.words(text);
        let mut token = WordToken::default();
        let mut stem = String::new();
        while words.next_into(&mut token) {
            let is_number = token.folded.chars().all(char::is_numeric);
            stem.clear();
            // What has no stem is a function word.
            let has_stem = self
                .analyzer
                .stem_term_into(self.language, &token.folded, &mut stem);
            if is_number || token.is_acronym || !has_stem {
                continue;
            }
            let word = || (0.0, token.folded.clone());
            let count = self.counts.entry(stem.clone()).or_insert_with(word);
            count.0 += worth(token.position);
        }
    }
}
