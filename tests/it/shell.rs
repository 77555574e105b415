//! `search completions` and `search man`.

use std::collections::BTreeSet;
use std::fs;

use search::query::SYNTAX;

use crate::harness::Folder;

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = Folder::new().run("--help").status(0).stdout;
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<String> = lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            line.strip_prefix("  ")
                .filter(|line| !line.starts_with(' '))
        })
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect();
    assert!(commands.len() > 10, "{commands:?}");
    commands
}

#[test]
fn completions_of_each_shell_know_every_command_and_the_flags() {
    let folder = Folder::new();
    let commands = commands();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = folder.run(&format!("completions {shell}")).status(0);
        for word in commands
            .iter()
            .map(String::as_str)
            .chain(["snippets", "relevance"])
        {
            // elvish and powershell do not complete values.
            let is_value = word == "relevance" && ["elvish", "powershell"].contains(&shell);
            assert!(is_value || ran.stdout.contains(word), "{shell}: {word}");
        }
        assert_eq!(ran.stderr, "");
    }
    folder
        .run("completions csh")
        .status(2)
        .complains("invalid value `csh` for `<SHELL>`: expected one of `bash`");
}

#[test]
fn there_is_a_manual_page_for_each_command_and_it_is_the_same_each_time() {
    let folder = Folder::new();
    folder.run("man --dir pages").status(0);
    let written = fs::read_dir(folder.path("pages/man1")).unwrap();
    let written: BTreeSet<String> = written
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for command in commands() {
        let file = format!("search-{command}.1");
        assert!(written.contains(&file), "{file} in {written:?}");
        let page = folder.run(&format!("man {command}")).status(0).stdout;
        let path = folder.path(&format!("pages/man1/{file}"));
        assert_eq!(page, fs::read_to_string(path).unwrap());
        let head = format!(
            ".TH search-{command} 1 \" \" \"search {}\" \"Full-text search of news\"",
            env!("CARGO_PKG_VERSION")
        );
        assert!(page.contains(&head), "{page}");
    }
    assert!(written.contains("search.1") && folder.path("pages/man7/search-syntax.7").is_file());
}

#[test]
fn the_manual_has_the_flags_and_the_query_language() {
    let folder = Folder::new();
    let page = folder.run("man query").status(0).stdout;
    assert!(page.contains("\\fB\\-\\-snippets\\fR"), "{page}");
    let page = folder.run("man syntax").status(0).stdout;
    for row in SYNTAX {
        let means = row.means.replace('\\', "\\e").replace('-', "\\-");
        assert!(page.contains(&means), "{means} in {page}");
    }
    folder
        .run("man nothing")
        .status(2)
        .complains("no manual page on `nothing`: expected `syntax` or the name of a command");
    folder
        .run("man query --dir pages")
        .status(2)
        .complains("cannot be given together with `--dir`");
}
