//! Draws without putting back.

use crate::generate::Random;

/// The numbers below `len`, in an order that chance gave (Fisher and Yates).
pub(super) fn shuffled(len: usize, random: &mut Random) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..len).collect();
    for last in (1..len).rev() {
        numbers.swap(last, random.below(last + 1));
    }
    numbers
}

/// For each number below `len` whether it is among those chosen, which are this share of all.
pub(super) fn chosen(len: usize, share: f64, random: &mut Random) -> Vec<bool> {
    let num_chosen = (share * len as f64).round() as usize;
    let mut is_chosen = vec![false; len];
    for number in shuffled(len, random).into_iter().take(num_chosen) {
        is_chosen[number] = true;
    }
    is_chosen
}
