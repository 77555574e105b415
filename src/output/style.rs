//! Colour, hyperlinks and marks.

use std::ops::Range;

use anstyle::{AnsiColor, Effects};

const PLAIN: anstyle::Style = anstyle::Style::new();
const MATCH: anstyle::Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
const HEADLINE: anstyle::Style = PLAIN.effects(Effects::BOLD);
const FAINT: anstyle::Style = PLAIN.effects(Effects::DIMMED);

/// How text for people is dressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether to write colours.
    pub has_color: bool,
    /// Whether to write hyperlinks (OSC 8).
    pub has_links: bool,
    /// Whether to put `**` around matches.
    pub has_marks: bool,
    /// Columns to wrap at; `None` leaves lines whole, as suits a pipe.
    pub columns: Option<usize>,
}

impl Style {
    /// Dresses what matters less.
    pub(super) fn faint(self, text: &str) -> String {
        self.paint(FAINT, text)
    }

    /// Dresses a headline's part of a line, its matches marked.
    pub(super) fn headline(self, line: &str, highlights: &[Range<usize>]) -> String {
        self.marked(HEADLINE, line, highlights)
    }

    /// Dresses a part of running text, its matches marked.
    pub(super) fn body(self, line: &str, highlights: &[Range<usize>]) -> String {
        self.marked(PLAIN, line, highlights)
    }

    /// Makes `text` a link to `address`.
    pub(super) fn link(self, address: &str, text: &str) -> String {
        if !self.has_links || address.chars().any(char::is_control) {
            return text.to_owned();
        }
        format!("\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\")
    }

    fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.has_color && style != PLAIN && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn marked(self, base: anstyle::Style, text: &str, highlights: &[Range<usize>]) -> String {
        let mut dressed = String::with_capacity(text.len() + 16 * highlights.len());
        let mut at = 0;
        for range in highlights {
            dressed += &self.paint(base, &text[at..range.start]);
            dressed += &self.matched(&text[range.clone()]);
            at = range.end;
        }
        dressed + &self.paint(base, &text[at..])
    }

    fn matched(self, text: &str) -> String {
        let painted = self.paint(MATCH, text);
        if self.has_marks {
            format!("**{painted}**")
        } else {
            painted
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE_WORD: [Range<usize>; 1] = [Range { start: 2, end: 11 }];

    #[test]
    fn plain_style_changes_nothing() {
        assert_eq!(
            Style::default().body("a coalition", &ONE_WORD),
            "a coalition"
        );
        assert_eq!(Style::default().link("https://example.org", "x"), "x");
    }

    #[test]
    fn marks_stay_visible_without_colour() {
        let style = Style {
            has_marks: true,
            ..Style::default()
        };
        assert_eq!(style.body("a coalition", &ONE_WORD), "a **coalition**");
    }

    #[test]
    fn an_address_that_would_end_the_link_is_not_linked() {
        let style = Style {
            has_links: true,
            ..Style::default()
        };
        assert_eq!(style.link("https://x\x1b\\", "text"), "text");
        assert_eq!(
            style.link("https://x", "text"),
            "\x1b]8;;https://x\x1b\\text\x1b]8;;\x1b\\"
        );
    }
}
