//! What on a page may tell when its article was published.

use std::collections::HashSet;

use dom_query::NodeRef;

use super::element::{attribute, class_and_id, is_aside, line};
use super::headline::is_same;
use super::page::{Page, property_text};
use crate::article::{DateCandidate, Evidence};
use crate::text::date::{DayMonthOrder, find, find_all};

/// Names of `meta` elements that tell the publication, lower case, the most reliable first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "article.published",
    "og:published_time",
    "datepublished",
    "date_published",
    "publishdate",
    "publish_date",
    "publish-date",
    "published_date",
    "publication_date",
    "publicationdate",
    "pubdate",
    "originalpublicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "article_date_original",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date.issued",
    "citation_publication_date",
    "citation_date",
    "prism.publicationdate",
    "rnews:datepublished",
    "date.published",
    "published",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "date",
    "datecreated",
    "created",
    "article:created",
    "pub_date",
    "displaydate",
    "release_date",
    "timestamp",
];

/// Names of `meta` elements that tell the last change, lower case.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "article:updated",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "revised",
    "modified",
    "updated",
    "revision_date",
];

/// Words in a class or id that say that an element holds the date.
const CLASSES: &[&str] = &[
    "date",
    "datum",
    "fecha",
    "time",
    "published",
    "publish",
    "pubdate",
    "posted",
    "byline",
    "dateline",
    "meta",
    "created",
    "data-pub",
    "datapub",
    "entry-info",
    "postinfo",
    "post-info",
    "submitted",
    "fech",
    "zeit",
    "dato",
];

/// Words that say that a date is that of a change, lower case.
const CHANGES: &[&str] = &[
    "updated",
    "modified",
    "last update",
    "edited",
    "changed",
    "aktualisiert",
    "geändert",
    "änderung",
    "bearbeitet",
    "stand:",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "actualizada",
    "atualizado",
    "atualizada",
    "aggiornato",
    "aggiornamento",
    "modificato",
    "bijgewerkt",
    "gewijzigd",
    "uppdaterad",
    "opdateret",
    "oppdatert",
    "päivitetty",
    "zaktualizowano",
    "aktualizacja",
    "aktualizováno",
    "frissítve",
    "güncelleme",
    "обновлено",
    "изменено",
    "оновлено",
    "更新",
    "업데이트",
    "수정",
    "تحديث",
    "diperbarui",
    "cập nhật",
];

/// How many elements around the headline are looked through.
const NEAR_ELEMENTS: usize = 60;

/// The longest text that is looked through for a date.
const MAX_TEXT_BYTES: usize = 300;

/// How many candidates of one kind are kept.
const MAX_OF_KIND: usize = 6;

/// Collects the candidates, from the most to the least trusted kind.
pub(super) fn candidates(page: &Page<'_>, headline: &str) -> Vec<DateCandidate> {
    let mut dates = Dates::default();
    for text in &page.linked.published {
        dates.push(text, Evidence::JsonLd);
    }
    for text in &page.linked.modified {
        dates.push(text, modified(Evidence::JsonLd));
    }
    of_metas(page, &mut dates);
    of_microdata(page, &mut dates);
    if let Some(text) = page.url().as_deref().and_then(of_url) {
        dates.push(&text, Evidence::Url);
    }
    of_time_elements(page, &mut dates);
    of_classes(page, &mut dates);
    near_headline(page, headline, &mut dates);
    dates.candidates
}

#[derive(Default)]
struct Dates {
    candidates: Vec<DateCandidate>,
    seen: HashSet<String>,
}

impl Dates {
    fn push(&mut self, text: &str, evidence: Evidence) {
        let same_kind = |candidate: &&DateCandidate| {
            std::mem::discriminant(&candidate.evidence) == std::mem::discriminant(&evidence)
        };
        let is_full = self.candidates.iter().filter(same_kind).count() >= MAX_OF_KIND;
        if !is_full && self.seen.insert(format!("{evidence} {text}")) {
            self.candidates.push(DateCandidate {
                text: text.to_owned(),
                evidence,
            });
        }
    }
}

fn modified(evidence: Evidence) -> Evidence {
    Evidence::Modified(Box::new(evidence))
}

fn of_metas(page: &Page<'_>, dates: &mut Dates) {
    for key in PUBLISHED {
        if let Some(text) = page.meta(&[key]) {
            dates.push(text, Evidence::Meta((*key).to_owned()));
        }
    }
    for key in MODIFIED {
        if let Some(text) = page.meta(&[key]) {
            dates.push(text, modified(Evidence::Meta((*key).to_owned())));
        }
    }
}

fn of_microdata(page: &Page<'_>, dates: &mut Dates) {
    for (property, is_change) in [
        ("datepublished", false),
        ("datecreated", false),
        ("datemodified", true),
    ] {
        for node in page.properties(property).filter(|node| !is_aside(node)) {
            let evidence = Evidence::Microdata;
            dates.push(
                &property_text(&node),
                if is_change {
                    modified(evidence)
                } else {
                    evidence
                },
            );
        }
    }
}

/// Finds the day, else the month, in an address: `/2015/11/27/`, `/2015-11-27-`, `/2015/11/`.
pub(super) fn of_url(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let path = &path[path.find('/')?..];
    let pieces: Vec<&str> = path.split('/').collect();
    let is_number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let is_year =
        |text: &str| is_number(text, 4..=4) && (text.starts_with("19") || text.starts_with("20"));
    for three in pieces.windows(3) {
        let day: String = three[2].chars().take_while(char::is_ascii_digit).collect();
        let text = format!("{}-{}-{day}", three[0], three[1]);
        let is_apart =
            three[2].len() == day.len() || three[2][day.len()..].starts_with(['-', '_', '.']);
        if is_year(three[0]) && is_apart && find(&text, DayMonthOrder::DayFirst).is_some() {
            return Some(text);
        }
    }
    for piece in &pieces {
        if let Some(text) = day_in_piece(piece) {
            return Some(text);
        }
    }
    pieces
        .windows(2)
        .find(|two| is_year(two[0]) && is_number(two[1], 1..=2))
        .map(|two| format!("{}-{:0>2}", two[0], two[1]))
}

