//! The rows of a table: where they end, and their fields.

use std::borrow::Cow;

/// What separates the columns of tables.
const DELIMITERS: &[u8] = b",;\t|";

/// The most lines of one row: more than any article has; a quote that nobody closed takes the rows
/// after it with it.
const MAX_ROW_LINES: usize = 5_000;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) struct Dialect {
    pub(super) delimiter: u8,
    /// A quote within quotes is `\"` instead of `""`.
    has_backslashes: bool,
}

impl Dialect {
    /// Tells how a table is written, of which this is the beginning: what the header has most of
    /// separates its columns, unless a line before it says what does (`sep=;`, as Excel has it).
    pub(in crate::read) fn of(table: &[u8]) -> Self {
        let start = preamble_bytes(table);
        let stated = stated_delimiter(last_line(&table[..start]));
        let delimiter = stated.unwrap_or_else(|| most_frequent(first_line(&table[start..])));
        Dialect {
            delimiter,
            has_backslashes: has_backslashes(table, delimiter),
        }
    }

    fn ends_field(self, byte: Option<&u8>) -> bool {
        byte.is_none_or(|&b| b == self.delimiter || b == b'\n' || b == b'\r')
    }
}

/// How many bytes stand before the header: empty lines, remarks, the line that names the separator.
pub(in crate::read) fn preamble_bytes(table: &[u8]) -> usize {
    let mut at = 0;
    while at < table.len() {
        let line = first_line(&table[at..]);
        if !is_before_header(line) {
            break;
        }
        at += line.len();
    }
    at
}

fn is_before_header(line: &[u8]) -> bool {
    let text = without_mark(line).trim_ascii();
    let is_remark = text.starts_with(b"#") && !text.iter().any(|b| DELIMITERS.contains(b));
    text.is_empty() || is_remark || stated_delimiter(line).is_some()
}

fn stated_delimiter(line: &[u8]) -> Option<u8> {
    let text = without_mark(line);
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    match text.strip_prefix(b"sep=").or(text.strip_prefix(b"SEP=")) {
        Some(&[delimiter]) => Some(delimiter),
        _ => None,
    }
}

fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
}

fn most_frequent(header: &[u8]) -> u8 {
    let count = |delimiter: u8| header.iter().filter(|&&b| b == delimiter).count();
    let mut best = (0, b',');
    for &delimiter in DELIMITERS {
        if count(delimiter) > best.0 {
            best = (count(delimiter), delimiter);
        }
    }
    best.1
}

/// Tells whether more quotes within a text are written with a backslash than doubled.
fn has_backslashes(table: &[u8], delimiter: u8) -> bool {
    let ends = |byte: u8| byte == delimiter || byte == b'\n' || byte == b'\r';
    let count = |first: u8| {
        let mut windows = table.windows(3);
        std::iter::from_fn(|| windows.find(|w| w[0] == first && w[1] == b'"' && !ends(w[2])))
            .count()
    };
    count(b'\\') > count(b'"')
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|&b| b == b'\n');
    &bytes[..end.map_or(bytes.len(), |end| end + 1)]
}

fn last_line(bytes: &[u8]) -> &[u8] {
    let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let start = body
        .iter()
        .rposition(|&b| b == b'\n')
        .map_or(0, |at| at + 1);
    &bytes[start..]
}

/// Follows one row through the bytes of a stream.
///
/// RFC 4180: "Fields containing line breaks (CRLF), double quotes, and commas should be enclosed
/// in double-quotes." A quote inside of a field that does not begin with one is a character.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct RowScanner {
    dialect: Dialect,
    at_start: bool,
    in_quotes: bool,
    was_quote: bool,
    is_escaped: bool,
    num_lines: usize,
}

impl RowScanner {
    pub(in crate::read) fn new(dialect: Dialect) -> Self {
        RowScanner {
            dialect,
            at_start: true,
            in_quotes: false,
            was_quote: false,
            is_escaped: false,
            num_lines: 0,
        }
    }

