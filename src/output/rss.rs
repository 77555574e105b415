//! Feeds of articles: [RSS 2.0](https://www.rssboard.org/rss-specification).
//!
//! A feed grows at its beginning. What stands in it already is taken over as it was written, which is
//! possible because nobody but this module writes it: one line an element.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use super::alert::News;

/// What every feed of ours begins with.
const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\">\n  <channel>\n";
/// What is said of who wrote it.
const GENERATOR: &str = "    <generator>search alert run</generator>\n";
const ITEM: &str = "    <item>\n";
const ITEM_END: &str = "    </item>\n";
const TAIL: &str = "  </channel>\n</rss>\n";

/// What a feed says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Channel<'a> {
    /// Its title.
    pub title: &'a str,
    /// The address of what it is about.
    pub link: &'a str,
    /// A sentence.
    pub description: &'a str,
}

/// A file that is no feed which this module wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a feed that `search alert run --rss` wrote, or no file, but found something else"
)]
pub struct NotOurs;

/// An item as it is written.
struct Item {
    /// The line that says which article it is.
    guid: String,
    text: String,
}

/// Returns the feed `old` with `news` before what it has, an article once; `link` gives each its
/// address. Of old items so many are kept that there are `most` at the most, the new ones all.
///
/// # Errors
///
/// [`NotOurs`]
pub fn feed(
    old: Option<&str>,
    news: &[News],
    link: &dyn Fn(&News) -> String,
    channel: Channel<'_>,
    most: usize,
) -> Result<String, NotOurs> {
    let mut old_items = old.map_or(Ok(Vec::new()), items)?;
    let mut new_items: Vec<Item> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for news in news {
        let item = item(news, &link(news));
        let known = old_items.iter_mut().find(|old| old.guid == item.guid);
        let place = places.get(&item.guid).copied();
        match (known, place.and_then(|place| new_items.get_mut(place))) {
            (Some(known), _) | (None, Some(known)) => add_category(known, &news.alert),
            (None, None) => {
                places.insert(item.guid.clone(), new_items.len());
                new_items.push(item);
            }
        }
    }
    old_items.truncate(most.saturating_sub(new_items.len()));
    Ok(written(channel, new_items.iter().chain(&old_items)))
}

fn written<'a>(channel: Channel<'_>, items: impl Iterator<Item = &'a Item>) -> String {
    let mut text = HEAD.to_owned();
    push(&mut text, "    ", "title", channel.title);
    push(&mut text, "    ", "link", channel.link);
    push(&mut text, "    ", "description", channel.description);
    text.push_str(GENERATOR);
    items.for_each(|item| text.push_str(&item.text));
    text + TAIL
}

fn item(news: &News, link: &str) -> Item {
    let guid = format!(
        "      <guid isPermaLink=\"false\">{}</guid>\n",
        escaped(&news.id)
    );
    let mut text = ITEM.to_owned();
    let title = match news.headline.as_str() {
        "" => "(no headline)",
        headline => headline,
    };
    push(&mut text, "      ", "title", title);
    push(&mut text, "      ", "link", link);
    push(&mut text, "      ", "description", &news.passages());
    push(&mut text, "      ", "category", &news.alert);
    text.push_str(&guid);
    if let Some(date) = date(news) {
        push(&mut text, "      ", "pubDate", &date);
    }
    text.push_str(ITEM_END);
    Item { guid, text }
}

/// The date as RFC 822 has it, as RSS wants it; of a day, a month or a year its first moment.
fn date(news: &News) -> Option<String> {
    let moment = news.date()?.value.timestamp();
    rfc2822::to_string(&moment.to_zoned_datetime(TimeZone::UTC)).ok()
}

fn add_category(item: &mut Item, alert: &str) {
    let mut category = String::new();
    push(&mut category, "      ", "category", alert);
    if !item.text.contains(&category)
        && let Some(place) = item.text.find(&item.guid)
    {
        item.text.insert_str(place, &category);
    }
}

/// The items of a feed that this module wrote.
fn items(feed: &str) -> Result<Vec<Item>, NotOurs> {
    let body = feed
        .strip_prefix(HEAD)
        .and_then(|rest| rest.strip_suffix(TAIL));
    let (_, body) = body.ok_or(NotOurs)?.split_once(GENERATOR).ok_or(NotOurs)?;
    let mut items = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let inner = rest.strip_prefix(ITEM).ok_or(NotOurs)?;
        let (inner, behind) = inner.split_once(ITEM_END).ok_or(NotOurs)?;
        let guid = inner.lines().find(|line| line.starts_with("      <guid "));
        items.push(Item {
            guid: format!("{}\n", guid.ok_or(NotOurs)?),
            text: format!("{ITEM}{inner}{ITEM_END}"),
        });
        rest = behind;
    }
    Ok(items)
}