/// `2015-11-27-slug`, `slug-20151127`, `slug-27-11-2015`.
fn day_in_piece(piece: &str) -> Option<String> {
    let text = piece.replace(['_', ','], "-");
    let date = find(&text, DayMonthOrder::DayFirst)?;
    let year = date.value.datetime.year();
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_alone = is_apart(text[..date.range.start].chars().next_back())
        && is_apart(text[date.range.end..].chars().next());
    ((1990..2100).contains(&year) && is_alone && !date.is_ambiguous)
        .then(|| date.value.datetime.date().to_string())
}

fn of_time_elements(page: &Page<'_>, dates: &mut Dates) {
    for node in page.named("time").filter(|node| !is_aside(node)) {
        let text = attribute(&node, "datetime").unwrap_or_else(|| line(&node));
        let names = class_and_id(&node);
        let evidence = Evidence::TimeElement;
        dates.push(
            &text,
            if is_change(&names) || is_labelled_change(&node) {
                modified(evidence)
            } else {
                evidence
            },
        );
    }
}

fn of_classes(page: &Page<'_>, dates: &mut Dates) {
    for (name, node) in &page.elements {
        if matches!(
            name.as_str(),
            "time" | "meta" | "html" | "body" | "script" | "style" | "input" | "link"
        ) {
            continue;
        }
        let names = class_and_id(node);
        if names.len() < 4 || !CLASSES.iter().any(|class| names.contains(class)) || is_aside(node) {
            continue;
        }
        let attribute = [
            "datetime",
            "data-date",
            "data-datetime",
            "data-time",
            "title",
        ]
        .iter()
        .find_map(|name| attribute(node, name));
        let text = attribute
            .filter(|text| find(text, DayMonthOrder::DayFirst).is_some())
            .unwrap_or_else(|| short_line(node));
        push_visible(&text, Evidence::ClassName, dates);
    }
}

/// Pushes the dates of a short text: those that a word before calls changes as such.
fn push_visible(text: &str, evidence: Evidence, dates: &mut Dates) {
    let mut end = 0;
    for date in find_all(text, DayMonthOrder::DayFirst).into_iter().take(3) {
        let before = &text[end..date.range.start];
        let evidence = if is_change(&before.to_lowercase()) {
            modified(evidence.clone())
        } else {
            evidence.clone()
        };
        end = date.range.end;
        dates.push(&text[date.range], evidence);
    }
}

fn near_headline(page: &Page<'_>, headline: &str, dates: &mut Dates) {
    let is_heading = |(name, node): &(String, NodeRef<'_>)| {
        matches!(name.as_str(), "h1" | "h2" | "h3") && is_same(&line(node), headline)
    };
    let heading = page.elements.iter().position(is_heading);
    let heading = heading.or_else(|| page.elements.iter().position(|(name, _)| name == "h1"));
    let heading = heading
        .or_else(|| page.elements.iter().position(|(name, _)| name == "body"))
        .unwrap_or(0);
    let after = (heading + 1..page.elements.len()).take(NEAR_ELEMENTS);
    let before = (heading.saturating_sub(NEAR_ELEMENTS / 4)..heading).rev();
    for at in after.chain(before) {
        let (name, node) = &page.elements[at];
        if matches!(
            name.as_str(),
            "p" | "div"
                | "span"
                | "td"
                | "b"
                | "i"
                | "em"
                | "small"
                | "strong"
                | "li"
                | "font"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "center"
                | "dd"
        ) && !is_aside(node)
        {
            push_visible(&short_line(node), Evidence::DateLine, dates);
        }
    }
}

/// The text of an element, when it is short.
fn short_line(node: &NodeRef<'_>) -> String {
    if node.normalized_char_count() > MAX_TEXT_BYTES {
        String::new()
    } else {
        line(node)
    }
}

fn is_change(text: &str) -> bool {
    CHANGES.iter().any(|word| text.contains(word))
}

/// Tells whether the text before an element says that its date is that of a change.
fn is_labelled_change(node: &NodeRef<'_>) -> bool {
    let before = node
        .prev_sibling()
        .map_or(String::new(), |before| before.text().to_lowercase());
    let start = before.ceil_char_boundary(before.len().saturating_sub(40));
    is_change(&before[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_days_and_months() {
        for (url, expected) in [
            ("https://example.org/2015/11/27/pier", Some("2015-11-27")),
            (
                "https://example.org/news/2015/11/27-pier.html",
                Some("2015-11-27"),
            ),
            ("https://example.org/2015/nov/27/pier", Some("2015-nov-27")),
            ("https://example.org/2015-11-27-pier", Some("2015-11-27")),
            ("https://example.org/pier-20151127.html", Some("2015-11-27")),
            ("https://example.org/2015/11/pier", Some("2015-11")),
            ("https://example.org/pier-01-03-2015", None),
            ("https://example.org/20159999/pier", None),
            ("https://2015-11-27.example.org/pier", None),
            ("https://example.org/pier?d=2015-11-27", None),
        ] {
            assert_eq!(of_url(url).as_deref(), expected, "{url}");
        }
    }
}
