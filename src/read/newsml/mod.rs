//! NewsML-G2 and NITF, the formats in which agencies hand over their stories.

mod body;
mod people;

use xxhash_rust::xxh3::xxh3_64;

use super::xml::{self, Element, NEITHER, Records, Root, Tree};
use super::{Format, Framing, value};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading};
use crate::text::language;
use crate::text::normalize::clean_line;

/// The wire formats of the IPTC.
pub(crate) static FORMAT: Format = Format {
    name: "newsml",
    summary: "agency wires: NewsML-G2 and NITF",
    extensions: &["xml", "newsml", "nitf"],
    media_types: &[
        "application/vnd.iptc.g2.newsitem+xml",
        "application/nitf+xml",
    ],
    version: 3,
    framing: Framing::Whole,
    sniff,
    read,
};

/// The documents of NewsML-G2 that hold no story, by their elements.
const OTHER_DOCUMENTS: &[(&str, &str)] = &[
    ("catalogItem", "a catalog of codes"),
    ("conceptItem", "a concept item"),
    ("knowledgeItem", "a knowledge item"),
    ("packageItem", "a package of references"),
    ("planningItem", "a planning item"),
];

/// What an agency says of a story that is not to be read, in its own code and in words.
const NOT_USABLE: &[(&str, &str)] = &[
    ("canceled", "canceled"),
    ("cancelled", "canceled"),
    ("withheld", "withheld"),
];

fn sniff(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(head);
    let names = ["newsItem", "newsMessage", "nitf"];
    let is_root = Root::of(&start).is_some_and(|root| {
        // The namespace is that of packages, events and plans too, which are no pages either.
        names.contains(&root.name) || root.has_namespace("iptc.org/std/")
    });
    is_root || start.trim_start().starts_with('<') && start.contains("<nitf")
}

fn read(raw: &RawDocument) -> Reading {
    xml::read_records(raw, "a news item", |tree| {
        let mut records: Vec<usize> = tree.named("newsItem").collect();
        if records.is_empty() {
            records = tree.named("nitf").collect();
        }
        let articles = records.into_iter().map(|at| (at, article(tree, at)));
        articles.chain(others(tree)).collect()
    })
}

fn others(tree: &Tree<'_>) -> Records {
    let of = |(name, found): &(&'static str, &str)| {
        let message = format!("expected a news item, but found {found}");
        tree.named(name).map(move |at| (at, Err(message.clone())))
    };
    OTHER_DOCUMENTS.iter().flat_map(of).collect()
}

