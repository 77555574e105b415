//! Learns the model: an averaged structured perceptron over the features of labelled articles.

use std::collections::HashMap;

use super::decode::{self, NUM_LABELS, NUM_NAMED, OUTSIDE, Scores, Search, Transitions};
pub use super::model::ModelError;
use super::model::{Clusters, Model};
use super::outlook::Outlook;
use super::page::{Page, Survey};
use super::words::Words;
use crate::article::{EntityKind, Part};

/// A name: first byte, one past the last, kind.
pub type Name = (usize, usize, EntityKind);

/// An article whose names are known.
#[derive(Clone, Debug, Default)]
pub struct Labelled {
    /// Its text; the headline is the first line.
    pub body: String,
    /// Its names, ascending.
    pub names: Vec<Name>,
}

/// How the model is trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Times that all articles are gone through.
    pub rounds: usize,
    /// Features seen in fewer places are left out.
    pub min_count: u32,
    /// What a wrong label gains in the search while training, so that right ones win by more.
    pub margin: f32,
    /// Share of features that each run lacks while training.
    pub dropout: f64,
    /// Buckets of eight features that the model has.
    pub num_buckets: usize,
    /// Seed of the order in which articles are gone through.
    pub seed: u64,
}

impl Default for Settings {
    /// The settings that did best on testa of CoNLL-2003.
    fn default() -> Settings {
        Settings {
            rounds: 12,
            min_count: 2,
            margin: 10.0,
            dropout: 0.1,
            num_buckets: 20_000,
            seed: 1,
        }
    }
}

/// One run of tokens: the features of each (a range of ids), its label, and where lines begin.
struct Run {
    features: Vec<Vec<u32>>,
    labels: Vec<usize>,
    breaks: Vec<bool>,
}

impl Run {
    /// Returns the run without a share of its features, taken out at random: names that were
    /// never seen lack their words' features as well, and must be told by the others.
    fn without(&self, share: f64, random: &mut Random) -> Run {
        let bound = (share * 1000.0) as usize;
        let kept = |features: &Vec<u32>| {
            let all = features.iter().copied();
            all.filter(|_| random.below(1000) >= bound).collect()
        };
        Run {
            features: self.features.iter().map(kept).collect(),
            labels: self.labels.clone(),
            breaks: self.breaks.clone(),
        }
    }
}

/// Trains a model and returns its bytes; `clusters` are hashes of words with their cluster.
pub fn train(articles: &[Labelled], clusters: &[(u32, u16)], settings: &Settings) -> Vec<u8> {
    let table = Clusters::new(clusters);
    let (runs, names) = collect(articles, &table, settings.min_count);
    let mut learner = Learner::new(names.len(), settings);
    let mut order: Vec<usize> = (0..runs.len()).collect();
    let mut random = Random(settings.seed);
    for _ in 0..settings.rounds {
        random.shuffle(&mut order);
        for &run in &order {
            let seen = runs[run].without(settings.dropout, &mut random);
            learner.learn(&seen);
        }
    }
    learner.finish(&names, clusters, settings.num_buckets)
}

/// Finds the names of a text with a model's bytes: first byte, one past the last, kind.
///
/// # Errors
///
/// Returns an error if the bytes are not those of a model of this version.
pub fn find(model: &[u8], body: &str) -> Result<Vec<Name>, ModelError> {
    let model = Model::read(model)?;
    let pages = [Page::new(Part::Body, body)];
    let wanted = [decode::candidates(&pages[0])];
    let mut words = Words::weighed_by(&model);
    let mut outlook = Outlook::of(&pages, &Survey::of(&pages, Some("en")), &mut words, &wanted);
    outlook.weigh_uses(&model);
    let tokens = &pages[0].tokens;
    let names = decode::names(&model, &outlook, &pages[0], 0, &wanted[0]);
    let spans = names.into_iter();
    Ok(spans
        .map(|(first, last, kind)| (tokens[first].start, tokens[last - 1].end, kind))
        .collect())
}

/// Returns the clusters of a model, as [`train`] takes them.
///
/// # Errors
///
/// Returns an error if the bytes are not those of a model of this version.
pub fn clusters_of(model: &[u8]) -> Result<Vec<(u32, u16)>, ModelError> {
    Ok(Model::read(model)?.clusters.words())
}

/// Turns articles into runs of feature ids; returns the features of the ids, too.
fn collect(articles: &[Labelled], clusters: &Clusters, min_count: u32) -> (Vec<Run>, Vec<u64>) {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for article in articles {
        visit(article, clusters, |_, _, features| {
            for &feature in features {
                *counts.entry(feature).or_default() += 1;
            }
        });
    }
    counts.retain(|_, count| *count >= min_count);
    let mut names: Vec<u64> = counts.keys().copied().collect();
    names.sort_unstable();
    let ids: HashMap<u64, u32> = names
        .iter()
        .zip(0..)
        .map(|(name, id)| (*name, id))
        .collect();
    let mut runs: Vec<Run> = Vec::new();
    for article in articles {
        visit(article, clusters, |place, label, features| {
            if place.begins_run {
                runs.push(Run {
                    features: Vec::new(),
                    labels: Vec::new(),
                    breaks: Vec::new(),
                });
            }
            if let Some(run) = runs.last_mut() {
                let known = features.iter().filter_map(|f| ids.get(f).copied());
                run.features.push(known.collect());
                run.labels.push(label);
                run.breaks.push(place.breaks);
            }
        });
    }
    (runs, names)
}

/// Where a token of a run stands.
struct Place {
    begins_run: bool,
    breaks: bool,
}

