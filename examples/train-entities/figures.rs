//! Says how many names of labelled articles a model finds: whole, and of the right kind.

use std::fmt::Write;
use std::ops::Range;

use search::article::EntityKind;
use search::extract::entity::train::{self, Labelled, ModelError};

/// What was found, what there is, and what is both.
#[derive(Clone, Copy, Default)]
struct Counts {
    found: usize,
    wanted: usize,
    right: usize,
}

impl Counts {
    fn f1(self) -> f64 {
        2.0 * self.right as f64 / ((self.found + self.wanted) as f64).max(1.0)
    }
}

/// What is measured apart: text in which names are written otherwise than in running news.
const REGISTERS: [(&str, Holds); 4] = [
    ("headlines", is_in_headline),
    ("quotations", is_quoted),
    ("lines of results", is_in_results),
    ("lists of names", is_in_list),
];

/// Tells whether the bytes of a text are of a register.
type Holds = fn(&str, &Range<usize>) -> bool;

/// The fewest commas between two capitals in a line that lists names.
const LEAST_COMMAS: usize = 3;

/// The fewest numbers in a line of results.
const LEAST_NUMBERS: usize = 3;

/// Returns a line with F1 of persons, organizations and places together and of each kind for all
/// the text, one for all of it in capitals, and one for each register.
pub(crate) fn of(model: &[u8], articles: &[Labelled]) -> Result<Vec<String>, ModelError> {
    let everywhere: Holds = |_, _| true;
    let shouted: Vec<Labelled> = articles.iter().map(in_capitals).collect();
    let mut lines = vec![
        figures(model, articles, ("all", everywhere))?,
        figures(model, &shouted, ("in capitals", everywhere))?,
    ];
    for register in REGISTERS {
        lines.push(figures(model, articles, register)?);
    }
    Ok(lines)
}

/// Returns the article in capitals; those beyond ASCII stay, so that names stay where they are.
pub(crate) fn in_capitals(article: &Labelled) -> Labelled {
    Labelled {
        body: article.body.to_ascii_uppercase(),
        names: article.names.clone(),
    }
}

fn figures(
    model: &[u8],
    articles: &[Labelled],
    (register, holds): (&str, Holds),
) -> Result<String, ModelError> {
    let mut counts = [Counts::default(); EntityKind::ALL.len()];
    let mut all = Counts::default();
    for article in articles {
        let is_here = |name: &&Name| holds(&article.body, &(name.0..name.1));
        for name in train::find(model, &article.body)?.iter().filter(is_here) {
            counts[name.2 as usize].found += 1;
            counts[name.2 as usize].right += usize::from(article.names.contains(name));
        }
        for name in article.names.iter().filter(is_here) {
            counts[name.2 as usize].wanted += 1;
        }
    }
    let mut line = String::new();
    for (kind, counts) in EntityKind::ALL.iter().zip(counts) {
        // A `String` takes all that is written to it.
        let _ = write!(line, ", {} {:.4}", kind.as_str(), counts.f1());
        if *kind != EntityKind::Other {
            all.found += counts.found;
            all.wanted += counts.wanted;
            all.right += counts.right;
        }
    }
    let names = all.wanted;
    Ok(format!(
        "{register}: F1 {:.4}{line} ({names} names)",
        all.f1()
    ))
}

/// Where a name is, and what it names.
type Name = (usize, usize, EntityKind);

fn is_in_headline(text: &str, name: &Range<usize>) -> bool {
    !text[..name.start].contains('\n')
}

/// The line of a name, before it and with all behind it.
fn line<'t>(text: &'t str, name: &Range<usize>) -> (&'t str, &'t str) {
    let start = text[..name.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[name.start..]
        .find('\n')
        .map_or(text.len(), |at| name.start + at);
    (&text[start..name.start], &text[start..end])
}

fn is_quoted(text: &str, name: &Range<usize>) -> bool {
    let (before, whole) = line(text, name);
    before.matches('"').count() % 2 == 1 && whole.matches('"').count() >= 2
}

fn is_in_results(text: &str, name: &Range<usize>) -> bool {
    let (_, whole) = line(text, name);
    let words = whole.split_whitespace();
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let numbers = words.clone().filter(is_number).count();
    numbers >= LEAST_NUMBERS && 4 * numbers >= words.count()
}

fn is_in_list(text: &str, name: &Range<usize>) -> bool {
    let (_, whole) = line(text, name);
    let begins_with_capital = |part: &&str| part.trim_start().starts_with(char::is_uppercase);
    let listed = whole.split(',').skip(1).filter(begins_with_capital).count();
    listed >= LEAST_COMMAS && !is_in_results(text, name)
}
