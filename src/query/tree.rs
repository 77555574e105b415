//! The tree: what every engine compiles and the highlighter follows.

use jiff::civil::Date;
use jiff::tz::Offset;

/// What an article must be to be found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Query {
    /// Any article at all; written `*`.
    All,
    /// No article: the query in which there is no word; written `NOT *`.
    Nothing,
    /// A word or a pattern for words, in headline or body, or in the field around it.
    Atom(Atom),
    /// Two words at the least that stand together.
    Phrase {
        /// The words, in the order in which they were typed.
        atoms: Vec<Atom>,
        /// How near together they must stand.
        spread: Spread,
    },
    /// Two places of one text near each other. Operands are atoms, phrases, ORs of those, and
    /// NEARs.
    Near {
        /// What was written first.
        left: Box<Query>,
        /// What was written second.
        right: Box<Query>,
        /// How far apart they may be.
        reach: Reach,
    },
    /// A number of places in headline and body together; `of` is as an operand of `Near`.
    AtLeast {
        /// The smallest number of places, 1 at the least.
        times: u32,
        /// What must stand there.
        of: Box<Query>,
    },
    /// Sought in one field. Stands in no other `In`, nor in `Near` or `AtLeast`.
    In {
        /// The field.
        field: Field,
        /// What must stand in it.
        of: Box<Query>,
    },
    /// A condition on the day of publication.
    Date(DateCondition),
    /// What matches as `of` does and counts for more, or less, in the score.
    Boost {
        /// The factor.
        weight: Weight,
        /// What is weighted.
        of: Box<Query>,
    },
    /// The articles that `Not`'s operand does not find.
    Not(Box<Query>),
    /// All of these: two at the least, none of them an `And`, no two the same.
    And(Vec<Query>),
    /// Any of these: two at the least, none of them an `Or`, no two the same.
    Or(Vec<Query>),
}

/// One word, or one pattern of a word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// A word. The analyzer may take it apart (`anti-IS`): its parts then stand side by side.
    Word {
        /// The word as it was typed.
        text: String,
        /// Which forms of it are sought.
        form: WordForm,
    },
    /// A word in which `*` stands for any characters and `?` for one; two others at the least.
    Wildcard(String),
    /// A word and those that differ by a few letters.
    Fuzzy {
        /// The word as it was typed.
        word: String,
        /// The greatest Damerau-Levenshtein distance: 1 or 2.
        edits: u8,
    },
    /// A regular expression that a whole word must match, folded.
    Regex(String),
}

/// Which forms of a word are sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordForm {
    /// Its inflections.
    Inflected,
    /// This very word, but for case and accents.
    Exact,
    /// The word in capitals, for it is another without: `IS`.
    Acronym,
}

/// How near together the words of a phrase stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spread {
    /// Side by side, in order.
    SideBySide,
    /// In any order, with this number of other words between them at the most.
    Within(u32),
}

/// How far apart two places may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// In words.
    Words {
        /// The greatest difference of positions; neighbours differ by 1.
        most: u32,
        /// Which comes first.
        order: Order,
    },
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// Which of two places comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// Either.
    Any,
    /// The one that was written first.
    AsWritten,
}

/// A part of an article, or what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The headline.
    Headline,
    /// The body.
    Body,
    /// The first paragraph of the body.
    Lead,
    /// The names of all that the article names.
    Entity,
    /// The names of its people.
    Person,
    /// The names of its organizations.
    Organization,
    /// The names of its places.
    Place,
    /// The publication or site.
    Source,
    /// The section.
    Section,
    /// The authors.
    Author,
    /// The code of its language.
    Language,
    /// The file's path.
    Path,
    /// The address.
    Url,
}

