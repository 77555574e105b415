//! Text for people: hits, whole articles, what an index holds.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use super::style::{Style, clip};
use super::wrap::{width, wrap};
use crate::article::{PassedOver, PublicationDate};
use crate::engine::{Counted, Hit, IndexStats};
use crate::highlight::{Marked, Snippet};

/// Text is set no wider than this, however wide the terminal is.
const READING_COLUMNS: usize = 100;
/// The narrowest column that text is set in.
const LEAST_COLUMNS: usize = 16;

/// What the hit line shows beside what the engine knows of the hit.
#[derive(Clone, Copy, Debug)]
pub struct HitPlace<'a> {
    /// The hit's place in the whole answer, counted from 1.
    pub rank: usize,
    /// The path as the user would type it here.
    pub path: &'a str,
    /// The address behind the headline.
    pub address: &'a str,
    /// How near the article is to another, from 0 to 1, where that is asked.
    pub similarity: Option<f32>,
    /// Whether to show the score.
    pub has_score: bool,
    /// Whether to name the entities that the article is about.
    pub has_names: bool,
}

/// Writes a hit: headline, date, source, section, path and id, and the snippets.
///
/// # Errors
///
/// What the writer says.
pub fn write_hit(
    out: &mut impl Write,
    hit: &Hit,
    place: HitPlace<'_>,
    style: Style,
) -> io::Result<()> {
    let number = format!("{:>2}. ", place.rank);
    let indent = " ".repeat(number.len());
    let headline = if hit.headline.text.is_empty() {
        Cow::Owned(Marked {
            text: "(no headline)".to_owned(),
            highlights: Vec::new(),
        })
    } else {
        Cow::Borrowed(&hit.headline)
    };
    let dress = |line: &str, ranges: &[Range<usize>]| {
        style.link(place.address, &style.headline(line, ranges))
    };
    let lines = lines(&headline, style, number.len(), dress);
    writeln!(
        out,
        "{}{}",
        style.faint(&number),
        lines.join(&format!("\n{indent}"))
    )?;
    write_facts(out, &hit_facts(hit, place), &indent, style)?;
    if place.has_names && !hit.entities.is_empty() {
        let names = hit.entities.iter().map(|entity| entity.name.clone());
        write_facts(out, &names.collect::<Vec<_>>(), &indent, style)?;
    }
    for snippet in &hit.snippets {
        write_snippet(out, snippet, &indent, style)?;
    }
    for part in &hit.score_parts {
        let line = format!("{:>8.3}  {} in {}", part.score, part.written, part.place);
        writeln!(out, "{indent}{}", style.faint(&printable(&line)))?;
    }
    writeln!(out)
}

fn hit_facts(hit: &Hit, place: HitPlace<'_>) -> Vec<String> {
    let path = match hit.line {
        Some(line) => format!("{}:{line}", place.path),
        None => place.path.to_owned(),
    };
    let mut facts = vec![short_date(hit.date.as_ref())];
    facts.extend([&hit.source, &hit.section].into_iter().flatten().cloned());
    facts.push(path);
    facts.push(hit.id.clone());
    if place.has_score {
        facts.push(format!("score {:.2}", hit.score));
    }
    if let Some(similarity) = place.similarity {
        facts.push(format!("similarity {similarity:.2}"));
    }
    match hit.copies {
        0 => {}
        1 => facts.push("+1 copy".to_owned()),
        copies => facts.push(format!("+{copies} copies")),
    }
    facts
}

/// The day of a date, or less where less is known.
pub(super) fn short_date(date: Option<&PublicationDate>) -> String {
    match date {
        Some(date) => date.value.to_string().chars().take(10).collect(),
        None => "undated".to_owned(),
    }
}

