//! Glyph names and the characters that they stand for: the Adobe Glyph List and its rules.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use unicode_normalization::char::compose;

/// Names for Latin, Greek and Cyrillic texts; what is not here is built from a letter and an
/// accent, or says its own code as in `uni20AC`.
const NAMES: &str = "\
    AE Æ  Alpha Α  Alphatonos Ά  Beta Β  Chi Χ  Dcroat Đ  Delta ∆  Eng Ŋ  Epsilon Ε \
    Epsilontonos Έ  Eta Η  Etatonos Ή  Eth Ð  Euro €  Gamma Γ  H18533 ●  H22073 □  Hbar Ħ  IJ Ĳ \
    Iota Ι  Iotadieresis Ϊ  Iotatonos Ί  Kappa Κ  Lambda Λ  Ldot Ŀ  Lslash Ł  Mu Μ  Nu Ν  OE Œ \
    Omega Ω  Omegatonos Ώ  Omicron Ο  Omicrontonos Ό  Oslash Ø  Phi Φ  Pi Π  Psi Ψ  Rho Ρ  Sigma Σ \
    Tau Τ  Tbar Ŧ  Tcedilla Ţ  Theta Θ  Thorn Þ  Upsilon Υ  Upsilon1 ϒ  Upsilondieresis Ϋ \
    Upsilontonos Ύ  Xi Ξ  Zeta Ζ  acute ´  ae æ  alpha α  alphatonos ά  ampersand & \
    angbracketleft ⟨  angbracketright ⟩  angle ∠  anoteleia ·  approxequal ≈  arrowboth ↔ \
    arrowdown ↓  arrowleft ←  arrowright →  arrowup ↑  arrowupdn ↕  asciicircum ^  asciitilde ~ \
    asterisk *  asteriskmath ∗  at @  backslash \\  bar |  beta β  braceleft {  braceright } \
    bracketleft [  bracketright ]  breve ˘  brokenbar ¦  bullet •  caron ˇ  cedilla ¸  cent ¢ \
    chi χ  circumflex ˆ  colon :  comma ,  congruent ≅  copyright ©  currency ¤  dagger † \
    daggerdbl ‡  dcroat đ  degree °  delta δ  dieresis ¨  dieresistonos ΅  divide ÷  dollar $ \
    dotaccent ˙  dotlessi ı  dotlessj ȷ  eight 8  element ∈  ellipsis …  emdash —  emptyset ∅ \
    endash –  eng ŋ  epsilon ε  epsilontonos έ  equal =  equivalence ≡  estimated ℮  eta η \
    etatonos ή  eth ð  exclam !  exclamdbl ‼  exclamdown ¡  existential ∃  ff ﬀ  ffi ﬃ  ffl ﬄ \
    fi ﬁ  figuredash ‒  filledbox ■  five 5  fiveeighths ⅝  fl ﬂ  florin ƒ  four 4  fraction ⁄ \
    gamma γ  germandbls ß  gradient ∇  grave `  greater >  greaterequal ≥  guillemotleft « \
    guillemotright »  guilsinglleft ‹  guilsinglright ›  hbar ħ  hungarumlaut ˝  hyphen - \
    hyphenminus -  ij ĳ  infinity ∞  integral ∫  intersection ∩  iota ι  iotadieresis ϊ \
    iotadieresistonos ΐ  iotatonos ί  kappa κ  kgreenlandic ĸ  lambda λ  ldot ŀ  less < \
    lessequal ≤  logicaland ∧  logicalnot ¬  logicalor ∨  longs ſ  lozenge ◊  lslash ł  macron ¯ \
    minus −  minute ′  mu µ  multiply ×  napostrophe ŉ  nine 9  notelement ∉ \
    notequal ≠  nu ν  numbersign #  oe œ  ogonek ˛  omega ω  omega1 ϖ  omegatonos ώ  omicron ο \
    omicrontonos ό  one 1  onedotenleader ․  oneeighth ⅛  onehalf ½  onequarter ¼  onethird ⅓ \
    ordfeminine ª  ordmasculine º  orthogonal ∟  oslash ø  paragraph ¶  parenleft (  parenright ) \
    partialdiff ∂  percent %  period .  periodcentered ·  perthousand ‰  phi φ  phi1 ϕ  pi π \
    plus +  plusminus ±  product ∏  proportional ∝  psi ψ  question ?  questiondown ¿  quotedbl \" \
    quotedblbase „  quotedblleft “  quotedblright ”  quoteleft ‘  quotereversed ‛  quoteright ’ \
    quotesinglbase ‚  quotesingle '  radical √  registered ®  rho ρ  ring ˚  second ″  section § \
    semicolon ;  seven 7  seveneighths ⅞  sfthyphen \u{ad}  sigma σ  sigma1 ς  similar ∼  six 6 \
    slash /  softhyphen \u{ad}  sterling £  suchthat ∋  summation ∑  tau τ  tbar ŧ \
    tcedilla ţ  therefore ∴  theta θ  theta1 ϑ  thorn þ  three 3  threeeighths ⅜  threequarters ¾ \
    tilde ˜  tonos ΄  trademark ™  two 2  twodotenleader ‥  twothirds ⅔  underscore _ \
    underscoredbl ‗  union ∪  universal ∀  upsilon υ  upsilondieresis ϋ  upsilondieresistonos ΰ \
    upsilontonos ύ  xi ξ  yen ¥  zero 0  zeta ζ \
";

