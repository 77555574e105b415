use super::*;
use crate::article::Origin;

fn read_text(bytes: &[u8]) -> Reading {
    let origin = Origin {
        member: None,
        path: "a.sgm".to_owned(),
        line: Some(1),
    };
    read(&RawDocument {
        origin,
        bytes: bytes.to_vec(),
        ..RawDocument::default()
    })
}

/// Writes each article as `LINE ID [SECTION] DATE: HEADLINE | BODY`, each skip as its warning.
fn shown(reading: &Reading) -> Vec<String> {
    let articles = reading.articles.iter().map(|article| {
        let dates: Vec<&str> = article.date_candidates.iter().map(|c| &*c.text).collect();
        format!(
            "{} {} [{}] {}: {} | {}",
            article.line.unwrap_or(0),
            article.id.as_deref().unwrap_or("-"),
            article.section.as_deref().unwrap_or("-"),
            dates.join(", "),
            article.headline,
            article.body
        )
    });
    articles
        .chain(reading.skipped.iter().map(ToString::to_string))
        .collect()
}

#[test]
fn a_wire_story_is_read_with_its_dateline_and_without_its_signature() {
    let story = b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\" NEWID=\"7\">\n\
        <DATE>26-FEB-1987 15:01:01.79</DATE>\n<TOPICS><D>ship</D><D>grain</D></TOPICS>\n\
        <UNKNOWN>&#5;&#5;C T\nu f BC-QUAY</UNKNOWN>\n<TEXT>&#2;\n<TITLE>CAF\xc9 &amp; QUAY REOPEN</TITLE>\n\
        <AUTHOR>    By Ann Lee, Reuters</AUTHOR>\n<DATELINE>    LISBON, Feb 26 - </DATELINE><BODY>Rates of &lt;Bo Max> fell.\n\
        \x20   They rose again.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n";
    let reading = read_text(story);
    assert_eq!(
        shown(&reading),
        [
            "2 reuters-7 [ship] 26-FEB-1987 15:01:01.79: CAF\u{c9} & QUAY REOPEN | LISBON, Feb 26 - Rates of \
          <Bo Max> fell.\n    They rose again."
        ]
    );
    let article = &reading.articles[0];
    assert_eq!(article.authors, ["Ann Lee"]);
    assert_eq!(article.source.as_deref(), Some("Reuters"));
}

#[test]
fn a_story_without_a_body_is_its_headline() {
    let story = b"<REUTERS NEWID=\"8\"><DATE>1-MAR-1987</DATE><TEXT TYPE=\"BRIEF\">***<TITLE>QUAY SHUT</TITLE>Blah blah blah.\n</TEXT></REUTERS>";
    assert_eq!(
        shown(&read_text(story)),
        ["1 reuters-8 [-] 1-MAR-1987: QUAY SHUT | "]
    );
}

#[test]
fn documents_of_trec_are_read_by_their_elements() {
    let documents = b"<DOC>\n<DOCNO> AB-1 </DOCNO>\n<DATE>Jan 2, 1994</DATE>\n<HEADLINE><P>Ferry sails</P></HEADLINE>\n\
        <TEXT>\n<P>\nIt sailed.\n</P>\n<P>\nIt was late.\n</P>\n</TEXT>\n</DOC>\n<doc>\n<docno>AB-2</docno>\n<text>It sank.</text>\n</doc>\n";
    assert_eq!(
        shown(&read_text(documents)),
        [
            "1 AB-1 [-] Jan 2, 1994: Ferry sails | It sailed.\n\nIt was late.",
            "14 AB-2 [-] :  | It sank."
        ]
    );
}

#[test]
fn the_agency_is_no_author() {
    for (byline, expected) in [
        ("by Ann Lee, Reuters", vec!["Ann Lee"]),
        ("By Ann Lee, Reuters.", vec!["Ann Lee"]),
        ("By Ann Lee Reuters", vec!["Ann Lee"]),
        ("By Reuter", vec![]),
    ] {
        let story = format!("<REUTERS NEWID=\"1\"><AUTHOR>{byline}</AUTHOR></REUTERS>");
        assert_eq!(read_text(story.as_bytes()).articles[0].authors, expected);
    }
}

#[test]
fn a_numbered_story_that_lost_its_words_is_kept() {
    let story = b"<REUTERS NEWID=\"9\"><DATE>3-APR-1987</DATE><TEXT TYPE=\"UNPROC\">&#2;\n&#3;</TEXT></REUTERS>";
    let reading = read_text(story);
    assert_eq!(shown(&reading), ["1 reuters-9 [-] 3-APR-1987:  | "]);
    assert_eq!(
        reading.articles[0].warnings[0].to_string(),
        "line 1: expected a headline or a text, but found neither"
    );
}

#[test]
fn a_broken_record_costs_itself_alone() {
    let records = b"<DOC><DOCNO>1</DOCNO></DOC>\n<DOC><DOCNO>2</DOCNO><TEXT>One < two & three.</TEXT></DOC>\n<DOC><TEXT>cut";
    assert_eq!(
        shown(&read_text(records)),
        [
            "2 2 [-] :  | One < two & three.",
            "line 1: expected an article with a headline or a body, but found neither",
            "line 3: expected `</DOC>`, but found end of input"
        ]
    );
}

#[test]
fn short_dates_and_marks_of_papers_are_understood() {
    let documents = b"<DOC><DOCNO>LT-1</DOCNO><DATE>941030\n</DATE><SECTION>Business; Part D; Page 2</SECTION>\
        <HEADLINE>LT  30 OCT 94 / Ferry sails</HEADLINE></DOC>\n\
        <DOC><DOCNO>AP-1</DOCNO><FILEID>AP-NR-01-31-89 2358EST</FILEID><HEAD>One / two</HEAD></DOC>\n\
        <DOC><DOCNO>AP-2</DOCNO><FILEID>r i 12</FILEID><HEAD>Three</HEAD></DOC>";
    assert_eq!(
        shown(&read_text(documents)),
        [
            "1 LT-1 [Business] 1994-10-30: Ferry sails | ",
            "3 AP-1 [-] 1989-01-31 23:58 EST: One / two | ",
            "4 AP-2 [-] : Three | ",
        ]
    );
}
