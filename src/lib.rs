//! A full-text search engine for news, in one program.

pub mod alerts;
pub mod aliases;
pub mod analysis;
pub mod article;
pub mod cli;
pub mod engine;
pub mod extract;
pub mod highlight;
pub mod matching;
pub mod output;
pub mod pack;
pub mod panic_guard;
pub mod pipeline;
pub mod query;
pub mod read;
pub mod source;
pub mod stories;
pub mod text;
pub mod unpack;
