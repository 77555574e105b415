//! Tells articles from pages that are none: indexes, errors, walls.

use super::element::{Element, attribute};
use super::page::Page;
use crate::article::Article;

/// A body of at least this many bytes is an article whatever else is on the page.
const SURE_BYTES: usize = 600;

/// The starts of the titles of error pages, lower case.
const ERRORS: &[&str] = &[
    "404",
    "403",
    "410",
    "500",
    "502",
    "503",
    "error 4",
    "error 5",
    "not found",
    "page not found",
    "access denied",
    "forbidden",
    "seite nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "pagina non trovata",
    "página não encontrada",
    "pagina niet gevonden",
    "страница не найдена",
    "sivua ei löyt",
    "just a moment",
    "attention required",
    "are you a robot",
];

/// What a page shows besides its text.
#[derive(Debug)]
pub(super) struct Signs {
    title: String,
    asks_for_password: bool,
    num_links: usize,
    calls_itself_article: bool,
}

/// Notes the signs of a page before its document is taken apart.
pub(super) fn signs(page: &Page<'_>) -> Signs {
    let asks = |input: &Element<'_>| {
        attribute(&input.node, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"))
    };
    Signs {
        title: page.title.to_lowercase(),
        asks_for_password: page.named("input").any(asks),
        num_links: page.named("a").count(),
        calls_itself_article: page.linked.is_article
            || page
                .meta(&["og:type"])
                .is_some_and(|kind| kind.contains("article")),
    }
}

/// Makes sure that a page is an article.
///
/// # Errors
///
/// What was found instead.
pub(super) fn check(article: &Article, signs: &Signs) -> Result<(), String> {
    let length = article.body.len();
    let found = if length == 0 && article.headline.is_empty() {
        "no text"
    } else if length >= SURE_BYTES {
        return Ok(());
    } else if ERRORS.iter().any(|start| signs.title.starts_with(start)) {
        "an error page"
    } else if length == 0 && signs.asks_for_password {
        "a login page"
    } else if length == 0 && !signs.calls_itself_article {
        if signs.num_links > 3 {
            "an index of links"
        } else {
            "no text"
        }
    } else {
        return Ok(());
    };
    Err(format!("expected an article, but found {found}"))
}
