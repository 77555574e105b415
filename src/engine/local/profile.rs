//! What the articles tell of one entity, from columns and stored articles.

use std::collections::HashSet;

use rayon::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::query::Query as TantivyQuery;
use tantivy::schema::TantivyDocument;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use super::document::{stored_article_text, stored_entities};
use super::schema::{Fields, column};
use super::stats::day;
use crate::article::Article;
use crate::engine::profile::{Profile, ProfileBuilder, ProfileRequest};

/// How many articles a thread reads at once.
const CHUNK: usize = 256;

/// What is known of an entity, and its newest articles.
pub(super) fn profile(
    searcher: &Searcher,
    fields: &Fields,
    request: &ProfileRequest,
    condition: Option<&dyn TantivyQuery>,
) -> tantivy::Result<(Profile, Vec<DocAddress>)> {
    let allowed = match condition {
        Some(query) => Some(searcher.search(query, &DocSetCollector)?),
        None => None,
    };
    let mut dated = naming(searcher, request)?;
    dated.retain(|(_, address)| allowed.as_ref().is_none_or(|set| set.contains(address)));
    let addresses: Vec<DocAddress> = dated.iter().map(|(_, address)| *address).collect();
    let gathered = addresses
        .par_chunks(CHUNK)
        .map(|chunk| gather(searcher, fields, request, chunk))
        .try_reduce_with(|a, b| Ok(a.merge(b)));
    let builder = gathered.unwrap_or_else(|| Ok(ProfileBuilder::new(request)))?;
    let days = dated.iter().filter_map(|(second, _)| *second);
    let profile = Profile {
        first_day: days.clone().min().map(day),
        last_day: days.max().map(day),
        ..builder.finish()
    };
    dated.sort_by_key(|(second, address)| (std::cmp::Reverse(*second), *address));
    dated.truncate(request.limit);
    let newest = dated.into_iter().map(|(_, address)| address);
    Ok((profile, newest.collect()))
}

/// When an article was published, and where it is.
type Dated = (Option<i64>, DocAddress);

/// The articles that have one of the names.
fn naming(searcher: &Searcher, request: &ProfileRequest) -> tantivy::Result<Vec<Dated>> {
    let mut found = Vec::new();
    for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
        let published = segment.fast_fields().column_opt::<i64>(column::PUBLISHED)?;
        let mut docs: Vec<DocId> = docs_naming(segment, request)?.into_iter().collect();
        docs.sort_unstable();
        found.extend(docs.into_iter().map(|doc| {
            let second = published.as_ref().and_then(|column| column.first(doc));
            (second, DocAddress::new(segment_ord, doc))
        }));
    }
    Ok(found)
}

fn docs_naming(
    segment: &SegmentReader,
    request: &ProfileRequest,
) -> tantivy::Result<HashSet<DocId>> {
    let mut docs = HashSet::new();
    for kind in crate::article::EntityKind::ALL {
        let Some(column) = segment.fast_fields().str(kind.as_str())? else {
            continue;
        };
        let mut ords = HashSet::new();
        for named in request.names.iter().filter(|named| named.kind == kind) {
            ords.extend(column.dictionary().term_ord(named.name.as_bytes())?);
        }
        if ords.is_empty() {
            continue;
        }
        let is_named = |doc: &DocId| {
            column
                .ords()
                .values_for_doc(*doc)
                .any(|o| ords.contains(&o))
        };
        docs.extend(segment.doc_ids_alive().filter(is_named));
    }
    Ok(docs)
}

fn gather<'r>(
    searcher: &Searcher,
    fields: &Fields,
    request: &'r ProfileRequest,
    addresses: &[DocAddress],
) -> tantivy::Result<ProfileBuilder<'r>> {
    let mut builder = ProfileBuilder::new(request);
    for address in addresses {
        let stored: TantivyDocument = searcher.doc(*address)?;
        builder.add(&Article {
            headline: stored_article_text(&stored, fields.headline).to_owned(),
            body: stored_article_text(&stored, fields.body).to_owned(),
            entities: stored_entities(&stored, fields),
            ..Article::default()
        });
    }
    Ok(builder)
}
