//! Datelines: the place, the day and the agency that running text begins with.
//!
//! `MOSCOW: The …`, `PARIS (AFP) - The …`, `HARBOUR, Sept. 3, 2012 — The …`, `Vere, 3 mai (EFE).- …`,
//! `МОСКВА, 27 ноя — РИА Новости. …`, and the day of a wire story, which has no year.

use super::date::{self, DayMonthOrder, Incomplete};
use super::outlet;

/// How far into a text its dateline ends.
const MAX_BYTES: usize = 120;

/// What stands between a dateline and the text.
const SEPARATORS: &[&str] = &[" - ", " – ", " — ", "-- ", ".- ", "/. ", ": "];

/// The words of the longest place.
const MAX_PLACE_WORDS: usize = 5;

/// What a dateline says besides the place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dateline<'a> {
    /// The day, with or without its year.
    pub date: Option<&'a str>,
    /// The agency or paper in brackets.
    pub agency: Option<&'a str>,
}

/// Reads the dateline that a text begins with; `None` when it begins otherwise.
pub fn read(text: &str) -> Option<Dateline<'_>> {
    let (line, rest) = split(text)?;
    let agency = agency(line, rest);
    let dateline = Dateline {
        date: day(line),
        agency,
    };
    if starts_with_place(line) {
        return Some(dateline);
    }
    // A place in small letters, or none, speaks for a dateline only beside an agency.
    agency.filter(|_| is_short_place(line))?;
    if line.starts_with('(') {
        // `(ANSA) - ROMA, 27 NOV - …`
        let inner = split(rest).filter(|(line, _)| starts_with_place(line));
        let date = inner.and_then(|(line, _)| day(line));
        return Some(Dateline { date, agency });
    }
    Some(dateline)
}

/// Finds the day with its year that a paragraph begins with, after a place or not:
/// `Vere, (27.11.2015). The …`, `27.11.2015 - The …`.
pub fn leading_day(paragraph: &str) -> Option<&str> {
    let start = &paragraph[..paragraph.floor_char_boundary(MAX_BYTES)];
    let found = date::find(start, DayMonthOrder::default())?;
    let before = start[..found.range.start].trim_end_matches([' ', ',', '(']);
    let before = before.strip_suffix(", den").unwrap_or(before);
    let num_words = before.split_whitespace().count();
    let is_place = num_words < MAX_PLACE_WORDS
        && before
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase) || is_particle(word));
    let has_sign = num_words == 0 || start[before.len()..].starts_with([',', ' ']);
    let after = start[found.range.end..].trim_start();
    let ends = after.starts_with([')', '.', ':', '-', '–', '—', '|', '/']);
    (is_place && has_sign && ends).then(|| &start[found.range])
}

/// Small words within the names of places.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "am" | "an" | "der" | "de" | "la" | "in" | "of" | "/" | "im"
    )
}

/// Tells whether running text begins here after a place, however that is written: `Moscow (AFP) - …`.
pub fn begins(text: &str) -> bool {
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

/// Tells whether the first word is in capitals, as the place of a dateline is.
pub fn starts_with_place(text: &str) -> bool {
    let place = text
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    place.chars().count() >= 3 && place.chars().all(char::is_uppercase)
}

/// Splits at the first separator that is no part of a time or a date.
fn split(text: &str) -> Option<(&str, &str)> {
    let start = &text[..text.floor_char_boundary(MAX_BYTES)];
    let find = |separator: &&str| Some((start.find(*separator)?, separator.len()));
    let (at, length) = SEPARATORS.iter().filter_map(find).min()?;
    Some((&start[..at], &text[at + length..]))
}

/// Finds the agency: in brackets, between strokes, or behind the dash.
fn agency<'a>(line: &'a str, rest: &'a str) -> Option<&'a str> {
    let bracketed = line
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(name, _)| name);
    let stroked = line.split_once(" /").map(|(_, name)| name);
    let is_known = |name: &&str| {
        let first = name.split('/').next().unwrap_or_default();
        outlet::is_agency(first.trim()) || outlet::is_paper(name)
    };
    let behind = rest.split_once(". ").map(|(name, _)| name);
    bracketed
        .or(stroked)
        .map(str::trim)
        .filter(is_known)
        .or_else(|| behind.filter(|name| outlet::is_agency(name)))
}

