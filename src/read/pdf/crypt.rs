//! The standard security handler, opened with the empty user password: ISO 32000-2, 7.6.

use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::object::Dict;

const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

/// How strings or streams are enciphered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// The key of a file and what it opens.
#[derive(Debug)]
pub(super) struct Key {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
}

impl Key {
    /// Derives the key from the encryption dictionary, its values resolved, and the first file
    /// identifier; none if the empty password does not open the file.
    pub(super) fn open(encrypt: &Dict, id: &[u8]) -> Option<Self> {
        let is_standard = encrypt.raw("Filter").name() == Some("Standard");
        let version = encrypt.raw("V").int().filter(|_| is_standard)?;
        let revision = encrypt.raw("R").int()?;
        let method = |key| match version {
            1 | 2 => Method::Rc4,
            _ => named_method(encrypt, key),
        };
        let (strings, streams) = (method("StrF"), method("StmF"));
        let key = match revision {
            2..=4 => legacy_key(encrypt, id, revision, version)?,
            5 | 6 => modern_key(encrypt, revision)?,
            _ => return None,
        };
        Some(Self {
            key,
            strings,
            streams,
        })
    }

    pub(super) fn decrypt_string(&self, id: (u32, u16), data: &[u8]) -> Vec<u8> {
        self.decrypt(self.strings, id, data)
    }

    pub(super) fn decrypt_stream(&self, id: (u32, u16), data: &[u8]) -> Vec<u8> {
        self.decrypt(self.streams, id, data)
    }

    fn decrypt(&self, method: Method, id: (u32, u16), data: &[u8]) -> Vec<u8> {
        match method {
            Method::None => data.to_vec(),
            Method::Rc4 => rc4(&self.object_key(id, b""), data),
            Method::Aes128 => aes_128(&self.object_key(id, b"sAlT"), data),
            Method::Aes256 => aes_256(&self.key, data),
        }
    }

    /// Algorithm 1: the key of one object.
    fn object_key(&self, (number, generation): (u32, u16), salt: &[u8]) -> Vec<u8> {
        let mut hash = Md5::new();
        hash.update(&self.key);
        hash.update(&number.to_le_bytes()[..3]);
        hash.update(generation.to_le_bytes());
        hash.update(salt);
        hash.finalize()[..(self.key.len() + 5).min(16)].to_vec()
    }
}

/// Looks a crypt filter up (7.6.5.2).
fn named_method(encrypt: &Dict, key: &str) -> Method {
    let name = encrypt.raw(key).name().unwrap_or("Identity");
    let filter = encrypt
        .raw("CF")
        .dict()
        .and_then(|filters| filters.raw(name).dict());
    match filter.and_then(|filter| filter.raw("CFM").name()) {
        Some("V2") => Method::Rc4,
        Some("AESV2") => Method::Aes128,
        Some("AESV3") => Method::Aes256,
        _ => Method::None,
    }
}

/// Algorithms 2, 4 and 5, up to revision 4.
fn legacy_key(encrypt: &Dict, id: &[u8], revision: i64, version: i64) -> Option<Vec<u8>> {
    let bits = encrypt.raw("Length").size().unwrap_or(40);
    let num_bytes = match version {
        1 => 5,
        4 => 16,
        _ => (bits / 8).clamp(5, 16),
    };
    let mut hash = Md5::new();
    hash.update(PADDING);
    hash.update(encrypt.raw("O").text()?.get(..32)?);
    hash.update((encrypt.raw("P").int()? as u32).to_le_bytes());
    hash.update(id);
    if revision >= 4 && encrypt.raw("EncryptMetadata") == &super::object::Object::Bool(false) {
        hash.update([0xFF; 4]);
    }
    let mut key = hash.finalize().to_vec();
    for _ in 0..if revision >= 3 { 50 } else { 0 } {
        key = Md5::digest(&key[..num_bytes]).to_vec();
    }
    key.truncate(num_bytes);
    let is_open = encrypt
        .raw("U")
        .text()?
        .starts_with(&legacy_check(&key, id, revision));
    is_open.then_some(key)
}

/// What the file says of the user password if the key is right.
fn legacy_check(key: &[u8], id: &[u8], revision: i64) -> Vec<u8> {
    if revision == 2 {
        return rc4(key, &PADDING);
    }
    let mut hash = Md5::new();
    hash.update(PADDING);
    hash.update(id);
    let mut check = hash.finalize().to_vec();
    for round in 0..20u8 {
        let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
        check = rc4(&key, &check);
    }
    check
}

