//! Copies of one text: one hit, and what each changed.

use serde_json::{Value, json};

use crate::harness::{Chance, Folder, Ran};

/// A text of so many sentences; texts with different numbers have none in common.
fn text(number: u64, sentences: u64) -> Vec<String> {
    let mut chance = Chance(number * 7919 + 1);
    let mut sentence = || -> String {
        let words: Vec<String> = (0..12)
            .map(|_| format!("w{number}x{}", chance.below(9000)))
            .collect();
        format!("The {} ferry.", words.join(" "))
    };
    (0..sentences).map(|_| sentence()).collect()
}

fn article(id: &str, date: Option<&str>, sentences: &[String]) -> Value {
    json!({"id": id, "title": format!("Headline of {id}"), "date": date, "source": "Wire",
           "text": sentences.join(" ")})
}

fn lines(articles: &[Value]) -> String {
    articles
        .iter()
        .map(|article| format!("{article}\n"))
        .collect()
}

/// Three copies of one text, its first third, and an article of its own.
fn indexed() -> Folder {
    let whole = text(1, 30);
    let mut changed = whole.clone();
    changed[4] = "Nothing of this was there before.".to_owned();
    changed.remove(9);
    let articles = [
        article("late", Some("2015-11-29"), &changed),
        article("undated", None, &whole),
        article("other", Some("2015-11-20"), &text(2, 30)),
        article("first", Some("2015-11-27"), &whole),
        article("third", Some("2015-11-28"), &whole[..10]),
    ];
    let folder = Folder::with(&[("corpus/all.jsonl", &lines(&articles))]);
    folder.run("index").status(0);
    folder
}

