//! Runs that are killed, and disks that refuse: what is in the index afterwards.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command};

use search::engine::local::{LocalWriter, WriterOptions};
use search::engine::{Document, Writer};

use crate::harness::{Chance, Folder, Ran, articles, program};

/// How often a run is killed, unless `SEARCH_KILLS` says another number.
const KILLS: usize = 200;

/// Articles in small and large files; broken records among them let a run tell how far it is. They
/// are not in English, whose model for names takes a test's build long to read.
fn corpus() -> Folder {
    let folder = Folder::new();
    for file in 0..6 {
        let record = |n: usize| {
            format!(
                "{{\"id\":\"{file}-{n}\",\"title\":\"Fähre {n}\",\"text\":\"Sie fuhr um {n} Uhr von der Schleuse {file} ab.\",\"language\":\"de\"}}\n"
            )
        };
        let records: String = (0..30)
            .map(|n| {
                if n % 10 == 9 {
                    "broken\n".to_owned()
                } else {
                    record(n)
                }
            })
            .collect();
        folder.write(&format!("corpus/{file}.jsonl"), records.as_bytes());
        for n in 0..5 {
            let text =
                format!("Reiher {n}\n\nDer Reiher stand auf Pfahl {n} an der Schleuse {file}.\n");
            folder.write(&format!("corpus/{file}/{n}.txt"), text.as_bytes());
        }
    }
    folder
}

/// Begins a run that makes checkpoints all the time.
fn begin(folder: &Folder) -> Child {
    program(&folder.path(""))
        .args([
            "index",
            "--json",
            "--commit-every",
            "0.02",
            "--threads",
            "2",
        ])
        .spawn()
        .unwrap()
}

/// Kills a run after so many lines of its output, and a little later; tells whether it had ended.
fn kill_after(mut run: Child, num_lines: u64, steps: u64) -> bool {
    let lines = BufReader::new(run.stdout.take().unwrap()).lines();
    let summary = lines
        .take(num_lines as usize)
        .any(|line| line.unwrap().contains("\"summary\""));
    (0..steps).for_each(|_| std::hint::spin_loop());
    run.kill().unwrap();
    // A run that gives up is not one that was killed.
    assert_ne!(run.wait().unwrap().code(), Some(2));
    summary
}

#[test]
fn killed_at_any_moment_the_index_holds_whole_articles_and_the_next_run_goes_on() {
    let folder = corpus();
    folder.run("index --quiet --index clean").status(0);
    let whole = articles(&folder.path("clean")).unwrap();
    assert_eq!(whole.len(), 6 * 27 + 6 * 5);
    let mut chance = Chance(20_151_127);
    let mut num_ended = 0;
    let kills = std::env::var("SEARCH_KILLS").ok();
    let kills = kills.map_or(KILLS, |kills| kills.parse().unwrap());
    for kill in 0..kills {
        let has_ended = kill_after(begin(&folder), chance.below(20), chance.below(3_000_000));
        let found = articles(&folder.path("index")).unwrap_or_default();
        for (id, document) in &found {
            assert_eq!(Some(document), whole.get(id), "after kill {kill}");
        }
        assert!(
            !has_ended || found.len() == whole.len(),
            "after kill {kill}"
        );
        if found.len() == whole.len() {
            num_ended += 1;
            std::fs::remove_dir_all(folder.path("index")).unwrap();
        }
    }
    assert!(num_ended > 0, "no run came to its end");
    let ran = folder.run("index --json");
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(articles(&folder.path("index")).unwrap(), whole);
}

#[test]
fn a_run_that_was_killed_while_it_made_the_index_leaves_nothing_that_the_next_one_stops_at() {
    let folder = corpus();
    folder.write("index/.tmpDppN1Q", b"{");
    folder.write("index/.tantivy-writer.lock", b"");
    folder.run("index").status(0);
    assert!(articles(&folder.path("index")).is_some());
}

/// Puts an article of a file.
fn put(writer: &LocalWriter, id: &str, path: &str) {
    let document = Document {
        id: id.to_owned(),
        article: search::article::Article {
            headline: "Ferry".to_owned(),
            ..Default::default()
        },
        file: search::engine::FileFacts {
            path: path.to_owned(),
            ..Default::default()
        },
    };
    writer.put(document).unwrap();
}

