//! The commands as a user runs them.

use crate::harness::Folder;

#[test]
fn an_article_is_found_by_its_words_and_shown_whole() {
    let folder = Folder::with(&[(
        "corpus/a.jsonl",
        "{\"id\":\"a1\",\"title\":\"Talks on a coalition\",\"text\":\"Russia was heard.\",\"date\":\"2015-11-27\"}\n",
    )]);
    folder.run("index").status(0);
    let found = folder
        .run("query --json coalitions russia")
        .status(0)
        .json();
    assert_eq!(
        (found[0]["id"].as_str(), found[1]["total"].as_u64()),
        (Some("a1"), Some(1))
    );
    assert!(
        folder
            .run("show a1")
            .status(0)
            .stdout
            .contains("Russia was heard.")
    );
}

#[test]
fn pages_that_are_no_articles_are_skipped_or_kept() {
    let error = "<title>404 Not Found</title><h1>Not found</h1><p>The ferry page is not here.</p>";
    let page = "<title>Ferry sails</title><h1>Ferry sails</h1><p>The ferry sailed from the old quay on Friday \
                morning with forty people on board, an hour later than was planned.</p>";
    let folder = Folder::with(&[("pages/404.html", error), ("pages/ferry.html", page)]);
    let reason = "expected an article, but found an error page: `Not found`";
    let counts = |flags: &str| {
        let ran = folder.run(&format!("index --json {flags} pages")).status(0);
        let summary = ran.json().pop().unwrap();
        [
            "added",
            "updated",
            "removed",
            "unchanged",
            "skipped",
            "skipped_before",
        ]
        .map(|name| summary[name].as_u64().unwrap())
    };
    folder.run("index pages").status(0).complains(reason);
    assert_eq!(counts(""), [0, 0, 0, 1, 0, 1]);
    // What the flag makes no difference to is not read again.
    assert_eq!(counts("--keep-all"), [1, 0, 0, 1, 0, 0]);
    assert_eq!(counts("--keep-all"), [0, 0, 0, 2, 0, 0]);
    assert_eq!(counts(""), [0, 0, 1, 1, 1, 0]);
    let skipped = folder.run("inspect --json pages/404.html").status(1).json();
    assert_eq!(skipped[0]["reason"], reason);
    let kept = folder
        .run("inspect --json --keep-all pages/404.html")
        .status(0)
        .json();
    assert_eq!(
        (&kept[0]["headline"], &kept[0]["warnings"][0]),
        (&"Not found".into(), &reason.into())
    );
}

#[test]
fn a_table_is_read_by_the_columns_that_the_user_names() {
    let folder = Folder::with(&[(
        "a.csv",
        "otsikko,teksti,pvm\nLautta palasi,Se palasi satamaan.,2015-11-27\n",
    )]);
    folder.run("index a.csv").status(0).complains("--map");
    // Named columns make other articles of a file that has not changed.
    folder
        .run("index --map headline=otsikko,body=teksti,date=pvm a.csv")
        .status(0);
    let found = folder.run("query --json satamaan").status(0).json();
    assert_eq!(found[0]["headline"], "Lautta palasi");
    assert_eq!(found[0]["date"]["value"], "2015-11-27");
    folder
        .run("index --map titel=otsikko a.csv")
        .status(2)
        .complains("expected one of id, url, headline");
}

#[test]
fn inspect_shows_all_that_may_tell_the_date() {
    let folder = Folder::with(&[(
        "wire/2015-11/a.json",
        r#"{"title":"Ferry back","text":"VERE, Nov 27 (Reuters) - It came back.","date":"2034-01-01","year":"2015","url":"https://x.example/2015/11/ferry"}"#,
    )]);
    let shown = folder.run("inspect -v wire").status(0).stdout;
    let dates = shown.split("what may tell the date\n").nth(1);
    assert_eq!(
        dates,
        Some(
            "  2034-01-01 (from field:date) is refused: it is in the future: 2034-01-01\n  \
             2015-11 (to the month, from url): 2015-11\n  \
             2015-11-27 (to the day, from date-line): Nov 27\n\nlanguage by the text\n  not to be told\n\n\
             names found by\n  English model\n"
        ),
        "{shown}"
    );
    let read = folder.run("inspect -v --json wire").status(0).json();
    assert_eq!(read[0]["language_by_text"], serde_json::Value::Null);
    assert_eq!(
        read[0]["date_candidates"][2],
        serde_json::json!({
            "text": "Nov 27", "evidence": "date-line", "value": "2015-11-27", "precision": "day", "refused": null
        })
    );
    assert_eq!(
        read[0]["date"],
        serde_json::json!({"value": "2015-11-27", "precision": "day", "evidence": "date-line"})
    );
    assert_eq!(read[0]["source"], "Reuters");
    let plain = folder.run("inspect --json wire").status(0).json();
    assert_eq!(plain[0].get("date_candidates"), None);
}

#[test]
fn stats_tell_months_and_what_is_undated_by_source() {
    let folder = Folder::with(&[(
        "corpus/a.jsonl",
        "{\"title\":\"A\",\"date\":\"2015-11-27T23:30:00-05:00\"}\n{\"title\":\"B\",\"date\":\"2015-12-01\"}\n\
         {\"title\":\"C\",\"date\":\"2016-11-30T23:30:00-05:00\"}\n{\"title\":\"D\"}\n\
         {\"title\":\"E\",\"source\":\"Signal Box\",\"date\":\"1970-01-01\"}\n{\"title\":\"F\",\"source\":\"Signal Box\"}\n",
    )]);
    folder.run("index").status(0);
    let stats = &folder.run("stats --json").status(0).json()[0];
    let counted =
        |value: &str, articles: u64| serde_json::json!({"value": value, "articles": articles});
    assert_eq!(
        stats["months"],
        serde_json::json!([
            counted("2015-11", 1),
            counted("2015-12", 1),
            counted("2016-12", 1)
        ])
    );
    assert_eq!(
        stats["undated_sources"],
        serde_json::json!([counted("Signal Box", 2), {"value": null, "articles": 1}])
    );
    let shown = folder.run("stats").status(0).stdout;
    let months: Vec<&str> = shown
        .lines()
        .skip_while(|line| *line != "articles by month")
        .collect();
    assert_eq!(
        months[2].split_whitespace().collect::<Vec<_>>().join(" "),
        "2015 2 - - - - - - - - - - 1 1"
    );
    assert_eq!(
        months[4..8],
        ["", "undated, by source", "  2  Signal Box", "  1  (none)"]
    );
    // The filters count days as the table does: in UTC.
    let found = folder.run("query --json date:2016-12-01").status(0).json();
    assert_eq!(
        (
            found[0]["headline"].as_str(),
            found[0]["date"]["value"].as_str()
        ),
        (Some("C"), Some("2016-11-30T23:30:00-05:00"))
    );
}
