//! A place that knows its words.

use crate::matching::places::{Place, Span};

/// A place, and the runs of words in it that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WordPlace {
    span: Span,
    /// Ascending and disjoint.
    runs: Vec<Span>,
}

impl WordPlace {
    /// Returns the positions from the first to the last word.
    pub(super) fn whole(&self) -> Span {
        self.span
    }

    pub(super) fn runs(&self) -> &[Span] {
        &self.runs
    }

    /// Makes the words of a phrase one run, for nothing stands between them.
    pub(super) fn make_one_run(&mut self) {
        self.runs.dedup_by(|next, run| {
            let touches = run.end + 1 == next.start;
            if touches {
                run.end = next.end;
            }
            touches
        });
    }
}

impl Place for WordPlace {
    fn of_word(position: u32) -> Self {
        let span = Span::of_word(position);
        WordPlace {
            span,
            runs: vec![span],
        }
    }

    fn span(&self) -> Span {
        self.span
    }

    fn join(&self, other: &Self) -> Self {
        WordPlace {
            span: self.span.join(&other.span),
            runs: union(&self.runs, &other.runs),
        }
    }

    fn absorb(&mut self, other: Self) {
        if self.runs != other.runs {
            self.runs = union(&self.runs, &other.runs);
        }
    }
}

/// The runs of both; those that overlap become one, those that touch stay two.
fn union(left: &[Span], right: &[Span]) -> Vec<Span> {
    let mut all = [left, right].concat();
    all.sort_unstable();
    all.dedup_by(|next, run| {
        let overlaps = next.start <= run.end;
        if overlaps {
            run.end = run.end.max(next.end);
        }
        overlaps
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(runs: &[(u32, u32)]) -> WordPlace {
        let runs = runs.iter().map(|&(start, end)| Span { start, end });
        let places = runs.map(|span| WordPlace {
            span,
            runs: vec![span],
        });
        places.reduce(|place, other| place.join(&other)).unwrap()
    }

    #[test]
    fn a_joined_place_keeps_the_words_of_both_and_not_those_between() {
        let joined = place(&[(7, 8)]).join(&place(&[(2, 2), (4, 4)]));
        assert_eq!(joined, place(&[(2, 2), (4, 4), (7, 8)]));
        assert_eq!(joined.span(), Span { start: 2, end: 8 });
    }

    #[test]
    fn places_of_one_span_share_their_words() {
        let mut first = place(&[(1, 1), (9, 9)]);
        first.absorb(place(&[(1, 2), (9, 9)]));
        assert_eq!(first, place(&[(1, 2), (9, 9)]));
    }

    #[test]
    fn words_side_by_side_become_one_run_only_when_told() {
        let mut phrase = place(&[(1, 1), (2, 2), (3, 3), (5, 5)]);
        assert_eq!(phrase.runs().len(), 4);
        phrase.make_one_run();
        assert_eq!(phrase, place(&[(1, 3), (5, 5)]));
    }
}
