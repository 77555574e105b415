//! Any bytes are read as `pdf` without a panic, and what comes of them is sound.

#![no_main]

search_fuzz::read_target!("pdf");
