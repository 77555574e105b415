//! The names of people, organizations and places across articles: what is one, what is shown of it.

use serde_json::json;

use crate::harness::{Folder, Ran};

/// Two articles know one man by two romanisations, a third another of his family name.
const ARTICLES: &str = r#"{"id":"old","title":"Talks in Kiev","text":"The talks with Volodymyr Zelensky were held in Kiev. Zelensky left early.","date":"2019-05-20","language":"en"}
{"id":"new","title":"Talks go on","text":"They met Volodymyr Zelenskyy and Ada Holm in Kyiv. Mr. Zelenskyy stayed.","date":"2022-02-24","language":"en"}
{"id":"other","title":"A film is shown","text":"The film is by Andrei Zelensky, and it was shown in Oslo.","date":"2020-01-02","language":"en"}
"#;

fn indexed() -> Folder {
    let folder = Folder::with(&[("corpus/all.jsonl", ARTICLES)]);
    folder.run("index").status(0);
    folder
}

fn ids(ran: &Ran) -> Vec<String> {
    let hits = ran.json();
    let ids = hits.iter().filter_map(|hit| hit["id"].as_str());
    ids.map(str::to_owned).collect()
}

#[track_caller]
fn finds(folder: &Folder, arguments: &[&str], expected: &[&str]) {
    let all = [&["query", "--json", "--sort", "oldest"], arguments].concat();
    assert_eq!(ids(&folder.run_args(&all, "")), expected, "{arguments:?}");
}

#[test]
fn one_name_of_a_group_finds_the_articles_of_all() {
    let folder = indexed();
    finds(&folder, &["person:zelenskyy"], &["old", "new"]);
    finds(
        &folder,
        &["--person", "volodymyr zelensky"],
        &["old", "new"],
    );
    finds(&folder, &["person:zelensky"], &["old", "other", "new"]);
    finds(&folder, &["--place", "kyiv"], &["old", "new"]);
    finds(&folder, &["-place:kiev"], &["other"]);
    finds(&folder, &["--no-aliases", "person:zelenskyy"], &["new"]);
    finds(&folder, &["--no-aliases", "--place", "kyiv"], &["new"]);
    let ran = folder.run("query -v place:kyiv").status(0);
    ran.complains("place:kyiv stands for Kiev, Kyiv");
    let summary = folder.run("query --json place:kyiv").json().pop().unwrap();
    let names = &summary["names"][0];
    assert_eq!(
        (&names["field"], &names["name"]),
        (&json!("place"), &json!("kyiv"))
    );
    assert_eq!(
        names["spellings"].as_array().unwrap()[..2],
        ["Kiev", "Kyiv"]
    );
}

#[test]
fn groups_stand_in_a_file_that_people_may_change_and_the_program_does_not() {
    let folder = indexed();
    let path = folder.path("aliases.toml");
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written.matches("[[alias]]").count(), 2, "{written}");
    let changed = written.replace("active = true", "active = false # not mine");
    folder.write("aliases.toml", changed.as_bytes());
    folder.write(
        "corpus/more.txt",
        b"Kiev again\n\nIt was shown in Kiev and in Kyiv.\n",
    );
    folder.run("index").status(0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), changed);
    finds(&folder, &["person:zelenskyy"], &["new"]);
    let own =
        "[[alias]]\nkind = \"person\"\nname = \"Ada Holm\"\nspellings = [\"Andrei Zelensky\"]\n";
    folder.write("aliases.toml", own.as_bytes());
    finds(&folder, &["person:holm"], &["other", "new"]);
    // The file is no article of a corpus that holds it.
    folder.run("index --strict .").status(0);
}

#[test]
fn a_file_of_groups_that_cannot_be_read_is_named_with_the_place() {
    let folder = indexed();
    folder.write("aliases.toml", b"[[alias]]\nkind = \"persn\"\n");
    let ran = folder.run("query person:zelensky").status(2);
    let ran = ran
        .complains("aliases.toml`: mend the file, delete it, or leave it out with `--no-aliases`");
    ran.complains("line 2");
    folder.run("query --no-aliases person:zelensky").status(0);
    folder.run("query talks").status(0);
    // Articles are indexed all the same.
    folder.write("corpus/more.txt", b"Ferry leaves\n\nIt left.\n");
    folder.run("index").status(0).complains("aliases.toml");
    assert_eq!(folder.run("query -c ferry").stdout, "1\n");
}

