//! Folding: what case and accents do not tell apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends `c` in lower case and without accents to `folded`.
///
/// Accents are taken from Latin and Greek letters alone: there they are marks on a letter that
/// many keyboards lack, whereas Cyrillic `й` is a letter of its own.
pub(super) fn push_folded(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    if let Some(letters) = ligature(c) {
        folded.push_str(letters);
        return;
    }
    for lower in c.to_lowercase() {
        push_without_accent(lower, folded);
    }
}

fn push_without_accent(c: char, folded: &mut String) {
    if is_combining_mark(c) {
        return;
    }
    let mut parts = std::iter::once(c).nfd();
    match parts.next() {
        Some(base) if is_latin_or_greek(base) => match ligature(base) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(base),
        },
        _ => folded.push(c),
    }
}

fn is_latin_or_greek(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}')
}

/// Letters that Unicode does not decompose but that people type with plain ones.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' | 'İ' => "i",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ĸ' => "k",
        'ς' => "σ",
        _ => return None,
    })
}

/// Returns `text` in lower case and without accents, character by character.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        push_folded(c, &mut folded);
    }
    folded
}
