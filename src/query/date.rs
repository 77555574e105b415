//! Conditions on the day of publication: what stands behind `date:`, `since:` and their kin.
//!
//! ```text
//! 2015  2015-11  2015-11-27  today  yesterday  7d 2w 3m 1y   a day, a month, a year, days ago
//! 2015-11..2016-02  2015..  ..2015  [2015-01-01 TO 2015-12-31]  >=2015-11-01  none  *
//! ```

use jiff::Span;
use jiff::civil::Date;

use super::field::DateKind;
use super::tree::{DateCondition, DayRange};

/// The first day whose year has four digits.
const FIRST_DAY: Date = Date::constant(0, 1, 1);

/// A condition as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadDate {
    pub(super) condition: DateCondition,
    /// What is to be said of the way it was written.
    pub(super) note: Option<String>,
}

/// Reads `text`, which stands behind the name of `kind`; says what was expected otherwise.
pub(super) fn read(kind: DateKind, text: &str, today: Date) -> Result<ReadDate, String> {
    let text = text.trim();
    if kind == DateKind::Days && text.eq_ignore_ascii_case("none") {
        return Ok(ReadDate {
            condition: DateCondition::Undated,
            note: None,
        });
    }
    let range = match kind {
        DateKind::Days => days(text, today)?,
        _ => bounded(kind, span(text, today)?),
    };
    Ok(in_order(range))
}

fn bounded(kind: DateKind, (first, last): (Date, Date)) -> DayRange {
    let (from, to) = match kind {
        DateKind::Days => (Some(first), Some(last)),
        DateKind::Since => (Some(first), None),
        DateKind::Until => (None, Some(last)),
        DateKind::Before => (None, Some(day_before(first))),
        DateKind::After => (Some(day_after(last)), None),
    };
    DayRange { from, to }
}

/// Swaps the ends of a range that was written backwards: it would hold no day.
fn in_order(range: DayRange) -> ReadDate {
    let is_backwards = range.from.zip(range.to).is_some_and(|(from, to)| from > to);
    let range = match range {
        DayRange { from, to } if is_backwards => DayRange { from: to, to: from },
        range => range,
    };
    ReadDate {
        condition: DateCondition::Days(range),
        note: is_backwards
            .then(|| format!("the range ends before it begins, read as `date:{range}`")),
    }
}

fn days(text: &str, today: Date) -> Result<DayRange, String> {
    if text == "*" {
        return Ok(DayRange::default());
    }
    for (sign, kind) in [
        (">=", DateKind::Since),
        ("<=", DateKind::Until),
        (">", DateKind::After),
        ("<", DateKind::Before),
        ("=", DateKind::Days),
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            return Ok(bounded(kind, span(rest.trim(), today)?));
        }
    }
    if text.starts_with(['[', '{']) {
        return bracketed(text, today);
    }
    if let Some((from, to)) = text.split_once("..") {
        let to = to.trim_start_matches('.');
        return between(from, to, today);
    }
    Ok(bounded(DateKind::Days, span(text, today)?))
}

/// Reads `[2015 TO 2016]`; a brace leaves its end out.
fn bracketed(text: &str, today: Date) -> Result<DayRange, String> {
    let inner = text
        .strip_prefix(['[', '{'])
        .and_then(|text| text.strip_suffix([']', '}']));
    let ends = inner.and_then(|inner| {
        inner
            .split_once(" TO ")
            .or_else(|| inner.split_once(" to "))
    });
    let Some((from, to)) = ends else {
        return Err("expected a range as `[2015-01-01 TO 2015-12-31]`".to_owned());
    };
    let mut range = between(from.trim(), to.trim(), today)?;
    if text.starts_with('{') {
        range.from = end_of(from, today)?.map(|(_, last)| day_after(last));
    }
    if text.ends_with('}') {
        range.to = end_of(to, today)?.map(|(first, _)| day_before(first));
    }
    Ok(range)
}

fn between(from: &str, to: &str, today: Date) -> Result<DayRange, String> {
    let (first, second) = (end_of(from, today)?, end_of(to, today)?);
    // Written backwards, `2016..2015` is from the first day of 2015 to the last of 2016.
    Ok(match (first, second) {
        (Some(a), Some(b)) if a.0 > b.1 => DayRange {
            from: Some(a.1),
            to: Some(b.0),
        },
        _ => DayRange {
            from: first.map(|(first, _)| first),
            to: second.map(|(_, last)| last),
        },
    })
}

/// Reads one end of a range; nothing and `*` leave it open.
fn end_of(text: &str, today: Date) -> Result<Option<(Date, Date)>, String> {
    match text.trim() {
        "" | "*" => Ok(None),
        text => span(text, today).map(Some),
    }
}

/// Reads a year, month or day as its first and last day.
fn span(text: &str, today: Date) -> Result<(Date, Date), String> {
    let day = match text.to_ascii_lowercase().as_str() {
        "today" | "now" => Some(today),
        "yesterday" => Some(day_before(today)),
        text => days_ago(text, today),
    };
    match day {
        Some(day) => Ok((day, day)),
        None => calendar_span(text),
    }
}

