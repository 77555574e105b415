//! Addresses of pages that lead to articles: fronts, sections, tags, searches, further pages.

/// What an address says of its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Address {
    /// Nothing, or that it is an article's.
    #[default]
    Any,
    /// It is the front of a site, or of one of its languages.
    Front,
    /// It lists articles.
    Listing,
}

/// Segments of a path below which the articles of one kind are listed.
const LISTS: &[&str] = &[
    "tag",
    "tags",
    "category",
    "categories",
    "kategorie",
    "kategorien",
    "categorie",
    "categoria",
    "kategoria",
    "kategori",
    "author",
    "authors",
    "autor",
    "autoren",
    "auteur",
    "autore",
    "topic",
    "topics",
    "thema",
    "themen",
    "rubrik",
    "rubrique",
    "rubric",
    "schlagwort",
    "schlagworte",
    "label",
    "etiqueta",
    "mot-cle",
    "section",
    "sections",
    "archive",
    "archives",
    "archiv",
    "avainsana",
    "emne",
    "etikett",
];

/// Last segments of a path that are no article's.
const ENDS: &[&str] = &[
    "news",
    "blog",
    "search",
    "suche",
    "recherche",
    "buscar",
    "busca",
    "ricerca",
    "zoeken",
    "haku",
    "sok",
    "archive",
    "archives",
    "archiv",
    "latest",
    "newest",
    "headlines",
    "sitemap",
    "tags",
    "categories",
    "kategorien",
    "topics",
    "themen",
    "aktuelles",
    "nachrichten",
    "noticias",
    "actualites",
    "notizie",
    "feed",
    "rss",
];

/// Names of parameters that ask for a list.
const QUERIES: &[&str] = &[
    "s", "q", "query", "search", "cat", "tag", "paged", "page", "author",
];

/// Returns what an address says of its page.
pub(super) fn address(url: &str) -> Address {
    let Some((_, rest)) = url.split_once("://") else {
        return Address::Any;
    };
    let rest = rest.split('#').next().unwrap_or_default().to_lowercase();
    let (path, query) = rest.split_once('?').unwrap_or((&rest, ""));
    let segments: Vec<&str> = path
        .split('/')
        .skip(1)
        .filter(|it| !it.is_empty())
        .collect();
    if query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .any(|(name, _)| QUERIES.contains(&name))
    {
        return Address::Listing;
    }
    match segments.as_slice() {
        [] if query.is_empty() => Address::Front,
        [one] if query.is_empty() && is_front(one) => Address::Front,
        [.., last] if ENDS.contains(last) => Address::Listing,
        [.., page, number] if *page == "page" && is_number(number) => Address::Listing,
        [.., list, name] if LISTS.contains(list) && is_name(name) => Address::Listing,
        _ => Address::Any,
    }
}

fn is_front(segment: &str) -> bool {
    let (name, ending) = segment.split_once('.').unwrap_or((segment, ""));
    let is_language = ending.is_empty()
        && match name.split_once(['-', '_']) {
            Some((language, region)) => language.len() == 2 && region.len() == 2,
            None => name.len() == 2,
        };
    is_language || matches!(name, "index" | "home" | "default" | "startseite")
}

fn is_number(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit())
}

/// The name of a tag, author or section is short; the slug of an article has many words or a number.
fn is_name(segment: &str) -> bool {
    segment.split(['-', '_', '+', '%']).count() <= 3
        && !segment.contains(|c: char| c.is_ascii_digit())
        && !segment.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_lists_are_told_from_those_of_articles() {
        for (url, expected) in [
            ("https://example.org", Address::Front),
            ("https://example.org/", Address::Front),
            ("https://example.org/en/", Address::Front),
            ("https://example.org/index.html", Address::Front),
            ("https://example.org/tag/pier", Address::Listing),
            ("https://example.org/news/author/ann-lee/", Address::Listing),
            ("https://example.org/local/page/2/", Address::Listing),
            ("https://example.org/?s=pier", Address::Listing),
            ("https://example.org/local/archive", Address::Listing),
            ("https://example.org/?p=12", Address::Any),
            (
                "https://example.org/local/pier-reopens-in-spring",
                Address::Any,
            ),
            (
                "https://example.org/topic/the-pier-opens-again-in-spring",
                Address::Any,
            ),
            ("https://example.org/archive/2015/11/pier", Address::Any),
            ("https://example.org/author/pier-1911", Address::Any),
            ("news/pier.html", Address::Any),
        ] {
            assert_eq!(address(url), expected, "{url}");
        }
    }
}
