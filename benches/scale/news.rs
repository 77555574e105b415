//! More news than there is: articles that are made of the sentences of real ones.
//!
//! An article has the length and the topic of one real article, and a third of its sentences; the others
//! are those of two more of that topic. So words come as often as they do in news, and together with
//! those that they come with, and yet none is a copy of another. The headline begins as one and ends as another. New words come in with names: half of the names of each
//! article are exchanged for people who do not exist, one for all mentions of a name. There is no end of
//! those; they are drawn by a Zipf–Mandelbrot law whose exponent lets the number of different names grow as it does
//! in the real articles, with the 0.77th power of all mentions (Heaps' law). Article n is the same in every
//! run.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use jiff::ToSpan;
use search::text::sentence::sentences;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::generate::{Random, capitalised, stem};

const SEED: u64 = 20_151_127;
/// The tail of the people: the number of those beyond rank r falls with r to this power, 1/0.77 − 1.
const TAIL_OF_PEOPLE: f64 = 0.3;
/// Ranks below this are drawn about equally often.
const NUM_FAMOUS: f64 = 700.0;
/// The same of family names, which are words: their number grows with the square root and a little more.
const TAIL_OF_FAMILIES: f64 = 0.5;
const NUM_LARGE_FAMILIES: f64 = 5_000.0;
/// Number of given names.
const NUM_GIVEN: usize = 1_000;
/// One article in so many is of a paper that does not exist.
const NEW_PAPERS: usize = 10;
/// The days that the articles are of.
const NUM_DAYS: usize = 26 * 365;

/// Real articles, taken apart.
pub(crate) struct News {
    articles: Vec<Article>,
    /// The places of the articles of each topic.
    by_topic: HashMap<String, Vec<usize>>,
    /// Words that begin the names of many people.
    given: Vec<String>,
}

#[derive(Deserialize)]
struct Real {
    title: Option<String>,
    text: Option<String>,
    source: Option<String>,
    topic: Option<String>,
}

struct Article {
    headline: Sentence,
    body: Vec<Sentence>,
    source: String,
    topic: String,
}

struct Sentence {
    text: String,
    /// Where names of several words stand in it.
    names: Vec<Range<usize>>,
    ends_paragraph: bool,
}

#[derive(Serialize)]
struct Made<'a> {
    id: String,
    url: String,
    title: String,
    date: String,
    authors: String,
    source: String,
    topic: &'a str,
    text: String,
}

impl News {
    /// Takes apart the articles of a file of JSON Lines.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let mut articles = Vec::new();
        for line in BufReader::new(File::open(path)?).lines() {
            let article = Article::of(serde_json::from_str(&line?)?);
            if !article.body.is_empty() {
                articles.push(article);
            }
        }
        anyhow::ensure!(
            !articles.is_empty(),
            "the corpus has no article with a text"
        );
        let mut by_topic: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, article) in articles.iter().enumerate() {
            let places = by_topic.entry(article.topic.clone()).or_default();
            places.push(place);
        }
        let given = given_names(&articles);
        Ok(News {
            articles,
            by_topic,
            given,
        })
    }

    /// Writes article `number` as a line of JSON.
    pub(crate) fn article(&self, number: usize) -> serde_json::Result<String> {
        let seed = SEED ^ number as u64;
        let mut random = Random::new(seed);
        let model = &self.articles[random.below(self.articles.len())];
        let date = jiff::civil::date(2000, 1, 1) + (random.below(NUM_DAYS) as i64).days();
        let title = self.headline(model, seed, &mut random);
        serde_json::to_string(&Made {
            id: format!("made-{number:08}"),
            url: format!("https://news.example.com/{}/{number:08}", date.year()),
            title,
            date: date.to_string(),
            authors: self.person(&mut random),
            source: paper(model, &mut random),
            topic: &model.topic,
            text: self.body(model, seed, &mut random),
        })
    }

    /// The first half of the words of one headline and the second half of those of another.
    fn headline(&self, model: &Article, seed: u64, random: &mut Random) -> String {
        let other = &self.articles[random.pick(&self.by_topic[&model.topic])];
        let [begins, ends] = [model, other].map(|article| {
            let mut headline = String::new();
            self.exchange(&article.headline, seed, &mut headline);
            headline
        });
        let words = |text: &str| text.split(' ').count();
        let first = begins.split(' ').take(words(&begins).div_ceil(2));
        let second = ends.split(' ').skip(words(&ends) / 2);
        first.chain(second).collect::<Vec<_>>().join(" ")
    }

    fn body(&self, model: &Article, seed: u64, random: &mut Random) -> String {
        let alike = &self.by_topic[&model.topic];
        let others = [(); 2].map(|()| &self.articles[random.pick(alike)]);
        let mut body = String::new();
        for own in &model.body {
            let sentence = match others.get(random.below(3)) {
                Some(other) => &other.body[random.below(other.body.len())],
                None => own,
            };
            self.exchange(sentence, seed, &mut body);
            body += if own.ends_paragraph { "\n\n" } else { " " };
        }
        body.truncate(body.trim_end().len());
        body
    }

    /// Writes a sentence, half of its names exchanged; the same ones for one seed.
    fn exchange(&self, sentence: &Sentence, seed: u64, out: &mut String) {
        let mut written = 0;
        for place in &sentence.names {
            let name = &sentence.text[place.clone()];
            let mut random = Random::new(xxh3_64_with_seed(name.as_bytes(), seed));
            if random.below(2) == 0 {
                *out += &sentence.text[written..place.start];
                *out += &self.person(&mut random);
                written = place.end;
            }
        }
        *out += &sentence.text[written..];
    }

    /// Draws somebody who does not exist.
    fn person(&self, random: &mut Random) -> String {
        let mut person = Random::new(rank(random, NUM_FAMOUS, TAIL_OF_PEOPLE));
        let family = rank(&mut person, NUM_LARGE_FAMILIES, TAIL_OF_FAMILIES);
        let family = capitalised(&stem(&mut Random::new(family)));
        if self.given.is_empty() {
            return family;
        }
        let given = &self.given[person.zipf(self.given.len())];
        format!("{given} {family}")
    }
}

