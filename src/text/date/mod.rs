//! Dates as people and programs write them.
//!
//! A text is cut into numbers, words and marks; each pattern is a function that looks at the
//! tokens from a place on. The patterns: ISO 8601 and RFC 3339 in full and in their compact form,
//! RFC 5322 and `ctime`, three numbers in the order of the place, a day and a year around a month's
//! name in any language of [`months`], Chinese, Japanese, Korean and Vietnamese dates, days of the
//! calendar of Iran. What tells a day only with another one known (`Nov 27`, `2 hours ago`) is an
//! [`Incomplete`] date.

mod address;
mod clock;
mod jalali;
mod months;
mod patterns;
mod relative;
mod token;
mod zones;

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::Offset};

use crate::article::{DateValue, Precision};
pub use address::of_url;
use clock::Clock;
pub use relative::{Incomplete, find_ago, parse_incomplete};
use token::Token;

/// The longest text that is looked through.
const MAX_BYTES: usize = 2048;

/// Says how a place orders day and month when it writes a date in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayMonthOrder {
    /// 1 March is 01/03: nearly everywhere.
    #[default]
    DayFirst,
    /// 1 March is 03/01: the United States and a few others.
    MonthFirst,
}

/// A date in a text: what it means, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// The date, with the time after it, if any.
    pub value: DateValue,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// The order that the numbers themselves show: `13/01` can only be one. `None` when they
    /// would make a date in either order, or when a month was named.
    pub shown_order: Option<DayMonthOrder>,
    /// The numbers would make another date in the other order.
    pub is_ambiguous: bool,
}

/// Finds the first date in a text: its day at least.
///
/// A day that does not exist is no date. The year may be any of four digits; whether an article
/// can be of it is not decided here.
pub fn find(text: &str, order: DayMonthOrder) -> Option<FoundDate> {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    let tokens = token::tokens(text);
    (0..tokens.len()).find_map(|at| found(&tokens, at, order))
}

/// Finds all dates in a text, in their order.
pub fn find_all(text: &str, order: DayMonthOrder) -> Vec<FoundDate> {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    let tokens = token::tokens(text);
    let mut dates: Vec<FoundDate> = Vec::new();
    for at in 0..tokens.len() {
        let is_inside = dates
            .last()
            .is_some_and(|last| tokens[at].range.start < last.range.end);
        if !is_inside {
            dates.extend(found(&tokens, at, order));
        }
    }
    dates
}

/// Reads a text that is a date: what [`find`] finds in it, else a month (`2015-11`,
/// `November 2015`), a year (`2015`), or seconds or milliseconds since 1970.
pub fn parse(text: &str, order: DayMonthOrder) -> Option<FoundDate> {
    find(text, order).or_else(|| {
        let text = &text[..text.floor_char_boundary(MAX_BYTES)];
        let tokens = token::tokens(text);
        let value = epoch(&tokens)
            .or_else(|| coarse(&tokens))
            .or_else(|| by_count(&tokens))?;
        Some(FoundDate {
            value,
            range: 0..text.len(),
            shown_order: None,
            is_ambiguous: false,
        })
    })
}

fn found(tokens: &[Token<'_>], at: usize, order: DayMonthOrder) -> Option<FoundDate> {
    let day = patterns::day_at(tokens, at, order)?;
    let clock = day.clock.or_else(|| clock::read_after(tokens, day.end));
    let end = clock
        .as_ref()
        .map_or(day.end, |clock| clock.end.max(day.end));
    let value = date_value(day.ymd, clock)?;
    Some(FoundDate {
        value,
        range: tokens[at].range.start..tokens[end - 1].range.end,
        shown_order: day.shown_order,
        is_ambiguous: day.is_ambiguous,
    })
}

fn date_value((year, month, day): (i16, i8, i8), clock: Option<Clock>) -> Option<DateValue> {
    let date = Date::new(year, month, day).ok()?;
    let Some(clock) = clock else {
        return Some(DateValue {
            datetime: date.at(0, 0, 0, 0),
            offset: None,
            precision: Precision::Day,
        });
    };
    let second = clock.second.unwrap_or(0);
    let datetime = match clock.hour {
        24 => date.tomorrow().ok()?.at(0, 0, 0, 0),
        hour => date.at(hour, clock.minute, second, 0),
    };
    Some(DateValue {
        datetime,
        offset: clock.zone.and_then(|zone| zone.offset_at(datetime)),
        precision: match clock.second {
            Some(_) => Precision::Second,
            None => Precision::Minute,
        },
    })
}

/// Reads `1448614800` and `1448614800000`, with digits after a point or without.
fn epoch(tokens: &[Token<'_>]) -> Option<DateValue> {
    let is_fraction = match tokens {
        [_] => true,
        [_, point, fraction] => point.is_mark('.') && fraction.number().is_some(),
        _ => false,
    };
    let number = tokens.first()?.number().filter(|_| is_fraction)?;
    let seconds = match number.digits {
        9 | 10 => number.value,
        12 | 13 => number.value / 1000,
        _ if number.value == 0 => 0,
        _ => return None,
    };
    let timestamp = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    Some(DateValue {
        datetime: Offset::UTC.to_datetime(timestamp),
        offset: Some(Offset::UTC),
        precision: Precision::Second,
    })
}

/// Reads the day of a week or of a year: `2015-W48-5`, `2015-331`.
fn by_count(tokens: &[Token<'_>]) -> Option<DateValue> {
    date_value(patterns::counted_day_of_text(tokens)?, None)
}

/// Reads a month or a year.
fn coarse(tokens: &[Token<'_>]) -> Option<DateValue> {
    let (year, month) = patterns::month_of_text(tokens)
        .map(|(year, month)| (year, Some(month)))
        .or_else(|| Some((patterns::year_of_text(tokens)?, None)))?;
    Some(DateValue {
        datetime: DateTime::new(year, month.unwrap_or(1), 1, 0, 0, 0, 0).ok()?,
        offset: None,
        precision: month.map_or(Precision::Year, |_| Precision::Month),
    })
}

#[cfg(test)]
mod tests;
