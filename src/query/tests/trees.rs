//! Any tree, in its one form, and its text.

use jiff::civil::Date;
use proptest::prelude::*;

use super::{options, read};
use crate::query::build::{all_of, any_of, negated, weighted};
use crate::query::operands::Joiner;
use crate::query::repair::Repairs;
use crate::query::*;

fn word_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "coalition",
            "anti-IS",
            "U.S.",
            "C++",
            "AT&T",
            "rock'n'roll",
            "1,000",
            "12:30",
            "AND",
            "or",
            "w/5",
            "NEAR5",
            "NEAR",
            "atleast3",
            "title:x",
            "foo:x",
            "http://x.y/?q=1",
            "is",
            "MERKEL",
            "联合国",
            "a*b",
            "a\"b",
            "a b",
            "a(b",
            "a\\b",
            "a~1",
            "a^2",
            "e.g",
            "#tag",
            "@user",
            "a&&b",
            "NAER/5",
        ])
        .prop_map(str::to_owned),
        "[a-zé]{1,8}",
    ]
}

fn is_acronym(text: &str) -> bool {
    ["IS", "US", "U.S.", "WHO"].contains(&text)
}

fn atom() -> impl Strategy<Value = Atom> {
    let word = |form| move |text| Atom::Word { text, form };
    prop_oneof![
        4 => word_text().prop_filter("no acronym", |text| !is_acronym(text)).prop_map(word(WordForm::Inflected)),
        2 => word_text().prop_map(word(WordForm::Exact)),
        1 => prop::sample::select(vec!["IS", "US", "U.S."]).prop_map(move |text| word(WordForm::Acronym)(text.to_owned())),
        1 => prop::sample::select(vec!["steuer*", "m*hammed", "bo?d", "*demokrat", "anti-rus*"])
            .prop_map(|text| Atom::Wildcard(text.to_owned())),
        1 => (word_text().prop_filter("no address", |text| !text.contains("://")), 1u8..3).prop_map(|(word, edits)| Atom::Fuzzy { word, edits }),
        1 => prop::sample::select(vec!["colou?r", "(19|20)[0-9]{2}", "tcp/ip", "a\\\\b"])
            .prop_map(|text| Atom::Regex(text.to_owned())),
    ]
}

fn phrase() -> impl Strategy<Value = Query> {
    let atom = atom().prop_filter("of a phrase", |atom| match atom {
        Atom::Word { form, .. } => *form == WordForm::Exact,
        Atom::Regex(_) => false,
        _ => true,
    });
    let spread = prop_oneof![Just(Spread::SideBySide), (0u32..9).prop_map(Spread::Within)];
    (prop::collection::vec(atom, 2..4), spread)
        .prop_map(|(atoms, spread)| Query::Phrase { atoms, spread })
}

fn condition() -> impl Strategy<Value = Query> {
    let day = || {
        prop::option::of(
            (2000i16..2020, 1i8..13, 1i8..29).prop_map(|(y, m, d)| Date::constant(y, m, d)),
        )
    };
    prop_oneof![
        Just(DateCondition::Undated),
        (day(), day()).prop_map(|(from, to)| DateCondition::Days(match (from, to) {
            (Some(a), Some(b)) => DayRange {
                from: Some(a.min(b)),
                to: Some(a.max(b))
            },
            (from, to) => DayRange { from, to },
        })),
    ]
    .prop_map(Query::Date)
}

fn reach() -> impl Strategy<Value = Reach> {
    prop_oneof![
        (1u32..20, any::<bool>()).prop_map(|(most, is_ordered)| Reach::Words {
            most,
            order: if is_ordered {
                Order::AsWritten
            } else {
                Order::Any
            },
        }),
        Just(Reach::Sentence),
        Just(Reach::Paragraph),
    ]
}

/// Builds as the parser does, so that the tree has the form that a text can have.
fn built(build: impl FnOnce(&mut Joiner<'_>) -> Query) -> Query {
    let mut repairs = Repairs::default();
    build(&mut Joiner {
        repairs: &mut repairs,
    })
}

fn tree() -> impl Strategy<Value = Query> {
    let leaf = prop_oneof![
        8 => atom().prop_map(Query::Atom),
        3 => phrase(),
        1 => condition(),
        1 => Just(Query::All),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        let pair = || (inner.clone(), inner.clone());
        prop_oneof![
            several().prop_map(all_of),
            several().prop_map(any_of),
            inner.clone().prop_map(negated),
            (1u32..100_000, inner.clone())
                .prop_map(|(hundredths, of)| weighted(Weight::from_hundredths(hundredths), of)),
            (pair(), reach()).prop_map(|((left, right), reach)| built(|joiner| joiner.near(
                left,
                right,
                reach,
                &(0..0)
            ))),
            (1u32..9, inner.clone()).prop_map(|(times, of)| built(|joiner| joiner.at_least(
                times,
                of,
                &(0..0)
            ))),
            (prop::sample::select(&Field::ALL[..]), inner.clone())
                .prop_map(|(field, of)| built(|joiner| joiner.in_field(field, of, &(0..0)))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_tree_is_written_so_that_it_is_read_as_the_same(tree in tree()) {
        let written = tree.to_string();
        let parsed = read(&written, &options());
        prop_assert_eq!(&parsed.query, &tree, "{}", written);
        prop_assert_eq!(parsed.warnings, [], "{}", written);
    }
}
