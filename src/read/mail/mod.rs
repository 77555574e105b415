//! E-mail: newsletters and releases, a message a file or many in a mailbox.

mod forward;
mod text;

use mail_parser::{HeaderName, HeaderValue, Message, MessageParser, MessagePart, PartType};
use xxhash_rust::xxh3::xxh3_64;

use super::{Format, Framing, byline, html};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading, Warning};
use crate::text::date::{self, DayMonthOrder};
use crate::text::normalize::{clean_body, clean_line};
use forward::Forwarded;

/// Mailboxes.
pub(crate) static MAILBOX: Format = Format {
    name: "mbox",
    summary: "mailboxes, an article a message",
    extensions: &["mbox"],
    media_types: &["application/mbox"],
    version: 2 + html::VERSION,
    framing: Framing::Mailbox,
    sniff: is_mailbox,
    read,
};

/// Messages.
pub(crate) static MESSAGE: Format = Format {
    name: "mail",
    summary: "e-mail, a message a file",
    extensions: &["eml"],
    media_types: &["message/rfc822"],
    version: 2 + html::VERSION,
    framing: Framing::Whole,
    sniff: is_message,
    read,
};

/// The fields of which a message that was sent has one; text that people write has none of them.
const SENT: &[&str] = &[
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "delivered-to",
];

/// How deep messages are attached to messages.
const MAX_DEPTH: usize = 8;

/// The words of a note on the messages attached to it, at the most.
const MAX_NOTE_WORDS: usize = 30;

/// The longest text that may do no more than point to another.
const MAX_STUB_BYTES: usize = 200;

fn is_mailbox(head: &[u8]) -> bool {
    let end = head
        .iter()
        .position(|&b| b == b'\n')
        .map_or(head.len(), |at| at + 1);
    head.starts_with(b"From ") && is_message(&head[end..])
}

fn is_message(head: &[u8]) -> bool {
    let lines = head.split(|&b| b == b'\n').map(<[u8]>::trim_ascii_end);
    let mut has_sent = false;
    for line in lines.take_while(|line| !line.is_empty()) {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|&b| b == b':') else {
            return false;
        };
        if line[..colon].iter().any(|b| !b.is_ascii_graphic()) {
            return false;
        }
        let name = line[..colon].to_ascii_lowercase();
        has_sent |= SENT.iter().any(|sent| sent.as_bytes() == name);
    }
    has_sent
}

fn read(raw: &RawDocument) -> Reading {
    let mut reading = Reading::default();
    let is_in_mailbox = raw.bytes.starts_with(b"From ");
    let end = raw
        .bytes
        .iter()
        .position(|&b| b == b'\n')
        .map_or(raw.bytes.len(), |at| at + 1);
    let bytes = if is_in_mailbox {
        unquoted(&raw.bytes[end..])
    } else {
        raw.bytes.clone()
    };
    if let Some(message) = MessageParser::default().parse(&bytes) {
        let date = message.header_raw(HeaderName::Date);
        read_message(&message, date, 0, &mut reading.articles);
    }
    for (number, article) in (0..).zip(&mut reading.articles) {
        article.line = raw.origin.line;
        article.content_hash = xxh3_64(&bytes).wrapping_add(number);
    }
    if reading.articles.is_empty() {
        reading.skipped.push(Warning {
            line: raw.origin.line,
            message: "expected a message with text, but found none".to_owned(),
        });
    }
    reading
}

/// Takes the sign off lines that a mailbox may not hold as they are. RFC 4155, appendix A, leaves
/// this to the programs, which write `>From`, and `>>From` for what was `>From`.
fn unquoted(message: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|&b| b == b'\n') {
        let signs = line.iter().take_while(|&&b| b == b'>').count();
        let is_quoted = signs > 0 && line[signs..].starts_with(b"From ");
        plain.extend_from_slice(&line[usize::from(is_quoted)..]);
    }
    plain
}

/// Reads the articles of a message: those of the messages attached to it, and its own, unless
/// that is but a note on those.
fn read_message(
    message: &Message<'_>,
    raw_date: Option<&str>,
    depth: usize,
    articles: &mut Vec<Article>,
) {
    let own = article(message, raw_date);
    let start = articles.len();
    if depth < MAX_DEPTH {
        for part in message.attachments() {
            if let PartType::Message(inner) = &part.body {
                read_message(inner, None, depth + 1, articles);
            }
        }
    }
    let is_note = articles.len() > start && own.body.split_whitespace().count() < MAX_NOTE_WORDS;
    if !own.body.is_empty() && !is_note {
        articles.insert(start, own);
    }
}

