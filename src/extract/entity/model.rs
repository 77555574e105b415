//! The trained model: a table of features with a weight for each label, and clusters of words.

use super::decode::{NUM_LABELS, NUM_NAMED, Transitions};
use super::words::hash;

/// The first bytes of a model file; the last is the version of its layout.
pub(super) const MAGIC: &[u8; 8] = b"SNAMES\0\x01";

/// Features in a bucket of the table.
const BUCKET: usize = 8;

/// What is added to each weight so that sums of several do not reach into one another.
const BIAS: u8 = 128;
/// The bias of eight weights; taking it by exclusive or adds it to signed bytes.
const BIASES: u64 = 0x8080_8080_8080_8080;

/// Features that are looked up before their weights are summed.
const AT_ONCE: usize = 32;

/// Sums of weights by label; whole numbers, so that their order makes no difference.
pub(super) type Sums = [i32; NUM_NAMED];

/// Adds sums to others.
pub(super) fn add(sums: &mut Sums, others: &Sums) {
    for (sum, other) in sums.iter_mut().zip(others) {
        *sum += other;
    }
}

/// A model ready for use.
pub(super) struct Model {
    pub(super) clusters: Clusters,
    pub(super) transitions: Transitions,
    /// The checks of a bucket, four in a word.
    checks: Vec<[u64; 2]>,
    /// A row of eight bytes for each check, and one of zeros; each byte is a weight and [`BIAS`].
    weights: Vec<u64>,
}

/// Why a model file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelError(pub(super) String);

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read the model of names: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

impl Model {
    /// Reads a model as [`Model::write`] wrote it.
    pub(super) fn read(bytes: &[u8]) -> Result<Model, ModelError> {
        let mut reader = Reader { bytes };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(ModelError(format!(
                "expected it to begin with `{}`: train it again with this version",
                MAGIC.escape_ascii()
            )));
        }
        let mut transitions = [[0.0; NUM_LABELS]; NUM_LABELS];
        for to in transitions.iter_mut().flatten() {
            *to = f32::from(i16::from_le_bytes(reader.array()?));
        }
        let clusters = Clusters::read(&mut reader)?;
        let num = reader.length()?;
        let mut model = Model {
            clusters,
            transitions,
            checks: Vec::with_capacity(num),
            weights: Vec::with_capacity(num * BUCKET + 1),
        };
        for _ in 0..num {
            let low = u64::from_le_bytes(reader.array()?);
            model
                .checks
                .push([low, u64::from_le_bytes(reader.array()?)]);
            for _ in 0..BUCKET {
                let row = u64::from_le_bytes(reader.array()?);
                model.weights.push(row ^ BIASES);
            }
        }
        model.weights.push(BIASES);
        Ok(model)
    }

    /// Writes a model's bytes: features with their weights, the most telling first.
    pub(super) fn write(
        transitions: &[[i16; NUM_LABELS]; NUM_LABELS],
        clusters: &[(u32, u16)],
        features: &[(u64, [i8; NUM_NAMED])],
        num_buckets: usize,
    ) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for to in transitions.iter().flatten() {
            bytes.extend(to.to_le_bytes());
        }
        Clusters::write(clusters, &mut bytes);
        bytes.extend((num_buckets as u32).to_le_bytes());
        let mut buckets = vec![Vec::new(); num_buckets];
        for (feature, weights) in features {
            let bucket: &mut Vec<_> = &mut buckets[slot(*feature, num_buckets)];
            if bucket.len() < BUCKET {
                bucket.push((check(*feature), weights));
            }
        }
        for bucket in &buckets {
            for n in 0..BUCKET {
                let check = bucket.get(n).map_or(0, |(check, _)| *check);
                bytes.extend(check.to_le_bytes());
            }
            for n in 0..BUCKET {
                let weights = bucket.get(n).map_or([0; NUM_NAMED], |(_, w)| **w);
                bytes.extend(weights.map(|w| w as u8));
            }
        }
        bytes
    }

    /// Returns the sums of the weights of all features, by label.
    ///
    /// Rows are looked up some at a time, without a branch on whether there is one, so that the
    /// processor waits for many places of the table at once.
    pub(super) fn sums(&self, features: &[u64]) -> Sums {
        let mut sums = Sums::default();
        let mut rows = [0usize; AT_ONCE];
        for features in features.chunks(AT_ONCE) {
            for (row, &feature) in rows.iter_mut().zip(features) {
                *row = self.row_of(feature);
            }
            let weights = rows[..features.len()].iter().map(|&row| self.weights[row]);
            add(&mut sums, &sum_of(weights, features.len()));
        }
        sums
    }

    /// Returns the row of a feature; the last, which is all zero, if there is none.
    fn row_of(&self, feature: u64) -> usize {
        let bucket = slot(feature, self.checks.len());
        let last = self.checks.len() * BUCKET;
        let Some([low, high]) = self.checks.get(bucket) else {
            return last;
        };
        let wanted = u64::from(check(feature)) * EACH_LANE;
        let (low, high) = (zero_lanes(low ^ wanted), zero_lanes(high ^ wanted));
        let (found, lane) = if low != 0 { (low, 0) } else { (high, 4) };
        let row = bucket * BUCKET + lane + (found.trailing_zeros() / u16::BITS) as usize;
        if found != 0 { row } else { last }
    }
}

