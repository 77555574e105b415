//! What the readers make of the articles that come with the program, and of broken files.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::harness::{Ran, program};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn inspect(paths: &[&str]) -> Ran {
    let mut command = program(Path::new(ROOT));
    command.args(["inspect", "--json"]).args(paths);
    Ran::from(command.output().unwrap())
}

/// Writes an article as a line of `tests/corpus.tsv`, without the number of articles.
fn line_of(article: &Value) -> String {
    let text = |value: &Value| match value.as_str() {
        None | Some("") => "-".to_owned(),
        Some(text) => text.to_owned(),
    };
    [
        text(&article["path"]),
        text(&article["headline"]),
        text(&article["date"]["value"]),
        text(&article["source"]),
        text(&article["language"]),
        text(&article["section"]),
    ]
    .join("\t")
}

#[test]
fn each_article_of_the_corpus_is_read_as_the_list_says() {
    let list = include_str!("../corpus.tsv");
    let mut expected: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let (path, rest) = line.split_once('\t').unwrap();
        let (_, rest) = rest.split_once('\t').unwrap();
        expected
            .entry(path)
            .or_default()
            .push(format!("{path}\t{rest}"));
    }
    let paths: Vec<&str> = expected.keys().copied().collect();
    let found: Vec<String> = inspect(&paths)
        .status(0)
        .json()
        .iter()
        .map(line_of)
        .collect();
    let expected: Vec<String> = expected.into_values().flatten().collect();
    let differing = |(found, expected): &(&String, &String)| found != expected;
    let differences: Vec<_> = found.iter().zip(&expected).filter(differing).collect();
    assert!(differences.is_empty(), "found, expected: {differences:#?}");
    assert_eq!(found.len(), expected.len());
}

#[test]
fn each_body_of_the_corpus_is_free_of_what_surrounds_it() {
    let furniture = [
        "cookie",
        "Most read",
        "Related",
        "Leave a Reply",
        "Share this",
        "Compartir",
        "Partager",
        "À lire aussi",
        "Vea además",
        "Ti potrebbe interessare",
        "Mehr zum Thema",
        "Leserkommentare",
        "Kommentare",
        "Print this page",
        "Términos y condiciones",
        "tous droits",
        "Alle Rechte",
        "All rights reserved",
        "You may also like",
    ];
    for article in inspect(&["corpus"]).status(0).json() {
        let body = article["body"].as_str().unwrap();
        let is_page = article["format"] == "html";
        for words in furniture.iter().filter(|_| is_page) {
            assert!(
                !body.contains(words),
                "`{words}` in {}: {body}",
                article["path"]
            );
        }
        assert!(!is_page || body.matches('\n').count() >= 3, "{article}");
    }
}
