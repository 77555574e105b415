//! Dates that tell a day only with another day known: a day without its year, and a time counted
//! back from when the page was seen.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};

use super::months::{folded, month_at};
use super::token::{self, Token};
use crate::article::{DateValue, Precision};

/// The longest text that can be an incomplete date.
const MAX_BYTES: usize = 80;

/// A date that is not told in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incomplete {
    /// A day of an unknown year: `Nov 27`.
    DayOfYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// A time counted back: `2 hours ago`, `vor 3 Tagen`, `yesterday`.
    Ago {
        /// How many.
        count: i32,
        /// Of what.
        unit: Unit,
    },
}

/// What times are counted back in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// A day of the calendar.
    Day,
    /// Seven days.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// The words of each unit; those of Chinese and Japanese hold the word for "ago".
const UNITS: &[(Unit, &str)] = &[
    (
        Unit::Minute,
        "minute minutes min mins minuten minuto minutos minuti minuut minut minuty minutu minutę minutami \
         minuta minuter minutter minuttia minuuttia perce perccel dakika menit phút минут минуту минуты \
         минуте хвилин хвилину хвилини λεπτά λεπτό دقیقه دقيقة دقائق मिनट 分前 分钟前 分鐘前 분",
    ),
    (
        Unit::Hour,
        "hour hours hr hrs stunde stunden heure heures hora horas ora ore uur uren godzin godziny godzinę \
         hodinami hodinou timme timmar time timer tunti tuntia órája órával saat jam giờ oră час часа \
         часов годину години годин ώρα ώρες ώρας ساعت ساعة ساعات घंटे घंटा 小时前 小時前 時間前 시간",
    ),
    (
        Unit::Day,
        "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dagar dage dager dni \
         dzień dny dnem päivää päivä napja nappal gün hari ngày zi zile день дня дней дні днів ημέρα \
         ημέρες μέρες μέρα روز يوم أيام दिन 天前 日前 일",
    ),
    (
        Unit::Week,
        "week weeks woche wochen semaine semaines semana semanas settimana settimane weken tydzień \
         tygodnie tygodni týdny týdnem vecka veckor uge uger uke uker viikko viikkoa hete hafta minggu \
         tuần săptămână săptămâni неделю недели недель тиждень тижні тижнів εβδομάδα εβδομάδες هفته \
         أسبوع أسابيع हफ्ते 周前 週前 週間前 주",
    ),
    (
        Unit::Month,
        "month months monat monaten mois mes meses mês mese mesi maand maanden miesiąc miesiące miesięcy \
         měsíci měsícem månad månader måned måneder kuukausi kuukautta hónapja ay bulan tháng lună luni \
         месяц месяца месяцев місяць місяці місяців μήνα μήνες ماه شهر أشهر महीने 个月前 個月前 か月前 \
         ヶ月前 개월",
    ),
    (
        Unit::Year,
        "year years jahr jahren an ans année années año años ano anos anno anni jaar rok lata lat roky \
         rokem år vuosi vuotta éve évvel yıl tahun năm год года лет рік роки років χρόνο χρόνια سال سنة \
         سنوات साल 年前 년",
    ),
];

/// Words before a number that count back from now.
const BEFORE: &str = "vor hace há före před πριν από منذ قبل acum";

/// Words behind a unit that count back from now; Hungarian glues its own to it.
const BEHIND: &str = "ago fa geleden temu назад тому önce پیش قبل lalu sedan siden sitten trước पहले \
                      atrás ezelőtt 前 전";

/// One, in words.
const ONE: &str = "a an one einer einem un une una um uma een eine en ett bir";

/// Words that name a day by its distance, and how many days back it is.
const DAYS: &[(i32, &str)] = &[
    (
        0,
        "today heute aujourd'hui hoy hoje oggi vandaag dzisiaj dziś dnes idag i_dag tänään astăzi bugün \
         hari_ini hôm_nay сегодня сьогодні σήμερα امروز اليوم आज 今天 今日 오늘",
    ),
    (
        1,
        "yesterday gestern hier ayer ontem ieri gisteren wczoraj včera igår i_går eilen tegnap dün kemarin \
         hôm_qua вчера вчора χθες دیروز أمس 昨天 昨日 어제",
    ),
    (
        2,
        "vorgestern avant-hier anteayer anteontem eergisteren позавчера 前天 一昨日 그저께",
    ),
];

/// What the words of this module mean.
struct Words {
    units: HashMap<String, Unit>,
    days: HashMap<String, i32>,
    before: HashSet<String>,
    behind: HashSet<String>,
    one: HashSet<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    let list = |words: &'static str| words.split_whitespace().map(folded);
    WORDS.get_or_init(|| Words {
        units: UNITS
            .iter()
            .flat_map(|(unit, words)| list(words).map(|word| (word, *unit)))
            .collect(),
        days: DAYS
            .iter()
            .flat_map(|(count, words)| list(words).map(|word| (word, *count)))
            .collect(),
        before: list(BEFORE).collect(),
        behind: list(BEHIND).collect(),
        one: list(ONE).collect(),
    })
}

