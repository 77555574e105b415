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

/// What a person looks for first: headline, body, source, section, address.
fn facts(article: &Article) -> [&str; 5] {
    [
        &article.headline,
        &article.body,
        article.source.as_deref().unwrap_or("-"),
        article.section.as_deref().unwrap_or("-"),
        article.url.as_deref().unwrap_or("-"),
    ]
}

#[test]
fn records_of_known_tools_are_read() {
    for (record, expected) in [
        // Fundus
        (
            r#"{"title": "a", "body": {"summary": ["s"], "sections": [{"headline": ["h"], "paragraphs": ["p", "q"]}]},
                "plaintext": "x", "topics": ["t"], "html": {"responded_url": "https://h.example/1", "content": "<html>"}, "publisher": "Herald"}"#,
            [
                "a",
                "s\n\nh\n\np\n\nq",
                "Herald",
                "-",
                "https://h.example/1",
            ],
        ),
        // trafilatura
        (
            r#"{"title": "a", "text": "b", "raw_text": "r", "source": "https://h.example/1", "source-hostname": "Herald",
                "hostname": "h.example", "excerpt": "e", "categories": "Local;Sea", "tags": "t"}"#,
            ["a", "b", "Herald", "Local", "https://h.example/1"],
        ),
        // newspaper4k
        (
            r#"{"url": "https://h.example/1?utm=x", "canonical_link": "https://h.example/1", "source_url": "https://h.example",
                "title": "a", "text": "", "meta_description": "m", "meta_site_name": "Herald"}"#,
            ["a", "m", "Herald", "-", "https://h.example/1"],
        ),
        // Webhose
        (
            r#"{"thread": {"site_full": "www.h.example", "site": "example", "section_title": "Local - Herald", "title": "x"},
                "url": "https://h.example/1", "title": "a", "text": "b", "ord_in_thread": 0}"#,
            ["a", "b", "h.example", "Local", "https://h.example/1"],
        ),
        // GDELT
        (
            r#"{"title": "a", "desc": "d", "outletName": "Herald", "domain": "h.example", "url": "https://h.example/1"}"#,
            ["a", "d", "Herald", "-", "https://h.example/1"],
        ),
        // extractions of Common Crawl
        (
            r#"{"title": "a", "plain_text": "b", "responded_url": "https://h.example/1", "requested_url": "https://h.example/", "domain": "h.example"}"#,
            ["a", "b", "h.example", "-", "https://h.example/1"],
        ),
        // schema.org
        (
            r#"{"@type": "NewsArticle", "headline": "a", "articleBody": "b", "articleSection": ["Local"],
                "publisher": {"@type": "Organization", "logo": {"url": "x"}, "name": "Herald"}, "mainEntityOfPage": {"@id": "https://h.example/1"}}"#,
            ["a", "b", "Herald", "Local", "https://h.example/1"],
        ),
        // New York Times
        (
            r#"{"web_url": "https://h.example/1", "lead_paragraph": "b", "snippet": "s", "headline": {"kicker": "k", "main": "a"}, "section_name": "World", "source": "Herald"}"#,
            ["a", "b", "Herald", "World", "https://h.example/1"],
        ),
        // Guardian
        (
            r#"{"webTitle": "a", "webUrl": "https://h.example/1", "sectionName": "World", "fields": {"bodyText": "b c", "body": "<p>b</p><p>c</p>"}}"#,
            ["a", "b\n\nc", "-", "World", "https://h.example/1"],
        ),
        // WordPress
        (
            r#"{"link": "https://h.example/1", "title": {"rendered": "a &#8211; a"}, "content": {"protected": false, "rendered": "<p>b &amp; c</p>"},
                "author": 3, "categories": [5]}"#,
            ["a – a", "b & c", "-", "-", "https://h.example/1"],
        ),
        // news-please
        (
            r#"{"title": "a", "maintext": "b", "date_publish": "None", "url": "None", "source_domain": "h.example"}"#,
            ["a", "b", "h.example", "-", "-"],
        ),
        // feeds as Rust programs write them
        (
            r#"{"title": {"content_type": "text/plain", "src": null, "content": "a"}, "content": {"body": "b", "length": 1},
                "summary": {"content": "s"}, "authors": [{"name": "Ann Lee", "uri": null}], "links": [{"rel": null, "href": "https://h.example/1"}]}"#,
            ["a", "b", "-", "-", "https://h.example/1"],
        ),
        // scrapers that keep the page
        (
            r#"{"url": "https://h.example/1", "title": "a", "html": "no page"}"#,
            ["a", "", "-", "-", "https://h.example/1"],
        ),
    ] {
        assert_eq!(
            facts(&article(&record.replace('\n', " "))),
            expected,
            "{record}"
        );
    }
}

