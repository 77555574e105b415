//! Where words, phrases and words near each other stand in a text, by trying all that might.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::query::{Order, Reach};

/// First and last position of words side by side.
pub(super) type Run = (u32, u32);

/// Where something stands: a span of positions, and the words that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Single words, and the phrases whole.
    pub(super) runs: BTreeSet<Run>,
}

impl Place {
    fn join(&self, other: &Place) -> Place {
        Place {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
            runs: self.runs.union(&other.runs).copied().collect(),
        }
    }

    /// Tells whether a mark stands between two words of the place.
    fn is_cut(&self, marks: &[u32]) -> bool {
        marks
            .iter()
            .any(|&mark| self.start < mark && mark <= self.end)
    }
}

/// Makes places of the same span one place, and brings all into their order.
pub(super) fn united(places: Vec<Place>) -> Vec<Place> {
    let mut by_span: BTreeMap<(u32, u32), BTreeSet<Run>> = BTreeMap::new();
    for place in places {
        by_span
            .entry((place.start, place.end))
            .or_default()
            .extend(place.runs);
    }
    let place = |((start, end), runs)| Place { start, end, runs };
    by_span.into_iter().map(place).collect()
}

/// Returns where the words of a phrase, given by their positions, stand one after the other; for
/// no words nowhere.
pub(super) fn side_by_side(words: &[Vec<u32>]) -> Vec<Place> {
    let Some((first, rest)) = words.split_first() else {
        return Vec::new();
    };
    let mut places = Vec::new();
    for &start in first {
        let mut following = (start + 1..).zip(rest);
        if following.all(|(position, word)| word.contains(&position)) {
            let end = start + rest.len() as u32;
            places.push(Place {
                start,
                end,
                runs: BTreeSet::from([(start, end)]),
            });
        }
    }
    places
}

/// Returns where a left and a right place stand within reach of each other; `marks` are those of
/// the reach, none for words. A place that goes over a mark lies in no sentence or paragraph.
pub(super) fn near(left: &[Place], right: &[Place], reach: Reach, marks: &[u32]) -> Vec<Place> {
    let whole = |places: &[Place]| -> Vec<Place> {
        places
            .iter()
            .filter(|place| !place.is_cut(marks))
            .cloned()
            .collect()
    };
    let (left, right) = (whole(left), whole(right));
    let mut found = pairs(&left, &right, reach, marks);
    if !is_ordered(reach) {
        found.extend(pairs(&right, &left, reach, marks));
    }
    united(found)
}

fn is_ordered(reach: Reach) -> bool {
    match reach {
        Reach::Words { order, .. } => order == Order::AsWritten,
        Reach::Sentence | Reach::Paragraph => false,
    }
}

/// The pairs of an earlier and a later place in which one is the nearest to the other.
fn pairs(earlier: &[Place], later: &[Place], reach: Reach, marks: &[u32]) -> Vec<Place> {
    let mut found = Vec::new();
    for first in earlier {
        for second in later {
            let is_nearest = nearest_after(first, later) == Some(second)
                || nearest_before(second, earlier) == Some(first);
            if first.end < second.start && is_nearest && is_within(first, second, reach, marks) {
                found.push(first.join(second));
            }
        }
    }
    found
}

fn nearest_after<'a>(place: &Place, among: &'a [Place]) -> Option<&'a Place> {
    let behind = among.iter().filter(|other| place.end < other.start);
    behind.min_by_key(|other| (other.start, other.end))
}

fn nearest_before<'a>(place: &Place, among: &'a [Place]) -> Option<&'a Place> {
    let before = among.iter().filter(|other| other.end < place.start);
    before.min_by_key(|other| (Reverse(other.end), other.start))
}

fn is_within(first: &Place, second: &Place, reach: Reach, marks: &[u32]) -> bool {
    match reach {
        Reach::Words { most, .. } => second.start - first.end <= most,
        Reach::Sentence | Reach::Paragraph => !first.join(second).is_cut(marks),
    }
}

/// Returns the smallest spans in which each word has a position of its own, in any order, with at
/// most `between` other positions; made of all that of the words stands inside.
pub(super) fn window(words: &[Vec<u32>], between: u32) -> Vec<Place> {
    let positions: BTreeSet<u32> = words.iter().flatten().copied().collect();
    let longest = between.saturating_add(words.len() as u32);
    let mut spans = Vec::new();
    for &start in &positions {
        for &end in positions.range(start..) {
            if end - start < longest && have_positions(words, start, end, &mut Vec::new()) {
                spans.push((start, end));
            }
        }
    }
    let is_smallest = |&&(start, end): &&(u32, u32)| {
        let inside =
            |&other: &(u32, u32)| other != (start, end) && start <= other.0 && other.1 <= end;
        !spans.iter().any(inside)
    };
    let place = |&(start, end): &(u32, u32)| Place {
        start,
        end,
        runs: positions
            .range(start..=end)
            .map(|&word| (word, word))
            .collect(),
    };
    spans.iter().filter(is_smallest).map(place).collect()
}

