//! The patterns of days, each a function of the tokens from a place on.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::DayMonthOrder;
use super::clock::{self, Clock};
use super::jalali;
use super::months::month_at;
use super::token::Token;

/// A day that stands in a text.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) ymd: (i16, i8, i8),
    /// One past its last token.
    pub(super) end: usize,
    pub(super) shown_order: Option<DayMonthOrder>,
    pub(super) is_ambiguous: bool,
    /// The time, where the pattern holds it: `Nov 27 10:15:00 UTC 2015`.
    pub(super) clock: Option<Clock>,
}

/// Words that stand between day, month and year, lower case.
const CONNECTORS: &[&str] = &[
    "of", "de", "del", "di", "da", "do", "dos", "den", "der", "la", "le", "el", "the", "d", "r",
    "г", "р", "na", "năm", "m", "से", "พ", "ศ",
];

/// The eras that years are counted from in Japan and on Taiwan, and the year before their first.
const ERAS: &[(&str, i16)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("民國", 1911),
    ("民国", 1911),
];

/// What follows the number of a day, lower case.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "re", "e", "ter", "ten", "ste", "de", "º", "ª", "o", "a", "й",
    "го", "ого", "е", "eme", "ème", "aine", "an", "en", "n",
];

/// Finds the day that begins at a token.
pub(super) fn day_at(tokens: &[Token<'_>], at: usize, order: DayMonthOrder) -> Option<Day> {
    let rest = Rest { tokens, at };
    if tokens[at].number().is_some() {
        if is_glued(tokens, at) {
            return None;
        }
        return rest
            .characters()
            .or_else(|| rest.year_first())
            .or_else(|| rest.compact())
            .or_else(|| rest.in_numbers(order))
            .or_else(|| rest.vietnamese())
            .or_else(|| rest.of_iran())
            .or_else(|| rest.day_and_name())
            .or_else(|| rest.year_and_name());
    }
    rest.of_era().or_else(|| rest.name_and_day())
}

/// Finds the month that a whole text is: `2015-11`, `11/2015`, `November 2015`.
pub(super) fn month_of_text(tokens: &[Token<'_>]) -> Option<(i16, i8)> {
    let rest = Rest { tokens, at: 0 };
    match tokens {
        [first, separator, second] if is_separator(separator) => {
            let (year, month) = match (first.number()?.digits, second.number()?.digits) {
                (4, 1..=2) => (first, second),
                (1..=2, 4) => (second, first),
                _ => return None,
            };
            Some((year_of(year)?, month_of(month)?))
        }
        [year, year_sign, month, month_sign]
            if year_sign
                .word()
                .is_some_and(|word| matches!(word, "年" | "년"))
                && month_sign
                    .word()
                    .is_some_and(|word| matches!(word, "月" | "월")) =>
        {
            Some((year_of(year)?, month_of(month)?))
        }
        [year] if year.number()?.digits == 6 => {
            let value = year.number()?.value;
            let month = i8::try_from(value % 100).ok()?;
            ((1600..2200).contains(&(value / 100)) && (1..=12).contains(&month))
                .then_some(((value / 100) as i16, month))
        }
        _ => {
            let (month, length) = month_at(tokens, 0)?;
            let at = rest.skip_joints(length);
            let year = tokens.get(at).and_then(year_of)?;
            (at + 1 >= tokens.len()).then_some((year, month))
        }
    }
}

/// Finds the day that a whole text counts: the day of a week or of the year (ISO 8601, in full).
pub(super) fn counted_day_of_text(tokens: &[Token<'_>]) -> Option<(i16, i8, i8)> {
    let [year, dash, rest @ ..] = tokens else {
        return None;
    };
    let year = year_of(year).filter(|_| dash.is_mark('-'))?;
    let digits = |token: &Token<'_>, digits| {
        let number = token.number().filter(|number| number.digits == digits)?;
        i16::try_from(number.value).ok()
    };
    let date = match rest {
        [day] => Date::new(year, 1, 1)
            .ok()?
            .with()
            .day_of_year(digits(day, 3)?)
            .build()
            .ok()?,
        [w, week, dash, day] if w.word() == Some("W") && dash.is_mark('-') => {
            let day = Weekday::from_monday_one_offset(i8::try_from(digits(day, 1)?).ok()?).ok()?;
            let week = i8::try_from(digits(week, 2)?).ok()?;
            ISOWeekDate::new(year, week, day).ok()?.date()
        }
        _ => return None,
    };
    Some((date.year(), date.month(), date.day()))
}

/// Finds the year that a whole text is.
pub(super) fn year_of_text(tokens: &[Token<'_>]) -> Option<i16> {
    match tokens {
        [year] => year_of(year),
        _ => None,
    }
}

/// The tokens from a place on.
#[derive(Clone, Copy)]
struct Rest<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
}

impl<'a> Rest<'_, 'a> {
    fn token(&self, at: usize) -> Option<&Token<'a>> {
        self.tokens.get(at)
    }

    fn number(&self, at: usize, digits: std::ops::RangeInclusive<usize>) -> Option<u64> {
        let number = self.token(at)?.number()?;
        digits.contains(&number.digits).then_some(number.value)
    }

    /// `2015-11-27`, `2015/11/27`, `2015. 11. 27.`
    fn year_first(&self) -> Option<Day> {
        let year = self.token(self.at).and_then(year_of)?;
        let separator = self
            .token(self.at + 1)
            .filter(|token| is_separator(token))?;
        let month = self.number(self.at + 2, 1..=2)?;
        let second = self.token(self.at + 3)?;
        let day = self.number(self.at + 4, 1..=2)?;
        let is_same = second.kind == separator.kind;
        if !is_same {
            return None;
        }
        if self.counts_as_iran(self.at, separator) {
            return iranian_day(year, month, day, self.at + 5);
        }
        day_of(year, month, day, self.at + 5)
    }

    /// Tells whether a year in numbers is one of Iran: a year of our Middle Ages is not written so.
    fn counts_as_iran(&self, at: usize, separator: &Token<'_>) -> bool {
        let year = self.token(at).and_then(Token::number);
        year.is_some_and(|year| {
            jalali::YEARS.contains(&(year.value as i16))
                && (year.is_persian || separator.is_mark('/'))
        })
    }

    /// `20151127`, `20151127101500`.
    fn compact(&self) -> Option<Day> {
        let number = self.token(self.at)?.number()?;
        let ymd = match number.digits {
            8 => number.value,
            14 => number.value / 1_000_000,
            12 => number.value / 10_000,
            _ => return None,
        };
        let year = i16::try_from(ymd / 10_000)
            .ok()
            .filter(|year| (1600..2200).contains(year))?;
        let mut day = day_of(year, ymd / 100 % 100, ymd % 100, self.at + 1)?;
        if number.digits == 14 {
            day.clock = Clock::new(
                number.value / 10_000 % 100,
                number.value / 100 % 100,
                Some(number.value % 100),
            );
            day.clock?.end = self.at + 1;
        }
        Some(day)
    }

    /// `27/11/2015`, `27.11.15`, `11/27/2015`.
    fn in_numbers(&self, order: DayMonthOrder) -> Option<Day> {
        let first = self.number(self.at, 1..=2)?;
        let separator = self
            .token(self.at + 1)
            .filter(|token| is_separator(token))?;
        let second = self.number(self.at + 2, 1..=2)?;
        let same = self
            .token(self.at + 3)
            .filter(|token| token.kind == separator.kind)?;
        let year = self.year(self.at + 4)?;
        let is_short = self.number(self.at + 4, 2..=2).is_some();
        // A range of days or a score, not a date.
        if is_short && (separator.is_mark('-') || same.is_spaced || separator.is_spaced) {
            return None;
        }
        let shown = match (first <= 12, second <= 12) {
            (true, false) => Some(DayMonthOrder::MonthFirst),
            (false, true) => Some(DayMonthOrder::DayFirst),
            // Dots are the Continent's.
            (true, true) if separator.is_mark('.') => Some(DayMonthOrder::DayFirst),
            _ => None,
        };
        let (day, month) = match shown.unwrap_or(order) {
            DayMonthOrder::DayFirst => (first, second),
            DayMonthOrder::MonthFirst => (second, first),
        };
        if self.counts_as_iran(self.at + 4, separator) {
            return iranian_day(year, second, first, self.at + 5);
        }
        let mut found = day_of(year, month, day, self.at + 5)?;
        found.is_ambiguous = shown.is_none() && first != second;
        found.shown_order = shown.filter(|_| first != second);
        Some(found)
    }

    /// `27 November 2015`, `27th of Nov., 2015`, `27-Nov-2015`, `1er mars 2024`.
    fn day_and_name(&self) -> Option<Day> {
        let day = self.number(self.at, 1..=2)?;
        // Connecting words are skipped only where no month begins with one: `27 พ.ย. 2558`.
        let after = self.skip_ordinal(self.at + 1);
        let at = match month_at(self.tokens, after) {
            Some(_) => after,
            None => self.skip_joints(after),
        };
        let (month, length) = month_at(self.tokens, at)?;
        let at = self.skip_joints(at + length);
        let year = self.year(at)?;
        day_of(year, month as u64, day, at + 1)
    }

    /// `November 27, 2015`, `Nov 27th 2015`, `Nov 27 10:15:00 UTC 2015`.
    fn name_and_day(&self) -> Option<Day> {
        let (month, length) = month_at(self.tokens, self.at)?;
        let at = self.skip_marks(self.at + length);
        let day = self.number(at, 1..=2)?;
        let after = self.skip_ordinal(at + 1);
        let at = self.skip_joints(after);
        if let Some(year) = self.token(at).and_then(year_of) {
            return day_of(year, month as u64, day, at + 1);
        }
        let clock = clock::read_after(self.tokens, after)?;
        let year = self.token(clock.end).and_then(year_of)?;
        let mut found = day_of(year, month as u64, day, clock.end + 1)?;
        found.clock = Some(clock);
        Some(found)
    }

    /// `2024. március 1.`, `2015-Nov-27`, `2024 m. kovo 1 d.`
    fn year_and_name(&self) -> Option<Day> {
        let year = self.token(self.at).and_then(year_of)?;
        let at = self.skip_joints(self.at + 1);
        let (month, length) = month_at(self.tokens, at)?;
        let at = self.skip_joints(at + length);
        let day = self.number(at, 1..=2)?;
        day_of(year, month as u64, day, at + 1)
    }

    /// `2024年3月1日`, `2024년 3월 1일`.
    fn characters(&self) -> Option<Day> {
        let year = self.token(self.at).and_then(year_of)?;
        let month = self.number(self.at + 2, 1..=2)?;
        let day = self.number(self.at + 4, 1..=2)?;
        let is_date = self.is_unit(self.at + 1, &['年', '년'])
            && self.is_unit(self.at + 3, &['月', '월'])
            && self.is_unit(self.at + 5, &['日', '일', '号', '號']);
        is_date
            .then(|| day_of(year, month, day, self.at + 6))
            .flatten()
    }

    /// Tells whether a word begins with one of these signs.
    fn is_unit(&self, at: usize, units: &[char]) -> bool {
        self.token(at)
            .and_then(Token::word)
            .is_some_and(|word| word.starts_with(units))
    }

    /// `令和6年3月1日`, `民國113年3月1日`: a year counted from the first of an era.
    fn of_era(&self) -> Option<Day> {
        let word = self.token(self.at)?.word()?;
        let (_, year_before) = ERAS.iter().find(|(era, _)| word.ends_with(era))?;
        let year = i16::try_from(self.number(self.at + 1, 1..=3)?).ok()?;
        let month = self.number(self.at + 3, 1..=2)?;
        let day = self.number(self.at + 5, 1..=2)?;
        let is_date = self.is_unit(self.at + 2, &['年'])
            && self.is_unit(self.at + 4, &['月'])
            && self.is_unit(self.at + 6, &['日']);
        is_date
            .then(|| day_of(year_before + year, month, day, self.at + 7))
            .flatten()
    }

    /// `6 آذر 1394`
    fn of_iran(&self) -> Option<Day> {
        let day = self.number(self.at, 1..=2)?;
        let month = jalali::month_of(self.token(self.at + 1)?.word()?)?;
        let at = self.skip_marks(self.at + 2);
        let year = i16::try_from(self.number(at, 4..=4)?).ok()?;
        let year = jalali::YEARS.contains(&year).then_some(year)?;
        iranian_day(year, month, day, at + 1)
    }

    /// `1 tháng 3 năm 2024`, `1 tháng 3, 2024`.
    fn vietnamese(&self) -> Option<Day> {
        let day = self.number(self.at, 1..=2)?;
        let word = self.token(self.at + 1)?.word()?;
        if !["tháng", "thang", "thg"].contains(&word.to_lowercase().as_str()) {
            return None;
        }
        let month = self.number(self.at + 2, 1..=2)?;
        let at = self.skip_joints(self.at + 3);
        day_of(self.year(at)?, month, day, at + 1)
    }

    /// A year of four digits, or of two.
    fn year(&self, at: usize) -> Option<i16> {
        let token = self.token(at)?;
        if let Some(year) = year_of(token) {
            return Some(year);
        }
        let value = i16::try_from(self.number(at, 2..=2)?).ok()?;
        // What follows may be the time: `27 Nov 10:15`.
        let is_time = self.token(at + 1).is_some_and(|next| {
            next.is_mark(':')
                || next.is_mark('.')
                    && !next.is_spaced
                    && self
                        .token(at + 2)
                        .is_some_and(|t| t.number().is_some() && !t.is_spaced)
        });
        (!is_time).then_some(if value < 70 {
            2000 + value
        } else {
            1900 + value
        })
    }

    fn skip_ordinal(&self, at: usize) -> usize {
        let Some(token) = self.token(at) else {
            return at;
        };
        let is_ordinal = token
            .mark()
            .is_some_and(|mark| matches!(mark, 'º' | 'ª' | '°'))
            || token.word().is_some_and(|word| {
                ORDINALS.contains(&word.to_lowercase().as_str()) && !token.is_spaced
            });
        at + usize::from(is_ordinal)
    }

    fn skip_marks(&self, at: usize) -> usize {
        let is_joint = |token: &Token<'_>| {
            token
                .mark()
                .is_some_and(|mark| matches!(mark, '.' | ',' | '-' | '/' | '\'' | '_' | '+'))
        };
        let num_marks = self.tokens[at.min(self.tokens.len())..]
            .iter()
            .take(2)
            .take_while(|token| is_joint(token));
        at + num_marks.count()
    }

    /// Goes over marks and connecting words.
    fn skip_joints(&self, at: usize) -> usize {
        let mut at = self.skip_marks(at);
        for _ in 0..2 {
            let is_connector = self
                .token(at)
                .and_then(Token::word)
                .is_some_and(|word| CONNECTORS.contains(&word.to_lowercase().as_str()));
            if is_connector {
                at = self.skip_marks(at + 1);
            }
        }
        at
    }
}

