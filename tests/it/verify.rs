//! `search export --pack` and `search verify`: an answer that can be checked later.

use std::fs;
use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use search::pack::PackReader;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::harness::{Folder, Ran};

const FILES: [(&str, &str); 4] = [
    (
        "corpus/a.txt",
        "Ferry leaves Oslo\n\nThe old ferry left Oslo for the last time.\n",
    ),
    (
        "corpus/b.txt",
        "Ferry comes back\n\nThe ferry came back. Angela Merkel was on the ferry.\n",
    ),
    (
        "corpus/c.jsonl",
        "{\"id\":\"c1\",\"title\":\"Lock\",\"text\":\"A ferry in the lock.\",\"date\":\"2015-11-27\"}\n",
    ),
    ("corpus/d.txt", "Heron\n\nA heron and no boat.\n"),
];

fn packed(query: &[&str]) -> Folder {
    let folder = Folder::with(&FILES);
    folder.run("index").status(0);
    let args = [&["export", "--pack", "a.zip"], query].concat();
    folder.run_args(&args, "").status(0);
    folder
}

/// The kinds of the differences, each with the id of the article, and the summary.
fn told(ran: &Ran) -> (Vec<String>, Value) {
    let mut lines = ran.json();
    let summary = lines.pop().unwrap();
    let text = |line: &Value, field: &str| line[field].as_str().unwrap_or_default().to_owned();
    let told = lines.iter().map(|line| {
        let headline = text(line, "headline");
        format!("{} {headline}", text(line, "kind"))
            .trim()
            .to_owned()
    });
    (told.collect(), summary)
}

/// The members of a pack.
fn members(folder: &Folder) -> [String; 2] {
    let bytes = fs::read(folder.path("a.zip")).unwrap();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    ["hits.jsonl", "pack.json"].map(|name| {
        let mut text = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    })
}

