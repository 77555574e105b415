//! Lines above the first paragraph that say again what the article's fields say.

use super::headline::{folded, is_same};
use crate::article::Article;
use crate::text::date::{DayMonthOrder, find};

/// The most words of a line that names authors or a date.
const MAX_WORDS: usize = 16;

/// How many words may stand beside a date in a line of its own.
const MAX_WORDS_BESIDE_DATE: usize = 8;

/// Tells whether a line before the body is its headline, section, byline or date.
pub(super) fn is_head_line(line: &str, article: &Article) -> bool {
    let is_section = article
        .section
        .as_deref()
        .is_some_and(|section| is_same(line, section));
    is_section || is_same(line, &article.headline) || is_byline(line, article) || is_date_line(line)
}

/// A few words around the authors' names, or what is left of them: `By`.
fn is_byline(line: &str, article: &Article) -> bool {
    let folded_line = folded(line);
    let names_author = article
        .authors
        .iter()
        .any(|name| folded_line.contains(&folded(name)));
    let num_words = line.split_whitespace().count();
    let is_sentence = line.ends_with('.') && num_words > 6;
    let is_rest =
        ["by", "von", "par", "por", "di", "av", "af", "door"].contains(&folded_line.as_str());
    is_rest || names_author && num_words <= MAX_WORDS && !is_sentence
}

fn is_date_line(line: &str) -> bool {
    if line.split_whitespace().count() > MAX_WORDS {
        return false;
    }
    let Some(date) = find(line, DayMonthOrder::DayFirst) else {
        return false;
    };
    let beside = [&line[..date.range.start], &line[date.range.end..]];
    let num_words = beside.iter().map(|text| {
        text.split_whitespace()
            .filter(|word| word.contains(char::is_alphabetic))
            .count()
    });
    num_words.sum::<usize>() <= MAX_WORDS_BESIDE_DATE && !line.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_repeat_the_fields_are_told_from_text() {
        let article = Article {
            headline: "Pier reopens".into(),
            section: Some("Local".into()),
            authors: vec!["Ann Lee".into()],
            ..Article::default()
        };
        for line in [
            "PIER REOPENS",
            "Local",
            "By Ann Lee in Harbour",
            "· July 4, 2012",
            "Published: 27.11.2015 at 18:30 GMT",
            "By",
        ] {
            assert!(is_head_line(line, &article), "{line}");
        }
        for line in [
            "Ann Lee, who is 12, was the first across the new pier on Monday.",
            "On 4 July 2012 it closed.",
            "The pier is open.",
        ] {
            assert!(!is_head_line(line, &article), "{line}");
        }
    }
}