/// Writes facts beside each other, on as many lines as they need.
pub(super) fn write_facts(
    out: &mut impl Write,
    facts: &[String],
    indent: &str,
    style: Style,
) -> io::Result<()> {
    let facts: Vec<Cow<'_, str>> = facts.iter().map(|fact| printable(fact)).collect();
    let columns = columns(style, indent.len());
    let mut line = String::new();
    for fact in facts {
        let is_full =
            columns.is_some_and(|c| !line.is_empty() && width(&line) + 3 + width(&fact) > c);
        if is_full {
            writeln!(out, "{indent}{}", style.faint(&line))?;
            line.clear();
        }
        if !line.is_empty() {
            line.push_str(" · ");
        }
        line.push_str(&fact);
    }
    writeln!(out, "{indent}{}", style.faint(&line))
}

fn write_snippet(
    out: &mut impl Write,
    snippet: &Snippet,
    indent: &str,
    style: Style,
) -> io::Result<()> {
    let before = if snippet.has_more_before { "… " } else { "" };
    let after = if snippet.has_more_after { " …" } else { "" };
    let shift = |range: &Range<usize>| range.start + before.len()..range.end + before.len();
    let marked = Marked {
        text: format!("{before}{}{after}", snippet.marked.text),
        highlights: snippet.marked.highlights.iter().map(shift).collect(),
    };
    for line in lines(&marked, style, indent.len(), |line, ranges| {
        style.body(line, ranges)
    }) {
        writeln!(out, "{indent}{line}")?;
    }
    Ok(())
}

/// Wraps a marked text and dresses each line.
pub(super) fn lines(
    marked: &Marked,
    style: Style,
    indent: usize,
    dress: impl Fn(&str, &[Range<usize>]) -> String,
) -> Vec<String> {
    let dressed = |line: Range<usize>| {
        let within = clip(&marked.highlights, &line);
        dress(&printable(&marked.text[line]), &within)
    };
    let wrapped = wrapped(&marked.text, style, indent);
    wrapped.into_iter().map(dressed).collect()
}

/// Returns the lines of a text; the whole of it where lines have no width.
pub(super) fn wrapped(text: &str, style: Style, indent: usize) -> Vec<Range<usize>> {
    match columns(style, indent) {
        Some(columns) => wrap(text, columns),
        None => std::iter::once(0..text.len()).collect(),
    }
}

/// The columns that text indented by `indent` may take.
fn columns(style: Style, indent: usize) -> Option<usize> {
    style.columns.map(|columns| {
        columns
            .min(READING_COLUMNS)
            .saturating_sub(indent)
            .max(LEAST_COLUMNS)
    })
}

/// Says which records of a file were passed over.
pub fn passed_over_text(path: &str, records: &PassedOver) -> String {
    let (count, what) = (records.num_records, &records.what);
    let noun = if count == 1 { "record" } else { "records" };
    format!(
        "passed over in `{}`: {count} {noun} ({what})",
        printable(path)
    )
}

/// The text without what would move a terminal's cursor or change its state. Control characters
/// become spaces of the same length in bytes, so that highlights stay where they are.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c.is_control() && c != '\n') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\n' {
            shown.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// The text on one line, as [`printable`] as it gets.
pub(super) fn on_one_line(text: &str) -> String {
    printable(text).replace('\n', " ")
}

