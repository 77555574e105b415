//! What an article says beyond its words: its date, its entities.

pub mod entity;
