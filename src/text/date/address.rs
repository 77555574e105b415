//! The day in the address of a page.

use super::{DayMonthOrder, find};

/// Finds the day, else the month, in an address: `/2015/11/27/`, `/2015-11-27-`, `/2015/11/`.
pub fn of_url(url: &str) -> Option<String> {
    // The address of a copy in a web archive holds the day of the copy, then the copied address.
    let path = url.rsplit_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let path = &path[path.find('/')?..];
    let pieces: Vec<&str> = path.split('/').collect();
    let is_number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let is_year =
        |text: &str| is_number(text, 4..=4) && (text.starts_with("19") || text.starts_with("20"));
    for three in pieces.windows(3) {
        let day: String = three[2].chars().take_while(char::is_ascii_digit).collect();
        let text = format!("{}-{}-{day}", three[0], three[1]);
        let is_apart =
            three[2].len() == day.len() || three[2][day.len()..].starts_with(['-', '_', '.']);
        if is_year(three[0]) && is_apart && find(&text, DayMonthOrder::DayFirst).is_some() {
            return Some(text);
        }
    }
    for piece in &pieces {
        if let Some(text) = day_in_piece(piece) {
            return Some(text);
        }
    }
    pieces
        .windows(2)
        .find(|two| is_year(two[0]) && is_number(two[1], 1..=2))
        .map(|two| format!("{}-{:0>2}", two[0], two[1]))
}

/// `2015-11-27-slug`, `slug-20151127`, `slug-27-11-2015`.
fn day_in_piece(piece: &str) -> Option<String> {
    let text = piece.replace(['_', ','], "-");
    let date = find(&text, DayMonthOrder::DayFirst)?;
    let year = date.value.datetime.year();
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_alone = is_apart(text[..date.range.start].chars().next_back())
        && is_apart(text[date.range.end..].chars().next());
    ((1990..2100).contains(&year) && is_alone && !date.is_ambiguous)
        .then(|| date.value.datetime.date().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_days_and_months() {
        for (url, expected) in [
            ("https://example.org/2015/11/27/pier", Some("2015-11-27")),
            (
                "https://example.org/news/2015/11/27-pier.html",
                Some("2015-11-27"),
            ),
            ("https://example.org/2015/nov/27/pier", Some("2015-nov-27")),
            ("https://example.org/2015-11-27-pier", Some("2015-11-27")),
            ("https://example.org/pier-20151127.html", Some("2015-11-27")),
            ("https://example.org/2015/11/pier", Some("2015-11")),
            ("https://example.org/pier-01-03-2015", None),
            ("https://example.org/20159999/pier", None),
            ("https://2015-11-27.example.org/pier", None),
            ("https://example.org/pier?d=2015-11-27", None),
            (
                "https://web.example.org/web/20160101000000/http://example.org/2015/11/27/pier",
                Some("2015-11-27"),
            ),
        ] {
            assert_eq!(of_url(url).as_deref(), expected, "{url}");
        }
    }
}