    /// Takes the next bytes; tells whether the row ends with them.
    pub(in crate::read) fn feed(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            if std::mem::take(&mut self.is_escaped) {
                continue;
            }
            if byte == b'\\' && self.in_quotes && self.dialect.has_backslashes {
                self.is_escaped = true;
            } else if byte == b'"' && (self.in_quotes || self.at_start || self.was_quote) {
                // A doubled quote closes and opens again.
                self.in_quotes = !self.in_quotes;
                self.was_quote = !self.in_quotes;
                self.at_start = false;
            } else {
                self.was_quote = false;
                self.at_start = byte == self.dialect.delimiter && !self.in_quotes;
            }
        }
        let is_line = bytes.ends_with(b"\n");
        self.num_lines += usize::from(is_line);
        is_line && (!self.in_quotes || self.num_lines >= MAX_ROW_LINES)
    }
}

/// One row of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Where in the table it begins.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Out of their quotes.
    pub(super) fields: Vec<Vec<u8>>,
    /// A quote was opened and not closed: the row is its first line, with its quotes.
    pub(super) is_unclosed: bool,
}

/// Cuts a table into its rows.
pub(super) fn rows(table: &[u8], dialect: Dialect) -> impl Iterator<Item = Row> {
    let mut at = 0;
    std::iter::from_fn(move || {
        (at < table.len()).then(|| {
            let row = row(table, at, dialect);
            at = row.end;
            row
        })
    })
}

fn row(table: &[u8], start: usize, dialect: Dialect) -> Row {
    let mut fields = Vec::new();
    let mut at = start;
    loop {
        let Some((field, length)) = field(&table[at..], dialect) else {
            return unquoted_row(table, start, dialect);
        };
        fields.push(field.into_owned());
        at += length;
        match table.get(at) {
            Some(&b) if b == dialect.delimiter => at += 1,
            _ => break,
        }
    }
    let line_end = &table[at..];
    let line_end = line_end.len() - strip_line_end(line_end).len();
    Row {
        start,
        end: at + line_end,
        fields,
        is_unclosed: false,
    }
}

fn strip_line_end(rest: &[u8]) -> &[u8] {
    let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
    rest.strip_prefix(b"\n").unwrap_or(rest)
}

fn unquoted_row(table: &[u8], start: usize, dialect: Dialect) -> Row {
    let line = first_line(&table[start..]);
    let text = line.strip_suffix(b"\n").unwrap_or(line);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let fields = text.split(|&b| b == dialect.delimiter);
    Row {
        start,
        end: start + line.len(),
        fields: fields.map(<[u8]>::to_vec).collect(),
        is_unclosed: true,
    }
}

/// Reads the field that begins here, and tells how many bytes it takes; `None` where its quote is
/// never closed.
fn field(rest: &[u8], dialect: Dialect) -> Option<(Cow<'_, [u8]>, usize)> {
    if let Some(quoted) = rest.strip_prefix(b"\"") {
        let (text, length) = quoted_text(quoted, dialect)?;
        let spaces = quoted[length..].iter().take_while(|&&b| b == b' ').count();
        if dialect.ends_field(quoted.get(length + spaces)) {
            return Some((Cow::Owned(text), 1 + length + spaces));
        }
        // Text follows, as in `"Ferry" sails`: these quotes are its own.
        if !rest[..length].contains(&b'\n') {
            let tail = plain_length(&quoted[length..], dialect);
            return Some((Cow::Borrowed(&rest[..1 + length + tail]), 1 + length + tail));
        }
        let tail = plain_length(&quoted[length..], dialect);
        let text = [&text, &quoted[length..length + tail]].concat();
        return Some((Cow::Owned(text), 1 + length + tail));
    }
    let length = plain_length(rest, dialect);
    Some((Cow::Borrowed(&rest[..length]), length))
}

