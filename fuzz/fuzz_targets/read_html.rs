//! Any bytes are read as `html` without a panic, and what comes of them is sound.

#![no_main]

search_fuzz::read_target!("html");
