//! Widths of the standard fonts, whose dictionaries need not have any: ISO 32000-2, 9.6.2.2.

/// Helvetica from the space on, in thousandths.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Times.
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// Returns the width of a character in a font of this name.
pub(super) fn standard(font: &str, character: char) -> f64 {
    let font = font.to_lowercase();
    let is_any = |names: &[&str]| names.iter().any(|name| font.contains(name));
    if is_any(&["courier", "mono", "typewriter", "consol"]) {
        return 600.0;
    }
    let is_serif =
        is_any(&["times", "serif", "roman", "georgia", "garamond"]) && !font.contains("sans");
    let table = if is_serif { &TIMES } else { &HELVETICA };
    let at = (character as usize).checked_sub(32);
    let width = at.and_then(|at| table.get(at)).copied().unwrap_or(556);
    let scale = if font.contains("bold") && character.is_alphabetic() {
        1.06
    } else {
        1.0
    };
    f64::from(width) * scale
}
