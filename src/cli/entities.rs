//! `search entities`: whom and what the matching articles name.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::counted::{CountedArgs, Counter, Form, UnitArg, matching, outside};
use super::filters::positive;
use super::terminal::{self, Color};
use crate::article::EntityKind;
use crate::engine::distinctive::distinctive;
use crate::engine::{Counting, Counts, Facet, Period, Tallies, When};
use crate::output::entities::{NameObject, NamesSummary, RankedName, write_names, write_names_csv};
use crate::output::json::write_line;

/// The number of names, and that of each period, unless another is asked for.
const NAMES: usize = 20;
const NAMES_OF_A_PERIOD: usize = 5;

/// Rank the people, organizations, places and other names of the articles that match
#[derive(Debug, Args)]
pub(super) struct EntitiesArgs {
    /// Names of this kind alone; given again: of these
    #[arg(long, value_name = "KIND")]
    kind: Vec<KindArg>,
    /// Rank names that are more frequent than in all articles, by log-likelihood (G²)
    #[arg(long)]
    distinctive: bool,
    /// Rank the names of each period apart
    #[arg(long, value_name = "UNIT")]
    by: Option<UnitArg>,
    /// Number of names [default: 20; with --by, 5 a period]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive)]
    limit: Option<usize>,
    #[command(flatten)]
    counted: CountedArgs,
}

/// A kind of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum KindArg {
    /// People.
    Person,
    /// Companies, parties, agencies, teams.
    #[value(alias = "organization")]
    Org,
    /// Countries, cities, regions.
    Place,
    /// All other names.
    Other,
}

impl From<KindArg> for EntityKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Person => EntityKind::Person,
            KindArg::Org => EntityKind::Organization,
            KindArg::Place => EntityKind::Place,
            KindArg::Other => EntityKind::Other,
        }
    }
}

pub(super) fn run(args: EntitiesArgs, color: Color) -> anyhow::Result<Outcome> {
    let counter = args.counted.open()?;
    let mut question = counter.question()?;
    let kinds = kinds(&args);
    let facets: Vec<Facet> = kinds.iter().copied().map(Facet::Names).collect();
    let counting = Counting {
        by: &facets,
        within: args.by.map(Into::into),
        ..Counting::default()
    };
    let counts = counter.count(&mut question, &counting)?;
    let names = Ranking {
        kinds: &kinds,
        all: all_articles(&args, &counter, counting)?,
        limit: args.limit,
    }
    .of(&counts, args.by.is_some());
    let mut out = terminal::stdout();
    match args.counted.form() {
        Form::Text => write_names(&mut out, &names, terminal::style(color, false))?,
        Form::Csv => write_names_csv(&mut out, &names)?,
        Form::Json => {
            for name in &names {
                write_line(&mut out, &NameObject::from(name))?;
            }
            let periods = args.by.map(|unit| counts.days.by(unit.into()));
            let more = NamesSummary::new(num_names(&counts.all), periods.as_ref());
            write_line(
                &mut out,
                &counter.summary(&question, counts.all.total, more),
            )?;
        }
    }
    out.flush()?;
    counter.say(&told(&counts, args.by));
    Ok(match names.is_empty() {
        true => Outcome::NothingFound,
        false => Outcome::Success,
    })
}

fn kinds(args: &EntitiesArgs) -> Vec<EntityKind> {
    let is_wanted = |kind: &EntityKind| {
        args.kind.is_empty() || args.kind.iter().any(|&arg| EntityKind::from(arg) == *kind)
    };
    EntityKind::ALL.into_iter().filter(is_wanted).collect()
}

/// What the names of the matching articles are held against, where that was asked for.
fn all_articles(
    args: &EntitiesArgs,
    counter: &Counter<'_>,
    counting: Counting<'_>,
) -> anyhow::Result<Option<Tallies>> {
    let whole = Counting {
        within: None,
        ..counting
    };
    args.distinctive
        .then(|| Ok(counter.count_all(&whole)?.all))
        .transpose()
}

/// How names are ranked.
struct Ranking<'a> {
    kinds: &'a [EntityKind],
    /// All articles of the index, where names that are more frequent than there are looked for.
    all: Option<Tallies>,
    limit: Option<usize>,
}

impl Ranking<'_> {
    fn of(&self, counts: &Counts, is_by_period: bool) -> Vec<RankedName> {
        if !is_by_period {
            return self.rank(&counts.all, None, NAMES);
        }
        let in_periods = counts
            .within
            .iter()
            .filter_map(|(when, tallies)| match when {
                When::In(period) => Some((*period, tallies)),
                When::Imprecise | When::Undated => None,
            });
        in_periods
            .flat_map(|(period, tallies)| self.rank(tallies, Some(period), NAMES_OF_A_PERIOD))
            .collect()
    }

    fn rank(&self, tallies: &Tallies, period: Option<Period>, most: usize) -> Vec<RankedName> {
        let mut names: Vec<RankedName> = (0..self.kinds.len())
            .flat_map(|at| self.of_kind(at, tallies, period))
            .collect();
        // Equal ones stay in the order of kinds, and of names.
        match self.all {
            Some(_) => names.sort_by(|a, b| likelihood(b).total_cmp(&likelihood(a))),
            None => names.sort_by_key(|name| std::cmp::Reverse(name.articles)),
        }
        names.truncate(self.limit.unwrap_or(most));
        for (rank, name) in (1..).zip(&mut names) {
            name.rank = rank;
        }
        names
    }

    fn of_kind(&self, at: usize, tallies: &Tallies, period: Option<Period>) -> Vec<RankedName> {
        let tally = &tallies.by[at];
        let name = |name: &str, articles| RankedName {
            period,
            rank: 0,
            kind: self.kinds[at],
            name: name.to_owned(),
            articles,
            of: tallies.total,
            distinctive: None,
        };
        let Some(all) = &self.all else {
            let values = tally.values.iter();
            return values
                .map(|counted| name(&counted.value, counted.articles))
                .collect();
        };
        distinctive((tally, tallies.total), (&all.by[at], all.total))
            .into_iter()
            .map(|found| RankedName {
                distinctive: Some(found.clone()),
                ..name(&found.value, found.articles)
            })
            .collect()
    }
}

fn likelihood(name: &RankedName) -> f64 {
    let distinctive = name.distinctive.as_ref();
    distinctive.map_or(0.0, |distinctive| distinctive.log_likelihood)
}

fn num_names(tallies: &Tallies) -> u64 {
    let num_values = tallies.by.iter().map(|tally| tally.values.len() as u64);
    num_values.sum()
}

/// Says what was counted, and what lies in no period.
fn told(counts: &Counts, by: Option<UnitArg>) -> String {
    let mut told = matching(counts.all.total);
    if counts.all.total > 0 {
        told += &format!(", {} names", num_names(&counts.all));
    }
    if let Some(unit) = by {
        let periods = counts.days.by(unit.into());
        told += &outside(&periods);
    }
    told
}
