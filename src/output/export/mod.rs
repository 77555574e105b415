//! Articles as other programs take them: tables, JSON Lines, and records of literature.
//!
//! An [`Exporter`] writes one article at a time and keeps none.

mod bibtex;
mod fields;
mod json;
mod markdown;
mod people;
mod ris;
mod tsv;

use std::io::{self, Write};
use std::ops::Range;

pub use fields::{DEFAULT_FIELDS, ENTITY_FIELDS, ExportField, ExportRow, FIELDS};

use super::csv;
use crate::highlight::Marked;
use fields::Value;

/// What stands between the values of a field that has several, where a format has no lists.
const LIST_SPLIT: &str = "; ";

/// How articles are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values after RFC 4180.
    Csv,
    /// Columns separated by tabs.
    Tsv,
    /// JSON Lines, an object an article.
    Jsonl,
    /// A table in Markdown.
    Markdown,
    /// A database of BibTeX.
    Bibtex,
    /// Records of RIS.
    Ris,
}

/// A format, the word for it, and the endings of its files.
pub type FormatRow = (ExportFormat, &'static str, &'static [&'static str]);

/// All formats.
pub const FORMATS: &[FormatRow] = &[
    (ExportFormat::Csv, "csv", &["csv"]),
    (ExportFormat::Tsv, "tsv", &["tsv", "tab"]),
    (ExportFormat::Jsonl, "jsonl", &["jsonl", "ndjson", "jl"]),
    (ExportFormat::Markdown, "markdown", &["md", "markdown"]),
    (ExportFormat::Bibtex, "bibtex", &["bib", "bibtex"]),
    (ExportFormat::Ris, "ris", &["ris"]),
];

impl ExportFormat {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        let row = FORMATS.iter().find(|(format, ..)| *format == self);
        row.map_or("", |(_, name, _)| name)
    }

    /// Tells whether the format has a place for a field.
    pub fn has_place_for(self, field: ExportField) -> bool {
        match self {
            ExportFormat::Bibtex | ExportFormat::Ris => field.is_of_literature(),
            _ => true,
        }
    }
}

/// Writes articles in a format, one by one.
pub struct Exporter<W> {
    out: W,
    format: ExportFormat,
    fields: Vec<ExportField>,
    /// Whether the parts of passages that matched are put between `**`.
    has_marks: bool,
}

impl<W: Write> Exporter<W> {
    /// Makes a writer of these fields, in their order.
    pub fn new(out: W, format: ExportFormat, fields: Vec<ExportField>, has_marks: bool) -> Self {
        Exporter {
            out,
            format,
            fields,
            has_marks,
        }
    }

    /// Writes what stands before the first article, such as the names of columns.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn begin(&mut self) -> io::Result<()> {
        let names: Vec<&str> = self.fields.iter().map(|field| field.as_str()).collect();
        match self.format {
            ExportFormat::Csv => csv::write_crlf_record(&mut self.out, &names),
            ExportFormat::Tsv => tsv::write_line(&mut self.out, &names),
            ExportFormat::Markdown => markdown::write_head(&mut self.out, &names),
            ExportFormat::Jsonl | ExportFormat::Bibtex | ExportFormat::Ris => Ok(()),
        }
    }

    /// Writes an article.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write(&mut self, row: &ExportRow<'_>) -> io::Result<()> {
        let (out, fields) = (&mut self.out, &self.fields);
        match self.format {
            ExportFormat::Csv => csv::write_crlf_record(out, &cells(fields, row, self.has_marks)),
            ExportFormat::Tsv => tsv::write_line(out, &cells(fields, row, self.has_marks)),
            ExportFormat::Jsonl => json::write_object(out, fields, row, None),
            ExportFormat::Markdown => markdown::write_row(out, fields, row),
            ExportFormat::Bibtex => bibtex::write_entry(out, fields, row),
            ExportFormat::Ris => ris::write_record(out, fields, row),
        }
    }

    /// Writes an article as a JSON object that says what it is.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write_typed(&mut self, row: &ExportRow<'_>) -> io::Result<()> {
        json::write_object(&mut self.out, &self.fields, row, Some("row"))
    }

    /// Returns the writer.
    pub fn into_inner(self) -> W {
        self.out
    }
}

fn cells(fields: &[ExportField], row: &ExportRow<'_>, has_marks: bool) -> Vec<String> {
    let cell = |field: &ExportField| cell(row.value(*field), has_marks);
    fields.iter().map(cell).collect()
}

fn cell(value: Value<'_>, has_marks: bool) -> String {
    match value {
        Value::Absent => String::new(),
        Value::Text(text) => text.into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Score(score) => score.to_string(),
        Value::List(texts) => texts.join(LIST_SPLIT),
        Value::Snippets(snippets) => {
            let shown = snippets.iter().map(|snippet| match has_marks {
                true => marked(&snippet.marked, ["**", "**"], str::to_owned),
                false => snippet.marked.text.clone(),
            });
            shown.collect::<Vec<_>>().join("\n")
        }
    }
}

/// The text with signs around the parts that matched, all of it as `escape` writes it.
fn marked(text: &Marked, [open, close]: [&str; 2], escape: impl Fn(&str) -> String) -> String {
    let mut shown = String::new();
    let mut end = 0;
    for Range { start, end: behind } in text.highlights.iter().cloned() {
        shown += &escape(&text.text[end..start]);
        shown += open;
        shown += &escape(&text.text[start..behind]);
        shown += close;
        end = behind;
    }
    shown + &escape(&text.text[end..])
}

/// The text on one line with single spaces, without what moves the cursor of a terminal.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
