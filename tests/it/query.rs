//! `search query`, `batch` and `show`: pages, orders, filters, and what each flag prints.

use std::io::{BufRead, BufReader, Write};

use serde_json::{Value, json};

use crate::harness::{Folder, Ran, program};

/// Five articles of three sources, four dated.
const ARTICLES: &str = r#"{"id":"oslo","title":"Ferry leaves Oslo","text":"Angela Merkel watched the ferry leave.","date":"2015-11-27","source":"Harbour Courier","section":"World","language":"en"}
{"id":"kiel","title":"Ferry reaches Kiel","text":"The ferry came in at noon. Crowds had waited.","date":"2016-02-29","source":"Harbour Courier","section":"Local","language":"en"}
{"id":"faehre","title":"Fähre erreicht Kiel","text":"Das Schiff kam am Mittag an.","date":"2016-03-01","source":"Tagblatt","section":"Lokales","language":"de"}
{"id":"heron","title":"Heron seen","text":"A heron stood by the lock. No ferry was near it, and the crowds came later.","date":"2014","source":"Signal Box","language":"en"}
{"id":"undated","title":"Ferry of no date","text":"Nobody wrote down when.","source":"Signal Box","language":"en"}
"#;

fn indexed() -> Folder {
    let folder = Folder::with(&[
        ("corpus/all.jsonl", ARTICLES),
        ("corpus/note.txt", "A lighthouse\n\nIt shone.\n"),
    ]);
    folder.run("index").status(0);
    folder
}

fn ids(ran: &Ran) -> Vec<String> {
    let hits = ran.json();
    let ids = hits.iter().filter_map(|hit| hit["id"].as_str());
    ids.map(str::to_owned).collect()
}

#[track_caller]
fn finds(folder: &Folder, arguments: &str, expected: &[&str]) {
    let ran = folder.run(&format!("query --json --sort oldest {arguments}"));
    assert_eq!(ids(&ran), expected, "{arguments}");
}

#[test]
fn hits_come_in_the_order_asked_for_undated_last() {
    let folder = indexed();
    let newest = ids(&folder.run("query --json --sort newest ferry"));
    assert_eq!(newest, ["kiel", "oslo", "heron", "undated"]);
    let oldest = ids(&folder.run("query --json --sort oldest ferry"));
    assert_eq!(oldest, ["heron", "oslo", "kiel", "undated"]);
    finds(&folder, "-oslo ferry -n 9", &["heron", "kiel", "undated"]);
    let mut best = ids(&folder.run("query --json -n 2 ferry"));
    best.sort_unstable();
    assert_eq!(best, ["kiel", "oslo"], "in headline and body");
}

#[test]
fn pages_add_up_to_the_total_and_ranks_go_on() {
    let folder = indexed();
    let all = ids(&folder.run("query --json ferry"));
    let mut pages = Vec::new();
    for offset in 0..5 {
        let ran = folder.run(&format!("query --json ferry -n 1 --offset {offset}"));
        let lines = ran.json();
        assert_eq!(lines.last().unwrap()["total"], 4);
        if lines.len() > 1 {
            assert_eq!(lines[0]["rank"], offset + 1);
        }
        pages.extend(ids(&ran));
    }
    assert_eq!(pages, all);
}

#[test]
fn filters_narrow_and_need_no_words() {
    let folder = indexed();
    finds(&folder, "ferry --from 2015 --to 2016-02", &["oslo", "kiel"]);
    finds(&folder, "--to 2014", &["heron"]);
    finds(&folder, "--from 2016-03", &["faehre"]);
    finds(&folder, "ferry --source signal", &["heron", "undated"]);
    finds(
        &folder,
        "--source tagblatt --source courier",
        &["oslo", "kiel", "faehre"],
    );
    finds(&folder, "--section local", &["kiel"]);
    finds(&folder, "--lang de", &["faehre"]);
    finds(&folder, "ferry --person merkel", &["oslo"]);
    finds(&folder, "--place kiel --lang en", &["kiel"]);
    finds(&folder, "ferry --org nobody", &[]);
    finds(&folder, "--any heron noon --from 2014", &["heron", "kiel"]);
}

#[test]
fn paths_and_counts_alone_are_what_scripts_want() {
    let folder = indexed();
    let paths = folder.run("query -l --any ferry lighthouse").status(0);
    let mut lines: Vec<&str> = paths.stdout.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        (lines.as_slice(), paths.stderr.as_str()),
        (&["corpus/all.jsonl", "corpus/note.txt"][..], "")
    );
    let count = folder.run("query -c ferry").status(0);
    assert_eq!((count.stdout.as_str(), count.stderr.as_str()), ("4\n", ""));
    let none = folder.run("query -c submarine").status(1);
    assert_eq!(none.stdout, "0\n");
    let none = folder.run("query --json submarine").status(1).json();
    assert_eq!((none.len(), &none[0]["type"]), (1, &Value::from("summary")));
    assert_eq!(folder.run("query -l submarine").status(1).stdout, "");
}

#[test]
fn off_a_terminal_there_is_no_escape_code_unless_it_is_asked_for() {
    let folder = indexed();
    let run = |variables: &[(&str, &str)], flags: &[&str]| {
        let mut command = program(&folder.path(""));
        command
            .args(["query", "heron"])
            .args(flags)
            .envs(variables.iter().copied());
        Ran::from(command.output().unwrap()).status(0).stdout
    };
    let has_color = |text: &str| text.contains("\x1b[");
    let has_link = |text: &str| text.contains("\x1b]8;;file://");
    assert!(!run(&[], &[]).contains('\x1b'));
    assert!(has_color(&run(&[("CLICOLOR_FORCE", "1")], &[])));
    assert!(!run(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]).contains('\x1b'));
    let always = run(&[("NO_COLOR", "1")], &["--color", "always"]);
    assert!(has_color(&always) && has_link(&always), "{always:?}");
    assert!(!run(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]).contains('\x1b'));
    assert!(run(&[], &["--mark"]).contains("**heron**"));
}

