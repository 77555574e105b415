//! JSON Feed 1.0 and 1.1 (jsonfeed.org): an article an item.

use serde::Deserialize;
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use super::record::skip;
use crate::article::{Article, DateCandidate, Evidence, Reading};
use crate::read::value::feed_id;
use crate::read::{byline, feed, html};
use crate::text::language;
use crate::text::normalize::{clean_body, clean_line};

/// How every feed begins the value of its member `version`.
const VERSION: &str = "https://jsonfeed.org/version/";

/// A feed; members that are not looked at may be of any type.
#[derive(Deserialize)]
struct Feed {
    version: String,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    language: Value,
    #[serde(default)]
    feed_url: Value,
    #[serde(default)]
    home_page_url: Value,
    #[serde(default)]
    authors: Value,
    #[serde(default)]
    author: Value,
    items: Vec<Value>,
}

/// Tells whether an object may be a feed.
pub(super) fn may_be_feed(text: &str) -> bool {
    // Slashes may be escaped, and the member may stand anywhere.
    text.contains("jsonfeed.org")
}

/// Reads the items of a feed; `false` when the object is none.
pub(super) fn read(text: &str, line: u64, reading: &mut Reading) -> bool {
    let feed = match serde_json::from_str::<Feed>(text) {
        Ok(feed) if feed.version.starts_with(VERSION) => feed,
        _ => return false,
    };
    for (number, item) in (1..).zip(&feed.items) {
        match feed.article(item, line) {
            Some(article) => reading.articles.push(article),
            None => {
                let message = format!(
                    "expected an item with a title or a content, but item {number} has neither"
                );
                skip(reading, line, message);
            }
        }
    }
    if feed.items.is_empty() {
        skip(
            reading,
            line,
            "expected items in the feed, but found none".to_owned(),
        );
    }
    true
}

impl Feed {
    fn article(&self, item: &Value, line: u64) -> Option<Article> {
        let line_of = |name: &str| line_of(&item[name]);
        let base = self::line_of(&self.feed_url).or_else(|| self::line_of(&self.home_page_url));
        let headline = title(&item["title"]).unwrap_or_default();
        let url = ["url", "external_url"]
            .into_iter()
            .filter_map(line_of)
            .find_map(|url| feed::absolute(base.as_deref(), &url));
        let article = Article {
            id: line_of("id").map(|id| feed_id(id, url.as_deref())),
            url,
            body: body(item, &headline),
            headline,
            authors: self.authors(item),
            source: title(&self.title),
            section: section(&item["tags"]),
            language: line_of("language")
                .or_else(|| self::line_of(&self.language))
                .and_then(|label| language::code(&label))
                .map(str::to_owned),
            date_candidates: dates(item),
            line: Some(line),
            content_hash: xxh3_64(item.to_string().as_bytes()),
            ..Article::default()
        };
        (!article.headline.is_empty() || !article.body.is_empty()).then_some(article)
    }

    /// Those of the item, else those of the feed; version 1.0 has one author instead of a list.
    fn authors(&self, item: &Value) -> Vec<String> {
        let places = [
            &item["authors"],
            &item["author"],
            &self.authors,
            &self.author,
        ];
        places
            .into_iter()
            .map(names)
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }
}

/// The first of the tags that is more than the mark of an article that nobody filed.
fn section(tags: &Value) -> Option<String> {
    let mut tags = tags.as_array()?.iter().filter_map(line_of);
    tags.find(|tag| feed::is_section(tag))
}

fn names(authors: &Value) -> Vec<String> {
    let authors = match authors {
        Value::Array(authors) => authors.as_slice(),
        author => std::slice::from_ref(author),
    };
    let names = authors.iter().filter_map(|author| line_of(&author["name"]));
    names.flat_map(|name| byline::names(&name)).collect()
}

/// The content, marked before unmarked; the summary where there is no more.
fn body(item: &Value, headline: &str) -> String {
    let text = |name: &str| clean_body(item[name].as_str().unwrap_or_default());
    let marked = feed::marked_text(item["content_html"].as_str().unwrap_or_default());
    let content = feed::choose(marked, text("content_text"), headline);
    feed::choose(content, text("summary"), headline)
}

fn dates(item: &Value) -> Vec<DateCandidate> {
    let date = |name: &str| Some((line_of(&item[name])?, Evidence::Field(name.to_owned())));
    let published = date("date_published");
    let modified = date("date_modified")
        .map(|(text, evidence)| (text, Evidence::Modified(Box::new(evidence))));
    published
        .into_iter()
        .chain(modified)
        .map(|(text, evidence)| DateCandidate { text, evidence })
        .collect()
}

/// A title, which should be plain text but has the references of HTML in some feeds.
fn title(value: &Value) -> Option<String> {
    let line = line_of(value)?;
    if line.contains('&') {
        return Some(clean_line(&html::fragment_text(&line.replace('<', "&lt;"))));
    }
    Some(line)
}

/// One line of text; ids are numbers sometimes.
fn line_of(value: &Value) -> Option<String> {
    let line = match value {
        Value::String(text) => clean_line(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_become_articles_and_take_from_the_feed_what_they_lack() {
        let text = r#"{
            "version": "https://jsonfeed.org/version/1.1", "title": "Harbour &amp; Post", "language": "en-IE",
            "authors": [{"name": "Ann Lee"}], "home_page_url": "https://harbour.example/a",
            "items": [
                {"id": 7, "url": "/7", "title": "Ferry sails", "summary": "It sailed.",
                 "content_html": "<p>The ferry sailed.</p><p>At dawn &amp; in fog.</p>", "tags": ["Uncategorized", "boats"],
                 "date_published": "2015-11-27T08:00:00Z", "date_modified": "2015-11-28T08:00:00Z"},
                {"id": "8", "content_text": "No title here.", "author": {"name": "Bo Max"}, "language": "de"},
                {"id": "9", "tags": []}
            ]}"#;
        let mut reading = Reading::default();
        assert!(may_be_feed(text) && read(text, 3, &mut reading));
        let [first, second] = &reading.articles[..] else {
            panic!("{reading:?}");
        };
        assert_eq!(first.id.as_deref(), Some("harbour.example/7"));
        assert_eq!(first.url.as_deref(), Some("https://harbour.example/7"));
        assert_eq!(first.headline, "Ferry sails");
        assert_eq!(first.body, "The ferry sailed.\n\nAt dawn & in fog.");
        assert_eq!(first.authors, ["Ann Lee"]);
        assert_eq!(first.source.as_deref(), Some("Harbour & Post"));
        assert_eq!(first.section.as_deref(), Some("boats"));
        assert_eq!(first.language.as_deref(), Some("en"));
        let dates: Vec<String> = first
            .date_candidates
            .iter()
            .map(|date| date.evidence.to_string())
            .collect();
        assert_eq!(
            dates,
            ["field:date_published", "modified:field:date_modified"]
        );
        assert_eq!(second.body, "No title here.");
        assert_eq!(second.authors, ["Bo Max"]);
        assert_eq!(second.language.as_deref(), Some("de"));
        assert_eq!(reading.skipped.len(), 1);
    }

    #[test]
    fn other_objects_are_no_feeds() {
        for text in [
            r#"{"title": "About jsonfeed.org", "text": "A format."}"#,
            r#"{"version": "https://jsonfeed.org/version/1", "title": "No list of items"}"#,
        ] {
            assert!(!read(text, 1, &mut Reading::default()), "{text}");
        }
    }
}
