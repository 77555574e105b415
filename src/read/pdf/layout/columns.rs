//! Puts the lines of a page into columns, and the columns in order.

use super::line::Line;

/// Columns in columns are looked for no deeper.
const MAX_DEPTH: usize = 4;
/// The most lines of a page that are put into columns, and the most places tried for a gutter.
const MAX_LINES: usize = 4_000;
const MAX_GUTTERS: usize = 48;
/// The least lines on each side of a gutter.
const MIN_LINES: usize = 3;
/// The least bytes of an average line of prose: cells of tables are shorter.
const MIN_TEXT: usize = 16;

/// Returns the columns in reading order, each with its lines from the top down.
pub(super) fn split(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut columns = Vec::new();
    split_into(&mut columns, lines, 0);
    columns
}

fn split_into(columns: &mut Vec<Vec<Line>>, lines: Vec<Line>, depth: usize) {
    let is_small = lines.len() <= MAX_LINES && depth < MAX_DEPTH;
    let Some(gutter) = is_small.then(|| best_gutter(&lines)).flatten() else {
        columns.push(lines);
        return;
    };
    for band in bands(&lines, gutter) {
        if score(band, gutter) == 0 {
            push_plain(columns, band);
            continue;
        }
        let (left, right) = band.iter().cloned().partition(|line| line.right <= gutter);
        split_into(columns, left, depth + 1);
        split_into(columns, right, depth + 1);
    }
}

/// Lines across the gutter continue each other: one column, as long as no real one comes between.
fn push_plain(columns: &mut Vec<Vec<Line>>, band: &[Line]) {
    columns.push(band.to_vec());
}

/// Finds the place that parts the most lines.
fn best_gutter(lines: &[Line]) -> Option<f64> {
    let mut places: Vec<f64> = lines.iter().map(|line| line.left - 0.1).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|one, other| (*one - *other).abs() < 2.0);
    // the starts of most lines; the others are tried as far as the number allows
    let step = places.len().div_ceil(MAX_GUTTERS).max(1);
    let scored = places.into_iter().step_by(step).map(|place| {
        (
            bands(lines, place)
                .map(|band| score(band, place))
                .sum::<usize>(),
            place,
        )
    });
    let best = scored.max_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)))?;
    (best.0 > 0).then_some(best.1)
}

/// Runs of lines that all cross the gutter or all do not.
fn bands(lines: &[Line], gutter: f64) -> impl Iterator<Item = &[Line]> {
    lines.chunk_by(move |one, other| crosses(one, gutter) == crosses(other, gutter))
}

fn crosses(line: &Line, gutter: f64) -> bool {
    line.left < gutter && line.right > gutter
}

/// Counts the lines of the shorter side; none if this is no pair of columns.
fn score(band: &[Line], gutter: f64) -> usize {
    let (left, right): (Vec<&Line>, Vec<&Line>) =
        band.iter().partition(|line| line.right <= gutter);
    let is_crossed = band.first().is_none_or(|line| crosses(line, gutter));
    if is_crossed || left.len() < MIN_LINES || right.len() < MIN_LINES {
        return 0;
    }
    if !is_prose(&left) || !is_prose(&right) || !are_beside(&left, &right) {
        return 0;
    }
    left.len().min(right.len())
}

fn is_prose(lines: &[&Line]) -> bool {
    lines.iter().map(|line| line.text.len()).sum::<usize>() >= MIN_TEXT * lines.len()
}

/// Tells whether the two stand beside each other for at least some lines.
fn are_beside(left: &[&Line], right: &[&Line]) -> bool {
    let reach = |lines: &[&Line]| {
        let bases = lines.iter().map(|line| line.base);
        (
            bases.clone().fold(f64::MAX, f64::min),
            bases.fold(f64::MIN, f64::max),
        )
    };
    let ((left_end, left_start), (right_end, right_start)) = (reach(left), reach(right));
    let shared = left_start.min(right_start) - left_end.max(right_end);
    shared > 1.5 * left[0].size.max(right[0].size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f64, base: f64) -> Line {
        Line {
            text: text.to_owned(),
            left,
            right: left + 5.0 * text.len() as f64,
            base,
            size: 10.0,
        }
    }

    #[test]
    fn the_left_column_is_read_before_the_right_one() {
        let mut lines = vec![line(
            "A headline that goes over both of the two columns",
            0.0,
            200.0,
        )];
        for at in 0..4 {
            let base = 180.0 - 12.0 * f64::from(at);
            lines.push(line(&format!("left line number {at}"), 0.0, base));
            lines.push(line(&format!("right line number {at}"), 120.0, base));
        }
        let order: Vec<String> = split(lines)
            .concat()
            .into_iter()
            .map(|line| line.text)
            .collect();
        assert_eq!(order[1], "left line number 0");
        assert_eq!(order[4], "left line number 3");
        assert_eq!(order[5], "right line number 0");
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let rows = (0..4).flat_map(|at| {
            let base = 100.0 - 12.0 * f64::from(at);
            [line("Riverton", 0.0, base), line("12", 120.0, base)]
        });
        assert_eq!(split(rows.collect()).len(), 1);
    }
}
