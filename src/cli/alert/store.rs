//! The state of the alerts of an index: two hidden files beside it.
//!
//! The first holds the state ([`Alerts`]) and is only ever replaced as a whole. The second says how much
//! of what is to be told was told, in one small write before and one behind each article, so that a run that is killed leaves
//! at most one article of which nobody can say whether it was told.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use anyhow::Context;

use crate::alerts::Alerts;
use crate::cli::atomic;
use crate::cli::lock::try_lock;
use crate::cli::place::Place;

/// The state, locked.
pub(super) struct Store {
    path: PathBuf,
    pub(super) alerts: Alerts,
    progress: Progress,
    is_dirty: bool,
    _lock: File,
}

/// How much of an outbox was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Told {
    /// The number of the outbox.
    outbox: u64,
    /// The lines that were begun.
    begun: u64,
    /// The lines that were told, one less than `begun` while one is told.
    told: u64,
}

/// The file that says how much was told.
struct Progress {
    file: File,
    told: Told,
}

impl Store {
    /// Opens the state of the alerts of an index, and makes it if there is none.
    ///
    /// # Errors
    ///
    /// When another process has it, or it cannot be read.
    pub(super) fn open(place: &Place) -> anyhow::Result<Self> {
        let name = place.index.file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let path = place.locate(&format!(".{name}.alerts"));
        let Some(lock) = try_lock(&path)? else {
            anyhow::bail!(
                "the alerts of this index are being run by another process: wait for it to end"
            );
        };
        let alerts = match fs::read(&path) {
            Ok(bytes) => Some(Alerts::from_bytes(&bytes)).transpose().with_context(|| {
                format!(
                    "cannot use the state of the alerts, `{}`: delete it, and all articles are new again",
                    path.display()
                )
            })?,
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("cannot read the state of the alerts, `{}`", path.display()));
            }
        };
        let told = place.locate(&format!(".{name}.alerts-told"));
        // A note of another state says nothing of this one.
        let progress = Progress::open(&told, alerts.is_some())
            .with_context(|| format!("cannot use the state of the alerts, `{}`", told.display()))?;
        Ok(Store {
            path,
            alerts: alerts.unwrap_or_default(),
            progress,
            is_dirty: false,
            _lock: lock,
        })
    }

    /// Notes that the state is another than that on the disk.
    pub(super) fn touch(&mut self, is_changed: bool) {
        self.is_dirty |= is_changed;
    }

    /// Writes the state if it has changed.
    pub(super) fn save(&mut self) -> anyhow::Result<()> {
        if self.is_dirty {
            atomic::write(&self.path, &self.alerts.to_bytes())
                .context("cannot keep the state of the alerts")?;
            self.is_dirty = false;
        }
        Ok(())
    }

    /// Puts lines into the outbox and writes the state: from here on they are sure to be told.
    pub(super) fn post(&mut self, lines: Vec<String>) -> anyhow::Result<()> {
        if !lines.is_empty() {
            self.alerts.post(lines);
            self.is_dirty = true;
        }
        self.save()
    }

    /// The lines that are not told, each with whether it was begun.
    pub(super) fn pending(&self) -> Vec<(bool, String)> {
        let outbox = self.alerts.outbox();
        let told = self.progress.of(outbox.number);
        let lines = (0..).zip(&outbox.lines).skip(told.told as usize);
        lines
            .map(|(number, line)| (number < told.begun, line.clone()))
            .collect()
    }

    /// Notes that the next line is about to be told.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        let told = self.progress.of(self.alerts.outbox().number);
        self.progress.write(Told {
            begun: told.told + 1,
            ..told
        })
    }

    /// Lets what was noted outlive a loss of power.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.progress.file.sync_data()
    }

    /// Notes that so many lines were told.
    pub(super) fn end(&mut self, num_lines: usize) -> io::Result<()> {
        let told = self.progress.of(self.alerts.outbox().number);
        let end = told.told + num_lines as u64;
        self.progress.write(Told {
            begun: end,
            told: end,
            ..told
        })
    }
}

impl Progress {
    fn open(path: &PathBuf, is_known: bool) -> io::Result<Self> {
        let mut options = File::options();
        let mut file = options
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let told = Told::from_bytes(&bytes).filter(|_| is_known);
        let mut progress = Progress {
            file,
            told: told.unwrap_or_default(),
        };
        if !is_known {
            progress.write(Told::default())?;
        }
        Ok(progress)
    }

    /// What was told of the outbox with this number.
    fn of(&self, outbox: u64) -> Told {
        match self.told.outbox == outbox {
            true => self.told,
            false => Told {
                outbox,
                ..Told::default()
            },
        }
    }

    fn write(&mut self, told: Told) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&told.to_bytes())?;
        self.told = told;
        Ok(())
    }
}

impl Told {
    fn to_bytes(self) -> [u8; 24] {
        let mut bytes = [0; 24];
        for (place, number) in [self.outbox, self.begun, self.told].into_iter().enumerate() {
            bytes[8 * place..8 * place + 8].copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let number = |place: usize| {
            let bytes = bytes.get(8 * place..8 * place + 8)?;
            Some(u64::from_le_bytes(bytes.try_into().ok()?))
        };
        Some(Told {
            outbox: number(0)?,
            begun: number(1)?,
            told: number(2)?,
        })
    }
}
