//! Random articles and indexing runs.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::select;
use search::article::{
    Article, DateValue, Entity, EntityKind, Evidence, Mention, Part, PublicationDate,
};
use search::engine::{Document, FileFacts};

/// One step of an indexing run.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Put(Box<Document>),
    Skip(String),
    Finish(String),
    Move(String, String),
    Checkpoint,
    Commit,
}

/// Words of articles: inflections of each other, words and acronyms, with hyphens and accents,
/// of several languages and scripts.
const WORDS: &[&str] = &[
    "coalition",
    "coalitions",
    "Coalition’s",
    "Russia",
    "Russian",
    "russians",
    "talk",
    "talks",
    "talked",
    "talking",
    "the",
    "of",
    "die",
    "died",
    "dies",
    "is",
    "IS",
    "us",
    "US",
    "who",
    "WHO",
    "it",
    "IT",
    "anti-IS",
    "anti",
    "F-16",
    "AT&T",
    "U.S.",
    "1,000",
    "état",
    "États",
    "Erdoğan",
    "São",
    "联合国",
    "联合",
    "国联",
    "коалиция",
    "коалиции",
    "Gespräch",
    "Gespräche",
    "Koalition",
    "Koalitionen",
    "la",
    "élection",
    "élections",
    "Haus",
    "Häuser",
];

const SOURCES: &[&str] = &["Meridian Wire", "Wire", "U.S. News"];

fn sentence() -> impl Strategy<Value = String> {
    let end = select(vec![". ", "! ", ", ", " "]);
    (prop::collection::vec(select(WORDS), 1..7), end).prop_map(|(words, end)| {
        let mut text = words.join(" ");
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        text + end
    })
}

fn body() -> impl Strategy<Value = String> {
    let paragraph = prop::collection::vec(sentence(), 1..4).prop_map(|parts| parts.concat());
    let paragraphs = prop::collection::vec(paragraph, 0..4);
    paragraphs.prop_map(|parts| {
        let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).collect();
        parts.join("\n\n")
    })
}

/// A copy of one of two texts, with a sentence or two cut.
fn copied_body() -> impl Strategy<Value = String> {
    let kept = prop::collection::vec(prop::bool::weighted(0.85), 12);
    (0usize..2, kept).prop_map(|(text, kept)| {
        let word = |place: usize| WORDS[(place * place * 7 + place * 3 + text * 5) % WORDS.len()];
        let sentence = |number: usize| -> String {
            let words: Vec<&str> = (0..8).map(|at| word(number * 8 + at)).collect();
            words.join(" ") + ". "
        };
        let sentences = (0..kept.len()).filter(|&number| kept[number]);
        sentences
            .map(sentence)
            .collect::<String>()
            .trim_end()
            .to_owned()
    })
}

fn headline() -> impl Strategy<Value = String> {
    prop::collection::vec(select(WORDS), 0..6).prop_map(|words| words.join(" "))
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
    prop::option::of(select(dates.to_vec())).prop_map(|text| {
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
        "Vladimir",
        "Islamic State",
        "Paris",
        "Paris Club",
        "Łódź",
    ];
    let entity =
        (select(EntityKind::ALL.to_vec()), select(names.to_vec())).prop_map(|(kind, name)| {
            Entity {
                kind,
                name: name.to_owned(),
                mentions: Vec::new(),
            }
        });
    prop::collection::vec(entity, 0..4).prop_map(|mut entities| {
        entities.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        entities.dedup();
        entities
    })
}

fn authors() -> impl Strategy<Value = Vec<String>> {
    let names = ["Jane Roe", "Jean-Luc Roe", "Jean", "Luc Putin"];
    let name = select(names.to_vec()).prop_map(str::to_owned);
    prop::collection::vec(name, 0..3)
}

fn choice(values: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::of(select(values).prop_map(str::to_owned))
}

/// The bytes of the word with this number.
fn word_at(text: &str, number: usize) -> Option<Range<usize>> {
    let word = text.split_whitespace().nth(number)?;
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    Some(start..start + word.len())
}

fn mention(part: Part, bytes: Range<usize>) -> Mention {
    Mention {
        part,
        start: bytes.start,
        end: bytes.end,
    }
}

prop_compose! {
    pub(super) fn document()(
        id in "[a-e]{1,2}", path in "[xyz]", headline in headline(),
        body in prop_oneof![3 => body().boxed(), 1 => copied_body().boxed()], date in date(),
        entities in entities(), authors in authors(), source in choice(SOURCES),
        section in choice(&["World", "Sport"]), language in choice(&["en", "en", "de", "fr", "ru"]),
        line in prop::option::of(1u64..9), member in prop::option::of("[a-c]/[xy].txt"),
        version in 1u32..3, modified_micros in -1i64..2, part in 0u32..3,
    ) -> Document {
        let mut entities = entities;
        for (i, entity) in entities.iter_mut().enumerate() {
            let of_headline = word_at(&headline, i).map(|word| mention(Part::Headline, word));
            let of_body = word_at(&body, 2 * i).map(|word| mention(Part::Body, word));
            entity.mentions = of_headline.into_iter().chain(of_body).collect();
        }
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
            authors,
            url: Some(format!("https://example.org/{id}")),
            ..Article::default()
        };
        let file = FileFacts {
            path,
            member,
            size_bytes: 7,
            modified_micros,
            format: "text".to_owned(),
            reader_version: version,
            part,
            ..FileFacts::default()
        };
        Document { id, article, file }
    }
}

/// Steps that repeat and replace articles, and take them away.
pub(super) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => document().prop_map(|document| Step::Put(Box::new(document))),
        1 => "[xyzw]".prop_map(Step::Skip),
        2 => "[xyzw]".prop_map(Step::Finish),
        1 => ("[xyz]", "[wvu]").prop_map(|(from, to)| Step::Move(from, to)),
        1 => Just(Step::Checkpoint),
        2 => Just(Step::Commit),
    ]
}

/// Puts that leave up to `most` articles, none of them replaced.
pub(super) fn puts(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let put = |(number, mut document): (usize, Document)| {
        document.id = format!("{number:02}");
        document.article.id = Some(document.id.clone());
        Step::Put(Box::new(document))
    };
    prop::collection::vec(document(), 1..most)
        .prop_map(move |documents| documents.into_iter().enumerate().map(put).collect())
}
