//! A corpus out of a seed: news-like articles where no real ones are there.
//!
//! Words come from a vocabulary of made-up stems with English endings, drawn by Zipf's law among
//! real function words; names recur within an article and across articles; lengths are log-normal
//! around 450 words. All of it follows from the seed.

use std::io::{self, Write};

use serde_json::json;

const FUNCTION_WORDS: &[&str] = &[
    "the", "of", "to", "and", "a", "in", "that", "for", "on", "is", "was", "with", "as", "by",
    "at", "he", "it", "from", "are", "be", "has", "have", "his", "an", "who", "not", "were",
    "they", "but", "said", "had", "which", "their", "its", "this", "will", "been", "more", "she",
    "her", "about", "after", "would", "one", "or", "up", "out", "when", "there", "over", "no",
    "if", "so", "than", "into", "we", "could", "before", "some", "all", "you", "how", "most",
    "between", "against",
];
const ONSETS: &[&str] = &[
    "b", "br", "c", "cl", "cr", "d", "dr", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p",
    "pl", "pr", "qu", "r", "s", "sc", "sp", "st", "str", "t", "tr", "v", "w",
];
const NUCLEI: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ou", "io"];
const CODAS: &[&str] = &[
    "", "n", "r", "l", "t", "nd", "ck", "rm", "st", "m", "p", "nt", "x",
];
const ENDINGS: &[&str] = &[
    "", "", "", "", "s", "ed", "ing", "ation", "ly", "er", "al", "ity",
];
const TITLES: &[&str] = &[
    "President",
    "Prime Minister",
    "Mr",
    "Mrs",
    "Senator",
    "General",
];
const OFFICES: &[&str] = &["Ministry", "Bank", "University", "Party", "Agency", "Court"];
const SOURCES: &[&str] = &[
    "Evening Ledger",
    "Northern Wire",
    "The Almanac",
    "Coast Daily",
];
const TOPICS: &[&str] = &[
    "world", "politics", "business", "science", "sport", "culture",
];

const NUM_STEMS: usize = 30_000;
const NUM_NAMES: usize = 4_000;
const MEDIAN_WORDS: f64 = 450.0;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and good enough to draw words with.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, and without, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A rank below `end`, drawn so that rank n comes 1/(n+1) as often as rank 0.
    pub(crate) fn zipf(&mut self, end: usize) -> usize {
        let rank = ((end as f64).ln() * self.unit()).exp() as usize;
        rank.saturating_sub(1).min(end - 1)
    }

    /// The sum of twelve draws less six is normal enough.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// The words that articles are made of.
struct Vocabulary {
    stems: Vec<String>,
    people: Vec<(String, String)>,
    places: Vec<String>,
}

impl Vocabulary {
    fn new(random: &mut Random) -> Self {
        let stems = (0..NUM_STEMS).map(|_| stem(random)).collect();
        let people =
            (0..NUM_NAMES).map(|_| (capitalised(&stem(random)), capitalised(&stem(random))));
        Vocabulary {
            stems,
            people: people.collect(),
            places: (0..NUM_NAMES / 4)
                .map(|_| capitalised(&stem(random)))
                .collect(),
        }
    }
}

pub(crate) fn stem(random: &mut Random) -> String {
    let mut stem = String::new();
    for _ in 0..1 + random.below(3) {
        stem += random.pick(ONSETS);
        stem += random.pick(NUCLEI);
    }
    stem + random.pick(CODAS)
}

pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Writes `articles` articles as JSON Lines.
pub(crate) fn write(out: &mut impl Write, articles: usize, seed: u64) -> io::Result<()> {
    let mut random = Random::new(seed);
    let vocabulary = Vocabulary::new(&mut random);
    for number in 0..articles {
        let mut author = Author::new(&vocabulary, &mut random);
        let length = MEDIAN_WORDS * (0.7 * author.random.normal()).exp();
        let headline = capitalised(&author.clause(7));
        let body = author.body(length as usize);
        let date = author.date();
        let byline = author.person();
        let article = json!({
            "id": format!("made-{number:06}"),
            "url": format!("https://news.example.com/{}/made-{number:06}", date.replace('-', "/")),
            "title": headline, "date": date, "authors": byline,
            "source": random.pick(SOURCES), "topic": random.pick(TOPICS), "text": body,
        });
        writeln!(out, "{article}")?;
    }
    Ok(())
}

/// Writes one article: keeps to a few names and to a few words of its subject.
struct Author<'a> {
    vocabulary: &'a Vocabulary,
    random: &'a mut Random,
    cast: Vec<usize>,
    scene: usize,
    subject: Vec<usize>,
}

impl<'a> Author<'a> {
    fn new(vocabulary: &'a Vocabulary, random: &'a mut Random) -> Self {
        let cast = (0..4).map(|_| random.zipf(NUM_NAMES)).collect();
        let scene = random.zipf(vocabulary.places.len());
        let subject = (0..12).map(|_| random.zipf(NUM_STEMS)).collect();
        Author {
            vocabulary,
            random,
            cast,
            scene,
            subject,
        }
    }

    fn body(&mut self, num_words: usize) -> String {
        let mut body = String::new();
        let mut written = 0;
        while written < num_words.max(60) {
            for _ in 0..2 + self.random.below(3) {
                let length = 8 + self.random.below(22);
                body += &capitalised(&self.clause(length));
                body += ". ";
                written += length;
            }
            body.truncate(body.trim_end().len());
            body += "\n\n";
        }
        body.truncate(body.trim_end().len());
        body
    }

    fn clause(&mut self, num_words: usize) -> String {
        let words: Vec<String> = (0..num_words).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn word(&mut self) -> String {
        match self.random.below(100) {
            0..=44 => FUNCTION_WORDS[self.random.zipf(FUNCTION_WORDS.len())].to_owned(),
            45..=86 => self.inflected(),
            87..=90 => self.person(),
            91..=93 => self.vocabulary.places[self.scene].clone(),
            94 => format!("{} of {}", self.random.pick(OFFICES), self.place()),
            95 => (1 + self.random.zipf(2000)).to_string(),
            _ => self.inflected() + ",",
        }
    }

    fn inflected(&mut self) -> String {
        let stem = if self.random.below(4) == 0 {
            self.random.pick(&self.subject)
        } else {
            self.random.zipf(NUM_STEMS)
        };
        self.vocabulary.stems[stem].clone() + self.random.pick(ENDINGS)
    }

    fn person(&mut self) -> String {
        let (first, last) = &self.vocabulary.people[self.random.pick(&self.cast)];
        match self.random.below(3) {
            0 => format!("{first} {last}"),
            1 => format!("{} {last}", self.random.pick(TITLES)),
            _ => last.clone(),
        }
    }

    fn place(&mut self) -> String {
        self.vocabulary.places[self.random.zipf(self.vocabulary.places.len())].clone()
    }

    fn date(&mut self) -> String {
        let (year, month, day) = (
            self.random.below(9),
            self.random.below(12),
            self.random.below(28),
        );
        format!("{}-{:02}-{:02}", 2012 + year, month + 1, day + 1)
    }
}
