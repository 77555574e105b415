use super::*;
use crate::article::Origin;

fn read_text(path: &str, text: &str) -> Article {
    let origin = Origin {
        member: None,
        path: path.to_string(),
        line: None,
    };
    let mut reading = read(&RawDocument {
        origin,
        bytes: text.as_bytes().to_vec(),
        ..RawDocument::default()
    });
    assert_eq!(reading.skipped, [], "{text}");
    reading.articles.remove(0)
}

/// Checks section, headline and body.
fn check(text: &str, section: &str, headline: &str, body: &str) {
    let found = read_text("a.txt", text);
    let section = Some(section.to_string()).filter(|section| !section.is_empty());
    assert_eq!(
        (found.section, found.headline.as_str(), found.body.as_str()),
        (section, headline, body)
    );
}

const FIRST: &str =
    "VERE: The harbour board said on Monday that it would rebuild the northern pier before winter.";
const SECOND: &str = "“We cannot wait,” its chairwoman told reporters.";

#[test]
fn a_scraped_page_loses_its_furniture_and_keeps_its_article() {
    let headline = "Harbour board 'will not wait' to rebuild pier";
    let text = format!(
        "Vere News\n\n{headline}\n\n{headline}\n\n{FIRST}\n\nRead: Storm damages pier twice in a year\n\n\
         {SECOND}\n\nAdvertisement\n\nAlso read: What storms cost the coast\n\nThe work begins in May.\n\n\
         Similar News\nRecent News\nBack to top\n"
    );
    let body = format!("{FIRST}\n\n{SECOND}\n\nThe work begins in May.");
    check(&text, "Vere News", headline, &body);
    assert_eq!(read_text("000_05c8.txt", &text).date_candidates, []);
}

#[test]
fn headline_and_paragraphs_are_told_apart() {
    let body = format!("{FIRST}\n\n{SECOND}");
    check(
        &format!("Pier to be rebuilt\n\n{body}\n"),
        "",
        "Pier to be rebuilt",
        &body,
    );
    check(
        &format!("World\n\nPier to be rebuilt\n\n{body}\n"),
        "World",
        "Pier to be rebuilt",
        &body,
    );
    check(
        &format!("Home > World > Europe\n\nPier to be rebuilt\n\n{body}\n"),
        "Europe",
        "Pier to be rebuilt",
        &body,
    );
    let lines = format!("{FIRST}\n{SECOND}");
    check(
        &format!("Pier to be rebuilt\n{lines}\n"),
        "",
        "Pier to be rebuilt",
        &lines,
    );
    check(
        &format!("Will the pier be rebuilt?\n\n{body}"),
        "",
        "Will the pier be rebuilt?",
        &body,
    );
    check(
        &format!("Pier lost to the U.S.\n\n{body}"),
        "",
        "Pier lost to the U.S.",
        &body,
    );
}

#[test]
fn the_title_of_the_page_is_not_the_headline() {
    for title in [
        "Pier to be rebuilt | The Herald",
        "The Herald: Pier to be rebuilt",
    ] {
        check(
            &format!("{title}\n\nPier to be rebuilt\n\n{FIRST}"),
            "",
            "Pier to be rebuilt",
            FIRST,
        );
    }
    check(
        &format!("Port of Vere Press Releases\n\nPier to be rebuilt\n\n{FIRST}"),
        "",
        "Pier to be rebuilt",
        FIRST,
    );
}

#[test]
fn running_text_has_no_headline() {
    check(FIRST, "", "", FIRST);
    let body = format!("{FIRST}\n\n{SECOND}");
    check(&body, "", "", &body);
    check("Pier to be rebuilt", "", "Pier to be rebuilt", "");
    check("Pier to be rebuilt.", "", "", "Pier to be rebuilt.");
}

#[test]
fn wrapped_text_keeps_its_lines_and_its_headline_is_one() {
    let body = "VERE -- The harbour board said on Monday that it would\nrebuild the northern pier before \
                winter, after storms had\ndamaged it twice within a single year.\n\nWork begins in \
                May, the chairwoman told reporters on\nthe quay.";
    check(body, "", "", body);
    let headline = "Pier to be rebuilt before the winter after two great storms\nhad damaged it";
    let text = format!("{headline}\n\n{body}\n");
    check(&text, "", &headline.replace('\n', " "), body);
}

