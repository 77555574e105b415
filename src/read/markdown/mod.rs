//! Markdown, as site generators and archives of notes keep articles: facts in front, then text
//! (CommonMark; front matter as in Jekyll and Hugo).

mod front_matter;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use xxhash_rust::xxh3::xxh3_64;

use super::json::fields::{NAMES, Slot};
use super::{Format, Framing, byline, html};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading, Warning};
use crate::text::normalize::{clean_body, clean_line};
use crate::text::{decode, language};
use front_matter::Facts;

/// Markdown.
pub(crate) static FORMAT: Format = Format {
    name: "markdown",
    summary: "Markdown, with front matter or without",
    extensions: &["md", "markdown", "mdown"],
    media_types: &["text/markdown"],
    version: html::VERSION,
    framing: Framing::Whole,
    sniff,
    read,
};

/// Names of facts beyond those of JSON, and what they fill.
const MORE_NAMES: &[(&str, Slot)] = &[
    ("permalink", Slot::Url),
    ("canonical", Slot::Url),
    ("categories", Slot::Section),
    ("tags", Slot::Section),
];

/// The facts that say when an article was changed.
const MODIFIED: &[&str] = &["lastmod", "updated", "modified", "last_modified_at"];

fn sniff(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    front_matter::split(&text).is_some_and(|(facts, _)| !facts.is_empty())
}

fn read(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let decoded = match decode(&raw.bytes, None) {
        Ok(decoded) => decoded,
        Err(reason) => {
            reading.skipped.push(skipped(reason.to_string()));
            return reading;
        }
    };
    let (facts, text) =
        front_matter::split(&decoded.text).unwrap_or_else(|| (Facts::default(), &decoded.text));
    let article = Article {
        content_hash: xxh3_64(&raw.bytes),
        warnings: decoded.warnings,
        ..article(&facts, text)
    };
    if article.headline.is_empty() && article.body.is_empty() {
        reading.skipped.push(skipped(
            "expected a headline or a text, but found neither".to_owned(),
        ));
    } else {
        reading.articles.push(article);
    }
    reading
}

fn skipped(message: String) -> Warning {
    Warning {
        line: None,
        message,
    }
}

fn article(facts: &Facts, text: &str) -> Article {
    let line = |slot| {
        of(facts, slot)
            .map(clean_line)
            .find(|line| !line.is_empty())
    };
    let given = line(Slot::Headline);
    let page = Page::of(text);
    let (headline, body) = match (given, page.headline) {
        (Some(given), Some(first)) if given == first => (given, page.body),
        (Some(given), Some(first)) => (given, format!("{first}\n\n{}", page.body)),
        (given, first) => (given.or(first).unwrap_or_default(), page.body),
    };
    let names = of(facts, Slot::Authors).flat_map(byline::names);
    Article {
        id: line(Slot::Id),
        url: line(Slot::Url).filter(|url| url.starts_with("http")),
        headline,
        body: clean_body(&body),
        authors: names.collect(),
        source: line(Slot::Source),
        section: line(Slot::Section),
        language: of(facts, Slot::Language)
            .find_map(language::code)
            .map(str::to_owned),
        date_candidates: dates(facts),
        ..Article::default()
    }
}

/// The values of the facts that fill a part: of several names those of the best alone.
fn of(facts: &Facts, slot: Slot) -> impl Iterator<Item = &str> {
    let names = NAMES.iter().chain(MORE_NAMES);
    let values = names
        .filter(|(_, of)| *of == slot)
        .map(|(name, _)| facts.get(name))
        .find(|values| !values.is_empty());
    values.unwrap_or_default().iter().map(String::as_str)
}

fn dates(facts: &Facts) -> Vec<DateCandidate> {
    let names = NAMES.iter().filter(|(_, slot)| *slot == Slot::Date);
    let field = |name: &str| Evidence::Field(name.to_owned());
    let published = names.map(|(name, _)| (*name, field(name)));
    let modified = MODIFIED
        .iter()
        .map(|name| (*name, Evidence::Modified(Box::new(field(name)))));
    let of_name = |(name, evidence): (&str, Evidence)| {
        let text = facts.get(name).first()?.clone();
        Some(DateCandidate { text, evidence })
    };
    published.chain(modified).filter_map(of_name).collect()
}

/// A text without its mark-up.
#[derive(Default)]
struct Page {
    /// Its first heading, where that is of the first level and nothing stands before.
    headline: Option<String>,
    body: String,
    /// Where in the body the heading under way begins.
    heading_start: usize,
}