#[test]
fn a_file_that_was_not_finished_stays_unknown_until_it_is() {
    let folder = Folder::new();
    let open = || {
        let options = WriterOptions {
            threads: 1,
            memory_bytes: 16_000_000,
        };
        LocalWriter::open(&folder.path("index"), options).unwrap()
    };
    let knows = |writer: &LocalWriter, path| writer.known_file(path).unwrap().is_some();
    let writer = open();
    put(&writer, "1", "half");
    put(&writer, "2", "whole");
    writer.finish_file("whole", true).unwrap();
    writer.checkpoint().unwrap();
    drop(writer);
    let mut writer = open();
    assert_eq!(
        (knows(&writer, "half"), knows(&writer, "whole")),
        (false, true)
    );
    put(&writer, "3", "other");
    writer.finish_file("other", true).unwrap();
    writer.checkpoint().unwrap();
    writer.commit().unwrap();
    assert_eq!(
        (knows(&writer, "half"), knows(&writer, "other")),
        (false, true)
    );
    drop(writer);
    let mut writer = open();
    assert!(!knows(&writer, "half"));
    put(&writer, "4", "half");
    assert_eq!(writer.finish_file("half", true).unwrap(), 1);
    writer.commit().unwrap();
    assert!(knows(&writer, "half"));
}

/// Runs an index command that may write no file longer than this.
fn index_within(folder: &Folder, blocks: u32) -> Ran {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" index --quiet corpus");
    let mut command = Command::new("sh");
    command
        .current_dir(folder.path(""))
        .env_remove("SEARCH_INDEX")
        .args(["-c", &script, env!("CARGO_BIN_EXE_search")]);
    Ran::from(command.output().unwrap())
}

#[test]
fn writes_that_fail_are_an_error_and_leave_the_last_commit() {
    let folder = corpus();
    folder.run("index --quiet corpus/0").status(0);
    let before = articles(&folder.path("index")).unwrap();
    let mut num_failed = 0;
    for blocks in [0, 1, 2, 4, 8, 16, 24, 32, 48, 64] {
        let ran = index_within(&folder, blocks);
        let found = articles(&folder.path("index")).unwrap();
        if ran.status == 0 {
            assert!(found.len() > before.len(), "{blocks} blocks");
            break;
        }
        num_failed += 1;
        let ran = ran.status(2);
        assert!(
            ran.stderr.starts_with("search: ") && !ran.stderr.contains("panicked"),
            "{ran:?}"
        );
        assert_eq!(found, before, "{blocks} blocks");
    }
    assert!(num_failed > 3, "{num_failed} runs failed");
    folder.run("index --quiet corpus").status(0);
    folder.run("index --quiet --index clean corpus").status(0);
    assert_eq!(
        articles(&folder.path("index")),
        articles(&folder.path("clean"))
    );
}

/// Indexes one file, then all where the disk has room for so many kB more, then all again where it has
/// plenty, and keeps a copy of the index after each of the three. A disk of its own can be had in a
/// namespace of its own; its status is 77 where the system gives nobody one.
const ON_SMALL_DISK: &str = r#"
    mkdir disk && mount -t tmpfs -o size=64m tmpfs disk || exit 77
    "$0" index --quiet --index disk/index corpus/0.jsonl && cp -r disk/index one || exit 1
    used=$(df -k disk | awk 'END { print $3 }')
    mount -o "remount,size=$((used + $1))k" disk || exit 1
    "$0" index --quiet --index disk/index corpus
    status=$?
    cp -r disk/index full && mount -o remount,size=64m disk || exit 1
    "$0" index --quiet --index disk/index corpus && cp -r disk/index all || exit 1
    exit $((10 + status))
"#;

fn index_on_small_disk(folder: &Folder, kilobytes: u32) -> Option<Ran> {
    let mut command = Command::new("unshare");
    command
        .current_dir(folder.path(""))
        .env_remove("SEARCH_INDEX")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
        .args([ON_SMALL_DISK, env!("CARGO_BIN_EXE_search")])
        .arg(kilobytes.to_string());
    let ran = Ran::from(command.output().ok()?);
    let is_refused = ran.status == 77 || ran.stderr.starts_with("unshare: ");
    (!is_refused).then_some(ran)
}

#[test]
fn a_disk_that_is_full_costs_what_was_not_committed_and_no_more() {
    let mut num_full = 0;
    for kilobytes in [0, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 384] {
        let folder = corpus();
        let Some(ran) = index_on_small_disk(&folder, kilobytes) else {
            eprintln!("no disk of its own can be had here: left out");
            return;
        };
        let [one, full, all] =
            ["one", "full", "all"].map(|name| articles(&folder.path(name)).unwrap());
        assert_eq!((one.len(), all.len()), (27, 6 * 27 + 6 * 5), "{ran:?}");
        if ran.status == 10 {
            assert!(full == all, "{kilobytes} kB");
            break;
        }
        num_full += 1;
        let ran = ran.status(12);
        let is_told = ["No space left on device", "the disk is full"]
            .iter()
            .any(|reason| ran.stderr.contains(reason));
        assert!(is_told && !ran.stderr.contains("panicked"), "{ran:?}");
        assert!(full == one, "{kilobytes} kB");
        folder.run("check --index full").status(0);
    }
    assert!(num_full > 1, "{num_full} disks were full");
}
