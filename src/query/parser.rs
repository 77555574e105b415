//! From what a person typed to a tree.
//!
//! ```text
//! any    = run ("OR" run)*
//! run    = clause clause*                 joined as ParseOptions says
//! clause = near ("AND" near)*
//! near   = unary (("NEAR/5" | "ADJ/5" | "w/s" | …) unary)*
//! unary  = ("NOT" | "+" | "headline:")* ("atleast3")? (leaf | "(" any ")") ("^2")?
//! ```
//!
//! Never fails on pasted text: the lexer and [`nesting`] leave nothing here that has no reading.

use jiff::civil::Date;
use std::collections::HashSet;
use std::ops::Range;

use super::build::{all_of, any_of, negated, weighted};
use super::lexer::{Kind, Token, tokens, words};
use super::operands::Joiner;
use super::repair::{Repair, Repairs, shortened};
use super::saved::{Expander, MAX_SAVED_DEPTH, MAX_SAVED_NODES, NONE, SavedQueries};
use super::tree::{Atom, Field, Query, Reach};
use super::{capitals, nesting, pasted};

/// The greatest number of different words in one query.
pub const MAX_WORDS: usize = 4096;
/// The greatest number of NEARs in a row.
const MAX_NEARS: usize = 32;

/// How plain words are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// An article must have every word.
    #[default]
    All,
    /// An article must have one of the words.
    Any,
}

/// How a text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseOptions<'a> {
    /// How plain words are joined.
    pub join: Join,
    /// The day from which relative dates count.
    pub today: Date,
    /// Whether the text is words alone, without operators.
    pub is_literal: bool,
    /// The queries that it may use by their names.
    pub saved: &'a SavedQueries,
}

impl ParseOptions<'static> {
    /// Makes the options of a query typed on the day `today`: with operators, all words required, without
    /// saved queries.
    pub fn new(today: Date) -> Self {
        ParseOptions {
            join: Join::All,
            today,
            is_literal: false,
            saved: &NONE,
        }
    }
}

/// A query as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub query: Query,
    /// What was passed over or read otherwise than it was typed, in the order of the text.
    pub warnings: Vec<Repair>,
}

/// Why a text cannot be a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// More words than an engine can be asked to find at once.
    #[error("the query has {found} different words, expected {MAX_WORDS} at most")]
    TooManyWords {
        /// Number of different words.
        found: usize,
    },
    /// Saved queries that use one another in a circle.
    #[error("the saved query `{}` uses itself: {}", names.first().map_or("", String::as_str), chained(names))]
    SavedCycle {
        /// Their names, each used by the one before, the last the same as the first.
        names: Vec<String>,
    },
    /// Saved queries that use one another in too long a row.
    #[error("saved queries use one another more than {MAX_SAVED_DEPTH} deep, down to `{name}`")]
    SavedTooDeep {
        /// The one that is too deep.
        name: String,
    },
    /// Saved queries that have grown too large together.
    #[error(
        "the saved queries have more than {MAX_SAVED_NODES} operators and words together, at `{name}`"
    )]
    SavedTooLarge {
        /// The one that is too much.
        name: String,
    },
}

fn chained(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" > ")
}

/// Reads `text` as a query; what cannot be read as it stands is repaired, and said.
///
/// Takes time and memory in proportion to the text, and a bounded depth of the stack.
///
/// # Errors
///
/// [`QueryError::TooManyWords`] above [`MAX_WORDS`] different words, and its others for saved queries
/// that cannot be used.
pub fn parse(text: &str, options: &ParseOptions<'_>) -> Result<Parsed, QueryError> {
    parse_with(text, options, &mut Expander::new(options.saved))
}

/// Reads `text` as a query in which `expander` reads the saved ones.
pub(super) fn parse_with(
    text: &str,
    options: &ParseOptions<'_>,
    expander: &mut Expander<'_>,
) -> Result<Parsed, QueryError> {
    let mut repairs = Repairs::default();
    let mut tokens = operand_tokens(text, options, &mut repairs);
    expander.expand(&mut tokens, options, &mut repairs)?;
    let mut parser = Parser {
        tokens,
        at: 0,
        join: options.join,
        joiner: Joiner {
            repairs: &mut repairs,
        },
    };
    let query = parser.any().map_or(Query::Nothing, |run| run.query);
    if query == Query::Nothing && !text.chars().any(char::is_alphanumeric) {
        say_no_words(text, &mut repairs);
    }
    let found = num_words(&query);
    if found > MAX_WORDS {
        return Err(QueryError::TooManyWords { found });
    }
    Ok(Parsed {
        query,
        warnings: repairs.into_told(),
    })
}

