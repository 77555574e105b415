//! The clauses of a query, ready to be sought in readings of texts.

use std::collections::HashMap;

use super::initials::Initials;
use super::reading::{Extent, Need, Reading};
use super::word_place::WordPlace;
use crate::matching::places::{Place, before_first_mark, near, side_by_side, sort_places, window};
use crate::matching::{Clause, MarkKinds, Places, Scope, TermSet};
use crate::query::Reach;

/// How much more a phrase, or words near each other, tell than as many single words.
const TOGETHER: f32 = 1.5;

/// The sets of terms of a query by their numbers: a set that occurs twice is one leaf.
#[derive(Debug, Default)]
pub(super) struct LeafTable {
    /// The leaves that each term belongs to.
    by_term: HashMap<String, Vec<usize>>,
    numbers: HashMap<TermSet, usize>,
    /// The first letters of all terms.
    pub(super) initials: Initials,
}

impl LeafTable {
    /// Returns the number of leaves.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns the leaves that a term belongs to.
    pub(super) fn leaves_of(&self, term: &str) -> &[usize] {
        self.by_term.get(term).map_or(&[], Vec::as_slice)
    }

    fn number(&mut self, terms: &TermSet) -> usize {
        if let Some(&leaf) = self.numbers.get(terms) {
            return leaf;
        }
        let leaf = self.numbers.len();
        self.numbers.insert(terms.clone(), leaf);
        for term in &terms.terms {
            self.initials.add(term);
            let leaves = self.by_term.entry(term.clone()).or_default();
            if leaves.last() != Some(&leaf) {
                leaves.push(leaf);
            }
        }
        leaf
    }
}

/// A clause of running text.
#[derive(Debug)]
pub(super) struct ClausePlan {
    scope: Scope,
    shape: Shape,
    marks: MarkKinds,
    /// How many places there must be.
    pub(super) times: usize,
    /// How telling one of its places is.
    worth: f32,
}

impl ClausePlan {
    pub(super) fn new(clause: &Clause, weight: f32, leaves: &mut LeafTable) -> Self {
        ClausePlan {
            scope: clause.scope,
            shape: Shape::new(&clause.places, leaves),
            marks: clause.places.marks().or(MarkKinds {
                sentences: false,
                paragraphs: clause.scope == Scope::Lead,
            }),
            times: usize::try_from(clause.times).unwrap_or(usize::MAX),
            worth: weight * strength(&clause.places),
        }
    }

    /// Returns how telling each of its places is in a text that has `num_places`: less, the
    /// more there are.
    pub(super) fn worth_of(&self, num_places: usize) -> f32 {
        self.worth / (1.0 + (num_places.max(1) as f32).log2() / 4.0)
    }

    /// Returns what must be known of headlines.
    pub(super) fn need_of_headline(&self) -> Need {
        match self.scope {
            Scope::Text | Scope::Headline => self.need(Extent::Whole),
            _ => Need::default(),
        }
    }

    /// Returns what must be known of bodies.
    pub(super) fn need_of_body(&self) -> Need {
        match self.scope {
            Scope::Text | Scope::Body => self.need(Extent::Whole),
            Scope::Lead => self.need(Extent::Lead),
            _ => Need::default(),
        }
    }

    fn need(&self, extent: Extent) -> Need {
        Need {
            extent,
            marks: self.marks,
        }
    }

    /// Returns the clause's places in the reading of a headline.
    pub(super) fn places_in_headline(&self, headline: &Reading) -> Vec<WordPlace> {
        match self.scope {
            Scope::Text | Scope::Headline => self.shape.places(headline),
            _ => Vec::new(),
        }
    }

    /// Returns the clause's places in the reading of a body.
    pub(super) fn places_in_body(&self, body: &Reading) -> Vec<WordPlace> {
        match self.scope {
            Scope::Text | Scope::Body => self.shape.places(body),
            Scope::Lead => before_first_mark(self.shape.places(body), &body.paragraphs),
            _ => Vec::new(),
        }
    }
}

/// How many single words a place tells as much as.
fn strength(places: &Places) -> f32 {
    match places {
        Places::Terms(_) => 1.0,
        Places::Sequence(parts) => TOGETHER * parts.iter().map(strength).sum::<f32>(),
        Places::Window { words, .. } => TOGETHER * words.len() as f32,
        Places::Near { left, right, .. } => TOGETHER * (strength(left) + strength(right)),
        Places::AnyOf(parts) => parts.iter().map(strength).fold(0.0, f32::max),
    }
}

/// Places over the numbers of leaves.
#[derive(Debug)]
enum Shape {
    Word(usize),
    Sequence(Vec<Shape>),
    Window {
        words: Vec<usize>,
        between: u32,
    },
    Near {
        left: Box<Shape>,
        right: Box<Shape>,
        reach: Reach,
    },
    AnyOf(Vec<Shape>),
}

impl Shape {
    fn new(places: &Places, leaves: &mut LeafTable) -> Self {
        match places {
            Places::Terms(terms) => Shape::Word(leaves.number(terms)),
            Places::Sequence(parts) => Shape::Sequence(Shape::all(parts, leaves)),
            Places::Window { words, between } => Shape::Window {
                words: words.iter().map(|terms| leaves.number(terms)).collect(),
                between: *between,
            },
            Places::Near { left, right, reach } => Shape::Near {
                left: Box::new(Shape::new(left, leaves)),
                right: Box::new(Shape::new(right, leaves)),
                reach: *reach,
            },
            Places::AnyOf(parts) => Shape::AnyOf(Shape::all(parts, leaves)),
        }
    }

    fn all(parts: &[Places], leaves: &mut LeafTable) -> Vec<Self> {
        parts.iter().map(|part| Shape::new(part, leaves)).collect()
    }

    fn places(&self, reading: &Reading) -> Vec<WordPlace> {
        match self {
            Shape::Word(leaf) => words_at(reading.positions(*leaf)),
            Shape::Sequence(parts) => sequence(parts, reading),
            Shape::Window { words, between } => {
                let words: Vec<Vec<u32>> = words
                    .iter()
                    .map(|&leaf| reading.positions(leaf).to_vec())
                    .collect();
                window(&words, *between)
            }
            Shape::Near { left, right, reach } => {
                let marks = match reach {
                    Reach::Words { .. } => &[],
                    Reach::Sentence => reading.sentences.as_slice(),
                    Reach::Paragraph => reading.paragraphs.as_slice(),
                };
                near(&left.places(reading), &right.places(reading), *reach, marks)
            }
            Shape::AnyOf(parts) => {
                let mut places: Vec<WordPlace> =
                    parts.iter().flat_map(|part| part.places(reading)).collect();
                sort_places(&mut places);
                places
            }
        }
    }
}

fn words_at(positions: &[u32]) -> Vec<WordPlace> {
    positions.iter().map(|&at| WordPlace::of_word(at)).collect()
}

fn sequence(parts: &[Shape], reading: &Reading) -> Vec<WordPlace> {
    let Some((first, rest)) = parts.split_first() else {
        return Vec::new();
    };
    let mut places = first.places(reading);
    for part in rest {
        if places.is_empty() {
            return places;
        }
        places = side_by_side(&places, &part.places(reading));
    }
    places.iter_mut().for_each(WordPlace::make_one_run);
    places
}
