//! `search export`: every article that matches, once, in formats that others can read.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::harness::Folder;

const ARTICLES: &str = r#"{"id":"A/1","title":"Ferry & \"lock\" {50 %}","text":"The ferry\tleft.\n\nAda Holm, of Oslo, saw the ferry.","date":"2015-11-27T18:30:00+01:00","authors":["Ada van der Holm","Reuters"],"source":"Harbour Courier","section":"World","language":"en","url":"https://a.example/x_y?z={1}"}
{"id":"b-2","title":"A ferry of no date","text":"Nobody wrote down when."}
{"id":"3","title":"Ferry | *of* a month","text":"It sank.","date":"2014-02","source":"Wire","authors":["Jo Roe"]}
{"id":"4","title":"Heron","text":"No boat.","date":"2013"}
"#;

fn indexed() -> Folder {
    let folder = Folder::with(&[("corpus/all.jsonl", ARTICLES)]);
    folder.run("index").status(0);
    folder
}

/// The records of comma-separated values, read by the rules of RFC 4180 alone.
fn records(csv: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let mut record = Vec::new();
    let mut rest = csv;
    while !rest.is_empty() {
        let field = if let Some(mut quoted) = rest.strip_prefix('"') {
            let mut field = String::new();
            loop {
                let (text, behind) = quoted.split_once('"').unwrap();
                field += text;
                let Some(more) = behind.strip_prefix('"') else {
                    rest = behind;
                    break field;
                };
                field.push('"');
                quoted = more;
            }
        } else {
            let end = rest.find([',', '\r']).unwrap();
            assert!(!rest[..end].contains(['"', '\n']), "{csv}");
            let field = rest[..end].to_owned();
            rest = &rest[end..];
            field
        };
        record.push(field);
        rest = if let Some(behind) = rest.strip_prefix("\r\n") {
            records.push(std::mem::take(&mut record));
            behind
        } else {
            rest.strip_prefix(',').unwrap()
        };
    }
    assert!(record.is_empty(), "{csv}");
    records
}

/// The rows of a table as records, without the row under the head.
fn rows_of_markdown(table: &str) -> usize {
    table.lines().count() - 2
}

#[test]
fn entries_of_bibtex_are_escaped_keyed_and_dated_as_far_as_is_known() {
    let ran = indexed()
        .run("export ferry --format bibtex --sort newest")
        .status(0);
    assert_eq!(
        ran.stdout,
        r#"@article{holm-2015:9b8d692d4dcfeb73,
  title = {{Ferry \& "lock" \textbraceleft{}50 \%\textbraceright{}}},
  date = {2015-11-27},
  year = {2015},
  month = nov,
  author = {van der Holm, Ada and {Reuters}},
  journal = {Harbour Courier},
  section = {World},
  language = {en},
  url = {https://a.example/x_y?z=%7B1%7D}
}

@article{roe-2014-3,
  title = {{Ferry \textbar{} *of* a month}},
  date = {2014-02},
  year = {2014},
  month = feb,
  author = {Roe, Jo},
  journal = {Wire}
}

@misc{article-nd-b-2,
  title = {{A ferry of no date}}
}

"#
    );
    ran.complains("3 articles");
}

#[test]
fn records_of_ris_have_their_tags_and_line_ends() {
    let folder = indexed();
    let ran = folder
        .run("export ferry -o out.ris --sort newest --snippets 1 --entities")
        .status(0);
    assert_eq!(ran.stdout, "");
    let written = std::fs::read_to_string(folder.path("out.ris")).unwrap();
    let expected = "TY  - NEWS\nID  - A/1\nTI  - Ferry & \"lock\" {50 %}\nPY  - 2015\n\
        DA  - 2015/11/27/18:30:00+01:00\nAU  - van der Holm, Ada\nAU  - Reuters\nT2  - Harbour Courier\n\
        SE  - World\nLA  - en\nUR  - https://a.example/x_y?z={1}\n\
        AB  - The ferry left. Ada Holm, of Oslo, saw the ferry.\nKW  - Ada Holm\nKW  - Oslo\nER  - \n\n\
        TY  - NEWS\nID  - 3\nTI  - Ferry | *of* a month\nPY  - 2014\nDA  - 2014/02//\nAU  - Roe, Jo\nT2  - Wire\n\
        AB  - It sank.\nER  - \n\n\
        TY  - NEWS\nID  - b-2\nTI  - A ferry of no date\nAB  - Nobody wrote down when.\nER  - \n\n";
    assert_eq!(written, expected.replace('\n', "\r\n"));
}

