//! Timelines as a chart in SVG.
//!
//! One series is drawn as bars, several as lines. Colours are those of the viewer's light or dark
//! scheme; every bar and point tells its numbers when it is pointed at.

use std::io::{self, Write};

use super::scale::Scale;
use super::{Measure, Series, Timeline, outside};
use crate::engine::Period;
use crate::output::share::{articles, percent, share};
use crate::output::wrap::{fitted, width};

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 24.0;
const BOTTOM: f64 = 62.0;
/// The plot begins below the title and the line under it; a row of names of series more for several.
const TOP: f64 = 74.0;
const LEGEND_ROW: f64 = 20.0;
/// What a letter of the marks takes, about.
const LETTER: f64 = 7.2;
/// A title is cut that is longer.
const TITLE_COLUMNS: usize = 84;
const LEGEND_COLUMNS: usize = 24;
/// The names of series in one row.
const LEGEND_A_ROW: usize = 4;
const COLORS: [(&str, &str); 8] = [
    ("#1f6fb2", "#5aaeea"),
    ("#c4501b", "#f08a52"),
    ("#17855f", "#3fc79a"),
    ("#a64d86", "#dd8fc0"),
    ("#b07d00", "#e8b83a"),
    ("#5f5fc4", "#9d9df2"),
    ("#4d4d4d", "#b9b9b9"),
    ("#2a8a99", "#5fd0e0"),
];

/// Writes the chart of a timeline as one SVG document.
///
/// # Errors
///
/// What the writer says.
pub fn write_chart(out: &mut impl Write, timeline: &Timeline) -> io::Result<()> {
    let chart = Chart::of(timeline);
    let labels: Vec<&str> = timeline.series.iter().map(Series::label).collect();
    let title = match timeline.series.as_slice() {
        [first, ..] if first.source.is_some() => Series {
            source: None,
            ..first.clone()
        }
        .label()
        .to_owned(),
        _ => labels.join(" · "),
    };
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">"#
    )?;
    writeln!(out, "<title>{}</title>", escaped(&title))?;
    write_style(out)?;
    writeln!(out, r#"<rect class="paper" width="100%" height="100%"/>"#)?;
    write_text(out, "title", (LEFT, 30.0), &cut(&title, TITLE_COLUMNS))?;
    let note = chart.note();
    if !note.is_empty() {
        write_text(out, "note", (LEFT, 50.0), &note)?;
    }
    chart.write_legend(out)?;
    chart.write_axes(out)?;
    match timeline.series.as_slice() {
        [series] => chart.write_bars(out, series)?,
        several => {
            for (at, series) in several.iter().enumerate() {
                chart.write_line(out, at, series)?;
            }
        }
    }
    writeln!(out, "</svg>")
}

fn write_style(out: &mut impl Write) -> io::Result<()> {
    let series = |pick: fn(&(&'static str, &'static str)) -> &'static str| -> String {
        let colors = COLORS.iter().map(pick).enumerate();
        colors
            .map(|(at, color)| format!(".s{at}{{color:{color}}}"))
            .collect()
    };
    let (light, dark) = (series(|color| color.0), series(|color| color.1));
    writeln!(
        out,
        "<style>\n\
         text{{font:12px system-ui,sans-serif;fill:#444}}\n\
         .title{{font-size:17px;font-weight:600;fill:#111}}\n\
         .paper{{fill:#fff}}.grid{{stroke:#e2e2e2}}.axis{{stroke:#888}}\n\
         .bar{{fill:currentColor}}.line{{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}}\n\
         .dash{{stroke-dasharray:6 4}}.middle{{text-anchor:middle}}.end{{text-anchor:end}}\n\
         {light}\n\
         @media (prefers-color-scheme:dark){{\n\
         text{{fill:#bbb}}.title{{fill:#eee}}.paper{{fill:#15181c}}.grid{{stroke:#2d3238}}.axis{{stroke:#777}}\n\
         {dark}}}\n\
         </style>"
    )
}

/// A timeline and where its parts stand.
struct Chart<'a> {
    timeline: &'a Timeline,
    periods: Vec<Period>,
    scale: Scale,
    /// Where the plot begins.
    top: f64,
}

impl<'a> Chart<'a> {
    fn of(timeline: &'a Timeline) -> Self {
        let periods = timeline.periods();
        let values = timeline.series.iter().flat_map(|series| {
            let value = |period: &Period| timeline.value(series, &[*period]);
            periods.iter().map(value).collect::<Vec<_>>()
        });
        let most = values.fold(0.0, f64::max);
        let least_step = match timeline.measure {
            Measure::Articles => 1.0,
            Measure::Share => 0.001,
        };
        let num_rows = match timeline.series.len() {
            1 => 0,
            several => several.div_ceil(LEGEND_A_ROW),
        };
        Chart {
            timeline,
            scale: Scale::up_to(most, least_step),
            top: TOP + LEGEND_ROW * num_rows as f64,
            periods,
        }
    }

    /// Says how many articles there are, and what is not drawn because it lies in no period.
    fn note(&self) -> String {
        let [series] = self.timeline.series.as_slice() else {
            let is_drawn = |series: &Series| outside(series).is_empty();
            return match self.timeline.series.iter().all(is_drawn) {
                true => String::new(),
                false => "articles undated or of dates less exact are not shown".to_owned(),
            };
        };
        match outside(series) {
            outside if outside.is_empty() => articles(series.total()),
            outside => format!("{}, {outside}", articles(series.total())),
        }
    }

