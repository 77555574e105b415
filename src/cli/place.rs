//! Where the index is, and what its files are called from here.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::engine::Hit;
use crate::engine::local::is_index;
use crate::source::absolute;

/// Where the index goes when nothing else is said.
const DEFAULT_INDEX: &str = "index";

/// The folder that is the index, and the folder from which its relative paths count.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The index, absolute.
    pub(super) index: PathBuf,
    /// The folder that holds it: paths of files under it are kept relative, so that articles
    /// and index can be moved together.
    base: PathBuf,
    /// The current folder.
    here: PathBuf,
}

impl Place {
    /// Finds the index: `given`, else `SEARCH_INDEX`, else `index/` here or in the nearest
    /// folder above that holds one, else `index/` here.
    pub(super) fn find(given: Option<PathBuf>) -> anyhow::Result<Self> {
        let here = env::current_dir().context("cannot find the current folder")?;
        let from_environment = || env::var_os("SEARCH_INDEX").filter(|dir| !dir.is_empty());
        let index = given
            .or_else(|| from_environment().map(PathBuf::from))
            .map(|dir| absolute(&dir))
            .or_else(|| nearest_index(&here))
            .unwrap_or_else(|| here.join(DEFAULT_INDEX));
        let base = index.parent().unwrap_or(&here).to_owned();
        Ok(Place { index, base, here })
    }

    /// The place for readers without an index: paths count from here.
    pub(super) fn without_index() -> anyhow::Result<Self> {
        let here = env::current_dir().context("cannot find the current folder")?;
        Ok(Place {
            index: PathBuf::new(),
            base: here.clone(),
            here,
        })
    }

    /// The name of a file in the index.
    pub(super) fn identity(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.base).unwrap_or(path);
        relative.to_string_lossy().into_owned()
    }

    /// Where a file of the index lies.
    pub(super) fn locate(&self, identity: &str) -> PathBuf {
        self.base.join(identity)
    }

    /// What a user would type here for a file of the index.
    pub(super) fn shown(&self, identity: &str) -> String {
        if identity == "-" {
            return identity.to_owned();
        }
        let path = self.locate(identity);
        path.strip_prefix(&self.here)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned()
    }

    /// The address of an article, for hyperlinks: on the web, else that of its file.
    pub(super) fn address_of(&self, hit: &Hit) -> String {
        self.address(hit.url.as_deref(), &hit.path)
    }

    /// The address of what lies on the web at `url`, else that of the file of the index.
    pub(super) fn address(&self, url: Option<&str>, path: &str) -> String {
        match url.filter(|url| url.starts_with("http")) {
            Some(url) => url.to_owned(),
            None => self.file_url(path),
        }
    }

    /// The address of a file, for hyperlinks.
    pub(super) fn file_url(&self, identity: &str) -> String {
        let mut url = String::from("file://");
        for byte in self.locate(identity).as_os_str().as_encoded_bytes() {
            match byte {
                b'/' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(*byte)),
                byte if byte.is_ascii_alphanumeric() => url.push(char::from(*byte)),
                byte => url.push_str(&format!("%{byte:02X}")),
            }
        }
        url
    }
}

fn nearest_index(here: &Path) -> Option<PathBuf> {
    here.ancestors()
        .map(|folder| folder.join(DEFAULT_INDEX))
        .find(|folder| is_index(folder))
}
