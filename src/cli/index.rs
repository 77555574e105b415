//! `search index`: reads articles and builds the index.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::Outcome;
use super::filters::{IndexPlace, positive, seconds};
use super::interrupt::catch_interrupt;
use super::place::Place;
use super::progress::ProgressLine;
use super::read_args::ReadArgs;
use super::terminal;
use crate::engine::Writer;
use crate::engine::local::{LocalWriter, WriterOptions};
use crate::output::json::{PassedOverObject, SCHEMA_VERSION, SkippedObject, write_line};
use crate::output::text::{bytes, passed_over_text, printable};
use crate::pipeline::{
    self, Input, Job, PassedOver, Patience, Progress, ReadOptions, Report, Skipped,
};
use crate::source::{Interruptible, absolute, walk};

/// What is indexed when nothing is named.
const DEFAULT_SOURCE: &str = "corpus";

/// Read articles and build the index
#[derive(Debug, Args)]
pub(super) struct IndexArgs {
    /// Folders and files of articles; - for JSON Lines on standard input [default: corpus]
    #[arg(value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// Number of threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = positive)]
    threads: Option<usize>,
    /// Memory for unfinished parts of the index, in MB, at least 16 a thread
    #[arg(long, value_name = "MB", default_value_t = 200, value_parser = positive)]
    memory: usize,
    /// Make what was read so far outlive a run that is killed, so often
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    commit_every: Duration,
    /// Skip a file of which a part takes longer to read; 0 waits for ever
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    file_timeout: Duration,
    /// Remove the articles of files that are gone even if these are more than half of all
    #[arg(long)]
    prune: bool,
    /// End with status 2 if a file or a record was skipped
    #[arg(long)]
    strict: bool,
    /// Print JSON Lines: what was skipped, then a summary
    #[arg(long)]
    json: bool,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    place: IndexPlace,
}

pub(super) fn run(args: IndexArgs) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let sources = Sources::of(&args)?;
    let place = Place::find(args.place.index.clone())?;
    let is_cancelled = catch_interrupt()?;
    let threads = args
        .threads
        .unwrap_or_else(|| available_parallelism().map_or(1, Into::into));
    let options = WriterOptions {
        threads,
        memory_bytes: args.memory.saturating_mul(1_000_000),
    };
    let mut writer = LocalWriter::open(&place.index, options)?;
    let run = Run {
        args: &args,
        place: &place,
        sources: &sources,
        is_cancelled: &is_cancelled,
        threads,
    };
    let report = run.read(&writer)?;
    if is_cancelled.load(Ordering::Relaxed) {
        terminal::complain("stopped: the index is as it was after the last commit");
        return Ok(Outcome::Interrupted);
    }
    writer.commit()?;
    let articles = writer.num_articles();
    writer.close()?;
    run.tell(&report, articles, start.elapsed().as_secs_f64())?;
    Ok(run.outcome(&report))
}

/// What is to be read.
struct Sources {
    roots: Vec<PathBuf>,
    has_standard_input: bool,
}

impl Sources {
    fn of(args: &IndexArgs) -> anyhow::Result<Self> {
        if args.sources.is_empty() {
            let corpus = PathBuf::from(DEFAULT_SOURCE);
            anyhow::ensure!(
                corpus.exists(),
                "there is no folder `{DEFAULT_SOURCE}` here: name what to index, as in `search index FOLDER`"
            );
            return Ok(Sources {
                roots: vec![corpus],
                has_standard_input: false,
            });
        }
        let (streams, roots): (Vec<_>, Vec<_>) = args
            .sources
            .iter()
            .cloned()
            .partition(|source| source.as_os_str() == "-");
        let sources = Sources {
            has_standard_input: !streams.is_empty(),
            roots,
        };
        let none_exists =
            !sources.has_standard_input && sources.roots.iter().all(|root| !root.exists());
        if none_exists {
            anyhow::bail!("no such file or folder: {}", sources.shown_roots());
        }
        Ok(sources)
    }

    fn shown_roots(&self) -> String {
        let names = self
            .roots
            .iter()
            .map(|root| format!("`{}`", root.display()));
        names.collect::<Vec<_>>().join(", ")
    }

