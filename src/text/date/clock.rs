//! The time of day after a date, and its zone.

use super::token::Token;
use super::zones::{self, Zone};

/// Words before a time that say which half of the day it is of, and whether that is the second.
const HALVES_BEFORE: &[(&str, bool)] = &[
    ("上午", false),
    ("早上", false),
    ("凌晨", false),
    ("下午", true),
    ("晚上", true),
    ("午前", false),
    ("午後", true),
    ("오전", false),
    ("오후", true),
];

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) second: Option<i8>,
    pub(super) zone: Option<Zone>,
    /// One past its last token.
    pub(super) end: usize,
}

/// Words that lead from a date to its time, lower case.
const LEADS: &[&str] = &[
    "t",
    "г",
    "р",
    "r",
    "at",
    "um",
    "à",
    "a",
    "as",
    "às",
    "las",
    "alle",
    "ore",
    "ora",
    "klo",
    "kl",
    "om",
    "в",
    "о",
    "у",
    "ob",
    "godz",
    "pukul",
    "saat",
    "la",
    "h",
    "der",
    "الساعة",
    "ساعت",
    "lúc",
    "weds",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "time",
    "jam",
    "года",
    "год",
    "року",
    "рік",
    "일",
    "日",
    "月",
    "火",
    "水",
    "木",
    "金",
    "土",
];

/// What stands between hours and minutes besides a colon, lower case.
const HOURS: &[&str] = &["h", "時", "时", "点", "點", "시", "u", "hs", "g"];

/// How many tokens may stand between a date and its time.
const MAX_LEADS: usize = 4;

impl Clock {
    /// Makes a time without a zone; `None` when there is no such time.
    pub(super) fn new(hour: u64, minute: u64, second: Option<u64>) -> Option<Clock> {
        // Leap seconds are the second before them.
        let second = second.map(|second| if second == 60 { 59 } else { second });
        // ISO 8601: the end of a day may be written as 24:00.
        let is_end_of_day = hour == 24 && minute == 0 && second.is_none_or(|second| second == 0);
        let is_time =
            (hour < 24 || is_end_of_day) && minute < 60 && second.is_none_or(|second| second < 60);
        is_time.then_some(Clock {
            hour: hour as i8,
            minute: minute as i8,
            second: second.map(|second| second as i8),
            zone: None,
            end: 0,
        })
    }
}

