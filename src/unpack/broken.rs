//! A break in a stream that was met when its beginning was looked at.

use std::io::{self, BufRead, Read};

/// A stream of no bytes that gives its error, should it have one, once.
#[derive(Debug)]
pub struct Broken(Option<io::Error>);

impl Broken {
    /// Makes the stream of this error.
    pub fn new(error: Option<io::Error>) -> Self {
        Broken(error)
    }
}

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl BufRead for Broken {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}
