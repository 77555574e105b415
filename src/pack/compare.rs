//! What differs between the articles of a pack and those that a query finds now.

use serde_json::{Value, json};

use super::PackedHit;

/// What kind of thing differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// The program has another version.
    Program,
    /// The index does not hold the same articles.
    Index,
    /// The query is read otherwise.
    Query,
    /// Other names are one.
    Names,
    /// An article matches no longer.
    Gone,
    /// An article matches that did not.
    New,
    /// An article says something else.
    Article,
    /// Other places of an article match.
    Offsets,
    /// Other passages show why an article matches.
    Snippets,
    /// Another number of articles match.
    Total,
}

impl DifferenceKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [DifferenceKind; 10] = [
        DifferenceKind::Program,
        DifferenceKind::Index,
        DifferenceKind::Query,
        DifferenceKind::Names,
        DifferenceKind::Gone,
        DifferenceKind::New,
        DifferenceKind::Article,
        DifferenceKind::Offsets,
        DifferenceKind::Snippets,
        DifferenceKind::Total,
    ];

    /// Returns the word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            DifferenceKind::Program => "program",
            DifferenceKind::Index => "index",
            DifferenceKind::Query => "query",
            DifferenceKind::Names => "names",
            DifferenceKind::Gone => "gone",
            DifferenceKind::New => "new",
            DifferenceKind::Article => "article",
            DifferenceKind::Offsets => "offsets",
            DifferenceKind::Snippets => "snippets",
            DifferenceKind::Total => "total",
        }
    }
}

/// Something that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What kind of thing.
    pub kind: DifferenceKind,
    /// The article, where it is one's: its id and its headline as it is now, or was when it is gone.
    pub article: Option<(String, String)>,
    /// As the pack has it.
    pub packed: Value,
    /// As it is now.
    pub found: Value,
}

impl Difference {
    /// Makes a difference that is no article's, where there is one.
    pub fn of(kind: DifferenceKind, packed: Value, found: Value) -> Option<Self> {
        (packed != found).then_some(Difference {
            kind,
            article: None,
            packed,
            found,
        })
    }

    fn of_article(
        kind: DifferenceKind,
        hit: &PackedHit,
        (packed, found): (Value, Value),
    ) -> Option<Self> {
        let difference = Difference::of(kind, packed, found)?;
        let article = Some((hit.id.clone(), hit.headline.clone()));
        Some(Difference {
            article,
            ..difference
        })
    }
}

/// Hands `visit` what differs between the articles of a pack and those found now, both in the order of their
/// ids; keeps no more than one of each.
///
/// # Errors
///
/// What the two, or `visit`, say.
pub fn compare<E>(
    mut packed: impl Iterator<Item = Result<PackedHit, E>>,
    mut found: impl Iterator<Item = Result<PackedHit, E>>,
    visit: &mut dyn FnMut(Difference) -> Result<(), E>,
) -> Result<(), E> {
    let mut left = packed.next().transpose()?;
    let mut right = found.next().transpose()?;
    loop {
        let differences = match (&left, &right) {
            (None, None) => return Ok(()),
            (Some(old), Some(new)) if old.id == new.id => changes(old, new),
            (Some(old), new) if new.as_ref().is_none_or(|new| old.id < new.id) => {
                let values = (json!(old.sha256), Value::Null);
                Vec::from_iter(Difference::of_article(DifferenceKind::Gone, old, values))
            }
            (_, Some(new)) => {
                let values = (Value::Null, json!(new.sha256));
                Vec::from_iter(Difference::of_article(DifferenceKind::New, new, values))
            }
            (Some(_), None) => Vec::new(),
        };
        differences.into_iter().try_for_each(&mut *visit)?;
        let order = match (&left, &right) {
            (Some(old), Some(new)) => old.id.cmp(&new.id),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, _) => std::cmp::Ordering::Greater,
        };
        if order.is_le() {
            left = packed.next().transpose()?;
        }
        if order.is_ge() {
            right = found.next().transpose()?;
        }
    }
}

/// What differs in an article that matched and matches.
fn changes(old: &PackedHit, new: &PackedHit) -> Vec<Difference> {
    if old == new {
        return Vec::new();
    }
    let offsets =
        |hit: &PackedHit| json!({"headline": hit.headline_highlights, "body": hit.body_highlights});
    let of = |kind, values| Difference::of_article(kind, new, values);
    [
        of(
            DifferenceKind::Article,
            (json!(old.sha256), json!(new.sha256)),
        ),
        of(DifferenceKind::Offsets, (offsets(old), offsets(new))),
        of(
            DifferenceKind::Snippets,
            (json!(old.snippets), json!(new.snippets)),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(id: &str, sha256: &str) -> Result<PackedHit, String> {
        Ok(PackedHit {
            id: id.to_owned(),
            sha256: sha256.to_owned(),
            ..PackedHit::default()
        })
    }

    #[track_caller]
    fn check(packed: &[(&str, &str)], found: &[(&str, &str)], expected: &[&str]) {
        let mut told = Vec::new();
        let hits = |of: &[(&str, &str)]| {
            of.iter()
                .map(|(id, hash)| hit(id, hash))
                .collect::<Vec<_>>()
        };
        compare(
            hits(packed).into_iter(),
            hits(found).into_iter(),
            &mut |it| {
                told.push(format!("{} {}", it.kind.as_str(), it.article.unwrap().0));
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(told, expected);
    }

    #[test]
    fn articles_are_compared_by_their_ids() {
        check(&[], &[], &[]);
        check(&[("a", "1"), ("b", "2")], &[("a", "1"), ("b", "2")], &[]);
        check(
            &[("a", "1"), ("c", "2")],
            &[("b", "1"), ("c", "3"), ("d", "4")],
            &["gone a", "new b", "article c", "new d"],
        );
        check(&[("a", "1"), ("b", "2")], &[], &["gone a", "gone b"]);
    }
}