#[test]
fn bylines_and_date_lines_are_no_body() {
    for meta in [
        "By Ann Lee\nNovember 27, 2015",
        "By Ann Lee\n\nPublished: November 27, 2015",
        "By Ann Lee | November 27, 2015",
        "November 27, 2015 - By Ann Lee",
    ] {
        let found = read_text(
            "a.txt",
            &format!("Pier to be rebuilt\n\n{meta}\n\n{FIRST}\n\n{SECOND}"),
        );
        assert_eq!(
            (found.headline.as_str(), found.authors),
            ("Pier to be rebuilt", vec!["Ann Lee".to_string()])
        );
        assert_eq!(found.body, format!("{FIRST}\n\n{SECOND}"), "{meta}");
        let date = DateCandidate {
            text: "November 27, 2015".to_string(),
            evidence: Evidence::DateLine,
        };
        assert_eq!(found.date_candidates, [date], "{meta}");
    }
}

#[test]
fn an_imprint_names_source_and_day() {
    let text = format!(
        "Pier to be rebuilt\n\n{FIRST}\n\nPublished in The Herald, November 27th, 2015\n\nRead more\n"
    );
    let found = read_text("a.txt", &text);
    let date = DateCandidate {
        text: "November 27th, 2015".to_string(),
        evidence: Evidence::DateLine,
    };
    assert_eq!(
        (found.body.as_str(), found.source.as_deref()),
        (FIRST, Some("The Herald"))
    );
    assert_eq!(found.date_candidates, [date]);
}

#[test]
fn lines_of_keys_name_the_parts() {
    let text = format!(
        "Title: Pier to be rebuilt\nDate: 27 Nov 2015\nAuthor: Ann Lee\nSource: The Herald\nWords: 40\n\
         Section: Shipping\nURL: https://x.example/a\n\n{FIRST}\n"
    );
    let found = read_text("a.txt", &text);
    let date = DateCandidate {
        text: "27 Nov 2015".to_string(),
        evidence: Evidence::Field("date".to_string()),
    };
    let expected = Article {
        url: Some("https://x.example/a".to_string()),
        headline: "Pier to be rebuilt".to_string(),
        body: FIRST.to_string(),
        authors: vec!["Ann Lee".to_string()],
        source: Some("The Herald".to_string()),
        section: Some("Shipping".to_string()),
        date_candidates: vec![date],
        content_hash: xxh3_64(text.as_bytes()),
        ..Article::default()
    };
    assert_eq!(found, expected);
    check(
        &format!("---\ntitle: \"Pier\"\nsection: Port\n---\n\n{FIRST}"),
        "Port",
        "Pier",
        FIRST,
    );
    check(
        &format!("Title: Pier\nDate: today\nText: {FIRST}"),
        "",
        "Pier",
        FIRST,
    );
    check(&format!("Date: {FIRST}"), "", "", &format!("Date: {FIRST}"));
}

#[test]
fn sentences_that_begin_like_furniture_stay() {
    for kept in [
        "Read: the bill was read twice, he said.",
        "Copyright law was made for another age, the judge wrote in an opinion that runs to some ninety pages \
         and has something to say about nearly every one of the claims.",
        "More than forty ships waited outside.",
        "Subscribe to that, she said, and you subscribe to everything that the board has done wrong in the \
         past ten years.",
    ] {
        let body = format!("{FIRST}\n\n{kept}\n\n{SECOND}");
        check(
            &format!("Pier to be rebuilt\n\n{body}"),
            "",
            "Pier to be rebuilt",
            &body,
        );
    }
}

#[test]
fn flattened_layout_is_broken_up() {
    let gap = " ".repeat(40);
    let text = format!("{gap}Press Release{gap}Pier to be rebuilt{gap}{FIRST}{gap}{SECOND}{gap}");
    check(
        &text,
        "",
        "Pier to be rebuilt",
        &format!("{FIRST}\n\n{SECOND}"),
    );
}

#[test]
fn the_name_of_the_file_tells_date_and_author() {
    let found = read_text("press/Lund/27Nov2015Lund3.txt", FIRST);
    let date = DateCandidate {
        text: "2015-11-27".to_string(),
        evidence: Evidence::FileName,
    };
    assert_eq!(
        (found.authors, found.date_candidates),
        (vec!["Lund".to_string()], vec![date])
    );
}
