//! Objects that are no article and hold many: the answers of news services, saved collections.

use super::fields::Fields;
use super::members::{elements, members};
use crate::read::slot::Slot;

/// The members in which services and tools keep their articles, lower case.
const WRAPPERS: &[&str] = &[
    "articles",
    "posts",
    "entries",
    "results",
    "items",
    "stories",
    "documents",
    "docs",
    "hits",
    "news",
    "records",
    "rows",
    "list",
    "@graph",
    "data",
    "response",
    "feed",
    "channel",
];

/// The members that hold the articles of one feed, which the title of the outer object names.
const FEED_WRAPPERS: &[&str] = &["entries", "items"];

/// How deep wrappers are within wrappers.
const MAX_DEPTH: usize = 3;

/// One object within another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrapped<'a> {
    /// The object, as it stands in the text around it.
    pub(super) text: &'a str,
    /// What holds it says that it is of this source.
    pub(super) source: Option<String>,
    /// The name that it has in the outer object.
    pub(super) id: Option<String>,
}

/// Finds the articles that an object holds; none when it is none of those that hold any.
///
/// An object with a text of its own is an article, whatever it holds. One with a title alone
/// may be a feed: it is asked for the members of known names.
pub(super) fn articles<'a>(text: &'a str, outer: &Fields<'_>) -> Vec<Wrapped<'a>> {
    if outer.has(Slot::Body) || outer.holders.is_empty() {
        return Vec::new();
    }
    let known = in_known_member(text, outer, 0);
    if !known.is_empty() || outer.has(Slot::Headline) {
        return known;
    }
    let listed = in_lists(text);
    if listed.is_empty() {
        in_objects(text)
    } else {
        listed
    }
}

fn in_known_member<'a>(text: &'a str, outer: &Fields<'_>, depth: usize) -> Vec<Wrapped<'a>> {
    let members = members(text);
    for wrapper in WRAPPERS {
        let mut of_name = members.iter().filter(|(name, _)| is_one(name, wrapper));
        let Some((_, value)) = of_name.next() else {
            continue;
        };
        let source = || match FEED_WRAPPERS.contains(wrapper) {
            true => outer
                .of(Slot::Headline)
                .find_map(|(_, title)| title.scalar()),
            false => None,
        };
        let found = if value.starts_with('{') && depth < MAX_DEPTH {
            serde_json::from_str(value)
                .map(|inner| in_known_member(value, &inner, depth + 1))
                .unwrap_or_default()
        } else {
            of_list(value, source(), has_text)
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// `{"The Herald": […], "The Tide": […]}`: a name in capitals is that of the source.
fn in_lists(text: &str) -> Vec<Wrapped<'_>> {
    let mut found = Vec::new();
    for (name, value) in members(text) {
        let is_known = WRAPPERS.iter().any(|wrapper| is_one(&name, wrapper));
        let is_source = name.starts_with(char::is_uppercase) && !is_known;
        found.extend(of_list(value, is_source.then_some(&*name), is_article));
    }
    found
}

/// `{"a1": {…}, "a2": {…}}`: the names are identities where there are several.
fn in_objects(text: &str) -> Vec<Wrapped<'_>> {
    let members = members(text);
    let articles = members.iter().filter(|(_, value)| is_article(value));
    let is_keyed = articles.clone().nth(1).is_some();
    articles
        .map(|(name, value)| Wrapped {
            text: value,
            source: None,
            id: is_keyed.then(|| name.to_string()),
        })
        .collect()
}

/// All elements of a list of articles, whatever they are; none when it is no such list.
fn of_list<'a>(
    list: &'a str,
    source: Option<&str>,
    is_article: fn(&str) -> bool,
) -> Vec<Wrapped<'a>> {
    let elements = elements(list);
    if !elements.iter().any(|element| is_article(element)) {
        return Vec::new();
    }
    let wrapped = elements.into_iter().map(|text| Wrapped {
        text,
        source: source.map(str::to_owned),
        id: None,
    });
    wrapped.collect()
}

/// Tells whether an object has a headline or a text.
fn has_text(object: &str) -> bool {
    let slots = [Slot::Headline, Slot::Body, Slot::Summary];
    serde_json::from_str::<Fields<'_>>(object)
        .is_ok_and(|fields| slots.iter().any(|slot| fields.has(*slot)))
}

/// Tells whether an object has what makes an article: two of headline, text, address and day.
fn is_article(object: &str) -> bool {
    let Ok(fields) = serde_json::from_str::<Fields<'_>>(object) else {
        return false;
    };
    let has = |slot| fields.of(slot).next().is_some();
    let has_headline = fields.has(Slot::Headline);
    let has_text = fields.has(Slot::Body) || fields.has(Slot::Summary);
    let has_place = has(Slot::Url) || has(Slot::Date);
    has_headline && (has_text || has_place) || has_text && has_place
}

fn is_one(name: &str, wrapper: &str) -> bool {
    name.eq_ignore_ascii_case(wrapper)
}
