//! What the lexer makes of a text.

use std::ops::Range;

use crate::query::tree::{Field, Query, Reach, Weight};

/// A part of the text with a meaning of its own.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::query) struct Token {
    pub(in crate::query) kind: Kind,
    /// Its bytes in the text.
    pub(in crate::query) range: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::query) enum Kind {
    Open,
    Close,
    And,
    Or,
    Near(Reach),
    /// NOT before a NEAR.
    NotNear(Reach),
    Not,
    /// The sign `+`.
    Required,
    Field(Field),
    /// Before a parenthesis.
    AtLeast(u32),
    /// Right behind its operand.
    Weight(Weight),
    /// A word outside quotes, whose capitals are not yet understood.
    Word(Word),
    /// `and`, `or`, `not` without capitals.
    SmallWord(String),
    /// The name of a saved query.
    Saved(String),
    /// A word in quotes, a pattern, a phrase, a date, the star.
    Leaf(Query),
}

/// A word as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::query) struct Word {
    pub(in crate::query) text: String,
    /// Whether it begins with `\`, and is what it is.
    pub(in crate::query) is_escaped: bool,
}

impl Kind {
    /// Tells whether the token joins what stands before it with what stands behind it.
    pub(in crate::query) fn is_binary(&self) -> bool {
        matches!(
            self,
            Kind::And | Kind::Or | Kind::Near(_) | Kind::NotNear(_)
        )
    }

    /// Tells whether the token belongs to what stands behind it.
    pub(in crate::query) fn is_prefix(&self) -> bool {
        matches!(
            self,
            Kind::Not | Kind::Required | Kind::Field(_) | Kind::AtLeast(_)
        )
    }

    /// Tells whether something is sought by the token itself.
    pub(in crate::query) fn is_operand(&self) -> bool {
        matches!(
            self,
            Kind::Word(_) | Kind::SmallWord(_) | Kind::Saved(_) | Kind::Leaf(_)
        )
    }
}
