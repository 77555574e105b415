//! What stories take of the time of indexing.

use std::hint::black_box;

use search::stories::{Sketch, group};

use super::{Article, KEYS_A_PASS};
use crate::Settings;
use crate::build::build_ours;
use crate::clock::ThreadClock;
use crate::corpus::Corpus;
use crate::measure::median;

/// Prints the CPU time of sketches and stories, beside that of indexing, in turns.
pub(super) fn print(
    articles: &[Article],
    corpus: &Corpus,
    settings: &Settings,
) -> anyhow::Result<()> {
    let (mut sketching, mut grouping, mut indexing) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let clock = ThreadClock::start();
        let sketches: Vec<Sketch> = articles.iter().map(Article::sketch).collect();
        sketching.push(clock.seconds());
        let clock = ThreadClock::start();
        black_box(group(&sketches, KEYS_A_PASS));
        grouping.push(clock.seconds());
        let built = build_ours(&corpus.path, &settings.folder.join("index-search"))?;
        indexing.push(built.run.cpu_seconds.unwrap_or(built.run.seconds));
    }
    let (sketching, grouping, indexing) =
        (median(&sketching), median(&grouping), median(&indexing));
    println!(
        "stories: CPU seconds, medians of {} rounds\n\
         {:66}{sketching:>8.2}\n{:66}{grouping:>8.2}\n{:66}{indexing:>8.2}\n\
         {:66}{:>8.1} % (at most 10 %)\n",
        settings.rounds,
        "sketches",
        "grouping",
        "indexing, with both",
        "share",
        (sketching + grouping) / indexing * 100.0
    );
    Ok(())
}
