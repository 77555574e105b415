//! `search facets`, `timeline` and `entities`: what is counted, and how it is printed.

use proptest::prelude::*;
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

#[test]
fn facets_count_values_and_what_has_none() {
    let folder = indexed();
    let ran = folder
        .run("facets --by source,section,person --by month -n 2 --json")
        .status(0);
    assert_eq!(
        told(&ran, &["by", "value", "articles", "share"]),
        [
            "source Harbour Courier 2 0.285714",
            "source Tagblatt 2 0.285714",
            "section Local 1 0.142857",
            "section World 1 0.142857",
            "person Angela Merkel 3 0.428571",
            "person Barack Obama 3 0.428571",
            "month 2015-11 2 0.285714",
            "month 2016-02 2 0.285714",
        ]
    );
    assert_eq!(
        ran.json().pop().unwrap()["facets"],
        serde_json::json!([
            {"by": "source", "values": 4, "shown": 2, "others": 2, "none": 1, "imprecise": null},
            {"by": "section", "values": 2, "shown": 2, "others": 0, "none": 5, "imprecise": null},
            {"by": "person", "values": 2, "shown": 2, "others": null, "none": 2, "imprecise": null},
            {"by": "month", "values": 3, "shown": 2, "others": 1, "none": 1, "imprecise": 1},
        ])
    );
}

#[test]
fn facets_in_a_pipe_are_aligned_text_without_bars() {
    let ran = indexed()
        .run("facets ferry --by source,week -n 2")
        .status(0);
    assert_eq!(
        ran.stdout,
        "by source (2 of 4)\n\
         \x20 Harbour Courier  2  40.0%\n\
         \x20 Signal Box       1  20.0%\n\
         \x20 (2 others)       2  40.0%\n\
         \n\
         by week (2 of 3)\n\
         \x20 2015-W48      1  20.0%\n\
         \x20 2015-W53      1  20.0%\n\
         \x20 (1 other)     1  20.0%\n\
         \x20 (less exact)  1  20.0%\n\
         \x20 (undated)     1  20.0%\n"
    );
}

#[test]
fn facets_as_csv_have_a_row_for_what_is_left() {
    let csv = indexed()
        .run("facets ferry --by source --csv -n 3")
        .status(0);
    assert_eq!(
        csv.stdout,
        "by,row,value,articles,share\n\
         source,value,Harbour Courier,2,0.4\n\
         source,value,Signal Box,1,0.2\n\
         source,value,\"Signal Box, \"\"the\"\" <box>\",1,0.2\n\
         source,others,,1,0.2\n"
    );
}

#[test]
fn where_nothing_matches_there_is_nothing_to_count() {
    let folder = indexed();
    for command in ["facets", "timeline", "entities"] {
        let ran = folder.run(&format!("{command} submarine")).status(1);
        assert_eq!(ran.stdout, "");
        ran.complains("no article matches");
        let lines = folder.run(&format!("{command} submarine --json")).status(1);
        assert_eq!(lines.json()[0]["total"], 0);
        folder
            .run(&format!("{command} ferry --timeout 0.000000001"))
            .status(2)
            .complains("broken off after");
    }
}

#[test]
fn a_timeline_shows_gaps_as_zero_and_what_lies_in_no_period_apart() {
    let folder = indexed();
    let ran = folder.run("timeline ferry --by month --json").status(0);
    assert_eq!(
        told(
            &ran,
            &[
                "period",
                "first_day",
                "last_day",
                "articles",
                "all",
                "share"
            ]
        ),
        [
            "2015-11 2015-11-01 2015-11-30 1 2 0.5",
            "2015-12 2015-12-01 2015-12-31 1 1 1.0",
            "2016-01 2016-01-01 2016-01-31 0 0 0.0",
            "2016-02 2016-02-01 2016-02-29 1 2 0.5",
        ]
    );
    let text = folder.run("timeline ferry --by quarter").status(0);
    assert_eq!(
        text.stdout,
        "articles by quarter, share of all\n\
         \x20 2015-Q4       2   66.7%\n\
         \x20 2016-Q1       1   50.0%\n\
         \x20 (less exact)  1  100.0%\n\
         \x20 (undated)     1  100.0%\n"
    );
}

#[test]
fn the_unit_of_a_timeline_is_the_finest_that_fits() {
    let folder = indexed();
    let unit = |query: &str| {
        let ran = folder.run(&format!("timeline {query} --json"));
        ran.json().pop().unwrap()["by"].as_str().unwrap().to_owned()
    };
    assert_eq!(unit("ferry --from 2015-11 --to 2015-12"), "day");
    assert_eq!(unit("ferry --from 2015"), "week");
    // Of one article in four no more than the year is known.
    assert_eq!(unit("ferry"), "year");
}

