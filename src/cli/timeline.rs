//! `search timeline`: the matching articles over time.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::Outcome;
use super::counted::{CountedArgs, Counter, Form, Question, UnitArg, matching};
use super::filters::positive;
use super::terminal::{self, Color};
use crate::engine::{CalendarUnit, Counting, Counts, DayCounts, Facet, Period, PeriodCounts};
use crate::output::json::write_line;
use crate::output::timeline::{
    Measure, Series, Timeline, TimelineSummary, period_objects, write_chart, write_timeline,
    write_timeline_csv,
};

/// The most periods that are shown where no unit is asked for.
const MOST_PERIODS: usize = 60;

/// Count the articles that match by day, week, month, quarter or year
#[derive(Debug, Args)]
pub(super) struct TimelineArgs {
    /// Unit of the calendar [default: the finest with 60 periods at the most]
    #[arg(long, value_name = "UNIT")]
    by: Option<UnitArg>,
    /// Another query to put beside; given again: several
    #[arg(long, value_name = "QUERY")]
    compare: Vec<String>,
    /// The sources with most of the articles side by side
    #[arg(long, conflicts_with = "compare")]
    by_source: bool,
    /// Number of sources
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5, value_parser = positive)]
    limit: usize,
    /// Draw shares of all articles of each period rather than numbers
    #[arg(long)]
    share: bool,
    /// Write a chart to this file as well
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    counted: CountedArgs,
}

pub(super) fn run(args: TimelineArgs, color: Color) -> anyhow::Result<Outcome> {
    let counter = args.counted.open()?;
    let mut questions = vec![counter.question()?];
    for query in &args.compare {
        questions.push(counter.read(query)?);
    }
    let (timeline, totals) = Asked {
        args: &args,
        counter: &counter,
    }
    .timeline(&mut questions)?;
    if let Some(file) = &args.svg {
        write_svg(file, &timeline).with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    let mut out = terminal::stdout();
    match args.counted.form() {
        Form::Text if totals.iter().all(|total| *total == 0) => {}
        Form::Text => write_timeline(&mut out, &timeline, terminal::style(color, false))?,
        Form::Csv => write_timeline_csv(&mut out, &timeline)?,
        Form::Json => {
            for series in &timeline.series {
                for object in period_objects(&timeline, series) {
                    write_line(&mut out, &object)?;
                }
            }
            let more = TimelineSummary::from(&timeline);
            write_line(&mut out, &counter.summary(&questions[0], totals[0], more))?;
        }
    }
    out.flush()?;
    counter.say(&told(&totals));
    Ok(match totals.iter().sum() {
        0 => Outcome::NothingFound,
        1.. => Outcome::Success,
    })
}

/// Says how many articles each question found.
fn told(totals: &[u64]) -> String {
    match totals {
        [total] => matching(*total),
        totals => {
            let totals: Vec<String> = totals.iter().map(u64::to_string).collect();
            format!("{} articles", totals.join(", "))
        }
    }
}

fn write_svg(file: &Path, timeline: &Timeline) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    write_chart(&mut out, timeline)?;
    out.flush()
}

/// What was asked for, and where.
struct Asked<'a> {
    args: &'a TimelineArgs,
    counter: &'a Counter<'a>,
}

