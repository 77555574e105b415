//! `search watch`: follows folders, and indexes what arrives in them.
//!
//! The system tells what changed; where it cannot, all is looked at again and again. Either way a run of
//! `search index` over what changed does the work, and a commit shows it.

mod notices;
mod pending;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::Outcome;
use super::filters::seconds;
use super::indexing::{Indexer, IndexingArgs, Summary, shown_roots, sources_or_default};
use super::interrupt::catch_interrupt;
use super::terminal;
use crate::engine::Writer;
use crate::engine::local::LocalWriter;
use crate::output::json::{SCHEMA_VERSION, write_line};
use crate::pipeline::{Changes, Input, Report};
use crate::source::{SourceFile, absolute, folder_identity, is_hidden_below, walk};
use notices::{Notice, Notices};
use pending::Pending;

/// How often is looked after what the system does not tell of.
const TICK: Duration = Duration::from_millis(100);

/// How often all is looked at where the system does not tell.
const POLL: Duration = Duration::from_secs(2);

/// Follow folders, and index what arrives in them
#[derive(Debug, Args)]
pub(super) struct WatchArgs {
    /// Folders and files of articles [default: corpus]
    #[arg(value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// Read a file when nobody has written to it for so long
    #[arg(long, value_name = "SECONDS", default_value = "0.5", value_parser = seconds)]
    settle: Duration,
    /// Look at all files so often, instead of being told by the system what changed
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    poll: Option<Duration>,
    /// Print JSON Lines: what is watched and what was skipped, and each commit
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    indexing: IndexingArgs,
}

pub(super) fn run(args: WatchArgs) -> anyhow::Result<Outcome> {
    let sources = sources_or_default("watch", &args.sources, &args.indexing)?;
    if sources.iter().all(|source| !source.exists()) {
        anyhow::bail!("no such file or folder: {}", shown_roots(&sources));
    }
    let is_cancelled = catch_interrupt()?;
    let indexer = Indexer::new(&args.indexing, args.json, is_cancelled)?.telling_once();
    let writer = indexer.open_writer()?;
    let mut watch = Watch {
        args: &args,
        roots: sources.iter().map(|source| Root::new(source)).collect(),
        eyes: Eyes::open(args.poll),
        pending: Pending::default(),
        must_look_at_all: true,
        indexer,
        writer,
    };
    watch.follow()?;
    watch.writer.close()?;
    if args.json {
        tell_json(&Event::of("stopped"))?;
    } else {
        terminal::complain("stopped: the index is as it was after the last commit");
    }
    Ok(Outcome::Interrupted)
}

/// A folder or a file that is followed.
struct Root {
    path: PathBuf,
    /// What it is now; `None` while it is not there.
    identity: Option<u64>,
}

impl Root {
    fn new(source: &Path) -> Self {
        Root {
            path: absolute(source),
            identity: None,
        }
    }
}

/// How changes come to be known.
enum Eyes {
    /// The system tells.
    Told(Notices),
    /// All is looked at, so often.
    Polling { every: Duration, last: Instant },
}

impl Eyes {
    fn open(poll: Option<Duration>) -> Self {
        match poll {
            Some(every) => Eyes::polling(every),
            None => Notices::new().map_or_else(|reason| Eyes::blind(&reason), Eyes::Told),
        }
    }

    fn polling(every: Duration) -> Self {
        let last = Instant::now();
        Eyes::Polling { every, last }
    }

    fn blind(reason: &str) -> Self {
        terminal::warn(&format!(
            "{reason}; looking at all files every {} s instead",
            POLL.as_secs()
        ));
        Eyes::polling(POLL)
    }
}

struct Watch<'a> {
    args: &'a WatchArgs,
    indexer: Indexer<'a>,
    writer: LocalWriter,
    roots: Vec<Root>,
    eyes: Eyes,
    pending: Pending,
    must_look_at_all: bool,
}

