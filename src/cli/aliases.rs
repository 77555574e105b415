//! The names that are one: `aliases.toml` beside the index, read and added to.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;

use super::place::Place;
use crate::aliases::file::{self, AliasFile};
use crate::aliases::{Aliases, Group, asks_for_names, listed};
use crate::engine::Engine;
use crate::engine::Filters;
use crate::engine::names::learned_groups;
use crate::query::Query;

/// Name of the file, beside the index.
const FILE: &str = "aliases.toml";

/// Whether names are taken together.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
pub(super) struct AliasArgs {
    /// Take each name as it is written, whatever `aliases.toml` beside the index says
    #[arg(long)]
    no_aliases: bool,
}

impl AliasArgs {
    /// Makes what a command line without the flag, or with it, says.
    pub(super) fn new(are_taken: bool) -> Self {
        AliasArgs {
            no_aliases: !are_taken,
        }
    }

    /// Tells whether names that are one are taken together.
    pub(super) fn are_taken(&self) -> bool {
        !self.no_aliases
    }

    /// Returns the groups of names, where a query or its filters ask for any name.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub(super) fn of_query(
        &self,
        place: &Place,
        query: &Query,
        filters: &Filters,
    ) -> anyhow::Result<Arc<Aliases>> {
        if asks_for_names(&filters.applied_to(query.clone())) {
            self.load(place)
        } else {
            Ok(Arc::default())
        }
    }

    /// Returns the groups of names.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub(super) fn load(&self, place: &Place) -> anyhow::Result<Arc<Aliases>> {
        if self.no_aliases {
            return Ok(Arc::default());
        }
        let file = read(&path(place))?;
        let listed = file.unsaid(listed());
        Ok(Arc::new(Aliases::new(
            file.groups().into_iter().chain(listed),
        )))
    }
}

/// Adds to the file what the articles of the index tell of names, and returns how many groups are
/// new. A file that nothing would be added to is not touched.
///
/// # Errors
///
/// When the index or the file cannot be read, or the file not written.
pub(super) fn update(place: &Place, engine: &dyn Engine) -> anyhow::Result<usize> {
    let path = path(place);
    let known = read(&path)?;
    let groups = learned_groups(&engine.names()?, listed());
    let unsaid = known.unsaid(&groups);
    let of_list = Aliases::new(listed().iter().cloned());
    let added: Vec<(&Group, &str)> = unsaid
        .iter()
        .map(|group| (group, origin(group, &of_list)))
        .collect();
    if added.is_empty() {
        return Ok(0);
    }
    let is_new = !path.exists();
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("cannot open the names that are one, `{}`", path.display()))?;
    file.write_all(file::addition(&added, is_new).as_bytes())
        .with_context(|| format!("cannot write the names that are one, `{}`", path.display()))?;
    Ok(added.len())
}

/// The word for where a group comes from.
fn origin(group: &Group, of_list: &Aliases) -> &'static str {
    let of = |name: &str| of_list.group_of(group.kind, name).map(|group| &group.name);
    let first = of(&group.name);
    match first.is_some() && group.names().all(|name| of(name) == first) {
        true => "list",
        false => "articles",
    }
}

/// Where the file is, or would be.
pub(super) fn path(place: &Place) -> PathBuf {
    place.locate(FILE)
}

fn read(path: &PathBuf) -> anyhow::Result<AliasFile> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(AliasFile::default()),
        Err(error) => {
            return Err(error).with_context(|| {
                format!("cannot read the names that are one, `{}`", path.display())
            });
        }
    };
    file::read(&text).with_context(|| {
        format!(
            "cannot read the names that are one, `{}`: mend the file, delete it, or leave it out with `--no-aliases`",
            path.display()
        )
    })
}
