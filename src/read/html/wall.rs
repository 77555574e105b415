//! What stands before an article: offers to subscribe, requests for consent.

use super::blocks::Block;

/// What of a page's text stands before an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Walls {
    /// There is an offer to sell what is not shown.
    pub(super) has_offer: bool,
    /// Letters and digits of all of the text.
    pub(super) letters: usize,
    /// Letters and digits of paragraphs about consent.
    pub(super) consent_letters: usize,
}

/// Finds the walls in a text.
pub(super) fn walls(blocks: &[Block]) -> Walls {
    let about_consent = blocks.iter().filter(|block| is_about_consent(&block.text));
    Walls {
        has_offer: blocks.iter().any(|block| is_offer(&block.text)),
        letters: blocks.iter().map(|block| block.letters).sum(),
        consent_letters: about_consent.map(|block| block.letters).sum(),
    }
}

/// What is said where a reader must pay or sign in to read on, lower case.
const OFFERS: &[&str] = &[
    "subscribe to continue",
    "subscribe to read",
    "subscribe to keep reading",
    "to continue reading",
    "to keep reading",
    "to read the full article",
    "to read the full story",
    "to read this article",
    "already a subscriber",
    "for subscribers only",
    "only for subscribers",
    "exclusive to subscribers",
    "available to subscribers",
    "is for subscribers",
    "register to continue",
    "sign in to continue",
    "log in to continue",
    "nur für abonnenten",
    "exklusiv für abonnenten",
    "abonnenten vorbehalten",
    "bereits abonnent",
    "schon abonnent",
    "haben bereits ein abo",
    "um weiterzulesen",
    "um den artikel zu lesen",
    "um diesen artikel zu lesen",
    "jetzt weiterlesen",
    "réservé aux abonnés",
    "réservée aux abonnés",
    "réservé à nos abonnés",
    "déjà abonné",
    "pour lire la suite",
    "de cet article à lire",
    "de cet article à découvrir",
    "abonnez-vous pour",
    "solo para suscriptores",
    "exclusivo para suscriptores",
    "ya eres suscriptor",
    "suscríbete para",
    "para seguir leyendo",
    "riservato agli abbonati",
    "sei già abbonato",
    "per continuare a leggere",
    "exclusivo para assinantes",
    "já é assinante",
    "para continuar lendo",
    "para continuar a ler",
    "alleen voor abonnees",
    "al abonnee?",
    "om verder te lezen",
    "dla prenumeratorów",
    "aby czytać dalej",
    "för prenumeranter",
    "redan prenumerant",
    "för att läsa vidare",
    "kun for abonnenter",
    "allerede abonnent",
    "for at læse videre",
    "for å lese videre",
    "vain tilaajille",
    "onko sinulla jo tilaus",
    "только для подписчиков",
    "только подписчикам",
    "чтобы читать дальше",
    "чтобы продолжить чтение",
];

/// The longest line that is an offer.
const MAX_OFFER_BYTES: usize = 240;

/// Tells whether a line offers to sell what is not shown.
pub(super) fn is_offer(line: &str) -> bool {
    line.len() <= MAX_OFFER_BYTES && holds_any(&line.to_lowercase(), OFFERS)
}

/// What a request for consent is about, lower case.
const CONSENT_THINGS: &[&str] = &[
    "cookie",
    "куки",
    "consent",
    "einwilligung",
    "consentement",
    "consentimiento",
    "consenso",
    "consentimento",
    "toestemming",
    "zgod",
    "samtykke",
    "samtycke",
];

/// What a site says of itself in a request for consent, lower case.
const REQUESTS: &[&str] = &[
    "we use",
    "we and our",
    "this site uses",
    "this website uses",
    "by continuing to use",
    "wir verwenden",
    "wir nutzen",
    "wir und unsere",
    "diese website verwendet",
    "diese webseite verwendet",
    "diese seite verwendet",
    "diese website nutzt",
    "durch die nutzung",
    "nous utilisons",
    "nous et nos",
    "ce site utilise",
    "en poursuivant votre navigation",
    "utilizamos",
    "nosotros y nuestros",
    "este sitio utiliza",
    "este site utiliza",
    "utilizziamo",
    "noi e i nostri",
    "questo sito utilizza",
    "wij gebruiken",
    "deze website gebruikt",
    "używamy",
    "ta strona korzysta",
    "vi använder",
    "vi bruger",
    "vi bruker",
    "käytämme",
    "мы используем",
];

/// What is done with consent, lower case.
const CONSENT_ACTS: &[&str] = &[
    "accept",
    "agree",
    "reject",
    "withdraw",
    "zustimm",
    "akzeptier",
    "ablehn",
    "widerruf",
    "einverstanden",
    "refuser",
    "aceptar",
    "rechazar",
    "accetta",
    "rifiuta",
    "aceitar",
    "recusar",
    "weigeren",
    "akceptuj",
    "godkän",
    "hyväksy",
    "принять",
];

/// What the titles of consent pages begin with, lower case.
const CONSENT_TITLES: &[&str] = &[
    "before you continue",
    "we value your privacy",
    "your privacy",
    "cookie consent",
    "privacy gate",
    "bevor sie fortfahren",
    "bevor sie weiterlesen",
    "ihre privatsphäre",
    "datenschutzeinstellungen",
    "avant de continuer",
    "avant d'accéder",
    "antes de continuar",
    "prima di continuare",
    "voordat je verdergaat",
    "voordat je verder gaat",
    "innan du fortsätter",
    "før du fortsætter",
    "før du fortsetter",
    "zanim przejdziesz",
    "zustimmung",
    "einwilligung",
];

/// The longest line that asks for consent.
const MAX_REQUEST_BYTES: usize = 600;

/// Tells whether a line is a site's request for consent.
pub(super) fn is_request(line: &str) -> bool {
    if line.len() > MAX_REQUEST_BYTES {
        return false;
    }
    let lower = line.to_lowercase();
    holds_any(&lower, CONSENT_THINGS) && holds_any(&lower, REQUESTS)
}

/// Tells whether a paragraph speaks of consent.
fn is_about_consent(paragraph: &str) -> bool {
    let lower = paragraph.to_lowercase();
    holds_any(&lower, CONSENT_THINGS)
        && (holds_any(&lower, REQUESTS) || holds_any(&lower, CONSENT_ACTS))
}

/// Tells whether a title is that of a consent page.
pub(super) fn is_consent_title(title: &str) -> bool {
    let title = title.to_lowercase();
    CONSENT_TITLES.iter().any(|start| title.starts_with(start))
}

fn holds_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}
