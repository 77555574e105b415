//! `saved.toml`: queries by their names, as people see and edit them.
//!
//! ```toml
//! ferries = "ferry OR boat"
//! europe = { query = "place:(France OR Germany)", alert = false }
//! ```
//!
//! What stands in the file is kept as it is when a query is added or removed, comments too.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::cli::toml_place::{Mistake, kind, parse};
use crate::query::{SavedQueries, is_saved_name};
use crate::text::nearest::nearest;

/// The comment with which a file begins that the program made.
const HEAD: &str = "\
# Saved queries: `saved:NAME` in any query, `search alert run` for what is new of each.
# `NAME = { query = \"…\", alert = false }` is one that other queries use and that is no alert.
";

/// The keys of a query that is more than a text.
const KEYS: [&str; 2] = ["query", "alert"];

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct SavedFile {
    text: String,
    entries: Vec<Entry>,
}

/// A saved query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Entry {
    pub(in crate::cli) name: String,
    pub(in crate::cli) query: String,
    /// Whether it is run as an alert.
    pub(in crate::cli) is_alert: bool,
    /// Where in the text its name stands.
    place: Range<usize>,
    /// Where its value ends.
    end: usize,
}

impl SavedFile {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// The first mistake.
    pub(in crate::cli) fn read(text: String) -> Result<Self, Mistake> {
        let entries = entries(&text)?;
        Ok(SavedFile { text, entries })
    }

    /// The text.
    pub(in crate::cli) fn text(&self) -> &str {
        &self.text
    }

    /// The queries, ordered by name.
    pub(in crate::cli) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The query of this name.
    pub(in crate::cli) fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The texts of the queries.
    pub(in crate::cli) fn queries(&self) -> SavedQueries {
        let entries = self.entries.iter();
        SavedQueries::new(entries.map(|entry| (entry.name.clone(), entry.query.clone())))
    }

