//! The same questions to every engine, the answers of the oracle expected of each.

mod articles;
mod queries;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use proptest::prelude::*;
use search::aliases::{Aliases, Group};
use search::article::EntityKind;
use search::engine::local::{LocalEngine, LocalWriter, WriterOptions};
use search::engine::memory::MemoryEngine;
use search::engine::names::Names;
use search::engine::{
    CalendarUnit, Copies, Counting, DayRange, Detail, Document, Engine, Facet, Filters, Highlights,
    Hit, NamedEntity, ProfileRequest, Put, SearchRequest, Sort, Tallies, Writer,
};
use search::highlight::{Marked, Snippet};
use search::query::Query;

use articles::{Step, puts, step};
use queries::{plain_query, query};

fn choice(values: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::sample::select(values).prop_map(str::to_owned))
}

/// Names that are one.
fn aliases() -> Aliases {
    let group = |kind, name: &str, spelling: &str| Group {
        kind,
        name: name.to_owned(),
        spellings: vec![spelling.to_owned()],
    };
    Aliases::new([
        group(EntityKind::Person, "Vladimir Putin", "Islamic State"),
        group(EntityKind::Place, "Łódź", "Paris Club"),
        group(EntityKind::Organization, "Putin", "Paris"),
    ])
}

prop_compose! {
    fn filters()(
        from in prop::option::of(0usize..4), to in prop::option::of(0usize..4),
        source in choice(&["wire", "Meridian wire", "none"]), section in choice(&["world"]),
        language in choice(&["en", "fr"]), person in choice(&["putin", "vladimir PUTIN"]),
        place in choice(&["paris", "lodz"]), rare in 0u8..16,
    ) -> Filters {
        let day = |at: usize| {
            ["2014-01-01", "2015-11-01", "2015-11-27", "2016-01-01"][at].parse().unwrap()
        };
        // Mostly one condition at a time or none, for all together find nothing.
        Filters {
            days: DayRange { from: from.filter(|_| rare == 0).map(day), to: to.filter(|_| rare < 2).map(day) },
            sources: source.filter(|_| rare == 3).into_iter().collect(),
            sections: section.filter(|_| rare == 4).into_iter().collect(),
            languages: language.filter(|_| rare == 5).into_iter().collect(),
            people: person.filter(|_| rare == 6).into_iter().collect(),
            organizations: Vec::new(),
            places: place.filter(|_| rare == 7).into_iter().collect(),
        }
    }
}

prop_compose! {
    fn request()(
        query in prop_oneof![4 => query().boxed(), 1 => plain_query().boxed()], filters in filters(),
        sort in prop::sample::select(vec![Sort::Relevance, Sort::Relevance, Sort::Newest, Sort::Oldest]),
        explains_scores in any::<bool>(), has_aliases in any::<bool>(),
        copies in prop::sample::select(vec![Copies::Each, Copies::Together]),
    ) -> SearchRequest {
        SearchRequest {
            filters, sort, copies, limit: 100, detail: Detail::Snippets(9), explains_scores,
            aliases: Arc::new(if has_aliases { aliases() } else { Aliases::default() }),
            ..SearchRequest::new(query)
        }
    }
}

/// Takes the steps and ends with a commit; returns what became of each put and finish.
fn take(writer: &mut dyn Writer, steps: &[Step]) -> Vec<String> {
    let mut told = Vec::new();
    for step in steps {
        match step {
            Step::Put(document) => {
                told.push(format!("{:?}", writer.put((**document).clone()).unwrap()))
            }
            Step::Skip(path) => {
                let file = search::engine::FileFacts {
                    path: path.clone(),
                    ..Default::default()
                };
                writer.put_skipped(file, "empty file").unwrap();
            }
            Step::Move(from, to) => {
                let renamed = |document: Document| Document {
                    file: search::engine::FileFacts {
                        path: to.clone(),
                        ..document.file.clone()
                    },
                    ..document
                };
                let moved = writer.move_file(from, to, &renamed).unwrap();
                told.push(moved.to_string());
            }
            Step::Finish(path) => told.push(writer.finish_file(path, true).unwrap().to_string()),
            Step::Checkpoint => writer.checkpoint().unwrap(),
            Step::Commit => {
                writer.commit().unwrap();
                for path in ["w", "x", "y", "z"] {
                    told.push(format!("{:?}", writer.known_file(path).unwrap()));
                }
            }
        }
        told.push(format!("{:?}", writer.unsettled_files().unwrap()));
    }
    writer.commit().unwrap();
    told
}

