//! What a query asks of an article, once the words of an index are known.
//!
//! ```text
//! Query --resolve(vocabulary)--> Resolved { And, Or, Not … over clauses }
//! ```
//!
//! A [`Clause`] asks for [`Places`] in some fields of an article. Engines compile the tree to
//! what they can search fast, the highlighter looks for the same places in the text, so that what
//! was found is what is marked. [`places`] defines which places there are.

pub mod pattern;
pub mod places;
mod resolve;

use std::fmt;

pub use resolve::{Expansion, MAX_EXPANSIONS, Resolution, Vocabulary, resolve};

use crate::article::EntityKind;
use crate::query::{DateCondition, Field, Reach};

/// A query whose words are terms of an index.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// Any article.
    All,
    /// No article.
    Nothing,
    /// Articles with places.
    Clause(Clause),
    /// Articles of some days, or undated ones.
    Date(DateCondition),
    /// As the operand, its score multiplied.
    Boost {
        /// What the score is multiplied by.
        factor: f32,
        /// The operand.
        of: Box<Resolved>,
    },
    /// Articles that the operand does not find.
    Not(Box<Resolved>),
    /// Articles that all operands find.
    And(Vec<Resolved>),
    /// Articles that one of the operands finds.
    Or(Vec<Resolved>),
}

impl Resolved {
    /// Calls `visit` with each clause, in the order of the query, negated ones too.
    pub fn for_each_clause<'a>(&'a self, visit: &mut dyn FnMut(&'a Clause)) {
        match self {
            Resolved::All | Resolved::Nothing | Resolved::Date(_) => {}
            Resolved::Clause(clause) => visit(clause),
            Resolved::Boost { of, .. } | Resolved::Not(of) => of.for_each_clause(visit),
            Resolved::And(operands) | Resolved::Or(operands) => {
                for operand in operands {
                    operand.for_each_clause(visit);
                }
            }
        }
    }
}

impl Resolved {
    /// Tells whether this asks for something that the text does not tell: a day or a name.
    pub fn is_filter(&self) -> bool {
        match self {
            Resolved::Date(_) => true,
            Resolved::Clause(clause) => !clause.scope.is_text(),
            _ => false,
        }
    }

    /// Returns the filters in the order of the query.
    pub fn filters(&self) -> Vec<&Resolved> {
        match self {
            filter if filter.is_filter() => vec![filter],
            Resolved::Boost { of, .. } | Resolved::Not(of) => of.filters(),
            Resolved::And(operands) | Resolved::Or(operands) => {
                operands.iter().flat_map(Resolved::filters).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Tells whether an article may be found although one of the filters does not hold for it.
    pub fn has_optional_filters(&self) -> bool {
        match self {
            filter if filter.is_filter() => false,
            Resolved::And(operands) => operands.iter().any(Resolved::has_optional_filters),
            Resolved::Boost { of, .. } => of.has_optional_filters(),
            other => !other.filters().is_empty(),
        }
    }
}

/// Asks for a number of places in some fields of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Where the places are sought.
    pub scope: Scope,
    /// Which places.
    pub places: Places,
    /// How many there must be in all fields of the scope together; 1 at the least.
    pub times: u32,
    /// The part of the query that it came from, as it was read.
    pub written: String,
    /// Whether it is a word without a sign, whose closeness to its neighbours in the query tells
    /// that they belong together.
    pub is_plain_word: bool,
}

/// The fields that a clause looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Headline and body.
    Text,
    /// The headline.
    Headline,
    /// The body.
    Body,
    /// The body's first paragraph.
    Lead,
    /// Names of any kind.
    Entity,
    /// One field of names.
    Names(TermField),
}

impl Scope {
    /// Returns the scope of a field of the query language.
    pub fn of(field: Field) -> Self {
        match field {
            Field::Headline => Scope::Headline,
            Field::Body => Scope::Body,
            Field::Lead => Scope::Lead,
            Field::Entity => Scope::Entity,
            Field::Person => Scope::Names(TermField::Names(EntityKind::Person)),
            Field::Organization => Scope::Names(TermField::Names(EntityKind::Organization)),
            Field::Place => Scope::Names(TermField::Names(EntityKind::Place)),
            Field::Source => Scope::Names(TermField::Source),
            Field::Section => Scope::Names(TermField::Section),
            Field::Author => Scope::Names(TermField::Author),
            Field::Language => Scope::Names(TermField::Language),
            Field::Path => Scope::Names(TermField::Path),
            Field::Url => Scope::Names(TermField::Url),
        }
    }

