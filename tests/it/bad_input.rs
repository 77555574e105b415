//! Bad input: each file is named with its reason, the rest goes on, nothing panics.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::harness::{Folder, Ran};

const FERRY: &str = "Ferry sails\n\nThe ferry sailed from the upper lock.\n";

/// Path, line and reason of what a run skipped, in the order of paths.
fn skipped(ran: &Ran) -> Vec<(String, Option<u64>, String)> {
    let mut lines = ran.json();
    lines.pop();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut skipped: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                text(&line["path"]),
                line["line"].as_u64(),
                text(&line["reason"]),
            )
        })
        .collect();
    skipped.sort();
    skipped
}

/// Indexes one bad file beside a good one, and checks what is said of the bad one.
#[track_caller]
fn is_skipped(name: &str, bytes: &[u8], line: Option<u64>, reason: &str) {
    let folder = Folder::with(&[("corpus/good.txt", FERRY)]);
    folder.write(&format!("corpus/{name}"), bytes);
    let ran = folder.run("index --json").status(0);
    let expected = (format!("corpus/{name}"), line, reason.to_owned());
    assert_eq!(skipped(&ran), [expected]);
    folder.run("query ferry").status(0);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn each_bad_file_is_named_with_its_reason() {
    is_skipped("empty.txt", b"", None, "empty file");
    is_skipped("white.txt", b" \n\t\n", None, "empty file");
    is_skipped(
        "binary.txt",
        b"a headline\0\x01\x02\0",
        None,
        "not text: byte 0x00 at 10",
    );
    let broken = b"{\"title\":\"a\",\"text\":\"b\"}\n\n{\"title\":\n";
    is_skipped(
        "broken.jsonl",
        broken,
        Some(3),
        "invalid JSON at column 9: found end of input",
    );
    is_skipped(
        "number.json",
        b"[7]",
        Some(1),
        "expected a JSON object, but found a number",
    );
}

#[test]
fn a_truncated_file_gives_what_stands_before_the_break() {
    let record = |n: u32| {
        format!(
            "{{\"id\":\"r{n}\",\"title\":\"Ferry {n}\",\"text\":\"{:08x}\"}}\n",
            n.wrapping_mul(2_654_435_761)
        )
    };
    let text: String = (0..5000).map(record).collect();
    let packed = [
        gzip(text.as_bytes()),
        zstd::encode_all(text.as_bytes(), 1).unwrap(),
    ];
    for (packed, packing, name) in [
        (&packed[0], "gzip", "a.jsonl.gz"),
        (&packed[1], "zstd", "a.jsonl.zst"),
    ] {
        let folder = Folder::with(&[("corpus/good.txt", FERRY)]);
        folder.write(&format!("corpus/{name}"), &packed[..packed.len() * 2 / 3]);
        let ran = folder.run("index --json").status(0);
        let skipped = skipped(&ran);
        let [(_, Some(line), reason)] = skipped.as_slice() else {
            panic!("expected a line in {ran:?}");
        };
        assert!(
            reason.starts_with(&format!("truncated {packing} stream after ")),
            "{reason}"
        );
        let articles = ran.json().pop().unwrap()["articles"].as_u64().unwrap();
        assert!(
            articles > 100 && articles == *line,
            "{articles} articles, broken on line {line}"
        );
    }
}

/// A record of a web archive that holds what a server sent.
fn record(url: &str, status: &str, page: &str) -> Vec<u8> {
    let content = format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n{page}");
    let length = content.len();
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n"
    )
    .into_bytes()
}

fn page(headline: &str) -> String {
    let body =
        "The ferry sailed from the upper lock on Friday, an hour late, with forty people on board.";
    format!(
        "<html><head><title>{headline}</title></head><body><article><h1>{headline}</h1><p>{body}</p></article></body></html>"
    )
}

