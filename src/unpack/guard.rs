//! The guards around a decoder: they count, they refuse bombs, they say what is damaged.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Limits;

/// Counts the bytes that are read from a stream.
pub(super) struct Counted<R> {
    inner: R,
    num_bytes: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    pub(super) fn new(inner: R, num_bytes: Arc<AtomicU64>) -> Counted<R> {
        Counted { inner, num_bytes }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let num_read = self.inner.read(buffer)?;
        self.num_bytes.fetch_add(num_read as u64, Ordering::Relaxed);
        Ok(num_read)
    }
}

/// Reads from a decoder within the limits, and gives its errors words.
pub(super) struct Guarded<R> {
    decoder: R,
    packing: &'static str,
    /// The bytes of the file itself, below all layers.
    packed_bytes: Arc<AtomicU64>,
    unpacked_bytes: u64,
    /// Whether nothing can come any more.
    is_over: bool,
    /// Whether the decoder can be read from again behind its own errors.
    goes_on: bool,
    limits: Limits,
}

impl<R> Guarded<R> {
    pub(super) fn new(
        decoder: R,
        packing: &'static str,
        packed_bytes: Arc<AtomicU64>,
        limits: &Limits,
    ) -> Guarded<R> {
        Guarded {
            decoder,
            packing,
            packed_bytes,
            unpacked_bytes: 0,
            is_over: false,
            goes_on: false,
            limits: limits.clone(),
        }
    }

    /// Lets the decoder be read from again behind its own errors.
    pub(super) fn going_on(mut self) -> Self {
        self.goes_on = true;
        self
    }

    fn check(&self) -> io::Result<()> {
        let Limits {
            max_bytes,
            max_ratio,
            free_bytes,
            ..
        } = self.limits;
        let packed_bytes = self.packed_bytes.load(Ordering::Relaxed);
        let message = if self.unpacked_bytes > max_bytes {
            format!("expected at most {max_bytes} decompressed bytes, but found more")
        } else if self.unpacked_bytes > free_bytes.max(packed_bytes.saturating_mul(max_ratio)) {
            format!(
                "expected at most {max_ratio} bytes from each compressed byte, but found more after {free_bytes} bytes"
            )
        } else {
            return Ok(());
        };
        Err(io::Error::new(io::ErrorKind::InvalidData, message))
    }

    /// Errors of the layer below, and interruptions, pass as they are.
    fn explain(&self, error: io::Error) -> io::Error {
        let (packing, after) = (self.packing, self.unpacked_bytes);
        match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                let message = format!("truncated {packing} stream after {after} bytes");
                io::Error::new(io::ErrorKind::InvalidData, message)
            }
            // The words are those of the zstd library, which gives no code.
            io::ErrorKind::Other if error.to_string().contains("too much memory") => {
                let window = 1u64 << (self.limits.max_window_log - 20);
                let message =
                    format!("expected a window of at most {window} MiB, but found a larger one");
                io::Error::new(io::ErrorKind::InvalidData, message)
            }
            io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
                let message = format!("damaged {packing} stream after {after} bytes: {error}");
                io::Error::new(io::ErrorKind::InvalidData, message)
            }
            _ => error,
        }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(0);
        }
        let read = self.decoder.read(buffer);
        let num_read = read.map_err(|error| {
            self.is_over = !self.goes_on && error.kind() != io::ErrorKind::Interrupted;
            self.explain(error)
        })?;
        self.unpacked_bytes += num_read as u64;
        let checked = self.check();
        self.is_over = checked.is_err();
        checked.map(|()| num_read)
    }
}
