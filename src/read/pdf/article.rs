//! Makes an article of what a PDF document shows and says about itself.

use super::headline::{self, NUM_TOP};
use super::layout::Paragraph;
use super::text_layer::Pdf;
use crate::article::{Article, DateCandidate, Evidence};
use crate::read::byline;
use crate::read::text::{meta_line, name};
use crate::text::normalize::{clean_body, clean_line};
use crate::text::outlet::is_paper;

/// The longest paragraph, in bytes, that is there for the date in it.
const MAX_DATED_BYTES: usize = 100;

/// The most digits of the number of a page; four can be a year.
const MAX_NUMBER_DIGITS: usize = 3;

/// Makes an article; `path` names its file and may tell a date.
pub(super) fn article(pdf: Pdf, path: &str) -> Article {
    let pages: Vec<Vec<Paragraph>> = pdf.pages.into_iter().map(without_number).collect();
    let first = pages.iter().find(|page| !page.is_empty());
    let num_top = first.map_or(0, |page| page.len().min(NUM_TOP));
    let paragraphs: Vec<Paragraph> = pages.into_iter().flatten().collect();
    let headline = headline::find(pdf.title.as_deref(), &paragraphs, num_top);
    let mut article = Article {
        headline: clean_line(&headline.text),
        ..Article::default()
    };
    let mut body = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let text = paragraph.text.as_str();
        let is_label = headline::is_label(text);
        let is_masthead = at < headline.places.start && !is_label && is_paper(text);
        if is_masthead {
            article.source = Some(clean_line(text));
        }
        let is_head = is_label || is_masthead || headline.places.contains(&at);
        if at >= num_top || !is_head && !take_meta_line(&mut article, text) {
            body.push(text);
        }
    }
    article.body = clean_body(&body.join("\n\n"));
    name::complete(&mut article, path);
    if article.authors.is_empty() {
        article.authors = pdf.authors.iter().flat_map(|names| people(names)).collect();
    }
    article.date_candidates.extend(pdf.created.map(created));
    article
}

/// Takes the number of a page off its edges.
fn without_number(mut page: Vec<Paragraph>) -> Vec<Paragraph> {
    page.pop_if(|last| is_page_number(&last.text));
    if page
        .first()
        .is_some_and(|first| is_page_number(&first.text))
    {
        page.remove(0);
    }
    page
}

fn is_page_number(text: &str) -> bool {
    let number = text.trim_matches(['-', '–', '—', '|', ' ']);
    (1..=MAX_NUMBER_DIGITS).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

/// Reads a paragraph near the top that says who wrote the article and when; returns whether it
/// says nothing else.
fn take_meta_line(article: &mut Article, text: &str) -> bool {
    let date_line = |text: &str| DateCandidate {
        text: clean_line(text),
        evidence: Evidence::DateLine,
    };
    if let Some(meta) = meta_line::read(text) {
        article.authors.extend(meta.authors);
        article.source = article.source.take().or(meta.source);
        let dates = meta.dates.iter().map(|text| date_line(text));
        article.date_candidates.extend(dates);
        return true;
    }
    if text.len() <= MAX_DATED_BYTES
        && let Some(range) = meta_line::find_date(text)
    {
        article.date_candidates.push(date_line(&text[range]));
    }
    false
}

/// The names in the field of authors, where programs also put the account of who typed the text.
fn people(names: &str) -> Vec<String> {
    let mut names = byline::names(names);
    names.retain(|name| {
        let is_account = name.contains(['@', '\\', '_']) || name.contains(char::is_numeric);
        !is_account && !name.starts_with(|c: char| c.is_ascii_lowercase())
    });
    names
}

/// When the file was made, which is no earlier than its text was finished, and may be years after
/// it was published.
fn created(text: String) -> DateCandidate {
    let field = Evidence::Field("CreationDate".to_owned());
    DateCandidate {
        text,
        evidence: Evidence::Modified(Box::new(field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str, size: f64) -> Paragraph {
        Paragraph {
            text: text.to_owned(),
            size,
        }
    }

    fn release() -> Pdf {
        Pdf {
            title: Some("release_template".to_owned()),
            authors: vec!["jdoe2".to_owned(), "Jane Doe".to_owned()],
            created: Some("2016-01-02T10:00:00Z".to_owned()),
            pages: vec![vec![
                paragraph("PRESS RELEASE", 11.0),
                paragraph("The ferry sails again", 18.0),
                paragraph("November 27, 2015", 11.0),
                paragraph("The ferry to the islands sails again.", 11.0),
                paragraph("It had been in the dock for a year.", 11.0),
            ]],
            ..Pdf::default()
        }
    }

    #[test]
    fn a_release_gives_its_parts() {
        let article = article(release(), "a.pdf");
        assert_eq!(article.headline, "The ferry sails again");
        assert_eq!(
            article.body,
            "The ferry to the islands sails again.\n\nIt had been in the dock for a year."
        );
        assert_eq!(article.authors, ["Jane Doe"]);
        assert_eq!(article.source, None);
        let dates: Vec<String> = article
            .date_candidates
            .iter()
            .map(|date| format!("{} {}", date.evidence, date.text))
            .collect();
        assert_eq!(
            dates,
            [
                "date-line November 27, 2015",
                "modified:field:CreationDate 2016-01-02T10:00:00Z"
            ]
        );
    }

    #[test]
    fn a_visible_byline_is_believed_before_the_field() {
        let mut pdf = release();
        pdf.pages[0].insert(2, paragraph("By John Roe", 11.0));
        assert_eq!(article(pdf, "a.pdf").authors, ["John Roe"]);
    }

    #[test]
    fn the_paper_named_over_the_headline_is_the_source() {
        let mut pdf = release();
        pdf.pages[0].insert(0, paragraph("The Vale Herald", 30.0));
        let found = article(pdf, "a.pdf");
        assert_eq!(found.source.as_deref(), Some("The Vale Herald"));
        assert_eq!(found.body, article(release(), "a.pdf").body);
    }

    #[test]
    fn the_number_of_a_page_is_no_text() {
        let mut pdf = release();
        pdf.pages[0].insert(0, paragraph("– 2 –", 11.0));
        pdf.pages[0].push(paragraph("17", 11.0));
        let body = article(pdf, "a.pdf").body;
        assert_eq!(body, article(release(), "a.pdf").body);
    }

    #[test]
    fn a_date_beside_other_words_stays_in_the_body() {
        let mut pdf = release();
        pdf.pages[0][2].text = "Press office, Riverton, 26 November 2015".to_owned();
        let article = article(pdf, "a.pdf");
        assert_eq!(article.date_candidates[0].text, "26 November 2015");
        assert!(article.body.starts_with("Press office, Riverton"));
    }
}
