//! What is kept of an article to find its copies.

use super::words::{each_word, has_digit};

/// Number of words of a shingle. A changed word changes so many shingles; fewer words stand side by
/// side in texts that have nothing to do with each other.
const SHINGLE: usize = 4;
/// Number of marks that a sketch has at the most; it has more than half of them where the text has
/// as many shingles.
const MOST_MARKS: usize = 48;
/// Number of [`Sketch::numbers`], at the most.
pub const MOST_NUMBERS: usize = 3 + MOST_MARKS;
/// A body of fewer words tells too little: the headline counts as its first words.
const SHORT_BODY: usize = 20;
/// A headline of fewer words stands over many articles that have nothing to do with each other.
const TELLING_HEADLINE: usize = 4;
/// An odd number without a pattern in its bits.
const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;

/// What is kept of an article to find its copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Hash of the headline's words; 0 where there are too few.
    pub(super) headline: u32,
    /// Hash of what the address is without what differs between printings; 0 without one.
    pub(super) url: u32,
    /// Of the hashes of shingles those below 2^(32 − level) are marks.
    pub(super) level: u32,
    /// The marks, each once, in the order of the text; [`has_number`] tells those of figures.
    pub(super) marks: Vec<u32>,
}

impl Sketch {
    /// Makes the sketch of an article.
    pub fn of(headline: &str, body: &str, url: Option<&str>) -> Self {
        let mut sketch = Sketch {
            headline: headline_hash(headline),
            url: url.map_or(0, url_hash),
            ..Sketch::default()
        };
        if sketch.add_text(&[body]) < SHORT_BODY {
            sketch.marks.clear();
            sketch.level = 0;
            sketch.add_text(&[headline, body]);
        }
        sketch
    }

    /// Returns the numbers from which [`Sketch::read`] makes the same again, each below 2^32.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        let first = [self.headline, self.url, self.level];
        first.into_iter().chain(self.marks.iter().copied())
    }

    /// Becomes the sketch whose numbers these are.
    pub fn read(&mut self, mut numbers: impl Iterator<Item = u32>) {
        self.headline = numbers.next().unwrap_or(0);
        self.url = numbers.next().unwrap_or(0);
        self.level = numbers.next().unwrap_or(0).min(31);
        self.marks.clear();
        self.marks.extend(numbers.take(MOST_MARKS));
    }

    /// Adds the marks of texts that follow each other; returns the number of their words.
    fn add_text(&mut self, texts: &[&str]) -> usize {
        let mut shingles = Shingles::default();
        for text in texts {
            each_word(text, |word| {
                if let Some(hash) = shingles.push(word) {
                    self.add_mark(hash);
                }
            });
        }
        // What has fewer words than a shingle is one.
        if (1..SHINGLE).contains(&shingles.num_words) {
            self.add_mark(shingles.hash());
        }
        shingles.num_words
    }

    fn add_mark(&mut self, hash: u32) {
        if hash > u32::MAX >> self.level || self.marks.contains(&hash) {
            return;
        }
        self.marks.push(hash);
        while self.marks.len() > MOST_MARKS && self.level < 31 {
            self.level += 1;
            let level = self.level;
            self.marks.retain(|&mark| mark <= u32::MAX >> level);
        }
        self.marks.truncate(MOST_MARKS);
    }
}

/// The last words of a text, as one number.
#[derive(Default)]
struct Shingles {
    last: [u64; SHINGLE],
    num_words: usize,
    sum: u64,
    /// For each of the last words whether it holds a digit, the last one in the lowest bit.
    digits: u8,
}

impl Shingles {
    /// Takes the next word; returns the hash of the shingle that it ends.
    fn push(&mut self, word: u64) -> Option<u32> {
        const OF_FIRST: u64 = FACTOR.wrapping_mul(FACTOR).wrapping_mul(FACTOR);
        let place = self.num_words % SHINGLE;
        let rest = self
            .sum
            .wrapping_sub(self.last[place].wrapping_mul(OF_FIRST));
        self.sum = followed_by(rest, word);
        self.last[place] = word;
        self.digits = self.digits << 1 | u8::from(has_digit(word));
        self.num_words += 1;
        (self.num_words >= SHINGLE).then(|| self.hash())
    }

    /// Hashes the shingle that ends with the last word.
    fn hash(&self) -> u32 {
        let has_number = self.digits & ((1 << SHINGLE) - 1) != 0;
        mixed(self.sum) & !1 | u32::from(has_number)
    }
}

/// Tells whether a mark is that of words among which a figure is.
pub(super) fn has_number(mark: u32) -> bool {
    mark & 1 == 1
}

/// Spreads what differs in `number` over all bits of the result.
pub(super) fn mixed(number: u64) -> u32 {
    let mut hash = number ^ (number >> 32);
    hash = hash.wrapping_mul(FACTOR);
    (hash >> 32) as u32
}

fn headline_hash(headline: &str) -> u32 {
    let mut sum = 0_u64;
    let mut num_words = 0;
    each_word(headline, |word| {
        sum = followed_by(sum, word);
        num_words += 1;
    });
    if num_words < TELLING_HEADLINE {
        return 0;
    }
    mixed(sum).max(1)
}

/// Hashes what the printings of one page on one site have in common of their addresses: not the
/// scheme, the query, the fragment, and the parts that name the printing.
fn url_hash(url: &str) -> u32 {
    const PRINTINGS: [&str; 4] = ["amp", "print", "www", "m"];
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let page = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = page.split_once('/').unwrap_or((page, ""));
    let path: Vec<&str> = parts(path, '/', &PRINTINGS);
    // A site's own address is that of many articles.
    if path.is_empty() {
        return 0;
    }
    let mut sum = 0;
    for part in parts(host, '.', &PRINTINGS).into_iter().chain(path) {
        each_word(part, |word| sum = followed_by(sum, word));
    }
    mixed(sum).max(1)
}

fn parts<'a>(text: &'a str, separator: char, without: &[&str]) -> Vec<&'a str> {
    let parts = text.split(separator);
    parts
        .filter(|part| !part.is_empty() && !without.contains(part))
        .collect()
}

fn followed_by(sum: u64, word: u64) -> u64 {
    sum.wrapping_mul(FACTOR).wrapping_add(word)
}
