//! Feeds: RSS 0.9 to 2.0, RDF and Atom; an article an item.

use xxhash_rust::xxh3::xxh3_64;

use super::xml::{self, Element, NEITHER, Tree};
use super::{Format, Framing, byline, html};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading};
use crate::text::language;
use crate::text::normalize::{clean_body, clean_line};

/// Feeds.
pub(crate) static FORMAT: Format = Format {
    name: "feed",
    summary: "feeds: RSS, RDF and Atom, an article an item",
    extensions: &["rss", "atom", "rdf"],
    media_types: &[
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
    ],
    version: 1 + html::VERSION,
    framing: Framing::Whole,
    sniff,
    read,
};

/// The elements that say when an item was published, as RSS, Dublin Core and Atom name them.
const PUBLISHED: &[&str] = &["pubDate", "published", "issued", "date", "created"];

/// The elements that say when it was changed.
const UPDATED: &[&str] = &["updated", "modified", "lastBuildDate"];

fn sniff(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&head[..head.len().min(4096)]);
    let has_atom = start.contains("<feed") || start.contains("<entry");
    let is_atom = has_atom && start.contains("Atom") || start.contains("<feed version=");
    let has_rss = ["<rss", "<rdf:RDF", "<channel>"]
        .iter()
        .any(|tag| start.contains(tag));
    start.trim_start().starts_with('<') && (is_atom || has_rss || start.contains("purl.org/atom"))
}

fn read(raw: &RawDocument) -> Reading {
    xml::read_records(raw, "an item in the feed", |tree| {
        let feed = Feed::of(tree);
        let records = tree.named("item").chain(tree.named("entry"));
        let article = |at| {
            let article = feed.article(at);
            (at, article.ok_or_else(|| NEITHER.to_owned()))
        };
        records.map(article).collect()
    })
}

/// A feed, and what it says of all its items.
struct Feed<'t> {
    tree: &'t Tree<'t>,
    title: Option<String>,
    language: Option<&'static str>,
}

impl<'t> Feed<'t> {
    fn of(tree: &'t Tree<'t>) -> Self {
        let top = tree.named("channel").chain(tree.named("feed")).next();
        let child = |name: &str| {
            let mut children = tree.children(top?);
            children
                .find(|(_, element)| element.name == name)
                .map(|(_, element)| element)
        };
        let label = child("language")
            .map(Element::text)
            .or_else(|| tree.element(top?).attribute("xml:lang"));
        Feed {
            tree,
            title: child("title")
                .map(line_of)
                .filter(|title| !title.is_empty()),
            language: label.and_then(|label| language::code(label.trim())),
        }
    }

    fn article(&self, at: usize) -> Option<Article> {
        let element = self.tree.element(at);
        let article = Article {
            id: self.id(at),
            url: self.url(at),
            headline: self.child(at, &["title"]).map(line_of).unwrap_or_default(),
            body: self.body(at),
            authors: self.authors(at),
            source: self.title.clone(),
            section: self.section(at),
            language: self.language.map(str::to_owned),
            date_candidates: self.dates(at),
            line: Some(element.line),
            content_hash: xxh3_64(element.inner.as_bytes()),
            ..Article::default()
        };
        (!article.headline.is_empty() || !article.body.is_empty()).then_some(article)
    }