/// Reads the time that follows a date.
pub(super) fn read_after(tokens: &[Token<'_>], at: usize) -> Option<Clock> {
    let mut start = at;
    for _ in 0..MAX_LEADS {
        let token = tokens.get(start)?;
        if token.number().is_some() {
            break;
        }
        let is_lead = token.mark().is_some_and(|mark| {
            matches!(
                mark,
                ',' | '-' | '|' | '(' | ')' | '@' | '/' | '.' | ';' | ':' | '•' | '·'
            )
        }) || token.word().is_some_and(|word| {
            LEADS.contains(&word.to_lowercase().as_str()) || half_of(word).is_some()
        });
        if !is_lead {
            return None;
        }
        start += 1;
    }
    read(tokens, start)
}

fn read(tokens: &[Token<'_>], at: usize) -> Option<Clock> {
    let hour = tokens.get(at)?.number()?;
    if hour.digits == 6 && tokens.get(at.checked_sub(1)?)?.word().is_some() {
        return read_compact(tokens, at);
    }
    if hour.digits > 2 {
        return None;
    }
    let (minute, mut end) = match minute(tokens, at + 1) {
        Some(minute) => (minute, at + 3),
        None if half_day(tokens, at + 1).is_some() => (0, at + 1),
        None => return None,
    };
    let mut second = None;
    if let Some(value) = second_at(tokens, end) {
        second = Some(value);
        end += 2;
        let is_fraction = tokens
            .get(end)
            .is_some_and(|t| t.is_mark('.') || t.is_mark(','))
            && tokens
                .get(end + 1)
                .is_some_and(|t| t.number().is_some() && !t.is_spaced);
        end += if is_fraction { 2 } else { 0 };
    }
    let mut hour = hour.value;
    let before = at.checked_sub(1).and_then(|at| half_of(tokens[at].word()?));
    let half = half_day(tokens, end).or_else(|| Some((before?, 0)));
    if let Some((is_afternoon, length)) = half {
        hour = hour % 12 + if is_afternoon { 12 } else { 0 };
        end += length;
    }
    let mut clock = Clock::new(hour, minute, second)?;
    clock.end = end;
    Some(with_zone(clock, tokens))
}

/// `T101500`.
fn read_compact(tokens: &[Token<'_>], at: usize) -> Option<Clock> {
    let value = tokens[at].number()?.value;
    let mut clock = Clock::new(value / 10_000, value / 100 % 100, Some(value % 100))?;
    clock.end = at + 1;
    Some(with_zone(clock, tokens))
}

fn minute(tokens: &[Token<'_>], at: usize) -> Option<u64> {
    let joint = tokens.get(at)?;
    let is_joint = joint.is_mark(':')
        || joint.is_mark('.') && !joint.is_spaced
        || joint
            .word()
            .is_some_and(|word| HOURS.contains(&word.to_lowercase().as_str()));
    let minute = tokens
        .get(at + 1)
        .filter(|token| !token.is_spaced || joint.word().is_some())?
        .number()?;
    (is_joint && minute.digits == 2).then_some(minute.value)
}

fn second_at(tokens: &[Token<'_>], at: usize) -> Option<u64> {
    let is_joint = tokens.get(at)?.is_mark(':');
    let second = tokens.get(at + 1)?.number()?;
    (is_joint && second.digits == 2).then_some(second.value)
}

/// Which half of the day a word before a time says it is of; what is glued before that is no matter.
fn half_of(word: &str) -> Option<bool> {
    let known = HALVES_BEFORE.iter().find(|(name, _)| word.ends_with(name));
    known.map(|(_, is_afternoon)| *is_afternoon)
}

/// Reads `am`, `p.m.` and their like: whether it is the afternoon, and how many tokens it takes.
fn half_day(tokens: &[Token<'_>], at: usize) -> Option<(bool, usize)> {
    let word = tokens.get(at)?.word()?.to_lowercase();
    match word.as_str() {
        "am" | "ص" | "صباحا" => Some((false, 1)),
        "pm" | "م" | "مساء" => Some((true, 1)),
        "a" | "p" | "π" | "μ" => {
            let is_point = tokens.get(at + 1)?.is_mark('.');
            let m = tokens.get(at + 2)?.word()?;
            let ends_with_point = tokens.get(at + 3).is_some_and(|token| token.is_mark('.'));
            let is_half = matches!(m.to_lowercase().as_str(), "m" | "μ");
            (is_point && is_half).then_some((
                matches!(word.as_str(), "p" | "μ"),
                3 + usize::from(ends_with_point),
            ))
        }
        _ => None,
    }
}

fn with_zone(mut clock: Clock, tokens: &[Token<'_>]) -> Clock {
    let mut at = clock.end;
    if tokens.get(at).is_some_and(|token| token.is_mark('(')) {
        at += 1;
    }
    // Between time and zone stands what hours are called: `18.30 Uhr MEZ`.
    if tokens
        .get(at)
        .and_then(Token::word)
        .is_some_and(|word| matches!(word.to_lowercase().as_str(), "uhr" | "hrs" | "hours"))
    {
        at += 1;
    }
    let named = tokens
        .get(at)
        .and_then(Token::word)
        .and_then(zones::by_name);
    let after_name = at + usize::from(named.is_some());
    let is_universal = named.is_none_or(|zone| zone == Zone::Fixed(0));
    let shift = if is_universal {
        shift_at(tokens, after_name, named.is_some())
    } else {
        None
    };
    let (zone, end) = match (shift, named) {
        (Some((minutes, end)), _) => (Zone::Fixed(minutes), end),
        (None, Some(zone)) => (zone, after_name),
        (None, None) => return clock,
    };
    clock.zone = Some(zone);
    clock.end = end;
    clock
}

/// Reads `+01:00`, `-0500`, `+2`: its minutes, and one past its last token.
fn shift_at(tokens: &[Token<'_>], at: usize, is_after_name: bool) -> Option<(i32, usize)> {
    let sign = match tokens.get(at)?.mark()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let hours = tokens
        .get(at + 1)
        .filter(|token| !token.is_spaced)?
        .number()?;
    let value = i32::try_from(hours.value).ok()?;
    let after = at + 2;
    let minutes = tokens
        .get(after + 1)
        .filter(|_| tokens[after].is_mark(':'))
        .and_then(Token::number)
        .filter(|number| number.digits == 2);
    match (hours.digits, minutes) {
        (1..=2, Some(minutes)) => Some((
            sign * (value * 60 + i32::try_from(minutes.value).ok()?),
            after + 2,
        )),
        (4, _) => Some((sign * (value / 100 * 60 + value % 100), after)),
        (1..=2, None) if is_after_name || hours.digits == 2 && sign > 0 => {
            Some((sign * value * 60, after))
        }
        _ => None,
    }
}
