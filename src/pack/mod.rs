//! Packs: the answer to a query in a file, by which it can be checked later.
//!
//! A pack is a zip archive of two members. `hits.jsonl` has a line for each article that matched, in the
//! order of their ids; `pack.json` says what was asked, of which index, by which program. There is no clock
//! in it, no place of a file and no score, so that the same question to the same articles gives the same
//! bytes, also where the index was made anew.

mod compare;
mod hit;
mod manifest;
mod read;
mod write;

pub use compare::{Difference, DifferenceKind, compare};
pub use hit::{PackedHit, PackedSnippet};
pub use manifest::{PackManifest, PackedFilters, PackedIndex, PackedName};
pub use read::{PackError, PackHits, PackReader};
pub use write::PackWriter;

/// Version of what a pack holds; it grows when a field is renamed, dropped or means something else.
pub const PACK_VERSION: u32 = 1;

/// The member that holds the articles.
const HITS: &str = "hits.jsonl";
/// The member that says what was asked.
const MANIFEST: &str = "pack.json";

/// The longest line of a pack, in bytes: an article with a million marks.
pub const MAX_LINE_BYTES: u64 = 16 << 20;
