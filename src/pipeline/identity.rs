//! What makes an article the one that it is.

use xxhash_rust::xxh3::xxh3_64;

use crate::article::Article;
use crate::engine::{Document, FileFacts};

/// The longest id taken over from the input, in bytes; a longer one is replaced by its hash.
const MAX_ID_BYTES: usize = 512;

/// Makes the document of an article: finds its identity.
///
/// That is the id that the input gave, else its address, else its place in its file and, of several in
/// a file, which may stand on one line, its content (on standard input, which has no places, that alone).
pub fn identified(mut article: Article, file: FileFacts) -> Document {
    let given = article
        .id
        .take()
        .filter(|id| !id.is_empty() && id.len() <= MAX_ID_BYTES);
    let id = given.unwrap_or_else(|| match &article.url {
        Some(url) => short_hash(url),
        None => id_by_place(&article, &file),
    });
    article.id = Some(id.clone());
    Document { id, article, file }
}

/// Gives a document of a file whose path is another now its new place, and where its identity
/// comes of its place, the identity that it would have been given there.
pub(super) fn renamed(document: Document, path: &str) -> Document {
    let Document { id, article, file } = document;
    let is_by_place = id == id_by_place(&article, &file);
    let file = FileFacts {
        path: path.to_owned(),
        ..file
    };
    let id = if is_by_place {
        id_by_place(&article, &file)
    } else {
        id
    };
    let article = Article {
        id: Some(id.clone()),
        ..article
    };
    Document { id, article, file }
}

fn id_by_place(article: &Article, file: &FileFacts) -> String {
    let content_hash = article.content_hash;
    match article.line {
        _ if file.path == "-" => format!("{content_hash:016x}"),
        Some(line) => short_hash(&format!("{}\0{line}\0{content_hash:016x}", file.place())),
        None => short_hash(&file.place()),
    }
}

fn short_hash(text: &str) -> String {
    format!("{:016x}", xxh3_64(text.as_bytes()))
}