#[test]
fn a_damaged_member_of_a_web_archive_costs_its_record_alone() {
    let pages = ["One", "Two", "Three"].map(|name| {
        gzip(&record(
            &format!("https://x.example/{name}"),
            "200 OK",
            &page(name),
        ))
    });
    let mut damaged = pages[1].clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8].fill(0xaa);
    let folder = Folder::with(&[]);
    folder.write(
        "corpus/a.warc.gz",
        &[&pages[0][..], &damaged, &pages[2]].concat(),
    );
    let ran = folder.run("index --json").status(0);
    let is_named = |(_, _, reason): &(String, Option<u64>, String)| {
        reason.starts_with("damaged gzip stream after ")
    };
    assert_eq!(skipped(&ran).iter().filter(|it| is_named(it)).count(), 1);
    for name in ["One", "Three"] {
        let query = format!("query --json url:{name}");
        let summary = folder.run(&query).status(0).json().pop().unwrap();
        assert_eq!(summary["total"], 1, "{name}");
    }
}

#[test]
fn records_without_a_page_are_counted_and_no_error() {
    let folder = Folder::with(&[]);
    let about = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n".to_vec();
    let file = [
        about,
        record("https://x.example/a", "200 OK", &page("One")),
        record("https://x.example/b", "404 Not Found", &page("Gone")),
    ];
    folder.write("corpus/a.warc", &file.concat());
    let ran = folder.run("index --json --strict").status(0);
    let lines = ran.json();
    assert_eq!(
        lines[0],
        serde_json::json!({
            "type": "passed_over", "path": "corpus/a.warc", "records": 2,
            "reason": "1 without status 200, 1 about the crawl",
        })
    );
    assert_eq!(lines[1]["passed_over"], 2);
    assert_eq!(lines[1]["added"], 1);
    let said = folder.run("inspect corpus/a.warc").status(0).stderr;
    assert_eq!(
        said,
        "passed over in `corpus/a.warc`: 2 records (1 without status 200, 1 about the crawl)\n"
    );
}

#[test]
fn a_file_with_nothing_in_it_is_named() {
    is_skipped("nothing.json", b"[]", None, "no article in it");
}

#[test]
fn a_damaged_stream_is_no_panic_whatever_its_bytes() {
    let folder = Folder::with(&[("corpus/good.txt", FERRY)]);
    let text = FERRY.repeat(3);
    let packed = [
        gzip(text.as_bytes()),
        zstd::encode_all(text.as_bytes(), 1).unwrap(),
    ];
    for (kind, packed) in packed.iter().enumerate() {
        for at in (0..packed.len()).step_by(2) {
            let mut bytes = packed.clone();
            bytes[at] ^= 0x55;
            folder.write(&format!("corpus/{kind}-{at}.txt"), &bytes);
            folder.write(&format!("corpus/{kind}-{at}-cut.txt"), &packed[..at]);
        }
    }
    let ran = folder.run("index --json").status(0);
    assert!(!ran.stderr.contains("internal error"), "{}", ran.stderr);
    assert!(skipped(&ran).len() > 20, "{ran:?}");
}

#[test]
fn a_record_longer_than_memory_allows_is_left_out_with_its_line() {
    let folder = Folder::new();
    let text = "a".repeat(17 << 20);
    let lines = format!(
        "{{\"id\":\"long\",\"title\":\"x\",\"text\":\"{text}\"}}\n{{\"id\":\"next\",\"title\":\"Ferry\",\"text\":\"It sails.\"}}\n"
    );
    folder.write("corpus/long.jsonl", lines.as_bytes());
    folder.write(
        "corpus/long.json",
        format!("{{\"text\":\"{text}\"}}").as_bytes(),
    );
    let ran = folder.run("index --json").status(0);
    let left_out = "longer than 16 MiB, left out".to_owned();
    let expected = [
        ("corpus/long.json".to_owned(), Some(1), left_out.clone()),
        ("corpus/long.jsonl".to_owned(), Some(1), left_out),
    ];
    assert_eq!(skipped(&ran), expected);
    folder.run("show next").status(0);
}

