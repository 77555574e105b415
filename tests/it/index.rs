//! `search index`: what a run reads, what a later one finds changed, how a run ends.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command};

use serde_json::Value;

use crate::harness::{Folder, Ran, articles, program};

const FERRY: &str = "Ferry sails\n\nThe ferry sailed from the upper lock.\n";

/// The counts of the last line of `index --json`.
fn counts(ran: &Ran, names: &[&str]) -> Vec<u64> {
    let summary = ran.json().pop().unwrap();
    names
        .iter()
        .map(|name| summary[*name].as_u64().unwrap())
        .collect()
}

fn record(id: &str, title: &str) -> String {
    format!("{{\"id\":\"{id}\",\"title\":\"{title}\",\"text\":\"It was told in the harbour.\"}}\n")
}

fn total(folder: &Folder, query: &str) -> u64 {
    folder
        .run(&format!("query --json {query}"))
        .json()
        .pop()
        .unwrap()["total"]
        .as_u64()
        .unwrap()
}

#[test]
fn a_later_run_tells_what_was_added_changed_and_removed() {
    let changes = ["articles", "added", "updated", "removed", "unchanged"];
    let folder = Folder::with(&[
        ("corpus/kept.txt", FERRY),
        (
            "corpus/list.jsonl",
            &(record("a", "Alpha") + &record("b", "Beta")),
        ),
    ]);
    assert_eq!(
        counts(&folder.run("index --json"), &changes),
        [3, 3, 0, 0, 0]
    );
    let commit = || {
        fs::metadata(folder.path("index/meta.json"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let committed = commit();
    assert_eq!(
        counts(&folder.run("index --json"), &changes),
        [3, 0, 0, 0, 3]
    );
    assert_eq!(
        commit(),
        committed,
        "nothing is written where nothing has changed"
    );
    folder.write(
        "corpus/list.jsonl",
        (record("a", "Another alpha") + &record("c", "Gamma ray")).as_bytes(),
    );
    folder.write("corpus/new.txt", b"Heron\n\nA heron came.\n");
    assert_eq!(
        counts(&folder.run("index --json"), &changes),
        [4, 2, 1, 1, 1]
    );
    assert_eq!(
        (
            total(&folder, "beta"),
            total(&folder, "another"),
            total(&folder, "gamma")
        ),
        (0, 1, 1)
    );
}

const LINES: [&str; 4] = ["alpha", "beta", "gamma", "delta"];

/// A folder of four indexed articles below `corpus/`, and one elsewhere.
fn indexed_four() -> Folder {
    let folder = Folder::with(&[("elsewhere/heron.txt", "Heron\n\nA heron came.\n")]);
    for word in LINES {
        let text = format!("The {word} ferry\n\nIt sailed from the upper lock.\n");
        folder.write(&format!("corpus/{word}.txt"), text.as_bytes());
    }
    folder.run("index corpus elsewhere").status(0);
    folder
}

fn remove(folder: &Folder, names: &[&str]) {
    for name in names {
        fs::remove_file(folder.path(&format!("corpus/{name}.txt"))).unwrap();
    }
}

#[test]
fn files_that_are_gone_leave_the_index_and_those_outside_the_sources_stay() {
    let folder = indexed_four();
    remove(&folder, &["alpha"]);
    fs::rename(
        folder.path("corpus/beta.txt"),
        folder.path("corpus/other.txt"),
    )
    .unwrap();
    fs::remove_file(folder.path("elsewhere/heron.txt")).unwrap();
    let ran = folder.run("index --json corpus").status(0);
    let names = [
        "articles",
        "added",
        "removed",
        "unchanged",
        "gone",
        "missed",
        "moved",
    ];
    assert_eq!(counts(&ran, &names), [4, 0, 1, 3, 1, 0, 1]);
    let totals = ["alpha", "beta", "heron"].map(|word| total(&folder, word));
    assert_eq!(totals, [0, 1, 1]);
}

#[test]
fn a_folder_that_was_renamed_is_not_read_again() {
    let folder = indexed_four();
    let page = tar_of(&[("heron.txt", b"Heron\n\nA heron came.\n")]);
    folder.write("corpus/pages.tar", &page);
    folder.write("corpus/list.jsonl", record("a", "List").as_bytes());
    folder.run("index corpus").status(0);
    fs::create_dir(folder.path("news")).unwrap();
    fs::rename(folder.path("corpus"), folder.path("news/corpus")).unwrap();
    fs::rename(folder.path("news"), folder.path("corpus")).unwrap();
    let ran = folder.run("index --json corpus").status(0);
    let names = ["articles", "unchanged", "moved", "gone", "missed", "bytes"];
    assert_eq!(counts(&ran, &names), [7, 6, 6, 0, 0, 0]);
    for (query, path) in [
        ("alpha", "corpus/corpus/alpha.txt"),
        ("path:pages", "corpus/corpus/pages.tar/heron.txt"),
        ("list", "corpus/corpus/list.jsonl"),
    ] {
        let ran = folder.run(&format!("query -l {query}")).status(0);
        assert_eq!(ran.stdout, format!("{path}\n"));
    }
    // What has no identity but its place has that of its new place.
    folder.run("index --quiet --index clean corpus").status(0);
    let mut expected = articles(&folder.path("clean")).unwrap();
    expected.retain(|_, document| document.file.path != "elsewhere/heron.txt");
    let mut found = articles(&folder.path("index")).unwrap();
    found.retain(|_, document| document.file.path != "elsewhere/heron.txt");
    assert_eq!(found, expected);
}

#[test]
fn an_article_of_two_files_stays_until_the_last_of_them_is_gone() {
    let folder = Folder::with(&[
        (
            "corpus/1.jsonl",
            &(record("a", "Alpha") + &record("b", "Beta")),
        ),
        (
            "corpus/2.jsonl",
            &(record("a", "Alpha") + &record("c", "Gamma")),
        ),
        ("corpus/3.jsonl", &record("d", "Delta")),
    ]);
    let names = ["articles", "added", "updated", "removed", "unchanged"];
    let ran = folder.run("index --json").status(0);
    assert_eq!(counts(&ran, &names), [4, 4, 0, 0, 0]);
    fs::remove_file(folder.path("corpus/2.jsonl")).unwrap();
    let ran = folder.run("index --json").status(0);
    assert_eq!(counts(&ran, &names), [3, 1, 0, 2, 2]);
    fs::remove_file(folder.path("corpus/1.jsonl")).unwrap();
    let ran = folder.run("index --json").status(0);
    assert_eq!(counts(&ran, &names), [1, 0, 0, 2, 1]);
}

#[test]
fn when_more_than_half_is_gone_nothing_is_removed_unless_it_is_said() {
    let folder = indexed_four();
    remove(&folder, &LINES[..3]);
    folder.write("corpus/new.txt", b"Omega\n\nThe last one came.\n");
    let names = ["articles", "added", "removed", "gone", "missed"];
    let ran = folder.run("index --json corpus").status(2).complains(
        "files of the index that are gone: 3, more than half of those below `corpus`; their articles stay",
    );
    assert_eq!(counts(&ran, &names), [6, 1, 0, 0, 3]);
    let ran = folder.run("index --json --prune corpus").status(0);
    assert_eq!(counts(&ran, &names), [3, 0, 3, 3, 0]);
}

#[test]
fn what_lies_below_a_missing_source_stays() {
    let folder = indexed_four();
    fs::rename(folder.path("elsewhere"), folder.path("away")).unwrap();
    let ran = folder.run("index --json corpus elsewhere").status(0);
    let names = ["articles", "removed", "gone", "skipped"];
    assert_eq!(counts(&ran, &names), [5, 0, 0, 1]);
}

#[test]
fn the_same_article_twice_is_one_document() {
    let folder = Folder::with(&[
        ("one/a.jsonl", &record("a", "Alpha first")),
        ("two/a.jsonl", &record("a", "Alpha second")),
        (
            "two/page.json",
            r#"{"url":"https://example.org/1","title":"Page","text":"Said once."}"#,
        ),
        (
            "two/same-page.json",
            r#"{"url":"https://example.org/1","title":"Page","text":"Said once."}"#,
        ),
    ]);
    let ran = folder.run("index --json --threads 1 one two one/a.jsonl ./two/../two");
    assert_eq!(
        counts(&ran, &["articles", "added", "repeated", "files"]),
        [2, 2, 2, 4]
    );
    assert_eq!((total(&folder, "alpha"), total(&folder, "page")), (1, 1));
}

#[test]
fn standard_input_is_read_as_json_lines() {
    let folder = Folder::new();
    let input = record("a", "Alpha") + "broken\n" + &record("b", "Beta");
    let lines = folder
        .run_args(&["index", "--json", "-"], &input)
        .status(0)
        .json();
    assert_eq!(
        (lines[0]["path"].as_str(), lines[0]["line"].as_u64()),
        (Some("-"), Some(2))
    );
    assert_eq!(lines[1]["added"], 2);
}

#[test]
fn strict_makes_a_skipped_file_an_error_and_keeps_the_rest() {
    let folder = Folder::with(&[("corpus/a.txt", FERRY), ("corpus/b.json", "{")]);
    folder
        .run("index --strict")
        .status(2)
        .complains("skipped `corpus/b.json:1`: ");
    assert_eq!(total(&folder, "ferry"), 1);
    folder
        .run("index --strict")
        .status(2)
        .complains("files skipped by an earlier run and unchanged since: 1");
    let quiet = folder.run("index --quiet --index other").status(0);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
}

#[test]
fn what_is_no_article_is_not_opened_again_until_it_changes() {
    let folder = Folder::with(&[("corpus/a.txt", FERRY)]);
    folder.write("corpus/b.txt", b"\x89PNG\r\n\x1a\n and so on");
    let names = ["articles", "skipped", "skipped_before"];
    assert_eq!(counts(&folder.run("index --json"), &names), [1, 1, 0]);
    assert_eq!(counts(&folder.run("index --json"), &names), [1, 0, 1]);
    folder.write("corpus/b.txt", b"Heron\n\nA heron came.\n");
    assert_eq!(counts(&folder.run("index --json"), &names), [2, 0, 0]);
}

#[test]
fn an_empty_folder_gives_an_empty_index_that_answers() {
    let folder = Folder::new();
    fs::create_dir(folder.path("corpus")).unwrap();
    assert_eq!(
        counts(
            &folder.run("index --json").status(0),
            &["articles", "files"]
        ),
        [0, 0]
    );
    let answer = folder.run("query --json ferry").status(1).json();
    assert_eq!(
        (answer.len(), &answer[0]["type"], &answer[0]["total"]),
        (1, &"summary".into(), &0.into())
    );
    let stats = folder.run("stats --json").status(0).json();
    assert_eq!(
        (&stats[0]["articles"], &stats[0]["first_day"]),
        (&0.into(), &Value::Null)
    );
    assert_eq!(folder.run("stats").status(0).stderr, "");
}

#[test]
fn the_index_is_the_one_named_or_that_of_the_environment_or_the_nearest() {
    let folder = Folder::with(&[("corpus/a.txt", FERRY), ("deep/er/b.txt", "x")]);
    folder.run("index").status(0);
    folder.run("index --index other deep").status(0);
    let search = |index: Option<&str>, args: &[&str]| {
        let mut command = program(&folder.path("deep/er"));
        if let Some(index) = index {
            command.env("SEARCH_INDEX", index);
        }
        let ran = Ran::from(command.args(["query", "-l"]).args(args).output().unwrap());
        (ran.status, ran.stdout)
    };
    let found = (0, format!("{}\n", folder.path("corpus/a.txt").display()));
    assert_eq!(search(None, &["ferry"]), found.clone());
    assert_eq!(search(Some("../../other"), &["ferry"]), (1, String::new()));
    assert_eq!(
        search(Some("../../other"), &["ferry", "--index", "../../index"]),
        found
    );
}

/// A run that has begun to read, and waits for its standard input.
fn waiting_run(folder: &Folder) -> Child {
    let mut child = program(&folder.path(""))
        .args(["index", "--json", "gone", "corpus", "-"])
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.contains("no such file or folder"), "{line}");
    child
}

#[test]
fn a_second_indexer_is_refused_and_queries_see_the_last_commit() {
    let folder = Folder::with(&[("corpus/a.txt", FERRY)]);
    folder.run("index").status(0);
    folder.write("corpus/b.txt", b"Ferry returns\n\nIt came back.\n");
    let mut child = waiting_run(&folder);
    folder
        .run("index")
        .status(2)
        .complains(&format!("is being written by process {}", child.id()));
    assert_eq!(total(&folder, "ferry"), 1);
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(record("c", "Ferry again").as_bytes())
        .unwrap();
    drop(stdin);
    Ran::from(child.wait_with_output().unwrap()).status(0);
    assert_eq!(total(&folder, "ferry"), 3);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_130_and_leaves_the_last_commit() {
    let folder = Folder::with(&[("corpus/a.txt", FERRY)]);
    folder.run("index").status(0);
    folder.write("corpus/b.txt", b"Ferry returns\n\nIt came back.\n");
    let child = waiting_run(&folder);
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    // Its standard input stays open until it has ended.
    let mut child = child;
    let stdin = child.stdin.take();
    let ran = Ran::from(child.wait_with_output().unwrap()).status(130);
    drop(stdin);
    ran.complains("stopped: the index is as it was after the last commit");
    assert_eq!(total(&folder, "ferry"), 1);
    folder.run("index").status(0);
    assert_eq!(total(&folder, "ferry"), 2);
}

/// A tar archive of files.
fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn the_members_of_archives_are_read_as_files_are() {
    let lines = record("a", "Alpha") + &record("b", "Beta");
    let inner = tar_of(&[("deep/2015-11-27-heron.txt", b"Heron\n\nA heron came.\n")]);
    let outer = tar_of(&[
        ("harbour/ferry.txt", FERRY.as_bytes()),
        (
            "harbour/list.jsonl.zst",
            &zstd::encode_all(lines.as_bytes(), 1).unwrap(),
        ),
        ("harbour/inner.tar", &inner),
        ("harbour/scrape.py", b"import this"),
    ]);
    let mut packed = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packed.write_all(&outer).unwrap();
    let folder = Folder::with(&[]);
    folder.write("corpus/news.tar.bz2", &packed.finish().unwrap());

    let ran = folder.run("index --json");
    assert_eq!(counts(&ran, &["articles", "added"]), [4, 4]);
    let skipped = ran
        .json()
        .into_iter()
        .find(|line| line["type"] == "skipped")
        .unwrap();
    assert_eq!(skipped["path"], "corpus/news.tar.bz2/harbour/scrape.py");
    let changes = ["articles", "added", "updated", "removed", "unchanged"];
    assert_eq!(
        counts(&folder.run("index --json"), &changes),
        [4, 0, 0, 0, 4]
    );

    for (query, path, line) in [
        (
            "ferry",
            "corpus/news.tar.bz2/harbour/ferry.txt",
            Value::Null,
        ),
        (
            "beta",
            "corpus/news.tar.bz2/harbour/list.jsonl.zst",
            2.into(),
        ),
        (
            "path:inner",
            "corpus/news.tar.bz2/harbour/inner.tar/deep/2015-11-27-heron.txt",
            Value::Null,
        ),
    ] {
        let lines = folder.run(&format!("query --json {query}")).json();
        let hit = lines.iter().find(|line| line["type"] == "hit").unwrap();
        assert_eq!(
            (&hit["path"], &hit["line"]),
            (&path.into(), &line),
            "{query}"
        );
    }
    assert_eq!(total(&folder, "heron --from 2015-11-27 --to 2015-11-27"), 1);

    // A member that is no article does not keep what is gone.
    let less = tar_of(&[
        ("harbour/ferry.txt", FERRY.as_bytes()),
        ("harbour/scrape.py", b"import this"),
    ]);
    folder.write("corpus/news.tar.bz2", &less);
    assert_eq!(
        counts(&folder.run("index --json"), &changes),
        [1, 0, 1, 3, 0]
    );
}
