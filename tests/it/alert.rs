//! `search alert`: queries that are saved, and what is new of them.

use crate::harness::Folder;

#[test]
fn queries_are_saved_listed_used_and_removed() {
    let folder = Folder::with(&[("corpus/a.txt", "Ferry\n\nThe ferry sailed to Oslo.\n")]);
    folder.run("index").status(0);
    folder
        .run("alert list")
        .status(1)
        .complains("no query is saved");
    folder
        .run("alert add boats ferry OR boat")
        .status(0)
        .complains("saved `boats`: ferry OR boat");
    folder
        .run("alert add --no-alert oslo saved:boats Oslo -Bergen")
        .status(0);
    assert_eq!(folder.run("query -c saved:oslo").status(0).stdout, "1\n");
    assert_eq!(
        folder.run("alert list").status(0).stdout,
        "boats  ferry OR boat\noslo   saved:boats Oslo -Bergen  (no alert)\n"
    );
    let listed = folder.run("alert list --json").status(0).json();
    assert_eq!(
        listed[1]["read_as"],
        "(ferry OR boat) AND Oslo AND NOT Bergen"
    );
    assert_eq!(
        (&listed[0]["alert"], &listed[1]["alert"]),
        (&true.into(), &false.into())
    );
    folder.run("alert remove boats").status(0);
    folder
        .run("query -c saved:boats")
        .complains("is no saved query");
    folder
        .run("alert remove boats")
        .status(2)
        .complains("there is no saved query `boats`: saved queries are `oslo`");
}

#[test]
fn what_cannot_be_saved_is_refused_and_the_file_stays_as_it_is() {
    let folder = Folder::with(&[("saved.toml", "# mine\na = 'saved:b'\n")]);
    let before = std::fs::read_to_string(folder.path("saved.toml")).unwrap();
    for (args, message) in [
        (
            &["alert", "add", "b", "x saved:a"][..],
            "the saved query `a` uses itself: `a` > `b` > `a`",
        ),
        (
            &["alert", "add", "a", "x"],
            "there is a saved query `a` already",
        ),
        (
            &["alert", "add", "a b", "x"],
            "`a b` cannot be the name of a query",
        ),
        (&["alert", "add", "c", " "], "nothing to search for"),
        (
            &["alert", "add", "--strict", "c", "x~5"],
            "`~5` is more than two letters",
        ),
    ] {
        folder.run_args(args, "").status(2).complains(message);
    }
    assert_eq!(
        std::fs::read_to_string(folder.path("saved.toml")).unwrap(),
        before
    );
    folder
        .run("alert add c x~5")
        .status(0)
        .complains("warning: `~5`");
    let after = std::fs::read_to_string(folder.path("saved.toml")).unwrap();
    assert_eq!(after, format!("{before}c = \"x~5\"\n"));
}
