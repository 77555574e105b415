//! Tables with a header: an article a row.

pub(in crate::read) mod rows;

use xxhash_rust::xxh3::xxh3_64;

use super::json::fields::{NAMES, Slot};
use super::{COLUMN_TARGETS, Format, Framing, byline};
use crate::article::{Article, ColumnMap, DateCandidate, Evidence, RawDocument, Reading, Warning};
use crate::text::normalize::{clean_body, clean_line};
use crate::text::{decode, language};
use rows::RowScanner;

const VERSION: u32 = 1;

/// What databases and programs write into a field that holds nothing.
const NOTHING: &[&str] = &["NULL", "\\N", "NaN"];

/// How many names of columns a message lists.
const MAX_NAMES: usize = 12;

/// Tables whose columns are separated by commas (or semicolons, or bars).
pub(crate) static COMMAS: Format = Format {
    name: "csv",
    summary: "tables with a header, an article a row",
    extensions: &["csv"],
    media_types: &["text/csv"],
    version: VERSION,
    framing: Framing::Rows,
    sniff: |_| false,
    read,
};

/// Tables whose columns are separated by tabs.
pub(crate) static TABS: Format = Format {
    name: "tsv",
    summary: "tables with a header, columns separated by tabs",
    extensions: &["tsv", "tab"],
    media_types: &["text/tab-separated-values"],
    version: VERSION,
    framing: Framing::Rows,
    sniff: |_| false,
    read,
};

/// A column that fills a part of an article.
struct Column {
    /// Its place in a row.
    at: usize,
    name: String,
    slot: Slot,
    /// Of several columns for one part, the one of the lowest rank that is not empty wins.
    rank: usize,
}

fn read(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let table = raw
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&raw.bytes);
    let first_line = table.split(|&b| b == b'\n').next().unwrap_or_default();
    let mut rows = rows::rows(table, RowScanner::delimiter_of(first_line)).peekable();
    let Some((_, header)) = rows.next() else {
        return reading;
    };
    let header = text_of(&header);
    let header_end = rows.peek().map_or(table.len(), |(start, _)| *start);
    let columns = columns_of(&header, &raw.columns);
    let mut line = raw.origin.line.unwrap_or(1);
    if !has_text(&columns) {
        // Said once for the file, not for each of its blocks.
        if line == num_newlines(&table[..header_end]) + 1 {
            reading.skipped.push(no_text_columns(&header));
        }
        return reading;
    }
    let mut counted = header_end;
    while let Some((start, row)) = rows.next() {
        let end = rows.peek().map_or(table.len(), |(start, _)| *start);
        line += num_newlines(&table[counted..start]);
        counted = start;
        let bytes = &table[start..end];
        if !bytes.trim_ascii().is_empty() {
            read_row(&text_of(&row), bytes, &columns, line, &mut reading);
        }
    }
    reading
}

fn read_row(row: &[String], bytes: &[u8], columns: &[Column], line: u64, reading: &mut Reading) {
    match article(row, columns) {
        Some(article) => reading.articles.push(Article {
            line: Some(line),
            content_hash: xxh3_64(bytes),
            ..article
        }),
        None => reading.skipped.push(Warning {
            line: Some(line),
            message: "expected a headline or a body, but found neither".to_owned(),
        }),
    }
}

/// Decodes each field for itself: a file that was joined of others may have several charsets.
fn text_of(row: &[Vec<u8>]) -> Vec<String> {
    row.iter()
        .map(|field| decode(field, None).map_or(String::new(), |decoded| decoded.text.into_owned()))
        .collect()
}

/// Finds the columns that fill a part: those that the user named, else those whose names are known.
fn columns_of(header: &[String], map: &ColumnMap) -> Vec<Column> {
    let mut columns = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let name = name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let mapped = map.iter().filter(|(_, column)| column == name);
        columns.extend(mapped.filter_map(|(target, _)| {
            let slot = slot(target)?;
            Some(Column {
                at,
                name: name.to_owned(),
                slot,
                rank: 0,
            })
        }));
        let known = NAMES
            .iter()
            .position(|(known, slot)| known.eq_ignore_ascii_case(name) && *slot != Slot::Nested);
        if let Some(row) = known {
            let (slot, rank) = (NAMES[row].1, row + 1);
            columns.push(Column {
                at,
                name: name.to_owned(),
                slot,
                rank,
            });
        }
    }
    columns.sort_by_key(|column| column.rank);
    columns
}

/// The part of an article that the user's word names.
fn slot(target: &str) -> Option<Slot> {
    let is_target = COLUMN_TARGETS.contains(&target);
    let mut names = NAMES.iter().filter(|_| is_target);
    names
        .find(|(name, _)| *name == target)
        .map(|(_, slot)| *slot)
}