fn article(message: &Message<'_>, raw_date: Option<&str>) -> Article {
    let sender = message.from().and_then(|from| from.first());
    let name = sender
        .and_then(|sender| sender.name.as_deref())
        .map(clean_line)
        .unwrap_or_default();
    // What goes out to a list comes from a paper, other mail from a person.
    let is_list = [message.list_id(), message.list_unsubscribe()]
        .iter()
        .any(|value| !matches!(value, HeaderValue::Empty));
    let whole = whole_text(message);
    let article = Article {
        id: message.message_id().map(str::to_owned),
        headline: message.subject().map(clean_line).unwrap_or_default(),
        body: clean_body(&text::without_furniture(&whole)),
        authors: if is_list {
            Vec::new()
        } else {
            byline::names(&name)
        },
        source: (is_list && !name.is_empty()).then_some(name),
        date_candidates: date(message, raw_date).into_iter().collect(),
        ..Article::default()
    };
    match forward::find(&whole) {
        Some(forwarded) => passed_on(article, &forwarded),
        None => article,
    }
}

/// Makes of a message that passes another one on what that other one says.
fn passed_on(message: Article, forwarded: &Forwarded<'_>) -> Article {
    let subject = forwarded.subject.map(clean_line).unwrap_or_default();
    let headline = if subject.is_empty() {
        forward::strip_prefix(&message.headline).to_owned()
    } else {
        subject
    };
    let from = forwarded.from.unwrap_or_default();
    let name = from.split(['<', '[']).next().unwrap_or_default();
    let date = forwarded
        .date
        .filter(|text| date::parse(text, DayMonthOrder::default()).is_some());
    let date_candidates = match date {
        Some(text) => vec![date_of(clean_line(text))],
        None => message.date_candidates,
    };
    Article {
        headline,
        authors: byline::names(name),
        source: None,
        body: clean_body(&text::without_furniture(forwarded.body)),
        date_candidates,
        ..message
    }
}

/// The date as it is written, where our reader knows it: it knows zones by name, and months in
/// other languages.
fn date(message: &Message<'_>, raw: Option<&str>) -> Option<DateCandidate> {
    let raw = raw.map(clean_line).filter(|raw| !raw.is_empty());
    if let Some(raw) = &raw
        && date::parse(raw, DayMonthOrder::default()).is_some()
    {
        return Some(date_of(raw.clone()));
    }
    let parsed = message.date().filter(|date| date.is_valid());
    parsed.map(|date| date.to_rfc3339()).or(raw).map(date_of)
}

fn date_of(text: String) -> DateCandidate {
    DateCandidate {
        text,
        evidence: Evidence::Field("Date".to_owned()),
    }
}

/// The text of a message: its plain parts, or those of mark-up where there are no others, or
/// where the plain ones only say that there are.
fn whole_text(message: &Message<'_>) -> String {
    let joined = |parts: Vec<String>| parts.join("\n\n");
    let plain = joined(message.text_bodies().filter_map(part_text).collect());
    if plain.trim().len() > MAX_STUB_BYTES {
        return plain;
    }
    let marked = joined(message.html_bodies().filter_map(part_text).collect());
    if marked.trim().len() > 2 * plain.trim().len() {
        marked
    } else {
        plain
    }
}

