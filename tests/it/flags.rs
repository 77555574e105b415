//! Flags and values that cannot be understood: the message names the flag, the value, and what
//! was expected.

use crate::harness::Folder;

#[track_caller]
fn refused(command: &str, message: &str) {
    let ran = Folder::new().run(command).status(2);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("", format!("search: {message}\n").as_str())
    );
}

#[test]
fn a_bad_value_is_named_with_its_flag_and_what_was_expected() {
    let day = "expected a year, month or day of the calendar: `2015`, `2015-11` or `2015-11-27`";
    let from_one = format!("expected a whole number from 1 to {}", usize::MAX);
    let from_zero = format!("expected a whole number from 0 to {}", usize::MAX);
    let cases = [
        ("query x --from 2020-13-45", format!("invalid value `2020-13-45` for `--from`: {day}")),
        ("query x --to yesterday", format!("invalid value `yesterday` for `--to`: {day}")),
        ("query x --limit 0", format!("invalid value `0` for `--limit`: {from_one}")),
        ("query x -n many", format!("invalid value `many` for `--limit`: {from_one}")),
        ("query x --offset=-1", format!("invalid value `-1` for `--offset`: {from_zero}")),
        ("stats -n 99999999999999999999", format!("invalid value `99999999999999999999` for `--limit`: {from_one}")),
        ("index --threads 0", format!("invalid value `0` for `--threads`: {from_one}")),
        ("query x --sort best", "invalid value `best` for `--sort`: expected one of `relevance`, `newest`, `oldest`".to_owned()),
        ("query x --color blue", "invalid value `blue` for `--color`: expected one of `auto`, `always`, `never`".to_owned()),
        ("query x --lang english", "invalid value `english` for `--lang`: expected a language code of two or three letters, such as `en`".to_owned()),
        ("query x --person ...", "invalid value `...` for `--person`: expected a name with a letter or a digit".to_owned()),
    ];
    for (command, message) in cases {
        refused(command, &message);
    }
}

#[test]
fn unknown_flags_and_commands_are_named() {
    refused(
        "query x --kind person",
        "there is no flag `--kind`: did you mean `--index`?",
    );
    refused(
        "query x --zzzzzz",
        "there is no flag `--zzzzzz`; see `--help`",
    );
    refused(
        "querry x",
        "there is no command `querry`: did you mean `query`?",
    );
    refused(
        "query x -c -l",
        "`--count` cannot be given together with `--files`",
    );
    refused(
        "inspect",
        "expected `<SOURCE>...`, but found nothing; see `--help`",
    );
}

#[test]
fn a_first_day_after_the_last_is_refused() {
    let folder = Folder::with(&[("corpus/a.txt", "Ferry\n\nThe ferry sailed.\n")]);
    folder.run("index").status(0);
    folder.run("query ferry --from 2016 --to 2015-02").status(2).complains(
        "search: `--from 2016-01-01` is after `--to 2015-02-28`: expected a first day that is not after the last one",
    );
}

#[test]
fn help_and_version_are_data() {
    let help = Folder::new().run("query --help").status(0);
    assert!(
        help.stdout.contains("--limit") && help.stderr.is_empty(),
        "{help:?}"
    );
    let version = Folder::new().run("--version").status(0);
    assert_eq!(
        version.stdout,
        format!("search {}\n", env!("CARGO_PKG_VERSION"))
    );
    let nothing = Folder::new().run("").status(2);
    assert!(
        nothing.stdout.is_empty() && nothing.stderr.contains("Usage: search"),
        "{nothing:?}"
    );
}
