//! Colour, hyperlinks and marks.

use std::ops::Range;

use anstyle::{AnsiColor, Effects};

use crate::article::EntityKind;

const PLAIN: anstyle::Style = anstyle::Style::new();
const MATCH: anstyle::Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
const HEADLINE: anstyle::Style = PLAIN.effects(Effects::BOLD);
const FAINT: anstyle::Style = PLAIN.effects(Effects::DIMMED);

/// The colour of the names of a kind.
fn name_style(kind: EntityKind) -> anstyle::Style {
    let color = match kind {
        EntityKind::Person => AnsiColor::Cyan,
        EntityKind::Organization => AnsiColor::Yellow,
        EntityKind::Place => AnsiColor::Green,
        EntityKind::Other => AnsiColor::Magenta,
    };
    color.on_default()
}

/// How text for people is dressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether to write colours.
    pub has_color: bool,
    /// Whether to write hyperlinks (OSC 8).
    pub has_links: bool,
    /// Whether to put `**` around matches, and `_` around names.
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

    /// Dresses a headline's part of a line, its matches and the names in it.
    pub(super) fn named_headline(
        self,
        line: &str,
        highlights: &[Range<usize>],
        names: &[(Range<usize>, EntityKind)],
    ) -> String {
        self.named(HEADLINE, line, highlights, names)
    }

    /// Dresses a part of running text, its matches and the names in it.
    pub(super) fn named_body(
        self,
        line: &str,
        highlights: &[Range<usize>],
        names: &[(Range<usize>, EntityKind)],
    ) -> String {
        self.named(PLAIN, line, highlights, names)
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

    fn named(
        self,
        base: anstyle::Style,
        text: &str,
        highlights: &[Range<usize>],
        names: &[(Range<usize>, EntityKind)],
    ) -> String {
        let mut dressed = String::with_capacity(text.len() + 16 * names.len());
        let part = |style, range: Range<usize>| {
            self.marked(style, &text[range.clone()], &clip(highlights, &range))
        };
        let mut at = 0;
        for (range, kind) in names {
            dressed += &part(base, at..range.start);
            let name = part(name_style(*kind).effects(base.get_effects()), range.clone());
            let mark = if self.has_marks { "_" } else { "" };
            dressed.extend([mark, &name, mark]);
            at = range.end;
        }
        dressed + &part(base, at..text.len())
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

/// The parts of `highlights` that lie in `line`, counted from its beginning.
pub(super) fn clip(highlights: &[Range<usize>], line: &Range<usize>) -> Vec<Range<usize>> {
    highlights
        .iter()
        .map(|range| range.start.max(line.start)..range.end.min(line.end))
        .filter(|range| range.start < range.end)
        .map(|range| range.start - line.start..range.end - line.start)
        .collect()
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
    fn a_match_in_a_name_is_marked_within_it() {
        let style = Style {
            has_marks: true,
            ..Style::default()
        };
        let names = [(5..19, EntityKind::Person)];
        let shown = style.named_body("When Vladimir Putin", &[0..4, 14..19], &names);
        assert_eq!(shown, "**When** _Vladimir **Putin**_");
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