#[test]
fn quiet_says_nothing_beside_the_hits_and_verbose_says_more() {
    let folder = indexed();
    let quiet = folder.run("query -q heron").status(0);
    assert_eq!(quiet.stderr, "");
    assert_eq!(folder.run("query -q submarine").status(1).stderr, "");
    let verbose = folder
        .run("query -v heron")
        .status(0)
        .complains("read as: ");
    assert!(verbose.stdout.contains(" · score "), "{verbose:?}");
    assert!(!quiet.stdout.contains("score"), "{quiet:?}");
}

#[test]
fn queries_that_say_nothing_get_an_answer_or_a_clear_message() {
    let folder = indexed();
    for query in ["", " ", "!!!", "😀", "...?", "the of and"] {
        let ran = folder.run_args(&["query", query], "");
        assert!(
            (0..=2).contains(&ran.status) && !ran.stderr.is_empty(),
            "`{query}`: {ran:?}"
        );
        assert!(!ran.stderr.contains("internal error"), "`{query}`: {ran:?}");
    }
    for query in [
        "ferry ".repeat(20_000),
        "x".repeat(100_000),
        "(".repeat(100_000),
        "\"".repeat(99_999),
    ] {
        let ran = folder.run_args(&["query", &query], "");
        assert!(
            (0..=2).contains(&ran.status) && ran.stderr.len() < 200_000,
            "{}",
            ran.status
        );
        assert!(!ran.stderr.contains("internal error"), "{}", &query[..10]);
    }
}

#[test]
fn a_batch_answers_each_line_and_a_bad_one_harms_no_other() {
    let folder = indexed();
    let input =
        "heron\n\n{\"id\":\"q\",\"query\":\"lighthouse\"}\n{\"id\":1}\n{\"query\": 5}\nkiel noon\n";
    let lines = folder
        .run_args(&["batch", "--json"], input)
        .status(0)
        .json();
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line["id"].clone(),
                line["total"].as_u64(),
                line["error"].is_null(),
            )
        })
        .collect();
    let expected = [
        (Value::from(1), Some(1), true),
        (Value::from("q"), Some(1), true),
        (Value::from(4), Some(0), false),
        (Value::from(5), Some(0), false),
        (Value::from(6), Some(1), true),
    ];
    assert_eq!(told, expected);
    let long = format!("{}\nheron\n", "x ".repeat(1 << 20));
    let lines = folder.run_args(&["batch", "--json"], &long).json();
    assert_eq!((lines.len(), lines[1]["total"].as_u64()), (2, Some(1)));
    assert_eq!(
        lines[0]["error"],
        "line 1: expected at most 1048576 bytes, but found more"
    );
    let plain = folder
        .run_args(&["batch"], "{\"query\":\"a\\theron\\n\"}\n")
        .status(0);
    assert_eq!(plain.stdout, "1\ta heron \theron\n");
    assert_eq!(
        folder.run_args(&["batch", "--json"], "").status(1).stdout,
        ""
    );
}

#[test]
fn a_batch_answers_a_query_before_the_next_is_asked() {
    let folder = indexed();
    let mut child = program(&folder.path("")).arg("batch").spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for query in ["heron", "lighthouse"] {
        writeln!(stdin, "{query}").unwrap();
        let mut answer = String::new();
        stdout.read_line(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("1\t{query}\t")), "{answer}");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_article_is_shown_by_the_beginning_of_its_id_with_words_marked() {
    let folder = indexed();
    let shown = folder.run("show her -q stands --mark").status(0);
    assert!(shown.stdout.starts_with("Heron seen\n"), "{shown:?}");
    let missing = folder.run("show --json nobody").status(1);
    assert_eq!(
        (missing.json()[0]["type"].as_str(), missing.stderr.as_str()),
        (Some("missing"), "")
    );
    folder
        .run_args(&["show", ""], "")
        .status(2)
        .complains("search: ");
}

#[test]
fn names_with_escape_codes_do_not_reach_the_terminal() {
    let folder = Folder::with(&[(
        "corpus/a.json",
        r#"{"id":"e","title":"Red \u001b[31malert","text":"A \u001b]0;title\u0007 bell rang."}"#,
    )]);
    folder.run("index").status(0);
    for command in ["query bell", "show e", "inspect corpus/a.json"] {
        let ran = folder.run(command).status(0);
        assert!(!ran.stdout.contains(['\x1b', '\x07']), "{command}: {ran:?}");
    }
}

#[test]
fn who_finds_nothing_on_some_days_is_told_of_others_and_of_these() {
    let folder = indexed();
    let advice = |query: &str| {
        let ran = folder.run(&format!("query --json {query}")).status(1);
        ran.json().pop().unwrap()["advice"].take()
    };
    let expected = json!({
        "unknown": [],
        "without": [{"text": "noon", "articles": 1}],
        "any": 1,
        "other_days": 1,
        "unfiltered": null,
    });
    assert_eq!(advice("ferry noon date:2014"), expected);
    assert_eq!(advice("ferry noon since:2014 until:2014"), expected);
    assert_eq!(advice("ferry noon --from 2014 --to 2014"), expected);
    let expected = json!({
        "unknown": [],
        "without": [],
        "any": null,
        "other_days": 4,
        "unfiltered": null,
    });
    assert_eq!(advice("ferry date:2017"), expected);
}
