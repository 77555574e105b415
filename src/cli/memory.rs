//! How much memory a run may take when nothing is said.

use std::fs;

/// The most that is taken unless more is asked for, in MB.
const MOST_MEGABYTES: u64 = 500;

/// A quarter of the machine's memory, or of what this process may have of it, in MB; at the most 500.
pub(super) fn default_megabytes() -> usize {
    let read = |path: &str| fs::read_to_string(path).ok();
    let machine = read("/proc/meminfo").and_then(|text| total_bytes(&text));
    let group = read("/sys/fs/cgroup/memory.max").and_then(|text| text.trim().parse().ok());
    default_of(machine, group)
}

fn default_of(machine_bytes: Option<u64>, group_bytes: Option<u64>) -> usize {
    let least = machine_bytes.into_iter().chain(group_bytes).min();
    let quarter = least.map_or(MOST_MEGABYTES, |bytes| bytes / 4 / 1_000_000);
    quarter.min(MOST_MEGABYTES) as usize
}

/// Finds the size of the memory in what Linux tells of it.
fn total_bytes(text: &str) -> Option<u64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_the_memory_is_taken_and_500_mb_at_the_most() {
        let text = "MemTotal:        1000000 kB\nMemFree:          500000 kB\n";
        assert_eq!(total_bytes(text), Some(1_024_000_000));
        assert_eq!(default_of(total_bytes(text), None), 256);
        assert_eq!(default_of(Some(64_000_000_000), None), 500);
        assert_eq!(default_of(Some(64_000_000_000), Some(400_000_000)), 100);
        assert_eq!(default_of(None, None), 500);
    }
}
