//! Runs over files with readers that are older, or that do not end.

use std::collections::BTreeSet;
use std::fs;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::*;
use crate::engine::memory::MemoryEngine;
use crate::engine::{Document, KnownFile, Put, Renamed};
use crate::source::{Found, walk};

const MANY_SECONDS: Duration = Duration::from_secs(600);

/// What happened in a run.
#[derive(Debug, Default)]
struct Told {
    report: Report,
    skipped: Vec<String>,
}

/// Runs `action` with the job of an index of the folder.
fn with_job(
    writer: &dyn Writer,
    folder: &Path,
    options: ReadOptions,
    action: impl FnOnce(&Job<'_>) -> Report,
) -> Told {
    let skipped = Mutex::new(Vec::new());
    let progress = Progress::default();
    let roots = [folder.to_owned()];
    let job = Job {
        writer,
        now: Timestamp::UNIX_EPOCH,
        identify: &|path| {
            path.strip_prefix(folder)
                .unwrap_or(path)
                .display()
                .to_string()
        },
        locate: &|name| folder.join(name),
        roots: &roots,
        changes: &Changes::ANY,
        is_pruning: false,
        options,
        is_cancelled: &AtomicBool::new(false),
        is_checkpoint_due: &|| false,
        progress: &progress,
        on_skipped: &|it: &Skipped| {
            let told = format!("{}: {}", it.path, it.reason);
            skipped.lock().unwrap().push(told);
        },
        on_passed_over: &|_| {},
    };
    let report = action(&job);
    let skipped = skipped.into_inner().unwrap();
    Told { report, skipped }
}

/// An index that an older reader of one format made, or that older rules made.
struct Older {
    engine: MemoryEngine,
    /// The format, or all.
    format: Option<&'static str>,
    read: Mutex<BTreeSet<String>>,
}

impl Older {
    fn version(&self, facts: &FileFacts) -> u32 {
        let is_older = |format: &Format| self.format.is_none_or(|older| older == format.name);
        match read::format(&facts.format) {
            Some(format) if is_older(format) => facts.reader_version.wrapping_sub(1),
            Some(_) => facts.reader_version,
            // An archive may hold members of any format.
            None => facts.reader_version.wrapping_sub(1),
        }
    }
}

impl Writer for Older {
    fn known_file(&self, path: &str) -> Result<Option<KnownFile>, EngineError> {
        let known = self.engine.known_file(path)?;
        Ok(known.map(|mut known| {
            if path.ends_with(".tar") {
                known.facts.format = "tar".to_owned();
            }
            known.facts.reader_version = self.version(&known.facts);
            known
        }))
    }

    fn put(&self, document: Document) -> Result<Put, EngineError> {
        self.read.lock().unwrap().insert(document.file.path.clone());
        self.engine.put(document)
    }

    fn known_paths(&self, visit: &mut dyn FnMut(&str)) -> Result<(), EngineError> {
        self.engine.known_paths(visit)
    }

    fn known_twins(&self, facts: &FileFacts) -> Result<Vec<KnownFile>, EngineError> {
        self.engine.known_twins(facts)
    }

    fn move_file(&self, from: &str, to: &str, renamed: &Renamed<'_>) -> Result<u64, EngineError> {
        self.engine.move_file(from, to, renamed)
    }

    fn unsettled_files(&self) -> Result<Vec<String>, EngineError> {
        self.engine.unsettled_files()
    }

    fn finish_file(&self, path: &str, is_whole: bool) -> Result<u64, EngineError> {
        self.engine.finish_file(path, is_whole)
    }

    fn put_skipped(&self, file: FileFacts, reason: &str) -> Result<(), EngineError> {
        self.engine.put_skipped(file, reason)
    }

    fn checkpoint(&self) -> Result<(), EngineError> {
        self.engine.checkpoint()
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        self.engine.commit()
    }
}

fn files() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "Reiher\n\nDer Reiher stand auf dem Pfahl.\n";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let table = "id,title,text\n1,Fähre,Sie fuhr von der Schleuse ab.\n";
    fs::write(folder.path().join("b.csv"), table).unwrap();
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_size(text.len() as u64);
    builder
        .append_data(&mut header, "c.txt", text.as_bytes())
        .unwrap();
    fs::write(folder.path().join("c.tar"), builder.into_inner().unwrap()).unwrap();
    folder
}

