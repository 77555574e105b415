//! Saved queries: a name that stands for a query in another one, as if that stood there in
//! parentheses.
//!
//! ```text
//! europe = place:(france OR germany)
//! saved:europe ferry   ->   place:(france OR germany) AND ferry
//! ```
//!
//! A saved query means the same wherever it is used: its words are all required, also where those
//! around it are not.

use std::collections::{BTreeMap, HashMap};

use super::lexer::{Kind, Token};
use super::parser::{Join, ParseOptions, Parsed, QueryError, parse_with};
use super::repair::Repairs;
use super::tree::Query;
use crate::text::nearest::nearest;

/// How deep saved queries may use one another.
pub const MAX_SAVED_DEPTH: usize = 8;
/// The greatest number of nodes of all trees that stand for saved queries in one query.
pub const MAX_SAVED_NODES: usize = 1 << 16;

/// Texts of queries by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedQueries {
    texts: BTreeMap<String, String>,
}

/// No saved queries.
pub(super) static NONE: SavedQueries = SavedQueries {
    texts: BTreeMap::new(),
};

impl SavedQueries {
    /// Gathers queries from pairs of name and text; of a name that comes twice the last counts.
    pub fn new(queries: impl IntoIterator<Item = (String, String)>) -> Self {
        SavedQueries {
            texts: queries.into_iter().collect(),
        }
    }

    /// Returns the text of a query.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Returns names and texts, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Returns what to do about a name that there is not: the nearest one that there is, or some.
    pub fn hint(&self, name: &str) -> String {
        const MOST: usize = 8;
        let names = self.texts.keys().map(String::as_str);
        if let Some(near) = nearest(name, names.clone()) {
            return format!("did you mean `{near}`?");
        }
        let shown: Vec<String> = names.take(MOST).map(|name| format!("`{name}`")).collect();
        let more = if self.texts.len() > MOST { ", …" } else { "" };
        match shown.as_slice() {
            [] => "there are no saved queries".to_owned(),
            shown => format!("saved queries are {}{more}", shown.join(", ")),
        }
    }
}

/// Tells whether a query can be saved under `name`, which is read up to the first other character.
pub fn is_saved_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_name_character)
}

/// Tells whether `c` may be part of the name of a saved query.
pub(super) fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// Reads saved queries into trees, each once.
pub(super) struct Expander<'a> {
    saved: &'a SavedQueries,
    /// The names whose texts are being read, each used by the one before.
    open: Vec<String>,
    read: HashMap<String, Parsed>,
    num_nodes: usize,
}

impl<'a> Expander<'a> {
    pub(super) fn new(saved: &'a SavedQueries) -> Self {
        Expander {
            saved,
            open: Vec::new(),
            read: HashMap::new(),
            num_nodes: 0,
        }
    }

    /// Puts trees in the place of the names, and says what was repaired in the texts.
    pub(super) fn expand(
        &mut self,
        tokens: &mut [Token],
        options: &ParseOptions<'_>,
        repairs: &mut Repairs,
    ) -> Result<(), QueryError> {
        for token in tokens {
            let Kind::Saved(name) = &token.kind else {
                continue;
            };
            let is_first = !self.read.contains_key(name);
            let parsed = self.tree(name, options)?;
            if is_first {
                for repair in &parsed.warnings {
                    let message = format!("in the saved query `{name}`: {}", repair.message);
                    repairs.say(token.range.clone(), message);
                }
            }
            token.kind = Kind::Leaf(parsed.query);
        }
        Ok(())
    }

    fn tree(&mut self, name: &str, options: &ParseOptions<'_>) -> Result<Parsed, QueryError> {
        let parsed = match self.read.get(name) {
            Some(parsed) => parsed.clone(),
            None => self.read_text(name, options)?,
        };
        self.num_nodes += num_nodes(&parsed.query);
        if self.num_nodes > MAX_SAVED_NODES {
            return Err(QueryError::SavedTooLarge {
                name: name.to_owned(),
            });
        }
        Ok(parsed)
    }

    fn read_text(&mut self, name: &str, options: &ParseOptions<'_>) -> Result<Parsed, QueryError> {
        if let Some(first) = self.open.iter().position(|open| open == name) {
            let mut names = self.open.split_off(first);
            names.push(name.to_owned());
            return Err(QueryError::SavedCycle { names });
        }
        if self.open.len() >= MAX_SAVED_DEPTH {
            return Err(QueryError::SavedTooDeep {
                name: name.to_owned(),
            });
        }
        let inner = ParseOptions {
            join: Join::All,
            is_literal: false,
            ..*options
        };
        self.open.push(name.to_owned());
        let saved = self.saved;
        let parsed = parse_with(saved.get(name).unwrap_or_default(), &inner, self)?;
        self.open.pop();
        self.read.insert(name.to_owned(), parsed.clone());
        Ok(parsed)
    }
}

/// The number of operators and operands of a tree.
fn num_nodes(query: &Query) -> usize {
    1 + match query {
        Query::Phrase { atoms, .. } => atoms.len(),
        Query::Near { left, right, .. } => num_nodes(left) + num_nodes(right),
        Query::AtLeast { of, .. }
        | Query::In { of, .. }
        | Query::Boost { of, .. }
        | Query::Not(of) => num_nodes(of),
        Query::And(operands) | Query::Or(operands) => operands.iter().map(num_nodes).sum(),
        Query::Atom(_) | Query::All | Query::Nothing | Query::Date(_) => 0,
    }
}
