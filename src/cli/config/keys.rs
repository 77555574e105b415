//! Which flags the file may set, and what values they take.

use std::any::TypeId;
use std::time::Duration;

use clap::{Arg, ArgAction, Command};
use toml::de::DeValue;

use crate::cli::toml_place::kind;
use crate::cli::usage::reason;

/// The flags that the file may set for a command that has them. Those that say which articles are
/// meant, or in what form the answer comes, are not among them: a script must be able to rely on them.
const OF_COMMANDS: [&str; 25] = [
    "any",
    "by",
    "commit-every",
    "companions",
    "context",
    "file-timeout",
    "keep-all",
    "lang",
    "limit",
    "map",
    "mark",
    "memory",
    "no-aliases",
    "poll",
    "quiet",
    "section",
    "settle",
    "snippets",
    "sort",
    "source",
    "strict",
    "threads",
    "timeout",
    "verbose",
    "width",
];

/// The flags that mean the same in every command, and may be set for all of them.
const OF_ALL: [&str; 10] = [
    "any",
    "color",
    "corpus",
    "mark",
    "memory",
    "no-aliases",
    "quiet",
    "threads",
    "timeout",
    "verbose",
];

/// The flag with this name of a command.
pub(super) fn flag<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    let mut flags = command.get_arguments();
    flags.find(|arg| arg.get_long() == Some(name))
}

/// The flags of a command, or of those below it, that the file may set for it.
pub(super) fn of_command(command: &Command) -> Vec<&Arg> {
    let own = OF_COMMANDS.iter().filter_map(|name| flag(command, name));
    let below = command.get_subcommands().flat_map(of_command);
    own.chain(below).collect()
}

/// The flags that the file may set for all commands.
pub(super) fn of_all(program: &Command) -> Vec<&Arg> {
    let find = |name: &&str| {
        let mut commands = std::iter::once(program).chain(program.get_subcommands());
        commands.find_map(|command| flag(command, name))
    };
    OF_ALL.iter().filter_map(find).collect()
}

/// Tells whether a flag takes no value.
pub(super) fn is_switch(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::SetTrue)
}

/// Reads the value of a flag as the file has it.
///
/// # Errors
///
/// What was expected, and what was found.
pub(super) fn values(arg: &Arg, value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let values = typed(arg, value).ok_or_else(|| {
        let expected = expected_type(arg);
        format!("expected {expected}, but found {}", kind(value))
    })?;
    if !is_switch(arg) {
        values.iter().try_for_each(|value| check(arg, value))?;
    }
    Ok(values)
}

fn typed(arg: &Arg, value: &DeValue<'_>) -> Option<Vec<String>> {
    let one = match value {
        DeValue::Boolean(is_on) if is_switch(arg) => is_on.to_string(),
        _ if is_switch(arg) => return None,
        DeValue::Integer(number) if is_number(arg) => {
            i128::from_str_radix(number.as_str(), number.radix())
                .ok()?
                .to_string()
        }
        DeValue::Float(number) if is_seconds(arg) => number.as_str().to_owned(),
        DeValue::String(text) if !is_number(arg) => text.clone().into_owned(),
        DeValue::Array(list) if is_list(arg) => {
            let texts = list.iter().map(|it| it.get_ref().as_str());
            return texts.map(|text| text.map(str::to_owned)).collect();
        }
        _ => return None,
    };
    Some(vec![one])
}

fn is_seconds(arg: &Arg) -> bool {
    arg.get_value_parser().type_id() == TypeId::of::<Duration>()
}

fn is_number(arg: &Arg) -> bool {
    let parsed = arg.get_value_parser().type_id();
    parsed == TypeId::of::<usize>() || is_seconds(arg)
}

fn is_list(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append)
}

fn expected_type(arg: &Arg) -> &'static str {
    match () {
        () if is_switch(arg) => "`true` or `false`",
        () if is_seconds(arg) => "a number of seconds",
        () if is_number(arg) => "a whole number",
        () if is_list(arg) => "a text in quotes, or a list of them",
        () => "a text in quotes",
    }
}

/// Reads a value as the flag would.
fn check(arg: &Arg, value: &str) -> Result<(), String> {
    // The corpora of the file are known when all of it is read.
    if arg.get_long() == Some("corpus") {
        return Ok(());
    }
    let alone = Arg::new("value")
        .value_parser(arg.get_value_parser().clone())
        .allow_hyphen_values(true);
    let parts = match arg.get_value_delimiter() {
        Some(sign) => value.split(sign).collect(),
        None => vec![value],
    };
    for part in parts {
        let reader = Command::new("value")
            .no_binary_name(true)
            .arg(alone.clone());
        let read = reader.try_get_matches_from(["--", part]);
        read.map_err(|error| format!("invalid value `{part}`: {}", reason(&error)))?;
    }
    Ok(())
}