/// Runs the steps on every engine, and gives each engine beside the oracle to `check`.
fn compare(steps: &[Step], check: impl Fn(&dyn Engine, &dyn Engine)) {
    let mut oracle = MemoryEngine::new();
    let expected = take(&mut oracle, steps);
    let folder = tempfile::tempdir().unwrap();
    let options = WriterOptions {
        threads: 2,
        memory_bytes: 32_000_000,
    };
    let mut writer = LocalWriter::open(folder.path(), options).unwrap();
    assert_eq!(take(&mut writer, steps), expected);
    writer.close().unwrap();
    let engine = LocalEngine::open(folder.path()).unwrap();
    assert_eq!(engine.fingerprint().unwrap(), oracle.fingerprint().unwrap());
    check(&engine, &oracle);
}

fn ids(engine: &dyn Engine, request: &SearchRequest) -> Vec<String> {
    let hits = engine.search(request).unwrap().hits.into_iter();
    hits.map(|hit| hit.id).collect()
}

/// Whether the scores of two engines can be compared: an index goes on counting replaced
/// articles until it merges its segments.
#[derive(Clone, Copy, PartialEq)]
enum Scores {
    Compared,
    Ignored,
}

fn compare_answers(
    engine: &dyn Engine,
    oracle: &dyn Engine,
    request: &SearchRequest,
    scores: Scores,
) {
    let mut found = engine.search(request).unwrap();
    let mut expected = oracle.search(request).unwrap();
    let asked = format!("`{}`\n{request:?}", request.query);
    assert_eq!(found.total, expected.total, "{asked}");
    assert_eq!(found.stories, expected.stories, "{asked}");
    if (request.offset, found.hits.len()) == (0, found.stories as usize) {
        let of_hits: u64 = found.hits.iter().map(|hit| 1 + hit.copies).sum();
        assert_eq!(of_hits, found.total, "{asked}");
    }
    assert_eq!(found.expansions, expected.expansions, "{asked}");
    assert_eq!(found.widened, expected.widened, "{asked}");
    compare_order(&found.hits, &expected.hits, request.sort, &asked);
    for hits in [&mut found.hits, &mut expected.hits] {
        hits.sort_by(|a, b| a.id.cmp(&b.id));
    }
    for (hit, other) in found.hits.iter_mut().zip(&mut expected.hits) {
        if scores == Scores::Compared {
            let (score, expected) = (hit.score, other.score);
            assert!(
                is_near(score, expected),
                "{score} is not {expected}\n{hit:?}\n{asked}"
            );
        }
        if request.explains_scores {
            let parts: f32 = hit.score_parts.iter().map(|part| part.score).sum();
            assert!(is_near(parts, hit.score), "parts of {hit:?}\n{asked}");
        }
        compare_snippets(&hit.snippets, &other.snippets, &asked);
        for hit in [&mut *hit, &mut *other] {
            hit.score = 0.0;
            hit.snippets.clear();
            hit.score_parts.clear();
        }
        assert_eq!(hit, other, "{asked}");
    }
}

