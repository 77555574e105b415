//! An index that is not there, that is none, that is damaged, that cannot be written: a message
//! that says what to do, and a good index is never harmed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Folder, Ran};

const FERRY: &str = "Ferry sails\n\nThe ferry sailed from Hamburg on Friday.\n";

/// A folder with an index, small and of every kind of file.
fn indexed() -> Folder {
    let folder = Folder::with(&[
        ("corpus/a.txt", FERRY),
        (
            "corpus/b.jsonl",
            "{\"id\":\"b\",\"title\":\"Ferry again\",\"text\":\"It sailed.\",\"date\":\"2015-11-27\"}\nbroken\n",
        ),
    ]);
    folder.run("index").status(0);
    folder
}

#[test]
fn where_no_index_is_the_message_says_how_to_make_one() {
    let folder = Folder::new();
    for command in ["query x", "show x", "stats", "batch"] {
        folder
            .run(command)
            .status(2)
            .complains("there is no index at `")
            .complains("build one with `search index`");
    }
}

#[test]
fn a_folder_of_other_things_is_not_taken_for_an_index() {
    let folder = Folder::with(&[("corpus/a.txt", FERRY), ("notes/diary.txt", "mine")]);
    for command in ["query x --index notes", "index --index notes"] {
        folder
            .run(command)
            .status(2)
            .complains("notes` is not an index")
            .complains("`diary.txt`");
    }
    assert_eq!(fs::read(folder.path("notes/diary.txt")).unwrap(), b"mine");
    assert_eq!(fs::read_dir(folder.path("notes")).unwrap().count(), 1);
    folder
        .run("index --index corpus/a.txt")
        .status(2)
        .complains("corpus/a.txt");
    assert_eq!(
        fs::read(folder.path("corpus/a.txt")).unwrap(),
        FERRY.as_bytes()
    );
}

#[test]
fn an_index_of_another_version_says_to_build_it_again() {
    let folder = indexed();
    let meta = folder.path("index/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replacen("\"headline\"", "\"caption\"", 1)).unwrap();
    for command in ["query ferry", "index"] {
        folder
            .run(command)
            .status(2)
            .complains("made by another version of search")
            .complains("run `search index` again");
    }
}

fn index_files(folder: &Folder) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.path("index")).unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// An answer or a clear error; never a panic of our own, never a signal.
#[track_caller]
fn ends_in_order(ran: &Ran, what: &str) {
    assert!((0..=2).contains(&ran.status), "{what}: {ran:?}");
    assert!(
        !ran.stderr.contains("internal error") && !ran.stderr.contains("panicked"),
        "{what}: {ran:?}"
    );
    assert!(
        ran.status != 2 || ran.stderr.starts_with("search: "),
        "{what}: {ran:?}"
    );
}

fn try_commands(folder: &Folder, what: &str) {
    for command in [
        "query ferry --place hamburg --sort newest",
        "stats --json",
        "facets --by place,format,month",
    ] {
        ends_in_order(&folder.run(command), &format!("{what}, {command}"));
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn a_truncated_index_gives_an_answer_or_a_clear_error() {
    let folder = indexed();
    for path in index_files(&folder) {
        let whole = fs::read(&path).unwrap();
        for len in [0, whole.len() / 2, whole.len().saturating_sub(1)] {
            fs::write(&path, &whole[..len]).unwrap();
            try_commands(&folder, &format!("{} cut to {len} bytes", name(&path)));
        }
        fs::remove_file(&path).unwrap();
        try_commands(&folder, &format!("{} removed", name(&path)));
        fs::write(&path, &whole).unwrap();
    }
    folder.run("query ferry").status(0);
}

#[test]
fn flipped_bytes_give_an_answer_or_a_clear_error() {
    let folder = indexed();
    let mut seed: u64 = 42;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for path in index_files(&folder) {
        let whole = fs::read(&path).unwrap();
        for _ in 0..4.min(whole.len()) {
            let (at, bit) = (random(whole.len()), random(8));
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            fs::write(&path, &bytes).unwrap();
            try_commands(&folder, &format!("{}, bit {bit} of byte {at}", name(&path)));
        }
        fs::write(&path, &whole).unwrap();
    }
    folder.run("query ferry").status(0);
}

#[test]
fn check_names_each_damaged_file_and_repair_lets_the_next_run_read_again() {
    let folder = indexed();
    let articles = |folder: &Folder| folder.run("query --json --sort newest *").json().len();
    let before = articles(&folder);
    let sound = folder.run("check").status(0);
    assert!(sound.stdout.ends_with("nothing is damaged\n"), "{sound:?}");
    for extension in ["fast", "fieldnorm", "idx", "pos", "store", "term"] {
        let is_such = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
        let path = index_files(&folder).into_iter().find(is_such).unwrap();
        let whole = fs::read(&path).unwrap();
        for at in [0, whole.len() / 2, whole.len() - 1] {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            fs::write(&path, &bytes).unwrap();
            let ran = folder
                .run("check")
                .status(2)
                .complains("`search check --repair`");
            let damage = format!("`{}`: ", name(&path));
            assert!(ran.stdout.contains(&damage), "byte {at}: {ran:?}");
        }
        folder
            .run("check --repair")
            .status(0)
            .complains("run `search index` on the same folders");
        assert!(articles(&folder) < before, "{extension}");
        folder.run("index").status(0);
        let report = folder.run("check --json").status(0).json();
        assert_eq!(report[0]["damaged"], serde_json::json!([]), "{report:?}");
        assert_eq!(articles(&folder), before, "{extension}");
    }
}

#[test]
fn indexing_over_a_damaged_index_says_so_or_mends_it() {
    let folder = indexed();
    for path in index_files(&folder) {
        let copy = folder.path("copy");
        let _ = fs::remove_dir_all(&copy);
        fs::create_dir(&copy).unwrap();
        for file in index_files(&folder) {
            fs::copy(&file, copy.join(name(&file))).unwrap();
        }
        let whole = fs::read(&path).unwrap();
        fs::write(copy.join(name(&path)), &whole[..whole.len() / 2]).unwrap();
        let ran = folder.run("index --index copy");
        ends_in_order(&ran, &format!("{} cut in the middle, index", name(&path)));
    }
}

/// A place where no folder can be made, not even by the superuser.
#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = Folder::with(&[("corpus/a.txt", FERRY)]);
    folder
        .run("index --index /proc/news")
        .status(2)
        .complains("cannot create the index at `/proc/news`");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_output_is_an_error_and_a_closed_pipe_is_none() {
    let folder = indexed();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = crate::harness::program(&folder.path(""))
        .args(["query", "ferry"])
        .stdout(full)
        .output()
        .unwrap();
    Ran::from(output)
        .status(2)
        .complains("No space left on device");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = crate::harness::program(&folder.path(""))
        .args(["query", "ferry"])
        .stdout(writer)
        .output()
        .unwrap();
    Ran::from(output).status(0);
}
