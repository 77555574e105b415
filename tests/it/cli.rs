//! The commands as a user runs them.

use crate::harness::Folder;

#[test]
fn an_article_is_found_by_its_words_and_shown_whole() {
    let folder = Folder::with(&[(
        "corpus/a.jsonl",
        "{\"id\":\"a1\",\"title\":\"Talks on a coalition\",\"text\":\"Russia was heard.\",\"date\":\"2015-11-27\"}\n",
    )]);
    folder.run("index").status(0);
    let found = folder
        .run("query --json coalitions russia")
        .status(0)
        .json();
    assert_eq!(
        (found[0]["id"].as_str(), found[1]["total"].as_u64()),
        (Some("a1"), Some(1))
    );
    assert!(
        folder
            .run("show a1")
            .status(0)
            .stdout
            .contains("Russia was heard.")
    );
}