/// Reads `7d`, `2w`, `3m`, `1y`: a day before `today`.
fn days_ago(text: &str, today: Date) -> Option<Date> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = number.parse().ok().filter(|number| *number >= 0)?;
    let span = match unit {
        "d" => Span::new().try_days(number),
        "w" => Span::new().try_weeks(number),
        "m" => Span::new().try_months(number),
        "y" => Span::new().try_years(number),
        _ => return None,
    };
    // What is longer ago than years of four digits reach is their first day.
    let day = span.and_then(|span| today.checked_sub(span));
    Some(day.unwrap_or(FIRST_DAY).max(FIRST_DAY))
}

fn calendar_span(text: &str) -> Result<(Date, Date), String> {
    let (year, month, day) = numbers(text).ok_or_else(expectation)?;
    let first = |month, day| {
        Date::new(year, month, day).map_err(|_| format!("`{text}` is no day of the calendar"))
    };
    Ok(match (month, day) {
        (None, _) => (first(1, 1)?, first(12, 31)?),
        (Some(month), None) => {
            let first = first(month, 1)?;
            (first, first.last_of_month())
        }
        (Some(month), Some(day)) => {
            let day = first(month, day)?;
            (day, day)
        }
    })
}

fn expectation() -> String {
    "expected `2015`, `2015-11`, `2015-11-27`, a range as `2015-11..2016-02`, or `none`".to_owned()
}

/// Cuts `2015-11-27`, `2015/11/27`, `2015.11.27` or `20151127` into its numbers.
fn numbers(text: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let is_number = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    if text.len() == 8 && is_number(&text) {
        let number = |part: &str| part.parse().ok();
        return Some((
            text[..4].parse().ok()?,
            number(&text[4..6]),
            number(&text[6..]),
        ));
    }
    let mut parts = text.splitn(3, ['-', '/', '.']);
    let year = parts
        .next()
        .filter(|part| part.len() == 4)
        .filter(is_number)?;
    let mut short = || match parts.next() {
        None => Some(None),
        Some(part) if matches!(part.len(), 1 | 2) && is_number(&part) => {
            Some(Some(part.parse::<i8>().ok()?))
        }
        Some(_) => None,
    };
    let (month, day) = (short()?, short()?);
    Some((year.parse().ok()?, month, day))
}

fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(day).max(FIRST_DAY)
}

fn day_after(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(kind: DateKind, text: &str, expected: &str) {
        let read = read(kind, text, date(2015, 11, 27)).unwrap();
        assert_eq!(read.condition.to_string(), expected, "{text}");
        assert_eq!(read.note.is_some(), text == "2016..2015", "{text}");
    }

    #[test]
    fn days_are_read_as_ranges() {
        for (text, expected) in [
            ("2015", "date:2015"),
            ("2015-11", "date:2015-11"),
            ("2015-11-27", "date:2015-11-27"),
            ("2015/11/27", "date:2015-11-27"),
            ("2015.1.2", "date:2015-01-02"),
            ("20151127", "date:2015-11-27"),
            ("2015-11..2016-02", "date:2015-11-01..2016-02-29"),
            ("2015..", "date:2015-01-01.."),
            ("..2015", "date:..2015-12-31"),
            ("2016..2015", "date:2015-01-01..2016-12-31"),
            (">=2015-11-01", "date:2015-11-01.."),
            (">2015", "date:2016-01-01.."),
            ("<2015", "date:..2014-12-31"),
            ("<=2015", "date:..2015-12-31"),
            ("=2015", "date:2015"),
            ("[2015-01-01 TO 2015-12-31]", "date:2015"),
            ("[2015 TO *]", "date:2015-01-01.."),
            ("{2015-01-01 TO 2015-01-03}", "date:2015-01-02"),
            ("today", "date:2015-11-27"),
            ("yesterday", "date:2015-11-26"),
            ("7d", "date:2015-11-20"),
            ("none", "date:none"),
            ("*", "date:*"),
        ] {
            check(DateKind::Days, text, expected);
        }
    }

    #[test]
    fn a_name_sets_one_end() {
        for (kind, text, expected) in [
            (DateKind::Since, "7d", "date:2015-11-20.."),
            (DateKind::Since, "2w", "date:2015-11-13.."),
            (DateKind::Since, "1y", "date:2014-11-27.."),
            (DateKind::Since, "9000000000000d", "date:0000-01-01.."),
            (DateKind::Since, "2015", "date:2015-01-01.."),
            (DateKind::Until, "2015", "date:..2015-12-31"),
            (DateKind::Before, "2015", "date:..2014-12-31"),
            (DateKind::After, "2015-11", "date:2015-12-01.."),
        ] {
            check(kind, text, expected);
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_what_was_expected() {
        let today = date(2015, 11, 27);
        for text in [
            "",
            "foo",
            "27.11.2015",
            "15",
            "2015-11-",
            "-5d",
            "é",
            "[2015]",
            "2015-11-27T10:00",
        ] {
            assert!(read(DateKind::Days, text, today).is_err(), "{text}");
        }
        assert_eq!(
            read(DateKind::Days, "2015-13", today),
            Err("`2015-13` is no day of the calendar".to_owned())
        );
    }
}
