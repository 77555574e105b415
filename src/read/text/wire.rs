//! What agencies put around a story for the desks that print it: slugs above, credits below.

use crate::read::byline;

/// The starts of credits, lower case, behind the parenthesis.
const CREDITS: &[&str] = &[
    "reporting by ",
    "additional reporting by ",
    "writing by ",
    "editing by ",
    "compiled by ",
    "reporting and writing by ",
    "writing and editing by ",
];

/// The longest credit and the longest slug, in bytes.
const MAX_CREDIT_BYTES: usize = 600;
const MAX_SLUG_BYTES: usize = 100;

/// Tells whether a line is the slug that a story goes by among editors: words in capitals joined by
/// hyphens, and perhaps notes in parentheses: `BC-HARBOUR-FERRY (SCHEDULED, PICTURE)`.
pub(super) fn is_slug(line: &str) -> bool {
    let (slug, notes) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let is_capital = |c: char| c.is_uppercase() || c.is_ascii_digit() || "-/&".contains(c);
    let notes = notes.trim();
    line.len() <= MAX_SLUG_BYTES
        && slug.matches('-').count() >= 2
        && !slug.starts_with('-')
        && slug.contains(char::is_uppercase)
        && slug.chars().all(is_capital)
        && (notes.is_empty() || notes.starts_with('(') && notes.ends_with(')'))
}

/// Tells whether a line says, in parentheses, who reported, wrote and edited, or how to reach them.
pub(super) fn is_credit(line: &str) -> bool {
    let line = line.trim();
    let is_contact = line.starts_with("((") && line.ends_with("))") && line.contains('@');
    is_contact || line.len() <= MAX_CREDIT_BYTES && credit(line).is_some()
}

/// Returns who reported, of a credit: `(Reporting by Ann Lee in Vere; editing by Bo Max)`.
pub(super) fn reporters(line: &str) -> Vec<String> {
    let Some(credit) = credit(line.trim()) else {
        return Vec::new();
    };
    let names = credit.split(';').find_map(|part| {
        let part = part.trim();
        let start = CREDITS.iter().find(|start| has_start(part, start))?;
        start.starts_with("reporting").then(|| &part[start.len()..])
    });
    let names = names.unwrap_or_default();
    // Where they are is behind each of them.
    let end = names.find(" in ").unwrap_or(names.len());
    byline::names(names[..end].trim_end_matches('.'))
}

fn credit(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('(')?.trim_end_matches(['.', ' ']);
    let inside = inside.strip_suffix(')')?;
    let is_credit = CREDITS.iter().any(|start| has_start(inside, start));
    is_credit.then_some(inside)
}

fn has_start(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_capitals_joined_by_hyphens() {
        for (line, expected) in [
            ("BC-HARBOUR-FERRY (SCHEDULED, PICTURE)", true),
            ("HARBOUR-FERRY/FOG-1", true),
            ("HARBOUR FERRY SAILS LATE", false),
            ("F-16 JETS OVER VERE", false),
            ("Vere-on-Sea", false),
            ("TO-DO-LIST of the council", false),
            ("", false),
        ] {
            assert_eq!(is_slug(line), expected, "{line}");
        }
    }

    #[test]
    fn credits_name_who_reported() {
        for (line, expected) in [
            (
                "(Reporting by Ann Lee in Vere; Editing by Bo Max)",
                &["Ann Lee"][..],
            ),
            (
                "(Additional reporting by Cy Orr; reporting by Ann Lee and Bo Max.)",
                &["Ann Lee", "Bo Max"],
            ),
            ("(Editing by Bo Max)", &[]),
            ("((ann.lee@wire.example; +1 555 0142))", &[]),
        ] {
            assert!(is_credit(line), "{line}");
            assert_eq!(reporters(line), expected, "{line}");
        }
        for line in [
            "(The ferry sails on Friday)",
            "Reporting by Ann Lee",
            "((a))",
        ] {
            assert!(!is_credit(line), "{line}");
        }
    }
}
