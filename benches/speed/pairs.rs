//! The words that are asked for.

use std::collections::HashMap;

use crate::corpus::Corpus;
use crate::generate::Random;

/// Number of articles whose words are asked for.
const NUM_SAMPLED: usize = 4_000;

/// Runs of words that stand side by side in some articles, from rare to frequent.
pub(crate) fn word_runs<const WORDS: usize>(
    corpus: &Corpus,
    num: usize,
) -> anyhow::Result<Vec<[String; WORDS]>> {
    let mut counts: HashMap<[String; WORDS], u32> = HashMap::new();
    for text in corpus.texts()?.take(NUM_SAMPLED) {
        let body = text?.body.to_lowercase();
        let words: Vec<&str> = body.split(' ').collect();
        let is_plain = |word: &&str| word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase());
        for run in words.windows(WORDS).filter(|run| run.iter().all(is_plain)) {
            let run = std::array::from_fn(|at| run[at].to_owned());
            *counts.entry(run).or_default() += 1;
        }
    }
    let mut runs: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 2).collect();
    runs.sort_unstable_by(|(a, n), (b, m)| n.cmp(m).then_with(|| a.cmp(b)));
    anyhow::ensure!(
        !runs.is_empty(),
        "the corpus is too small to take queries from"
    );
    let mut random = Random::new(1);
    // Half of them from anywhere, half from the most frequent ones.
    let frequent = runs.len() - runs.len().min(1000);
    let mut draw = |from: usize| runs[from + random.below(runs.len() - from)].0.clone();
    Ok((0..num)
        .map(|n| draw(if n % 2 == 0 { 0 } else { frequent }))
        .collect())
}
