//! Lines of a label, a few numbers, and a bar, that fit a terminal.

use std::io::{self, Write};

use super::bars::bar;
use super::style::Style;
use super::text::on_one_line;
use super::wrap::{fitted, width};

/// A bar is no longer than this, however wide the terminal is.
const MOST_BAR_COLUMNS: usize = 50;
/// Where there is less room for them, there are no bars.
const LEAST_BAR_COLUMNS: usize = 6;
/// A label is not cut to less.
const LEAST_LABEL_COLUMNS: usize = 8;
const INDENT: usize = 2;
const GAP: usize = 2;

/// One line.
pub(super) struct Row {
    pub(super) label: String,
    /// The same number in each line; set flush right.
    pub(super) cells: Vec<String>,
    /// What the bar shows; `None` for a line without one.
    pub(super) value: Option<f64>,
}

/// Writes the lines with their cells under each other. Bars are drawn on a terminal alone, where
/// labels are cut that would make a line too wide.
pub(super) fn write_rows(out: &mut impl Write, rows: &[Row], style: Style) -> io::Result<()> {
    let layout = Layout::of(rows, style);
    let most = rows.iter().filter_map(|row| row.value).fold(0.0, f64::max);
    for row in rows {
        let mut line = " ".repeat(INDENT) + &fitted(&on_one_line(&row.label), layout.label);
        for (cell, &columns) in row.cells.iter().zip(&layout.cells) {
            let filling = " ".repeat(GAP + columns - width(cell).min(columns));
            line += &filling;
            line += cell;
        }
        if let (Some(value), Some(columns)) = (row.value, layout.bar) {
            line += &" ".repeat(GAP);
            line += &bar(value, most, columns);
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The columns of the parts of a line.
struct Layout {
    label: usize,
    cells: Vec<usize>,
    bar: Option<usize>,
}

impl Layout {
    fn of(rows: &[Row], style: Style) -> Self {
        let widest = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or(0);
        let label = widest(&mut rows.iter().map(|row| width(&on_one_line(&row.label))));
        let num_cells = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let cell = |at: usize| {
            let cells = rows.iter().filter_map(|row| row.cells.get(at));
            widest(&mut cells.map(|cell| width(cell)))
        };
        let cells: Vec<usize> = (0..num_cells).map(cell).collect();
        let Some(columns) = style.columns else {
            return Layout {
                label,
                cells,
                bar: None,
            };
        };
        let taken = INDENT + cells.iter().map(|cell| GAP + cell).sum::<usize>();
        let room = columns.saturating_sub(taken);
        let with_bar = GAP + LEAST_BAR_COLUMNS;
        // A bar takes no more than a third of what there is from a label.
        let most_label = room.saturating_sub(with_bar.max(room / 3));
        let has_bar = rows.iter().any(|row| row.value.is_some());
        let label_beside_bar = label.min(most_label);
        if has_bar && (label_beside_bar == label || label_beside_bar >= 2 * LEAST_LABEL_COLUMNS) {
            let bar = room - label_beside_bar - GAP;
            return Layout {
                label: label_beside_bar,
                cells,
                bar: Some(bar.min(MOST_BAR_COLUMNS)),
            };
        }
        Layout {
            label: label.min(room.max(LEAST_LABEL_COLUMNS)),
            cells,
            bar: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: Option<usize>, expected: &str) {
        let row = |label: &str, cells: [&str; 2], value| Row {
            label: label.to_owned(),
            cells: cells.map(str::to_owned).into(),
            value,
        };
        let rows = [
            row("Harbour Courier", ["8", "80.0%"], Some(8.0)),
            row("联合国\tx", ["1", "10.0%"], Some(1.0)),
            row("none", ["1", ""], None),
        ];
        let style = Style {
            columns,
            ..Style::default()
        };
        let mut out = Vec::new();
        write_rows(&mut out, &rows, style).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected, "{columns:?}");
    }

    #[test]
    fn in_a_pipe_there_are_labels_and_numbers() {
        check(
            None,
            "  Harbour Courier  8  80.0%\n  联合国 x         1  10.0%\n  none             1\n",
        );
    }

    #[test]
    fn on_a_terminal_bars_take_what_is_left() {
        check(
            Some(40),
            "  Harbour Courier  8  80.0%  ███████████\n  联合国 x         1  10.0%  █▍\n  none             1\n",
        );
    }

    #[test]
    fn on_a_narrow_terminal_there_are_no_bars_and_labels_are_cut() {
        check(
            Some(24),
            "  Harbour Cou…  8  80.0%\n  联合国 x      1  10.0%\n  none          1\n",
        );
    }
}
