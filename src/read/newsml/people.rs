//! The authors of a story, and the agency that they work for.

use crate::read::byline;
use crate::read::xml::{Element, Role, Tree, paragraphs};
use crate::text::normalize::clean_line;

/// Words before the name of an author, lower case.
const BY: &[&str] = &["by ", "par ", "por "];

/// Such words that are part of some names too, and stand before a whole name.
const PERHAPS_BY: &[&str] = &["af ", "av ", "door ", "von "];

/// Words in the name of an organisation, lower case.
const ORGANISATION_WORDS: &[&str] = &[
    "agence",
    "agency",
    "agencia",
    "agentur",
    "agenzia",
    "broadcasting",
    "inc",
    "ltd",
    "media",
    "network",
    "news",
    "newspaper",
    "newspapers",
    "press",
    "presse",
    "reuters",
    "service",
    "wire",
];

/// Finds the authors: the creators that are people, else those of the byline.
pub(super) fn authors(tree: &Tree<'_>, at: usize) -> Vec<String> {
    let creators = creators(tree, at);
    let people = creators.iter().filter(|creator| !creator.is_organisation);
    let people = unique(people.flat_map(|creator| byline::names(&creator.name)));
    if people.is_empty() {
        of_bylines(tree, at)
    } else {
        people
    }
}

/// The organisation that made the story, when it says so.
pub(super) fn organisation(tree: &Tree<'_>, at: usize) -> Option<String> {
    let mut creators = creators(tree, at).into_iter();
    creators
        .find(|creator| creator.is_organisation)
        .map(|creator| creator.name)
}

struct Creator {
    name: String,
    is_organisation: bool,
}

fn creators(tree: &Tree<'_>, at: usize) -> Vec<Creator> {
    let elements = tree.within(at).filter(|(_, e)| e.name == "creator");
    let creators = elements.filter_map(|(at, element)| {
        let mut children = tree.children(at);
        let (_, name) = children.find(|(_, inner)| inner.name == "name")?;
        let name = clean_line(&name.text());
        let is_organisation = is_organisation(element, &name);
        (!name.is_empty()).then_some(Creator {
            name,
            is_organisation,
        })
    });
    creators.collect()
}

/// An organisation is told by its kind, by the site that stands for it, or by its name.
fn is_organisation(creator: &Element<'_>, name: &str) -> bool {
    let kind = creator.attribute("type").unwrap_or_default();
    let code = creator.attribute("qcode").unwrap_or_default();
    let name = name.to_lowercase();
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    kind.contains("organi")
        || code.starts_with("web:")
        || words.any(|word| ORGANISATION_WORDS.contains(&word))
}

fn of_bylines(tree: &Tree<'_>, at: usize) -> Vec<String> {
    let bylines: Vec<(usize, &Element<'_>)> = tree
        .within(at)
        .filter(|(_, e)| matches!(e.name, "by" | "byline"))
        .collect();
    let is_normalized = |element: &Element<'_>| {
        let class = element.attribute("class").unwrap_or_default();
        class.contains("normalized")
    };
    if let Some((_, element)) = bylines.iter().find(|(_, e)| is_normalized(e)) {
        let names = byline::names(&element.text());
        return unique(names.iter().map(|name| in_order(name)));
    }
    let names = bylines.iter().map(|(at, element)| {
        let people = tree.within(*at).filter(|(_, e)| e.name == "person");
        let people: Vec<String> = people
            .map(|(_, person)| clean_line(&person.text()))
            .collect();
        let lines = if people.is_empty() {
            // The title of an author, which NITF marks, is no name.
            let role = |name: &str| {
                if name == "byttl" {
                    Role::Gone
                } else {
                    Role::Words
                }
            };
            paragraphs(element.inner, role)
        } else {
            people
        };
        unique(
            lines
                .iter()
                .flat_map(|line| byline::names(without_by(line))),
        )
    });
    names
        .into_iter()
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn without_by(line: &str) -> &str {
    let after = |words: &[&str]| {
        let mut lengths = words.iter().map(|word| word.len());
        let is_start = |length: &usize| {
            let start = line.get(..*length).map(str::to_lowercase);
            start.is_some_and(|start| words.contains(&start.as_str()))
        };
        lengths
            .find(is_start)
            .map(|length| line[length..].trim_start())
    };
    let is_whole_name = |name: &&str| name.contains(' ');
    after(BY)
        .or_else(|| after(PERHAPS_BY).filter(is_whole_name))
        .unwrap_or(line)
}

/// A name as it is spoken: `Lee, Ann` is `Ann Lee`.
fn in_order(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given)) if !given.contains(',') => format!("{given} {family}"),
        _ => name.to_owned(),
    }
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_name_goes() {
        for (line, expected) in [
            ("Par Ann Lee", "Ann Lee"),
            ("POR ANN LEE", "ANN LEE"),
            ("von Ann Lee", "Ann Lee"),
            ("Von Lee", "Von Lee"),
            ("Parker Lee", "Parker Lee"),
            ("Éa", "Éa"),
        ] {
            assert_eq!(without_by(line), expected);
        }
        assert_eq!(in_order("Lee, Ann M"), "Ann M Lee");
    }
}
