//! The spelling of names and numbers: ISO 32000-2, 7.3.3 and 7.3.5.

pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

pub(super) fn unescape_name(raw: &[u8]) -> Vec<u8> {
    let mut name = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let digit = |at: usize| raw.get(at).copied().and_then(hex_digit);
        match (raw[at], digit(at + 1), digit(at + 2)) {
            (b'#', Some(high), Some(low)) => {
                name.push(high << 4 | low);
                at += 3;
            }
            (byte, ..) => {
                name.push(byte);
                at += 1;
            }
        }
    }
    name
}

/// Reads what writers put where a real is due: `-.5`, `--5`, `1.2.3`, `12-34`.
pub(super) fn real(text: &[u8]) -> f64 {
    let sign = if text.first() == Some(&b'-') {
        -1.0
    } else {
        1.0
    };
    let start = text
        .iter()
        .take_while(|byte| matches!(byte, b'+' | b'-'))
        .count();
    let mut end = start;
    let mut has_point = false;
    while let Some(byte) = text.get(end) {
        let is_part = byte.is_ascii_digit() || (*byte == b'.' && !has_point);
        if !is_part {
            break;
        }
        has_point |= *byte == b'.';
        end += 1;
    }
    let digits = std::str::from_utf8(&text[start..end]).unwrap_or_default();
    let value = digits.parse::<f64>().unwrap_or_default();
    sign * value.clamp(0.0, 1e15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_number_is_read_as_far_as_it_goes() {
        for (text, expected) in [
            ("-.5", -0.5),
            ("--5", -5.0),
            ("1.2.3", 1.2),
            ("12-34", 12.0),
            ("-", 0.0),
        ] {
            assert_eq!(real(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(unescape_name(b"A#20B#zz"), b"A B#zz");
    }
}
