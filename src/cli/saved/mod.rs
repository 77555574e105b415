//! Saved queries: `saved.toml` beside the index.

pub(super) mod file;

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::Context;

use super::place::Place;
use crate::query::SavedQueries;
use file::SavedFile;

/// Name of the file, beside the index.
const FILE: &str = "saved.toml";

/// Where the file is, or would be.
pub(super) fn path(place: &Place) -> PathBuf {
    place.locate(FILE)
}

/// Reads the queries that `text` may use; nothing is read for one that uses none.
///
/// # Errors
///
/// When the file cannot be read.
pub(super) fn used_by(text: &str, place: &Place) -> anyhow::Result<SavedQueries> {
    let is_used = text.to_lowercase().contains("saved");
    if is_used {
        load(place)
    } else {
        Ok(SavedQueries::default())
    }
}

/// Reads all queries.
///
/// # Errors
///
/// When the file cannot be read.
pub(super) fn load(place: &Place) -> anyhow::Result<SavedQueries> {
    Ok(read(place)?.queries())
}

/// Reads the file; one that is not there is empty.
///
/// # Errors
///
/// When it cannot be read, or says what cannot be: with the line.
pub(super) fn read(place: &Place) -> anyhow::Result<SavedFile> {
    let path = path(place);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(error)
                .with_context(|| format!("cannot read the saved queries, `{}`", path.display()));
        }
    };
    SavedFile::read(text).with_context(|| {
        format!(
            "cannot read the saved queries, `{}`: mend the file",
            path.display()
        )
    })
}
