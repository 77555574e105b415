//! `search alert`: queries that are saved, and what is new of them.

use std::collections::{BTreeSet, HashSet};
use std::io::{BufRead, BufReader, Read};

use search::engine::local::LocalEngine;
use search::engine::{Engine, SearchRequest};
use search::query::{ParseOptions, SYNTAX, parse};
use serde_json::Value;

use crate::harness::{Chance, Folder, Ran, program};

#[test]
fn queries_are_saved_listed_used_and_removed() {
    let folder = Folder::with(&[("corpus/a.txt", "Ferry\n\nThe ferry sailed to Oslo.\n")]);
    folder.run("index").status(0);
    folder
        .run("alert list")
        .status(1)
        .complains("no query is saved");
    folder
        .run("alert add boats ferry OR boat")
        .status(0)
        .complains("saved `boats`: ferry OR boat");
    folder
        .run("alert add --no-alert oslo saved:boats Oslo -Bergen")
        .status(0);
    assert_eq!(folder.run("query -c saved:oslo").status(0).stdout, "1\n");
    assert_eq!(
        folder.run("alert list").status(0).stdout,
        "boats  ferry OR boat\noslo   saved:boats Oslo -Bergen  (no alert)\n"
    );
    let listed = folder.run("alert list --json").status(0).json();
    assert_eq!(
        listed[1]["read_as"],
        "(ferry OR boat) AND Oslo AND NOT Bergen"
    );
    assert_eq!(
        (&listed[0]["alert"], &listed[1]["alert"]),
        (&true.into(), &false.into())
    );
    folder.run("alert remove boats").status(0);
    folder
        .run("query -c saved:boats")
        .complains("is no saved query");
    folder
        .run("alert remove boats")
        .status(2)
        .complains("there is no saved query `boats`: saved queries are `oslo`");
}

#[test]
fn what_cannot_be_saved_is_refused_and_the_file_stays_as_it_is() {
    let folder = Folder::with(&[("saved.toml", "# mine\na = 'saved:b'\n")]);
    let before = std::fs::read_to_string(folder.path("saved.toml")).unwrap();
    for (args, message) in [
        (
            &["alert", "add", "b", "x saved:a"][..],
            "the saved query `a` uses itself: `a` > `b` > `a`",
        ),
        (
            &["alert", "add", "a", "x"],
            "there is a saved query `a` already",
        ),
        (
            &["alert", "add", "a b", "x"],
            "`a b` cannot be the name of a query",
        ),
        (&["alert", "add", "c", " "], "nothing to search for"),
        (
            &["alert", "add", "--strict", "c", "x~5"],
            "`~5` is more than two letters",
        ),
    ] {
        folder.run_args(args, "").status(2).complains(message);
    }
    assert_eq!(
        std::fs::read_to_string(folder.path("saved.toml")).unwrap(),
        before
    );
    folder
        .run("alert add c x~5")
        .status(0)
        .complains("warning: `~5`");
    let after = std::fs::read_to_string(folder.path("saved.toml")).unwrap();
    assert_eq!(after, format!("{before}c = \"x~5\"\n"));
}

fn article(id: &str, title: &str, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"title\":\"{title}\",\"text\":\"{text}\",\"language\":\"en\"}}\n")
}

/// A folder with an index of two articles, one of them about a ferry, and an alert on ferries.
fn watched() -> Folder {
    let records = article("1", "Ferry", "The ferry sailed.") + &article("2", "Rain", "It fell.");
    let folder = Folder::with(&[("corpus/1.jsonl", &records)]);
    folder.run("index").status(0);
    folder.run("alert add ferries ferry OR boat").status(0);
    folder
}

fn put(folder: &Folder, file: &str, records: &str) {
    folder.write(&format!("corpus/{file}.jsonl"), records.as_bytes());
    folder.run("index").status(0);
}

/// The alert and the id of each article that was told.
fn told(ran: &Ran) -> Vec<(String, String)> {
    let lines = ran.json();
    let news = lines.iter().filter(|line| line["type"] == "news");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut told: Vec<_> = news
        .map(|line| (text(&line["alert"]), text(&line["id"])))
        .collect();
    told.sort();
    told
}

fn run(folder: &Folder, args: &str) -> Vec<(String, String)> {
    let ran = folder.run(&format!("alert run --json {args}"));
    let told = told(&ran);
    ran.status(i32::from(told.is_empty()));
    told
}

fn pairs(told: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |&(alert, id): &(&str, &str)| (alert.to_owned(), id.to_owned());
    told.iter().map(owned).collect()
}

