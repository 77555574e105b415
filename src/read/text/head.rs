//! The top of a text: section, headline, byline and date, before the body begins.

use super::furniture::{is_furniture, is_link};
use super::meta_line;
use super::unit::Unit;
use super::wire;
use crate::article::{DateCandidate, Evidence};
use crate::text::dateline::{self, Dateline};
use crate::text::normalize::clean_line;
use crate::text::outlet;

/// How many units at the top may belong to the head.
const MAX_UNITS: usize = 12;

/// The longest headline.
const MAX_HEADLINE_WORDS: usize = 32;

/// The longest section.
const MAX_SECTION_WORDS: usize = 6;

/// Words that name sections, lower case.
const SECTIONS: &[&str] = &[
    "africa",
    "americas",
    "analysis",
    "art",
    "arts",
    "asia",
    "books",
    "breaking",
    "business",
    "cities",
    "city",
    "climate",
    "columnists",
    "columns",
    "comment",
    "commentary",
    "crime",
    "culture",
    "economy",
    "editorial",
    "editorials",
    "education",
    "elections",
    "energy",
    "entertainment",
    "environment",
    "europe",
    "fashion",
    "features",
    "finance",
    "food",
    "football",
    "foreign",
    "headlines",
    "health",
    "home",
    "international",
    "law",
    "letters",
    "life",
    "lifestyle",
    "local",
    "markets",
    "media",
    "metro",
    "middle",
    "money",
    "national",
    "news",
    "obituaries",
    "obituary",
    "op-ed",
    "opinion",
    "opinions",
    "politics",
    "property",
    "region",
    "regional",
    "science",
    "society",
    "sport",
    "sports",
    "style",
    "technology",
    "tech",
    "top",
    "travel",
    "weather",
    "world",
];

/// What the top of a text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) section: Option<String>,
    /// Empty when no line looks like one.
    pub(super) headline: String,
    pub(super) authors: Vec<String>,
    /// The paper that a byline names, or the agency of a dateline.
    pub(super) source: Option<String>,
    pub(super) dates: Vec<DateCandidate>,
    /// How many units belong to the head.
    pub(super) num_units: usize,
}

