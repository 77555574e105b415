//! The strings that a file says something in: ISO 32000-2, 7.9.2 and 7.9.4.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What PDFDocEncoding has where Windows-1252 has something else: from 0x18 and from 0x80.
const FROM_18: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
const FROM_80: [char; 31] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž',
];

/// Decodes a text string: UTF-16 or UTF-8 by its mark, PDFDocEncoding without.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => UTF_8.decode_without_bom_handling(rest).0.into_owned(),
        _ => match std::str::from_utf8(bytes) {
            // against the standard, but common
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&byte| pdf_doc_char(byte)).collect(),
        },
    };
    text.replace(|c: char| c.is_control(), " ")
}

fn pdf_doc_char(byte: u8) -> char {
    match byte {
        0x18..=0x1F => FROM_18[usize::from(byte - 0x18)],
        0x80..=0x9E => FROM_80[usize::from(byte - 0x80)],
        0xA0 => '€',
        _ => windows_1252(byte),
    }
}

/// Returns the character of one byte of Windows-1252.
pub(super) fn windows_1252(byte: u8) -> char {
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next().unwrap_or(' ')
}

/// Turns `D:20240312101500+01'00'` into `2024-03-12T10:15:00+01:00`; parts may be missing from
/// the end on.
pub(super) fn iso_date(date: &str) -> Option<String> {
    let date = date.trim().trim_start_matches("D:");
    let digits: String = date
        .chars()
        .take_while(char::is_ascii_digit)
        .take(14)
        .collect();
    let part = |from: usize, default: &'static str| {
        digits.get(from..from + 2).unwrap_or(default).to_owned()
    };
    let year = digits.get(..4)?;
    let day = format!("{year}-{}-{}", part(4, "01"), part(6, "01"));
    if digits.len() < 12 {
        return Some(day);
    }
    let zone = zone(&date[digits.len()..]);
    Some(format!(
        "{day}T{}:{}:{}{zone}",
        part(8, "00"),
        part(10, "00"),
        part(12, "00")
    ))
}

fn zone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(4).collect();
    let minutes = digits.get(2..4).unwrap_or("00");
    match (text.chars().next(), digits.get(..2)) {
        (Some('Z'), _) => "Z".to_owned(),
        (Some(sign @ ('+' | '-')), Some(hours)) => format!("{sign}{hours}:{minutes}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_decoded_by_its_mark() {
        assert_eq!(decode(b"\xFE\xFF\x00C\x00a\x00f\x00\xE9"), "Café");
        assert_eq!(decode(b"\xEF\xBB\xBFCaf\xC3\xA9"), "Café");
        assert_eq!(decode(b"Caf\xE9 \x84 \x8Dquoted\x8E"), "Café — “quoted”");
    }

    #[test]
    fn a_date_becomes_iso_8601() {
        let check = |date, expected: Option<&str>| assert_eq!(iso_date(date).as_deref(), expected);
        check("D:20240312101500+01'00'", Some("2024-03-12T10:15:00+01:00"));
        check("D:20240312101500Z", Some("2024-03-12T10:15:00Z"));
        check("D:202403", Some("2024-03-01"));
        check("yesterday", None);
    }
}
