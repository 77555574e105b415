//! One file of JSON Lines that grows: real articles first, then ones that are drawn from them.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::Path;

use anyhow::Context;

use crate::corpus::{Corpus, Text};
use crate::news::News;

/// The articles that are measured with at the time.
pub(crate) struct Articles {
    corpus: Corpus,
    /// Real articles that are still to come.
    real: Lines<BufReader<File>>,
    news: News,
    out: BufWriter<File>,
}

impl Articles {
    /// Prepares to write the file `path`.
    pub(crate) fn new(real: &Corpus, path: &Path) -> anyhow::Result<Self> {
        let created = File::create(path);
        let file = created.with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(Articles {
            corpus: Corpus {
                name: real.name.clone(),
                path: path.to_owned(),
                source: path.to_owned(),
                articles: 0,
                text_bytes: 0,
            },
            real: BufReader::new(File::open(&real.path)?).lines(),
            news: News::read(&real.path)?,
            out: BufWriter::with_capacity(1 << 20, file),
        })
    }

    /// Adds articles until there are so many.
    pub(crate) fn extend(&mut self, num_articles: usize) -> anyhow::Result<()> {
        while self.corpus.articles < num_articles {
            let line = match self.real.next() {
                Some(line) => line?,
                None => self.news.article(self.corpus.articles)?,
            };
            let text: Text = serde_json::from_str(&line)?;
            self.corpus.text_bytes += (text.headline.len() + text.body.len()) as u64;
            self.corpus.articles += 1;
            writeln!(self.out, "{line}")?;
        }
        Ok(self.out.flush()?)
    }

    /// What is in the file.
    pub(crate) fn corpus(&self) -> &Corpus {
        &self.corpus
    }
}
