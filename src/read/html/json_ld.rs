//! JSON-LD: what a page says of its article in the vocabulary of schema.org.
//!
//! Pages write one object, a list, or a `@graph` whose objects refer to each other by `@id`; and
//! what they write is not always JSON. Broken blocks are repaired; of those that stay broken the
//! dates and the headline are picked out.

use serde_json::{Map, Value};

use super::element::plain;

/// How deep objects are looked for in objects.
const MAX_DEPTH: usize = 10;

/// How many objects are looked at.
const MAX_OBJECTS: usize = 2000;

/// Members whose objects are other articles, or no articles.
const OTHERS: &[&str] = &[
    "comment",
    "hasPart",
    "isPartOf",
    "itemListElement",
    "citation",
    "mentions",
    "relatedLink",
    "review",
    "image",
    "video",
    "associatedMedia",
    "subjectOf",
    "about",
    "workExample",
    "isBasedOn",
    "blogPost",
    "liveBlogUpdate",
];

/// What linked data says of the article of a page.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    /// There is an object of an article's type.
    pub(super) is_article: bool,
    /// The type of an object that lists others and is the page itself: `CollectionPage`.
    pub(super) listing: Option<String>,
    pub(super) headline: Option<String>,
    pub(super) body: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) source: Option<String>,
    pub(super) section: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published: Vec<String>,
    pub(super) modified: Vec<String>,
    /// The names of the trail that leads to the page, outermost first.
    pub(super) trail: Vec<String>,
}

type Object = Map<String, Value>;

impl LinkedData {
    /// Reads the blocks of a page; `title` tells which of several articles is the page's.
    pub(super) fn read(blocks: &[String], title: &str) -> LinkedData {
        let mut linked = LinkedData::default();
        let values: Vec<Value> = blocks
            .iter()
            .filter_map(|block| match parse(block) {
                Some(value) => Some(value),
                None => {
                    linked.pick(block);
                    None
                }
            })
            .collect();
        let mut objects = Vec::new();
        for value in &values {
            collect(value, 0, &mut objects);
        }
        linked.fill(&objects, title);
        linked
    }

    fn fill(&mut self, objects: &[&Object], title: &str) {
        let articles = || objects.iter().filter(|object| is_article(object));
        let is_of_title = |object: &&&Object| {
            let headline = first_text(object.get("headline").or(object.get("name")));
            headline.is_some_and(|headline| title.contains(&headline) && !headline.is_empty())
        };
        if let Some(article) = articles().find(is_of_title).or_else(|| articles().next()) {
            self.is_article = true;
            self.fill_from(article, objects);
        }
        for object in objects.iter().filter(|object| is_page(object)) {
            self.published
                .extend(first_text(object.get("datePublished")));
            self.modified.extend(first_text(object.get("dateModified")));
            self.language = self
                .language
                .take()
                .or_else(|| first_text(object.get("inLanguage")));
        }
        self.listing = objects.iter().find_map(|object| listing(object));
        if let Some(site) = objects
            .iter()
            .find(|object| has_type(object, |kind| kind == "WebSite"))
        {
            self.source = self.source.take().or_else(|| first_text(site.get("name")));
        }
        if let Some(list) = objects
            .iter()
            .find(|object| has_type(object, |kind| kind == "BreadcrumbList"))
        {
            self.trail = trail(list);
        }
    }

    fn fill_from(&mut self, article: &Object, objects: &[&Object]) {
        let text = |name: &str| first_text(article.get(name));
        self.headline = text("headline").or_else(|| text("name"));
        self.body = article
            .get("articleBody")
            .and_then(Value::as_str)
            .map(str::to_owned);
        self.authors = names(article.get("author").or(article.get("creator")), objects);
        self.source = names(article.get("publisher"), objects).into_iter().next();
        self.section = text("articleSection");
        self.language = text("inLanguage");
        self.url = text("url").or_else(|| text("mainEntityOfPage"));
        self.published
            .extend(text("datePublished").or_else(|| text("dateCreated")));
        self.modified.extend(text("dateModified"));
    }