/// The lowest bit of each of the four 16-bit lanes of a word.
const EACH_LANE: u64 = 0x0001_0001_0001_0001;

/// Sets the highest bit of the lowest lane that is zero; those of lanes above it may be wrong.
/// (Alan Mycroft's test for a zero byte, 1987.)
fn zero_lanes(lanes: u64) -> u64 {
    lanes.wrapping_sub(EACH_LANE) & !lanes & (EACH_LANE << 15)
}

/// Sums up to 256 rows of eight weights that are biased, four at a time in the lanes of a word.
fn sum_of(rows: impl Iterator<Item = u64>, num: usize) -> Sums {
    const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
    let (mut even, mut odd) = (0u64, 0u64);
    for row in rows {
        even += row & EVEN;
        odd += row >> 8 & EVEN;
    }
    let bias = num as i32 * i32::from(BIAS);
    let lane = |lanes: u64, n: usize| i32::from((lanes >> (16 * n)) as u16) - bias;
    std::array::from_fn(|label| lane(if label % 2 == 0 { even } else { odd }, label / 2))
}

/// Returns the bucket of a feature: the high half of its hash, scaled.
fn slot(feature: u64, num_buckets: usize) -> usize {
    (((feature >> 32) * num_buckets as u64) >> 32) as usize
}

/// Returns what tells a feature from the others of its bucket; 0 stands for none.
fn check(feature: u64) -> u16 {
    (feature as u16).max(1)
}

/// Which cluster a word is in: words that stand between the same neighbours share one.
#[derive(Default)]
pub(super) struct Clusters {
    slots: Vec<(u32, u16)>,
}

impl Clusters {
    /// Puts words, by the hash of their bytes, into a table that is at most half full.
    pub(super) fn new(words: &[(u32, u16)]) -> Clusters {
        let num_slots = (words.len() * 2 + 1).next_power_of_two();
        let mut slots = vec![(0, 0); num_slots];
        for &(word, cluster) in words {
            let mut at = word as usize & (num_slots - 1);
            while slots[at].1 != 0 {
                at = (at + 1) & (num_slots - 1);
            }
            slots[at] = (word, cluster);
        }
        Clusters { slots }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Clusters, ModelError> {
        let num = reader.length()?;
        let mut words = Vec::with_capacity(num);
        for _ in 0..num {
            let word = u32::from_le_bytes(reader.array()?);
            words.push((word, u16::from_le_bytes(reader.array()?)));
        }
        Ok(Clusters::new(&words))
    }

    fn write(words: &[(u32, u16)], bytes: &mut Vec<u8>) {
        bytes.extend((words.len() as u32).to_le_bytes());
        for (word, cluster) in words {
            bytes.extend(word.to_le_bytes());
            bytes.extend(cluster.to_le_bytes());
        }
    }

    /// Returns all words with their clusters, as [`Clusters::new`] takes them.
    pub(super) fn words(&self) -> Vec<(u32, u16)> {
        let all = self.slots.iter().copied();
        let mut words: Vec<_> = all.filter(|(_, cluster)| *cluster != 0).collect();
        words.sort_unstable();
        words
    }

    /// Returns the cluster of a word; of a word in capitals that of its usual form; 0 if unknown.
    pub(super) fn of(&self, word: &str, buffer: &mut String) -> u64 {
        let found = self.find(word);
        if found != 0 || word.len() < 2 || !word.is_ascii() || !has_capitals(word) {
            return u64::from(found);
        }
        buffer.clear();
        buffer.push_str(word);
        buffer[1..].make_ascii_lowercase();
        let titled = self.find(buffer);
        if titled != 0 {
            return u64::from(titled);
        }
        buffer.make_ascii_lowercase();
        u64::from(self.find(buffer))
    }

    fn find(&self, word: &str) -> u16 {
        let wanted = key(word);
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = wanted as usize & mask;
        while let Some(&(word, cluster)) = self.slots.get(at) {
            if cluster == 0 || word == wanted {
                return cluster;
            }
            at = (at + 1) & mask;
        }
        0
    }
}

/// Returns what a word is filed under.
pub(super) fn key(word: &str) -> u32 {
    let hash = hash(word.as_bytes());
    (hash ^ hash >> 32) as u32
}

fn has_capitals(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_uppercase())
}

struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, num: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(num)
            .ok_or_else(|| ModelError(format!("expected {num} bytes more, but found its end")))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// Reads a number of entries, of which there cannot be more than bytes.
    fn length(&mut self) -> Result<usize, ModelError> {
        let num = u32::from_le_bytes(self.array()?) as usize;
        if num > self.bytes.len() {
            return Err(ModelError(format!(
                "expected {num} entries, but found {} bytes",
                self.bytes.len()
            )));
        }
        Ok(num)
    }
}
