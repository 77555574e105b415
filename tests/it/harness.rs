//! A folder of its own and the real binary, for one test.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use search::engine::local::LocalEngine;
use search::engine::{Document, Engine, SearchRequest};
use search::query::{ParseOptions, parse};
use serde_json::Value;
use tempfile::TempDir;

/// A temporary folder in which the program is run.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Folder {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with these files in it.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = Folder::new();
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs `search` with the words of `command` as arguments.
    pub(crate) fn run(&self, command: &str) -> Ran {
        self.run_args(&command.split_whitespace().collect::<Vec<_>>(), "")
    }

    /// Runs `search` with these arguments and this text on its standard input.
    pub(crate) fn run_args(&self, args: &[&str], input: &str) -> Ran {
        let mut child = program(self.folder.path()).args(args).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A program that fails early does not read its input.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        Ran::from(child.wait_with_output().unwrap())
    }
}

/// The program, in `folder`, with an environment that says nothing to it.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_search"));
    command
        .current_dir(folder)
        .env_remove("SEARCH_INDEX")
        .env_remove("SEARCH_CONFIG")
        .env("XDG_CONFIG_HOME", folder.join(".config"))
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The exit status; -1 after a signal.
    pub(crate) status: i32,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            status: output.status.code().unwrap_or(-1),
        }
    }
}

impl Ran {
    /// Checks the exit status, and shows all that was printed where it is another.
    #[track_caller]
    pub(crate) fn status(self, expected: i32) -> Self {
        assert_eq!(self.status, expected, "{self:?}");
        self
    }

    /// The JSON objects of standard output.
    pub(crate) fn json(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Checks that standard error says this.
    #[track_caller]
    pub(crate) fn complains(self, of: &str) -> Self {
        assert!(self.stderr.contains(of), "expected `{of}` in {self:?}");
        self
    }
}

/// Numbers that look like chance and are the same each time (Marsaglia's xorshift).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// All articles of an index, by id; `None` where there is no index yet.
pub(crate) fn articles(index: &Path) -> Option<BTreeMap<String, Document>> {
    index.join("meta.json").exists().then(|| {
        let engine = LocalEngine::open(index).unwrap();
        let today = jiff::civil::date(2015, 11, 27);
        let query = parse("*", &ParseOptions::new(today)).unwrap().query;
        let request = SearchRequest {
            limit: 10_000,
            ..SearchRequest::new(query)
        };
        let hits = engine.search(&request).unwrap().hits;
        hits.into_iter()
            .map(|hit| (hit.id.clone(), engine.document(&hit.id).unwrap().unwrap()))
            .collect()
    })
}
