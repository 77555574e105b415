//! What the articles of an index tell of one entity.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::entities::NamedEntity;
use super::request::Hit;
use crate::aliases::Aliases;
use crate::article::{Article, EntityKind};
use crate::query::Query;

/// A question for the articles that name somebody or something.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileRequest {
    /// The canonical names by which articles know the entity.
    pub names: Vec<NamedEntity>,
    /// What else the articles must be; all of them for [`Query::All`].
    pub condition: Query,
    /// By which names companions are counted.
    pub aliases: Arc<Aliases>,
    /// Number of companions of each kind to tell.
    pub companions: usize,
    /// Number of articles to tell, newest first.
    pub limit: usize,
}

/// What articles tell of an entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Number of articles that name it.
    pub articles: u64,
    /// How often they do.
    pub mentions: u64,
    /// How they write its name, most mentions first.
    pub spellings: Vec<SpellingCount>,
    /// Day of the first dated article, `2015-11-27`.
    pub first_day: Option<String>,
    /// Day of the last dated article.
    pub last_day: Option<String>,
    /// The people, organizations and places that most of the articles name, too: by kind, most
    /// articles first.
    pub companions: Vec<Companion>,
    /// The newest articles, without snippets; undated ones last.
    pub newest: Vec<Hit>,
}

/// One way in which articles write a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpellingCount {
    /// The text, with single spaces.
    pub text: String,
    /// How often it is written so.
    pub mentions: u64,
    /// In how many articles.
    pub articles: u64,
}

/// An entity that stands beside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// Its kind and name.
    pub entity: NamedEntity,
    /// Number of articles that name both.
    pub articles: u64,
}

/// Gathers a [`Profile`] from articles in any order.
#[derive(Clone)]
pub(super) struct ProfileBuilder<'a> {
    request: &'a ProfileRequest,
    articles: u64,
    mentions: u64,
    spellings: HashMap<String, (u64, u64)>,
    companions: HashMap<NamedEntity, u64>,
}

impl<'a> ProfileBuilder<'a> {
    pub(super) fn new(request: &'a ProfileRequest) -> Self {
        ProfileBuilder {
            request,
            articles: 0,
            mentions: 0,
            spellings: HashMap::new(),
            companions: HashMap::new(),
        }
    }

    /// Adds an article that names the entity.
    pub(super) fn add(&mut self, article: &Article) {
        self.articles += 1;
        let mut spellings: HashMap<String, u64> = HashMap::new();
        let mut companions = HashSet::new();
        for entity in &article.entities {
            let is_wanted =
                |named: &NamedEntity| named.kind == entity.kind && named.name == entity.name;
            if self.request.names.iter().any(is_wanted) {
                self.mentions += entity.mentions.len() as u64;
                for spelling in entity.spellings(article) {
                    *spellings.entry(spelling.text).or_default() += spelling.mentions;
                }
            } else if entity.kind != EntityKind::Other {
                let name = self.request.aliases.canonical(entity.kind, &entity.name);
                companions.insert(NamedEntity {
                    kind: entity.kind,
                    name: name.to_owned(),
                });
            }
        }
        for (text, mentions) in spellings {
            let count = self.spellings.entry(text).or_default();
            *count = (count.0 + mentions, count.1 + 1);
        }
        for companion in companions {
            *self.companions.entry(companion).or_default() += 1;
        }
    }

    /// Adds what another gathered from other articles.
    pub(super) fn merge(mut self, other: Self) -> Self {
        self.articles += other.articles;
        self.mentions += other.mentions;
        for (text, (mentions, articles)) in other.spellings {
            let count = self.spellings.entry(text).or_default();
            *count = (count.0 + mentions, count.1 + articles);
        }
        for (companion, articles) in other.companions {
            *self.companions.entry(companion).or_default() += articles;
        }
        self
    }

    /// Returns what was gathered; days and articles are to be filled in.
    pub(super) fn finish(self) -> Profile {
        let spelling = |(text, (mentions, articles))| SpellingCount {
            text,
            mentions,
            articles,
        };
        let mut spellings: Vec<_> = self.spellings.into_iter().map(spelling).collect();
        spellings.sort_by(|a, b| {
            b.mentions
                .cmp(&a.mentions)
                .then_with(|| a.text.cmp(&b.text))
        });
        let companion = |(entity, articles)| Companion { entity, articles };
        let all: Vec<Companion> = self.companions.into_iter().map(companion).collect();
        Profile {
            articles: self.articles,
            mentions: self.mentions,
            spellings,
            companions: most_frequent(all, self.request.companions),
            ..Profile::default()
        }
    }
}

/// The first `top` of each kind.
fn most_frequent(mut companions: Vec<Companion>, top: usize) -> Vec<Companion> {
    companions.sort_by(|a, b| {
        let by_kind = a.entity.kind.cmp(&b.entity.kind);
        let by_count = b.articles.cmp(&a.articles);
        by_kind
            .then(by_count)
            .then_with(|| a.entity.name.cmp(&b.entity.name))
    });
    let mut of_kind = [0; EntityKind::ALL.len()];
    companions.retain(|companion| {
        let count = &mut of_kind[companion.entity.kind as usize];
        *count += 1;
        *count <= top
    });
    companions
}
