//! Documents on their way from the threads that put them to those that index them.
//!
//! tantivy bounds its queue by the number of documents alone, 10,000: of long ones that is more
//! memory than a run may take. Here it is bounded by their bytes.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tantivy::schema::document::Value;
use tantivy::schema::{Document, TantivyDocument};

/// The bytes that documents in flight may take together.
pub(super) struct Budget {
    most_bytes: usize,
    used_bytes: Mutex<usize>,
    is_freed: Condvar,
}

impl Budget {
    pub(super) fn new(most_bytes: usize) -> Arc<Self> {
        Arc::new(Budget {
            most_bytes,
            used_bytes: Mutex::new(0),
            is_freed: Condvar::new(),
        })
    }

    /// Waits until the document fits; one that is larger than the budget flies alone.
    pub(super) fn admit(self: &Arc<Self>, document: TantivyDocument) -> InFlight {
        let bytes = text_bytes(&document);
        let mut used = self.used();
        while *used > 0 && *used + bytes > self.most_bytes {
            used = self
                .is_freed
                .wait(used)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *used += bytes;
        drop(used);
        InFlight {
            document,
            bytes,
            budget: Arc::clone(self),
        }
    }

    /// Lets a document pass that takes next to nothing, for whoever holds a lock and must not wait.
    pub(super) fn admit_at_once(self: &Arc<Self>, document: TantivyDocument) -> InFlight {
        InFlight {
            document,
            bytes: 0,
            budget: Arc::clone(self),
        }
    }

    fn used(&self) -> MutexGuard<'_, usize> {
        self.used_bytes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn text_bytes(document: &TantivyDocument) -> usize {
    let values = document.iter_fields_and_values();
    values
        .map(|(_, value)| value.as_str().map_or(0, str::len))
        .sum()
}

/// A document in flight; its bytes are free again as soon as it is dropped, indexed or not.
pub(super) struct InFlight {
    document: TantivyDocument,
    bytes: usize,
    budget: Arc<Budget>,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        *self.budget.used() -= self.bytes;
        self.budget.is_freed.notify_all();
    }
}

impl Document for InFlight {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use tantivy::schema::Field;

    use super::*;

    fn document(bytes: usize) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(Field::from_field_id(0), "x".repeat(bytes));
        document
    }

    #[test]
    fn a_document_that_does_not_fit_waits_for_those_before_it() {
        let budget = Budget::new(10);
        let first = budget.admit(document(8));
        let (sender, receiver) = mpsc::channel();
        let other = Arc::clone(&budget);
        let thread = thread::spawn(move || {
            let second = other.admit(document(5));
            sender.send("admitted").unwrap();
            drop(second);
        });
        assert_eq!(receiver.try_recv(), Err(mpsc::TryRecvError::Empty));
        drop(first);
        assert_eq!(receiver.recv(), Ok("admitted"));
        thread.join().unwrap();
        assert_eq!(*budget.used(), 0);
    }

    #[test]
    fn a_document_larger_than_the_budget_flies_alone() {
        let budget = Budget::new(10);
        assert_eq!(budget.admit(document(50)).bytes, 50);
    }
}
