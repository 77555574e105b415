//! Finds where JSON values end, without looking into them.

/// Follows one JSON value through the bytes of a stream.
///
/// Counts brackets, knows strings and escapes, and needs no stack however deep the value is.
/// JSON allows no raw line end in a string (RFC 8259, section 7), so one ends the string here:
/// a missing quote costs its own value and not all that follow.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::read) struct ValueScanner {
    depth: usize,
    within: Within,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    String,
    Escape,
    /// A number or a literal.
    Scalar,
    /// What is no JSON, to the end of its line.
    Garbage,
}

impl ValueScanner {
    /// Takes the next bytes; returns how many of them belong to the value once it ends in them.
    pub(in crate::read) fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, &byte) in bytes.iter().enumerate() {
            match self.within {
                Within::String => match byte {
                    b'"' | b'\n' => {
                        self.within = Within::Nothing;
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    b'\\' => self.within = Within::Escape,
                    _ => {}
                },
                Within::Escape => self.within = Within::String,
                Within::Scalar if is_separator(byte) || matches!(byte, b'{' | b'"') => {
                    self.within = Within::Nothing;
                    return Some(at);
                }
                Within::Garbage if byte == b'\n' => {
                    self.within = Within::Nothing;
                    return Some(at);
                }
                Within::Scalar | Within::Garbage => {}
                Within::Nothing => match byte {
                    b'"' => self.within = Within::String,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' if self.depth > 0 => {
                        self.depth -= 1;
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    b'-' | b'0'..=b'9' | b't' | b'f' | b'n' if self.depth == 0 => {
                        self.within = Within::Scalar;
                    }
                    _ if self.depth == 0 => self.within = Within::Garbage,
                    _ => {}
                },
            }
        }
        None
    }

    /// Tells whether the end of the input would cut the value off.
    pub(in crate::read) fn is_open(&self) -> bool {
        self.depth > 0 || matches!(self.within, Within::String | Within::Escape)
    }

    /// Names what is missing when the value is open.
    pub(in crate::read) fn expected(&self) -> &'static str {
        match self.within {
            Within::String | Within::Escape => "`\"`",
            _ => "`}`",
        }
    }
}

/// Tells whether a byte outside of all values only stands between them: white space, commas,
/// the brackets of the array around them, the record separator of RFC 7464.
pub(in crate::read) fn is_separator(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\n' | b'\r' | b',' | b'[' | b']' | 0x1e
    )
}

/// Tells whether the bytes are one object and nothing else.
pub(super) fn is_object(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_end();
    bytes.starts_with(b"{") && ValueScanner::default().feed(bytes) == Some(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_its_brackets_close() {
        for (bytes, end) in [
            (r#"{"a":[1,{"b":"}"}]} {"#, Some(19)),
            (r#""a\"b" "#, Some(6)),
            ("12,3", Some(2)),
            ("true", None),
            ("}} {", None),
            ("What is {\"this\"}\n{", Some(16)),
            (r#"{"a": "b"#, None),
            ("{\"a\": \"b\n}", Some(10)),
        ] {
            assert_eq!(
                ValueScanner::default().feed(bytes.as_bytes()),
                end,
                "{bytes}"
            );
        }
    }

    #[test]
    fn depth_takes_no_stack() {
        assert_eq!(ValueScanner::default().feed(&b"[".repeat(1_000_000)), None);
    }
}
