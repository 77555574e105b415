//! `search inspect`: what the readers make of files, without indexing them.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use rayon::prelude::*;

use super::Outcome;
use super::place::Place;
use super::read_args::ReadArgs;
use super::terminal::{self, Color};
use crate::article::{Article, PassedOver, RawDocument, Reading};
use crate::engine::{Document, place};
use crate::extract::date::{Latest, weigh};
use crate::extract::entity::Recognizer;
use crate::extract::language_by_text;
use crate::highlight::Marked;
use crate::output::Style;
use crate::output::article::{write_dates, write_document, write_language, write_recognizer};
use crate::output::json::{ArticleObject, PassedOverObject, SkippedObject, write_line};
use crate::output::text::{passed_over_text, printable};
use crate::pipeline::{Feed, Input, Keep, Wanted, Work, article_facts, identified, read_document};
use crate::source::walk;

/// Bytes of documents that are read at once before their articles are written.
const CHUNK_BYTES: usize = 8 << 20;
/// Number of documents that are read at once.
const CHUNK_DOCUMENTS: usize = 512;

/// Show what the readers make of files, without indexing them
#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// Folders and files of articles; - for JSON Lines on standard input
    #[arg(value_name = "SOURCE", required = true)]
    sources: Vec<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
    /// Print JSON Lines: an article a line
    #[arg(long)]
    json: bool,
    /// Show all that may tell the date and what came of it, and what found the names
    #[arg(short, long)]
    verbose: bool,
    /// Put _ around the names found in the text
    #[arg(long)]
    mark: bool,
}

pub(super) fn run(args: InspectArgs, color: Color) -> anyhow::Result<Outcome> {
    let place = Place::without_index()?;
    let inputs = args.sources.iter().flat_map(inputs);
    let options = args.read.options();
    let keep = options.keep;
    let mut feed = Feed::new(inputs, 0, options, |_| Wanted::Read);
    let now = Timestamp::now();
    let style = terminal::style(color, args.mark);
    let mut printer = Printer {
        place: &place,
        is_json: args.json,
        is_verbose: args.verbose,
        now,
        style,
        out: terminal::stdout(),
        articles: 0,
    };
    loop {
        let chunk = next_chunk(&mut feed);
        if chunk.is_empty() {
            break;
        }
        let readings: Vec<Reading> = chunk.par_iter().map(|work| read(work, now, keep)).collect();
        for (work, reading) in chunk.iter().zip(readings) {
            printer.write(work, reading)?;
        }
    }
    printer.out.flush()?;
    Ok(if printer.articles > 0 {
        Outcome::Success
    } else {
        Outcome::NothingFound
    })
}

/// The inputs of one source, in its order: sources are inspected as they are named.
fn inputs(source: &PathBuf) -> Box<dyn Iterator<Item = Input> + '_> {
    if source.as_os_str() == "-" {
        return Box::new(std::iter::once_with(|| {
            Input::Stream(Box::new(io::stdin()))
        }));
    }
    Box::new(walk(std::slice::from_ref(source), None).map(Input::Found))
}

/// As much work as fits in memory.
fn next_chunk(feed: &mut impl Iterator<Item = Work>) -> Vec<Work> {
    let mut bytes = 0;
    let mut chunk = Vec::new();
    while bytes < CHUNK_BYTES && chunk.len() < CHUNK_DOCUMENTS {
        let Some(work) = feed.next() else { break };
        if let Work::Document(
            _,
            _,
            RawDocument {
                bytes: document, ..
            },
        ) = &work
        {
            bytes += document.len();
        }
        chunk.push(work);
    }
    chunk
}

fn read(work: &Work, now: Timestamp, keep: Keep) -> Reading {
    let Work::Document(file, format, document) = work else {
        return Reading::default();
    };
    let mut reading = read_document(format, document, file.latest(now));
    keep.sift(&mut reading);
    reading
}

struct Printer<'a, W> {
    place: &'a Place,
    is_json: bool,
    is_verbose: bool,
    now: Timestamp,
    style: Style,
    out: W,
    articles: u64,
}

