//! A query in words: how it was read, and what its patterns stood for.

use crate::aliases::{Group, Widened};
use crate::engine::advice::{Advice, UnknownWord};
use crate::matching::Expansion;
use crate::query::{Atom, DateCondition, DayRange, Field, Order, Query, Reach, Spread, WordForm};

/// How many words of an expansion are shown.
const MOST_TERMS: usize = 12;

/// Returns the query in words, a part a line, each two spaces further in than what it is part of.
pub fn reading(query: &Query) -> Vec<String> {
    let mut lines = Vec::new();
    add_lines(query, 0, &mut lines);
    lines
}

/// Returns a line for each pattern: the words it stood for, with the number of articles.
pub fn expansions(expansions: &[Expansion]) -> Vec<String> {
    expansions.iter().map(expansion).collect()
}

/// Returns a line for each name of the query that has others: all names of its bearers.
pub fn widened_names(widened: &[Widened]) -> Vec<String> {
    let group = |group: &Group| group.names().collect::<Vec<_>>().join(", ");
    let line = |name: &Widened| {
        let groups: Vec<String> = name.groups.iter().map(group).collect();
        format!(
            "{}:{} stands for {}",
            name.field.as_str(),
            name.name,
            groups.join("; ")
        )
    };
    widened.iter().map(line).collect()
}

/// Says which patterns stood for more words than were taken.
pub fn cut_expansions(expansions: &[Expansion]) -> Vec<String> {
    let cut = |expansion: &&Expansion| expansion.num_matching > expansion.terms.len();
    let warning = |expansion: &Expansion| {
        format!(
            "`{}` matches {} words; the {} in most articles were taken: write more of the word to find all",
            expansion.pattern,
            expansion.num_matching,
            expansion.terms.len()
        )
    };
    expansions.iter().filter(cut).map(warning).collect()
}

/// Returns what to tell somebody who found nothing, a line a piece of advice.
pub fn advice_lines(advice: &Advice) -> Vec<String> {
    let mut lines: Vec<String> = advice.unknown.iter().map(unknown_word).collect();
    if advice.unknown.is_empty() {
        let without = advice.without.iter();
        lines.extend(
            without.map(|other| format!("without `{}`: {}", other.text, articles(other.articles))),
        );
    }
    let counted = [
        (advice.any, "with one of the words (`--any`)"),
        (advice.other_days, "on other days"),
        (advice.unfiltered, "without filters"),
    ];
    for (count, what) in counted {
        lines.extend(count.map(|count| format!("{what}: {}", articles(count))));
    }
    lines
}

fn unknown_word(unknown: &UnknownWord) -> String {
    let spellings: Vec<String> = unknown
        .spellings
        .iter()
        .map(|other| format!("`{}` ({})", other.text, articles(other.articles)))
        .collect();
    match spellings.len() {
        0 => format!("no article has `{}`, nor a word like it", unknown.word),
        _ => format!(
            "no article has `{}`; did you mean {}?",
            unknown.word,
            spellings.join(" or ")
        ),
    }
}

