//! The solar calendar of Iran.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use jiff::civil::{Date, date as civil};
use jiff::{Span, ToSpan};

use super::months::folded;

/// The years that news is of: 1921 to 2042. The same numbers of the lunar calendar were over before
/// there was news in digits.
pub(super) const YEARS: RangeInclusive<i16> = 1300..=1420;

/// The months, the names of Iran and of Afghanistan.
const MONTHS: [[&str; 2]; 12] = [
    ["فروردین", "حمل"],
    ["اردیبهشت", "ثور"],
    ["خرداد", "جوزا"],
    ["تیر", "سرطان"],
    ["مرداد", "اسد"],
    ["شهریور", "سنبله"],
    ["مهر", "میزان"],
    ["آبان", "عقرب"],
    ["آذر", "قوس"],
    ["دی", "جدی"],
    ["بهمن", "دلو"],
    ["اسفند", "حوت"],
];

/// The first day of a year of which it is known.
const KNOWN: (i16, Date) = (1403, civil(2024, 3, 20));

/// Returns the number of the month that a word names.
pub(super) fn month_of(word: &str) -> Option<u64> {
    static NAMES: LazyLock<HashMap<String, u64>> = LazyLock::new(|| {
        let months = (1..).zip(&MONTHS);
        months
            .flat_map(|(month, names)| names.iter().map(move |name| (folded(name), month)))
            .collect()
    });
    NAMES.get(&folded(word)).copied()
}

/// Returns the day in our calendar: six months of 31 days, five of 30, the last of 29 or 30.
pub(super) fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    let (before, length) = match month {
        1..=6 => (31 * (i32::from(month) - 1), 31),
        7..=11 => (186 + 30 * (i32::from(month) - 7), 30),
        12 => (336, 29 + i8::from(is_leap(year))),
        _ => return None,
    };
    if !YEARS.contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    let days: Span = (days_from_known(year) + before + i32::from(day) - 1).days();
    KNOWN.1.checked_add(days).ok()
}

/// Of 33 years, 8 are leap years; so it was all the time that news is of.
fn is_leap(year: i16) -> bool {
    num_leap_years(year) > num_leap_years(year - 1)
}

/// Counts the leap years up to a year, from some year before all that matter.
fn num_leap_years(year: i16) -> i32 {
    (8 * i32::from(year) + 29) / 33
}

fn days_from_known(year: i16) -> i32 {
    365 * i32::from(year - KNOWN.0) + num_leap_years(year - 1) - num_leap_years(KNOWN.0 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_iran_are_days_of_ours() {
        for (year, month, day, expected) in [
            (1403, 1, 1, "2024-03-20"),
            (1403, 12, 30, "2025-03-20"),
            (1404, 1, 1, "2025-03-21"),
            (1394, 9, 6, "2015-11-27"),
            (1357, 11, 22, "1979-02-11"),
            (1375, 12, 30, "1997-03-20"),
            (1376, 1, 1, "1997-03-21"),
        ] {
            let found = date(year, month, day).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{year}-{month}-{day}");
        }
        for (year, month, day) in [
            (1404, 12, 30),
            (1394, 7, 31),
            (1394, 13, 1),
            (1299, 1, 1),
            (1394, 1, 0),
        ] {
            assert_eq!(date(year, month, day), None, "{year}-{month}-{day}");
        }
    }
}
