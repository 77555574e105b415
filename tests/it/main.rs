//! The program from the outside, and the laws that its parts keep.

mod cli;
mod conformance;
mod harness;
mod imports;
