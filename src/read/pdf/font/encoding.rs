//! What the codes of a simple font stand for: ISO 32000-2, 9.6.5 and annex D.

use encoding_rs::MACINTOSH;

use super::super::text_string::windows_1252;

/// The upper part of StandardEncoding, from 0xA1 on; a space where it has nothing.
const STANDARD: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß    ";

/// The encoding of the Symbol font, from 0x20 on; a space where it has nothing of use in a text.
const SYMBOL: &str = concat!(
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼                 ",
    "                €ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇   ∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈   ∑           〉∫⌠ ⌡          ",
);

/// A table that a font starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Standard,
    WinAnsi,
    MacRoman,
    Symbol,
}

impl Base {
    /// Returns the table of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "StandardEncoding" => Some(Self::Standard),
            "WinAnsiEncoding" => Some(Self::WinAnsi),
            "MacRomanEncoding" => Some(Self::MacRoman),
            _ => None,
        }
    }

    /// Returns what a code stands for.
    pub(super) fn character(self, code: u8) -> Option<char> {
        let character = match self {
            Self::WinAnsi => windows_1252(code),
            Self::MacRoman => MACINTOSH
                .decode_without_bom_handling(&[code])
                .0
                .chars()
                .next()?,
            Self::Standard => standard(code)?,
            Self::Symbol => SYMBOL.chars().nth(usize::from(code.checked_sub(0x20)?))?,
        };
        (!character.is_control()).then_some(character)
    }
}

fn standard(code: u8) -> Option<char> {
    match code {
        0x27 => Some('’'),
        0x60 => Some('‘'),
        0x20..=0x7E => Some(code.into()),
        0xA1.. => STANDARD.chars().nth(usize::from(code - 0xA1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_character_in_each_table() {
        let check = |base: Base, code, expected| assert_eq!(base.character(code), Some(expected));
        check(Base::Standard, 0x27, '’');
        check(Base::Standard, 0xAE, 'ﬁ');
        check(Base::Standard, 0xFB, 'ß');
        check(Base::WinAnsi, 0x80, '€');
        check(Base::MacRoman, 0x8E, 'é');
        check(Base::Symbol, 0x61, 'α');
        check(Base::Symbol, 0xA5, '∞');
    }
}