fn article(tree: &Tree<'_>, at: usize) -> Result<Article, String> {
    if let Some(status) = not_usable(tree, at) {
        return Err(format!(
            "expected a story to be read, but found one that its agency has {status}"
        ));
    }
    let record = tree.element(at);
    let language = language_of(tree, at);
    let headline = headline(tree, at, language);
    let mut body = body::body(tree, at, &headline);
    let class = tree
        .first(at, &["itemClass"])
        .and_then(|class| class.attribute("qcode"));
    let other_class = class.filter(|class| !class.ends_with(":text"));
    // A picture or a video has a headline too, but its words are a caption.
    if let Some(class) = other_class.filter(|_| body.is_empty()) {
        return Err(format!("expected a text, but found `{class}`"));
    }
    if body.is_empty() {
        body = body::abstract_text(tree, at);
    }
    let article = Article {
        id: record.attribute("guid").or_else(|| doc_id(tree, at)),
        url: of_publication(tree, at, "ex-ref").filter(|url| url.starts_with("http")),
        headline,
        body,
        authors: people::authors(tree, at),
        source: source(tree, at),
        section: section(tree, at, language),
        language: language.map(str::to_owned),
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

/// What the agency has done to a story that it does not let be read. (An embargo ends by itself.)
fn not_usable(tree: &Tree<'_>, at: usize) -> Option<&'static str> {
    let of_item = || {
        let status = tree.first(at, &["pubStatus"])?;
        status
            .attribute("qcode")
            .or_else(|| status.attribute("uri"))
    };
    let of_story = || tree.first(at, &["docdata"])?.attribute("management-status");
    let status = of_item().or_else(of_story)?;
    let code = status.rsplit([':', '/']).next()?.to_lowercase();
    let found = NOT_USABLE.iter().find(|(name, _)| *name == code);
    found.map(|(_, words)| *words)
}

/// The first headline that does not stand below another, one in the language of the story before
/// others.
fn headline(tree: &Tree<'_>, at: usize, language: Option<&str>) -> String {
    let named = |name: &'static str| {
        let elements = tree.within(at).map(|(_, element)| element);
        let elements = elements.filter(move |e| e.name == name && !body::is_second(e));
        elements.collect::<Vec<_>>()
    };
    let mut headlines = named("headline");
    headlines.sort_by_key(|headline| is_foreign(headline, language));
    for name in ["hl1", "hedline", "title"] {
        headlines.extend(named(name));
    }
    let lines = headlines.iter().map(|element| clean_line(&element.text()));
    lines
        .into_iter()
        .find(|line| !line.is_empty())
        .unwrap_or_default()
}

/// Whether the element is marked as one in another language.
fn is_foreign(element: &Element<'_>, language: Option<&str>) -> bool {
    let label = element.attribute("xml:lang");
    label.is_some_and(|label| language.is_some() && language::code(&label) != language)
}

fn doc_id(tree: &Tree<'_>, at: usize) -> Option<String> {
    tree.first(at, &["doc-id"])?.attribute("id-string")
}

/// What NITF says of the paper that the story was printed in.
fn of_publication(tree: &Tree<'_>, at: usize, name: &str) -> Option<String> {
    let value = tree.first(at, &["pubdata"])?.attribute(name)?;
    Some(clean_line(&value)).filter(|value| !value.is_empty())
}

fn source(tree: &Tree<'_>, at: usize) -> Option<String> {
    let named = |name: &str| {
        let (at, element) = tree.within(at).find(|(_, element)| element.name == name)?;
        let name = tree.first(at, &["name"]).map(Element::text);
        let name = name.or_else(|| element.attribute("literal"))?;
        Some(clean_line(&name)).filter(|name| !name.is_empty())
    };
    let attribute = |name: &str, attribute: &str| tree.first(at, &[name])?.attribute(attribute);
    // The codes of providers that the IPTC gives out are their names.
    let code = || {
        let code = attribute("provider", "qcode")?;
        Some(code.strip_prefix("nprov:")?.to_owned())
    };
    let host = || value::host(&attribute("provider", "uri")?).map(str::to_lowercase);
    let distributor = || Some(clean_line(&tree.first(at, &["distributor"])?.text()));
    of_publication(tree, at, "name")
        .or_else(|| named("infoSource"))
        .or_else(|| named("provider"))
        .or_else(|| named("copyrightHolder"))
        .or_else(|| people::organisation(tree, at))
        .or_else(distributor)
        .or_else(|| attribute("doc.copyright", "holder"))
        .or_else(code)
        .or_else(host)
        .filter(|name| !name.is_empty())
}

fn section(tree: &Tree<'_>, at: usize, language: Option<&str>) -> Option<String> {
    let tobject = || {
        tree.first(at, &["tobject.subject"])?
            .attribute("tobject.subject.type")
    };
    of_publication(tree, at, "position.section")
        .or_else(|| subject(tree, at, language))
        .or_else(tobject)
        .map(|name| clean_line(&name))
        .filter(|name| !name.is_empty())
}

/// The name of the first subject that is a topic, and no person, place or event; in the language
/// of the story, should it have several.
fn subject(tree: &Tree<'_>, at: usize, language: Option<&str>) -> Option<String> {
    let is_topic = |subject: &Element<'_>| {
        let kind = subject.attribute("type").unwrap_or_default();
        let code = subject.attribute("qcode").unwrap_or_default();
        let is_code = code.starts_with("medtop:") || code.starts_with("subj:");
        is_code || kind.ends_with(":abstract") || kind.is_empty() && code.is_empty()
    };
    let name = |at: usize| {
        let main = tree.children(at).find(|(_, e)| e.name == "mainConcept");
        let at = main.map_or(at, |(at, _)| at);
        let children = tree.children(at).map(|(_, element)| element);
        let mut names: Vec<&Element<'_>> = children.filter(|e| e.name == "name").collect();
        names.sort_by_key(|name| is_foreign(name, language));
        names.first().map(|name| name.text())
    };
    let mut subjects = tree.within(at).filter(|(_, e)| e.name == "subject");
    subjects.find_map(|(at, element)| is_topic(element).then(|| name(at))?)
}

fn language_of(tree: &Tree<'_>, at: usize) -> Option<&'static str> {
    let tag = tree
        .first(at, &["language"])
        .and_then(|element| element.attribute("tag"));
    let own = || tree.element(at).attribute("xml:lang");
    let of_text = || {
        let text = tree.first(at, &["nitf", "body", "html"])?;
        text.attribute("xml:lang")
            .or_else(|| text.attribute("lang"))
    };
    language::code(&tag.or_else(own).or_else(of_text)?)
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
mod tests;
