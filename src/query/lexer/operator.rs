//! Words that are operators: the language's own, and those of other news archives.

use super::signs::narrow;
use crate::query::tree::{Order, Reach};

/// The distance of a NEAR without a number.
const DEFAULT_DISTANCE: u32 = 10;
/// The greatest number in an operator.
const MAX_NUMBER: u32 = 10_000;

/// What a whole word means as an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
    AndNot,
    /// How near, and what is to be said of the way it was written.
    Near(Reach, Option<String>),
    /// An operator where a parenthesis follows.
    AtLeast(u32, Option<String>),
    /// `and`, `or`, `not` without capitals.
    Small,
}

/// Reads `word` as an operator.
pub(super) fn operator(word: &str) -> Option<Operator> {
    Some(match word {
        "AND" => Operator::And,
        "OR" => Operator::Or,
        "NOT" => Operator::Not,
        "ANDNOT" => Operator::AndNot,
        "and" | "And" | "or" | "Or" | "not" | "Not" => Operator::Small,
        _ => return near(word).or_else(|| at_least(word)),
    })
}

/// Tells whether `word` must be escaped to be a word of which nothing is said.
pub(in crate::query) fn is_operator(word: &str) -> bool {
    let word: String = word.chars().map(narrow).collect();
    operator(&word).is_some() || nearest(&word).is_some()
}

fn near(word: &str) -> Option<Operator> {
    let lower = word.to_ascii_lowercase();
    let (name, argument) = match lower.split_once('/') {
        Some(parts) => parts,
        None => split_number(&lower)?,
    };
    let order = order_of(name, lower.contains('/'))?;
    if let Some(reach) = structure(argument).filter(|_| !matches!(name, "n" | "p")) {
        let lost = matches!(order, Order::AsWritten)
            .then(|| format!("`{word}` is read as `{reach}`, in any order"));
        return Some(Operator::Near(reach, lost));
    }
    let is_number = !argument.is_empty() && argument.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        return Some(words_apart(word, name, argument, order));
    }
    default_distance(word, name, order)
}

/// Cuts the number off `near5`; the name alone counts in capitals only, see [`default_distance`].
fn split_number(lower: &str) -> Option<(&str, &str)> {
    let name = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(name, "near" | "adj" | "onear").then(|| lower.split_at(name.len()))
}

fn order_of(name: &str, has_slash: bool) -> Option<Order> {
    match name {
        "near" => Some(Order::Any),
        "adj" | "onear" => Some(Order::AsWritten),
        "w" | "n" | "within" | "" if has_slash => Some(Order::Any),
        "pre" | "p" if has_slash => Some(Order::AsWritten),
        _ => None,
    }
}

fn structure(argument: &str) -> Option<Reach> {
    match argument {
        "s" | "sent" | "sentence" => Some(Reach::Sentence),
        "p" | "para" | "paragraph" => Some(Reach::Paragraph),
        _ => None,
    }
}

fn words_apart(word: &str, name: &str, digits: &str, order: Order) -> Operator {
    let (most, _) = bounded(digits);
    let reach = Reach::Words { most, order };
    let is_other_number = digits.trim_start_matches('0') != most.to_string();
    let note = if is_other_number {
        Some(format!(
            "`{}` is read as `{reach}`: expected a number from 1 to {MAX_NUMBER}",
            crate::query::repair::shortened(word)
        ))
    } else if name.is_empty() {
        Some(format!("`{word}` is read as `{reach}`"))
    } else {
        None
    };
    Operator::Near(reach, note)
}

/// Reads a number from 1 to [`MAX_NUMBER`]; tells whether it was another.
fn bounded(digits: &str) -> (u32, bool) {
    let number = digits.parse().unwrap_or(u32::MAX);
    let most = number.clamp(1, MAX_NUMBER);
    (most, most != number)
}

/// Reads `NEAR`, `ADJ`, `NEAR/x`: names in capitals that lack their number.
fn default_distance(word: &str, name: &str, order: Order) -> Option<Operator> {
    let is_meant =
        word.starts_with(&name.to_ascii_uppercase()) && matches!(name, "near" | "adj" | "onear");
    if !is_meant {
        return None;
    }
    let most = if name == "adj" { 1 } else { DEFAULT_DISTANCE };
    let reach = Reach::Words { most, order };
    Some(Operator::Near(
        reach,
        Some(format!("`{word}` says no number, read as `{reach}`")),
    ))
}

fn at_least(word: &str) -> Option<Operator> {
    let lower = word.to_ascii_lowercase();
    let digits = lower
        .strip_prefix("atleast")
        .or_else(|| lower.strip_prefix("atl"))?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (times, is_other) = bounded(digits);
    let note = is_other.then(|| {
        format!(
            "`{}` is read as `atleast{times}`: expected a number from 1 to {MAX_NUMBER}",
            crate::query::repair::shortened(word)
        )
    });
    Some(Operator::AtLeast(times, note))
}

/// Returns the operator that a misspelt one (`NAER/5`) may have been meant to be.
pub(super) fn nearest(word: &str) -> Option<String> {
    let (name, number) = word.split_once('/')?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number || name.len() < 3 {
        return None;
    }
    let name = name.to_ascii_lowercase();
    ["near", "adj", "pre", "within"]
        .into_iter()
        .find(|known| crate::query::field::is_near_miss(known, &name))
        .map(|known| format!("{}/{number}", known.to_ascii_uppercase()))
}
