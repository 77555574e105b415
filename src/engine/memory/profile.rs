//! What all articles tell of one entity.

use std::cmp::Reverse;

use super::Shelf;
use super::answer::answer;
use crate::engine::profile::ProfileBuilder;
use crate::engine::{Detail, EngineError, Hit, Profile, ProfileRequest, SearchRequest, Sort};

pub(super) fn profile(request: &ProfileRequest, shelf: &Shelf) -> Result<Profile, EngineError> {
    let mut hits: Vec<Hit> = Vec::new();
    let search = SearchRequest {
        sort: Sort::Newest,
        limit: usize::MAX,
        detail: Detail::Snippets(0),
        ..SearchRequest::new(request.condition.clone())
    };
    answer(&search, shelf, &mut |hit| {
        hits.push(hit);
        std::ops::ControlFlow::Continue(())
    })?;
    let mut builder = ProfileBuilder::new(request);
    let mut newest: Vec<(Option<i64>, Hit)> = Vec::new();
    for hit in hits {
        let has_id = |entry: &&super::text::Entry| entry.document.id == hit.id;
        let Some(entry) = shelf.articles.iter().find(has_id) else {
            continue;
        };
        let article = &entry.document.article;
        let names = |entity: &crate::article::Entity| {
            let mut names = request.names.iter();
            names.any(|named| named.kind == entity.kind && named.name == entity.name)
        };
        if article.entities.iter().any(names) {
            builder.add(article);
            let second = article
                .date
                .as_ref()
                .map(|date| date.value.timestamp().as_second());
            newest.push((second, hit));
        }
    }
    newest.sort_by_key(|(second, _)| Reverse(*second));
    let day = |hit: &Hit| {
        let date = hit.date.as_ref()?;
        Some(date.value.timestamp().to_string()[..10].to_owned())
    };
    let mut dated = newest.iter().filter_map(|(_, hit)| day(hit));
    Ok(Profile {
        last_day: dated.clone().next(),
        first_day: dated.next_back(),
        newest: newest
            .into_iter()
            .map(|(_, hit)| hit)
            .take(request.limit)
            .collect(),
        ..builder.finish()
    })
}
