//! What the language makes of what people type and paste.

mod saved;
mod table;
mod trees;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use table::TABLE;

fn options() -> ParseOptions<'static> {
    ParseOptions::new(date(2015, 11, 27))
}

fn read(text: &str, options: &ParseOptions<'_>) -> Parsed {
    parse(text, options).unwrap()
}

/// The repairs of a text, each behind the part of the text that it points at.
fn told(text: &str, parsed: &Parsed) -> Vec<String> {
    let told = |repair: &Repair| format!("[{}] {}", &text[repair.range.clone()], repair.message);
    parsed.warnings.iter().map(told).collect()
}

/// What `text` is read as is read as the same, and nothing is said of it.
fn check_reading_back(text: &str, options: &ParseOptions<'_>) {
    let Ok(parsed) = parse(text, options) else {
        return;
    };
    let written = parsed.query.to_string();
    let again = read(&written, &self::options());
    assert_eq!(again.query, parsed.query, "{text:?} as {written:?}");
    assert_eq!(told(&written, &again), [""; 0], "{text:?} as {written:?}");
    for repair in parsed.warnings {
        assert!(
            text.get(repair.range.clone()).is_some(),
            "{text:?}: {repair:?}"
        );
    }
}

#[test]
fn each_row_of_the_table_is_read_as_it_says() {
    for (text, read_as, warnings) in TABLE {
        let parsed = read(text, &options());
        assert_eq!(parsed.query.to_string(), *read_as, "{text}");
        assert_eq!(told(text, &parsed), *warnings, "{text}");
        check_reading_back(text, &options());
    }
}

#[test]
fn each_example_of_the_syntax_is_read_as_it_stands() {
    let coalition = ("coalition".to_owned(), "coalition russia".to_owned());
    let saved = SavedQueries::new([coalition]);
    let options = ParseOptions {
        saved: &saved,
        ..options()
    };
    for row in SYNTAX {
        let parsed = read(row.example, &options);
        assert_eq!(parsed.warnings, [], "{row:?}");
        assert_ne!(parsed.query, Query::Nothing, "{row:?}");
        check_reading_back(row.example, &options);
    }
}

#[test]
fn one_word_is_enough_where_it_was_said_so() {
    let options = ParseOptions {
        join: Join::Any,
        ..options()
    };
    for (text, read_as, num_warnings) in [
        ("coalition Russia", "coalition OR Russia", 0),
        ("a b AND c", "a OR (b AND c)", 0),
        ("a OR b c", "a OR b OR c", 0),
        ("+a b", "a AND (b OR *)", 0),
        ("+a +b", "a AND b", 0),
        ("+a b c -d", "a AND NOT d AND (b OR c OR *)", 0),
        ("a b -c", "NOT c AND (a OR b)", 0),
        ("a AND NOT b c", "(a AND NOT b) OR c", 0),
        ("a OR NOT b", "a OR NOT b", 0),
        ("-a", "NOT a", 0),
        ("title:(a b)", "headline:(a OR b)", 0),
        ("a a", "a", 0),
        ("a^2", "a^2", 0),
        ("a^2 (b (a OR c^0.5)) a", "a^4 OR b OR c^0.5", 0),
        ("a and b", "a OR b", 1),
        ("a * b", "a OR b", 1),
        ("*", "*", 0),
        ("TROOPS AND JETS LEAVE", "TROOPS OR JETS OR LEAVE", 1),
        (
            "TROOPS AND JETS OR TANKS LEAVE",
            "TROOPS OR JETS OR TANKS OR LEAVE",
            1,
        ),
        ("TROOPS AND JETS", "TROOPS AND JETS", 0),
        (
            "TROOPS LEAVE AND NOT JETS",
            "TROOPS OR (LEAVE AND NOT JETS)",
            0,
        ),
        ("Troops AND JETS LEAVE", "(Troops AND JETS) OR LEAVE", 0),
    ] {
        let parsed = read(text, &options);
        assert_eq!(parsed.query.to_string(), read_as, "{text}");
        assert_eq!(parsed.warnings.len(), num_warnings, "{text}: {parsed:?}");
    }
}

#[test]
fn a_literal_text_is_words_alone() {
    let options = ParseOptions {
        is_literal: true,
        ..options()
    };
    for (text, read_as) in [
        ("Bread and Butter", "Bread AND \\and AND Butter"),
        ("NOT (a OR -b*)", "\\NOT AND a AND \\OR AND b"),
        ("title:foo ~ \"x\"", "title\\:foo AND x"),
        ("Hill & Co, Ltd.", "Hill AND Co AND Ltd"),
        ("WHO report", "WHO AND report"),
    ] {
        let parsed = read(text, &options);
        assert_eq!(parsed.query.to_string(), read_as, "{text}");
        assert_eq!(parsed.warnings, [], "{text}");
        check_reading_back(text, &options);
    }
}

