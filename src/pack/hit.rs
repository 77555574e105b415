//! An article that matched, as a pack keeps it.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::article::Article;
use crate::engine::{FoundDocument, each_content_byte};
use crate::highlight::Snippet;

/// An article that matched: by what it is known to people, what it said, and why it matched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedHit {
    /// Identity in the index.
    pub id: String,
    /// SHA-256 of what the article says, see [`each_content_byte`]; hexadecimal.
    pub sha256: String,
    /// Headline.
    pub headline: String,
    /// Publication date, cut to what is known.
    pub date: Option<String>,
    /// Publication or site.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Bytes of the headline that matched, ascending and disjoint.
    pub headline_highlights: Vec<[usize; 2]>,
    /// Bytes of the body that matched.
    pub body_highlights: Vec<[usize; 2]>,
    /// Passages that show why the article matched.
    pub snippets: Vec<PackedSnippet>,
}

/// A passage of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedSnippet {
    /// The passage on one line.
    pub text: String,
    /// Bytes of the passage that matched.
    pub highlights: Vec<[usize; 2]>,
}

impl From<&FoundDocument> for PackedHit {
    fn from(found: &FoundDocument) -> Self {
        let article = &found.document.article;
        PackedHit {
            id: found.document.id.clone(),
            sha256: content_hash(article),
            headline: article.headline.clone(),
            date: article.date.as_ref().map(|date| date.value.to_string()),
            source: article.source.clone(),
            url: article.url.clone(),
            headline_highlights: pairs(&found.highlights.headline),
            body_highlights: pairs(&found.highlights.body),
            snippets: found.snippets.iter().map(PackedSnippet::from).collect(),
        }
    }
}

impl From<&Snippet> for PackedSnippet {
    fn from(snippet: &Snippet) -> Self {
        PackedSnippet {
            text: snippet.marked.text.clone(),
            highlights: pairs(&snippet.marked.highlights),
        }
    }
}

fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges.iter().map(|it| [it.start, it.end]).collect()
}

fn content_hash(article: &Article) -> String {
    let mut hasher = Sha256::new();
    each_content_byte(article, &mut |bytes| hasher.update(bytes));
    let hash = hasher.finalize();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
