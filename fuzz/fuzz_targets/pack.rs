//! Any bytes are a whole pack or are refused.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use search::pack::PackReader;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut pack) = PackReader::open(Cursor::new(bytes)) else {
        return;
    };
    if pack.check().is_ok() {
        let hits = pack.hits().expect("they were read before");
        assert_eq!(hits.count() as u64, pack.manifest().total);
    }
});
