//! A file as numbered objects: where they are, how a reference is followed, how a stream is
//! decoded. Every reference can be part of a cycle and every offset can be wrong.

mod decrypt;
mod streams;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::budget::Budget;
use super::crypt::Key;
use super::lexer::Lexer;
use super::object::{Dict, Object};
use super::xref::{self, Entry};
use decrypt::decrypt_strings;
use streams::ObjectStream;

/// References that lead to references are followed this far.
const MAX_CHAIN: usize = 16;
/// Objects that need each other to be read, as a stream its length, are nested no deeper.
const MAX_OPEN: usize = 24;
/// Objects are kept until they hold this many parts.
const MAX_KEPT_PARTS: usize = 1_000_000;

/// An open file.
pub(super) struct File<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) budget: Budget,
    pub(super) trailer: Rc<Dict>,
    entries: RefCell<HashMap<u32, Entry>>,
    is_rebuilt: Cell<bool>,
    key: Option<Key>,
    kept: RefCell<HashMap<u32, Object>>,
    num_kept_parts: Cell<usize>,
    open: RefCell<HashSet<u32>>,
    object_streams: RefCell<HashMap<u32, Rc<ObjectStream>>>,
    num_kept_bytes: Cell<usize>,
}

/// Why a file could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpenError {
    /// It has no catalog with pages, not even after a search of all its bytes.
    NoCatalog,
    /// The empty password does not open it.
    Locked,
}

impl<'a> File<'a> {
    pub(super) fn open(bytes: &'a [u8], budget: Budget) -> Result<Self, OpenError> {
        let mut file = Self::empty(bytes, budget);
        if let Some((entries, trailer)) = xref::read(&file) {
            *file.entries.borrow_mut() = entries;
            file.trailer = trailer;
            file.unlock()?;
        }
        if !file.has_pages() {
            file.rebuild()?;
        }
        if file.has_pages() || file.has_loose_page() {
            Ok(file)
        } else {
            Err(OpenError::NoCatalog)
        }
    }

    fn empty(bytes: &'a [u8], budget: Budget) -> Self {
        Self {
            bytes,
            budget,
            trailer: Rc::default(),
            entries: RefCell::default(),
            is_rebuilt: Cell::new(false),
            key: None,
            kept: RefCell::default(),
            num_kept_parts: Cell::new(0),
            open: RefCell::default(),
            object_streams: RefCell::default(),
            num_kept_bytes: Cell::new(0),
        }
    }

    /// Returns the catalog, or an empty dictionary.
    pub(super) fn catalog(&self) -> Rc<Dict> {
        self.dict(&self.trailer, "Root").unwrap_or_default()
    }

    fn has_pages(&self) -> bool {
        self.dict(&self.catalog(), "Pages").is_some()
    }

    /// Tells whether there is a page at all: a cut file may have lost its catalog.
    fn has_loose_page(&self) -> bool {
        let is_page = |object: Object| object.dict().is_some_and(|dict| dict.is_type("Page"));
        self.numbers()
            .into_iter()
            .any(|number| is_page(self.get(number)))
    }

    /// Finds the objects by a search of all bytes.
    fn rebuild(&mut self) -> Result<(), OpenError> {
        let (entries, trailer) = xref::search(self);
        self.replace_entries(entries);
        if self.trailer.0.is_empty() || !trailer.0.is_empty() {
            self.trailer = trailer;
        }
        self.unlock()?;
        self.add_object_streams();
        if !self.has_pages()
            && let Some(trailer) = xref::search_catalog(self)
        {
            self.trailer = trailer;
        }
        Ok(())
    }

    fn replace_entries(&self, entries: HashMap<u32, Entry>) {
        self.is_rebuilt.set(true);
        self.kept.borrow_mut().clear();
        self.object_streams.borrow_mut().clear();
        *self.entries.borrow_mut() = entries;
    }

    /// Adds what the object streams hold, after a search.
    fn add_object_streams(&self) {
        for number in self.numbers() {
            let Some(stream) = self.get(number).stream().cloned() else {
                continue;
            };
            if !stream.dict.is_type("ObjStm") {
                continue;
            }
            let Some(members) = self.object_stream(number) else {
                continue;
            };
            let mut entries = self.entries.borrow_mut();
            for &member in members.offsets.keys() {
                entries.entry(member).or_insert(Entry::InStream(number));
            }
        }
    }

    /// Tells whether the objects had to be searched for.
    pub(super) fn is_rebuilt(&self) -> bool {
        self.is_rebuilt.get()
    }

