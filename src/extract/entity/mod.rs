//! Who and what an article names: people, organisations, places, other names.
//!
//! English is read by a trained model (`learned`): a few dozen hashed features of each token that
//! can be part of a name (`features`, of what `outlook` sees of the article) have weights (`model`),
//! summed once a word where they depend on the word alone (`words`), and the best labels of each run
//! of such tokens are searched for (`decode`). `train` makes the model, and `clusters` the classes of
//! words that it knows, from text without labels.
//!
//! Other languages have rules and lists: runs of capitalised words are cut into spans (`spans`),
//! each span is weighed by its own words and by what stands around it (`score`), and the points of
//! all mentions of a name decide its kind for the whole article.
//!
//! Either way the mentions of one name are then gathered (`merge`).

pub mod clusters;
mod decode;
mod features;
mod hashed;
mod learned;
mod lists;
mod merge;
mod model;
mod names;
mod outlook;
mod page;
mod people;
mod polish;
mod runs;
mod score;
mod spans;
#[cfg(test)]
mod tests;
mod tokens;
pub mod train;
mod words;

use crate::article::{Entity, Part};
use page::{Page, Survey};

/// What finds the names of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognizer {
    /// The trained model for English.
    EnglishModel,
    /// Rules and lists, for any language.
    Rules,
}

impl Recognizer {
    /// Returns what [`recognize`] uses for such an article.
    pub fn of(headline: &str, body: &str, language: Option<&str>) -> Recognizer {
        let pages = [
            Page::new(Part::Headline, headline),
            Page::new(Part::Body, body),
        ];
        match learned::model_for(&Survey::of(&pages, language)) {
            Some(_) => Recognizer::EnglishModel,
            None => Recognizer::Rules,
        }
    }

    /// Returns the words used in text and JSON: `English model`, `rules`.
    pub fn as_str(self) -> &'static str {
        match self {
            Recognizer::EnglishModel => "English model",
            Recognizer::Rules => "rules",
        }
    }
}

/// Finds the entities that an article names, in order of first mention, headline first.
///
/// The mentions are ascending and disjoint within each part, at character boundaries, without
/// titles ("President") and possessives. `language` is the article's, as a code ("en"); where it
/// is not known, the words tell whether the model for English can read it. Never fails; linear in
/// the length of the texts.
pub fn recognize(headline: &str, body: &str, language: Option<&str>) -> Vec<Entity> {
    let pages = [
        Page::new(Part::Headline, headline),
        Page::new(Part::Body, body),
    ];
    let survey = Survey::of(&pages, language);
    let spans = match learned::model_for(&survey) {
        Some(model) => learned::find(model, &pages, &survey),
        None => pages.iter().map(|p| spans::find(p, &survey)).collect(),
    };
    merge::entities(&pages, &spans)
}
