//! Where the objects are: cross-reference tables and streams (ISO 32000-2, 7.5.4 and 7.5.8), or
//! a search of all bytes where those are missing or wrong.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::file::File;
use super::lexer::{Lexer, is_space};
use super::object::{Dict, Object, Stream};

/// The most tables of one file: each update of a file appends one.
const MAX_TABLES: usize = 1_000;
/// The most objects of one file.
const MAX_ENTRIES: usize = 1_000_000;

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    At(usize),
    InStream(u32),
}

type Entries = HashMap<u32, Entry>;

/// Tables in the making, the newest first: an entry that is there already is newer. A free
/// object is kept apart, for an older table may still say where it was.
#[derive(Default)]
struct Tables {
    entries: Entries,
    free: HashSet<u32>,
    trailer: Option<Rc<Dict>>,
}

impl Tables {
    fn add(&mut self, number: u32, entry: Option<Entry>) {
        let is_full = self.entries.len() + self.free.len() >= MAX_ENTRIES;
        if is_full || self.free.contains(&number) || self.entries.contains_key(&number) {
            return;
        }
        match entry {
            Some(entry) => drop(self.entries.insert(number, entry)),
            None => drop(self.free.insert(number)),
        }
    }
}

/// Reads the tables from the last `startxref` on; none if there is no trailer.
pub(super) fn read(file: &File) -> Option<(Entries, Rc<Dict>)> {
    let mut tables = Tables::default();
    let mut next = vec![start(file.bytes)?];
    let mut seen = HashSet::new();
    while let Some(offset) = next.pop() {
        if seen.len() >= MAX_TABLES || !seen.insert(offset) {
            continue;
        }
        let Some(dict) = read_table(file, offset, &mut tables) else {
            continue;
        };
        // the last to be pushed is the next to be read
        let links = ["Prev", "XRefStm"].map(|key| dict.raw(key).size());
        next.extend(links.into_iter().flatten());
        tables.trailer.get_or_insert(dict);
    }
    Some((tables.entries, tables.trailer?))
}

fn start(bytes: &[u8]) -> Option<usize> {
    let at = find_last(bytes, b"startxref")?;
    let offset = Lexer::of_file(bytes, at + 9).int()?;
    usize::try_from(offset).ok()
}

fn read_table(file: &File, offset: usize, tables: &mut Tables) -> Option<Rc<Dict>> {
    let mut lexer = Lexer::of_file(file.bytes, offset);
    if lexer.word(b"xref") {
        return read_classic(file, &mut lexer, tables);
    }
    let (_, object) = file.indirect(offset)?;
    let stream = object.stream()?;
    read_stream(file, stream, tables)?;
    Some(stream.dict.clone())
}

fn read_classic(file: &File, lexer: &mut Lexer, tables: &mut Tables) -> Option<Rc<Dict>> {
    while !lexer.word(b"trailer") {
        let (first, count) = (lexer.int()?, lexer.int()?);
        for at in 0..count {
            let (offset, _) = (lexer.int()?, lexer.int()?);
            let is_used = lexer.word(b"n");
            if !is_used && !lexer.word(b"f") {
                return None;
            }
            let number = u32::try_from(first.checked_add(at)?).ok()?;
            tables.add(
                number,
                is_used.then_some(Entry::At(usize::try_from(offset).ok()?)),
            );
            file.budget.take_steps(1).then_some(())?;
        }
    }
    lexer.object()?.dict().cloned()
}

fn read_stream(file: &File, stream: &Stream, tables: &mut Tables) -> Option<()> {
    let dict = &stream.dict;
    let widths: Vec<usize> = file
        .array(dict, "W")
        .iter()
        .filter_map(Object::size)
        .collect();
    let &[kind, second, third] = widths.as_slice() else {
        return None;
    };
    let row = kind.checked_add(second)?.checked_add(third)?;
    if row == 0 || widths.iter().any(|&width| width > 8) {
        return None;
    }
    let data = file.decoded(stream);
    let mut rows = data.chunks_exact(row);
    for (first, count) in sections(file, dict) {
        for number in first..first.saturating_add(count) {
            let Some(fields) = rows.next() else {
                return Some(());
            };
            file.budget.take_steps(1).then_some(())?;
            tables.add(number, entry(fields, kind, second));
        }
    }
    Some(())
}

