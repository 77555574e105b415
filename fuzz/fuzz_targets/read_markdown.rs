//! Any bytes are read as `markdown` without a panic, and what comes of them is sound.

#![no_main]

search_fuzz::read_target!("markdown");