/// Reads a text that is an incomplete date, a day without its year or a time counted back.
pub fn parse_incomplete(text: &str) -> Option<Incomplete> {
    if text.len() > MAX_BYTES {
        return None;
    }
    day_of_year(&token::tokens(text)).or_else(|| Some(find_ago(text)?.0))
}

/// Finds a time counted back in a short text, and where it stands: `Posted 2 hours ago by Ann Lee`.
/// A day by its name (`yesterday`) must stand first.
pub fn find_ago(text: &str) -> Option<(Incomplete, Range<usize>)> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let tokens = token::tokens(text);
    named_day(&tokens).or_else(|| (0..tokens.len()).find_map(|at| ago_at(&tokens, at)))
}

impl Incomplete {
    /// Tells the date, `known` being when the page was seen, or a date of the same article: the
    /// last such day that is not more than one day after it.
    ///
    /// What is counted back in weeks and longer is known only as far as its beginning and its end
    /// agree. `None` when nothing is.
    pub fn given(self, known: DateValue) -> Option<DateValue> {
        match self {
            Incomplete::DayOfYear { month, day } => {
                let year = known.datetime.year();
                if known.precision < Precision::Day {
                    return exact(Date::new(year, month, day).ok()?);
                }
                let latest = known.datetime.date().tomorrow().ok()?;
                // A 29 February may be some years back.
                let dates = (0..8).filter_map(|back| Date::new(year + 1 - back, month, day).ok());
                exact(dates.into_iter().find(|date| *date <= latest)?)
            }
            Incomplete::Ago { count, unit } => {
                let last = back(known.datetime, count, unit)?;
                match unit {
                    Unit::Minute | Unit::Hour | Unit::Day => exact(last.date()),
                    _ => {
                        let first = back(known.datetime, count + 1, unit)?.date().tomorrow();
                        common(first.ok()?, last.date())
                    }
                }
            }
        }
    }
}

fn back(from: DateTime, count: i32, unit: Unit) -> Option<DateTime> {
    let span: Span = match unit {
        Unit::Minute => count.minutes(),
        Unit::Hour => count.hours(),
        Unit::Day => count.days(),
        Unit::Week => count.weeks(),
        Unit::Month => count.months(),
        Unit::Year => count.years(),
    };
    from.checked_sub(span).ok()
}

fn exact(date: Date) -> Option<DateValue> {
    common(date, date)
}

/// What two days have in common: the day, the month, the year.
fn common(first: Date, last: Date) -> Option<DateValue> {
    let (date, precision) = if first == last {
        (first, Precision::Day)
    } else if first.first_of_month() == last.first_of_month() {
        (first.first_of_month(), Precision::Month)
    } else if first.year() == last.year() {
        (first.first_of_year(), Precision::Year)
    } else {
        return None;
    };
    Some(DateValue {
        datetime: date.at(0, 0, 0, 0),
        offset: None,
        precision,
    })
}

/// Reads `Nov 27`, `27 Nov.`, `27 de noviembre`, after a day of the week or not.
fn day_of_year(tokens: &[Token<'_>]) -> Option<Incomplete> {
    let tokens: Vec<&Token<'_>> = tokens
        .iter()
        .filter(|token| token.mark().is_none())
        .collect();
    let words: Vec<Token<'_>> = tokens.into_iter().cloned().collect();
    let at = words.iter().position(|token| token.number().is_some())?;
    let is_only = words.iter().filter(|t| t.number().is_some()).count() == 1;
    let day = words[at].number().filter(|number| number.digits <= 2)?;
    let is_joint = |token: &Token<'_>| {
        let word = token.word().map(str::to_lowercase);
        word.is_some_and(|word| matches!(word.as_str(), "de" | "th" | "st" | "nd" | "rd" | "er"))
    };
    let behind = at
        + 1
        + words[at + 1..]
            .iter()
            .take_while(|token| is_joint(token))
            .count();
    let month = match month_at(&words, behind) {
        Some((month, length)) if behind + length == words.len() => month,
        _ => {
            let before = at.checked_sub(1)?;
            let (month, _) = month_at(&words, before)?;
            (behind == words.len()).then_some(month)?
        }
    };
    let day = i8::try_from(day.value).ok()?;
    let is_day = Date::new(2000, month, day).is_ok();
    (is_only && is_day && at <= 2).then_some(Incomplete::DayOfYear { month, day })
}