/// Cuts the text into tokens that have a reading together. Where nothing but operators is left,
/// they are read as the words that they are.
fn operand_tokens(text: &str, options: &ParseOptions<'_>, repairs: &mut Repairs) -> Vec<Token> {
    let mut found = tokens(text, options, repairs);
    if !options.is_literal {
        pasted::rejoin(text, &mut found, repairs);
    }
    if options.join == Join::Any {
        pasted::settle_shouted_and(text, &mut found, repairs);
    }
    settle_small_words(&mut found, options, repairs);
    let mut repaired = nesting::repaired(text, found, repairs);
    if repaired.is_empty() && !options.is_literal {
        repaired = words(text, options, repairs);
        if let (Some(first), Some(last)) = (repaired.first(), repaired.last()) {
            let range = first.range.start..last.range.end;
            let message = format!(
                "`{}` joins nothing, read as {}",
                shortened(&text[range.clone()]),
                if repaired.len() > 1 {
                    "words"
                } else {
                    "a word"
                }
            );
            repairs.clear();
            repairs.say(range, message);
        }
    }
    capitals::settle(&mut repaired);
    repaired
}

/// Takes out `and`, `or`, `not` beside other words, where they are never required; alone they
/// are words.
fn settle_small_words(tokens: &mut Vec<Token>, options: &ParseOptions<'_>, repairs: &mut Repairs) {
    let has_others = tokens
        .iter()
        .any(|token| token.kind.is_operand() && !matches!(token.kind, Kind::SmallWord(_)));
    if !has_others {
        for token in tokens {
            if let Kind::SmallWord(text) = &mut token.kind {
                token.kind = Kind::Word(super::lexer::Word {
                    text: std::mem::take(text),
                    is_escaped: true,
                });
            }
        }
        return;
    }
    tokens.retain(|token| {
        let Kind::SmallWord(word) = &token.kind else {
            return true;
        };
        let capitals = word.to_uppercase();
        if capitals != "AND" || options.join == Join::Any {
            let message = format!(
                "`{word}` is read as a word that need not be found: write `{capitals}` for the operator"
            );
            repairs.say(token.range.clone(), message);
        }
        false
    });
}

fn say_no_words(text: &str, repairs: &mut Repairs) {
    let written = text.trim();
    if !written.is_empty() {
        repairs.clear();
        repairs.say(
            0..text.len(),
            format!(
                "no letter or digit to search for in `{}`",
                shortened(written)
            ),
        );
    }
}

/// Operands between two ORs, as one.
struct Run {
    query: Query,
    /// Where the sign `+` stands, if the run is that and one operand.
    sole_plus: Option<Range<usize>>,
}

/// Operands joined by AND, and how they count among others under [`Join::Any`].
struct Clause {
    query: Query,
    plus: Option<Range<usize>>,
    range: Range<usize>,
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    join: Join,
    joiner: Joiner<'a>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    /// Moves past the next token, and returns its place in the text.
    fn advance(&mut self) -> Range<usize> {
        let range = self.tokens.get(self.at).map(|token| token.range.clone());
        self.at += 1;
        range.unwrap_or_default()
    }

    fn any(&mut self) -> Option<Run> {
        let mut runs = vec![self.run()?];
        while self.peek() == Some(&Kind::Or) {
            self.advance();
            runs.extend(self.run());
        }
        if runs.len() == 1 {
            return runs.pop();
        }
        for run in &runs {
            if let Some(plus) = &run.sole_plus {
                self.joiner.repairs.say(
                    plus.clone(),
                    "`+` is passed over: a word beside OR is not required",
                );
            }
        }
        Some(Run {
            query: any_of(runs.into_iter().map(|run| run.query).collect()),
            sole_plus: None,
        })
    }

    fn run(&mut self) -> Option<Run> {
        let mut clauses = Vec::new();
        while let Some(clause) = self.clause() {
            clauses.push(clause);
        }
        let sole_plus = match &clauses[..] {
            [only] => only.plus.clone(),
            _ => None,
        };
        let query = match (clauses.len(), self.join) {
            (0, _) => return None,
            (1, _) => clauses.remove(0).query,
            (_, Join::All) => all_of(clauses.into_iter().map(|clause| clause.query).collect()),
            (_, Join::Any) => self.any_clause(clauses),
        };
        Some(Run { query, sole_plus })
    }

    /// Joins clauses of which one is enough: those with `+` must be found and those with NOT
    /// must not; the others then only count in the score.
    fn any_clause(&mut self, mut clauses: Vec<Clause>) -> Query {
        clauses.retain(|clause| clause.query != Query::All || !self.say_lone_star(&clause.range));
        let mut conditions = Vec::new();
        let mut wanted = Vec::new();
        let mut has_required = false;
        for clause in clauses {
            has_required |= clause.plus.is_some();
            if clause.plus.is_some() || matches!(clause.query, Query::Not(_) | Query::Nothing) {
                conditions.push(clause.query);
            } else {
                wanted.push(clause.query);
            }
        }
        if has_required && !wanted.is_empty() {
            wanted.push(Query::All);
        }
        if !wanted.is_empty() {
            conditions.push(any_of(wanted));
        }
        all_of(conditions)
    }

