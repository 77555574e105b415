//! The objects of a file: ISO 32000-2, 7.3.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// One object; the compound ones are shared, for the file keeps those it has read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(Rc<[u8]>),
    Name(Rc<str>),
    Array(Rc<[Object]>),
    Dict(Rc<Dict>),
    Stream(Rc<Stream>),
    Ref(u32),
}

/// A dictionary: names without their slash to objects.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Dict(pub(super) BTreeMap<Rc<str>, Object>);

/// A stream: its dictionary and where in the file its bytes, still encoded, are.
#[derive(Debug, PartialEq)]
pub(super) struct Stream {
    pub(super) dict: Rc<Dict>,
    pub(super) range: Range<usize>,
    /// The number and generation of the object: a part of its key where the file is encrypted.
    pub(super) id: (u32, u16),
}

impl Dict {
    /// Returns the value as it stands, perhaps a reference, or null.
    pub(super) fn raw(&self, key: &str) -> &Object {
        self.0.get(key).unwrap_or(&Object::Null)
    }

    /// Tells whether `/Type` is `name`.
    pub(super) fn is_type(&self, name: &str) -> bool {
        self.raw("Type").name() == Some(name)
    }
}

impl Object {
    pub(super) fn int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Real(value) => Some(*value as i64),
            _ => None,
        }
    }

    pub(super) fn size(&self) -> Option<usize> {
        self.int().and_then(|value| usize::try_from(value).ok())
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(*value as f64),
            Self::Real(value) => Some(*value),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&[u8]> {
        match self {
            Self::Text(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the dictionary, a stream's too.
    pub(super) fn dict(&self) -> Option<&Rc<Dict>> {
        match self {
            Self::Dict(dict) => Some(dict),
            Self::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn stream(&self) -> Option<&Rc<Stream>> {
        match self {
            Self::Stream(stream) => Some(stream),
            _ => None,
        }
    }
}
