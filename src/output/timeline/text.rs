//! Timelines on a terminal and in a pipe.

use std::io::{self, Write};

use super::{Measure, Series, Timeline, outside};
use crate::engine::Period;
use crate::output::bars::sparkline;
use crate::output::share::{percent, share};
use crate::output::style::Style;
use crate::output::table::{Row, write_rows};
use crate::output::text::on_one_line;
use crate::output::wrap::{fitted, width};

const INDENT: &str = "  ";
/// Sparklines are no shorter; labels give way.
const LEAST_SPARKLINE_COLUMNS: usize = 10;

/// Writes a timeline: a line a period for one series; for several a sparkline each on a terminal,
/// and a column each in a pipe.
///
/// # Errors
///
/// What the writer says.
pub fn write_timeline(out: &mut impl Write, timeline: &Timeline, style: Style) -> io::Result<()> {
    match (timeline.series.as_slice(), style.columns) {
        ([series], _) => write_periods(out, timeline, series, style),
        (_, Some(columns)) => write_sparklines(out, timeline, columns, style),
        (_, None) => write_columns(out, timeline, style),
    }
}

fn write_periods(
    out: &mut impl Write,
    timeline: &Timeline,
    series: &Series,
    style: Style,
) -> io::Result<()> {
    let unit = timeline.unit.as_str();
    let title = format!("articles by {unit}, share of all");
    writeln!(out, "{}", style.headline(&title, &[]))?;
    let row = |label: String, articles: u64, all: u64, value| Row {
        label,
        cells: vec![articles.to_string(), percent(share(articles, all))],
        value,
    };
    let (articles, all) = (&series.articles, &series.all);
    let mut rows: Vec<Row> = timeline
        .periods()
        .into_iter()
        .map(|period| {
            let value = Some(timeline.value(series, &[period]));
            row(
                period.to_string(),
                articles.of(period),
                all.of(period),
                value,
            )
        })
        .collect();
    let apart = [
        ("(less exact)", articles.imprecise, all.imprecise),
        ("(undated)", articles.undated, all.undated),
    ];
    for (label, articles, all) in apart.into_iter().filter(|(_, articles, _)| *articles > 0) {
        rows.push(row(label.to_owned(), articles, all, None));
    }
    write_rows(out, &rows, style)
}

/// Writes a period a line, a series a column.
fn write_columns(out: &mut impl Write, timeline: &Timeline, style: Style) -> io::Result<()> {
    let cell = |articles: u64, all: u64| match timeline.measure {
        Measure::Articles => articles.to_string(),
        Measure::Share => percent(share(articles, all)),
    };
    let row = |label: String, of: &dyn Fn(&Series) -> String| Row {
        label,
        cells: timeline.series.iter().map(of).collect(),
        value: None,
    };
    let unit = timeline.unit.as_str().to_owned();
    let mut rows = vec![row(unit, &|series| on_one_line(series.label()))];
    for period in timeline.periods() {
        rows.push(row(period.to_string(), &|series| {
            cell(series.articles.of(period), series.all.of(period))
        }));
    }
    if timeline.series.iter().any(|s| s.articles.imprecise > 0) {
        rows.push(row("(less exact)".to_owned(), &|series| {
            cell(series.articles.imprecise, series.all.imprecise)
        }));
    }
    if timeline.series.iter().any(|s| s.articles.undated > 0) {
        rows.push(row("(undated)".to_owned(), &|series| {
            cell(series.articles.undated, series.all.undated)
        }));
    }
    write_rows(out, &rows, style)
}

/// Writes a series a line, all to one scale; where there are more periods than columns, several
/// share one.
fn write_sparklines(
    out: &mut impl Write,
    timeline: &Timeline,
    columns: usize,
    style: Style,
) -> io::Result<()> {
    let periods = timeline.periods();
    let layout = Layout::of(timeline, periods.len(), columns);
    let blocks: Vec<&[Period]> = periods.chunks(layout.periods_a_column).collect();
    let heights: Vec<Vec<f64>> = timeline
        .series
        .iter()
        .map(|series| {
            let of_block = |block: &&[Period]| timeline.value(series, block);
            blocks.iter().map(of_block).collect()
        })
        .collect();
    let most = heights.iter().flatten().copied().fold(0.0, f64::max);
    writeln!(out, "{}", style.headline(&title(timeline, &layout), &[]))?;
    for (series, heights) in timeline.series.iter().zip(&heights) {
        let label = fitted(&on_one_line(series.label()), layout.label);
        let total = format!("{:>1$}", series.total(), layout.total);
        let line = sparkline(heights, most);
        writeln!(out, "{INDENT}{label}  {line}  {total}")?;
    }
    if let Some((first, last)) = timeline.span {
        let indent = layout.label + INDENT.len() + 2;
        let axis = axis(&first.to_string(), &last.to_string(), blocks.len());
        writeln!(out, "{}{}", " ".repeat(indent), style.faint(&axis))?;
    }
    for series in &timeline.series {
        let outside = outside(series);
        if !outside.is_empty() {
            let label = on_one_line(series.label());
            writeln!(out, "{INDENT}{label}: {}", style.faint(&outside))?;
        }
    }
    Ok(())
}

/// The columns of the parts of a line.
struct Layout {
    label: usize,
    total: usize,
    periods_a_column: usize,
}

impl Layout {
    fn of(timeline: &Timeline, num_periods: usize, columns: usize) -> Self {
        let series = timeline.series.iter();
        let widest_label = series.clone().map(|s| width(&on_one_line(s.label()))).max();
        let widest_total = series.map(|s| s.total().to_string().len()).max();
        let (label, total) = (widest_label.unwrap_or(0), widest_total.unwrap_or(0));
        let room = columns.saturating_sub(INDENT.len() + 2 + 2 + total);
        let for_sparkline = num_periods.min((room / 2).max(LEAST_SPARKLINE_COLUMNS));
        let label = label.min(room.saturating_sub(for_sparkline).max(4));
        let sparkline = room.saturating_sub(label).max(LEAST_SPARKLINE_COLUMNS);
        Layout {
            label,
            total,
            periods_a_column: num_periods.div_ceil(sparkline).max(1),
        }
    }
}

fn title(timeline: &Timeline, layout: &Layout) -> String {
    let unit = timeline.unit.as_str();
    let measure = match timeline.measure {
        Measure::Articles => "articles",
        Measure::Share => "share of all articles",
    };
    match layout.periods_a_column {
        1 => format!("{measure} by {unit}"),
        several => format!("{measure} by {several} {unit}s"),
    }
}

/// The first and the last period under the ends of a sparkline, or one behind the other where it
/// is too short.
fn axis(first: &str, last: &str, columns: usize) -> String {
    let gap = columns.saturating_sub(first.len() + last.len());
    match (first == last, gap) {
        (true, _) => first.to_owned(),
        (false, 0) => format!("{first}–{last}"),
        (false, gap) => format!("{first}{}{last}", " ".repeat(gap)),
    }
}
