//! Timelines as JSON Lines and CSV.

use std::io::{self, Write};

use serde::Serialize;

use super::{Series, Timeline, total};
use crate::engine::Period;
use crate::output::csv::write_record;
use crate::output::share::{rounded, share};

/// A line of `timeline --json`.
#[derive(Debug, Serialize)]
pub struct PeriodObject<'a> {
    r#type: &'static str,
    query: &'a str,
    source: Option<&'a str>,
    period: String,
    first_day: String,
    last_day: String,
    articles: u64,
    all: u64,
    share: f64,
}

/// Returns a line for each period of a series.
pub fn period_objects<'a>(
    timeline: &Timeline,
    series: &'a Series,
) -> impl Iterator<Item = PeriodObject<'a>> {
    timeline.periods().into_iter().map(|period: Period| {
        let (articles, all) = (series.articles.of(period), series.all.of(period));
        PeriodObject {
            r#type: "period",
            query: &series.query,
            source: series.source.as_deref(),
            period: period.to_string(),
            first_day: period.first_day().to_string(),
            last_day: period.last_day().to_string(),
            articles,
            all,
            share: rounded(share(articles, all)),
        }
    })
}

/// What the last line of `timeline --json` tells beside the first question.
#[derive(Debug, Serialize)]
pub struct TimelineSummary<'a> {
    by: &'static str,
    series: Vec<SeriesObject<'a>>,
}

#[derive(Debug, Serialize)]
struct SeriesObject<'a> {
    query: &'a str,
    read_as: &'a str,
    source: Option<&'a str>,
    total: u64,
    imprecise: u64,
    undated: u64,
    all: u64,
    all_imprecise: u64,
    all_undated: u64,
    warnings: &'a [String],
}

impl<'a> From<&'a Timeline> for TimelineSummary<'a> {
    fn from(timeline: &'a Timeline) -> Self {
        let object = |series: &'a Series| SeriesObject {
            query: &series.query,
            read_as: &series.read_as,
            source: series.source.as_deref(),
            total: series.total(),
            imprecise: series.articles.imprecise,
            undated: series.articles.undated,
            all: total(&series.all),
            all_imprecise: series.all.imprecise,
            all_undated: series.all.undated,
            warnings: &series.warnings,
        };
        TimelineSummary {
            by: timeline.unit.as_str(),
            series: timeline.series.iter().map(object).collect(),
        }
    }
}

/// Writes a timeline as CSV with a header. The third column tells periods (`period`) from what
/// lies in none: `imprecise`, `undated`.
///
/// # Errors
///
/// What the writer says.
pub fn write_timeline_csv(out: &mut impl Write, timeline: &Timeline) -> io::Result<()> {
    writeln!(out, "query,source,row,period,articles,all,share")?;
    for series in &timeline.series {
        for object in period_objects(timeline, series) {
            let counts = (object.articles, object.all);
            write_row(out, series, ("period", &object.period), counts)?;
        }
        let (articles, all) = (&series.articles, &series.all);
        for (row, counts) in [
            ("imprecise", (articles.imprecise, all.imprecise)),
            ("undated", (articles.undated, all.undated)),
        ] {
            write_row(out, series, (row, ""), counts)?;
        }
    }
    Ok(())
}

fn write_row(
    out: &mut impl Write,
    series: &Series,
    (row, period): (&str, &str),
    (articles, all): (u64, u64),
) -> io::Result<()> {
    write_record(
        out,
        &[
            &series.query,
            series.source.as_deref().unwrap_or_default(),
            row,
            period,
            &articles.to_string(),
            &all.to_string(),
            &rounded(share(articles, all)).to_string(),
        ],
    )
}
