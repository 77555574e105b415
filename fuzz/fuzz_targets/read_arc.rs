//! Any bytes are read as `arc` without a panic, and what comes of them is sound.

#![no_main]

search_fuzz::read_target!("arc");
