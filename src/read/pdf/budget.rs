//! What reading one file may cost. Work is counted, not timed, so that a file is read the same
//! way on every machine.

use std::cell::Cell;

/// The bounds of reading one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// The most pages to read.
    pub(super) num_pages: usize,
    /// The most bytes that all its streams may decode to, each as often as it is needed.
    pub(super) decoded_bytes: usize,
    /// The most bytes that one of its streams may decode to.
    pub(super) stream_bytes: usize,
    /// The most steps: objects parsed and glyphs shown.
    pub(super) num_steps: usize,
    /// The most bytes of text.
    pub(super) text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            num_pages: 5_000,
            decoded_bytes: 512 << 20,
            stream_bytes: 32 << 20,
            num_steps: 20_000_000,
            text_bytes: 16 << 20,
        }
    }
}

/// What is left of the [`Limits`].
#[derive(Debug)]
pub(super) struct Budget {
    stream_bytes: usize,
    bytes: Cell<usize>,
    steps: Cell<usize>,
    is_spent: Cell<bool>,
}

impl Budget {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            stream_bytes: limits.stream_bytes,
            bytes: Cell::new(limits.decoded_bytes),
            steps: Cell::new(limits.num_steps),
            is_spent: Cell::new(false),
        }
    }

    /// Returns how many bytes the next stream may decode to.
    pub(super) fn stream_bytes(&self) -> usize {
        self.stream_bytes.min(self.bytes.get())
    }

    /// Takes off the bytes of one decoded stream.
    pub(super) fn take_bytes(&self, num_bytes: usize) {
        let left = self.bytes.get().saturating_sub(num_bytes);
        self.bytes.set(left);
        self.is_spent.set(self.is_spent.get() || left == 0);
    }

    /// Takes off steps; false once there are none left.
    pub(super) fn take_steps(&self, num_steps: usize) -> bool {
        let left = self.steps.get().saturating_sub(num_steps);
        self.steps.set(left);
        self.is_spent.set(self.is_spent.get() || left == 0);
        left > 0
    }

    /// Notes that something was left unread.
    pub(super) fn cut(&self) {
        self.is_spent.set(true);
    }

    /// Tells whether something ran out, so that the rest of the file was left unread.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent.get()
    }
}
