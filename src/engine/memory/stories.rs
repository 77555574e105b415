//! Grouping all articles.

use std::collections::BTreeSet;

use super::Shelf;
use crate::stories::{Sketch, group};

/// The ids of the articles of each story, those without copies too.
pub(super) fn stories(shelf: &Shelf) -> Vec<BTreeSet<String>> {
    let sketches = shelf.articles.iter().map(|entry| {
        let article = &entry.document.article;
        Sketch::of(&article.headline, &article.body, article.url.as_deref())
    });
    let groups = group(&sketches.collect::<Vec<_>>(), usize::MAX);
    let id = |number: &u32| shelf.articles[*number as usize].document.id.clone();
    let mut stories: Vec<BTreeSet<String>> = groups
        .iter()
        .map(|group| group.iter().map(id).collect())
        .collect();
    for entry in &shelf.articles {
        let id = &entry.document.id;
        if !stories.iter().any(|story| story.contains(id)) {
            stories.push(BTreeSet::from([id.clone()]));
        }
    }
    stories
}
