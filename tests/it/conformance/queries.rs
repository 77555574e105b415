//! Random queries, over words that collide with each other and with those of the articles.

use proptest::prelude::*;
use proptest::sample::select;
use search::query::{
    Atom, DateCondition, DayRange, Field, Order, Query, Reach, Spread, Weight, WordForm,
};

/// Words as people type them; most are words of the articles or their inflections.
const WORDS: &[&str] = &[
    "coalition",
    "Coalitions",
    "coalition's",
    "russia",
    "Russian",
    "russians",
    "talk",
    "talks",
    "talking",
    "the",
    "of",
    "die",
    "dies",
    "is",
    "IS",
    "us",
    "US",
    "who",
    "it",
    "anti-IS",
    "anti",
    "F-16",
    "f16",
    "16",
    "AT&T",
    "U.S.",
    "1,000",
    "États",
    "etat",
    "Erdogan",
    "Erdoğan",
    "São",
    "联合国",
    "联合",
    "国",
    "коалиция",
    "коалиции",
    "Gespräch",
    "gesprachen",
    "Koalition",
    "Koalitionen",
    "la",
    "élections",
    "election",
    "Haus",
    "nowhere",
    "…",
];
const ACRONYMS: &[&str] = &["IS", "US", "IT", "WHO"];
const WILDCARDS: &[&str] = &[
    "coal*",
    "*tion",
    "russ?a",
    "ru*n*",
    "ta?ks",
    "k*n",
    "??lk*",
    "anti-i*",
    "f-1?",
    "联合*",
    "коал*",
    "gespr*",
    "*tat*",
    "d?e",
    "zz*",
    "er?o*",
];
const MISSPELT: &[&str] = &[
    "coaltion",
    "raussi",
    "tlak",
    "erdogna",
    "de",
    "联合",
    "koalitoin",
    "anti-si",
    "U.S.",
    "election",
];
const REGEXES: &[&str] = &[
    "coalitions?",
    "[rt].*",
    "(russ|ru).*n",
    "\\d+",
    "É.*",
    "d.e|is",
    ".{2}",
    "talk(s|ed|ing)?",
];
const NAMES: &[&str] = &[
    "putin",
    "Vladimir",
    "vladimir putin",
    "Paris",
    "club",
    "islamic",
    "State",
    "Łódź",
    "lodz",
    "wire",
    "Meridian",
    "U.S.",
    "u.s. news",
    "world",
    "roe",
    "jean-luc",
    "jean",
    "example.org",
    "wires",
    "x",
    "a",
];
const NAME_PATTERNS: &[&str] = &["put*", "*r?s", "vl*mir", "wor*", "jean-l*", "exam*"];

const CODES: &[&str] = &["en", "de", "EN", "fr", "e*"];
const DAYS: &[&str] = &["2014-01-01", "2015-11-27", "2015-11-28", "2016-01-01"];
const TEXT_FIELDS: &[Field] = &[Field::Headline, Field::Body, Field::Lead];
const NAME_FIELDS: &[Field] = &[
    Field::Entity,
    Field::Person,
    Field::Organization,
    Field::Place,
    Field::Source,
    Field::Section,
    Field::Author,
    Field::Path,
    Field::Url,
];

fn atom() -> impl Strategy<Value = Atom> {
    let form = select(vec![
        WordForm::Inflected,
        WordForm::Inflected,
        WordForm::Exact,
    ]);
    prop_oneof![
        12 => (select(WORDS), form).prop_map(|(word, form)| word_atom(word, form)),
        2 => select(ACRONYMS).prop_map(|word| word_atom(word, WordForm::Acronym)),
        3 => select(WILDCARDS).prop_map(|text| Atom::Wildcard(text.to_owned())),
        2 => (select(MISSPELT), 1u8..3)
            .prop_map(|(word, edits)| Atom::Fuzzy { word: word.to_owned(), edits }),
        1 => select(REGEXES).prop_map(|text| Atom::Regex(text.to_owned())),
    ]
}

fn word_atom(text: &str, form: WordForm) -> Atom {
    Atom::Word {
        text: text.to_owned(),
        form,
    }
}

fn phrase(atom: impl Strategy<Value = Atom> + 'static) -> impl Strategy<Value = Query> {
    let spread = prop_oneof![
        2 => Just(Spread::SideBySide),
        1 => (0u32..5).prop_map(Spread::Within),
    ];
    (prop::collection::vec(atom, 2..4), spread)
        .prop_map(|(atoms, spread)| Query::Phrase { atoms, spread })
}

fn reach() -> impl Strategy<Value = Reach> {
    let order = select(vec![Order::Any, Order::AsWritten]);
    prop_oneof![
        4 => (1u32..7, order).prop_map(|(most, order)| Reach::Words { most, order }),
        1 => Just(Reach::Sentence),
        1 => Just(Reach::Paragraph),
    ]
}

