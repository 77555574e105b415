use super::*;
use crate::article::Origin;

fn reading(path: &str, page: &str) -> Reading {
    read(&RawDocument {
        origin: Origin {
            member: None,
            path: path.to_owned(),
            line: None,
        },
        bytes: page.as_bytes().to_vec(),
        ..RawDocument::default()
    })
}

fn num_outcomes(reading: &Reading) -> usize {
    reading.articles.len() + reading.no_articles.len() + reading.skipped.len()
}

fn article(page: &str) -> Article {
    let reading = reading("pier.html", page);
    assert!(reading.skipped.is_empty(), "{:?}", reading.skipped);
    assert!(reading.no_articles.is_empty(), "{:?}", reading.no_articles);
    reading.articles.into_iter().next().unwrap()
}

const FIRST: &str = "The harbour board said on Monday that the northern pier, which has been closed since the storm, will be open \
                     again before winter, and that the ferry will call there three times a day.";
const SECOND: &str = "Nobody was seen to weep. The pier, 141 feet long, was built in 1911, mended in 1954, and has been, in the \
                      words of the harbour master, about to fall down ever since.";

fn page(head: &str, top: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><title>Pier reopens | The Herald</title>{head}</head><body>\
         <nav><a href=/>Home</a> <a href=/local>Local</a></nav>{top}<div class=text><p>{FIRST}</p><p>{SECOND}</p></div>\
         <footer>All rights reserved</footer></body></html>"
    )
}

#[test]
fn headline_body_and_language_are_read() {
    let article = article(&page("", "<h1>Pier reopens</h1>"));
    assert_eq!(article.headline, "Pier reopens");
    assert_eq!(article.body, format!("{FIRST}\n\n{SECOND}"));
    assert_eq!(article.source.as_deref(), Some("The Herald"));
    assert_eq!(
        (article.language.as_deref(), article.region.as_deref()),
        (Some("en"), Some("GB"))
    );
}

#[test]
fn an_element_left_open_in_a_noscript_does_not_swallow_the_page() {
    let article = article(&page("", "<noscript><div>Scripts are off</noscript>"));
    assert_eq!(article.body, format!("{FIRST}\n\n{SECOND}"));
}

#[test]
fn what_the_page_says_of_itself_is_read_from_each_vocabulary() {
    let linked = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier reopens","author":{"name":"Ann Lee"},
        "articleSection":"Local","publisher":{"name":"The Herald"},"datePublished":"2015-11-27"}</script>"#;
    let metas = r#"<meta property="og:title" content="Pier reopens"><meta name="author" content="Ann Lee"><meta property="article:section"
        content="Local"><meta property="og:site_name" content="The Herald"><meta property="article:published_time" content="2015-11-27">"#;
    let microdata = r#"<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Pier reopens</h1><span
        itemprop="author" itemscope><b itemprop="name">Ann Lee</b></span> <i itemprop="articleSection">Local</i>
        <meta itemprop="datePublished" content="2015-11-27"></div>"#;
    for (head, top, evidence) in [
        (linked, "", "json-ld"),
        (metas, "", "meta:article:published_time"),
        ("", microdata, "microdata"),
    ] {
        let article = article(&page(head, top));
        assert_eq!(
            (
                article.headline.as_str(),
                article.authors.as_slice(),
                article.section.as_deref(),
                article.source.as_deref()
            ),
            (
                "Pier reopens",
                ["Ann Lee".to_owned()].as_slice(),
                Some("Local"),
                Some("The Herald")
            ),
            "{evidence}"
        );
        let date = &article.date_candidates[0];
        assert_eq!(
            (date.text.as_str(), date.evidence.to_string().as_str()),
            ("2015-11-27", evidence)
        );
    }
}

/// The evidence and text of each candidate of a page with this head and this top.
fn dates(head: &str, top: &str) -> Vec<String> {
    let candidates = article(&page(head, top)).date_candidates;
    candidates
        .iter()
        .map(|candidate| format!("{} {}", candidate.evidence, candidate.text))
        .collect()
}

