//! Small files: opened, read and annotated in one go, on a thread that can be left behind.

use std::sync::Arc;

use super::items::{Item, Items};
use super::{Run, read_document};
use crate::article::Reading;
use crate::extract::date::Latest;
use crate::source::SourceFile;

/// How many bytes of documents are read before what was read is put.
const BATCH_BYTES: usize = 1 << 20;

/// What was read of a file.
struct Batch {
    read: Vec<(Item, Reading)>,
    /// The rest, unless this is the end.
    rest: Option<Items>,
}

impl Batch {
    fn read(mut items: Items, latest: Latest) -> Self {
        let mut read = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH_BYTES {
            let Some(item) = items.next() else {
                return Batch { read, rest: None };
            };
            let mut reading = Reading::default();
            if let Item::Document(format, document) = &item {
                bytes += document.bytes.len();
                reading = read_document(format, document, latest);
            }
            read.push((item, reading));
        }
        Batch {
            read,
            rest: Some(items),
        }
    }
}

impl Run<'_> {
    /// Reads a file on the thread that calls.
    pub(super) fn read_file(&self, source: &SourceFile) {
        let patience = &self.job.options.patience;
        let latest = Latest::of_file(self.job.now, source.modified_micros);
        let (own, options) = (source.clone(), self.job.options.clone());
        let opened = patience.run(move || {
            let (file, items) = Items::open(&own, &options)?;
            Ok((file, Batch::read(items, latest)))
        });
        let late = |reason| self.job.options.not_waited_for(reason);
        let (file, mut batch) = match opened.map_err(late).flatten() {
            Ok((file, batch)) => (Arc::new(file), batch),
            Err(unread) => return self.skip_file(Some(source), &source.path, &unread),
        };
        loop {
            for (item, reading) in batch.read {
                if self.is_over() {
                    break;
                }
                match item {
                    Item::Document(format, document) => {
                        self.put_articles(&file, format, &document, reading);
                    }
                    item => self.process(item.of(Arc::clone(&file))),
                }
            }
            let Some(items) = batch.rest.filter(|_| !self.is_over()) else {
                break;
            };
            match patience.run(move || Batch::read(items, latest)) {
                Ok(next) => batch = next,
                Err(reason) => {
                    self.give_up(&file, None, reason);
                    break;
                }
            }
        }
        self.close(file);
    }
}