#[test]
fn deep_nesting_is_no_stack_overflow() {
    let folder = Folder::with(&[("corpus/good.txt", FERRY)]);
    let deep = |open: &str, close: &str, depth| open.repeat(depth) + close.repeat(depth).as_str();
    let array = format!(
        "{{\"title\":\"Deep\",\"text\":\"It is.\",\"x\":{}}}\n",
        deep("[", "]", 200_000)
    );
    folder.write("corpus/deep.jsonl", array.as_bytes());
    folder.write("corpus/deep.json", deep("{\"a\":", "}", 200_000).as_bytes());
    let page = format!(
        "<html><body><h1>Deep</h1>{}</body></html>",
        deep("<div>", "</div>", 50_000)
    );
    folder.write("corpus/deep.html", page.as_bytes());
    let ran = folder.run("index --json").status(0);
    assert!(!ran.stderr.contains("internal error"), "{}", ran.stderr);
    folder.run("query ferry").status(0);
}

#[test]
fn what_is_not_there_is_named_and_the_rest_goes_on() {
    let folder = Folder::with(&[("corpus/good.txt", FERRY)]);
    let ran = folder.run("index --json gone corpus").status(0);
    assert_eq!(
        skipped(&ran),
        [("gone".to_owned(), None, "no such file or folder".to_owned())]
    );
    folder
        .run("index gone missing")
        .status(2)
        .complains("no such file or folder: `gone`, `missing`");
    let inspected = folder.run("inspect --json gone").status(1).json();
    assert_eq!(inspected[0]["reason"], "no such file or folder");
    folder
        .run("batch gone")
        .status(2)
        .complains("cannot open `gone`");
    folder.run("index --index other").status(0);
    fs::remove_dir_all(folder.path("corpus")).unwrap();
    folder
        .run("index")
        .status(2)
        .complains("there is no folder `corpus` here: name what to index");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends_and_is_named() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with(&[("corpus/good.txt", FERRY)]);
    symlink(folder.path("corpus"), folder.path("corpus/loop")).unwrap();
    symlink("self", folder.path("corpus/self")).unwrap();
    symlink("nowhere", folder.path("corpus/dangling")).unwrap();
    let found = skipped(&folder.run("index --json").status(0));
    let paths: Vec<&str> = found.iter().map(|(path, ..)| path.as_str()).collect();
    assert_eq!(paths, ["corpus/dangling", "corpus/loop", "corpus/self"]);
    assert!(found[1].2.starts_with("a link back to `"), "{found:?}");
}

/// The one file that nobody may read, not even the superuser.
#[cfg(target_os = "linux")]
#[test]
fn an_unreadable_file_is_named_and_the_rest_goes_on() {
    let folder = Folder::with(&[("corpus/good.txt", FERRY)]);
    std::os::unix::fs::symlink("/proc/self/mem", folder.path("corpus/memory.txt")).unwrap();
    let ran = folder.run("index --json").status(0);
    let expected = (
        "corpus/memory.txt".to_owned(),
        None,
        "Input/output error (os error 5)".to_owned(),
    );
    assert_eq!(skipped(&ran), [expected]);
}

#[test]
fn every_broken_file_of_the_tests_is_read_or_named() {
    let folder = Folder::new();
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broken");
    let ran = folder.run_args(&["index", "--json", broken], "").status(0);
    assert_eq!(ran.stderr, "");
    let skipped = skipped(&ran);
    for name in [
        "binary.txt",
        "broken-line-3.jsonl",
        "cut-last-line.jsonl",
        "deeply-nested.json",
        "empty.txt",
        "magic-only.zst",
        "truncated.jsonl.gz",
    ] {
        assert!(
            skipped.iter().any(|(path, ..)| path.ends_with(name)),
            "{name} in {skipped:?}"
        );
    }
    let listed = folder.run("stats --json").json()[0]["skipped"]
        .as_array()
        .unwrap()
        .len();
    assert!(listed > 0 && folder.run("stats").stdout.contains("skipped files"));
}
