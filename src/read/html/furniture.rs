//! Lines of a page that belong to no article, in the languages of the news.

use super::blocks::Block;

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
    "source:",
    "sources:",
    "photo:",
    "photo by",
    "photograph by",
    "photo credit",
    "image credit",
    "credit:",
    "quelle:",
    "quellen:",
    "foto:",
    "fotos:",
    "bild:",
    "bildquelle",
    "titelbild",
    "photos :",
    "crédit",
    "fuente:",
    "fonte:",
    "źródło:",
    "bron:",
    "kilde:",
    "lähde:",
    "фото:",
    "источник:",
    "джерело:",
    "abbildung ",
    "last updated",
    "last modified",
    "zuletzt aktualisiert",
    "letzte aktualisierung",
    "aktualisiert:",
    "aktualisiert am",
    "erstellt am",
    "published on",
    "posted on",
    "posted by",
    "veröffentlicht am",
    "publié le",
    "click here",
    "hier klicken",
    "weiterlesen",
    "weiterführend",
    "mehr erfahren",
    "mehr lesen",
    "mehr dazu",
    "en savoir plus",
    "continue reading",
    "sign up",
    "subscribe",
    "follow us",
    "folgen sie uns",
    "folge uns",
    "abonnez",
    "suscríbete",
    "síguenos",
    "inscreva-se",
    "segui ",
    "nächster artikel",
    "vorheriger artikel",
    "previous article",
    "next article",
    "czytaj też",
    "czytaj także",
    "czytaj również",
    "zobacz też",
    "zobacz także",
    "vea también",
    "ver también",
    "te puede interesar",
    "le puede interesar",
    "you might also like",
    "you may also like",
    "das könnte dich",
    "das könnte sie auch",
    "auch interessant",
    "schon gelesen",
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

/// Headings and lines below which nothing belongs to the article any more, lower case: their
/// starts.
const ENDS: &[&str] = &[
    "you might also like",
    "you may also like",
    "related articles",
    "related posts",
    "related stories",
    "related content",
    "related news",
    "more from",
    "more stories",
    "more on this",
    "read next",
    "recommended",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "comments",
    "share this",
    "share on",
    "about the author",
    "sign up for",
    "subscribe to",
    "das könnte dich",
    "das könnte sie",
    "auch interessant",
    "mehr zum thema",
    "mehr themen",
    "weitere artikel",
    "weitere beiträge",
    "weitere meldungen",
    "weitere informationen",
    "weiterführende link",
    "ähnliche artikel",
    "ähnliche beiträge",
    "empfohlene beiträge",
    "kommentare",
    "kommentar schreiben",
    "schreibe einen kommentar",
    "schreiben sie einen kommentar",
    "lesen sie auch",
    "teilen sie",
    "artikel teilen",
    "beitrag teilen",
    "diesen artikel",
    "über den autor",
    "newsletter",
    "à lire aussi",
    "lire aussi",
    "sur le même sujet",
    "articles similaires",
    "articles liés",
    "commentaires",
    "laisser un commentaire",
    "partager",
    "artículos relacionados",
    "noticias relacionadas",
    "te puede interesar",
    "le puede interesar",
    "también te puede",
    "más sobre",
    "más noticias",
    "comentarios",
    "deja un comentario",
    "deja una respuesta",
    "compartir",
    "articoli correlati",
    "leggi anche",
    "ti potrebbe interessare",
    "potrebbe interessarti",
    "commenti",
    "lascia un commento",
    "condividi",
    "leia também",
    "veja também",
    "notícias relacionadas",
    "artigos relacionados",
    "comentários",
    "deixe um comentário",
    "compartilhe",
    "lees ook",
    "meer over",
    "gerelateerd",
    "reacties",
    "läs också",
    "läs mer",
    "les også",
    "læs også",
    "lue myös",
    "kommentarer",
    "czytaj też",
    "czytaj także",
    "czytaj również",
    "zobacz też",
    "zobacz także",
    "komentarze",
    "čtěte také",
    "související",
    "komentáře",
    "olvasta már",
    "kapcsolódó",
    "читайте также",
    "читайте такж",
    "похожие",
    "комментарии",
    "коментарі",
    "читайте також",
    "ilgili haberler",
    "yorumlar",
    "baca juga",
    "相关",
    "相關",
    "関連",
    "관련",
    "اقرأ أيضا",
    "مواضيع ذات صلة",
];

/// The longest such line.
const MAX_END_BYTES: usize = 80;

/// Finds the block that ends the article, in the second half of its text.
pub(super) fn end(blocks: &[&Block]) -> Option<usize> {
    let total: usize = blocks.iter().map(|block| block.letters).sum();
    let mut before = 0;
    for (at, block) in blocks.iter().enumerate() {
        let after = total - before - block.letters;
        if before > after && block.text.len() <= MAX_END_BYTES && is_end(&block.text) {
            return Some(at);
        }
        before += block.letters;
    }
    None
}

fn is_end(line: &str) -> bool {
    let folded = line
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    ENDS.iter().any(|start| folded.starts_with(start))
}
