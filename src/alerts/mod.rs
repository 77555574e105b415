//! What was told of which alert: the state between two runs.
//!
//! An article is new to an alert when it came, or changed, after the alert was run last, and was not
//! told for it before. The state knows each article that was ever seen, by the key of its id, and the
//! generation in which it came or changed; each alert, the generation up to which it was run, and what
//! was told for it. What is to be told is part of the state as well ([`Outbox`]), so that one write of it says both
//! that something is found and that it is not yet told.

mod bytes;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use bytes::Damaged;

/// The state of all alerts of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alerts {
    /// How often articles came or changed.
    generation: u32,
    seen: HashMap<u64, Seen>,
    alerts: BTreeMap<String, Told>,
    outbox: Outbox,
}

/// An article as it was seen last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    content: u64,
    /// The generation in which it came or changed.
    generation: u32,
    /// Whether it was there when it was looked for last.
    is_there: bool,
}

/// What is known of an alert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    /// The generation up to which it was run.
    up_to: u32,
    /// The keys of the articles that were told for it.
    ids: HashSet<u64>,
}

/// What is to be told, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Counts outboxes; it tells whether a note of how much was told is about this one.
    pub number: u64,
    /// Whatever the caller can tell again.
    pub lines: Vec<String>,
}

impl Alerts {
    /// Takes note of the articles that there are, each as the key of its id and the hash of its
    /// content (0 where there is none), and returns whether any came, changed or went.
    ///
    /// One that comes with the content of one that went meanwhile has moved: it is as old as that, and
    /// was told where that was.
    pub fn notice(&mut self, articles: &[(u64, u64)]) -> bool {
        let next = self.generation + 1;
        let (gone, mut is_changed) = self.note_gone(articles);
        let mut moved = Vec::new();
        for &(id, content) in articles {
            let known = self.seen.get(&id);
            if known.is_some_and(|seen| seen.is_there && seen.content == content) {
                continue;
            }
            let former = gone.get(&content).filter(|_| known.is_none());
            let generation = match former {
                Some(&(former, generation)) => {
                    moved.push((former, id));
                    generation
                }
                None => next,
            };
            let is_there = true;
            let seen = Seen {
                content,
                generation,
                is_there,
            };
            self.seen.insert(id, seen);
            is_changed = true;
            self.generation = self.generation.max(generation);
        }
        for told in self.alerts.values_mut() {
            let told_for = |(former, id): &(u64, u64)| told.ids.contains(former).then_some(*id);
            let ids: Vec<u64> = moved.iter().filter_map(told_for).collect();
            told.ids.extend(ids);
        }
        is_changed
    }

    /// Notes what is there no longer; returns the ids and generations of that by content, and whether
    /// anything is gone.
    fn note_gone(&mut self, articles: &[(u64, u64)]) -> (HashMap<u64, (u64, u32)>, bool) {
        let there: HashSet<u64> = articles.iter().map(|&(id, _)| id).collect();
        let mut gone = HashMap::new();
        let mut is_any_gone = false;
        for (id, seen) in &mut self.seen {
            if seen.is_there && !there.contains(id) {
                seen.is_there = false;
                is_any_gone = true;
                gone.insert(seen.content, (*id, seen.generation));
            }
        }
        // Nothing tells that an article without a hash is one that was there before.
        gone.remove(&0);
        (gone, is_any_gone)
    }

    /// Returns the generation up to which an alert was run; 0 where it never was.
    pub fn up_to(&self, alert: &str) -> u32 {
        self.alerts.get(alert).map_or(0, |told| told.up_to)
    }

    /// Returns those of the articles that came or changed after a generation.
    pub fn newer(&self, articles: &[(u64, u64)], generation: u32) -> HashSet<u64> {
        let is_newer = |id: &u64| {
            self.seen
                .get(id)
                .is_some_and(|seen| seen.generation > generation)
        };
        articles
            .iter()
            .map(|&(id, _)| id)
            .filter(is_newer)
            .collect()
    }

    /// Tells whether an article was not told for an alert before, and counts it as told.
    pub fn is_new(&mut self, alert: &str, id: u64) -> bool {
        self.told(alert).ids.insert(id)
    }

    /// Notes that an alert was run over all that there is, and returns whether that was not known.
    pub fn finish(&mut self, alert: &str) -> bool {
        let generation = self.generation;
        let is_known = self.alerts.contains_key(alert);
        let told = self.told(alert);
        let is_changed = !is_known || told.up_to != generation;
        told.up_to = generation;
        is_changed
    }

    /// Forgets an alert, and returns whether it was known: to another of its name all is new.
    pub fn forget(&mut self, alert: &str) -> bool {
        self.alerts.remove(alert).is_some()
    }

    fn told(&mut self, alert: &str) -> &mut Told {
        self.alerts.entry(alert.to_owned()).or_default()
    }

    /// Returns what is to be told, or was.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// Puts what is to be told in the place of what was.
    pub fn post(&mut self, lines: Vec<String>) {
        self.outbox = Outbox {
            number: self.outbox.number + 1,
            lines,
        };
    }
}
