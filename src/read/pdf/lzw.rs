//! The LZW filter: ISO 32000-2, 7.4.4.2.

const CLEAR: usize = 256;
const END: usize = 257;

/// The strings of codes 258 and up: each a place in the output and a length.
struct Table {
    strings: Vec<(usize, usize)>,
}

impl Table {
    fn width(&self, is_early: bool) -> u32 {
        match self.strings.len() + 258 + usize::from(is_early) {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        }
    }
}

/// Decodes to at most about `limit` bytes; stops at the first code that cannot be.
pub(super) fn decode(data: &[u8], is_early: bool, limit: usize) -> Vec<u8> {
    let mut table = Table {
        strings: Vec::new(),
    };
    let mut out = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let mut bit = 0usize;
    while out.len() < limit {
        let width = table.width(is_early);
        let Some(code) = code_at(data, bit, width) else {
            break;
        };
        bit += width as usize;
        match code {
            CLEAR => {
                table.strings.clear();
                last = None;
            }
            END => break,
            _ => {
                let Some(string) = push_string(&mut out, code, &table, last) else {
                    break;
                };
                if let Some((start, length)) = last.filter(|_| table.strings.len() < 4096 - 258) {
                    // the last string and the byte that follows it in the output
                    table.strings.push((start, length + 1));
                }
                last = Some(string);
            }
        }
    }
    out
}

/// Writes the string of a code; returns where it is.
fn push_string(
    out: &mut Vec<u8>,
    code: usize,
    table: &Table,
    last: Option<(usize, usize)>,
) -> Option<(usize, usize)> {
    let at = out.len();
    if let Ok(byte) = u8::try_from(code) {
        out.push(byte);
        return Some((at, 1));
    }
    let known = table.strings.get(code - 258).copied();
    let is_next = code - 258 == table.strings.len();
    let (start, length) = known.or(last
        .filter(|_| is_next)
        .map(|(start, length)| (start, length + 1)))?;
    for place in start..start + length {
        out.push(*out.get(place)?);
    }
    Some((at, length))
}

fn code_at(data: &[u8], bit: usize, width: u32) -> Option<usize> {
    let bytes = data.get(bit / 8..)?;
    let word = bytes.iter().copied().chain(std::iter::repeat(0)).take(4);
    let word = word.fold(0u32, |sum, byte| sum << 8 | u32::from(byte));
    let is_whole = bit % 8 + width as usize <= bytes.len() * 8;
    is_whole.then_some((word << (bit % 8) >> (32 - width)) as usize)
}
