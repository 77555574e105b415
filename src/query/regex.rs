//! Regular expressions: whether one can be run, and if not, where it fails.

use std::ops::Range;

use regex_syntax::hir::{Hir, HirKind};
use regex_syntax::{Error, ParserBuilder};

/// The longest expression, in bytes.
const MAX_BYTES: usize = 256;
/// The deepest nesting.
const MAX_DEPTH: u32 = 16;
/// The greatest size once every repetition is written out.
const MAX_SIZE: usize = 2000;

/// Why an expression cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RegexError {
    /// Where in the expression, in bytes.
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// Returns the expression as a whole word must match it, so without `^` and `$` around it.
pub(super) fn check(pattern: &str) -> Result<String, RegexError> {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let start = pattern.len() - inner.len();
    let is_anchored = inner.ends_with('$') && !inner.ends_with("\\$");
    let inner = if is_anchored {
        &inner[..inner.len() - 1]
    } else {
        inner
    };
    let whole = |message: &str| RegexError {
        range: start..start + inner.len(),
        message: message.to_owned(),
    };
    if inner.len() > MAX_BYTES {
        return Err(whole(&format!("it is longer than {MAX_BYTES} bytes")));
    }
    let mut parser = ParserBuilder::new().nest_limit(MAX_DEPTH).build();
    let tree = parser
        .parse(inner)
        .map_err(|error| located(&error, start))?;
    if has_look_around(&tree) {
        return Err(whole(
            "`^`, `$` and `\\b` are for its ends alone: it matches whole words",
        ));
    }
    if size(&tree) > MAX_SIZE {
        return Err(whole("it repeats too much"));
    }
    if tree
        .properties()
        .minimum_len()
        .is_none_or(|length| length == 0)
    {
        return Err(whole("it matches no letter at all"));
    }
    Ok(inner.to_owned())
}

fn located(error: &Error, start: usize) -> RegexError {
    let (span, message) = match error {
        Error::Parse(error) => (*error.span(), error.kind().to_string()),
        Error::Translate(error) => (*error.span(), error.kind().to_string()),
        other => {
            return RegexError {
                range: start..start,
                message: other.to_string(),
            };
        }
    };
    RegexError {
        range: start + span.start.offset..start + span.end.offset,
        message,
    }
}

fn has_look_around(tree: &Hir) -> bool {
    !tree.properties().look_set().is_empty()
}

/// The number of parts of the tree; a repeated part counts as often as it may have to be copied.
fn size(tree: &Hir) -> usize {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        // A class of many ranges becomes many states.
        HirKind::Class(_) => 4,
        HirKind::Repetition(repetition) => {
            let copies = repetition.max.unwrap_or(repetition.min + 1).max(1) as usize;
            size(&repetition.sub).saturating_mul(copies)
        }
        HirKind::Capture(capture) => size(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(size).fold(1, usize::saturating_add)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_run_is_returned_without_its_anchors() {
        for (pattern, expected) in [
            ("colou?r", "colou?r"),
            ("^colou?r$", "colou?r"),
            ("(a|b)[0-9]{2,3}", "(a|b)[0-9]{2,3}"),
            ("cost\\$", "cost\\$"),
        ] {
            assert_eq!(check(pattern), Ok(expected.to_owned()));
        }
    }

    #[test]
    fn what_cannot_be_run_is_told_with_its_place() {
        for (pattern, range) in [
            ("a[b", 1..2),
            ("a(b", 1..2),
            ("^a(b", 2..3),
            ("*a", 0..0),
            ("a\\bc", 0..4),
            ("(a{100}){100}", 0..13),
            ("a*", 0..2),
            ("", 0..0),
        ] {
            assert_eq!(check(pattern).unwrap_err().range, range, "{pattern}");
        }
        assert!(check(&"(".repeat(200)).is_err() && check(&"a".repeat(300)).is_err());
    }
}
