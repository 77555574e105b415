//! The strings of an object, deciphered: ISO 32000-2, 7.6.2.

use std::rc::Rc;

use crate::read::pdf::crypt::Key;
use crate::read::pdf::object::{Dict, Object, Stream};

/// Deciphers the strings of the object of this number and generation.
pub(super) fn decrypt_strings(key: &Key, id: (u32, u16), object: Object) -> Object {
    let deeper = |item: &Object| decrypt_strings(key, id, item.clone());
    let members = |dict: &Dict| {
        let members = dict
            .0
            .iter()
            .map(|(name, value)| (name.clone(), deeper(value)));
        Rc::new(Dict(members.collect()))
    };
    match object {
        Object::Text(text) => Object::Text(key.decrypt_string(id, &text).into()),
        Object::Array(items) => Object::Array(items.iter().map(deeper).collect()),
        Object::Dict(dict) => Object::Dict(members(&dict)),
        Object::Stream(stream) => {
            let (range, id) = (stream.range.clone(), stream.id);
            Object::Stream(Rc::new(Stream {
                dict: members(&stream.dict),
                range,
                id,
            }))
        }
        other => other,
    }
}
