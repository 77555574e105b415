//! Character maps, to Unicode or to glyph numbers: ISO 32000-2, 9.7.5 and 9.10.3.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::file::File;
use super::super::lexer::Lexer;
use super::super::object::Object;
use super::super::operators::next_operator;

/// The rest of a map with more entries than this is dropped.
const MAX_ENTRIES: usize = 70_000;
/// The most UTF-16 bytes that one code stands for.
const MAX_TEXT: usize = 64;

/// A character map.
#[derive(Debug, Default)]
pub(super) struct Cmap {
    texts: HashMap<u32, Rc<str>>,
    text_ranges: Vec<(u32, u32, Vec<u16>)>,
    cids: Vec<(u32, u32, u32)>,
    /// The length in bytes, the first and the last of the codes.
    code_spaces: Vec<(usize, u32, u32)>,
}

impl Cmap {
    /// Reads a map.
    pub(super) fn read(file: &File, data: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::of_content(data);
        let mut operands = Vec::new();
        while let Some(word) = next_operator(&mut lexer, &mut operands, MAX_ENTRIES) {
            if !file.budget.take_steps(operands.len() + 1) {
                break;
            }
            map.add(word, &operands);
        }
        map.text_ranges.sort_by_key(|(first, ..)| *first);
        map.cids.sort_unstable();
        map
    }

    fn add(&mut self, word: &[u8], operands: &[Object]) {
        match word {
            b"endbfchar" => operands
                .chunks_exact(2)
                .for_each(|pair| self.add_char(pair)),
            b"endbfrange" => operands
                .chunks_exact(3)
                .for_each(|range| self.add_range(range)),
            b"endcidchar" => operands.chunks_exact(2).for_each(|pair| {
                self.add_cids(&pair[0], &pair[0], &pair[1]);
            }),
            b"endcidrange" => operands.chunks_exact(3).for_each(|range| {
                self.add_cids(&range[0], &range[1], &range[2]);
            }),
            b"endcodespacerange" => operands
                .chunks_exact(2)
                .for_each(|pair| self.add_space(pair)),
            _ => {}
        }
    }

    fn add_char(&mut self, pair: &[Object]) {
        if let (Some(code), Some(text)) = (code(&pair[0]), pair[1].text())
            && self.texts.len() < MAX_ENTRIES
        {
            self.texts.insert(code, utf_16(&units(text)));
        }
    }

    fn add_range(&mut self, range: &[Object]) {
        let (Some(first), Some(last)) = (code(&range[0]), code(&range[1])) else {
            return;
        };
        match &range[2] {
            Object::Text(text) if self.text_ranges.len() < MAX_ENTRIES => {
                self.text_ranges.push((first, last, units(text)));
            }
            Object::Array(texts) => {
                for (code, text) in (first..=last).zip(texts.iter()) {
                    let code = Object::Text(code.to_be_bytes().as_slice().into());
                    self.add_char(&[code, text.clone()]);
                }
            }
            _ => {}
        }
    }

    fn add_cids(&mut self, first: &Object, last: &Object, cid: &Object) {
        if let (Some(first), Some(last), Some(cid)) = (code(first), code(last), cid.int())
            && self.cids.len() < MAX_ENTRIES
        {
            self.cids.push((first, last, cid as u32));
        }
    }

    fn add_space(&mut self, pair: &[Object]) {
        let length = pair[0].text().map_or(0, <[u8]>::len);
        if let (Some(first), Some(last)) = (code(&pair[0]), code(&pair[1]))
            && (1..=4).contains(&length)
            && self.code_spaces.len() < 100
        {
            self.code_spaces.push((length, first, last));
        }
    }

    /// Returns the text that a code stands for.
    pub(super) fn text(&self, code: u32) -> Option<Rc<str>> {
        if let Some(text) = self.texts.get(&code) {
            return Some(text.clone());
        }
        let at = self
            .text_ranges
            .partition_point(|(first, ..)| *first <= code);
        let (first, last, units) = self.text_ranges.get(at.checked_sub(1)?)?;
        let mut units = units.clone();
        let unit = units.last_mut().filter(|_| code <= *last)?;
        *unit = unit.wrapping_add((code - first) as u16);
        Some(utf_16(&units))
    }

    /// Returns the glyph number of a code.
    pub(super) fn cid(&self, code: u32) -> u32 {
        let at = self.cids.partition_point(|(first, ..)| *first <= code);
        let range = at.checked_sub(1).and_then(|at| self.cids.get(at));
        match range {
            Some(&(first, last, cid)) if code <= last => cid.wrapping_add(code - first),
            _ => 0,
        }
    }

    /// Returns the length in bytes of the next code; none if no code space has it.
    pub(super) fn code_length(&self, bytes: &[u8]) -> Option<usize> {
        let is_in = |&&(length, first, last): &&(usize, u32, u32)| {
            let code = bytes.get(..length).unwrap_or_default();
            let (first, last) = (first.to_be_bytes(), last.to_be_bytes());
            let bounds = first.iter().zip(&last).skip(4 - length);
            let mut parts = code.iter().zip(bounds);
            code.len() == length
                && parts.all(|(byte, (first, last))| (first..=last).contains(&byte))
        };
        self.code_spaces
            .iter()
            .find(is_in)
            .map(|(length, ..)| *length)
    }
}

fn code(object: &Object) -> Option<u32> {
    let bytes = object
        .text()
        .filter(|bytes| (1..=4).contains(&bytes.len()))?;
    Some(
        bytes
            .iter()
            .fold(0, |code, &byte| code << 8 | u32::from(byte)),
    )
}

fn units(text: &[u8]) -> Vec<u16> {
    let text = &text[..text.len().min(MAX_TEXT)];
    if let &[byte] = text {
        return vec![byte.into()];
    }
    text.chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect()
}

fn utf_16(units: &[u16]) -> Rc<str> {
    String::from_utf16_lossy(units).into()
}
