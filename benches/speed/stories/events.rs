//! Different articles on the same event, and how many of them are taken for copies.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use search::analysis::{Analyzer, Language, WordToken};

use super::Article;
use super::exact::Shingles;

/// Number of words that the headlines of two articles on the same event share at least.
const SHARED_WORDS: usize = 3;
/// Days between two articles on the same event at most.
const MOST_DAYS: i32 = 1;
/// Articles of which the shorter one has so much in common with the other may be copies.
const MAYBE_COPY: f64 = 0.4;

/// Prints how many pairs of different articles on the same event are joined; `firsts` holds for each
/// article the first one of its story.
pub(super) fn print_joined(articles: &[Article], firsts: &[u32]) {
    let mut shingles: HashMap<usize, Shingles> = HashMap::new();
    let mut is_copy = |pair: &(usize, usize)| {
        let (a, b) = *pair;
        for number in [a, b] {
            let of = || Shingles::of(&articles[number].body);
            shingles.entry(number).or_insert_with(of);
        }
        shingles[&a].containment(&shingles[&b]) >= MAYBE_COPY
    };
    let mut pairs = same_events(articles);
    pairs.retain(|pair| !is_copy(pair));
    let joined = pairs.iter().filter(|(a, b)| firsts[*a] == firsts[*b]);
    let num_joined = joined.count();
    println!(
        "stories: pairs of different articles on the same event (at most {MOST_DAYS} day apart, headlines\n\
         that share {SHARED_WORDS} words, less than {MAYBE_COPY} of the shorter text in the longer one)\n\
         {:66}{:>8}\n{:66}{num_joined:>8} ({:.2} %; at most 1 %)\n",
        "pairs",
        pairs.len(),
        "joined",
        num_joined as f64 / pairs.len().max(1) as f64 * 100.0
    );
}

/// Pairs of articles of about the same day with similar headlines.
fn same_events(articles: &[Article]) -> Vec<(usize, usize)> {
    let mut analyzer = Analyzer::new();
    let mut dated: Vec<(i32, usize, HashSet<String>)> = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        if let Some(day) = day(&article.date) {
            dated.push((day, number, content_words(&article.headline, &mut analyzer)));
        }
    }
    dated.sort_unstable_by_key(|(day, number, _)| (*day, *number));
    let mut pairs = Vec::new();
    for (index, (day, number, words)) in dated.iter().enumerate() {
        let later = dated[index + 1..].iter();
        for (_, other, others) in later.take_while(|(later, ..)| later - day <= MOST_DAYS) {
            if words.intersection(others).count() >= SHARED_WORDS {
                pairs.push((*number, *other));
            }
        }
    }
    pairs
}

/// The number of a day, so that those of days that follow each other differ by one.
fn day(date: &str) -> Option<i32> {
    let date: Date = date.get(..10)?.parse().ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    Some(date.since(epoch).ok()?.get_days())
}

/// The stems of a headline's words, without function words, which have none.
fn content_words(headline: &str, analyzer: &mut Analyzer) -> HashSet<String> {
    let english = Language::from_code("en");
    let (mut found, mut word) = (Vec::new(), WordToken::default());
    let mut words = analyzer.words(headline);
    while words.next_into(&mut word) {
        found.push(std::mem::take(&mut word.folded));
    }
    let mut stem = |folded: String| {
        let mut stem = String::new();
        let has_stem = analyzer.stem_term_into(english, &folded, &mut stem);
        has_stem.then_some(stem)
    };
    found.into_iter().filter_map(&mut stem).collect()
}
