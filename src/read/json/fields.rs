//! The fields of a record: which names they go by, and their values.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// The parts of an article that fields fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Slot {
    Id,
    Url,
    Headline,
    Body,
    Date,
    Authors,
    Source,
    Section,
    Language,
    /// An object that holds the fields themselves, as Elasticsearch exports have it.
    Nested,
}

/// The names that fields go by, in any case; of one slot the first that is not empty wins.
pub(in crate::read) const NAMES: &[(&str, Slot)] = &[
    ("id", Slot::Id),
    ("_id", Slot::Id),
    ("uuid", Slot::Id),
    ("url", Slot::Url),
    ("link", Slot::Url),
    ("canonical_url", Slot::Url),
    ("source_url", Slot::Url),
    ("title", Slot::Headline),
    ("headline", Slot::Headline),
    ("text", Slot::Body),
    ("body", Slot::Body),
    ("content", Slot::Body),
    ("maintext", Slot::Body),
    ("article", Slot::Body),
    ("full_text", Slot::Body),
    ("description", Slot::Body),
    ("date", Slot::Date),
    ("published", Slot::Date),
    ("date_publish", Slot::Date),
    ("publish_date", Slot::Date),
    ("pubdate", Slot::Date),
    ("published_at", Slot::Date),
    ("publishedat", Slot::Date),
    ("datepublished", Slot::Date),
    ("date_published", Slot::Date),
    ("timestamp", Slot::Date),
    ("published_date", Slot::Date),
    ("authors", Slot::Authors),
    ("author", Slot::Authors),
    ("byline", Slot::Authors),
    ("creator", Slot::Authors),
    ("source", Slot::Source),
    ("site", Slot::Source),
    ("source_domain", Slot::Source),
    ("sitename", Slot::Source),
    ("publisher", Slot::Source),
    ("publication", Slot::Source),
    ("section", Slot::Section),
    ("topic", Slot::Section),
    ("category", Slot::Section),
    ("language", Slot::Language),
    ("lang", Slot::Language),
    ("_source", Slot::Nested),
];

/// The members of an object that stand for the whole of it: `{"name": "The Herald"}`.
const SPEAKING_MEMBERS: &[&str] = &["name", "rendered", "text", "value", "$date", "$oid"];

/// The fields of one record that are known here, and the names of all.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    known: Vec<(usize, Cow<'a, str>, Value<'a>)>,
    pub(super) names: Vec<Cow<'a, str>>,
}

impl<'a> Fields<'a> {
    /// Returns the fields of a slot, as their names are written, best first.
    pub(super) fn of(&self, slot: Slot) -> impl Iterator<Item = (&str, &Value<'a>)> {
        let rows = (0..NAMES.len()).filter(move |&row| NAMES[row].1 == slot);
        rows.flat_map(|row| self.known.iter().filter(move |(known, ..)| *known == row))
            .map(|(_, name, value)| (name.as_ref(), value))
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Fields::default();
        FieldsSeed(&mut fields).deserialize(deserializer)?;
        Ok(fields)
    }
}

struct FieldsSeed<'f, 'a>(&'f mut Fields<'a>);

impl<'de> DeserializeSeed<'de> for FieldsSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FieldsSeed<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Text(name)) = map.next_key()? {
            match NAMES
                .iter()
                .position(|(known, _)| known.eq_ignore_ascii_case(&name))
            {
                Some(row) if NAMES[row].1 == Slot::Nested => {
                    map.next_value_seed(FieldsSeed(self.0))?;
                }
                Some(row) => self.0.known.push((row, name.clone(), map.next_value()?)),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            self.0.names.push(name);
        }
        Ok(())
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
    /// (or else the first) member of an object, the first element of a list; `None` when there
    /// is none but white space.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Value::Null | Value::Bool => None,
            Value::Number(number) => Some(number),
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Value::List(values) => values.iter().find_map(Value::scalar),
            Value::Object(members) => {
                let is_speaking = |name: &str| SPEAKING_MEMBERS.contains(&name);
                let speaking = members.iter().filter(|(name, _)| is_speaking(name));
                speaking
                    .chain(members)
                    .find_map(|(_, value)| value.scalar())
            }
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
