//! The program from the outside, and the laws that its parts keep.

#![allow(
    clippy::unwrap_used,
    reason = "the helpers of a test fail as the test does"
)]

mod alert;
mod bad_index;
mod bad_input;
mod changes;
mod cli;
mod config;
mod conformance;
mod corpus;
mod counts;
#[cfg(unix)]
mod crash;
mod export;
mod flags;
mod harness;
mod imports;
mod index;
mod kwic;
mod mutations;
mod names;
mod query;
mod readers;
mod readme;
mod samples;
mod shell;
mod similar;
mod stories;
mod syntax;
mod verify;
#[cfg(unix)]
mod watch;
