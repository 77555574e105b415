//! Lines between headline and body that name the authors or the day.

use std::ops::Range;

use crate::read::byline;
use crate::text::date::{self, DayMonthOrder};
use crate::text::normalize::clean_line;
use crate::text::outlet;

/// Who stands in a byline without "By" and is no agency, lower case.
const DESKS: &[&str] = &[
    "agencies",
    "bureau report",
    "business desk",
    "correspondent",
    "desk",
    "editorial",
    "editorial board",
    "from our correspondent",
    "guardian staff",
    "monitoring desk",
    "news desk",
    "news report",
    "our correspondent",
    "our staff reporter",
    "special correspondent",
    "staff",
    "staff report",
    "staff reporter",
    "staff writer",
    "web desk",
    "web report",
];

/// Words before the author's name in other languages, each with the space after it, lower case.
const FOREIGN_BY: &[&str] = &["von ", "par ", "por ", "di ", "door ", "av ", "af "];

/// Words around a date that say nothing else, lower case.
const DATE_LABELS: &[&str] = &[
    "am",
    "at",
    "bst",
    "cest",
    "cet",
    "created",
    "cst",
    "date",
    "dated",
    "edited",
    "edt",
    "est",
    "et",
    "first",
    "gmt",
    "hours",
    "hrs",
    "ist",
    "issued",
    "last",
    "local",
    "modified",
    "msk",
    "on",
    "pdt",
    "pkt",
    "pm",
    "posted",
    "press",
    "pst",
    "publication",
    "publish",
    "published",
    "release",
    "released",
    "time",
    "update",
    "updated",
    "utc",
    "uhr",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
];

/// The starts of imprints, lower case.
const IMPRINTS: &[&str] = &[
    "published in ",
    "first published in ",
    "originally published in ",
    "this article appeared in ",
    "this story appeared in ",
];

/// How many words a line that only names authors and days has at most.
const MAX_WORDS: usize = 24;

/// And how many bytes.
const MAX_BYTES: usize = 400;

/// How far from its start a line's leading date ends.
const MAX_DATE_BYTES: usize = 60;

/// What such a line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct MetaLine {
    pub(in crate::read) authors: Vec<String>,
    /// The paper, when the line names one.
    pub(in crate::read) source: Option<String>,
    pub(in crate::read) dates: Vec<String>,
}

/// Reads a line that says nothing but who wrote an article, for which paper, and when; `None` for
/// any other line. A paper's name alone could be anything: a section, a headline.
pub(in crate::read) fn read(line: &str) -> Option<MetaLine> {
    if line.len() > MAX_BYTES || line.split_whitespace().count() > MAX_WORDS {
        return None;
    }
    let line = clean_line(line);
    let mut meta = MetaLine::default();
    for piece in pieces(&line) {
        read_piece(piece, &mut meta)?;
    }
    (!meta.authors.is_empty() || !meta.dates.is_empty()).then_some(meta)
}

/// Splits a date off the start of a line that goes on with something else.
pub(super) fn split_leading_date(line: &str) -> Option<(&str, &str)> {
    let date = find_date(&line[..line.floor_char_boundary(MAX_DATE_BYTES)])?;
    let before = line[..date.start].trim_matches(|c: char| !c.is_alphanumeric());
    let is_leading = words(before).all(|(word, _)| is_date_label(word));
    let rest = line[date.end..].trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | ':' | '|')
    });
    (is_leading && !rest.is_empty()).then(|| (&line[date], rest))
}

/// What papers print under an article: `Published in The Herald, November 27th, 2015`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Imprint<'a> {
    pub(super) source: &'a str,
    pub(super) date: &'a str,
}

/// Reads an imprint; `None` for any other line.
pub(super) fn read_imprint(line: &str) -> Option<Imprint<'_>> {
    if line.len() > MAX_BYTES || line.split_whitespace().count() > MAX_WORDS {
        return None;
    }
    let start = IMPRINTS.iter().find(|start| {
        line.get(..start.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(start))
    })?;
    let date = find_date(line).filter(|date| date.start >= start.len())?;
    let source = strip_labels(&line[start.len()..date.start]);
    let is_end = words(&line[date.end..]).all(|(word, _)| is_date_label(word) || is_time(word));
    (is_end && is_names(source)).then(|| Imprint {
        source,
        date: &line[date],
    })
}

fn pieces(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '•', '·', '/'])
        .flat_map(|piece| piece.split(" - "))
        .flat_map(|piece| piece.split(['–', '—']))
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
}

