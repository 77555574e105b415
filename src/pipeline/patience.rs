//! Reading that may never end: on threads that can be left behind.
//!
//! No thread can be ended from outside. What must not be waited for is done on a thread of its own;
//! whoever wants it waits so long and no longer, and then goes on without it. What such a thread still
//! does reaches nobody, and it ends with its work, or with the process.

use std::fmt;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use xxhash_rust::xxh3::xxh3_64;

use crate::panic_guard::guard;

type Task = Box<dyn FnOnce() + Send>;

/// Waits for pieces of work, for each as long as is said; clones share their threads. The default
/// waits for ever, and works on the thread that asks.
#[derive(Clone, Default)]
pub struct Patience {
    limit: Option<Duration>,
    /// Threads without work, by what they take it from.
    idle: Arc<Mutex<Vec<Sender<Task>>>>,
}

impl Patience {
    /// Waits so long for each piece of work.
    pub fn of(limit: Duration) -> Self {
        Patience {
            limit: Some(limit),
            idle: Arc::default(),
        }
    }

    /// Does a piece of work and returns what it gives.
    ///
    /// # Errors
    ///
    /// That it took too long, or the message of its panic.
    pub(super) fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        let Some(limit) = self.limit else {
            return guard(work).map_err(panicked);
        };
        let (answer, answers) = sync_channel(1);
        let task: Task = Box::new(move || {
            let _ = answer.send(guard(work));
        });
        let thread = self.start(task)?;
        match answers.recv_timeout(limit) {
            Ok(answer) => {
                self.threads(|idle| idle.push(thread));
                answer.map_err(panicked)
            }
            Err(RecvTimeoutError::Timeout) => Err(took_too_long(limit)),
            Err(RecvTimeoutError::Disconnected) => Err("the reader ended early".to_owned()),
        }
    }

    /// Marks the version of a reader that was not waited for: with more patience, the file is read again.
    pub(super) fn mark(&self, reader_version: u32) -> u32 {
        let millis = self.limit.map_or(0, |limit| limit.as_millis());
        xxh3_64(format!("{reader_version} {millis}").as_bytes()) as u32
    }

    /// Gives the work to a thread that has none.
    fn start(&self, mut task: Task) -> Result<Sender<Task>, String> {
        while let Some(thread) = self.threads(Vec::pop) {
            match thread.send(task) {
                Ok(()) => return Ok(thread),
                Err(returned) => task = returned.0,
            }
        }
        let (thread, tasks) = channel();
        let spawned = thread::Builder::new().spawn(move || work_off(&tasks));
        spawned.map_err(|error| format!("cannot start a thread: {error}"))?;
        let _ = thread.send(task);
        Ok(thread)
    }

    fn threads<T>(&self, f: impl FnOnce(&mut Vec<Sender<Task>>) -> T) -> T {
        f(&mut self.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Patience").field(&self.limit).finish()
    }
}

/// Takes work as long as there may come some.
fn work_off(tasks: &Receiver<Task>) {
    tasks.iter().for_each(|task| task());
}

fn took_too_long(limit: Duration) -> String {
    let seconds = limit.as_secs_f64();
    format!("reading it took longer than {seconds} s: `--file-timeout SECONDS` gives it more")
}

fn panicked(panic: String) -> String {
    format!("reading it failed, please report it: {panic}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_does_not_end_is_left_behind_and_other_work_goes_on() {
        let patience = Patience::of(Duration::from_millis(5));
        let (keep, ended) = channel::<()>();
        let stuck = patience.run(move || ended.recv().is_ok());
        let reason = "reading it took longer than 0.005 s: `--file-timeout SECONDS` gives it more";
        assert_eq!(stuck, Err(reason.to_owned()));
        let patience = Patience {
            limit: Some(Duration::from_secs(600)),
            ..patience
        };
        assert_eq!(patience.run(|| 7), Ok(7));
        drop(keep);
    }

    #[test]
    fn a_panic_is_told_and_its_thread_goes_on() {
        for patience in [Patience::default(), Patience::of(Duration::from_secs(600))] {
            let failed = patience.run(|| -> u8 { panic!("byte 7") });
            let reason = "reading it failed, please report it: byte 7";
            assert_eq!(failed, Err(reason.to_owned()));
            assert_eq!(patience.run(|| 1), Ok(1));
        }
    }

    #[test]
    fn a_thread_that_has_done_its_work_does_the_next() {
        let patience = Patience::of(Duration::from_secs(600));
        let first = patience.run(|| thread::current().id());
        assert_eq!(patience.run(|| thread::current().id()), first);
    }
}