fn sections(file: &File, dict: &Dict) -> Vec<(u32, u32)> {
    let index = file.array(dict, "Index");
    let numbers: Vec<u32> = index
        .iter()
        .filter_map(Object::int)
        .map(|value| value as u32)
        .collect();
    if numbers.is_empty() {
        return vec![(0, u32::MAX)];
    }
    numbers
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

fn entry(fields: &[u8], kind: usize, second: usize) -> Option<Entry> {
    let number = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0usize, |sum, &byte| sum << 8 | usize::from(byte))
    };
    let value = number(&fields[kind..kind + second]);
    match if kind == 0 {
        1
    } else {
        number(&fields[..kind])
    } {
        1 => Some(Entry::At(value)),
        2 => Some(Entry::InStream(value as u32)),
        _ => None,
    }
}

/// Finds every `12 0 obj` and joins the trailers; the last of each counts.
pub(super) fn search(file: &File) -> (Entries, Rc<Dict>) {
    let bytes = file.bytes;
    let mut entries = Entries::new();
    let mut trailer = Rc::default();
    file.budget.take_steps(bytes.len() / 64);
    let mut at = 0;
    while let Some(found) = find_object_or_trailer(&bytes[at..]) {
        at += found;
        if bytes[at..].starts_with(b"trailer") {
            at += 7;
            keep_trailer(&mut trailer, Lexer::of_file(bytes, at).object());
            continue;
        }
        if let Some((number, offset)) = header_before(bytes, at) {
            entries.insert(number, Entry::At(offset));
            if let Some(stream) = table_at(file, at, offset) {
                keep_trailer(&mut trailer, Some(stream));
            }
        }
        at += 3;
        if entries.len() >= MAX_ENTRIES {
            break;
        }
    }
    (entries, trailer)
}

fn keep_trailer(trailer: &mut Rc<Dict>, object: Option<Object>) {
    if let Some(dict) = object.as_ref().and_then(Object::dict)
        && dict.0.contains_key("Root")
    {
        *trailer = dict.clone();
    }
}

/// Reads a cross-reference stream: it has the keys of a trailer.
fn table_at(file: &File, at: usize, offset: usize) -> Option<Object> {
    let head = file.bytes.get(at..(at + 1_000).min(file.bytes.len()))?;
    let head = &head[..find(head, b"stream")?];
    find(head, b"/XRef")?;
    file.indirect(offset).map(|(_, object)| object)
}

fn find_object_or_trailer(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes
            .get(at..)?
            .iter()
            .position(|&byte| byte == b'o' || byte == b't')?;
        let rest = &bytes[at..];
        if rest.starts_with(b"obj") || rest.starts_with(b"trailer") {
            return Some(at);
        }
        at += 1;
    }
}

/// Reads the two numbers that stand before `obj`; returns the first and its place.
fn header_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let floor = at.saturating_sub(32);
    let before = &bytes[floor..at];
    let last_of = |text: &[u8], is_part: fn(u8) -> bool| {
        text.len() - text.iter().rev().take_while(|&&byte| is_part(byte)).count()
    };
    let end = last_of(before, is_space);
    let generation = last_of(&before[..end], |byte| byte.is_ascii_digit());
    let gap = last_of(&before[..generation], is_space);
    let start = last_of(&before[..gap], |byte| byte.is_ascii_digit());
    if generation == end || gap == generation {
        return None;
    }
    let number = std::str::from_utf8(&before[start..gap])
        .ok()?
        .parse()
        .ok()?;
    Some((number, floor + start))
}

/// Finds the catalog of a file without a trailer.
pub(super) fn search_catalog(file: &File) -> Option<Rc<Dict>> {
    let is_catalog = |number: &u32| {
        let object = file.get(*number);
        let has_pages = |dict: &Rc<Dict>| dict.0.contains_key("Pages");
        object
            .dict()
            .is_some_and(|dict| dict.is_type("Catalog") || has_pages(dict))
    };
    let number = file.numbers().into_iter().rev().find(is_catalog)?;
    let root = ("Root".into(), Object::Ref(number));
    Some(Rc::new(Dict([root].into())))
}

/// Finds the first place of `needle`.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == first)?;
        if bytes[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

fn find_last(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .rposition(|window| window == needle)
}
