//! `search facets`: the matching articles by source, section, name, period.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::counted::{CountedArgs, Form, matching};
use super::filters::positive;
use super::terminal::{self, Color};
use crate::article::EntityKind;
use crate::engine::{CalendarUnit, Counted, Counting, Counts, Facet, PeriodCounts, Tally};
use crate::output::facets::{
    FacetsSummary, ShownFacet, value_objects, write_facets, write_facets_csv,
};
use crate::output::json::write_line;

/// The number of values of a facet, unless another is asked for; of periods all are shown.
const VALUES: usize = 10;

/// Count the articles that match by source, section, language, name or period
#[derive(Debug, Args)]
pub(super) struct FacetsArgs {
    /// What to count by; several apart by commas, or given again
    #[arg(long, value_name = "FACET", value_delimiter = ',', default_values = ["source", "section", "lang", "year"])]
    by: Vec<ByArg>,
    /// Number of values of each facet, those of most articles [default: 10; of periods, all]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive)]
    limit: Option<usize>,
    #[command(flatten)]
    counted: CountedArgs,
}

/// What articles are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ByArg {
    /// Publication or site.
    Source,
    /// Section.
    Section,
    /// Language.
    #[value(alias = "language")]
    Lang,
    /// Format of the file.
    Format,
    /// People in the article.
    Person,
    /// Organizations in the article.
    #[value(alias = "organization")]
    Org,
    /// Places in the article.
    Place,
    /// Other names in the article.
    Other,
    /// Day of publication, in UTC.
    Day,
    /// Week of publication, from Monday.
    Week,
    /// Month of publication.
    Month,
    /// Quarter of publication.
    Quarter,
    /// Year of publication.
    Year,
}

/// What the engine counts, or the unit of time that the counted days are put together in.
enum By {
    Facet(Facet),
    Unit(CalendarUnit),
}

impl From<ByArg> for By {
    fn from(by: ByArg) -> Self {
        match by {
            ByArg::Source => By::Facet(Facet::Source),
            ByArg::Section => By::Facet(Facet::Section),
            ByArg::Lang => By::Facet(Facet::Language),
            ByArg::Format => By::Facet(Facet::Format),
            ByArg::Person => By::Facet(Facet::Names(EntityKind::Person)),
            ByArg::Org => By::Facet(Facet::Names(EntityKind::Organization)),
            ByArg::Place => By::Facet(Facet::Names(EntityKind::Place)),
            ByArg::Other => By::Facet(Facet::Names(EntityKind::Other)),
            ByArg::Day => By::Unit(CalendarUnit::Day),
            ByArg::Week => By::Unit(CalendarUnit::Week),
            ByArg::Month => By::Unit(CalendarUnit::Month),
            ByArg::Quarter => By::Unit(CalendarUnit::Quarter),
            ByArg::Year => By::Unit(CalendarUnit::Year),
        }
    }
}

pub(super) fn run(args: FacetsArgs, color: Color) -> anyhow::Result<Outcome> {
    let counter = args.counted.open()?;
    let mut question = counter.question()?;
    let by: Vec<By> = args.by.iter().copied().map(By::from).collect();
    let counted = by.iter().filter_map(|by| match by {
        By::Facet(facet) => Some(*facet),
        By::Unit(_) => None,
    });
    let counted: Vec<Facet> = counted.collect();
    let counting = Counting {
        by: &counted,
        ..Counting::default()
    };
    let counts = counter.count(&mut question, &counting)?;
    let facets = shown(&by, &counts, args.limit);
    let mut out = terminal::stdout();
    match args.counted.form() {
        Form::Text if counts.all.total == 0 => {}
        Form::Text => write_facets(&mut out, &facets, terminal::style(color, false))?,
        Form::Csv => write_facets_csv(&mut out, &facets)?,
        Form::Json => {
            for value in facets.iter().flat_map(value_objects) {
                write_line(&mut out, &value)?;
            }
            let more = FacetsSummary::from(facets.as_slice());
            write_line(
                &mut out,
                &counter.summary(&question, counts.all.total, more),
            )?;
        }
    }
    out.flush()?;
    counter.say(&matching(counts.all.total));
    Ok(match counts.all.total {
        0 => Outcome::NothingFound,
        _ => Outcome::Success,
    })
}

/// What is shown of each facet, in the order in which they were asked for.
fn shown(by: &[By], counts: &Counts, limit: Option<usize>) -> Vec<ShownFacet> {
    let mut tallies = counts.all.by.iter();
    let mut shown = Vec::new();
    for by in by {
        match by {
            By::Unit(unit) => shown.push(of_unit(*unit, counts, limit)),
            By::Facet(facet) => {
                let tally = tallies.next();
                shown.extend(tally.map(|tally| of_facet(*facet, tally, counts, limit)));
            }
        }
    }
    shown
}

fn of_facet(facet: Facet, tally: &Tally, counts: &Counts, limit: Option<usize>) -> ShownFacet {
    let limit = limit.unwrap_or(VALUES).min(tally.values.len());
    let (shown, others) = tally.values.split_at(limit);
    let num_others = others.iter().map(|counted| counted.articles).sum();
    ShownFacet {
        by: facet.as_str(),
        total: counts.all.total,
        shown: shown.to_vec(),
        num_values: tally.values.len() as u64,
        others: (!matches!(facet, Facet::Names(_))).then_some(num_others),
        none: tally.none,
        imprecise: None,
    }
}

fn of_unit(unit: CalendarUnit, counts: &Counts, limit: Option<usize>) -> ShownFacet {
    let periods = counts.days.by(unit);
    let shown = largest(&periods, limit.unwrap_or(usize::MAX));
    let dated: u64 = periods.periods.values().sum();
    let num_shown: u64 = shown.iter().map(|counted| counted.articles).sum();
    ShownFacet {
        by: unit.as_str(),
        total: counts.all.total,
        shown,
        num_values: periods.periods.len() as u64,
        others: Some(dated - num_shown),
        none: periods.undated,
        imprecise: Some(periods.imprecise),
    }
}

/// The periods of most articles, in the order of time.
fn largest(periods: &PeriodCounts, most: usize) -> Vec<Counted> {
    let mut largest: Vec<_> = periods.periods.iter().collect();
    largest.sort_by_key(|(_, articles)| std::cmp::Reverse(**articles));
    largest.truncate(most);
    largest.sort_unstable();
    let counted = largest.into_iter().map(|(period, articles)| Counted {
        value: period.to_string(),
        articles: *articles,
    });
    counted.collect()
}
