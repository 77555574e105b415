//! Says how many names of labelled articles a model finds: whole, and of the right kind.

use std::fmt::Write;

use search::article::EntityKind;
use search::extract::entity::train::{self, Labelled, ModelError};

/// What was found, what there is, and what is both.
#[derive(Clone, Copy, Default)]
struct Counts {
    found: usize,
    wanted: usize,
    right: usize,
}

impl Counts {
    fn f1(self) -> f64 {
        2.0 * self.right as f64 / ((self.found + self.wanted) as f64).max(1.0)
    }
}

/// Returns a line with F1 of persons, organizations and places together, and of each kind.
pub(crate) fn of(model: &[u8], articles: &[Labelled]) -> Result<String, ModelError> {
    let mut counts = [Counts::default(); EntityKind::ALL.len()];
    let mut all = Counts::default();
    for article in articles {
        for name in train::find(model, &article.body)? {
            counts[name.2 as usize].found += 1;
            counts[name.2 as usize].right += usize::from(article.names.contains(&name));
        }
        for name in &article.names {
            counts[name.2 as usize].wanted += 1;
        }
    }
    let mut line = String::new();
    for (kind, counts) in EntityKind::ALL.iter().zip(counts) {
        // A `String` takes all that is written to it.
        let _ = write!(line, ", {} {:.4}", kind.as_str(), counts.f1());
        if *kind != EntityKind::Other {
            all.found += counts.found;
            all.wanted += counts.wanted;
            all.right += counts.right;
        }
    }
    Ok(format!("F1 {:.4}{line}", all.f1()))
}
