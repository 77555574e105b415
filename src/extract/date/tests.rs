use super::*;

const NOW: &str = "2024-06-01T12:00:00Z";

fn article(candidates: &[(Evidence, &str)]) -> Article {
    let candidates = candidates.iter().map(|(evidence, text)| DateCandidate {
        text: (*text).to_owned(),
        evidence: evidence.clone(),
    });
    Article {
        date_candidates: candidates.collect(),
        ..Article::default()
    }
}

/// Writes the chosen date, its evidence, and the warnings.
fn chosen(article: Article) -> String {
    chosen_of(article, Latest::new(NOW.parse().unwrap()))
}

fn chosen_of(mut article: Article, latest: Latest) -> String {
    choose(&mut article, latest);
    let date = article.date.map_or("-".to_owned(), |date| {
        format!("{} {}", date.value, date.evidence)
    });
    let warnings: Vec<String> = article.warnings.iter().map(ToString::to_string).collect();
    [vec![date], warnings].concat().join("\n")
}

#[test]
fn the_highest_rung_gives_the_date() {
    let all = [
        (Evidence::FileName, "2015-11-01"),
        (Evidence::DateLine, "2015-11-02"),
        (Evidence::ClassName, "2015-11-03"),
        (Evidence::TimeElement, "2015-11-04"),
        (Evidence::Url, "2015-11-05"),
        (Evidence::Microdata, "2015-11-06"),
        (Evidence::Meta("date".into()), "2015-11-07"),
        (Evidence::JsonLd, "2015-11-08"),
        (Evidence::Field("date".into()), "2015-11-09"),
    ];
    for (at, (evidence, text)) in all.iter().enumerate() {
        assert_eq!(chosen(article(&all[..=at])), format!("{text} {evidence}"));
    }
}

#[test]
fn a_change_is_a_publication_only_when_nothing_else_is_known() {
    let modified = || Evidence::Modified(Box::new(Evidence::JsonLd));
    let both = [
        (modified(), "2015-11-28"),
        (Evidence::DateLine, "27 Nov 2015"),
    ];
    assert_eq!(chosen(article(&both)), "2015-11-27 date-line");
    assert_eq!(chosen(article(&both[..1])), "2015-11-28 modified:json-ld");
}

#[test]
fn a_lower_rung_makes_a_month_a_day_but_no_other_month() {
    let month = (Evidence::Url, "2015-11");
    assert_eq!(
        chosen(article(&[
            month.clone(),
            (Evidence::DateLine, "27 Nov 2015")
        ])),
        "2015-11-27 date-line"
    );
    assert_eq!(
        chosen(article(&[month, (Evidence::DateLine, "27 Dec 2015")])),
        "2015-11 url"
    );
}

#[test]
fn an_instant_in_utc_is_of_the_day_that_the_page_had() {
    let utc = (Evidence::JsonLd, "2023-11-09T02:11:03Z");
    let url = |day| (Evidence::Url, day);
    for (other, expected) in [
        (url("2023-11-08"), "2023-11-08 url"),
        (
            (Evidence::TimeElement, "2023-11-08T21:11:03-05:00"),
            "2023-11-08T21:11:03-05:00 time",
        ),
        (url("2023-11-09"), "2023-11-09T02:11:03Z json-ld"),
        (url("2023-11-10"), "2023-11-09T02:11:03Z json-ld"),
        (url("2023-11-07"), "2023-11-09T02:11:03Z json-ld"),
    ] {
        assert_eq!(chosen(article(&[utc.clone(), other])), expected);
    }
}

