//! The tree back to text.

use std::fmt;

use super::tree::{Atom, DateCondition, DayRange, Order, Query, Reach, Spread, WordForm};

/// Writes how the query was read: with every operator and parenthesis that its meaning needs.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::All => f.write_str("*"),
            Query::Nothing => f.write_str("NOT *"),
            Query::Atom(atom) => write!(f, "{atom}"),
            Query::Phrase { atoms, spread } => write_phrase(f, atoms, *spread),
            Query::Near { left, right, reach } => {
                write_operand(f, left)?;
                write!(f, " {reach} ")?;
                write_operand(f, right)
            }
            Query::AtLeast { times, of } => write!(f, "atleast{times}({of})"),
            Query::In { field, of } => {
                write!(f, "{}:", field.as_str())?;
                write_operand(f, of)
            }
            Query::Date(condition) => write!(f, "{condition}"),
            Query::Boost { weight, of } => {
                write_operand(f, of)?;
                write!(f, "^{}", weight.factor())
            }
            Query::Not(of) => {
                f.write_str("NOT ")?;
                write_operand(f, of)
            }
            Query::And(operands) => write_joined(f, operands, " AND "),
            Query::Or(operands) => write_joined(f, operands, " OR "),
        }
    }
}

fn write_operand(f: &mut fmt::Formatter<'_>, operand: &Query) -> fmt::Result {
    match operand {
        Query::And(_) | Query::Or(_) | Query::Near { .. } | Query::Not(_) => {
            write!(f, "({operand})")
        }
        _ => write!(f, "{operand}"),
    }
}

fn write_joined(f: &mut fmt::Formatter<'_>, operands: &[Query], joint: &str) -> fmt::Result {
    for (i, operand) in operands.iter().enumerate() {
        if i > 0 {
            f.write_str(joint)?;
        }
        match operand {
            Query::And(_) | Query::Or(_) => write!(f, "({operand})")?,
            _ => write!(f, "{operand}")?,
        }
    }
    Ok(())
}

fn write_phrase(f: &mut fmt::Formatter<'_>, atoms: &[Atom], spread: Spread) -> fmt::Result {
    f.write_str("\"")?;
    for (i, atom) in atoms.iter().enumerate() {
        if i > 0 {
            f.write_str(" ")?;
        }
        match atom {
            Atom::Word { text, .. } => f.write_str(text)?,
            other => write!(f, "{other}")?,
        }
    }
    f.write_str("\"")?;
    match spread {
        Spread::SideBySide => Ok(()),
        Spread::Within(words) => write!(f, "~{words}"),
    }
}

/// Writes the atom as it is typed outside quotes.
impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Atom::Word {
                text,
                form: WordForm::Exact,
            } => write!(f, "={text}"),
            Atom::Word { text, .. } => f.write_str(text),
            Atom::Wildcard(pattern) => f.write_str(pattern),
            Atom::Fuzzy { word, edits } => write!(f, "{word}~{edits}"),
            Atom::Regex(pattern) => write!(f, "/{pattern}/"),
        }
    }
}

/// Writes the operator: `NEAR/5`, `ADJ/5`, `w/s`, `w/p`.
impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reach::Words {
                most,
                order: Order::Any,
            } => write!(f, "NEAR/{most}"),
            Reach::Words {
                most,
                order: Order::AsWritten,
            } => write!(f, "ADJ/{most}"),
            Reach::Sentence => f.write_str("w/s"),
            Reach::Paragraph => f.write_str("w/p"),
        }
    }
}

/// Writes the condition: `date:none`, `date:2015`, `date:2015-11-27..`.
impl fmt::Display for DateCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateCondition::Undated => f.write_str("date:none"),
            DateCondition::Days(range) => write!(f, "date:{range}"),
        }
    }
}

/// Writes the range as short as it goes: `2015`, `2015-11`, `2015-11-27`, `2015-11-27..`; `*`
/// when it is open at both ends.
impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return match (self.from, self.to) {
                (Some(from), _) => write!(f, "{from}.."),
                (_, Some(to)) => write!(f, "..{to}"),
                _ => f.write_str("*"),
            };
        };
        if from == to {
            write!(f, "{from}")
        } else if from == from.first_of_year() && to == from.last_of_year() {
            write!(f, "{:04}", from.year())
        } else if from == from.first_of_month() && to == from.last_of_month() {
            write!(f, "{:04}-{:02}", from.year(), from.month())
        } else {
            write!(f, "{from}..{to}")
        }
    }
}
