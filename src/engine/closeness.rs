//! Which words of a query belong together, and how much their closeness is worth.

use crate::matching::{Clause, Resolved};

/// How many of the best hits are looked at for words close together.
pub const HITS_LOOKED_AT: usize = 50;
/// Two words are close when their positions differ by this number at most.
pub const NEAR_WORDS: u32 = 4;
/// What a pair of close words weighs beside a word of the same rarity.
pub const PAIR_WEIGHT: f32 = 0.25;
/// Of longer queries only the first words are looked at.
const MOST_WORDS: usize = 32;

/// Returns the words of a query of plain words, in its order, whatever filters stand beside them;
/// none when the query is another one.
pub fn plain_words(query: &Resolved) -> Vec<&Clause> {
    let operands = match query {
        Resolved::And(operands) | Resolved::Or(operands) => &operands[..],
        _ => &[],
    };
    let sought: Vec<&Resolved> = operands
        .iter()
        .filter(|operand| !is_filter(operand))
        .collect();
    if let [only] = sought[..] {
        return plain_words(only);
    }
    let words: Option<Vec<&Clause>> = sought.into_iter().map(plain_word).collect();
    let mut words = words.unwrap_or_default();
    words.truncate(MOST_WORDS);
    words
}

fn is_filter(query: &Resolved) -> bool {
    match query {
        Resolved::Date(_) => true,
        Resolved::Clause(clause) => !clause.scope.is_text(),
        Resolved::Not(of) | Resolved::Boost { of, .. } => is_filter(of),
        Resolved::And(operands) | Resolved::Or(operands) => operands.iter().all(is_filter),
        _ => false,
    }
}

fn plain_word(query: &Resolved) -> Option<&Clause> {
    match query {
        Resolved::Clause(clause) if clause.is_plain_word => Some(clause),
        Resolved::Boost { of, .. } => plain_word(of),
        _ => None,
    }
}