/// The names of an index, in an order of their own.
fn compare_names(engine: &dyn Engine, oracle: &dyn Engine) {
    let sorted = |names: Names| {
        let name = |id: &u32| {
            let counted = &names.names[*id as usize];
            (counted.kind, counted.name.clone())
        };
        let articles = names
            .articles()
            .map(|ids| ids.iter().map(name).collect::<BTreeSet<_>>());
        let mut articles: Vec<_> = articles.collect();
        articles.sort();
        let counts = names.names.iter().filter(|name| name.articles > 0);
        let counts: BTreeMap<_, _> = counts
            .map(|n| ((n.kind, n.name.clone()), n.articles))
            .collect();
        (counts, names.others.clone(), names.num_articles, articles)
    };
    let (found, expected) = (engine.names().unwrap(), oracle.names().unwrap());
    assert_eq!(sorted(found), sorted(expected));
    let phrases: [&[&str]; 8] = [
        &["putin"],
        &["vladimir putin"],
        &["coalition", "Paris"],
        &["Paris"],
        &["lodz", "putin", "putin"],
        &[""],
        &[],
        &["talk's"],
    ];
    for phrases in phrases {
        let found = engine.names_with(phrases).unwrap();
        assert_eq!(found, oracle.names_with(phrases).unwrap(), "{phrases:?}");
    }
}

fn compare_profiles(engine: &dyn Engine, oracle: &dyn Engine, request: &SearchRequest) {
    let named = |kind, name: &str| NamedEntity {
        kind,
        name: name.to_owned(),
    };
    let profile_request = ProfileRequest {
        names: vec![
            named(EntityKind::Person, "Vladimir Putin"),
            named(EntityKind::Person, "Putin"),
            named(EntityKind::Place, "Łódź"),
        ],
        condition: request.filters.applied_to(Query::All),
        aliases: Arc::clone(&request.aliases),
        companions: 2,
        limit: 3,
    };
    let mut found = engine.profile(&profile_request).unwrap();
    let mut expected = oracle.profile(&profile_request).unwrap();
    let days = |hits: &[Hit]| -> Vec<Option<String>> {
        let day = |hit: &Hit| Some(hit.date.as_ref()?.value.timestamp().to_string());
        hits.iter().map(day).collect()
    };
    assert_eq!(days(&found.newest), days(&expected.newest));
    found.newest.clear();
    expected.newest.clear();
    assert_eq!(found, expected, "{profile_request:?}");
}

fn is_near(score: f32, expected: f32) -> bool {
    (score - expected).abs() <= 1e-3 * (1.0 + expected)
}

const FACETS: [Facet; 8] = [
    Facet::Source,
    Facet::Section,
    Facet::Language,
    Facet::Format,
    Facet::Names(EntityKind::Person),
    Facet::Names(EntityKind::Organization),
    Facet::Names(EntityKind::Place),
    Facet::Names(EntityKind::Other),
];

/// Two spellings of a person's name are one, and one that no article has stands for a place.
fn counted_as(kind: EntityKind, name: &str) -> Option<String> {
    match (kind, name) {
        (EntityKind::Person, "Putin" | "Vladimir") => Some("Vladimir Putin".to_owned()),
        (EntityKind::Place, "Paris") => Some("Paris, France".to_owned()),
        _ => None,
    }
}

fn compare_counts(engine: &dyn Engine, oracle: &dyn Engine, request: &SearchRequest) {
    let asked = format!("`{}`\n{request:?}", request.query);
    let total = oracle.search(request).unwrap().total;
    let whole = Counting {
        by: &FACETS,
        ..Counting::default()
    };
    let grouped = Counting {
        counted_as: Some(&counted_as),
        ..whole
    };
    for counting in [whole, grouped] {
        let counts = engine.count(request, &counting).unwrap();
        assert_eq!(counts, oracle.count(request, &counting).unwrap(), "{asked}");
        assert_eq!(counts.all.total, total, "{asked}");
        sums_agree(&counts.all);
        for unit in CalendarUnit::ALL {
            let within = Some(unit);
            let parts = engine
                .count(request, &Counting { within, ..counting })
                .unwrap();
            let expected = oracle
                .count(request, &Counting { within, ..counting })
                .unwrap();
            assert_eq!(parts, expected, "{asked}");
            let periods = counts.days.by(unit);
            let dated: u64 = periods.periods.values().sum();
            assert_eq!(
                dated + periods.imprecise + periods.undated,
                total,
                "{asked}"
            );
            let of_parts: u64 = parts.within.values().map(|tallies| tallies.total).sum();
            assert_eq!(of_parts, total, "{asked}");
            parts.within.values().for_each(sums_agree);
        }
    }
}

