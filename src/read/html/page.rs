//! What a page says of itself outside of its text.

use dom_query::{Document, NodeRef};

use super::element::{Element, attribute, line, mark_asides, plain};
use super::json_ld::LinkedData;
use crate::text::language;

/// How many elements of a kind are kept.
const MAX_KEPT: usize = 200;

/// A document and the elements of it that speak of its article.
pub(super) struct Page<'a> {
    pub(super) linked: LinkedData,
    /// The text of the `title` element.
    pub(super) title: String,
    /// Names (lower case) and contents of the `meta` elements.
    metas: Vec<(String, String)>,
    /// Names (lower case) of microdata and RDFa, and which elements hold them.
    properties: Vec<(String, usize)>,
    /// All elements of the page, in their order.
    pub(super) elements: Vec<Element<'a>>,
    canonical: Option<String>,
    language_label: Option<String>,
}

impl<'a> Page<'a> {
    pub(super) fn read(document: &'a Document) -> Page<'a> {
        let mut page = Page {
            linked: LinkedData::default(),
            title: String::new(),
            metas: Vec::new(),
            properties: Vec::new(),
            elements: Vec::new(),
            canonical: None,
            language_label: None,
        };
        let mut blocks = Vec::new();
        for node in document.root().descendants_it().filter(NodeRef::is_element) {
            let element = Element::new(node);
            page.note(&element, &mut blocks);
            page.elements.push(element);
        }
        mark_asides(&mut page.elements);
        page.linked = LinkedData::read(&blocks, &page.title);
        page
    }

    fn note(&mut self, element: &Element<'a>, blocks: &mut Vec<String>) {
        let node = element.node;
        match element.name.as_str() {
            "html" => {
                self.language_label =
                    attribute(&node, "lang").or_else(|| attribute(&node, "xml:lang"))
            }
            "title" if self.title.is_empty() => self.title = plain(&node.text()),
            "meta" => self.note_meta(&node),
            "link" => {
                let is_canonical = attribute(&node, "rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                if is_canonical && self.canonical.is_none() {
                    self.canonical = attribute(&node, "href");
                }
            }
            "script" => {
                let is_linked = attribute(&node, "type")
                    .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
                if is_linked && blocks.len() < MAX_KEPT {
                    blocks.push(node.text().to_string());
                }
            }
            _ => {}
        }
        if let Some(names) = attribute(&node, "itemprop").or_else(|| attribute(&node, "property"))
            && self.properties.len() < MAX_KEPT
        {
            for name in names.split_whitespace() {
                let name = name.rsplit(':').next().unwrap_or(name);
                self.properties
                    .push((name.to_ascii_lowercase(), self.elements.len()));
            }
        }
    }

    fn note_meta(&mut self, node: &NodeRef<'a>) {
        let key = ["property", "name", "http-equiv"]
            .iter()
            .find_map(|key| attribute(node, key));
        if let (Some(key), Some(content)) = (key, attribute(node, "content"))
            && self.metas.len() < MAX_KEPT
        {
            self.metas.push((key.to_ascii_lowercase(), plain(&content)));
        }
    }

    /// The names and contents of the `meta` elements, in their order.
    pub(super) fn metas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.metas
            .iter()
            .map(|(key, content)| (key.as_str(), content.as_str()))
    }

    /// The content of the first `meta` element that has one of these names; earlier names first.
    pub(super) fn meta(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| {
            self.metas()
                .find(|(name, content)| name == key && !content.is_empty())
                .map(|(_, content)| content)
        })
    }

    /// The elements that hold a property (lower case) of microdata, in their order.
    pub(super) fn properties(&self, property: &str) -> impl Iterator<Item = &Element<'a>> {
        self.properties
            .iter()
            .filter(move |(name, _)| name == property)
            .filter_map(|(_, at)| self.elements.get(*at))
    }

    /// The text of the first property of this name.
    pub(super) fn property_text(&self, property: &str) -> Option<String> {
        self.properties(property)
            .filter(|element| !element.is_aside())
            .map(|element| property_text(&element.node))
            .find(|text| !text.is_empty())
    }

    /// The elements of this name, in their order.
    pub(super) fn named<'p>(&'p self, wanted: &'p str) -> impl Iterator<Item = &'p Element<'a>> {
        self.elements
            .iter()
            .filter(move |element| element.name == wanted)
    }

    /// The article's address, the canonical one if the page names it.
    pub(super) fn url(&self) -> Option<String> {
        let is_whole = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
        let property = || {
            self.properties("url")
                .find_map(|element| attribute(&element.node, "href"))
        };
        self.canonical
            .as_deref()
            .filter(is_whole)
            .or_else(|| {
                self.meta(&["og:url", "twitter:url", "parsely-link"])
                    .filter(is_whole)
            })
            .or_else(|| self.linked.url.as_deref().filter(is_whole))
            .map(str::to_owned)
            .or_else(|| property().filter(|url| is_whole(&url.as_str())))
    }

    fn language_labels(&self) -> impl Iterator<Item = &str> {
        let metas = [
            "og:locale",
            "content-language",
            "dc.language",
            "dcterms.language",
            "language",
        ];
        self.language_label
            .as_deref()
            .into_iter()
            .chain(metas.into_iter().filter_map(|key| self.meta(&[key])))
            .chain(self.linked.language.as_deref())
    }

    /// The language that the page says it is in.
    pub(super) fn language(&self) -> Option<&'static str> {
        self.language_labels().find_map(language::code)
    }

    /// The country that the page says it is written for: `US` of `en-US`.
    pub(super) fn region(&self) -> Option<String> {
        self.language_labels().find_map(|label| {
            let region = label
                .split(['-', '_'])
                .skip(1)
                .find(|part| part.len() == 2)?;
            region
                .bytes()
                .all(|b| b.is_ascii_alphabetic())
                .then(|| region.to_ascii_uppercase())
        })
    }
}

/// Returns the value of a property: of the attribute that holds it, else its text.
pub(super) fn property_text(node: &NodeRef<'_>) -> String {
    ["content", "datetime"]
        .iter()
        .find_map(|name| attribute(node, name))
        .map_or_else(|| line(node), |value| plain(&value))
}
