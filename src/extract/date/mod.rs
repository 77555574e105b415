//! The publication date of an article: the best-founded of what its reader found.
//!
//! Each kind of evidence is a rung of a ladder, the most trusted on top: a field of the record,
//! JSON-LD, `meta`, microdata, the address, `time`, elements named after dates, the visible
//! text, the file's name; then days without a year and times counted back, which tell a date only
//! with another one known; then what tells only when the article was changed, and last when it was
//! crawled. The date of the highest rung is the article's; a lower one may say more precisely what it
//! says, and where two kinds of evidence that different hands write name another day, they outvote one.

mod agree;
mod weigh;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use crate::article::{
    Article, DateCandidate, DateValue, Evidence, Precision, PublicationDate, Warning, WeighedDate,
};
pub use weigh::{Latest, weigh};

/// Sets the article's date to that of its best evidence, and warns of dates that cannot be.
///
/// What is later than `latest` by more than a day is refused, and so is what is before 1600 or stands
/// for an unset date (`1970-01-01`, `0001-01-01`). An article without evidence has no date.
pub fn choose(article: &mut Article, latest: Latest) {
    let weighed = weigh(article, latest);
    let mut dated: Option<PublicationDate> = None;
    let mut warnings = Vec::new();
    for date in &weighed {
        let candidate = &date.candidate;
        match (date.value, &date.refusal, &mut dated) {
            (None, _, None) => warnings.extend(unreadable(candidate)),
            (Some(value), None, None) => {
                if date.is_ambiguous {
                    warnings.push(read_as(candidate, value));
                }
                dated = Some(publication(date, value));
            }
            (Some(value), None, Some(dated)) => {
                // The day of the crawl is another one, were it in the month that the page names.
                let is_of_page = match candidate.evidence {
                    Evidence::Crawl => false,
                    // The time of a change on the same day is not that of the publication.
                    Evidence::Modified(_) => dated.value.precision < Precision::Day,
                    _ => true,
                };
                if is_of_page && says_more(value, dated.value) {
                    *dated = publication(date, value);
                }
            }
            (Some(_), Some(reason), None) => warnings.push(refused(candidate, reason)),
            (None, _, Some(_)) | (Some(_), Some(_), Some(_)) => {}
        }
    }
    article.warnings.extend(warnings);
    let chosen = dated.as_ref().and_then(|dated| {
        let is_chosen = |date: &&WeighedDate| date.candidate.evidence == dated.evidence;
        let best = weighed
            .iter()
            .filter(is_chosen)
            .find(|date| date.value == Some(dated.value))?;
        let other = agree::outvoting(best, &weighed)?;
        Some(publication(other, other.value?))
    });
    let dated = chosen.or(dated);
    let local = dated
        .as_ref()
        .and_then(|dated| local_date(dated.value, &weighed));
    article.date = local.or(dated);
}

fn publication(date: &WeighedDate, value: DateValue) -> PublicationDate {
    let evidence = date.candidate.evidence.clone();
    let value = match evidence {
        // A page was not published in the second in which it was crawled.
        Evidence::Crawl => day_of(value),
        _ => value,
    };
    PublicationDate { value, evidence }
}

fn day_of(value: DateValue) -> DateValue {
    DateValue {
        datetime: value.datetime.date().to_datetime(Time::midnight()),
        offset: None,
        precision: value.precision.min(Precision::Day),
    }
}

/// Finds the day that the place of publication had at an instant given in UTC, as other
/// candidates tell it: late evening in New York is the next day in UTC.
fn local_date(value: DateValue, weighed: &[WeighedDate]) -> Option<PublicationDate> {
    if value.offset != Some(Offset::UTC) || value.precision < Precision::Minute {
        return None;
    }
    let mut neighbour = None;
    for date in weighed.iter().filter(|date| date.is_complete) {
        let Some(found) = date.value else {
            continue;
        };
        let is_local = found.precision >= Precision::Minute
            && found.offset.is_some_and(|offset| offset != Offset::UTC);
        if is_local && found.timestamp() == value.timestamp() {
            return Some(publication(date, found));
        }
        let evidence = &date.candidate.evidence;
        let names_day = matches!(
            evidence,
            Evidence::Url | Evidence::TimeElement | Evidence::ClassName | Evidence::DateLine
        );
        if names_day && found.precision >= Precision::Day && found.offset.is_none() {
            let dated = || publication(date, found);
            let day = found.datetime.date();
            // An address is made once, when the article is.
            if *evidence == Evidence::Url {
                return is_neighbour(day, value).then(dated);
            }
            // A page also shows what day it is today; what agrees with UTC is right all the same.
            if day == value.datetime.date() {
                return None;
            }
            neighbour = neighbour.or_else(|| is_neighbour(day, value).then(dated));
        }
    }
    neighbour
}

/// Tells whether somewhere on Earth it was this day, and not the same day as in UTC: zones reach
/// from 12 hours behind UTC to 14 ahead of it.
fn is_neighbour(day: Date, utc: DateValue) -> bool {
    let (utc_day, hour) = (utc.datetime.date(), utc.datetime.hour());
    utc_day.tomorrow().ok() == Some(day) && hour >= 10
        || utc_day.yesterday().ok() == Some(day) && hour < 12
}

/// Tells whether `finer` is within what `coarser` says, and says more: the day of its month, the
/// time of its day.
fn says_more(finer: DateValue, coarser: DateValue) -> bool {
    let (fine, coarse) = (finer.datetime.date(), coarser.datetime.date());
    finer.precision > coarser.precision
        && match coarser.precision {
            Precision::Year => fine.year() == coarse.year(),
            Precision::Month => fine.first_of_month() == coarse.first_of_month(),
            Precision::Day => fine == coarse,
            Precision::Minute | Precision::Second => false,
        }
}

fn unreadable(candidate: &DateCandidate) -> Option<Warning> {
    // Pages are full of text near their headlines; a field is meant to hold a date.
    if !matches!(candidate.evidence, Evidence::Field(_) | Evidence::JsonLd)
        || candidate.text.is_empty()
    {
        return None;
    }
    Some(warning(format!(
        "expected a date in `{}`, but found `{}`",
        candidate.evidence,
        start_of(&candidate.text)
    )))
}

fn refused(candidate: &DateCandidate, reason: &str) -> Warning {
    warning(format!(
        "the date `{}` of `{}` is refused: {reason}",
        start_of(&candidate.text),
        candidate.evidence
    ))
}

fn read_as(candidate: &DateCandidate, value: DateValue) -> Warning {
    warning(format!(
        "the date `{}` is read as {value}: nothing tells whether day or month comes first",
        start_of(&candidate.text)
    ))
}

fn warning(message: String) -> Warning {
    Warning {
        line: None,
        message,
    }
}

/// What a message quotes of a text.
fn start_of(text: &str) -> String {
    let end = text.floor_char_boundary(40);
    if end < text.len() {
        format!("{}…", &text[..end])
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests;
