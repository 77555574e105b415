//! Formats: one file each, one table.
