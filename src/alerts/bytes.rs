//! The state as bytes: little-endian numbers, texts with their lengths before them, a checksum at the end.

use std::collections::{BTreeMap, HashMap};

use xxhash_rust::xxh3::xxh3_64;

use super::{Alerts, Outbox, Seen, Told};

/// What the bytes begin with; the number is that of the form.
const MAGIC: &[u8] = b"search-alerts 1\n";
const CHECKSUM_BYTES: usize = 8;

/// Bytes that are no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// They begin otherwise.
    #[error("expected the state of alerts, but found something else, or that of another version")]
    Other,
    /// They end too early, or are not what was written.
    #[error("expected the state of alerts as it was written, but its bytes have changed")]
    Changed,
}

impl Alerts {
    /// Writes the state.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        push(&mut bytes, u64::from(self.generation));
        let mut seen: Vec<(&u64, &Seen)> = self.seen.iter().collect();
        seen.sort_unstable_by_key(|(id, _)| **id);
        push(&mut bytes, seen.len() as u64);
        for (id, seen) in seen {
            push(&mut bytes, *id);
            push(&mut bytes, seen.content);
            bytes.extend(seen.generation.to_le_bytes());
            bytes.push(u8::from(seen.is_there));
        }
        push(&mut bytes, self.alerts.len() as u64);
        for (name, told) in &self.alerts {
            push_text(&mut bytes, name);
            push(&mut bytes, u64::from(told.up_to));
            let mut ids: Vec<u64> = told.ids.iter().copied().collect();
            ids.sort_unstable();
            push(&mut bytes, ids.len() as u64);
            ids.into_iter().for_each(|id| push(&mut bytes, id));
        }
        push(&mut bytes, self.outbox.number);
        push(&mut bytes, self.outbox.lines.len() as u64);
        self.outbox
            .lines
            .iter()
            .for_each(|line| push_text(&mut bytes, line));
        let checksum = xxh3_64(&bytes);
        push(&mut bytes, checksum);
        bytes
    }

    /// Reads a state as [`Alerts::to_bytes`] wrote it.
    ///
    /// # Errors
    ///
    /// [`Damaged`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Damaged> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Damaged::Other)?;
        let end = rest
            .len()
            .checked_sub(CHECKSUM_BYTES)
            .ok_or(Damaged::Changed)?;
        let (rest, checksum) = rest.split_at(end);
        if checksum != xxh3_64(&bytes[..bytes.len() - CHECKSUM_BYTES]).to_le_bytes() {
            return Err(Damaged::Changed);
        }
        let mut cursor = Cursor { rest };
        cursor.alerts().ok_or(Damaged::Changed)
    }
}

fn push(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend(number.to_le_bytes());
}

fn push_text(bytes: &mut Vec<u8>, text: &str) {
    push(bytes, text.len() as u64);
    bytes.extend(text.as_bytes());
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn alerts(&mut self) -> Option<Alerts> {
        let generation = u32::try_from(self.number()?).ok()?;
        let mut seen = HashMap::new();
        for _ in 0..self.number()? {
            let (id, content) = (self.number()?, self.number()?);
            let generation = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
            let is_there = self.take(1)? == [1];
            let seen_last = Seen {
                content,
                generation,
                is_there,
            };
            seen.insert(id, seen_last);
        }
        let mut alerts = BTreeMap::new();
        for _ in 0..self.number()? {
            let name = self.text()?;
            let up_to = u32::try_from(self.number()?).ok()?;
            let ids = (0..self.number()?)
                .map(|_| self.number())
                .collect::<Option<_>>()?;
            alerts.insert(name, Told { up_to, ids });
        }
        let number = self.number()?;
        let lines = (0..self.number()?)
            .map(|_| self.text())
            .collect::<Option<_>>()?;
        Some(Alerts {
            generation,
            seen,
            alerts,
            outbox: Outbox { number, lines },
        })
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        String::from_utf8(self.take(length)?.to_vec()).ok()
    }
}
