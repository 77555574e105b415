//! Which clauses of a query made an article match.

use crate::matching::{Clause, Resolved};

/// The tree of a query over the numbers of its clauses.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    /// What every article fulfils.
    Always,
    /// What none does.
    Never,
    /// A condition that the texts do not tell: names and dates. The article was found, so that it
    /// is taken to be as the query wants it.
    Filter,
    /// A clause, by its number.
    Clause(usize),
    Not(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
}

impl Tree {
    /// Takes the tree over; `number` is called with each clause of running text, in the order
    /// of the query, and what its scores are multiplied by, and numbers them.
    pub(super) fn new<'a>(
        query: &'a Resolved,
        boost: f32,
        number: &mut dyn FnMut(&'a Clause, f32) -> usize,
    ) -> Self {
        match query {
            Resolved::All => Tree::Always,
            Resolved::Nothing => Tree::Never,
            Resolved::Date(_) => Tree::Filter,
            Resolved::Clause(clause) if !clause.scope.is_text() => Tree::Filter,
            Resolved::Clause(clause) => Tree::Clause(number(clause, boost)),
            Resolved::Boost { factor, of } => Tree::new(of, boost * factor, number),
            Resolved::Not(of) => Tree::Not(Box::new(Tree::new(of, boost, number))),
            Resolved::And(operands) => Tree::And(Tree::all(operands, boost, number)),
            Resolved::Or(operands) => Tree::Or(Tree::all(operands, boost, number)),
        }
    }

    fn all<'a>(
        queries: &'a [Resolved],
        boost: f32,
        number: &mut dyn FnMut(&'a Clause, f32) -> usize,
    ) -> Vec<Self> {
        queries
            .iter()
            .map(|query| Tree::new(query, boost, number))
            .collect()
    }

    /// Returns the tree with each filter replaced by what it is of one article; `holds` says so
    /// in the order of the query.
    pub(super) fn with_filters(&self, holds: &mut dyn Iterator<Item = bool>) -> Tree {
        let all = |operands: &[Tree], holds: &mut dyn Iterator<Item = bool>| {
            let operands = operands.iter();
            operands
                .map(|operand| operand.with_filters(holds))
                .collect()
        };
        match self {
            Tree::Filter => match holds.next() {
                Some(false) => Tree::Never,
                _ => Tree::Always,
            },
            Tree::Not(of) => Tree::Not(Box::new(of.with_filters(holds))),
            Tree::And(operands) => Tree::And(all(operands, holds)),
            Tree::Or(operands) => Tree::Or(all(operands, holds)),
            other => other.clone(),
        }
    }

    /// Returns the clauses that made the article match, ascending, given which of them hold.
    pub(super) fn marking(&self, holds: &[bool]) -> Vec<usize> {
        let mut marking = Vec::new();
        self.mark(holds, &mut marking);
        marking
    }

    /// Adds the clauses by which the article can match; tells whether it can.
    fn mark(&self, holds: &[bool], marking: &mut Vec<usize>) -> bool {
        let before = marking.len();
        match self {
            Tree::Always | Tree::Filter => true,
            Tree::Never => false,
            Tree::Clause(clause) => {
                if holds[*clause] {
                    marking.push(*clause);
                }
                holds[*clause]
            }
            Tree::Not(of) => of.can_fail(holds),
            Tree::And(operands) => {
                let all_match = operands.iter().all(|operand| operand.mark(holds, marking));
                if !all_match {
                    marking.truncate(before);
                }
                all_match
            }
            Tree::Or(operands) => {
                let mut any_matches = false;
                for operand in operands {
                    any_matches |= operand.mark(holds, marking);
                }
                any_matches
            }
        }
    }

    fn can_fail(&self, holds: &[bool]) -> bool {
        match self {
            Tree::Always => false,
            Tree::Never | Tree::Filter => true,
            Tree::Clause(clause) => !holds[*clause],
            Tree::Not(of) => of.mark(holds, &mut Vec::new()),
            Tree::And(operands) => operands.iter().any(|operand| operand.can_fail(holds)),
            Tree::Or(operands) => operands.iter().all(|operand| operand.can_fail(holds)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tree::{self, Always, And, Clause, Filter, Never, Not, Or};

    fn not(of: Tree) -> Tree {
        Not(Box::new(of))
    }

    fn check(tree: &Tree, holding: &[usize], marking: &[usize]) {
        let holds: Vec<bool> = (0..4).map(|clause| holding.contains(&clause)).collect();
        assert_eq!(tree.marking(&holds), marking, "{tree:?} {holding:?}");
    }

    #[test]
    fn a_branch_that_did_not_match_marks_nothing() {
        let tree = Or(vec![
            And(vec![Clause(0), Clause(1)]),
            And(vec![Clause(2), Never]),
            Clause(3),
        ]);
        check(&tree, &[0, 2, 3], &[3]);
        check(&tree, &[0, 1], &[0, 1]);
        check(&tree, &[0, 1, 2, 3], &[0, 1, 3]);
        check(&tree, &[0, 2], &[]);
    }

    #[test]
    fn an_alternative_marks_beside_what_matches_anyway() {
        check(&Or(vec![Always, Clause(0)]), &[0], &[0]);
        check(
            &And(vec![Clause(1), Or(vec![Clause(0), Always])]),
            &[1],
            &[1],
        );
    }

    #[test]
    fn what_is_excluded_marks_nothing_and_closes_its_branch() {
        let tree = Or(vec![And(vec![Clause(0), not(Clause(1))]), Clause(2)]);
        check(&tree, &[0], &[0]);
        check(&tree, &[0, 1, 2], &[2]);
        check(&not(not(Clause(0))), &[0], &[]);
        check(
            &And(vec![Clause(1), not(And(vec![Clause(0), Clause(2)]))]),
            &[0, 1],
            &[1],
        );
        check(
            &And(vec![Clause(1), not(Or(vec![Clause(0), Clause(2)]))]),
            &[0, 1],
            &[],
        );
    }

    #[test]
    fn filters_that_are_known_are_as_they_are() {
        let tree = Or(vec![
            And(vec![Clause(0), Filter]),
            And(vec![Clause(1), not(Filter)]),
            And(vec![Clause(2), Filter]),
        ]);
        let holding = |holds: [bool; 3]| tree.with_filters(&mut holds.into_iter());
        check(&holding([true, true, true]), &[0, 1, 2], &[0, 2]);
        check(&holding([false, false, false]), &[0, 1, 2], &[1]);
    }

    #[test]
    fn a_filter_is_as_the_query_wants_it() {
        check(&And(vec![Clause(0), Filter]), &[0], &[0]);
        check(&And(vec![Clause(0), not(Filter)]), &[0], &[0]);
        check(&And(vec![Clause(0), not(Always)]), &[0], &[]);
    }
}
