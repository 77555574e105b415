//! A full-text search engine for news, in one program.

pub mod article;
pub mod extract;
pub mod read;
pub mod text;
pub mod unpack;