const ACCENTS: [(&str, char); 14] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30A}'),
    ("caron", '\u{30C}'),
    ("cedilla", '\u{327}'),
    ("ogonek", '\u{328}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30B}'),
    ("commaaccent", '\u{326}'),
];

static TABLE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut words = NAMES.split(' ').filter(|word| !word.is_empty());
    let mut table = HashMap::new();
    while let (Some(name), Some(text)) = (words.next(), words.next()) {
        table.insert(name, text);
    }
    table.insert("space", " ");
    table.insert("visiblespace", " ");
    table.insert("nbspace", " ");
    table
});

/// Returns the text that a glyph name stands for.
pub(super) fn text(name: &str) -> Option<Rc<str>> {
    let base = name.split('.').next().filter(|base| !base.is_empty())?;
    let parts: Option<Vec<String>> = base.split('_').map(part).collect();
    Some(parts?.concat().into())
}

fn part(name: &str) -> Option<String> {
    if let Some(text) = TABLE.get(name) {
        return Some((*text).to_owned());
    }
    let mut letters = name.chars();
    match (letters.next()?, letters.as_str()) {
        (letter, "") if letter.is_ascii_alphabetic() => Some(letter.to_string()),
        (letter, accent) => accented(letter, accent).or_else(|| coded(name)),
    }
}

fn accented(letter: char, accent: &str) -> Option<String> {
    let (_, mark) = ACCENTS.iter().find(|(name, _)| *name == accent)?;
    compose(letter, *mark).map(String::from)
}

/// Reads `uni0041`, `uni00410042` and `u1F600`.
fn coded(name: &str) -> Option<String> {
    if let Some(digits) = name
        .strip_prefix("uni")
        .filter(|digits| digits.len() % 4 == 0 && !digits.is_empty())
    {
        let units = digits
            .as_bytes()
            .chunks(4)
            .map(|unit| u16::from_str_radix(str::from_utf8(unit).ok()?, 16).ok());
        return String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok();
    }
    let digits = name
        .strip_prefix('u')
        .filter(|digits| (4..=6).contains(&digits.len()))?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_built_or_says_its_code() {
        let check =
            |name, expected: Option<&str>| assert_eq!(text(name).as_deref(), expected, "{name}");
        check("A", Some("A"));
        check("quotedblleft", Some("“"));
        check("zcaron", Some("ž"));
        check("f_i", Some("fi"));
        check("a.sc", Some("a"));
        check("uni20AC", Some("€"));
        check("u1F600", Some("😀"));
        check("space", Some(" "));
        check("backslash", Some("\\"));
        check("g123", None);
        check(".notdef", None);
    }
}