impl Field {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Field; 13] = [
        Field::Headline,
        Field::Body,
        Field::Lead,
        Field::Entity,
        Field::Person,
        Field::Organization,
        Field::Place,
        Field::Source,
        Field::Section,
        Field::Author,
        Field::Language,
        Field::Path,
        Field::Url,
    ];

    /// Returns the name that is written before the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Headline => "headline",
            Field::Body => "body",
            Field::Lead => "lead",
            Field::Entity => "entity",
            Field::Person => "person",
            Field::Organization => "org",
            Field::Place => "place",
            Field::Source => "source",
            Field::Section => "section",
            Field::Author => "by",
            Field::Language => "lang",
            Field::Path => "path",
            Field::Url => "url",
        }
    }

    /// Tells whether the field is running text, in which words have neighbours and inflections;
    /// the others hold names.
    pub fn is_text(self) -> bool {
        matches!(self, Field::Headline | Field::Body | Field::Lead)
    }
}

/// A condition on the day of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateCondition {
    /// The day is not known.
    Undated,
    /// The day is known and lies in the range.
    Days(DayRange),
}

/// A span of days in UTC, both ends included; `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DayRange {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl DayRange {
    /// Tells whether the range has no bound.
    pub fn is_open(&self) -> bool {
        *self == DayRange::default()
    }

    /// Returns the first second of the range and the first second after it, in Unix time.
    pub fn seconds(&self) -> (Option<i64>, Option<i64>) {
        (
            self.from.map(unix_second),
            self.to.map(|day| unix_second(day) + SECONDS_PER_DAY),
        )
    }
}

const SECONDS_PER_DAY: i64 = 86_400;

/// Returns midnight UTC of `day` as Unix time.
fn unix_second(day: Date) -> i64 {
    Offset::UTC
        .to_timestamp(day.at(0, 0, 0, 0))
        .map_or(i64::MIN / 2, |timestamp| timestamp.as_second())
}

/// A factor of a score, in hundredths so that trees can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Weight(u32);

impl Weight {
    /// The factor that changes nothing.
    pub const ONE: Weight = Weight(100);
    /// The greatest factor, 1000.
    pub const MAX: Weight = Weight(100_000);

    /// Makes a weight of a number of hundredths; above [`Weight::MAX`] it is that.
    pub fn from_hundredths(hundredths: u32) -> Weight {
        Weight(hundredths.min(Weight::MAX.0))
    }

    /// Returns the number of hundredths.
    pub fn hundredths(self) -> u32 {
        self.0
    }

    /// Returns the factor.
    pub fn factor(self) -> f32 {
        self.0 as f32 / 100.0
    }
}

impl Query {
    /// Makes the query for a word by its inflections.
    pub fn word(text: &str) -> Query {
        Query::Atom(Atom::Word {
            text: text.to_owned(),
            form: WordForm::Inflected,
        })
    }

    /// Returns the words whose presence makes an article match, in the order of the query:
    /// those of headline and body that are not excluded.
    pub fn words(&self) -> Vec<&str> {
        let mut words = Vec::new();
        self.push_words(&mut words);
        words
    }

    fn push_words<'a>(&'a self, words: &mut Vec<&'a str>) {
        match self {
            Query::Atom(atom) => words.extend(atom.word()),
            Query::Phrase { atoms, .. } => words.extend(atoms.iter().filter_map(Atom::word)),
            Query::Near { left, right, .. } => {
                left.push_words(words);
                right.push_words(words);
            }
            Query::AtLeast { of, .. } | Query::Boost { of, .. } => of.push_words(words),
            Query::In { field, of } if field.is_text() => of.push_words(words),
            Query::And(operands) | Query::Or(operands) => {
                operands
                    .iter()
                    .for_each(|operand| operand.push_words(words));
            }
            Query::All | Query::Nothing | Query::In { .. } | Query::Date(_) | Query::Not(_) => {}
        }
    }
}

impl Atom {
    /// Returns the word that was typed, for an atom that is no pattern.
    pub fn word(&self) -> Option<&str> {
        match self {
            Atom::Word { text, .. } | Atom::Fuzzy { word: text, .. } => Some(text),
            Atom::Wildcard(_) | Atom::Regex(_) => None,
        }
    }
}
