//! The articles that are measured with, as one file of JSON Lines; made of files of text, these beside it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

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
    /// What `search` indexes: the same, or the folder of files that these were made of.
    pub(crate) source: PathBuf,
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
    /// Unpacks `given` (JSON Lines, or a tar.zst of files of text), else the real corpus, else makes
    /// one, under `folder`; at most `limit` articles.
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
        let name = packed.and_then(Path::file_name);
        let name = name.map(|name| name.to_string_lossy().into_owned());
        let mut source = path.clone();
        match packed {
            Some(packed) if is_archive(packed) => {
                source = folder.join("files");
                unpack_texts(packed, &source, &mut out, limit.unwrap_or(usize::MAX))?;
            }
            Some(packed) => copy_lines(open(packed)?, &mut out, limit.unwrap_or(usize::MAX))?,
            None => generate::write(&mut out, limit.unwrap_or(NUM_MADE), SEED)?,
        }
        out.flush()?;
        let mut corpus = Corpus {
            name: name.unwrap_or_else(|| "made-up articles".to_owned()),
            path,
            source,
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

fn is_archive(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".tar.zst")
}

/// Unpacks the texts of an archive into `folder`, each in a file of its own and in a line of `lines`.
fn unpack_texts(
    archive: &Path,
    folder: &Path,
    lines: &mut impl Write,
    limit: usize,
) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut archive = tar::Archive::new(zstd::Decoder::new(File::open(archive)?)?);
    let mut count = 0;
    for member in archive.entries()? {
        let mut member = member?;
        let path = member.path()?.into_owned();
        if count == limit {
            break;
        }
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes)?;
        let file = folder.join(&path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(&file, &bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        writeln!(
            lines,
            "{}",
            json!({ "id": path, "title": "", "text": text })
        )?;
        count += 1;
    }
    Ok(())
}