fn part_text(part: &MessagePart<'_>) -> Option<String> {
    let text = part.text_contents()?;
    Some(if part.is_text_html() {
        html::fragment_text(text)
    } else {
        text.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;

    fn read_text(text: &str) -> Reading {
        read(&RawDocument {
            origin: Origin {
                member: None,
                path: "a.mbox".to_owned(),
                line: Some(3),
            },
            bytes: text.as_bytes().to_vec(),
            ..RawDocument::default()
        })
    }

    #[test]
    fn a_newsletter_is_an_article_of_its_list() {
        let mail = "From list@x.example Fri Nov 27 09:00:00 2015\nMessage-ID: <n1@x.example>\nList-Id: <n.x.example>\n\
            From: =?UTF-8?Q?The_Quay_Caf=C3=A9?= <list@x.example>\nSubject: Ferry\n sails\n\
            Date: Fri, 27 Nov 2015 09:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n\
            --b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n\
            The caf=E9 =\nopened.\n\nIt was late.\n--b\nContent-Type: text/html\n\n<p>The other</p>\n--b--\n";
        let reading = read_text(mail);
        let bytes = &mail.as_bytes()[mail.find('\n').unwrap() + 1..];
        let expected = Article {
            id: Some("n1@x.example".to_owned()),
            headline: "Ferry sails".to_owned(),
            body: "The café opened.\n\nIt was late.".to_owned(),
            source: Some("The Quay Café".to_owned()),
            date_candidates: vec![DateCandidate {
                text: "Fri, 27 Nov 2015 09:00:00 +0100".to_owned(),
                evidence: Evidence::Field("Date".to_owned()),
            }],
            line: Some(3),
            content_hash: xxh3_64(bytes),
            ..Article::default()
        };
        assert_eq!(reading.articles, [expected]);
    }

    #[test]
    fn a_message_of_mark_up_is_its_text_and_its_sender_is_the_author() {
        let mail = "Message-ID: <2@x.example>\nFrom: Ann Lee <ann@x.example>\nContent-Type: text/html; charset=utf-8\n\n\
            <style>p {}</style><p>The ferry <b>sailed</b>.</p><p>It was late.</p>";
        let article = &read_text(mail).articles[0];
        assert_eq!(article.authors, ["Ann Lee"]);
        assert_eq!(article.body, "The ferry sailed.\n\nIt was late.");
    }

    #[test]
    fn only_messages_that_were_sent_are_taken_for_such() {
        for (head, expected) in [
            ("From: a\r\nMIME-Version: 1.0\r\n\r\nx y", true),
            ("From: a\nSubject: b\n\nMessage-ID: c", false),
            ("From a\nReceived: from b\n by c\n\n", false),
            ("A word.\nReceived: from b", false),
        ] {
            assert_eq!(is_message(head.as_bytes()), expected, "{head}");
        }
        assert!(is_mailbox(b"From a\nReceived: from b\n by c\n\n"));
        assert_eq!(
            read_text("From: a@x.example\nSubject: b\n\n").skipped[0].to_string(),
            "line 3: expected a message with text, but found none"
        );
    }

    #[test]
    fn lines_that_a_mailbox_may_not_hold_are_as_they_were_sent() {
        let mail = "From a\nReceived: b\n\n>From us.\n>>From them.\n> From all.\n";
        assert_eq!(
            read_text(mail).articles[0].body,
            "From us.\n>From them.\n> From all."
        );
    }

    #[test]
    fn a_stub_gives_way_to_the_whole_text() {
        let mail = "Message-ID: <1@x>\nContent-Type: multipart/alternative; boundary=b\n\n\
            --b\nContent-Type: text/plain\n\nSee the HTML version.\n\
            --b\nContent-Type: text/html\n\n<p>The ferry sailed at dawn, and nobody was on the quay.</p>\n--b--\n";
        assert_eq!(
            read_text(mail).articles[0].body,
            "The ferry sailed at dawn, and nobody was on the quay."
        );
    }

    #[test]
    fn messages_passed_on_are_the_articles() {
        let attached = "Message-ID: <1@x>\nSubject: Fwd: Ferry\nContent-Type: multipart/mixed; boundary=b\n\n\
            --b\nContent-Type: text/plain\n\nSee below.\n\
            --b\nContent-Type: message/rfc822\n\nFrom: Ann Lee <a@x.example>\nSubject: Ferry sails\n\
            Date: Fri, 27 Nov 2015 09:00:00 +0100\n\nIt sailed.\n--b--\n";
        let inline = "Message-ID: <1@x>\nFrom: Bo Max <b@x>\nSubject: Fwd: Ferry\n\nSee below.\n\n\
            ---------- Forwarded message ---------\nFrom: Ann Lee <a@x.example>\n\
            Date: 2015-11-27\nSubject: Ferry sails\n\nIt sailed.\n-- \nBo Max\n";
        for mail in [attached, inline] {
            let articles = read_text(mail).articles;
            let [article] = &articles[..] else {
                panic!("{articles:?}");
            };
            assert_eq!(article.headline, "Ferry sails");
            assert_eq!(article.body, "It sailed.");
            assert_eq!(article.authors, ["Ann Lee"]);
            assert!(article.date_candidates[0].text.contains("2015"), "{mail}");
        }
    }

    #[test]
    fn dates_stay_as_they_are_written_where_they_can_be_read() {
        for (date, expected) in [
            ("27 Nov 2015 09:15 EST", "27 Nov 2015 09:15 EST"),
            ("2015-11-27T09:15:00Z", "2015-11-27T09:15:00Z"),
            ("someday", "someday"),
        ] {
            let mail = format!("Message-ID: <1@x>\nDate: {date}\n\nText.\n");
            assert_eq!(
                read_text(&mail).articles[0].date_candidates[0].text,
                expected
            );
        }
    }
}