#[test]
fn signs_that_cannot_be_seen_change_nothing() {
    for (text, read_as) in [
        ("\u{200f}a\u{200f} \u{202b}OR\u{202c} b", "a OR b"),
        ("a\u{0}b\u{7}c", "a AND b AND c"),
        ("\u{feff}a NEAR\u{200e}/5 b", "a NEAR/5 b"),
        ("a\u{a0}OR\u{3000}b", "a OR b"),
        ("cafe\u{301}", "cafe\u{301}"),
        ("«\u{a0}coup de poignard\u{a0}»", "\"coup de poignard\""),
    ] {
        let parsed = read(text, &options());
        assert_eq!(parsed.query.to_string(), read_as, "{text:?}");
        assert_eq!(parsed.warnings, [], "{text:?}");
    }
}

#[test]
fn more_words_than_an_engine_takes_are_refused_with_their_number() {
    let text: String = (0..5000).map(|n| format!("w{n} ")).collect();
    assert_eq!(
        parse(&text, &options()),
        Err(QueryError::TooManyWords { found: 5000 })
    );
}

#[test]
fn many_repairs_are_told_once_with_their_number() {
    let parsed = read(&") ".repeat(100).replacen(' ', "a", 1), &options());
    assert_eq!(parsed.warnings.len(), 33);
    assert_eq!(parsed.warnings[32].message, "68 more repairs from here on");
}

#[test]
fn a_hundred_thousand_signs_of_any_kind_are_read() {
    for part in [
        "(",
        ")",
        "()",
        "(a ",
        "-",
        "!",
        "- ",
        "NOT ",
        "\"",
        "“",
        "「",
        "‚",
        "«a ",
        "» ",
        "'",
        "/",
        "/a",
        "/\\/",
        "~",
        "^",
        "*",
        "?",
        "=",
        "+",
        "\\",
        "|",
        "&&",
        ":",
        "title:",
        "title:(",
        "date:",
        "date:(",
        "date:[",
        "x:",
        "a w/5 ",
        "a NOT w/5 ",
        "atleast3(",
        "a OR ",
        "a* ",
        "a^2",
        "a~1",
        "[",
        "\u{200f}",
        "\u{0}",
        "a,",
        "1,",
        "and ",
        "'a ",
        "a' ",
        "(a) ",
        "\"a\"",
        "\"a b\"~3^2 ",
        "title:a ",
        "://",
        "(a b) w/5 ",
    ] {
        let text = part.repeat(100_000 / part.len());
        // More than a few steps for each sign would take minutes.
        check_reading_back(&text, &options());
    }
}

/// Pieces of text with a meaning.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "coalition", "５", "IS", "MERKEL", "NATO", "is", "U.S.", "C++", "AT&T", "联合国", "1,000", "é",
    " ", " ", " ", " AND ", " OR ", " NOT ", "and", " or ", " w/5 ", " ADJ/3 ", " w/s ", "NEAR",
    "NAER/5", "/", "(", ")", "\"", "“", "”", "«", "»", "'", "‘", "’", "‚", "-", "!", "+", "=",
    "–", "*", "?", "~", "~2", "^", "^2", "^0.25", ":", "title:", "person:", "foo:", "date:", "date:(",
    "2015", "..", "[", " TO ", "]", "none", "since:7d", "atleast3", "saved:", "saved:mine", "\\", "|", "&", "#", "@", ",",
    ".", "＼", "／", "＝", "！", "（", "｜", "＊", "：", "＂", "～", "＾", "://", "/colou?r/", "{2}", "\u{200f}", "\u{0}", "\u{301}", "steuer*", "st?", "x/y",
];

/// Pieces of text in any order.
fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|parts| parts.concat())
}

fn any_options() -> impl Strategy<Value = ParseOptions<'static>> {
    (any::<bool>(), prop::bool::weighted(0.1)).prop_map(|(is_any, is_literal)| ParseOptions {
        join: if is_any { Join::Any } else { Join::All },
        is_literal,
        ..options()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_read_is_read_back_the_same(text in soup(), options in any_options()) {
        check_reading_back(&text, &options);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,60}|.{0,60}", options in any_options()) {
        check_reading_back(&text, &options);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..60), options in any_options()) {
        check_reading_back(&String::from_utf8_lossy(&bytes), &options);
    }
}
