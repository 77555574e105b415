//! What a file's name and folder say of its article.

use crate::article::{Article, DateCandidate, Evidence};

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The day in a file's name, and what stands right after it.
#[derive(Debug, PartialEq, Eq)]
struct Dated<'a> {
    date: String,
    rest: &'a str,
}

/// All that a path says of the article in its file.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::read) struct Told {
    date: Option<String>,
    year: Option<String>,
    author: Option<String>,
}

/// Reads a path.
pub(in crate::read) fn told(path: &str) -> Told {
    let mut parts = path.rsplit(['/', '\\']);
    let file_name = parts.next().unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    let stem = file_name
        .split_once('.')
        .map_or(file_name, |(stem, _)| stem);
    let dated = find_date(stem);
    let date = dated.as_ref().map(|dated| dated.date.clone());
    Told {
        date: date.or_else(|| folder_date(path)),
        year: year(stem),
        author: dated.and_then(|dated| author(dated.rest, folder)),
    }
}

/// Adds the date that the path names, and the author that stands in it next to the date.
pub(in crate::read) fn complete(article: &mut Article, path: &str) {
    let told = told(path);
    // A year alone dates nothing, but completes the day that a dateline names.
    let year = told.year.filter(|_| names_day_without_year(article));
    if let Some(text) = told.date.or(year) {
        article.date_candidates.push(DateCandidate {
            text,
            evidence: Evidence::FileName,
        });
    }
    if article.authors.is_empty() {
        article.authors.extend(told.author);
    }
}

/// Tells whether a dateline names a day, and no year with it.
fn names_day_without_year(article: &Article) -> bool {
    let has_year = |text: &str| {
        let mut numbers = text.split(|c: char| !c.is_ascii_digit());
        numbers.any(|number| number.len() == 4)
    };
    let mut lines = article.date_candidates.iter();
    lines.any(|it| it.evidence == Evidence::DateLine && !has_year(&it.text))
}

/// Finds the year in `meridian-2015-wire`.
fn year(stem: &str) -> Option<String> {
    let mut numbers = stem.split(|c: char| !c.is_ascii_digit());
    let is_year = |number: &&str| {
        let year = number.parse().ok().filter(|_| number.len() == 4);
        year.is_some_and(|year: u32| (1800..=2199).contains(&year))
    };
    numbers.find(is_year).map(str::to_owned)
}

/// Finds `2015-11-27`, `20151127`, `27Nov2015`, `27-Nov-2015` where no digit touches them.
fn find_date(stem: &str) -> Option<Dated<'_>> {
    let bytes = stem.as_bytes();
    let starts = (0..bytes.len()).filter(|&at| {
        bytes[at].is_ascii_digit()
            && !at
                .checked_sub(1)
                .is_some_and(|before| bytes[before].is_ascii_digit())
    });
    starts
        .map(|at| &stem[at..])
        .find_map(|text| year_first(text).or_else(|| day_first(text)))
}

fn year_first(text: &str) -> Option<Dated<'_>> {
    let (year, rest) = split_number(text, 4)?;
    let (month, rest) = split_number(strip_separator(rest), 2)?;
    let (day, rest) = split_number(strip_separator(rest), 2)?;
    dated(year, month, day, rest)
}

fn day_first(text: &str) -> Option<Dated<'_>> {
    let (day, rest) = split_number(text, 2).or_else(|| split_number(text, 1))?;
    let rest = strip_separator(rest);
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let name = rest[..letters].to_ascii_lowercase();
    let month = MONTHS
        .iter()
        .position(|month| letters >= 3 && name.starts_with(month))? as u32
        + 1;
    let (year, rest) = split_number(strip_separator(&rest[letters..]), 4)?;
    dated(year, month, day, rest)
}

fn dated(year: u32, month: u32, day: u32, rest: &str) -> Option<Dated<'_>> {
    let is_date =
        (1800..=2199).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_apart = !rest.starts_with(|c: char| c.is_ascii_digit());
    (is_date && is_apart).then(|| Dated {
        date: format!("{year:04}-{month:02}-{day:02}"),
        rest,
    })
}

/// Takes a number of so many digits off the start.
fn split_number(text: &str, num_digits: usize) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(num_digits)?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        Some((digits.parse().ok()?, rest))
    } else {
        None
    }
}

fn strip_separator(text: &str) -> &str {
    text.strip_prefix(['-', '_', '.', ' ']).unwrap_or(text)
}

/// Finds the day in folders: `news/2015/11/27/slug.txt`.
fn folder_date(path: &str) -> Option<String> {
    let folders: Vec<&str> = path.split(['/', '\\']).collect();
    let (_, folders) = folders.split_last()?;
    let number = |text: &str, num_digits: usize| match split_number(text, num_digits) {
        Some((number, "")) => Some(number),
        _ => None,
    };
    folders.windows(3).rev().find_map(|three| {
        let (year, month, day) = (
            number(three[0], 4)?,
            number(three[1], 2)?,
            number(three[2], 2)?,
        );
        Some(dated(year, month, day, "")?.date)
    })
}

/// Finds the author of `27Nov2015BoMax12`: a name glued to the date, or the folder's own name.
fn author(rest: &str, folder: &str) -> Option<String> {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, number) = rest.split_at(letters);
    let is_numbered = number
        .trim_start_matches(['-', '_'])
        .bytes()
        .all(|b| b.is_ascii_digit());
    if name.len() < 2 || !is_numbered {
        return None;
    }
    if name.eq_ignore_ascii_case(folder) {
        return Some(split_capitals(folder));
    }
    name.starts_with(|c: char| c.is_ascii_uppercase())
        .then(|| split_capitals(name))
}

/// Splits `BoMax` but neither `McAdam` nor `MacAdam`.
fn split_capitals(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if c.is_lowercase() || word.ends_with(char::is_uppercase) => word.push(c),
            Some(word)
                if matches!(
                    word.as_str(),
                    "Mc" | "Mac" | "De" | "Di" | "Du" | "La" | "Le" | "O"
                ) =>
            {
                word.push(c)
            }
            _ => words.push(c.to_string()),
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_tell_date_and_author() {
        for (path, date, author) in [
            ("2015-11-27-some-slug.txt", Some("2015-11-27"), None),
            ("news/20151127_slug.txt", Some("2015-11-27"), None),
            ("slug_2015_11_27.txt", Some("2015-11-27"), None),
            ("27Nov2015Lund123.txt", Some("2015-11-27"), Some("Lund")),
            (
                "a/BoMax/7Nov2015BoMax1.txt",
                Some("2015-11-07"),
                Some("Bo Max"),
            ),
            (
                "a/Lund/27Nov2015lund1.txt",
                Some("2015-11-27"),
                Some("Lund"),
            ),
            ("27November2015.txt", Some("2015-11-27"), None),
            ("27-Nov-2015-port.txt", Some("2015-11-27"), None),
            ("3Jan2006McAdam2.txt", Some("2006-01-03"), Some("McAdam")),
            ("news/2015/11/27/slug.txt", Some("2015-11-27"), None),
            ("news/2015/port.txt", None, None),
            ("report-201511275.txt", None, None),
            ("20159927.txt", None, None),
            ("0412.txt", None, None),
            ("", None, None),
        ] {
            let mut article = Article::default();
            complete(&mut article, path);
            let found = article
                .date_candidates
                .first()
                .map(|candidate| candidate.text.as_str());
            assert_eq!(
                (found, article.authors.first().map(String::as_str)),
                (date, author),
                "{path}"
            );
        }
    }
}
