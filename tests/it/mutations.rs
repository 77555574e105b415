//! Samples of every format, truncated, flipped and spliced: each is read or named, and nothing panics.

use std::fs;

use crate::harness::Folder;
use crate::samples;

/// How many mutants of each kind a sample has.
const NUM_MUTANTS: u64 = 4;

/// Pseudo-random numbers, the same in every run: SplitMix64 (Steele, Lea and Flood, 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

fn truncated(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    bytes[..numbers.below(bytes.len())].to_vec()
}

fn flipped(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut mutant = bytes.to_vec();
    for _ in 0..=numbers.below(16) {
        let at = numbers.below(mutant.len());
        mutant[at] ^= 1 << numbers.below(8);
    }
    mutant
}

/// Puts a piece of another sample, or of the same, into the middle.
fn spliced(bytes: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let (start, end) = (numbers.below(bytes.len()), numbers.below(bytes.len()));
    let from = numbers.below(other.len());
    let piece = &other[from..][..numbers.below(other.len() - from)];
    [&bytes[..start], piece, &bytes[end..]].concat()
}

#[test]
fn damaged_samples_of_every_format_are_read_or_named() {
    let names = samples::names();
    let read = |name: &String| fs::read(samples::folder().join(name)).unwrap();
    let files: Vec<Vec<u8>> = names.iter().map(read).collect();
    let folder = Folder::new();
    let mut numbers = Numbers(20_151_127);
    for (name, bytes) in names.iter().zip(&files) {
        for round in 0..NUM_MUTANTS {
            let other = &files[numbers.below(files.len())];
            for (kind, mutant) in [
                ("truncated", truncated(bytes, &mut numbers)),
                ("flipped", flipped(bytes, &mut numbers)),
                ("spliced", spliced(bytes, other, &mut numbers)),
            ] {
                folder.write(&format!("corpus/{kind}-{round}-{name}"), &mutant);
            }
        }
    }
    let ran = folder.run("index --json").status(0);
    let lines = ran.json();
    let reasons = lines.iter().filter_map(|line| line["reason"].as_str());
    let panics: Vec<&str> = reasons
        .filter(|it| it.contains("please report it"))
        .collect();
    assert_eq!(panics, <[&str; 0]>::default());
    let summary = lines.last().unwrap();
    assert_eq!(summary["files"], names.len() as u64 * NUM_MUTANTS * 3);
    folder.run("check").status(0);
}
