//! Words against tantivy's own unions and intersections, over segments of several windows.

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::{Index as Choice, select};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, Occur, TermQuery};
use tantivy::schema::{STRING, Schema, TEXT};
use tantivy::{Index, IndexWriter, doc};

use super::*;
use crate::engine::local::search::ScoredAddress;

/// Words of the test, from frequent to rare: the one with number n is in one of 2^n documents.
const NUM_WORDS: u32 = 13;
/// Documents of each segment: one of many windows, one of a few, one of less than one.
const SEGMENTS: [u32; 3] = [9_000, 3_000, 700];

fn word(number: u32) -> String {
    format!("w{number}")
}

/// An index of texts that are longer in each segment, a tenth of them deleted.
fn index() -> (Index, [Field; 2]) {
    let mut schema = Schema::builder();
    let fields = ["headline", "body"].map(|name| schema.add_text_field(name, TEXT));
    let kind = schema.add_text_field("kind", STRING);
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
    let mut random = 1_u64;
    for (segment, num_docs) in (1..).zip(SEGMENTS) {
        for _ in 0..num_docs {
            let mut text = |length: u32| -> String {
                let mut words = String::new();
                for _ in 0..length {
                    random = random
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    let number = (random >> 40).trailing_zeros().min(NUM_WORDS - 1);
                    words += &format!("{} ", word(number));
                }
                words
            };
            let (headline, body) = (text(segment), text(3 * segment * segment));
            let is_deleted = body.contains("w0 w0 w1 w0");
            let kind_of_doc = if is_deleted { "deleted" } else { "kept" };
            writer
                .add_document(doc!(fields[0] => headline, fields[1] => body, kind => kind_of_doc))
                .unwrap();
        }
        writer.commit().unwrap();
    }
    writer.delete_term(Term::from_field_text(kind, "deleted"));
    writer.commit().unwrap();
    (index, fields)
}

fn ours(words: &[Vec<u32>], fields: [Field; 2]) -> WordsQuery {
    let terms = |number: &u32| {
        [(fields[0], 0.7), (fields[1], 1.0)].map(|(field, factor)| WeighedTerms {
            field,
            terms: vec![word(*number)],
            factor,
        })
    };
    let of_word = |numbers: &Vec<u32>| Word {
        term_sets: numbers.iter().flat_map(terms).collect(),
    };
    WordsQuery {
        words: words.iter().map(of_word).collect(),
        deadline: Deadline::default(),
    }
}

fn tantivys(words: &[Vec<u32>], fields: [Field; 2]) -> BooleanQuery {
    let term = |number: &u32| {
        [(fields[0], 0.7), (fields[1], 1.0)].map(|(field, factor)| {
            let term = Term::from_field_text(field, &word(*number));
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            Box::new(BoostQuery::new(Box::new(query), factor)) as Box<dyn Query>
        })
    };
    let of_word = |numbers: &Vec<u32>| -> Box<dyn Query> {
        Box::new(BooleanQuery::union(numbers.iter().flat_map(term).collect()))
    };
    BooleanQuery::intersection(words.iter().map(of_word).collect())
}

#[test]
fn words_are_given_up_when_the_time_is_over() {
    let (index, fields) = index();
    let searcher = index.reader().unwrap().searcher();
    for words in [vec![vec![0]], vec![vec![0], vec![NUM_WORDS - 1]]] {
        let mut query = ours(&words, fields);
        query.deadline = Deadline::after(Some(Duration::ZERO));
        assert_eq!(query.count_and_top(&searcher, 10).unwrap().0, 0);
        assert!(query.deadline.was_missed());
    }
}

#[track_caller]
fn assert_same(ours: &[ScoredAddress], expected: &[ScoredAddress]) {
    assert_eq!(ours.len(), expected.len());
    for (ours, expected) in ours.iter().zip(expected) {
        assert!((ours.0 - expected.0).abs() < 1e-4, "{ours:?} {expected:?}");
    }
}

/// That ours are found, each with the score that it has in the whole answer.
#[track_caller]
fn assert_is_beginning(page: &[ScoredAddress], all: &[ScoredAddress]) {
    assert_eq!(page, &all[..page.len().min(all.len())]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn words_find_what_unions_and_intersections_of_terms_do(
        queries in prop::collection::vec(
            prop::collection::vec(prop::collection::vec(0..NUM_WORDS, 1..4), 1..4),
            8,
        ),
        limit in select(vec![1_usize, 10, 50, 400]),
        beside in any::<Choice>(),
    ) {
        thread_local!(static INDEX: (Index, [Field; 2]) = index());
        INDEX.with(|(index, fields)| {
            let searcher = index.reader().unwrap().searcher();
            for words in &queries {
                let ours = ours(words, *fields);
                let expected = tantivys(words, *fields);
                let top = TopDocs::with_limit(20_000).order_by_score();
                let (total, all) = searcher.search(&expected, &(Count, top)).unwrap();

                let (our_total, our_all) = ours.count_and_top(&searcher, 20_000).unwrap();
                assert_eq!(our_total, total, "{ours:?}");
                assert_same(&our_all, &all);
                let (our_total, page) = ours.count_and_top(&searcher, limit).unwrap();
                assert_eq!(our_total, total, "{ours:?}");
                assert_is_beginning(&page, &our_all);
                assert_eq!(searcher.search(&ours, &Count).unwrap(), total, "{ours:?}");

                let beside = vec![vec![beside.index(3) as u32]];
                let both = |query: &dyn Query| {
                    let beside = Box::new(tantivys(&beside, *fields));
                    let both = [(Occur::Must, query.box_clone()), (Occur::Must, beside as _)];
                    let top = TopDocs::with_limit(20_000).order_by_score();
                    searcher.search(&BooleanQuery::new(both.into()), &(Count, top)).unwrap()
                };
                let (our_total, our_both) = both(&ours);
                let (total, expected_both) = both(&expected);
                assert_eq!(our_total, total, "{ours:?}");
                assert_same(&our_both, &expected_both);
            }
        });
    }
}
