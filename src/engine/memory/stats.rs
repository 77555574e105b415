//! What is kept, counted.

use std::collections::BTreeMap;

use super::Shelf;
use crate::article::{Entity, EntityKind};
use crate::engine::{Counted, IndexStats, KindStats, SkippedFile};

pub(super) fn count(shelf: &Shelf, top: usize) -> IndexStats {
    let articles = || shelf.articles.iter().map(|entry| &entry.document.article);
    let mut days: Vec<String> = articles()
        .filter_map(|article| article.date.as_ref())
        .map(|date| date.value.timestamp().to_string()[..10].to_owned())
        .collect();
    days.sort_unstable();
    let sources = tally(articles().filter_map(|article| article.source.clone()));
    let sections = tally(articles().filter_map(|article| article.section.clone()));
    let by_start = |length: usize| {
        let mut starts = tally(days.iter().map(|day| day[..length].to_owned()));
        starts.sort_by(|a, b| a.value.cmp(&b.value));
        starts
    };
    let undated = articles().filter(|article| article.date.is_none());
    let undated_sources = tally(undated.map(|article| article.source.clone().unwrap_or_default()));
    IndexStats {
        articles: shelf.articles.len() as u64,
        undated: (shelf.articles.len() - days.len()) as u64,
        undated_sources: first(undated_sources, top),
        years: by_start(4),
        months: by_start(7),
        first_day: days.first().cloned(),
        last_day: days.last().cloned(),
        num_sources: sources.len() as u64,
        sources: first(sources, top),
        num_sections: sections.len() as u64,
        sections: first(sections, top),
        languages: tally(articles().filter_map(|article| article.language.clone())),
        formats: tally(
            shelf
                .articles
                .iter()
                .map(|entry| entry.document.file.format.clone()),
        ),
        entities: EntityKind::ALL
            .map(|kind| kind_stats(kind, articles().map(|a| &a.entities[..]), top))
            .into(),
        skipped: shelf
            .skipped
            .iter()
            .map(|(path, (_, reason))| SkippedFile {
                path: path.clone(),
                reason: reason.clone(),
            })
            .collect(),
        index_bytes: 0,
    }
}

fn kind_stats<'a>(
    kind: EntityKind,
    articles: impl Iterator<Item = &'a [Entity]>,
    top: usize,
) -> KindStats {
    let of_kind = |entity: &&Entity| entity.kind == kind;
    let names = articles.flat_map(|entities| {
        let mut names: Vec<_> = entities
            .iter()
            .filter(of_kind)
            .map(|e| e.name.clone())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    });
    let tallied = tally(names);
    KindStats {
        kind,
        names: tallied.len() as u64,
        top: first(tallied, top),
    }
}

/// Counts values; most first, equal counts by value.
fn tally(values: impl Iterator<Item = String>) -> Vec<Counted> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut tallied: Vec<_> = counts
        .into_iter()
        .map(|(value, articles)| Counted { value, articles })
        .collect();
    tallied.sort_by_key(|counted| std::cmp::Reverse(counted.articles));
    tallied
}

fn first(mut counted: Vec<Counted>, top: usize) -> Vec<Counted> {
    counted.truncate(top);
    counted
}
