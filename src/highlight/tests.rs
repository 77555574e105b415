//! What is marked and shown, query by query.

use proptest::prelude::*;

use super::*;
use crate::article::EntityKind;
use crate::matching::{Places, Scope, TermField, TermSet};
use crate::query::{Order, Reach, WordForm};

const LANGUAGES: [&str; 2] = ["--", "en"];

/// The words of `text` side by side, in one of the forms.
fn words(text: &str, form: WordForm) -> Places {
    let languages = LANGUAGES.map(Language::from_code);
    let terms = Analyzer::new().word_terms(text, form, &languages);
    let mut parts: Vec<Places> = terms.into_iter().map(term_set).collect();
    match parts.len() {
        1 => parts.remove(0),
        _ => Places::Sequence(parts),
    }
}

fn term_set(terms: Vec<String>) -> Places {
    Places::Terms(TermSet {
        terms,
        is_disjoint: false,
    })
}

fn word(text: &str) -> Places {
    words(text, WordForm::Inflected)
}

fn phrase(text: &str) -> Places {
    words(text, WordForm::Exact)
}

fn window(texts: &[&str], between: u32) -> Places {
    let words = texts.iter().map(|text| match word(text) {
        Places::Terms(terms) => terms,
        other => panic!("not one word: {other:?}"),
    });
    Places::Window {
        words: words.collect(),
        between,
    }
}

fn near(left: Places, right: Places, reach: Reach) -> Places {
    Places::Near {
        left: Box::new(left),
        right: Box::new(right),
        reach,
    }
}

fn within(most: u32) -> Reach {
    Reach::Words {
        most,
        order: Order::Any,
    }
}

fn clause(scope: Scope, times: u32, places: Places) -> Resolved {
    Resolved::Clause(Clause {
        scope,
        places,
        times,
        written: String::new(),
        is_plain_word: false,
    })
}

fn find(places: Places) -> Resolved {
    clause(Scope::Text, 1, places)
}

fn not(of: Resolved) -> Resolved {
    Resolved::Not(Box::new(of))
}

fn brackets(text: &str, ranges: &[Range<usize>]) -> String {
    let mut text = text.to_owned();
    for range in ranges.iter().rev() {
        text.insert(range.end, ']');
        text.insert(range.start, '[');
    }
    text
}

/// Both texts with the matches in brackets.
fn marked(query: &Resolved, headline: &str, body: &str) -> (String, String) {
    let language = Language::from_code("en");
    let matches = Matcher::new(query).matches(headline, body, language);
    (
        brackets(headline, &matches.headline),
        brackets(body, &matches.body),
    )
}

/// Expects `marked`, whose brackets are what is to be marked, of a body.
fn check(query: &Resolved, expected: &str) {
    let body = expected.replace(['[', ']'], "");
    assert_eq!(marked(query, "", &body).1, expected, "{query:?}");
}

fn check_places(places: Places, expected: &str) {
    check(&find(places), expected);
}

#[test]
fn a_word_is_marked_in_every_inflection_and_an_exact_one_as_it_is() {
    check_places(
        word("coalition"),
        "[Coalitions] come; the [coalition]’s end, [COALITION].",
    );
    check_places(
        phrase("coalition"),
        "Coalitions come; the [coalition]’s end, [COALITION].",
    );
}

#[test]
fn a_word_is_stemmed_by_the_language_of_the_article_alone() {
    let matches = |code| {
        let mut matcher = Matcher::new(&find(word("coalition")));
        let body = "Coalitions and the coalition";
        brackets(
            body,
            &matcher.matches("", body, Language::from_code(code)).body,
        )
    };
    assert_eq!(matches("en"), "[Coalitions] and the [coalition]");
    assert_eq!(matches("--"), "Coalitions and the [coalition]");
}

#[test]
fn an_acronym_is_marked_in_capitals_only() {
    check_places(
        words("US", WordForm::Acronym),
        "The [US] told us: come to the [US]",
    );
}

#[test]
fn a_phrase_is_one_highlight() {
    check_places(
        phrase("coalition forces"),
        "The [coalition forces], not forces of the coalition; [coalition\n\nforces]",
    );
    check_places(word("联合国"), "[联合国]的");
}

