//! From bytes to text: which charset, what was malformed, and what is no text at all.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use thiserror::Error;

use crate::article::Warning;

/// How many bytes are looked at to tell text from binary data.
const PROBE_BYTES: usize = 8 * 1024;

/// How many bytes, from the first that is not ASCII on, the detector sees.
const DETECT_BYTES: usize = 128 * 1024;

/// Holds text and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte-order mark; borrowed when the bytes were UTF-8 already.
    pub text: Cow<'a, str>,
    /// The charset's name in the Encoding Standard: `UTF-8`, `windows-1252`.
    pub charset: &'static str,
    /// What was malformed or contradicted itself.
    pub warnings: Vec<Warning>,
}

/// One byte in so many may be zero in what is text otherwise: programs that write pages leave some.
const ZERO_SHARE: usize = 1000;

/// Says why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotText {
    /// A byte that no text charset uses, other than UTF-16, which this is not.
    #[error("not text: byte 0x00 at {offset}")]
    Nul {
        /// Where the first one stands.
        offset: usize,
    },
    /// Too many control characters.
    #[error(
        "not text: {percent} % of the first {probed} bytes are control characters, the first is 0x{byte:02x} at {offset}"
    )]
    Control {
        /// Their share.
        percent: usize,
        /// How many bytes were looked at.
        probed: usize,
        /// The first control character.
        byte: u8,
        /// Where it stands.
        offset: usize,
    },
}

impl NotText {
    /// Returns where the first byte stands that is not text.
    pub fn offset(&self) -> usize {
        match self {
            NotText::Nul { offset } | NotText::Control { offset, .. } => *offset,
        }
    }
}

/// Decodes bytes into text.
///
/// A byte-order mark decides; then the declared label (of HTTP, or of the document), then
/// whether the bytes are valid UTF-8, then a detector. Two kinds of labels are not taken at their
/// word: a charset of single bytes (windows-1252, ISO 8859-1, windows-1251) yields to valid UTF-8,
/// because pages that say so by default are common and text that is both by accident is not; and
/// UTF-8 yields when more of the sequences beyond ASCII are malformed than well-formed.
///
/// Malformed sequences become U+FFFD and one warning, which says how many and where the first is.
///
/// # Errors
///
/// [`NotText`] for binary data.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Decoded<'a>, NotText> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        if encoding == UTF_8 {
            ensure_text(bytes)?;
        }
        return Ok(decode_as(encoding, &bytes[mark_bytes..], Vec::new()));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(decode_as(encoding, bytes, Vec::new()));
    }
    ensure_text(bytes)?;
    let mut warnings = Vec::new();
    let encoding = match declared {
        Some(label) => declared_encoding(bytes, label, &mut warnings),
        None => undeclared_encoding(bytes),
    };
    Ok(decode_as(encoding, bytes, warnings))
}

/// Makes sure that the bytes can be text in some charset.
///
/// # Errors
///
/// [`NotText`] for binary data.
pub fn ensure_text(bytes: &[u8]) -> Result<(), NotText> {
    if matches!(Encoding::for_bom(bytes), Some((encoding, _)) if encoding != UTF_8)
        || utf16_without_mark(bytes).is_some()
    {
        return Ok(());
    }
    let probe = &bytes[..bytes.len().min(PROBE_BYTES)];
    if let Some(offset) = zero(bytes)
        && (offset < probe.len() || num_zeros(bytes) * ZERO_SHARE > bytes.len())
    {
        return Err(NotText::Nul { offset });
    }
    let num_control = probe.iter().filter(|&&b| is_binary_control(b)).count();
    if num_control * 20 <= probe.len() {
        return Ok(());
    }
    let offset = probe
        .iter()
        .position(|&b| is_binary_control(b))
        .unwrap_or_default();
    Err(NotText::Control {
        percent: num_control * 100 / probe.len(),
        probed: probe.len(),
        byte: probe[offset],
        offset,
    })
}

fn zero(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&b| b == 0)
}

fn num_zeros(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b == 0).count()
}

/// White space and the escape of ISO-2022-JP are text.
fn is_binary_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1b) || byte == 0x7f
}

/// Recognises UTF-16 without a byte-order mark. Of a mostly Latin text by its zeros, which all
/// stand on the same side; of one in another alphabet by the one number of its block, which
/// stands there too, between the zeros of spaces and line ends.
pub(crate) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let bytes = &bytes[..bytes.len().min(1024)];
    let num_pairs = bytes.len() / 2;
    let zeros = |side: usize| {
        let pairs = bytes.chunks_exact(2);
        pairs.filter(|pair| pair[side] == 0).count()
    };
    let is_most = |zeros: usize| zeros >= 2 && zeros * 2 > num_pairs;
    match (zeros(0), zeros(1)) {
        (0, zeros) if is_most(zeros) || is_alphabet(bytes, 1) => Some(UTF_16LE),
        (zeros, 0) if is_most(zeros) || is_alphabet(bytes, 0) => Some(UTF_16BE),
        _ => None,
    }
}

