//! An item of a feed, and questions to it.

use super::body::line_of;
use crate::read::xml::{Element, Tree};

/// Prefixes of extensions that speak of a picture, a sound or a film, not of the text.
const MEDIA: &[&str] = &["media", "itunes", "googleplay"];

/// Whether this is the prefix of such an extension.
pub(super) fn is_media(prefix: &str) -> bool {
    MEDIA.contains(&prefix)
}

/// An item of RSS or an entry of Atom.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) at: usize,
}

impl<'t> Entry<'t> {
    pub(super) fn element(&self) -> &'t Element<'t> {
        self.tree.element(self.at)
    }

    pub(super) fn children(&self) -> impl Iterator<Item = &'t Element<'t>> {
        self.tree.children(self.at).map(|(_, element)| element)
    }

    /// The first child of this name: one of the feed's own language before those of extensions,
    /// and none of a media extension.
    pub(super) fn child(&self, name: &str) -> Option<&'t Element<'t>> {
        self.child_at(name).map(|at| self.tree.element(at))
    }

    pub(super) fn child_at(&self, name: &str) -> Option<usize> {
        let prefix = self.element().prefix;
        let named = || {
            let children = self.tree.children(self.at);
            children.filter(|(_, e)| e.name == name && !is_media(e.prefix))
        };
        let own = named().find(|(_, element)| element.prefix == prefix);
        own.or_else(|| named().next()).map(|(at, _)| at)
    }

    /// The first line of these that is not empty.
    pub(super) fn line(&self, names: &[&str]) -> Option<String> {
        let lines = names
            .iter()
            .filter_map(|name| self.child(name))
            .map(line_of);
        lines.into_iter().find(|line| !line.is_empty())
    }

    /// What the item calls itself.
    pub(super) fn id(&self) -> Option<String> {
        let id = self.line(&["guid", "id"]);
        id.or_else(|| self.element().attribute("rdf:about"))
            .filter(|id| !id.is_empty())
    }

    /// What media extensions say of the item in words.
    pub(super) fn media_descriptions(&self) -> impl Iterator<Item = &'t Element<'t>> {
        let names = ["description", "summary", "subtitle"];
        let within = self.tree.within(self.at).map(|(_, element)| element);
        within.filter(move |e| is_media(e.prefix) && names.contains(&e.name))
    }

    /// The children of media extensions that have this name.
    pub(super) fn media(&self, name: &str) -> Option<&'t Element<'t>> {
        self.children()
            .find(|e| e.name == name && is_media(e.prefix))
    }
}
