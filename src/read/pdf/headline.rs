//! The headline of a PDF document: its title, else the largest text near the top, else the first
//! line.

use std::collections::HashMap;
use std::ops::Range;

use super::layout::Paragraph;
use crate::text::outlet::is_paper;

/// So many paragraphs of the first page with text are its top.
pub(super) const NUM_TOP: usize = 12;

/// Letters larger than those of the body by this factor are a headline's.
const MIN_GROWTH: f64 = 1.12;

/// Letters whose sizes are within this part are of one size.
const SAME_SIZE: f64 = 0.02;

/// The longest headline, and the shortest, in characters.
const MAX_CHARS: usize = 250;
const MIN_CHARS: usize = 4;

/// A title that the pages do not show has at least so many words.
const MIN_TITLE_WORDS: usize = 3;

/// What stands over headlines and says what kind of text it is, lower case.
const LABELS: &[&str] = &[
    "comunicado de imprensa",
    "comunicado de prensa",
    "comunicato stampa",
    "communiqué de presse",
    "embargoed until release",
    "for immediate release",
    "for release",
    "immediate release",
    "lehdistötiedote",
    "media release",
    "medieninformation",
    "medienmitteilung",
    "news release",
    "newsletter",
    "nota de prensa",
    "nota stampa",
    "persbericht",
    "press notice",
    "press release",
    "press statement",
    "pressemeddelelse",
    "pressemelding",
    "pressemitteilung",
    "presseinformation",
    "pressmeddelande",
    "tiedote",
    "пресс-релиз",
];

/// A headline and the paragraphs that it was taken from, which are none of the body's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Headline {
    pub(super) text: String,
    pub(super) places: Range<usize>,
}

/// Finds the headline of a document, whose first `num_top` paragraphs are its top; it is empty
/// when nothing looks like one.
pub(super) fn find(title: Option<&str>, paragraphs: &[Paragraph], num_top: usize) -> Headline {
    let top = &paragraphs[..num_top.min(paragraphs.len())];
    let body_size = body_size(paragraphs);
    let title = title.filter(|title| is_headline(title));
    title
        .and_then(|title| shown_title(title, top, body_size))
        .or_else(|| largest(top, body_size))
        .or_else(|| title.and_then(unseen_title))
        .or_else(|| first(top))
        .unwrap_or_default()
}

/// Tells what stands over headlines and says what kind of text it is.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    LABELS.contains(&text.to_lowercase().as_str())
}

/// A title that stands in letters larger than those of the body is the headline, whatever else
/// stands in large letters, as the name of a paper does.
fn shown_title(title: &str, top: &[Paragraph], body_size: f64) -> Option<Headline> {
    let title_words = words(title);
    let starts = (0..top.len()).filter(|&at| top[at].size > body_size * MIN_GROWTH);
    for start in starts {
        let mut shown = String::new();
        for (at, paragraph) in top.iter().enumerate().skip(start) {
            shown.push_str(&words(&paragraph.text));
            if shown == title_words {
                return Some(Headline {
                    text: title.to_owned(),
                    places: start..at + 1,
                });
            }
            if !title_words.starts_with(&shown) {
                break;
            }
        }
    }
    None
}

/// The first of the largest paragraphs, with those after it in letters of that size.
fn largest(top: &[Paragraph], body_size: f64) -> Option<Headline> {
    let mut start: Option<usize> = None;
    for (at, paragraph) in top.iter().enumerate() {
        let least = start.map_or(body_size * MIN_GROWTH, |start| {
            top[start].size * (1.0 + SAME_SIZE)
        });
        if paragraph.size > least && is_headline(&paragraph.text) {
            start = Some(at);
        }
    }
    let start = start?;
    let mut text = top[start].text.clone();
    let mut end = start + 1;
    while let Some(next) = top.get(end)
        && (next.size / top[start].size - 1.0).abs() <= SAME_SIZE
        && is_headline(&format!("{text} {}", next.text))
    {
        text = format!("{text} {}", next.text);
        end += 1;
    }
    Some(Headline {
        text,
        places: start..end,
    })
}

fn unseen_title(title: &str) -> Option<Headline> {
    (title.split_whitespace().count() >= MIN_TITLE_WORDS).then(|| Headline {
        text: title.to_owned(),
        places: 0..0,
    })
}

/// The first paragraph that is no label; where it is too long for a headline, there is none.
fn first(top: &[Paragraph]) -> Option<Headline> {
    let at = top
        .iter()
        .position(|paragraph| !is_label(&paragraph.text))?;
    is_headline(&top[at].text).then(|| Headline {
        text: top[at].text.clone(),
        places: at..at + 1,
    })
}

/// Tells whether a text can be a headline: not too long, more than one word, and no name of a
/// paper or kind of text.
fn is_headline(text: &str) -> bool {
    let num_chars = text.chars().count();
    let is_one_word = text.is_ascii() && !text.trim().contains(' ');
    (MIN_CHARS..=MAX_CHARS).contains(&num_chars)
        && text.contains(char::is_alphabetic)
        && !is_one_word
        && !is_label(text)
        && !is_paper(text)
}

/// The size of the letters that most of the text is in.
fn body_size(paragraphs: &[Paragraph]) -> f64 {
    let mut num_bytes: HashMap<i64, usize> = HashMap::new();
    for paragraph in paragraphs {
        *num_bytes.entry(tenths(paragraph.size)).or_default() += paragraph.text.len();
    }
    let most = num_bytes
        .into_iter()
        .max_by_key(|&(size, bytes)| (bytes, size));
    most.map_or(0.0, |(size, _)| size as f64 / 10.0)
}

fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

/// The letters and digits of a text, in small letters, for comparison.
fn words(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: Option<&str>, top: &[(&str, f64)], expected: &str, places: Range<usize>) {
        let paragraph = |&(text, size): &(&str, f64)| Paragraph {
            text: text.to_owned(),
            size,
        };
        let mut paragraphs: Vec<Paragraph> = top.iter().map(paragraph).collect();
        paragraphs.push(paragraph(&(&"Text of the body. ".repeat(20), 10.0)));
        let expected = Headline {
            text: expected.to_owned(),
            places,
        };
        assert_eq!(find(title, &paragraphs, paragraphs.len()), expected);
    }

    #[test]
    fn a_title_that_is_shown_large_is_the_headline() {
        let top = [
            ("The Vale on Sunday", 40.0),
            ("Ferry sails", 18.0),
            ("again at last", 18.0),
        ];
        check(
            Some("Ferry sails again at last"),
            &top,
            "Ferry sails again at last",
            1..3,
        );
    }

    #[test]
    fn a_title_of_a_program_gives_way_to_the_largest_text() {
        let top = [
            ("PRESS RELEASE", 24.0),
            ("Ferry sails", 18.0),
            ("again at last", 18.1),
            ("A year in the dock", 12.0),
        ];
        check(
            Some("Layout of page 1"),
            &top,
            "Ferry sails again at last",
            1..3,
        );
    }

    #[test]
    fn without_large_text_a_title_of_words_or_the_first_line_is_the_headline() {
        let top = [("Press release", 10.0), ("Ferry sails again", 10.0)];
        check(Some("The ferry is back"), &top, "The ferry is back", 0..0);
        check(Some("Layout"), &top, "Ferry sails again", 1..2);
        check(None, &[], "", 0..0);
    }
}