/// Of what an article has once at the most, the counts add up to the articles.
fn sums_agree(tallies: &Tallies) {
    for (facet, tally) in FACETS.iter().zip(&tallies.by) {
        let counted = tally.values.iter().map(|counted| counted.articles);
        let sum = counted.sum::<u64>() + tally.none;
        match facet {
            Facet::Names(_) => assert!(sum >= tallies.total),
            _ => assert_eq!(sum, tallies.total, "{facet:?}"),
        }
    }
}

/// What is marked in the whole of each article: nothing where it does not match.
fn compare_highlights(engine: &dyn Engine, oracle: &dyn Engine, query: &Query) {
    let all = SearchRequest {
        limit: 100,
        ..SearchRequest::new(Query::All)
    };
    for id in ids(oracle, &all) {
        let article = oracle.document(&id).unwrap().unwrap().article;
        let found = engine.highlights(&article, query).unwrap();
        let expected = oracle.highlights(&article, query).unwrap();
        assert_eq!(found, expected, "`{query}`\n{article:?}");
    }
}

/// Hits with the same key may come in any order.
fn compare_order(found: &[Hit], expected: &[Hit], sort: Sort, asked: &str) {
    let dates = |hits: &[Hit]| -> Vec<_> {
        let dates = hits.iter().map(|hit| hit.date.as_ref());
        dates
            .map(|date| date.map(|date| date.value.timestamp()))
            .collect()
    };
    match sort {
        Sort::Relevance => assert!(found.is_sorted_by(|a, b| a.score >= b.score), "{asked}"),
        Sort::Newest | Sort::Oldest => assert_eq!(dates(found), dates(expected), "{asked}"),
        Sort::Index => {}
    }
}

/// The copies of each article.
fn compare_stories(engine: &dyn Engine, oracle: &dyn Engine) {
    let all = SearchRequest {
        limit: usize::MAX,
        ..SearchRequest::new(Query::All)
    };
    for id in ids(oracle, &all) {
        let found = engine.story(&id).unwrap();
        assert!(found.iter().any(|copy| copy.id == id));
        assert_eq!(found, oracle.story(&id).unwrap(), "{id}");
    }
    assert_eq!(engine.story("no such article").unwrap(), []);
}

/// The articles of a request, whole, by id.
fn whole(
    engine: &dyn Engine,
    request: &SearchRequest,
) -> (u64, BTreeMap<String, (Document, Highlights)>) {
    let mut found = BTreeMap::new();
    let response = engine.each_document(request, &mut |whole| {
        let key = whole.document.id.clone();
        let before = found.insert(key, (whole.document, whole.highlights));
        assert_eq!(before, None, "{request:?}");
        ControlFlow::Continue(())
    });
    (response.unwrap().total, found)
}

/// Articles that are handed out whole are those of the hits, in any order that is asked for.
fn compare_whole(engine: &dyn Engine, oracle: &dyn Engine, request: &SearchRequest) {
    let request = &SearchRequest {
        copies: Copies::Each,
        ..request.clone()
    };
    let (total, expected) = whole(oracle, request);
    assert_eq!(expected.len() as u64, total);
    for sort in [request.sort, Sort::Index] {
        let request = SearchRequest {
            sort,
            ..request.clone()
        };
        assert_eq!(
            whole(engine, &request),
            (total, expected.clone()),
            "{request:?}"
        );
        let hits: BTreeSet<String> = ids(engine, &request).into_iter().collect();
        assert!(hits.iter().eq(expected.keys()), "{request:?}");
    }
}

/// The oracle shows the whole body, an engine passages of it with the same parts marked.
fn compare_snippets(found: &[Snippet], expected: &[Snippet], asked: &str) {
    let Some(whole) = expected.first() else {
        assert_eq!(found, []);
        return;
    };
    let is_marked = |snippets: &[Snippet]| {
        let mut marked = snippets.iter().map(|snippet| &snippet.marked);
        marked.any(|marked| !marked.highlights.is_empty())
    };
    assert_eq!(
        is_marked(found),
        is_marked(expected),
        "{found:?}\n{expected:?}\n{asked}"
    );
    assert!(!found.is_empty(), "no passage of {expected:?}\n{asked}");
    for snippet in found {
        let passage = &snippet.marked;
        assert!(
            is_part(passage, &whole.marked),
            "{passage:?}\n{whole:?}\n{asked}"
        );
    }
}

