//! Which passages of a body show most of a query.

use std::collections::HashSet;
use std::ops::Range;

use super::passage::{Body, fits};
use super::reading::Reading;
use super::word_place::WordPlace;
use super::{Matches, Snippet};

/// The longest stretch, in characters, whose words are looked at together: a passage has room
/// for it and for some context.
const WINDOW_CHARS: usize = 180;
/// What the first, second and third place of a clause add to a window, in percent of its worth;
/// more of them add nothing.
const SHARES: [u64; 3] = [100, 15, 10];
/// What is left of the worth of a clause that another passage shows already.
const SHOWN: u64 = 4;
/// Windows whose lengths differ by less than this are equally short, in bytes.
const SHORTNESS_BYTES: usize = 60;

/// A stretch of a body that is worth showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    bytes: Range<usize>,
    /// What it shows: even numbers for clauses, odd ones for something less of the same clause.
    kind: usize,
    worth: u64,
}

impl Candidate {
    fn make_less(&mut self) {
        if self.kind.is_multiple_of(2) {
            self.kind += 1;
            self.worth /= 2;
        }
    }
}

/// Returns what is worth showing of a clause with these places: each place whole, or where it
/// is too long for a passage, each of its words.
pub(super) fn candidates(
    clause: usize,
    worth: f32,
    places: &[WordPlace],
    body: &Reading,
) -> Vec<Candidate> {
    let worth = (worth * 1000.0).clamp(1.0, 1e9) as u64;
    let mut candidates = Vec::with_capacity(places.len());
    for place in places {
        let runs = place.runs().iter().map(|&run| body.bytes(run));
        let whole = Candidate {
            bytes: body.bytes(place.whole()),
            kind: 2 * clause,
            worth,
        };
        if whole.bytes.len() <= WINDOW_CHARS {
            candidates.push(whole);
            continue;
        }
        candidates.extend(runs.map(|bytes| {
            let mut part = Candidate { bytes, ..whole };
            part.make_less();
            part
        }));
    }
    candidates
}

/// Brings candidates into the order in which they are looked at.
pub(super) fn sorted(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_unstable_by_key(|it| (it.bytes.start, it.bytes.end, it.kind));
    candidates.dedup();
    candidates
}

/// Returns up to `count` passages in the order of the body.
pub(super) fn best(body: &str, matches: &Matches, count: usize) -> Vec<Snippet> {
    if count == 0 || body.trim().is_empty() {
        return Vec::new();
    }
    let body = Body::new(body);
    let mut passages = Picker::new(&body, &matches.candidates).pick(count);
    if passages.is_empty() {
        passages.push(body.beginning());
    }
    passages
        .into_iter()
        .map(|passage| body.cut(passage, &matches.body))
        .collect()
}

struct Picker<'a> {
    body: &'a Body<'a>,
    candidates: Vec<Candidate>,
    /// By kind: whether a passage shows it.
    shown: Vec<bool>,
}

/// The candidates that a passage can show together.
struct Window {
    candidates: Range<usize>,
    score: u64,
    /// The bytes from the first to the last of them.
    bytes: Range<usize>,
}

impl Window {
    fn is_better_than(&self, other: &Window) -> bool {
        let shortness = |window: &Window| window.bytes.len() / SHORTNESS_BYTES;
        self.score > other.score || self.score == other.score && shortness(self) < shortness(other)
    }
}

impl<'a> Picker<'a> {
    fn new(body: &'a Body<'a>, candidates: &[Candidate]) -> Self {
        let mut candidates = candidates.to_vec();
        for candidate in &mut candidates {
            if !body.is_prose_at(candidate.bytes.start) {
                candidate.make_less();
            }
        }
        let num_kinds = candidates.iter().map(|it| it.kind + 1).max();
        Picker {
            body,
            candidates,
            shown: vec![false; num_kinds.unwrap_or_default()],
        }
    }

