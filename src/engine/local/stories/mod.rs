//! The stories of a commit: which articles are copies of each other.
//!
//! They follow from the sketches, columns of the index. So that a query need not group all articles
//! anew, the writer leaves the groups in a file beside the commit ([`file`]); where that is missing,
//! after a kill or on a full disk, they are found again.

mod columns;
mod file;
mod together;

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::{DocAddress, Opstamp, Searcher};

pub(super) use columns::KeyColumns;
use columns::SketchColumns;
use file::StoryTable;
pub(super) use together::Together;

use crate::stories::group;

/// Number of keys that are sorted at a time while articles are grouped: 64 MB.
const KEYS_AT_ONCE: usize = 8 << 20;

/// The stories of several articles, as of one commit.
pub(super) struct Stories {
    table: StoryTable,
}

impl Stories {
    /// Reads the stories of a commit, and finds them where no file holds them.
    pub(super) fn open(
        folder: &Path,
        commit: Opstamp,
        searcher: &Searcher,
    ) -> tantivy::Result<Self> {
        let kept = fs::read(path_of(folder, commit)).ok();
        let table = match kept.and_then(StoryTable::from_bytes) {
            Some(table) => table,
            None => StoryTable::of(&keys_of_groups(searcher)?),
        };
        Ok(Stories { table })
    }

    /// Tells whether no article has a copy.
    pub(super) fn is_empty(&self) -> bool {
        self.table.len() == 0
    }

    /// The number of the story of an article, if it has copies.
    pub(super) fn of(&self, article: u64) -> Option<u32> {
        self.table.get(article)
    }

    /// Where the articles of a story lie.
    pub(super) fn addresses_of(
        &self,
        story: u32,
        searcher: &Searcher,
    ) -> tantivy::Result<Vec<DocAddress>> {
        let keys = KeyColumns::open(searcher)?;
        let mut found = Vec::new();
        for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
            for doc in segment.doc_ids_alive() {
                let address = DocAddress::new(segment_ord, doc);
                let article = keys.key(address);
                if article.is_some_and(|article| self.of(article) == Some(story)) {
                    found.push(address);
                }
            }
        }
        Ok(found)
    }
}

/// Leaves the stories of a commit in a file, and removes those of older ones. A file that cannot be
/// written costs the readers time, and nothing else.
pub(super) fn keep(folder: &Path, commit: Opstamp, searcher: &Searcher) -> tantivy::Result<()> {
    let path = path_of(folder, commit);
    if path.is_file() {
        return Ok(());
    }
    let table = StoryTable::of(&keys_of_groups(searcher)?);
    let begun = path.with_extension("begun");
    let is_written = fs::write(&begun, table.as_bytes())
        .and_then(|()| fs::rename(&begun, &path))
        .is_ok();
    if is_written {
        forget_others(folder, Some(&path));
    }
    Ok(())
}

/// Removes the files that hold the stories of commits, but for `kept`.
pub(super) fn forget_others(folder: &Path, kept: Option<&Path>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let is_of_stories = path.extension().is_some_and(|it| it == EXTENSION);
        if is_of_stories && Some(path.as_path()) != kept {
            // What stays behind is never read, and removed the next time.
            let _ = fs::remove_file(path);
        }
    }
}

/// Of the files that hold stories.
const EXTENSION: &str = "stories";

fn path_of(folder: &Path, commit: Opstamp) -> PathBuf {
    folder.join(commit.to_string()).with_extension(EXTENSION)
}

/// Groups all articles of a commit; returns the keys of those of each story.
fn keys_of_groups(searcher: &Searcher) -> tantivy::Result<Vec<Vec<u64>>> {
    let sketches = SketchColumns::open(searcher)?;
    let groups = group(&sketches, KEYS_AT_ONCE);
    let keys = KeyColumns::open(searcher)?;
    let keys_of = |group: Vec<u32>| {
        let addresses = group.into_iter().map(|number| sketches.address(number));
        addresses.filter_map(|address| keys.key(address)).collect()
    };
    Ok(groups.into_iter().map(keys_of).collect())
}
