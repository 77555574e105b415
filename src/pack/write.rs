//! Writing packs.

use std::io::{self, Seek, SeekFrom, Write};

use ::zip::result::ZipError;
use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};

use super::{HITS, MANIFEST, PackManifest};

/// Writes a pack; nothing of it stays in memory.
pub struct PackWriter<W: Write + Seek> {
    zip: ZipWriter<FailingOnce<W>>,
}

impl<W: Write + Seek> PackWriter<W> {
    /// Begins a pack.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn new(out: W) -> io::Result<Self> {
        let mut zip = ZipWriter::new(FailingOnce {
            out,
            has_failed: false,
        });
        zip.start_file(HITS, options()).map_err(io_error)?;
        Ok(PackWriter { zip })
    }

    /// Writes the line of an article; they must come in the order of their ids.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write_hit(&mut self, line: &[u8]) -> io::Result<()> {
        self.zip.write_all(line)?;
        self.zip.write_all(b"\n")
    }

    /// Writes what was asked, and returns the writer with a whole pack in it.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn finish(mut self, manifest: &PackManifest) -> io::Result<W> {
        self.zip.start_file(MANIFEST, options()).map_err(io_error)?;
        serde_json::to_writer_pretty(&mut self.zip, manifest)?;
        self.zip.write_all(b"\n")?;
        Ok(self.zip.finish().map_err(io_error)?.out)
    }
}

fn io_error(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        error => io::Error::other(error),
    }
}

/// Fails once, and from then on takes all and keeps nothing: the zip writer tries to end its archive when it is
/// dropped, and would print that this failed, too.
struct FailingOnce<W> {
    out: W,
    has_failed: bool,
}

impl<W> FailingOnce<W> {
    fn attempt<T>(
        &mut self,
        otherwise: T,
        action: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.has_failed {
            return Ok(otherwise);
        }
        let result = action(&mut self.out);
        self.has_failed = result
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        result
    }
}

impl<W: Write> Write for FailingOnce<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.attempt(buffer.len(), |out| out.write(buffer))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), Write::flush)
    }
}

impl<W: Seek> Seek for FailingOnce<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.attempt(0, |out| out.seek(to))
    }
}

/// Without a time (that of 1980, the first that a zip archive has), and with room for more than 4 GB.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::DEFLATE)
        .last_modified_time(::zip::DateTime::DEFAULT)
        .large_file(true)
}
