//! The words of a text as numbers: without case, signs, and apostrophes.

/// Calls `visit` with a number for each word of `text`, equal for equal words ([`has_digit`] tells
/// whether it holds a digit). A character of a script without spaces is a word by itself.
pub(super) fn each_word(text: &str, mut visit: impl FnMut(u64)) {
    let bytes = text.as_bytes();
    let mut joined = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && IS_PLAIN[usize::from(bytes[at])] {
            at += 1;
        }
        let next = bytes.get(at).copied().unwrap_or(b' ');
        if next.is_ascii() && next != b'\'' {
            if at > start {
                visit(number(&bytes[start..at]));
            }
            // What ended the word.
            at += 1;
            continue;
        }
        at = read_word(text, start, &mut joined);
        if !joined.is_empty() {
            visit(number(joined.as_bytes()));
        }
        if at == start {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
}

/// Tells whether the word of which this is the number holds a digit.
pub(super) fn has_digit(word: u64) -> bool {
    word & 1 == 1
}

/// For each byte, whether it is an ASCII letter or digit.
const IS_PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Reads the word that begins at `start` into `joined`, lower-cased and without apostrophes;
/// returns where it ends.
fn read_word(text: &str, start: usize, joined: &mut String) -> usize {
    joined.clear();
    let mut end = start;
    let mut chars = text[start..].chars().peekable();
    while let Some(c) = chars.next() {
        if is_unspaced(c) {
            if joined.is_empty() {
                joined.push(c);
                end += c.len_utf8();
            }
            break;
        }
        let joins = matches!(c, '\'' | '’' | '\u{ad}')
            && !joined.is_empty()
            && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if c.is_alphanumeric() {
            joined.extend(c.to_lowercase());
        } else if !joins {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Tells whether a letter is of a script that writes no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// Hashes a word eight bytes at a time; ASCII letters of either case are the same. The lowest bit
/// tells whether there is an ASCII digit.
fn number(word: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let mut hash = word.len() as u64;
    let mut add = |eight: u64| {
        hash = (hash ^ (eight | LOWER)).wrapping_mul(FACTOR);
        hash ^= hash >> 32;
    };
    let (chunks, rest) = word.as_chunks::<8>();
    for &chunk in chunks {
        add(u64::from_le_bytes(chunk));
    }
    if !rest.is_empty() {
        add(rest
            .iter()
            .fold(0, |eight, &byte| eight << 8 | u64::from(byte)));
    }
    hash & !1 | u64::from(word.iter().any(u8::is_ascii_digit))
}
