//! Finding all copies without comparing all articles.
//!
//! Articles are compared where they share a *key*: two marks that follow each other in the text,
//! the headline, or the address. Keys are gathered and sorted in several passes, each over a part
//! of them, so that memory does not grow with the number of articles; the threads take turns at the
//! passes.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::sketch::mixed;
use super::{Sketch, are_copies};

/// So many articles with one key are compared with each other; of more, each with those next to it.
const COMPARED_ALL: usize = 64;
/// Number of articles on one side with which one of many with the same key is compared.
const NEIGHBOURS: usize = 16;
/// A mark of more articles may be of what a site puts into each of its articles.
const RARE: usize = 8;
/// A text is found in one that is longer by so many halvings.
const LEVELS: u32 = 3;
/// Fewer marks than these at a level give no keys.
const LEAST_MARKS: usize = 4;
/// Each thread has a number of its own for every article: more of them would take too much memory.
const MOST_THREADS: usize = 8;

/// Sketches by number.
pub trait Sketches: Sync {
    /// Number of sketches.
    fn num_sketches(&self) -> u32;

    /// Reads a sketch into `sketch`.
    fn read(&self, number: u32, sketch: &mut Sketch);
}

impl Sketches for Vec<Sketch> {
    fn num_sketches(&self) -> u32 {
        self.len() as u32
    }

    fn read(&self, number: u32, sketch: &mut Sketch) {
        sketch.clone_from(&self[number as usize]);
    }
}

/// Returns the stories that have several articles, each as the numbers of its articles, ascending;
/// takes about eight bytes for each of `keys_at_once`, and for each article four a thread.
pub fn group<S: Sketches>(sketches: &S, keys_at_once: usize) -> Vec<Vec<u32>> {
    let common = common_marks(sketches, keys_at_once);
    // Short articles have a key or two, those with the most marks give most of them at three levels.
    let expected = sketches.num_sketches() as usize * 64;
    let passes = Passes::new(expected, keys_at_once);
    let components = passes.share(|passes| {
        let mut grouping = Grouping {
            sketches,
            common: &common,
            components: Components::new(sketches.num_sketches()),
            pair: <[Sketch; 2]>::default(),
        };
        let mut entries = Vec::with_capacity(passes.expected_in_one);
        while let Some(pass) = passes.next() {
            gather(sketches, pass, &mut entries);
            for with_key in entries.chunk_by(|a, b| key_of(*a) == key_of(*b)) {
                if with_key.len() > 1 {
                    grouping.compare(with_key);
                }
            }
        }
        grouping.components
    });
    let all = components.into_iter().reduce(Components::joined);
    all.map(Components::into_groups).unwrap_or_default()
}

/// Returns the marks that stand in more than [`RARE`] articles, ascending.
fn common_marks<S: Sketches>(sketches: &S, marks_at_once: usize) -> Vec<u32> {
    let expected = sketches.num_sketches() as usize * 36;
    let passes = Passes::new(expected, marks_at_once);
    let common = passes.share(|passes| {
        let mut common = Vec::new();
        let mut marks: Vec<u32> = Vec::with_capacity(passes.expected_in_one);
        while let Some(pass) = passes.next() {
            gather_marks(sketches, pass, &mut marks);
            let equal = marks.chunk_by(|a, b| a == b);
            common.extend(equal.filter(|it| it.len() > RARE).map(|it| it[0]));
        }
        common
    });
    let mut common: Vec<u32> = common.into_iter().flatten().collect();
    common.sort_unstable();
    common
}

/// Parts of what there is to do that threads take one after the other.
struct Passes {
    num: u32,
    threads: usize,
    /// Number of entries of one pass, about.
    expected_in_one: usize,
    next: AtomicU32,
}

/// One of several passes.
#[derive(Clone, Copy)]
struct Pass {
    number: u32,
    of: u32,
}

impl Pass {
    fn has(self, number: u32) -> bool {
        number % self.of == self.number
    }
}

impl Passes {
    /// Divides so many entries that those of all threads are not more than `at_once`.
    fn new(expected: usize, at_once: usize) -> Self {
        let threads = rayon::current_num_threads().min(MOST_THREADS);
        let each = at_once.div_ceil(threads).max(1);
        let num = expected.div_ceil(each).max(1);
        // No thread waits for the last pass of another where that is easily avoided.
        let num = num.next_multiple_of(threads) as u32;
        Passes {
            num,
            threads,
            expected_in_one: expected.div_ceil(num as usize),
            next: AtomicU32::new(0),
        }
    }

    /// Lets each thread work at passes until none is left.
    fn share<T: Send>(&self, work: impl Fn(&Self) -> T + Sync) -> Vec<T> {
        let threads = (0..self.threads).into_par_iter();
        threads.map(|_| work(self)).collect()
    }

    fn next(&self) -> Option<Pass> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let of = self.num;
        (number < of).then_some(Pass { number, of })
    }
}

/// Gathers the marks of one pass, sorted.
fn gather_marks<S: Sketches>(sketches: &S, pass: Pass, marks: &mut Vec<u32>) {
    marks.clear();
    let mut sketch = Sketch::default();
    for number in 0..sketches.num_sketches() {
        sketches.read(number, &mut sketch);
        // The lowest bit is no hash: figures are rarer than words.
        let of_pass = sketch.marks.iter().filter(|&mark| pass.has(mark >> 1));
        marks.extend(of_pass);
    }
    marks.sort_unstable();
}