impl Page {
    fn of(text: &str) -> Self {
        let mut page = Page::default();
        let mut marked = String::new();
        // How many pictures and notes are open, whose words are not of the text.
        let mut aside = 0_usize;
        let options =
            Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        for event in Parser::new_ext(text, options) {
            match event {
                Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) => aside += 1,
                Event::End(TagEnd::Image | TagEnd::FootnoteDefinition) => {
                    aside = aside.saturating_sub(1);
                }
                _ if aside > 0 => {}
                Event::Start(Tag::Heading { .. }) => page.heading_start = page.body.len(),
                Event::Html(html) => marked.push_str(&html),
                Event::End(TagEnd::HtmlBlock) => {
                    page.body += &html::fragment_text(&std::mem::take(&mut marked));
                    page.end_block();
                }
                Event::Text(text) | Event::Code(text) => page.body += &text,
                Event::SoftBreak => page.body.push(' '),
                Event::HardBreak => page.body.push('\n'),
                Event::End(TagEnd::TableCell) => page.body.push(' '),
                Event::End(TagEnd::Heading(HeadingLevel::H1)) if page.headline.is_none() => {
                    page.end_heading();
                }
                Event::End(
                    TagEnd::Paragraph
                    | TagEnd::Heading(_)
                    | TagEnd::Item
                    | TagEnd::CodeBlock
                    | TagEnd::TableHead
                    | TagEnd::TableRow,
                ) => page.end_block(),
                _ => {}
            }
        }
        page
    }

    fn end_block(&mut self) {
        if !self.body.is_empty() && !self.body.ends_with("\n\n") {
            self.body += "\n\n";
        }
    }

    fn end_heading(&mut self) {
        if self.body[..self.heading_start].trim().is_empty() {
            let heading = clean_line(&self.body[self.heading_start..]);
            self.headline = Some(heading).filter(|heading| !heading.is_empty());
            self.body.clear();
        } else {
            self.end_block();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Article {
        let raw = RawDocument {
            bytes: text.as_bytes().to_vec(),
            ..RawDocument::default()
        };
        let mut reading = read(&raw);
        assert_eq!(reading.skipped, [], "{text}");
        reading.articles.remove(0)
    }

    #[test]
    fn front_matter_and_text_become_an_article() {
        let article = read_text(
            "---\ntitle: \"Ferry sails: again\"\ndate: 2015-11-27 08:00:00 +0100\nauthor: [Ann Lee, 'Bo Max']\n\
             lang: en\ncategories:\n  - Harbour\n  - Boats\nlastmod: 2015-11-28\ndraft: false\n---\n\n\
             # Ferry sails: again\n\nThe *ferry* [sailed](https://x.example) from the\n`upper` lock.\n\n\
             ![A boat](boat.png)\n\n- One\n- Two[^1]\n\n<p>Marked &amp; up.</p>\n\n[^1]: A note.\n",
        );
        assert_eq!(article.headline, "Ferry sails: again");
        assert_eq!(
            article.body,
            "The ferry sailed from the upper lock.\n\nOne\n\nTwo\n\nMarked & up."
        );
        assert_eq!(article.authors, ["Ann Lee", "Bo Max"]);
        assert_eq!(article.section.as_deref(), Some("Harbour"));
        assert_eq!(article.language.as_deref(), Some("en"));
        let dates: Vec<_> = article
            .date_candidates
            .iter()
            .map(|date| (date.text.as_str(), date.evidence.to_string()))
            .collect();
        assert_eq!(
            dates,
            [
                ("2015-11-27 08:00:00 +0100", "field:date".to_owned()),
                ("2015-11-28", "modified:field:lastmod".to_owned())
            ]
        );
    }

    #[test]
    fn the_first_heading_is_the_headline_where_none_is_given() {
        for (text, headline, body) in [
            ("# One\n\nTwo.\n", "One", "Two."),
            ("![Pier](pier.png)\n\n# One\n\nTwo.", "One", "Two."),
            ("Two.\n\n# One\n", "", "Two.\n\nOne"),
            (
                "+++\ntitle = 'One'\n+++\n# Other\n\nTwo.",
                "One",
                "Other\n\nTwo.",
            ),
            ("One\n===\n\nTwo.", "One", "Two."),
            ("---\n\nA rule above.", "", "A rule above."),
        ] {
            let article = read_text(text);
            assert_eq!(
                (&*article.headline, &*article.body),
                (headline, body),
                "{text}"
            );
        }
    }

    #[test]
    fn only_front_matter_is_told_by_its_bytes() {
        assert!(sniff(b"---\ntitle: One\n---\nTwo"));
        assert!(sniff(b"+++\ntitle = \"One\"\n+++\nTwo"));
        assert!(!sniff(b"---\nA rule, and text: more\n\nwords"));
        assert!(!sniff(b"# One\n\nTwo"));
    }
}
