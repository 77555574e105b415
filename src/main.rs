//! The `search` program.

use std::process::ExitCode;

/// The system's allocator keeps what was freed: the parts of an index that are built, written and
/// merged one after the other would add up.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    search::cli::main()
}
