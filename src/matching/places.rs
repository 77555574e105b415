//! The algebra of places: where words, phrases and words near each other stand in one text.
//!
//! A place is a span of word positions. The functions here join places to longer ones; what a
//! place carries besides its span ([`Place`]) is up to the caller: an engine wants the span alone,
//! the highlighter also the words that made it.
//!
//! All functions take places in the order of [`sort_places`] and return them so.

use std::cmp::Reverse;

use crate::query::{Order, Reach};

/// Positions of words in one text, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Position of the first word.
    pub start: u32,
    /// Position of the last word; not less than `start`.
    pub end: u32,
}

/// Something that stands at a span.
pub trait Place: Clone {
    /// Whether it carries the words that it is made of.
    const HAS_WORDS: bool = true;

    /// Makes the place of one word.
    fn of_word(position: u32) -> Self;

    /// Returns the positions that the place covers.
    fn span(&self) -> Span;

    /// Makes the place that covers both.
    fn join(&self, other: &Self) -> Self;

    /// Takes in what another place of the same span is made of.
    fn absorb(&mut self, other: Self);
}

impl Place for Span {
    const HAS_WORDS: bool = false;

    fn of_word(position: u32) -> Self {
        Span {
            start: position,
            end: position,
        }
    }

    fn span(&self) -> Span {
        *self
    }

    fn join(&self, other: &Self) -> Self {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    fn absorb(&mut self, _other: Self) {}
}

/// Positions at which a sentence or a paragraph begins, ascending; the first of a text is not
/// among them.
pub type Marks<'a> = &'a [u32];

/// Brings places into their order, by start, then end, and makes those of one span one.
pub fn sort_places<P: Place>(places: &mut Vec<P>) {
    let is_sorted = places
        .windows(2)
        .all(|pair| pair[0].span() < pair[1].span());
    if is_sorted {
        return;
    }
    places.sort_by_key(Place::span);
    let mut kept = 0;
    for at in 1..places.len() {
        if places[kept].span() == places[at].span() {
            let other = places[at].clone();
            places[kept].absorb(other);
        } else {
            kept += 1;
            places.swap(kept, at);
        }
    }
    places.truncate(kept + 1);
}

/// Returns the places at which a right place follows a left one with no word between.
pub fn side_by_side<P: Place>(left: &[P], right: &[P]) -> Vec<P> {
    let mut joined = Vec::new();
    for first in left {
        let next = first.span().end + 1;
        let from = right.partition_point(|place| place.span().start < next);
        let followers = right[from..]
            .iter()
            .take_while(|place| place.span().start == next);
        joined.extend(followers.map(|second| first.join(second)));
    }
    sort_places(&mut joined);
    joined
}

/// Returns the places made of a left and a right place that do not overlap and that lie within
/// `reach` of each other.
///
/// Of all such pairs those count in which one of the two is the nearest of its side to the
/// other; the gap of a pair is the difference between the positions of their nearer ends, so that
/// neighbours have a gap of 1, and of equally near places the one that ends first, then the one
/// that starts first, is the nearest. `marks` are those of the reach: of sentences or paragraphs.
pub fn near<P: Place>(left: &[P], right: &[P], reach: Reach, marks: Marks<'_>) -> Vec<P> {
    let mut joined = Vec::new();
    near_into(left, right, reach, marks, &mut joined);
    joined
}

/// Writes what [`near`] returns into `joined`.
pub fn near_into<P: Place>(
    left: &[P],
    right: &[P],
    reach: Reach,
    marks: Marks<'_>,
    joined: &mut Vec<P>,
) {
    joined.clear();
    if left.is_empty() || right.is_empty() {
        return;
    }
    let (lefts, rights) = (ByEnd::of(left), ByEnd::of(right));
    let is_ordered = matches!(
        reach,
        Reach::Words {
            order: Order::AsWritten,
            ..
        }
    );
    let mut add = |earlier: &P, later: &P| {
        if is_within(earlier.span(), later.span(), reach) {
            joined.push(earlier.join(later));
        }
    };
    for place in left {
        let bounds = Bounds::around(place.span(), marks);
        if let Some(after) = first_after(right, place.span(), bounds) {
            add(place, after);
        }
        let before = rights.last_before(right, place.span(), bounds);
        if let Some(before) = before.filter(|_| !is_ordered) {
            add(before, place);
        }
    }
    for place in right {
        let bounds = Bounds::around(place.span(), marks);
        if let Some(before) = lefts.last_before(left, place.span(), bounds) {
            add(before, place);
        }
        if let Some(after) = first_after(left, place.span(), bounds).filter(|_| !is_ordered) {
            add(place, after);
        }
    }
    sort_places(joined);
}

/// Tells whether two places, the earlier first, are near enough.
fn is_within(earlier: Span, later: Span, reach: Reach) -> bool {
    match reach {
        Reach::Words { most, .. } => later.start - earlier.end <= most,
        Reach::Sentence | Reach::Paragraph => true,
    }
}

/// Where places must lie so that no mark stands between them and another place.
#[derive(Clone, Copy)]
struct Bounds {
    /// The last mark that is not behind the other place's end: an earlier place starts there at
    /// the earliest.
    first: u32,
    /// The first mark behind the other place's start: a later place ends before it.
    end: u32,
}

impl Bounds {
    fn around(span: Span, marks: Marks<'_>) -> Self {
        let not_behind = marks.partition_point(|&mark| mark <= span.end);
        let next = marks.partition_point(|&mark| mark <= span.start);
        Bounds {
            first: not_behind.checked_sub(1).map_or(0, |last| marks[last]),
            end: marks.get(next).copied().unwrap_or(u32::MAX),
        }
    }
}

/// The place within bounds nearest behind `span`; of several that start there, the one that ends
/// first.
fn first_after<P: Place>(places: &[P], span: Span, bounds: Bounds) -> Option<&P> {
    let from = places.partition_point(|place| place.span().start <= span.end);
    places[from..]
        .iter()
        .take_while(|place| place.span().start < bounds.end)
        .find(|place| place.span().end < bounds.end)
}

/// The indices of places in the order of their ends, latest first, then starts, earliest first;
/// `None` where that is the reverse of the order they are in.
struct ByEnd(Option<Vec<usize>>);

impl ByEnd {
    fn of<P: Place>(places: &[P]) -> Self {
        let have_ascending_ends = |pair: &[P]| pair[0].span().end < pair[1].span().end;
        if places.windows(2).all(have_ascending_ends) {
            return ByEnd(None);
        }
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|&at| (Reverse(places[at].span().end), places[at].span().start));
        ByEnd(Some(order))
    }

