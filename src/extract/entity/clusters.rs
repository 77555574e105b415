//! Learns clusters of words from unlabelled text, by exchange (Martin, Liermann and Ney 1998):
//! each word goes to the cluster that makes the pairs of neighbouring clusters most likely.

use std::collections::HashMap;

use super::model::key;
use super::tokens::{self, Shape};

/// Counts words and pairs of neighbours of many texts.
#[derive(Default)]
pub struct Neighbours {
    ids: HashMap<String, u32>,
    counts: Vec<u64>,
    words: Vec<u32>,
}

/// Stands between sentences, and for words left out.
const OTHER: u32 = 0;

impl Neighbours {
    /// Reads one text.
    pub fn read(&mut self, text: &str) {
        if self.counts.is_empty() {
            self.counts.push(0);
            self.ids.insert(String::new(), OTHER);
        }
        for token in tokens::tokenize(text) {
            if token.is_initial {
                self.words.push(OTHER);
            }
            let word = match token.shape {
                Shape::Number => "0",
                Shape::Opaque => "",
                _ => token.text(text),
            };
            let id = match self.ids.get(word) {
                Some(id) => *id,
                None => {
                    let id = self.counts.len() as u32;
                    self.ids.insert(word.to_owned(), id);
                    self.counts.push(0);
                    id
                }
            };
            self.counts[id as usize] += 1;
            self.words.push(id);
        }
    }

    /// Puts the `num_words` most frequent words into `num_clusters` clusters, numbered from 1;
    /// each word by the hash that the model files it under.
    pub fn cluster(self, num_words: usize, num_clusters: usize, rounds: usize) -> Vec<(u32, u16)> {
        let mut by_id = vec![""; self.counts.len()];
        for (word, id) in &self.ids {
            by_id[*id as usize] = word;
        }
        let mut order: Vec<u32> = (1..self.counts.len() as u32).collect();
        order.sort_by_key(|&id| {
            (
                std::cmp::Reverse(self.counts[id as usize]),
                by_id[id as usize],
            )
        });
        order.truncate(num_words);
        let mut ranks = vec![OTHER; self.counts.len()];
        for (rank, &id) in order.iter().enumerate() {
            ranks[id as usize] = rank as u32 + 1;
        }
        let ranked = self.words.iter().map(|&id| ranks[id as usize]);
        let mut exchange = Exchange::new(ranked, order.len() + 1, num_clusters);
        for _ in 0..rounds {
            exchange.round();
        }
        let mut clusters: Vec<_> = order
            .iter()
            .zip(&exchange.clusters[1..])
            .map(|(&id, &cluster)| (key(by_id[id as usize]), cluster as u16 + 1))
            .collect();
        clusters.sort_unstable();
        clusters
    }
}

/// The neighbours of a word on one side: word and count.
type Side = Vec<(u32, u32)>;

struct Exchange {
    before: Vec<Side>,
    after: Vec<Side>,
    clusters: Vec<usize>,
    num: usize,
    /// Counts of pairs of clusters; the last row and column are those of [`OTHER`].
    pairs: Vec<i64>,
    firsts: Vec<i64>,
    seconds: Vec<i64>,
}

impl Exchange {
    fn new(words: impl Iterator<Item = u32>, num_words: usize, num_clusters: usize) -> Exchange {
        let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
        let mut last = OTHER;
        for word in words {
            *counts.entry((last, word)).or_default() += 1;
            last = word;
        }
        counts.remove(&(OTHER, OTHER));
        let mut pairs: Vec<_> = counts.into_iter().collect();
        pairs.sort_unstable();
        let num = num_clusters + 1;
        let mut exchange = Exchange {
            before: vec![Vec::new(); num_words],
            after: vec![Vec::new(); num_words],
            clusters: (0..num_words)
                .map(|w| {
                    if w == 0 {
                        num_clusters
                    } else {
                        (w - 1) % num_clusters
                    }
                })
                .collect(),
            num,
            pairs: vec![0; num * num],
            firsts: vec![0; num],
            seconds: vec![0; num],
        };
        for ((a, b), count) in pairs {
            exchange.after[a as usize].push((b, count));
            exchange.before[b as usize].push((a, count));
            let (c, d) = (exchange.clusters[a as usize], exchange.clusters[b as usize]);
            exchange.pairs[c * num + d] += i64::from(count);
            exchange.firsts[c] += i64::from(count);
            exchange.seconds[d] += i64::from(count);
        }
        exchange
    }

