//! `search batch`: many queries, one a line; one result line each, in the order of the input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::Outcome;
use super::filters::{FilterArgs, IndexPlace, positive, seconds};
use super::reading::{ReadingArgs, messages};
use super::saved;
use super::terminal;
use crate::aliases::Aliases;
use crate::engine::local::LocalEngine;
use crate::engine::{Copies, Detail, Engine, Filters, SearchRequest, SearchResponse, Sort};
use crate::output::json::{BatchHit, BatchObject, write_line};
use crate::query::SavedQueries;

/// Number of queries answered at once before their lines are written.
const CHUNK: usize = 1024;
/// The longest line that is read as a query, in bytes.
const MAX_LINE_BYTES: u64 = 1 << 20;

/// Answer many queries, one a line
#[derive(Debug, Args)]
pub(super) struct BatchArgs {
    /// File of queries, plain or as JSON objects {"id","query"}; - for standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Number of hits for each query
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = positive)]
    limit: usize,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    /// Give up on a query after so many seconds; 0 never gives up
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    #[command(flatten)]
    place: IndexPlace,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

pub(super) fn run(args: BatchArgs) -> anyhow::Result<Outcome> {
    let place = args.place.find()?;
    let engine = LocalEngine::open(&place.index)?;
    let mut lines = Lines {
        input: open(&args.file)?,
        number: 0,
    };
    let batch = Batch {
        engine: &engine,
        args: &args,
        filters: args.filters.filters()?,
        aliases: args.filters.aliases.load(&place)?,
        saved: saved::load(&place)?,
    };
    let mut out = terminal::stdout();
    let mut found = false;
    loop {
        let chunk = lines
            .next_chunk()
            .with_context(|| format!("cannot read `{}`", args.file.display()))?;
        if chunk.is_empty() {
            break;
        }
        let answers: Vec<Answer> = chunk.par_iter().map(|line| batch.answer(line)).collect();
        for answer in &answers {
            found |= answer
                .result
                .as_ref()
                .is_ok_and(|response| response.total > 0);
            answer.write(&mut out, args.json)?;
        }
        out.flush()?;
    }
    Ok(if found {
        Outcome::Success
    } else {
        Outcome::NothingFound
    })
}

type Input = BufReader<Box<dyn Read>>;

fn open(file: &Path) -> anyhow::Result<Input> {
    let input: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file).with_context(|| format!("cannot open `{}`", file.display()))?)
    };
    Ok(BufReader::new(input))
}

struct Lines {
    input: Input,
    number: usize,
}

/// A line of the input that is not blank.
struct Line {
    number: usize,
    bytes: Vec<u8>,
    /// Whether the line goes on after these bytes.
    is_cut: bool,
}

impl Lines {
    /// The lines that are there, at least one but at the end: whoever writes a query and waits
    /// for its answer gets it.
    fn next_chunk(&mut self) -> io::Result<Vec<Line>> {
        let mut chunk = Vec::new();
        while chunk.is_empty() || chunk.len() < CHUNK && self.has_line() {
            let Some(line) = self.next_line()? else {
                break;
            };
            if !line.bytes.trim_ascii().is_empty() {
                chunk.push(line);
            }
        }
        Ok(chunk)
    }

    fn has_line(&self) -> bool {
        self.input.buffer().contains(&b'\n')
    }

    fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut start = self.input.by_ref().take(MAX_LINE_BYTES);
        if start.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let is_full = bytes.len() as u64 == MAX_LINE_BYTES && !bytes.ends_with(b"\n");
        let is_cut = is_full && self.input.skip_until(b'\n')? > 0;
        Ok(Some(Line {
            number: self.number,
            bytes,
            is_cut,
        }))
    }
}

/// A query as it stands in a line.
#[derive(Deserialize)]
struct QueryObject {
    #[serde(default)]
    id: Value,
    query: String,
}

struct Batch<'a> {
    engine: &'a dyn Engine,
    args: &'a BatchArgs,
    filters: Filters,
    aliases: Arc<Aliases>,
    saved: SavedQueries,
}

/// What came of one line.
struct Answer {
    id: Value,
    query: String,
    warnings: Vec<String>,
    result: Result<SearchResponse, String>,
}

impl Batch<'_> {
    fn answer(&self, line: &Line) -> Answer {
        let (id, query) = match read_line(line) {
            Ok(read) => read,
            Err(reason) => {
                let query = String::from_utf8_lossy(&line.bytes).trim().to_owned();
                return Answer {
                    id: line.number.into(),
                    query,
                    warnings: Vec::new(),
                    result: Err(reason),
                };
            }
        };
        match self.args.reading.read_with(&query, &self.saved) {
            Ok(parsed) => {
                let request = SearchRequest {
                    query: parsed.query,
                    filters: self.filters.clone(),
                    sort: Sort::Relevance,
                    copies: Copies::Each,
                    limit: self.args.limit,
                    offset: 0,
                    detail: Detail::Id,
                    explains_scores: false,
                    aliases: Arc::clone(&self.aliases),
                    timeout: Some(self.args.timeout).filter(|timeout| !timeout.is_zero()),
                };
                let result = self
                    .engine
                    .search(&request)
                    .map_err(|error| error.to_string());
                Answer {
                    id,
                    query,
                    warnings: messages(&parsed.warnings),
                    result,
                }
            }
            Err(error) => Answer {
                id,
                query,
                warnings: Vec::new(),
                // A line of the input is a line of the output: the place is not drawn under it.
                result: Err(first_line(&error)),
            },
        }
    }
}

fn first_line(error: &anyhow::Error) -> String {
    error.to_string().lines().take(1).collect()
}

/// The id and the query of a line; a plain line's id is its number.
fn read_line(line: &Line) -> Result<(Value, String), String> {
    let number = line.number;
    if line.is_cut {
        return Err(format!(
            "line {number}: expected at most {MAX_LINE_BYTES} bytes, but found more"
        ));
    }
    let text = std::str::from_utf8(&line.bytes)
        .map_err(|error| {
            format!(
                "line {number}: expected UTF-8, but found another byte at {}",
                error.valid_up_to()
            )
        })?
        .trim();
    if !text.starts_with('{') {
        return Ok((number.into(), text.to_owned()));
    }
    let read: QueryObject = serde_json::from_str(text).map_err(|error| {
        format!("line {number}: expected a query as {{\"id\",\"query\"}}: {error}")
    })?;
    let id = if read.id.is_null() {
        number.into()
    } else {
        read.id
    };
    Ok((id, read.query))
}

/// The text without the tabs and line feeds that would end its column.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

impl Answer {
    fn write(&self, out: &mut impl Write, is_json: bool) -> io::Result<()> {
        let empty = SearchResponse::default();
        let (response, error) = match &self.result {
            Ok(response) => (response, None),
            Err(reason) => (&empty, Some(reason.as_str())),
        };
        if is_json {
            let hits = response.hits.iter().map(|hit| BatchHit {
                id: &hit.id,
                score: hit.score,
            });
            return write_line(
                out,
                &BatchObject {
                    id: &self.id,
                    total: response.total,
                    hits: hits.collect(),
                    warnings: &self.warnings,
                    error,
                },
            );
        }
        let best: Vec<&str> = response.hits.iter().map(|hit| hit.id.as_str()).collect();
        let found = error.map_or_else(|| best.join(" "), |reason| format!("error: {reason}"));
        let query = one_line(&self.query);
        writeln!(out, "{}\t{query}\t{}", response.total, one_line(&found))
    }
}
