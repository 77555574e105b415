//! Messages that somebody passed on within the text of another one.

/// What stands in the line above a message that is passed on, lower case.
const MARKS: &[&str] = &[
    "forwarded message",
    "original message",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "message transféré",
    "message d'origine",
    "mensaje reenviado",
    "mensaje original",
    "mensagem encaminhada",
    "mensagem original",
    "messaggio inoltrato",
    "messaggio originale",
    "doorgestuurd bericht",
    "oorspronkelijk bericht",
    "vidarebefordrat meddelande",
    "videresendt melding",
    "пересылаемое сообщение",
    "przekazana wiadomość",
];

/// The names of the fields above such a message, lower case.
const FROM: &[&str] = &["from", "von", "de", "da", "van", "från", "fra", "od", "от"];
const DATE: &[&str] = &[
    "date", "sent", "datum", "gesendet", "fecha", "enviado", "data", "inviato", "envoyé",
    "skickat", "sendt", "дата",
];
const SUBJECT: &[&str] = &[
    "subject",
    "betreff",
    "objet",
    "asunto",
    "assunto",
    "oggetto",
    "onderwerp",
    "ämne",
    "emne",
    "temat",
    "тема",
];

/// A message within the text of another.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Forwarded<'a> {
    /// Name and address.
    pub(super) from: Option<&'a str>,
    pub(super) date: Option<&'a str>,
    pub(super) subject: Option<&'a str>,
    pub(super) body: &'a str,
}

/// Finds the first message that is passed on: a line that says so, fields, an empty line, a text.
pub(super) fn find(text: &str) -> Option<Forwarded<'_>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if is_mark(line) {
            return read(&text[at..]);
        }
    }
    None
}

fn is_mark(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let is_ruled = line.starts_with("--") || line.starts_with("begin ");
    is_ruled && MARKS.iter().any(|mark| line.contains(mark))
}

fn read(text: &str) -> Option<Forwarded<'_>> {
    let mut forwarded = Forwarded::default();
    let text = text.trim_start();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let name = name.trim_matches(['*', ' ', '>', '\t']).to_lowercase();
        let value = Some(value.trim_matches(['*', ' ', '\t', '\r', '\n']));
        match name.as_str() {
            name if FROM.contains(&name) => forwarded.from = value,
            name if DATE.contains(&name) => forwarded.date = value,
            name if SUBJECT.contains(&name) => forwarded.subject = value,
            _ => {}
        }
    }
    forwarded.body = &text[at..];
    (forwarded.from.is_some() && !forwarded.body.trim().is_empty()).then_some(forwarded)
}

/// Takes what says that a message was passed on off its subject.
pub(super) fn strip_prefix(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    while let Some((prefix, after)) = rest.split_once(':') {
        let prefix = prefix.trim().to_lowercase();
        if !["fwd", "fw", "wg", "tr", "rv", "enc", "vs"].contains(&prefix.as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_passed_on_is_found_with_its_fields() {
        for text in [
            "FYI\n\n---------- Forwarded message ---------\nFrom: Ann Lee <a@x>\nDate: 27 Nov 2015\nSubject: Ferry\nTo: b\n\nIt sailed.",
            "-----Ursprüngliche Nachricht-----\r\nVon: Ann Lee <a@x>\r\nGesendet: 27 Nov 2015\r\nBetreff: Ferry\r\n\r\nIt sailed.",
            "Begin forwarded message:\n\n*From:* Ann Lee <a@x>\n*Date:* 27 Nov 2015\n*Subject:* Ferry\n\nIt sailed.",
        ] {
            let expected = Forwarded {
                from: Some("Ann Lee <a@x>"),
                date: Some("27 Nov 2015"),
                subject: Some("Ferry"),
                body: "It sailed.",
            };
            assert_eq!(find(text), Some(expected), "{text}");
        }
        for text in [
            "-- Forwarded message\nNo fields.\n\nText",
            "A forwarded message\nFrom: x\n\ny",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn subjects_lose_the_mark_of_passing_on() {
        for (subject, expected) in [
            ("Fwd: FW: Ferry", "Ferry"),
            ("WG: Ferry: again", "Ferry: again"),
            ("Forward: Ferry", "Forward: Ferry"),
        ] {
            assert_eq!(strip_prefix(subject), expected);
        }
    }
}