    /// Moves each word once to the best cluster.
    fn round(&mut self) {
        let mut befores = vec![0i64; self.num];
        let mut afters = vec![0i64; self.num];
        for word in 1..self.clusters.len() {
            let itself = self.sum_sides(word, &mut befores, &mut afters);
            let old = self.clusters[word];
            self.shift(old, &befores, &afters, itself, -1);
            let lists = (nonzero(&befores), nonzero(&afters));
            let mut best = (f64::NEG_INFINITY, old);
            for cluster in 0..self.num - 1 {
                let gain = self.gain(cluster, &lists.0, &lists.1, itself);
                if gain > best.0 {
                    best = (gain, cluster);
                }
            }
            self.shift(best.1, &befores, &afters, itself, 1);
            self.clusters[word] = best.1;
        }
    }

    /// Sums the counts of a word's neighbours by cluster; returns how often it follows itself.
    fn sum_sides(&self, word: usize, befores: &mut [i64], afters: &mut [i64]) -> i64 {
        befores.fill(0);
        afters.fill(0);
        let mut itself = 0;
        for &(other, count) in &self.before[word] {
            if other as usize == word {
                itself = i64::from(count);
            } else {
                befores[self.clusters[other as usize]] += i64::from(count);
            }
        }
        for &(other, count) in &self.after[word] {
            if other as usize != word {
                afters[self.clusters[other as usize]] += i64::from(count);
            }
        }
        itself
    }

    /// Adds a word's counts to a cluster, or takes them away.
    fn shift(&mut self, cluster: usize, befores: &[i64], afters: &[i64], itself: i64, sign: i64) {
        for c in 0..self.num {
            self.pairs[c * self.num + cluster] += sign * befores[c];
            self.pairs[cluster * self.num + c] += sign * afters[c];
        }
        self.pairs[cluster * self.num + cluster] += sign * itself;
        self.firsts[cluster] += sign * (afters.iter().sum::<i64>() + itself);
        self.seconds[cluster] += sign * (befores.iter().sum::<i64>() + itself);
    }

    /// Returns what the likelihood gains when the word goes to `cluster`.
    fn gain(
        &self,
        cluster: usize,
        befores: &[(usize, i64)],
        afters: &[(usize, i64)],
        itself: i64,
    ) -> f64 {
        let row = cluster * self.num;
        let mut gain = 0.0;
        let (mut sum_before, mut sum_after) = (itself, itself);
        let mut own = itself;
        for &(c, count) in befores {
            sum_before += count;
            if c == cluster {
                own += count;
            } else {
                gain += added(self.pairs[c * self.num + cluster], count);
            }
        }
        for &(c, count) in afters {
            sum_after += count;
            if c == cluster {
                own += count;
            } else {
                gain += added(self.pairs[row + c], count);
            }
        }
        gain += added(self.pairs[row + cluster], own);
        gain - added(self.firsts[cluster], sum_after) - added(self.seconds[cluster], sum_before)
    }
}

fn nonzero(counts: &[i64]) -> Vec<(usize, i64)> {
    let all = counts.iter().copied().enumerate();
    all.filter(|(_, count)| *count > 0).collect()
}

fn added(before: i64, count: i64) -> f64 {
    n_log_n(before + count) - n_log_n(before)
}

fn n_log_n(n: i64) -> f64 {
    if n <= 1 {
        0.0
    } else {
        n as f64 * (n as f64).ln()
    }
}
