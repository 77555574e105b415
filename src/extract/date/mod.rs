//! The publication date of an article: the best-founded of what its reader found.
//!
//! Each kind of evidence is a rung of a ladder, the most trusted on top: a field of the record,
//! JSON-LD, `meta`, microdata, the address, `time`, elements named after dates, the visible
//! text, the file's name; then what tells only when the article was changed, and last when it was
//! crawled. The date of the
//! highest rung is the article's; a lower one may say more precisely what it says.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::article::{
    Article, DateCandidate, DateValue, Evidence, Precision, PublicationDate, Warning,
};
use crate::text::date::{DayMonthOrder, parse};

/// Countries that write the month before the day, by their ISO 3166-1 codes: the United States,
/// its territories, and those who write English as it does.
const MONTH_FIRST: &[&str] = &["US", "PH", "FM", "PW", "AS", "GU", "MH", "PR", "VI"];

/// The earliest year of a newspaper.
const FIRST_YEAR: i16 = 1600;

/// How far the clocks of the world may be ahead of ours.
const LEEWAY: SignedDuration = SignedDuration::from_hours(24);

/// Sets the article's date to that of its best evidence, and warns of dates that cannot be.
///
/// `now` is the present: what is later by more than a day is refused, and so is what is before
/// 1600 or stands for an unset date (`1970-01-01`, `0001-01-01`). An article without evidence
/// has no date.
pub fn choose(article: &mut Article, now: Timestamp) {
    let order = day_month_order(article);
    let mut dated: Option<PublicationDate> = None;
    let mut warnings = Vec::new();
    for candidate in by_trust(&article.date_candidates) {
        let Some(found) = parse(&candidate.text, order.unwrap_or_default()) else {
            if dated.is_none() {
                warnings.extend(unreadable(candidate));
            }
            continue;
        };
        match (refusal(found.value, now), &mut dated) {
            (None, None) => {
                if found.is_ambiguous && order.is_none() {
                    warnings.push(read_as(candidate, found.value));
                }
                dated = Some(PublicationDate {
                    value: found.value,
                    evidence: candidate.evidence.clone(),
                });
            }
            (None, Some(dated)) => {
                // The day of the crawl is another one, were it in the month that the page names.
                let is_of_page = candidate.evidence != Evidence::Crawl;
                if is_of_page && says_more(found.value, dated.value) {
                    dated.value = found.value;
                    dated.evidence = candidate.evidence.clone();
                }
            }
            (Some(reason), None) => warnings.push(refused(candidate, reason)),
            (Some(_), Some(_)) => {}
        }
    }
    article.warnings.extend(warnings);
    let local = dated
        .as_ref()
        .and_then(|dated| local_date(dated.value, article, order.unwrap_or_default()));
    article.date = local.or(dated);
}

