//! Tar archives, as a stream: headers of 512 bytes, each before the bytes of its member.

use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ::tar::{EntryType, Header, PaxExtensions};

use super::{ArchiveKind, Member, damaged};

const BLOCK_BYTES: usize = 512;
/// The longest record of a name or of attributes.
const MAX_EXTENSION_BYTES: u64 = 1 << 20;

/// Tells whether the bytes begin with a header of a tar archive: one whose checksum is right.
pub(super) fn is_header(head: &[u8]) -> bool {
    let Some(block) = head.first_chunk::<BLOCK_BYTES>() else {
        return false;
    };
    has_right_checksum(block)
}

/// The checksum is the sum of all bytes, its own field counted as spaces.
fn has_right_checksum(block: &[u8; BLOCK_BYTES]) -> bool {
    let sum_of = |bytes: &[u8]| bytes.iter().map(|&byte| u32::from(byte)).sum::<u32>();
    let sum = sum_of(&block[..148]) + 8 * u32::from(b' ') + sum_of(&block[156..]);
    header(block).cksum().is_ok_and(|checksum| checksum == sum)
}

fn header(block: &[u8; BLOCK_BYTES]) -> &Header {
    Header::from_byte_slice(block)
}

/// The members of an archive.
pub(super) struct Members {
    shared: Arc<Mutex<Shared>>,
    is_over: bool,
}

/// The stream of the archive, which its members read from in turn.
struct Shared {
    stream: Box<dyn BufRead + Send>,
    /// The member under way, by number.
    member: u64,
    /// How many of its bytes are left.
    left: u64,
    /// What fills its last block.
    padding: u64,
}

/// Reads the bytes of one member.
struct MemberStream {
    shared: Arc<Mutex<Shared>>,
    member: u64,
}

/// What special records say of the member behind them.
#[derive(Default)]
struct Extensions {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Members {
    pub(super) fn new(stream: Box<dyn BufRead + Send>) -> Self {
        let shared = Shared {
            stream,
            member: 0,
            left: 0,
            padding: 0,
        };
        Members {
            shared: Arc::new(Mutex::new(shared)),
            is_over: false,
        }
    }

    fn next_member(&mut self) -> io::Result<Option<Member>> {
        let mut extensions = Extensions::default();
        let mut shared = lock(&self.shared);
        loop {
            shared.skip_rest()?;
            let Some(block) = shared.read_header()? else {
                return Ok(None);
            };
            let header = header(&block);
            let kind = header.entry_type();
            let size = header
                .entry_size()
                .map_err(|error| damaged(ArchiveKind::Tar, error))?;
            let size = match kind {
                EntryType::Regular | EntryType::Continuous => extensions.size.unwrap_or(size),
                _ => size,
            };
            shared.begin(size);
            match kind {
                EntryType::GNULongName => {
                    let mut name = shared.read_extension()?;
                    name.truncate(
                        name.iter()
                            .position(|&byte| byte == 0)
                            .unwrap_or(name.len()),
                    );
                    extensions.name = Some(name);
                }
                EntryType::XHeader => extensions.read_pax(&shared.read_extension()?),
                EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                    let name = extensions.name.take();
                    let name = name.unwrap_or_else(|| header.path_bytes().into_owned());
                    let stream = MemberStream {
                        shared: Arc::clone(&self.shared),
                        member: shared.member,
                    };
                    return Ok(Some(Member {
                        name: String::from_utf8_lossy(&name).into_owned(),
                        stream: match kind {
                            EntryType::GNUSparse => Err("a sparse file".to_owned()),
                            _ => Ok(Box::new(stream)),
                        },
                    }));
                }
                EntryType::XGlobalHeader => {}
                _ => extensions = Extensions::default(),
            }
        }
    }
}

impl Iterator for Members {
    type Item = io::Result<Member>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let member = self.next_member().transpose();
        self.is_over = !matches!(member, Some(Ok(_)));
        member
    }
}

impl Extensions {
    fn read_pax(&mut self, record: &[u8]) {
        for extension in PaxExtensions::new(record).flatten() {
            match extension.key() {
                Ok("path") => self.name = Some(extension.value_bytes().to_owned()),
                Ok("size") => self.size = extension.value().ok().and_then(|size| size.parse().ok()),
                _ => {}
            }
        }
    }
}

impl Shared {
    fn begin(&mut self, size: u64) {
        self.member += 1;
        self.left = size;
        self.padding = size.wrapping_neg() % BLOCK_BYTES as u64;
    }

    fn skip_rest(&mut self) -> io::Result<()> {
        let rest = self.left.saturating_add(self.padding);
        let skipped = io::copy(&mut self.stream.by_ref().take(rest), &mut io::sink())?;
        if skipped < self.left {
            return Err(truncated());
        }
        (self.left, self.padding) = (0, 0);
        Ok(())
    }

    /// Reads the next header; `None` at the end, which two blocks of zeros tell, or nothing.
    fn read_header(&mut self) -> io::Result<Option<[u8; BLOCK_BYTES]>> {
        let mut bytes = Vec::with_capacity(BLOCK_BYTES);
        self.stream
            .by_ref()
            .take(BLOCK_BYTES as u64)
            .read_to_end(&mut bytes)?;
        if bytes.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        let Ok(block) = <[u8; BLOCK_BYTES]>::try_from(bytes) else {
            return Err(truncated());
        };
        if !has_right_checksum(&block) {
            let what = "expected the header of a member, but found something else";
            return Err(damaged(ArchiveKind::Tar, what));
        }
        Ok(Some(block))
    }

    fn read_extension(&mut self) -> io::Result<Vec<u8>> {
        if self.left > MAX_EXTENSION_BYTES {
            return Err(damaged(ArchiveKind::Tar, "a name of more than a megabyte"));
        }
        let mut bytes = Vec::new();
        self.stream
            .by_ref()
            .take(self.left)
            .read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < self.left {
            return Err(truncated());
        }
        self.left = 0;
        Ok(bytes)
    }
}

impl Read for MemberStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut shared = lock(&self.shared);
        if shared.member != self.member || shared.left == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let most = buffer
            .len()
            .min(usize::try_from(shared.left).unwrap_or(usize::MAX));
        let num_read = shared.stream.read(&mut buffer[..most])?;
        if num_read == 0 {
            return Err(truncated());
        }
        shared.left -= num_read as u64;
        Ok(num_read)
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn truncated() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "truncated tar archive")
}
