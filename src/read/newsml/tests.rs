use super::*;

fn read_text(text: &str) -> Reading {
    read(&RawDocument {
        bytes: text.as_bytes().to_vec(),
        ..RawDocument::default()
    })
}

#[test]
fn a_news_item_with_nitf_in_it_is_an_article() {
    let story = "<newsItem guid=\"urn:x:1\" xml:lang=\"en-US\"><itemMeta><itemClass qcode=\"ninat:text\"/>\
        <provider><name>Tide Wire</name></provider><versionCreated>2015-11-28T10:00:00Z</versionCreated></itemMeta>\
        <contentMeta><contentCreated>2015-11-27T09:00:00Z</contentCreated><subject><name>shipping</name></subject>\
        <headline> Ferry sails</headline></contentMeta><contentSet><inlineXML><nitf><body><body.head>\
        <byline>By Ann Lee, <byttl>Staff Reporter</byttl></byline></body.head><body.content><block><p>It\n sailed.</p>\
        <p>It was <em>late</em>.</p></block></body.content></body></nitf></inlineXML></contentSet></newsItem>";
    let reading = read_text(story);
    assert_eq!(reading.skipped, []);
    let date = |text: &str, evidence| DateCandidate {
        text: text.to_owned(),
        evidence,
    };
    let field = |name: &str| Evidence::Field(name.to_owned());
    let content = story
        .trim_end_matches("</newsItem>")
        .split_once('>')
        .unwrap()
        .1;
    let expected = Article {
        id: Some("urn:x:1".to_owned()),
        headline: "Ferry sails".to_owned(),
        body: "It sailed.\n\nIt was late.".to_owned(),
        authors: vec!["Ann Lee".to_owned()],
        source: Some("Tide Wire".to_owned()),
        section: Some("shipping".to_owned()),
        language: Some("en".to_owned()),
        date_candidates: vec![
            date("2015-11-27T09:00:00Z", field("contentCreated")),
            date(
                "2015-11-28T10:00:00Z",
                Evidence::Modified(Box::new(field("versionCreated"))),
            ),
        ],
        line: Some(1),
        content_hash: xxh3_64(content.as_bytes()),
        ..Article::default()
    };
    assert_eq!(reading.articles, [expected]);
}

#[test]
fn what_is_no_text_is_named() {
    let picture =
        "<newsItem><itemClass qcode=\"ninat:picture\"/><headline>Quay</headline></newsItem>";
    assert_eq!(
        read_text(picture).skipped[0].to_string(),
        "line 1: expected a text, but found `ninat:picture`"
    );
    assert_eq!(
        read_text("<planningItem/>").skipped[0].to_string(),
        "line 1: expected a news item, but found a planning item"
    );
    assert!(sniff(
        b"<packageItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><title>x</title>"
    ));
}

fn only(text: &str) -> Article {
    let reading = read_text(text);
    let [article] = &reading.articles[..] else {
        panic!("{reading:?}");
    };
    article.clone()
}

#[test]
fn what_an_agency_took_back_is_no_article() {
    for (story, expected) in [
        (
            "<newsItem><pubStatus qcode='stat:canceled'/><headline>H</headline></newsItem>",
            "line 1: expected a story to be read, but found one that its agency has canceled",
        ),
        (
            "<nitf><docdata management-status='withheld'/><body.content><p>x</p></body.content></nitf>",
            "line 1: expected a story to be read, but found one that its agency has withheld",
        ),
        (
            "<planningItem/>",
            "line 1: expected a news item, but found a planning item",
        ),
        (
            "<conceptItem><name>x</name></conceptItem>",
            "line 1: expected a news item, but found a concept item",
        ),
    ] {
        let skipped: Vec<String> = read_text(story)
            .skipped
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(skipped, [expected]);
    }
    assert_eq!(
        only("<newsItem><pubStatus qcode='stat:usable'/><headline>H</headline></newsItem>")
            .headline,
        "H"
    );
}