#[test]
fn each_article_is_told_once_to_each_alert() {
    let folder = watched();
    assert_eq!(run(&folder, ""), pairs(&[("ferries", "1")]));
    assert_eq!(run(&folder, ""), []);
    folder.run("alert add all *").status(0);
    put(
        &folder,
        "2",
        &(article("3", "Boat", "A boat.") + &article("4", "Snow", "It fell.")),
    );
    assert_eq!(run(&folder, "ferries"), pairs(&[("ferries", "3")]));
    let all = ["1", "2", "3", "4"].map(|id| ("all", id));
    assert_eq!(run(&folder, ""), pairs(&all));
    assert_eq!(run(&folder, ""), []);
    // Read again, moved and gone, it is the same article.
    std::fs::rename(
        folder.path("corpus/1.jsonl"),
        folder.path("corpus/moved.jsonl"),
    )
    .unwrap();
    folder.run("index").status(0);
    assert_eq!(run(&folder, ""), []);
    std::fs::remove_dir_all(folder.path("index")).unwrap();
    folder.run("index").status(0);
    assert_eq!(run(&folder, ""), []);
    // One that changed is new where it did not match.
    put(
        &folder,
        "2",
        &(article("3", "Boat", "A boat came.") + &article("4", "Snow", "A ferry came.")),
    );
    assert_eq!(run(&folder, ""), pairs(&[("ferries", "4")]));
}

#[test]
fn articles_without_an_id_that_move_are_not_new() {
    let folder = Folder::with(&[("corpus/a/1.txt", "Ferry\n\nThe ferry sailed to Oslo.\n")]);
    folder.run("index").status(0);
    folder.run("alert add ferries ferry").status(0);
    assert_eq!(run(&folder, "").len(), 1);
    std::fs::rename(folder.path("corpus/a"), folder.path("corpus/b")).unwrap();
    folder.run("index --prune").status(0);
    assert_eq!(run(&folder, ""), []);
}

#[test]
fn what_the_index_holds_can_be_taken_as_known() {
    let folder = watched();
    folder.run("alert add --from-now rain fell").status(0);
    assert_eq!(run(&folder, "rain"), []);
    put(&folder, "2", &article("3", "Hail", "It fell."));
    assert_eq!(run(&folder, "rain"), pairs(&[("rain", "3")]));
    folder.run("alert remove rain").status(0);
    folder.run("alert add rain fell").status(0);
    assert_eq!(run(&folder, "rain"), pairs(&[("rain", "2"), ("rain", "3")]));
}

#[test]
fn an_alert_that_cannot_be_asked_is_told_and_harms_no_other() {
    let folder = watched();
    folder.write(
        "saved.toml",
        b"ferries = 'ferry'\nround = 'saved:round'\npart = { query = 'fell', alert = false }\n",
    );
    let ran = folder.run("alert run").status(2);
    assert!(ran.stdout.starts_with("ferries\n\n 1. Ferry\n"), "{ran:?}");
    let ran = ran.complains("search: alert `round`: the saved query `round` uses itself");
    ran.complains("1 article new to 2 alerts");
    folder
        .run("alert run nothing")
        .status(2)
        .complains("there is no saved query `nothing`");
    assert_eq!(run(&folder, "part"), pairs(&[("part", "2")]));
    folder.write("saved.toml", b"part = { query = 'fell', alert = false }\n");
    folder
        .run("alert run")
        .status(2)
        .complains("there is no alert");
    folder.write(".index.alerts", b"x");
    folder
        .run("alert run part")
        .status(2)
        .complains("delete it, and all articles are new again: expected the state of alerts");
}

#[test]
fn a_state_that_was_deleted_begins_anew_whatever_was_told_before() {
    let folder = watched();
    assert_eq!(run(&folder, "").len(), 1);
    std::fs::remove_file(folder.path(".index.alerts")).unwrap();
    assert_eq!(run(&folder, ""), pairs(&[("ferries", "1")]));
}

#[test]
fn a_feed_grows_and_holds_each_article_once() {
    let folder = watched();
    folder
        .run("alert run --rss feed.xml")
        .status(0)
        .complains("1 article new to 1 alert, in `feed.xml`");
    let first = std::fs::read_to_string(folder.path("feed.xml")).unwrap();
    assert_eq!(folder.run("alert run --rss feed.xml").status(1).stdout, "");
    assert_eq!(
        std::fs::read_to_string(folder.path("feed.xml")).unwrap(),
        first
    );
    put(
        &folder,
        "2",
        &article("3<&>", "Boats & <b>barges</b>", "A boat\\u0001."),
    );
    folder.run("alert run --rss feed.xml").status(0);
    // Our own reader of feeds takes it, and finds both.
    let read = folder.run("inspect --json feed.xml").status(0).json();
    let headlines: Vec<_> = read
        .iter()
        .map(|item| item["headline"].as_str().unwrap())
        .collect();
    assert_eq!(headlines, ["Boats & barges", "Ferry"]);
    folder.write("other.xml", b"<rss/>");
    put(&folder, "4", &article("5", "Boat", "A boat."));
    folder
        .run("alert run --rss other.xml")
        .status(2)
        .complains("expected a feed that `search alert run --rss` wrote");
    // What could not be told stays to be told.
    assert_eq!(run(&folder, ""), pairs(&[("ferries", "5")]));
}

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_written_is_told_by_the_next_run() {
    let folder = watched();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = program(&folder.path(""));
    let ran = command
        .args(["alert", "run"])
        .stdout(full)
        .output()
        .unwrap();
    let ran = Ran::from(ran).status(2);
    ran.complains("No space left on device");
    let ran = folder.run("alert run --json").status(0);
    assert_eq!(ran.json()[0]["perhaps_again"], false);
    assert_eq!(told(&ran), pairs(&[("ferries", "1")]));
}

