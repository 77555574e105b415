//! Building an index with each program, in a process of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::measure::{Run, folder_bytes, run};

/// One measured run.
pub(crate) struct Built {
    pub(crate) run: Run,
    pub(crate) index_bytes: u64,
}

impl Built {
    /// The most memory that the run had at once, as it tells itself; 0 where the system does not.
    pub(crate) fn peak_memory_bytes(&self) -> f64 {
        self.run.summary["peak_memory_bytes"]
            .as_f64()
            .unwrap_or(0.0)
    }
}

/// Indexes a corpus with `search`, into a new folder.
pub(crate) fn build_ours(corpus: &Path, index: &Path) -> anyhow::Result<Built> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_search"));
    command.args(["index", "--json", "--index"]);
    build(command.arg(index).arg(corpus), index)
}

/// Indexes a corpus with bare tantivy, into a new folder.
pub(crate) fn build_bare(corpus: &Path, index: &Path) -> anyhow::Result<Built> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["bare", "index", "--index"]);
    build(command.arg(index).arg(corpus), index)
}

fn build(command: &mut Command, index: &Path) -> anyhow::Result<Built> {
    if index.exists() {
        fs::remove_dir_all(index)?;
    }
    let run = run(command)?;
    let index_bytes = folder_bytes(index)?;
    Ok(Built { run, index_bytes })
}
