//! Telling whether articles, and all that an index holds, are still the same.

use std::fmt;

use xxhash_rust::xxh3::Xxh3;

use super::Document;
use crate::article::Article;

/// Stands for the length of a text that is not there.
const ABSENT: u64 = u64::MAX;

/// Hands `take` what an article says, as bytes that differ where two articles do: headline, body,
/// address, source, section, language, date, evidence of the date, and the authors with their number
/// before them. Each text comes behind the number of its bytes; each number is eight bytes, the
/// lowest first, that of a text that is not there `2^64 - 1`. Names that were found in it are not
/// among them, for they are the program's, not the article's, and neither is where it lies.
pub fn each_content_byte(article: &Article, take: &mut dyn FnMut(&[u8])) {
    let date = article.date.as_ref();
    let value = date.map(|date| date.value.to_string());
    let evidence = date.map(|date| date.evidence.to_string());
    let texts = [
        Some(&article.headline),
        Some(&article.body),
        article.url.as_ref(),
        article.source.as_ref(),
        article.section.as_ref(),
        article.language.as_ref(),
        value.as_ref(),
        evidence.as_ref(),
    ];
    for text in texts {
        put_text(text.map(String::as_str), take);
    }
    put_number(article.authors.len() as u64, take);
    for author in &article.authors {
        put_text(Some(author), take);
    }
}

fn put_text(text: Option<&str>, take: &mut dyn FnMut(&[u8])) {
    put_number(text.map_or(ABSENT, |text| text.len() as u64), take);
    take(text.unwrap_or_default().as_bytes());
}

fn put_number(number: u64, take: &mut dyn FnMut(&[u8])) {
    take(&number.to_le_bytes());
}

/// Returns a hash (XXH3, 64 bit) of all by which a document is found and shown: its identity, its
/// content, and the names in it with their places. It does not depend on the file.
pub fn digest(document: &Document) -> u64 {
    let mut hasher = Xxh3::new();
    let mut take = |bytes: &[u8]| hasher.update(bytes);
    put_text(Some(&document.id), &mut take);
    each_content_byte(&document.article, &mut take);
    for entity in &document.article.entities {
        put_text(Some(entity.kind.as_str()), &mut take);
        put_text(Some(&entity.name), &mut take);
        put_number(entity.mentions.len() as u64, &mut take);
        for mention in &entity.mentions {
            put_text(Some(mention.part.as_str()), &mut take);
            put_number(mention.start as u64, &mut take);
            put_number(mention.end as u64, &mut take);
        }
    }
    hasher.digest()
}

/// Tells whether two indexes hold the same articles, in whatever order they came in and however the
/// indexes are laid out: the digests of all, added. Two that differ have the same one by chance once in
/// 2^64; it is no seal against those who want it so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// Number of articles.
    pub articles: u64,
    sum: u64,
}

impl Fingerprint {
    /// Adds an article by its [`digest`].
    pub fn add(&mut self, digest: u64) {
        self.articles += 1;
        self.sum = self.sum.wrapping_add(digest);
    }
}

/// Writes sixteen hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Entity, EntityKind, Mention, Part};

    fn document() -> Document {
        let mention = Mention {
            part: Part::Body,
            start: 0,
            end: 3,
        };
        Document {
            id: "1".to_owned(),
            article: Article {
                headline: "Ferry".to_owned(),
                body: "Ada sailed.".to_owned(),
                authors: vec!["Bo".to_owned()],
                entities: vec![Entity {
                    kind: EntityKind::Person,
                    name: "Ada".to_owned(),
                    mentions: vec![mention],
                }],
                ..Article::default()
            },
            ..Document::default()
        }
    }

    #[test]
    fn each_part_of_a_document_counts_and_its_file_does_not() {
        let changes: [fn(&mut Document); 9] = [
            |it| it.id = "2".to_owned(),
            |it| it.article.headline.push('s'),
            |it| it.article.body.push('!'),
            |it| it.article.url = Some(String::new()),
            |it| it.article.source = Some("Wire".to_owned()),
            |it| it.article.section = Some("Wire".to_owned()),
            |it| it.article.authors = vec!["B".to_owned(), "o".to_owned()],
            |it| it.article.entities[0].kind = EntityKind::Place,
            |it| it.article.entities[0].mentions[0].end = 2,
        ];
        let mut digests = vec![digest(&document())];
        for change in changes {
            let mut changed = document();
            change(&mut changed);
            digests.push(digest(&changed));
        }
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), changes.len() + 1);
        let mut moved = document();
        moved.file.path = "elsewhere".to_owned();
        moved.article.line = Some(7);
        assert_eq!(digest(&moved), digest(&document()));
    }

    #[test]
    fn articles_count_in_any_order_and_as_often_as_they_are_there() {
        let of = |digests: &[u64]| {
            let mut fingerprint = Fingerprint::default();
            digests.iter().for_each(|it| fingerprint.add(*it));
            fingerprint
        };
        assert_eq!(of(&[1, 2, u64::MAX]), of(&[u64::MAX, 1, 2]));
        assert_ne!(of(&[1, 2]), of(&[1, 2, 0]));
        assert_eq!(of(&[10]).to_string(), "000000000000000a");
    }
}