/// The id of the article of a whole line.
fn news_id(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    line["id"].as_str().map(str::to_owned)
}

/// Kills a run after so many lines and a little later, and returns the whole lines that it wrote.
fn killed_run(folder: &Folder, num_lines: u64, steps: u64) -> Vec<String> {
    let mut child = program(&folder.path(""))
        .args(["alert", "run", "--json"])
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    for _ in 0..num_lines {
        out.read_line(&mut text).unwrap();
    }
    (0..steps).for_each(|_| std::hint::spin_loop());
    child.kill().unwrap();
    child.wait().unwrap();
    out.read_to_string(&mut text).unwrap();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(str::to_owned).collect()
}

#[test]
fn killed_at_any_moment_a_run_loses_nothing_and_tells_nothing_twice_unawares() {
    let folder = watched();
    let mut chance = Chance(20_151_127);
    let mut expected: BTreeSet<String> = ["1".to_owned()].into();
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut num_killed = 0;
    let mut take = |lines: &[String]| {
        for line in lines {
            let Some(id) = news_id(line) else { continue };
            let is_said = line.contains("\"perhaps_again\":true");
            assert!(told.insert(id) || is_said, "told twice: {line}");
        }
        told.clone()
    };
    // More than a pipe holds, so that a run that nobody reads on from stands still.
    let title = "Boat ".repeat(100);
    for round in 0..3 {
        let ids: Vec<String> = (0..200).map(|n| format!("{round}-{n}")).collect();
        let records: String = ids
            .iter()
            .map(|id| article(id, &title, "It came."))
            .collect();
        expected.extend(ids);
        put(&folder, &format!("r{round}"), &records);
        for _ in 0..6 {
            let num_lines = chance.below(3) * chance.below(50);
            let lines = killed_run(&folder, num_lines, chance.below(20_000_000));
            num_killed += u64::from(!lines.iter().any(|line| line.contains("\"summary\"")));
            take(&lines);
        }
    }
    let last = folder.run("alert run --json");
    let lines: Vec<String> = last.stdout.lines().map(str::to_owned).collect();
    assert_eq!(take(&lines), expected);
    assert_eq!(run(&folder, ""), []);
    assert!(num_killed > 6, "{num_killed} runs were killed");
}

#[test]
fn two_runs_at_once_are_refused() {
    let folder = watched();
    let lock = std::fs::File::create(folder.path(".index.alerts.lock")).unwrap();
    lock.lock().unwrap();
    folder
        .run("alert run")
        .status(2)
        .complains("are being run by another process");
    drop(lock);
    assert_eq!(run(&folder, "").len(), 1);
}

#[test]
fn an_index_in_memory_of_all_articles_answers_as_the_one_on_disk() {
    let folder = Folder::new();
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    folder.run_args(&["index", "-q", corpus], "").status(0);
    let engine = LocalEngine::open(&folder.path("index")).unwrap();
    let versions = engine.versions().unwrap();
    let keys: HashSet<u64> = versions.iter().map(|version| version.id).collect();
    let documents = engine.documents(&keys).unwrap();
    assert_eq!(
        (keys.len(), documents.len()),
        (versions.len(), versions.len())
    );
    let copy = LocalEngine::of_documents(engine.folder(), documents).unwrap();
    for row in SYNTAX {
        let options = ParseOptions::new(jiff::civil::date(2015, 11, 27));
        let request = SearchRequest {
            limit: usize::MAX,
            ..SearchRequest::new(parse(row.example, &options).unwrap().query)
        };
        let found = |engine: &LocalEngine| -> BTreeSet<(String, String)> {
            let hits = engine.search(&request).unwrap().hits.into_iter();
            hits.map(|hit| (hit.id, format!("{:?} {:?}", hit.headline, hit.snippets)))
                .collect()
        };
        assert_eq!(found(&copy), found(&engine), "{row:?}");
    }
}