/// A key and the number of an article that has it, so that sorting brings equal keys together.
type Entry = u64;

fn entry(key: u32, number: u32) -> Entry {
    u64::from(key) << 32 | u64::from(number)
}

fn key_of(entry: Entry) -> u32 {
    (entry >> 32) as u32
}

fn number_of(entry: Entry) -> u32 {
    entry as u32
}

/// Gathers the keys of one pass, sorted.
fn gather<S: Sketches>(sketches: &S, pass: Pass, entries: &mut Vec<Entry>) {
    entries.clear();
    let mut sketch = Sketch::default();
    for number in 0..sketches.num_sketches() {
        sketches.read(number, &mut sketch);
        each_key(&sketch, |key| {
            if pass.has(key) {
                entries.push(entry(key, number));
            }
        });
    }
    entries.sort_unstable();
    entries.dedup();
}

/// Calls `visit` with each key of an article.
fn each_key(sketch: &Sketch, mut visit: impl FnMut(u32)) {
    for (salt, hash) in [(1, sketch.headline), (2, sketch.url)] {
        if hash != 0 {
            visit(mixed(u64::from(hash) << 8 | salt));
        }
    }
    if sketch.marks.is_empty() {
        return;
    }
    if sketch.marks.len() < LEAST_MARKS {
        let sum = sketch.marks.iter().fold(3, |sum, &mark| {
            mixed(u64::from(sum) << 32 | u64::from(mark))
        });
        visit(sum);
        return;
    }
    for level in sketch.level..(sketch.level + LEVELS).min(32) {
        let marks = sketch.marks.iter().copied();
        let mut marks = marks.filter(|&mark| mark <= u32::MAX >> level);
        let Some(mut before) = marks.next() else {
            return;
        };
        for mark in marks {
            visit(mixed(u64::from(before) << 32 | u64::from(mark)));
            before = mark;
        }
    }
}

struct Grouping<'a, S> {
    sketches: &'a S,
    /// The marks that stand in many articles, ascending.
    common: &'a [u32],
    components: Components,
    /// The two that are compared.
    pair: [Sketch; 2],
}

impl<S: Sketches> Grouping<'_, S> {
    /// Compares articles that have one key.
    fn compare(&mut self, entries: &[Entry]) {
        if entries.len() <= COMPARED_ALL {
            for (index, &first) in entries.iter().enumerate() {
                self.compare_with(number_of(first), entries[index + 1..].iter().copied());
            }
            return;
        }
        let sorted = self.by_content(entries);
        for (index, &first) in sorted.iter().enumerate() {
            let next = sorted[index + 1..].iter().take(NEIGHBOURS);
            self.compare_with(number_of(first), next.copied());
        }
    }

    /// Articles in an order that depends on their texts alone, copies often side by side.
    fn by_content(&mut self, entries: &[Entry]) -> Vec<Entry> {
        let mut sorted = Vec::with_capacity(entries.len());
        for &entry in entries {
            let sketch = &mut self.pair[0];
            self.sketches.read(number_of(entry), sketch);
            let mut marks = sketch.marks.clone();
            marks.sort_unstable();
            sorted.push((marks, entry));
        }
        sorted.sort();
        sorted.into_iter().map(|(_, entry)| entry).collect()
    }

    fn compare_with(&mut self, first: u32, others: impl Iterator<Item = Entry>) {
        let mut is_read = false;
        for other in others.map(number_of) {
            if self.components.root(first) == self.components.root(other) {
                continue;
            }
            let [a, b] = &mut self.pair;
            if !is_read {
                self.sketches.read(first, a);
                is_read = true;
            }
            self.sketches.read(other, b);
            if are_copies(a, b, |mark| self.common.binary_search(&mark).is_ok()) {
                self.components.join(first, other);
            }
        }
    }
}

/// Which articles are connected (union-find with path halving).
struct Components {
    parents: Vec<u32>,
}

impl Components {
    fn new(len: u32) -> Self {
        Components {
            parents: (0..len).collect(),
        }
    }

    fn root(&mut self, number: u32) -> u32 {
        let mut at = number as usize;
        while self.parents[at] as usize != at {
            self.parents[at] = self.parents[self.parents[at] as usize];
            at = self.parents[at] as usize;
        }
        at as u32
    }

    /// The lower number becomes the root.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// Connects what is connected in either.
    fn joined(mut self, other: Self) -> Self {
        for (number, &parent) in (0..).zip(&other.parents) {
            if parent != number {
                self.join(number, parent);
            }
        }
        self
    }

    fn into_groups(mut self) -> Vec<Vec<u32>> {
        let mut connected = Vec::new();
        for number in 0..self.parents.len() as u32 {
            let root = self.root(number);
            if root != number {
                connected.push((root, number));
            }
        }
        connected.sort_unstable();
        let stories = connected.chunk_by(|a, b| a.0 == b.0);
        stories
            .map(|story| {
                let others = story.iter().map(|&(_, number)| number);
                std::iter::once(story[0].0).chain(others).collect()
            })
            .collect()
    }
}