/// What NEAR and atleast take.
fn operand(depth: u32) -> BoxedStrategy<Query> {
    let simple = || prop_oneof![3 => atom().prop_map(Query::Atom), 1 => phrase(atom())];
    let group = prop::collection::vec(simple(), 2..4).prop_map(any_of);
    match depth {
        0 => prop_oneof![4 => simple(), 1 => group].boxed(),
        _ => prop_oneof![4 => simple(), 1 => group, 1 => near(depth - 1)].boxed(),
    }
}

fn near(depth: u32) -> impl Strategy<Value = Query> {
    (operand(depth), operand(depth), reach()).prop_map(|(left, right, reach)| Query::Near {
        left: Box::new(left),
        right: Box::new(right),
        reach,
    })
}

fn clause() -> impl Strategy<Value = Query> {
    let at_least = (1u32..4, operand(1)).prop_map(|(times, of)| Query::AtLeast {
        times,
        of: Box::new(of),
    });
    prop_oneof![
        5 => atom().prop_map(Query::Atom),
        2 => phrase(atom()),
        3 => near(1),
        1 => at_least,
    ]
}

fn name() -> impl Strategy<Value = Query> {
    let form = select(vec![WordForm::Inflected, WordForm::Exact]);
    let atom = || {
        prop_oneof![
            4 => (select(NAMES), form.clone()).prop_map(|(word, form)| word_atom(word, form)),
            1 => select(NAME_PATTERNS).prop_map(|text| Atom::Wildcard(text.to_owned())),
            1 => select(NAMES)
                .prop_map(|word| Atom::Fuzzy { word: word.to_owned(), edits: 1 }),
        ]
    };
    prop_oneof![3 => atom().prop_map(Query::Atom), 1 => phrase(atom())]
}

fn in_field() -> impl Strategy<Value = Query> {
    let code = select(CODES).prop_map(|code| match code.contains('*') {
        true => Query::Atom(Atom::Wildcard(code.to_owned())),
        false => Query::Atom(word_atom(code, WordForm::Inflected)),
    });
    prop_oneof![
        4 => (select(TEXT_FIELDS), combined(clause().boxed(), 1)).prop_map(inside),
        3 => (select(NAME_FIELDS), combined(name().boxed(), 1)).prop_map(inside),
        1 => (Just(Field::Language), code).prop_map(inside),
    ]
}

fn inside((field, of): (Field, Query)) -> Query {
    Query::In {
        field,
        of: Box::new(of),
    }
}

fn date() -> impl Strategy<Value = Query> {
    let day = || prop::option::of(select(DAYS).prop_map(|day| day.parse().unwrap()));
    prop_oneof![
        1 => Just(Query::Date(DateCondition::Undated)),
        3 => (day(), day())
            .prop_map(|(from, to)| Query::Date(DateCondition::Days(DayRange { from, to }))),
    ]
}

/// `leaf` under AND, OR, NOT and weights.
fn combined(leaf: BoxedStrategy<Query>, depth: u32) -> BoxedStrategy<Query> {
    if depth == 0 {
        return leaf;
    }
    let below = || combined(leaf.clone(), depth - 1);
    let boosted = (select(vec![0, 50, 250]), below()).prop_map(|(hundredths, of)| Query::Boost {
        weight: Weight::from_hundredths(hundredths),
        of: Box::new(of),
    });
    prop_oneof![
        5 => leaf.clone(),
        3 => prop::collection::vec(below(), 2..4).prop_map(all_of),
        3 => prop::collection::vec(below(), 2..4).prop_map(any_of),
        1 => below().prop_map(|of| Query::Not(Box::new(of))),
        1 => boosted,
    ]
    .boxed()
}

/// A query of all operators.
pub(super) fn query() -> impl Strategy<Value = Query> {
    let leaf = prop_oneof![
        20 => clause(),
        5 => in_field(),
        2 => date(),
        1 => select(vec![Query::All, Query::Nothing]),
    ];
    combined(leaf.boxed(), 2)
}

/// A query of plain words, as most are.
pub(super) fn plain_query() -> impl Strategy<Value = Query> {
    let word = select(WORDS).prop_map(Query::word);
    (prop::collection::vec(word, 1..5), any::<bool>()).prop_map(|(words, is_any)| match is_any {
        true => any_of(words),
        false => all_of(words),
    })
}

/// As trees are made: flat, without duplicates, one operand alone being itself.
fn all_of(operands: Vec<Query>) -> Query {
    let flat = operands.into_iter().flat_map(|operand| match operand {
        Query::And(operands) => operands,
        other => vec![other],
    });
    joined(flat, Query::And)
}

fn any_of(operands: Vec<Query>) -> Query {
    let flat = operands.into_iter().flat_map(|operand| match operand {
        Query::Or(operands) => operands,
        other => vec![other],
    });
    joined(flat, Query::Or)
}

fn joined(operands: impl Iterator<Item = Query>, join: fn(Vec<Query>) -> Query) -> Query {
    let mut different: Vec<Query> = Vec::new();
    for operand in operands {
        if !different.contains(&operand) {
            different.push(operand);
        }
    }
    match different.len() {
        1 => different.remove(0),
        _ => join(different),
    }
}
