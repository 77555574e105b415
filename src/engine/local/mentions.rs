//! Entities and their places as bytes, to be kept beside an article.
//!
//! All numbers are LEB128. The number of entities; of each its kind (its place in
//! [`EntityKind::ALL`]), the length and the bytes of its name, the number of its mentions; of each
//! mention twice the distance from the end of the one before in the same part, plus one where
//! it is in the body, and its length.

use crate::article::{Entity, EntityKind, Mention, Part};

/// Writes entities in their order.
pub(super) fn encode(entities: &[Entity]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(16 * entities.len());
    put(&mut bytes, entities.len());
    for entity in entities {
        put(&mut bytes, entity.kind as usize);
        put(&mut bytes, entity.name.len());
        bytes.extend_from_slice(entity.name.as_bytes());
        put(&mut bytes, entity.mentions.len());
        let mut ends = [0; 2];
        for mention in &entity.mentions {
            let end = &mut ends[mention.part as usize];
            put(
                &mut bytes,
                (mention.start - *end) << 1 | mention.part as usize,
            );
            put(&mut bytes, mention.end - mention.start);
            *end = mention.end;
        }
    }
    bytes
}

fn put(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads what [`encode`] wrote; `None` when the bytes are no such thing.
pub(super) fn decode(mut bytes: &[u8]) -> Option<Vec<Entity>> {
    let mut entities = Vec::new();
    for _ in 0..take(&mut bytes)? {
        entities.push(entity(&mut bytes)?);
    }
    bytes.is_empty().then_some(entities)
}

fn entity(bytes: &mut &[u8]) -> Option<Entity> {
    let kind = *EntityKind::ALL.get(take(bytes)?)?;
    let length = take(bytes)?;
    let (name, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    let mut entity = Entity {
        kind,
        name: str::from_utf8(name).ok()?.to_owned(),
        mentions: Vec::new(),
    };
    let mut ends = [0; 2];
    for _ in 0..take(bytes)? {
        let number = take(bytes)?;
        let part = [Part::Headline, Part::Body][number & 1];
        let start = ends[part as usize] + (number >> 1);
        let end = start.checked_add(take(bytes)?)?;
        ends[part as usize] = end;
        entity.mentions.push(Mention { part, start, end });
    }
    Some(entity)
}

fn take(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..56).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entities() -> impl Strategy<Value = Vec<Entity>> {
        let gaps = prop::collection::vec((any::<bool>(), 0usize..20_000, 1usize..300), 0..5);
        let entity = (0usize..4, "\\PC{0,12}", gaps).prop_map(|(kind, name, gaps)| {
            let mut ends = [0; 2];
            let mentions = gaps.into_iter().map(|(is_body, gap, len)| {
                let part = [Part::Headline, Part::Body][usize::from(is_body)];
                let start = ends[part as usize] + gap;
                ends[part as usize] = start + len;
                Mention {
                    part,
                    start,
                    end: start + len,
                }
            });
            Entity {
                kind: EntityKind::ALL[kind],
                name,
                mentions: mentions.collect(),
            }
        });
        prop::collection::vec(entity, 0..5)
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(entities in entities()) {
            prop_assert_eq!(decode(&encode(&entities)), Some(entities));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            decode(&bytes);
        }

        #[test]
        fn what_is_cut_short_is_refused(entities in entities()) {
            let bytes = encode(&entities);
            prop_assert_eq!(decode(&bytes[..bytes.len() - 1]), None);
        }
    }
}
