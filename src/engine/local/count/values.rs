//! The values of articles, by their numbers in a segment.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::super::schema::column;
use crate::article::EntityKind;
use crate::engine::{CountedAs, Facet};

/// The column of a facet in one segment; its values go by numbers.
pub(super) struct ValueColumn {
    values: Option<StrColumn>,
    groups: Option<Groups>,
}

/// Names that are one have one number.
struct Groups {
    /// By the number that the column gives to the name.
    numbers: Vec<u64>,
    /// By the number of the group.
    names: Vec<String>,
}

impl ValueColumn {
    pub(super) fn open(
        segment: &SegmentReader,
        facet: Facet,
        counted_as: Option<&CountedAs>,
    ) -> tantivy::Result<Self> {
        let name = match facet {
            Facet::Source => column::SOURCE,
            Facet::Section => column::SECTION,
            Facet::Language => column::LANGUAGE,
            Facet::Format => column::FORMAT,
            Facet::Names(kind) => kind.as_str(),
        };
        let values = segment.fast_fields().str(name)?;
        let groups = match (facet, counted_as, &values) {
            (Facet::Names(kind), Some(counted_as), Some(values)) => {
                Some(Groups::read(values, kind, counted_as)?)
            }
            _ => None,
        };
        Ok(ValueColumn { values, groups })
    }

    /// Reads the numbers of the values of an article, each once.
    pub(super) fn read(&self, doc: DocId, numbers: &mut Vec<u64>) {
        numbers.clear();
        let Some(values) = &self.values else {
            return;
        };
        let in_column = values.ords().values_for_doc(doc);
        match &self.groups {
            Some(groups) => numbers.extend(in_column.filter_map(|number| groups.number(number))),
            None => numbers.extend(in_column),
        }
        numbers.sort_unstable();
        numbers.dedup();
    }

    /// Reads the texts of numbers, which ascend.
    pub(super) fn read_texts(
        &self,
        numbers: &[u64],
        mut visit: impl FnMut(u64, &str),
    ) -> tantivy::Result<()> {
        if let Some(groups) = &self.groups {
            for &number in numbers {
                if let Some(name) = groups.name(number) {
                    visit(number, name);
                }
            }
            return Ok(());
        }
        let Some(values) = &self.values else {
            return Ok(());
        };
        let mut terms = values.dictionary().stream()?;
        let mut next = 0;
        for &number in numbers {
            while next <= number && terms.advance() {
                next += 1;
            }
            if next <= number {
                break;
            }
            visit(number, &String::from_utf8_lossy(terms.key()));
        }
        Ok(())
    }
}

impl Groups {
    fn read(values: &StrColumn, kind: EntityKind, counted_as: &CountedAs) -> tantivy::Result<Self> {
        let mut numbers = Vec::new();
        let mut known: HashMap<String, u64> = HashMap::new();
        let mut terms = values.dictionary().stream()?;
        while terms.advance() {
            let name = String::from_utf8_lossy(terms.key());
            let name = counted_as(kind, &name).unwrap_or_else(|| name.into_owned());
            let next = known.len() as u64;
            numbers.push(*known.entry(name).or_insert(next));
        }
        let mut names = vec![String::new(); known.len()];
        for (name, number) in known {
            names[index(number)] = name;
        }
        Ok(Groups { numbers, names })
    }

    fn number(&self, in_column: u64) -> Option<u64> {
        self.numbers.get(index(in_column)).copied()
    }

    fn name(&self, number: u64) -> Option<&str> {
        self.names.get(index(number)).map(String::as_str)
    }
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