    fn inputs<'a>(
        &'a self,
        place: &'a Place,
        is_cancelled: &Arc<AtomicBool>,
    ) -> impl Iterator<Item = Input> + Send + 'a {
        let stream = self.has_standard_input.then(|| {
            let stream = Interruptible::new(io::stdin(), Arc::clone(is_cancelled));
            Input::Stream(Box::new(stream))
        });
        walk(&self.roots, Some(&place.index))
            .map(Input::Found)
            .chain(stream)
    }
}

/// Rings again and again.
struct Alarm {
    every: Duration,
    last: Mutex<Instant>,
}

impl Alarm {
    fn every(every: Duration) -> Self {
        Alarm {
            every,
            last: Mutex::new(Instant::now()),
        }
    }

    /// Tells one of those who ask that the time is over, and begins it anew.
    fn rings(&self) -> bool {
        let Ok(mut last) = self.last.try_lock() else {
            return false;
        };
        let is_over = last.elapsed() >= self.every;
        if is_over {
            *last = Instant::now();
        }
        is_over
    }
}

/// A run of the command.
struct Run<'a> {
    args: &'a IndexArgs,
    place: &'a Place,
    sources: &'a Sources,
    is_cancelled: &'a Arc<AtomicBool>,
    threads: usize,
}

impl Run<'_> {
    fn read(&self, writer: &LocalWriter) -> anyhow::Result<Report> {
        let progress = Arc::new(Progress::default());
        let line = self.progress_line(&progress);
        let on_skipped = |skipped: &Skipped| self.tell_skipped(skipped, line.as_ref());
        let on_passed_over =
            |passed_over: &PassedOver| self.tell_passed_over(passed_over, line.as_ref());
        let identify = |path: &std::path::Path| self.place.identity(path);
        let alarm = Alarm::every(self.args.commit_every);
        let locate = |name: &str| self.place.locate(name);
        let roots: Vec<PathBuf> = self
            .sources
            .roots
            .iter()
            .map(|root| absolute(root))
            .collect();
        let job = Job {
            writer,
            now: Timestamp::now(),
            identify: &identify,
            locate: &locate,
            roots: &roots,
            is_pruning: self.args.prune,
            options: ReadOptions {
                patience: patience(self.args.file_timeout),
                ..self.args.read.options()
            },
            is_checkpoint_due: &|| alarm.rings(),
            is_cancelled: self.is_cancelled,
            progress: &progress,
            on_skipped: &on_skipped,
            on_passed_over: &on_passed_over,
        };
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .context("cannot start threads")?;
        Ok(pool
            .install(|| pipeline::run(self.sources.inputs(self.place, self.is_cancelled), &job))?)
    }

    /// Says what the run leaves undone, and how it ends.
    fn outcome(&self, report: &Report) -> Outcome {
        if report.missed > 0 {
            terminal::complain(&format!(
                "files of the index that are gone: {}, more than half of those below {}; their articles stay. \
                 If no disk is missing, `search index --prune` removes them",
                report.missed,
                self.sources.shown_roots(),
            ));
            return Outcome::Incomplete;
        }
        let has_skipped = report.skipped + report.skipped_before > 0;
        if !self.args.strict || !has_skipped {
            return Outcome::Success;
        }
        if report.skipped == 0 {
            terminal::complain(&format!(
                "files skipped by an earlier run and unchanged since: {} (`search stats` lists them)",
                report.skipped_before
            ));
        }
        Outcome::Incomplete
    }

    fn progress_line(&self, progress: &Arc<Progress>) -> Option<ProgressLine> {
        let is_wanted =
            terminal::has_terminal_for_messages() && !self.args.quiet && !self.args.json;
        is_wanted.then(|| {
            let roots = self.sources.roots.clone();
            ProgressLine::start(Arc::clone(progress), roots, self.place.index.clone())
        })
    }

    fn tell_skipped(&self, skipped: &Skipped, line: Option<&ProgressLine>) {
        let path = self.place.shown(&skipped.path);
        if self.args.json {
            let object = SkippedObject::new(&path, skipped.line, &skipped.reason);
            let _ = write_line(&mut io::stdout().lock(), &object);
            return;
        }
        if self.args.quiet {
            return;
        }
        let at = skipped
            .line
            .map(|line| format!(":{line}"))
            .unwrap_or_default();
        let message = format!(
            "skipped `{}{at}`: {}",
            printable(&path),
            printable(&skipped.reason)
        );
        say(&message, line);
    }

    fn tell_passed_over(&self, passed_over: &PassedOver, line: Option<&ProgressLine>) {
        let path = self.place.shown(&passed_over.path);
        let records = &passed_over.records;
        if self.args.json {
            let object = PassedOverObject::new(&path, records.num_records, &records.what);
            let _ = write_line(&mut io::stdout().lock(), &object);
        } else if !self.args.quiet {
            say(&passed_over_text(&path, records), line);
        }
    }

    fn tell(&self, report: &Report, articles: u64, seconds: f64) -> anyhow::Result<()> {
        let summary = Summary::new(report, articles, seconds);
        if self.args.json {
            let mut out = terminal::stdout();
            write_line(&mut out, &summary)?;
            out.flush()?;
        } else if !self.args.quiet {
            terminal::say(&summary.text(&self.place.shown(&self.place.index.to_string_lossy())));
        }
        Ok(())
    }
}

