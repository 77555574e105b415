//! The words that are asked for.

use std::collections::HashMap;

use crate::corpus::Corpus;
use crate::generate::Random;

/// Number of articles whose words are asked for.
const NUM_SAMPLED: usize = 4_000;

/// Pairs of words that stand side by side in some article, from rare to frequent.
pub(crate) fn word_pairs(corpus: &Corpus, num: usize) -> anyhow::Result<Vec<[String; 2]>> {
    let mut counts: HashMap<[String; 2], u32> = HashMap::new();
    for text in corpus.texts()?.take(NUM_SAMPLED) {
        let body = text?.body.to_lowercase();
        let words: Vec<&str> = body.split(' ').collect();
        let is_plain = |word: &&str| word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase());
        for pair in words.windows(2).filter(|pair| pair.iter().all(is_plain)) {
            *counts
                .entry([pair[0].to_owned(), pair[1].to_owned()])
                .or_default() += 1;
        }
    }
    let mut pairs: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 2).collect();
    pairs.sort_unstable_by(|(a, n), (b, m)| n.cmp(m).then_with(|| a.cmp(b)));
    anyhow::ensure!(
        !pairs.is_empty(),
        "the corpus is too small to take queries from"
    );
    let mut random = Random::new(1);
    // Half of the pairs from anywhere, half from the most frequent ones.
    let frequent = pairs.len() - pairs.len().min(1000);
    let mut draw = |from: usize| pairs[from + random.below(pairs.len() - from)].0.clone();
    Ok((0..num)
        .map(|n| draw(if n % 2 == 0 { 0 } else { frequent }))
        .collect())
}