fn ids(ran: &Ran, kind: &str) -> Vec<String> {
    let lines = ran.json();
    let lines = lines.iter().filter(|line| line["type"] == kind);
    lines
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn one_hit_stands_for_the_copies_and_both_totals_are_told() {
    let folder = indexed();
    let ran = folder.run("query ferry").status(0);
    assert!(ran.stdout.contains("first · +3 copies\n"), "{}", ran.stdout);
    assert!(
        ran.stderr.starts_with("2 stories, 5 articles ("),
        "{}",
        ran.stderr
    );
    let ran = folder.run("query ferry --json").status(0);
    let summary = ran.json().pop().unwrap();
    assert_eq!(
        (&summary["total"], &summary["stories"]),
        (&json!(5), &json!(2))
    );
    let mut found = ids(&ran, "hit");
    found.sort();
    assert_eq!(found, ["first", "other"]);
    let ran = folder.run("query ferry --copies").status(0);
    assert!(ran.stderr.starts_with("5 articles ("), "{}", ran.stderr);
    assert_eq!(
        ids(&folder.run("query ferry --copies --json"), "hit").len(),
        5
    );
    assert_eq!(folder.run("query ferry -c").stdout, "5\n");
}

#[test]
fn the_hit_is_the_earliest_of_the_copies_that_match() {
    let folder = indexed();
    for (query, first, copies) in [
        ("--from 2015-11-28 ferry", "third", 1),
        ("--from 2015-11-29 ferry", "late", 0),
        ("\"Headline of undated\" OR \"Headline of late\"", "late", 1),
    ] {
        let args: Vec<&str> = ["query", "--json"]
            .into_iter()
            .chain(match query.split_once(' ') {
                Some(("--from", rest)) => {
                    let (day, words) = rest.split_once(' ').unwrap();
                    vec!["--from", day, words]
                }
                _ => vec![query],
            })
            .collect();
        let ran = folder.run_args(&args, "").status(0);
        let hits = ran.json();
        let hit = hits.iter().find(|hit| hit["id"] == first).expect(query);
        assert_eq!(hit["copies"], copies, "{query}");
    }
}

#[test]
fn a_story_is_listed_in_order_of_time_with_what_each_changed() {
    let folder = indexed();
    for id in ["undated", "first", "thi"] {
        let ran = folder.run_args(&["story", "--json", id], "").status(0);
        assert_eq!(
            ids(&ran, "copy"),
            ["first", "third", "late", "undated"],
            "{id}"
        );
    }
    let copies = folder.run("story late --json").json();
    assert_eq!(copies[0]["changes"], Value::Null);
    assert_eq!(copies[1]["changes"]["cut"].as_array().unwrap().len(), 20);
    let late = &copies[2]["changes"];
    assert_eq!(late["headline"], true);
    assert_eq!(late["added"], json!(["Nothing of this was there before."]));
    assert_eq!(late["cut"].as_array().unwrap().len(), 2);
    assert_eq!(copies[3]["changes"]["added"], json!([]));
    assert_eq!(copies.last().unwrap()["articles"], 4);

    let shown = folder.run("story late").status(0);
    let told = "another headline, 20 sentences cut";
    assert!(shown.stdout.contains(told), "{}", shown.stdout);
    assert!(
        shown.stdout.contains("… and 14 more (-v shows all)"),
        "{}",
        shown.stdout
    );
    assert!(
        shown.stderr.contains("4 articles, 3 of them copies"),
        "{}",
        shown.stderr
    );
    let all = folder.run("story late -v").status(0);
    assert!(!all.stdout.contains("-v shows all"), "{}", all.stdout);
    let alone = folder.run("story other").status(0);
    assert!(
        alone.stderr.contains("the article has no copies"),
        "{}",
        alone.stderr
    );
    folder
        .run("story none")
        .complains("no article has the id `none`");
}

#[test]
fn stories_follow_what_is_added_and_removed() {
    let folder = Folder::new();
    let whole = text(1, 30);
    // The whole text and the two halves: these are copies through it alone.
    folder.write(
        "corpus/a.jsonl",
        lines(&[article("half", None, &whole[..15])]).as_bytes(),
    );
    folder.write(
        "corpus/b.jsonl",
        lines(&[article("rest", None, &whole[15..])]).as_bytes(),
    );
    folder.run("index").status(0);
    let stories = || folder.run("query ferry --json").json().pop().unwrap()["stories"].clone();
    assert_eq!(stories(), 2);
    folder.write(
        "corpus/c.jsonl",
        lines(&[article("whole", None, &whole)]).as_bytes(),
    );
    folder.run("index").status(0);
    assert_eq!(stories(), 1);
    std::fs::remove_file(folder.path("corpus/c.jsonl")).unwrap();
    folder.run("index").status(0);
    assert_eq!(stories(), 2);
}

#[test]
fn stories_are_found_again_where_their_file_is_lost_or_damaged() {
    let folder = indexed();
    let answer = || {
        let mut lines = folder.run("query ferry --json").json();
        lines.last_mut().unwrap()["took_ms"] = Value::Null;
        lines
    };
    let expected = answer();
    let file = || {
        let entries = std::fs::read_dir(folder.path("index")).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let mut stories = paths.filter(|path| path.extension().is_some_and(|it| it == "stories"));
        let path = stories.next();
        assert_eq!(stories.next(), None);
        path
    };
    let path = file().expect("a file of stories");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(answer(), expected);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(answer(), expected);
    folder.run("index").status(0);
    assert_eq!(file(), Some(path));
    assert_eq!(answer(), expected);
}

#[test]
fn pages_of_stories_add_up_to_the_totals() {
    let mut articles = Vec::new();
    let mut chance = Chance(5);
    for number in 0..120 {
        let mut sentences = text(10 + chance.below(30), 20);
        sentences.remove(chance.below(20) as usize);
        let day = format!("2015-11-{:02}", 1 + chance.below(28));
        articles.push(article(&format!("a{number}"), Some(&day), &sentences));
    }
    let folder = Folder::with(&[("corpus/all.jsonl", &lines(&articles))]);
    folder.run("index").status(0);
    for sort in ["relevance", "newest", "oldest"] {
        let all = folder
            .run(&format!("query ferry --json --all --sort {sort}"))
            .status(0);
        let summary = all.json().pop().unwrap();
        let hits = all.json();
        let hits: Vec<&Value> = hits.iter().filter(|line| line["type"] == "hit").collect();
        let articles: u64 = hits
            .iter()
            .map(|hit| 1 + hit["copies"].as_u64().unwrap())
            .sum();
        assert_eq!((summary["total"].as_u64(), articles), (Some(120), 120));
        assert_eq!(summary["stories"].as_u64(), Some(hits.len() as u64));
        assert!(hits.len() <= 30);
        let mut paged = Vec::new();
        for offset in (0..=hits.len()).step_by(7) {
            let page = format!("query ferry --json --sort {sort} -n 7 --offset {offset}");
            paged.extend(ids(&folder.run(&page), "hit"));
        }
        assert_eq!(paged, ids(&all, "hit"), "{sort}");
    }
}
