//! The rows of a table, whose header stands before the rows of each block.

use std::io::{self, BufRead};

use super::Blocks;
use crate::read::csv::rows::{Dialect, RowScanner, preamble_bytes};

/// A table as far as its beginning tells.
#[derive(Debug)]
pub(super) struct Table {
    /// The header, and what stands before it.
    header: Vec<u8>,
    dialect: Dialect,
}

impl<R: BufRead> Blocks<R> {
    pub(super) fn frame_rows(&mut self) -> io::Result<()> {
        let table = match self.table.take() {
            Some(table) => table,
            None => {
                let table = self.read_table()?;
                if self.ended {
                    self.push_without_rows(&table.header);
                    return Ok(());
                }
                table
            }
        };
        let framed = self.frame_block_of(&table);
        self.table = Some(table);
        framed
    }

    /// Reads up to the end of the header.
    fn read_table(&mut self) -> io::Result<Table> {
        let mut header = Vec::new();
        while !self.ended && preamble_bytes(&header) == header.len() {
            let dialect = Dialect::of(&header);
            self.read_row(&mut header, dialect)?;
            // Rows mean nothing without the header that was left out.
            self.ended |= !self.ready.is_empty();
        }
        // What comes next tells how quotes are written.
        let ahead = self.reader.fill_buf()?;
        let dialect = Dialect::of(&[&header, ahead].concat());
        self.ended |= ahead.is_empty();
        Ok(Table { header, dialect })
    }

    /// A table of one line is told by its reader; one whose lines end as those of old Macs did is
    /// all in that line.
    fn push_without_rows(&mut self, header: &[u8]) {
        let has_newlines = header.trim_ascii_end().contains(&b'\n');
        let (mut bytes, mut line) = (header.to_vec(), self.line.max(2));
        if !has_newlines && bytes.contains(&b'\r') {
            for byte in bytes.iter_mut().filter(|byte| **byte == b'\r') {
                *byte = b'\n';
            }
            line = 2;
        }
        self.push_records(line, bytes);
    }

    fn frame_block_of(&mut self, table: &Table) -> io::Result<()> {
        let first_line = self.line;
        let mut block = table.header.clone();
        let mut failed = None;
        while block.len() < table.header.len() + self.limits.block_bytes
            && self.ready.is_empty()
            && !self.ended
        {
            let start = block.len();
            if let Err(error) = self.read_row(&mut block, table.dialect) {
                block.truncate(start);
                failed = Some(error);
                break;
            }
        }
        let left_out = self.ready.pop_front();
        if block.len() > table.header.len() {
            self.push_records(first_line, block);
        }
        self.ready.extend(left_out);
        failed.map_or(Ok(()), Err)
    }

    fn read_row(&mut self, block: &mut Vec<u8>, dialect: Dialect) -> io::Result<()> {
        let mut scanner = RowScanner::new(dialect);
        self.read_record(block, b'\n', |piece| scanner.feed(piece))
    }
}