    /// The place within bounds nearest before `span`; of several that end there, the one that
    /// starts first.
    fn last_before<'a, P: Place>(
        &self,
        places: &'a [P],
        span: Span,
        bounds: Bounds,
    ) -> Option<&'a P> {
        let at = |rank: usize| match &self.0 {
            None => &places[places.len() - 1 - rank],
            Some(order) => &places[order[rank]],
        };
        let from = partition_point(places.len(), |rank| at(rank).span().end >= span.start);
        (from..places.len())
            .map(at)
            .take_while(|place| place.span().end >= bounds.first)
            .find(|place| place.span().start >= bounds.first)
    }
}

/// The first number below `len` for which `is_before` is false; it is true for none behind it.
fn partition_point(len: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Returns the smallest places that hold each word at a position of its own, in any order, with
/// at most `between` other words; `words` are the ascending positions of each word.
///
/// A place is smallest when no other lies inside of it.
pub fn window<P: Place>(words: &[Vec<u32>], between: u32) -> Vec<P> {
    let tokens = tokens_of(words);
    let most = between.saturating_add(words.len() as u32);
    let mut found: Vec<(Span, P)> = Vec::new();
    for first in 0..tokens.len() {
        let start = tokens[first].0;
        let within = tokens[first..].partition_point(|token| token.0 - start < most);
        let Some(place) = smallest_from::<P>(&tokens[first..first + within], words.len()) else {
            continue;
        };
        let span = place.span();
        while found.last().is_some_and(|(other, _)| other.end >= span.end) {
            found.pop();
        }
        found.push((span, place));
    }
    found.into_iter().map(|(_, place)| place).collect()
}

/// A position, and the words that may stand there.
type WindowToken = (u32, Vec<usize>);

fn tokens_of(words: &[Vec<u32>]) -> Vec<WindowToken> {
    let mut pairs: Vec<(u32, usize)> = words
        .iter()
        .enumerate()
        .flat_map(|(word, positions)| positions.iter().map(move |&at| (at, word)))
        .collect();
    pairs.sort_unstable();
    let mut tokens: Vec<WindowToken> = Vec::new();
    for (position, word) in pairs {
        match tokens.last_mut() {
            Some((last, words)) if *last == position => words.push(word),
            _ => tokens.push((position, vec![word])),
        }
    }
    tokens
}

/// The shortest beginning of `tokens` that gives each word a token of its own: the place of all
/// tokens that some way of giving them makes use of.
fn smallest_from<P: Place>(tokens: &[WindowToken], num_words: usize) -> Option<P> {
    let mut holder: Vec<Option<usize>> = vec![None; num_words];
    let mut missing = num_words;
    for token in 0..tokens.len() {
        let mut seen = vec![false; num_words];
        missing -= usize::from(assign(token, tokens, &mut holder, &mut seen));
        if missing == 0 {
            let first = holder.iter().flatten().min().copied().unwrap_or(token);
            let window = &tokens[first..=token];
            let is_used = |at: &usize| !P::HAS_WORDS || can_be_used(*at, window, num_words);
            return (0..window.len())
                .filter(is_used)
                .map(|at| P::of_word(window[at].0))
                .reduce(|place, word| place.join(&word));
        }
    }
    None
}

/// Tells whether each word can have a token of its own when one of them has this one.
fn can_be_used(token: usize, tokens: &[WindowToken], num_words: usize) -> bool {
    tokens[token].1.iter().any(|&word| {
        let mut holder: Vec<Option<usize>> = vec![None; num_words];
        holder[word] = Some(token);
        let mut missing = num_words - 1;
        for other in (0..tokens.len()).filter(|&other| other != token) {
            let mut seen = vec![false; num_words];
            seen[word] = true;
            missing -= usize::from(assign(other, tokens, &mut holder, &mut seen));
        }
        missing == 0
    })
}

/// Gives a token one of its words, moving other tokens to other words where that makes room
/// (an augmenting path of bipartite matching); tells whether there was room.
fn assign(
    token: usize,
    tokens: &[WindowToken],
    holder: &mut [Option<usize>],
    seen: &mut [bool],
) -> bool {
    for &word in &tokens[token].1 {
        if std::mem::replace(&mut seen[word], true) {
            continue;
        }
        let is_free = match holder[word] {
            None => true,
            Some(other) => assign(other, tokens, holder, seen),
        };
        if is_free {
            holder[word] = Some(token);
            return true;
        }
    }
    false
}

/// Returns the places that end before the first mark: those of a text's first paragraph.
pub fn before_first_mark<P: Place>(mut places: Vec<P>, marks: Marks<'_>) -> Vec<P> {
    if let Some(&mark) = marks.first() {
        places.retain(|place| place.span().end < mark);
    }
    places
}
