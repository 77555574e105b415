//! Marked content: what a page shows that is no part of its text, and what it means by glyphs
//! that say something else. ISO 32000-2, 14.6, 14.8.2.2 and 14.9.4.

use super::file::File;
use super::font::Glyph;
use super::object::{Dict, Object};
use super::text_string;

/// Marks nested deeper than this are counted only.
const MAX_MARKS: usize = 256;

/// The marks that are open.
#[derive(Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    num_uncounted: usize,
}

#[derive(Default)]
struct Mark {
    is_artifact: bool,
    /// What the glyphs stand for; empty once said.
    actual: Option<String>,
}

impl Marks {
    /// Opens a mark: `/Tag BMC` or `/Tag properties BDC`.
    pub(super) fn begin(&mut self, file: &File, resources: &Dict, operands: &[Object]) {
        if self.marks.len() >= MAX_MARKS {
            self.num_uncounted += 1;
            return;
        }
        let is_artifact = operands.first().and_then(Object::name) == Some("Artifact");
        let properties = match operands.get(1) {
            Some(Object::Name(name)) => file
                .dict(resources, "Properties")
                .and_then(|named| file.dict(&named, name)),
            other => other.and_then(Object::dict).cloned(),
        };
        let actual = properties.and_then(|dict| {
            file.value(&dict, "ActualText")
                .text()
                .map(text_string::decode)
        });
        self.marks.push(Mark {
            is_artifact,
            actual,
        });
    }

    pub(super) fn end(&mut self) {
        match self.num_uncounted.checked_sub(1) {
            Some(left) => self.num_uncounted = left,
            None => drop(self.marks.pop()),
        }
    }

    /// Tells whether what is shown now is text: page headers and the like are artifacts.
    pub(super) fn is_shown(&self) -> bool {
        !self.marks.iter().any(|mark| mark.is_artifact)
    }

    /// Puts the text that is meant in the place of the first glyph, nothing in that of the others.
    pub(super) fn replace(&mut self, glyph: &mut Glyph) {
        if let Some(actual) = self
            .marks
            .iter_mut()
            .rev()
            .find_map(|mark| mark.actual.as_mut())
        {
            glyph.text = Some(std::mem::take(actual).into());
        }
    }
}
