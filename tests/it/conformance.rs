//! The same questions to every engine, the answers of the oracle expected of each.

use jiff::civil::Date;
use proptest::prelude::*;
use search::article::{Article, DateValue, Entity, EntityKind, Evidence, PublicationDate};
use search::engine::local::{LocalEngine, LocalWriter, WriterOptions};
use search::engine::memory::MemoryEngine;
use search::engine::{
    DayRange, Detail, Document, Engine, FileFacts, Filters, Put, SearchRequest, Sort, Writer,
};
use search::query::{Join, ParseOptions, Query, parse};

/// One step of an indexing run.
#[derive(Clone, Debug)]
enum Step {
    Put(Box<Document>),
    Skip(String),
    Finish(String),
    Commit,
}

const WORDS: [&str; 12] = [
    "coalition",
    "coalitions",
    "Russia",
    "Russian",
    "talks",
    "anti-IS",
    "the",
    "Erdoğan",
    "São",
    "联合国",
    "F-16",
    "US",
];

fn words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 0..most)
        .prop_map(|words| words.join(" "))
}

fn date() -> impl Strategy<Value = Option<PublicationDate>> {
    let dates = [
        "2014",
        "2015-11",
        "2015-11-27",
        "2015-11-27T18:30Z",
        "2015-11-28T01:00+05:00",
        "1987-03-01",
    ];
    prop::option::of(prop::sample::select(dates.to_vec())).prop_map(|text| {
        let value: DateValue = text?.parse().unwrap();
        Some(PublicationDate {
            value,
            evidence: Evidence::JsonLd,
        })
    })
}

fn entities() -> impl Strategy<Value = Vec<Entity>> {
    let names = [
        "Vladimir Putin",
        "Putin",
        "Islamic State",
        "Paris",
        "Paris Club",
        "Łódź",
    ];
    let entity = (
        prop::sample::select(EntityKind::ALL.to_vec()),
        prop::sample::select(names.to_vec()),
    )
        .prop_map(|(kind, name)| Entity {
            kind,
            name: name.to_owned(),
            mentions: Vec::new(),
        });
    prop::collection::vec(entity, 0..4).prop_map(|mut entities| {
        entities.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        entities.dedup();
        entities
    })
}

fn choice(values: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::sample::select(values).prop_map(str::to_owned))
}

prop_compose! {
    fn document()(
        id in "[a-e]{1,2}", path in "[xyz]", headline in words(6), body in words(20), date in date(),
        entities in entities(), source in choice(&["Meridian Wire", "Wire"]),
        section in choice(&["World", "Sport"]), language in choice(&["en", "de"]),
        line in prop::option::of(1u64..9), version in 1u32..3,
    ) -> Document {
        let article = Article {
            id: Some(id.clone()),
            headline,
            body,
            date,
            entities,
            source,
            section,
            language,
            line,
            authors: vec!["Jane Roe".to_owned()],
            url: Some(format!("https://example.org/{id}")),
            ..Article::default()
        };
        let file = FileFacts {
            path,
            size_bytes: 7,
            modified_micros: -3,
            format: "text".to_owned(),
            reader_version: version,
        };
        Document { id, article, file }
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => document().prop_map(|document| Step::Put(Box::new(document))),
        1 => "[xyzw]".prop_map(Step::Skip),
        2 => "[xyzw]".prop_map(Step::Finish),
        2 => Just(Step::Commit),
    ]
}

prop_compose! {
    fn filters()(
        from in prop::option::of(0usize..4), to in prop::option::of(0usize..4),
        source in choice(&["wire", "Meridian wire", "none"]), section in choice(&["world"]),
        language in choice(&["en", "fr"]), person in choice(&["putin", "vladimir PUTIN"]),
        place in choice(&["paris", "lodz"]), rare in 0u8..8,
    ) -> Filters {
        let day = |at: usize| -> Date {
            ["2014-01-01", "2015-11-01", "2015-11-27", "2016-01-01"][at].parse().unwrap()
        };
        // Mostly one condition at a time, for all together find nothing.
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
        text in words(4), any in any::<bool>(), filters in filters(),
        sort in prop::sample::select(vec![Sort::Relevance, Sort::Newest, Sort::Oldest]),
    ) -> SearchRequest {
        let join = if any { Join::Any } else { Join::All };
        let options = ParseOptions { join, ..ParseOptions::new(jiff::civil::date(2015, 11, 27)) };
        let query = match parse(&text, &options).unwrap().query {
            Query::Nothing => Query::All,
            query => query,
        };
        SearchRequest { filters, sort, limit: 100, detail: Detail::Snippets(2), ..SearchRequest::new(query) }
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
                let file = FileFacts {
                    path: path.clone(),
                    ..FileFacts::default()
                };
                writer.put_skipped(file, "empty file").unwrap();
            }
            Step::Finish(path) => told.push(writer.finish_file(path).unwrap().to_string()),
            Step::Commit => {
                writer.commit().unwrap();
                for path in ["w", "x", "y", "z"] {
                    told.push(format!("{:?}", writer.known_file(path).unwrap()));
                }
            }
        }
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
    check(&LocalEngine::open(folder.path()).unwrap(), &oracle);
}