#[test]
fn dates_are_found_in_all_places_with_their_evidence() {
    assert_eq!(
        dates(
            "<link rel=canonical href=https://example.org/2015/11/27/pier>",
            "<h1>Pier reopens</h1>"
        ),
        ["url 2015-11-27"]
    );
    assert_eq!(
        dates(
            "",
            "<h1>Pier reopens</h1><time datetime=2015-11-27>Friday</time> Updated <time datetime=2015-11-28>Saturday</time>"
        ),
        ["time 2015-11-27", "modified:time 2015-11-28"]
    );
    assert_eq!(
        dates(
            "",
            "<h1>Pier reopens</h1><div class=posted-on>on 27 Nov 2015</div>"
        )[0],
        "class 27 Nov 2015"
    );
    assert_eq!(
        dates("", "<h1>Pier reopens</h1><p>Last updated: 28 Nov 2015</p>"),
        ["modified:date-line 28 Nov 2015"]
    );
    assert_eq!(
        dates(
            "",
            "<h1>Pier reopens</h1><div class=byline>By Ann Lee, 2 hours ago</div><p>A storm broke it three times, the \
             last 2 days ago, said the board.</p>"
        ),
        ["class 2 hours ago", "date-line 2 hours ago"]
    );
    assert_eq!(
        dates(
            "",
            "<h1>Pier reopens</h1><aside><time datetime=2015-11-27></time> <time datetime=2015-11-28></time></aside>"
        ),
        Vec::<String>::new()
    );
}

#[test]
fn charsets_are_declared_in_many_ways() {
    for (start, label) in [
        ("<meta charset=\"windows-1251\">", Some("windows-1251")),
        (
            "<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=Windows-1251\">",
            Some("windows-1251"),
        ),
        (
            "<?xml version='1.0' encoding='koi8-r'?><html>",
            Some("koi8-r"),
        ),
        ("<title>encoding=x</title>", None),
    ] {
        assert_eq!(charset(start.as_bytes()).as_deref(), label, "{start}");
    }
}

#[test]
fn a_page_without_bounds_is_cut_with_a_warning() {
    let deep = format!(
        "{}{}",
        page("", "<h1>Pier reopens</h1>"),
        "<div><b>".repeat(200_000)
    );
    let warnings = article(&deep).warnings;
    assert!(
        warnings[0]
            .message
            .starts_with("elements nested deeper than 512 at byte "),
        "{warnings:?}"
    );
    let wide = format!(
        "{}{}",
        page("", "<h1>Pier reopens</h1>"),
        "<br>x".repeat(300_000)
    );
    let warnings = article(&wide).warnings;
    assert!(
        warnings[0]
            .message
            .starts_with("more than 400000 elements and texts at byte "),
        "{warnings:?}"
    );
}

#[test]
fn tag_soup_is_read() {
    let soup = format!(
        "<title>Pier reopens<body><div class=nav><a href=/>Home<a href=/x>Local<div class=article><h1>Pier reopens</h1><p>{FIRST}<p>{SECOND}\
         <ul><li>One<li>Two<p>Three <b>four <i>five"
    );
    // Without an end the title swallows the page: what is left is no text, and that is said.
    assert_eq!(num_outcomes(&reading("soup.html", &soup)), 1);
    let soup = soup.replace("<body>", "</title><body>");
    assert!(
        article(&soup).body.starts_with(FIRST),
        "{}",
        article(&soup).body
    );
}

#[test]
fn a_text_of_short_lines_is_known_by_the_name_of_what_holds_it() {
    let days: Vec<String> = (1..40).map(|n| format!("Day {n}, no ferry.")).collect();
    let page = |name: &str| {
        format!(
            "<title>Pier closed</title><h1>Pier closed</h1><div><div class={name}><div><p>{}</p></div></div></div>\
             <div><div class=x><p>{FIRST}</p></div></div>",
            days.join("</p></div><div><p>")
        )
    };
    assert_eq!(article(&page("y")).body, FIRST);
    assert_eq!(article(&page("entry-content")).body, days.join("\n\n"));
}