impl<W: Write> Printer<'_, W> {
    fn write(&mut self, work: &Work, reading: Reading) -> io::Result<()> {
        match work {
            Work::Unreadable { path, reason, .. } => {
                let path = self.place.identity(path);
                self.write_skipped(&path, None, reason)
            }
            Work::Skipped(file, member, warning) => {
                let path = self.place.identity(file.name().as_ref());
                let path = place(&path, member.as_deref());
                self.write_skipped(&path, warning.line, &warning.message)
            }
            Work::PassedOver(file, member, records) => {
                let path = self.place.identity(file.name().as_ref());
                let path = place(&path, member.as_deref());
                self.write_passed_over(&path, records)
            }
            Work::NoArticle(file, member, warning) => {
                let path = self.place.identity(file.name().as_ref());
                let path = place(&path, Some(member));
                self.write_skipped(&path, warning.line, &warning.message)
            }
            Work::Document(file, format, raw) => {
                let path = self.place.identity(file.name().as_ref());
                let shown = place(&path, raw.origin.member.as_deref());
                for warning in &reading.skipped {
                    self.write_skipped(&shown, warning.line, &warning.message)?;
                }
                for article in reading.articles {
                    let facts = article_facts(file, path.clone(), format, raw);
                    let document = identified(article, facts);
                    self.write_article(&document, file.latest(self.now))?;
                }
                Ok(())
            }
            Work::GivenUp(file, member, reason) => {
                let path = self.place.identity(file.name().as_ref());
                let path = place(&path, member.as_deref());
                self.write_skipped(&path, None, reason)
            }
            Work::File(_) | Work::Moved(..) | Work::End(_) => Ok(()),
        }
    }

    fn write_article(&mut self, document: &Document, latest: Latest) -> io::Result<()> {
        let path = self.place.shown(&document.file.place());
        let told = self.is_verbose.then(|| {
            let by_text = language_by_text(&document.article);
            let by_text = by_text.map(|found| (found.code, found.reliability));
            let Article {
                headline,
                body,
                language,
                ..
            } = &document.article;
            let recognizer = Recognizer::of(headline, body, language.as_deref());
            (weigh(&document.article, latest), by_text, recognizer)
        });
        if self.is_json {
            self.articles += 1;
            let mut object = ArticleObject::new(document, &path);
            if let Some((dates, by_text, recognizer)) = &told {
                object = object
                    .with_dates(dates)
                    .with_language(*by_text)
                    .with_recognizer(recognizer.as_str());
            }
            return write_line(&mut self.out, &object);
        }
        if self.articles > 0 {
            writeln!(self.out)?;
        }
        self.articles += 1;
        let headline = unmarked(&document.article.headline);
        let body = unmarked(&document.article.body);
        write_document(
            &mut self.out,
            document,
            (&headline, &body),
            &path,
            self.style,
        )?;
        match told {
            Some((dates, by_text, recognizer)) => {
                write_dates(&mut self.out, &dates, self.style)?;
                write_language(&mut self.out, by_text, self.style)?;
                write_recognizer(&mut self.out, recognizer.as_str(), self.style)
            }
            None => Ok(()),
        }
    }

    /// Names what gave no article: as data for a script, as a message for a person.
    fn write_skipped(&mut self, path: &str, line: Option<u64>, reason: &str) -> io::Result<()> {
        let path = self.place.shown(path);
        if self.is_json {
            return write_line(&mut self.out, &SkippedObject::new(&path, line, reason));
        }
        let at = line.map(|line| format!(":{line}")).unwrap_or_default();
        let message = format!("skipped `{path}{at}`: {reason}");
        terminal::say(&printable(&message));
        Ok(())
    }

    fn write_passed_over(&mut self, path: &str, records: &PassedOver) -> io::Result<()> {
        let path = self.place.shown(path);
        if self.is_json {
            let object = PassedOverObject::new(&path, records.num_records, &records.what);
            return write_line(&mut self.out, &object);
        }
        terminal::say(&passed_over_text(&path, records));
        Ok(())
    }
}

/// A text in which nothing was looked for.
fn unmarked(text: &str) -> Marked {
    Marked {
        text: text.to_owned(),
        highlights: Vec::new(),
    }
}
