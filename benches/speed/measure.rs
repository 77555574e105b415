//! Times of processes, and what to say of many times.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Context;
use serde_json::Value;

/// What one run of a program took.
pub(crate) struct Run {
    /// Seconds from start to end.
    pub(crate) seconds: f64,
    /// Seconds of all cores together, where the system tells (Linux).
    pub(crate) cpu_seconds: Option<f64>,
    /// The last line that it wrote, if that is JSON.
    pub(crate) summary: Value,
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<Run> {
    let cpu_before = cpu_seconds_of_children();
    let start = Instant::now();
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run `{}`", command.get_program().display()))?;
    let seconds = start.elapsed().as_secs_f64();
    anyhow::ensure!(output.status.success(), "{command:?}: {}", output.status);
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    let cpu = cpu_before.zip(cpu_seconds_of_children());
    Ok(Run {
        seconds,
        cpu_seconds: cpu.map(|(before, after)| after - before),
        summary: serde_json::from_str(last).unwrap_or_default(),
    })
}

/// What the ended children of this process have taken: fields 16 and 17 of proc_pid_stat(5), in
/// hundredths of a second.
fn cpu_seconds_of_children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = |n: usize| fields.get(n - 3)?.parse::<f64>().ok();
    Some((ticks(16)? + ticks(17)?) / 100.0)
}

/// Bytes of all files in a folder.
pub(crate) fn folder_bytes(folder: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}

/// The value below which this part of the values lies; 0 for none at all.
pub(crate) fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = (part * sorted.len() as f64).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
}

pub(crate) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}
