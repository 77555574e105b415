//! Records of RIS, as reference managers read them.
//!
//! "The format of each line is: two capital letters or a letter and a number, two spaces, a hyphen, a
//! space" (Research Information Systems, "RIS Format Specifications", 2001); lines end with CR LF, the first
//! tag of a record is `TY`, the last one `ER`.

use std::io::{self, Write};

use super::fields::{ExportField as F, ExportRow, Value};
use super::one_line;
use super::people::{Author, author};
use crate::article::{DateValue, Precision};

/// Writes an article as an item of a newspaper.
pub(super) fn write_record(
    out: &mut impl Write,
    fields: &[F],
    row: &ExportRow<'_>,
) -> io::Result<()> {
    write_tag(out, "TY", "NEWS")?;
    for field in fields {
        write_field(out, *field, row)?;
    }
    // A record ends with an empty line, so that people see where the next one begins.
    write!(out, "ER  - \r\n\r\n")
}

fn write_field(out: &mut impl Write, field: F, row: &ExportRow<'_>) -> io::Result<()> {
    let article = &row.found.document.article;
    match field {
        F::Authors => {
            let source = article.source.as_deref();
            for name in &article.authors {
                write_tag(out, "AU", &written(author(name, source)))?;
            }
            Ok(())
        }
        F::Date => match &article.date {
            Some(date) => {
                write_tag(out, "PY", &format!("{:04}", date.value.datetime.year()))?;
                write_tag(out, "DA", &day(&date.value))
            }
            None => Ok(()),
        },
        field => match tag(field) {
            Some(tag) => write_value(out, tag, row.value(field)),
            None => Ok(()),
        },
    }
}

fn tag(field: F) -> Option<&'static str> {
    Some(match field {
        F::Id => "ID",
        F::Headline => "TI",
        F::Source => "T2",
        F::Section => "SE",
        F::Language => "LA",
        F::Url => "UR",
        F::Snippets => "AB",
        F::People | F::Organizations | F::Places | F::Other => "KW",
        _ => return None,
    })
}

fn write_value(out: &mut impl Write, tag: &str, value: Value<'_>) -> io::Result<()> {
    match value {
        Value::Text(text) => write_tag(out, tag, &text),
        Value::List(texts) => texts.iter().try_for_each(|text| write_tag(out, tag, text)),
        Value::Snippets(snippets) => {
            let texts = snippets.iter().map(|snippet| snippet.marked.text.as_str());
            write_tag(out, tag, &texts.collect::<Vec<_>>().join(" … "))
        }
        Value::Absent | Value::Number(_) | Value::Score(_) => Ok(()),
    }
}

/// Writes a line; none where there is nothing to say.
fn write_tag(out: &mut impl Write, tag: &str, value: &str) -> io::Result<()> {
    match one_line(value) {
        value if value.is_empty() => Ok(()),
        value => write!(out, "{tag}  - {value}\r\n"),
    }
}

/// "Lastname, Firstname, Suffix".
fn written(author: Author) -> String {
    match author {
        Author::Whole(name) => name,
        Author::Person {
            given,
            family,
            suffix,
        } => {
            let suffix = suffix.map(|suffix| format!(", {suffix}"));
            format!("{family}, {given}{}", suffix.unwrap_or_default())
        }
    }
}

/// "YYYY/MM/DD/other info"; the slashes stand where month or day are not known, too.
fn day(date: &DateValue) -> String {
    let d = date.datetime;
    let part = |precision, number: i8| match date.precision >= precision {
        true => format!("{number:02}"),
        false => String::new(),
    };
    let written = date.to_string();
    let time = written.split_once('T').map_or("", |(_, time)| time);
    format!(
        "{:04}/{}/{}/{time}",
        d.year(),
        part(Precision::Month, d.month()),
        part(Precision::Day, d.day()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_far_as_it_is_known() {
        for (date, expected) in [
            ("2015", "2015///"),
            ("2015-11", "2015/11//"),
            ("2015-11-27", "2015/11/27/"),
            ("2015-11-27T18:30+01:00", "2015/11/27/18:30+01:00"),
        ] {
            assert_eq!(day(&date.parse().unwrap()), expected);
        }
    }
}
