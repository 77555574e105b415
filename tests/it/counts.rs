//! `search entities`: what is counted, and how it is printed.

use serde_json::Value;

use crate::harness::{Folder, Ran};

/// Seven articles of three sources and one of none: five dated to the day, one to the year.
const ARTICLES: &str = r#"{"id":"1","title":"Ferry leaves Oslo","text":"Angela Merkel watched the ferry leave Oslo.","date":"2015-11-27","source":"Harbour Courier","section":"World","language":"en"}
{"id":"2","title":"Ferry reaches Kiel","text":"The ferry came in. Angela Merkel was in Kiel.","date":"2015-12-29","source":"Harbour Courier","section":"Local","language":"en"}
{"id":"3","title":"Ferry sinks","text":"Angela Merkel and Barack Obama mourned in Oslo.","date":"2016-02-01","source":"Tagblatt","language":"en"}
{"id":"4","title":"Heron seen","text":"Barack Obama saw a heron by the lock.","date":"2016-02-29","source":"Tagblatt","language":"en"}
{"id":"5","title":"Heron gone","text":"Barack Obama saw no ferry.","date":"2014","source":"Signal Box","language":"en"}
{"id":"6","title":"Ferry of no date","text":"Nobody wrote down when.","source":"Signal Box, \"the\" <box>","language":"en"}
{"id":"7","title":"A lighthouse","text":"It shone.","date":"2015-11-27"}
"#;

fn indexed() -> Folder {
    let folder = Folder::with(&[("corpus/all.jsonl", ARTICLES)]);
    folder.run("index").status(0);
    folder
}

/// The values of these fields, a line each but the last.
fn told(ran: &Ran, fields: &[&str]) -> Vec<String> {
    let lines = ran.json();
    let line = |line: &Value| {
        let values = fields.iter().map(|field| match &line[*field] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        values.collect::<Vec<_>>().join(" ")
    };
    lines[..lines.len() - 1].iter().map(line).collect()
}

#[test]
fn names_of_the_matching_articles_are_ranked_by_their_articles() {
    let folder = indexed();
    let ran = folder.run("entities ferry --kind person --json").status(0);
    assert_eq!(
        told(&ran, &["rank", "kind", "name", "articles", "share"]),
        [
            "1 person Angela Merkel 3 0.6",
            "2 person Barack Obama 2 0.4"
        ]
    );
    let summary = ran.json().pop().unwrap();
    assert_eq!(
        (&summary["total"], &summary["names"]),
        (&5.into(), &2.into())
    );
    let ran = folder.run("entities --kind place --kind person -n 2 -ferry --json");
    assert_eq!(told(&ran, &["name", "articles"]), ["Barack Obama 1"]);
    folder.run("entities submarine").status(1);
}

#[test]
fn distinctive_names_are_more_frequent_than_in_all_articles() {
    let folder = indexed();
    let ran = folder.run("entities heron --distinctive --kind person --json");
    // 2 (2 ln (2 / (2 · 3/7)) + 1 ln (1 / (5 · 3/7)) + 4 ln (4 / (5 · 4/7)))
    assert_eq!(
        told(
            &ran,
            &["name", "articles", "of_all", "expected", "log_likelihood"]
        ),
        ["Barack Obama 2 3 0.857143 4.556"].map(|line| line.replace(
            "4.556",
            &format!(
                "{}",
                (2.0_f64
                    * (2.0 * (7.0_f64 / 3.0).ln()
                        + (7.0_f64 / 15.0).ln()
                        + 4.0 * (28.0_f64 / 20.0).ln())
                    * 1e6)
                    .round()
                    / 1e6
            )
        ))
    );
    folder.run("entities --distinctive").status(1);
}

#[test]
fn names_are_ranked_in_each_period_and_what_lies_in_none_is_told() {
    let folder = indexed();
    let ran = folder
        .run("entities --by month --kind person -n 1 --json")
        .status(0);
    assert_eq!(
        told(&ran, &["period", "rank", "name", "articles"]),
        [
            "2015-11 1 Angela Merkel 1",
            "2015-12 1 Angela Merkel 1",
            "2016-02 1 Barack Obama 2"
        ]
    );
    let summary = ran.json().pop().unwrap();
    assert_eq!(
        (&summary["undated"], &summary["imprecise"]),
        (&1.into(), &1.into())
    );
    let text = folder
        .run("entities --by year --kind person -n 1")
        .status(0);
    assert_eq!(
        text.stdout,
        "2014 (1 article)\n  Barack Obama  person  1  100.0%\n\n\
         2015 (3 articles)\n  Angela Merkel  person  2  66.7%\n\n\
         2016 (2 articles)\n  Barack Obama  person  2  100.0%\n"
    );
    text.complains("7 articles, 2 names, 1 undated");
}

#[test]
fn names_as_csv_have_a_header_and_quotes_where_they_are_needed() {
    let csv = indexed()
        .run("entities heron -n 1 --kind person --csv")
        .status(0);
    assert_eq!(
        csv.stdout,
        "period,rank,kind,name,articles,share,of_all,expected,log_likelihood\n\
         ,1,person,Barack Obama,2,1,,,\n"
    );
    indexed()
        .run("entities --csv --json")
        .status(2)
        .complains("cannot be given together");
}