#[test]
fn what_is_said_to_readers_below_an_article_is_not_part_of_it() {
    let said = "<p>Download our app, the board said.</p>";
    let calls = "<p>Folgen Sie uns, wo immer Sie mögen.</p><p>This entry was posted in Local.</p>";
    let page = page("", "<h1>Pier reopens</h1>")
        .replace("</p><p>", &format!("</p>{said}<p>"))
        .replace("</div><footer>", &format!("{calls}</div><footer>"));
    let expected = format!("{FIRST}\n\nDownload our app, the board said.\n\n{SECOND}");
    assert_eq!(article(&page).body, expected);
}

proptest::proptest! {
    #[test]
    fn any_page_is_read_without_panic(
        page in "(<(p|div|h1|a href=x|table|tr|td|ul|li|script type='application/ld\\+json'|meta name=date content='|time datetime='|svg|template|title|body|html|form|b|i|nav|article)>?|</(p|div|a|table|ul|script|b|i|body|html)>|2015-11-27|\\{\"@type\":|\"Article\"|Some words, and more\\. |\\PC|[<>&;'\"/ ]){0,60}"
    ) {
        let reading = reading("page.html", &page);
        proptest::prop_assert_eq!(num_outcomes(&reading), 1);
    }
}

/// What a page is found to be instead of an article; nothing if it is one.
fn found(page: &str) -> String {
    let mut reading = reading("page.html", page);
    let found = reading.no_articles.pop().map(|other| other.found);
    let reason = found.or_else(|| reading.skipped.pop());
    let reason = reason.map(|reason| reason.message).unwrap_or_default();
    reason
        .trim_start_matches("expected an article, but found ")
        .to_owned()
}

/// Teasers as the fronts of papers have them: headings that are links, some words below.
fn teasers(num: usize) -> String {
    (0..num)
        .map(|n| {
            format!(
                "<article><h3><a href=/n/{n}>What the harbour board decided on day {n}</a></h3>\
                 <p>The board met again, and again it could not agree on who is to pay for it.</p></article>"
            )
        })
        .collect()
}

const LINKED_ARTICLE: &str = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier reopens"}</script>"#;

#[test]
fn indexes_are_told_from_articles_with_teasers() {
    let collection = r#"<script type="application/ld+json">{"@graph":[{"@type":"CollectionPage"},{"@type":"WebSite"}]}</script>"#;
    let canonical = |url: &str| format!("<link rel=canonical href=https://example.org{url}>");
    let few = teasers(5);
    let many = teasers(12);
    let links: String = (0..40)
        .map(|n| format!("<li><a href=/{n}>Day {n}</a>"))
        .collect();
    for (head, body, expected) in [
        (
            collection,
            &few,
            "an index page: it calls itself a `CollectionPage`",
        ),
        (
            &canonical("/"),
            &few,
            "an index page: 5 teasers, at an address of lists",
        ),
        (
            &canonical("/tag/pier"),
            &few,
            "an index page: 5 teasers, at an address of lists",
        ),
        (
            &canonical("/local/page/2/"),
            &few,
            "an index page: 5 teasers, at an address of lists",
        ),
        ("", &many, "an index page: 12 teasers, and no longer text"),
        (
            "",
            &format!("<ul>{links}</ul>"),
            "an index page: 40 links, and hardly any text",
        ),
        // The same beside an article, or with the article's own word for it.
        (
            "",
            &format!("<h1>Pier reopens</h1><p>{FIRST}</p><p>{SECOND}</p>{many}"),
            "",
        ),
        (
            LINKED_ARTICLE,
            &format!("<h1>Pier reopens</h1><p>Nothing more is known.</p>{many}"),
            "",
        ),
        (
            &canonical("/2015/11/27/pier"),
            &format!("<h1>Pier reopens</h1><p>It did.</p>{many}"),
            "",
        ),
        (
            &canonical("/"),
            &format!("<h1>About us</h1><p>{FIRST}</p><p>{SECOND}</p>"),
            "",
        ),
    ] {
        let page =
            format!("<html><head><title>The Herald</title>{head}</head><body>{body}</body></html>");
        assert_eq!(found(&page), expected, "{page}");
    }
}

