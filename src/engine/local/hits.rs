//! What is shown of the articles of a page.

use std::ops::ControlFlow;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::schema::TantivyDocument;
use tantivy::{DocAddress, Searcher};

use super::deadline::Deadline;
use super::document::{Columns, stored_article_text, stored_date, stored_entities, stored_text};
use super::optional_filters::OptionalFilters;
use super::schema::Fields;
use super::search::ScoredAddress;
use crate::analysis::Language;
use crate::engine::{Detail, Hit, main_entities, place};
use crate::highlight::{Matcher, Matches};

/// Hits that a thread makes before those who wait for them get any.
const HITS_A_THREAD: usize = 16;

/// What marks the words by which hits were found.
#[derive(Clone)]
pub(super) struct Marking {
    pub(super) matcher: Matcher,
    pub(super) optional_filters: Option<Arc<OptionalFilters>>,
}

impl Marking {
    /// Finds the words of an article that made it match.
    pub(super) fn matches(
        &mut self,
        (headline, body): (&str, &str),
        language: Option<&str>,
        address: DocAddress,
        searcher: &Searcher,
    ) -> tantivy::Result<Matches> {
        if let Some(filters) = &self.optional_filters {
            let holds = filters.hold_at(address, searcher)?;
            self.matcher.settle_filters(&holds);
        }
        let language = Language::of_article(language, headline, body);
        Ok(self.matcher.matches(headline, body, language))
    }
}

/// Makes hits of what was found.
#[derive(Clone)]
pub(super) struct HitBuilder<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    /// By segment.
    pub(super) columns: &'a [Columns],
    /// Only where snippets are shown.
    pub(super) marking: Option<Marking>,
    pub(super) detail: Detail,
}

impl HitBuilder<'_> {
    /// Makes the hits of a page and hands them out in its order, until `take` has enough or the
    /// deadline was missed. Where articles are read for them, all cores do so: most of the time of
    /// an answer goes there, and from a cold disk all of it.
    pub(super) fn each(
        self,
        page: &[ScoredAddress],
        deadline: &Deadline,
        take: &mut dyn FnMut(ScoredAddress, Hit) -> tantivy::Result<ControlFlow<()>>,
    ) -> tantivy::Result<()> {
        let threads = match self.detail {
            Detail::Snippets(_) => rayon::current_num_threads().min(page.len()).max(1),
            Detail::Id | Detail::Path => 1,
        };
        let mut builders = vec![self; threads];
        for hits in page.chunks(threads * HITS_A_THREAD) {
            if deadline.was_missed() {
                return Ok(());
            }
            for (found, hit) in hits.iter().zip(made_by(&mut builders, hits)?) {
                if take(*found, hit)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Makes one hit.
    pub(super) fn hit(&mut self, (score, address): ScoredAddress) -> tantivy::Result<Hit> {
        let columns = &self.columns[address.segment_ord as usize];
        let doc = address.doc_id;
        let mut hit = Hit {
            id: columns.id(doc)?,
            score,
            ..Hit::default()
        };
        if self.detail == Detail::Id {
            return Ok(hit);
        }
        hit.path = place(&columns.path(doc)?, columns.member(doc)?.as_deref());
        if let Detail::Snippets(count) = self.detail {
            hit.line = columns.line(doc);
            hit.language = columns.language(doc)?;
            self.fill_from_store(&mut hit, address, count)?;
        }
        Ok(hit)
    }

    fn fill_from_store(
        &mut self,
        hit: &mut Hit,
        address: DocAddress,
        snippets: usize,
    ) -> tantivy::Result<()> {
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let fields = self.fields;
        let text = |field| stored_text(&stored, field).map(str::to_owned);
        let headline = stored_article_text(&stored, fields.headline);
        let body = stored_article_text(&stored, fields.body);
        hit.headline.text = headline.to_owned();
        if let Some(marking) = &mut self.marking {
            let language = hit.language.as_deref();
            let matches = marking.matches((headline, body), language, address, self.searcher)?;
            hit.snippets = matches.snippets(body, snippets);
            hit.headline.highlights = matches.headline;
        }
        hit.entities = main_entities(stored_entities(&stored, fields));
        hit.date = stored_date(&stored, fields);
        hit.source = text(fields.source);
        hit.section = text(fields.section);
        hit.url = text(fields.url);
        Ok(())
    }
}

/// Makes the hits of a part of a page, each builder as many as another.
fn made_by(builders: &mut [HitBuilder<'_>], hits: &[ScoredAddress]) -> tantivy::Result<Vec<Hit>> {
    let make = |builder: &mut HitBuilder<'_>, hits: &[ScoredAddress]| {
        let hits = hits.iter().map(|&found| builder.hit(found));
        hits.collect::<tantivy::Result<Vec<_>>>()
    };
    if let [builder] = builders {
        return make(builder, hits);
    }
    let shares = hits.par_chunks(hits.len().div_ceil(builders.len()));
    let made = builders.par_iter_mut().zip(shares);
    let made: Vec<Vec<Hit>> = made
        .map(|(builder, hits)| make(builder, hits))
        .collect::<tantivy::Result<_>>()?;
    Ok(made.into_iter().flatten().collect())
}
