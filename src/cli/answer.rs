//! Writing the answer to a query: hits as they are found, and what is said beside them.

use std::collections::HashSet;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::ops::ControlFlow;
use std::time::Duration;

use super::place::Place;
use super::query::QueryArgs;
use super::reading::pointed;
use super::terminal;
use crate::engine::advice::Advice;
use crate::engine::{Hit, SearchResponse};
use crate::output::Style;
use crate::output::json::{HitObject, QuerySummary, write_line};
use crate::output::reading::{advice_lines, cut_expansions, expansions, reading, widened_names};
use crate::output::text::{HitPlace, write_hit};
use crate::query::Parsed;

type Stdout = BufWriter<StdoutLock<'static>>;

/// Writes hits in the form that was asked for.
pub(super) struct HitWriter<'a> {
    args: &'a QueryArgs,
    place: &'a Place,
    style: Style,
    out: Stdout,
    rank: usize,
    paths: HashSet<String>,
    result: io::Result<()>,
}

impl<'a> HitWriter<'a> {
    /// Makes the writer of the hits behind the first `offset`.
    pub(super) fn new(args: &'a QueryArgs, place: &'a Place, style: Style, offset: usize) -> Self {
        HitWriter {
            args,
            place,
            style,
            out: terminal::stdout(),
            rank: offset,
            paths: HashSet::new(),
            result: Ok(()),
        }
    }

    /// Writes one hit; breaks when nobody reads any longer.
    pub(super) fn take(&mut self, hit: &Hit) -> ControlFlow<()> {
        self.rank += 1;
        self.result = self.write(hit);
        match self.result {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// Returns standard output for what follows the hits.
    pub(super) fn finish(self) -> io::Result<Stdout> {
        self.result.map(|()| self.out)
    }

    fn write(&mut self, hit: &Hit) -> io::Result<()> {
        let path = self.place.shown(&hit.path);
        if self.args.json {
            let has_parts = self.args.explain;
            return write_line(
                &mut self.out,
                &HitObject::new(self.rank, hit, &path, has_parts),
            );
        }
        if self.args.files {
            return match self.paths.insert(hit.path.clone()) {
                true => writeln!(self.out, "{path}"),
                false => Ok(()),
            };
        }
        let address = self.place.address_of(hit);
        let place = HitPlace {
            rank: self.rank,
            path: &path,
            address: &address,
            similarity: None,
            has_score: self.args.verbose || self.args.explain,
            has_names: self.args.verbose,
        };
        write_hit(&mut self.out, hit, place, self.style)
    }
}

/// All that is said about an answer.
pub(super) struct Answer<'a> {
    pub(super) args: &'a QueryArgs,
    pub(super) text: &'a str,
    pub(super) parsed: &'a Parsed,
    pub(super) warnings: Vec<String>,
}

impl Answer<'_> {
    /// Says, before the first hit, how the query was read.
    pub(super) fn say_reading(&self) {
        if self.args.quiet {
            return;
        }
        for repair in &self.parsed.warnings {
            terminal::warn(&pointed(self.text, repair));
        }
        if self.args.verbose {
            terminal::say(&format!("read as: {}", self.parsed.query));
        }
        if self.args.explain && !self.args.json {
            reading(&self.parsed.query)
                .iter()
                .for_each(|line| terminal::say(line));
        }
    }

    /// Writes and says what is known when the last hit is written.
    pub(super) fn end(
        &self,
        out: &mut impl Write,
        response: &SearchResponse,
        took: Duration,
        advice: Option<&Advice>,
    ) -> io::Result<()> {
        let took_ms = took.as_secs_f64() * 1000.0;
        if self.args.json {
            self.write_summary(out, response, took_ms, advice)?;
        } else if self.args.count {
            writeln!(out, "{}", response.total)?;
        }
        out.flush()?;
        if !self.args.quiet {
            self.say_end(response, took_ms, advice);
        }
        Ok(())
    }

    fn write_summary(
        &self,
        out: &mut impl Write,
        response: &SearchResponse,
        took_ms: f64,
        advice: Option<&Advice>,
    ) -> io::Result<()> {
        let mut warnings = self.warnings.clone();
        warnings.extend(cut_expansions(&response.expansions));
        let mut summary = QuerySummary::new(response, took_ms, self.text);
        summary.read_as = self.parsed.query.to_string();
        summary.warnings = warnings;
        summary.set_advice(advice);
        if self.args.explain {
            summary.reading = Some(reading(&self.parsed.query));
        }
        write_line(out, &summary)
    }

    fn say_end(&self, response: &SearchResponse, took_ms: f64, advice: Option<&Advice>) {
        for warning in cut_expansions(&response.expansions) {
            terminal::warn(&warning);
        }
        if self.args.json {
            return;
        }
        if self.args.explain {
            expansions(&response.expansions)
                .iter()
                .for_each(|line| terminal::say(line));
        }
        if self.args.explain || self.args.verbose {
            widened_names(&response.widened)
                .iter()
                .for_each(|line| terminal::say(line));
        }
        if self.args.count || self.args.files {
            return;
        }
        terminal::say(&format!("{} ({took_ms:.1} ms)", self.shown(response)));
        for line in advice.map(advice_lines).unwrap_or_default() {
            terminal::say(&line);
        }
    }

    fn shown(&self, response: &SearchResponse) -> String {
        let total = match response.stories {
            stories if stories == response.total => counted(response.total, "article", "articles"),
            stories => format!(
                "{}, {}",
                counted(stories, "story", "stories"),
                counted(response.total, "article", "articles")
            ),
        };
        let offset = self.args.offset as u64;
        match response.shown {
            0 if response.total == 0 => "no article matches".to_owned(),
            0 => format!("none of {total} after the first {offset}"),
            len if len == response.stories => total,
            len => format!("{}–{} of {total}", offset + 1, offset + len),
        }
    }
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
