//! The order of the copies of a story.

use xxhash_rust::xxh3::xxh3_64;

use crate::article::{Precision, PublicationDate};

/// A place in the order of the copies of a story: how well the date is known, the date in seconds
/// since the Unix epoch, and the key of the identity.
pub type CopyOrder = (u8, i64, u64);

/// Returns the place of an article among the copies of its story: the earliest dated one comes
/// first, then those of which only the year or the month is known, then those without a date; of
/// equals always the same one.
pub fn copy_order(date: Option<&PublicationDate>, id: &str) -> CopyOrder {
    let key = article_key(id);
    match date {
        None => undated(key),
        Some(date) => dated(
            date.value.precision >= Precision::Day,
            date.value.timestamp().as_second(),
            key,
        ),
    }
}

/// The place of an article whose date is known, perhaps to the day.
pub(super) fn dated(is_day_known: bool, seconds: i64, key: u64) -> CopyOrder {
    (u8::from(!is_day_known), seconds, key)
}

/// The place of an article without a date.
pub(super) fn undated(key: u64) -> CopyOrder {
    (2, 0, key)
}

/// The identity of an article as a number.
pub(super) fn article_key(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}