#[test]
fn objects_stand_for_nothing_but_by_their_speaking_members() {
    let found =
        article(r#"{"title": {"id": "x"}, "text": "b", "source": {"id": "y"}, "url": "x"}"#);
    assert_eq!(facts(&found), ["", "b", "-", "-", "-"]);
    assert_eq!(
        found.warnings[0].to_string(),
        "expected text in `title`, but found an object"
    );
}

#[test]
fn times_of_change_are_told_from_those_of_publication() {
    let found = article(
        r#"{"title": "a", "dateModified": "2015-11-28", "datePublished": "2015-11-27 00:00:00"}"#,
    );
    let dates = found.date_candidates.iter();
    let dates: Vec<_> = dates
        .map(|date| (&*date.text, date.evidence.to_string()))
        .collect();
    assert_eq!(
        dates,
        [
            ("2015-11-27", "field:datePublished".to_owned()),
            ("2015-11-28", "modified:field:dateModified".to_owned())
        ]
    );
}

#[test]
fn articles_within_other_objects_are_found_with_their_lines() {
    for (text, expected) in [
        (
            "{\"posts\":\n[{\"title\": \"a\"},\n\n{\"title\": \"b\"}]}",
            vec!["2 a -", "4 b -"],
        ),
        (
            r#"{"title": "Feed", "entries": [{"title": "a", "summary": "s"}]}"#,
            vec!["1 a Feed"],
        ),
        (
            "{\"The Herald\": [\n{\"title\": \"a\", \"text\": \"b\"}], \"Tide\": []}",
            vec!["2 a The Herald"],
        ),
        (
            r#"{"stories_of_today": [{"title": "a", "text": "b"}]}"#,
            vec!["1 a -"],
        ),
        (
            r#"{"x1": {"title": "a", "text": "b"}, "x2": {"title": "c", "text": "d"}}"#,
            vec!["1 a -", "1 c -"],
        ),
        (
            r#"{"title": "a", "text": "b", "items": [{"title": "c", "text": "d"}]}"#,
            vec!["1 a -"],
        ),
        (
            r#"{"title": "a", "images": [{"title": "c", "text": "d"}]}"#,
            vec!["1 a -"],
        ),
    ] {
        let reading = read_values(&raw(text.as_bytes()));
        let found: Vec<String> = reading
            .articles
            .iter()
            .map(|a| format!("{} {} {}", a.line.unwrap(), a.headline, facts(a)[2]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn comments_of_readers_are_left_out_as_such() {
    let reading = read_lines(&raw(br#"{"title": "", "text": "b", "ord_in_thread": 2}"#));
    assert_eq!(
        (reading.articles.len(), reading.skipped),
        (
            0,
            vec![warning(
                1,
                "expected an article, but found a comment of a reader (`ord_in_thread` 2)"
            )]
        )
    );
}

#[test]
fn a_text_that_a_service_cut_off_is_warned_of() {
    let found = article(r#"{"title": "a", "content": "b… [+1200 chars]"}"#);
    assert_eq!(found.body, "b…");
    assert_eq!(
        found.warnings[0].to_string(),
        "expected a whole text in `content`, but 1200 characters of it are cut off"
    );
}