pub(super) type Row = (&'static str, String);

pub(super) fn write_table(out: &mut impl Write, rows: &[Row], style: Style) -> io::Result<()> {
    let label_columns = rows
        .iter()
        .map(|(label, _)| width(label))
        .max()
        .unwrap_or(0)
        + 2;
    for (label, value) in rows {
        let marked = Marked {
            text: value.clone(),
            highlights: Vec::new(),
        };
        let mut label = format!("{label:<label_columns$}");
        for line in lines(&marked, style, label_columns, |line, ranges| {
            style.body(line, ranges)
        }) {
            writeln!(out, "{}{line}", style.faint(&label))?;
            label = " ".repeat(label_columns);
        }
    }
    Ok(())
}

/// Writes what an index holds.
///
/// # Errors
///
/// What the writer says.
pub fn write_stats(
    out: &mut impl Write,
    index: &str,
    stats: &IndexStats,
    style: Style,
) -> io::Result<()> {
    write_table(out, &stats_rows(index, stats), style)?;
    write_months(out, stats, style)?;
    write_counts(out, "undated, by source", &stats.undated_sources, style)?;
    write_counts(
        out,
        &titled("sources", stats.num_sources, &stats.sources),
        &stats.sources,
        style,
    )?;
    write_counts(
        out,
        &titled("sections", stats.num_sections, &stats.sections),
        &stats.sections,
        style,
    )?;
    write_counts(out, "languages", &stats.languages, style)?;
    write_counts(out, "formats", &stats.formats, style)?;
    let labels = ["people", "organizations", "places", "other names"];
    for (kind, label) in stats.entities.iter().zip(labels) {
        write_counts(out, &titled(label, kind.names, &kind.top), &kind.top, style)?;
    }
    if !stats.skipped.is_empty() {
        writeln!(out, "\n{}", style.headline("skipped files", &[]))?;
    }
    for file in &stats.skipped {
        writeln!(
            out,
            "  {}  {}",
            printable(&file.path),
            style.faint(&printable(&file.reason))
        )?;
    }
    Ok(())
}

fn stats_rows(index: &str, stats: &IndexStats) -> Vec<Row> {
    let span = match (&stats.first_day, &stats.last_day) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "none".to_owned(),
    };
    vec![
        ("index", format!("{index} ({})", bytes(stats.index_bytes))),
        ("articles", stats.articles.to_string()),
        ("dates", format!("{span}, {} undated", stats.undated)),
        ("skipped", format!("{} files", stats.skipped.len())),
    ]
}

/// Writes a line a year: the number of its articles, and those of each month.
fn write_months(out: &mut impl Write, stats: &IndexStats, style: Style) -> io::Result<()> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let Some(most) = stats.years.iter().map(|year| year.articles).max() else {
        return Ok(());
    };
    writeln!(out, "\n{}", style.headline("articles by month", &[]))?;
    let digits = most.to_string().len().max(4);
    let names: String = MONTHS
        .iter()
        .map(|name| format!("  {name:>digits$}"))
        .collect();
    writeln!(
        out,
        "        {}",
        style.faint(&format!("{:>digits$}{names}", "year"))
    )?;
    for year in &stats.years {
        let articles = |month: usize| {
            let value = format!("{}-{month:02}", year.value);
            let of_month = stats.months.iter().find(|counted| counted.value == value);
            of_month.map_or_else(|| "-".to_owned(), |counted| counted.articles.to_string())
        };
        let months: String = (1..=12)
            .map(|month| format!("  {:>digits$}", articles(month)))
            .collect();
        writeln!(out, "  {}  {:>digits$}{months}", year.value, year.articles)?;
    }
    Ok(())
}

fn titled(label: &str, total: u64, shown: &[Counted]) -> String {
    if (shown.len() as u64) < total {
        format!("{label} ({} of {total})", shown.len())
    } else {
        format!("{label} ({total})")
    }
}

fn write_counts(
    out: &mut impl Write,
    title: &str,
    counted: &[Counted],
    style: Style,
) -> io::Result<()> {
    let Some(most) = counted.iter().map(|counted| counted.articles).max() else {
        return Ok(());
    };
    writeln!(out, "\n{}", style.headline(title, &[]))?;
    let digits = most.to_string().len();
    for Counted { value, articles } in counted {
        let value = match value.as_str() {
            "" => "(none)",
            value => value,
        };
        writeln!(out, "  {articles:>digits$}  {}", printable(value))?;
    }
    Ok(())
}

/// A number of bytes as people say it: `1.4 MB`, powers of ten.
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if count < 1000 {
        return format!("{count} bytes");
    }
    let mut amount = count as f64 / 1000.0;
    let mut unit = 0;
    while amount >= 999.95 && unit + 1 < UNITS.len() {
        amount /= 1000.0;
        unit += 1;
    }
    format!("{amount:.1} {}", UNITS[unit])
}