#[test]
fn tables_hold_any_text() {
    let folder = indexed();
    let fields = [
        "export",
        "ferry",
        "--sort",
        "newest",
        "--fields",
        "id,date,body",
    ];
    let csv = folder.run_args(&fields, "").status(0).stdout;
    assert_eq!(
        csv,
        "id,date,body\r\n\
         A/1,2015-11-27T18:30:00+01:00,\"The ferry\tleft.\n\nAda Holm, of Oslo, saw the ferry.\"\r\n\
         3,2014-02,It sank.\r\n\
         b-2,,Nobody wrote down when.\r\n"
    );
    let tsv = folder
        .run_args(&[&fields[..], &["--format", "tsv"]].concat(), "")
        .stdout;
    assert_eq!(
        tsv,
        "id\tdate\tbody\n\
         A/1\t2015-11-27T18:30:00+01:00\tThe ferry\\tleft.\\n\\nAda Holm, of Oslo, saw the ferry.\n\
         3\t2014-02\tIt sank.\n\
         b-2\t\tNobody wrote down when.\n"
    );
    let markdown = folder
        .run("export ferry --sort newest --format md --fields headline,snippets -n 2")
        .stdout;
    assert_eq!(
        markdown,
        "| headline | snippets |\n|---|---|\n\
         | Ferry \\& \"lock\" {50 %} | The **ferry** left. Ada Holm, of Oslo, saw the **ferry**. |\n\
         | Ferry \\| \\*of\\* a month | It sank. |\n"
    );
    // A line that is empty would be no row to many.
    let sources = folder
        .run("export ferry --sort newest --fields source")
        .stdout;
    assert_eq!(sources, "source\r\nHarbour Courier\r\nWire\r\n\"\"\r\n");
}

