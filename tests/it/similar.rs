//! `search similar`: articles about the same thing.

use serde_json::{Value, json};

use crate::harness::{Folder, Ran};

const FERRY: &str = "The ferry Halcyon ran aground off Harbour City on Monday. Captain Ada Holm said that \
    the crew of the ferry was safe. The ferry lost fuel, and the coast guard closed the harbour to ships.";
const FERRY_LATER: &str = "Salvage crews pulled the ferry Halcyon from the rocks off Harbour City. The coast \
    guard opened the harbour again. Ada Holm, who was the captain of the ferry, will be heard by a court.";
const FERRY_COURT: &str = "A court in Harbour City heard Ada Holm, captain of the Halcyon, on how the ferry came \
    upon the rocks. The coast guard had warned of the storm before the ferry left the harbour.";
const MUSIC: &str = "The orchestra opened its season with a symphony by a young composer. The audience \
    in the concert hall stood for ten minutes. Critics praised the violins and the conductor.";
const COUNCIL: &str = "The town council voted for a lower tax on small shops. The mayor said that trade \
    in the old streets would gain. The opposition wants a report on the budget.";

fn article(id: &str, date: Option<&str>, text: &str) -> Value {
    json!({"id": id, "title": id, "date": date, "text": text, "language": "en"})
}

fn indexed() -> Folder {
    let articles = [
        article("ferry", Some("2015-11-27"), FERRY),
        article("copy", Some("2015-11-28"), FERRY),
        article("later", Some("2015-12-02"), FERRY_LATER),
        article("undated", None, FERRY_COURT),
        article("music", Some("2015-12-03"), MUSIC),
        article("council", Some("2015-12-04"), COUNCIL),
    ];
    let lines: String = articles
        .iter()
        .map(|article| format!("{article}\n"))
        .collect();
    let folder = Folder::with(&[("corpus/all.jsonl", &lines)]);
    folder.run("index").status(0);
    folder
}

fn ids(ran: &Ran) -> Vec<String> {
    let lines = ran.json();
    let hits = lines.iter().filter(|line| line["type"] == "hit");
    hits.map(|hit| hit["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn articles_about_the_same_thing_are_found_without_copies() {
    let folder = indexed();
    for id in ["ferry", "copy"] {
        let ran = folder.run(&format!("similar {id} --json")).status(0);
        let mut found = ids(&ran);
        found.sort();
        assert_eq!(found, ["later", "undated"], "{id}");
        let lines = ran.json();
        for hit in &lines[..2] {
            let similarity = hit["similarity"].as_f64().unwrap();
            assert!((0.2..1.0).contains(&similarity), "{hit}");
        }
        assert_eq!(lines[2]["total"], 2);
    }
    // The copy that came first stands for both.
    let found = ids(&folder.run("similar later --json").status(0));
    assert!(found.contains(&"ferry".to_owned()) && !found.contains(&"copy".to_owned()));
}

#[test]
fn the_order_the_page_and_filters_are_those_that_are_asked_for() {
    let folder = indexed();
    let newest = folder.run("similar ferry --sort newest --json").status(0);
    assert_eq!(ids(&newest), ["later", "undated"]);
    let second = folder.run("similar ferry --sort newest --json -n 1 --offset 1");
    assert_eq!(ids(&second.status(0)), ["undated"]);
    let dated = folder
        .run("similar ferry --from 2015-12-01 --json")
        .status(0);
    assert_eq!(ids(&dated), ["later"]);
    let none = folder.run("similar ferry --from 2016-01-01").status(1);
    assert!(
        none.stderr
            .contains("no other article is about the same thing"),
        "{}",
        none.stderr
    );
}

#[test]
fn what_is_like_nothing_else_has_nothing_similar() {
    let folder = indexed();
    let ran = folder.run("similar music --json").status(1);
    assert_eq!(ran.json().len(), 1);
    folder
        .run("similar none")
        .complains("no article has the id `none`");
    let shown = folder.run("similar ferry").status(0);
    assert!(
        shown.stdout.contains(" · similarity 0."),
        "{}",
        shown.stdout
    );
    assert!(
        shown.stderr.contains("2 similar articles ("),
        "{}",
        shown.stderr
    );
}

#[test]
fn an_article_without_words_is_like_no_other() {
    let lines = format!(
        "{}\n{}\n",
        article("a", None, "1 2 3"),
        article("b", None, "联合国 4")
    );
    let folder = Folder::with(&[("corpus/all.jsonl", &lines)]);
    folder.run("index").status(0);
    folder.run("similar a --json").status(1);
}