impl Asked<'_> {
    /// Counts, and returns the timeline with the number of articles of each question.
    fn timeline(&self, questions: &mut [Question]) -> anyhow::Result<(Timeline, Vec<u64>)> {
        let mut counts = Vec::new();
        for question in questions.iter_mut() {
            counts.push(self.counter.count(question, &Counting::default())?);
        }
        let totals = counts.iter().map(|counts| counts.all.total).collect();
        let all = self.counter.count_filtered(&Counting::default())?;
        let unit = match self.args.by {
            Some(unit) => unit.into(),
            None => fitting_unit(&counts),
        };
        let all_periods = all.days.by(unit);
        let mut series = match self.args.by_source {
            true => self.by_source(&questions[0], unit)?,
            false => Vec::new(),
        };
        // There is nothing to part where no article has a source.
        if series.is_empty() {
            series = questions
                .iter()
                .zip(&counts)
                .map(|(question, counts)| Series {
                    articles: counts.days.by(unit),
                    all: all_periods.clone(),
                    ..series_of(question)
                })
                .collect();
        }
        let timeline = Timeline {
            unit,
            span: self.span(&counts, &all_periods, unit),
            measure: match self.args.share {
                true => Measure::Share,
                false => Measure::Articles,
            },
            series,
        };
        Ok((timeline, totals))
    }

    /// A series for each of the sources with most of the articles.
    fn by_source(&self, question: &Question, unit: CalendarUnit) -> anyhow::Result<Vec<Series>> {
        let counting = Counting {
            by: &[Facet::Source],
            within: Some(unit),
            ..Counting::default()
        };
        let counts = self.counter.count_again(question, &counting)?;
        let all = self.counter.count_filtered(&counting)?;
        let sources = counts.all.by[0].values.iter().take(self.args.limit);
        let of_source = |source: &str| Series {
            source: Some(source.to_owned()),
            articles: periods_of(&counts, source),
            all: periods_of(&all, source),
            ..series_of(question)
        };
        Ok(sources.map(|counted| of_source(&counted.value)).collect())
    }

    /// The periods from the first to the last that has a matching article; from the first and to
    /// the last of all where these are what the filters ask for.
    fn span(
        &self,
        counts: &[Counts],
        all: &PeriodCounts,
        unit: CalendarUnit,
    ) -> Option<(Period, Period)> {
        let matching: Vec<PeriodCounts> = counts.iter().map(|c| c.days.by(unit)).collect();
        let periods = || {
            matching
                .iter()
                .flat_map(|counts| counts.periods.keys().copied())
        };
        let (mut first, mut last) = (periods().min()?, periods().max()?);
        let days = self.counter.days();
        if days.from.is_some() {
            first = all
                .periods
                .keys()
                .next()
                .map_or(first, |&of_all| first.min(of_all));
        }
        if days.to.is_some() {
            last = all
                .periods
                .keys()
                .next_back()
                .map_or(last, |&of_all| last.max(of_all));
        }
        Some((first, last))
    }
}

/// The series of a question, without counts.
fn series_of(question: &Question) -> Series {
    Series {
        query: question.text.clone(),
        read_as: question.parsed.query.to_string(),
        warnings: question.warnings.clone(),
        ..Series::default()
    }
}

/// The articles of one source by period.
fn periods_of(counts: &Counts, source: &str) -> PeriodCounts {
    let mut periods = PeriodCounts::default();
    for (when, tallies) in &counts.within {
        let mut values = tallies.by[0].values.iter();
        if let Some(counted) = values.find(|counted| counted.value == source) {
            periods.add(*when, counted.articles);
        }
    }
    periods
}

/// The finest unit that gives no more periods than can be looked over, and to which nine in ten
/// of the dates are known.
fn fitting_unit(counts: &[Counts]) -> CalendarUnit {
    let is_fitting = |unit: &CalendarUnit| {
        let spans: Vec<_> = counts.iter().filter_map(|c| c.days.span()).collect();
        let first = spans.iter().map(|span| span.0).min();
        let last = spans.iter().map(|span| span.1).max();
        let (Some(first), Some(last)) = (first, last) else {
            return true;
        };
        let periods = Period::of(first, *unit).to(Period::of(last, *unit));
        let sum = |count: fn(&DayCounts, CalendarUnit) -> u64| -> u64 {
            counts.iter().map(|c| count(&c.days, *unit)).sum()
        };
        let dated = sum(|days, _| days.num_dated());
        let imprecise = sum(|days, unit| days.by(unit).imprecise);
        periods.take(MOST_PERIODS + 1).count() <= MOST_PERIODS && imprecise * 10 <= dated
    };
    let mut units = CalendarUnit::ALL.into_iter();
    units.find(is_fitting).unwrap_or(CalendarUnit::Year)
}
