//! Markdown, as site generators and archives of notes keep articles: facts in front, then text
//! (CommonMark; front matter as in Jekyll and Hugo).

mod front_matter;
mod templates;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use xxhash_rust::xxh3::xxh3_64;

use super::slot::{NAMES, Slot, row_of};
use super::text::{meta_line, name};
use super::{Format, Framing, byline, html, value};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading, Warning};
use crate::text::normalize::{clean_body, clean_line};
use crate::text::{decode, language};
use front_matter::Facts;
use templates::{without_links, without_templates};

/// Markdown.
pub(crate) static FORMAT: Format = Format {
    name: "markdown",
    summary: "Markdown, with front matter or without",
    extensions: &["md", "markdown", "mdown"],
    media_types: &["text/markdown"],
    version: 1 + html::VERSION,
    framing: Framing::Whole,
    sniff,
    read,
};

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
    let mut article = Article {
        content_hash: xxh3_64(&raw.bytes),
        warnings: decoded.warnings,
        ..article(&facts, text)
    };
    name::complete(&mut article, &raw.origin.path);
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
    let page = Page::of(&without_templates(text));
    let given = of(facts, Slot::Headline).map(clean_line).next();
    let (headline, body) = match (given, page.headline) {
        (Some(given), Some(first)) if given == first => (given, page.body),
        (Some(given), Some(first)) => (given, format!("{first}\n\n{}", page.body)),
        (given, first) => (given.or(first).unwrap_or_default(), page.body),
    };
    let (url, source) = value::place(
        of(facts, Slot::Url),
        of(facts, Slot::Source),
        of(facts, Slot::Site).next(),
    );
    let mut article = Article {
        id: of(facts, Slot::Id).map(clean_line).next(),
        url,
        headline,
        authors: of(facts, Slot::Authors).flat_map(byline::names).collect(),
        source,
        section: of(facts, Slot::Section).find_map(value::section),
        language: of(facts, Slot::Language)
            .find_map(language::code)
            .map(str::to_owned),
        date_candidates: dates(facts),
        ..Article::default()
    };
    let body = without_links(&body);
    article.body = clean_body(take_byline(&body, &mut article));
    article
}

/// The values of the facts that fill a part: of several names those of the best alone.
fn of(facts: &Facts, slot: Slot) -> impl Iterator<Item = &str> {
    let values = facts_of(facts, slot).next().map(|(_, values)| values);
    values
        .unwrap_or_default()
        .iter()
        .filter_map(|text| value::given(text))
}

fn facts_of(facts: &Facts, slot: Slot) -> impl Iterator<Item = (&str, &[String])> {
    let rows = (0..NAMES.len()).filter(move |&row| NAMES[row].1 == slot);
    rows.filter_map(|row| facts.find(|name| row_of(name) == Some(row)))
}

fn dates(facts: &Facts) -> Vec<DateCandidate> {
    let field = |name: &str| Evidence::Field(name.to_owned());
    let published = facts_of(facts, Slot::Date).map(|(name, values)| (values, field(name)));
    let modified = facts_of(facts, Slot::Modified)
        .map(|(name, values)| (values, Evidence::Modified(Box::new(field(name)))));
    published
        .chain(modified)
        .filter_map(|(values, evidence)| {
            let text = value::date(value::given(values.first()?)?);
            Some(DateCandidate { text, evidence })
        })
        .collect()
}

/// Takes the paragraph off the start of a body that says who wrote it, and when.
fn take_byline<'b>(body: &'b str, article: &mut Article) -> &'b str {
    let (first, rest) = body.split_once("\n\n").unwrap_or((body, ""));
    let Some(meta) = meta_line::read(first).filter(|_| !rest.trim().is_empty()) else {
        return body;
    };
    if article.authors.is_empty() {
        article.authors = meta.authors;
    }
    article.source = article.source.take().or(meta.source);
    let dates = meta.dates.into_iter().map(|text| DateCandidate {
        text,
        evidence: Evidence::DateLine,
    });
    article.date_candidates.extend(dates);
    rest
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
        // How many pictures are open, whose words are not of the text. Notes are of it: they
        // stand where the author put them, and a word in them should be found.
        let mut aside = 0_usize;
        let options =
            Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        for event in Parser::new_ext(text, options) {
            match event {
                Event::Start(Tag::Image { .. }) => aside += 1,
                Event::End(TagEnd::Image) => aside = aside.saturating_sub(1),
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
            "The ferry sailed from the upper lock.\n\nOne\n\nTwo\n\nMarked & up.\n\nA note."
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
    fn front_matter_of_all_kinds_is_read() {
        for (text, authors, section, url) in [
            (
                "---\ntitle: >\n  One: two\n  three\nauthor:\n  name: Ann Lee\n  mail: a@x\ncategories: [Harbour]\n---\nText.",
                &["Ann Lee"][..],
                Some("Harbour"),
                None,
            ),
            (
                "---\ntitle: \"One: two three\"\nsource: https://x.example/1\nauthor:\n  - \"[[Ann Lee]]\"\n  - name: Bo Max\ntags: [a]\n---\nText.",
                &["Ann Lee", "Bo Max"],
                None,
                Some("https://x.example/1"),
            ),
            (
                "+++\ntitle = 'One: two three'\nauthors = [\n  'Ann Lee',\n  'Bo Max'\n]\n[params]\nsection = 'x'\n+++\nText.",
                &["Ann Lee", "Bo Max"],
                None,
                None,
            ),
            (
                "{\n\"title\": \"One: two three\",\n\"author\": {\"name\": \"Ann Lee\"},\n\"section\": \"Quay\"}\n\nText.",
                &["Ann Lee"],
                Some("Quay"),
                None,
            ),
        ] {
            let article = read_text(text);
            assert_eq!(article.headline, "One: two three", "{text}");
            assert_eq!(article.body, "Text.", "{text}");
            assert_eq!(article.authors, authors, "{text}");
            assert_eq!(article.section.as_deref(), section, "{text}");
            assert_eq!(article.url.as_deref(), url, "{text}");
        }
    }

    #[test]
    fn a_line_of_who_and_when_is_no_body() {
        let article = read_text("# One\n\nBy Ann Lee, 27 November 2015\n\nTwo.");
        assert_eq!(
            (&*article.body, &*article.authors),
            ("Two.", &["Ann Lee".to_owned()][..])
        );
        assert_eq!(article.date_candidates[0].text, "27 November 2015");
    }

    #[test]
    fn the_name_of_the_file_dates_what_nothing_else_does() {
        let raw = RawDocument {
            origin: crate::article::Origin {
                path: "posts/2015-11-27-ferry.md".to_owned(),
                ..Default::default()
            },
            bytes: b"# One\n\nTwo.".to_vec(),
            ..RawDocument::default()
        };
        let dates = &read(&raw).articles[0].date_candidates;
        assert_eq!(
            (&*dates[0].text, &dates[0].evidence),
            ("2015-11-27", &Evidence::FileName)
        );
    }

    #[test]
    fn only_front_matter_is_told_by_its_bytes() {
        assert!(sniff(b"---\ntitle: One\n---\nTwo"));
        assert!(sniff(b"+++\ntitle = \"One\"\n+++\nTwo"));
        assert!(!sniff(b"---\nA rule, and text: more\n\nwords"));
        assert!(!sniff(b"# One\n\nTwo"));
    }
}
