//! How well copies are found and other articles on the same event told from them, and what that
//! takes.
//!
//! Found is what [`group`] puts into the story of its original when all articles and all copies are
//! grouped together. Copies are made by rule and seed ([`edits`]), each of another article, the same
//! in every run; what is a copy among the articles themselves is told by all of their shingles
//! ([`exact`]), where the program has a sample.

mod cost;
mod draw;
mod edits;
mod events;
mod exact;

use search::stories::{Sketch, group};
use serde::Deserialize;

use crate::Settings;
use crate::corpus::Corpus;
use crate::generate::Random;
use draw::shuffled;
use edits::{EDITS, Words};
use exact::Shingles;

/// Number of copies of each kind.
const NUM_COPIES: usize = 1_000;
/// Articles with fewer words have no copies made of them.
const LEAST_WORDS: usize = 100;
/// Number of keys that are sorted at a time, as the program has it.
const KEYS_A_PASS: usize = 4 << 20;
const SEED: u64 = 19_970_701;

/// What the copies of an article are known by.
#[derive(Deserialize)]
struct Article {
    #[serde(default, rename = "title")]
    headline: String,
    #[serde(default, rename = "text")]
    body: String,
    url: Option<String>,
    /// Year, month and day, and maybe more.
    #[serde(default)]
    date: String,
}

impl Article {
    fn sketch(&self) -> Sketch {
        Sketch::of(&self.headline, &self.body, self.url.as_deref())
    }
}

/// Prints recall, precision and cost of stories.
pub(crate) fn measure(corpus: &Corpus, settings: &Settings) -> anyhow::Result<()> {
    let articles: Vec<Article> = corpus.records()?.collect::<Result<_, _>>()?;
    let sketches: Vec<Sketch> = articles.iter().map(Article::sketch).collect();
    print_recall(&articles, &sketches);
    let stories = group(&sketches, KEYS_A_PASS);
    events::print_joined(&articles, &stories_by_article(&stories, articles.len()));
    print_stories(&articles, &stories);
    cost::print(&articles, corpus, settings)
}

/// For each article the first one of its story.
fn stories_by_article(stories: &[Vec<u32>], num_articles: usize) -> Vec<u32> {
    let mut firsts: Vec<u32> = (0..num_articles as u32).collect();
    for story in stories {
        for &number in story {
            firsts[number as usize] = story[0];
        }
    }
    firsts
}

fn print_recall(articles: &[Article], sketches: &[Sketch]) {
    let mut random = Random::new(SEED);
    let originals = drawn(articles, &mut random);
    let num_copies = NUM_COPIES.min(originals.len() / EDITS.len());
    let words = Words::of(articles);
    let mut all = sketches.to_vec();
    for (edit, originals) in EDITS.iter().zip(originals.chunks(num_copies.max(1))) {
        let copies = originals
            .iter()
            .map(|&number| edit.copy(&articles[number], &words, &mut random));
        all.extend(copies.map(|copy| copy.sketch()));
    }
    let num_all = all.len();
    let firsts = stories_by_article(&group(&(all), KEYS_A_PASS), num_all);
    println!("stories: copies found, of {num_copies} of each kind");
    for (kind, edit) in EDITS.iter().enumerate() {
        let numbers = kind * num_copies..(kind + 1) * num_copies;
        let found = numbers.filter(|&n| firsts[articles.len() + n] == firsts[originals[n]]);
        let share = found.count() as f64 / num_copies.max(1) as f64;
        println!("{:66}{share:>8.3}", edit.name);
    }
    println!();
}

/// The numbers of the articles that are long enough, in an order that chance gave.
fn drawn(articles: &[Article], random: &mut Random) -> Vec<usize> {
    let is_long = |number: &usize| articles[*number].body.split_whitespace().count() >= LEAST_WORDS;
    let mut numbers = shuffled(articles.len(), random);
    numbers.retain(is_long);
    numbers
}

/// Prints how much of the texts the stories among the articles themselves have in common.
fn print_stories(articles: &[Article], stories: &[Vec<u32>]) {
    const CLASSES: [(&str, f64); 3] = [("0.6 and more", 0.6), ("0.4 to 0.6", 0.4), ("less", 0.0)];
    let mut counts = [0; CLASSES.len()];
    for story in stories {
        let weakest = weakest_link(articles, story);
        let class = CLASSES.iter().position(|(_, least)| weakest >= *least);
        counts[class.unwrap_or(CLASSES.len() - 1)] += 1;
    }
    let num_joined: usize = stories.iter().map(Vec::len).sum();
    println!(
        "stories: {} of {num_joined} of the articles; how much of the shorter text stands in the longer\n\
         one, where that is least among the links that hold a story together",
        stories.len()
    );
    for ((name, _), count) in CLASSES.iter().zip(counts) {
        println!("{name:66}{count:>8}");
    }
    println!();
}

/// The least containment among the greatest ones that connect a story (Prim's algorithm).
fn weakest_link(articles: &[Article], story: &[u32]) -> f64 {
    let mut left: Vec<(Shingles, f64)> = story
        .iter()
        .map(|&number| (Shingles::of(&articles[number as usize].body), 0.0))
        .collect();
    let mut weakest = 1.0_f64;
    let Some((mut reached, _)) = left.pop() else {
        return weakest;
    };
    while !left.is_empty() {
        for (shingles, best) in &mut left {
            *best = best.max(shingles.containment(&reached));
        }
        left.sort_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((next, best)) = left.pop() {
            weakest = weakest.min(best);
            reached = next;
        }
    }
    weakest
}