/// Finds the day: a whole date, else what between commas, or after the place and a full stop, is one
/// without its year.
fn day(line: &str) -> Option<&str> {
    if let Some(found) = date::find(line, DayMonthOrder::default()) {
        return Some(&line[found.range]);
    }
    let end = line.find(['(', '/']).unwrap_or(line.len());
    let place_and_day = &line[..end];
    let after_stop = place_and_day.split_once(". ").map(|(_, rest)| rest);
    let is_day = |text: &&str| {
        matches!(
            date::parse_incomplete(text),
            Some(Incomplete::DayOfYear { .. })
        )
    };
    after_stop
        .into_iter()
        .chain(place_and_day.split(','))
        .map(str::trim)
        .find(is_day)
}

/// Tells whether what stands before the brackets may be a place and a day.
fn is_short_place(line: &str) -> bool {
    let place = line.split('(').next().unwrap_or_default();
    place.split_whitespace().count() <= MAX_PLACE_WORDS + 2
        && !place.starts_with(char::is_lowercase)
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
            ("VERE, 3 May (AFP) – The ferry", Some("3 May"), Some("AFP")),
            (
                "VERE, Nov. 27 (Xinhua) -- The ferry",
                Some("Nov. 27"),
                Some("Xinhua"),
            ),
            (
                "VERE, 27 nov. (AFP) - Le ferry",
                Some("27 nov."),
                Some("AFP"),
            ),
            ("VERE, March 3 - The ferry", Some("March 3"), None),
            ("VERE (AP) — The ferry", None, Some("AP")),
            (
                "Nov 27 (Reuters) - The ferry",
                Some("Nov 27"),
                Some("Reuters"),
            ),
            ("(Reuters) - The ferry", None, Some("Reuters")),
            (
                "(ANSA) - VERE, 27 NOV - Il ferry",
                Some("27 NOV"),
                Some("ANSA"),
            ),
            (
                "New Vere, 27 nov (EFE).- El ferry",
                Some("27 nov"),
                Some("EFE"),
            ),
            ("Vere (dpa) - Die Fähre", None, Some("dpa")),
            ("VERE (Reuters/AFP) - The ferry", None, Some("Reuters/AFP")),
            (
                "VERE. Nov 27 (Interfax) - The ferry",
                Some("Nov 27"),
                Some("Interfax"),
            ),
            (
                "ВЕРЕ, 27 ноября. /ТАСС/. Паром",
                Some("27 ноября."),
                Some("ТАСС"),
            ),
            (
                "ВЕРЕ, 27 ноя — РИА Новости. Паром пришёл. Он",
                Some("27 ноя"),
                Some("РИА Новости"),
            ),
            ("VERE (population 400) - The ferry", None, None),
            ("ŁÓDŹ, Poland — The mill", None, None),
        ] {
            assert_eq!(read(text), Some(Dateline { date, agency }), "{text}");
        }
    }

    #[test]
    fn paragraphs_begin_with_a_day() {
        for (text, expected) in [
            ("27.11.2015 - Die Fähre", Some("27.11.2015")),
            ("(27.11.2015) Die Fähre", Some("27.11.2015")),
            ("Bad Vere, (27.11.2015). Die Fähre", Some("27.11.2015")),
            (
                "Vere am See, 27. November 2015 – Die Fähre",
                Some("27. November 2015"),
            ),
            ("Vere, den 27.11.2015: Die Fähre", Some("27.11.2015")),
            (
                "New Vere, November 27, 2015 – The ferry",
                Some("November 27, 2015"),
            ),
            ("November 27, 2015 was a day", None),
            ("The ferry of September 3, 2012 - it was late", None),
            ("Since September 3, 2012 the ferry", None),
            ("The ferry", None),
        ] {
            assert_eq!(leading_day(text), expected, "{text}");
        }
    }

    #[test]
    fn other_text_has_no_dateline() {
        for text in [
            "The ferry of September 3, 2012 - it was late - came in",
            "May 17, 2005 Board approves plan",
            "VERE is a port",
            "No 7: the list",
            "The ferry (built in 1956) - it was late - came in",
            "the ferry told (AP) - and nobody else - that it was late",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
