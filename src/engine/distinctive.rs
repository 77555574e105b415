//! Values that articles have more often than is to be expected: the log-likelihood ratio.

use std::collections::HashMap;

use super::Tally;

/// A value that the articles of a part have more often than all articles do.
#[derive(Clone, Debug, PartialEq)]
pub struct Distinctive {
    /// The value.
    pub value: String,
    /// Articles of the part that have it.
    pub articles: u64,
    /// Articles of the whole that have it.
    pub of_all: u64,
    /// Articles of the part that would have it if it were as frequent there as in the whole.
    pub expected: f64,
    /// The log-likelihood ratio G²; above 10.8, chance would give it in one case of a thousand.
    pub log_likelihood: f64,
}

/// Returns the values that a part of all articles has more often than is expected, that with the
/// highest log-likelihood ratio first, equal ones by value.
///
/// `part` and `all` are the tallies of one facet with the numbers of articles that they count;
/// what is counted in `part` must be counted in `all`, too.
///
/// After T. Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence",
/// Computational Linguistics 19 (1993).
pub fn distinctive(
    (part, num_part): (&Tally, u64),
    (all, num_all): (&Tally, u64),
) -> Vec<Distinctive> {
    let of_all: HashMap<&str, u64> = all
        .values
        .iter()
        .map(|counted| (counted.value.as_str(), counted.articles))
        .collect();
    let mut found: Vec<Distinctive> = part
        .values
        .iter()
        .filter_map(|counted| {
            let of_all = of_all.get(counted.value.as_str()).copied()?;
            let table = Contingency {
                articles: counted.articles as f64,
                of_all: of_all as f64,
                num_part: num_part as f64,
                num_all: num_all as f64,
            };
            (table.expected() < table.articles).then(|| Distinctive {
                value: counted.value.clone(),
                articles: counted.articles,
                of_all,
                expected: table.expected(),
                log_likelihood: table.log_likelihood(),
            })
        })
        .collect();
    found.sort_by(|a, b| {
        let highest_first = b.log_likelihood.total_cmp(&a.log_likelihood);
        highest_first.then_with(|| a.value.cmp(&b.value))
    });
    found
}

/// Articles in and outside of the part, with and without the value.
struct Contingency {
    articles: f64,
    of_all: f64,
    num_part: f64,
    num_all: f64,
}

impl Contingency {
    fn expected(&self) -> f64 {
        self.num_part * self.of_all / self.num_all
    }

    /// −2 log λ = 2 Σ O ln (O / E) over the four cells of the table.
    fn log_likelihood(&self) -> f64 {
        let rest = self.num_all - self.num_part;
        let without = self.num_all - self.of_all;
        let outside = self.of_all - self.articles;
        let cells = [
            (self.articles, self.expected()),
            (
                self.num_part - self.articles,
                self.num_part * without / self.num_all,
            ),
            (outside, rest * self.of_all / self.num_all),
            (rest - outside, rest * without / self.num_all),
        ];
        let cells = cells.into_iter().filter(|(observed, _)| *observed > 0.0);
        2.0 * cells
            .map(|(observed, expected)| observed * (observed / expected).ln())
            .sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Counted;

    fn tally(values: &[(&str, u64)]) -> Tally {
        let counted = |&(value, articles): &(&str, u64)| Counted {
            value: value.to_owned(),
            articles,
        };
        Tally {
            values: values.iter().map(counted).collect(),
            none: 0,
        }
    }

    #[test]
    fn what_is_more_frequent_than_expected_is_ranked_by_log_likelihood() {
        let part = tally(&[("Paris", 9), ("Putin", 8), ("Oslo", 1), ("Rome", 1)]);
        let all = tally(&[("Paris", 90), ("Putin", 10), ("Oslo", 20), ("Rome", 5)]);
        let found = distinctive((&part, 10), (&all, 100));
        let told: Vec<_> = found
            .iter()
            .map(|d| (&*d.value, d.articles, d.of_all, d.expected))
            .collect();
        // Paris is as frequent as everywhere, Oslo rarer.
        assert_eq!(told, [("Putin", 8, 10, 1.0), ("Rome", 1, 5, 0.5)]);
        // 2 (8 ln 8 + 2 ln (2/9) + 2 ln (2/9) + 88 ln (88/81))
        let expected =
            2.0 * (8.0 * 8.0_f64.ln() + 4.0 * (2.0 / 9.0_f64).ln() + 88.0 * (88.0 / 81.0_f64).ln());
        assert!((found[0].log_likelihood - expected).abs() < 1e-9);
        assert!((expected - 35.827).abs() < 1e-3);
    }

    #[test]
    fn of_all_articles_no_value_is_more_frequent_than_in_all() {
        let all = tally(&[("Paris", 3)]);
        assert_eq!(distinctive((&all, 4), (&all, 4)), []);
    }
}
