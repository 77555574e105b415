//! Datelines: the place, the day and the agency that running text begins with.
//!
//! `MOSCOW: The …`, `PARIS (AFP) - The …`, `HARBOUR, Sept. 3, 2012 — The …`, and with the day
//! first, `October 12, 2006 WASHINGTON - The …`.

use super::{meta_line, outlet};

/// How far into a text its dateline ends.
const MAX_BYTES: usize = 120;

/// What stands between a dateline and the text.
const SEPARATORS: &[&str] = &[" - ", " – ", " — ", "-- ", ": "];

/// What a dateline says besides the place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dateline<'a> {
    pub(super) date: Option<&'a str>,
    /// The agency or paper in brackets.
    pub(super) agency: Option<&'a str>,
}

/// Reads the dateline that a text begins with; `None` when it begins otherwise.
pub(super) fn read(text: &str) -> Option<Dateline<'_>> {
    if let Some((date, rest)) = meta_line::split_leading_date(text) {
        return starts_with_place(rest).then_some(Dateline {
            date: Some(date),
            agency: None,
        });
    }
    let line = split(text).filter(|line| starts_with_place(line))?;
    let agency = line
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(name, _)| name.trim())
        .filter(|name| outlet::is_agency(name) || outlet::is_paper(name));
    let date = meta_line::find_date(line).map(|range| &line[range]);
    Some(Dateline { date, agency })
}

/// Tells whether running text begins here after a place, however that is written: `Moscow (AFP) - …`.
pub(super) fn begins(text: &str) -> bool {
    let Some(at) = SEPARATORS[..4].iter().filter_map(|s| text.find(s)).min() else {
        return false;
    };
    let place = &text[..at];
    let has_agency = place.ends_with(')');
    let num_letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let num_capitals = place.chars().filter(|c| c.is_uppercase()).count();
    let is_place = place.split_whitespace().count() <= 6 && num_capitals * 2 > num_letters;
    (has_agency || is_place) && text.split_whitespace().count() > 20
}

/// Returns what stands before the first separator that is no part of a time or a date.
fn split(text: &str) -> Option<&str> {
    let start = &text[..text.floor_char_boundary(MAX_BYTES)];
    let at = SEPARATORS.iter().filter_map(|s| start.find(s)).min()?;
    Some(&start[..at])
}

/// Tells whether the first word is in capitals, as the place of a dateline is.
fn starts_with_place(text: &str) -> bool {
    let place = text
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    place.chars().count() >= 3 && place.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_tell_day_and_agency() {
        for (text, date, agency) in [
            (
                "VERE, Sept. 3, 2012 - The ferry",
                Some("Sept. 3, 2012"),
                None,
            ),
            ("VERE (Vere Wire): The ferry", None, Some("Vere Wire")),
            (
                "VERE, Nov 27, 2015 (Reuters) - The ferry",
                Some("Nov 27, 2015"),
                Some("Reuters"),
            ),
            ("VERE, 3 May (AFP) – The ferry", None, Some("AFP")),
            (
                "October 12, 2006 VERE - The ferry",
                Some("October 12, 2006"),
                None,
            ),
            ("VERE (population 400) - The ferry", None, None),
            ("ŁÓDŹ, Poland — The mill", None, None),
        ] {
            assert_eq!(read(text), Some(Dateline { date, agency }), "{text}");
        }
    }

    #[test]
    fn other_text_has_no_dateline() {
        for text in [
            "The ferry of September 3, 2012 - it was late - came in",
            "May 17, 2005 Board approves plan",
            "VERE is a port",
            "No 7: the list",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