/// Tells whether each word can have a position of its own in the span.
fn have_positions(words: &[Vec<u32>], start: u32, end: u32, taken: &mut Vec<u32>) -> bool {
    let Some((word, rest)) = words.split_first() else {
        return true;
    };
    for &position in word {
        if position < start || position > end || taken.contains(&position) {
            continue;
        }
        taken.push(position);
        if have_positions(rest, start, end, taken) {
            return true;
        }
        taken.pop();
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::places as algebra;

    /// The algebra that engines and the highlighter use, over the oracle's places.
    impl algebra::Place for Place {
        fn of_word(position: u32) -> Self {
            side_by_side(&[vec![position]]).remove(0)
        }

        fn span(&self) -> algebra::Span {
            algebra::Span {
                start: self.start,
                end: self.end,
            }
        }

        fn join(&self, other: &Self) -> Self {
            self.join(other)
        }

        fn absorb(&mut self, other: Self) {
            self.runs.extend(other.runs);
        }
    }

    fn places() -> impl Strategy<Value = Vec<Place>> {
        let place = (0u32..16, 0u32..4, any::<bool>()).prop_map(|(start, length, is_phrase)| {
            let end = start + length;
            let runs = match is_phrase {
                true => BTreeSet::from([(start, end)]),
                false => BTreeSet::from([(start, start), (end, end)]),
            };
            Place { start, end, runs }
        });
        prop::collection::vec(place, 0..9).prop_map(united)
    }

    fn positions(most: usize) -> impl Strategy<Value = Vec<u32>> {
        let positions = prop::collection::btree_set(0u32..16, 0..most);
        positions.prop_map(|positions| positions.into_iter().collect())
    }

    fn reach() -> impl Strategy<Value = Reach> {
        let order = prop::sample::select(vec![Order::Any, Order::AsWritten]);
        let words = (0u32..7, order).prop_map(|(most, order)| Reach::Words { most, order });
        prop_oneof![3 => words, 1 => Just(Reach::Sentence), 1 => Just(Reach::Paragraph)]
    }

    /// Words near each other have no marks to heed.
    fn marks_of(reach: Reach, marks: Vec<u32>) -> Vec<u32> {
        match reach {
            Reach::Words { .. } => Vec::new(),
            Reach::Sentence | Reach::Paragraph => marks,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn the_algebra_brings_places_into_their_order(places in places(), more in places()) {
            let mut all = [places, more].concat();
            let expected = united(all.clone());
            algebra::sort_places(&mut all);
            prop_assert_eq!(all, expected);
        }

        #[test]
        fn the_algebra_puts_the_same_words_side_by_side(
            words in prop::collection::vec(positions(12), 1..4),
        ) {
            let single = |word: &Vec<u32>| side_by_side(std::slice::from_ref(word));
            let parts: Vec<Vec<Place>> = words.iter().map(single).collect();
            let joined = parts.into_iter().reduce(|left, right| algebra::side_by_side(&left, &right));
            let spans = |places: Vec<Place>| -> Vec<Run> {
                places.iter().map(|place| (place.start, place.end)).collect()
            };
            prop_assert_eq!(spans(joined.unwrap()), spans(side_by_side(&words)));
        }

        #[test]
        fn the_algebra_finds_the_same_places_near_each_other(
            left in places(), right in places(), reach in reach(), marks in positions(5),
        ) {
            let marks = marks_of(reach, marks);
            let found = algebra::near(&left, &right, reach, &marks);
            prop_assert_eq!(found, near(&left, &right, reach, &marks));
        }

        #[test]
        fn the_algebra_finds_the_same_windows(
            words in prop::collection::vec(positions(6), 1..5), between in 0u32..6,
        ) {
            let found: Vec<Place> = algebra::window(&words, between);
            prop_assert_eq!(found, window(&words, between));
        }

        #[test]
        fn places_near_each_other_are_found_wherever_two_are_within_reach(
            left in places(), right in places(), reach in reach(), marks in positions(5),
        ) {
            let marks = marks_of(reach, marks);
            let is_found = |first: &Place, second: &Place| {
                first.end < second.start && is_within(first, second, reach, &marks)
            };
            let is_any = left.iter().any(|l| {
                right.iter().any(|r| is_found(l, r) || !is_ordered(reach) && is_found(r, l))
            });
            prop_assert_eq!(!near(&left, &right, reach, &marks).is_empty(), is_any);
        }
    }
}
