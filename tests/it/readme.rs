//! The README says what is: its tables are held against the formats and the real output.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use search::read::FORMATS;
use serde_json::Value;

use crate::harness::{Folder, Ran};

/// The rows of the table of the README whose head begins with this cell.
fn table(head: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(path).unwrap();
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with(&format!("| {head} |")));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(str::to_owned).collect()
}

/// The names in the first column of a table of fields.
fn fields(of: &str) -> BTreeSet<String> {
    let rows = table(&format!("field of {of}"));
    let name = |row: &String| row.split('`').nth(1).unwrap().to_owned();
    rows.iter().map(name).collect()
}

/// All names in the first column of a table of fields, some rows of which have several.
fn all_fields(of: &str) -> BTreeSet<String> {
    let rows = table(&format!("field of {of}"));
    let cell = |row: &String| row.split('|').nth(1).unwrap().to_owned();
    let cells: Vec<String> = rows.iter().map(cell).collect();
    let names = cells
        .iter()
        .flat_map(|cell| cell.split('`').skip(1).step_by(2));
    names.map(str::to_owned).collect()
}

fn keys(object: &Value) -> BTreeSet<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

/// A folder with two articles and a broken one, indexed.
fn indexed() -> (Folder, Vec<Value>) {
    let folder = Folder::with(&[
        (
            "corpus/a.json",
            r#"{"title": "Ferry sails", "text": "The ferry sailed.", "date": "2015-11-27"}"#,
        ),
        ("corpus/b.txt", "Ferry returns\n\nThe ferry returned.\n"),
        ("corpus/c.json", "{"),
    ]);
    let lines = folder.run("index --json").status(0).json();
    (folder, lines)
}

#[test]
fn the_table_of_formats_is_that_of_the_program() {
    let row = |format: &&search::read::Format| {
        let endings = format.extensions.iter().map(|e| format!("`.{e}`"));
        let endings = endings.collect::<Vec<_>>().join(" ");
        format!("| `{}` | {endings} | {} |", format.name, format.summary)
    };
    let expected: Vec<String> = FORMATS.iter().map(row).collect();
    let mut documented = table("format");
    documented.retain(|row| cfg!(feature = "pdf") || !row.starts_with("| `pdf`"));
    assert_eq!(documented, expected);
}

#[test]
fn the_fields_of_formats_are_those_of_its_output() {
    let lines = Folder::new().run("formats --json").status(0).json();
    let names: Vec<_> = lines.iter().map(|line| line["name"].as_str()).collect();
    let expected: Vec<_> = FORMATS.iter().map(|format| Some(format.name)).collect();
    assert_eq!(names, expected);
    assert_eq!(keys(&lines[0]), fields("`formats --json`"));
}

#[test]
fn the_fields_of_index_are_those_of_its_output() {
    let (_, lines) = indexed();
    let [skipped, summary] = lines.as_slice() else {
        panic!("expected two lines, but found {lines:?}");
    };
    let of = "`index --json` and `inspect --json`, something skipped";
    assert_eq!(keys(skipped), fields(of));
    assert_eq!(keys(summary), fields("`index --json`, the last line"));
}

#[test]
fn the_fields_of_query_are_those_of_its_output() {
    let lines = indexed()
        .0
        .run("query --json --explain sails")
        .status(0)
        .json();
    let hit = lines.first().unwrap();
    assert_eq!(keys(hit), fields("`query --json`, a hit"));
    let summary = lines.last().unwrap();
    assert_eq!(keys(summary), fields("`query --json`, the last line"));
}

#[test]
fn the_fields_of_an_article_are_those_of_the_output() {
    let folder = indexed().0;
    let documented = fields("`inspect --json` and `show --json`");
    let id = folder.run("query --json sails").json()[0]["id"].to_string();
    let show = ["show", "--json", "-q", "ferry", id.trim_matches('"')];
    let shown = folder.run_args(&show, "").status(0).json();
    let inspected = folder
        .run("inspect -v --json corpus/a.json")
        .status(0)
        .json();
    let all: BTreeSet<String> = keys(&shown[0])
        .union(&keys(&inspected[0]))
        .cloned()
        .collect();
    assert_eq!(all, documented);
}

#[test]
fn the_fields_of_entity_are_those_of_its_output() {
    let text = "Harbour news\n\nThey met Ada Holm in Oslo.\n";
    let folder = Folder::with(&[("corpus/a.txt", text)]);
    folder.run("index").status(0);
    let lines = folder.run("entity holm --json").status(0).json();
    assert_eq!(keys(&lines[0]), fields("`entity --json`"));
}

