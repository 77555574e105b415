//! Days, weeks, months, quarters and years, by which articles are counted.

use std::collections::BTreeMap;
use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::article::Precision;

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CalendarUnit {
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday (ISO 8601).
    Week,
    /// A month of a year.
    Month,
    /// Three months, the first quarter from January.
    Quarter,
    /// From January to December.
    Year,
}

impl CalendarUnit {
    /// All units, the finest first.
    pub const ALL: [CalendarUnit; 5] = [
        CalendarUnit::Day,
        CalendarUnit::Week,
        CalendarUnit::Month,
        CalendarUnit::Quarter,
        CalendarUnit::Year,
    ];

    /// Returns the word used in JSON and flags: `day`, `week`, `month`, `quarter`, `year`.
    pub fn as_str(self) -> &'static str {
        match self {
            CalendarUnit::Day => "day",
            CalendarUnit::Week => "week",
            CalendarUnit::Month => "month",
            CalendarUnit::Quarter => "quarter",
            CalendarUnit::Year => "year",
        }
    }

    /// Returns when a date is: it lies in a period only if it is known so exactly that no other
    /// period is possible.
    pub fn when(self, date: Option<(Date, Precision)>) -> When {
        match date {
            None => When::Undated,
            Some((_, precision)) if precision < self.precision() => When::Imprecise,
            Some((day, _)) => When::In(Period::of(day, self)),
        }
    }

    /// How exactly a date must be known.
    fn precision(self) -> Precision {
        match self {
            CalendarUnit::Day | CalendarUnit::Week => Precision::Day,
            CalendarUnit::Month | CalendarUnit::Quarter => Precision::Month,
            CalendarUnit::Year => Precision::Year,
        }
    }
}

/// When an article was published, counted in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// In this period.
    In(Period),
    /// It is dated, but less exactly than the unit: of an article of 2015 nobody knows the month.
    Imprecise,
    /// It has no date.
    Undated,
}

/// One day, week, month, quarter or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    first: Date,
    unit: CalendarUnit,
}

impl Period {
    /// Returns the period in which a day lies.
    pub fn of(day: Date, unit: CalendarUnit) -> Self {
        let first = match unit {
            CalendarUnit::Day => day,
            CalendarUnit::Week => {
                let days_since_monday = i64::from(day.weekday().to_monday_zero_offset());
                day.saturating_sub(days_since_monday.days())
            }
            CalendarUnit::Month => day.first_of_month(),
            CalendarUnit::Quarter => {
                let months_since_first = i64::from((day.month() - 1) % 3);
                day.first_of_month()
                    .saturating_sub(months_since_first.months())
            }
            CalendarUnit::Year => day.first_of_year(),
        };
        Period { first, unit }
    }

    /// Returns its first day.
    pub fn first_day(self) -> Date {
        self.first
    }

    /// Returns its last day.
    pub fn last_day(self) -> Date {
        match self.next() {
            Some(next) => next.first.saturating_sub(1.day()),
            None => Date::MAX,
        }
    }

    /// Returns the period that follows; `None` at the end of the calendar.
    pub fn next(self) -> Option<Self> {
        let length = match self.unit {
            CalendarUnit::Day => 1.day(),
            CalendarUnit::Week => 1.week(),
            CalendarUnit::Month => 1.month(),
            CalendarUnit::Quarter => 3.months(),
            CalendarUnit::Year => 1.year(),
        };
        let first = self.first.checked_add(length).ok()?;
        Some(Period { first, ..self })
    }

    /// Returns this period and those that follow, up to `last`.
    pub fn to(self, last: Period) -> impl Iterator<Item = Period> {
        std::iter::successors(Some(self), |period| period.next())
            .take_while(move |period| *period <= last)
    }
}

/// Writes `2015-11-27`, `2015-W48` (ISO 8601), `2015-11`, `2015-Q4`, `2015`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.unit {
            CalendarUnit::Day => write!(f, "{}", self.first),
            CalendarUnit::Week => {
                let week = self.first.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            CalendarUnit::Month => write!(f, "{year:04}-{month:02}"),
            CalendarUnit::Quarter => write!(f, "{year:04}-Q{}", (month + 2) / 3),
            CalendarUnit::Year => write!(f, "{year:04}"),
        }
    }
}

/// Articles by the day of their publication, as exactly as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Articles by day; one of which the month or the year alone is known is at its first day.
    days: BTreeMap<(Date, Precision), u64>,
    undated: u64,
}

impl DayCounts {
    /// Counts articles of one date.
    pub fn add(&mut self, date: Option<(Date, Precision)>, articles: u64) {
        match date {
            // The time of day does not matter.
            Some((day, precision)) => {
                let known_to = precision.min(Precision::Day);
                *self.days.entry((day, known_to)).or_default() += articles;
            }
            None => self.undated += articles,
        }
    }

