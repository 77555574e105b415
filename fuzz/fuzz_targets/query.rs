//! Any text is a query, and what it is read as is read as the same query again.

#![no_main]

use jiff::civil::Date;
use libfuzzer_sys::fuzz_target;
use search::query::{Join, ParseOptions, parse};

const TODAY: Date = Date::constant(2015, 11, 27);

fuzz_target!(|text: &str| {
    for join in [Join::All, Join::Any] {
        for is_literal in [false, true] {
            check(text, join, is_literal);
        }
    }
});

fn check(text: &str, join: Join, is_literal: bool) {
    let options = ParseOptions {
        join,
        is_literal,
        ..ParseOptions::new(TODAY)
    };
    let Ok(parsed) = parse(text, &options) else {
        return;
    };
    for repair in &parsed.warnings {
        assert!(text.get(repair.range.clone()).is_some(), "{repair:?}");
    }
    let written = parsed.query.to_string();
    let again = parse(&written, &ParseOptions::new(TODAY)).expect("no more words than before");
    assert_eq!(again.query, parsed.query, "{written}");
    assert_eq!(again.warnings, [], "{written}");
}
