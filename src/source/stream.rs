//! A stream that can be given up while nobody writes to it.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// How many bytes are read at once.
const CHUNK_BYTES: usize = 64 << 10;
/// How many chunks may wait to be read.
const CHUNKS: usize = 4;
/// How long a reader waits before it asks whether to go on.
const PATIENCE: Duration = Duration::from_millis(50);

type Chunk = io::Result<Vec<u8>>;

/// Reads a stream on a thread of its own, and ends when `is_over` is set, even while the stream
/// keeps everybody waiting.
pub struct Interruptible {
    chunks: Receiver<Chunk>,
    is_over: Arc<AtomicBool>,
    chunk: Vec<u8>,
    /// How much of the chunk has been handed out.
    used: usize,
}

impl Interruptible {
    /// Begins to read.
    pub fn new(stream: impl Read + Send + 'static, is_over: Arc<AtomicBool>) -> Self {
        let (sender, chunks) = sync_channel(CHUNKS);
        // The thread ends with its stream, or when nobody takes its chunks.
        thread::spawn(move || read_chunks(stream, &sender));
        Interruptible {
            chunks,
            is_over,
            chunk: Vec::new(),
            used: 0,
        }
    }

    /// Waits for bytes; none come at the end of the stream.
    fn next_chunk(&mut self) -> Chunk {
        while !self.is_over.load(Ordering::Relaxed) {
            match self.chunks.recv_timeout(PATIENCE) {
                Ok(chunk) => return chunk,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(Vec::new())
    }
}

impl Read for Interruptible {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used == self.chunk.len() {
            self.chunk = self.next_chunk()?;
            self.used = 0;
        }
        let num_read = (&self.chunk[self.used..]).read(buffer)?;
        self.used += num_read;
        Ok(num_read)
    }
}

fn read_chunks(mut stream: impl Read, sender: &SyncSender<Chunk>) {
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        let chunk = match stream.read(&mut buffer) {
            Ok(0) => return,
            Ok(num_read) => Ok(buffer[..num_read].to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_last = chunk.is_err();
        if sender.send(chunk).is_err() || is_last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that nobody writes to.
    struct Silent(Receiver<()>);

    impl Read for Silent {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            Ok(0)
        }
    }

    #[test]
    fn every_byte_comes_through_in_order() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
        let stream = io::Cursor::new(bytes.clone());
        let mut read = Vec::new();
        let mut stream = Interruptible::new(stream, Arc::default());
        stream.read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
    }

    #[test]
    fn a_silent_stream_ends_when_the_run_is_over() {
        let (_writer, reader) = sync_channel(0);
        let is_over = Arc::new(AtomicBool::new(true));
        let mut stream = Interruptible::new(Silent(reader), is_over);
        assert_eq!(stream.read(&mut [0]).unwrap(), 0);
    }

    #[test]
    fn an_error_of_the_stream_comes_through_after_the_bytes_before_it() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("torn"))
            }
        }
        let mut stream = Interruptible::new(b"ab".chain(Broken), Arc::default());
        let mut read = Vec::new();
        let error = stream.read_to_end(&mut read).unwrap_err();
        assert_eq!(
            (read.as_slice(), error.to_string().as_str()),
            (&b"ab"[..], "torn")
        );
    }
}