    /// The first child of these names that is not of a media extension, which names pictures.
    fn child(&self, at: usize, names: &[&str]) -> Option<&Element<'t>> {
        names.iter().find_map(|name| {
            let mut children = self.tree.children(at);
            let is_wanted = |element: &Element<'_>| {
                element.name == *name && !["media", "itunes"].contains(&element.prefix)
            };
            children
                .find(|(_, element)| is_wanted(element))
                .map(|(_, element)| element)
        })
    }

    /// The fullest text that the item has.
    fn body(&self, at: usize) -> String {
        let texts = ["encoded", "content", "description", "summary"];
        let bodies = texts
            .iter()
            .filter_map(|name| self.child(at, &[name]))
            .map(body_of);
        bodies.max_by_key(String::len).unwrap_or_default()
    }

    fn id(&self, at: usize) -> Option<String> {
        let id = self.child(at, &["guid", "id"]).map(line_of);
        id.or_else(|| self.tree.element(at).attribute("rdf:about"))
            .filter(|id| !id.is_empty())
    }

    fn url(&self, at: usize) -> Option<String> {
        let is_whole = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        let links = self
            .tree
            .children(at)
            .filter(|(_, e)| e.name == "link" && e.prefix != "media");
        let urls = links.filter_map(|(_, link)| {
            let is_self = link.attribute("rel").is_none_or(|rel| rel == "alternate");
            let url = link.attribute("href").unwrap_or_else(|| line_of(link));
            is_self.then_some(url)
        });
        let permanent = || {
            let guid = self.child(at, &["guid"])?;
            (guid.attribute("isPermaLink").as_deref() != Some("false")).then(|| line_of(guid))
        };
        urls.chain(std::iter::once_with(permanent).flatten())
            .find(is_whole)
    }

    fn authors(&self, at: usize) -> Vec<String> {
        let names = self
            .tree
            .children(at)
            .filter_map(|(at, element)| match element.name {
                "author" => Some(
                    self.child(at, &["name"])
                        .map_or_else(|| line_of(element), line_of),
                ),
                "creator" => Some(line_of(element)),
                _ => None,
            });
        let mut authors: Vec<String> = Vec::new();
        for name in names.flat_map(|name| byline::names(name_in_parentheses(&name))) {
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
        authors
    }

    fn section(&self, at: usize) -> Option<String> {
        let element = self.child(at, &["category", "subject"])?;
        let section = element
            .attribute("label")
            .or_else(|| element.attribute("term"))
            .unwrap_or_else(|| line_of(element));
        Some(clean_line(&section)).filter(|section| !section.is_empty())
    }

    fn dates(&self, at: usize) -> Vec<DateCandidate> {
        let of = |name: &&str| Some((self.child(at, &[name])?, (*name).to_owned()));
        let published = PUBLISHED
            .iter()
            .filter_map(of)
            .map(|(element, name)| DateCandidate {
                text: line_of(element),
                evidence: Evidence::Field(name),
            });
        let updated = UPDATED
            .iter()
            .filter_map(of)
            .map(|(element, name)| DateCandidate {
                text: line_of(element),
                evidence: Evidence::Modified(Box::new(Evidence::Field(name))),
            });
        published.chain(updated).collect()
    }
}

/// RSS writes an address before the name: `ann@example.org (Ann Lee)`.
fn name_in_parentheses(text: &str) -> &str {
    match text.split_once('(') {
        Some((address, name)) if address.contains('@') => name.trim_end_matches(')'),
        _ => text,
    }
}

/// The text of an element that is one line; mark-up in it goes.
fn line_of(element: &Element<'_>) -> String {
    let text = element.text();
    let is_marked = text.contains("</") || text.contains("/>") || text.contains('&');
    clean_line(&if is_marked {
        html::fragment_text(&text)
    } else {
        text
    })
}

/// The text of an element that holds a page's mark-up, escaped or as it is.
fn body_of(element: &Element<'_>) -> String {
    let text = if element.has_elements() {
        element.inner.to_owned()
    } else {
        element.text()
    };
    let is_marked = text.contains('<') || text.contains('&');
    clean_body(&if is_marked {
        html::fragment_text(&text)
    } else {
        text
    })
}

#[cfg(test)]
mod tests {
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
        let feed = "<rss><channel><title>T</title><item><title>Whole</title></item><item><title>Cut off he";
        assert_eq!(
            shown(feed),
            [
                "1 T - - [-] , : Whole | ",
                "1 T - - [-] , : Cut off he | ",
                "expected `</rss>`, but found end of input"
            ]
        );
    }
}