fn push(text: &mut String, indent: &str, element: &str, content: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{indent}<{element}>{}</{element}>", escaped(content));
}

/// The text without what XML has no place for, on one line, its signs as entities.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain =
        |c: char| !matches!(c, '&' | '<' | '>' | '\u{fffe}' | '\u{ffff}') && !c.is_control();
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            c if c.is_control() => written.push(' '),
            '\u{fffe}' | '\u{ffff}' => written.push('\u{fffd}'),
            c => written.push(c),
        }
    }
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::PublicationDate;
    use crate::engine::Hit;
    use crate::highlight::{Marked, Snippet};

    const CHANNEL: Channel<'_> = Channel {
        title: "search: a & b",
        link: "file:///index",
        description: "New articles",
    };

    fn news(alert: &str, id: &str) -> News {
        let marked = |text: &str| Marked {
            text: text.to_owned(),
            highlights: Vec::new(),
        };
        let hit = Hit {
            id: id.to_owned(),
            headline: marked("Profit <5% & \u{0}\u{ffff}\nless"),
            date: Some(PublicationDate {
                value: "2015-11-27".parse().unwrap(),
                evidence: "json-ld".into(),
            }),
            snippets: vec![Snippet {
                marked: marked("It fell ]]> fast."),
                ..Snippet::default()
            }],
            ..Hit::default()
        };
        News::new(alert, hit)
    }

    fn feed_of(old: Option<&str>, news: &[News], most: usize) -> String {
        let link = |news: &News| format!("https://example.org/?a=1&id={}", news.id);
        feed(old, news, &link, CHANNEL, most).unwrap()
    }

    fn guids(feed: &str) -> Vec<&str> {
        let behind = feed.split("<guid isPermaLink=\"false\">").skip(1);
        behind.map(|text| text.split('<').next().unwrap()).collect()
    }

    #[test]
    fn a_feed_is_written_as_the_specification_says() {
        let expected = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<rss version=\"2.0\">
  <channel>
    <title>search: a &amp; b</title>
    <link>file:///index</link>
    <description>New articles</description>
    <generator>search alert run</generator>
    <item>
      <title>Profit &lt;5% &amp;  \u{fffd} less</title>
      <link>https://example.org/?a=1&amp;id=x</link>
      <description>It fell ]]&gt; fast.</description>
      <category>ferries</category>
      <guid isPermaLink=\"false\">x</guid>
      <pubDate>Fri, 27 Nov 2015 00:00:00 +0000</pubDate>
    </item>
  </channel>
</rss>
";
        assert_eq!(feed_of(None, &[news("ferries", "x")], 9), expected);
    }

    #[test]
    fn new_articles_come_first_each_once_and_old_ones_go() {
        let first = feed_of(None, &[news("a", "1"), news("a", "2"), news("b", "1")], 3);
        assert_eq!(guids(&first), ["1", "2"]);
        assert_eq!(first.matches("<category>b</category>").count(), 1);
        let second = feed_of(
            Some(&first),
            &[news("a", "3"), news("c", "2"), news("a", "2")],
            3,
        );
        assert_eq!(guids(&second), ["3", "1", "2"]);
        assert_eq!(second.matches("<category>c</category>").count(), 1);
        assert_eq!(feed_of(Some(&second), &[news("a", "3")], 3), second);
        let more: Vec<News> = ["4", "5", "6", "7"].map(|id| news("a", id)).into();
        assert_eq!(
            guids(&feed_of(Some(&second), &more, 3)),
            ["4", "5", "6", "7"]
        );
        assert_eq!(
            guids(&feed_of(Some(&second), &more[..2], 3)),
            ["4", "5", "3"]
        );
    }

    #[test]
    fn a_file_of_somebody_else_is_refused() {
        let ours = feed_of(None, &[news("a", "1")], 3);
        for other in [
            "",
            "<rss></rss>",
            &ours[1..],
            &ours[..ours.len() - 1],
            &ours.replace(GENERATOR, ""),
        ] {
            let link = |_: &News| String::new();
            let refused = feed(Some(other), &[], &link, CHANNEL, 3);
            assert_eq!(refused, Err(NotOurs), "{other}");
        }
    }
}
