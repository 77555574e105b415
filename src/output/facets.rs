//! Articles by the values of a facet.

use std::io::{self, Write};

use serde::Serialize;

use super::csv::write_record;
use super::share::{percent, rounded, share};
use super::style::Style;
use super::table::{Row, write_rows};
use crate::engine::Counted;

/// The values of one facet that are shown, and what the others come to.
#[derive(Clone, Debug, Default)]
pub struct ShownFacet {
    /// The word for the facet: `source`, `month`.
    pub by: &'static str,
    /// Number of articles that were counted.
    pub total: u64,
    /// The values, in the order in which they are shown.
    pub shown: Vec<Counted>,
    /// Number of all different values.
    pub num_values: u64,
    /// Articles of the values that are not shown; `None` where an article can have several values.
    pub others: Option<u64>,
    /// Articles without a value, as undated ones.
    pub none: u64,
    /// Articles whose date is less exact than the period; `None` where the values are no periods.
    pub imprecise: Option<u64>,
}

impl ShownFacet {
    fn num_others(&self) -> u64 {
        self.num_values - self.shown.len() as u64
    }

    fn title(&self) -> String {
        match self.num_others() {
            0 => format!("by {} ({})", self.by, self.num_values),
            _ => format!(
                "by {} ({} of {})",
                self.by,
                self.shown.len(),
                self.num_values
            ),
        }
    }

    /// What is not a value: its word in CSV, its label, and its articles, where there are any.
    fn rest(&self) -> impl Iterator<Item = (&'static str, String, u64)> {
        let others = match self.num_others() {
            1 => "(1 other)".to_owned(),
            others => format!("({others} others)"),
        };
        let none = match self.imprecise {
            Some(_) => "(undated)",
            None => "(none)",
        };
        let rest = [
            ("others", others, self.others.unwrap_or(0)),
            (
                "imprecise",
                "(less exact)".to_owned(),
                self.imprecise.unwrap_or(0),
            ),
            ("none", none.to_owned(), self.none),
        ];
        rest.into_iter().filter(|(.., articles)| *articles > 0)
    }
}

/// Writes each facet as a title and aligned lines.
///
/// # Errors
///
/// What the writer says.
pub fn write_facets(out: &mut impl Write, facets: &[ShownFacet], style: Style) -> io::Result<()> {
    for (at, facet) in facets.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        writeln!(out, "{gap}{}", style.headline(&facet.title(), &[]))?;
        let row = |label: String, articles: u64, value: Option<f64>| Row {
            label,
            cells: vec![articles.to_string(), percent(share(articles, facet.total))],
            value,
        };
        let values = facet.shown.iter().map(|counted| {
            let label = match counted.value.as_str() {
                "" => "(empty)",
                value => value,
            };
            row(
                label.to_owned(),
                counted.articles,
                Some(counted.articles as f64),
            )
        });
        let rest = facet.rest();
        let rest = rest.map(|(_, label, articles)| row(label, articles, None));
        write_rows(out, &values.chain(rest).collect::<Vec<_>>(), style)?;
    }
    Ok(())
}

/// A line of `facets --json`.
#[derive(Debug, Serialize)]
pub struct ValueObject<'a> {
    r#type: &'static str,
    by: &'static str,
    value: &'a str,
    articles: u64,
    share: f64,
}

/// What the last line of `facets --json` tells beside the question.
#[derive(Debug, Serialize)]
pub struct FacetsSummary {
    facets: Vec<FacetObject>,
}

#[derive(Debug, Serialize)]
struct FacetObject {
    by: &'static str,
    values: u64,
    shown: usize,
    others: Option<u64>,
    none: u64,
    imprecise: Option<u64>,
}

/// Returns the lines of the values of a facet.
pub fn value_objects(facet: &ShownFacet) -> impl Iterator<Item = ValueObject<'_>> {
    facet.shown.iter().map(|counted| ValueObject {
        r#type: "value",
        by: facet.by,
        value: &counted.value,
        articles: counted.articles,
        share: rounded(share(counted.articles, facet.total)),
    })
}

impl From<&[ShownFacet]> for FacetsSummary {
    fn from(facets: &[ShownFacet]) -> Self {
        let object = |facet: &ShownFacet| FacetObject {
            by: facet.by,
            values: facet.num_values,
            shown: facet.shown.len(),
            others: facet.others,
            none: facet.none,
            imprecise: facet.imprecise,
        };
        FacetsSummary {
            facets: facets.iter().map(object).collect(),
        }
    }
}

/// Writes facets as CSV with a header. The second column tells values (`value`) from what they
/// leave: `others`, `imprecise`, `none`.
///
/// # Errors
///
/// What the writer says.
pub fn write_facets_csv(out: &mut impl Write, facets: &[ShownFacet]) -> io::Result<()> {
    writeln!(out, "by,row,value,articles,share")?;
    for facet in facets {
        let values = facet.shown.iter();
        let values = values.map(|counted| ("value", counted.value.as_str(), counted.articles));
        let rest = facet.rest().map(|(row, _, articles)| (row, "", articles));
        for (row, value, articles) in values.chain(rest) {
            let share = rounded(share(articles, facet.total)).to_string();
            write_record(out, &[facet.by, row, value, &articles.to_string(), &share])?;
        }
    }
    Ok(())
}
