//! The names that stand before a colon.

use super::tree::Field;
use crate::text::nearest::edits;

/// What a name before a colon begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// A field of articles.
    Field(Field),
    /// A condition on the day of publication.
    Date(DateKind),
    /// The name of a saved query.
    Saved,
}

/// Which days a date names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateKind {
    /// The days of the date or range itself.
    Days,
    /// From its first day on.
    Since,
    /// To its last day.
    Until,
    /// Before its first day.
    Before,
    /// After its last day.
    After,
}

/// The longest name, in bytes.
pub(super) const MAX_NAME_BYTES: usize = 12;

const PREFIXES: &[(&str, Prefix)] = &[
    ("headline", Prefix::Field(Field::Headline)),
    ("title", Prefix::Field(Field::Headline)),
    ("body", Prefix::Field(Field::Body)),
    ("lead", Prefix::Field(Field::Lead)),
    ("entity", Prefix::Field(Field::Entity)),
    ("person", Prefix::Field(Field::Person)),
    ("org", Prefix::Field(Field::Organization)),
    ("organization", Prefix::Field(Field::Organization)),
    ("organisation", Prefix::Field(Field::Organization)),
    ("place", Prefix::Field(Field::Place)),
    ("source", Prefix::Field(Field::Source)),
    ("section", Prefix::Field(Field::Section)),
    ("by", Prefix::Field(Field::Author)),
    ("author", Prefix::Field(Field::Author)),
    ("lang", Prefix::Field(Field::Language)),
    ("language", Prefix::Field(Field::Language)),
    ("path", Prefix::Field(Field::Path)),
    ("url", Prefix::Field(Field::Url)),
    ("date", Prefix::Date(DateKind::Days)),
    ("since", Prefix::Date(DateKind::Since)),
    ("until", Prefix::Date(DateKind::Until)),
    ("before", Prefix::Date(DateKind::Before)),
    ("after", Prefix::Date(DateKind::After)),
    ("saved", Prefix::Saved),
];

/// Returns what `name` begins, in whatever case it is written.
pub(super) fn prefix(name: &str) -> Option<Prefix> {
    PREFIXES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, prefix)| *prefix)
}

/// Tells whether `name` looks like the name of a field, known or not.
pub(super) fn is_name(name: &str) -> bool {
    (2..=MAX_NAME_BYTES + 2).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Returns the known name that differs least from `name`, if it differs little.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    PREFIXES
        .iter()
        .map(|(known, _)| *known)
        .filter(|known| is_near_miss(known, &name))
        .min_by_key(|known| edits(known, &name))
}

/// Tells whether `name` may be a misspelling of `known`.
pub(super) fn is_near_miss(known: &str, name: &str) -> bool {
    let allowed = if known.len() < 5 { 1 } else { 2 };
    name.len() <= MAX_NAME_BYTES + 2 && known.len() > 2 && edits(known, name) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_has_a_nearest_field() {
        for (name, expected) in [
            ("headlin", Some("headline")),
            ("tilte", Some("title")),
            ("persons", Some("person")),
            ("surce", Some("source")),
            ("http", None),
            ("foo", None),
        ] {
            assert_eq!(nearest(name), expected, "{name}");
        }
    }
}