/// Tells whether the pairs whose higher byte is on this side are the words of one alphabet: Greek,
/// Cyrillic, Hebrew, Arabic.
fn is_alphabet(bytes: &[u8], side: usize) -> bool {
    let (mut num_letters, mut num_other, mut num_ascii) = (0, 0, 0);
    for pair in bytes.chunks_exact(2) {
        let (high, low) = (pair[side], pair[1 - side]);
        match char::from_u32(u32::from(u16::from_be_bytes([high, low]))) {
            Some(c) if matches!(high, 3..=7) && c.is_alphabetic() => num_letters += 1,
            Some(c) if c.is_ascii_graphic() || c.is_ascii_whitespace() => num_ascii += 1,
            _ => num_other += 1,
        }
    }
    num_ascii > 0 && num_letters >= 4 && num_other * 10 <= num_letters
}

fn declared_encoding(bytes: &[u8], label: &str, warnings: &mut Vec<Warning>) -> &'static Encoding {
    let Some(encoding) = Encoding::for_label(label.trim().as_bytes()) else {
        warnings.push(warning(format!(
            "declared charset `{}` is not known",
            label.trim()
        )));
        return undeclared_encoding(bytes);
    };
    let believed = if encoding.is_single_byte() {
        if std::str::from_utf8(bytes).is_ok() {
            UTF_8
        } else {
            encoding
        }
    } else if encoding == UTF_8 {
        undeclared_encoding(bytes)
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        // There is neither a mark nor a zero byte: a page that was converted and kept its label.
        undeclared_encoding(bytes)
    } else {
        encoding
    };
    if believed != encoding && !bytes.is_ascii() {
        let message = format!(
            "declared charset {}, but found {}",
            encoding.name(),
            believed.name()
        );
        warnings.push(warning(message));
    }
    believed
}

fn undeclared_encoding(bytes: &[u8]) -> &'static Encoding {
    if is_mostly_utf8(bytes) {
        UTF_8
    } else {
        detect(bytes)
    }
}

/// A stray byte does not make UTF-8 something else: only more malformed than well-formed
/// sequences do.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut num_valid, mut num_malformed) = (0, 0);
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    for chunk in bytes.utf8_chunks() {
        num_valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        num_malformed += usize::from(!chunk.invalid().is_empty());
    }
    num_valid > num_malformed
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or_default();
    let start = start.saturating_sub(64);
    let end = bytes.len().min(start + DETECT_BYTES);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[start..end], end == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

fn decode_as<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    mut warnings: Vec<Warning>,
) -> Decoded<'a> {
    let (text, had_malformed) = encoding.decode_without_bom_handling(bytes);
    if had_malformed {
        warnings.push(malformed(encoding, bytes));
    }
    let text = without_zeros(text, &mut warnings);
    Decoded {
        text,
        charset: encoding.name(),
        warnings,
    }
}

/// Takes the stray zeros out, as browsers do.
fn without_zeros<'a>(text: Cow<'a, str>, warnings: &mut Vec<Warning>) -> Cow<'a, str> {
    let Some(first) = zero(text.as_bytes()) else {
        return text;
    };
    let count = num_zeros(text.as_bytes());
    let characters = if count == 1 {
        "character"
    } else {
        "characters"
    };
    warnings.push(Warning {
        line: Some(line_at(text.as_bytes(), first)),
        message: format!("{count} {characters} U+0000 left out, the first at byte {first}"),
    });
    Cow::Owned(text.replace('\0', ""))
}

/// Returns the number of the line on which a byte stands, from 1.
fn line_at(bytes: &[u8], at: usize) -> u64 {
    1 + bytes[..at].iter().filter(|&&b| b == b'\n').count() as u64
}

/// Counts the malformed sequences: a second pass, for the rare text that has some.
fn malformed(encoding: &'static Encoding, bytes: &[u8]) -> Warning {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut scratch = String::with_capacity(16 * 1024);
    let (mut read, mut count, mut first) = (0, 0, 0);
    loop {
        let (result, num_read) =
            decoder.decode_to_string_without_replacement(&bytes[read..], &mut scratch, true);
        read += num_read;
        scratch.clear();
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                if count == 0 {
                    first = read.saturating_sub(usize::from(length) + usize::from(after));
                }
                count += 1;
            }
        }
    }
    let sequences = if count == 1 { "sequence" } else { "sequences" };
    Warning {
        line: Some(line_at(bytes, first)),
        message: format!(
            "{count} malformed {} {sequences} replaced, the first at byte {first}",
            encoding.name()
        ),
    }
}