    fn pick(mut self, count: usize) -> Vec<Range<usize>> {
        let mut passages: Vec<Range<usize>> = Vec::new();
        let mut free = vec![self.body.whole()];
        while passages.len() < count {
            let windows = free.iter().enumerate().filter_map(|(at, room)| {
                let window = self.best_window(room)?;
                Some((at, window))
            });
            let best = windows.reduce(|best, other| match other.1.is_better_than(&best.1) {
                true => other,
                false => best,
            });
            let Some((at, window)) = best else { break };
            let room = free[at].clone();
            let passage = self.body.passage(&self.bytes_to_show(&window), &room);
            self.note_shown(&passage);
            free.splice(at..=at, [room.start..passage.start, passage.end..room.end]);
            passages.push(passage);
        }
        passages.sort_unstable_by_key(|passage| passage.start);
        passages
    }

    /// The window of most worth whose candidates lie in `room`; of equals a shorter, then the
    /// first.
    fn best_window(&self, room: &Range<usize>) -> Option<Window> {
        let begin = self.first_from(room.start);
        let end = self.first_from(room.end);
        let mut best: Option<Window> = None;
        let mut tally = Tally::new(&self.shown);
        let mut next = begin;
        for first in begin..end {
            while next < end && self.can_join(first, next, room) {
                tally.add(&self.candidates[next]);
                next += 1;
            }
            if next == first {
                next += 1;
                continue;
            }
            if best.as_ref().is_none_or(|best| tally.score >= best.score) {
                let window = self.window(first..next, tally.score);
                if best.as_ref().is_none_or(|best| window.is_better_than(best)) {
                    best = Some(window);
                }
            }
            tally.remove(&self.candidates[first]);
        }
        best
    }

    fn first_from(&self, byte: usize) -> usize {
        self.candidates.partition_point(|it| it.bytes.start < byte)
    }

    /// Tells whether a window that begins with the candidate `first` has room for `next`.
    fn can_join(&self, first: usize, next: usize, room: &Range<usize>) -> bool {
        let bytes = self.candidates[first].bytes.start..self.candidates[next].bytes.end;
        bytes.end <= room.end && (first == next || fits(self.body.text, bytes, WINDOW_CHARS))
    }

    fn window(&self, candidates: Range<usize>, score: u64) -> Window {
        let start = self.candidates[candidates.start].bytes.start;
        let ends = self.candidates[candidates.clone()]
            .iter()
            .map(|it| it.bytes.end);
        Window {
            bytes: start..ends.max().unwrap_or(start),
            candidates,
            score,
        }
    }

    /// The bytes of a window from where its prose begins, unless that would hide a clause.
    fn bytes_to_show(&self, window: &Window) -> Range<usize> {
        let candidates = &self.candidates[window.candidates.clone()];
        let clauses = |candidates: &[Candidate]| -> HashSet<usize> {
            candidates.iter().map(|it| it.kind / 2).collect()
        };
        let prose = candidates
            .iter()
            .position(|it| self.body.is_prose_at(it.bytes.start))
            .map(|first| &candidates[first..])
            .filter(|prose| clauses(prose) == clauses(candidates));
        let shown = prose.unwrap_or(candidates);
        shown.first().map_or(0, |it| it.bytes.start)..window.bytes.end
    }

    fn note_shown(&mut self, passage: &Range<usize>) {
        for candidate in &self.candidates[self.first_from(passage.start)..] {
            if candidate.bytes.start >= passage.end {
                break;
            }
            self.shown[candidate.kind] |= candidate.bytes.end <= passage.end;
        }
    }
}

/// The score of a window while candidates come and go.
struct Tally<'a> {
    shown: &'a [bool],
    /// By kind.
    counts: Vec<usize>,
    score: u64,
}

impl<'a> Tally<'a> {
    fn new(shown: &'a [bool]) -> Self {
        Tally {
            shown,
            counts: vec![0; shown.len()],
            score: 0,
        }
    }

    fn add(&mut self, candidate: &Candidate) {
        self.score += self.share(candidate);
        self.counts[candidate.kind] += 1;
    }

    fn remove(&mut self, candidate: &Candidate) {
        self.counts[candidate.kind] -= 1;
        self.score -= self.share(candidate);
    }

    /// What one more candidate of the kind adds.
    fn share(&self, candidate: &Candidate) -> u64 {
        let share = SHARES.get(self.counts[candidate.kind]);
        let worth = match self.shown[candidate.kind] {
            true => candidate.worth / SHOWN,
            false => candidate.worth,
        };
        worth * share.copied().unwrap_or_default()
    }
}
