//! The `search` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    search::cli::main()
}