/// Tells whether a passage stands somewhere in the whole with what is marked there; a mark that
/// goes on beyond the passage ends with it.
fn is_part(passage: &Marked, whole: &Marked) -> bool {
    let mut begins = whole.text.match_indices(&passage.text);
    begins.any(|(at, text)| {
        let end = at + text.len();
        let reaching_in = whole
            .highlights
            .iter()
            .filter(|range| range.start < end && at < range.end);
        reaching_in
            .map(|range| range.start.max(at) - at..range.end.min(end) - at)
            .eq(passage.highlights.iter().cloned())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_engine_answers_scores_and_marks_as_the_oracle_does(
        steps in puts(40), requests in prop::collection::vec(request(), 200),
    ) {
        compare(&steps, |engine, oracle| {
            for request in &requests {
                compare_answers(engine, oracle, request, Scores::Compared);
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_engine_keeps_replaces_and_counts_what_the_oracle_does(
        steps in prop::collection::vec(step(), 0..30),
        requests in prop::collection::vec(request(), 20),
    ) {
        compare(&steps, |engine, oracle| {
            for request in &requests {
                compare_answers(engine, oracle, request, Scores::Ignored);
                compare_highlights(engine, oracle, &request.query);
                compare_whole(engine, oracle, request);
            }
            for request in &requests[..5] {
                compare_counts(engine, oracle, request);
            }
            for id in ["a", "b", "ab", "e", "", "zz"] {
                assert_eq!(engine.document(id).unwrap(), oracle.document(id).unwrap(), "{id}");
            }
            compare_names(engine, oracle);
            compare_stories(engine, oracle);
            for request in &requests {
                compare_profiles(engine, oracle, request);
            }
            let mut stats = engine.stats(3).unwrap();
            stats.index_bytes = 0;
            assert_eq!(stats, oracle.stats(3).unwrap());
        });
    }

    #[test]
    fn pages_give_every_hit_once_in_one_order(
        steps in puts(80), requests in prop::collection::vec(request(), 10), size in 1usize..7,
    ) {
        compare(&steps, |engine, _| {
            for request in &requests {
                let all = ids(engine, request);
                let mut paged = Vec::new();
                for offset in (0..=all.len()).step_by(size) {
                    paged.extend(ids(engine, &SearchRequest { limit: size, offset, ..request.clone() }));
                }
                assert_eq!(paged, all, "{request:?}");
            }
        });
    }

    #[test]
    fn pages_of_hits_with_one_score_and_one_date_do_not_overlap(
        steps in puts(80), size in 1usize..9,
        sort in prop::sample::select(vec![Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Index]),
    ) {
        let mut steps = steps;
        for step in &mut steps {
            if let Step::Put(document) = step {
                document.article.date = None;
            }
        }
        compare(&steps, |engine, _| {
            let all = SearchRequest { sort, limit: size, ..SearchRequest::new(Query::All) };
            let mut paged = Vec::new();
            for offset in (0..steps.len()).step_by(size) {
                paged.extend(ids(engine, &SearchRequest { offset, ..all.clone() }));
            }
            paged.sort();
            let numbers: Vec<String> = (0..steps.len()).map(|number| format!("{number:02}")).collect();
            assert_eq!(paged, numbers);
        });
    }
}

#[test]
fn a_put_tells_what_it_replaced() {
    let mut writer = MemoryEngine::new();
    let document = || Document {
        id: "a".to_owned(),
        ..Document::default()
    };
    assert_eq!(writer.put(document()).unwrap(), Put::Added);
    assert_eq!(writer.put(document()).unwrap(), Put::Repeated);
    writer.commit().unwrap();
    assert_eq!(writer.put(document()).unwrap(), Put::Unchanged);
    writer.commit().unwrap();
    let mut changed = document();
    changed.file.modified_micros = 1;
    assert_eq!(writer.put(changed).unwrap(), Put::Updated);
}
