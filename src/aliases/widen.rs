//! Asking for all names of a group where a query names one of them.

use super::{Aliases, Group, contains_words, folded};
use crate::article::EntityKind;
use crate::query::{Atom, Field, Query, Spread, WordForm};

/// A name of a query, and what else is asked for with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widened {
    /// The field in which it was sought.
    pub field: Field,
    /// The name as it was read.
    pub name: String,
    /// The groups that have a name with these words.
    pub groups: Vec<Group>,
}

impl Aliases {
    /// Returns the query that finds an article by all names of those whom it asks for by one, and
    /// what became wider. Patterns stand for themselves alone.
    pub fn widened(&self, query: Query) -> (Query, Vec<Widened>) {
        let mut widened = Vec::new();
        let query = match self.is_empty() {
            true => query,
            false => self.tree(query, &mut widened),
        };
        (query, widened)
    }

    fn tree(&self, query: Query, widened: &mut Vec<Widened>) -> Query {
        let mut all = |queries: Vec<Query>| -> Vec<Query> {
            queries
                .into_iter()
                .map(|query| self.tree(query, widened))
                .collect()
        };
        match query {
            Query::And(operands) => Query::And(all(operands)),
            Query::Or(operands) => Query::Or(all(operands)),
            Query::Not(of) => Query::Not(Box::new(self.tree(*of, widened))),
            Query::Boost { weight, of } => Query::Boost {
                weight,
                of: Box::new(self.tree(*of, widened)),
            },
            Query::In { field, of } => match kinds(field) {
                [] => Query::In { field, of },
                kinds => Query::In {
                    field,
                    of: Box::new(self.names(*of, (field, kinds), widened)),
                },
            },
            other => other,
        }
    }

    /// Widens what stands in a field of names.
    fn names(&self, query: Query, scope: Scope, widened: &mut Vec<Widened>) -> Query {
        let mut all = |queries: Vec<Query>| -> Vec<Query> {
            queries
                .into_iter()
                .map(|query| self.names(query, scope, widened))
                .collect()
        };
        match query {
            Query::And(operands) => Query::And(all(operands)),
            Query::Or(operands) => any_of(all(operands)),
            Query::Not(of) => Query::Not(Box::new(self.names(*of, scope, widened))),
            Query::Boost { weight, of } => Query::Boost {
                weight,
                of: Box::new(self.names(*of, scope, widened)),
            },
            Query::Atom(_) | Query::Phrase { .. } => self.name(query, scope, widened),
            other => other,
        }
    }

    fn name(&self, query: Query, (field, kinds): Scope, widened: &mut Vec<Widened>) -> Query {
        let Some(name) = plain_name(&query) else {
            return query;
        };
        let words = folded(&name);
        let has_words = |name: &str| contains_words(&folded(name), &words);
        let wanted = self
            .groups
            .iter()
            .filter(|group| kinds.contains(&group.kind) && group.names().any(has_words));
        let groups: Vec<Group> = wanted.map(|group| group.sought(&words)).collect();
        let others = groups.iter().flat_map(Group::names);
        let others: Vec<Query> = others.filter(|name| !has_words(name)).map(exact).collect();
        if others.is_empty() {
            return query;
        }
        widened.push(Widened {
            field,
            name,
            groups,
        });
        any_of(std::iter::once(query).chain(others).collect())
    }
}

/// Tells whether a query asks for the name of a person, an organization or a place anywhere.
pub fn asks_for_names(query: &Query) -> bool {
    match query {
        Query::In { field, .. } => !kinds(*field).is_empty(),
        Query::And(operands) | Query::Or(operands) => operands.iter().any(asks_for_names),
        Query::Not(of) | Query::Boost { of, .. } => asks_for_names(of),
        _ => false,
    }
}

impl Group {
    /// Returns the group without the names by which it is not to be sought: the family name of a
    /// person alone would find all who have it, unless it is what was asked for.
    fn sought(&self, words: &str) -> Group {
        let is_sought = |name: &&String| {
            let name = folded(name);
            self.kind != EntityKind::Person || name.contains(' ') || name == words
        };
        let all = [std::slice::from_ref(&self.name), &self.spellings].concat();
        let mut names = all.iter().filter(is_sought).cloned();
        Group {
            kind: self.kind,
            name: names.next().unwrap_or_default(),
            spellings: names.collect(),
        }
    }
}

/// A field of names and the kinds of them.
type Scope = (Field, &'static [EntityKind]);

fn kinds(field: Field) -> &'static [EntityKind] {
    match field {
        Field::Entity => &EntityKind::ALL,
        Field::Person => &[EntityKind::Person],
        Field::Organization => &[EntityKind::Organization],
        Field::Place => &[EntityKind::Place],
        _ => &[],
    }
}

/// The words that are sought side by side as they stand; `None` for patterns.
fn plain_name(query: &Query) -> Option<String> {
    let word = |atom: &Atom| match atom {
        Atom::Word { text, .. } => Some(text.clone()),
        _ => None,
    };
    match query {
        Query::Atom(atom) => word(atom),
        Query::Phrase {
            atoms,
            spread: Spread::SideBySide,
        } => Some(
            atoms
                .iter()
                .map(word)
                .collect::<Option<Vec<_>>>()?
                .join(" "),
        ),
        _ => None,
    }
}

/// The words of a name, side by side.
fn exact(name: &str) -> Query {
    Query::Atom(Atom::Word {
        text: name.to_owned(),
        form: WordForm::Exact,
    })
}

/// An OR of operands none of which is an OR, and no two the same.
fn any_of(operands: Vec<Query>) -> Query {
    let mut flat: Vec<Query> = Vec::new();
    for operand in operands {
        let inner = match operand {
            Query::Or(inner) => inner,
            other => vec![other],
        };
        for query in inner {
            if !flat.contains(&query) {
                flat.push(query);
            }
        }
    }
    match flat.len() {
        1 => flat.remove(0),
        _ => Query::Or(flat),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{ParseOptions, parse};

    fn widened(query: &str) -> String {
        let group = |kind, name: &str, spelling: &str| Group {
            kind,
            name: name.to_owned(),
            spellings: vec![spelling.to_owned()],
        };
        let aliases = Aliases::new([
            group(EntityKind::Person, "Ilya Markov", "Elijah Markow"),
            group(EntityKind::Place, "Kyiv", "Kiev"),
            group(EntityKind::Person, "Ada Holm", "Holm"),
        ]);
        let query = parse(query, &ParseOptions::new(jiff::civil::date(2026, 1, 1)))
            .unwrap()
            .query;
        aliases.widened(query).0.to_string()
    }

    #[test]
    fn one_name_of_a_group_asks_for_all() {
        for (query, expected) in [
            ("person:markow", r"person:(markow OR =Ilya\ Markov)"),
            (
                r#"person:"ilya markov""#,
                r#"person:("ilya markov" OR =Elijah\ Markow)"#,
            ),
            ("-place:kiev storm", "NOT place:(kiev OR =Kyiv) AND storm"),
            // Others are called Holm, too.
            (r#"person:"ada holm""#, r#"person:"ada holm""#),
            ("person:holm", "person:holm"),
            ("entity:kyiv", "entity:(kyiv OR =Kiev)"),
            ("place:(kiev OR oslo)", "place:(kiev OR =Kyiv OR oslo)"),
        ] {
            assert_eq!(widened(query), expected, "{query}");
        }
    }

    #[test]
    fn words_of_the_text_patterns_and_other_kinds_stay_as_they_are() {
        for query in ["markow", "person:kiev", "place:kie*", "by:markow"] {
            assert_eq!(widened(query), query);
        }
    }
}