#[test]
fn words_close_together_are_marked_without_those_between() {
    check_places(
        window(&["coalition", "forces", "talks"], 1),
        "Talks. The [forces] held [talks] [coalition] style, coalition news",
    );
}

#[test]
fn only_pairs_within_reach_are_marked_and_not_what_stands_between() {
    check_places(
        near(word("russia"), word("coalition"), within(3)),
        "[Russia] and the [coalition] met while other people of the coalition waited",
    );
    let as_written = Reach::Words {
        most: 2,
        order: Order::AsWritten,
    };
    check_places(
        near(word("russia"), word("coalition"), as_written),
        "The coalition Russia knows; [Russia], [coalition]",
    );
    check_places(
        near(phrase("stab in"), word("back"), within(2)),
        "A [stab in] the [back], a stab at the back",
    );
}

#[test]
fn pairs_of_a_sentence_or_a_paragraph_do_not_reach_over_its_end() {
    let body = "[Russia] met the [coalition]. Russia left.\n\nThe coalition stayed.";
    check_places(
        near(word("russia"), word("coalition"), Reach::Sentence),
        body,
    );
    let body = "[Russia] came. The [coalition] left.\n\nThe coalition stayed.";
    check_places(
        near(word("russia"), word("coalition"), Reach::Paragraph),
        body,
    );
}

#[test]
fn each_term_of_a_pattern_is_marked() {
    let terms = ["steuern", "steuer"].map(str::to_owned).into();
    check_places(term_set(terms), "[Steuer] und [Steuern], Besteuerung");
}

#[test]
fn alternatives_that_overlap_are_one_highlight() {
    let either = Places::AnyOf(vec![phrase("anti is"), phrase("is led"), word("war")]);
    check_places(either, "An [anti-IS-led] [war]");
}

#[test]
fn branches_that_did_not_match_and_exclusions_mark_nothing() {
    let both = Resolved::And(vec![find(word("russia")), find(word("turkey"))]);
    let query = Resolved::Or(vec![both, find(word("talks"))]);
    check(&query, "Russia and the [talks]");
    check(&query, "[Russia], [Turkey] and the [talks]");
    let query = Resolved::And(vec![find(word("talks")), not(find(word("turkey")))]);
    check(&query, "Russia and the [talks]");
    check(&query, "Turkey and the talks");
}

#[test]
fn filters_mark_nothing_and_are_taken_as_fulfilled() {
    let person = TermField::Names(EntityKind::Person);
    let filter = || clause(Scope::Names(person), 1, phrase("putin"));
    for filter in [filter(), not(filter())] {
        let query = Resolved::And(vec![find(word("talks")), filter]);
        check(&query, "Putin and the [talks]");
    }
}

#[test]
fn a_clause_marks_the_fields_of_its_scope() {
    let (headline, body) = ("Talks", "Talks end.\n\nTalks begin.");
    let marked = |scope| marked(&clause(scope, 1, word("talk")), headline, body);
    for (scope, expected) in [
        (Scope::Text, ("[Talks]", "[Talks] end.\n\n[Talks] begin.")),
        (Scope::Headline, ("[Talks]", body)),
        (Scope::Body, (headline, "[Talks] end.\n\n[Talks] begin.")),
        (Scope::Lead, (headline, "[Talks] end.\n\nTalks begin.")),
    ] {
        let found = marked(scope);
        assert_eq!((found.0.as_str(), found.1.as_str()), expected, "{scope:?}");
    }
}

#[test]
fn a_number_of_places_is_counted_over_headline_and_body() {
    let query = |times| clause(Scope::Text, times, word("talk"));
    let expected = ("[Talks]".to_owned(), "[Talks] on [talks]".to_owned());
    assert_eq!(marked(&query(3), "Talks", "Talks on talks"), expected);
    let expected = ("Talks".to_owned(), "Talks on talks".to_owned());
    assert_eq!(marked(&query(4), "Talks", "Talks on talks"), expected);
}

fn snippets(query: &Resolved, body: &str, count: usize) -> Vec<Snippet> {
    let language = Language::from_code("en");
    let matches = Matcher::new(query).matches("", body, language);
    matches.snippets(body, count)
}

