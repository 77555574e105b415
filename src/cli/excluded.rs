//! Excluded words on the command line: `search query -syria turkey`.
//!
//! A word behind a hyphen would be read as a cluster of short flags. What cannot be one is
//! shielded by a sign that no query holds, and the sign is taken off again where the query is
//! read.

use std::ffi::OsString;

use crate::output::export::FORMATS;

/// Stands before a shielded word.
const SHIELD: char = '\u{1}';
/// The short flags of commands with a query that take no value.
const FLAGS: &str = "lcqvhV";
/// The commands that take a query as their words.
const COMMANDS: [&str; 7] = [
    "alert", "query", "facets", "timeline", "entities", "kwic", "export",
];

/// Shields the excluded words among the arguments of a command with a query.
pub(super) fn shielded(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut is_query = false;
    let shield = |arg: OsString| match arg.to_str() {
        Some(text) if is_query && is_excluded_word(text) => format!("{SHIELD}{text}").into(),
        text => {
            is_query |= text.is_some_and(|text| COMMANDS.contains(&text));
            arg
        }
    };
    args.map(shield).collect()
}

/// Takes the shields off a query.
pub(super) fn unshielded(text: &str) -> String {
    text.replace(SHIELD, "")
}

/// Tells whether an argument is a hyphen and a word, and no flag.
fn is_excluded_word(arg: &str) -> bool {
    let Some(word) = arg.strip_prefix('-').filter(|word| !word.starts_with('-')) else {
        return false;
    };
    let is_limit = word
        .strip_prefix('n')
        .is_some_and(|value| value.trim_start_matches('=').parse::<u64>().is_ok());
    let is_output = word
        .strip_prefix('o')
        .and_then(|file| file.rsplit_once('.'))
        .is_some_and(|(_, ending)| {
            FORMATS
                .iter()
                .any(|(.., endings)| endings.contains(&ending))
        });
    let are_flags = word.chars().all(|c| FLAGS.contains(c));
    let is_number = word.chars().all(|c| c.is_ascii_digit());
    word.chars().nth(1).is_some() && !is_limit && !is_output && !are_flags && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_and_a_word_are_no_flags() {
        for word in [
            "-syria",
            "-crimea",
            "-news",
            "-\"air strikes\"",
            "-(a b)",
            "-syria turkey",
            "-obama",
            "-o.j. simpson",
        ] {
            assert!(is_excluded_word(word), "{word}");
        }
        for flag in [
            "-oout.csv",
            "-o=a/b.ris",
            "-c",
            "-lq",
            "-n5",
            "-n=5",
            "--any",
            "-",
            "-5",
            "-50",
            "--",
            "syria",
        ] {
            assert!(!is_excluded_word(flag), "{flag}");
        }
    }

    #[test]
    fn a_query_comes_back_as_it_was_typed() {
        let args = ["search", "query", "-syria", "turkey", "-c"].map(OsString::from);
        let args = shielded(args.into_iter());
        assert_ne!(args[2], "-syria");
        assert_eq!(unshielded(&args[2].to_string_lossy()), "-syria");
        assert_eq!(
            (args[3].to_str(), args[4].to_str()),
            (Some("turkey"), Some("-c"))
        );
    }
}
