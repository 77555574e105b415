//! Text that was not typed as a query: what lost its signs on the way here, or is in capitals.
//!
//! Headlines and names come out of addresses, tables and the columns of other programs without
//! apostrophes and dots. An article that says `Putin's` has no word `s`.

use std::ops::Range;

use super::capitals::is_shouted;
use super::lexer::{Kind, Token, Word};
use super::repair::{Repairs, shortened};

/// Words whose ending `'t` is a word of its own where the apostrophe is lost.
const NEGATED: &[&str] = &[
    "ain", "aren", "can", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn",
    "mustn", "needn", "shouldn", "wasn", "weren", "won", "wouldn",
];
/// Words whose endings `'d`, `'ll`, `'m`, `'re` and `'ve` are.
const PRONOUNS: &[&str] = &[
    "he", "i", "it", "she", "that", "there", "they", "we", "who", "you",
];
/// Abbreviations that are written with dots, longer ones before what they begin with.
const DOTTED: &[&str] = &["DC", "EU", "UAE", "UK", "UN", "USA", "USSR", "US"];

/// Puts words together that were one before they lost an apostrophe or their dots, and says so.
pub(super) fn rejoin(text: &str, tokens: &mut Vec<Token>, repairs: &mut Repairs) {
    let mut rejoined = Vec::with_capacity(tokens.len());
    let mut rest = &tokens[..];
    while let [first, behind @ ..] = rest {
        let Some((length, whole)) = whole_at(text, rest) else {
            rejoined.push(first.clone());
            rest = behind;
            continue;
        };
        let range = first.range.start..rest[length - 1].range.end;
        let written = shortened(&text[range.clone()]);
        repairs.say(
            range.clone(),
            format!("`{written}` is read as `{}`", shortened(&whole)),
        );
        rejoined.push(word(whole, range));
        rest = &rest[length..];
    }
    *tokens = rejoined;
}

fn word(text: String, range: Range<usize>) -> Token {
    let is_escaped = false;
    Token {
        kind: Kind::Word(Word { text, is_escaped }),
        range,
    }
}

/// The number of tokens that were one word, and that word.
fn whole_at(text: &str, tokens: &[Token]) -> Option<(usize, String)> {
    let words: Vec<&str> = side_by_side(text, tokens).collect();
    let dotted = DOTTED.iter().find(|dotted| {
        let letters = dotted.chars().map(String::from);
        dotted.len() <= words.len() && letters.zip(&words).all(|(letter, word)| letter == *word)
    });
    if let Some(dotted) = dotted {
        let whole = dotted.chars().flat_map(|letter| [letter, '.']).collect();
        return Some((dotted.len(), whole));
    }
    let [first, ending, ..] = words[..] else {
        return None;
    };
    is_ending(first, ending).then(|| (2, format!("{first}'{ending}")))
}

/// The words at the beginning of `tokens` between which nothing but space stands.
fn side_by_side<'a>(text: &'a str, tokens: &'a [Token]) -> impl Iterator<Item = &'a str> {
    let mut end = None;
    tokens.iter().take(4).map_while(move |token| {
        let is_beside = end.is_none_or(|end| text[end..token.range.start].trim().is_empty());
        end = Some(token.range.end);
        match &token.kind {
            Kind::Word(word) if is_beside && !word.is_escaped => Some(word.text.as_str()),
            _ => None,
        }
    })
}

fn is_ending(word: &str, ending: &str) -> bool {
    let is_one_of = |words: &[&str]| words.iter().any(|one| one.eq_ignore_ascii_case(word));
    match ending {
        "s" => word.chars().nth(1).is_some() && word.ends_with(char::is_alphabetic),
        "t" => is_one_of(NEGATED),
        "d" | "ll" | "m" | "re" | "ve" => is_one_of(PRONOUNS),
        _ => false,
    }
}

/// Takes `AND` for a word where it is one of many in capitals that stand side by side and of
/// which one is enough: it then says no more than `and`.
pub(super) fn settle_shouted_and(text: &str, tokens: &mut Vec<Token>, repairs: &mut Repairs) {
    let is_and = |token: &Token| token.kind == Kind::And && &text[token.range.clone()] == "AND";
    let is_word = |token: &Token| matches!(token.kind, Kind::Word(_));
    let is_prose = tokens
        .iter()
        .all(|token| is_word(token) || is_and(token) || token.kind == Kind::Or);
    let has_neighbours = tokens.windows(2).any(|pair| pair.iter().all(is_word));
    let words = tokens.iter().filter_map(|token| match &token.kind {
        Kind::Word(word) => Some(word.text.as_str()),
        _ => None,
    });
    if !is_prose || !has_neighbours || !is_shouted(words) {
        return;
    }
    tokens.retain(|token| {
        if is_and(token) {
            let message = "`AND` among words in capitals is read as a word that need not be found";
            repairs.say(token.range.clone(), message);
        }
        !is_and(token)
    });
}
