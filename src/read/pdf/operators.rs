//! Operators and what stands before them: ISO 32000-2, 7.8.2.

use super::lexer::{Item, Lexer};
use super::object::Object;

/// Reads up to the next operator of a content stream or CMap, of whose operands it keeps so many;
/// none at the end.
pub(super) fn next_operator<'b>(
    lexer: &mut Lexer<'b>,
    operands: &mut Vec<Object>,
    max_operands: usize,
) -> Option<&'b [u8]> {
    operands.clear();
    loop {
        match lexer.next()? {
            Item::Word(word) => return Some(word),
            Item::Object(object) if operands.len() < max_operands => operands.push(object),
            Item::Object(_) => {}
        }
    }
}
