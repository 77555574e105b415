//! The streams of a file: where their data is, what it decodes to, and those that hold objects.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::filters;
use super::super::lexer::Lexer;
use super::super::object::{Dict, Object, Stream};
use super::super::xref::{self, Entry};
use super::File;

const MAX_FILTERS: usize = 8;
/// Object streams are kept until they hold this many bytes.
const MAX_KEPT_BYTES: usize = 64 << 20;

/// An object stream, decoded, and where each of its objects is in it.
pub(super) struct ObjectStream {
    pub(super) data: Vec<u8>,
    pub(super) offsets: HashMap<u32, usize>,
}

impl File<'_> {
    /// Makes a dictionary that `stream` follows a stream.
    pub(super) fn with_data(&self, id: (u32, u16), object: Object, mut lexer: Lexer) -> Object {
        let Object::Dict(dict) = object else {
            return object;
        };
        if !lexer.word(b"stream") {
            return Object::Dict(dict);
        }
        let start = lexer.at + line_end(lexer.rest());
        let stated = self
            .value(&dict, "Length")
            .size()
            .and_then(|size| start.checked_add(size));
        let end = stated.filter(|&end| {
            end <= self.bytes.len() && Lexer::of_file(self.bytes, end).word(b"endstream")
        });
        let end = end.unwrap_or_else(|| self.search_end(start));
        Object::Stream(Rc::new(Stream {
            dict,
            range: start..end,
            id,
        }))
    }

    /// Finds the end of a stream whose length is wrong.
    fn search_end(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        self.budget.take_steps(rest.len() / 16);
        let length = xref::find(rest, b"endstream").or_else(|| xref::find(rest, b"endobj"));
        start + length.unwrap_or(rest.len())
    }

    pub(super) fn object_stream(&self, number: u32) -> Option<Rc<ObjectStream>> {
        if let Some(known) = self.object_streams.borrow().get(&number) {
            return Some(known.clone());
        }
        // its own entry must be a place in the file, or the two could hold each other
        let entry = self.entries.borrow().get(&number).copied();
        let Some(Entry::At(_)) = entry else {
            return None;
        };
        let object = self.get(number);
        let stream = Rc::new(self.read_object_stream(object.stream()?));
        self.num_kept_bytes
            .set(self.num_kept_bytes.get() + stream.data.len());
        if self.num_kept_bytes.get() > MAX_KEPT_BYTES {
            self.object_streams.borrow_mut().clear();
            self.num_kept_bytes.set(stream.data.len());
        }
        self.object_streams
            .borrow_mut()
            .insert(number, stream.clone());
        Some(stream)
    }

    fn read_object_stream(&self, stream: &Stream) -> ObjectStream {
        let data = self.decoded(stream);
        let first = self.value(&stream.dict, "First").size().unwrap_or_default();
        let count = self.value(&stream.dict, "N").size().unwrap_or_default();
        let mut lexer = Lexer::of_file(&data, 0);
        let mut offsets = HashMap::new();
        for _ in 0..count.min(data.len()) {
            let (Some(number), Some(offset)) = (lexer.int(), lexer.int()) else {
                break;
            };
            let place = usize::try_from(offset)
                .ok()
                .and_then(|offset| offset.checked_add(first));
            if let (Ok(number), Some(place)) = (u32::try_from(number), place) {
                offsets.entry(number).or_insert(place);
            }
        }
        self.budget.take_steps(offsets.len());
        ObjectStream { data, offsets }
    }

    /// Decodes the data of a stream.
    pub(in super::super) fn decoded(&self, stream: &Stream) -> Vec<u8> {
        let raw = self.bytes.get(stream.range.clone()).unwrap_or_default();
        let limit = self.budget.stream_bytes();
        let mut data = match &self.key {
            Some(key) if !stream.dict.is_type("XRef") => key.decrypt_stream(stream.id, raw),
            _ => raw.to_vec(),
        };
        self.budget.take_bytes(data.len());
        for (name, params) in self.filters(&stream.dict) {
            data = filters::decode(&name, &data, &params, limit);
            if data.len() >= limit {
                data.truncate(limit);
                self.budget.cut();
            }
            self.budget.take_bytes(data.len());
        }
        data
    }

    fn filters(&self, dict: &Dict) -> Vec<(Rc<str>, Rc<Dict>)> {
        let list = |key, short| match self.value(dict, key) {
            Object::Null => self.listed(&self.value(dict, short)),
            value => self.listed(&value),
        };
        let params = list("DecodeParms", "DP");
        let filters = list("Filter", "F")
            .into_iter()
            .take(MAX_FILTERS)
            .enumerate();
        let named = filters.filter_map(|(at, filter)| match filter {
            Object::Name(name) => {
                let params = params.get(at).and_then(Object::dict);
                Some((name, params.cloned().unwrap_or_default()))
            }
            _ => None,
        });
        named.collect()
    }

    fn listed(&self, value: &Object) -> Vec<Object> {
        match value {
            Object::Array(items) => items
                .iter()
                .take(MAX_FILTERS)
                .map(|item| self.resolve(item))
                .collect(),
            Object::Null => Vec::new(),
            other => vec![other.clone()],
        }
    }
}

/// The end of the line that `stream` ends.
fn line_end(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => 0,
    }
}
