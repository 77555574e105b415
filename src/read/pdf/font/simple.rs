//! Simple fonts, one byte a glyph: ISO 32000-2, 9.6.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::file::File;
use super::super::object::{Dict, Object};
use super::encoding::Base;
use super::{names, widths};

/// A simple font.
pub(super) struct Simple {
    texts: HashMap<u8, Rc<str>>,
    /// From code `first_char` on.
    widths: Vec<f64>,
    first_char: i64,
    missing_width: Option<f64>,
    name: String,
}

impl Simple {
    pub(super) fn read(file: &File, dict: &Dict) -> Self {
        let name = file
            .value(dict, "BaseFont")
            .name()
            .unwrap_or_default()
            .to_owned();
        let descriptor = file.dict(dict, "FontDescriptor").unwrap_or_default();
        let widths = file.array(dict, "Widths");
        let widths = widths
            .iter()
            .take(256)
            .map(|width| file.resolve(width).number().unwrap_or_default());
        Self {
            texts: texts(file, dict, &descriptor, &name),
            widths: widths.collect(),
            first_char: file.value(dict, "FirstChar").int().unwrap_or_default(),
            missing_width: file.value(&descriptor, "MissingWidth").number(),
            name,
        }
    }

    pub(super) fn text(&self, code: u8) -> Option<Rc<str>> {
        self.texts.get(&code).cloned()
    }

    pub(super) fn width(&self, code: u8) -> f64 {
        let at = usize::try_from(i64::from(code) - self.first_char).ok();
        let stated = at.and_then(|at| self.widths.get(at)).copied();
        let stated = stated.or(self.missing_width.filter(|_| !self.widths.is_empty()));
        stated.unwrap_or_else(|| {
            let character = self.texts.get(&code).and_then(|text| text.chars().next());
            widths::standard(&self.name, character.unwrap_or('n'))
        })
    }
}

/// Reads the encoding: a base table and differences from it.
fn texts(file: &File, dict: &Dict, descriptor: &Dict, name: &str) -> HashMap<u8, Rc<str>> {
    let encoding = file.value(dict, "Encoding");
    let base = match &encoding {
        Object::Name(name) => Base::named(name),
        Object::Dict(dict) => file
            .value(dict, "BaseEncoding")
            .name()
            .and_then(Base::named),
        _ => None,
    };
    let base = base.unwrap_or_else(|| default_base(file, dict, descriptor, name));
    let known = (0..=255).filter_map(|code| Some((code, base.character(code)?)));
    let mut texts: HashMap<u8, Rc<str>> = known
        .map(|(code, character)| (code, character.to_string().into()))
        .collect();
    if base == Base::Standard || matches!(encoding, Object::Null) {
        texts.extend(built_in(file, descriptor));
    }
    if let Object::Dict(encoding) = &encoding {
        apply_differences(file, &file.array(encoding, "Differences"), &mut texts);
    }
    texts
}

fn default_base(file: &File, dict: &Dict, descriptor: &Dict, name: &str) -> Base {
    if name.ends_with("Symbol") {
        return Base::Symbol;
    }
    let is_symbolic = file
        .value(descriptor, "Flags")
        .int()
        .is_some_and(|flags| flags & 4 != 0);
    match file.value(dict, "Subtype").name() {
        // what viewers do, whatever the standard says
        Some("TrueType") if is_symbolic => Base::MacRoman,
        Some("TrueType") => Base::WinAnsi,
        _ => Base::Standard,
    }
}

fn apply_differences(file: &File, differences: &[Object], texts: &mut HashMap<u8, Rc<str>>) {
    let mut code = 0u8;
    for item in differences.iter().take(1_000) {
        match file.resolve(item) {
            Object::Name(name) => {
                match names::text(&name) {
                    Some(text) => texts.insert(code, text),
                    None => texts.remove(&code),
                };
                code = code.wrapping_add(1);
            }
            other => code = other.int().unwrap_or_default() as u8,
        }
    }
}

/// Reads the encoding that a Type 1 font program has: `dup 65 /A put`.
fn built_in(file: &File, descriptor: &Dict) -> HashMap<u8, Rc<str>> {
    let program = file.value(descriptor, "FontFile");
    let program = program
        .stream()
        .map(|stream| file.decoded(stream))
        .unwrap_or_default();
    let head = String::from_utf8_lossy(&program[..program.len().min(1 << 16)]).into_owned();
    let Some((_, head)) = head.split_once("/Encoding") else {
        return HashMap::new();
    };
    let head = head.split("readonly").next().unwrap_or_default();
    let entries = head.split("dup ").skip(1).take(256).filter_map(|entry| {
        let mut words = entry.split([' ', '/']).filter(|word| !word.is_empty());
        Some((words.next()?.parse().ok()?, names::text(words.next()?)?))
    });
    entries.collect()
}
