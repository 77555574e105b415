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

#[test]
fn a_table_is_read_by_the_columns_that_the_user_names() {
    let folder = Folder::with(&[(
        "a.csv",
        "otsikko,teksti,pvm\nLautta palasi,Se palasi satamaan.,2015-11-27\n",
    )]);
    folder.run("index a.csv").status(0).complains("--map");
    // Named columns make other articles of a file that has not changed.
    folder
        .run("index --map headline=otsikko,body=teksti,date=pvm a.csv")
        .status(0);
    let found = folder.run("query --json satamaan").status(0).json();
    assert_eq!(found[0]["headline"], "Lautta palasi");
    assert_eq!(found[0]["date"]["value"], "2015-11-27");
    folder
        .run("index --map titel=otsikko a.csv")
        .status(2)
        .complains("expected one of id, url, headline");
}