fn shown(query: &Resolved, body: &str, count: usize) -> Vec<String> {
    let lines = snippets(query, body, count);
    lines
        .iter()
        .map(|it| brackets(&it.marked.text, &it.marked.highlights))
        .collect()
}

fn any(words: &[&str]) -> Resolved {
    Resolved::Or(words.iter().map(|text| find(word(text))).collect())
}

fn filler(sentences: usize) -> String {
    "Nothing of note was said about it there. ".repeat(sentences)
}

#[test]
fn the_passage_with_both_words_wins_over_the_first_with_one() {
    let body = format!(
        "Russia spoke. {}The coalition heard Russia. {}",
        filler(10),
        filler(10)
    );
    let snippet = &snippets(&any(&["coalition", "russia"]), &body, 1)[0];
    let text = brackets(&snippet.marked.text, &snippet.marked.highlights);
    let expected = format!("The [coalition] heard [Russia]. {}", filler(6));
    assert_eq!(text, expected.trim_end());
    assert!(snippet.has_more_before && snippet.has_more_after);
}

#[test]
fn the_passage_with_the_phrase_wins_over_those_with_its_words() {
    let body = format!(
        "Russia led a coalition, and Russia left the coalition. {}A Russian coalition was named. {}",
        filler(10),
        filler(10)
    );
    let query = Resolved::Or(vec![
        find(word("russia")),
        find(word("coalition")),
        find(phrase("russian coalition")),
    ]);
    let expected = format!("A [Russian coalition] was named. {}", filler(6));
    assert_eq!(shown(&query, &body, 1), [expected.trim_end()]);
}

#[test]
fn what_the_caller_gives_more_weight_is_shown_first() {
    let body = format!("Putin came. {}Hollande came. {}", filler(10), filler(10));
    let query = any(&["putin", "hollande"]);
    let first = |rare: &str| {
        let rare = find(word(rare));
        let weight = |clause: &Clause| match Resolved::Clause(clause.clone()) == rare {
            true => 5.0,
            false => 1.0,
        };
        let language = Language::from_code("en");
        let matches = Matcher::with_weights(&query, weight).matches("", &body, language);
        matches.snippets(&body, 1)[0].marked.text[..8].to_owned()
    };
    assert_eq!(
        [first("putin"), first("hollande")],
        ["Putin ca", "Hollande"]
    );
}

#[test]
fn several_passages_show_different_words_first_in_the_order_of_the_body() {
    let body = format!(
        "Alpha one. {}Alpha alpha two. {}Beta three.",
        filler(10),
        filler(10)
    );
    let query = any(&["alpha", "beta"]);
    let starts = |count| -> Vec<String> {
        let lines = shown(&query, &body, count);
        lines
            .iter()
            .map(|line| line.chars().take(11).collect())
            .collect()
    };
    assert_eq!(starts(1), ["Nothing of "]);
    assert_eq!(starts(2), ["[Alpha] [al", "Nothing of "]);
    assert_eq!(starts(9), ["[Alpha] one", "[Alpha] [al", "Nothing of "]);
    assert!(shown(&query, &body, 2)[1].ends_with(". [Beta] three."));
}

#[test]
fn words_too_far_apart_for_one_passage_are_shown_where_they_stand() {
    let between = "and nothing of note was said about it there ".repeat(9);
    let body = format!("Russia came {between} to a coalition.");
    let query = find(near(word("russia"), word("coalition"), Reach::Sentence));
    let lines = shown(&query, &body, 2);
    assert!(
        lines[0].starts_with("[Russia] came and nothing"),
        "{lines:?}"
    );
    assert!(
        lines[1].ends_with("about it there to a [coalition]."),
        "{lines:?}"
    );
}

#[test]
fn a_passage_is_one_line_whose_highlights_are_exact() {
    let snippet = &snippets(
        &any(&["talk", "end"]),
        "The \t talks\nhold.\n\nThey  end.",
        1,
    )[0];
    let text = brackets(&snippet.marked.text, &snippet.marked.highlights);
    assert_eq!(text, "The [talks] hold. They [end].");
    assert!(!snippet.has_more_before && !snippet.has_more_after);
}

