//! `search watch`: what arrives is found, however it arrives.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{Folder, articles, program};

/// How long is waited for what must come.
const DEADLINE: Duration = Duration::from_secs(120);

/// A running watch and what it tells.
struct Watch {
    child: Child,
    lines: Receiver<Value>,
    articles: u64,
}

impl Watch {
    fn begin(folder: &Folder, args: &[&str]) -> Self {
        let mut child = program(&folder.path(""))
            .args(["watch", "--json"])
            .args(args)
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in stdout.lines() {
                let _ = sender.send(serde_json::from_str(&line.unwrap()).unwrap());
            }
        });
        let articles = 0;
        Watch {
            child,
            lines,
            articles,
        }
    }

    /// Waits for the next line of this type, and for those before it.
    fn until(&mut self, kind: &str) -> Value {
        let end = Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("no `{kind}` came"));
            if line["type"] == "commit" {
                self.articles = line["articles"].as_u64().unwrap();
            }
            if line["type"] == kind {
                return line;
            }
        }
    }

    /// Waits until a commit has so many articles.
    fn until_articles(&mut self, expected: u64) {
        while self.articles != expected {
            self.until("commit");
        }
    }

    /// Ends it as a service is ended.
    fn end(mut self) {
        let pid = self.child.id().to_string();
        let killed = std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status();
        assert!(killed.unwrap().success());
        self.until("stopped");
        assert_eq!(self.child.wait().unwrap().code(), Some(130));
    }
}

fn ferry(number: u32) -> String {
    format!("Fähre {number}\n\nSie fuhr um {number} Uhr von der Schleuse ab.\n")
}

fn record(number: u32) -> String {
    format!(
        "{{\"id\":\"{number}\",\"title\":\"Reiher {number}\",\"text\":\"Er stand auf dem Pfahl.\",\"language\":\"de\"}}\n"
    )
}

fn same_as_a_first_run(folder: &Folder) {
    folder.run("index --quiet --index clean corpus").status(0);
    assert_eq!(
        articles(&folder.path("index")),
        articles(&folder.path("clean"))
    );
}

#[test]
fn what_arrives_changes_moves_and_goes_is_followed() {
    let folder = Folder::with(&[
        ("corpus/one.txt", &ferry(1)),
        ("corpus/two.txt", &ferry(2)),
        ("corpus/three.txt", &ferry(3)),
    ]);
    let mut watch = Watch::begin(&folder, &["corpus"]);
    assert_eq!(watch.until("watching")["is_polling"], false);
    watch.until_articles(3);
    // Renamed into place, from a folder that is not watched.
    folder.write("elsewhere/four.txt", ferry(4).as_bytes());
    fs::rename(
        folder.path("elsewhere/four.txt"),
        folder.path("corpus/four.txt"),
    )
    .unwrap();
    watch.until_articles(4);
    // In folders that are new.
    folder.write("corpus/a/b/c/five.txt", ferry(5).as_bytes());
    watch.until_articles(5);
    folder.write("corpus/a/b/six.txt", ferry(6).as_bytes());
    watch.until_articles(6);
    // Written in pieces.
    let mut file = File::create(folder.path("corpus/list.jsonl")).unwrap();
    for number in 0..20 {
        let record = record(number);
        let (one, other) = record.split_at(record.len() / 2);
        file.write_all(one.as_bytes()).unwrap();
        file.flush().unwrap();
        file.write_all(other.as_bytes()).unwrap();
    }
    drop(file);
    watch.until_articles(26);
    // Hidden, moved, removed.
    folder.write("corpus/.hidden.txt", ferry(7).as_bytes());
    fs::rename(folder.path("corpus/a"), folder.path("corpus/z")).unwrap();
    while watch.until("commit")["moved"] != 2 {}
    fs::remove_file(folder.path("corpus/list.jsonl")).unwrap();
    watch.until_articles(6);
    watch.end();
    same_as_a_first_run(&folder);
}

#[test]
fn a_folder_that_goes_is_waited_for_and_keeps_its_articles() {
    let folder = Folder::with(&[("corpus/one.txt", &ferry(1)), ("corpus/two.txt", &ferry(2))]);
    let mut watch = Watch::begin(&folder, &["corpus"]);
    watch.until_articles(2);
    fs::rename(folder.path("corpus"), folder.path("away")).unwrap();
    watch.until("lost");
    assert_eq!(articles(&folder.path("index")).unwrap().len(), 2);
    folder.write("away/three.txt", ferry(3).as_bytes());
    fs::rename(folder.path("away"), folder.path("corpus")).unwrap();
    watch.until("returned");
    watch.until_articles(3);
    // It is followed again.
    folder.write("corpus/new/four.txt", ferry(4).as_bytes());
    watch.until_articles(4);
    watch.end();
    same_as_a_first_run(&folder);
}

#[test]
fn where_the_system_tells_nothing_all_is_looked_at_again_and_again() {
    let folder = Folder::with(&[("corpus/one.txt", &ferry(1)), ("corpus/two.txt", &ferry(2))]);
    let mut watch = Watch::begin(&folder, &["--poll", "0.05", "--settle", "0.2"]);
    assert_eq!(watch.until("watching")["is_polling"], true);
    watch.until_articles(2);
    folder.write("corpus/a/three.txt", ferry(3).as_bytes());
    watch.until_articles(3);
    fs::remove_file(folder.path("corpus/one.txt")).unwrap();
    watch.until_articles(2);
    watch.end();
    same_as_a_first_run(&folder);
}

#[test]
fn whoever_writes_beside_a_watch_is_told_of_it_and_readers_see_its_commits() {
    let folder = Folder::with(&[("corpus/one.txt", &ferry(1))]);
    let mut watch = Watch::begin(&folder, &[]);
    watch.until_articles(1);
    let pid = watch.child.id();
    let refused = folder.run("index").status(2);
    let refused = refused.complains(&format!("is being written by process {pid}"));
    if cfg!(target_os = "linux") {
        refused.complains("watch --json`)");
    }
    folder.run("query --json Fähre").status(0);
    watch.end();
    folder.run("index").status(0);
}

#[test]
fn a_watch_of_nothing_is_refused() {
    let folder = Folder::new();
    folder
        .run("watch")
        .status(2)
        .complains("there is no folder `corpus` here: name what to watch");
    folder
        .run("watch gone")
        .status(2)
        .complains("no such file or folder: `gone`");
}
