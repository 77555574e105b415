//! A map whose keys are numbers that nobody chooses.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by number. Its hash is a multiplication: counting asks it once for each value of each
/// article, and the numbers of values cannot be made to collide by who writes an article.
pub(super) type NumberMap<V> = HashMap<u64, V, BuildHasherDefault<NumberHasher>>;

/// Hashes one number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64((*byte).into()));
    }

    fn write_u64(&mut self, number: u64) {
        // The fraction of the golden ratio: Knuth, The Art of Computer Programming 3, 6.4.
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        // The high bits are the well mixed ones, and the table looks at the low ones, too.
        self.0 ^ (self.0 >> 32)
    }
}
