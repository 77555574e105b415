//! Witnesses of a day: kinds of evidence that different hands write.

use jiff::civil::Date;

use crate::article::{Evidence, Precision, WeighedDate};

/// Who says so. What a page shows is one witness, however many elements show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Witness {
    Linked,
    Meta,
    Microdata,
    Url,
    Visible,
}

fn witness(evidence: &Evidence) -> Option<Witness> {
    match evidence {
        Evidence::JsonLd => Some(Witness::Linked),
        Evidence::Meta(_) => Some(Witness::Meta),
        Evidence::Microdata => Some(Witness::Microdata),
        Evidence::Url => Some(Witness::Url),
        Evidence::TimeElement | Evidence::ClassName | Evidence::DateLine => Some(Witness::Visible),
        Evidence::Field(_) | Evidence::FileName | Evidence::Crawl | Evidence::Modified(_) => None,
    }
}

/// Finds the date of another day than the best one's that more witnesses name, two at least:
/// publishing systems write what they take for the day of publication into one place, and the day
/// that the page shows into the others. A neighbouring day speaks for the best one, too, for zones
/// part them.
pub(super) fn outvoting<'a>(
    best: &WeighedDate,
    weighed: &'a [WeighedDate],
) -> Option<&'a WeighedDate> {
    witness(&best.candidate.evidence)?;
    let day = day(best)?;
    let others = weighed
        .iter()
        .filter(|date| self::day(date).is_some_and(|other| !is_near(other, day)));
    let supported = others
        .map(|date| {
            (
                num_witnesses(weighed, date, |one, other| one == other),
                date,
            )
        })
        .filter(|(count, _)| *count >= 2 && *count > num_witnesses(weighed, best, is_near));
    // The most trusted of those that as many name.
    let mut most: Option<(usize, &WeighedDate)> = None;
    for (count, date) in supported {
        if most.is_none_or(|(best, _)| count > best) {
            most = Some((count, date));
        }
    }
    most.map(|(_, date)| date)
}

/// Counts who names the day of a date, or one that is as good.
fn num_witnesses(
    weighed: &[WeighedDate],
    date: &WeighedDate,
    is_as_good: impl Fn(Date, Date) -> bool,
) -> usize {
    let Some(day) = day(date) else { return 0 };
    let mut witnesses: Vec<Witness> = weighed
        .iter()
        .filter(|other| self::day(other).is_some_and(|other| is_as_good(other, day)))
        .filter_map(|other| witness(&other.candidate.evidence))
        .collect();
    witnesses.sort_unstable();
    witnesses.dedup();
    witnesses.len()
}

/// The day that a date names by itself, should an article be of it.
fn day(date: &WeighedDate) -> Option<Date> {
    let value = date.value.filter(|value| {
        value.precision >= Precision::Day && date.is_complete && date.refusal.is_none()
    })?;
    witness(&date.candidate.evidence).map(|_| value.datetime.date())
}

fn is_near(one: Date, other: Date) -> bool {
    one == other || one.tomorrow().ok() == Some(other) || one.yesterday().ok() == Some(other)
}
