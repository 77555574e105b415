//! The configuration file: what it may say, what wins over it, and what is said of mistakes.

use serde_json::Value;

use crate::harness::{Folder, Ran, program};

const FILE: &str = ".config/search/config.toml";

/// Five articles, indexed, and a configuration file.
fn configured(file: &str) -> Folder {
    let records: String = (1..=5)
        .map(|n| format!("{{\"id\":\"{n}\",\"title\":\"Ferry {n}\",\"text\":\"It sailed.\",\"source\":\"Wire\",\"date\":\"2015-11-0{n}\"}}\n"))
        .collect();
    let folder = Folder::with(&[("corpus/all.jsonl", &records), (FILE, file)]);
    folder.run("index --no-config").status(0);
    folder
}

fn ids(ran: &Ran) -> Vec<String> {
    let hits = ran.json();
    let hits = hits.iter().filter(|line| line["type"] == "hit");
    hits.map(|hit| hit["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn defaults_of_the_file_hold_and_flags_win_over_them() {
    let folder = configured("[query]\nlimit = 2\nsort = \"newest\"\nsnippets = 0\nmark = true\n");
    assert_eq!(ids(&folder.run("query ferry --json")), ["5", "4"]);
    assert_eq!(
        ids(&folder.run("query ferry --json --sort oldest -n 3")),
        ["1", "2", "3"]
    );
    assert_eq!(ids(&folder.run("query ferry --json --no-config")).len(), 5);
    let marked = |flags: &str| {
        let ran = folder.run(&format!("query ferry {flags}")).status(0);
        ran.stdout.contains("**Ferry** 5")
    };
    assert!(marked("") && marked("--mark") && marked("--mark=true") && marked("-vq"));
    assert!(!marked("--mark=false") && !marked("--no-config"));
}

#[test]
fn a_default_limit_does_not_cut_what_asks_for_all() {
    let folder = configured("[query]\nlimit = 2\n");
    assert_eq!(ids(&folder.run("query ferry --json --all")).len(), 5);
    assert_eq!(ids(&folder.run("query ferry --json -l")).len(), 5);
    assert_eq!(ids(&folder.run("query ferry --json -l -n 3")).len(), 3);
    assert_eq!(folder.run("query ferry -c").status(0).stdout, "5\n");
}

#[test]
fn what_is_set_for_all_commands_holds_in_those_that_have_it() {
    let folder =
        configured("color = \"always\"\ntimeout = 0\n[facets]\nby = [\"year\", \"source\"]\n");
    let is_coloured = |ran: Ran| ran.status(0).stdout.contains('\u{1b}');
    assert!(is_coloured(folder.run("query ferry")));
    assert!(is_coloured(folder.run("stats")));
    assert!(!is_coloured(folder.run("query ferry --color never")));
    let mut no_color = program(&folder.path(""));
    let ran = no_color.args(["query", "ferry"]).env("NO_COLOR", "1");
    assert!(!is_coloured(Ran::from(ran.output().unwrap())));
    let facets = folder.run("facets --json").status(0).json();
    let by: Vec<&Value> = facets.iter().map(|line| &line["by"]).collect();
    assert_eq!((by[0], by[1]), (&"year".into(), &"source".into()));
}

#[test]
fn a_corpus_has_its_sources_and_its_index() {
    let folder = configured(
        "[corpora.boats]\nsources = [\"../../boats\"]\nindex = \"../../made/boats-index\"\n",
    );
    folder.write("boats/a.txt", b"Barge\n\nThe barge sank.\n");
    let summary = folder.run("index --json --corpus boats").status(0).json();
    assert_eq!(summary[0]["articles"], 1);
    assert!(folder.path("made/boats-index/meta.json").is_file());
    assert_eq!(
        folder.run("query -c barge --corpus boats").status(0).stdout,
        "1\n"
    );
    folder.run("query -c barge").status(1);
    let saved = folder.run("alert add sunk sank --corpus boats").status(0);
    assert!(folder.path("made/saved.toml").is_file(), "{saved:?}");
    folder.run("alert run --corpus boats").status(0);
    folder
        .run("query barge --corpus boast")
        .status(2)
        .complains("invalid value `boast` for `--corpus`")
        .complains("did you mean `boats`?");
    folder
        .run("query barge --corpus boats --index index")
        .status(2)
        .complains("cannot be given together");
    folder
        .run("query barge --corpus boats --no-config")
        .status(2)
        .complains("expected a corpus of the configuration file, but none is read");
}

#[test]
fn the_default_corpus_gives_way_to_the_environment_and_to_flags() {
    let folder = configured(
        "corpus = \"boats\"\n[corpora.boats]\nsources = \"../../boats\"\nindex = \"../../boats-index\"\n",
    );
    folder.write("boats/a.txt", b"Barge\n\nThe barge sank.\n");
    folder.run("index").status(0);
    assert_eq!(folder.run("query -c barge").status(0).stdout, "1\n");
    assert_eq!(
        folder.run("query -c ferry --index index").status(0).stdout,
        "5\n"
    );
    let mut with_variable = program(&folder.path(""));
    let with_variable = with_variable.args(["query", "-c", "ferry"]);
    let ran = with_variable.env("SEARCH_INDEX", "index").output().unwrap();
    assert_eq!(Ran::from(ran).status(0).stdout, "5\n");
}

/// Files with a mistake, and what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    (
        "[query]\nlimt = 3\n",
        "line 2: there is no key `limt` in `[query]`: did you mean `limit`?",
    ),
    (
        "\n[qeury]\n",
        "line 2: there is no key `qeury`: did you mean `query`?",
    ),
    (
        "[query]\nlimit = \"3\"\n",
        "line 2: `limit`: expected a whole number, but found a text",
    ),
    (
        "[query]\nlimit = 1.5\n",
        "line 2: `limit`: expected a whole number, but found a number with a fraction",
    ),
    (
        "[query]\nmark = 1\n",
        "line 2: `mark`: expected `true` or `false`, but found a whole number",
    ),
    (
        "timeout = \"long\"\n",
        "line 1: `timeout`: expected a number of seconds, but found a text",
    ),
    (
        "[query]\nsort = \"best\"\n",
        "line 2: `sort`: invalid value `best`: expected one of `relevance`, `newest`, `oldest`",
    ),
    (
        "[facets]\nby = [\"year\", \"moon\"]\n",
        "line 2: `by`: invalid value `moon`: expected one of `source`",
    ),
    (
        "[facets]\nby = [1]\n",
        "line 2: `by`: expected a text in quotes, or a list of them, but found a list",
    ),
    (
        "[query]\nlimit = -1\n",
        "line 2: `limit`: invalid value `-1`: expected a whole number from 1",
    ),
    (
        "query = 3\n",
        "line 1: `query` is a command: expected a table, as in `[query]`",
    ),
    ("[query\n", "line 1: "),
    ("[query]\nlimit = 1\nlimit = 2\n", "line 3: duplicate key"),
    (
        "corpora = 3\n",
        "line 1: `corpora`: expected tables, as in `[corpora.NAME]`",
    ),
    (
        "[corpora.a]\nsource = \"x\"\n",
        "line 2: there is no key `source` in `[corpora.a]`: did you mean `sources`?",
    ),
    (
        "[corpora.a]\nsources = \"x\"\n",
        "line 1: `[corpora.a]` has no `index`",
    ),
    (
        "[corpora.a]\nsources = []\n",
        "line 2: `sources`: expected a path in quotes, or a list of them",
    ),
    (
        "corpus = \"b\"\n[corpora.bb]\nsources = \"x\"\nindex = \"y\"\n",
        "line 1: `corpus`: invalid value `b`",
    ),
];