#[test]
fn an_entity_is_shown_with_all_that_articles_tell_of_it() {
    let folder = indexed();
    let found = folder.run("entity zelenskyy --json").status(0).json();
    let expected = json!({
        "type": "entity", "schema": 1, "kind": "person", "name": "Volodymyr Zelensky",
        "names": ["Volodymyr Zelensky", "Volodymyr Zelenskyy"],
        "articles": 2, "mentions": 4, "first_day": "2019-05-20", "last_day": "2022-02-24",
        "spellings": [
            {"text": "Volodymyr Zelensky", "mentions": 1, "articles": 1},
            {"text": "Volodymyr Zelenskyy", "mentions": 1, "articles": 1},
            {"text": "Zelensky", "mentions": 1, "articles": 1},
            {"text": "Zelenskyy", "mentions": 1, "articles": 1},
        ],
        "companions": [
            {"kind": "person", "name": "Ada Holm", "articles": 1},
            {"kind": "place", "name": "Kiev", "articles": 2},
        ],
        "newest": [
            {"id": "new", "headline": "Talks go on", "path": "corpus/all.jsonl", "source": null, "url": null,
             "date": {"value": "2022-02-24", "precision": "day", "evidence": "field:date"}},
            {"id": "old", "headline": "Talks in Kiev", "path": "corpus/all.jsonl", "source": null, "url": null,
             "date": {"value": "2019-05-20", "precision": "day", "evidence": "field:date"}},
        ],
        "namesakes": [],
    });
    assert_eq!(found, [expected]);
    let shown = folder.run("entity zelensky --from 2020").status(0).stdout;
    assert!(shown.starts_with("Volodymyr Zelensky  person\n"), "{shown}");
    assert!(shown.contains("Andrei Zelensky (person, 1)"), "{shown}");
    let apart = folder
        .run("entity --no-aliases --exact volodymyr zelensky --json")
        .status(0)
        .json();
    assert_eq!(apart[0]["articles"], 1);
    folder
        .run("entity nobody")
        .status(1)
        .complains("no article names `nobody`");
    let none = folder
        .run("entity --kind place --json zelensky")
        .status(1)
        .json();
    assert_eq!(none[0]["type"], "missing");
}

#[test]
fn names_that_are_one_are_counted_as_one() {
    let folder = indexed();
    let counted = |arguments: &str| {
        let lines = folder
            .run(&format!("entities --json --kind place {arguments}"))
            .json();
        let name = |line: &serde_json::Value| {
            Some((
                line["name"].as_str()?.to_owned(),
                line["articles"].as_u64()?,
            ))
        };
        lines.iter().filter_map(name).collect::<Vec<_>>()
    };
    let place = |name: &str, articles| (name.to_owned(), articles);
    assert_eq!(counted(""), [place("Kiev", 2), place("Oslo", 1)]);
    let apart = [place("Kiev", 1), place("Kyiv", 1), place("Oslo", 1)];
    assert_eq!(counted("--no-aliases"), apart);
}

#[test]
fn names_are_marked_in_the_text_and_named_beside_hits() {
    let folder = indexed();
    let shown = folder.run("show old --mark -q early").status(0).stdout;
    let body =
        "The talks with _Volodymyr Zelensky_ were held in _Kiev_. _Zelensky_ left **early**.";
    assert!(shown.contains(body), "{shown}");
    let seen = folder
        .run("inspect --mark corpus/all.jsonl")
        .status(0)
        .stdout;
    assert!(
        seen.contains("They met _Volodymyr Zelenskyy_ and _Ada Holm_ in _Kyiv_."),
        "{seen}"
    );
    let hit = folder.run("query -v early").status(0).stdout;
    assert!(hit.contains("\n    Kiev · Volodymyr Zelensky\n"), "{hit}");
    let read = folder.run("show old --json").json();
    let mention = json!({"text": "Volodymyr Zelensky", "kind": "person", "field": "body", "start": 15, "end": 33, "name": "Volodymyr Zelensky"});
    assert!(
        read[0]["entities"].as_array().unwrap().contains(&mention),
        "{read:?}"
    );
    let told = folder.run("inspect -v corpus/all.jsonl").status(0).stdout;
    assert!(told.contains("names found by\n  English model\n"), "{told}");
}
