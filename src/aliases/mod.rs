//! The names of one person, organization or place across articles.
//!
//! Within an article the recogniser gathers the mentions of a name; here the names under which
//! several articles know one thing are groups: [`Aliases`]. Groups come from a small list of this
//! program's ([`list`]), from what the articles of an index tell ([`learn`]), and from a file
//! that people may edit ([`mod@file`]). A query for one name of a group asks for all of them
//! ([`Aliases::widened`]). The index knows nothing of groups: a change of them holds at once.

pub mod file;
mod learn;
mod list;
mod spelling;
mod widen;

use std::collections::HashMap;

pub use learn::{Candidates, Companions, NameCount, Other, candidates, learn};
pub use list::listed;
pub use widen::{Widened, asks_for_names};

use crate::analysis::{WordToken, Words};
use crate::article::EntityKind;

/// Names of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is.
    pub kind: EntityKind,
    /// The name by which it is called.
    pub name: String,
    /// Its other names.
    pub spellings: Vec<String>,
}

impl Group {
    /// Returns all names, the one by which it is called first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.spellings.iter().map(String::as_str))
    }
}

/// Groups of names, no name in two groups of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    groups: Vec<Group>,
    /// The group of a name by its kind and its words as [`folded`].
    by_name: HashMap<(EntityKind, String), usize>,
}

impl Aliases {
    /// Gathers groups. A spelling that two of a kind claim is the first one's; a group whose name is in
    /// another adds its spellings to that.
    pub fn new(groups: impl IntoIterator<Item = Group>) -> Self {
        let mut aliases = Aliases::default();
        for group in groups {
            aliases.add(group);
        }
        aliases
    }

    fn add(&mut self, mut group: Group) {
        let kind = group.kind;
        let place_of = |name: &str| self.by_name.get(&(kind, folded(name))).copied();
        group
            .spellings
            .retain(|spelling| place_of(spelling).is_none());
        if group.spellings.is_empty() {
            return;
        }
        let place = place_of(&group.name).unwrap_or(self.groups.len());
        for name in group.names() {
            self.by_name.insert((kind, folded(name)), place);
        }
        match self.groups.get_mut(place) {
            Some(known) => known.spellings.append(&mut group.spellings),
            None => self.groups.push(group),
        }
    }

    /// Returns all groups in the order in which they came.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Returns the group that a name of this kind is in.
    pub fn group_of(&self, kind: EntityKind, name: &str) -> Option<&Group> {
        let index = self.by_name.get(&(kind, folded(name)))?;
        self.groups.get(*index)
    }

    /// Returns the name by which the bearer of a name is called.
    pub fn canonical<'a>(&'a self, kind: EntityKind, name: &'a str) -> &'a str {
        self.group_of(kind, name).map_or(name, |group| &group.name)
    }
}

/// Returns the words of a name without case, accents and signs, a space between them: two names
/// with the same words are one name to the index.
pub fn folded(name: &str) -> String {
    let mut words = Words::new(name).without_boundaries();
    let mut folded = String::with_capacity(name.len());
    let mut word = WordToken::default();
    while words.next_into(&mut word) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.folded);
    }
    folded
}

/// Tells whether the words of `part` stand side by side in `whole`, both folded.
pub fn contains_words(whole: &str, part: &str) -> bool {
    !part.is_empty() && format!(" {whole} ").contains(&format!(" {part} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(kind: EntityKind, name: &str, spellings: &[&str]) -> Group {
        Group {
            kind,
            name: name.to_owned(),
            spellings: spellings.iter().map(|s| (*s).to_owned()).collect(),
        }
    }

    #[test]
    fn a_name_is_found_by_its_words_whatever_its_signs() {
        let aliases = Aliases::new([group(
            EntityKind::Person,
            "Bashar al-Assad",
            &["Başar Esad"],
        )]);
        for name in ["bashar al assad", "BASAR ESAD", "Bashar al-Assad"] {
            let canonical = aliases.canonical(EntityKind::Person, name);
            assert_eq!(canonical, "Bashar al-Assad", "{name}");
        }
        assert_eq!(
            aliases.canonical(EntityKind::Place, "Başar Esad"),
            "Başar Esad"
        );
    }

    #[test]
    fn the_first_group_keeps_a_name_that_two_claim() {
        let aliases = Aliases::new([
            group(EntityKind::Place, "Kyiv", &["Kiev"]),
            group(EntityKind::Place, "Kiev", &["Kijev"]),
            group(EntityKind::Place, "Lviv", &["Kiev", "Lvov"]),
            group(EntityKind::Organization, "Kiev", &["FC Kiev"]),
        ]);
        let names: Vec<Vec<&str>> = aliases
            .groups()
            .iter()
            .map(|g| g.names().collect())
            .collect();
        let expected = [
            vec!["Kyiv", "Kiev", "Kijev"],
            vec!["Lviv", "Lvov"],
            vec!["Kiev", "FC Kiev"],
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn words_are_found_side_by_side() {
        assert!(contains_words("vladimir putin", "putin"));
        assert!(!contains_words("vladimir putina", "putin"));
        assert!(!contains_words("vladimir putin", ""));
    }
}
