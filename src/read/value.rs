//! What the values of fields say, in JSON, tables and front matter alike.

use std::borrow::Cow;

use super::html;
use crate::text::normalize::{clean_body, clean_line};

/// What databases and programs write into a field that holds nothing, lower case.
const NOTHING: &[&str] = &[
    "#n/a",
    "<na>",
    "\\n",
    "n/a",
    "nan",
    "nat",
    "none",
    "null",
    "undefined",
];

/// Elements of HTML that begin a paragraph or a line of their own.
const BLOCK_ELEMENTS: &[&str] = &[
    "article",
    "blockquote",
    "body",
    "br",
    "div",
    "dl",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "tr",
    "ul",
];

/// Elements of HTML that stand within a line.
const INLINE_ELEMENTS: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "iframe", "img", "ins", "mark",
    "q", "s", "script", "small", "span", "strike", "strong", "style", "sub", "sup", "time", "u",
];

/// The longest reference to a character: `&CounterClockwiseContourIntegral;`.
const MAX_REFERENCE_BYTES: usize = 33;

/// What of HTML a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MarkUp {
    Nothing,
    References,
    InlineElements,
    BlockElements,
}

/// Returns the value without white space around it; `None` where it stands for nothing.
pub(super) fn given(value: &str) -> Option<&str> {
    let value = value.trim();
    // R writes `NA`, which in other cases is a word or a symbol.
    let is_nothing = value.is_empty()
        || value == "NA"
        || NOTHING.iter().any(|word| word.eq_ignore_ascii_case(value));
    (!is_nothing).then_some(value)
}

/// Returns a headline, without mark-up where it has any.
pub(super) fn headline(value: &str) -> String {
    clean_line(&without_markup(value))
}

/// Returns a body, without mark-up where it has any; and how many characters the service that
/// handed it over says that it cut off: `… [+1200 chars]`.
pub(super) fn body(value: &str) -> (String, Option<u64>) {
    let body = clean_body(&without_markup(value));
    match cut_off(&body) {
        Some((rest, count)) => (rest.trim_end().to_owned(), Some(count)),
        None => (body, None),
    }
}

fn cut_off(body: &str) -> Option<(&str, u64)> {
    let (rest, count) = body.strip_suffix(" chars]")?.rsplit_once("[+")?;
    Some((rest, count.parse().ok()?))
}

/// Takes HTML out of a text that holds some; a text without tags and references, a lone `<` among
/// its words, stays as it is.
fn without_markup(text: &str) -> Cow<'_, str> {
    let found = markup(text);
    let plain = match found {
        MarkUp::Nothing => return Cow::Borrowed(text),
        MarkUp::BlockElements => return Cow::Owned(html::fragment_text(text)),
        _ => by_lines(text),
    };
    // Whole pieces of mark-up are escaped once more by some feeds.
    let is_escaped = found == MarkUp::References && markup(&plain) == MarkUp::BlockElements;
    Cow::Owned(if is_escaped {
        html::fragment_text(&plain)
    } else {
        plain
    })
}

/// Without elements of blocks, the lines are those of the text.
fn by_lines(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if markup(line) == MarkUp::Nothing {
            plain.push_str(line);
            continue;
        }
        plain.push_str(&html::fragment_text(line));
        if line.ends_with('\n') {
            plain.push('\n');
        }
    }
    plain
}

fn markup(text: &str) -> MarkUp {
    let mut found = MarkUp::Nothing;
    let mut at = 0;
    while let Some(next) = text[at..].find(['<', '&']) {
        let rest = &text[at + next + 1..];
        found = found.max(if text.as_bytes()[at + next] == b'<' {
            element(rest)
        } else if is_reference(rest) {
            MarkUp::References
        } else {
            MarkUp::Nothing
        });
        if found == MarkUp::BlockElements {
            break;
        }
        at += next + 1;
    }
    found
}

