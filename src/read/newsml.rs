//! NewsML-G2 and NITF, the formats in which agencies hand over their stories.

use xxhash_rust::xxh3::xxh3_64;

use super::xml::{self, Element, NEITHER, Tree};
use super::{Format, Framing, byline};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading};
use crate::text::language;
use crate::text::normalize::{clean_body, clean_line};

/// The wire formats of the IPTC.
pub(crate) static FORMAT: Format = Format {
    name: "newsml",
    summary: "agency wires: NewsML-G2 and NITF",
    extensions: &["xml", "newsml", "nitf"],
    media_types: &[
        "application/vnd.iptc.g2.newsitem+xml",
        "application/nitf+xml",
    ],
    version: 1,
    framing: Framing::Whole,
    sniff,
    read,
};

/// The elements of a text that are paragraphs or stand for themselves.
const BLOCKS: &[&str] = &["p", "hl2", "li", "h1", "h2", "h3", "h4", "block"];

fn sniff(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&head[..head.len().min(4096)]);
    // The namespace is that of packages, events and plans too, which are no pages either.
    let names = ["<newsItem", "<newsMessage", "<nitf", "iptc.org/std/nar"];
    start.trim_start().starts_with('<') && names.iter().any(|name| start.contains(name))
}

fn read(raw: &RawDocument) -> Reading {
    xml::read_records(raw, "a news item", |tree| {
        let mut records: Vec<usize> = tree.named("newsItem").collect();
        if records.is_empty() {
            records = tree.named("nitf").collect();
        }
        let articles = records.into_iter().map(|at| (at, article(tree, at)));
        articles.collect()
    })
}

fn article(tree: &Tree<'_>, at: usize) -> Result<Article, String> {
    let record = tree.element(at);
    let class = tree
        .first(at, &["itemClass"])
        .and_then(|class| class.attribute("qcode"));
    let body = body(tree, at);
    // A picture or a video has a headline too, but its words are a caption.
    if let Some(class) = class.filter(|class| !class.ends_with(":text") && body.is_empty()) {
        return Err(format!("expected a text, but found `{class}`"));
    }
    let line = |names: &[&str]| {
        let text = tree
            .first(at, names)
            .map(|element| clean_line(&element.text()));
        text.filter(|text| !text.is_empty())
    };
    let article = Article {
        id: record.attribute("guid").or_else(|| doc_id(tree, at)),
        headline: line(&["headline", "hl1", "hedline", "title"]).unwrap_or_default(),
        body,
        authors: authors(tree, at),
        source: source(tree, at),
        section: section(tree, at),
        language: language_of(tree, at),
        date_candidates: dates(tree, at),
        line: Some(record.line),
        content_hash: xxh3_64(record.inner.as_bytes()),
        ..Article::default()
    };
    if article.headline.is_empty() && article.body.is_empty() {
        return Err(NEITHER.to_owned());
    }
    Ok(article)
}

fn doc_id(tree: &Tree<'_>, at: usize) -> Option<String> {
    tree.first(at, &["doc-id"])?.attribute("id-string")
}

/// The paragraphs of the text, which NITF calls `body.content`, and XHTML `body`.
fn body(tree: &Tree<'_>, at: usize) -> String {
    let found = ["body.content", "body", "inlineData"]
        .iter()
        .find_map(|name| tree.within(at).find(|(_, element)| element.name == *name));
    let Some((at, content)) = found else {
        return String::new();
    };
    let is_paragraph = |element: &Element<'_>| BLOCKS.contains(&element.name);
    let has_paragraphs = |at: usize| tree.within(at).any(|(_, inner)| is_paragraph(inner));
    let paragraphs: Vec<String> = tree
        .within(at)
        .filter(|(at, element)| is_paragraph(element) && !has_paragraphs(*at))
        .map(|(_, element)| clean_line(&element.text()))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    if paragraphs.is_empty() {
        return clean_body(&content.text());
    }
    paragraphs.join("\n\n")
}

fn authors(tree: &Tree<'_>, at: usize) -> Vec<String> {
    let byline = ["by", "byline"]
        .iter()
        .find_map(|name| tree.within(at).find(|(_, e)| e.name == *name));
    if let Some((at, element)) = byline {
        let person = tree.first(at, &["person"]).map(Element::text);
        // The title of the author, which NITF marks, is no name.
        let title = tree
            .first(at, &["byttl"])
            .map(Element::text)
            .unwrap_or_default();
        let text = person.unwrap_or_else(|| element.text());
        let names = byline::names(text.trim().trim_end_matches(title.trim()));
        if !names.is_empty() {
            return names;
        }
    }
    let creator = tree
        .within(at)
        .find(|(_, element)| element.name == "creator");
    let name = creator.and_then(|(at, _)| tree.first(at, &["name"]));
    name.map(|name| byline::names(&name.text()))
        .unwrap_or_default()
}

fn source(tree: &Tree<'_>, at: usize) -> Option<String> {
    let named = ["infoSource", "provider", "copyrightHolder"]
        .iter()
        .find_map(|name| {
            let (at, element) = tree.within(at).find(|(_, element)| element.name == *name)?;
            let name = tree.first(at, &["name"]).map(Element::text);
            name.or_else(|| element.attribute("literal"))
        });
    let distributor = || tree.first(at, &["distributor"]).map(Element::text);
    named
        .or_else(distributor)
        .map(|name| clean_line(&name))
        .filter(|name| !name.is_empty())
}

fn section(tree: &Tree<'_>, at: usize) -> Option<String> {
    let subject = tree
        .within(at)
        .find(|(_, element)| element.name == "subject");
    let named = subject
        .and_then(|(at, _)| tree.first(at, &["name"]))
        .map(Element::text);
    let tobject = || {
        tree.first(at, &["tobject.subject"])?
            .attribute("tobject.subject.type")
    };
    named
        .or_else(tobject)
        .map(|name| clean_line(&name))
        .filter(|name| !name.is_empty())
}

fn language_of(tree: &Tree<'_>, at: usize) -> Option<String> {
    let tag = tree
        .first(at, &["language"])
        .and_then(|element| element.attribute("tag"));
    let label = tag.or_else(|| tree.element(at).attribute("xml:lang"))?;
    language::code(&label).map(str::to_owned)
}

/// The dates of the story; when the version was made is when it was changed.
fn dates(tree: &Tree<'_>, at: usize) -> Vec<DateCandidate> {
    let text = |name: &str| {
        let element = tree.first(at, &[name])?;
        let norm = element
            .attribute("norm")
            .or_else(|| element.attribute("date.publication"));
        Some(clean_line(&norm.unwrap_or_else(|| element.text()))).filter(|text| !text.is_empty())
    };
    let field = |name: &str| Evidence::Field(name.to_owned());
    let published = [
        "firstCreated",
        "contentCreated",
        "pubdata",
        "date.issue",
        "date.release",
        "story.date",
    ];
    let changed = ["contentModified", "versionCreated"];
    let mut dates = Vec::new();
    for name in published {
        dates.extend(text(name).map(|text| DateCandidate {
            text,
            evidence: field(name),
        }));
    }
    for name in changed {
        let evidence = Evidence::Modified(Box::new(field(name)));
        dates.extend(text(name).map(|text| DateCandidate { text, evidence }));
    }
    dates
}

#[cfg(test)]
mod tests {
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
            "expected a news item, but found none"
        );
        assert!(sniff(
            b"<packageItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><title>x</title>"
        ));
    }
}