#[test]
fn a_date_that_cannot_be_is_refused_and_the_next_one_taken() {
    for (text, reason) in [
        ("2024-06-03", "it is in the future"),
        ("2034-01-01T00:00:00Z", "it is in the future"),
        ("1970-01-01T00:00:00Z", "it stands for an unset date"),
        ("0", "it stands for an unset date"),
        ("0001-01-01", "it stands for an unset date"),
        ("1492-10-12", "it is before 1600"),
    ] {
        let refusal = format!("the date `{text}` of `json-ld` is refused: {reason}");
        assert_eq!(
            chosen(article(&[(Evidence::JsonLd, text)])),
            format!("-\n{refusal}")
        );
        let two = [(Evidence::JsonLd, text), (Evidence::Url, "2015-11-27")];
        assert_eq!(chosen(article(&two)), format!("2015-11-27 url\n{refusal}"));
    }
    assert_eq!(
        chosen(article(&[(Evidence::JsonLd, "2024-06-02T11:00:00Z")])),
        "2024-06-02T11:00:00Z json-ld"
    );
}

#[test]
fn no_evidence_no_date() {
    assert_eq!(chosen(article(&[])), "-");
    assert_eq!(
        chosen(article(&[(Evidence::Field("date".into()), "yesterday")])),
        "-\nexpected a date in `field:date`, but found `yesterday`"
    );
    assert_eq!(chosen(article(&[(Evidence::DateLine, "at the quay")])), "-");
}

#[test]
fn day_and_month_are_ordered_as_the_article_shows() {
    let read = |region: Option<&str>, language: &str, texts: &[&str]| {
        let candidates: Vec<_> = texts
            .iter()
            .map(|text| (Evidence::DateLine, *text))
            .collect();
        chosen(Article {
            region: region.map(str::to_owned),
            language: Some(language.to_owned()),
            ..article(&candidates)
        })
    };
    assert_eq!(
        read(Some("US"), "en", &["01/03/2015"]),
        "2015-01-03 date-line"
    );
    assert_eq!(
        read(Some("GB"), "en", &["01/03/2015"]),
        "2015-03-01 date-line"
    );
    assert_eq!(read(None, "fr", &["01/03/2015"]), "2015-03-01 date-line");
    assert_eq!(
        read(None, "en", &["01/03/2015", "12/31/2014"]),
        "2015-01-03 date-line"
    );
    assert_eq!(
        read(None, "en", &["01/03/2015"]),
        "2015-03-01 date-line\nthe date `01/03/2015` is read as 2015-03-01: nothing tells whether day or \
         month comes first"
    );
}

#[test]
fn two_witnesses_outvote_one() {
    let linked = (Evidence::JsonLd, "2015-11-20");
    let meta = (
        Evidence::Meta("article:published_time".into()),
        "2015-11-27",
    );
    let shown = (Evidence::TimeElement, "27 Nov 2015");
    let field = (Evidence::Field("date".into()), "2015-11-20");
    for (candidates, expected) in [
        (vec![&linked, &meta], "2015-11-20 json-ld"),
        (
            vec![&linked, &meta, &shown],
            "2015-11-27 meta:article:published_time",
        ),
        (vec![&field, &meta, &shown], "2015-11-20 field:date"),
        // What is shown twice is one witness.
        (
            vec![&linked, &shown, &(Evidence::DateLine, "Nov 27, 2015")],
            "2015-11-20 json-ld",
        ),
        // One of those two also says the first: nobody is outvoted.
        (
            vec![
                &linked,
                &meta,
                &shown,
                &(Evidence::ClassName, "20 Nov 2015"),
            ],
            "2015-11-20 json-ld",
        ),
        // Neighbouring days may be one in two zones.
        (
            vec![&(Evidence::JsonLd, "2015-11-26"), &meta, &shown],
            "2015-11-26 json-ld",
        ),
    ] {
        let candidates: Vec<_> = candidates.into_iter().cloned().collect();
        assert_eq!(chosen(article(&candidates)), expected);
    }
}

