//! The growth as a chart in SVG: a few small plots over the same sizes.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::step::{Step, thousands};

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 590.0;
/// The size of one plot, without its marks.
const PLOT: (f64, f64) = (330.0, 170.0);
/// Where the plots of the first row and column begin, and from one to the next.
const ORIGIN: (f64, f64) = (66.0, 92.0);
const PITCH: (f64, f64) = (424.0, 262.0);
/// Marks of a vertical axis, about.
const NUM_MARKS: f64 = 4.0;

/// What the number of a point takes above it.
const NUMBER_HEIGHT: f64 = 24.0;

const STYLE: &str = "<style>
text{font:12px system-ui,sans-serif;fill:#444}
.title{font-size:17px;font-weight:600;fill:#111}.head{font-size:13px;font-weight:600;fill:#222}
.paper{fill:#fff}.grid{stroke:#e2e2e2}.axis{stroke:#888}.goal{stroke:#999;stroke-dasharray:5 4}
.line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}.dot{fill:currentColor}
.value{fill:currentColor;text-anchor:middle}.middle{text-anchor:middle}.end{text-anchor:end}
.s0{color:#1f6fb2}.s1{color:#c4501b}
@media (prefers-color-scheme:dark){
text{fill:#bbb}.title,.head{fill:#eee}.paper{fill:#15181c}.grid{stroke:#2d3238}.axis,.goal{stroke:#777}
.s0{color:#5aaeea}.s1{color:#f08a52}}
</style>";

/// What of a step is drawn.
type Value = fn(&Step) -> f64;

/// One plot.
struct Plot {
    title: &'static str,
    /// What is drawn, and what it is called where there are several.
    lines: &'static [(&'static str, Value)],
    goal: Option<f64>,
    digits: usize,
}

const PLOTS: [Plot; 4] = [
    Plot {
        title: "processor time, ms an article",
        lines: &[("", |step| step.cpu_millis)],
        goal: None,
        digits: 2,
    },
    Plot {
        title: "peak memory while indexing, MB",
        lines: &[("", |step| step.peak_megabytes)],
        goal: Some(500.0),
        digits: 0,
    },
    Plot {
        title: "index size / text size",
        lines: &[("", |step| step.index_share)],
        goal: Some(0.9),
        digits: 2,
    },
    Plot {
        title: "a page of hits in the process, ms",
        lines: &[("p50", |step| step.page_p50), ("p95", |step| step.page_p95)],
        goal: None,
        digits: 1,
    },
];

/// Writes the chart as one SVG document.
pub(crate) fn write(mut out: impl Write, steps: &[Step]) -> io::Result<()> {
    let title = "From 25,000 articles to a million";
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">"#
    )?;
    writeln!(out, "<title>{title}</title>\n{STYLE}")?;
    writeln!(out, r#"<rect class="paper" width="100%" height="100%"/>"#)?;
    writeln!(
        out,
        r#"<text class="title" x="{}" y="32">{title}</text>"#,
        ORIGIN.0
    )?;
    for (number, plot) in PLOTS.iter().enumerate() {
        let (column, row) = ((number % 2) as f64, (number / 2) as f64);
        let at = (ORIGIN.0 + column * PITCH.0, ORIGIN.1 + row * PITCH.1);
        let drawn = Drawn {
            plot,
            steps,
            at,
            step: step_of_marks(plot, steps),
        };
        out.write_all(drawn.text().as_bytes())?;
    }
    writeln!(out, "</svg>")
}

/// The distance of the marks: 1, 2 or 5 times a power of ten.
fn step_of_marks(plot: &Plot, steps: &[Step]) -> f64 {
    let values = plot
        .lines
        .iter()
        .flat_map(|(_, value)| steps.iter().map(value));
    let most = values.chain(plot.goal).fold(f64::MIN_POSITIVE, f64::max);
    let power = 10.0_f64.powf((most / NUM_MARKS).log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let factor = factors
        .into_iter()
        .find(|factor| factor * power * NUM_MARKS >= most);
    factor.unwrap_or(10.0) * power
}

/// A plot at its place.
struct Drawn<'a> {
    plot: &'a Plot,
    steps: &'a [Step],
    at: (f64, f64),
    /// The distance of its marks.
    step: f64,
}

impl Drawn<'_> {
    fn text(&self) -> String {
        let mut text = format!(
            "<text class=\"head\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
            self.at.0,
            self.at.1 - 22.0,
            self.plot.title
        );
        self.add_axes(&mut text);
        for (number, (name, value)) in self.plot.lines.iter().enumerate() {
            self.add_line(&mut text, number, name, *value);
        }
        text
    }

    /// Sizes stand by their logarithms.
    fn x(&self, articles: usize) -> f64 {
        let log = |step: Option<&Step>| step.map_or(0.0, |step| (step.articles as f64).ln());
        let (first, last) = (log(self.steps.first()), log(self.steps.last()));
        let share = ((articles as f64).ln() - first) / (last - first).max(f64::MIN_POSITIVE);
        self.at.0 + 16.0 + share * (PLOT.0 - 32.0)
    }

    fn y(&self, value: f64) -> f64 {
        self.at.1 + PLOT.1 * (1.0 - value / (self.step * NUM_MARKS))
    }

    // Writing to a string cannot fail.
    fn add_axes(&self, text: &mut String) {
        let (left, right) = (self.at.0, self.at.0 + PLOT.0);
        for mark in 0..=NUM_MARKS as usize {
            let value = mark as f64 * self.step;
            let y = self.y(value);
            let class = if mark == 0 { "axis" } else { "grid" };
            let digits = usize::from(self.step < 1.0) + usize::from(self.step < 0.1);
            let _ = writeln!(
                text,
                r#"<path class="{class}" d="M{left} {y:.1}H{right}"/>"#
            );
            let _ = writeln!(
                text,
                r#"<text class="end" x="{:.1}" y="{:.1}">{value:.digits$}</text>"#,
                left - 8.0,
                y + 4.0
            );
        }
        if let Some(goal) = self.plot.goal {
            let y = self.y(goal);
            let _ = writeln!(text, r#"<path class="goal" d="M{left} {y:.1}H{right}"/>"#);
            let _ = writeln!(
                text,
                r#"<text x="{:.1}" y="{:.1}">goal</text>"#,
                left + 4.0,
                y - 5.0
            );
        }
        for step in self.steps {
            let _ = writeln!(
                text,
                r#"<text class="middle" x="{:.1}" y="{:.1}">{}</text>"#,
                self.x(step.articles),
                self.at.1 + PLOT.1 + 18.0,
                short(step.articles)
            );
        }
    }

    /// Tells whether the number of a point would stand on a later line, or on the numbers of that.
    fn is_crowded(&self, number: usize, step: &Step) -> bool {
        let y = |value: Value| self.y(value(step));
        let own = y(self.plot.lines[number].1);
        let later = &self.plot.lines[number + 1..];
        later
            .iter()
            .any(|(_, value)| (own - y(*value)).abs() < NUMBER_HEIGHT)
    }

    fn add_line(&self, text: &mut String, number: usize, name: &str, value: Value) {
        let points: Vec<String> = self
            .steps
            .iter()
            .map(|step| format!("{:.1} {:.1}", self.x(step.articles), self.y(value(step))))
            .collect();
        let _ = writeln!(
            text,
            r#"<path class="line s{number}" d="M{}"/>"#,
            points.join("L")
        );
        let digits = self.plot.digits;
        for step in self.steps {
            let (x, y, value) = (self.x(step.articles), self.y(value(step)), value(step));
            let _ = writeln!(
                text,
                r#"<circle class="dot s{number}" cx="{x:.1}" cy="{y:.1}" r="3"><title>{} articles: {value:.digits$}</title></circle>"#,
                thousands(step.articles)
            );
            if !self.is_crowded(number, step) {
                let _ = writeln!(
                    text,
                    r#"<text class="value s{number}" x="{x:.1}" y="{:.1}">{value:.digits$}</text>"#,
                    y - 8.0
                );
            }
        }
        if let (false, Some(last)) = (name.is_empty(), self.steps.last()) {
            let _ = writeln!(
                text,
                r#"<text class="value s{number}" x="{:.1}" y="{:.1}">{name}</text>"#,
                self.x(last.articles) + 30.0,
                self.y(value(last)) + 4.0
            );
        }
    }
}

/// A size in few letters.
fn short(articles: usize) -> String {
    match articles {
        1_000_000.. => format!("{} million", articles as f64 / 1e6),
        _ => thousands(articles),
    }
}
