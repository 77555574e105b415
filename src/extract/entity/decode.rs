//! Finds the best labels for the tokens that can be parts of names.

use super::model::Model;
use super::outlook::Outlook;
use super::page::Page;
use super::tokens::Shape;
use crate::article::EntityKind;

/// Labels other than "no name": for each kind its first token and its others.
pub(super) const NUM_NAMED: usize = 8;
/// The label of tokens outside names.
pub(super) const OUTSIDE: usize = NUM_NAMED;
/// All labels.
pub(super) const NUM_LABELS: usize = NUM_NAMED + 1;

/// The scores of the labels of one token; outside has none.
pub(super) type Scores = [f32; NUM_NAMED];
/// The scores of one label after another.
pub(super) type Transitions = [[f32; NUM_LABELS]; NUM_LABELS];

/// The most tokens between two capitals that may join them to one name.
const MAX_JOINING: usize = 3;

/// Returns the label of a name's token.
pub(super) fn label(kind: EntityKind, is_first: bool) -> usize {
    kind as usize * 2 + usize::from(!is_first)
}

/// Marks the tokens of a page that can be parts of names.
pub(super) fn candidates(page: &Page<'_>) -> Vec<bool> {
    let tokens = &page.tokens;
    let mut wanted: Vec<bool> = tokens
        .iter()
        .map(super::tokens::Token::is_capital)
        .collect();
    let mut last_capital = None;
    for i in 0..tokens.len() {
        if tokens[i].starts_line {
            last_capital = None;
        }
        if !tokens[i].is_capital() {
            continue;
        }
        // A name does not go on in the next sentence.
        let last = last_capital.filter(|_| !tokens[i].is_initial);
        let between = last.map_or(0..0, |last: usize| last + 1..i);
        if between.len() <= MAX_JOINING && between.clone().all(|j| may_join(page, j)) {
            wanted[between].fill(true);
        }
        if i >= 2 && tokens[i].is_joined && tokens[i - 1].is_joined && page.word(i - 1) == "-" {
            wanted[i - 2..i].fill(true);
        }
        for j in [i.wrapping_sub(1), i + 1] {
            if tokens.get(j).is_some_and(|t| t.shape == Shape::Number) {
                wanted[j] = true;
            }
        }
        last_capital = Some(i);
    }
    wanted
}

fn may_join(page: &Page<'_>, i: usize) -> bool {
    let word = page.word(i);
    match page.tokens[i].shape {
        Shape::Lower => word.len() <= 4,
        Shape::Sign => matches!(word, "-" | "&" | "/" | "'" | "." | "’" | "–" | "," | "+"),
        _ => true,
    }
}

/// Calls `take` with each run of wanted tokens of a page.
pub(super) fn each_run(wanted: &[bool], mut take: impl FnMut(std::ops::Range<usize>)) {
    let mut first = 0;
    while first < wanted.len() {
        let length = wanted[first..].iter().take_while(|w| **w).count();
        if length > 0 {
            take(first..first + length);
        }
        first += length + 1;
    }
}

/// Finds the names of one page: first token, one past the last, kind; ascending and disjoint.
pub(super) fn names(
    model: &Model,
    outlook: &Outlook<'_>,
    page: &Page<'_>,
    p: usize,
    wanted: &[bool],
) -> Vec<(usize, usize, EntityKind)> {
    let mut found = Vec::new();
    let mut features = Vec::new();
    let mut search = Search::default();
    let mut scores = Vec::new();
    let mut labels = Vec::new();
    each_run(wanted, |run| {
        scores.clear();
        for i in run.clone() {
            scores.push(outlook.scores(model, page, p, i, &mut features));
        }
        let breaks = |n: usize| page.tokens[run.start + n].starts_line;
        search.best(&scores, &model.transitions, breaks, &mut labels);
        spans(&labels, |first, last, kind| {
            found.push((run.start + first, run.start + last, kind));
        });
    });
    found
}

/// Calls `take` with the first token, one past the last and the kind of each name.
pub(super) fn spans(labels: &[usize], mut take: impl FnMut(usize, usize, EntityKind)) {
    let mut first = 0;
    while first < labels.len() {
        let label = labels[first];
        let mut last = first + 1;
        if label != OUTSIDE {
            let inner = label | 1;
            while labels.get(last) == Some(&inner) {
                last += 1;
            }
            take(first, last, EntityKind::ALL[label / 2]);
        }
        first = last;
    }
}

/// Viterbi's search, with room that is used again.
#[derive(Default)]
pub(super) struct Search {
    from: Vec<[u8; NUM_LABELS]>,
}

impl Search {
    /// Writes the best labels of a run into `labels`; no name goes on where `breaks` holds.
    pub(super) fn best(
        &mut self,
        scores: &[Scores],
        transitions: &Transitions,
        breaks: impl Fn(usize) -> bool,
        labels: &mut Vec<usize>,
    ) {
        self.from.clear();
        let mut reached = [f32::NEG_INFINITY; NUM_LABELS];
        reached[OUTSIDE] = 0.0;
        for (n, scores) in scores.iter().enumerate() {
            let mut next = [f32::NEG_INFINITY; NUM_LABELS];
            let mut from = [0; NUM_LABELS];
            let is_cut = n == 0 || breaks(n);
            for label in 0..NUM_LABELS {
                let own = scores.get(label).copied().unwrap_or(0.0);
                let inner = label < OUTSIDE && label & 1 == 1;
                let range = match inner {
                    true if is_cut => 0..0,
                    true => label - 1..label + 1,
                    false => 0..NUM_LABELS,
                };
                for before in range {
                    let score = reached[before] + transitions[before][label] + own;
                    if score > next[label] {
                        next[label] = score;
                        from[label] = before as u8;
                    }
                }
            }
            self.from.push(from);
            reached = next;
        }
        self.trace(&reached, transitions, labels);
    }

    fn trace(
        &self,
        reached: &[f32; NUM_LABELS],
        transitions: &Transitions,
        labels: &mut Vec<usize>,
    ) {
        let mut best = OUTSIDE;
        let end = |label: usize| reached[label] + transitions[label][OUTSIDE];
        for label in 0..NUM_LABELS {
            if end(label) > end(best) {
                best = label;
            }
        }
        labels.clear();
        labels.resize(self.from.len(), OUTSIDE);
        for (n, from) in self.from.iter().enumerate().rev() {
            labels[n] = best;
            best = usize::from(from[best]);
        }
    }
}
