//! The members of objects and the elements of lists, as they stand in a text that is valid JSON.

use std::borrow::Cow;

use super::scan::ValueScanner;

/// Returns names and values of an object, in their order; none when it is no object.
pub(super) fn members(object: &str) -> Vec<(Cow<'_, str>, &str)> {
    let mut rest = object.strip_prefix('{').unwrap_or_default();
    let mut members = Vec::new();
    while let Some((name, after)) = next_value(rest) {
        let Some((value, after)) = next_value(after) else {
            break;
        };
        let name = match serde_json::from_str::<&str>(name) {
            Ok(name) => Cow::Borrowed(name),
            Err(_) => serde_json::from_str(name).unwrap_or_default(),
        };
        members.push((name, value));
        rest = after;
    }
    members
}

/// Returns the elements of a list; none when it is no list.
pub(super) fn elements(list: &str) -> Vec<&str> {
    let mut rest = list.strip_prefix('[').unwrap_or_default();
    let mut elements = Vec::new();
    while let Some((value, after)) = next_value(rest) {
        elements.push(value);
        rest = after;
    }
    elements
}

/// Splits the value that comes next, and what stands after it; `None` at the closing bracket.
fn next_value(text: &str) -> Option<(&str, &str)> {
    let is_between = |c: char| c.is_ascii_whitespace() || c == ',' || c == ':';
    let text = text.trim_start_matches(is_between);
    let length = match text.bytes().next()? {
        b']' | b'}' => return None,
        b'{' | b'[' | b'"' => ValueScanner::default().feed(text.as_bytes())?,
        _ => text
            .find(|c: char| is_between(c) || c == ']' || c == '}')
            .unwrap_or(text.len()),
    };
    Some(text.split_at(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_where_they_stand() {
        let object = r#"{"a": [1,"]", {"b":2}], "c\u0064":null,"e" : "}" }"#;
        assert_eq!(
            members(object),
            [
                (Cow::Borrowed("a"), r#"[1,"]", {"b":2}]"#),
                (Cow::Borrowed("cd"), "null"),
                (Cow::Borrowed("e"), r#""}""#)
            ]
        );
        assert_eq!(
            elements(r#"[1,"]", {"b":2} ]"#),
            ["1", r#""]""#, r#"{"b":2}"#]
        );
        assert_eq!(elements("{}"), Vec::<&str>::new());
        assert_eq!(members("[1]"), []);
    }
}
