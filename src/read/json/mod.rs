//! JSON: one article per object, in lines or one after another.

mod feed;
pub(in crate::read) mod fields;
mod record;
pub(in crate::read) mod scan;

use super::{Format, Framing, html};
use crate::article::{RawDocument, Reading};
use scan::{ValueScanner, is_object};

const VERSION: u32 = 2 + html::VERSION;

/// JSON Lines.
pub(crate) static LINES: Format = Format {
    name: "jsonl",
    summary: "JSON Lines, an article a line",
    extensions: &["jsonl", "ndjson", "jl"],
    media_types: &[
        "application/x-ndjson",
        "application/jsonl",
        "application/x-jsonlines",
    ],
    version: VERSION,
    framing: Framing::Lines,
    sniff: is_lines,
    read: read_lines,
};

/// JSON of any other layout.
pub(crate) static VALUES: Format = Format {
    name: "json",
    summary: "JSON, an article, an array of them, or a JSON Feed",
    extensions: &["json"],
    media_types: &["application/json"],
    version: VERSION,
    framing: Framing::JsonValues,
    sniff: is_values,
    read: read_values,
};

/// Some line is an object and does not belong to a larger one, which would be indented.
fn is_lines(head: &[u8]) -> bool {
    if !looks_like_object(head.trim_ascii_start()) {
        return false;
    }
    let mut lines = head
        .split(|&b| b == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let is_one_line = lines.clone().nth(1).is_none();
    is_one_line || lines.any(is_object)
}

fn is_values(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    match head.strip_prefix(b"[") {
        Some(inner) => {
            let inner = inner.trim_ascii_start();
            looks_like_object(inner) || inner.starts_with(b"]")
        }
        None => looks_like_object(head) && !(is_lines(head) && head.trim_ascii().contains(&b'\n')),
    }
}

fn looks_like_object(head: &[u8]) -> bool {
    head.strip_prefix(b"{")
        .is_some_and(|inner| matches!(inner.trim_ascii_start().first(), Some(b'"' | b'}') | None))
}

fn read_lines(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let first = raw.origin.line.unwrap_or(1);
    for (line, bytes) in (first..).zip(raw.bytes.split(|&b| b == b'\n')) {
        let record = bytes.trim_ascii();
        if !record.is_empty() {
            record::read(record, line, &mut reading);
        }
    }
    reading
}

fn read_values(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let mut line = raw.origin.line.unwrap_or(1);
    let mut rest = raw.bytes.as_slice();
    while let Some(start) = rest.iter().position(|&b| !scan::is_separator(b)) {
        line += num_newlines(&rest[..start]);
        rest = &rest[start..];
        let end = ValueScanner::default().feed(rest).unwrap_or(rest.len());
        let (record, after) = rest.split_at(end.max(1));
        record::read(record, line, &mut reading);
        line += num_newlines(record);
        rest = after;
    }
    reading
}

fn num_newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, DateCandidate, Evidence, Origin, Warning};

    fn raw(bytes: &[u8]) -> RawDocument {
        RawDocument {
            origin: Origin {
                member: None,
                path: "a".to_string(),
                line: Some(1),
            },
            bytes: bytes.to_vec(),
            ..RawDocument::default()
        }
    }

    fn article(record: &str) -> Article {
        let reading = read_lines(&raw(record.as_bytes()));
        assert_eq!(reading.skipped, [], "{record}");
        reading.articles.into_iter().next().unwrap()
    }

    fn warning(line: u64, message: &str) -> Warning {
        Warning {
            line: Some(line),
            message: message.to_string(),
        }
    }

    #[test]
    fn a_record_becomes_an_article() {
        let record = r#"{"id": 7, "url": "https://x.example/a", "title": " Port\nreopens ", "text": "One.\r\n\r\nTwo.",
            "date": "2015-11-27", "timestamp": 1448614800, "published": null, "authors": "By Ann Lee and Bo Max",
            "source": {"id": null, "name": "The Herald"}, "topic": ["shipping", "trade"], "lang": "en-GB",
            "score": [1, {"deep": true}]}"#
            .replace('\n', " ");
        let found = article(&record);
        let date = |text: &str, name: &str| DateCandidate {
            text: text.to_string(),
            evidence: Evidence::Field(name.to_string()),
        };
        let expected = Article {
            id: Some("7".to_string()),
            url: Some("https://x.example/a".to_string()),
            headline: "Port reopens".to_string(),
            body: "One.\n\nTwo.".to_string(),
            authors: vec!["Ann Lee".to_string(), "Bo Max".to_string()],
            source: Some("The Herald".to_string()),
            section: Some("shipping".to_string()),
            language: Some("en".to_string()),
            date_candidates: vec![date("2015-11-27", "date"), date("1448614800", "timestamp")],
            line: Some(1),
            content_hash: xxhash_rust::xxh3::xxh3_64(record.as_bytes()),
            ..Article::default()
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn of_several_names_the_first_that_is_not_empty_wins() {
        for (record, headline, body) in [
            (
                r#"{"headline": "b", "title": "a", "body": "d", "text": " "}"#,
                "a",
                "d",
            ),
            (
                r#"{"Title": "a", "maintext": null, "Description": "d"}"#,
                "a",
                "d",
            ),
            (
                r#"{"title": {"rendered": "a"}, "content": {"protected": false, "rendered": "d"}}"#,
                "a",
                "d",
            ),
            (
                r#"{"_id": "1", "_source": {"title": "a", "text": "d"}}"#,
                "a",
                "d",
            ),
            (
                r#"{"n": NaN, "title": "NaN \" a", "text": "d", "x": [-Infinity]}"#,
                "NaN \" a",
                "d",
            ),
            (r#"{"text": ["d", "e"]}"#, "", "d\n\ne"),
            (
                r#"{"title": "caf\u00e9 \ud83d\ude00", "text": "\t"}"#,
                "café 😀",
                "",
            ),
        ] {
            let found = article(record);
            assert_eq!(
                (&*found.headline, &*found.body),
                (headline, body),
                "{record}"
            );
        }
    }

    #[test]
    fn dates_and_authors_of_any_shape_are_found() {
        let found = article(
            r#"{"title": "a", "publishedAt": {"$date": {"$numberLong": "14"}}, "pubDate": ""}"#,
        );
        let evidence = Evidence::Field("publishedAt".to_string());
        assert_eq!(
            found.date_candidates,
            [DateCandidate {
                text: "14".to_string(),
                evidence
            }]
        );
        for (authors, expected) in [
            (r#"["Ann Lee", "By Bo Max"]"#, vec!["Ann Lee", "Bo Max"]),
            (r#"[{"name": "Ann Lee", "url": "x"}]"#, vec!["Ann Lee"]),
            (r#"{"name": "Ann Lee"}"#, vec!["Ann Lee"]),
            (r#""Lee, Ann""#, vec!["Lee, Ann"]),
            ("null", vec![]),
        ] {
            assert_eq!(
                article(&format!(r#"{{"title": "a", "author": {authors}}}"#)).authors,
                expected
            );
        }
    }

    #[test]
    fn what_is_odd_is_warned_of() {
        let found = article(r#"{"title": "a", "text": 7, "language": "Klingon"}"#);
        let messages: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            [
                "expected text in `text`, but found a number",
                "expected a language in `language`, but found `Klingon`"
            ]
        );
        let reading = read_lines(&raw(b"\n{\"title\": \"caf\xe9\"}"));
        assert_eq!(reading.articles[0].headline, "café");
        assert_eq!(reading.articles[0].line, Some(2));
    }

    #[test]
    fn lines_that_hold_no_article_are_skipped_with_the_reason() {
        let deep = format!("{{\"title\": \"x\", \"text\": {}", "[".repeat(200));
        let lines = [
            r#"{"title": "a"}"#,
            "",
            r#"{"title": "a""#,
            r#"{"name": "a", "n": 1}"#,
            "{}",
            "[1]",
            "words",
            r#"{"title": "b",}"#,
            &deep,
            r#"{"title": "c"}"#,
        ];
        let reading = read_lines(&raw(lines.join("\n").as_bytes()));
        assert_eq!(
            reading.articles.iter().map(|a| a.line).collect::<Vec<_>>(),
            [Some(1), Some(10)]
        );
        assert_eq!(
            reading.skipped,
            [
                warning(3, "invalid JSON at column 13: found end of input"),
                warning(
                    4,
                    "expected an article with a headline or a body, but found fields name, n"
                ),
                warning(
                    5,
                    "expected an article with a headline or a body, but found an empty object"
                ),
                warning(6, "expected a JSON object, but found a list"),
                warning(7, "expected a JSON object, but found `words`"),
                warning(8, "invalid JSON at column 15: trailing comma"),
                warning(
                    9,
                    "invalid JSON at column 150: nested deeper than 128 levels"
                ),
            ]
        );
    }

    #[test]
    fn values_know_their_lines_and_fail_alone() {
        let bytes = b"{\"title\":\n\"a\"} \n{\"title\":\n \"b\",\n }\n\n {\"title\": \"c\"} 7 ";
        let reading = read_values(&raw(bytes));
        let found: Vec<_> = reading
            .articles
            .iter()
            .map(|a| (&*a.headline, a.line))
            .collect();
        assert_eq!(found, [("a", Some(1)), ("c", Some(7))]);
        assert_eq!(
            reading.skipped,
            [
                warning(5, "invalid JSON at column 2: trailing comma"),
                warning(7, "expected a JSON object, but found a number")
            ]
        );
    }

    #[test]
    fn articles_wrapped_in_an_answer_are_found() {
        let reading = read_values(&raw(
            br#"{"status": "ok", "response": {"docs": [{"headline": "a"}, {"headline": "b"}]}}"#,
        ));
        let found: Vec<_> = reading.articles.iter().map(|a| &*a.headline).collect();
        assert_eq!((found, reading.skipped), (vec!["a", "b"], vec![]));
    }
}
