//! The stories of a commit: which articles are copies of each other.
//!
//! They follow from the sketches, columns of the index. So that a query need not group all articles
//! anew, the writer leaves the groups in a file beside the commit ([`file`]). Where that is missing, after
//! a kill or on a full disk, they are found again; where that would take long, those of the commit
//! before serve meanwhile: a writer that follows folders comes to group articles some time after it showed them.

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

/// So many articles are grouped while somebody waits for an answer: in 0.2 s.
pub(super) const MOST_GROUPED: u64 = 50_000;

/// The stories of several articles, as of one commit.
pub(super) struct Stories {
    table: StoryTable,
    /// Whether they are those of the commit that was asked for, and not of another one.
    is_of_commit: bool,
}

impl Stories {
    /// Reads the stories of a commit, and finds them where no file holds them. Of more than
    /// `most_grouped` articles those of another commit, the latest that has any, are taken rather than found.
    pub(super) fn open(
        folder: &Path,
        commit: Opstamp,
        searcher: &Searcher,
        most_grouped: u64,
    ) -> tantivy::Result<Self> {
        let kept = read(&path_of(folder, commit));
        let other = match kept {
            None if searcher.num_docs() > most_grouped => latest(folder).and_then(|it| read(&it)),
            _ => None,
        };
        let is_of_commit = other.is_none();
        let table = match kept.or(other) {
            Some(table) => table,
            None => StoryTable::of(&keys_of_groups(searcher)?),
        };
        Ok(Stories {
            table,
            is_of_commit,
        })
    }

    /// Tells whether those of the commit have come since these of another one were read.
    pub(super) fn are_outdated(&self, folder: &Path, commit: Opstamp) -> bool {
        !self.is_of_commit && path_of(folder, commit).is_file()
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
    for path in paths(folder).filter(|path| Some(path.as_path()) != kept) {
        // What stays behind is removed the next time.
        let _ = fs::remove_file(path);
    }
}

/// The files in a folder that hold stories.
fn paths(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(|path| path.extension().is_some_and(|it| it == EXTENSION))
}

/// The file of the latest commit that has one.
fn latest(folder: &Path) -> Option<PathBuf> {
    let commit = |path: &PathBuf| path.file_stem()?.to_str()?.parse::<Opstamp>().ok();
    paths(folder).max_by_key(commit)
}

fn read(path: &Path) -> Option<StoryTable> {
    StoryTable::from_bytes(fs::read(path).ok()?)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::engine::local::{LocalWriter, WriterOptions, open_index};
    use crate::engine::{Document, FileFacts, Writer};

    #[test]
    fn many_articles_have_the_stories_of_an_earlier_commit_until_those_of_the_last_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let options = WriterOptions {
            threads: 1,
            memory_bytes: 20_000_000,
        };
        let mut writer = LocalWriter::open(folder.path(), options).unwrap();
        for id in ["first", "second"] {
            let article = Article {
                headline: "Fähre fährt".to_owned(),
                body: "Sie fuhr am Morgen von der Schleuse ab und kam nie an. ".repeat(9),
                ..Article::default()
            };
            let document = Document {
                id: id.to_owned(),
                article,
                file: FileFacts::default(),
            };
            writer.put(document).unwrap();
        }
        writer.commit().unwrap();
        let file = latest(folder.path()).unwrap();
        let commit = file.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        let (index, _) = open_index(folder.path()).unwrap();
        let searcher = index.reader().unwrap().searcher();
        let open =
            |most_grouped| Stories::open(folder.path(), commit, &searcher, most_grouped).unwrap();
        assert_eq!(open(0).table.len(), 2);
        // As if the articles had come since.
        let of_commit = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        assert_eq!(open(0).table.len(), 2);
        let nothing = StoryTable::of(&[]);
        fs::write(path_of(folder.path(), commit - 1), nothing.as_bytes()).unwrap();
        assert_eq!(open(2).table.len(), 2);
        let earlier = open(0);
        assert!(earlier.is_empty());
        assert!(!earlier.are_outdated(folder.path(), commit));
        fs::write(&file, of_commit).unwrap();
        assert!(earlier.are_outdated(folder.path(), commit));
        assert!(!open(0).are_outdated(folder.path(), commit));
    }
}
