//! The articles that are measured with, as one file of JSON Lines.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::generate;

/// Real news, kept beside the project; not part of it.
const REAL: &str = "../shared/corpora/articles-en.jsonl.zst";
/// Number of articles that are made up where real ones are not there.
const NUM_MADE: usize = 10_000;
const SEED: u64 = 20_151_127;

/// A corpus on disk.
pub(crate) struct Corpus {
    /// What it is, for people.
    pub(crate) name: String,
    /// JSON Lines, unpacked.
    pub(crate) path: PathBuf,
    /// Number of articles.
    pub(crate) articles: usize,
    /// Bytes of all headlines and bodies.
    pub(crate) text_bytes: u64,
}

/// The text of one article.
#[derive(Deserialize)]
pub(crate) struct Text {
    #[serde(default, rename = "title")]
    pub(crate) headline: String,
    #[serde(default, rename = "text")]
    pub(crate) body: String,
}

impl Corpus {
    /// Unpacks `given`, else the real corpus, else makes one, under `folder`; at most `limit`
    /// articles.
    pub(crate) fn prepare(
        given: Option<&Path>,
        limit: Option<usize>,
        folder: &Path,
    ) -> anyhow::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join("articles.jsonl");
        let mut out = BufWriter::new(File::create(&path)?);
        let real = Path::new(env!("CARGO_MANIFEST_DIR")).join(REAL);
        let packed = given.or_else(|| real.exists().then_some(real.as_path()));
        let name = match packed {
            Some(packed) => {
                copy_lines(open(packed)?, &mut out, limit.unwrap_or(usize::MAX))?;
                packed
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
            }
            None => {
                generate::write(&mut out, limit.unwrap_or(NUM_MADE), SEED)?;
                None
            }
        };
        out.flush()?;
        let mut corpus = Corpus {
            name: name.unwrap_or_else(|| "made-up articles".to_owned()),
            path,
            articles: 0,
            text_bytes: 0,
        };
        for text in corpus.texts()? {
            let text = text?;
            corpus.articles += 1;
            corpus.text_bytes += (text.headline.len() + text.body.len()) as u64;
        }
        Ok(corpus)
    }

    /// The texts, one by one.
    pub(crate) fn texts(
        &self,
    ) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Text>> + use<>> {
        self.records()
    }

    /// The articles, one by one, with what is asked of each.
    pub(crate) fn records<T: DeserializeOwned>(
        &self,
    ) -> anyhow::Result<impl Iterator<Item = anyhow::Result<T>> + use<T>> {
        let lines = BufReader::new(File::open(&self.path)?).lines();
        Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
    }
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let file = File::open(path).with_context(|| format!("cannot open `{}`", path.display()))?;
    if path.extension().is_some_and(|extension| extension == "zst") {
        return Ok(Box::new(BufReader::new(zstd::Decoder::new(file)?)));
    }
    Ok(Box::new(BufReader::new(file)))
}

fn copy_lines(mut from: impl BufRead, to: &mut impl Write, limit: usize) -> anyhow::Result<()> {
    let mut line = Vec::new();
    for _ in 0..limit {
        line.clear();
        if from.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        to.write_all(&line)?;
    }
    Ok(())
}
