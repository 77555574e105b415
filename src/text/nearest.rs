//! The known name that somebody may have meant.

/// Returns the name among `known` that differs least from `name`, if it differs little: in a third of
/// its letters at the most, whatever their case. Of several the first is taken.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = name.to_lowercase();
    let most = (wanted.chars().count() / 3).clamp(1, 3);
    let distances = known
        .into_iter()
        .map(|known| (edits(&known.to_lowercase(), &wanted), known));
    distances
        .filter(|(distance, known)| *distance <= most && *distance < known.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Returns the number of letters to put in, take out, replace or swap with a neighbour (Damerau's
/// distance, with one edit a place).
pub fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            let is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if is_swap {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_differs_in_a_third_of_its_letters_at_the_most() {
        let known = ["limit", "timeout", "sort", "Äther"];
        for (name, expected) in [
            ("limt", Some("limit")),
            ("Limit", Some("limit")),
            ("time-out", Some("timeout")),
            ("srot", Some("sort")),
            ("äthre", Some("Äther")),
            ("order", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, known), expected, "{name}");
        }
    }
}
