//! Comma-separated values after RFC 4180; what is counted with the line ends of Unix.

use std::io::{self, Write};

/// Writes one record.
///
/// # Errors
///
/// What the writer says.
pub fn write_record(out: &mut impl Write, fields: &[&str]) -> io::Result<()> {
    write_fields(out, fields)?;
    out.write_all(b"\n")
}

/// Writes one record that ends with CR LF, as the standard has it. A record of one empty field is quoted, for
/// many programs pass over an empty line.
///
/// # Errors
///
/// What the writer says.
pub fn write_crlf_record(out: &mut impl Write, fields: &[impl AsRef<str>]) -> io::Result<()> {
    match fields {
        [field] if field.as_ref().is_empty() => out.write_all(b"\"\"")?,
        fields => write_fields(out, fields)?,
    }
    out.write_all(b"\r\n")
}

fn write_fields(out: &mut impl Write, fields: &[impl AsRef<str>]) -> io::Result<()> {
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        write_field(out, field.as_ref())?;
    }
    Ok(())
}

/// "Fields containing line breaks (CRLF), double quotes, and commas should be enclosed in
/// double-quotes"; "a double-quote appearing inside a field must be escaped by preceding it with
/// another double quote" (RFC 4180, section 2).
fn write_field(out: &mut impl Write, field: &str) -> io::Result<()> {
    if field.contains([',', '"', '\n', '\r']) {
        write!(out, "\"{}\"", field.replace('"', "\"\""))
    } else {
        out.write_all(field.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_with_a_comma_a_quote_or_a_line_end_is_quoted() {
        let mut out = Vec::new();
        write_record(&mut out, &["a", "b, c", "\"d\"", "", "e\nf", "g h"]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "a,\"b, c\",\"\"\"d\"\"\",,\"e\nf\",g h\n");
    }
}
