//! Text for people: one article, whole.

use std::io::{self, Write};
use std::ops::Range;

use super::style::{Style, clip};
use super::text::{Row, printable, wrapped, write_table};
use crate::article::{Article, Entity, EntityKind, Part, PublicationDate, WeighedDate};
use crate::engine::Document;
use crate::highlight::Marked;

/// Writes an article whole: what is known of it, its body, and whom and what it names. `headline`
/// and `body` are its texts with the matches of a query; names are dressed by their kinds.
///
/// # Errors
///
/// What the writer says.
pub fn write_document(
    out: &mut impl Write,
    document: &Document,
    (headline, body): (&Marked, &Marked),
    path: &str,
    style: Style,
) -> io::Result<()> {
    let entities = &document.article.entities;
    for line in named_lines(headline, entities, Part::Headline, style) {
        writeln!(out, "{line}")?;
    }
    write_table(out, &article_facts(document, path), style)?;
    writeln!(out)?;
    for line in named_lines(body, entities, Part::Body, style) {
        writeln!(out, "{line}")?;
    }
    let names = names_by_kind(&document.article);
    if !names.is_empty() {
        writeln!(out)?;
        write_table(out, &names, style)?;
    }
    Ok(())
}

/// Wraps a part of an article and dresses each line: what matches, and the names in it.
fn named_lines(marked: &Marked, entities: &[Entity], part: Part, style: Style) -> Vec<String> {
    let names = names_in(entities, part);
    let dressed = |line: Range<usize>| {
        let within = names.iter().filter_map(|(range, kind)| {
            let clipped = clip(std::slice::from_ref(range), &line);
            Some((clipped.into_iter().next()?, *kind))
        });
        let matches = clip(&marked.highlights, &line);
        let names: Vec<_> = within.collect();
        let line = printable(&marked.text[line]);
        match part {
            Part::Headline => style.named_headline(&line, &matches, &names),
            Part::Body => style.named_body(&line, &matches, &names),
        }
    };
    let wrapped = wrapped(&marked.text, style, 0);
    wrapped.into_iter().map(dressed).collect()
}

/// Returns where a part names entities, in order.
fn names_in(entities: &[Entity], part: Part) -> Vec<(Range<usize>, EntityKind)> {
    let mentions = entities
        .iter()
        .flat_map(|entity| entity.mentions.iter().map(|mention| (mention, entity.kind)));
    let mut names: Vec<_> = mentions
        .filter(|(mention, _)| mention.part == part)
        .map(|(mention, kind)| (mention.start..mention.end, kind))
        .collect();
    names.sort_unstable_by_key(|(range, _)| range.start);
    names
}

fn article_facts(document: &Document, path: &str) -> Vec<Row> {
    let article = &document.article;
    let mut rows = vec![
        ("id", document.id.clone()),
        ("date", full_date(article.date.as_ref())),
    ];
    let optional = [
        ("source", &article.source),
        ("section", &article.section),
        ("language", &article.language),
        ("url", &article.url),
    ];
    if !article.authors.is_empty() {
        rows.push(("by", article.authors.join("; ")));
    }
    rows.extend(
        optional
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.clone()?))),
    );
    let line = article
        .line
        .map(|line| format!(":{line}"))
        .unwrap_or_default();
    rows.push(("path", format!("{path}{line} ({})", document.file.format)));
    rows.extend(
        article
            .warnings
            .iter()
            .map(|warning| ("warning", warning.to_string())),
    );
    rows
}

fn full_date(date: Option<&PublicationDate>) -> String {
    match date {
        Some(date) => format!(
            "{} (to the {}, from {})",
            date.value,
            date.value.precision.as_str(),
            date.evidence
        ),
        None => "undated".to_owned(),
    }
}

fn names_by_kind(article: &Article) -> Vec<Row> {
    let labels = ["people", "organizations", "places", "other names"];
    let rows = EntityKind::ALL
        .into_iter()
        .zip(labels)
        .map(|(kind, label)| {
            let of_kind = article.entities.iter().filter(|entity| entity.kind == kind);
            let names = of_kind.map(|entity| match entity.mentions.len() {
                0 | 1 => entity.name.clone(),
                times => format!("{} ×{times}", entity.name),
            });
            (label, names.collect::<Vec<_>>().join(", "))
        });
    rows.filter(|(_, names)| !names.is_empty()).collect()
}

/// Writes what may tell the date of an article, the most trusted first.
///
/// # Errors
///
/// What the writer says.
pub fn write_dates(out: &mut impl Write, dates: &[WeighedDate], style: Style) -> io::Result<()> {
    writeln!(out, "\n{}", style.headline("what may tell the date", &[]))?;
    if dates.is_empty() {
        writeln!(out, "  nothing")?;
    }
    for date in dates {
        let evidence = &date.candidate.evidence;
        let said = match (date.value, &date.refusal) {
            (Some(value), None) => {
                format!(
                    "{value} (to the {}, from {evidence})",
                    value.precision.as_str()
                )
            }
            (Some(value), Some(reason)) => {
                format!("{value} (from {evidence}) is refused: {reason}")
            }
            (None, _) => format!("no date (from {evidence})"),
        };
        let text = style.faint(&printable(&date.candidate.text));
        writeln!(out, "  {}: {text}", printable(&said))?;
    }
    Ok(())
}

/// Writes the language that the text itself tells, and how sure it is, from 0 to 1.
///
/// # Errors
///
/// What the writer says.
pub fn write_language(
    out: &mut impl Write,
    by_text: Option<(&str, f64)>,
    style: Style,
) -> io::Result<()> {
    writeln!(out, "\n{}", style.headline("language by the text", &[]))?;
    match by_text {
        Some((code, reliability)) => writeln!(out, "  {code} (reliability {reliability:.2})"),
        None => writeln!(out, "  not to be told"),
    }
}

/// Writes what found the names of an article.
///
/// # Errors
///
/// What the writer says.
pub fn write_recognizer(out: &mut impl Write, recognizer: &str, style: Style) -> io::Result<()> {
    writeln!(out, "\n{}", style.headline("names found by", &[]))?;
    writeln!(out, "  {recognizer}")
}
