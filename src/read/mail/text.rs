//! The text of a message without what mail programs and senders of newsletters put around it.

/// What paragraphs say that are about the mailing and not of it, lower case.
const ABOUT_MAILING: &[&str] = &[
    "unsubscribe",
    "you are receiving this",
    "you received this",
    "you're receiving this",
    "in your browser",
    "view in browser",
    "view online",
    "manage your subscription",
    "manage preferences",
    "update your preferences",
    "vous recevez cet",
    "désinscrire",
    "désabonner",
    "dans votre navigateur",
    "sie erhalten diese",
    "newsletter abbestellen",
    "newsletter abmelden",
    "im browser",
    "darse de baja",
    "darme de baja",
    "en el navegador",
    "en su navegador",
    "cancelar a inscrição",
    "cancelar inscrição",
    "no navegador",
    "disiscriv",
    "cancella l'iscrizione",
    "nel browser",
    "uitschrijven",
    "afmelden voor",
    "in je browser",
    "avsluta prenumeration",
    "avregistrera",
    "afmeld nyhedsbrev",
    "meld deg av",
    "peruuta tilaus",
    "wypisz się",
    "отписаться",
    "aboneliğinden",
    "sent from my",
    "von meinem iphone gesendet",
    "envoyé de mon",
    "enviado desde mi",
];

/// The most words of such a paragraph.
const MAX_WORDS: usize = 60;

/// Returns a text without signature, paragraphs about the mailing, and lines that are an address.
pub(super) fn without_furniture(text: &str) -> String {
    let paragraphs = split_paragraphs(without_signature(text));
    let kept = paragraphs.filter(|paragraph| !is_about_mailing(paragraph));
    kept.map(without_bare_links)
        .filter(|paragraph| !paragraph.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// RFC 3676, section 4.3: "There is a long-standing convention in Usenet news which also commonly
/// appears in Internet mail of using "-- " as the separator line between the body and the
/// signature". Spaces at the ends of lines get lost.
fn without_signature(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "--" && !text[..at].trim().is_empty() {
            return &text[..at];
        }
        at += line.len();
    }
    text
}

fn split_paragraphs(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        while lines.next_if(|line| line.trim().is_empty()).is_some() {}
        let mut paragraph = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.trim().is_empty()) {
            paragraph.push(line);
        }
        (!paragraph.is_empty()).then_some(paragraph)
    })
}

fn is_about_mailing(paragraph: &[&str]) -> bool {
    let text = paragraph.join(" ").to_lowercase();
    text.split_whitespace().count() <= MAX_WORDS
        && ABOUT_MAILING.iter().any(|words| text.contains(words))
}

fn without_bare_links(paragraph: Vec<&str>) -> String {
    let lines = paragraph.into_iter().filter(|line| !is_bare_link(line));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_bare_link(line: &str) -> bool {
    let line = line.trim().trim_matches(['<', '>', '(', ')', '[', ']']);
    let is_address = line.starts_with("http://") || line.starts_with("https://");
    is_address && !line.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_of_the_message_stays() {
        for (text, expected) in [
            ("One.\n\nTwo.\n-- \nAnn Lee\nDesk", "One.\n\nTwo."),
            ("--\nOne.", "--\nOne."),
            (
                "View in browser\n\nOne.\nhttps://x.example/1\n\n<https://x.example/2>\n\nTwo.",
                "One.\n\nTwo.",
            ),
            (
                "One.\n\nYou are receiving this as a reader.\nUnsubscribe: https://x.example/u",
                "One.",
            ),
            (
                "Read it at https://x.example/1.",
                "Read it at https://x.example/1.",
            ),
        ] {
            assert_eq!(without_furniture(text), expected, "{text}");
        }
    }
}
