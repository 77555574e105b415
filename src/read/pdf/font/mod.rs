//! From the bytes of a shown string to text and widths: ISO 32000-2, 9.6 to 9.10.

mod cmap;
mod composite;
mod encoding;
mod names;
mod simple;
mod widths;

use std::rc::Rc;

use super::file::File;
use super::object::Dict;
use cmap::Cmap;
use composite::Composite;
use simple::Simple;

/// A font: how it cuts a string into codes and what they stand for.
pub(super) struct Font {
    kind: Kind,
    to_unicode: Option<Cmap>,
    /// From the units of its widths to those of the text: a thousandth but for Type 3.
    unit: f64,
}

enum Kind {
    Simple(Simple),
    Composite(Composite),
}

/// One shown code.
#[derive(Debug, PartialEq)]
pub(super) struct Glyph {
    /// None where the file does not say what it stands for.
    pub(super) text: Option<Rc<str>>,
    /// At size 1.
    pub(super) width: f64,
    /// Word spacing applies to it: it is the one-byte code 32.
    pub(super) is_space: bool,
}

impl Font {
    /// Reads a font dictionary; whatever is missing has a default.
    pub(super) fn read(file: &File, dict: &Dict) -> Self {
        let is_composite = file.value(dict, "Subtype").name() == Some("Type0");
        let to_unicode = file.value(dict, "ToUnicode");
        let kind = match is_composite {
            true => Kind::Composite(Composite::read(file, dict)),
            false => Kind::Simple(Simple::read(file, dict)),
        };
        Self {
            kind,
            to_unicode: to_unicode
                .stream()
                .map(|stream| Cmap::read(file, &file.decoded(stream))),
            unit: unit(file, dict),
        }
    }

    /// Cuts a string into glyphs.
    pub(super) fn glyphs(&self, mut bytes: &[u8], mut each: impl FnMut(Glyph)) {
        while !bytes.is_empty() {
            let length = self.code_length(bytes).clamp(1, bytes.len());
            let (code, rest) = bytes.split_at(length);
            each(self.glyph(code));
            bytes = rest;
        }
    }

    fn code_length(&self, bytes: &[u8]) -> usize {
        match &self.kind {
            Kind::Simple(_) => 1,
            Kind::Composite(font) => font.code_length(bytes),
        }
    }

    fn glyph(&self, bytes: &[u8]) -> Glyph {
        let code = bytes
            .iter()
            .take(4)
            .fold(0, |code, &byte| code << 8 | u32::from(byte));
        let known = self.to_unicode.as_ref().and_then(|cmap| cmap.text(code));
        let (text, width) = match &self.kind {
            Kind::Simple(font) => (
                known.or_else(|| font.text(code as u8)),
                font.width(code as u8),
            ),
            Kind::Composite(font) => (known.or_else(|| font.text(bytes, code)), font.width(code)),
        };
        Glyph {
            text,
            width: width * self.unit,
            is_space: bytes == [32],
        }
    }
}

fn unit(file: &File, dict: &Dict) -> f64 {
    let matrix = file.array(dict, "FontMatrix");
    let is_type_3 = file.value(dict, "Subtype").name() == Some("Type3");
    let scale = matrix
        .first()
        .and_then(|scale| file.resolve(scale).number());
    scale.filter(|_| is_type_3).unwrap_or(0.001)
}