/// Tells what element begins or ends after a `<`.
fn element(rest: &str) -> MarkUp {
    let name_start = rest.strip_prefix('/').unwrap_or(rest);
    let length = name_start
        .bytes()
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (name, after) = name_start.split_at(length);
    let is_tag = after.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace())
        && after.contains('>');
    let is_one = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    match () {
        () if !is_tag => MarkUp::Nothing,
        () if is_one(BLOCK_ELEMENTS) => MarkUp::BlockElements,
        () if is_one(INLINE_ELEMENTS) => MarkUp::InlineElements,
        () => MarkUp::Nothing,
    }
}

/// Tells whether a reference to a character follows after an `&`: `amp;`, `#8211;`, `#x2013;`.
fn is_reference(rest: &str) -> bool {
    let rest = &rest.as_bytes()[..rest.len().min(MAX_REFERENCE_BYTES)];
    let Some(end) = rest.iter().position(|&b| b == b';') else {
        return false;
    };
    let name = &rest[..end];
    let name = name.strip_prefix(b"#").unwrap_or(name);
    name.len() > 1 && name.iter().all(u8::is_ascii_alphanumeric)
}

/// Returns the first of the sections that a text names, `Local;Harbour`. Numbers are no sections.
pub(super) fn section(value: &str) -> Option<String> {
    let section = headline(without_markup(value).split(';').next()?);
    section.contains(char::is_alphabetic).then_some(section)
}

/// Returns a date; one at midnight to the second, which nobody's clock said, is a day.
pub(super) fn date(value: &str) -> String {
    let date = clean_line(value);
    let time = date.find(" 00:00:00").or_else(|| date.find("T00:00:00"));
    let is_midnight = |time: &usize| {
        let fraction = &date[time + " 00:00:00".len()..];
        fraction.bytes().all(|b| b == b'.' || b == b'0')
    };
    match time.filter(is_midnight) {
        Some(time) => date[..time].to_owned(),
        None => date,
    }
}

/// The address of an article and the name of its source, out of the fields for them.
///
/// An address is one of the web, or a URN. A source that is an address names the article where
/// nothing else does, unless it is that of a whole site; its host is the source where no other
/// field names one. The address of a site, which some tools keep apart, comes last.
pub(super) fn place<'a>(
    addresses: impl Iterator<Item = &'a str>,
    sources: impl Iterator<Item = &'a str>,
    site: Option<&'a str>,
) -> (Option<String>, Option<String>) {
    let mut address = addresses.map(clean_line).find(|text| is_address(text));
    let mut host_name = None;
    for source in sources.map(clean_line) {
        let Some(host) = host(&source) else {
            let name = source.strip_prefix("www.").unwrap_or(&source);
            return (address, Some(name.to_owned()));
        };
        host_name = host_name.or_else(|| Some(host.to_owned()));
        if address.is_none() && has_path(&source) {
            address = Some(source);
        }
    }
    let name = host_name.or_else(|| host(site?).map(str::to_owned));
    (address, name)
}

/// Tells whether a text is an address of the web, or a URN (RFC 8141).
pub(super) fn is_address(text: &str) -> bool {
    let is_web = host(text).is_some_and(|host| !host.is_empty());
    let is_urn = text
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
    (is_web || is_urn && text.len() > 4) && !text.contains(char::is_whitespace)
}

/// Makes the id of an item of a feed one in all feeds: a bare number is one in its own feed alone.
pub(super) fn feed_id(id: String, url: Option<&str>) -> String {
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    match url.and_then(host).filter(|_| is_number) {
        Some(host) => format!("{host}/{id}"),
        None => id,
    }
}