    /// Returns the numbers of all objects, in order.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.entries.borrow().keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    /// Opens the file with the empty password if it is encrypted.
    fn unlock(&mut self) -> Result<(), OpenError> {
        let Some(encrypt) = self.dict(&self.trailer, "Encrypt") else {
            return Ok(());
        };
        let id = self
            .array(&self.trailer, "ID")
            .first()
            .map(|id| self.resolve(id));
        let id = id.as_ref().and_then(Object::text).unwrap_or_default();
        let resolved = encrypt
            .0
            .iter()
            .map(|(key, value)| (key.clone(), self.resolve(value)));
        let encrypt = Dict(resolved.collect());
        self.key = Some(Key::open(&encrypt, id).ok_or(OpenError::Locked)?);
        // what was read before the key was known
        self.kept.borrow_mut().clear();
        self.object_streams.borrow_mut().clear();
        Ok(())
    }

    /// Returns the value with references followed.
    pub(super) fn value(&self, dict: &Dict, key: &str) -> Object {
        self.resolve(dict.raw(key))
    }

    /// Returns the value if it is a dictionary or a stream's.
    pub(super) fn dict(&self, dict: &Dict, key: &str) -> Option<Rc<Dict>> {
        self.value(dict, key).dict().cloned()
    }

    /// Returns the members of the value, not followed; none if it is no array.
    pub(super) fn array(&self, dict: &Dict, key: &str) -> Rc<[Object]> {
        match self.value(dict, key) {
            Object::Array(items) => items,
            _ => Rc::default(),
        }
    }

    /// Follows references.
    pub(super) fn resolve(&self, object: &Object) -> Object {
        let mut object = object.clone();
        for _ in 0..MAX_CHAIN {
            match object {
                Object::Ref(number) => object = self.get(number),
                other => return other,
            }
        }
        Object::Null
    }

    /// Returns an object by its number, null if there is none.
    pub(super) fn get(&self, number: u32) -> Object {
        if let Some(object) = self.kept.borrow().get(&number) {
            return object.clone();
        }
        let is_payable = self.budget.take_steps(1) && self.open.borrow().len() < MAX_OPEN;
        if !is_payable || !self.open.borrow_mut().insert(number) {
            return Object::Null;
        }
        let object = self.read_repaired(number);
        self.open.borrow_mut().remove(&number);
        self.kept.borrow_mut().insert(number, object.clone());
        object
    }

    /// Reads an object; where the table is wrong, it is made anew once.
    fn read_repaired(&self, number: u32) -> Object {
        let entry = self.entries.borrow().get(&number).copied();
        if let Some(object) = entry.and_then(|entry| self.read(number, entry)) {
            return object;
        }
        // before the trailer is known, the file is still being opened
        if entry.is_none() || self.is_rebuilt.get() || self.trailer.0.is_empty() {
            return Object::Null;
        }
        let (entries, _) = xref::search(self);
        self.replace_entries(entries);
        self.add_object_streams();
        let entry = self.entries.borrow().get(&number).copied();
        entry
            .and_then(|entry| self.read(number, entry))
            .unwrap_or(Object::Null)
    }

    fn read(&self, number: u32, entry: Entry) -> Option<Object> {
        match entry {
            Entry::At(offset) => self.read_at(number, offset),
            Entry::InStream(stream) => self.read_member(number, stream),
        }
    }

    fn read_at(&self, number: u32, offset: usize) -> Option<Object> {
        let (id, object) = self.indirect(offset)?;
        (id.0 == number).then(|| self.decrypt(id, object))
    }

    fn read_member(&self, number: u32, stream: u32) -> Option<Object> {
        let members = self.object_stream(stream)?;
        let offset = *members.offsets.get(&number)?;
        let mut lexer = Lexer::of_file(&members.data, offset);
        let object = lexer.object();
        self.spend(cost(&lexer, offset)).then_some(object?)
    }

    /// Takes the parts of an object off the budget; forgets kept objects if they are too many.
    fn spend(&self, num_parts: usize) -> bool {
        self.num_kept_parts
            .set(self.num_kept_parts.get() + num_parts + 1);
        if self.num_kept_parts.get() > MAX_KEPT_PARTS {
            self.kept.borrow_mut().clear();
            self.num_kept_parts.set(0);
        }
        self.budget.take_steps(num_parts + 1)
    }

    /// Reads `12 0 obj ...` as it stands, its strings still enciphered.
    pub(super) fn indirect(&self, offset: usize) -> Option<((u32, u16), Object)> {
        let mut lexer = Lexer::of_file(self.bytes, offset);
        let number = u32::try_from(lexer.int()?).ok()?;
        let id = (number, u16::try_from(lexer.int()?).ok()?);
        if !lexer.word(b"obj") {
            return None;
        }
        let object = lexer.object().unwrap_or(Object::Null);
        if !self.spend(cost(&lexer, offset)) {
            return None;
        }
        Some((id, self.with_data(id, object, lexer)))
    }

    fn decrypt(&self, id: (u32, u16), object: Object) -> Object {
        let Some(key) = &self.key else { return object };
        decrypt_strings(key, id, object)
    }
}

/// The parts that were read from `start` on; a long string counts as many.
fn cost(lexer: &Lexer, start: usize) -> usize {
    lexer.num_objects + lexer.at.saturating_sub(start) / 16
}