    /// The width of a period.
    fn step(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) / self.periods.len().max(1) as f64
    }

    fn middle(&self, at: usize) -> f64 {
        LEFT + (at as f64 + 0.5) * self.step()
    }

    fn height_at(&self, value: f64) -> f64 {
        let bottom = HEIGHT - BOTTOM;
        bottom - value / self.scale.end() * (bottom - self.top)
    }

    fn write_legend(&self, out: &mut impl Write) -> io::Result<()> {
        if self.timeline.series.len() == 1 {
            return Ok(());
        }
        let column = (WIDTH - LEFT - RIGHT) / LEGEND_A_ROW as f64;
        for (at, series) in self.timeline.series.iter().enumerate() {
            let x = LEFT + column * (at % LEGEND_A_ROW) as f64;
            let y = TOP - 2.0 + LEGEND_ROW * (at / LEGEND_A_ROW) as f64;
            writeln!(
                out,
                r#"<path class="line {}" d="M{x:.1} {:.1}h18"/>"#,
                class(at),
                y - 4.0
            )?;
            write_text(
                out,
                "name",
                (x + 24.0, y),
                &cut(series.label(), LEGEND_COLUMNS),
            )?;
        }
        Ok(())
    }

    fn write_axes(&self, out: &mut impl Write) -> io::Result<()> {
        for mark in self.scale.marks() {
            let y = self.height_at(mark);
            let class = if mark == 0.0 { "axis" } else { "grid" };
            writeln!(
                out,
                r#"<path class="{class}" d="M{LEFT} {y:.1}H{:.1}"/>"#,
                WIDTH - RIGHT
            )?;
            write_text(out, "end", (LEFT - 8.0, y + 4.0), &self.number(mark))?;
        }
        let widest = self.periods.iter().map(|period| period.to_string().len());
        let room = widest.max().unwrap_or(1) as f64 * LETTER + 14.0;
        let every = (room / self.step()).ceil().max(1.0) as usize;
        let y = HEIGHT - BOTTOM + 18.0;
        for (at, period) in self.periods.iter().enumerate().step_by(every) {
            write_text(out, "middle", (self.middle(at), y), &period.to_string())?;
        }
        let unit = format!("{} of publication", self.timeline.unit.as_str());
        let middle = (LEFT + WIDTH - RIGHT) / 2.0;
        write_text(out, "middle", (middle, HEIGHT - 16.0), &unit)?;
        let measure = match self.timeline.measure {
            Measure::Articles => "articles",
            Measure::Share => "share of all articles",
        };
        let y = (self.top + HEIGHT - BOTTOM) / 2.0;
        writeln!(
            out,
            r#"<text class="middle" transform="translate(18 {y:.1}) rotate(-90)">{measure}</text>"#
        )
    }

    /// A number of the vertical axis.
    fn number(&self, value: f64) -> String {
        match self.timeline.measure {
            Measure::Articles => format!("{value:.0}"),
            Measure::Share if self.scale.step >= 0.01 => format!("{:.0}%", value * 100.0),
            Measure::Share => format!("{:.1}%", value * 100.0),
        }
    }

    fn write_bars(&self, out: &mut impl Write, series: &Series) -> io::Result<()> {
        let width = (self.step() * 0.8).max(0.5);
        let bottom = self.height_at(0.0);
        for (at, period) in self.periods.iter().enumerate() {
            let value = self.timeline.value(series, &[*period]);
            if value == 0.0 {
                continue;
            }
            let (x, y) = (self.middle(at) - width / 2.0, self.height_at(value));
            writeln!(
                out,
                r#"<rect class="bar s0" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{:.1}"><title>{}</title></rect>"#,
                bottom - y,
                escaped(&told(series, *period))
            )?;
        }
        Ok(())
    }

    fn write_line(&self, out: &mut impl Write, number: usize, series: &Series) -> io::Result<()> {
        let points: Vec<(f64, f64)> = self
            .periods
            .iter()
            .enumerate()
            .map(|(at, period)| {
                let value = self.timeline.value(series, &[*period]);
                (self.middle(at), self.height_at(value))
            })
            .collect();
        let path: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{x:.1} {y:.1}"))
            .collect();
        if path.is_empty() {
            return Ok(());
        }
        let class = class(number);
        writeln!(
            out,
            r#"<path class="line {class}" d="M{}"/>"#,
            path.join("L")
        )?;
        for ((x, y), period) in points.iter().zip(&self.periods) {
            writeln!(
                out,
                r#"<circle class="bar {class}" cx="{x:.1}" cy="{y:.1}" r="2.5"><title>{}</title></circle>"#,
                escaped(&format!("{}, {}", series.label(), told(series, *period)))
            )?;
        }
        Ok(())
    }
}

/// The colour of a series; where these come again, the line is dashed.
fn class(number: usize) -> String {
    let dash = if number >= COLORS.len() { " dash" } else { "" };
    format!("s{}{dash}", number % COLORS.len())
}

fn told(series: &Series, period: Period) -> String {
    let (of_period, all) = (series.articles.of(period), series.all.of(period));
    let share = percent(share(of_period, all));
    format!("{period}: {} of {all} ({share})", articles(of_period))
}

fn write_text(out: &mut impl Write, class: &str, (x, y): (f64, f64), text: &str) -> io::Result<()> {
    writeln!(
        out,
        r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{}</text>"#,
        escaped(text)
    )
}

fn cut(text: &str, columns: usize) -> String {
    fitted(text, columns.min(width(text)))
}

/// Text as it stands in XML: what cannot stand there at all is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                escaped.push(char::REPLACEMENT_CHARACTER);
            }
            c => escaped.push(c),
        }
    }
    escaped
}
