//! Tables with a header: an article a row.

pub(in crate::read) mod rows;

use xxhash_rust::xxh3::xxh3_64;

use super::slot::{NAMES, Slot, row_of};
use super::{COLUMN_TARGETS, Format, Framing, byline, html, value};
use crate::article::{Article, ColumnMap, DateCandidate, Evidence, RawDocument, Reading, Warning};
use crate::text::normalize::clean_line;
use crate::text::{decode, language};
use rows::{Dialect, Row};

const VERSION: u32 = 2 + html::VERSION;

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

/// The header of a table.
struct Header {
    num_columns: usize,
    columns: Vec<Column>,
    delimiter: u8,
    /// Rows have a name or a number before the first column, as R and pandas write them.
    has_row_names: bool,
}

fn read(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let dialect = Dialect::of(&raw.bytes);
    let table = &raw.bytes[rows::preamble_bytes(&raw.bytes)..];
    let mut rows = rows::rows(table, dialect);
    let Some(first) = rows.next() else {
        return reading;
    };
    let names = text_of(&first.fields);
    let mut header = Header {
        num_columns: names.len(),
        columns: columns_of(&names, &raw.columns),
        delimiter: dialect.delimiter,
        has_row_names: false,
    };
    let mut line = raw.origin.line.unwrap_or(1);
    if let Some(problem) = problem_of(&header, &names, &table[first.end..]) {
        // Said once for the file, not for each of its blocks.
        let before = raw.bytes.len() - table.len() + first.end;
        if line <= num_newlines(raw.bytes[..before].trim_ascii_end()) + 2 {
            reading.skipped.push(problem);
        }
        return reading;
    }
    let mut rows = rows.peekable();
    header.has_row_names = rows.peek().is_some_and(|row| is_numbered(row, &header));
    let mut counted = first.end;
    for row in rows {
        line += num_newlines(&table[counted..row.start]);
        counted = row.start;
        read_row(
            &row,
            &table[row.start..row.end],
            &header,
            line,
            &mut reading,
        );
    }
    reading
}

/// Says what is wrong with a table of which no row can be read.
fn problem_of(header: &Header, names: &[String], rows: &[u8]) -> Option<Warning> {
    let message = if !has_text(&header.columns) {
        no_text_columns(names)
    } else if rows.trim_ascii().is_empty() {
        "expected rows under the header, but found none".to_owned()
    } else {
        return None;
    };
    Some(Warning {
        line: Some(1),
        message,
    })
}

/// Tells whether a row has one field more than the header, a number before all others.
fn is_numbered(row: &Row, header: &Header) -> bool {
    let is_number = |at: usize| {
        let field = row.fields.get(at).map_or(&b""[..], Vec::as_slice);
        !field.is_empty() && field.iter().all(u8::is_ascii_digit)
    };
    let mut columns = header.columns.iter();
    let is_id = columns.any(|column| column.at == 0 && column.slot == Slot::Id);
    row.fields.len() == header.num_columns + 1 && is_number(0) && (!is_id || is_number(1))
}

fn read_row(row: &Row, bytes: &[u8], header: &Header, line: u64, reading: &mut Reading) {
    let mut fields = text_of(&row.fields);
    if fields.iter().all(|field| field.trim().is_empty()) {
        return;
    }
    if header.has_row_names && fields.len() == header.num_columns + 1 {
        fields.remove(0);
    }
    let mut warnings = Vec::new();
    if row.is_unclosed && header.delimiter != b'\t' {
        warnings.push("expected `\"` at the end of a field, but found none: the line is read as if quotes were text".to_owned());
    }
    warnings.extend(join_surplus(&mut fields, header));
    match article(&fields, header, &mut warnings) {
        Some(article) => reading.articles.push(Article {
            line: Some(line),
            content_hash: xxh3_64(bytes),
            warnings: warnings
                .into_iter()
                .map(|message| Warning {
                    line: None,
                    message,
                })
                .collect(),
            ..article
        }),
        None => reading.skipped.push(Warning {
            line: Some(line),
            message: "expected a headline or a body, but found neither".to_owned(),
        }),
    }
}