impl Watch<'_> {
    /// Goes on until it is stopped.
    fn follow(&mut self) -> anyhow::Result<()> {
        self.look_after_roots()?;
        self.tell_roots()?;
        while !self.is_over() {
            if self.must_look_at_all {
                self.must_look_at_all = false;
                self.look_at_all()?;
            }
            self.look_around();
            self.look_after_roots()?;
            let quiet = self.pending.take_quiet(self.args.settle, Instant::now());
            if !quiet.is_empty() && !self.must_look_at_all {
                self.look_at(&quiet)?;
            }
        }
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.indexer.is_cancelled.load(Ordering::Relaxed)
    }

    /// Waits a little for what changes.
    fn look_around(&mut self) {
        let notices = match &mut self.eyes {
            Eyes::Told(notices) => notices.wait(TICK),
            Eyes::Polling { every, last } => {
                std::thread::sleep(TICK.min(*every));
                if last.elapsed() >= *every {
                    *last = Instant::now();
                    self.must_look_at_all = true;
                }
                return;
            }
        };
        for notice in notices {
            match notice {
                Notice::Changed(paths) => {
                    let wanted = paths.into_iter().filter(|path| self.is_wanted(path));
                    let wanted: Vec<_> = wanted.collect();
                    for path in wanted {
                        self.pending.add(path, Instant::now());
                    }
                }
                Notice::Lost => self.must_look_at_all = true,
                Notice::Blind(reason) => {
                    self.eyes = Eyes::blind(&reason);
                    self.must_look_at_all = true;
                }
            }
        }
    }

    /// Tells whether a walk would come across a path.
    fn is_wanted(&self, path: &Path) -> bool {
        let is_below =
            |root: &Root| path.starts_with(&root.path) && !is_hidden_below(path, &root.path);
        !path.starts_with(&self.indexer.place.index) && self.roots.iter().any(is_below)
    }

    /// Notices folders that went and those that came back, which the system does not tell of.
    fn look_after_roots(&mut self) -> anyhow::Result<()> {
        for at in 0..self.roots.len() {
            let root = &mut self.roots[at];
            let identity = folder_identity(&root.path);
            if identity == root.identity {
                continue;
            }
            let before = std::mem::replace(&mut root.identity, identity);
            let path = root.path.clone();
            if identity.is_none() {
                self.pending.forget_below(&path);
                self.tell(
                    "lost",
                    "is gone: its articles stay, and it is waited for",
                    &path,
                )?;
                continue;
            }
            if before.is_some() || !self.must_look_at_all {
                self.tell("returned", "is there again", &path)?;
            }
            self.must_look_at_all = true;
            if let Eyes::Told(notices) = &mut self.eyes
                && let Err(reason) = notices.watch(&path)
            {
                self.eyes = Eyes::blind(&reason);
            }
        }
        Ok(())
    }

    fn look_at_all(&mut self) -> anyhow::Result<()> {
        let there = self.roots.iter().filter(|root| root.identity.is_some());
        let there: Vec<PathBuf> = there.map(|root| root.path.clone()).collect();
        let index = self.indexer.place.index.clone();
        let inputs = walk(&there, Some(&index)).map(Input::Found);
        let now = Timestamp::now().as_microsecond();
        let settle = i64::try_from(self.args.settle.as_micros()).unwrap_or(i64::MAX);
        let is_polling = matches!(self.eyes, Eyes::Polling { .. });
        let is_ready = |file: &SourceFile| {
            let age = now.saturating_sub(file.modified_micros);
            !is_polling || age < 0 || age >= settle
        };
        let changes = Changes {
            at: None,
            is_ready: &is_ready,
        };
        self.index(inputs, &there, &changes)
    }

    fn look_at(&mut self, paths: &[PathBuf]) -> anyhow::Result<()> {
        let there = self.roots.iter().filter(|root| root.identity.is_some());
        let there: Vec<PathBuf> = there.map(|root| root.path.clone()).collect();
        let index = self.indexer.place.index.clone();
        let present: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
        let inputs = walk(&present, Some(&index)).map(Input::Found);
        let pending = std::mem::take(&mut self.pending);
        let changes = Changes {
            at: Some(paths),
            is_ready: &|file| !pending.contains(&file.path),
        };
        let indexed = self.index(inputs, &there, &changes);
        self.pending = pending;
        indexed
    }

    /// Runs over inputs, and commits what they changed.
    fn index(
        &mut self,
        inputs: impl Iterator<Item = Input> + Send,
        roots: &[PathBuf],
        changes: &Changes<'_>,
    ) -> anyhow::Result<()> {
        let start = Instant::now();
        let told_before = self.indexer.num_told();
        let report = self.indexer.read(&self.writer, inputs, roots, changes)?;
        let has_told = self.indexer.num_told() > told_before;
        if self.is_over() || !(has_told || has_changed(&report)) {
            return Ok(());
        }
        self.writer.commit()?;
        let seconds = start.elapsed().as_secs_f64();
        let summary = Summary::new("commit", &report, self.writer.num_articles(), seconds);
        if self.args.json {
            summary.write()?;
        } else if !self.indexer.is_quiet() {
            terminal::say(&summary.changes(&self.indexer.shown_index()));
        }
        if report.missed > 0 {
            terminal::warn(&format!(
                "files of the index that are gone: {}, more than half of those below {}; their articles stay. \
                 If no disk is missing, `search watch --prune` removes them",
                report.missed,
                shown_roots(roots),
            ));
        }
        Ok(())
    }

    fn tell_roots(&self) -> io::Result<()> {
        let roots: Vec<PathBuf> = self.roots.iter().map(|root| root.path.clone()).collect();
        if self.args.json {
            let names = roots.iter().map(|root| root.to_string_lossy().into_owned());
            return tell_json(&Event {
                roots: Some(names.collect()),
                is_polling: Some(matches!(self.eyes, Eyes::Polling { .. })),
                ..Event::of("watching")
            });
        }
        if !self.indexer.is_quiet() {
            terminal::say(&format!("watching {}; Ctrl-C ends it", shown_roots(&roots)));
        }
        Ok(())
    }

    fn tell(&self, event: &'static str, text: &str, path: &Path) -> io::Result<()> {
        if self.args.json {
            return tell_json(&Event {
                path: Some(path.to_string_lossy().into_owned()),
                ..Event::of(event)
            });
        }
        terminal::warn(&format!("`{}` {text}", path.display()));
        Ok(())
    }
}

fn has_changed(report: &Report) -> bool {
    report.added + report.updated + report.removed + report.moved + report.gone > 0
}

/// A line of `watch --json` that is no commit.
#[derive(Debug, Default, Serialize)]
struct Event {
    r#type: &'static str,
    schema: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    roots: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_polling: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
}

impl Event {
    fn of(r#type: &'static str) -> Self {
        Event {
            r#type,
            schema: SCHEMA_VERSION,
            ..Event::default()
        }
    }
}

fn tell_json(event: &Event) -> io::Result<()> {
    let mut out = terminal::stdout();
    write_line(&mut out, event)?;
    out.flush()
}
