//! Clean-up of lines and bodies, and where paragraphs are.

use std::ops::Range;

use encoding_rs::WINDOWS_1252;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The widest column that hard-wrapped text is taken to have, and the narrowest.
const WRAP_COLUMNS: Range<usize> = 40..101;

/// Cleans text that is one line: runs of white space (no-break spaces and line ends too) become
/// one space, invisible characters (soft hyphens, zero-width spaces, byte-order marks, marks of
/// direction, control characters) go, the ends are trimmed, the result is in Unicode's NFC.
///
/// Joiners stay: Persian, Hindi and emoji need them.
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars().filter_map(repair_control) {
        if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !is_invisible(c) {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    compose(line)
}

/// Cleans a body of several lines: line ends become `\n`, control characters other than tabs go,
/// the ends are trimmed, the result is in Unicode's NFC.
///
/// Line breaks, indentation and runs of spaces stay, so that offsets into a body that was clean
/// already are offsets into what was given.
pub fn clean_body(text: &str) -> String {
    let text = text.trim_matches(is_end_of_body);
    if text.chars().all(is_plain) {
        return text.to_string();
    }
    let mut body = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' => body.push('\n'),
            '\n' | '\t' => body.push(c),
            _ => body.extend(repair_control(c)),
        }
    }
    // A control character at an end may have hidden white space from the first trim.
    compose(body.trim_matches(is_end_of_body).to_string())
}

/// Iterates over the paragraphs of a body as byte ranges, without the white space around them.
///
/// Blank lines separate paragraphs when the body has any. Else each line is a paragraph, unless
/// the lines were wrapped at a column: then those breaks that a full line did not force, and
/// indented lines, begin one.
pub fn paragraphs(body: &str) -> impl Iterator<Item = Range<usize>> {
    let lines: Vec<Range<usize>> = lines(body).collect();
    let is_blank = |line: &Range<usize>| body[line.clone()].trim().is_empty();
    let last = lines
        .iter()
        .rposition(|line| !is_blank(line))
        .map_or(0, |last| last + 1);
    let first = lines
        .iter()
        .position(|line| !is_blank(line))
        .unwrap_or(last);
    let has_blank = lines[first..last].iter().any(is_blank);
    let width = if has_blank { None } else { wrap_width(body) };
    let mut rest = lines.into_iter().peekable();
    std::iter::from_fn(move || {
        let first = rest.find(|line| !body[line.clone()].trim().is_empty())?;
        let mut end = first.end;
        while let Some(next) = rest.peek() {
            let text = &body[next.clone()];
            let goes_on = match width {
                _ if text.trim().is_empty() => false,
                Some(width) => {
                    !is_indented(text)
                        && is_forced_break(&body[line_start(body, end)..end], text, width)
                }
                None => has_blank,
            };
            if !goes_on {
                break;
            }
            end = next.end;
            rest.next();
        }
        Some(trimmed(body, first.start..end))
    })
}

/// Returns the column at which the lines were wrapped; `None` when they were not.
///
/// Lines are wrapped when none but a few are longer than the column and most breaks between
/// two lines are where the next word would not have fitted any more.
pub(crate) fn wrap_width(text: &str) -> Option<usize> {
    let mut widths: Vec<usize> = text
        .lines()
        .map(str::trim_end)
        .filter(|l| !l.is_empty())
        .map(num_chars)
        .collect();
    widths.sort_unstable();
    let width = *widths.get((widths.len() * 95 / 100).min(widths.len().checked_sub(1)?))?;
    if !WRAP_COLUMNS.contains(&width) || widths.last()? > &(2 * width) {
        return None;
    }
    let (mut num_breaks, mut num_forced) = (0, 0);
    let mut previous = "";
    for line in text.lines().map(str::trim_end) {
        if !previous.is_empty() && !line.is_empty() {
            num_breaks += 1;
            num_forced += usize::from(is_forced_break(previous, line, width));
        }
        previous = line;
    }
    (num_breaks >= 1 && num_forced * 3 >= num_breaks * 2).then_some(width)
}

/// Tells whether the first word of `next` would have made `line` longer than `width`.
pub(crate) fn is_forced_break(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    num_chars(line.trim_end()) + 1 + num_chars(word) > width
}

/// Iterates over lines as byte ranges without their `\n`.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.trim_end_matches('\n').len();
        start += line.len();
        range
    })
}

/// Narrows a range to what stands between the white space at its ends.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

fn num_chars(text: &str) -> usize {
    text.chars().count()
}

fn is_indented(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with('\t')
}

