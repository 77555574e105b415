//! The names of all articles, one after another.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::aliases::{NameCount, Other, contains_words, folded};
use crate::article::{Article, EntityKind};
use crate::engine::names::Names;
use crate::engine::other_spellings;

pub(super) fn names<'a>(articles: impl Iterator<Item = &'a Article>) -> Names {
    let mut names = Names::default();
    let mut others: BTreeMap<(EntityKind, String, String), u64> = BTreeMap::new();
    for article in articles {
        let mut ids = Vec::new();
        for entity in &article.entities {
            let is_same =
                |known: &NameCount| known.kind == entity.kind && known.name == entity.name;
            let known = names.names.iter().position(is_same);
            ids.push(known.unwrap_or(names.names.len()) as u32);
            if known.is_none() {
                names.names.push(NameCount {
                    kind: entity.kind,
                    name: entity.name.clone(),
                    articles: 0,
                });
            }
            for spelling in other_spellings(entity, article) {
                let key = (entity.kind, spelling, entity.name.clone());
                *others.entry(key).or_default() += 1;
            }
        }
        names.add_article(ids);
    }
    let other = |((kind, spelling, name), articles)| Other {
        kind,
        spelling,
        name,
        articles,
    };
    names.others = others.into_iter().map(other).collect();
    names.drop_singles();
    names
}

/// Returns the names in which the words of a phrase stand side by side, and those that are spelled
/// so.
pub(super) fn names_with(names: &Names, phrases: &[&str]) -> Vec<NameCount> {
    let has_words = |name: &str| {
        let mut phrases = phrases.iter();
        phrases.any(|words| contains_words(&folded(name), &folded(words)))
    };
    let is_spelled_so = |name: &&NameCount| {
        let mut others = names.others.iter();
        others.any(|other| {
            other.kind == name.kind && other.name == name.name && has_words(&other.spelling)
        })
    };
    let found = names.names.iter();
    let mut found: Vec<NameCount> = found
        .filter(|name| has_words(&name.name) || is_spelled_so(name))
        .cloned()
        .collect();
    found.sort_by(|a, b| {
        let key = |name: &NameCount| (Reverse(name.articles), name.kind);
        key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
    });
    found
}
