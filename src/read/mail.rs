//! E-mail: newsletters and releases, a message a file or many in a mailbox.

use mail_parser::{HeaderValue, Message, MessageParser, MessagePart};
use xxhash_rust::xxh3::xxh3_64;

use super::{Format, Framing, byline, html};
use crate::article::{Article, DateCandidate, Evidence, RawDocument, Reading, Warning};
use crate::text::normalize::{clean_body, clean_line};

/// Mailboxes.
pub(crate) static MAILBOX: Format = Format {
    name: "mbox",
    summary: "mailboxes, an article a message",
    extensions: &["mbox"],
    media_types: &["application/mbox"],
    version: 1 + html::VERSION,
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
    version: 1 + html::VERSION,
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
    let separator = raw.bytes.starts_with(b"From ");
    let end = raw
        .bytes
        .iter()
        .position(|&b| b == b'\n')
        .map_or(raw.bytes.len(), |at| at + 1);
    let bytes = if separator {
        &raw.bytes[end..]
    } else {
        &raw.bytes
    };
    let article = MessageParser::default()
        .parse(bytes)
        .map(|message| Article {
            line: raw.origin.line,
            content_hash: xxh3_64(bytes),
            ..article(&message)
        });
    match article.filter(|article| !article.headline.is_empty() || !article.body.is_empty()) {
        Some(article) => reading.articles.push(article),
        None => reading.skipped.push(Warning {
            line: raw.origin.line,
            message: "expected a message with a subject or a text, but found neither".to_owned(),
        }),
    }
    reading
}

fn article(message: &Message<'_>) -> Article {
    let sender = message.from().and_then(|from| from.first());
    let name = sender
        .and_then(|sender| sender.name.as_deref())
        .map(clean_line)
        .unwrap_or_default();
    // What goes out to a list comes from a paper, other mail from a person.
    let is_list = [message.list_id(), message.list_unsubscribe()]
        .iter()
        .any(|value| !matches!(value, HeaderValue::Empty));
    let date = message.date().map(|date| DateCandidate {
        text: date.to_rfc3339(),
        evidence: Evidence::Field("Date".to_owned()),
    });
    Article {
        id: message.message_id().map(str::to_owned),
        headline: message.subject().map(clean_line).unwrap_or_default(),
        body: body(message),
        authors: if is_list {
            Vec::new()
        } else {
            byline::names(&name)
        },
        source: (is_list && !name.is_empty()).then_some(name),
        date_candidates: date.into_iter().collect(),
        ..Article::default()
    }
}

/// The text of a message: its plain parts, or those of mark-up where there are no others.
fn body(message: &Message<'_>) -> String {
    let texts = message.text_bodies().filter_map(text);
    clean_body(&texts.collect::<Vec<_>>().join("\n\n"))
}

fn text(part: &MessagePart<'_>) -> Option<String> {
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
                text: "2015-11-27T09:00:00+01:00".to_owned(),
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
            read_text("From: a@x.example\n\n").skipped[0].to_string(),
            "line 3: expected a message with a subject or a text, but found neither"
        );
    }
}