#[test]
fn a_body_without_a_match_shows_its_beginning() {
    let snippet = &snippets(&any(&["absent"]), &filler(10), 1)[0];
    assert_eq!(snippet.marked.text, filler(6).trim_end());
    assert!(!snippet.has_more_before && snippet.has_more_after);
    assert_eq!(snippets(&any(&["absent"]), "", 1), []);
    assert_eq!(snippets(&any(&["talk"]), "Talks", 0), []);
}

#[test]
fn a_passage_begins_in_a_caption_or_a_link_only_for_a_word_that_stands_nowhere_else() {
    let body = format!(
        "Share Putin’s story\n\nBy Jane Roe\n\nPutin came to Paris. {}\n\nPhoto: Putin\n\n{}",
        filler(10),
        filler(10)
    );
    let start =
        |query: &Resolved| -> String { shown(query, &body, 1)[0].chars().take(14).collect() };
    assert_eq!(start(&any(&["putin"])), "[Putin] came t");
    assert_eq!(start(&any(&["absent"])), "Putin came to ");
    assert_eq!(start(&any(&["putin", "story"])), "Share [Putin]’");
}

#[test]
fn a_passage_in_a_long_sentence_is_cut_between_words() {
    let run = "some words of a sentence without an end and";
    let body = format!(
        "{} the coalition {}",
        [run; 9].join(" "),
        [run; 9].join(" ")
    );
    let expected = format!(
        "an end and {run} the [coalition] {} some words of a sentence without an",
        [run; 3].join(" ")
    );
    assert_eq!(shown(&find(word("coalition")), &body, 1), [expected]);
}

const TEXT: &str = "([a-dé]{1,3}|[ \n.,]|ß|中文|\\PC){0,400}";

fn queries() -> impl Strategy<Value = Resolved> {
    let letters = prop::sample::select(vec!["a", "b", "ab", "cd", "é", "ss", "中文"]);
    let leaf = letters.prop_map(|text| find(word(text)));
    leaf.prop_recursive(3, 12, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            several().prop_map(Resolved::And),
            several().prop_map(Resolved::Or),
            inner.clone().prop_map(not),
            (inner.clone(), inner.clone(), 1u32..4).prop_map(|pair| match pair {
                (Resolved::Clause(a), Resolved::Clause(b), most) =>
                    find(near(a.places, b.places, within(most))),
                (other, _, _) => other,
            }),
        ]
    })
}

proptest! {
    #[test]
    fn highlights_are_whole_words_in_ascending_order(
        query in queries(), headline in TEXT, body in TEXT,
    ) {
        let language = Language::from_code("en");
        let matches = Matcher::new(&query).matches(&headline, &body, language);
        for (text, ranges) in [(&headline, &matches.headline), (&body, &matches.body)] {
            let mut last = 0;
            for range in ranges {
                prop_assert!(range.start >= last && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }

    #[test]
    fn snippets_are_passages_of_the_body_in_its_order(
        query in queries(), body in TEXT, count in 0usize..5,
    ) {
        let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut at = 0;
        let found = snippets(&query, &body, count);
        prop_assert!(found.len() <= count);
        for snippet in found {
            let text = &snippet.marked.text;
            let start = line[at..].find(text.as_str());
            prop_assert!(start.is_some(), "{text:?} is not in {:?}", &line[at..]);
            at += start.unwrap() + text.len();
            for range in &snippet.marked.highlights {
                prop_assert!(text.get(range.clone()).is_some_and(|word| word.trim() == word && !word.is_empty()));
            }
        }
    }

    #[test]
    fn what_a_snippet_marks_is_found_in_it_again(body in TEXT, count in 0usize..4) {
        let query = any(&["a", "ab", "é", "中文"]);
        for snippet in snippets(&query, &body, count) {
            let text = &snippet.marked.text;
            let again = Matcher::new(&query).matches("", text, Language::from_code("en")).body;
            for range in &snippet.marked.highlights {
                prop_assert!(again.iter().any(|other| other.start <= range.start && range.end <= other.end));
            }
        }
    }
}
