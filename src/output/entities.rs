//! Ranked names.

use std::io::{self, Write};

use serde::Serialize;

use super::csv::write_record;
use super::share::{articles, percent, rounded, share};
use super::style::Style;
use super::table::{Row, write_rows};
use crate::article::EntityKind;
use crate::engine::distinctive::Distinctive;
use crate::engine::{Period, PeriodCounts};

/// A name among those of the articles that match.
#[derive(Clone, Debug)]
pub struct RankedName {
    /// The period that it is ranked in, where names are ranked by period.
    pub period: Option<Period>,
    /// Its place, from 1.
    pub rank: usize,
    /// What it names.
    pub kind: EntityKind,
    /// The name.
    pub name: String,
    /// Matching articles that have it.
    pub articles: u64,
    /// Matching articles, of the period where there is one.
    pub of: u64,
    /// How much more frequent it is than in all articles, where that was asked for.
    pub distinctive: Option<Distinctive>,
}

impl RankedName {
    fn share(&self) -> f64 {
        share(self.articles, self.of)
    }
}

/// Writes names as aligned lines, those of a period under its title.
///
/// # Errors
///
/// What the writer says.
pub fn write_names(out: &mut impl Write, names: &[RankedName], style: Style) -> io::Result<()> {
    if names.iter().any(|name| name.distinctive.is_some()) {
        let columns = "articles, expected, log-likelihood";
        writeln!(out, "{}", style.faint(columns))?;
    }
    for (at, of_period) in names.chunk_by(|a, b| a.period == b.period).enumerate() {
        if let Some(period) = of_period[0].period {
            let gap = if at > 0 { "\n" } else { "" };
            let title = format!("{period} ({})", articles(of_period[0].of));
            writeln!(out, "{gap}{}", style.headline(&title, &[]))?;
        }
        let rows: Vec<Row> = of_period.iter().map(row).collect();
        write_rows(out, &rows, style)?;
    }
    Ok(())
}

fn row(name: &RankedName) -> Row {
    let mut cells = vec![
        format!("{:<6}", short_kind(name.kind)),
        name.articles.to_string(),
    ];
    match &name.distinctive {
        Some(distinctive) => {
            cells.push(format!("{:.1}", distinctive.expected));
            cells.push(format!("{:.1}", distinctive.log_likelihood));
        }
        None => cells.push(percent(name.share())),
    }
    let by_likelihood = name.distinctive.as_ref().map(|d| d.log_likelihood);
    Row {
        label: name.name.clone(),
        cells,
        value: Some(by_likelihood.unwrap_or(name.articles as f64)),
    }
}

/// The word of the flags.
fn short_kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Organization => "org",
        kind => kind.as_str(),
    }
}

/// A line of `entities --json`.
#[derive(Debug, Serialize)]
pub struct NameObject<'a> {
    r#type: &'static str,
    rank: usize,
    kind: &'static str,
    name: &'a str,
    articles: u64,
    share: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of_all: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_likelihood: Option<f64>,
}

impl<'a> From<&'a RankedName> for NameObject<'a> {
    fn from(name: &'a RankedName) -> Self {
        let distinctive = name.distinctive.as_ref();
        NameObject {
            r#type: "entity",
            rank: name.rank,
            kind: name.kind.as_str(),
            name: &name.name,
            articles: name.articles,
            share: rounded(name.share()),
            period: name.period.map(|period| period.to_string()),
            of_all: distinctive.map(|d| d.of_all),
            expected: distinctive.map(|d| rounded(d.expected)),
            log_likelihood: distinctive.map(|d| rounded(d.log_likelihood)),
        }
    }
}

/// Writes names as CSV with a header; fields that no name has are empty.
///
/// # Errors
///
/// What the writer says.
pub fn write_names_csv(out: &mut impl Write, names: &[RankedName]) -> io::Result<()> {
    let header = "period,rank,kind,name,articles,share,of_all,expected,log_likelihood";
    writeln!(out, "{header}")?;
    for name in names {
        let object = NameObject::from(name);
        let number = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
        write_record(
            out,
            &[
                object.period.as_deref().unwrap_or_default(),
                &object.rank.to_string(),
                object.kind,
                object.name,
                &object.articles.to_string(),
                &object.share.to_string(),
                &object.of_all.map(|n| n.to_string()).unwrap_or_default(),
                &number(object.expected),
                &number(object.log_likelihood),
            ],
        )?;
    }
    Ok(())
}

/// What the last line of `entities --json` tells beside the question.
#[derive(Debug, Default, Serialize)]
pub struct NamesSummary {
    names: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    undated: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    imprecise: Option<u64>,
}

impl NamesSummary {
    /// Tells the number of different names, and, where they are ranked by period, how many
    /// articles are in none.
    pub fn new(names: u64, periods: Option<&PeriodCounts>) -> Self {
        NamesSummary {
            names,
            undated: periods.map(|periods| periods.undated),
            imprecise: periods.map(|periods| periods.imprecise),
        }
    }
}