fn day_of(year: i16, month: u64, day: u64, end: usize) -> Option<Day> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    jiff::civil::Date::new(year, month, day).ok()?;
    Some(Day {
        ymd: (year, month, day),
        end,
        shown_order: None,
        is_ambiguous: false,
        clock: None,
    })
}

fn iranian_day(year: i16, month: u64, day: u64, end: usize) -> Option<Day> {
    let date = jalali::date(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
    day_of(date.year(), date.month() as u64, date.day() as u64, end)
}

/// A year of four digits; one of the Thai calendar, which counts from 543 BC, becomes ours.
fn year_of(token: &Token<'_>) -> Option<i16> {
    let number = token.number().filter(|number| number.digits == 4)?;
    let year = i16::try_from(number.value).ok()?;
    match year {
        1..=2199 => Some(year),
        2400..=2742 => Some(year - 543),
        9999 => Some(year),
        _ => None,
    }
}

fn month_of(token: &Token<'_>) -> Option<i8> {
    let month = i8::try_from(token.number()?.value).ok()?;
    (1..=12).contains(&month).then_some(month)
}

fn is_separator(token: &Token<'_>) -> bool {
    token
        .mark()
        .is_some_and(|mark| matches!(mark, '-' | '/' | '.' | '_'))
}

/// Tells whether a number goes on from another, as in `1.27.11.2015`.
fn is_glued(tokens: &[Token<'_>], at: usize) -> bool {
    let [.., before, mark] = &tokens[..at] else {
        return false;
    };
    let is_joint =
        mark.mark().is_some_and(|mark| matches!(mark, '.' | ',')) && !tokens[at].is_spaced;
    is_joint && before.number().is_some() && !mark.is_spaced
}
