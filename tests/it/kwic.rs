//! `search kwic`: a line for each mark of each hit.

use serde_json::Value;

use crate::harness::{Folder, Ran};

const ARTICLES: &str = r#"{"id":"1","title":"Ferry leaves Oslo","text":"The old ferry left.\n\nNo ferry came back."}
{"id":"2","title":"安全理事会","text":"联合国安全理事会今天开会。 A ferry, Émile said."}
{"id":"3","title":"Heron","text":"A heron stood by the small ferry and a cafe\u0301."}
"#;

fn indexed() -> Folder {
    let folder = Folder::with(&[("corpus/all.jsonl", ARTICLES)]);
    folder.run("index").status(0);
    folder
}

fn matches(ran: &Ran, field: &str) -> Vec<String> {
    let lines = ran.json();
    let lines = lines.iter().filter(|line| line["type"] == "line");
    lines
        .map(|line| line[field].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn lines_are_aligned_on_the_match_and_sorted_by_either_side() {
    let folder = indexed();
    let by_right = folder.run("kwic ferry --sort right --width 40").status(0);
    assert_eq!(
        by_right.stdout,
        "…d by the small ferry and a café.\n\
         …ferry left. No ferry came back.\n\
         …会今天开会。 A ferry, Émile said.\n\
         \x20               Ferry leaves Oslo\n\
         \x20       The old ferry left. No ferry ca…\n"
    );
    let by_left = folder.run("kwic ferry --sort left --width 24").status(0);
    assert_eq!(
        by_left.stdout,
        "         Ferry leaves O…\n\
         \x20…会。 A ferry, Émile s…\n\
         …eft. No ferry came bac…\n\
         \x20The old ferry left. No…\n\
         …e small ferry and a ca…\n"
    );
}

#[test]
fn as_many_lines_as_marks_and_each_says_where_its_match_is() {
    let folder = indexed();
    for query in [
        "ferry",
        "ferry OR heron",
        "安全",
        "\"old ferry\"",
        "ferr* w/3 old",
    ] {
        let ran = folder.run_args(&["kwic", "--json", query], "").status(0);
        let lines = ran.json();
        let mut num_marks = 0;
        for id in ["1", "2", "3"] {
            let shown = folder
                .run_args(&["show", "--json", "-q", query, id], "")
                .json();
            for (field, marks) in [
                ("headline", "headline_highlights"),
                ("body", "body_highlights"),
            ] {
                let marks = shown[0][marks].as_array().unwrap();
                num_marks += marks.len();
                let of_field = lines
                    .iter()
                    .filter(|line| line["id"] == id && line["field"] == field);
                let told: Vec<Value> = of_field
                    .map(|line| serde_json::json!([line["start"], line["end"]]))
                    .collect();
                assert_eq!(&told, marks, "{query} {id} {field}");
            }
        }
        let summary = lines.last().unwrap();
        assert_eq!(summary["lines"], num_marks, "{query}");
        assert_eq!(lines.len() - 1, num_marks, "{query}");
        assert_eq!(
            summary["total"],
            folder
                .run_args(&["query", "--json", query], "")
                .json()
                .pop()
                .unwrap()["total"]
        );
    }
}

#[test]
fn a_limit_shows_fewer_lines_and_counts_all() {
    let ran = indexed()
        .run("kwic ferry -n 2 --sort left --json")
        .status(0);
    assert_eq!(matches(&ran, "left").len(), 2);
    let summary = ran.json().pop().unwrap();
    assert_eq!(
        (&summary["lines"], &summary["shown"], &summary["total"]),
        (&5.into(), &2.into(), &3.into())
    );
}

#[test]
fn marks_stay_visible_without_colour_and_nothing_found_is_status_1() {
    let folder = indexed();
    let ran = folder.run("kwic heron --mark --width 30 -q").status(0);
    assert_eq!(
        ran.stdout,
        "            **Heron**\n          A **heron** stood b…\n"
    );
    folder
        .run("kwic submarine")
        .status(1)
        .complains("0 lines of 0 articles");
    folder
        .run("kwic")
        .status(2)
        .complains("nothing to search for");
}