fn ids(engine: &dyn Engine, request: &SearchRequest) -> Vec<String> {
    engine
        .search(request)
        .unwrap()
        .hits
        .into_iter()
        .map(|hit| hit.id)
        .collect()
}

/// Sorts what may come in any order: hits with equal keys.
fn compare_answers(
    engine: &dyn Engine,
    oracle: &dyn Engine,
    request: &SearchRequest,
    has_scores: bool,
) {
    let mut found = engine.search(request).unwrap();
    let mut expected = oracle.search(request).unwrap();
    assert_eq!(found.total, expected.total, "{request:?}");
    if has_scores {
        for (hit, other) in found.hits.iter().zip(&expected.hits) {
            assert!(
                (hit.score - other.score).abs() < 1e-3 * (1.0 + other.score),
                "{hit:?} {other:?}"
            );
        }
    }
    let dates = |hits: &[search::engine::Hit]| -> Vec<_> {
        hits.iter()
            .map(|hit| hit.date.as_ref().map(|date| date.value.timestamp()))
            .collect()
    };
    if request.sort != Sort::Relevance {
        assert_eq!(dates(&found.hits), dates(&expected.hits), "{request:?}");
    }
    for hits in [&mut found.hits, &mut expected.hits] {
        hits.sort_by(|a, b| a.id.cmp(&b.id));
        hits.iter_mut().for_each(|hit| hit.score = 0.0);
    }
    assert_eq!(found.hits, expected.hits, "{request:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_engine_finds_marks_and_counts_what_the_oracle_does(
        steps in prop::collection::vec(step(), 0..30),
        requests in prop::collection::vec(request(), 20),
    ) {
        compare(&steps, |engine, oracle| {
            for request in &requests {
                compare_answers(engine, oracle, request, false);
            }
            for id in ["a", "b", "ab", "e", "", "zz"] {
                assert_eq!(engine.document(id).unwrap(), oracle.document(id).unwrap(), "{id}");
            }
            let mut stats = engine.stats(3).unwrap();
            stats.index_bytes = 0;
            assert_eq!(stats, oracle.stats(3).unwrap());
        });
    }

    #[test]
    fn every_engine_scores_as_the_oracle_does(
        documents in prop::collection::vec(document(), 1..20),
        requests in prop::collection::vec(request(), 20),
    ) {
        let put = |(n, mut document): (usize, Document)| {
            document.id = format!("{n:02}");
            document.article.id = Some(document.id.clone());
            Step::Put(Box::new(document))
        };
        let steps: Vec<Step> = documents.into_iter().enumerate().map(put).collect();
        compare(&steps, |engine, oracle| {
            for request in &requests {
                compare_answers(engine, oracle, request, true);
            }
        });
    }

    #[test]
    fn pages_give_every_hit_once_in_one_order(
        documents in prop::collection::vec(document(), 1..40), request in request(), size in 1usize..7,
    ) {
        let put = |(n, mut document): (usize, Document)| {
            document.id = format!("{n:02}");
            Step::Put(Box::new(document))
        };
        let steps: Vec<Step> = documents.into_iter().enumerate().map(put).collect();
        compare(&steps, |engine, _| {
            let all = ids(engine, &request);
            let mut paged = Vec::new();
            for offset in (0..=all.len()).step_by(size) {
                paged.extend(ids(engine, &SearchRequest { limit: size, offset, ..request.clone() }));
            }
            assert_eq!(paged, all);
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
    assert_eq!(writer.put(document()).unwrap(), Put::Updated);
}
