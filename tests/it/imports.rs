//! Who may import whom: the boundaries that ARCHITECTURE.md draws.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module of the crate and the modules that it may import; `cli` may import all.
const ALLOWED: &[(&str, &[&str])] = &[
    ("article", &[]),
    ("panic_guard", &[]),
    ("text", &["article"]),
    ("analysis", &["query", "text"]),
    ("alerts", &[]),
    ("aliases", &["analysis", "article", "query"]),
    ("query", &["text"]),
    ("matching", &["analysis", "article", "query"]),
    ("read", &["article", "text"]),
    ("extract", &["article", "text"]),
    ("unpack", &["article"]),
    ("source", &["article"]),
    ("stories", &["text"]),
    (
        "highlight",
        &["analysis", "article", "matching", "query", "text"],
    ),
    (
        "engine",
        &[
            "aliases",
            "analysis",
            "article",
            "highlight",
            "matching",
            "panic_guard",
            "query",
            "stories",
        ],
    ),
    (
        "pipeline",
        &[
            "article",
            "engine",
            "extract",
            "panic_guard",
            "read",
            "source",
            "unpack",
        ],
    ),
    (
        "pack",
        &["aliases", "article", "engine", "highlight", "panic_guard"],
    ),
    (
        "output",
        &[
            "aliases",
            "article",
            "engine",
            "highlight",
            "matching",
            "pack",
            "query",
            "stories",
            "text",
        ],
    ),
];

/// Text that must not stand in the sources of a module, and the modules where it may.
const CONFINED: &[(&str, &[&str])] = &[
    ("tantivy::", &["engine/local"]),
    ("std::fs", &["source", "cli", "engine/local"]),
    ("std::env", &["cli"]),
    ("SystemTime", &["source"]),
    ("Instant", &["cli", "engine/local"]),
    ("Timestamp::now", &["cli"]),
    ("println!", &[]),
    ("eprint!", &[]),
    (
        "std::process",
        &["cli", "main.rs", "engine/local/holder.rs"],
    ),
];

/// All files of the crate but those that are tests alone.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "tests.rs") {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                files.push((name, own_code(&fs::read_to_string(path).unwrap())));
            }
        }
    }
    files
}

/// The code of a file without its comments and its tests.
fn own_code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn module(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap()
}

/// The modules of the crate that a source file names.
fn imported(code: &str) -> BTreeSet<&str> {
    code.match_indices("crate::")
        .map(|(at, prefix)| &code[at + prefix.len()..])
        .filter(|rest| !rest.starts_with('{'))
        .map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap()
        })
        .collect()
}

#[test]
fn modules_import_only_what_the_architecture_allows() {
    for (name, code) in sources() {
        assert!(
            !code.contains("use crate::{"),
            "{name}: one `use crate::module` a line, please"
        );
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == module(&name)) else {
            assert!(
                ["cli", "lib", "main"].contains(&module(&name)),
                "{name}: say what it may import"
            );
            continue;
        };
        for import in imported(&code) {
            let is_own = import == module(&name);
            assert!(
                is_own || allowed.contains(&import),
                "{name} must not import {import}"
            );
        }
    }
}

#[test]
fn files_clocks_streams_and_tantivy_are_named_only_where_they_belong() {
    for (name, code) in sources() {
        for (text, places) in CONFINED {
            let may = places.iter().any(|place| name.starts_with(place));
            assert!(may || !code.contains(text), "{name} must not name {text}");
        }
    }
}
