//! Lines between headline and body that name the authors or the day.

use std::ops::Range;

use crate::read::byline;
use crate::text::normalize::clean_line;

/// Agencies and others that stand in a byline without "By", lower case.
const AGENCIES: &[&str] = &[
    "aap",
    "aa",
    "afp",
    "agence france-presse",
    "agencies",
    "al jazeera",
    "anadolu agency",
    "ani",
    "ans",
    "ansa",
    "ap",
    "app",
    "apa",
    "associated press",
    "bbc",
    "bbc news",
    "bloomberg",
    "bloomberg news",
    "bureau report",
    "business desk",
    "cnn",
    "correspondent",
    "desk",
    "dpa",
    "editorial",
    "editorial board",
    "efe",
    "from our correspondent",
    "guardian staff",
    "ians",
    "interfax",
    "itar-tass",
    "kyodo",
    "kyodo news",
    "monitoring desk",
    "news desk",
    "news report",
    "our correspondent",
    "our staff reporter",
    "pa media",
    "press association",
    "press trust of india",
    "pti",
    "reuters",
    "ria novosti",
    "special correspondent",
    "staff",
    "staff report",
    "staff reporter",
    "staff writer",
    "tass",
    "the associated press",
    "thomson reuters",
    "upi",
    "web desk",
    "web report",
    "xinhua",
    "yonhap",
];

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

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
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
pub(super) struct MetaLine {
    pub(super) authors: Vec<String>,
    pub(super) dates: Vec<String>,
}

/// Reads a line that says nothing but who wrote an article, and when; `None` for any other line.
pub(super) fn read(line: &str) -> Option<MetaLine> {
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
    let name = byline::strip_by(before);
    let says_by = name.len() < before.len();
    let is_names = says_by && is_names(name) || AGENCIES.contains(&name.to_lowercase().as_str());
    let is_joined = !meta.authors.is_empty() && is_names_only(name);
    if !is_names && !is_joined {
        return None;
    }
    let names = byline::names(name);
    // A role alone ("Staff Writer") is a byline that names nobody.
    meta.authors.extend(if names.is_empty() {
        vec![name.to_string()]
    } else {
        names
    });
    Some(())
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

/// Finds the first date of a line, with the time after it, if any.
///
/// Looks for ISO dates, for three numbers with one kind of separator, and for a day and a year
/// around a month or after it. What it means is not decided here.
fn find_date(line: &str) -> Option<Range<usize>> {
    let words: Vec<(&str, Range<usize>)> = words(line).collect();
    (0..words.len()).find_map(|at| {
        let num_words = date_words(&words[at..])?;
        let last = at + num_words - 1;
        let start = words[at].1.start;
        let end = words[last].1.end;
        Some(start..end + time_bytes(&line[end..]))
    })
}

/// Returns how many of the first words are a date.
fn date_words(words: &[(&str, Range<usize>)]) -> Option<usize> {
    let word = |at: usize| words.get(at).map_or("", |(word, _)| *word);
    if is_numeric_date(word(0)) {
        return Some(1);
    }
    if is_month(word(0)) && is_day(word(1)) && is_year(word(2)) {
        return Some(3);
    }
    if is_day(word(0)) {
        let month = 1 + usize::from(is_of(word(1)));
        let year = month + 1 + usize::from(is_of(word(month + 1)));
        let is_word = word(month).len() >= 3 && word(month).chars().all(char::is_alphabetic);
        if is_word && is_year(word(year)) {
            return Some(year + 1);
        }
    }
    None
}

/// Returns the length of a time of day that stands right after a date.
fn time_bytes(rest: &str) -> usize {
    let mut length = 0;
    for (word, range) in words(rest) {
        let is_half = matches!(
            word.to_ascii_lowercase().as_str(),
            "am" | "pm" | "a.m" | "p.m"
        );
        let is_clock = is_time(word) && word.contains([':', '.'])
            || word.len() > 2 && is_time(word) && !word.bytes().all(|b| b.is_ascii_digit());
        let is_zone = length > 0
            && (3..=4).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_uppercase());
        if is_clock || is_half && length > 0 || is_zone {
            length = range.end;
        } else if word != "at" || length > 0 {
            break;
        }
    }
    length
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

fn is_month(word: &str) -> bool {
    let is_start = |month: &&str| {
        word.len() >= 3
            && word
                .get(..3)
                .is_some_and(|start| start.eq_ignore_ascii_case(month))
    };
    word.chars().all(char::is_alphabetic) && word.len() <= 9 && MONTHS.iter().any(is_start)
}

fn is_day(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    let is_suffix = matches!(
        suffix.to_ascii_lowercase().as_str(),
        "" | "st" | "nd" | "rd" | "th"
    );
    is_suffix && digits.len() <= 2 && digits.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word
            .parse()
            .is_ok_and(|year: u32| (1500..=2199).contains(&year))
}

fn is_of(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "of" | "de" | "di" | "del"
    )
}

/// `2015-11-27`, `2015-11-27T10:15:00Z`, `27/11/2015`, `27.11.15` with a four-digit year.
fn is_numeric_date(word: &str) -> bool {
    let date = word.split('T').next().unwrap_or_default();
    let mut parts = date.split(['-', '/', '.']);
    let (Some(first), Some(second), Some(third), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    is_day(second) && (is_year(first) && is_day(third) || is_day(first) && is_year(third))
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
    fn other_lines_are_no_bylines() {
        for line in [
            "MOSCOW, Nov 27, 2015 (Reuters) - The Kremlin said so",
            "The Kremlin said on November 27, 2015 that it would",
            "By the time they arrived the bridge was closed",
            "By-election called in Northern Vale",
            "World",
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