fn read_piece(piece: &str, meta: &mut MetaLine) -> Option<()> {
    let (before, after) = match find_date(piece) {
        Some(date) => {
            meta.dates.push(piece[date.clone()].to_string());
            (&piece[..date.start], &piece[date.end..])
        }
        None => (piece, ""),
    };
    if !words(after).all(|(word, _)| is_date_label(word) || is_time(word)) {
        return None;
    }
    let before = strip_labels(before);
    if before.is_empty() {
        return Some(());
    }
    let name = strip_by(before);
    let says_by = name.len() < before.len();
    if !says_by && meta.source.is_none() && outlet::is_paper(name) {
        meta.source = Some(name.to_string());
        return Some(());
    }
    let is_joined = !meta.authors.is_empty() && is_names_only(name);
    if says_by && is_names(name) || stands_alone(name) || is_joined {
        push_names(name, meta);
        return Some(());
    }
    None
}

/// Takes the "By" of any language off a byline, when it has one.
fn strip_by(line: &str) -> &str {
    let foreign = FOREIGN_BY.iter().find(|by| {
        line.get(..by.len())
            .is_some_and(|start| start.to_lowercase() == **by)
    });
    foreign.map_or_else(
        || byline::strip_by(line),
        |by| line[by.len()..].trim_start(),
    )
}

/// Tells whether a name needs no "By" to be that of who wrote an article.
fn stands_alone(name: &str) -> bool {
    DESKS.contains(&name.to_lowercase().as_str()) || outlet::is_agency(name)
}

/// Adds the names of a byline. A paper's name after the first of them is the source's.
fn push_names(name: &str, meta: &mut MetaLine) {
    let names = byline::names(name);
    if names.is_empty() {
        // A role alone ("Staff Writer") is a byline that names nobody.
        meta.authors.push(name.to_string());
    }
    for name in names {
        if meta.source.is_none() && !meta.authors.is_empty() && outlet::is_paper(&name) {
            meta.source = Some(name);
        } else {
            meta.authors.push(name);
        }
    }
}

/// Takes the words that only announce or continue a date off the end of what stands before it.
fn strip_labels(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ':' | '(' | ')' | '.' | ';')
        });
        let Some((word, range)) = words(rest).last() else {
            return rest;
        };
        if range.end != rest.len() || !(is_date_label(word) || is_time(word)) {
            return rest;
        }
        rest = &rest[..range.start];
    }
}

/// A few words that begin like names, and no sentence.
fn is_names(text: &str) -> bool {
    let is_name_word = |word: &str| {
        word.starts_with(char::is_uppercase)
            || !word.starts_with(char::is_alphabetic)
            || matches!(
                word.to_lowercase().as_str(),
                "and"
                    | "de"
                    | "der"
                    | "van"
                    | "von"
                    | "bin"
                    | "al"
                    | "el"
                    | "la"
                    | "di"
                    | "da"
                    | "for"
                    | "in"
                    | "of"
                    | "the"
                    | "our"
                    | "staff"
                    | "correspondent"
                    | "reporter"
                    | "writer"
            )
    };
    let num_words = text.split_whitespace().count();
    (1..=14).contains(&num_words) && text.split_whitespace().all(is_name_word)
}

/// What may follow a byline after a bar: an agency, a paper, a second name.
fn is_names_only(text: &str) -> bool {
    text.split_whitespace().count() <= 5 && is_names(text)
}

fn is_date_label(word: &str) -> bool {
    DATE_LABELS.contains(&word.to_lowercase().as_str())
}

fn is_time(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let digits = word
        .trim_end_matches("am")
        .trim_end_matches("pm")
        .trim_end_matches('h')
        .trim_end_matches('z');
    !digits.is_empty()
        && digits.len() <= 8
        && digits
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b':' || b == b'.')
}

/// Finds the first date of a line, with the time after it, if any. What it means is not decided
/// here.
pub(in crate::read) fn find_date(line: &str) -> Option<Range<usize>> {
    Some(date::find(line, DayMonthOrder::default())?.range)
}