fn articles(count: u64) -> String {
    match count {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}

fn expansion(expansion: &Expansion) -> String {
    let shown: Vec<String> = expansion
        .terms
        .iter()
        .take(MOST_TERMS)
        .map(|(term, articles)| format!("{term} {articles}"))
        .collect();
    let more = match expansion.num_matching - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let terms = match shown.len() {
        0 => "no word of the index".to_owned(),
        _ => shown.join(", "),
    };
    format!("{} stands for {terms}{more}", expansion.pattern)
}

fn add_lines(query: &Query, depth: usize, lines: &mut Vec<String>) {
    let mut add = |text: &str| lines.push(format!("{}{text}", "  ".repeat(depth)));
    match query {
        Query::And(operands) => {
            add("all of:");
            operands
                .iter()
                .for_each(|operand| add_lines(operand, depth + 1, lines));
        }
        Query::Or(operands) => {
            add("one of:");
            operands
                .iter()
                .for_each(|operand| add_lines(operand, depth + 1, lines));
        }
        Query::Not(of) => {
            add("not:");
            add_lines(of, depth + 1, lines);
        }
        Query::In { field, of } => {
            add(&format!("in {}:", field_name(*field)));
            add_lines(of, depth + 1, lines);
        }
        Query::Boost { weight, of } => {
            add(&format!("weighing {} times as much:", weight.factor()));
            add_lines(of, depth + 1, lines);
        }
        Query::AtLeast { times, of } => {
            add(&format!("at least {times} times:"));
            add_lines(of, depth + 1, lines);
        }
        Query::Near { left, right, reach } => {
            add(&format!("{}:", reach_name(*reach)));
            add_lines(left, depth + 1, lines);
            add_lines(right, depth + 1, lines);
        }
        Query::Phrase { atoms, spread } => {
            let words: Vec<String> = atoms.iter().map(atom_name).collect();
            add(&format!("{}: {}", spread_name(*spread), words.join(", ")));
        }
        Query::Atom(atom) => add(&atom_name(atom)),
        Query::Date(condition) => add(&date_name(*condition)),
        Query::All => add("any article"),
        Query::Nothing => add("no article"),
    }
}

fn atom_name(atom: &Atom) -> String {
    match atom {
        Atom::Word { text, form } => match form {
            WordForm::Inflected => format!("`{text}` in any inflection"),
            WordForm::Exact => format!("exactly `{text}`"),
            WordForm::Acronym => format!("the acronym `{text}`, in capitals"),
        },
        Atom::Wildcard(text) => format!("a word like `{text}`"),
        Atom::Fuzzy { word, edits: 1 } => format!("a word one edit from `{word}`"),
        Atom::Fuzzy { word, edits } => format!("a word at most {edits} edits from `{word}`"),
        Atom::Regex(text) => format!("a word that matches `/{text}/`"),
    }
}

fn spread_name(spread: Spread) -> String {
    match spread {
        Spread::SideBySide => "side by side".to_owned(),
        Spread::Within(1) => "together in any order, with at most one other word".to_owned(),
        Spread::Within(most) => {
            format!("together in any order, with at most {most} other words")
        }
    }
}

fn reach_name(reach: Reach) -> String {
    match reach {
        Reach::Words {
            most,
            order: Order::Any,
        } => format!("at most {most} words apart"),
        Reach::Words {
            most,
            order: Order::AsWritten,
        } => format!("in this order, at most {most} words apart"),
        Reach::Sentence => "in one sentence".to_owned(),
        Reach::Paragraph => "in one paragraph".to_owned(),
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Headline => "the headline",
        Field::Body => "the body",
        Field::Lead => "the first paragraph",
        Field::Entity => "the names",
        Field::Person => "the names of people",
        Field::Organization => "the names of organizations",
        Field::Place => "the names of places",
        Field::Source => "the source",
        Field::Section => "the section",
        Field::Author => "the authors",
        Field::Language => "the language",
        Field::Path => "the path",
        Field::Url => "the address",
    }
}

fn date_name(condition: DateCondition) -> String {
    match condition {
        DateCondition::Undated => "undated".to_owned(),
        DateCondition::Days(DayRange { from, to }) => match (from, to) {
            (None, None) => "published on any day".to_owned(),
            (Some(from), None) => format!("published on {from} or later"),
            (None, Some(to)) => format!("published on {to} or earlier"),
            (Some(from), Some(to)) if from == to => format!("published on {from}"),
            (Some(from), Some(to)) => format!("published from {from} to {to}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_told_part_by_part() {
        let near = Query::Near {
            left: Box::new(Query::word("coalition")),
            right: Box::new(Query::Atom(Atom::Wildcard("russi*".to_owned()))),
            reach: Reach::Words {
                most: 5,
                order: Order::Any,
            },
        };
        let query = Query::And(vec![near, Query::Not(Box::new(Query::word("syria")))]);
        assert_eq!(
            reading(&query),
            [
                "all of:",
                "  at most 5 words apart:",
                "    `coalition` in any inflection",
                "    a word like `russi*`",
                "  not:",
                "    `syria` in any inflection",
            ]
        );
    }

    #[test]
    fn an_expansion_names_its_words_and_says_when_it_was_cut() {
        let expansion = Expansion {
            pattern: "russi*".to_owned(),
            terms: vec![("russia".to_owned(), 7), ("russian".to_owned(), 3)],
            num_matching: 5,
        };
        assert_eq!(
            expansions(std::slice::from_ref(&expansion)),
            ["russi* stands for russia 7, russian 3 and 3 more"]
        );
        assert_eq!(
            cut_expansions(&[expansion]),
            [
                "`russi*` matches 5 words; the 2 in most articles were taken: write more of the word to find all"
            ]
        );
    }
}
