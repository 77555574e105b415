//! What is said of a text that was read otherwise than it was typed.

use std::fmt;
use std::ops::Range;

/// The most repairs that are told one by one.
const MAX_REPAIRS: usize = 32;

/// A part of the text that was read otherwise than it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Its bytes in the text, at character boundaries.
    pub range: Range<usize>,
    /// What was found, and how it was read: lower case, no full stop.
    pub message: String,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Gathers repairs.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    told: Vec<Repair>,
    /// Where the first of those stood for which there was no room.
    first_untold: Option<Range<usize>>,
    num_untold: usize,
}

impl Repairs {
    pub(super) fn say(&mut self, range: Range<usize>, message: impl Into<String>) {
        if self.told.len() < MAX_REPAIRS {
            let message = message.into();
            self.told.push(Repair { range, message });
            return;
        }
        self.first_untold.get_or_insert(range);
        self.num_untold += 1;
    }

    pub(super) fn clear(&mut self) {
        *self = Repairs::default();
    }

    /// Returns the repairs in the order of the text, and last how many more there were.
    pub(super) fn into_told(self) -> Vec<Repair> {
        let mut told = self.told;
        told.sort_by_key(|repair| repair.range.start);
        if let Some(range) = self.first_untold {
            let message = format!("{} more repairs from here on", self.num_untold);
            told.push(Repair { range, message });
        }
        told
    }
}

/// Cuts a text that a message quotes.
pub(super) fn shortened(text: &str) -> String {
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut short: String = text.chars().take(40).map(visible).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
