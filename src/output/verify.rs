//! What a pack and a query of now differ in.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};

use super::json::SCHEMA_VERSION;
use super::text::on_one_line;
use crate::pack::{Difference, DifferenceKind, PackManifest};

/// The columns of what is said first of a difference.
const KIND_COLUMNS: usize = 16;

/// How many differences of each kind there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    counts: BTreeMap<DifferenceKind, u64>,
}

impl Differences {
    /// Counts one more.
    pub fn add(&mut self, kind: DifferenceKind) {
        *self.counts.entry(kind).or_default() += 1;
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Returns the number of all.
    pub fn sum(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Tells whether the articles, what they say, and why they match are the same.
    pub fn is_answer_same(&self) -> bool {
        use DifferenceKind::{Index, Names, Program, Query};
        let beside = [Program, Index, Query, Names];
        self.counts.keys().all(|kind| beside.contains(kind))
    }

    /// Returns the number of one kind.
    pub fn of(&self, kind: DifferenceKind) -> u64 {
        self.counts.get(&kind).copied().unwrap_or_default()
    }
}

/// Writes a difference on a line.
///
/// # Errors
///
/// What the writer says.
pub fn write_difference(out: &mut impl Write, difference: &Difference) -> io::Result<()> {
    let what = match difference.kind {
        DifferenceKind::Gone => "gone",
        DifferenceKind::New => "new",
        DifferenceKind::Article => "article changed",
        DifferenceKind::Offsets => "marks changed",
        DifferenceKind::Snippets => "passages changed",
        other => other.as_str(),
    };
    let said = match &difference.article {
        Some((id, headline)) => format!("{}  {}", on_one_line(id), on_one_line(headline)),
        None => {
            let (packed, found) = (shown(&difference.packed), shown(&difference.found));
            format!("{packed} in the pack, {found} now")
        }
    };
    writeln!(out, "{what:<KIND_COLUMNS$}  {}", said.trim_end())
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{}`", on_one_line(text)),
        Value::Object(object) if object.contains_key("fingerprint") => {
            let text = |key: &str| object.get(key).map(Value::to_string).unwrap_or_default();
            let fingerprint = text("fingerprint").replace('"', "");
            format!(
                "`{}` ({} articles)",
                on_one_line(&fingerprint),
                text("articles")
            )
        }
        Value::Array(names) if names.is_empty() => "none".to_owned(),
        other => on_one_line(&other.to_string()),
    }
}

/// A line of `verify --json`.
#[derive(Debug, Serialize)]
pub struct DifferenceObject<'a> {
    r#type: &'static str,
    kind: &'static str,
    id: Option<&'a str>,
    headline: Option<&'a str>,
    pack: &'a Value,
    index: &'a Value,
}

impl<'a> From<&'a Difference> for DifferenceObject<'a> {
    fn from(difference: &'a Difference) -> Self {
        let article = difference.article.as_ref();
        DifferenceObject {
            r#type: "difference",
            kind: difference.kind.as_str(),
            id: article.map(|(id, _)| id.as_str()),
            headline: article.map(|(_, headline)| headline.as_str()),
            pack: &difference.packed,
            index: &difference.found,
        }
    }
}

/// The last line of `verify --json`.
#[derive(Debug, Serialize)]
pub struct VerifySummary<'a> {
    r#type: &'static str,
    schema: u32,
    pack: &'a Path,
    query: &'a str,
    read_as: &'a str,
    same: bool,
    same_answer: bool,
    total: u64,
    packed_total: u64,
    differences: Map<String, Value>,
    took_ms: f64,
}

impl<'a> VerifySummary<'a> {
    /// Makes the line of a pack; `total` articles match now.
    pub fn new(
        pack: &'a Path,
        manifest: &'a PackManifest,
        total: u64,
        differences: &Differences,
        took_ms: f64,
    ) -> Self {
        let count = |kind: DifferenceKind| (kind.as_str().to_owned(), differences.of(kind).into());
        VerifySummary {
            r#type: "summary",
            schema: SCHEMA_VERSION,
            pack,
            query: &manifest.query,
            read_as: &manifest.read_as,
            same: differences.is_empty(),
            same_answer: differences.is_answer_same(),
            total,
            packed_total: manifest.total,
            differences: DifferenceKind::ALL.into_iter().map(count).collect(),
            took_ms,
        }
    }
}