fn warning(message: String) -> Warning {
    Warning {
        line: None,
        message,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use encoding_rs::WINDOWS_1252;

    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, charset: &str) {
        let decoded = decode(bytes, declared).unwrap();
        assert_eq!((&*decoded.text, decoded.charset), (text, charset));
        assert_eq!(decoded.warnings, [], "{text}");
    }

    #[test]
    fn the_mark_decides_then_the_label_then_utf8() {
        check(b"plain", None, "plain", "UTF-8");
        check(b"", None, "", "UTF-8");
        check(
            b"\xef\xbb\xbfcaf\xc3\xa9",
            Some("windows-1251"),
            "café",
            "UTF-8",
        );
        check(b"\xff\xfec\0a\0f\0\xe9\0", None, "café", "UTF-16LE");
        check(b"\xfe\xff\0c\0a\0f\0\xe9", None, "café", "UTF-16BE");
        check(b"c\0a\0f\0\xe9\0\n\0", None, "café\n", "UTF-16LE");
        check(b"\0c\0a\0f\0\xe9", None, "café", "UTF-16BE");
        let text = "Мост открыт.";
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&big, None, text, "UTF-16BE");
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&little, None, text, "UTF-16LE");
        check(
            b"\xcc\xee\xf1\xea\xe2\xe0",
            Some("windows-1251"),
            "Москва",
            "windows-1251",
        );
        check(b"caf\xe9", Some(" Latin1 "), "café", "windows-1252");
        check("café".as_bytes(), None, "café", "UTF-8");
    }

    #[test]
    fn the_detector_reads_what_nothing_declares() {
        let text = "Die Minister erklärten, über Brücken und Straßen müsse größer gedacht werden.";
        let (bytes, ..) = WINDOWS_1252.encode(text);
        check(&bytes, None, text, "windows-1252");
        let text = "Президент заявил в пятницу, что переговоры продолжатся на следующей неделе.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
        check(&bytes, None, text, "windows-1251");
    }

    #[test]
    fn a_label_that_the_bytes_contradict_is_not_believed() {
        for (bytes, label, text, message) in [
            (
                "“café”".as_bytes(),
                "iso-8859-1",
                "“café”",
                "declared charset windows-1252, but found UTF-8",
            ),
            (
                "Москва".as_bytes(),
                "koi8-r",
                "Москва",
                "declared charset KOI8-R, but found UTF-8",
            ),
            (
                b"caf\xe9 au lait".as_slice(),
                "utf-8",
                "café au lait",
                "declared charset UTF-8, but found windows-1252",
            ),
            (
                "né".as_bytes(),
                "x-klingon",
                "né",
                "declared charset `x-klingon` is not known",
            ),
        ] {
            let decoded = decode(bytes, Some(label)).unwrap();
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.warnings, [warning(message.to_string())]);
        }
    }

    #[test]
    fn malformed_sequences_are_counted_and_located() {
        let decoded = decode(b"\xc3\xa9\n\xc3\xa9\xff and \xe2\x80\n\xc3\xa9", None).unwrap();
        assert_eq!(decoded.text, "é\né\u{fffd} and \u{fffd}\né");
        assert_eq!(
            decoded.warnings,
            [Warning {
                line: Some(2),
                message: "2 malformed UTF-8 sequences replaced, the first at byte 5".to_string(),
            }]
        );
    }

    #[test]
    fn stray_zeros_of_a_long_text_are_left_out() {
        let start = "line of text\n".repeat(PROBE_BYTES / 8);
        let decoded = decode(format!("{start}a\0b\0c\n").as_bytes(), None)
            .map(|decoded| (decoded.text.into_owned(), decoded.warnings));
        let message = format!(
            "2 characters U+0000 left out, the first at byte {}",
            start.len() + 1
        );
        let warning = Warning {
            line: Some(PROBE_BYTES as u64 / 8 + 1),
            message,
        };
        assert_eq!(decoded, Ok((format!("{start}abc\n"), vec![warning])));
    }

    #[test]
    fn binary_data_is_not_text() {
        let zeros = [b"line of text\n".repeat(PROBE_BYTES / 8), vec![0; 99]].concat();
        assert_eq!(
            decode(&zeros, None).unwrap_err(),
            NotText::Nul {
                offset: zeros.len() - 99
            }
        );
        for (bytes, reason) in [
            (b"GIF89a\x01\0\x01".as_slice(), "not text: byte 0x00 at 7"),
            (
                b"ab\x01\x02\x03cdefgh".as_slice(),
                "not text: 27 % of the first 11 bytes are control characters, the first is 0x01 at 2",
            ),
        ] {
            assert_eq!(decode(bytes, None).unwrap_err().to_string(), reason);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_are_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            label in proptest::option::of("[a-z0-9-]{0,12}|utf-16|shift_jis|iso-2022-jp|replacement"),
        ) {
            if let Ok(decoded) = decode(&bytes, label.as_deref()) {
                prop_assert!(Encoding::for_label(decoded.charset.as_bytes()).is_some());
            }
        }

        #[test]
        fn utf8_comes_back_as_it_was(text in "[a-zé“ЖЩ漢\n]{0,40}") {
            prop_assert_eq!(&*decode(text.as_bytes(), None).unwrap().text, &text);
        }
    }
}
