//! What articles tell of one entity, as text and as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{DateObject, SCHEMA_VERSION};
use super::style::Style;
use super::text::{printable, short_date, write_table};
use crate::article::EntityKind;
use crate::engine::{Companion, Hit, NamedEntity, Profile};

/// How many spellings are shown to people.
const MOST_SPELLINGS: usize = 12;

/// An entity, and all that is told of it.
#[derive(Debug)]
pub struct EntityPage<'a> {
    /// What it is.
    pub kind: EntityKind,
    /// The name by which it is called.
    pub name: &'a str,
    /// The canonical names by which articles know it.
    pub names: &'a [NamedEntity],
    /// What they tell.
    pub profile: &'a Profile,
    /// Others who have the words of the name that was asked for.
    pub namesakes: &'a [Namesake],
}

/// An entity that has the words of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namesake {
    /// What it is.
    pub kind: EntityKind,
    /// The name by which it is called.
    pub name: String,
    /// Number of its articles; one that has two of its names counts twice.
    pub articles: u64,
    /// The canonical names by which articles know it.
    pub names: Vec<NamedEntity>,
}

/// Writes an entity for people.
///
/// # Errors
///
/// What the writer says.
pub fn write_entity(out: &mut impl Write, page: &EntityPage<'_>, style: Style) -> io::Result<()> {
    let profile = page.profile;
    let title = printable(page.name);
    let kind = style.faint(page.kind.as_str());
    writeln!(out, "{}  {kind}", style.headline(&title, &[]))?;
    write_table(out, &rows(page), style)?;
    if !profile.newest.is_empty() {
        writeln!(out, "\n{}", style.headline(&articles_title(profile), &[]))?;
    }
    for hit in &profile.newest {
        write_article(out, hit, style)?;
    }
    Ok(())
}

fn rows(page: &EntityPage<'_>) -> Vec<(&'static str, String)> {
    let profile = page.profile;
    let days = match (&profile.first_day, &profile.last_day) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "undated".to_owned(),
    };
    let spelling = |s: &crate::engine::SpellingCount| format!("{} ×{}", s.text, s.mentions);
    let mut spellings: Vec<String> = profile.spellings.iter().map(spelling).collect();
    let more = spellings.len().saturating_sub(MOST_SPELLINGS);
    spellings.truncate(MOST_SPELLINGS);
    if more > 0 {
        spellings.push(format!("{more} more"));
    }
    let mut rows = vec![
        (
            "named",
            format!(
                "{} times in {} articles",
                profile.mentions, profile.articles
            ),
        ),
        ("days", days),
        ("spellings", spellings.join(", ")),
    ];
    if page.names.len() > 1 {
        let names: Vec<&str> = page.names.iter().map(|named| named.name.as_str()).collect();
        rows.push(("joined", names.join(", ")));
    }
    let labels = ["people", "organizations", "places"];
    for (kind, label) in EntityKind::ALL.into_iter().zip(labels) {
        let of_kind = profile.companions.iter().filter(|c| c.entity.kind == kind);
        let shown = |c: &Companion| format!("{} {}", c.entity.name, c.articles);
        let companions: Vec<String> = of_kind.map(shown).collect();
        if !companions.is_empty() {
            rows.push((label, companions.join(", ")));
        }
    }
    let shown = |n: &Namesake| format!("{} ({}, {})", n.name, n.kind.as_str(), n.articles);
    let namesakes: Vec<String> = page.namesakes.iter().map(shown).collect();
    if !namesakes.is_empty() {
        rows.push(("others", namesakes.join(", ")));
    }
    rows
}

fn articles_title(profile: &Profile) -> String {
    match profile.newest.len() as u64 {
        len if len == profile.articles => "articles".to_owned(),
        len => format!("articles ({len} of {}, newest first)", profile.articles),
    }
}

fn write_article(out: &mut impl Write, hit: &Hit, style: Style) -> io::Result<()> {
    let date = short_date(hit.date.as_ref());
    let id = style.faint(&printable(&hit.id));
    let headline = match hit.headline.text.as_str() {
        "" => "(no headline)",
        headline => headline,
    };
    writeln!(out, "  {date:<10}  {id}  {}", printable(headline))
}

/// The line of `entity --json`.
#[derive(Debug, Serialize)]
pub struct EntityObject<'a> {
    r#type: &'static str,
    schema: u32,
    kind: &'static str,
    name: &'a str,
    names: Vec<&'a str>,
    articles: u64,
    mentions: u64,
    first_day: Option<&'a str>,
    last_day: Option<&'a str>,
    spellings: Vec<SpellingObject<'a>>,
    companions: Vec<CountedEntity<'a>>,
    newest: Vec<ArticleLine<'a>>,
    namesakes: Vec<CountedEntity<'a>>,
}

#[derive(Debug, Serialize)]
struct SpellingObject<'a> {
    text: &'a str,
    mentions: u64,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct CountedEntity<'a> {
    kind: &'static str,
    name: &'a str,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct ArticleLine<'a> {
    id: &'a str,
    headline: &'a str,
    date: Option<DateObject>,
    source: Option<&'a str>,
    path: String,
    url: Option<&'a str>,
}

impl<'a> EntityObject<'a> {
    /// Makes the line; `shown_path` says how a path is shown to the user.
    pub fn new(page: &EntityPage<'a>, shown_path: &dyn Fn(&str) -> String) -> Self {
        let profile = page.profile;
        EntityObject {
            r#type: "entity",
            schema: SCHEMA_VERSION,
            kind: page.kind.as_str(),
            name: page.name,
            names: page.names.iter().map(|named| named.name.as_str()).collect(),
            articles: profile.articles,
            mentions: profile.mentions,
            first_day: profile.first_day.as_deref(),
            last_day: profile.last_day.as_deref(),
            spellings: profile.spellings.iter().map(spelling_object).collect(),
            companions: profile
                .companions
                .iter()
                .map(|c| counted(c.entity.kind, &c.entity.name, c.articles))
                .collect(),
            newest: profile
                .newest
                .iter()
                .map(|hit| article_line(hit, shown_path))
                .collect(),
            namesakes: page
                .namesakes
                .iter()
                .map(|n| counted(n.kind, &n.name, n.articles))
                .collect(),
        }
    }
}

fn spelling_object(spelling: &crate::engine::SpellingCount) -> SpellingObject<'_> {
    SpellingObject {
        text: &spelling.text,
        mentions: spelling.mentions,
        articles: spelling.articles,
    }
}

fn counted(kind: EntityKind, name: &str, articles: u64) -> CountedEntity<'_> {
    CountedEntity {
        kind: kind.as_str(),
        name,
        articles,
    }
}

fn article_line<'a>(hit: &'a Hit, shown_path: &dyn Fn(&str) -> String) -> ArticleLine<'a> {
    ArticleLine {
        id: &hit.id,
        headline: &hit.headline.text,
        date: hit.date.as_ref().map(DateObject::from),
        source: hit.source.as_deref(),
        path: shown_path(&hit.path),
        url: hit.url.as_deref(),
    }
}
