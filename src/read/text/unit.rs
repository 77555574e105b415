//! The units of a text: what a person sees as one line of a head, or one paragraph.

use std::ops::Range;

use crate::text::normalize::{is_forced_break, lines, trimmed, wrap_width};

/// A line, or the lines that were one before they were wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit<'a> {
    /// Where it stands in the text; without the white space around it.
    pub(super) range: Range<usize>,
    /// What stands there.
    pub(super) text: &'a str,
    /// Whether a blank line, or the start of the text, comes before it.
    pub(super) after_blank: bool,
    /// Whether a blank line, or the end of the text, comes after it.
    pub(super) before_blank: bool,
}

impl Unit<'_> {
    /// Returns the white space that stands before the unit in its text.
    pub(super) fn space_before<'t>(&self, text: &'t str) -> &'t str {
        let before = &text[..self.range.start];
        &before[before.trim_end().len()..]
    }

    /// Counts the words.
    pub(super) fn num_words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// Cuts a text into its units.
pub(super) fn units(text: &str) -> Vec<Unit<'_>> {
    let width = wrap_width(text);
    let mut units: Vec<Unit<'_>> = Vec::new();
    let mut after_blank = true;
    for line in lines(text) {
        let range = trimmed(text, line.clone());
        if range.is_empty() {
            after_blank = true;
            if let Some(unit) = units.last_mut() {
                unit.before_blank = true;
            }
            continue;
        }
        match units.last_mut() {
            Some(unit) if !after_blank && goes_on(text, unit, &text[line], width) => {
                unit.range.end = range.end;
                unit.text = &text[unit.range.clone()];
            }
            _ => units.push(Unit {
                text: &text[range.clone()],
                range,
                after_blank,
                before_blank: false,
            }),
        }
        after_blank = false;
    }
    if let Some(unit) = units.last_mut() {
        unit.before_blank = true;
    }
    units
}

fn goes_on(text: &str, unit: &Unit<'_>, line: &str, width: Option<usize>) -> bool {
    let start = text[..unit.range.end].rfind('\n').map_or(0, |at| at + 1);
    let previous = &text[start..unit.range.end];
    let is_indented = line.starts_with("  ") || line.starts_with('\t');
    width.is_some_and(|width| !is_indented && is_forced_break(previous, line, width))
}