/// How many bytes a field without quotes takes.
fn plain_length(rest: &[u8], dialect: Dialect) -> usize {
    let is_end = |(at, &b): (usize, &u8)| {
        b == dialect.delimiter || b == b'\n' || b == b'\r' && rest.get(at + 1) == Some(&b'\n')
    };
    let end = rest.iter().enumerate().position(is_end);
    end.unwrap_or(rest.len())
}

/// Reads what stands after an opening quote up to the closing one; `None` where there is none.
///
/// Between tabs, quotes seldom mean anything: a tab within them says that they are text.
fn quoted_text(quoted: &[u8], dialect: Dialect) -> Option<(Vec<u8>, usize)> {
    let mut text = Vec::new();
    let mut num_lines = 0;
    let mut at = 0;
    while let Some(&byte) = quoted.get(at) {
        let next = quoted.get(at + 1);
        match byte {
            b'\\' if dialect.has_backslashes && matches!(next, Some(b'"' | b'\\')) => {
                text.extend(next);
                at += 1;
            }
            b'"' if next == Some(&b'"') && !dialect.has_backslashes => {
                text.push(b'"');
                at += 1;
            }
            b'"' => return Some((text, at + 1)),
            b'\t' if dialect.delimiter == b'\t' => return None,
            _ => {
                num_lines += usize::from(byte == b'\n');
                text.push(byte);
            }
        }
        if num_lines >= MAX_ROW_LINES {
            return None;
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &str, expected: &[&[&str]]) {
        let table = table.as_bytes();
        let rows = rows(table, Dialect::of(table));
        let found: Vec<Vec<String>> = rows
            .map(|row| {
                let fields = row.fields.iter();
                fields
                    .map(|field| String::from_utf8_lossy(field).into_owned())
                    .collect()
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn fields_come_out_of_their_quotes() {
        check(
            "a,b\r\n\"x, \"\"y\"\"\nz\",5\" pipe\r\n\"q\" r,\"\" \n",
            &[&["a", "b"], &["x, \"y\"\nz", "5\" pipe"], &["\"q\" r", ""]],
        );
        check(
            "a,b\n\"He \\\"said\\\", x\",y\\z\n",
            &[&["a", "b"], &["He \"said\", x", "y\\z"]],
        );
        check(
            "a,b\n\"C:\\dir\\\",\"x \"\"y\"\"\"\n",
            &[&["a", "b"], &["C:\\dir\\", "x \"y\""]],
        );
    }

    #[test]
    fn a_quote_that_nobody_closes_costs_its_own_row() {
        check(
            "a,b\n\"x,y\nz,w\n",
            &[&["a", "b"], &["\"x", "y"], &["z", "w"]],
        );
        let long = format!("a,b\n\"x,y\n{}\"z\",w\n", "u,v\n".repeat(MAX_ROW_LINES));
        let rows: Vec<Row> = rows(long.as_bytes(), Dialect::of(long.as_bytes())).collect();
        assert_eq!(rows.len(), MAX_ROW_LINES + 3);
        assert!(rows[1].is_unclosed && !rows[2].is_unclosed);
    }

    #[test]
    fn between_tabs_quotes_are_text_unless_they_hold_a_whole_field() {
        check(
            "a\tb\n\"x\" y\t\"z\nw\"\n\"x\ty\nz\t\"w\n",
            &[
                &["a", "b"],
                &["\"x\" y", "z\nw"],
                &["\"x", "y"],
                &["z", "\"w"],
            ],
        );
    }

    #[test]
    fn what_stands_before_the_header_is_none_of_it() {
        for (table, start, delimiter) in [
            ("sep=;\na,b;c\n", 6, b';'),
            ("# a remark\n\na|b\n", 12, b'|'),
            ("\u{feff}sep=\t\r\na b\n", 10, b'\t'),
            ("#,a\n", 0, b','),
            ("", 0, b','),
        ] {
            assert_eq!(preamble_bytes(table.as_bytes()), start, "{table}");
            assert_eq!(
                Dialect::of(table.as_bytes()).delimiter,
                delimiter,
                "{table}"
            );
        }
    }
}