fn run_over(folder: &Path, writer: &dyn Writer) -> Told {
    with_job(writer, folder, ReadOptions::default(), |job| {
        let inputs = walk(job.roots, None).map(Input::Found);
        run(inputs, job).unwrap()
    })
}

#[test]
fn a_new_version_of_a_reader_reads_again_what_it_concerns() {
    let folder = files();
    for (format, expected) in [
        (Some("csv"), vec!["b.csv", "c.tar"]),
        (Some("text"), vec!["a.txt", "c.tar"]),
        (None, vec!["a.txt", "b.csv", "c.tar"]),
    ] {
        let mut writer = Older {
            engine: MemoryEngine::new(),
            format,
            read: Mutex::default(),
        };
        assert_eq!(run_over(folder.path(), &writer).report.added, 3);
        writer.commit().unwrap();
        writer.read.lock().unwrap().clear();
        run_over(folder.path(), &writer);
        let read = writer.read.lock().unwrap().clone();
        assert_eq!(read.into_iter().collect::<Vec<_>>(), expected, "{format:?}");
    }
}

#[test]
fn what_completes_articles_is_part_of_every_version() {
    let columns = ColumnMap::default();
    for format in read::FORMATS {
        let version = reader_version(format, &columns);
        assert_eq!(version, format.version + (extract::VERSION << 16));
        assert!(format.version < 1 << 16, "{}", format.name);
    }
}

/// What a reader that does not end waits for.
static END: Mutex<Option<Receiver<()>>> = Mutex::new(None);

fn read_for_ever(_: &RawDocument) -> Reading {
    let end = END.lock().unwrap().take();
    let _ = end.map(|end| end.recv());
    Reading::default()
}

fn end_of_reading() -> Sender<()> {
    let (sender, receiver) = channel();
    *END.lock().unwrap() = Some(receiver);
    sender
}

#[test]
fn a_file_that_takes_too_long_is_named_and_the_rest_goes_on() {
    let endless: &Format = Box::leak(Box::new(Format {
        read: read_for_ever,
        ..*read::format("text").unwrap()
    }));
    let folder = files();
    let keep = end_of_reading();
    let options = |limit| ReadOptions {
        patience: Patience::of(limit),
        ..ReadOptions::default()
    };
    let mut engine = MemoryEngine::new();
    let source = SourceFile::find(&folder.path().join("a.txt")).unwrap();
    let short = options(Duration::from_millis(5));
    let told = with_job(&engine, folder.path(), short.clone(), |job| {
        let run = Run::new(job);
        let file = OpenFile::new(Some(source.clone()), "text", 7, &job.options);
        let file = Arc::new(file);
        for _ in 0..2 {
            let document = RawDocument::default();
            run.process(Work::Document(Arc::clone(&file), endless, document));
        }
        run.process(Work::End(file));
        job.progress.report()
    });
    let reason =
        "a.txt: reading it took longer than 0.005 s: `--file-timeout SECONDS` gives it more";
    assert_eq!(told.skipped, [reason]);
    assert_eq!((told.report.files, told.report.skipped), (1, 1));
    drop(keep);
    engine.commit().unwrap();
    // The next run goes on without it, and one with more patience reads it again.
    let known = engine.known_file("a.txt").unwrap().unwrap();
    assert_eq!(known.facts.reader_version, short.patience.mark(7));
    assert_ne!(
        known.facts.reader_version,
        options(MANY_SECONDS).patience.mark(7)
    );
    let found = walk(&[folder.path().to_owned()], None)
        .map(Input::Found)
        .collect::<Vec<_>>();
    let told = with_job(&engine, folder.path(), options(MANY_SECONDS), |job| {
        run(found.into_iter(), job).unwrap()
    });
    assert_eq!((told.report.added, told.skipped.len()), (3, 0));
    assert!(matches!(
        walk(&[source.path], None).next(),
        Some(Found::File(_))
    ));
}
