//! Finds where the rows of a table end, without looking into them.

/// What separates the columns of tables.
const DELIMITERS: &[u8] = b",;\t|";

/// Follows one row through the bytes of a stream.
///
/// RFC 4180: "Fields containing line breaks (CRLF), double quotes, and commas should be enclosed
/// in double-quotes." A quote inside of a field that does not begin with one is a character.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct RowScanner {
    delimiter: u8,
    at_start: bool,
    in_quotes: bool,
    was_quote: bool,
}

impl RowScanner {
    pub(in crate::read) fn new(delimiter: u8) -> Self {
        RowScanner {
            delimiter,
            at_start: true,
            in_quotes: false,
            was_quote: false,
        }
    }

    /// Takes the next bytes; tells whether the row ends with them.
    pub(in crate::read) fn feed(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            if byte == b'"' && (self.in_quotes || self.at_start || self.was_quote) {
                // A doubled quote closes and opens again.
                self.in_quotes = !self.in_quotes;
                self.was_quote = !self.in_quotes;
                self.at_start = false;
            } else {
                self.was_quote = false;
                self.at_start = byte == self.delimiter && !self.in_quotes;
            }
        }
        !self.in_quotes && bytes.ends_with(b"\n")
    }

    /// Tells what separates the columns of this header: what it has most of.
    pub(in crate::read) fn delimiter_of(header: &[u8]) -> u8 {
        let count = |delimiter: u8| header.iter().filter(|&&b| b == delimiter).count();
        let mut best = (0, b',');
        for &delimiter in DELIMITERS {
            if count(delimiter) > best.0 {
                best = (count(delimiter), delimiter);
            }
        }
        best.1
    }
}

/// Cuts a table into its rows: where each begins, and its fields out of their quotes.
pub(super) fn rows(table: &[u8], delimiter: u8) -> impl Iterator<Item = (usize, Vec<Vec<u8>>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let mut scanner = RowScanner::new(delimiter);
        while at < table.len() {
            let rest = &table[at..];
            let length = rest
                .iter()
                .position(|&b| b == b'\n')
                .map_or(rest.len(), |end| end + 1);
            at += length;
            if scanner.feed(&rest[..length]) {
                break;
            }
        }
        (start < at).then(|| (start, fields(&table[start..at], delimiter)))
    })
}

fn fields(row: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    let mut fields = vec![Vec::new()];
    let (mut at_start, mut in_quotes, mut was_quote) = (true, false, false);
    for &byte in row {
        let mut is_text = true;
        if byte == b'"' && (in_quotes || at_start || was_quote) {
            in_quotes = !in_quotes;
            // The second of two quotes stands for one.
            is_text = was_quote;
            was_quote = !in_quotes;
        } else {
            was_quote = false;
            if byte == delimiter && !in_quotes {
                fields.push(Vec::new());
                at_start = true;
                continue;
            }
        }
        at_start = false;
        if let Some(field) = fields.last_mut().filter(|_| is_text) {
            field.push(byte);
        }
    }
    fields
}
