//! The query language as the command line shows and reads it.

use search::query::SYNTAX;

use crate::harness::Folder;

fn folder() -> Folder {
    let folder = Folder::with(&[(
        "corpus/a.txt",
        "Russia joins coalition\n\nThe coalition and Russia agreed on air strikes.\n",
    )]);
    folder.run("index").status(0);
    folder
}

#[test]
fn help_on_the_syntax_shows_each_row_with_its_example() {
    let ran = Folder::new().run("help syntax").status(0);
    for row in SYNTAX {
        for text in [row.written, row.means, row.example] {
            assert!(ran.stdout.contains(text), "{row:?}");
        }
    }
    assert_eq!(ran.stderr, "");
}

#[test]
fn help_on_a_command_is_that_of_its_flag_and_another_topic_is_refused() {
    let folder = Folder::new();
    let help = folder.run("help query").status(0);
    assert!(help.stdout.contains("--strict"), "{help:?}");
    let refused = folder.run("help nothing").status(2);
    assert_eq!(
        refused.stderr,
        "search: no help on `nothing`: expected `syntax` or the name of a command\n"
    );
}

#[test]
fn each_example_of_the_syntax_can_be_asked() {
    let folder = folder();
    folder.write("saved.toml", b"coalition = 'coalition russia'\n");
    for row in SYNTAX {
        let ran = folder.run_args(&["query", "--json", "--strict", "--", row.example], "");
        assert!(matches!(ran.status, 0 | 1), "{row:?}: {ran:?}");
    }
}

#[test]
fn a_repair_is_shown_at_its_place_and_strictly_refused() {
    let folder = folder();
    let place = "`~5` is more than two letters, read as `~2`\n  coalition mohamed~5\n                   ^^\n";
    let ran = folder.run_args(&["query", "-c", "coalition mohamed~5"], "");
    assert_eq!(ran.stderr, format!("search: warning: {place}"));
    let ran = folder.run_args(&["query", "-c", "--strict", "coalition mohamed~5"], "");
    assert_eq!((ran.status, ran.stderr), (2, format!("search: {place}")));
}

#[test]
fn a_batch_refuses_strictly_line_by_line_and_reads_literally() {
    let folder = folder();
    let ran = folder.run_args(&["batch", "--strict", "-"], "coalition)\nrussia\n");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "0\tcoalition)\terror: `)` is passed over: no `(` stands before it"
    );
    assert!(lines[1].starts_with("1\trussia\t"), "{lines:?}");
    let ran = folder.run_args(&["batch", "--literal", "-"], "(coalition -Russia\n");
    assert!(ran.stdout.starts_with("1\t(coalition -Russia\t"), "{ran:?}");
}

#[test]
fn a_saved_query_stands_for_its_text() {
    let folder = folder();
    let count = |query: &str| folder.run_args(&["query", "-c", query], "");
    count("saved:strikes")
        .complains("`saved:strikes` is no saved query, read as text: there are no saved queries");
    folder.write(
        "saved.toml",
        b"strikes = '\"air strikes\" OR ferry'\nboth = 'saved:strikes coalition'\nround = 'saved:round'\n",
    );
    assert_eq!(count("saved:both").status(0).stdout, "1\n");
    count("coalition -saved:both").status(1);
    count("saved:strike").complains("did you mean `strikes`?");
    count("saved:round")
        .status(2)
        .complains("search: the saved query `round` uses itself: `round` > `round`");
    let ran = folder
        .run_args(&["query", "--json", "saved:both"], "")
        .status(0);
    let read_as = "(\"air strikes\" OR ferry) AND coalition";
    assert_eq!(ran.json().pop().unwrap()["read_as"], read_as);
    let batch = folder
        .run_args(&["batch"], "saved:both\nsaved:round\n")
        .status(0)
        .stdout;
    assert!(
        batch.starts_with("1\tsaved:both\t") && batch.contains("error: the saved query `round`"),
        "{batch}"
    );
    for command in ["facets", "timeline", "kwic"] {
        folder
            .run(&format!("{command} --json saved:both"))
            .status(0);
    }
    // The file is beside the index, and no article, also where it lies among articles.
    let ran = folder.run("index --json . --index index").status(0);
    assert_eq!(ran.json().len(), 1, "{ran:?}");
    folder.write("saved.toml", b"a = 1\n");
    count("saved:a")
        .status(2)
        .complains("saved.toml`: mend the file: line 1: `a`: expected a query");
    count("coalition").status(0);
}