#[test]
fn objects_have_the_fields_that_were_asked_for() {
    let ran = indexed()
        .run("export ferry --from 2015 --json --fields id,date,authors,people,score --snippets 2 --sort relevance")
        .status(0);
    let [row, summary] = &ran.json()[..] else {
        panic!("{ran:?}");
    };
    assert!(row["score"].as_f64().unwrap() > 0.0);
    let mut row = row.clone();
    row.as_object_mut().unwrap().remove("score");
    assert_eq!(
        row,
        json!({
            "type": "row", "id": "A/1", "date": "2015-11-27T18:30:00+01:00",
            "authors": ["Ada van der Holm", "Reuters"], "people": ["Ada Holm"],
            "snippets": [{"text": "The ferry left. Ada Holm, of Oslo, saw the ferry.",
                          "highlights": [[4, 9], [43, 48]]}],
        })
    );
    assert_eq!(
        (&summary["rows"], &summary["total"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn what_was_exported_is_indexed_again_as_the_same_articles() {
    let folder = indexed();
    let fields = "id,headline,date,precision,authors,source,section,language,url,body";
    folder
        .run(&format!("export * -o again.jsonl --fields {fields}"))
        .status(0);
    folder.run("index --index again again.jsonl").status(0);
    let sorted = |index: &str| {
        let command = format!("export * {index} --format jsonl --fields {fields}");
        let lines = folder.run(&command).status(0).stdout;
        lines.lines().map(str::to_owned).collect::<BTreeSet<_>>()
    };
    assert_eq!(sorted("--index again"), sorted(""));
}

#[test]
fn what_cannot_be_exported_is_named_with_what_was_expected() {
    let folder = indexed();
    for (command, message) in [
        (
            "--fields id,headlin",
            "invalid value `headlin` for `--fields`: there is no such field: did you mean `headline`? expected of `id`, `headline`, `date`, `precision`, `evidence`, `authors`, `source`, `section`, `language`, `url`, `path`, `line`, `format`, `score`, `snippets`, `body`, `people`, `organizations`, `places`, `other`, `default`, `entities`, `all`",
        ),
        (
            "--format ris --fields body",
            "the format `ris` has no place for the field `body`: expected of `id`",
        ),
        (
            "--format pdf",
            "invalid value `pdf` for `--format`: expected one of `csv`, `tsv`, `jsonl`, `markdown`, `bibtex`, `ris`",
        ),
        (
            "-o out.xls",
            "cannot tell the format of `out.xls`: expected an ending of `.csv`",
        ),
        ("-o out.zip", "expected `--pack out.zip` for a pack"),
        (
            "-o corpus --format csv",
            "cannot write `corpus`: expected a file, but found a folder",
        ),
        (
            "-o none/out.csv",
            "cannot write `none/out.csv`: No such file",
        ),
        (
            "--json --format csv",
            "`--json` cannot be given with `--format csv`",
        ),
        (
            "--pack a.zip --sort newest",
            "`--pack` cannot be given together with `--sort`",
        ),
    ] {
        let ran = folder.run(&format!("export ferry {command}")).status(2);
        assert_eq!(ran.stdout, "");
        ran.complains(message);
    }
    folder
        .run("export")
        .status(2)
        .complains("nothing to search for");
    folder
        .run("export ferry --timeout 0.000000001 -o late.csv")
        .status(2)
        .complains("broken off");
    assert!(!folder.path("late.csv").exists());
}

#[test]
fn a_file_is_there_when_all_is_written_and_nothing_else_is_left() {
    let folder = indexed();
    folder.write("out.csv", b"before");
    folder
        .run("export submarine -oout.csv")
        .status(1)
        .complains("0 articles in `out.csv`");
    let written = std::fs::read_to_string(folder.path("out.csv")).unwrap();
    assert!(written.starts_with("id,headline,") && written.lines().count() == 1);
    let names = std::fs::read_dir(folder.path(".")).unwrap();
    let names: BTreeSet<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected = ["aliases.toml", "corpus", "index", "out.csv"];
    assert!(
        names.iter().all(|name| expected.contains(&name.as_str())),
        "{names:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_goes_on_leading_to_the_file_and_a_full_disk_is_told() {
    let folder = indexed();
    folder.write("deep/real.csv", b"before");
    std::os::unix::fs::symlink("deep/real.csv", folder.path("link.csv")).unwrap();
    folder.run("export heron -o link.csv --fields id").status(0);
    assert_eq!(
        std::fs::read_to_string(folder.path("deep/real.csv")).unwrap(),
        "id\r\n4\r\n"
    );
    assert!(folder.path("link.csv").is_symlink());
    if std::path::Path::new("/dev/full").exists() {
        for args in ["--format csv -o /dev/full", "--pack /dev/full"] {
            let ran = folder.run(&format!("export ferry {args}")).status(2);
            let told = "search: cannot write `/dev/full`: No space left on device (os error 28)\n";
            assert_eq!(ran.stderr, told);
        }
    }
}

/// Text with the signs that end fields, records and entries.
fn text() -> impl Strategy<Value = String> {
    let pieces = vec![
        "ferry",
        "Heron",
        " ",
        "\"",
        ",",
        "\n",
        "\n\n",
        "\t",
        "\\",
        "|",
        "{",
        "}",
        "&",
        "%",
        ";",
        "*",
        "<br>",
        "ER  - ",
        "@article{",
        "é",
        "联合",
        "\u{1f6a2}",
        "= ",
        "#",
        "_",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|pieces| pieces.concat())
}

fn article() -> impl Strategy<Value = Value> {
    let date = prop::sample::select(vec![
        None,
        Some("2014"),
        Some("2015-11"),
        Some("2015-11-27"),
        Some("2016-02-29T10:00:00Z"),
    ]);
    (text(), text(), date, prop::collection::vec(text(), 0..3), text()).prop_map(
        |(title, body, date, authors, source)| {
            json!({"title": title, "text": format!("x{body}"), "date": date, "authors": authors, "source": source})
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn every_format_has_as_many_articles_as_the_query_and_says_the_same(
        articles in prop::collection::vec(article(), 1..25),
        query in prop::sample::select(vec!["ferry", "ferry OR heron", "-ferry", "*", "ferry w/3 heron", "her*"]),
        filter in prop::sample::select(vec!["", "--from=2015", "--to=2015-11", "--lang=en"]),
        sort in prop::sample::select(vec!["index", "relevance", "newest", "oldest"]),
    ) {
        let lines = articles.iter().enumerate().map(|(id, article)| {
            let mut article = article.clone();
            // Ids that differ in nothing but case, and ids that a key cannot hold.
            article["id"] = format!("{}{}", ["a", "A", "a ", "é,"][id % 4], id / 4).into();
            article.to_string() + "\n"
        });
        let folder = Folder::with(&[("corpus/all.jsonl", &lines.collect::<String>())]);
        folder.run("index").status(0);
        let run = |args: &[&str]| {
            let filter = Some(filter).filter(|filter| !filter.is_empty());
            let args: Vec<&str> = args.iter().copied().chain(filter).collect();
            folder.run_args(&args, "").stdout
        };
        let total: usize = run(&["query", "-c", query]).trim().parse().unwrap();
        let export = |format: &str, fields: &str| {
            run(&["export", query, "--sort", sort, "--format", format, "--fields", fields])
        };
        let objects: Vec<Value> =
            export("jsonl", "all").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(objects.len(), total);
        let texts = "id,headline,date,precision,source,section,language,url,path,body,evidence";
        let of_object = |object: &Value| texts.split(',').map(|field| {
            object[field].as_str().unwrap_or_default().to_owned()
        }).collect::<Vec<_>>();
        let expected: Vec<Vec<String>> = objects.iter().map(of_object).collect();
        let csv = records(&export("csv", texts));
        prop_assert_eq!(&csv[1..], &expected[..]);
        let unescaped = |field: &str| field.replace("\\\\", "\u{0}").replace("\\t", "\t")
            .replace("\\n", "\n").replace("\\r", "\r").replace('\u{0}', "\\");
        let tsv = export("tsv", texts);
        let tsv = tsv.lines().skip(1).map(|line| line.split('\t').map(unescaped).collect::<Vec<_>>());
        prop_assert_eq!(tsv.collect::<Vec<_>>(), expected);
        prop_assert_eq!(rows_of_markdown(&export("markdown", "all")), total);
        let ris = export("ris", "all");
        prop_assert_eq!(ris.lines().filter(|line| *line == "TY  - NEWS").count(), total);
        prop_assert_eq!(ris.lines().filter(|line| *line == "ER  - ").count(), total);
        let bibtex = export("bibtex", "all");
        let keys: BTreeSet<String> = bibtex.lines().filter_map(|line| {
            line.strip_prefix("@article{").or(line.strip_prefix("@misc{"))
        }).map(str::to_lowercase).collect();
        prop_assert_eq!(keys.len(), total);
        let depth = |sum: i64, c: char| match c { '{' => sum + 1, '}' => sum - 1, _ => sum };
        for entry in bibtex.split_inclusive("\n}\n\n") {
            prop_assert_eq!(entry.chars().fold(0, depth), 0, "{}", entry);
        }
        run(&["export", query, "--pack", "a.zip"]);
        let verified = folder.run("verify a.zip --json").status(0).json();
        prop_assert_eq!(verified[0]["total"].as_u64(), Some(total as u64));
        if sort != "index" {
            let mut pages = Vec::new();
            while pages.len() < total {
                let offset = pages.len().to_string();
                let page = run(&["query", query, "--json", "--copies", "--sort", sort, "-n", "4", "--offset", &offset]);
                let hits = page.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
                pages.extend(hits.filter(|hit| hit["type"] == "hit").map(|hit| hit["id"].clone()));
            }
            let exported: Vec<Value> = objects.iter().map(|object| object["id"].clone()).collect();
            prop_assert_eq!(pages, exported);
        }
    }
}