impl Article {
    fn of(real: Real) -> Self {
        let text = real.text.unwrap_or_default();
        let mut body: Vec<Sentence> = Vec::new();
        for paragraph in text.split("\n\n") {
            let sentences = sentences(paragraph);
            body.extend(sentences.map(|range| Sentence::of(&paragraph[range])));
            if let Some(last) = body.last_mut() {
                last.ends_paragraph = true;
            }
        }
        Article {
            headline: Sentence::of(&real.title.unwrap_or_default()),
            body,
            source: real.source.unwrap_or_default(),
            topic: real.topic.unwrap_or_default(),
        }
    }
}

impl Sentence {
    fn of(text: &str) -> Self {
        Sentence {
            text: text.to_owned(),
            names: names(text),
            ends_paragraph: false,
        }
    }
}

/// Finds runs of two capitalised words or more.
fn names(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut at, mut run, mut num_words) = (0, 0..0, 0);
    // An empty word at the end ends the last run.
    for word in text.split(' ').chain([""]) {
        let core = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_name = core.len() > 1
            && core.starts_with(|c: char| c.is_ascii_uppercase())
            && core.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
        if is_name {
            let start = if num_words == 0 { at } else { run.start };
            run = start..at + core.len();
            num_words += 1;
        }
        if !is_name || core.len() < word.len() {
            if num_words > 1 {
                found.push(run.clone());
            }
            num_words = 0;
        }
        at += word.len() + 1;
    }
    found
}

/// The first words of names that go with most other words: those of people, for the most part.
fn given_names(articles: &[Article]) -> Vec<String> {
    let mut followers: HashMap<&str, Vec<&str>> = HashMap::new();
    for sentence in articles.iter().flat_map(|article| &article.body) {
        let names = sentence
            .names
            .iter()
            .map(|place| &sentence.text[place.clone()]);
        for (first, last) in names.filter_map(|name| name.split_once(' ')) {
            followers.entry(first).or_default().push(last);
        }
    }
    let mut counted: Vec<(usize, &str)> = followers
        .into_iter()
        .map(|(first, mut others)| {
            others.sort_unstable();
            others.dedup();
            (others.len(), first)
        })
        .collect();
    counted.sort_unstable_by(|a, b| b.cmp(a));
    let given = counted.into_iter().take(NUM_GIVEN);
    given.map(|(_, first)| first.to_owned()).collect()
}

/// Draws a rank without an end (Pareto type II, Lomax): those beyond r are (1 + r / `flat`) to the
/// power of −`tail` of all.
fn rank(random: &mut Random, flat: f64, tail: f64) -> u64 {
    let beyond = 1.0 - random.unit();
    (flat * (beyond.powf(-1.0 / tail) - 1.0)) as u64
}

fn paper(model: &Article, random: &mut Random) -> String {
    if random.below(NEW_PAPERS) > 0 {
        return model.source.clone();
    }
    let town = rank(random, 100.0, TAIL_OF_FAMILIES);
    let town = capitalised(&stem(&mut Random::new(town)));
    let kind = random.pick(&["Herald", "Times", "Post", "Tribune"]);
    format!("{town} {kind}")
}
