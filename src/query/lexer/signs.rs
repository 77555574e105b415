//! Which character does what.

use unicode_normalization::char::is_combining_mark;

/// Returns the ASCII sign for which `c` is written in full width; letters and digits stay.
pub(super) fn plain(c: char) -> char {
    let wide = u32::from(c);
    if !(0xff01..=0xff5e).contains(&wide) {
        return match c {
            '−' | '‐' | '‑' => '-',
            '\u{ffe8}' => '|',
            _ => c,
        };
    }
    if c.is_alphanumeric() { c } else { narrow(c) }
}

/// Returns the ASCII character for which `c` is written in full width.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// Tells whether `c` only says in which direction or where text may be written or broken.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2060}' | '\u{feff}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Tells whether `c` separates words and means nothing else.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Tells whether `c` ends a word, unless it stands between two digits.
pub(in crate::query) fn is_separator(c: char) -> bool {
    matches!(
        c,
        ',' | ';' | '，' | '；' | '、' | '。' | '،' | '؛' | '।' | '…' | '—' | '·' | '・' | '•'
    )
}

/// Tells whether `c` may be part of a token of the index.
pub(in crate::query) fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Tells whether `c` belongs to a script that is written without spaces and indexed in pairs.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{edf}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Tells whether `c` is one of the double quotes, which people and programs mix.
pub(super) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '″' | '〝' | '〞' | '〟')
}

/// Returns the characters that end a quotation begun by `open`; `None` if it begins none.
pub(super) fn closing_quotes(open: char) -> Option<&'static [char]> {
    Some(match open {
        _ if is_double_quote(open) => &['"', '“', '”', '„', '‟', '″', '〝', '〞', '〟'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‹' => &['›'],
        '›' => &['‹', '›'],
        '「' => &['」'],
        '『' => &['』'],
        '《' => &['》'],
        '‚' => &['‘', '’'],
        '‘' => &['’'],
        _ => return None,
    })
}

/// Tells whether `c` begins or ends a quotation wherever it stands.
pub(in crate::query) fn is_quote(c: char) -> bool {
    is_double_quote(c) || matches!(c, '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》')
}

/// Tells whether a quotation that is not closed may go on to the end of the text; the other
/// signs are then a comma, an apostrophe, an arrow.
pub(super) fn may_stay_open(open: char) -> bool {
    is_double_quote(open) || matches!(open, '«' | '「' | '『' | '《')
}