fn named_day(tokens: &[Token<'_>]) -> Option<(Incomplete, Range<usize>)> {
    let first = tokens.first()?;
    let one = folded(first.word()?);
    let second = |at: usize, joint: char| {
        let word = folded(tokens.get(at)?.word()?);
        words().days.get(&format!("{one}{joint}{word}"))
    };
    let joint = tokens.get(1).and_then(Token::mark).unwrap_or_default();
    let count = words()
        .days
        .get(&one)
        .or_else(|| second(1, '_'))
        .or_else(|| second(2, joint))?;
    let ago = Incomplete::Ago {
        count: *count,
        unit: Unit::Day,
    };
    Some((ago, first.range.start..tokens.last()?.range.end))
}

/// Reads a number, its unit and a word that counts back, the number being at a place.
fn ago_at(tokens: &[Token<'_>], at: usize) -> Option<(Incomplete, Range<usize>)> {
    let word = |at: usize| Some(folded(tokens.get(at)?.word()?));
    let count = match tokens[at].number() {
        Some(number) => i32::try_from(number.value).ok()?,
        None => words().one.contains(&word(at)?).then_some(1)?,
    };
    let unit_word = word(at + 1)?;
    let unit = *words().units.get(&unit_word)?;
    let is_before = at > 0 && leads_back(&tokens[..at]);
    let behind =
        (at + 2..at + 4).find(|&at| word(at).is_some_and(|word| words().behind.contains(&word)));
    let is_glued = unit_word.ends_with(['前'])
        || ["ja", "je", "val", "vel", "pal"]
            .iter()
            .any(|end| unit_word.ends_with(end));
    let start = if is_before { at - 1 } else { at };
    let end = behind.unwrap_or(at + 1);
    let is_ago = is_before || behind.is_some() || is_glued;
    (is_ago && count < 1000).then(|| {
        let range = tokens[start].range.start..tokens[end].range.end;
        (Incomplete::Ago { count, unit }, range)
    })
}

/// Tells whether what stands before a number counts back: `vor`, `il y a`.
fn leads_back(before: &[Token<'_>]) -> bool {
    let is_word = |token: &Token<'_>, word: &str| token.word() == Some(word);
    match before {
        [.., y, a] if is_word(y, "y") && is_word(a, "a") => true,
        [.., last] => last
            .word()
            .is_some_and(|word| words().before.contains(&folded(word))),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes what an incomplete date means given another.
    fn given(text: &str, known: &str) -> String {
        let date = parse_incomplete(text).and_then(|date| date.given(known.parse().unwrap()));
        date.map_or_else(|| "-".to_owned(), |date| date.to_string())
    }

    #[test]
    fn a_day_without_its_year_is_the_last_one_before_a_known_date() {
        for (text, known, expected) in [
            ("Nov 27", "2015-11-28T10:00Z", "2015-11-27"),
            ("Nov. 27", "2015-11-26", "2015-11-27"),
            ("27 de noviembre", "2015-11-28", "2015-11-27"),
            ("Friday, November 27th", "2016-02-01", "2015-11-27"),
            ("27. November", "2015-11-25", "2014-11-27"),
            ("29 Feb", "2015-11-27", "2012-02-29"),
            ("Nov 27", "2015", "2015-11-27"),
            ("Nov 31", "2015-11-28", "-"),
            ("27", "2015-11-28", "-"),
            ("Nov 27 or 28", "2015-11-28", "-"),
        ] {
            assert_eq!(given(text, known), expected, "{text}");
        }
    }

    #[test]
    fn times_are_counted_back_in_many_languages() {
        let two_days = "2 days ago|vor 2 Tagen|il y a 2 jours|hace 2 días|há 2 dias|2 dias atrás|\
                        2 giorni fa|2 dagen geleden|2 dni temu|2 дня назад|2 дні тому|2 gün önce|\
                        منذ 2 أيام|۲ روز پیش|2天前|2日前|2일 전|2 hari yang lalu|πριν από 2 ημέρες|\
                        před 2 dny|för 2 dagar sedan|2 päivää sitten|for 2 dage siden|2 napja|\
                        acum 2 zile|2 दिन पहले|2 ngày trước|vorgestern|Posted 2 days ago by Ann Lee";
        let one_day = "yesterday|Yesterday, 18:30|gestern|hier|ayer|ontem|ieri|gisteren|wczoraj|вчера|\
                       вчора|dün|أمس|دیروز|昨天|어제|kemarin|χθες|včera|igår|i går|eilen|tegnap|\
                       hôm qua|2 hours ago|vor 2 Stunden|il y a 2 heures|a day ago";
        for (texts, expected) in [(two_days, "2015-11-25"), (one_day, "2015-11-26")] {
            for text in texts.split('|') {
                assert_eq!(given(text, "2015-11-27T01:30Z"), expected, "{text}");
            }
        }
    }

    #[test]
    fn what_is_counted_back_roughly_is_known_roughly() {
        for (text, expected) in [
            ("1 hour ago", "2015-11-27"),
            ("an hour ago", "2015-11-27"),
            ("vor einer Stunde", "2015-11-27"),
            ("today", "2015-11-27"),
            ("Aujourd'hui à 10h", "2015-11-27"),
            ("2 weeks ago", "2015-11"),
            ("4 weeks ago", "2015-10"),
            ("3 weeks ago", "2015"),
            ("5 months ago", "2015"),
            ("a year ago", "-"),
            ("2 days after", "-"),
            ("for 2 days", "-"),
            ("2 days", "-"),
            ("il y a une journée", "-"),
        ] {
            assert_eq!(given(text, "2015-11-27T01:30Z"), expected, "{text}");
        }
    }
}
