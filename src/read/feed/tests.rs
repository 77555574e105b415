use proptest::prelude::*;

use super::*;

/// Writes each article as `LINE ID URL [SECTION] AUTHORS DATES: HEADLINE | BODY`.
fn shown(feed: &str) -> Vec<String> {
    let reading = read(&RawDocument {
        bytes: feed.as_bytes().to_vec(),
        ..RawDocument::default()
    });
    let articles = reading.articles.iter().map(|article| {
        let dates = article.date_candidates.iter();
        let dates: Vec<String> = dates
            .map(|c| format!("{} {}", c.text, c.evidence))
            .collect();
        let or_dash = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
        format!(
            "{} {} {} {} [{}] {}, {}: {} | {}",
            article.line.unwrap_or(0),
            or_dash(&article.source),
            or_dash(&article.id),
            or_dash(&article.url),
            or_dash(&article.section),
            article.authors.join("; "),
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
fn each_item_of_rss_is_an_article_of_its_fullest_text() {
    let feed = "<rss version=\"2.0\"><channel><title>The Herald</title><language>en-gb</language>\n\
        <item><title>Ferry &amp; pier</title><link>https://x.example/a</link><guid isPermaLink=\"false\">a1</guid>\n\
        <description>Short.</description><category>Harbour</category><author>ann@x.example (Ann Lee)</author>\n\
        <content:encoded><![CDATA[<p>The ferry <b>sailed</b>.</p><p>It was late.</p>]]></content:encoded>\n\
        <pubDate>Fri, 27 Nov 2015 09:00:00 GMT</pubDate></item>\n<item><link>https://x.example/b</link></item></channel></rss>";
    assert_eq!(
        shown(feed),
        [
            "2 The Herald a1 https://x.example/a [Harbour] Ann Lee, Fri, 27 Nov 2015 09:00:00 GMT field:pubDate: \
             Ferry & pier | The ferry sailed.\n\nIt was late.",
            "line 6: expected a headline or a text, but found neither"
        ]
    );
}

#[test]
fn atom_tells_publication_from_change() {
    let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Tide</title><entry><id>t1</id><title>Pier</title>\
        <link rel=\"self\" href=\"https://x.example/self\"/><link href=\"https://x.example/p\"/><author><name>Bo Max</name></author>\
        <updated>2015-11-28</updated><published>2015-11-27</published>\
        <content type=\"xhtml\"><div><p>It fell.</p></div></content></entry></feed>";
    assert_eq!(
        shown(feed),
        [
            "1 Tide t1 https://x.example/p [-] Bo Max, 2015-11-27 field:published, 2015-11-28 \
          modified:field:updated: Pier | It fell."
        ]
    );
}

#[test]
fn a_feed_that_breaks_off_gives_what_it_has() {
    let feed =
        "<rss><channel><title>T</title><item><title>Whole</title></item><item><title>Cut off he";
    assert_eq!(
        shown(feed),
        [
            "1 T - - [-] , : Whole | ",
            "1 T - - [-] , : Cut off he | ",
            "expected `</rss>`, but found end of input"
        ]
    );
}

/// Reads the one item of a feed: its attributes and its elements.
fn only(feed: &str) -> Article {
    let reading = read(&RawDocument {
        bytes: feed.as_bytes().to_vec(),
        ..RawDocument::default()
    });
    let [article] = &reading.articles[..] else {
        panic!("{reading:?}");
    };
    article.clone()
}

fn rss(item: &str) -> Article {
    only(&format!(
        "<rss><channel><title>The Herald</title><item>{item}</item></channel></rss>"
    ))
}

#[test]
fn the_body_is_the_whole_text_unless_it_is_only_some_words() {
    let summary = "<description>The ferry sailed at dawn, in thick fog, with forty people and a dog.</description>";
    for (item, expected) in [
        (
            "<content:encoded>The ferry sailed at dawn, in thick fog, it is said.</content:encoded>",
            "The ferry sailed at dawn, in thick fog, it is said.",
        ),
        (
            "<content:encoded>See our site.</content:encoded>",
            "The ferry sailed at dawn, in thick fog, with forty people and a dog.",
        ),
        (
            "<title>The ferry sailed at dawn, in thick fog, with all.</title><content:encoded>The ferry sailed at dawn, in thick fog, with all.</content:encoded>",
            "The ferry sailed at dawn, in thick fog, with forty people and a dog.",
        ),
        (
            "<itunes:summary>A longer one: the ferry sailed at dawn, in thick fog, with forty people, a dog and a cat.</itunes:summary>",
            "The ferry sailed at dawn, in thick fog, with forty people and a dog.",
        ),
    ] {
        assert_eq!(rss(&format!("{item}{summary}")).body, expected);
    }
    assert_eq!(
        rss("<title>x</title><media:group><media:description>One.\nTwo.</media:description></media:group>").body,
        "One.\nTwo."
    );
}

#[test]
fn line_ends_of_the_source_are_spaces_and_blank_lines_part() {
    for (text, expected) in [
        ("\n    One\n    two &amp;amp; three.\n", "One two & three."),
        (
            "One\ntwo.\n\n  Three\n  &lt;b&gt;four&lt;/b&gt;.",
            "One two.\n\nThree four.",
        ),
        ("&lt;p&gt;One\n\ntwo.&lt;/p&gt;Three.", "One two.\n\nThree."),
        ("5 &lt; 6", "5 < 6"),
    ] {
        assert_eq!(
            rss(&format!("<description>{text}</description>")).body,
            expected
        );
    }
}

#[test]
fn content_of_atom_is_what_its_type_says() {
    for (content, expected) in [
        (
            "<content type='text'>if a &lt; b &lt;i> c</content>",
            "if a < b <i> c",
        ),
        (
            "<content type='html'>&lt;p>One &amp;lt; two&lt;/p></content>",
            "One < two",
        ),
        (
            "<content type='xhtml'><h:div><h:p>One</h:p><h:p>two</h:p></h:div></content>",
            "One\n\ntwo",
        ),
        (
            "<content type='text/html' mode='base64'>PHA+T25lPC9wPg==</content>",
            "One",
        ),
        ("<content type='image/png'>iVBORw0KGgo=</content>", ""),
    ] {
        let entry = format!("<feed><entry><title>T</title>{content}</entry></feed>");
        assert_eq!(only(&entry).body, expected, "{content}");
    }
}

#[test]
fn entries_take_authors_from_where_they_come_from() {
    let feed = |own: &str, of_source: &str, of_feed: &str| {
        let author = |name: &str| match name {
            "" => String::new(),
            name => format!("<author><name>{name}</name></author>"),
        };
        only(&format!(
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><title>Post</title>{}<a:entry><title>T</title>{}\
             <source><title>Herald</title>{}</source></a:entry></a:feed>",
            author(of_feed),
            author(own),
            author(of_source)
        ))
        .authors
    };
    for (own, of_source, of_feed, expected) in [
        ("Ann Lee", "Bo Max", "Cy Orr", vec!["Ann Lee"]),
        ("", "Bo Max", "Cy Orr", vec!["Bo Max"]),
        ("", "", "Cy Orr", vec!["Cy Orr"]),
        ("", "", "herald", vec![]),
    ] {
        assert_eq!(feed(own, of_source, of_feed), expected);
    }
    let by_mail = rss(
        "<title>x</title><author>Ann Lee (ann@x.example)</author><itunes:author>Herald</itunes:author>",
    );
    assert_eq!(by_mail.authors, ["Ann Lee"]);
}

#[test]
fn links_are_made_whole_and_proxies_passed_over() {
    let own = "<feed><link rel='self' href='https://x.example/f/feed.xml'/><entry><title>T</title>";
    let base = "<feed xml:base='https://x.example/b/'><entry xml:base='c/'><title>T</title>";
    let site = "<rss><channel><link>https://x.example/</link><item><title>T</title>";
    for (feed, expected) in [
        (
            format!("{own}<link href='1'/></entry></feed>"),
            Some("https://x.example/f/1"),
        ),
        (
            format!("{base}<link href='1'/></entry></feed>"),
            Some("https://x.example/b/c/1"),
        ),
        (
            format!("{site}<link>/1</link></item></channel></rss>"),
            Some("https://x.example/1"),
        ),
        (
            format!(
                "{site}<link>https://p.example/1</link><feedburner:origLink>https://x.example/2</feedburner:origLink></item>"
            ),
            Some("https://x.example/2"),
        ),
        (
            format!("{own}<id>https://x.example/3</id></entry></feed>"),
            Some("https://x.example/3"),
        ),
        (
            format!("{site}<link/>https://x.example/4<description>x</description></item>"),
            Some("https://x.example/4"),
        ),
        (format!("{own}<id>tag:x</id></entry></feed>"), None),
        (
            format!("{own}<link rel='enclosure' href='a.mp3'/></entry></feed>"),
            None,
        ),
    ] {
        assert_eq!(only(&feed).url.as_deref(), expected, "{feed}");
    }
}

#[test]
fn language_and_section_are_the_nearest() {
    let feed = |root: &str, item: &str, inner: &str| {
        only(&format!(
            "<rss {root}><channel><title>x</title><item {item}><title>x</title>{inner}</item></channel></rss>"
        ))
    };
    for (root, item, inner, expected) in [
        ("xml:lang='de'", "", "", "de"),
        ("xml:lang='de'", "xml:lang='fr'", "", "fr"),
        (
            "xml:lang='de'",
            "",
            "<dc:language>es-CL</dc:language>",
            "es",
        ),
    ] {
        assert_eq!(feed(root, item, inner).language.as_deref(), Some(expected));
    }
    for (inner, expected) in [
        (
            "<category>Uncategorized</category><category>Harbour</category>",
            Some("Harbour"),
        ),
        (
            "<category domain='tag'>fog</category><category>Harbour</category>",
            Some("Harbour"),
        ),
        ("<category term='h' label='Harbour'/>", Some("Harbour")),
        ("<category term='http://x.example/kind#post'/>", None),
        ("<dc:subject>Harbour</dc:subject>", Some("Harbour")),
    ] {
        assert_eq!(
            rss(&format!("<title>x</title>{inner}")).section.as_deref(),
            expected
        );
    }
}

#[test]
fn the_title_is_that_of_the_item() {
    let item = rss(
        "<media:title>Dock</media:title><dc:title>Other</dc:title><title>Ferry</title><source url='u'>Post</source>",
    );
    assert_eq!(item.headline, "Ferry");
    assert_eq!(item.source.as_deref(), Some("Post"));
}

#[test]
fn the_root_tells_a_feed() {
    let comment = format!("<?xml version='1.0'?><!-- {} -->", "words ".repeat(1_000));
    for (head, expected) in [
        (format!("{comment}<rss version='2.0'>"), true),
        (
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'>".to_owned(),
            true,
        ),
        ("<rdf:RDF>".to_owned(), true),
        (
            "<html><body>How to write &lt;rss> and <rss></body>".to_owned(),
            false,
        ),
        ("<groupSet>".to_owned(), false),
        ("<entry key='x'/>".to_owned(), false),
    ] {
        assert_eq!(sniff(head.as_bytes()), expected, "{head}");
    }
}

proptest! {
    #[test]
    fn any_markup_is_read_without_panic(
        markup in "(<item>|</item>|<title>|<link/>|<a:content type='xhtml'>|<content mode='base64'>|<link href='|'|/>|<br>|</p>|&lt;p>|&amp;|<!\\[CDATA\\[|\\]\\]>|<!--|<\u{3c}|https://x|\\.\\./|\\?|#|İ|K|…|Read more|\n| |x|漢){0,40}",
    ) {
        let feed = format!("<rss xml:base='https://x.example/a'><channel><item><description>{markup}");
        let reading = read(&RawDocument { bytes: feed.into_bytes(), ..RawDocument::default() });
        for article in reading.articles {
            prop_assert!(!article.body.contains("\n\n\n"), "{:?}", article.body);
        }
    }
}
