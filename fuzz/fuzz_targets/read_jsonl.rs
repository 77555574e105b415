//! Any bytes are read as `jsonl` without a panic, and what comes of them is sound.

#![no_main]

search_fuzz::read_target!("jsonl");
