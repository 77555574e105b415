//! A table in Markdown, as GitHub's flavour has them (GFM 0.29, 4.10, "Tables").

use std::io::{self, Write};

use super::fields::{ExportField, ExportRow, Value};
use super::{LIST_SPLIT, marked};

/// Writes the names of the columns.
pub(super) fn write_head(out: &mut impl Write, names: &[&str]) -> io::Result<()> {
    writeln!(out, "| {} |", names.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(names.len()))
}

/// Writes an article; what matched in passages is bold.
pub(super) fn write_row(
    out: &mut impl Write,
    fields: &[ExportField],
    row: &ExportRow<'_>,
) -> io::Result<()> {
    let cells = fields.iter().map(|field| cell(row.value(*field)));
    writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))
}

fn cell(value: Value<'_>) -> String {
    match value {
        Value::Absent => String::new(),
        Value::Text(text) => escaped(text.trim()),
        Value::Number(number) => number.to_string(),
        Value::Score(score) => score.to_string(),
        Value::List(texts) => escaped(&texts.join(LIST_SPLIT)),
        Value::Snippets(snippets) => {
            let shown = snippets
                .iter()
                .map(|snippet| marked(&snippet.marked, ["**", "**"], escaped));
            shown.collect::<Vec<_>>().join("<br>")
        }
    }
}

/// The text so that each sign of it is shown as it is. "Any ASCII punctuation character may be
/// backslash-escaped" (CommonMark 0.31, 2.4); a bar would end the cell, and a line the table.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("<br>"),
            c if c.is_control() => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => {
                escaped.extend(['\\', c]);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// The cells of the last row as they are shown.
    fn shown(table: &str) -> Vec<String> {
        let mut cells = Vec::new();
        // Quotes and dashes are made curly and long by some renderers.
        let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
        for event in Parser::new_ext(table, options) {
            match event {
                Event::Start(Tag::TableRow) => cells.clear(),
                Event::Start(Tag::TableCell) => cells.push(String::new()),
                Event::Text(text) => *cells.last_mut().unwrap() += &text,
                Event::InlineHtml(tag) if &*tag == "<br>" => *cells.last_mut().unwrap() += "\n",
                Event::Start(Tag::Table(_) | Tag::TableHead)
                | Event::End(
                    TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell,
                ) => {}
                other => panic!("{other:?} in {table}"),
            }
        }
        cells
    }

    #[test]
    fn every_sign_of_a_text_is_shown_as_it_is() {
        for text in [
            "a | b",
            "*a* _b_ `c` ~~d~~ <b>e</b> &amp; [f](g) ![h](i) \\| \\",
            "# no heading\n- no list\n1. none",
            "$x$ {#id} \"quoted\" --",
        ] {
            let mut table = Vec::new();
            write_head(&mut table, &["one", "two"]).unwrap();
            let cells = [cell(Value::Text(text.into())), "x".to_owned()];
            writeln!(table, "| {} |", cells.join(" | ")).unwrap();
            let table = String::from_utf8(table).unwrap();
            assert_eq!(shown(&table), [text, "x"], "{table}");
        }
    }
}