/// A zip archive of these members.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::DEFLATE);
    for (name, bytes) in members {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn write_pack(folder: &Folder, hits: &str, manifest: &str) {
    let members = [
        ("hits.jsonl", hits.as_bytes()),
        ("pack.json", manifest.as_bytes()),
    ];
    folder.write("a.zip", &zip(&members));
}

#[test]
fn an_answer_that_is_the_same_is_said_to_be() {
    let folder = packed(&["ferry"]);
    folder
        .run("verify a.zip")
        .status(0)
        .complains("the same as in `a.zip`: 3 articles");
    let (differences, summary) = told(&folder.run("verify --json a.zip").status(0));
    assert_eq!(differences, [""; 0]);
    assert_eq!(
        (
            &summary["same"],
            &summary["total"],
            &summary["packed_total"]
        ),
        (&json!(true), &json!(3), &json!(3))
    );
}

#[test]
fn a_pack_is_the_same_bytes_also_of_an_index_that_was_made_anew() {
    let query = ["--snippets", "3", "ferry OR heron"];
    let folder = packed(&query);
    let other = Folder::with(&FILES);
    // In several runs, so that the articles lie in the index in another order.
    for file in ["d.txt", "c.jsonl", "b.txt", "a.txt"] {
        other.run(&format!("index corpus/{file}")).status(0);
    }
    other
        .run_args(&[&["export", "--pack", "b.zip"], &query[..]].concat(), "")
        .status(0);
    let bytes = fs::read(folder.path("a.zip")).unwrap();
    assert_eq!(bytes, fs::read(other.path("b.zip")).unwrap());
    folder
        .run_args(&[&["export", "--pack", "b.zip"], &query[..]].concat(), "")
        .status(0);
    assert_eq!(bytes, fs::read(folder.path("b.zip")).unwrap());
}

#[test]
fn each_difference_is_named() {
    let folder = packed(&["ferry"]);
    folder.write(
        "corpus/a.txt",
        b"Ferry leaves Oslo\n\nThe very old ferry left Oslo for the last time.\n",
    );
    folder.write("corpus/b.txt", b"A boat\n\nIt came back.\n");
    folder.write("corpus/d.txt", b"Heron\n\nA heron and a ferry.\n");
    folder.write("corpus/e.txt", b"More\n\nOne more ferry.\n");
    folder.run("index").status(0);
    let (mut differences, summary) = told(&folder.run("verify --json a.zip").status(1));
    differences.sort_unstable();
    assert_eq!(
        differences,
        [
            "article Ferry leaves Oslo",
            "gone Ferry comes back",
            "index",
            "new Heron",
            "new More",
            "offsets Ferry leaves Oslo",
            "snippets Ferry leaves Oslo",
            "total",
        ]
    );
    assert_eq!(summary["same_answer"], false);
    assert_eq!(summary["differences"]["new"], 2);
    let ran = folder.run("verify a.zip").status(1);
    let total = "total             3 in the pack, 4 now\n";
    assert!(ran.stdout.ends_with(total), "{ran:?}");
    ran.complains("8 differences from `a.zip`");
}

#[test]
fn another_index_program_or_reading_is_a_difference_of_its_own() {
    let folder = packed(&["ferry"]);
    folder.write("corpus/d.txt", b"Heron\n\nTwo herons and no boat.\n");
    folder.run("index").status(0);
    let ran = folder.run("verify a.zip").status(1);
    assert!(ran.stdout.starts_with("index             `"), "{ran:?}");
    ran.complains("the same articles and passages as in `a.zip`");
    let [hits, manifest] = members(&folder);
    let manifest = manifest
        .replace("\"program_version\": \"", "\"program_version\": \"9.")
        .replace("\"read_as\": \"ferry\"", "\"read_as\": \"( ferry\"");
    write_pack(&folder, &hits, &manifest);
    let (differences, summary) = told(&folder.run("verify --json a.zip").status(1));
    assert_eq!(differences, ["program", "index", "query"]);
    assert_eq!(summary["same_answer"], true);
}

#[test]
fn filters_and_days_are_those_of_the_pack() {
    let args = ["ferry since:30000d", "--from", "2015", "--snippets", "0"];
    let folder = packed(&args);
    let [hits, manifest] = members(&folder);
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(hits.lines().count(), 1);
    assert_eq!(manifest["query"], "ferry since:30000d");
    let read_as = manifest["read_as"].as_str().unwrap();
    assert!(read_as.starts_with("ferry AND date:19"), "{read_as}");
    assert_eq!(manifest["filters"]["from"], "2015-01-01");
    let hit: Value = serde_json::from_str(&hits).unwrap();
    assert_eq!((&hit["id"], &hit["snippets"]), (&json!("c1"), &json!([])));
    assert_eq!(hit["body_highlights"], json!([[2, 7]]));
    folder.run("verify a.zip").status(0);
}

#[test]
fn names_that_became_one_are_a_difference() {
    let folder = packed(&["person:\"angela merkel\""]);
    folder.run("verify a.zip").status(0);
    let aliases =
        "[[alias]]\nkind = \"person\"\nname = \"Angela Merkel\"\nspellings = [\"Frau Merkel\"]\n";
    folder.write("aliases.toml", aliases.as_bytes());
    let (differences, _) = told(&folder.run("verify --json a.zip").status(1));
    assert_eq!(differences, ["names"]);
    let query = "person:\"angela merkel\"";
    let packed = ["export", "--pack", "a.zip", "--no-aliases", query];
    folder.run_args(&packed, "").status(0);
    folder.run("verify a.zip").status(0);
}

#[test]
fn what_is_no_pack_of_this_program_is_refused() {
    let folder = packed(&["ferry"]);
    let [hits, manifest] = members(&folder);
    let refused = |message: &str| {
        let ran = folder.run("verify a.zip").status(2);
        assert_eq!(ran.stdout, "");
        ran.complains(message);
    };
    let not_a_pack = "cannot read `a.zip`: expected a pack, as `search export --pack FILE.zip` writes it, but found";
    for (hits, manifest, message) in [
        (
            &hits,
            manifest.replace("\"version\": 1", "\"version\": 2"),
            "expected a pack of version 1, but found version 2, written by search",
        ),
        (
            &hits,
            manifest.replace("\"search\"", "\"sarch\""),
            "one of another program, `sarch`",
        ),
        (
            &hits,
            "[]".to_owned(),
            "a zip archive whose `pack.json` is no pack's",
        ),
        (
            &hits,
            manifest.replace("\"total\": 3", "\"total\": 4"),
            "expected 4 articles, but found 3",
        ),
        (
            &hits,
            manifest.replace("\"total\": 3", "\"total\": -3"),
            "the pack is damaged: `pack.json`",
        ),
        (
            &hits.replacen('{', "[", 1),
            manifest.clone(),
            "the pack is damaged: `hits.jsonl`, line 1: ",
        ),
        (
            &(hits.clone() + &hits),
            manifest.clone(),
            "`hits.jsonl`, line 4: not in the order of the ids",
        ),
        (
            &hits,
            manifest.replace("\"languages\": []", "\"languages\": [\"..\"]"),
            "invalid filter `..`",
        ),
    ] {
        write_pack(&folder, hits, &manifest);
        refused(message);
    }
    folder.write("a.zip", b"");
    refused(&format!("{not_a_pack} an empty file"));
    folder.write(
        "a.zip",
        b"The ferry left Oslo for the last time, and nobody packed it.",
    );
    refused(&format!("{not_a_pack} a file that is no zip archive"));
    folder.write("a.zip", &zip(&[("word/document.xml", b"<w/>")]));
    refused(&format!(
        "{not_a_pack} a zip archive without `pack.json` and `hits.jsonl`"
    ));
    let names: Vec<String> = (0..100).map(|number| number.to_string()).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    folder.write("a.zip", &zip(&many));
    refused(&format!("{not_a_pack} a zip archive of 100 members"));
    fs::remove_file(folder.path("a.zip")).unwrap();
    refused("cannot read `a.zip`: No such file");
    folder
        .run("verify corpus")
        .status(2)
        .complains("cannot read `corpus`: Is a directory");
}

#[test]
fn a_small_pack_that_unpacks_to_much_is_refused() {
    let folder = packed(&["ferry"]);
    let [_, manifest] = members(&folder);
    let long_line = vec![b' '; 20 << 20];
    for members in [
        [
            ("hits.jsonl", &long_line[..]),
            ("pack.json", manifest.as_bytes()),
        ],
        [("hits.jsonl", b"{}"), ("pack.json", &long_line[..])],
    ] {
        folder.write("a.zip", &zip(&members));
        folder
            .run("verify a.zip")
            .status(2)
            .complains("longer than 16777216 bytes");
    }
}

/// Reads a pack as the program does.
fn read(bytes: &[u8]) -> Result<u64, String> {
    let mut pack = PackReader::open(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    pack.check().map_err(|error| error.to_string())?;
    Ok(pack.manifest().total)
}

#[test]
fn a_pack_that_was_cut_is_never_taken_for_a_whole_one() {
    let bytes = fs::read(packed(&["ferry"]).path("a.zip")).unwrap();
    assert_eq!(read(&bytes), Ok(3));
    for end in 0..bytes.len() {
        assert!(
            read(&bytes[..end]).is_err(),
            "{end} bytes of {}",
            bytes.len()
        );
    }
}

#[test]
fn a_pack_with_other_bytes_is_an_error_or_says_the_same() {
    let bytes = fs::read(packed(&["ferry"]).path("a.zip")).unwrap();
    let place = 0..bytes.len();
    let runner = ProptestConfig::with_cases(2000);
    proptest!(runner, |(changes in prop::collection::vec((place, any::<u8>()), 1..4))| {
        let mut changed = bytes.clone();
        for (at, byte) in changes {
            changed[at] = byte;
        }
        prop_assert!(read(&changed).is_ok_and(|total| total == 3) || read(&changed).is_err());
    });
}
