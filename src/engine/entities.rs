//! What engines tell of the entities of articles.

use crate::article::{Article, Entity, EntityKind, Part};

/// How many entities a hit names at most.
const MOST_MAIN: usize = 6;
/// How many mentions one in the headline is worth.
const HEADLINE_MENTIONS: usize = 4;

/// An entity by its canonical name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedEntity {
    /// What it is.
    pub kind: EntityKind,
    /// Its canonical name in the article.
    pub name: String,
}

/// Returns the people, organizations and places that an article is about: those it names most
/// often, the headline counting four times; equal ones in order of first mention; six at most.
pub fn main_entities(mut entities: Vec<Entity>) -> Vec<NamedEntity> {
    let weight = |entity: &Entity| {
        let is_headline = |part| part == Part::Headline;
        let mentions = entity.mentions.iter().map(|mention| mention.part);
        mentions
            .map(|part| {
                if is_headline(part) {
                    HEADLINE_MENTIONS
                } else {
                    1
                }
            })
            .sum::<usize>()
    };
    entities.retain(|entity| entity.kind != EntityKind::Other);
    entities.sort_by_key(|entity| std::cmp::Reverse(weight(entity)));
    let main = entities.into_iter().take(MOST_MAIN);
    main.map(|Entity { kind, name, .. }| NamedEntity { kind, name })
        .collect()
}

/// Returns the ways in which an article writes the name of an entity that are no part of its
/// canonical name, whatever the case of their letters: `NATO` beside "North Atlantic Treaty
/// Organization", but not `Putin` beside "Vladimir Putin".
pub fn other_spellings(entity: &Entity, article: &Article) -> Vec<String> {
    let name = words(&entity.name);
    let mut others: Vec<(Vec<String>, String)> = Vec::new();
    for spelling in entity.spellings(article) {
        let written = words(&spelling.text);
        let is_part =
            written.is_empty() || name.windows(written.len()).any(|part| *part == *written);
        if !is_part && others.iter().all(|(known, _)| *known != written) {
            others.push((written, spelling.text));
        }
    }
    others.into_iter().map(|(_, text)| text).collect()
}

fn words(name: &str) -> Vec<String> {
    name.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Mention;

    fn entity(kind: EntityKind, name: &str, body: &str, mentions: &[&str]) -> Entity {
        let mention = |text: &&str| {
            let start = body.find(text).unwrap();
            Mention {
                part: Part::Body,
                start,
                end: start + text.len(),
            }
        };
        Entity {
            kind,
            name: name.to_owned(),
            mentions: mentions.iter().map(mention).collect(),
        }
    }

    #[test]
    fn spellings_within_the_name_are_no_others() {
        let body = "The Northern Harbour\nAuthority (NHA), the AUTHORITY and the N.H.A. met.";
        let article = Article {
            body: body.to_owned(),
            ..Article::default()
        };
        let mentions = ["Northern Harbour\nAuthority", "NHA", "AUTHORITY", "N.H.A."];
        let name = "Northern Harbour Authority";
        let entity = entity(EntityKind::Organization, name, body, &mentions);
        assert_eq!(other_spellings(&entity, &article), ["NHA", "N.H.A."]);
    }

    #[test]
    fn an_article_is_about_those_it_names_most_often() {
        let body = "Roe met Ode. Ode left Kenya. A French aide stayed.";
        let roe = entity(EntityKind::Person, "Roe", body, &["Roe"]);
        let ode = entity(EntityKind::Person, "Ode", body, &["Ode", "Ode left"]);
        let kenya = entity(EntityKind::Place, "Kenya", body, &["Kenya"]);
        let french = entity(EntityKind::Other, "French", body, &["French"]);
        let main = main_entities(vec![roe, ode, kenya, french]);
        let names: Vec<_> = main.iter().map(|entity| entity.name.as_str()).collect();
        assert_eq!(names, ["Ode", "Roe", "Kenya"]);
    }
}