    /// Returns the number of articles with a date.
    pub fn num_dated(&self) -> u64 {
        self.days.values().sum()
    }

    /// Returns the first and the last day; `None` when all are undated.
    pub fn span(&self) -> Option<(Date, Date)> {
        let (first, _) = self.days.first_key_value()?.0;
        let (last, _) = self.days.last_key_value()?.0;
        Some((*first, *last))
    }

    /// Counts in periods.
    pub fn by(&self, unit: CalendarUnit) -> PeriodCounts {
        let mut counts = PeriodCounts {
            undated: self.undated,
            ..PeriodCounts::default()
        };
        for (&date, articles) in &self.days {
            counts.add(unit.when(Some(date)), *articles);
        }
        counts
    }
}

/// Articles by period. All numbers add up to that of the articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodCounts {
    /// Articles of each period that has any, the earliest first.
    pub periods: BTreeMap<Period, u64>,
    /// Articles whose date is known less exactly than to the period.
    pub imprecise: u64,
    /// Articles without a date.
    pub undated: u64,
}

impl PeriodCounts {
    /// Counts articles of one time.
    pub fn add(&mut self, when: When, articles: u64) {
        match when {
            When::In(period) => *self.periods.entry(period).or_default() += articles,
            When::Imprecise => self.imprecise += articles,
            When::Undated => self.undated += articles,
        }
    }

    /// Returns the number of articles of a period.
    pub fn of(&self, period: Period) -> u64 {
        self.periods.get(&period).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(day: &str, unit: CalendarUnit, expected: (&str, &str, &str)) {
        let period = Period::of(day.parse().unwrap(), unit);
        let (first, last) = (period.first_day(), period.last_day());
        assert_eq!(
            (
                &*period.to_string(),
                &*first.to_string(),
                &*last.to_string()
            ),
            expected,
            "{day}"
        );
    }

    #[test]
    fn a_period_has_its_name_and_its_days() {
        use CalendarUnit::{Day, Month, Quarter, Week, Year};
        let day = "2015-11-27";
        check(day, Day, (day, day, day));
        check(day, Week, ("2015-W48", "2015-11-23", "2015-11-29"));
        check(day, Month, ("2015-11", "2015-11-01", "2015-11-30"));
        check(day, Quarter, ("2015-Q4", "2015-10-01", "2015-12-31"));
        check(day, Year, ("2015", "2015-01-01", "2015-12-31"));
        // The week belongs to the year that has its Thursday.
        check("2016-01-03", Week, ("2015-W53", "2015-12-28", "2016-01-03"));
        check("2016-02-29", Month, ("2016-02", "2016-02-01", "2016-02-29"));
        check("9999-12-31", Year, ("9999", "9999-01-01", "9999-12-31"));
    }

    #[test]
    fn periods_follow_each_other_without_gaps() {
        let period = |day: &str| Period::of(day.parse().unwrap(), CalendarUnit::Quarter);
        let names: Vec<String> = period("2015-08-01")
            .to(period("2016-04-30"))
            .map(|period| period.to_string())
            .collect();
        assert_eq!(names, ["2015-Q3", "2015-Q4", "2016-Q1", "2016-Q2"]);
        assert_eq!(Period::of(Date::MAX, CalendarUnit::Year).next(), None);
    }

    #[test]
    fn a_date_is_in_a_period_only_if_it_is_known_so_exactly() {
        let mut days = DayCounts::default();
        for (text, articles) in [("2015-01-01", 1), ("2015-01-31", 2), ("2016-01-01", 4)] {
            days.add(Some((text.parse().unwrap(), Precision::Minute)), articles);
        }
        days.add(Some(("2015-01-01".parse().unwrap(), Precision::Year)), 8);
        days.add(Some(("2015-01-01".parse().unwrap(), Precision::Month)), 16);
        days.add(None, 32);
        let told = |unit| {
            let counts = days.by(unit);
            let periods = counts.periods.iter();
            let periods: Vec<String> = periods.map(|(p, n)| format!("{p}: {n}")).collect();
            (periods.join(", "), counts.imprecise, counts.undated)
        };
        let days = "2015-01-01: 1, 2015-01-31: 2, 2016-01-01: 4".to_owned();
        assert_eq!(told(CalendarUnit::Day), (days, 24, 32));
        let months = "2015-01: 19, 2016-01: 4".to_owned();
        assert_eq!(told(CalendarUnit::Month), (months, 8, 32));
        assert_eq!(
            told(CalendarUnit::Year),
            ("2015: 27, 2016: 4".to_owned(), 0, 32)
        );
    }
}