fn has_text(columns: &[Column]) -> bool {
    let is_text = |column: &Column| matches!(column.slot, Slot::Headline | Slot::Body);
    columns.iter().any(is_text)
}

fn no_text_columns(header: &[String]) -> Warning {
    let names: Vec<String> = header
        .iter()
        .take(MAX_NAMES)
        .map(|name| format!("`{}`", &name[..name.floor_char_boundary(40)]))
        .collect();
    Warning {
        line: Some(1),
        message: format!(
            "expected a column for headline or body, but found {}: name them, as in `--map headline=Title,body=Text`",
            names.join(", ")
        ),
    }
}

fn article(row: &[String], columns: &[Column]) -> Option<Article> {
    let values = |slot: Slot| {
        let of_slot = columns.iter().filter(move |column| column.slot == slot);
        of_slot.filter_map(|column| {
            let value = row.get(column.at)?.trim();
            (!value.is_empty() && !NOTHING.contains(&value))
                .then_some((column.name.as_str(), value))
        })
    };
    let line = |slot: Slot| values(slot).next().map(|(_, value)| clean_line(value));
    let body = values(Slot::Body)
        .next()
        .map(|(_, value)| clean_body(value));
    let article = Article {
        id: line(Slot::Id),
        url: line(Slot::Url),
        headline: line(Slot::Headline).unwrap_or_default(),
        body: body.unwrap_or_default(),
        authors: values(Slot::Authors)
            .next()
            .map(|(_, value)| byline::names(value))
            .unwrap_or_default(),
        source: line(Slot::Source),
        section: line(Slot::Section),
        language: values(Slot::Language)
            .find_map(|(_, value)| language::code(value))
            .map(str::to_owned),
        date_candidates: values(Slot::Date)
            .map(|(name, value)| DateCandidate {
                text: clean_line(value),
                evidence: Evidence::Field(name.to_owned()),
            })
            .collect(),
        ..Article::default()
    };
    (!article.headline.is_empty() || !article.body.is_empty()).then_some(article)
}

fn num_newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;

    fn read_table(bytes: &[u8], line: u64, map: &[(&str, &str)]) -> Vec<String> {
        let raw = RawDocument {
            origin: Origin {
                member: None,
                path: "a.csv".to_owned(),
                line: Some(line),
            },
            bytes: bytes.to_vec(),
            columns: map
                .iter()
                .map(|(target, column)| ((*target).to_owned(), (*column).to_owned()))
                .collect(),
        };
        let reading = read(&raw);
        let articles = reading.articles.iter().map(|article| {
            let dates = article.date_candidates.iter();
            let dates: Vec<String> = dates
                .map(|c| format!("{} {}", c.text, c.evidence))
                .collect();
            format!(
                "{} {}: {} | {} [{}]",
                article.line.unwrap_or(0),
                article.id.as_deref().unwrap_or("-"),
                article.headline,
                article.body,
                dates.join(", ")
            )
        });
        articles
            .chain(reading.skipped.iter().map(ToString::to_string))
            .collect()
    }

    #[test]
    fn rows_are_articles_by_the_names_of_their_columns() {
        let table = b"\xef\xbb\xbfID;Title;\"Text\";Date\n1;Ferry;\"It \"\"sailed\"\";\n\nslowly.\";2015-11-27\n2;Pier;NULL;\n;;;\n";
        assert_eq!(
            read_table(table, 2, &[]),
            [
                "2 1: Ferry | It \"sailed\";\n\nslowly. [2015-11-27 field:Date]",
                "5 2: Pier |  []",
                "line 6: expected a headline or a body, but found neither"
            ]
        );
    }

    #[test]
    fn columns_that_the_user_names_come_first() {
        let table = "otsikko\tdate\ttext\tpvm\nLautta l\u{e4}hti\t1\tSe l\u{e4}hti.\t2015-11-27\n";
        assert_eq!(
            read_table(
                table.as_bytes(),
                2,
                &[("headline", "otsikko"), ("date", "pvm")]
            ),
            ["2 -: Lautta l\u{e4}hti | Se l\u{e4}hti. [2015-11-27 field:pvm, 1 field:date]"]
        );
    }

    #[test]
    fn a_table_of_other_things_is_named_once() {
        let message = "line 1: expected a column for headline or body, but found `price`, `day`: \
                       name them, as in `--map headline=Title,body=Text`";
        assert_eq!(read_table(b"price,day\n1,2\n", 2, &[]), [message]);
        assert_eq!(
            read_table(b"price,day\n1,2\n", 900, &[]),
            Vec::<String>::new()
        );
    }
}
