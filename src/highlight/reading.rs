//! A text read for the terms of a query.

use std::ops::Range;

use super::clauses::LeafTable;
use super::initials::is_unprefixed;
use crate::analysis::{Analyzer, Boundary, Language, WordToken, terms};
use crate::matching::MarkKinds;
use crate::matching::places::Span;

/// How far a text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    /// Not at all.
    #[default]
    Nothing,
    /// To the end of its first paragraph.
    Lead,
    /// To its end.
    Whole,
}

/// What must be known of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Need {
    pub(super) extent: Extent,
    pub(super) marks: MarkKinds,
}

impl Need {
    /// Returns what serves both.
    pub(super) fn or(self, other: Self) -> Self {
        Need {
            extent: self.extent.max(other.extent),
            marks: self.marks.or(other.marks),
        }
    }
}

/// Where the terms of a query stand in a text.
#[derive(Debug)]
pub(super) struct Reading {
    /// By leaf, ascending.
    positions: Vec<Vec<u32>>,
    /// The words at these positions, ascending.
    words: Vec<Word>,
    /// The positions at which sentences begin, but for the first; empty when not needed.
    pub(super) sentences: Vec<u32>,
    /// The positions at which paragraphs begin, likewise.
    pub(super) paragraphs: Vec<u32>,
}

#[derive(Debug)]
struct Word {
    position: u32,
    bytes: Range<usize>,
}

impl Reading {
    /// Reads as much of `text` as is needed.
    pub(super) fn of(
        text: &str,
        language: Language,
        need: Need,
        leaves: &LeafTable,
        analyzer: &mut Analyzer,
    ) -> Self {
        let mut reading = Reading {
            positions: vec![Vec::new(); leaves.len()],
            words: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
        };
        if need.extent == Extent::Nothing {
            return reading;
        }
        let is_unprefixed = is_unprefixed(language);
        let mut stem = String::new();
        let mut token = WordToken::default();
        let mut cursor = analyzer.words(text);
        if need.extent == Extent::Whole && need.marks == MarkKinds::default() {
            cursor = cursor.without_boundaries();
        }
        let letters = leaves.initials.of_words(is_unprefixed);
        while cursor.next_of(letters, &mut token) {
            if need.extent == Extent::Lead && token.boundary == Boundary::Paragraph {
                reading.paragraphs.push(token.position);
                break;
            }
            reading.mark(&token, need.marks);
            if leaves.initials.may_be_word(&token.folded) {
                reading.take_word(&token, leaves);
            }
            if leaves.initials.may_have_stem(&token.folded, is_unprefixed)
                && analyzer.stem_term_into(language, &token.folded, &mut stem)
            {
                reading.take(leaves.leaves_of(&stem), &token);
            }
        }
        reading
    }

    /// Returns the ascending positions of a leaf.
    pub(super) fn positions(&self, leaf: usize) -> &[u32] {
        &self.positions[leaf]
    }

    /// Returns the bytes of a run of words, the first and last of which are of leaves.
    pub(super) fn bytes(&self, run: Span) -> Range<usize> {
        self.word(run.start).start..self.word(run.end).end
    }

    fn word(&self, position: u32) -> Range<usize> {
        let at = self.words.partition_point(|word| word.position < position);
        self.words.get(at).map_or(0..0, |word| word.bytes.clone())
    }

    fn mark(&mut self, token: &WordToken, kinds: MarkKinds) {
        if kinds.sentences && token.boundary != Boundary::None {
            self.sentences.push(token.position);
        }
        if kinds.paragraphs && token.boundary == Boundary::Paragraph {
            self.paragraphs.push(token.position);
        }
    }

    /// Takes a word by its terms other than its stem.
    fn take_word(&mut self, token: &WordToken, leaves: &LeafTable) {
        self.take(leaves.leaves_of(&token.folded), token);
        if token.is_acronym {
            self.take(leaves.leaves_of(&terms::acronym(&token.folded)), token);
        }
        for character in token.characters() {
            self.take(leaves.leaves_of(character), token);
        }
    }

    fn take(&mut self, leaves: &[usize], token: &WordToken) {
        for &leaf in leaves {
            let positions = &mut self.positions[leaf];
            if positions.last() != Some(&token.position) {
                positions.push(token.position);
            }
        }
        let is_known = self
            .words
            .last()
            .is_some_and(|word| word.position == token.position);
        if !leaves.is_empty() && !is_known {
            self.words.push(Word {
                position: token.position,
                bytes: token.start..token.end,
            });
        }
    }
}
