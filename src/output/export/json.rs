//! Articles as JSON Lines.

use std::io::{self, Write};

use serde_json::{Map, Value as Json};

use super::fields::{ExportField, ExportRow, Value};
use crate::output::json::{snippet_object, write_line};

/// Writes an article as an object with these members, and first with its type, where it is given one.
pub(super) fn write_object(
    out: &mut impl Write,
    fields: &[ExportField],
    row: &ExportRow<'_>,
    kind: Option<&str>,
) -> io::Result<()> {
    let mut object = Map::new();
    if let Some(kind) = kind {
        object.insert("type".to_owned(), kind.into());
    }
    for field in fields {
        object.insert(field.as_str().to_owned(), json(row.value(*field))?);
    }
    write_line(out, &object)
}

fn json(value: Value<'_>) -> serde_json::Result<Json> {
    Ok(match value {
        Value::Absent => Json::Null,
        Value::Text(text) => Json::String(text.into_owned()),
        Value::Number(number) => number.into(),
        Value::Score(score) => serde_json::to_value(score)?,
        Value::List(texts) => texts.into(),
        Value::Snippets(snippets) => {
            let objects: Vec<_> = snippets.iter().map(snippet_object).collect();
            serde_json::to_value(objects)?
        }
    })
}