    /// The file with one more query at its end.
    ///
    /// # Errors
    ///
    /// When the name cannot be one, or is taken.
    pub(in crate::cli) fn with(
        &self,
        name: &str,
        query: &str,
        is_alert: bool,
    ) -> anyhow::Result<Self> {
        anyhow::ensure!(
            is_saved_name(name),
            "`{name}` cannot be the name of a query: expected letters, digits, `-` and `_` alone"
        );
        anyhow::ensure!(
            self.find(name).is_none(),
            "there is a saved query `{name}` already: remove it first, or take another name"
        );
        let mut text = self.text.clone();
        if text.trim().is_empty() {
            text.insert_str(0, HEAD);
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let key = toml_key(name);
        let query = toml::Value::from(query).to_string();
        let alert = if is_alert { "" } else { "alert = false\n" };
        text += &match (self.has_headers(), is_alert) {
            (true, _) => format!("\n[{key}]\nquery = {query}\n{alert}"),
            (false, true) => format!("{key} = {query}\n"),
            (false, false) => format!("{key} = {{ query = {query}, alert = false }}\n"),
        };
        Ok(SavedFile::read(text)?)
    }

    /// The file without a query.
    ///
    /// # Errors
    ///
    /// When there is none of this name, or it is written so that it cannot be cut out.
    pub(in crate::cli) fn without(&self, name: &str) -> anyhow::Result<Self> {
        let Some(entry) = self.find(name) else {
            anyhow::bail!(
                "there is no saved query `{name}`: {}",
                self.queries().hint(name)
            );
        };
        let start = line_start(&self.text, entry.place.start);
        let end = match self.is_header(entry) {
            true => next_header(&self.text, entry.place.end),
            false => line_end(&self.text, entry.end),
        };
        let mut text = self.text.clone();
        text.replace_range(start..end, "");
        let rest = SavedFile::read(text).ok();
        let others = self.entries.iter().filter(|other| other.name != name);
        let said = |entry: &Entry| (entry.name.clone(), entry.query.clone(), entry.is_alert);
        let expected: Vec<_> = others.map(said).collect();
        let is_right =
            |rest: &SavedFile| rest.entries.iter().map(said).eq(expected.iter().cloned());
        rest.filter(is_right).ok_or_else(|| {
            anyhow::anyhow!("cannot cut `{name}` out of the file: delete it there yourself")
        })
    }

    /// Tells whether a line that is added at the end would belong to a table.
    fn has_headers(&self) -> bool {
        self.entries.iter().any(|entry| self.is_header(entry))
    }

    /// Tells whether a query is a table with a line of its own for its name.
    fn is_header(&self, entry: &Entry) -> bool {
        let start = line_start(&self.text, entry.place.start);
        self.text[start..].trim_start().starts_with('[')
    }
}

fn entries(text: &str) -> Result<Vec<Entry>, Mistake> {
    let root = parse(text)?;
    let mut entries = Vec::new();
    for (key, value) in root.get_ref().iter() {
        let name = key.get_ref().as_ref();
        if !is_saved_name(name) {
            let message =
                format!("`{name}`: expected a name of letters, digits, `-` and `_` alone");
            return Err(Mistake::at(&key.span(), text, message));
        }
        let (query, is_alert) = match value.get_ref() {
            DeValue::String(query) => (query.clone().into_owned(), true),
            DeValue::Table(table) => query_of(name, key.span(), table, text)?,
            other => {
                let message = format!(
                    "`{name}`: expected a query in quotes, but found {}",
                    kind(other)
                );
                return Err(Mistake::at(&value.span(), text, message));
            }
        };
        entries.push(Entry {
            name: name.to_owned(),
            query,
            is_alert,
            place: key.span(),
            end: value.span().end,
        });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

fn query_of(
    name: &str,
    place: Range<usize>,
    table: &DeTable<'_>,
    text: &str,
) -> Result<(String, bool), Mistake> {
    let mut query = None;
    let mut is_alert = true;
    for (key, value) in table.iter() {
        let mistake = |message| Err(Mistake::at(&key.span(), text, message));
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("query", DeValue::String(said)) => query = Some(said.clone().into_owned()),
            ("alert", DeValue::Boolean(said)) => is_alert = *said,
            ("query", other) => {
                return mistake(format!(
                    "`query`: expected a query in quotes, but found {}",
                    kind(other)
                ));
            }
            ("alert", other) => {
                return mistake(format!(
                    "`alert`: expected `true` or `false`, but found {}",
                    kind(other)
                ));
            }
            (other, _) => {
                let hint = nearest(other, KEYS)
                    .map_or("expected `query` or `alert`".to_owned(), |near| {
                        format!("did you mean `{near}`?")
                    });
                return mistake(format!(
                    "there is no key `{other}` in a saved query: {hint}"
                ));
            }
        }
    }
    let missing = || Mistake::at(&place, text, format!("`{name}` has no `query`"));
    Ok((query.ok_or_else(missing)?, is_alert))
}

/// A name as a key: in quotes where TOML wants them.
fn toml_key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    match name.chars().all(is_bare) {
        true => name.to_owned(),
        false => toml::Value::from(name).to_string(),
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Where the next table begins, or the text ends.
fn next_header(text: &str, at: usize) -> usize {
    let mut start = line_end(text, at);
    while start < text.len()
        && !text[start..]
            .trim_start_matches([' ', '\t'])
            .starts_with('[')
    {
        start = line_end(text, start);
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SavedFile {
        SavedFile::read(text.to_owned()).unwrap()
    }

    fn said(file: &SavedFile) -> Vec<(&str, &str, bool)> {
        let entries = file.entries().iter();
        entries
            .map(|entry| (entry.name.as_str(), entry.query.as_str(), entry.is_alert))
            .collect()
    }

    #[test]
    fn what_was_added_is_read_back_and_what_was_there_stays() {
        let by_hand = "# mine\nb = 'x \"y\"' # why\n";
        let added = file(by_hand).with("Öl", "oil \"a\\b\"\nx", true).unwrap();
        let added = added.with("a", "z", false).unwrap();
        assert!(added.text().starts_with(by_hand), "{}", added.text());
        assert_eq!(
            said(&added),
            [
                ("a", "z", false),
                ("b", "x \"y\"", true),
                ("Öl", "oil \"a\\b\"\nx", true)
            ]
        );
        let without = added.without("Öl").unwrap().without("a").unwrap();
        assert_eq!(without.text(), by_hand);
        let made = file("").with("a", "b", true).unwrap();
        assert_eq!(made.text(), format!("{HEAD}a = \"b\"\n"));
    }

    #[test]
    fn tables_with_a_line_for_their_name_are_added_to_and_cut_out_whole() {
        let text = "a = 'x'\n[b]\nquery = 'y'\nalert = false\n\n# of c\n[c]\nquery = '''\nz'''\n";
        let added = file(text).with("d", "w", true).unwrap();
        assert_eq!(
            said(&added),
            [
                ("a", "x", true),
                ("b", "y", false),
                ("c", "z", true),
                ("d", "w", true)
            ]
        );
        let rest = added.without("b").unwrap().without("d").unwrap();
        assert_eq!(said(&rest), [("a", "x", true), ("c", "z", true)]);
        assert_eq!(said(&rest.without("a").unwrap()), [("c", "z", true)]);
        let dotted = file("b.query = 'y'\nb.alert = false\n");
        assert!(
            dotted
                .without("b")
                .unwrap_err()
                .to_string()
                .contains("delete it there yourself")
        );
    }

    #[test]
    fn names_that_cannot_be_or_are_taken_or_are_not_there_are_refused() {
        let file = file("ferries = 'x'\n");
        for (result, message) in [
            (
                file.with("a b", "x", true),
                "`a b` cannot be the name of a query",
            ),
            (file.with("", "x", true), "`` cannot be the name of a query"),
            (
                file.with("ferries", "y", true),
                "there is a saved query `ferries` already",
            ),
            (
                file.without("ferrys"),
                "there is no saved query `ferrys`: did you mean `ferries`?",
            ),
        ] {
            let error = result.unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        for (text, message) in [
            (
                "a = 1\n",
                "line 1: `a`: expected a query in quotes, but found a whole number",
            ),
            (
                "\n'a b' = 'x'\n",
                "line 2: `a b`: expected a name of letters, digits, `-` and `_` alone",
            ),
            (
                "a = { qery = 'x' }\n",
                "line 1: there is no key `qery` in a saved query: did you mean `query`?",
            ),
            ("[a]\nalert = false\n", "line 1: `a` has no `query`"),
            (
                "[a]\nquery = 'x'\nalert = 0\n",
                "line 3: `alert`: expected `true` or `false`, but found a whole number",
            ),
            ("a = 'x\n", "line 1: "),
        ] {
            let error = SavedFile::read(text.to_owned()).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }
}