#[test]
fn the_body_has_the_deck_and_each_paragraph_once_and_no_caption() {
    let lead = "The ferry sailed at dawn in thick fog, with forty people and a dog.";
    let story = format!(
        "<nitf><body><body.head><hedline><hl1>H</hl1><hl2>Deck</hl2></hedline></body.head><body.content>\
         <block class='lead_paragraph'><p>{lead}</p></block><block class='full_text'><p>{lead}</p>\
         <media><media-caption><p>Dock</p></media-caption></media><hl2>Part</hl2><p>One<br/>two.</p>\
         </block></body.content><body.end><tagline>x</tagline></body.end></body></nitf>"
    );
    assert_eq!(
        only(&story).body,
        format!("Deck\n\n{lead}\n\nPart\n\nOne\ntwo.")
    );
}

#[test]
fn an_abstract_stands_in_for_a_missing_text() {
    let item = |class: &str, role: &str| {
        read_text(&format!(
            "<newsItem><itemClass qcode='ninat:{class}'/><headline>H</headline><description role='drol:{role}'>D</description></newsItem>"
        ))
    };
    assert_eq!(item("text", "abstract").articles[0].body, "D");
    assert_eq!(item("text", "caption").articles[0].body, "");
    assert_eq!(
        item("picture", "caption").skipped[0].to_string(),
        "line 1: expected a text, but found `ninat:picture`"
    );
}

#[test]
fn authors_are_the_people_that_are_named() {
    for (parts, expected) in [
        (
            "<creator><name>Ann Lee</name></creator><by>By A. LEE</by>",
            vec!["Ann Lee"],
        ),
        (
            "<creator><name>Tide News Agency</name></creator><by>Par Ann Lee</by>",
            vec!["Ann Lee"],
        ),
        (
            "<byline class='print_byline'>By LEE</byline><byline class='normalized_byline'>Lee, Ann; Max, Bo</byline>",
            vec!["Ann Lee", "Bo Max"],
        ),
        (
            "<byline>By <person>Ann Lee</person> and <person>Bo Max</person><byttl>Staff</byttl></byline>",
            vec!["Ann Lee", "Bo Max"],
        ),
        ("<byline><byttl>Tide News</byttl></byline>", vec![]),
    ] {
        let story = format!("<newsItem><headline>H</headline>{parts}</newsItem>");
        assert_eq!(only(&story).authors, expected, "{parts}");
    }
}

#[test]
fn headline_section_and_source_are_those_of_the_story() {
    let story = "<newsItem xml:lang='de'><provider qcode='x:1'/><creator qcode='web:x.example'><name>Tide</name></creator>\
        <subject type='cpnat:person'><name>Ann Lee</name></subject>\
        <subject qcode='medtop:1'><name xml:lang='en'>sport</name><name xml:lang='de'>Sport</name><broader><name>x</name></broader></subject>\
        <headline role='hld:sub'>Below</headline><headline xml:lang='en'>English</headline><headline>Oben</headline></newsItem>";
    let article = only(story);
    assert_eq!(article.headline, "Oben");
    assert_eq!(article.body, "Below");
    assert_eq!(article.section.as_deref(), Some("Sport"));
    assert_eq!(article.source.as_deref(), Some("Tide"));
    let story =
        "<newsItem><provider uri='http://www.x.example/about'/><headline>H</headline></newsItem>";
    assert_eq!(only(story).source.as_deref(), Some("x.example"));
    let story = "<nitf><head><tobject><tobject.subject tobject.subject.type='Other'/></tobject>\
        <docdata><doc.copyright holder='Owner'/></docdata><pubdata name='Herald' position.section='Harbour' ex-ref='https://x.example/1'/></head>\
        <body.content><p>x</p></body.content></nitf>";
    let article = only(story);
    assert_eq!(article.section.as_deref(), Some("Harbour"));
    assert_eq!(article.source.as_deref(), Some("Herald"));
    assert_eq!(article.url.as_deref(), Some("https://x.example/1"));
}
