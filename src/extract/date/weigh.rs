//! What each candidate says, in the order of trust.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::article::{Article, DateCandidate, DateValue, Evidence, Precision, WeighedDate};
use crate::text::date::{DayMonthOrder, Incomplete, parse, parse_incomplete};

/// Countries that write the month before the day, by their ISO 3166-1 codes: the United States,
/// its territories, and those who write English as it does.
const MONTH_FIRST: &[&str] = &["US", "PH", "FM", "PW", "AS", "GU", "MH", "PR", "VI"];

/// The earliest year of a newspaper.
const FIRST_YEAR: i16 = 1600;

/// How far the clocks of the world may be ahead of ours.
const LEEWAY: SignedDuration = SignedDuration::from_hours(24);

/// File times before this are those of archives made to be the same every time, or unset.
const FIRST_FILE_TIME: Timestamp = Timestamp::constant(631_152_000, 0); // 1990-01-01

/// What an article cannot be newer than.
#[derive(Clone, Copy, Debug)]
pub struct Latest {
    now: Timestamp,
    file: Option<Timestamp>,
}

impl Latest {
    /// The present.
    pub fn new(now: Timestamp) -> Self {
        Latest { now, file: None }
    }

    /// The present, and when the file of the article was last changed, in microseconds since 1970. A
    /// time before 1990 says nothing.
    pub fn of_file(now: Timestamp, modified_micros: i64) -> Self {
        let file = Timestamp::from_microsecond(modified_micros).ok();
        Latest {
            now,
            file: file.filter(|file| *file >= FIRST_FILE_TIME),
        }
    }
}

/// Weighs the candidates of an article, the most trusted first, each kind in its reader's order.
pub fn weigh(article: &Article, latest: Latest) -> Vec<WeighedDate> {
    let order = day_month_order(article);
    let mut limits = Limits {
        latest,
        crawl: None,
    };
    let candidates = by_trust(&article.date_candidates);
    let crawl = candidates
        .iter()
        .filter(|candidate| candidate.evidence == Evidence::Crawl)
        .map(|candidate| complete(candidate, order, &limits))
        .find_map(|date| date.value.filter(|_| date.refusal.is_none()));
    limits.crawl = crawl;
    let mut weighed: Vec<WeighedDate> = candidates
        .iter()
        .map(|candidate| complete(candidate, order, &limits))
        .collect();
    let known = weighed
        .iter()
        .find_map(|date| date.value.filter(|_| date.refusal.is_none()));
    for date in weighed.iter_mut().filter(|date| date.value.is_none()) {
        add_incomplete(date, known, &limits);
    }
    weighed.sort_by_key(|date| rung(&date.candidate.evidence, date.is_complete));
    weighed
}

/// Reads a candidate by itself.
fn complete(
    candidate: &DateCandidate,
    order: Option<DayMonthOrder>,
    limits: &Limits,
) -> WeighedDate {
    let found = parse(&candidate.text, order.unwrap_or_default());
    let value = found.as_ref().map(|found| found.value);
    WeighedDate {
        candidate: candidate.clone(),
        value,
        refusal: value.and_then(|value| limits.refusal(value)),
        is_complete: true,
        is_ambiguous: order.is_none() && found.is_some_and(|found| found.is_ambiguous),
    }
}

/// Reads what tells a date only with another one: a day without its year with the best of those
/// that are known, a time counted back with that of the crawl.
fn add_incomplete(date: &mut WeighedDate, known: Option<DateValue>, limits: &Limits) {
    let Some(incomplete) = parse_incomplete(&date.candidate.text) else {
        return;
    };
    let other = match incomplete {
        Incomplete::DayOfYear { .. } => known,
        Incomplete::Ago { .. } => limits
            .crawl
            .filter(|crawl| crawl.precision >= Precision::Day),
    };
    date.is_complete = false;
    date.value = other.and_then(|other| incomplete.given(other));
    date.refusal = date.value.and_then(|value| limits.refusal(value));
}

struct Limits {
    latest: Latest,
    crawl: Option<DateValue>,
}

impl Limits {
    /// Says why no article can be of this date; `None` when one can.
    fn refusal(&self, value: DateValue) -> Option<String> {
        let day = value.datetime.date();
        let is_unset = [Date::constant(1970, 1, 1), Date::constant(1969, 12, 31)].contains(&day)
            && value.precision >= Precision::Day;
        if day == Date::constant(1, 1, 1) || is_unset {
            return Some("it stands for an unset date".to_owned());
        }
        if day.year() < FIRST_YEAR {
            return Some("it is before 1600".to_owned());
        }
        let is_after = |time: Timestamp| {
            value.timestamp() > time.checked_add(LEEWAY).unwrap_or(Timestamp::MAX)
        };
        if is_after(self.latest.now) {
            return Some("it is in the future".to_owned());
        }
        let crawl = self.crawl.filter(|crawl| is_after(crawl.timestamp()));
        if let Some(crawl) = crawl {
            return Some(format!("the page was crawled before, {crawl}"));
        }
        let file = self.latest.file.filter(|file| is_after(*file))?;
        Some(format!("the file was last changed before, {file:.0}"))
    }
}

/// The candidates, those of the most trusted evidence first, each kind in its reader's order.
fn by_trust(candidates: &[DateCandidate]) -> Vec<&DateCandidate> {
    let mut candidates: Vec<&DateCandidate> = candidates.iter().collect();
    candidates.sort_by_key(|candidate| rung(&candidate.evidence, true));
    candidates
}

/// The place on the ladder, 0 on top.
fn rung(evidence: &Evidence, is_complete: bool) -> usize {
    match evidence {
        // Not even of the modified ones: a page is crawled long after.
        Evidence::Crawl => usize::MAX,
        Evidence::Modified(evidence) => 11 + rung(evidence, true),
        _ if !is_complete => 10,
        Evidence::Field(_) => 0,
        Evidence::JsonLd => 1,
        Evidence::Meta(name) if is_of_record(name) => 8,
        Evidence::Meta(_) => 2,
        Evidence::Microdata => 3,
        Evidence::Url => 4,
        Evidence::TimeElement => 5,
        Evidence::ClassName => 6,
        Evidence::DateLine => 7,
        Evidence::FileName => 9,
    }
}

/// Tells whether a `meta` element is one of Dublin Core that says when the record was made, which
/// publishing systems fill in before they publish: `dc.date`, but not `dc.date.issued`.
fn is_of_record(name: &str) -> bool {
    let is_dublin = ["dc.", "dc:", "dcterms."]
        .iter()
        .any(|start| name.starts_with(start));
    is_dublin && !name.contains("issued")
}

/// How the article orders day and month: as the country it is written for does, else as its
/// unambiguous dates show, else, in any language but English, the day first. `None` when nothing
/// tells.
fn day_month_order(article: &Article) -> Option<DayMonthOrder> {
    if let Some(region) = &article.region {
        return Some(if MONTH_FIRST.contains(&region.as_str()) {
            DayMonthOrder::MonthFirst
        } else {
            DayMonthOrder::DayFirst
        });
    }
    let shown = article
        .date_candidates
        .iter()
        .filter(|candidate| !matches!(candidate.evidence, Evidence::Url | Evidence::FileName))
        .find_map(|candidate| parse(&candidate.text, DayMonthOrder::DayFirst)?.shown_order);
    let is_english = article
        .language
        .as_deref()
        .is_none_or(|language| language == "en");
    shown.or((!is_english).then_some(DayMonthOrder::DayFirst))
}