#[test]
fn queries_and_sources_stand_side_by_side() {
    let folder = indexed();
    let ran = folder
        .run("timeline ferry --compare heron --by year")
        .status(0);
    assert_eq!(
        ran.stdout,
        "  year       ferry  heron\n\
         \x20 2014           1      1\n\
         \x20 2015           2      0\n\
         \x20 2016           1      1\n\
         \x20 (undated)      1      0\n"
    );
    let ran = folder
        .run("timeline ferry --by-source -n 2 --by year --csv")
        .status(0);
    assert_eq!(
        ran.stdout,
        "query,source,row,period,articles,all,share\n\
         ferry,Harbour Courier,period,2014,0,0,0\n\
         ferry,Harbour Courier,period,2015,2,2,1\n\
         ferry,Harbour Courier,period,2016,0,0,0\n\
         ferry,Harbour Courier,imprecise,,0,0,0\n\
         ferry,Harbour Courier,undated,,0,0,0\n\
         ferry,Signal Box,period,2014,1,1,1\n\
         ferry,Signal Box,period,2015,0,0,0\n\
         ferry,Signal Box,period,2016,0,0,0\n\
         ferry,Signal Box,imprecise,,0,0,0\n\
         ferry,Signal Box,undated,,0,0,0\n"
    );
}

/// Checks that tags are closed in order, and that text holds no bare sign of XML.
fn is_well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some((text, tagged)) = rest.split_once('<') {
        let has_bare_sign = text.match_indices('&').any(|(at, _)| {
            let names = ["&amp;", "&lt;", "&gt;", "&quot;"];
            !names.iter().any(|name| text[at..].starts_with(name))
        });
        let Some((tag, behind)) = tagged.split_once('>') else {
            return false;
        };
        let has_open_quote = tag.matches('"').count() % 2 == 1;
        if has_bare_sign || has_open_quote || text.contains('>') {
            return false;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.ends_with('/') {
            open.extend(tag.split_whitespace().next());
        }
        rest = behind;
    }
    open.is_empty() && rest.trim().is_empty()
}

#[test]
fn a_chart_is_well_formed_whatever_the_query() {
    let folder = indexed();
    for (args, shown) in [
        (
            vec![
                "ferry <b> & \"oslo\" 'x' \u{1}\u{b}",
                "--any",
                "--by",
                "day",
            ],
            "2015-11-27: 1 article of 2 (50.0%)",
        ),
        (
            vec![
                "ferry",
                "--compare",
                "heron -lock",
                "--share",
                "--by",
                "month",
            ],
            "heron -lock, 2016-01: 0 articles of 0",
        ),
        (
            vec!["ferry", "--by-source"],
            "Signal Box, &quot;the&quot; &lt;box&gt;",
        ),
        (
            vec!["ferry", "--to", "2014", "--by", "day"],
            "1 article, 1 of dates less exact",
        ),
        (vec!["submarine"], "0 articles"),
    ] {
        let args = [vec!["timeline", "--svg", "chart.svg"], args].concat();
        let ran = folder.run_args(&args, "");
        assert!(ran.status < 2, "{ran:?}");
        let chart = std::fs::read_to_string(folder.path("chart.svg")).unwrap();
        assert!(is_well_formed(&chart), "{chart}");
        assert!(chart.contains(shown), "{chart}");
    }
    folder
        .run("timeline ferry --svg none/chart.svg")
        .status(2)
        .complains("cannot write `none/chart.svg`");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn counts_of_every_command_add_up_to_the_total(
        articles in prop::collection::vec((
            prop::sample::select(vec!["ferry", "heron", "ferry heron", "rain"]),
            prop::option::of(prop::sample::select(vec!["2014", "2015-11", "2015-11-27", "2016-02-29", "1987-03-01"])),
            prop::option::of(prop::sample::select(vec!["Wire", "Courier", "Box"])),
        ), 1..30),
    ) {
        let lines = articles.iter().enumerate().map(|(id, (text, date, source))| {
            serde_json::json!({"id": id.to_string(), "text": text, "date": date, "source": source}).to_string() + "\n"
        });
        let folder = Folder::with(&[("corpus/all.jsonl", &lines.collect::<String>())]);
        folder.run("index").status(0);
        let total = articles.iter().filter(|(text, ..)| text.contains("ferry")).count() as u64;
        prop_assert_eq!(folder.run("query -c ferry").stdout, format!("{total}\n"));
        let sum = |command: &str, column: usize| -> u64 {
            let csv = folder.run(command).stdout;
            csv.lines().skip(1).map(|line| line.split(',').nth(column).unwrap().parse::<u64>().unwrap()).sum()
        };
        for by in ["source", "lang", "format", "day", "week", "month", "quarter", "year"] {
            prop_assert_eq!(sum(&format!("facets ferry --csv -n 1 --by {by}"), 3), total, "{}", by);
        }
        for by in ["day", "week", "month", "quarter", "year"] {
            if by == "day" || by == "week" {
                // Three decades of days are many lines.
                let recent = sum(&format!("timeline ferry --csv --from 2014 --by {by}"), 4);
                prop_assert_eq!(format!("{recent}\n"), folder.run("query -c ferry --from 2014").stdout);
                continue;
            }
            prop_assert_eq!(sum(&format!("timeline ferry --csv --by {by}"), 4), total, "{}", by);
        }
    }
}
