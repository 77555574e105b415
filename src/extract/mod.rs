//! What an article says beyond its words: its language, its date, its entities.

pub mod date;
pub mod entity;

use jiff::Timestamp;

use crate::article::Article;
use crate::text::language;

/// Goes up whenever the same article is completed otherwise: by other rules, or another model.
pub const VERSION: u32 = 2;

/// Completes an article: language, publication date and entities. `now` is the present, after
/// which nothing can have been published.
pub fn annotate(article: &mut Article, now: Timestamp) {
    if article.language.is_none() {
        article.language = language::detect(&article.body).map(str::to_owned);
    }
    date::choose(article, now);
    let language = article.language.as_deref();
    article.entities = entity::recognize(&article.headline, &article.body, language);
}
