//! Copies of articles, edited as desks edit them.

use search::text::sentence::sentences;

use super::Article;
use super::draw::chosen;
use crate::generate::Random;

/// A kind of copies.
pub(super) struct Edit {
    /// What is changed, for people.
    pub(super) name: &'static str,
    steps: &'static [Step],
}

/// The kinds that are measured.
pub(super) const EDITS: &[Edit] = &[
    edit("cut to the first third", &[Step::Third]),
    edit("another headline", &[Step::Headline]),
    edit("quotes and apostrophes typed otherwise", &[Step::Quotes]),
    edit("agency line", &[Step::Agency]),
    edit("30 % of the sentences dropped", &[Step::Drop(0.3)]),
    edit("30 % of the sentences moved", &[Step::Move(0.3)]),
    edit(
        "30 % of the sentences replaced by those of other articles",
        &[Step::Replace(0.3)],
    ),
    edit("10 % of the words changed", &[Step::Words(0.1)]),
    edit(
        "first third, another headline, quotes typed otherwise",
        &[Step::Third, Step::Headline, Step::Quotes],
    ),
    edit(
        "agency line, 20 % of the sentences dropped, 3 % of the words changed",
        &[Step::Drop(0.2), Step::Words(0.03), Step::Agency],
    ),
];

const fn edit(name: &'static str, steps: &'static [Step]) -> Edit {
    Edit { name, steps }
}

/// One change; numbers are shares of all sentences or words.
enum Step {
    Third,
    Headline,
    Quotes,
    Agency,
    Drop(f64),
    Move(f64),
    Replace(f64),
    Words(f64),
}

/// Where other sentences and words are taken from.
pub(super) struct Words<'a>(&'a [Article]);

impl<'a> Words<'a> {
    pub(super) fn of(articles: &'a [Article]) -> Self {
        Words(articles)
    }

    fn sentence(&self, random: &mut Random) -> String {
        let body = &self.0[random.below(self.0.len())].body;
        let mut sentences = sentences_of(body);
        let drawn = random.below(sentences.len());
        sentences.drain(..).nth(drawn).unwrap_or_default()
    }

    fn word(&self, random: &mut Random) -> &'a str {
        let body = &self.0[random.below(self.0.len())].body;
        // The first word that begins behind a place in the text.
        let place = body.floor_char_boundary(random.below(body.len()));
        body[place..].split_whitespace().nth(1).unwrap_or("other")
    }
}

impl Edit {
    /// Makes a copy of an article, without its address.
    pub(super) fn copy(
        &self,
        article: &Article,
        words: &Words<'_>,
        random: &mut Random,
    ) -> Article {
        let mut copy = Copy {
            headline: article.headline.clone(),
            sentences: sentences_of(&article.body),
        };
        for step in self.steps {
            copy.apply(step, words, random);
        }
        Article {
            headline: copy.headline,
            body: copy.sentences.join(" "),
            url: None,
            date: article.date.clone(),
        }
    }
}

fn sentences_of(body: &str) -> Vec<String> {
    sentences(body)
        .map(|range| body[range].to_owned())
        .collect()
}

struct Copy {
    headline: String,
    sentences: Vec<String>,
}

impl Copy {
    fn apply(&mut self, step: &Step, words: &Words<'_>, random: &mut Random) {
        match step {
            Step::Third => self.keep_third(),
            Step::Headline => self.headline = self.other_headline(random),
            Step::Quotes => {
                let texts = self.sentences.iter_mut().chain([&mut self.headline]);
                texts.for_each(|text| *text = typed_otherwise(text));
            }
            Step::Agency => self
                .sentences
                .insert(0, "HARBOUR CITY (Meridian Wire) —".to_owned()),
            Step::Drop(share) => {
                let mut dropped = chosen(self.sentences.len(), *share, random).into_iter();
                self.sentences.retain(|_| dropped.next() != Some(true));
            }
            Step::Move(share) => self.shuffle(*share, random),
            Step::Replace(share) => {
                let replaced = chosen(self.sentences.len(), *share, random);
                for (sentence, is_replaced) in self.sentences.iter_mut().zip(replaced) {
                    if is_replaced {
                        *sentence = words.sentence(random);
                    }
                }
            }
            Step::Words(share) => self.change_words(*share, words, random),
        }
    }

    /// Keeps whole sentences, until they are a third of the text.
    fn keep_third(&mut self) {
        let num_bytes: usize = self.sentences.iter().map(String::len).sum();
        let mut kept_bytes = 0;
        self.sentences.retain(|sentence| {
            let is_kept = kept_bytes * 3 < num_bytes;
            kept_bytes += sentence.len();
            is_kept
        });
    }

    /// The first words of any of its sentences.
    fn other_headline(&self, random: &mut Random) -> String {
        let sentence = self.sentences.get(random.below(self.sentences.len()));
        let words = sentence.into_iter().flat_map(|it| it.split_whitespace());
        words.take(8).collect::<Vec<_>>().join(" ")
    }

    /// Puts so many of the sentences elsewhere.
    fn shuffle(&mut self, share: f64, random: &mut Random) {
        let mut moved = Vec::new();
        let mut is_chosen = chosen(self.sentences.len(), share, random).into_iter();
        self.sentences.retain_mut(|sentence| {
            let is_moved = is_chosen.next() == Some(true);
            if is_moved {
                moved.push(std::mem::take(sentence));
            }
            !is_moved
        });
        for sentence in moved {
            let place = random.below(self.sentences.len() + 1);
            self.sentences.insert(place, sentence);
        }
    }

    fn change_words(&mut self, share: f64, words: &Words<'_>, random: &mut Random) {
        let of_sentence = |sentence: &String| sentence.split_whitespace().count();
        let num_words = self.sentences.iter().map(of_sentence).sum();
        let mut changed = chosen(num_words, share, random).into_iter();
        for sentence in &mut self.sentences {
            let edited: Vec<&str> = sentence
                .split_whitespace()
                .map(|word| match changed.next() {
                    Some(true) => words.word(random),
                    _ => word,
                })
                .collect();
            *sentence = edited.join(" ");
        }
    }
}

/// Exchanges typographic quotes and apostrophes for typewriters' ones, and the other way round.
fn typed_otherwise(text: &str) -> String {
    let otherwise = |c| match c {
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '"' => '”',
        '\'' => '’',
        c => c,
    };
    text.chars().map(otherwise).collect()
}
