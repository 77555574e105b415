//! Who and what an article names: people, organisations, places, other names.
//!
//! Rules and lists: runs of capitalised words are cut into spans (`spans`), each span is weighed
//! by its own words and by what stands around it (`score`), and the points of all mentions of a
//! name decide its kind for the whole article (`merge`). The rules are those of English; of other
//! languages only what is certain is taken.

mod lists;
mod merge;
mod names;
mod page;
mod runs;
mod score;
mod spans;
#[cfg(test)]
mod tests;
mod tokens;

use crate::article::{Entity, Part};
use page::{Page, Survey};

/// Finds the entities that an article names, in order of first mention, headline first.
///
/// The mentions are ascending and disjoint within each part, at character boundaries, without
/// titles ("President") and possessives. Never fails; linear in the length of the texts.
pub fn recognize(headline: &str, body: &str) -> Vec<Entity> {
    let pages = [
        Page::new(Part::Headline, headline),
        Page::new(Part::Body, body),
    ];
    let survey = Survey::of(&pages);
    let spans: Vec<_> = pages
        .iter()
        .map(|page| spans::find(page, &survey))
        .collect();
    merge::entities(&pages, &spans)
}