#[test]
fn the_fields_of_story_are_those_of_its_output() {
    let lines = indexed().0;
    let id = lines.run("query --json sails").json()[0]["id"].to_string();
    let args = ["story", "--json", id.trim_matches('"')];
    let lines = lines.run_args(&args, "").status(0).json();
    assert_eq!(keys(&lines[0]), fields("`story --json`, a copy"));
    let summary = lines.last().unwrap();
    assert_eq!(keys(summary), fields("`story --json`, the last line"));
}

#[test]
fn the_fields_of_similar_are_those_of_its_output() {
    let folder = Folder::new();
    let texts = [
        "The ferry Halcyon left the harbour with sails set. Captain Ada Holm waved to the town.",
        "Ada Holm brought the ferry Halcyon back to the harbour. Its sails were torn by a storm.",
    ];
    for (name, text) in ["a", "b"].iter().zip(texts) {
        let text = format!("Ferry Halcyon\n\n{text}\n");
        folder.write(&format!("corpus/{name}.txt"), text.as_bytes());
    }
    folder.write(
        "corpus/d.txt",
        "Council votes\n\nThe town has a new tax on shops.\n".as_bytes(),
    );
    folder.run("index").status(0);
    let id = folder.run("query --json halcyon").json()[0]["id"].to_string();
    let lines = folder
        .run_args(&["similar", "--json", id.trim_matches('"')], "")
        .json();
    let summary = lines.last().unwrap();
    assert_eq!(keys(summary), fields("`similar --json`, the last line"));
    assert_eq!(keys(&lines[0]), fields("`similar --json`, an article"));
}

#[test]
fn the_fields_of_batch_are_those_of_its_output() {
    let folder = indexed().0;
    let lines = folder.run_args(&["batch", "--json"], "ferry\n").json();
    assert_eq!(keys(&lines[0]), fields("`batch --json`"));
}

#[test]
fn the_fields_of_facets_timeline_and_kwic_are_those_of_their_output() {
    let folder = indexed().0;
    for command in ["facets", "timeline", "kwic"] {
        let lines = folder
            .run(&format!("{command} ferry --json"))
            .status(0)
            .json();
        let line = match command {
            "facets" => "a value",
            "kwic" => "a match",
            _ => "a period",
        };
        assert_eq!(
            keys(&lines[0]),
            fields(&format!("`{command} --json`, {line}"))
        );
        let summary = lines.last().unwrap();
        assert_eq!(
            keys(summary),
            fields(&format!("`{command} --json`, the last line"))
        );
    }
}

#[test]
fn the_fields_of_export_and_verify_are_those_of_their_output() {
    let folder = indexed().0;
    let mut lines = folder
        .run("export ferry --json --fields all")
        .status(0)
        .json();
    let row = lines[0].as_object_mut().unwrap();
    row.remove("type");
    assert_eq!(keys(&lines[0]), fields("`export`"));
    let mut summary = keys(lines.last().unwrap());
    summary.insert("fingerprint".to_owned());
    assert_eq!(summary, fields("`export --json`, the last line"));
    let lines = folder.run("export ferry --json --pack a.zip").json();
    assert_eq!(keys(&lines[0]), summary);
    folder.write("corpus/b.txt", b"Heron\n\nIt flew.\n");
    folder.run("index").status(0);
    let lines = folder.run("verify a.zip --json").status(1).json();
    assert_eq!(keys(&lines[0]), fields("`verify --json`, a difference"));
    let summary = lines.last().unwrap();
    assert_eq!(keys(summary), fields("`verify --json`, the last line"));
    let zip = fs::File::open(folder.path("a.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(zip).unwrap();
    for name in ["hits.jsonl", "pack.json"] {
        let text = std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
        let mut values = serde_json::Deserializer::from_str(&text).into_iter();
        let first: Value = values.next().unwrap().unwrap();
        assert_eq!(keys(&first), fields(&format!("`{name}` in a pack")));
    }
}

/// What the README shows under a command, up to the next command or the end of the example; of several
/// examples of one command, all.
fn shown_under(command: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(path).unwrap();
    let typed = format!("\n$ {command}\n");
    let examples = text.split(&typed).skip(1);
    let end_of = |shown: &str| {
        shown
            .find("```")
            .unwrap()
            .min(shown.find("\n$ ").unwrap_or(usize::MAX))
    };
    examples
        .map(|shown| shown[..end_of(shown)].trim().to_owned())
        .collect()
}

/// What a run prints, the time that it took as the README has it.
#[track_caller]
fn assert_shown(ran: &Ran, expected: &str) {
    let untimed = |text: &str| match text.rsplit_once(" (") {
        Some((text, time)) if time.trim_end().ends_with(" ms)") => text.to_owned(),
        _ => text.trim().to_owned(),
    };
    let printed = ran.stdout.replace('\r', "") + &ran.stderr;
    assert_eq!(untimed(&printed), untimed(expected));
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &place),
            false => fs::copy(entry.path(), place).map(drop).unwrap(),
        }
    }
}

