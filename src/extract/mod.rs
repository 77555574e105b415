//! What an article says beyond its words: its language, its date, its entities.

pub mod date;
pub mod entity;

use crate::article::{Article, DateCandidate, Evidence};
use crate::text::date::of_url;
use crate::text::dateline;
use crate::text::language::{self, Detected};
use date::Latest;

/// Goes up whenever the same article is completed otherwise: by other rules, another model, or another
/// sketch of its text.
pub const VERSION: u32 = 8;

/// A body shorter than this is looked at together with its headline to tell the language.
const MIN_BODY_BYTES: usize = 500;

/// How many lines of a body may begin with the day of its dateline.
const NUM_FIRST_LINES: usize = 4;

/// Completes an article: language, publication date and entities. `latest` is what it cannot be
/// newer than.
pub fn annotate(article: &mut Article, latest: Latest) {
    let by_text = language_by_text(article);
    article.language = match (&article.language, by_text) {
        (Some(said), Some(found)) => Some(language::decide(said, &article.body, found).to_owned()),
        (said, found) => said.clone().or(found.map(|found| found.code.to_owned())),
    };
    add_day_of_address(article);
    add_dateline(article);
    date::choose(article, latest);
    let language = article.language.as_deref();
    article.entities = entity::recognize(&article.headline, &article.body, language);
}

/// Adds the day that the article's address names, where its reader did not look at that.
fn add_day_of_address(article: &mut Article) {
    let is_known = article
        .date_candidates
        .iter()
        .any(|candidate| candidate.evidence == Evidence::Url);
    if let Some(text) = article
        .url
        .as_deref()
        .and_then(of_url)
        .filter(|_| !is_known)
    {
        article.date_candidates.push(DateCandidate {
            text,
            evidence: Evidence::Url,
        });
    }
}

/// Adds the day of the dateline that the body begins with, or that one of its first paragraphs
/// does, and makes the agency the source where no other is known.
fn add_dateline(article: &mut Article) {
    let dateline = dateline::read(&article.body).unwrap_or_default();
    if article.source.is_none() {
        article.source = dateline.agency.map(str::to_owned);
    }
    let leading_day = || {
        let lines = article.body.lines().filter(|line| !line.is_empty());
        lines.take(NUM_FIRST_LINES).find_map(dateline::leading_day)
    };
    let candidate = dateline
        .date
        .or_else(leading_day)
        .map(|text| DateCandidate {
            text: text.to_owned(),
            evidence: Evidence::DateLine,
        });
    if let Some(candidate) = candidate.filter(|new| !article.date_candidates.contains(new)) {
        article.date_candidates.push(candidate);
    }
}

/// Detects the language that an article is written in, by its body, a short one with its headline.
pub fn language_by_text(article: &Article) -> Option<Detected> {
    if article.body.len() >= MIN_BODY_BYTES {
        return language::detect_reliability(&article.body);
    }
    language::detect_reliability(&format!("{}\n{}", article.headline, article.body))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The date, its evidence and the source of an article of this address and body, crawled on 28
    /// November 2015.
    fn annotated(url: &str, body: &str, known: &[(Evidence, &str)]) -> String {
        let candidates = known.iter().map(|(evidence, text)| DateCandidate {
            text: (*text).to_owned(),
            evidence: evidence.clone(),
        });
        let mut article = Article {
            url: Some(url.to_owned()),
            body: body.to_owned(),
            date_candidates: candidates.collect(),
            ..Article::default()
        };
        annotate(
            &mut article,
            Latest::new("2024-06-01T12:00:00Z".parse().unwrap()),
        );
        let date = article.date.map_or_else(
            || "undated".to_owned(),
            |date| format!("{} {}", date.value, date.evidence),
        );
        format!("{date} {}", article.source.as_deref().unwrap_or("-"))
    }

    #[test]
    fn the_address_dates_an_article_of_any_format() {
        let dated = "https://x.example/2015/11/27/pier";
        assert_eq!(annotated(dated, "The pier.", &[]), "2015-11-27 url -");
        let field = (Evidence::Field("date".to_owned()), "2015-11-26");
        assert_eq!(
            annotated(dated, "The pier.", &[field]),
            "2015-11-26 field:date -"
        );
        assert_eq!(
            annotated("https://x.example/pier", "The pier.", &[]),
            "undated -"
        );
    }

    #[test]
    fn a_dateline_gives_the_agency_and_the_day_where_the_year_is_known() {
        let body = "VERE, Nov 27 (Reuters) - The pier.";
        let check = |known: &[(Evidence, &str)], expected: &str| {
            assert_eq!(annotated("x", body, known), expected, "{known:?}");
        };
        check(&[], "undated Reuters");
        check(
            &[(Evidence::Crawl, "2015-12-03T10:00:00Z")],
            "2015-11-27 date-line Reuters",
        );
        check(
            &[(Evidence::Field("year".to_owned()), "2015")],
            "2015-11-27 date-line Reuters",
        );
        check(
            &[(Evidence::FileName, "2015-11")],
            "2015-11-27 date-line Reuters",
        );
        check(
            &[(Evidence::FileName, "2015-11-28")],
            "2015-11-28 file-name Reuters",
        );
        check(
            &[(Evidence::Modified(Box::new(Evidence::JsonLd)), "2016-02-01")],
            "2015-11-27 date-line Reuters",
        );
    }
}