    /// Picks dates and headline out of a block that is no JSON.
    fn pick(&mut self, block: &str) {
        self.published.extend(member(block, "datePublished"));
        self.modified.extend(member(block, "dateModified"));
        self.headline = self.headline.take().or_else(|| member(block, "headline"));
    }
}

fn parse(block: &str) -> Option<Value> {
    let block = block
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(block)
        .ok()
        .or_else(|| serde_json::from_str(&repaired(block)).ok())
}

/// Escapes control characters in strings, and takes out commas that nothing follows.
fn repaired(block: &str) -> String {
    let mut repaired = String::with_capacity(block.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for c in block.chars() {
        match c {
            '"' if !is_escaped => in_string = !in_string,
            c if in_string && c.is_control() => {
                repaired.push(' ');
                continue;
            }
            '}' | ']' if !in_string => {
                let end = repaired.trim_end().len();
                if repaired[..end].ends_with(',') {
                    repaired.truncate(end - 1);
                }
            }
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
        repaired.push(c);
    }
    repaired
}

/// Collects the objects that may speak of the page, in their order.
fn collect<'a>(value: &'a Value, depth: usize, objects: &mut Vec<&'a Object>) {
    if depth > MAX_DEPTH || objects.len() >= MAX_OBJECTS {
        return;
    }
    match value {
        Value::Array(values) => values
            .iter()
            .for_each(|value| collect(value, depth + 1, objects)),
        Value::Object(object) => {
            objects.push(object);
            for (name, value) in object {
                if !OTHERS.contains(&name.as_str()) {
                    collect(value, depth + 1, objects);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Object) -> bool {
    has_type(object, |kind| {
        kind.ends_with("Article")
            || kind.ends_with("Posting") && kind != "JobPosting"
            || kind == "Report"
    })
}

/// The type of an object that is a page which lists others.
fn listing(object: &Object) -> Option<String> {
    const LISTINGS: &[&str] = &["CollectionPage", "SearchResultsPage"];
    let listing = LISTINGS
        .iter()
        .find(|listing| has_type(object, |kind| kind == **listing))?;
    Some((*listing).to_owned())
}

fn is_page(object: &Object) -> bool {
    has_type(object, |kind| {
        kind.ends_with("WebPage") || kind == "ItemPage"
    })
}

fn has_type(object: &Object, is_wanted: impl Fn(&str) -> bool) -> bool {
    let is_wanted = |value: &Value| {
        value
            .as_str()
            .is_some_and(|kind| is_wanted(kind.rsplit(['/', ':']).next().unwrap_or(kind)))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_wanted),
        Some(kind) => is_wanted(kind),
        None => false,
    }
}

/// Returns a text, the first of a list, or the name of an object.
fn first_text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => plain(text),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => return values.iter().find_map(|value| first_text(Some(value))),
        Value::Object(object) => {
            return ["name", "@value", "@id", "url"]
                .iter()
                .find_map(|name| first_text(object.get(*name)));
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Returns the names of people or organizations: texts, objects, or references to objects.
fn names(value: Option<&Value>, objects: &[&Object]) -> Vec<String> {
    match value {
        Some(Value::Array(values)) => values
            .iter()
            .flat_map(|value| names(Some(value), objects))
            .collect(),
        Some(Value::Object(object)) => {
            let named = object.get("name").or_else(|| {
                let id = object.get("@id")?;
                objects
                    .iter()
                    .filter(|other| other.get("@id") == Some(id))
                    .find_map(|other| other.get("name"))
            });
            match named {
                Some(Value::Array(values)) => values
                    .iter()
                    .filter_map(|value| first_text(Some(value)))
                    .collect(),
                named => first_text(named).into_iter().collect(),
            }
        }
        value => first_text(value).into_iter().collect(),
    }
}

fn trail(list: &Object) -> Vec<String> {
    let Some(Value::Array(items)) = list.get("itemListElement") else {
        return Vec::new();
    };
    let name = |item: &Value| {
        let item = item.as_object()?;
        first_text(item.get("name"))
            .or_else(|| first_text(item.get("item")?.as_object()?.get("name")))
    };
    items.iter().filter_map(name).collect()
}

/// Finds the text of the first member of this name in what is not quite JSON.
fn member(block: &str, name: &str) -> Option<String> {
    let (_, rest) = block.split_once(&format!("\"{name}\""))?;
    let rest = rest
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?;
    let end = rest
        .match_indices('"')
        .find(|(at, _)| !rest[..*at].ends_with('\\'))?
        .0;
    let text = plain(&rest[..end]);
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(block: &str) -> LinkedData {
        LinkedData::read(&[block.to_owned()], "Pier reopens - The Herald")
    }

    #[test]
    fn an_article_is_found_alone_in_a_list_and_in_a_graph() {
        let article =
            r#"{"@type":["NewsArticle"],"headline":"Pier reopens","datePublished":"2015-11-27"}"#;
        for block in [
            article.to_owned(),
            format!(r#"[{{"@type":"Organization","name":"X"}},{article}]"#),
            format!(
                r#"{{"@context":"https://schema.org","@graph":[{{"@type":"WebSite","name":"X"}},{article}]}}"#
            ),
            format!(r#"{{"@type":"WebPage","mainEntity":{article}}}"#),
            format!("<!--\n{article}\n-->"),
            format!("//<![CDATA[\n{article};\n//]]>"),
        ] {
            let linked = read(&block);
            assert_eq!(
                (
                    linked.is_article,
                    linked.headline.as_deref(),
                    linked.published
                ),
                (true, Some("Pier reopens"), vec!["2015-11-27".to_owned()]),
                "{block}"
            );
        }
    }

    #[test]
    fn references_of_a_graph_are_followed() {
        let linked = read(
            r##"{"@graph":[{"@type":"Article","author":[{"@id":"#ann"},{"name":"Bo Max"}],"publisher":{"@id":"#p"}},
                {"@type":"Person","@id":"#ann","name":"Ann Lee"},{"@type":"Organization","@id":"#p","name":"The Herald"}]}"##,
        );
        assert_eq!(linked.authors, ["Ann Lee", "Bo Max"]);
        assert_eq!(linked.source.as_deref(), Some("The Herald"));
    }

    #[test]
    fn of_several_articles_the_one_of_the_title_counts() {
        let linked = read(
            r#"[{"@type":"Article","headline":"Other","datePublished":"2001-01-01"},
                {"@type":"Article","headline":"Pier reopens","datePublished":"2015-11-27"}]"#,
        );
        assert_eq!(linked.published, ["2015-11-27"]);
        let nested =
            r#"{"@type":"WebPage","hasPart":{"@type":"Article","datePublished":"2001-01-01"}}"#;
        assert!(read(nested).published.is_empty());
    }

    #[test]
    fn broken_blocks_are_repaired_or_picked_from() {
        for block in [
            "{\"@type\":\"Article\",\"headline\":\"Pier\treopens\",\"datePublished\":\"2015-11-27\",}",
            "{\"@type\":\"Article\",\"headline\":\"Pier reopens\",\"datePublished\" : \"2015-11-27\", \"x\": }",
            "{\"@type\":\"Article\",\"headline\":\"Pier reopens\",\"datePublished\":\"2015-11-27\"",
        ] {
            let linked = read(block);
            assert_eq!(linked.headline.as_deref(), Some("Pier reopens"), "{block}");
            assert_eq!(linked.published, ["2015-11-27"], "{block}");
        }
    }

    #[test]
    fn deeply_nested_blocks_end() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(!read(&deep).is_article);
        let objects = format!("{}1{}", "{\"a\":".repeat(100), "}".repeat(100));
        assert!(!read(&objects).is_article);
    }
}
