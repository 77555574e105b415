//! The programs, how each is made to index and to answer, and what that took.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::corpus::Corpus;
use crate::measure::{Run, folder_bytes, run};

/// Times that each query is asked; the median counts.
pub(crate) const NUM_REPEATS: usize = 5;

/// A program to compare.
pub(crate) struct Peer {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// What it is called in the table.
    pub(crate) title: &'static str,
    index: fn(&Inputs, &Path) -> anyhow::Result<Command>,
    ask: fn(&Inputs, &Path) -> anyhow::Result<Command>,
}

/// All programs, in the order of the table.
pub(crate) const PEERS: [Peer; 6] = [
    Peer {
        name: "search",
        title: "search, everything on",
        index: |inputs, folder| {
            let mut command = Command::new(search_program()?);
            command.args(["index", "--json", "--index"]).arg(folder);
            command.arg(&inputs.articles);
            Ok(command)
        },
        ask: |inputs, folder| child(&["search", "ask"], &[folder, &inputs.queries]),
    },
    Peer {
        name: "tantivy",
        title: "bare tantivy",
        index: |inputs, folder| {
            let mut command = Command::new(std::env::current_exe()?);
            command.args(["bare", "index", "--index"]).arg(folder);
            command.arg(&inputs.articles);
            Ok(command)
        },
        ask: |inputs, folder| child(&["bare", "ask"], &[folder, &inputs.queries]),
    },
    Peer {
        name: "fts5",
        title: "SQLite FTS5",
        index: |inputs, folder| child(&["fts5", "index"], &[&inputs.table, folder]),
        ask: |inputs, folder| child(&["fts5", "ask"], &[folder, &inputs.queries]),
    },
    Peer {
        name: "postgresql",
        title: "PostgreSQL",
        index: |inputs, folder| child(&["postgresql", "index"], &[&inputs.table, folder]),
        ask: |inputs, folder| child(&["postgresql", "ask"], &[folder, &inputs.queries]),
    },
    Peer {
        name: "xapian",
        title: "Xapian",
        index: |inputs, folder| Ok(with(xapian(), "index", &[&inputs.table, folder])),
        ask: |inputs, folder| {
            let mut command = with(xapian(), "ask", &[folder, &inputs.queries]);
            command.arg(NUM_REPEATS.to_string());
            Ok(command)
        },
    },
    Peer {
        name: "lucene",
        title: "Lucene",
        index: |inputs, folder| Ok(with(lucene()?, "index", &[&inputs.table, folder])),
        ask: |inputs, folder| {
            let mut command = with(lucene()?, "ask", &[folder, &inputs.queries]);
            command.arg(NUM_REPEATS.to_string());
            Ok(command)
        },
    },
];

/// What all programs are given.
pub(crate) struct Inputs {
    /// JSON Lines.
    articles: PathBuf,
    /// The same articles: id, date, headline and body with tabs between them.
    table: PathBuf,
    /// The words of one query a line.
    queries: PathBuf,
    folder: PathBuf,
}

impl Inputs {
    /// Writes the table and the queries: one word of every other pair, and both of the others.
    pub(crate) fn prepare(
        corpus: &Corpus,
        queries: &[[String; 2]],
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let inputs = Inputs {
            articles: corpus.path.clone(),
            table: folder.join("articles.tsv"),
            queries: folder.join("queries.txt"),
            folder: folder.to_owned(),
        };
        let mut table = BufWriter::new(File::create(&inputs.table)?);
        for (number, text) in corpus.texts()?.enumerate() {
            let text = text?;
            let [headline, body] = [&text.headline, &text.body].map(|text| on_one_line(text));
            writeln!(table, "{number}\t\t{headline}\t{body}")?;
        }
        table.flush()?;
        let lines = queries.iter().enumerate().map(|(n, pair)| match n % 4 {
            0 | 1 => format!("{}\n", pair[0]),
            _ => format!("{} {}\n", pair[0], pair[1]),
        });
        fs::write(&inputs.queries, lines.collect::<String>())?;
        Ok(inputs)
    }
}

/// Takes out what would end a field of the table or be read as an escape by PostgreSQL.
fn on_one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r', '\\', '\0'], " ")
}

/// What a program took, by round.
pub(crate) struct Measured {
    pub(crate) peer: &'static Peer,
    pub(crate) rounds: Vec<Round>,
    /// Why it could not be measured.
    pub(crate) failure: Option<String>,
}

/// What one indexing and one run of all queries took.
pub(crate) struct Round {
    pub(crate) indexing: Run,
    pub(crate) index_bytes: f64,
    /// Microseconds, by query.
    pub(crate) latencies: Vec<f64>,
}

/// Lets all programs index and answer, in turns; one that fails is not asked again.
pub(crate) fn measure_in_turns(
    peers: &[&'static Peer],
    inputs: &Inputs,
    rounds: usize,
) -> Vec<Measured> {
    let mut all: Vec<Measured> = peers
        .iter()
        .map(|peer| Measured {
            peer,
            rounds: Vec::new(),
            failure: None,
        })
        .collect();
    for _ in 0..rounds {
        for measured in all.iter_mut().filter(|it| it.failure.is_none()) {
            match measure(measured.peer, inputs) {
                Ok(round) => measured.rounds.push(round),
                Err(error) => measured.failure = Some(format!("{error:#}")),
            }
        }
    }
    all
}

fn measure(peer: &Peer, inputs: &Inputs) -> anyhow::Result<Round> {
    let folder = inputs.folder.join("index").join(peer.name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let indexing = run(&mut (peer.index)(inputs, &folder)?)?;
    let index_bytes = match indexing.summary["index_bytes"].as_f64() {
        Some(bytes) => bytes,
        None => folder_bytes(&folder)? as f64,
    };
    let asked = run(&mut (peer.ask)(inputs, &folder)?)?;
    let latencies = asked.summary["microseconds"]
        .as_array()
        .context("expected `microseconds` in what it wrote")?;
    Ok(Round {
        indexing,
        index_bytes,
        latencies: latencies.iter().filter_map(|it| it.as_f64()).collect(),
    })
}

/// A part of this program, as a process of its own.
fn child(what: &[&str], paths: &[&Path]) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("child").args(what).args(paths);
    Ok(command)
}

fn with(mut command: Command, verb: &str, paths: &[&Path]) -> Command {
    command.arg(verb).args(paths);
    command
}

/// The program as cargo has built it.
fn search_program() -> anyhow::Result<PathBuf> {
    let path = crate::package().join("../../target/release/search");
    path.canonicalize().with_context(|| {
        format!(
            "expected the program at `{}`: build it with `cargo build --release`",
            path.display()
        )
    })
}

/// Debian's own Python, for which Debian's binding of Xapian is made.
fn xapian() -> Command {
    let debian = Path::new("/usr/bin/python3");
    let python = if debian.exists() {
        debian
    } else {
        Path::new("python3")
    };
    let mut command = Command::new(python);
    command.arg(crate::package().join("xapian_peer.py"));
    command
}

/// Java with what Maven has built and fetched; that is done if it was not.
fn lucene() -> anyhow::Result<Command> {
    let package = crate::package().join("lucene");
    let target = package.join("target");
    if !target.join("dependency").exists() {
        let mut maven = Command::new("mvn");
        maven.args(["-q", "-B", "compile", "dependency:copy-dependencies"]);
        run(maven.current_dir(&package))?;
    }
    let classes = std::env::join_paths([target.join("classes"), target.join("dependency/*")])?;
    let mut command = Command::new("java");
    command.arg("-Xmx1g").arg("-cp").arg(classes).arg("Lucene");
    Ok(command)
}