/// Calls `take` with each token of each run, its label and its features.
fn visit(article: &Labelled, clusters: &Clusters, mut take: impl FnMut(Place, usize, &[u64])) {
    let pages = [Page::new(Part::Body, &article.body)];
    let wanted = [decode::candidates(&pages[0])];
    let mut words = Words::without_weights(clusters);
    let outlook = Outlook::of(&pages, &Survey::of(&pages, Some("en")), &mut words, &wanted);
    let labels = labels(&pages[0], &article.names);
    let mut features = Vec::new();
    decode::each_run(&wanted[0], |run| {
        for i in run.clone() {
            outlook.features(&pages[0], 0, i, &mut features);
            let begins_run = i == run.start;
            let label = labels[i];
            let breaks = pages[0].tokens[i].starts_line;
            take(Place { begins_run, breaks }, label, &features);
        }
    });
}

/// Returns the label of each token of a page.
fn labels(page: &Page<'_>, names: &[Name]) -> Vec<usize> {
    let mut labels = vec![OUTSIDE; page.tokens.len()];
    for &(start, end, kind) in names {
        let first = page.tokens.partition_point(|t| t.start < start);
        let last = page.tokens.partition_point(|t| t.end <= end);
        for (n, i) in (first..last).enumerate() {
            labels[i] = decode::label(kind, n == 0);
        }
    }
    labels
}

/// Weights while they are learned, and the sums that their averages come from.
struct Learner {
    weights: Vec<Scores>,
    sums: Vec<Scores>,
    transitions: Transitions,
    transition_sums: Transitions,
    step: f32,
    margin: f32,
    search: Search,
}

impl Learner {
    fn new(num_features: usize, settings: &Settings) -> Learner {
        Learner {
            weights: vec![[0.0; NUM_NAMED]; num_features],
            sums: vec![[0.0; NUM_NAMED]; num_features],
            transitions: [[0.0; NUM_LABELS]; NUM_LABELS],
            transition_sums: [[0.0; NUM_LABELS]; NUM_LABELS],
            step: 1.0,
            margin: settings.margin,
            search: Search::default(),
        }
    }

    fn learn(&mut self, run: &Run) {
        self.step += 1.0;
        let mut scores: Vec<Scores> = Vec::with_capacity(run.labels.len());
        for (features, &right) in run.features.iter().zip(&run.labels) {
            let mut sums = [0.0; NUM_NAMED];
            for &feature in features {
                for (sum, weight) in sums.iter_mut().zip(&self.weights[feature as usize]) {
                    *sum += weight;
                }
            }
            // Against the right label alone: what outside gains, all others lose.
            for (label, sum) in sums.iter_mut().enumerate() {
                *sum += match right {
                    OUTSIDE => self.margin,
                    right if right == label => -self.margin,
                    _ => 0.0,
                };
            }
            scores.push(sums);
        }
        let mut found = Vec::new();
        self.search
            .best(&scores, &self.transitions, |n| run.breaks[n], &mut found);
        let (mut before_right, mut before_found) = (OUTSIDE, OUTSIDE);
        for (n, &found) in found.iter().enumerate() {
            let right = run.labels[n];
            if right != found {
                for &feature in &run.features[n] {
                    self.change(feature as usize, right, 1.0);
                    self.change(feature as usize, found, -1.0);
                }
            }
            if (before_right, right) != (before_found, found) {
                self.change_transition(before_right, right, 1.0);
                self.change_transition(before_found, found, -1.0);
            }
            (before_right, before_found) = (right, found);
        }
        if before_right != before_found {
            self.change_transition(before_right, OUTSIDE, 1.0);
            self.change_transition(before_found, OUTSIDE, -1.0);
        }
    }

    fn change(&mut self, feature: usize, label: usize, by: f32) {
        if label != OUTSIDE {
            self.weights[feature][label] += by;
            self.sums[feature][label] += by * self.step;
        }
    }

    fn change_transition(&mut self, from: usize, to: usize, by: f32) {
        self.transitions[from][to] += by;
        self.transition_sums[from][to] += by * self.step;
    }

    /// Averages the weights, keeps those that tell most, and writes them as whole numbers.
    fn finish(mut self, names: &[u64], clusters: &[(u32, u16)], num_buckets: usize) -> Vec<u8> {
        let average = |weight: f32, sum: f32| weight - sum / self.step;
        for (weights, sums) in self.weights.iter_mut().zip(&self.sums) {
            for (weight, sum) in weights.iter_mut().zip(sums) {
                *weight = average(*weight, *sum);
            }
        }
        let mut order: Vec<usize> = (0..names.len()).collect();
        let norm = |i: usize| self.weights[i].iter().map(|w| w * w).sum::<f32>();
        order.sort_by(|&a, &b| norm(b).total_cmp(&norm(a)).then(names[a].cmp(&names[b])));
        order.retain(|&i| norm(i) > 0.0);
        let largest = |i: usize| self.weights[i].iter().fold(0.0f32, |m, w| m.max(w.abs()));
        let bounds = order
            .iter()
            .map(|&i| largest(i))
            .fold(0.0f32, f32::max)
            .max(f32::MIN_POSITIVE);
        let scale = 127.0 / bounds;
        let features: Vec<_> = order
            .iter()
            .map(|&i| {
                (
                    names[i],
                    self.weights[i].map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8),
                )
            })
            .collect();
        let mut transitions = [[0; NUM_LABELS]; NUM_LABELS];
        for (from, row) in transitions.iter_mut().enumerate() {
            for (to, whole) in row.iter_mut().enumerate() {
                let weight = average(self.transitions[from][to], self.transition_sums[from][to]);
                *whole = (weight * scale).round().clamp(-32767.0, 32767.0) as i16;
            }
        }
        Model::write(&transitions, clusters, &features, num_buckets)
    }
}

/// A generator of random numbers (xorshift), the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            all.swap(i, self.below(i + 1));
        }
    }
}
