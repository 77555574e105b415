//! The fields of a record, and their values.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::read::slot::{NAMES, Slot, row_of};
use crate::read::value;

/// Objects that hold fields which are known by the name of the object and their own.
const OUTER: &[&str] = &["fields", "html", "thread"];

/// Objects that hold the fields themselves: exports of Elasticsearch, records with the address
/// of the capture beside the article.
const NESTED: &[&str] = &["_source", "article"];

/// The members of an object that stand for the whole of it, best first: `{"name": "The Herald"}`.
const SPEAKING_MEMBERS: &[&str] = &[
    "name",
    "rendered",
    "content",
    "text",
    "value",
    "main",
    "html",
    "body",
    "original",
    "plain",
    "term",
    "label",
    "#text",
    "$text",
    "@value",
    "$date",
    "$numberLong",
    "$oid",
];

/// The members of an object that hold an address, best first.
const ADDRESS_MEMBERS: &[&str] = &["href", "url", "@id"];

/// The members of a body in parts, as Fundus has it, each a text, a list of such, or more parts.
const PARTS: &[&str] = &["summary", "sections", "headline", "paragraphs"];

/// The fields of one record that are known here, and the names of all.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    known: Vec<(usize, Cow<'a, str>, Value<'a>)>,
    pub(super) names: Vec<Cow<'a, str>>,
    /// Those of the others that hold objects, which may be articles.
    pub(super) holders: Vec<Cow<'a, str>>,
}

impl<'a> Fields<'a> {
    /// Returns the fields of a slot, as their names are written, best first.
    pub(super) fn of(&self, slot: Slot) -> impl Iterator<Item = (&str, &Value<'a>)> {
        let rows = (0..NAMES.len()).filter(move |&row| NAMES[row].1 == slot);
        rows.flat_map(|row| self.known.iter().filter(move |(known, ..)| *known == row))
            .map(|(_, name, value)| (name.as_ref(), value))
    }

    /// Tells whether a field of the slot says something.
    pub(super) fn has(&self, slot: Slot) -> bool {
        self.of(slot).any(|(_, value)| !value.texts().is_empty())
    }

    fn add(&mut self, name: Cow<'a, str>, value: Value<'a>) {
        let is_nested = NESTED.contains(&name.as_ref());
        let is_outer = OUTER.contains(&name.as_ref());
        match value {
            Value::Object(members) if is_nested => {
                for (name, value) in members {
                    self.add(name, value);
                }
            }
            Value::Object(members) if is_outer => {
                for (member, value) in members {
                    let name = format!("{name}.{member}");
                    if let Some(row) = row_of(&name) {
                        self.known.push((row, name.into(), value));
                    }
                }
            }
            value => {
                if let Some(row) = row_of(&name) {
                    self.known.push((row, name, value));
                }
            }
        }
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        while let Some(Text(name)) = map.next_key()? {
            let is_opened = NESTED.contains(&&*name) || OUTER.contains(&&*name);
            if is_opened || row_of(&name).is_some() {
                fields.add(name.clone(), map.next_value()?);
            } else if map.next_value::<Shape>()? == Shape::HoldsObjects {
                fields.holders.push(name.clone());
            }
            fields.names.push(name);
        }
        Ok(fields)
    }
}

/// What a value that is not kept has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// It is an object, or a list that begins with one.
    HoldsObjects,
    Other,
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ShapeVisitor;
        impl<'de> Visitor<'de> for ShapeVisitor {
            type Value = Shape;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Shape, E> {
                Ok(Shape::Other)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
                Ok(Shape::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
                Ok(Shape::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
                Ok(Shape::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
                Ok(Shape::Other)
            }

            fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
                Ok(Shape::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
                let first = seq.next_element::<Shape>()?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(first.unwrap_or(Shape::Other))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Shape::HoldsObjects)
            }
        }
        deserializer.deserialize_any(ShapeVisitor)
    }
}

/// Text, borrowed from the record when it has no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_string())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// The value of a field.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Null,
    Bool,
    /// In decimal.
    Number(String),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl Value<'_> {
    /// Returns the text or the number that the value is, or that stands for it: the speaking
    /// member of an object, the first element of a list; `None` when it stands for nothing.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Value::List(values) => values.iter().find_map(Value::scalar),
            Value::Object(members) => named(members, SPEAKING_MEMBERS).find_map(Value::scalar),
            _ => self.given(),
        }
    }

    /// Returns the address that the value is or has in it.
    pub(super) fn address(&self) -> Option<&str> {
        match self {
            Value::List(values) => values.iter().find_map(Value::address),
            Value::Object(members) => named(members, ADDRESS_MEMBERS)
                .find_map(Value::address)
                .or_else(|| named(members, SPEAKING_MEMBERS).find_map(Value::scalar)),
            _ => self.given(),
        }
    }

    /// Returns the paragraphs of a text: of a list those of all its elements, of an object those
    /// of its speaking member, or of its parts.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Value::List(values) => values.iter().flat_map(Value::texts).collect(),
            Value::Object(members) => {
                let parts = || members.iter().filter(|(name, _)| PARTS.contains(&&**name));
                let is_in_parts = parts().any(|(_, value)| matches!(value, Value::List(_)));
                match self.scalar() {
                    Some(text) if !is_in_parts => vec![text],
                    _ => parts().flat_map(|(_, value)| value.texts()).collect(),
                }
            }
            Value::Text(_) => self.given().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Tells whether the value, which holds no text, is of another type where one is expected.
    pub(super) fn is_odd_text(&self) -> bool {
        match self {
            Value::Null | Value::Text(_) => false,
            Value::List(values) => !values.is_empty(),
            _ => true,
        }
    }

    fn given(&self) -> Option<&str> {
        match self {
            Value::Number(number) => Some(number),
            Value::Text(text) => value::given(text),
            _ => None,
        }
    }

    /// Names the type as a person would.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Returns the members of these names, in the order of the names.
fn named<'v, 'a>(
    members: &'v [(Cow<'a, str>, Value<'a>)],
    names: &'static [&'static str],
) -> impl Iterator<Item = &'v Value<'a>> {
    names.iter().filter_map(move |name| {
        let (_, value) = members.iter().find(|(known, _)| known == name)?;
        Some(value)
    })
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_string())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some((Text(name), value)) = map.next_entry()? {
            members.push((name, value));
        }
        Ok(Value::Object(members))
    }
}