/// Finds the day that the place of publication had at an instant given in UTC, as other
/// candidates tell it: late evening in New York is the next day in UTC.
fn local_date(
    value: DateValue,
    article: &Article,
    order: DayMonthOrder,
) -> Option<PublicationDate> {
    if value.offset != Some(Offset::UTC) || value.precision < Precision::Minute {
        return None;
    }
    let mut neighbour = None;
    for candidate in by_trust(&article.date_candidates) {
        let Some(found) = parse(&candidate.text, order).map(|found| found.value) else {
            continue;
        };
        let dated = || PublicationDate {
            value: found,
            evidence: candidate.evidence.clone(),
        };
        let is_local = found.precision >= Precision::Minute
            && found.offset.is_some_and(|offset| offset != Offset::UTC);
        if is_local && found.timestamp() == value.timestamp() {
            return Some(dated());
        }
        let names_day = matches!(
            candidate.evidence,
            Evidence::Url | Evidence::TimeElement | Evidence::ClassName | Evidence::DateLine
        );
        if names_day && found.precision >= Precision::Day && found.offset.is_none() {
            // An address is made once, when the article is.
            if candidate.evidence == Evidence::Url {
                return is_neighbour(found.datetime.date(), value).then(dated);
            }
            // A page also shows what day it is today; what agrees with UTC is right all the same.
            if found.datetime.date() == value.datetime.date() {
                return None;
            }
            neighbour =
                neighbour.or_else(|| is_neighbour(found.datetime.date(), value).then(dated));
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

/// The candidates, those of the most trusted evidence first, each kind in its reader's order.
fn by_trust(candidates: &[DateCandidate]) -> Vec<&DateCandidate> {
    let mut candidates: Vec<&DateCandidate> = candidates.iter().collect();
    candidates.sort_by_key(|candidate| rung(&candidate.evidence));
    candidates
}

/// The place on the ladder, 0 on top.
fn rung(evidence: &Evidence) -> usize {
    match evidence {
        Evidence::Field(_) => 0,
        Evidence::JsonLd => 1,
        Evidence::Meta(_) => 2,
        Evidence::Microdata => 3,
        Evidence::Url => 4,
        Evidence::TimeElement => 5,
        Evidence::ClassName => 6,
        Evidence::DateLine => 7,
        Evidence::FileName => 8,
        Evidence::Modified(evidence) => 9 + rung(evidence),
        // Not even of the modified ones: a page is crawled long after.
        Evidence::Crawl => usize::MAX,
    }
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

/// Says why no article can be of this date; `None` when one can.
fn refusal(value: DateValue, now: Timestamp) -> Option<&'static str> {
    let latest = now.checked_add(LEEWAY).unwrap_or(Timestamp::MAX);
    let day = value.datetime.date();
    let is_unset = [Date::constant(1970, 1, 1), Date::constant(1969, 12, 31)].contains(&day)
        && value.precision >= Precision::Day;
    if day == Date::constant(1, 1, 1) || is_unset {
        Some("it stands for an unset date")
    } else if day.year() < FIRST_YEAR {
        Some("it is before 1600")
    } else if value.timestamp() > latest {
        Some("it is in the future")
    } else {
        None
    }
}

/// Tells whether `finer` is within what `coarser` says, and says more: the day of its month, the
/// time of its day.
fn says_more(finer: DateValue, coarser: DateValue) -> bool {
    let (fine, coarse) = (finer.datetime.date(), coarser.datetime.date());
    finer.precision > coarser.precision
        && match coarser.precision {
            Precision::Year => fine.year() == coarse.year(),
            Precision::Month => fine.first_of_month() == coarse.first_of_month(),
            _ => false,
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
mod tests {
    use super::*;

    const NOW: &str = "2024-06-01T12:00:00Z";

    fn article(candidates: &[(Evidence, &str)]) -> Article {
        let candidates = candidates.iter().map(|(evidence, text)| DateCandidate {
            text: (*text).to_owned(),
            evidence: evidence.clone(),
        });
        Article {
            date_candidates: candidates.collect(),
            ..Article::default()
        }
    }

    /// Writes the chosen date, its evidence, and the warnings.
    fn chosen(mut article: Article) -> String {
        choose(&mut article, NOW.parse().unwrap());
        let date = article.date.map_or("-".to_owned(), |date| {
            format!("{} {}", date.value, date.evidence)
        });
        let warnings: Vec<String> = article.warnings.iter().map(ToString::to_string).collect();
        [vec![date], warnings].concat().join("\n")
    }

    #[test]
    fn the_highest_rung_gives_the_date() {
        let all = [
            (Evidence::FileName, "2015-11-01"),
            (Evidence::DateLine, "2015-11-02"),
            (Evidence::ClassName, "2015-11-03"),
            (Evidence::TimeElement, "2015-11-04"),
            (Evidence::Url, "2015-11-05"),
            (Evidence::Microdata, "2015-11-06"),
            (Evidence::Meta("date".into()), "2015-11-07"),
            (Evidence::JsonLd, "2015-11-08"),
            (Evidence::Field("date".into()), "2015-11-09"),
        ];
        for (at, (evidence, text)) in all.iter().enumerate() {
            assert_eq!(chosen(article(&all[..=at])), format!("{text} {evidence}"));
        }
    }

    #[test]
    fn a_change_is_a_publication_only_when_nothing_else_is_known() {
        let modified = || Evidence::Modified(Box::new(Evidence::JsonLd));
        let both = [
            (modified(), "2015-11-28"),
            (Evidence::DateLine, "27 Nov 2015"),
        ];
        assert_eq!(chosen(article(&both)), "2015-11-27 date-line");
        assert_eq!(chosen(article(&both[..1])), "2015-11-28 modified:json-ld");
    }

    #[test]
    fn a_lower_rung_makes_a_month_a_day_but_no_other_month() {
        let month = (Evidence::Url, "2015-11");
        assert_eq!(
            chosen(article(&[
                month.clone(),
                (Evidence::DateLine, "27 Nov 2015")
            ])),
            "2015-11-27 date-line"
        );
        assert_eq!(
            chosen(article(&[month, (Evidence::DateLine, "27 Dec 2015")])),
            "2015-11 url"
        );
    }

    #[test]
    fn an_instant_in_utc_is_of_the_day_that_the_page_had() {
        let utc = (Evidence::JsonLd, "2023-11-09T02:11:03Z");
        let url = |day| (Evidence::Url, day);
        for (other, expected) in [
            (url("2023-11-08"), "2023-11-08 url"),
            (
                (Evidence::TimeElement, "2023-11-08T21:11:03-05:00"),
                "2023-11-08T21:11:03-05:00 time",
            ),
            (url("2023-11-09"), "2023-11-09T02:11:03Z json-ld"),
            (url("2023-11-10"), "2023-11-09T02:11:03Z json-ld"),
            (url("2023-11-07"), "2023-11-09T02:11:03Z json-ld"),
        ] {
            assert_eq!(chosen(article(&[utc.clone(), other])), expected);
        }
    }

    #[test]
    fn a_date_that_cannot_be_is_refused_and_the_next_one_taken() {
        for (text, reason) in [
            ("2024-06-03", "it is in the future"),
            ("2034-01-01T00:00:00Z", "it is in the future"),
            ("1970-01-01T00:00:00Z", "it stands for an unset date"),
            ("0", "it stands for an unset date"),
            ("0001-01-01", "it stands for an unset date"),
            ("1492-10-12", "it is before 1600"),
        ] {
            let refusal = format!("the date `{text}` of `json-ld` is refused: {reason}");
            assert_eq!(
                chosen(article(&[(Evidence::JsonLd, text)])),
                format!("-\n{refusal}")
            );
            let two = [(Evidence::JsonLd, text), (Evidence::Url, "2015-11-27")];
            assert_eq!(chosen(article(&two)), format!("2015-11-27 url\n{refusal}"));
        }
        assert_eq!(
            chosen(article(&[(Evidence::JsonLd, "2024-06-02T11:00:00Z")])),
            "2024-06-02T11:00:00Z json-ld"
        );
    }

    #[test]
    fn no_evidence_no_date() {
        assert_eq!(chosen(article(&[])), "-");
        assert_eq!(
            chosen(article(&[(Evidence::Field("date".into()), "yesterday")])),
            "-\nexpected a date in `field:date`, but found `yesterday`"
        );
        assert_eq!(chosen(article(&[(Evidence::DateLine, "at the quay")])), "-");
    }

    #[test]
    fn day_and_month_are_ordered_as_the_article_shows() {
        let read = |region: Option<&str>, language: &str, texts: &[&str]| {
            let candidates: Vec<_> = texts
                .iter()
                .map(|text| (Evidence::DateLine, *text))
                .collect();
            chosen(Article {
                region: region.map(str::to_owned),
                language: Some(language.to_owned()),
                ..article(&candidates)
            })
        };
        assert_eq!(
            read(Some("US"), "en", &["01/03/2015"]),
            "2015-01-03 date-line"
        );
        assert_eq!(
            read(Some("GB"), "en", &["01/03/2015"]),
            "2015-03-01 date-line"
        );
        assert_eq!(read(None, "fr", &["01/03/2015"]), "2015-03-01 date-line");
        assert_eq!(
            read(None, "en", &["01/03/2015", "12/31/2014"]),
            "2015-01-03 date-line"
        );
        assert_eq!(
            read(None, "en", &["01/03/2015"]),
            "2015-03-01 date-line\nthe date `01/03/2015` is read as 2015-03-01: nothing tells whether day or \
             month comes first"
        );
    }
}
