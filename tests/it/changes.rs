//! Files that come, change, move and go: after each run the index is what a first run would make.

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use crate::harness::{Chance, Folder, articles};

/// Where files come to lie: some names tell a date, others do not.
const PLACES: &[&str] = &[
    "corpus/a",
    "corpus/b",
    "corpus/c/a",
    "corpus/c/d/b",
    "corpus/2015-11-27-e",
    "corpus/c/2015-11-27-e",
    "corpus/f",
];

const ENDINGS: &[&str] = &["txt", "jsonl", "html", "tar"];

fn record(id: u64, word: u64) -> String {
    format!(
        "{{\"id\":\"{id}\",\"title\":\"Fähre {word}\",\"text\":\"Sie fuhr von der Schleuse {word} ab.\",\"language\":\"de\"}}\n"
    )
}

fn text(word: u64) -> String {
    format!("Reiher {word}\n\nDer Reiher stand auf Pfahl {word} an der Schleuse.\n")
}

/// A page whose address a second one may have.
fn page(address: u64, word: u64) -> String {
    let body = "Der Reiher stand auf dem Pfahl an der Schleuse und flog nicht fort. ".repeat(9);
    format!(
        "<html lang=de><head><title>Reiher {word}</title><link rel=canonical href=\"https://example.org/2015/{address}.html\">\
         </head><body><article><h1>Reiher {word}</h1><p>{word} {body}</p></article></body></html>"
    )
}

fn archive(chance: &mut Chance) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for name in ["x.txt", "y/2015-11-26-y.txt", "z.jsonl"] {
        let bytes = content(name.rsplit('.').next().unwrap(), chance);
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        builder
            .append_data(&mut header, name, bytes.as_slice())
            .unwrap();
    }
    builder.into_inner().unwrap()
}

/// What a file holds; ids and addresses are few, so that files share them.
fn content(ending: &str, chance: &mut Chance) -> Vec<u8> {
    let records = |chance: &mut Chance| {
        (0..chance.below(4))
            .map(|_| record(chance.below(6), chance.below(9)))
            .collect::<String>()
    };
    match ending {
        "txt" => text(chance.below(9)).into_bytes(),
        "jsonl" => (records(chance) + &record(chance.below(6), chance.below(9))).into_bytes(),
        "html" => page(chance.below(3), chance.below(9)).into_bytes(),
        _ => archive(chance),
    }
}

/// Sets the time of a file: every step has one of its own, but some files are of the same time.
fn set_time(path: &PathBuf, seconds: u64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_600_000_000_000 + seconds * 1001);
    File::options()
        .append(true)
        .open(path)
        .unwrap()
        .set_modified(time)
        .unwrap();
}

fn files(folder: &Folder) -> Vec<PathBuf> {
    let all = PLACES.iter().flat_map(|place| {
        ENDINGS
            .iter()
            .map(move |ending| format!("{place}.{ending}"))
    });
    let paths = all.map(|name| folder.path(&name));
    paths.filter(|path| path.exists()).collect()
}

fn change(folder: &Folder, step: u64, chance: &mut Chance) {
    let place = PLACES[chance.below(PLACES.len() as u64) as usize];
    let ending = ENDINGS[chance.below(ENDINGS.len() as u64) as usize];
    let present = files(folder);
    let kind = chance.below(8);
    if present.is_empty() || kind < 3 {
        let name = format!("{place}.{ending}");
        folder.write(&name, &content(ending, chance));
        // A file may be set back to an older time, or have that of another.
        let time = if chance.below(4) == 0 {
            chance.below(step + 1)
        } else {
            step + 1
        };
        return set_time(&folder.path(&name), time * 1000 + chance.below(2));
    }
    let path = &present[chance.below(present.len() as u64) as usize];
    if kind < 5 {
        return fs::remove_file(path).unwrap();
    }
    let ending = path.extension().unwrap().to_str().unwrap();
    let new = folder.path(&format!("{place}.{ending}"));
    fs::create_dir_all(new.parent().unwrap()).unwrap();
    fs::rename(path, new).unwrap();
}

#[test]
fn after_any_changes_the_index_is_what_a_first_run_would_make() {
    let mut chance = Chance(20_151_127);
    let mut num_moved = 0;
    for round in 0..5 {
        let folder = Folder::with(&[("corpus/keep.txt", "Bleibt\n\nEs bleibt da.\n")]);
        for step in 0..10 {
            for _ in 0..=chance.below(3) {
                change(&folder, step, &mut chance);
            }
            let ran = folder.run("index --json --prune corpus").status(0).json();
            num_moved += ran.last().unwrap()["moved"].as_u64().unwrap();
            let _ = fs::remove_dir_all(folder.path("clean"));
            folder.run("index --quiet --index clean corpus").status(0);
            let found = articles(&folder.path("index")).unwrap();
            let expected = articles(&folder.path("clean")).unwrap();
            assert_eq!(found, expected, "round {round}, step {step}");
            let idle = folder.run("index --json corpus").status(0).json();
            let idle = idle.last().unwrap();
            for count in ["added", "updated", "removed", "repeated", "bytes"] {
                assert_eq!(idle[count], 0, "{count}: round {round}, step {step}");
            }
            assert_eq!(idle["unchanged"], expected.len());
        }
    }
    assert!(num_moved > 5, "{num_moved} files were moved");
}