/// Takes fields beyond the last column for what follows a delimiter in an unquoted text, where
/// that column is one of text: else nobody can say which columns they moved.
fn join_surplus(fields: &mut Vec<String>, header: &Header) -> Option<String> {
    let expected = header.num_columns;
    let surplus = fields.get(expected..).unwrap_or_default();
    if surplus.iter().all(|field| field.trim().is_empty()) {
        return None;
    }
    let found = format!("expected {expected} fields, but found {}", fields.len());
    let last = expected.checked_sub(1)?;
    let column = header.columns.iter().find(|column| column.at == last);
    match column.filter(|column| matches!(column.slot, Slot::Body | Slot::Summary)) {
        Some(column) => {
            let delimiter = char::from(header.delimiter).to_string();
            let text = fields.drain(last..).collect::<Vec<_>>().join(&delimiter);
            fields.push(text);
            Some(format!(
                "{found}: the last are the rest of `{}`",
                column.name
            ))
        }
        None => Some(format!("{found}: columns may have moved")),
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
        let column = |slot, rank| Column {
            at,
            name: name.to_owned(),
            slot,
            rank,
        };
        let mapped = map.iter().filter(|(_, column)| column == name);
        columns.extend(mapped.filter_map(|(target, _)| Some(column(slot(target)?, 0))));
        columns.extend(row_of(name).map(|row| column(NAMES[row].1, row + 1)));
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
    let is_text =
        |column: &Column| matches!(column.slot, Slot::Headline | Slot::Body | Slot::Summary);
    columns.iter().any(is_text)
}

fn no_text_columns(header: &[String]) -> String {
    let names: Vec<String> = header
        .iter()
        .take(MAX_NAMES)
        .map(|name| format!("`{}`", &name[..name.floor_char_boundary(40)]))
        .collect();
    format!(
        "expected a column for headline or body, but found {}: name them, as in `--map headline=Title,body=Text`",
        names.join(", ")
    )
}

fn article(row: &[String], header: &Header, warnings: &mut Vec<String>) -> Option<Article> {
    let values = |slot: Slot| {
        let of_slot = header
            .columns
            .iter()
            .filter(move |column| column.slot == slot);
        of_slot.filter_map(|column| {
            let value = value::given(row.get(column.at)?)?;
            Some((column.name.as_str(), value))
        })
    };
    let first = |slot: Slot| values(slot).next().map(|(_, value)| value);
    let body = first(Slot::Body)
        .or_else(|| first(Slot::Summary))
        .map(|text| body(text, header.delimiter, warnings));
    let urls = values(Slot::Url).map(|(_, value)| value);
    let sources = values(Slot::Source).map(|(_, value)| value);
    let (url, source) = value::place(urls, sources, first(Slot::Site));
    let article = Article {
        id: first(Slot::Id).map(clean_line),
        url,
        headline: first(Slot::Headline)
            .map(value::headline)
            .unwrap_or_default(),
        body: body.unwrap_or_default(),
        authors: first(Slot::Authors).map(byline::names).unwrap_or_default(),
        source,
        section: values(Slot::Section).find_map(|(_, value)| value::section(value)),
        language: values(Slot::Language)
            .find_map(|(_, value)| language::code(value))
            .map(str::to_owned),
        date_candidates: dates(values(Slot::Date), values(Slot::Modified)),
        ..Article::default()
    };
    (!article.headline.is_empty() || !article.body.is_empty()).then_some(article)
}

fn body(text: &str, delimiter: u8, warnings: &mut Vec<String>) -> String {
    // What is written between tabs has its own line ends as `\n`.
    let (body, num_missing) = if delimiter == b'\t' {
        value::body(&text.replace("\\n", "\n").replace("\\t", "\t"))
    } else {
        value::body(text)
    };
    warnings.extend(
        num_missing.map(|count| {
            format!("expected a whole text, but {count} characters of it are cut off")
        }),
    );
    body
}

fn dates<'a>(
    published: impl Iterator<Item = (&'a str, &'a str)>,
    modified: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<DateCandidate> {
    let field = |name: &str| Evidence::Field(name.to_owned());
    let published = published.map(|(name, value)| (value, field(name)));
    let modified = modified.map(|(name, value)| (value, Evidence::Modified(Box::new(field(name)))));
    published
        .chain(modified)
        .map(|(value, evidence)| DateCandidate {
            text: value::date(value),
            evidence,
        })
        .collect()
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
            part: 0,
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

    #[test]
    fn odd_rows_are_read_as_far_as_they_go() {
        for (table, expected) in [
            ("title,text\nA,b, c\n", &["2 -: A | b, c []"][..]),
            ("id,title\n7,A,c\n", &["2 7: A |  []"]),
            ("id,title\n0,7,A\n", &["2 7: A |  []"]),
            (
                "title,text\nNone,nan\n<NA>,b\n",
                &[
                    "3 -:  | b []",
                    "line 2: expected a headline or a body, but found neither",
                ],
            ),
            (
                "sep=;\nArticle Title;Publish Date\nA;2015-11-27\n",
                &["2 -: A |  [2015-11-27 field:Publish Date]"],
            ),
            ("title\ttext\nA\tb\\n\\nc\n", &["2 -: A | b\n\nc []"]),
            (
                "title,text\nA &amp; b,<p>c</p><p>d</p>\n",
                &["2 -: A & b | c\n\nd []"],
            ),
        ] {
            assert_eq!(read_table(table.as_bytes(), 2, &[]), expected, "{table}");
        }
    }

    #[test]
    fn a_table_without_rows_is_named() {
        let message = "line 1: expected rows under the header, but found none";
        for table in ["title,text\n", "title,text"] {
            assert_eq!(read_table(table.as_bytes(), 2, &[]), [message]);
        }
    }
}