#[test]
fn a_mistake_is_told_with_file_line_key_and_what_was_expected() {
    let folder = Folder::new();
    for (text, message) in MISTAKES {
        folder.write(FILE, text.as_bytes());
        let ran = folder.run("stats").status(2).complains(message);
        let path = folder.path(FILE).display().to_string();
        assert!(
            ran.stderr.contains(&path) && ran.stdout.is_empty(),
            "{ran:?}"
        );
    }
    // Help does not need the file, and flags that are wrong are told after it.
    for command in [
        "help query",
        "query --help",
        "--version",
        "formats",
        "man",
        "completions zsh",
    ] {
        folder.run(command).status(0);
    }
    folder
        .run("query --bogus")
        .status(2)
        .complains("did you mean `bb`?");
}

#[test]
fn another_file_is_named_by_the_environment_and_must_be_there() {
    let folder = configured("[query]\nlimit = 1\n");
    folder.write("other.toml", b"[query]\nlimit = 3\n");
    let run = |name: &str| {
        let mut command = program(&folder.path(""));
        let command = command.args(["query", "ferry", "--json"]);
        Ran::from(command.env("SEARCH_CONFIG", name).output().unwrap())
    };
    assert_eq!(ids(&run("other.toml").status(0)).len(), 3);
    assert_eq!(ids(&run("").status(0)).len(), 1);
    run("missing.toml")
        .status(2)
        .complains("missing.toml`, which `SEARCH_CONFIG` names");
}

#[test]
fn what_holds_is_shown_with_where_it_comes_from() {
    let folder = configured("\ntimeout = 3\n[query]\nlimit = 2\n");
    let lines = folder.run("config --json").status(0).json();
    assert_eq!(lines[0]["is_there"], true);
    let find = |command: Option<&str>, key: &str| {
        let mut lines = lines.iter();
        let line = lines.find(|line| line["command"].as_str() == command && line["key"] == key);
        let line = line.unwrap_or_else(|| panic!("no {key}"));
        (
            line["value"].clone(),
            line["from"].clone(),
            line["line"].clone(),
        )
    };
    let query = Some("query");
    assert_eq!(find(query, "limit"), ("2".into(), "file".into(), 4.into()));
    assert_eq!(
        find(query, "timeout"),
        ("3".into(), "file".into(), 2.into())
    );
    assert_eq!(
        find(query, "sort"),
        ("relevance".into(), "default".into(), Value::Null)
    );
    assert_eq!(
        find(Some("stats"), "limit"),
        ("10".into(), "default".into(), Value::Null)
    );
    let index = folder.path("index").canonicalize().unwrap();
    let (value, from, _) = find(None, "index");
    assert_eq!(from, "default");
    assert!(std::path::Path::new(value.as_str().unwrap()).ends_with(index.file_name().unwrap()));
    let text = folder.run("config query").status(0).stdout;
    assert!(text.contains("  limit       2          line 4\n"), "{text}");
    folder
        .run("config show-nothing")
        .status(2)
        .complains("no defaults of `show-nothing`");
    let without = folder.run("config --no-config").status(0).stdout;
    assert!(
        without.starts_with("no configuration file is read\n"),
        "{without}"
    );
}
