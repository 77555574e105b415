//! `search export --pack`: the answer in a file, to be checked later.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;

use super::{ExportArgs, ExportSummary, Stopped, tell};
use crate::cli::Outcome;
use crate::cli::asked::Asked;
use crate::cli::atomic::AtomicFile;
use crate::cli::interrupt::catch_interrupt;
use crate::cli::sorted::Sorter;
use crate::engine::{Detail, Engine, FoundDocument, SearchResponse};
use crate::pack::{MAX_LINE_BYTES, PackManifest, PackWriter, PackedFilters, PackedHit, PackedName};

pub(super) fn run(args: &ExportArgs, file: &Path) -> anyhow::Result<Outcome> {
    let stop = catch_interrupt()?;
    let mut asked = args.asked.open()?;
    let snippets = args.snippets.unwrap_or(1);
    asked.request.detail = Detail::Snippets(snippets);
    let fingerprint = asked.engine.fingerprint()?;
    let out = AtomicFile::create(file)?;
    let (sorter, response) = gather(&mut asked, folder_of(file), &stop)?;
    let manifest = PackManifest {
        query: asked.text.clone(),
        read_as: asked.parsed.query.to_string(),
        filters: PackedFilters::from(&asked.request.filters),
        aliases: args.asked.takes_aliases(),
        names: response.widened.iter().map(PackedName::from).collect(),
        snippets,
        total: response.total,
        index: fingerprint.into(),
        ..PackManifest::of_this_program()
    };
    let out = write(out, sorter, &manifest, &stop)
        .with_context(|| format!("cannot write `{}`", file.display()))?;
    out.commit()?;
    let told = ExportSummary {
        rows: response.total,
        format: "pack",
        file: Some(file),
        fingerprint: Some(fingerprint.to_string()),
    };
    tell(args, &asked, response.total, told)
}

/// The folder that a file lies in.
pub(in crate::cli) fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// Gathers the lines of all articles that match.
fn gather(
    asked: &mut Asked,
    folder: PathBuf,
    stop: &AtomicBool,
) -> anyhow::Result<(Sorter, SearchResponse)> {
    let mut sorter = Sorter::new(folder);
    let response = asked.each(|found| match stop.load(Ordering::Relaxed) {
        true => Err(Stopped.into()),
        false => push(&mut sorter, &found),
    })?;
    Ok((sorter, response))
}

/// Adds the line of an article.
pub(in crate::cli) fn push(sorter: &mut Sorter, found: &FoundDocument) -> anyhow::Result<()> {
    let hit = PackedHit::from(found);
    let line = serde_json::to_vec(&hit)?;
    anyhow::ensure!(
        (line.len() as u64) < MAX_LINE_BYTES - 1,
        "cannot pack the article `{}`: expected at most {MAX_LINE_BYTES} bytes for its marks, but found {}",
        hit.id,
        line.len()
    );
    sorter
        .push(hit.id, line)
        .context("cannot write a temporary file")
}

fn write(
    out: AtomicFile,
    sorter: Sorter,
    manifest: &PackManifest,
    stop: &AtomicBool,
) -> anyhow::Result<AtomicFile> {
    let mut pack = PackWriter::new(out)?;
    for line in sorter.finish()? {
        if stop.load(Ordering::Relaxed) {
            return Err(Stopped.into());
        }
        pack.write_hit(&line?)?;
    }
    Ok(pack.finish(manifest)?)
}
