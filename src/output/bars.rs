//! Numbers as lengths and heights of blocks.

/// What stands for zero in a sparkline.
const ZERO: char = '·';
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Returns a bar whose length is to `columns` as `value` is to `most`, to an eighth of a column;
/// what is not nothing is an eighth long at the least.
pub fn bar(value: f64, most: f64, columns: usize) -> String {
    if value <= 0.0 || most <= 0.0 {
        return String::new();
    }
    let all = columns * PARTS.len();
    let eighths = (value / most * all as f64).round().clamp(1.0, all as f64) as usize;
    "█".repeat(eighths / PARTS.len()) + PARTS[eighths % PARTS.len()]
}

/// Returns a block for each value whose height is to a whole block as the value is to `most`, and
/// a dot for zero.
pub fn sparkline(values: &[f64], most: f64) -> String {
    let height = |value: &f64| {
        if *value <= 0.0 || most <= 0.0 {
            return ZERO;
        }
        let eighths = (value / most * HEIGHTS.len() as f64).ceil();
        HEIGHTS[eighths.clamp(1.0, HEIGHTS.len() as f64) as usize - 1]
    };
    values.iter().map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_value() {
        for (value, expected) in [
            (0.0, ""),
            (0.01, "▏"),
            (1.0, "▌"),
            (4.0, "██"),
            (5.0, "██▌"),
            (8.0, "████"),
        ] {
            assert_eq!(bar(value, 8.0, 4), expected, "{value}");
        }
        assert_eq!(bar(0.0, 0.0, 4), "");
    }

    #[test]
    fn a_sparkline_has_a_block_for_each_value() {
        assert_eq!(sparkline(&[0.0, 0.1, 4.0, 5.0, 8.0], 8.0), "·▁▄▅█");
        assert_eq!(sparkline(&[0.0, 0.0], 0.0), "··");
    }
}
