//! Queries that stand for others by name.

use super::*;

fn saved(queries: &[(&str, &str)]) -> SavedQueries {
    let owned = |&(name, text): &(&str, &str)| (name.to_owned(), text.to_owned());
    SavedQueries::new(queries.iter().map(owned))
}

fn read_with(text: &str, saved: &SavedQueries) -> Result<Parsed, QueryError> {
    let options = ParseOptions { saved, ..options() };
    parse(text, &options)
}

/// The queries of the tests.
fn some() -> SavedQueries {
    saved(&[
        ("europe", "place:(france OR germany)"),
        ("boats", "ferry | boat"),
        ("both", "saved:europe saved:boats"),
        ("none", "NOT *"),
        ("odd", "mohamed~5"),
        ("shouted", "IS US"),
        ("Öl_2", "oil"),
    ])
}

#[test]
fn a_saved_query_is_read_as_if_it_stood_in_parentheses() {
    for (text, read_as) in [
        ("saved:boats", "ferry OR boat"),
        ("saved:boats oslo", "(ferry OR boat) AND oslo"),
        ("-saved:boats oslo", "NOT (ferry OR boat) AND oslo"),
        ("SAVED:boats^2", "(ferry OR boat)^2"),
        ("headline:saved:boats", "headline:(ferry OR boat)"),
        ("oslo w/3 saved:boats", "oslo NEAR/3 (ferry OR boat)"),
        ("atleast2(saved:boats)", "atleast2(ferry OR boat)"),
        (
            "saved:both",
            "place:(france OR germany) AND (ferry OR boat)",
        ),
        (
            "(saved:both)|x",
            "place:(france OR germany) AND (ferry OR boat) OR x",
        ),
        ("saved:Öl_2,saved:boats", "oil AND (ferry OR boat)"),
        ("saved：boats", "ferry OR boat"),
        ("oslo OR saved:none", "oslo"),
        ("is saved:shouted", "is AND IS AND US"),
    ] {
        let parsed = read_with(text, &some()).unwrap();
        let read = read(read_as, &options());
        assert_eq!(parsed.query, read.query, "{text}: {}", parsed.query);
        assert_eq!(told(text, &parsed), [""; 0], "{text}");
    }
}

#[test]
fn its_words_are_required_also_where_those_around_it_are_not() {
    let saved = saved(&[("both", "ferry oslo")]);
    let options = ParseOptions {
        join: Join::Any,
        saved: &saved,
        ..options()
    };
    let parsed = parse("saved:both boat", &options).unwrap();
    assert_eq!(parsed.query.to_string(), "(ferry AND oslo) OR boat");
}

#[test]
fn a_name_that_there_is_not_is_text_and_the_nearest_is_told() {
    for (text, expected) in [
        (
            "saved:boat",
            "[saved:boat] `saved:boat` is no saved query, read as text: did you mean `boats`?",
        ),
        (
            "saved:",
            "[saved:] `saved:` is read as text: expected the name of a saved query right behind it",
        ),
        (
            "saved: boats",
            "[saved:] `saved:` is read as text: expected the name of a saved query right behind it",
        ),
        ("=saved:boats", "[=] `=` belongs before a word, passed over"),
        (
            "saved:boats~2",
            "[~2] `~2` is passed over: it belongs behind a word or a phrase",
        ),
        (
            "ferry saved:odd saved:odd",
            "[saved:odd] in the saved query `odd`: `~5` is more than two letters, read as `~2`",
        ),
    ] {
        let parsed = read_with(text, &some()).unwrap();
        assert_eq!(told(text, &parsed), [expected], "{text}");
    }
    let two = saved(&[("b", "x"), ("a", "x")]);
    let parsed = read_with("saved:quayside", &two).unwrap();
    let message = &parsed.warnings[0].message;
    assert!(message.ends_with("saved queries are `a`, `b`"), "{message}");
    let parsed = read_with("saved:quayside", &SavedQueries::default()).unwrap();
    assert_eq!(parsed.query.to_string(), "saved\\:quayside");
    assert!(
        parsed.warnings[0]
            .message
            .ends_with("there are no saved queries")
    );
}

#[test]
fn queries_that_use_themselves_are_refused() {
    let cycle = |queries: &[(&str, &str)]| {
        read_with("saved:a", &saved(queries))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        cycle(&[("a", "saved:a x")]),
        "the saved query `a` uses itself: `a` > `a`"
    );
    assert_eq!(
        cycle(&[("a", "x saved:b"), ("b", "saved:c"), ("c", "-saved:b")]),
        "the saved query `b` uses itself: `b` > `c` > `b`"
    );
    // Used twice is no cycle.
    let twice = saved(&[("a", "saved:b saved:c"), ("b", "saved:c"), ("c", "x")]);
    assert_eq!(
        read_with("saved:a", &twice).unwrap().query,
        Query::word("x")
    );
}

/// Queries each of which uses the next one `times`.
fn chain(length: usize, times: usize) -> SavedQueries {
    let text = |n: usize| match n + 1 {
        next if next == length => "x".to_owned(),
        next => (0..times)
            .map(|time| format!("(w{n}t{time} w/2 saved:q{next} OR y{time})"))
            .collect::<Vec<_>>()
            .join(" "),
    };
    SavedQueries::new((0..length).map(|n| (format!("q{n}"), text(n))))
}

#[test]
fn what_saved_queries_grow_to_is_bounded() {
    assert!(read_with("saved:q0", &chain(MAX_SAVED_DEPTH, 2)).is_ok());
    let error = read_with("saved:q0", &chain(MAX_SAVED_DEPTH + 1, 1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "saved queries use one another more than 8 deep, down to `q8`"
    );
    let error = read_with("saved:q0", &chain(MAX_SAVED_DEPTH, 20)).unwrap_err();
    assert!(matches!(error, QueryError::SavedTooLarge { .. }), "{error}");
}

#[test]
fn the_deepest_tree_of_saved_queries_is_written_and_read_by_all() {
    let nested = |n: usize| {
        let inner = match n + 1 {
            MAX_SAVED_DEPTH => "x".to_owned(),
            next => format!("saved:q{next}"),
        };
        (0..24).fold(inner, |inner, level| {
            format!("NOT (a{level} (b{level} OR {inner}))")
        })
    };
    let saved = SavedQueries::new((0..MAX_SAVED_DEPTH).map(|n| (format!("q{n}"), nested(n))));
    let parsed = read_with("saved:q0", &saved).unwrap();
    assert!(parsed.query.to_string().len() > 1000);
    assert_eq!(parsed.warnings, []);
}

proptest! {
    #[test]
    fn any_text_with_saved_queries_is_read_back_the_same(
        text in soup(),
        other in soup(),
        is_any in any::<bool>(),
    ) {
        let saved = saved(&[("mine", &text), ("other", "saved:mine | boat")]);
        let join = if is_any { Join::Any } else { Join::All };
        let options = ParseOptions { join, saved: &saved, ..options() };
        for text in [format!("{other} saved:mine {other}"), format!("{other}saved:other"), other] {
            check_reading_back(&text, &options);
        }
    }
}
