//! What the commands share that go through all articles of a query.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::excluded::unshielded;
use super::filters::{FilterArgs, IndexPlace, seconds};
use super::place::Place;
use super::reading::{ReadingArgs, messages, pointed};
use super::terminal;
use crate::engine::local::LocalEngine;
use crate::engine::{Detail, Engine, FoundDocument, SearchRequest, SearchResponse, Sort};
use crate::output::reading::cut_expansions;
use crate::query::{Parsed, Query};

/// Which articles are gone through.
#[derive(Debug, Args)]
pub(super) struct AskedArgs {
    /// Words and operators as in `search query`; may be left out where a filter is given
    query: Vec<String>,
    /// Give up after so many seconds; 0 never gives up
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    timeout: Duration,
    /// Say nothing beside what is asked for
    #[arg(short, long)]
    pub(super) quiet: bool,
    #[command(flatten)]
    place: IndexPlace,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

/// The order of articles where all are gone through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum WholeSort {
    /// As they lie in the index; nothing is kept of them, however many there are.
    #[default]
    Index,
    /// Best match first.
    Relevance,
    /// Latest first, undated last.
    Newest,
    /// Earliest first, undated last.
    Oldest,
}

impl From<WholeSort> for Sort {
    fn from(sort: WholeSort) -> Self {
        match sort {
            WholeSort::Index => Sort::Index,
            WholeSort::Relevance => Sort::Relevance,
            WholeSort::Newest => Sort::Newest,
            WholeSort::Oldest => Sort::Oldest,
        }
    }
}

/// A query whose articles are gone through.
pub(super) struct Asked {
    pub(super) place: Place,
    pub(super) engine: LocalEngine,
    /// As typed.
    pub(super) text: String,
    pub(super) parsed: Parsed,
    /// For all articles that match, in the order of the index.
    pub(super) request: SearchRequest,
    /// What was read otherwise than it was typed, and patterns that were cut.
    pub(super) warnings: Vec<String>,
    is_quiet: bool,
    start: Instant,
}

impl AskedArgs {
    /// Tells whether names that are one are taken together.
    pub(super) fn takes_aliases(&self) -> bool {
        self.filters.aliases.are_taken()
    }

    /// Reads the query, opens the index, and says what was repaired.
    pub(super) fn open(&self) -> anyhow::Result<Asked> {
        let start = Instant::now();
        let text = unshielded(&self.query.join(" "));
        let filters = self.filters.filters()?;
        let place = self.place.find()?;
        let mut parsed = self.reading.read(&text, &place)?;
        if text.trim().is_empty() {
            anyhow::ensure!(
                !filters.is_empty(),
                "nothing to search for: expected words, a filter such as `--person NAME`, or `*` for all articles"
            );
            parsed.query = Query::All;
        }
        if !self.quiet {
            for repair in &parsed.warnings {
                terminal::warn(&pointed(&text, repair));
            }
        }
        let engine = LocalEngine::open(&place.index)?;
        let aliases = &self.filters.aliases;
        let aliases = aliases.of_query(&place, &parsed.query, &filters)?;
        let request = SearchRequest {
            filters,
            aliases: Arc::clone(&aliases),
            sort: Sort::Index,
            limit: usize::MAX,
            detail: Detail::Snippets(0),
            timeout: Some(self.timeout).filter(|timeout| !timeout.is_zero()),
            ..SearchRequest::new(parsed.query.clone())
        };
        Ok(Asked {
            warnings: messages(&parsed.warnings),
            place,
            engine,
            text,
            parsed,
            request,
            is_quiet: self.quiet,
            start,
        })
    }
}

impl Asked {
    /// Goes through the articles until `visit` fails, and says which patterns were cut.
    pub(super) fn each(
        &mut self,
        mut visit: impl FnMut(FoundDocument) -> anyhow::Result<()>,
    ) -> anyhow::Result<SearchResponse> {
        let mut result = Ok(());
        let response = self.engine.each_document(&self.request, &mut |found| {
            result = visit(found);
            match result {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        })?;
        result?;
        let cut = cut_expansions(&response.expansions);
        if !self.is_quiet {
            cut.iter().for_each(|warning| terminal::warn(warning));
        }
        self.warnings.extend(cut);
        Ok(response)
    }

    /// Says what is known when all is written, such as a sum.
    pub(super) fn say(&self, what: &str) {
        if !self.is_quiet {
            terminal::say(&format!("{what} ({:.1} ms)", self.took_ms()));
        }
    }

    /// Milliseconds from the beginning.
    pub(super) fn took_ms(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1000.0
    }
}