    /// Returns the fields of an index that the scope reaches over.
    pub fn fields(self) -> Vec<TermField> {
        match self {
            Scope::Text => vec![TermField::Headline, TermField::Body],
            Scope::Headline => vec![TermField::Headline],
            Scope::Body | Scope::Lead => vec![TermField::Body],
            Scope::Entity => EntityKind::ALL.map(TermField::Names).into(),
            Scope::Names(field) => vec![field],
        }
    }

    /// Returns the scope's name for people.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Text => "headline and body",
            Scope::Headline => "headline",
            Scope::Body => "body",
            Scope::Lead => "lead",
            Scope::Entity | Scope::Names(_) => "names",
        }
    }

    /// Tells whether the scope is of running text, whose words are stemmed and scored, rather
    /// than of names.
    pub fn is_text(self) -> bool {
        !matches!(self, Scope::Entity | Scope::Names(_))
    }
}

/// A field of an index that has terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermField {
    /// The headline.
    Headline,
    /// The body.
    Body,
    /// The names of one kind of entities.
    Names(EntityKind),
    /// The publication.
    Source,
    /// The section.
    Section,
    /// The authors.
    Author,
    /// The language's code.
    Language,
    /// The file's path.
    Path,
    /// The address.
    Url,
}

/// Which places of a text are sought; [`places`] says what each means.
#[derive(Clone, Debug, PartialEq)]
pub enum Places {
    /// Where one of the terms stands.
    Terms(TermSet),
    /// Where places stand side by side in this order.
    Sequence(Vec<Places>),
    /// Where words stand together in any order.
    Window {
        /// The words.
        words: Vec<TermSet>,
        /// How many others may stand between them.
        between: u32,
    },
    /// Where two places are within reach of each other.
    Near {
        /// The one written first.
        left: Box<Places>,
        /// The other.
        right: Box<Places>,
        /// How far apart they may be.
        reach: Reach,
    },
    /// Where one of these stands.
    AnyOf(Vec<Places>),
}

impl Places {
    /// Calls `visit` with each set of terms, from left to right.
    pub fn for_each_term_set<'a>(&'a self, visit: &mut dyn FnMut(&'a TermSet)) {
        match self {
            Places::Terms(terms) => visit(terms),
            Places::Window { words, .. } => words.iter().for_each(visit),
            Places::Near { left, right, .. } => {
                left.for_each_term_set(visit);
                right.for_each_term_set(visit);
            }
            Places::Sequence(parts) | Places::AnyOf(parts) => {
                for part in parts {
                    part.for_each_term_set(visit);
                }
            }
        }
    }

    /// Returns the kinds of marks that must be known to tell the places.
    pub fn marks(&self) -> MarkKinds {
        match self {
            Places::Terms(_) | Places::Window { .. } => MarkKinds::default(),
            Places::Sequence(parts) | Places::AnyOf(parts) => parts
                .iter()
                .map(Places::marks)
                .fold(MarkKinds::default(), MarkKinds::or),
            Places::Near { left, right, reach } => MarkKinds {
                sentences: matches!(reach, Reach::Sentence),
                paragraphs: matches!(reach, Reach::Paragraph),
            }
            .or(left.marks())
            .or(right.marks()),
        }
    }
}

/// Kinds of marks in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkKinds {
    /// Beginnings of sentences.
    pub sentences: bool,
    /// Beginnings of paragraphs.
    pub paragraphs: bool,
}

impl MarkKinds {
    /// Returns the kinds of both.
    pub fn or(self, other: Self) -> Self {
        MarkKinds {
            sentences: self.sentences || other.sentences,
            paragraphs: self.paragraphs || other.paragraphs,
        }
    }
}

/// Terms of which any may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TermSet {
    /// The terms as the analyzer writes them; none when no term of the index will do.
    pub terms: Vec<String>,
    /// Whether no article has two of them: the stems of one word in several languages.
    pub is_disjoint: bool,
}

impl TermSet {
    /// Makes the set of one term.
    pub fn of(term: String) -> Self {
        TermSet {
            terms: vec![term],
            is_disjoint: true,
        }
    }
}

/// Writes the terms with bars between.
impl fmt::Display for TermSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.terms.join("|"))
    }
}