impl Head {
    /// Reads the head off the units; `wants_headline` says that no key has named it.
    pub(super) fn read(units: &[Unit<'_>], wants_headline: bool) -> Head {
        let mut head = Head::default();
        head.skip_lines_of_others(units);
        if wants_headline {
            head.take_section_and_headline(units);
        }
        head.skip_lines_of_others(units);
        head.read_dateline(units);
        head
    }

    /// Goes over furniture, links, bylines, date lines and repeats of the headline.
    fn skip_lines_of_others(&mut self, units: &[Unit<'_>]) {
        while let Some(unit) = units
            .get(self.num_units)
            .filter(|_| self.num_units < MAX_UNITS)
        {
            let is_repeat = !self.headline.is_empty() && is_same(unit.text, &self.headline);
            let is_other = is_repeat
                || is_furniture(unit.text)
                || is_link(unit)
                || wire::is_slug(unit.text)
                || self.take_meta(unit)
                || self.take_paper(unit);
            if !is_other {
                break;
            }
            self.num_units += 1;
        }
    }

    /// Reads the dateline that the body begins with. It stays in the body.
    fn read_dateline(&mut self, units: &[Unit<'_>]) {
        let first = units.get(self.num_units);
        let Some(dateline) = first.and_then(|unit| read_dateline(unit.text)) else {
            return;
        };
        if let Some(date) = dateline.date.filter(|_| self.dates.is_empty()) {
            self.push_date(date);
        }
        if self.source.is_none() {
            self.source = dateline.agency.map(clean_line);
        }
    }

    fn push_date(&mut self, text: &str) {
        let date = DateCandidate {
            text: clean_line(text),
            evidence: Evidence::DateLine,
        };
        self.dates.push(date);
    }

    fn take_meta(&mut self, unit: &Unit<'_>) -> bool {
        let Some(meta) = meta_line::read(unit.text) else {
            return false;
        };
        self.authors.extend(meta.authors);
        self.source = self.source.take().or(meta.source);
        self.dates
            .extend(meta.dates.into_iter().map(|text| DateCandidate {
                text,
                evidence: Evidence::DateLine,
            }));
        true
    }

    /// Takes the paper's name that stands alone below a byline.
    fn take_paper(&mut self, unit: &Unit<'_>) -> bool {
        let is_below_byline = !self.authors.is_empty() && self.source.is_none();
        if !is_below_byline || !outlet::is_paper(unit.text) {
            return false;
        }
        self.source = Some(clean_line(unit.text));
        true
    }

    fn take_section_and_headline(&mut self, units: &[Unit<'_>]) {
        let top = &units[self.num_units.min(units.len())..units.len().min(MAX_UNITS)];
        if let Some(at) = repeated(top) {
            self.take_section(&top[..at]);
            self.headline = clean_line(strip_label(top[at].text));
            self.num_units += at + 1;
            return;
        }
        if let Some(at) = titled(top) {
            self.headline = clean_line(top[at].text);
            self.num_units += at + 1;
            return;
        }
        let Some(first) = top.first() else { return };
        let names_section =
            top.len() > 2 && is_section(first.text) && is_headline(&top[1], top.get(2));
        let at = usize::from(names_section);
        if !is_headline(&top[at], top.get(at + 1)) {
            return;
        }
        self.take_section(&top[..at]);
        let mut headline = top[at].text;
        if let Some((date, rest)) = meta_line::split_leading_date(headline)
            && rest.starts_with(char::is_uppercase)
        {
            self.push_date(date);
            headline = rest;
        }
        self.headline = clean_line(strip_label(headline));
        self.num_units += at + 1;
    }

    /// The section is the last short line before the headline; bylines there count as such.
    fn take_section(&mut self, before: &[Unit<'_>]) {
        for unit in before {
            let is_section = unit.num_words() <= MAX_SECTION_WORDS && !ends_sentence(unit.text);
            if !self.take_meta(unit) && !is_furniture(unit.text) && is_section {
                self.section = Some(clean_line(innermost(unit.text)));
            }
        }
    }
}

/// Reads a dateline as agencies write it, or with the day first: `October 12, 2006 VERE - …`.
fn read_dateline(text: &str) -> Option<Dateline<'_>> {
    let Some((date, rest)) = meta_line::split_leading_date(text) else {
        return dateline::read(text);
    };
    dateline::starts_with_place(rest).then_some(Dateline {
        date: Some(date),
        agency: None,
    })
}

/// Returns the last part of a trail: `Europe` of `Home > World > Europe`.
fn innermost(trail: &str) -> &str {
    trail
        .rsplit(['>', '»', '›', '|'])
        .map(str::trim)
        .find(|part| !part.is_empty())
        .unwrap_or(trail)
}

/// Takes off what only announces a headline: `Press Release: …`.
fn strip_label(headline: &str) -> &str {
    match headline.split_once(':') {
        Some((label, rest)) if is_furniture(label) && !rest.trim().is_empty() => rest,
        _ => headline,
    }
}

/// Finds the line that stands again within the next few, as headlines of scraped pages do.
fn repeated(top: &[Unit<'_>]) -> Option<usize> {
    (0..top.len()).find(|&at| {
        let line = &top[at];
        let is_candidate = line.num_words() <= MAX_HEADLINE_WORDS
            && line.num_words() >= 2
            && !is_furniture(line.text);
        is_candidate
            && top[at + 1..]
                .iter()
                .take(3)
                .any(|next| is_same(line.text, next.text))
    })
}

/// Finds the headline below the title of its page, which is the headline and the site's name:
/// `Pier to be rebuilt | The Herald`, then `Pier to be rebuilt`.
fn titled(top: &[Unit<'_>]) -> Option<usize> {
    let title = top
        .first()
        .filter(|title| title.num_words() <= MAX_HEADLINE_WORDS + 8)?;
    let folded_title: String = folded(title.text).collect();
    (1..top.len().min(4)).find(|&at| {
        let unit = &top[at];
        if unit.num_words() < 3 || unit.text.len() > title.text.len() {
            return false;
        }
        let headline: String = folded(unit.text).collect();
        headline.len() * 5 >= folded_title.len() * 2
            && (folded_title.starts_with(&headline) || folded_title.ends_with(&headline))
    })
}

/// Tells whether a unit looks like a headline, given what follows it.
///
/// It is short and does not end like a sentence. It stands alone, or what follows directly is
/// longer or a byline; so the first line of a verse or a list is none.
fn is_headline(unit: &Unit<'_>, next: Option<&Unit<'_>>) -> bool {
    let num_words = unit.num_words();
    if num_words > MAX_HEADLINE_WORDS
        || !unit.text.contains(char::is_alphabetic)
        || ends_sentence(unit.text)
    {
        return false;
    }
    if unit.text.starts_with(char::is_lowercase) || dateline::begins(unit.text) {
        return false;
    }
    match next {
        None => num_words <= MAX_HEADLINE_WORDS / 2,
        Some(next) => {
            unit.before_blank
                || next.text.len() > unit.text.len()
                || meta_line::read(next.text).is_some()
                || ends_sentence(next.text)
        }
    }
}

/// Tells whether a text ends as sentences of running text do. A headline may ask or exclaim.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '\'', '’', ')', ' ']);
    let last_word = bare.rsplit(' ').next().unwrap_or_default();
    let is_abbreviation = last_word.ends_with('.') && last_word.matches('.').count() >= 2;
    bare.ends_with(['.', ':', ';', ',', '。']) && !is_abbreviation || bare.ends_with("...")
}

fn is_section(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let is_known =
        |word: Option<&String>| word.is_some_and(|word| SECTIONS.contains(&word.as_str()));
    (1..=MAX_SECTION_WORDS).contains(&words.len())
        && !ends_sentence(text)
        && (words.len() == 1 && is_known(words.first())
            || is_known(words.last())
            || is_known(words.first()) && text.contains(['/', '>', '|', '»', '›', '&']))
}

/// Compares two lines by their letters and digits.
fn is_same(a: &str, b: &str) -> bool {
    a.len() <= 600 && b.len() <= 600 && folded(a).eq(folded(b))
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}
