//! Parts of a whole as people and scripts read them.

/// Returns what part of `whole` a number is; 0 of nothing.
pub fn share(part: u64, whole: u64) -> f64 {
    match whole {
        0 => 0.0,
        whole => part as f64 / whole as f64,
    }
}

/// Writes a share as `12.5%`; less than a thousandth, but not nothing, as `<0.1%`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 {
        return "<0.1%".to_owned();
    }
    format!("{percent:.1}%")
}

/// Writes a number of articles.
pub fn articles(count: u64) -> String {
    match count {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}

/// Rounds to six decimals, as many as machine output carries.
pub fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_in_percent() {
        for (part, whole, expected) in [
            (0, 0, "0.0%"),
            (0, 7, "0.0%"),
            (1, 8, "12.5%"),
            (1, 3000, "<0.1%"),
            (7, 7, "100.0%"),
        ] {
            assert_eq!(percent(share(part, whole)), expected);
        }
        assert_eq!(rounded(1.0 / 3.0), 0.333_333);
    }
}