fn line_start(text: &str, end: usize) -> usize {
    text[..end].rfind('\n').map_or(0, |at| at + 1)
}

/// Characters that a clean body may hold and that no normalization form changes: what nearly
/// all European text consists of, so that most bodies need one quick look.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\t' | '\u{a0}'..'\u{300}' | '\u{2010}'..='\u{2027}' | '€')
}

fn compose(text: String) -> String {
    if text.chars().all(is_plain) || is_nfc(&text) {
        text
    } else {
        text.nfc().collect()
    }
}

/// Drops control characters but white space. Those from U+0080 to U+009F are windows-1252
/// (curly quotes, dashes) that somebody took for ISO 8859-1; they become what was meant, as
/// the HTML Standard has it for numeric character references.
fn repair_control(c: char) -> Option<char> {
    match c {
        '\u{80}'..='\u{9f}' => {
            let byte = [u8::try_from(u32::from(c)).ok()?];
            let meant = WINDOWS_1252
                .decode_without_bom_handling(&byte)
                .0
                .chars()
                .next()?;
            (!meant.is_control()).then_some(meant)
        }
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' => Some(if c == '\u{b}' || c == '\u{c}' {
            '\n'
        } else {
            c
        }),
        _ => (!c.is_control()).then_some(c),
    }
}

fn is_end_of_body(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_has_single_spaces_and_nothing_invisible() {
        for (input, expected) in [
            ("  Two\u{a0}\u{a0}words \r\n", "Two words"),
            ("co\u{ad}operation", "cooperation"),
            ("\u{feff}Mos\u{200b}cow\0", "Moscow"),
            ("it\u{92}s \u{93}new\u{94}", "it’s “new”"),
            ("cafe\u{301}", "café"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("", ""),
            (" \t ", ""),
        ] {
            assert_eq!(clean_line(input), expected, "{input:?}");
        }
    }

    #[test]
    fn a_body_keeps_its_line_breaks_and_spaces() {
        for (input, expected) in [
            ("One  two.\n\n\tThree.", "One  two.\n\n\tThree."),
            (
                "One.\r\n\r\nTwo.\rThree.\u{2028}Four.",
                "One.\n\nTwo.\nThree.\nFour.",
            ),
            ("\n One.\0\u{1}\n\n", "One."),
            ("\u{feff}One\u{a0}two", "One\u{a0}two"),
            ("cafe\u{301}", "café"),
            ("a\u{1} ", "a"),
            ("漢字\r\n", "漢字"),
        ] {
            assert_eq!(clean_body(input), expected, "{input:?}");
        }
    }

    fn check_paragraphs(body: &str, expected: &[&str]) {
        let found: Vec<&str> = paragraphs(body).map(|range| &body[range]).collect();
        assert_eq!(found, expected, "{body:?}");
    }

    #[test]
    fn blank_lines_separate_paragraphs_else_each_line_is_one() {
        check_paragraphs("", &[]);
        check_paragraphs(" \n\n", &[]);
        check_paragraphs("One.", &["One."]);
        check_paragraphs("One.\nTwo.\n", &["One.", "Two."]);
        check_paragraphs(
            "One\nand.\n \nTwo.\n\n\nThree.",
            &["One\nand.", "Two.", "Three."],
        );
        check_paragraphs("\n\nOne.\n  Two.\n\n", &["One.", "Two."]);
    }

    #[test]
    fn lines_wrapped_at_a_column_are_one_paragraph() {
        let first = "The harbour board said on Monday that it would\nrebuild the northern pier before \
                     winter, since\nstorms had damaged it.";
        let second = "Work begins next week.";
        check_paragraphs(&format!("{first}\n{second}"), &[first, second]);
        let indented = format!("  {first}\n   {first}");
        check_paragraphs(&indented, &[first, first]);
    }

    proptest! {
        #[test]
        fn a_clean_body_stays_as_it_is(text in "[ a-z\u{92}é\u{301}漢\r\n\t\u{0}\u{feff}\u{2028}]{0,40}") {
            let once = clean_body(&text);
            prop_assert_eq!(clean_body(&once), once);
            let line = clean_line(&text);
            prop_assert_eq!(clean_line(&line), line);
        }

        #[test]
        fn paragraphs_cover_all_words_in_order(text in "[ a-z.\n\u{a0}é]{0,80}") {
            let mut words = Vec::new();
            let mut end = 0;
            for range in paragraphs(&text) {
                prop_assert!(end <= range.start && range.start < range.end);
                end = range.end;
                words.extend(text[range].split_whitespace().map(str::to_string));
            }
            prop_assert_eq!(words.join(" "), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
