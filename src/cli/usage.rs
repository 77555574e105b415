//! What is said of flags and values that cannot be understood.

use std::io;
use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::terminal;

/// Prints what the parser of the command line has to say: the help that was asked for, or what
/// is wrong. Returns the exit status.
pub(super) fn report(error: &Error) -> ExitCode {
    if !error.use_stderr() {
        return match error.print() {
            Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(2),
            _ => ExitCode::SUCCESS,
        };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        terminal::say(error.to_string().trim_end());
    } else {
        terminal::complain(&message(error));
    }
    ExitCode::from(2)
}

/// Names the flag, its value, and what was expected.
fn message(error: &Error) -> String {
    let flag = text(error, ContextKind::InvalidArg).map(|arg| quoted(&flag_name(&arg)));
    let value = text(error, ContextKind::InvalidValue);
    match (error.kind(), flag, value) {
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(flag), Some(value)) => {
            invalid_value(error, &flag, &value)
        }
        (ErrorKind::UnknownArgument, Some(flag), _) => with_suggestion(
            error,
            ContextKind::SuggestedArg,
            &format!("there is no flag {flag}"),
        ),
        (ErrorKind::ArgumentConflict, Some(flag), _) => {
            let other = text(error, ContextKind::PriorArg).unwrap_or_default();
            format!(
                "{flag} cannot be given together with {}",
                quoted(&flag_name(&other))
            )
        }
        (ErrorKind::MissingRequiredArgument, Some(missing), _) => {
            format!("expected {missing}, but found nothing; see `--help`")
        }
        (ErrorKind::InvalidSubcommand, ..) => {
            let command = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            let said = format!("there is no command {}", quoted(&command));
            with_suggestion(error, ContextKind::SuggestedSubcommand, &said)
        }
        _ => first_line(error),
    }
}

fn invalid_value(error: &Error, flag: &str, value: &str) -> String {
    let reason = reason(error);
    if value.is_empty() && error.kind() == ErrorKind::InvalidValue {
        return format!("no value for {flag}: {reason}");
    }
    format!("invalid value {} for {flag}: {reason}", quoted(value))
}

/// What was expected in place of a value.
pub(super) fn reason(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => source.to_string(),
        None => one_of(error),
    }
}

/// The values that a flag takes, where they are few.
fn one_of(error: &Error) -> String {
    let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue) else {
        return "expected a value".to_owned();
    };
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    match values.as_slice() {
        [] => "expected a value".to_owned(),
        values => format!("expected one of {}", values.join(", ")),
    }
}

fn with_suggestion(error: &Error, kind: ContextKind, said: &str) -> String {
    match text(error, kind) {
        Some(near) => format!("{said}: did you mean {}?", quoted(&near)),
        None => format!("{said}; see `--help`"),
    }
}

fn first_line(error: &Error) -> String {
    let rendered = error.to_string();
    let line = rendered.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// `--limit <N>` without the name of its value.
fn flag_name(arg: &str) -> String {
    let name = if arg.starts_with('-') {
        arg.split([' ', '=']).next()
    } else {
        None
    };
    name.unwrap_or(arg).to_owned()
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    }
}
