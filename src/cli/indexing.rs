//! What `search index` and `search watch` share: the flags, the run, what is told of it.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use rayon::ThreadPool;
use serde::Serialize;

use super::aliases;
use super::filters::{IndexPlace, positive, seconds};
use super::memory::default_megabytes;
use super::place::Place;
use super::progress::ProgressLine;
use super::read_args::ReadArgs;
use super::saved;
use super::terminal;
use crate::engine::local::{LocalWriter, WriterOptions};
use crate::output::json::{PassedOverObject, SCHEMA_VERSION, SkippedObject, write_line};
use crate::output::text::{bytes, passed_over_text, printable};
use crate::pipeline::{
    self, Changes, Input, Job, PassedOver, Patience, Progress, ReadOptions, Report, Skipped,
};
use crate::source::Found;

/// What is indexed when nothing is named.
const DEFAULT_SOURCE: &str = "corpus";

/// What a run takes beside the unfinished parts of the index, in MB: the models, the documents that are
/// read, the parts that are merged.
const BESIDE_MEGABYTES: usize = 100;

/// The flags of the commands that build an index.
#[derive(Debug, Args)]
pub(super) struct IndexingArgs {
    /// Number of threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = positive)]
    threads: Option<usize>,
    /// Memory to stay within, in MB [default: a quarter of the machine's, at most 500]
    #[arg(long, value_name = "MB", value_parser = positive)]
    memory: Option<usize>,
    /// Make what was read so far outlive a run that is killed, so often
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    commit_every: Duration,
    /// Skip a file of which a part takes longer to read; 0 waits for ever
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    file_timeout: Duration,
    /// Remove the articles of files that are gone even if these are more than half of all
    #[arg(long)]
    prune: bool,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    place: IndexPlace,
}

/// Returns the sources that were named, else those of the corpus that was, else the default one.
///
/// # Errors
///
/// When none was named and there is no folder of the default name.
pub(super) fn sources_or_default(
    command: &str,
    sources: &[PathBuf],
    args: &IndexingArgs,
) -> anyhow::Result<Vec<PathBuf>> {
    if !sources.is_empty() {
        return Ok(sources.to_vec());
    }
    if let Some(corpus) = &args.place.corpus {
        return Ok(corpus.sources.clone());
    }
    let corpus = PathBuf::from(DEFAULT_SOURCE);
    anyhow::ensure!(
        corpus.exists(),
        "there is no folder `{DEFAULT_SOURCE}` here: name what to {command}, as in `search {command} FOLDER`"
    );
    Ok(vec![corpus])
}

/// Names folders in a message.
pub(super) fn shown_roots(roots: &[PathBuf]) -> String {
    let names = roots.iter().map(|root| format!("`{}`", root.display()));
    names.collect::<Vec<_>>().join(", ")
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

/// Reads sources into an index, as often as it is asked.
pub(super) struct Indexer<'a> {
    args: &'a IndexingArgs,
    is_json: bool,
    pub(super) place: Place,
    pub(super) is_cancelled: Arc<AtomicBool>,
    pool: ThreadPool,
    patience: Patience,
    /// What was told to be skipped, for a command that looks again and again.
    told: Option<Mutex<HashSet<(String, String)>>>,
}

impl<'a> Indexer<'a> {
    pub(super) fn new(
        args: &'a IndexingArgs,
        is_json: bool,
        is_cancelled: Arc<AtomicBool>,
    ) -> anyhow::Result<Self> {
        let threads = args.threads();
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .context("cannot start threads")?;
        Ok(Indexer {
            args,
            is_json,
            place: args.place.find()?,
            is_cancelled,
            pool,
            patience: patience(args.file_timeout),
            told: None,
        })
    }

    /// Tells of what is skipped once, however often it is.
    pub(super) fn telling_once(mut self) -> Self {
        self.told = Some(Mutex::default());
        self
    }

    pub(super) fn open_writer(&self) -> anyhow::Result<LocalWriter> {
        let options = WriterOptions {
            threads: self.args.threads(),
            memory_bytes: self.args.writer_megabytes().saturating_mul(1_000_000),
        };
        Ok(LocalWriter::open(&self.place.index, options)?)
    }

