//! Decodes the data of streams: ISO 32000-2, 7.4. A damaged stream gives what stood before the
//! damage; image filters give nothing.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::lzw;
use super::object::Dict;

/// Undoes one filter, to at most `limit` bytes.
pub(super) fn decode(name: &str, data: &[u8], params: &Dict, limit: usize) -> Vec<u8> {
    match name {
        "FlateDecode" | "Fl" => unpredict(inflate(data, limit), params),
        "LZWDecode" | "LZW" => {
            let is_early = params.raw("EarlyChange").int() != Some(0);
            unpredict(lzw::decode(data, is_early, limit), params)
        }
        "ASCII85Decode" | "A85" => ascii_85(data, limit),
        "ASCIIHexDecode" | "AHx" => ascii_hex(data, limit),
        "RunLengthDecode" | "RL" => run_length(data, limit),
        "Crypt" => data.to_vec(),
        _ => Vec::new(),
    }
}

fn inflate(data: &[u8], limit: usize) -> Vec<u8> {
    let limit = limit as u64;
    let mut out = Vec::new();
    // an error leaves what was read before it
    let _ = ZlibDecoder::new(data).take(limit).read_to_end(&mut out);
    if out.is_empty() {
        let _ = DeflateDecoder::new(data).take(limit).read_to_end(&mut out);
    }
    if out.is_empty() {
        let body = data.get(2..).unwrap_or_default();
        let _ = DeflateDecoder::new(body).take(limit).read_to_end(&mut out);
    }
    out
}

fn ascii_hex(data: &[u8], limit: usize) -> Vec<u8> {
    let digits = data.iter().take_while(|&&byte| byte != b'>');
    let digits = digits.filter_map(|&byte| char::from(byte).to_digit(16).map(|digit| digit as u8));
    let digits: Vec<u8> = digits.take(limit.saturating_mul(2)).collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0))
        .collect()
}

fn ascii_85(data: &[u8], limit: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group = Vec::with_capacity(5);
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    for &byte in data.iter().take_while(|&&byte| byte != b'~') {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            push_group(&mut out, &group);
            group.clear();
        }
        if out.len() >= limit {
            return out;
        }
    }
    if group.len() > 1 {
        push_group(&mut out, &group);
    }
    out
}

/// A short group stands for one byte less than it has digits.
fn push_group(out: &mut Vec<u8>, group: &[u8]) {
    let digits = group.iter().copied().chain(std::iter::repeat(84)).take(5);
    let value = digits.fold(0u32, |sum, digit| {
        sum.wrapping_mul(85).wrapping_add(digit.into())
    });
    out.extend(value.to_be_bytes().iter().take(group.len() - 1));
}

fn run_length(data: &[u8], limit: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&length) = data.get(at).filter(|_| out.len() < limit) {
        let count = usize::from(length);
        match length {
            0..=127 => {
                let end = (at + 2 + count).min(data.len());
                out.extend_from_slice(&data[at + 1..end]);
                at = end;
            }
            128 => break,
            129..=255 => {
                let Some(&byte) = data.get(at + 1) else { break };
                out.resize(out.len() + 257 - count, byte);
                at += 2;
            }
        }
    }
    out
}

/// Undoes a predictor (7.4.4.4).
fn unpredict(data: Vec<u8>, params: &Dict) -> Vec<u8> {
    let predictor = params.raw("Predictor").int().unwrap_or(1);
    let size = |key, default| params.raw(key).size().unwrap_or(default).clamp(1, 1 << 16);
    let (colors, bits) = (
        size("Colors", 1).min(32),
        size("BitsPerComponent", 8).min(16),
    );
    let row = (size("Columns", 1) * colors * bits).div_ceil(8);
    let pixel = (colors * bits).div_ceil(8);
    match predictor {
        2 if bits == 8 => unpredict_tiff(data, row, pixel),
        10.. => unpredict_png(&data, row, pixel),
        _ => data,
    }
}

fn unpredict_tiff(mut data: Vec<u8>, row: usize, pixel: usize) -> Vec<u8> {
    for line in data.chunks_mut(row) {
        for at in pixel..line.len() {
            line[at] = line[at].wrapping_add(line[at - pixel]);
        }
    }
    data
}

fn unpredict_png(data: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut above = vec![0; row];
    for line in data.chunks(row + 1) {
        let (kind, line) = (line[0], &line[1..]);
        let mut current = vec![0; row];
        for at in 0..line.len() {
            let left = if at < pixel { 0 } else { current[at - pixel] };
            let corner = if at < pixel { 0 } else { above[at - pixel] };
            current[at] = line[at].wrapping_add(guess(kind, left, above[at], corner));
        }
        out.extend_from_slice(&current[..line.len()]);
        above = current;
    }
    out
}

fn guess(kind: u8, left: u8, above: u8, corner: u8) -> u8 {
    match kind {
        1 => left,
        2 => above,
        3 => u16::midpoint(left.into(), above.into()) as u8,
        4 => paeth(left, above, corner),
        _ => 0,
    }
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(above) - i16::from(corner);
    let distance = |value: u8| (estimate - i16::from(value)).abs();
    if distance(left) <= distance(above) && distance(left) <= distance(corner) {
        return left;
    }
    if distance(above) <= distance(corner) {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, data: &[u8], expected: &[u8]) {
        assert_eq!(decode(name, data, &Dict::default(), 1000), expected);
    }

    #[test]
    fn each_filter_is_undone() {
        check("ASCIIHexDecode", b"48 65 6C6c 6F7>", b"Hellop");
        check("ASCII85Decode", b"87cURD]i,\"Ebo80~>", b"Hello World!");
        check("RunLengthDecode", b"\x02abc\xfed\x80zz", b"abcddd");
        check(
            "LZWDecode",
            b"\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01",
            b"-----A---B",
        );
        check("DCTDecode", b"abc", b"");
    }

    #[test]
    fn a_stream_stops_at_the_limit() {
        let bomb = [0x81, b'a'].repeat(1000);
        assert!(decode("RL", &bomb, &Dict::default(), 500).len() < 700);
    }

    #[test]
    fn rows_are_predicted_from_the_row_above() {
        assert_eq!(unpredict_png(&[2, 1, 2, 2, 1, 1], 2, 1), [1, 2, 2, 3]);
        assert_eq!(unpredict_png(&[1, 5, 1, 4, 9], 2, 1), [5, 6, 14]);
    }
}