#[test]
fn errors_and_logins_are_told_from_articles_about_them() {
    let text = format!("<p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p><p>{SECOND}</p>");
    let password = "<form><input name=u><input type=password></form>";
    for (title, body, expected) in [
        (
            "404 Not Found",
            "<p>Nothing is here.</p>",
            "an error page: `404 Not Found`",
        ),
        (
            "The Herald - Fehler 404",
            "<p>Nichts.</p>",
            "an error page: `Fehler 404`",
        ),
        (
            "Страница не найдена | Вестник",
            "<p>Ничего.</p>",
            "an error page: `Страница не найдена`",
        ),
        (
            "The Herald",
            "<h1>Page not found</h1><p>Try the search.</p>",
            "an error page: `Page not found`",
        ),
        (
            "Just a moment...",
            "<p>Checking your browser.</p>",
            "an error page: `Just a moment...`",
        ),
        (
            "The Herald",
            password,
            "a login page: it asks for a password",
        ),
        (
            "Anmelden – Der Bote",
            &format!("{password}<p>Bitte geben Sie Ihre Daten ein.</p>"),
            "a login page: `Anmelden`",
        ),
        ("", "", "no text"),
        ("The Herald", "", "no text"),
        (
            "500 jobs go at the pier",
            "<p>The pier lets 500 people go, the board said on Monday.</p>",
            "",
        ),
        ("404: the number of the lost", &text, ""),
        (
            "Not found guilty, the pilot goes home",
            &format!("<p>{FIRST} {FIRST}</p>"),
            "",
        ),
        (
            "Not found on our site",
            "<p>Try the search, or begin at the front.</p>",
            "an error page: `Not found on our site`",
        ),
        ("Forbidden fruit in the harbour", &text, ""),
        ("Pier reopens", &format!("{password}{text}"), ""),
    ] {
        let page = format!("<html><head><title>{title}</title></head><body>{body}</body></html>");
        assert_eq!(found(&page), expected, "{page}");
    }
}

#[test]
fn walls_are_told_from_articles_that_begin_before_them() {
    let offer = "<div><p>Subscribe to continue reading this article and hundreds more every week.</p></div>";
    let request = "<div><p>We use cookies to personalise content, and share what you do here with 714 partners who \
                   may keep it for as long as they like. Accept or reject.</p></div>";
    for (body, expected) in [
        (
            format!("<h1>Pier reopens</h1>{offer}"),
            "a subscription page: no text but an offer to read on",
        ),
        (
            request.to_owned(),
            "a consent page: no text but a request for consent",
        ),
        (format!("<h1>Pier reopens</h1><p>{FIRST}</p>{offer}"), ""),
        (
            format!("<h1>Pier reopens</h1><p>{FIRST}</p><p>{SECOND}</p>{request}"),
            "",
        ),
    ] {
        let page =
            format!("<html><head><title>Pier reopens</title></head><body>{body}</body></html>");
        assert_eq!(found(&page), expected, "{page}");
    }
}

#[test]
fn offers_and_requests_for_consent_are_not_part_of_the_body() {
    let page = page("", "<h1>Pier reopens</h1>").replace(
        "</div><footer>",
        "<p>Already a subscriber? Log in.</p><p>We use cookies to make the pier better.</p></div><footer>",
    );
    assert_eq!(article(&page).body, format!("{FIRST}\n\n{SECOND}"));
}