#[test]
fn the_examples_of_export_and_verify_are_what_they_print() {
    let folder = Folder::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    copy_folder(&corpus, &folder.path("corpus"));
    folder.run("index").status(0);
    for command in [
        "export --sort oldest --from 2015-11-26 --fields id,date,source,headline coalition russia",
        "export --sort oldest -o references.bib coalition russia",
        "export --pack coalition.zip coalition russia",
    ] {
        let [expected] = &shown_under(&format!("search {command}"))[..] else {
            panic!("{command} is shown more than once, or not at all");
        };
        assert_shown(&folder.run(command).status(0), expected);
    }
    let references = fs::read_to_string(folder.path("references.bib")).unwrap();
    let first: Vec<&str> = references.lines().take(10).collect();
    assert_eq!(shown_under("head -10 references.bib"), [first.join("\n")]);
    let verified = shown_under("search verify coalition.zip");
    assert_shown(&folder.run("verify coalition.zip").status(0), &verified[0]);
    let changed = "corpus/meridian-wire/2015-11-26-hollande-moscow-coalition.txt";
    let text = fs::read_to_string(folder.path(changed)).unwrap();
    let text = text.replace("single, broad coalition", "single, wide coalition");
    folder.write(changed, text.as_bytes());
    fs::remove_file(folder.path("corpus/kestrel-review/coalition-of-museums.html")).unwrap();
    folder.run("index").status(0);
    assert_shown(&folder.run("verify coalition.zip").status(1), &verified[1]);
}

#[test]
fn the_fields_of_entities_are_those_of_its_output() {
    let folder = Folder::with(&[(
        "corpus/a.jsonl",
        "{\"title\": \"Ferry\", \"text\": \"Angela Merkel sailed.\", \"date\": \"2015\"}\n{\"text\": \"Rain.\"}\n",
    )]);
    folder.run("index").status(0);
    let lines = folder
        .run("entities ferry --distinctive --by year --json")
        .status(0)
        .json();
    assert_eq!(keys(&lines[0]), fields("`entities --json`, a name"));
    let summary = lines.last().unwrap();
    assert_eq!(keys(summary), fields("`entities --json`, the last line"));
}

#[test]
fn the_fields_of_stats_are_those_of_its_output() {
    let lines = indexed().0.run("stats --json").status(0).json();
    assert_eq!(keys(&lines[0]), fields("`stats --json`"));
}

#[test]
fn the_fields_of_check_are_those_of_its_output() {
    let lines = indexed().0.run("check --json").status(0).json();
    assert_eq!(keys(&lines[0]), fields("`check --json`"));
}

#[test]
fn the_fields_of_saved_queries_are_those_of_the_output() {
    let folder = Folder::with(&[("saved.toml", "a = 'ferry'\n")]);
    let lines = folder.run("alert list --json").status(0).json();
    assert_eq!(keys(&lines[0]), fields("`alert list --json`"));
}

#[test]
fn the_fields_of_alerts_are_those_of_the_output() {
    let folder = indexed().0;
    folder.run("alert add ferries ferry").status(0);
    let lines = folder.run("alert run --json").status(0).json();
    let documented = all_fields("`alert run --json`, an article");
    assert_eq!(keys(&lines[0]), documented);
    let summary = lines.last().unwrap();
    assert_eq!(keys(summary), fields("`alert run --json`, the last line"));
}

/// The text behind `before`, up to the end of its block.
fn block(before: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(path).unwrap();
    let (_, behind) = text.split_once(before).unwrap();
    behind.split("```").next().unwrap().to_owned()
}

#[test]
fn the_configuration_file_is_read_and_shown_as_it_says() {
    let file = block("leaves it out.\n\n```toml\n");
    let folder = Folder::with(&[(".config/search/config.toml", &file)]);
    let shown = folder.run("config query").status(0).stdout;
    let (_, rows) = shown.split_once('\n').unwrap();
    let documented = block("$ search config query\n");
    let (_, documented) = documented.split_once('\n').unwrap();
    assert_eq!(rows, documented);
    let lines = folder.run("config query --json").status(0).json();
    assert_eq!(keys(&lines[1]), fields("`config --json`, a setting"));
}

#[test]
fn a_command_ends_with_the_status_that_the_table_says() {
    let folder = indexed().0;
    folder.run("query ferry").status(0);
    folder.run("query submarine").status(1);
    folder.run("export submarine").status(1);
    folder.run("verify corpus/a.json").status(2);
    folder.run("show nothing").status(1).complains("no article");
    folder.run("inspect corpus/c.json").status(1);
    folder.run_args(&["batch"], "submarine\n").status(1);
    folder.run("index --strict --index other corpus").status(2);
    folder
        .run("query ferry --index elsewhere")
        .status(2)
        .complains("there is no index");
}
