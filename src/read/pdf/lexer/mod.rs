//! From bytes to objects: ISO 32000-2, 7.2 and 7.3. It never fails: what is malformed is skipped.

mod strings;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::object::{Dict, Object};
use super::token::{real, unescape_name};

/// Nested deeper than this, an array or dictionary is read as null.
const MAX_DEPTH: usize = 48;
/// The rest of an array or dictionary with more members than this is dropped.
const MAX_MEMBERS: usize = 200_000;

/// What stands at a place: an object or a word such as `obj`, `endstream` or `Tj`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item<'a> {
    Object(Object),
    Word(&'a [u8]),
}

/// A reader of objects.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
    /// How many objects were read, members included.
    pub(super) num_objects: usize,
    has_refs: bool,
}

impl<'a> Lexer<'a> {
    /// Reads a file or an object stream, where `1 0 R` is a reference.
    pub(super) fn of_file(bytes: &'a [u8], at: usize) -> Self {
        let at = at.min(bytes.len());
        Self {
            bytes,
            at,
            num_objects: 0,
            has_refs: true,
        }
    }

    /// Reads a content stream or a CMap, which have no references.
    pub(super) fn of_content(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            num_objects: 0,
            has_refs: false,
        }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Reads the next object or word; none at the end.
    pub(super) fn next(&mut self) -> Option<Item<'a>> {
        self.item(0)
    }

    /// Reads the next object; a word counts as none.
    pub(super) fn object(&mut self) -> Option<Object> {
        match self.next()? {
            Item::Object(object) => Some(object),
            Item::Word(_) => None,
        }
    }

    /// Reads an integer and nothing else.
    pub(super) fn int(&mut self) -> Option<i64> {
        self.skip_space();
        let digits = self
            .rest()
            .iter()
            .take(20)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let text = self.rest().get(..digits)?;
        let value = std::str::from_utf8(text).ok()?.parse().ok()?;
        self.at += digits;
        Some(value)
    }

    /// Reads `word` if it stands here.
    pub(super) fn word(&mut self, word: &[u8]) -> bool {
        self.skip_space();
        let is_here = self.rest().starts_with(word);
        self.at += if is_here { word.len() } else { 0 };
        is_here
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'%' => self.skip_while(|byte| byte != b'\n' && byte != b'\r'),
                _ if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    fn item(&mut self, depth: usize) -> Option<Item<'a>> {
        self.skip_space();
        let first = *self.bytes.get(self.at)?;
        self.num_objects += 1;
        let second = self.bytes.get(self.at + 1);
        Some(Item::Object(match first {
            b'/' => self.name(),
            b'(' => self.literal(),
            b'[' => self.array(depth),
            b'<' if second == Some(&b'<') => self.dict(depth),
            b'<' => self.hexadecimal(),
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
            _ => return Some(self.bare()),
        }))
    }

    fn bare(&mut self) -> Item<'a> {
        let start = self.at;
        self.skip_while(is_regular);
        if self.at == start {
            // `>>` is one word, any other delimiter one of its own
            let is_pair = self.rest().starts_with(b">>");
            self.at += 1 + usize::from(is_pair);
        }
        let word = &self.bytes[start..self.at];
        match word {
            b"true" => Item::Object(Object::Bool(true)),
            b"false" => Item::Object(Object::Bool(false)),
            b"null" => Item::Object(Object::Null),
            _ => Item::Word(word),
        }
    }

    fn skip_while(&mut self, is_part: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|&byte| is_part(byte)) {
            self.at += 1;
        }
    }

    fn number(&mut self) -> Object {
        let start = self.at;
        self.skip_while(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.'));
        let text = &self.bytes[start..self.at];
        let Some(value) = std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.parse::<i64>().ok())
        else {
            return Object::Real(real(text));
        };
        self.reference(value).unwrap_or(Object::Int(value))
    }

    /// Reads the rest of `12 0 R`.
    fn reference(&mut self, number: i64) -> Option<Object> {
        let number = u32::try_from(number).ok().filter(|_| self.has_refs)?;
        let start = self.at;
        let is_reference = self.int().is_some() && self.word(b"R");
        let is_whole = !self.rest().first().is_some_and(|&byte| is_regular(byte));
        if is_reference && is_whole {
            return Some(Object::Ref(number));
        }
        self.at = start;
        None
    }

    fn name(&mut self) -> Object {
        self.at += 1;
        let start = self.at;
        self.skip_while(is_regular);
        let raw = &self.bytes[start..self.at];
        if !raw.contains(&b'#') {
            return Object::Name(String::from_utf8_lossy(raw).into());
        }
        Object::Name(String::from_utf8_lossy(&unescape_name(raw)).into())
    }

    fn array(&mut self, depth: usize) -> Object {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            match self.member(depth) {
                None | Some(Item::Word(b"]")) => break,
                Some(Item::Word(word)) if is_end(word) => {
                    self.at -= word.len();
                    break;
                }
                Some(Item::Object(object)) if items.len() < MAX_MEMBERS => items.push(object),
                Some(_) => {}
            }
        }
        if depth < MAX_DEPTH {
            Object::Array(items.into())
        } else {
            Object::Null
        }
    }

    fn dict(&mut self, depth: usize) -> Object {
        self.at += 2;
        let mut members = BTreeMap::new();
        let mut key: Option<Rc<str>> = None;
        loop {
            match (self.member(depth), key.take()) {
                (None | Some(Item::Word(b">>")), _) => break,
                (Some(Item::Word(word)), _) if is_end(word) => {
                    self.at -= word.len();
                    break;
                }
                (Some(Item::Object(Object::Name(name))), None) => key = Some(name),
                (Some(Item::Object(value)), Some(key)) if members.len() < MAX_MEMBERS => {
                    members.insert(key, value);
                }
                _ => {}
            }
        }
        if depth < MAX_DEPTH {
            Object::Dict(Rc::new(Dict(members)))
        } else {
            Object::Null
        }
    }

    /// Reads a member one level down; past the deepest level brackets are words like any other.
    fn member(&mut self, depth: usize) -> Option<Item<'a>> {
        if depth < MAX_DEPTH {
            return self.item(depth + 1);
        }
        self.skip_space();
        match self.rest().first()? {
            b'[' | b'<' => {
                self.at += 1;
                Some(Item::Word(b"["))
            }
            _ => self.item(depth),
        }
    }
}

/// Tells whether the byte is white space (7.2.3, table 1).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Tells whether an unclosed array or dictionary ends before this word.
fn is_end(word: &[u8]) -> bool {
    matches!(
        word,
        b"endobj" | b"stream" | b"endstream" | b"xref" | b"trailer" | b"startxref"
    )
}

fn is_regular(byte: u8) -> bool {
    let is_delimiter = matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    );
    !is_space(byte) && !is_delimiter
}