    /// Reads inputs that were walked from `roots`, and does not commit.
    pub(super) fn read(
        &self,
        writer: &LocalWriter,
        inputs: impl Iterator<Item = Input> + Send,
        roots: &[PathBuf],
        changes: &Changes<'_>,
    ) -> anyhow::Result<Report> {
        let progress = Arc::new(Progress::default());
        let line = self.progress_line(&progress, roots);
        let on_skipped = |skipped: &Skipped| self.tell_skipped(skipped, line.as_ref());
        let on_passed_over =
            |passed_over: &PassedOver| self.tell_passed_over(passed_over, line.as_ref());
        let identify = |path: &Path| self.place.identity(path);
        let alarm = Alarm::every(self.args.commit_every);
        let locate = |name: &str| self.place.locate(name);
        let job = Job {
            writer,
            now: Timestamp::now(),
            identify: &identify,
            locate: &locate,
            roots,
            changes,
            is_pruning: self.args.prune,
            options: ReadOptions {
                patience: self.patience.clone(),
                ..self.args.read.options()
            },
            is_checkpoint_due: &|| alarm.rings(),
            is_cancelled: &self.is_cancelled,
            progress: &progress,
            on_skipped: &on_skipped,
            on_passed_over: &on_passed_over,
        };
        // The names that are one and the saved queries may lie in a folder of articles, and are none.
        let own = [aliases::path(&self.place), saved::path(&self.place)];
        let is_article = move |input: &Input| !matches!(input, Input::Found(Found::File(file)) if own.contains(&file.path));
        let inputs = inputs.filter(is_article);
        Ok(self.pool.install(|| pipeline::run(inputs, &job))?)
    }

    /// How much was told to be skipped.
    pub(super) fn num_told(&self) -> usize {
        let told = self.told.as_ref();
        told.map_or(0, |told| {
            told.lock().unwrap_or_else(PoisonError::into_inner).len()
        })
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.args.quiet
    }

    /// The index as it is named in messages.
    pub(super) fn shown_index(&self) -> String {
        self.place.shown(&self.place.index.to_string_lossy())
    }

    fn progress_line(&self, progress: &Arc<Progress>, roots: &[PathBuf]) -> Option<ProgressLine> {
        let is_wanted = terminal::has_terminal_for_messages()
            && !self.args.quiet
            && !self.is_json
            && self.told.is_none();
        is_wanted.then(|| {
            let index = self.place.index.clone();
            ProgressLine::start(Arc::clone(progress), roots.to_vec(), index)
        })
    }

    fn tell_skipped(&self, skipped: &Skipped, line: Option<&ProgressLine>) {
        if let Some(told) = &self.told {
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            let (path, reason) = (skipped.path.clone(), skipped.reason.clone());
            if !told.insert((path, reason)) {
                return;
            }
        }
        let path = self.place.shown(&skipped.path);
        if self.is_json {
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
        if self.is_json {
            let object = PassedOverObject::new(&path, records.num_records, &records.what);
            let _ = write_line(&mut io::stdout().lock(), &object);
        } else if !self.args.quiet {
            say(&passed_over_text(&path, records), line);
        }
    }
}

impl IndexingArgs {
    fn threads(&self) -> usize {
        self.threads
            .unwrap_or_else(|| available_parallelism().map_or(1, Into::into))
    }

    /// Three eighths of what is left beside what a run takes anyway: the others are for the parts that
    /// are written and merged at the time.
    fn writer_megabytes(&self) -> usize {
        let all = self.memory.unwrap_or_else(default_megabytes);
        all.saturating_sub(BESIDE_MEGABYTES) * 3 / 8
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

/// The last line of `index --json`, and each commit of `watch --json`.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
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
    pub(super) fn new(r#type: &'static str, report: &Report, articles: u64, seconds: f64) -> Self {
        let read = report.added + report.updated + report.repeated;
        Summary {
            r#type,
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

    /// Prints the line as JSON.
    pub(super) fn write(&self) -> io::Result<()> {
        let mut out = terminal::stdout();
        write_line(&mut out, self)?;
        out.flush()
    }

    /// What changed, in one line.
    pub(super) fn changes(&self, index: &str) -> String {
        let mut changes = vec![format!("{} added", self.added)];
        let others = [
            (self.updated, "updated"),
            (self.repeated, "repeated"),
            (self.removed, "removed"),
            (self.unchanged, "unchanged"),
            (self.skipped, "skipped"),
            (self.skipped_before, "skipped before"),
            (self.passed_over, "passed over"),
            (
                self.moved,
                if self.moved == 1 {
                    "file moved"
                } else {
                    "files moved"
                },
            ),
        ];
        changes.extend(
            others
                .iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, what)| format!("{n} {what}")),
        );
        format!(
            "{} articles in `{index}`: {}",
            self.articles,
            changes.join(", ")
        )
    }

    /// What changed, and how fast that was.
    pub(super) fn text(&self, index: &str) -> String {
        let memory = self
            .peak_memory_bytes
            .map(|peak| format!(", {} of memory", bytes(peak)));
        format!(
            "{}\n{} files, {} in {:.1} s: {:.0} articles/s, {:.1} MB/s{}",
            self.changes(index),
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
