//! `aliases.toml`: the groups of names that people see and edit.
//!
//! ```toml
//! [[alias]]
//! kind = "person"                  # person, organization, place or other
//! name = "Volodymyr Zelensky"      # how it is called
//! spellings = ["Volodymyr Zelenskyy", "Vladimir Zelensky"]
//! from = "articles"                # list, articles; anything else is yours
//! active = true                    # false: these names stay apart
//! ```
//!
//! What stands in the file is never changed by the program: it only adds groups at its end. A group
//! whose name is in another adds its spellings to that one, so that names which come later find
//! their place; a name in an inactive group is never added again.

use std::collections::HashMap;
use std::fmt::Write;

use serde::Deserialize;

use super::{Group, folded};
use crate::article::EntityKind;

/// The comment with which a file begins that the program made.
const HEAD: &str = "\
# Names that are one, for `search query person:NAME` and its like, `search entity` and `search entities`.
# `search index` adds what it learns at the end and never changes what is here: edit as you like.
# `active = false` keeps the names of a group apart. `--no-aliases` does so for one command.
";

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AliasFile {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    group: Group,
    is_active: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    #[serde(default)]
    alias: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    kind: Kind,
    name: String,
    spellings: Vec<String>,
    #[serde(default, rename = "from")]
    _from: Option<String>,
    #[serde(default = "yes")]
    active: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Person,
    #[serde(alias = "org")]
    Organization,
    Place,
    Other,
}

fn yes() -> bool {
    true
}

/// Reads the text of a file.
///
/// # Errors
///
/// What was expected and found, with the line, when it is no such file.
pub fn read(text: &str) -> Result<AliasFile, toml::de::Error> {
    let tables: Tables = toml::from_str(text)?;
    let entry = |table: Table| Entry {
        group: Group {
            kind: match table.kind {
                Kind::Person => EntityKind::Person,
                Kind::Organization => EntityKind::Organization,
                Kind::Place => EntityKind::Place,
                Kind::Other => EntityKind::Other,
            },
            name: table.name,
            spellings: table.spellings,
        },
        is_active: table.active,
    };
    Ok(AliasFile {
        entries: tables.alias.into_iter().map(entry).collect(),
    })
}

impl AliasFile {
    /// Returns the active groups in their order.
    pub fn groups(&self) -> Vec<Group> {
        let active = self.entries.iter().filter(|entry| entry.is_active);
        active.map(|entry| entry.group.clone()).collect()
    }

    /// Returns what `groups` say beyond the file: groups whole, or for those of which it has an active
    /// group already the names that it lacks, under the name of that group. Who has a name in an
    /// inactive group is left out.
    pub fn unsaid<'g>(&self, groups: impl IntoIterator<Item = &'g Group>) -> Vec<Group> {
        let mut said: HashMap<(EntityKind, String), &Entry> = HashMap::new();
        for entry in &self.entries {
            for name in entry.group.names() {
                said.entry((entry.group.kind, folded(name)))
                    .or_insert(entry);
            }
        }
        let unsaid = |group: &Group| {
            let entry_of = |name: &str| said.get(&(group.kind, folded(name))).copied();
            let known: Vec<&Entry> = group.names().filter_map(entry_of).collect();
            let Some(first) = known.first() else {
                return Some(group.clone());
            };
            let lacking = group.names().filter(|name| entry_of(name).is_none());
            let more = Group {
                kind: group.kind,
                name: first.group.name.clone(),
                spellings: lacking.map(str::to_owned).collect(),
            };
            let is_told = known.iter().all(|entry| entry.is_active) && !more.spellings.is_empty();
            is_told.then_some(more)
        };
        groups.into_iter().filter_map(unsaid).collect()
    }
}

/// Returns the text to be put at the end of a file, `is_empty` or not, for groups that came from
/// `from`, a word.
pub fn addition(groups: &[(&Group, &str)], is_empty: bool) -> String {
    let mut text = if is_empty {
        HEAD.to_owned()
    } else {
        String::new()
    };
    for (group, from) in groups {
        let quoted = |name: &str| toml::Value::from(name).to_string();
        let spellings: Vec<String> = group.spellings.iter().map(|name| quoted(name)).collect();
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "\n[[alias]]\nkind = \"{}\"\nname = {}\nspellings = [{}]\nfrom = \"{from}\"\nactive = true\n",
            group.kind.as_str(),
            quoted(&group.name),
            spellings.join(", "),
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, spellings: &[&str]) -> Group {
        Group {
            kind: EntityKind::Person,
            name: name.to_owned(),
            spellings: spellings.iter().map(|s| (*s).to_owned()).collect(),
        }
    }

    #[test]
    fn what_was_added_is_read_back() {
        let quoted = group("Ilya \"Bear\" Markov\\", &["Élie Markow", "'Bear'\n"]);
        let plain = group("Ada Holm", &["A. Holm"]);
        let text = addition(&[(&quoted, "articles")], true) + &addition(&[(&plain, "list")], false);
        assert_eq!(read(&text).unwrap().groups(), [quoted, plain]);
    }

    #[test]
    fn an_inactive_group_is_none_and_its_names_are_not_added_again() {
        let text = addition(&[(&group("Ada Holm", &["A. Holm"]), "articles")], true);
        let file = read(&text.replace("active = true", "active = false")).unwrap();
        assert_eq!(file.groups(), []);
        let other = group("Vera Kolmar", &["V. Kolmar"]);
        let same = group("ADA HOLM", &["Ada B. Holm"]);
        assert_eq!(file.unsaid([&same, &other]), [other]);
    }

    #[test]
    fn of_a_group_that_is_there_the_names_that_it_lacks_are_added() {
        let text = addition(&[(&group("Ada Holm", &["A. Holm"]), "articles")], true);
        let file = read(&text).unwrap();
        let fuller = group("A. Holm", &["Ada Holm", "Ada B. Holm"]);
        assert_eq!(
            file.unsaid([&fuller]),
            [group("Ada Holm", &["Ada B. Holm"])]
        );
        assert_eq!(file.unsaid([&group("A. Holm", &["Ada Holm"])]), []);
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_what_was_expected() {
        for (text, message) in [
            (
                "[[alias]]\nkind = \"persn\"\n",
                "unknown variant `persn`, expected one of",
            ),
            (
                "[[alias]]\nkind = \"person\"\nname = \"A\"\n",
                "missing field `spellings`",
            ),
            ("[[alia]]\n", "unknown field `alia`, expected `alias`"),
            ("[[alias]\n", "line 1"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(message) && error.contains("line"), "{error}");
        }
    }
}