/// Algorithm 2.A, revisions 5 and 6.
fn modern_key(encrypt: &Dict, revision: i64) -> Option<Vec<u8>> {
    let user = encrypt.raw("U").text()?;
    let (check, validation, salt) = (user.get(..32)?, user.get(32..40)?, user.get(40..48)?);
    let hash = |salt: &[u8]| match revision {
        5 => Sha256::digest(salt).to_vec(),
        _ => hardened_hash(salt),
    };
    if hash(validation) != check {
        return None;
    }
    let sealed = encrypt.raw("UE").text()?.get(..32)?;
    Some(decrypt_blocks(
        &Aes256::new_from_slice(&hash(salt)).ok()?,
        &[0; 16],
        sealed,
    ))
}

/// Algorithm 2.B with an empty password.
fn hardened_hash(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    // ends after 64 rounds as soon as a byte allows it: 255 + 32 is the most it can ask for
    for round in 0..288u32 {
        let mut block = key.repeat(64);
        encrypt_blocks(&key[..16], &key[16..32], &mut block);
        let rest = block[..16].iter().map(|&byte| u32::from(byte)).sum::<u32>() % 3;
        key = match rest {
            0 => Sha256::digest(&block).to_vec(),
            1 => Sha384::digest(&block).to_vec(),
            _ => Sha512::digest(&block).to_vec(),
        };
        let last = u32::from(block.last().copied().unwrap_or_default());
        if round >= 63 && last <= round - 31 {
            break;
        }
    }
    key.truncate(32);
    key
}

fn encrypt_blocks(key: &[u8], vector: &[u8], data: &mut [u8]) {
    let Ok(cipher) = Aes128::new_from_slice(key) else {
        return;
    };
    let mut last = vector.to_vec();
    for block in data.chunks_exact_mut(16) {
        block
            .iter_mut()
            .zip(&last)
            .for_each(|(byte, mask)| *byte ^= mask);
        let mut state = [0; 16];
        state.copy_from_slice(block);
        let mut state = Array::from(state);
        cipher.encrypt_block(&mut state);
        block.copy_from_slice(&state);
        last.copy_from_slice(block);
    }
}

fn decrypt_blocks<C>(cipher: &C, vector: &[u8], data: &[u8]) -> Vec<u8>
where
    C: BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>,
{
    let mut out = Vec::with_capacity(data.len());
    let mut last = vector;
    for block in data.chunks_exact(16) {
        let mut state = [0; 16];
        state.copy_from_slice(block);
        let mut state = Array::from(state);
        cipher.decrypt_block(&mut state);
        out.extend(state.iter().zip(last).map(|(byte, mask)| byte ^ mask));
        last = block;
    }
    out
}

fn aes_128(key: &[u8], data: &[u8]) -> Vec<u8> {
    let Ok(cipher) = Aes128::new_from_slice(key) else {
        return Vec::new();
    };
    let (vector, body) = data.split_at(data.len().min(16));
    unpad(decrypt_blocks(&cipher, vector, body))
}

fn aes_256(key: &[u8], data: &[u8]) -> Vec<u8> {
    let Ok(cipher) = Aes256::new_from_slice(key) else {
        return Vec::new();
    };
    let (vector, body) = data.split_at(data.len().min(16));
    unpad(decrypt_blocks(&cipher, vector, body))
}

fn unpad(mut data: Vec<u8>) -> Vec<u8> {
    let padding = data.last().map_or(0, |&byte| usize::from(byte));
    if (1..=16).contains(&padding) {
        data.truncate(data.len() - padding);
    }
    data
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut other = 0u8;
    for at in 0..256 {
        other = other
            .wrapping_add(state[at])
            .wrapping_add(key[at % key.len()]);
        state.swap(at, other.into());
    }
    let (mut one, mut other) = (0u8, 0u8);
    let mask = |byte: &u8| {
        one = one.wrapping_add(1);
        other = other.wrapping_add(state[usize::from(one)]);
        state.swap(one.into(), other.into());
        let at = state[usize::from(one)].wrapping_add(state[usize::from(other)]);
        byte ^ state[usize::from(at)]
    };
    data.iter().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_gives_its_published_vectors() {
        assert_eq!(
            rc4(b"Key", b"Plaintext"),
            b"\xBB\xF3\x16\xE8\xD9\x40\xAF\x0A\xD3"
        );
        assert_eq!(rc4(b"Wiki", b"pedia"), b"\x10\x21\xBF\x04\x20");
    }
}
