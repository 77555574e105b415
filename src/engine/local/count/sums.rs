//! Counts over all segments.

use std::collections::{BTreeMap, HashMap};

use super::numbers::NumberMap;
use crate::engine::{Counted, Counts, Tallies, Tally, When};

/// What was counted in the segments so far. Values go by numbers of their own here, which are the
/// same for all segments.
pub(super) struct Sums {
    /// By facet, the number of each value.
    numbers: Vec<HashMap<String, u64>>,
    /// That of all articles is under `None`.
    slices: BTreeMap<Option<When>, Sum>,
}

#[derive(Clone, Default)]
struct Sum {
    total: u64,
    /// By facet.
    by: Vec<Values>,
}

#[derive(Clone, Default)]
struct Values {
    articles: NumberMap<u64>,
    none: u64,
}

impl Sums {
    pub(super) fn new(num_facets: usize) -> Self {
        let mut sums = Sums {
            numbers: vec![HashMap::new(); num_facets],
            slices: BTreeMap::new(),
        };
        // Where there is no segment, all articles are none.
        sums.slice(None);
        sums
    }

    /// Returns the number of a value.
    pub(super) fn number(&mut self, facet: usize, text: &str) -> u64 {
        let numbers = &mut self.numbers[facet];
        if let Some(&number) = numbers.get(text) {
            return number;
        }
        let number = numbers.len() as u64;
        numbers.insert(text.to_owned(), number);
        number
    }

    pub(super) fn add_total(&mut self, when: Option<When>, articles: u64) {
        self.slice(when).total += articles;
    }

    /// Adds articles by the numbers of their values, and those without a value.
    pub(super) fn add(
        &mut self,
        when: Option<When>,
        facet: usize,
        articles: impl Iterator<Item = (u64, u64)>,
        none: u64,
    ) {
        let values = &mut self.slice(when).by[facet];
        values.none += none;
        for (number, articles) in articles {
            *values.articles.entry(number).or_default() += articles;
        }
    }

    /// Puts the values in order, as text.
    pub(super) fn counts(self) -> Counts {
        let texts: Vec<Vec<String>> = self.numbers.into_iter().map(texts).collect();
        let mut counts = Counts::default();
        for (when, sum) in self.slices {
            let tallies = sum.tallies(&texts);
            match when {
                None => counts.all = tallies,
                Some(when) => {
                    counts.within.insert(when, tallies);
                }
            }
        }
        counts
    }

    fn slice(&mut self, when: Option<When>) -> &mut Sum {
        let num_facets = self.numbers.len();
        self.slices.entry(when).or_insert_with(|| Sum {
            total: 0,
            by: vec![Values::default(); num_facets],
        })
    }
}

/// The values by their numbers.
fn texts(numbers: HashMap<String, u64>) -> Vec<String> {
    let mut numbered: Vec<(String, u64)> = numbers.into_iter().collect();
    numbered.sort_unstable_by_key(|(_, number)| *number);
    numbered.into_iter().map(|(text, _)| text).collect()
}

impl Sum {
    fn tallies(self, texts: &[Vec<String>]) -> Tallies {
        let by = self.by.into_iter().zip(texts);
        Tallies {
            total: self.total,
            by: by.map(|(values, texts)| values.tally(texts)).collect(),
        }
    }
}

impl Values {
    fn tally(self, texts: &[String]) -> Tally {
        let articles = self.articles.into_iter();
        let counted = articles.filter_map(|(number, articles)| {
            let value = texts.get(usize::try_from(number).ok()?)?.clone();
            Some(Counted { value, articles })
        });
        let mut values: Vec<Counted> = counted.collect();
        values.sort_unstable_by(|a, b| {
            let most_first = b.articles.cmp(&a.articles);
            most_first.then_with(|| a.value.cmp(&b.value))
        });
        Tally {
            values,
            none: self.none,
        }
    }
}
