//! Articles as the oracle reads them: every text with its words.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::places::Run;
use crate::analysis::{Analyzer, Boundary, Language, Token, WordToken};
use crate::article::Article;
use crate::engine::{Document, other_spellings};
use crate::matching::{Scope, TermField};
use crate::query::Reach;

/// A document with its texts.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) document: Document,
    pub(super) headline: Text,
    pub(super) body: Text,
    /// Each name a text of its own.
    names: Vec<(TermField, Text)>,
    /// Whether it was put since the last commit.
    pub(super) is_new: bool,
}

impl Entry {
    pub(super) fn new(document: Document, analyzer: &mut Analyzer) -> Self {
        let article = &document.article;
        let language = language(article);
        Entry {
            headline: Text::running(&article.headline, language, analyzer),
            body: Text::running(&article.body, language, analyzer),
            names: names(&document, analyzer),
            document,
            is_new: true,
        }
    }

    /// Returns the texts that a scope reaches over.
    pub(super) fn texts_in(&self, scope: Scope) -> impl Iterator<Item = (TermField, &Text)> {
        let fields = scope.fields();
        let running = [
            (TermField::Headline, &self.headline),
            (TermField::Body, &self.body),
        ];
        let names = self.names.iter().map(|(field, text)| (*field, text));
        running
            .into_iter()
            .chain(names)
            .filter(move |(field, _)| fields.contains(field))
    }

    /// Returns the texts of one field.
    pub(super) fn texts_of(&self, field: TermField) -> impl Iterator<Item = &Text> {
        self.texts_in(Scope::Names(field)).map(|(_, text)| text)
    }
}

/// Words by their position.
#[derive(Clone, Default)]
pub(super) struct Text {
    pub(super) words: BTreeMap<u32, Word>,
    /// The number of terms of all kinds.
    pub(super) num_terms: usize,
    /// Where sentences and paragraphs begin, but the first.
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

/// What stands at one position.
#[derive(Clone, Default)]
pub(super) struct Word {
    /// Its bytes in the text.
    pub(super) bytes: Range<usize>,
    /// The terms by which it is found.
    pub(super) terms: BTreeSet<String>,
}

impl Text {
    /// Reads a text of which words, sentences and inflections matter.
    fn running(text: &str, language: Language, analyzer: &mut Analyzer) -> Self {
        let mut read = Text::plain(text, analyzer);
        read.num_terms = 0;
        let mut terms = analyzer.terms(text, language);
        let mut token = Token::default();
        while terms.next_into(&mut token) {
            read.num_terms += 1;
            let word = read.words.entry(token.position).or_default();
            word.terms.insert(token.term.clone());
        }
        read
    }

    /// Reads a name, of which the exact words matter.
    fn plain(text: &str, analyzer: &mut Analyzer) -> Self {
        let mut read = Text::default();
        let mut words = analyzer.words(text);
        let mut token = WordToken::default();
        while words.next_into(&mut token) {
            if token.boundary != Boundary::None {
                read.sentences.push(token.position);
            }
            if token.boundary == Boundary::Paragraph {
                read.paragraphs.push(token.position);
            }
            let word = Word {
                bytes: token.start..token.end,
                terms: BTreeSet::from([token.folded.clone()]),
            };
            read.words.insert(token.position, word);
        }
        read.num_terms = read.words.len();
        read
    }

    /// Reads a code, which is one word whatever stands in it.
    fn code(code: &str) -> Self {
        let word = Word {
            bytes: 0..code.len(),
            terms: BTreeSet::from([code.to_owned()]),
        };
        Text {
            words: BTreeMap::from([(0, word)]),
            num_terms: 1,
            ..Text::default()
        }
    }

    /// Returns where one of the terms stands.
    pub(super) fn positions(&self, terms: &BTreeSet<String>) -> Vec<u32> {
        let has_one = |word: &Word| !word.terms.is_disjoint(terms);
        let words = self.words.iter().filter(|(_, word)| has_one(word));
        words.map(|(&position, _)| position).collect()
    }

    /// Returns the marks that must not lie within a reach.
    pub(super) fn marks(&self, reach: Reach) -> &[u32] {
        match reach {
            Reach::Words { .. } => &[],
            Reach::Sentence => &self.sentences,
            Reach::Paragraph => &self.paragraphs,
        }
    }

    /// Returns the bytes of words and phrases; those that overlap are one range.
    pub(super) fn ranges(&self, runs: &BTreeSet<Run>) -> Vec<Range<usize>> {
        let bytes = |(first, last): &Run| self.words[first].bytes.start..self.words[last].bytes.end;
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for bytes in runs.iter().map(bytes) {
            match ranges.last_mut() {
                Some(last) if bytes.start < last.end => last.end = last.end.max(bytes.end),
                _ => ranges.push(bytes),
            }
        }
        ranges
    }
}

/// The language whose inflections the words of an article have.
pub(super) fn language(article: &Article) -> Language {
    let code = article.language.as_deref();
    Language::of_article(code, &article.headline, &article.body)
}

fn names(document: &Document, analyzer: &mut Analyzer) -> Vec<(TermField, Text)> {
    let article = &document.article;
    let place = document.file.place();
    let mut names = vec![(TermField::Path, place.as_str())];
    let optional = [
        (TermField::Source, &article.source),
        (TermField::Section, &article.section),
        (TermField::Url, &article.url),
    ];
    for (field, name) in optional {
        names.extend(name.iter().map(|name| (field, name.as_str())));
    }
    let authors = article.authors.iter();
    names.extend(authors.map(|author| (TermField::Author, author.as_str())));
    let spelled: Vec<(TermField, String)> = article
        .entities
        .iter()
        .flat_map(|entity| {
            let field = TermField::Names(entity.kind);
            let others = other_spellings(entity, article);
            std::iter::once(entity.name.clone())
                .chain(others)
                .map(move |name| (field, name))
        })
        .collect();
    names.extend(spelled.iter().map(|(field, name)| (*field, name.as_str())));
    let texts = names.into_iter();
    let mut texts: Vec<_> = texts
        .map(|(field, name)| (field, Text::plain(name, analyzer)))
        .collect();
    let code = article.language.iter();
    texts.extend(code.map(|code| (TermField::Language, Text::code(code))));
    texts
}
