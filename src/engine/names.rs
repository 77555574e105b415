//! The names of an index: how many articles have each, and which stand together.

use crate::aliases::{Companions, Group, NameCount, Other, candidates, learn};

/// The names of an index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// The canonical names, each once a kind.
    pub names: Vec<NameCount>,
    /// The spellings that are no part of the canonical names that they stand for.
    pub others: Vec<Other>,
    /// Number of articles.
    pub num_articles: u64,
    /// The names of article after article, as places in `names`; those of one article alone are
    /// left out.
    ids: Vec<u32>,
    /// Where the names of each article end in `ids`.
    ends: Vec<usize>,
}

impl Names {
    /// Adds an article with the names that stand at these places in `self.names`.
    pub fn add_article(&mut self, mut ids: Vec<u32>) {
        ids.sort_unstable();
        ids.dedup();
        for &id in &ids {
            self.names[id as usize].articles += 1;
        }
        self.num_articles += 1;
        self.ids.append(&mut ids);
        self.ends.push(self.ids.len());
    }

    /// Leaves the names out of the articles that stand in one article alone: they are most of
    /// all, and tell nothing of others.
    pub fn drop_singles(&mut self) {
        let (mut kept, mut begin) = (0, 0);
        for end in &mut self.ends {
            for place in begin..*end {
                let id = self.ids[place];
                if self.names[id as usize].articles > 1 {
                    self.ids[kept] = id;
                    kept += 1;
                }
            }
            begin = *end;
            *end = kept;
        }
        self.ids.truncate(kept);
        self.ids.shrink_to_fit();
    }

    /// Returns the names of each article that has any which others have, too.
    pub fn articles(&self) -> impl Iterator<Item = &[u32]> {
        let begins = std::iter::once(&0).chain(&self.ends);
        begins
            .zip(&self.ends)
            .map(|(begin, end)| &self.ids[*begin..*end])
    }
}

/// Returns the groups of names that are one, by what the articles tell and by a list.
pub fn learned_groups(names: &Names, listed: &[Group]) -> Vec<Group> {
    let candidates = candidates(&names.names);
    let mut companions = Companions::new(&candidates.alike, names.num_articles);
    for article in names.articles() {
        companions.look_at(article, &names.names);
    }
    learn(
        &names.names,
        &names.others,
        (&candidates, &companions),
        listed,
    )
}