#[test]
fn the_date_of_the_record_is_asked_after_what_the_page_shows() {
    let record = |name: &str| (Evidence::Meta(name.into()), "2015-11-20");
    let shown = (Evidence::DateLine, "27 Nov 2015");
    assert_eq!(
        chosen(article(&[record("dc.date"), shown.clone()])),
        "2015-11-27 date-line"
    );
    assert_eq!(
        chosen(article(&[record("dc.date")])),
        "2015-11-20 meta:dc.date"
    );
    assert_eq!(
        chosen(article(&[record("dc.date.issued"), shown])),
        "2015-11-20 meta:dc.date.issued"
    );
}

#[test]
fn a_time_counted_back_needs_the_day_of_the_crawl() {
    let ago = (Evidence::TimeElement, "vor 2 Tagen");
    let crawl = (Evidence::Crawl, "2015-11-29T10:00:00Z");
    assert_eq!(chosen(article(std::slice::from_ref(&ago))), "-");
    assert_eq!(
        chosen(article(&[ago.clone(), crawl.clone()])),
        "2015-11-27 time"
    );
    let modified = Evidence::Modified(Box::new(Evidence::JsonLd));
    assert_eq!(
        chosen(article(&[ago.clone(), (modified, "2015-11-29")])),
        "2015-11-29 modified:json-ld"
    );
    assert_eq!(
        chosen(article(&[ago, crawl, (Evidence::FileName, "2015-11-26")])),
        "2015-11-26 file-name"
    );
}

#[test]
fn a_date_after_the_crawl_or_the_last_change_of_the_file_is_refused() {
    let field = |text| (Evidence::Field("date".into()), text);
    let crawl = (Evidence::Crawl, "2015-11-27T10:00:00Z");
    assert_eq!(
        chosen(article(&[field("2015-11-29"), crawl.clone()])),
        "2015-11-27 crawl\nthe date `2015-11-29` of `field:date` is refused: the page was \
         crawled before, 2015-11-27T10:00:00Z"
    );
    assert_eq!(
        chosen(article(&[field("2015-11-28"), crawl])),
        "2015-11-28 field:date"
    );
    let of_file = |modified: &str| {
        let modified: jiff::Timestamp = modified.parse().unwrap();
        let latest = Latest::of_file(NOW.parse().unwrap(), modified.as_microsecond());
        chosen_of(article(&[field("2015-11-29")]), latest)
    };
    assert_eq!(
        of_file("2015-11-27T10:00:00.5Z"),
        "-\nthe date `2015-11-29` of `field:date` is refused: the file was last changed before, \
         2015-11-27T10:00:00Z"
    );
    assert_eq!(of_file("2015-11-28T10:00:00Z"), "2015-11-29 field:date");
    // Times that say nothing: those of archives made to be the same every time.
    assert_eq!(of_file("1970-01-01T00:00:01Z"), "2015-11-29 field:date");
    assert_eq!(of_file("1980-01-01T00:00:00Z"), "2015-11-29 field:date");
}

#[test]
fn what_candidates_say_is_told_best_first() {
    let candidates = [
        (Evidence::Crawl, "2015-11-28T10:00:00Z"),
        (Evidence::TimeElement, "yesterday"),
        (Evidence::Modified(Box::new(Evidence::JsonLd)), "2015-11-28"),
        (Evidence::DateLine, "by the quay"),
        (Evidence::JsonLd, "2034-01-01"),
        (Evidence::FileName, "2015-11-26"),
    ];
    let article = article(&candidates);
    let weighed = weigh(&article, Latest::new(NOW.parse().unwrap()));
    let lines: Vec<String> = weighed
        .iter()
        .map(|date| {
            let value = date.value.map_or("-".to_owned(), |value| value.to_string());
            let refusal = date.refusal.as_deref().unwrap_or("taken");
            format!("{} {value} {refusal}", date.candidate.evidence)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "json-ld 2034-01-01 it is in the future",
            "date-line - taken",
            "file-name 2015-11-26 taken",
            "time 2015-11-27 taken",
            "modified:json-ld 2015-11-28 taken",
            "crawl 2015-11-28T10:00:00Z taken",
        ]
    );
}
