//! Columns separated by tabs.
//!
//! "Fields that contain tabs are not allowable in this encoding" (IANA, text/tab-separated-values):
//! a tab is written as `\t`, a line feed as `\n`, a carriage return as `\r` and a backslash as `\\`, as in
//! the text format of PostgreSQL's `COPY`. Lines end with a line feed.

use std::io::{self, Write};

/// Writes one line.
pub(super) fn write_line(out: &mut impl Write, fields: &[impl AsRef<str>]) -> io::Result<()> {
    let fields: Vec<String> = fields.iter().map(|it| escaped(it.as_ref())).collect();
    writeln!(out, "{}", fields.join("\t"))
}

fn escaped(field: &str) -> String {
    let mut escaped = String::with_capacity(field.len());
    for c in field.chars() {
        match c {
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\\' => escaped.push_str("\\\\"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_field_is_escaped() {
        let mut out = Vec::new();
        write_line(&mut out, &["a\tb", "c\nd\r", "e\\n", ""]).unwrap();
        assert_eq!(out, b"a\\tb\tc\\nd\\r\te\\\\n\t\n");
    }
}
