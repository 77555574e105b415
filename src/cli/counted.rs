//! What the commands share that count the articles of a query.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::excluded::unshielded;
use super::filters::{FilterArgs, IndexPlace, seconds};
use super::place::Place;
use super::reading::{ReadingArgs, messages, pointed};
use super::terminal;
use crate::aliases::Aliases;
use crate::engine::local::LocalEngine;
use crate::engine::{
    CalendarUnit, Counting, Counts, DayRange, Engine, Filters, PeriodCounts, SearchRequest,
};
use crate::output::reading::cut_expansions;
use crate::output::share::articles;
use crate::output::summary::CountSummary;
use crate::query::{Parsed, Query};

/// Which articles are counted, and how the answer is written.
#[derive(Debug, Args)]
pub(super) struct CountedArgs {
    /// Words and operators as in `search query`; none for all articles
    query: Vec<String>,
    /// Print JSON Lines
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print comma-separated values
    #[arg(long)]
    csv: bool,
    /// Give up after so many seconds; 0 never gives up
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    /// Print nothing but the counts
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    place: IndexPlace,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// For people.
    Text,
    /// JSON Lines.
    Json,
    /// Comma-separated values.
    Csv,
}

impl CountedArgs {
    pub(super) fn form(&self) -> Form {
        match (self.json, self.csv) {
            (true, _) => Form::Json,
            (_, true) => Form::Csv,
            _ => Form::Text,
        }
    }

    /// Opens the index, and notes the time.
    pub(super) fn open(&self) -> anyhow::Result<Counter<'_>> {
        let start = Instant::now();
        let filters = self.filters.filters()?;
        let place = self.place.find()?;
        Ok(Counter {
            aliases: self.filters.aliases.load(&place)?,
            args: self,
            filters,
            engine: LocalEngine::open(&place.index)?,
            place,
            start,
        })
    }
}

/// An index whose articles are counted.
pub(super) struct Counter<'a> {
    args: &'a CountedArgs,
    filters: Filters,
    aliases: Arc<Aliases>,
    engine: LocalEngine,
    place: Place,
    start: Instant,
}

/// A query and how it was read.
pub(super) struct Question {
    /// As typed.
    pub(super) text: String,
    pub(super) parsed: Parsed,
    /// What was read otherwise than it was typed, and patterns that were cut.
    pub(super) warnings: Vec<String>,
}

impl Counter<'_> {
    /// Reads the query of the command line.
    pub(super) fn question(&self) -> anyhow::Result<Question> {
        self.read(&self.args.query.join(" "))
    }

    /// Reads a query, and says what was repaired; one without words finds all articles.
    pub(super) fn read(&self, typed: &str) -> anyhow::Result<Question> {
        let text = unshielded(typed);
        let mut parsed = self.args.reading.read(&text, &self.place)?;
        if text.trim().is_empty() {
            parsed.query = Query::All;
        }
        if !self.args.quiet {
            for repair in &parsed.warnings {
                terminal::warn(&pointed(&text, repair));
            }
        }
        let warnings = messages(&parsed.warnings);
        Ok(Question {
            text,
            parsed,
            warnings,
        })
    }

    /// Counts the articles that a question and the filters find, and says which patterns were cut.
    pub(super) fn count(
        &self,
        question: &mut Question,
        counting: &Counting<'_>,
    ) -> anyhow::Result<Counts> {
        let counts = self.count_again(question, counting)?;
        let cut = cut_expansions(&counts.expansions);
        if !self.args.quiet {
            cut.iter().for_each(|warning| terminal::warn(warning));
        }
        question.warnings.extend(cut);
        Ok(counts)
    }

    /// Counts in another way what was counted before.
    pub(super) fn count_again(
        &self,
        question: &Question,
        counting: &Counting<'_>,
    ) -> anyhow::Result<Counts> {
        self.answer(
            question.parsed.query.clone(),
            self.filters.clone(),
            counting,
        )
    }

    /// Counts all articles that the filters let pass.
    pub(super) fn count_filtered(&self, counting: &Counting<'_>) -> anyhow::Result<Counts> {
        self.answer(Query::All, self.filters.clone(), counting)
    }

    /// Counts all articles of the index.
    pub(super) fn count_all(&self, counting: &Counting<'_>) -> anyhow::Result<Counts> {
        self.answer(Query::All, Filters::default(), counting)
    }

    /// The days that the filters ask for.
    pub(super) fn days(&self) -> DayRange {
        self.filters.days
    }

    /// Asks the engine. All counts come from here, so that names that are one
    /// ([`Counting::counted_as`]) are one in all of them.
    fn answer(
        &self,
        query: Query,
        filters: Filters,
        counting: &Counting<'_>,
    ) -> anyhow::Result<Counts> {
        let aliases = Arc::clone(&self.aliases);
        let called = move |kind, name: &str| {
            let group = aliases.group_of(kind, name)?;
            Some(group.name.clone())
        };
        let counting = Counting {
            counted_as: Some(&called),
            ..*counting
        };
        let request = SearchRequest {
            filters,
            aliases: Arc::clone(&self.aliases),
            timeout: Some(self.args.timeout).filter(|timeout| !timeout.is_zero()),
            ..SearchRequest::new(query)
        };
        Ok(self.engine.count(&request, &counting)?)
    }

    /// Makes the last line of the JSON of an answer.
    pub(super) fn summary<'a, T>(
        &self,
        question: &'a Question,
        total: u64,
        more: T,
    ) -> CountSummary<'a, T> {
        CountSummary::new(
            total,
            self.took_ms(),
            (&question.text, question.parsed.query.to_string()),
            &question.warnings,
            more,
        )
    }

    /// Says what is known beside the counts, such as their sum.
    pub(super) fn say(&self, what: &str) {
        if !self.args.quiet && !self.args.json {
            terminal::say(&format!("{what} ({:.1} ms)", self.took_ms()));
        }
    }

    fn took_ms(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1000.0
    }
}

/// Says how many articles match.
pub(super) fn matching(total: u64) -> String {
    match total {
        0 => "no article matches".to_owned(),
        total => articles(total),
    }
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum UnitArg {
    /// From midnight to midnight, in UTC.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A month of a year.
    Month,
    /// Three months.
    Quarter,
    /// From January to December.
    Year,
}

impl From<UnitArg> for CalendarUnit {
    fn from(unit: UnitArg) -> Self {
        match unit {
            UnitArg::Day => CalendarUnit::Day,
            UnitArg::Week => CalendarUnit::Week,
            UnitArg::Month => CalendarUnit::Month,
            UnitArg::Quarter => CalendarUnit::Quarter,
            UnitArg::Year => CalendarUnit::Year,
        }
    }
}

/// Says how many articles lie in no period.
pub(super) fn outside(periods: &PeriodCounts) -> String {
    let mut told = String::new();
    if periods.imprecise > 0 {
        told += &format!(", {} of dates less exact", periods.imprecise);
    }
    if periods.undated > 0 {
        told += &format!(", {} undated", periods.undated);
    }
    told
}
