//! Folding: what case, accents and ways of encoding do not tell apart.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// The Latin letters with accents, whose folded forms are looked up.
const ACCENTED_LATIN: std::ops::Range<u32> = 0xc0..0x250;

/// For each letter of [`ACCENTED_LATIN`] the ASCII letter that it folds to; 0 for one that folds
/// to something else.
static LATIN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    ACCENTED_LATIN
        .map(|code| char::from_u32(code).map_or(0, ascii_letter))
        .collect()
});

fn ascii_letter(c: char) -> u8 {
    let mut folded = String::new();
    push_decomposed(c, &mut folded);
    match folded.as_bytes() {
        [letter] => *letter,
        _ => 0,
    }
}

/// Returns `text` in lower case and without accents: the exact term of a word.
///
/// Accents are taken from Latin and Greek letters alone: there they are marks on a letter that
/// many keyboards lack, whereas Cyrillic `й` is a letter of its own. Vowel points, Arabic
/// lengthening, soft hyphens, joiners and marks of direction go. Wide letters, ligatures and
/// digits of all scripts become plain ones. What is no letter or digit stays.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        push_folded(c, &mut folded);
    }
    folded
}

/// Appends `c` to `folded`, in which the characters before it stand folded.
pub(super) fn push_folded(c: char, folded: &mut String) {
    match c {
        _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
        '\u{c0}'..='\u{24f}' => push_accented_latin(c, folded),
        // The plain letters of Russian.
        '\u{430}'..='\u{44f}' => folded.push(c),
        '\u{410}'..='\u{42f}' => folded.push(char::from_u32(u32::from(c) + 0x20).unwrap_or(c)),
        '\u{4e00}'..='\u{9fff}' => folded.push(c),
        _ if is_invisible(c) || is_point(c) => {}
        _ if joins_the_letter_before(c) => push_mark(c, folded),
        _ => push_decomposed(c, folded),
    }
}

fn push_accented_latin(c: char, folded: &mut String) {
    match LATIN[(u32::from(c) - ACCENTED_LATIN.start) as usize] {
        0 => push_decomposed(c, folded),
        letter => folded.push(letter.into()),
    }
}

/// Appends a mark to the letter before it: as the letter that both make up, where there is one.
fn push_mark(mark: char, folded: &mut String) {
    let composed = folded.chars().next_back().and_then(|c| compose(c, mark));
    match composed {
        Some(letter) => {
            folded.pop();
            push_decomposed(letter, folded);
        }
        None if is_accent(mark) => {}
        None => folded.push(mark),
    }
}

/// Appends the folded form of a letter that stands by itself.
fn push_decomposed(c: char, folded: &mut String) {
    if let Some(digit) = digit_value(c) {
        folded.push(char::from(b'0' + digit));
        return;
    }
    if let Some(letters) = ligature(c) {
        folded.push_str(letters);
        return;
    }
    if !c.is_alphanumeric() {
        folded.push(c);
        return;
    }
    let compatible = std::iter::once(c).nfkc().filter(|&c| is_of_word(c));
    for lower in compatible.flat_map(char::to_lowercase) {
        push_without_accent(lower, folded);
    }
}

fn push_without_accent(c: char, folded: &mut String) {
    if is_accent(c) || is_point(c) || is_invisible(c) {
        return;
    }
    let base = std::iter::once(c).nfd().next().unwrap_or(c);
    let kept = if is_latin_or_greek(base) { base } else { c };
    match ligature(kept) {
        Some(letters) => folded.push_str(letters),
        None => folded.push(kept),
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_latin_or_greek(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}')
}

/// Letters that Unicode does not decompose but that people type with others.
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
        // Russian prints ё as е but in schoolbooks.
        'ё' | 'Ё' => "е",
        // Arabic is typed with and without the signs on alef, and Persian has its own yeh, kaf.
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        _ => return None,
    })
}

/// Tells whether a character is none of the word in which it stands: soft hyphens, joiners, marks
/// of direction, variants of glyphs, the Arabic lengthening.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Points of vowels and recitation that Hebrew and Arabic are mostly written without.
fn is_point(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}'
        | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{652}' | '\u{656}'..='\u{65f}'
        | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}')
}

/// Marks that any letter may bear.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{653}'..='\u{655}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Tells whether a character may make up one letter with the one before it: marks, and the
/// vowels and finals of Korean.
fn joins_the_letter_before(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}' | '\u{ff9e}' | '\u{ff9f}')
}

/// Returns the value of a decimal digit of any script, raised and lowered ones too.
pub(super) fn digit_value(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '²' | '³' => return Some(if c == '²' { 2 } else { 3 }),
        '¹' => return Some(1),
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{9e6}'..='\u{9ef}' => '\u{9e6}',
        '\u{e50}'..='\u{e59}' => '\u{e50}',
        '\u{2070}' | '\u{2074}'..='\u{2079}' => '\u{2070}',
        '\u{2080}'..='\u{2089}' => '\u{2080}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ways_of_writing_the_same_letters_fold_alike() {
        for (text, expected) in [
            ("Erdoğan ŁÓDŹ Straße Æther", "erdogan lodz strasse aether"),
            ("İstanbul ISPARTA ılık", "istanbul isparta ilik"),
            ("Ёлка Российский Їжак", "елка российский їжак"),
            ("e\u{301}te\u{301} и\u{306}", "ete й"),
            ("か\u{3099} 하\u{11ab} \u{1112}\u{1161}\u{11ab}", "が 한 한"),
            ("ＮＡＴＯ２０ ﬁn Ⅳ", "nato20 fin iv"),
            (
                "أحمد إيران العَرَبِيَّة محـــمد على",
                "احمد ايران العربية محمد علي",
            ),
            ("So\u{ad}fort Pu\u{200b}tin", "sofort putin"),
            ("٢٠١٥ ۲۰۱۵ २०१५ CO₂ m²", "2015 2015 2015 co2 m2"),
            ("हिन्दी ภาษาไทย", "हिन्दी ภาษาไทย"),
            ("ΑΘΉΝΑΣ αθηνας", "αθηνασ αθηνασ"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_what_is_folded_changes_nothing(text in "\\PC{0,20}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn composed_and_decomposed_text_fold_alike(text in "[a-zà-ÿА-яёїй가-힣か-ん]{0,20}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
        }
    }
}
