//! A small sample of each format, and what a person expects of it.
//!
//! `tests/samples` holds the files, its folder `golden` the readings. With `RENEW_GOLDENS=1` in the environment the
//! test writes what the program says instead: look at each difference before it is kept.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Ran, program};

/// What `finnish.csv` calls the parts of an article.
const FINNISH_COLUMNS: &str = "id=Tunniste,date=Julkaistu,headline=Otsikko,section=Osasto,authors=Kirjoittaja,body=Teksti,url=Osoite";

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// The names of the samples, in order.
pub(crate) fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(Result::unwrap);
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn inspect(name: &str) -> Vec<Value> {
    let mut command = program(&folder());
    command.args(["inspect", "--json", name]);
    if name == "finnish.csv" {
        command.args(["--map", FINNISH_COLUMNS]);
    }
    let ran = Ran::from(command.output().unwrap());
    assert!(ran.status < 2, "{ran:?}");
    ran.json()
}

/// Writes what `inspect` says of a sample as its golden does.
fn shown(objects: &[Value]) -> String {
    objects.iter().map(shown_object).collect()
}

fn shown_object(object: &Value) -> String {
    let text = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
    match object["type"].as_str().unwrap() {
        "article" => shown_article(object),
        "passed_over" => format!("passed over: {}: {}\n", object["records"], text("reason")),
        _ => {
            let line = object["line"].as_u64().map(|line| format!("line {line}: "));
            format!("skipped: {}{}\n", line.unwrap_or_default(), text("reason"))
        }
    }
}

fn shown_article(article: &Value) -> String {
    let or_none = |text: &str| if text.is_empty() { "-" } else { text }.to_owned();
    let field = |name: &str| or_none(article[name].as_str().unwrap_or_default());
    let date = match &article["date"] {
        Value::Null => "-".to_owned(),
        date => format!(
            "{} ({}, {})",
            date["value"].as_str().unwrap(),
            date["precision"].as_str().unwrap(),
            date["evidence"].as_str().unwrap()
        ),
    };
    let authors: Vec<&str> = article["authors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|author| author.as_str().unwrap())
        .collect();
    let mut shown = String::new();
    for (name, value) in [
        ("headline", field("headline")),
        ("date", date),
        ("authors", or_none(&authors.join("; "))),
        ("source", field("source")),
        ("section", field("section")),
        ("language", field("language")),
        ("url", field("url")),
        ("id", field("id")),
    ] {
        shown += &format!("{name}: {value}\n");
    }
    for warning in article["warnings"].as_array().unwrap() {
        shown += &format!("warning: {}\n", warning.as_str().unwrap());
    }
    shown + "\n" + article["body"].as_str().unwrap() + "\n---\n"
}

#[test]
fn each_sample_is_read_as_its_golden_says() {
    let mut differences = Vec::new();
    for name in names() {
        let found = shown(&inspect(&name));
        let path = folder().join("golden").join(&name);
        if env::var_os("RENEW_GOLDENS").is_some() {
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if found != expected {
            differences.push(format!("{name}:\n{found}\ninstead of\n{expected}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn each_format_has_a_sample() {
    let mut read: BTreeSet<String> = BTreeSet::new();
    for name in names() {
        for object in inspect(&name) {
            read.extend(object["format"].as_str().map(str::to_owned));
        }
    }
    let formats = Ran::from(
        program(&folder())
            .args(["formats", "--json"])
            .output()
            .unwrap(),
    );
    let expected: BTreeSet<String> = formats
        .json()
        .iter()
        .filter_map(|format| format["name"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(read, expected);
}
