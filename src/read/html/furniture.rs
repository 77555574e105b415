//! Lines of a page that belong to no article, in the languages of the news.

/// Whole lines, lower case, without the punctuation around them.
const LINES: &[&str] = &[
    "share",
    "share this",
    "print",
    "tweet",
    "advertisement",
    "related",
    "read more",
    "comments",
    "teilen",
    "drucken",
    "anzeige",
    "werbung",
    "mehr zum thema",
    "kommentare",
    "partager",
    "imprimer",
    "publicité",
    "à lire aussi",
    "lire aussi",
    "compartir",
    "imprimir",
    "publicidad",
    "publicidade",
    "compartilhar",
    "condividi",
    "stampa",
    "pubblicità",
];

/// The starts of lines that lead to another article, lower case; such lines are short.
const LEADS: &[&str] = &[
    "read also:",
    "also read:",
    "read more:",
    "see also:",
    "related:",
    "lire aussi",
    "à lire aussi",
    "vea además",
    "lea también",
    "lee también",
    "leggi anche",
    "leia também",
    "lesen sie auch",
    "lees ook",
    "läs också",
    "читайте также",
    "читайте также:",
    "lue myös",
];

/// The starts of lines under an article, lower case.
const IMPRINTS: &[&str] = &[
    "copyright",
    "©",
    "(c) 1",
    "(c) 2",
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos",
    "todos os direitos",
    "tutti i diritti",
];

/// The longest line that leads to another article.
const MAX_LEAD_BYTES: usize = 200;

/// Tells whether a line is furniture.
pub(super) fn is_furniture(line: &str) -> bool {
    if line.len() > MAX_LEAD_BYTES {
        return false;
    }
    let folded = line
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let is_imprint = || {
        let line = line.to_lowercase();
        IMPRINTS.iter().any(|start| line.starts_with(start))
    };
    folded.is_empty()
        || is_imprint()
        || LINES.contains(&folded.as_str())
        || LEADS.iter().any(|lead| folded.starts_with(lead))
}
