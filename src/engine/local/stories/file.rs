//! Stories as bytes: a table from the keys of articles to the numbers of their stories.
//!
//! An open-addressing hash table, at most half full, in which a lookup needs no decoding: a header,
//! then slots of 12 bytes (key, number; little-endian), then the hash of all before.

use xxhash_rust::xxh3::xxh3_64;

const MAGIC: [u8; 8] = *b"stories1";
/// The magic number, and the number of articles.
const HEADER: usize = 16;
const SLOT: usize = 12;
const CHECKSUM: usize = 8;
/// The number in a slot that is free.
const FREE: u32 = u32::MAX;

/// The articles that have copies.
pub(super) struct StoryTable {
    bytes: Vec<u8>,
    num_slots: usize,
}

impl StoryTable {
    /// Makes the table of stories, each the keys of its articles.
    pub(super) fn of(stories: &[Vec<u64>]) -> Self {
        let len: usize = stories.iter().map(Vec::len).sum();
        let num_slots = (len * 2).next_power_of_two();
        let mut bytes = Vec::with_capacity(HEADER + num_slots * SLOT + CHECKSUM);
        bytes.extend(MAGIC);
        bytes.extend((len as u64).to_le_bytes());
        for _ in 0..num_slots {
            bytes.extend(0_u64.to_le_bytes());
            bytes.extend(FREE.to_le_bytes());
        }
        let mut table = StoryTable { bytes, num_slots };
        for (number, story) in (0..).zip(stories) {
            for &key in story {
                table.insert(key, number);
            }
        }
        let checksum = xxh3_64(&table.bytes);
        table.bytes.extend(checksum.to_le_bytes());
        table
    }

    /// Takes the bytes of a table; `None` if they are not what was written.
    pub(super) fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let end = bytes.len().checked_sub(CHECKSUM)?;
        let (content, checksum) = bytes.split_at(end);
        let is_whole = xxh3_64(content).to_le_bytes() == *checksum;
        let slots = end.checked_sub(HEADER)?;
        let num_slots = slots / SLOT;
        let is_table = slots.is_multiple_of(SLOT) && num_slots.is_power_of_two();
        let is_ours = is_whole && is_table && content.starts_with(&MAGIC);
        is_ours.then_some(StoryTable { bytes, num_slots })
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Number of articles that have copies.
    pub(super) fn len(&self) -> u64 {
        let len = self.bytes[8..HEADER].try_into();
        len.map_or(0, u64::from_le_bytes)
    }

    /// The number of the story of an article that has copies.
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        match self.slot(key) {
            (_, FREE) => None,
            (_, number) => Some(number),
        }
    }

    fn insert(&mut self, key: u64, number: u32) {
        let (at, _) = self.slot(key);
        self.bytes[at..at + 8].copy_from_slice(&key.to_le_bytes());
        self.bytes[at + 8..at + SLOT].copy_from_slice(&number.to_le_bytes());
    }

    /// The slot that holds a key, else the free one where it belongs: where it begins, and its number.
    fn slot(&self, key: u64) -> (usize, u32) {
        let mask = self.num_slots - 1;
        let mut slot = key as usize & mask;
        // A damaged table may have no free slot.
        for _ in 0..self.num_slots {
            let at = HEADER + slot * SLOT;
            let (found, number) = self.read(at);
            if number == FREE || found == key {
                return (at, number);
            }
            slot = (slot + 1) & mask;
        }
        (HEADER, FREE)
    }

    fn read(&self, at: usize) -> (u64, u32) {
        let key = self.bytes[at..at + 8].try_into();
        let number = self.bytes[at + 8..at + SLOT].try_into();
        (
            key.map_or(0, u64::from_le_bytes),
            number.map_or(FREE, u32::from_le_bytes),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_article_has_the_number_of_its_story() {
        let stories: Vec<Vec<u64>> = (0..500)
            .map(|story| (0..2 + story % 7).map(|copy| story * 1000 + copy).collect())
            .collect();
        let table = StoryTable::of(&stories);
        let table = StoryTable::from_bytes(table.as_bytes().to_vec()).expect("a table");
        let articles: u64 = stories.iter().map(|story| story.len() as u64).sum();
        assert_eq!(table.len(), articles);
        for (number, story) in (0..).zip(&stories) {
            for &key in story {
                assert_eq!(table.get(key), Some(number));
            }
            assert_eq!(table.get(number as u64 * 1000 + 999), None);
        }
    }

    #[test]
    fn no_story_is_a_table_too() {
        let table = StoryTable::of(&[]);
        let table = StoryTable::from_bytes(table.as_bytes().to_vec()).expect("a table");
        assert_eq!((table.len(), table.get(0), table.get(7)), (0, None, None));
    }

    #[test]
    fn damaged_bytes_are_no_table() {
        let bytes = StoryTable::of(&[vec![1, 2], vec![3, 4, 5]])
            .as_bytes()
            .to_vec();
        for cut in 0..bytes.len() {
            assert!(StoryTable::from_bytes(bytes[..cut].to_vec()).is_none());
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x40;
            assert!(StoryTable::from_bytes(damaged).is_none(), "byte {at}");
        }
    }
}