/// The host of an address of the web, without `www.`.
pub(super) fn host(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let is_web = ["http", "https"]
        .iter()
        .any(|web| web.eq_ignore_ascii_case(scheme));
    let authority = rest.split(['/', '?', '#']).next().filter(|_| is_web)?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

fn has_path(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.split_once(['/', '?']).map_or("", |(_, path)| path);
    !path.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_is_an_id_with_the_host_alone() {
        let id = |id: &str, url| feed_id(id.to_owned(), url);
        assert_eq!(
            id("4711", Some("https://www.x.example/a")),
            "x.example/4711"
        );
        assert_eq!(id("4711", None), "4711");
        assert_eq!(
            id("tag:x.example,2015:1", Some("https://y.example/")),
            "tag:x.example,2015:1"
        );
    }

    #[test]
    fn mark_up_goes_and_plain_text_stays() {
        for (value, expected) in [
            ("a < b, b > c & d; e", "a < b, b > c & d; e"),
            ("If x<y and <who> knows", "If x<y and <who> knows"),
            ("<p>One &amp; two.</p><p>Three.</p>", "One & two.\n\nThree."),
            ("One &amp; two.\n\n<b>Three</b>.", "One & two.\n\nThree."),
            ("Caf&eacute; &#8211; x", "Café – x"),
            ("&lt;p&gt;One.&lt;/p&gt;", "One."),
            ("AT&T; R&D;", "AT&T; R&D;"),
        ] {
            assert_eq!(body(value), (expected.to_owned(), None), "{value}");
        }
        assert_eq!(headline("<b>Pier</b>\n&amp; ferry"), "Pier & ferry");
    }

    #[test]
    fn what_a_service_cut_off_is_counted() {
        assert_eq!(
            body("The ferry… [+1200 chars]"),
            ("The ferry…".to_owned(), Some(1200))
        );
    }

    #[test]
    fn a_section_is_the_first_of_several() {
        for (value, expected) in [
            ("Local;Harbour", Some("Local")),
            ("Arts &amp; Books", Some("Arts & Books")),
            ("17", None),
        ] {
            assert_eq!(section(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn midnight_to_the_second_is_a_day() {
        for (value, expected) in [
            ("2015-11-27 00:00:00", "2015-11-27"),
            ("2015-11-27T00:00:00.000", "2015-11-27"),
            ("2015-11-27T00:00:00Z", "2015-11-27T00:00:00Z"),
            ("2015-11-27 00:00:01", "2015-11-27 00:00:01"),
        ] {
            assert_eq!(date(value), expected);
        }
    }

    #[test]
    fn nothing_is_nothing_in_any_case() {
        for value in [
            "", " ", "None", "nan", "NULL", "N/A", "<NA>", "\\N", "NaT", "NA",
        ] {
            assert_eq!(given(value), None, "{value}");
        }
        for value in ["Na", "Nano", "Nullarbor"] {
            assert_eq!(given(value), Some(value));
        }
    }

    #[test]
    fn addresses_and_sources_are_told_apart() {
        let article = "https://h.example/1";
        for (addresses, sources, site, expected) in [
            (
                vec!["h.example/1", article],
                vec!["Herald"],
                None,
                (Some(article), Some("Herald")),
            ),
            (
                vec![],
                vec!["https://www.h.example/2?p=1"],
                None,
                (Some("https://www.h.example/2?p=1"), Some("h.example")),
            ),
            (
                vec![article],
                vec!["https://h.example:80/2"],
                None,
                (Some(article), Some("h.example")),
            ),
            (
                vec![],
                vec!["http://h.example/"],
                None,
                (None, Some("h.example")),
            ),
            (
                vec![],
                vec!["https://h.example/2", "Herald"],
                None,
                (Some("https://h.example/2"), Some("Herald")),
            ),
            (
                vec![],
                vec![],
                Some("https://h.example/news"),
                (None, Some("h.example")),
            ),
            (
                vec!["URN:newsml:x:1"],
                vec!["www.h.example"],
                None,
                (Some("URN:newsml:x:1"), Some("h.example")),
            ),
            (vec!["/local/1", "nan"], vec![], Some("x"), (None, None)),
        ] {
            let found = place(addresses.iter().copied(), sources.iter().copied(), site);
            let found = (found.0.as_deref(), found.1.as_deref());
            assert_eq!(found, expected, "{addresses:?} {sources:?} {site:?}");
        }
    }
}