fn patience(limit: Duration) -> Patience {
    if limit.is_zero() {
        Patience::default()
    } else {
        Patience::of(limit)
    }
}

fn say(message: &str, line: Option<&ProgressLine>) {
    match line {
        Some(line) => line.say(message),
        None => terminal::say(message),
    }
}

/// The last line of `index --json`.
#[derive(Debug, Serialize)]
struct Summary {
    r#type: &'static str,
    schema: u32,
    /// Articles in the index now.
    articles: u64,
    added: u64,
    updated: u64,
    repeated: u64,
    removed: u64,
    unchanged: u64,
    skipped: u64,
    skipped_before: u64,
    passed_over: u64,
    gone: u64,
    missed: u64,
    moved: u64,
    files: u64,
    bytes: u64,
    seconds: f64,
    articles_per_second: f64,
    megabytes_per_second: f64,
    peak_memory_bytes: Option<u64>,
}

impl Summary {
    fn new(report: &Report, articles: u64, seconds: f64) -> Self {
        let read = report.added + report.updated + report.repeated;
        Summary {
            r#type: "summary",
            schema: SCHEMA_VERSION,
            articles,
            added: report.added,
            updated: report.updated,
            repeated: report.repeated,
            removed: report.removed,
            unchanged: report.unchanged,
            skipped: report.skipped,
            skipped_before: report.skipped_before,
            passed_over: report.passed_over,
            gone: report.gone,
            missed: report.missed,
            moved: report.moved,
            files: report.files,
            bytes: report.bytes,
            seconds,
            articles_per_second: read as f64 / seconds,
            megabytes_per_second: report.bytes as f64 / 1e6 / seconds,
            peak_memory_bytes: peak_memory_bytes(),
        }
    }

    fn text(&self, index: &str) -> String {
        let mut changes = vec![format!("{} added", self.added)];
        let others = [
            (self.updated, "updated"),
            (self.repeated, "repeated"),
            (self.removed, "removed"),
            (self.unchanged, "unchanged"),
            (self.skipped, "skipped"),
            (self.skipped_before, "skipped before"),
            (self.passed_over, "passed over"),
            (self.moved, "files moved"),
        ];
        changes.extend(
            others
                .iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, what)| format!("{n} {what}")),
        );
        let memory = self
            .peak_memory_bytes
            .map(|peak| format!(", {} of memory", bytes(peak)));
        format!(
            "{} articles in `{index}`: {}\n{} files, {} in {:.1} s: {:.0} articles/s, {:.1} MB/s{}",
            self.articles,
            changes.join(", "),
            self.files,
            bytes(self.bytes),
            self.seconds,
            self.articles_per_second,
            self.megabytes_per_second,
            memory.unwrap_or_default(),
        )
    }
}

/// The most memory that this process has had at once, where the system tells (Linux).
fn peak_memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
