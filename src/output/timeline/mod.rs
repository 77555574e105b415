//! Articles over time: one query, several side by side, or one by source.

mod chart;
mod records;
mod scale;
mod text;

pub use chart::write_chart;
pub use records::{PeriodObject, TimelineSummary, period_objects, write_timeline_csv};
pub use text::write_timeline;

use super::share::share;
use crate::engine::{CalendarUnit, Period, PeriodCounts};

/// What is drawn of each period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// The number of articles.
    #[default]
    Articles,
    /// Their share of all articles of the period.
    Share,
}

/// Articles by period.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The unit of the periods.
    pub unit: CalendarUnit,
    /// The first and the last period; `None` when no article is known to lie in one. Those between
    /// them without articles count as zero.
    pub span: Option<(Period, Period)>,
    /// What is drawn.
    pub measure: Measure,
    /// What is side by side; one at the least.
    pub series: Vec<Series>,
}

/// The articles of one query, or those of them of one source.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// The query as typed; empty for all articles.
    pub query: String,
    /// The query as read.
    pub read_as: String,
    /// What was read otherwise than it was typed.
    pub warnings: Vec<String>,
    /// The source.
    pub source: Option<String>,
    /// Articles that match.
    pub articles: PeriodCounts,
    /// All articles of which these are a part: those that pass the filters, of the source where
    /// there is one.
    pub all: PeriodCounts,
}

impl Timeline {
    /// Returns all periods of the span.
    pub fn periods(&self) -> Vec<Period> {
        match self.span {
            Some((first, last)) => first.to(last).collect(),
            None => Vec::new(),
        }
    }

    /// What is drawn of some periods, taken together.
    fn value(&self, series: &Series, periods: &[Period]) -> f64 {
        let sum = |counts: &PeriodCounts| periods.iter().map(|period| counts.of(*period)).sum();
        let articles: u64 = sum(&series.articles);
        match self.measure {
            Measure::Articles => articles as f64,
            Measure::Share => share(articles, sum(&series.all)),
        }
    }
}

impl Series {
    /// The name of the series.
    pub fn label(&self) -> &str {
        match &self.source {
            Some(source) => source,
            None if self.query.trim().is_empty() => "(all articles)",
            None => &self.query,
        }
    }

    /// Number of articles that match, those in no period with them.
    fn total(&self) -> u64 {
        total(&self.articles)
    }
}

fn total(counts: &PeriodCounts) -> u64 {
    counts.periods.values().sum::<u64>() + counts.imprecise + counts.undated
}

/// Says what of a series lies in no period; empty where all does.
fn outside(series: &Series) -> String {
    let counts = [
        (series.articles.imprecise, "of dates less exact"),
        (series.articles.undated, "undated"),
    ];
    let told = counts.into_iter().filter(|(articles, _)| *articles > 0);
    let told: Vec<String> = told
        .map(|(articles, what)| format!("{articles} {what}"))
        .collect();
    told.join(", ")
}