    fn say_lone_star(&mut self, range: &Range<usize>) -> bool {
        self.joiner.repairs.say(
            range.clone(),
            "`*` is passed over: beside words of which one is enough it would find every article",
        );
        true
    }

    fn clause(&mut self) -> Option<Clause> {
        let start = self.tokens.get(self.at)?.range.start;
        let (first, plus) = self.near()?;
        let mut operands = vec![first];
        while self.peek() == Some(&Kind::And) {
            self.advance();
            operands.extend(self.near().map(|(query, _)| query));
        }
        let is_single = operands.len() == 1;
        let end = self.tokens[self.at - 1].range.end;
        Some(Clause {
            query: if is_single {
                operands.remove(0)
            } else {
                all_of(operands)
            },
            plus: plus.filter(|_| is_single),
            range: start..end,
        })
    }

    fn near(&mut self) -> Option<(Query, Option<Range<usize>>)> {
        let (mut query, plus) = self.unary()?;
        let mut num_nears = 0;
        let mut beyond = Vec::new();
        while let Some((reach, is_negated)) = self.near_operator() {
            let range = self.advance();
            let Some((right, _)) = self.unary() else {
                break;
            };
            num_nears += 1;
            if num_nears > MAX_NEARS {
                let message = format!("more than {MAX_NEARS} of these in a row are read as AND");
                self.joiner.repairs.say(range, message);
                beyond.push(if is_negated { negated(right) } else { right });
            } else if is_negated {
                query = self.joiner.not_near(query, right, reach, &range);
            } else {
                query = self.joiner.near(query, right, reach, &range);
            }
        }
        if !beyond.is_empty() {
            beyond.insert(0, query);
            query = all_of(beyond);
        }
        Some((query, plus))
    }

    fn near_operator(&self) -> Option<(Reach, bool)> {
        match self.peek()? {
            Kind::Near(reach) => Some((*reach, false)),
            Kind::NotNear(reach) => Some((*reach, true)),
            _ => None,
        }
    }

    fn unary(&mut self) -> Option<(Query, Option<Range<usize>>)> {
        let mut is_negated = false;
        let mut plus = None;
        let mut field: Option<(Field, Range<usize>)> = None;
        let mut times = None;
        loop {
            match self.peek()? {
                Kind::Not => {
                    is_negated = !is_negated;
                    self.advance();
                }
                Kind::Required => plus = Some(self.advance()),
                Kind::Field(found) => {
                    let found = *found;
                    let range = self.advance();
                    self.say_space_behind(&range);
                    if let Some((outer, _)) = field.filter(|(outer, _)| *outer != found) {
                        self.joiner.say_inner_field(outer, found, &range);
                    }
                    field = Some((found, range));
                }
                Kind::AtLeast(found) => times = Some((*found, self.advance())),
                _ => break,
            }
        }
        let mut query = self.operand()?;
        if let Some((times, range)) = times {
            query = self.joiner.at_least(times, query, &range);
        }
        while let Some(Kind::Weight(weight)) = self.peek() {
            query = weighted(*weight, query);
            self.advance();
        }
        if let Some((field, range)) = field {
            query = self.joiner.in_field(field, query, &range);
        }
        if is_negated {
            query = negated(query);
        }
        Some((query, plus))
    }

    fn say_space_behind(&mut self, name: &Range<usize>) {
        let next = self.tokens.get(self.at).map(|token| token.range.start);
        if next.is_some_and(|next| next > name.end) {
            self.joiner.repairs.say(
                name.clone(),
                "the field is read with what stands behind the space",
            );
        }
    }

    fn operand(&mut self) -> Option<Query> {
        match self.peek()? {
            Kind::Leaf(query) => {
                let query = query.clone();
                self.advance();
                Some(query)
            }
            Kind::Open => {
                self.advance();
                let inner = self.any();
                if self.peek() == Some(&Kind::Close) {
                    self.advance();
                }
                Some(inner.map_or(Query::Nothing, |run| run.query))
            }
            _ => None,
        }
    }
}

/// The number of different words and patterns.
fn num_words(query: &Query) -> usize {
    let mut atoms = HashSet::new();
    gather_atoms(query, &mut atoms);
    atoms.len()
}

fn gather_atoms<'a>(query: &'a Query, atoms: &mut HashSet<&'a Atom>) {
    match query {
        Query::Atom(atom) => {
            atoms.insert(atom);
        }
        Query::Phrase { atoms: words, .. } => atoms.extend(words),
        Query::Near { left, right, .. } => {
            gather_atoms(left, atoms);
            gather_atoms(right, atoms);
        }
        Query::AtLeast { of, .. }
        | Query::In { of, .. }
        | Query::Boost { of, .. }
        | Query::Not(of) => gather_atoms(of, atoms),
        Query::And(operands) | Query::Or(operands) => {
            operands.iter().for_each(|of| gather_atoms(of, atoms));
        }
        Query::All | Query::Nothing | Query::Date(_) => {}
    }
}