/// Iterates over the words of a line: letters, digits, and what stands between digits.
fn words(line: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let is_inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | ':' | '+');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(char::is_alphanumeric)?;
        let length = line[start..]
            .find(|c| !is_inner(c))
            .unwrap_or(line.len() - start);
        let word = line[start..start + length].trim_end_matches(|c: char| !c.is_alphanumeric());
        at = start + length;
        Some((word, start..start + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, authors: &[&str], dates: &[&str]) {
        let found = read(line).unwrap_or_else(|| panic!("no byline: {line}"));
        assert_eq!(
            (found.authors, found.dates),
            (
                authors.iter().map(ToString::to_string).collect(),
                dates.iter().map(ToString::to_string).collect(),
            ),
            "{line}"
        );
    }

    #[test]
    fn bylines_and_date_lines_are_read() {
        check("By Jane Doe", &["Jane Doe"], &[]);
        check("BY JANE DOE AND JOHN ROE", &["JANE DOE", "JOHN ROE"], &[]);
        check("Reuters", &["Reuters"], &[]);
        check("Staff Writer", &["Staff Writer"], &[]);
        check("November 27, 2015", &[], &["November 27, 2015"]);
        check("Friday, 27 November 2015", &[], &["27 November 2015"]);
        check("Published: 27 Nov 2015 10:15", &[], &["27 Nov 2015 10:15"]);
        check(
            "Updated Nov. 27, 2015 at 6:30 p.m. EST",
            &[],
            &["Nov. 27, 2015 at 6:30 p.m. EST"],
        );
        check("2015-11-27T10:15:00Z", &[], &["2015-11-27T10:15:00Z"]);
        check("Posted on 27.11.2015", &[], &["27.11.2015"]);
        check("27 de noviembre de 2015", &[], &["27 de noviembre de 2015"]);
        check(
            "By Jane Doe | Reuters | November 27, 2015",
            &["Jane Doe", "Reuters"],
            &["November 27, 2015"],
        );
        check(
            "By Jane Doe, November 27, 2015",
            &["Jane Doe"],
            &["November 27, 2015"],
        );
        check("Reuters - Nov 27, 2015", &["Reuters"], &["Nov 27, 2015"]);
        check(
            "Published Nov 27, 2015 | Updated Nov 28, 2015",
            &[],
            &["Nov 27, 2015", "Nov 28, 2015"],
        );
    }

    #[test]
    fn bylines_of_other_languages_are_read() {
        for (line, author) in [
            ("Haber: Elif Kaya | 18 Mart 2022", "Elif Kaya"),
            ("Von Karla Mohn, 3. Mai 2010", "Karla Mohn"),
            ("Por: Ana Lugo", "Ana Lugo"),
            ("Door Jan de Wit", "Jan de Wit"),
        ] {
            let found = read(line).map(|meta| meta.authors);
            assert_eq!(found, Some(vec![author.to_string()]), "{line}");
        }
    }

    #[test]
    fn a_paper_in_a_byline_is_the_source() {
        for (line, authors, source) in [
            (
                "By Ann Lee, Vere Herald, 18 May 2006",
                &["Ann Lee"][..],
                "Vere Herald",
            ),
            (
                "By Ann Lee | The Vere Courier | Saturday, June 12, 2010",
                &["Ann Lee"],
                "The Vere Courier",
            ),
            ("Vere Herald, Friday 10 April 1998", &[], "Vere Herald"),
            ("Vere Wire | November 26, 2015", &[], "Vere Wire"),
            (
                "Haber: Elif Kaya | Vere Postası | 18 Mart 2022",
                &["Elif Kaya"],
                "Vere Postası",
            ),
        ] {
            let found = read(line).unwrap_or_else(|| panic!("no byline: {line}"));
            assert_eq!(
                (
                    found
                        .authors
                        .iter()
                        .map(String::as_str)
                        .collect::<Vec<_>>()
                        .as_slice(),
                    found.source.as_deref()
                ),
                (authors, Some(source)),
                "{line}"
            );
        }
        assert_eq!(read("By Emily Post").map(|meta| meta.source), Some(None));
    }

    #[test]
    fn other_lines_are_no_bylines() {
        for line in [
            "MOSCOW, Nov 27, 2015 (Reuters) - The Kremlin said so",
            "The Kremlin said on November 27, 2015 that it would",
            "By the time they arrived the bridge was closed",
            "By-election called in Northern Vale",
            "World",
            "Vere Herald",
            "Von Bonn nach Berlin",
            "27 dead in 2015",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn imprints_name_the_paper_and_the_day() {
        for (line, expected) in [
            (
                "Published in The Herald, November 27th, 2015",
                Some(("The Herald", "November 27th, 2015")),
            ),
            (
                "Published in Herald on Friday, 27 Nov 2015.",
                Some(("Herald", "27 Nov 2015")),
            ),
            (
                "Published in Herald, November 27, 2015 was a good day",
                None,
            ),
            (
                "Published in the teeth of protest on November 27, 2015",
                None,
            ),
            ("Published in 2015", None),
        ] {
            let found = read_imprint(line).map(|imprint| (imprint.source, imprint.date));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_leading_date_comes_off() {
        assert_eq!(
            split_leading_date("May 17  2005 Board Approves Plan"),
            Some(("May 17  2005", "Board Approves Plan"))
        );
        assert_eq!(split_leading_date("Plan of May 17, 2005 approved"), None);
        assert_eq!(split_leading_date("May 17, 2005"), None);
    }
}
