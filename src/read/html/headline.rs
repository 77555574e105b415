//! The headline of a page.

use super::element::line;
use super::page::Page;

/// What stands between the headline and the site's name in a title.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " > ", ": ", "｜", "－",
];

/// The longest headline.
const MAX_BYTES: usize = 400;

/// Finds the headline: linked data, a heading that the title repeats, what the page names itself
/// to others, its only heading, its title.
pub(super) fn find(page: &Page<'_>) -> String {
    let named = page.meta(&[
        "og:title",
        "parsely-title",
        "dc.title",
        "dcterms.title",
        "twitter:title",
        "title",
    ]);
    let linked = page.linked.headline.as_deref();
    let headings = headings(page);
    let site = page
        .meta(&["og:site_name", "application-name"])
        .unwrap_or_default();
    let is_headline =
        |text: &&str| !text.is_empty() && text.len() <= MAX_BYTES && !is_same(text, site);
    if let Some(linked) = linked.filter(is_headline) {
        return linked.to_owned();
    }
    let is_repeated = |heading: &&String| {
        let titles = [named.unwrap_or_default(), &page.title];
        is_headline(&heading.as_str()) && titles.iter().any(|title| holds(title, heading))
    };
    // The site's name may be a heading in the title, too; the headline is longer.
    if let Some(repeated) = headings
        .iter()
        .rev()
        .filter(is_repeated)
        .max_by_key(|heading| heading.len())
    {
        return repeated.clone();
    }
    if let Some(named) = named.filter(is_headline) {
        return without_site(named, site);
    }
    match headings
        .iter()
        .find(|heading| is_headline(&heading.as_str()))
    {
        Some(heading) => heading.clone(),
        None => without_site(&page.title, site),
    }
}

/// The texts of the main headings: of microdata, then `h1`, then, without one, `h2`.
fn headings(page: &Page<'_>) -> Vec<String> {
    let property = page.property_text("headline");
    let of_level = |level: &str| -> Vec<String> {
        page.named(level)
            .filter(|element| !element.is_aside())
            .map(|element| line(&element.node))
            .filter(|text| !text.is_empty())
            .take(20)
            .collect()
    };
    let mut headings: Vec<String> = property.into_iter().chain(of_level("h1")).collect();
    if headings.is_empty() {
        headings = of_level("h2")
            .into_iter()
            .filter(|heading| holds(&page.title, heading))
            .collect();
    }
    headings
}

/// Tells whether a title begins or ends with a heading, or is most of one.
fn holds(title: &str, heading: &str) -> bool {
    let (title, heading) = (folded(title), folded(heading));
    heading.len() >= 8 && !title.is_empty() && title.contains(&heading)
        || title.len() >= 16 && heading.contains(&title)
        || !heading.is_empty() && heading == title
}

/// Takes the site's name, and what joins it to the headline, off a title.
fn without_site(title: &str, site: &str) -> String {
    for separator in SEPARATORS {
        if let Some((headline, name)) = title.rsplit_once(separator)
            && is_same(name, site)
        {
            return headline.trim().to_owned();
        }
        if let Some((name, headline)) = title.split_once(separator)
            && is_same(name, site)
        {
            return headline.trim().to_owned();
        }
    }
    title.to_owned()
}

/// What a title says besides the headline, in its order.
pub(super) fn besides<'a>(title: &'a str, headline: &str) -> Vec<&'a str> {
    let mut pieces = pieces(title);
    if pieces.len() == 1 {
        pieces = title.split(": ").collect();
    }
    let headline = folded(headline);
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| {
            let piece = folded(piece);
            !piece.is_empty() && !headline.contains(&piece) && !piece.contains(&headline)
        })
        .collect()
}

/// The pieces of a title between what separates a site's name from the rest, in their order.
pub(super) fn pieces(title: &str) -> Vec<&str> {
    let mut pieces = vec![title];
    for separator in SEPARATORS.iter().filter(|separator| **separator != ": ") {
        pieces = pieces
            .into_iter()
            .flat_map(|piece| piece.split(separator))
            .collect();
    }
    pieces
}

/// Compares by letters and digits.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let a = folded(a);
    !a.is_empty() && a == folded(b)
}

pub(super) fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
