//! What site generators and note programs write into Markdown that is none.

/// What begins and ends the marks of templates: shortcodes of Hugo, tags and variables of Liquid,
/// attributes of kramdown.
const MARKS: &[(&str, &str)] = &[
    ("{{<", ">}}"),
    ("{{%", "%}}"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("{:", "}"),
];

/// The longest mark.
const MAX_MARK_BYTES: usize = 2_000;

/// Takes the marks of templates out of a text; what stands between two of them stays.
pub(super) fn without_templates(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some(start) = rest.find('{') {
        let length = mark_bytes(&rest[start..]);
        plain.push_str(&rest[..start]);
        if length == 0 {
            plain.push('{');
        }
        rest = &rest[start + length.max(1)..];
    }
    plain + rest
}

/// How many bytes the mark takes that begins here; none where there is none.
fn mark_bytes(text: &str) -> usize {
    let Some((open, close)) = MARKS.iter().find(|(open, _)| text.starts_with(open)) else {
        return 0;
    };
    let end = text[open.len()..].find(close);
    let length = end.map_or(0, |end| open.len() + end + close.len());
    if length <= MAX_MARK_BYTES { length } else { 0 }
}

/// Leaves of the links and marks of Obsidian (`[[note|words]]`, `==words==`) what a reader sees.
pub(super) fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link, after)) = next_link(rest) {
        let is_embedded = before.ends_with('!');
        plain.push_str(before.strip_suffix('!').unwrap_or(before));
        if !is_embedded {
            plain.push_str(link.rsplit('|').next().unwrap_or(link));
        }
        rest = after;
    }
    plain.push_str(rest);
    without_highlights(&plain)
}

fn next_link(text: &str) -> Option<(&str, &str, &str)> {
    let (before, inner) = text.split_once("[[")?;
    let (link, after) = inner.split_once("]]")?;
    (!link.contains('\n')).then_some((before, link, after))
}

fn without_highlights(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inner)) = rest.split_once("==") {
        let marked = inner.split_once("==").filter(|(words, _)| {
            let ends_in_space = words.starts_with(' ') || words.ends_with(' ');
            !words.is_empty() && !ends_in_space && !words.contains(['\n', '='])
        });
        let Some((words, after)) = marked else {
            plain.push_str(before);
            plain.push_str("==");
            rest = inner;
            continue;
        };
        plain.push_str(before);
        plain.push_str(words);
        rest = after;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_templates_go_and_what_they_hold_stays() {
        for (text, expected) in [
            ("a {{< figure src=\"b.jpg\" >}}c", "a c"),
            ("{{% notice %}}Open{{% /notice %}}", "Open"),
            ("{% include a.html %}\n{{ site.name }}b", "\nb"),
            ("Words.\n{: .lead}\n", "Words.\n\n"),
            ("f() { x } {{ open", "f() { x } {{ open"),
        ] {
            assert_eq!(without_templates(text), expected, "{text}");
        }
    }

    #[test]
    fn links_between_notes_are_their_words() {
        for (text, expected) in [
            ("[[pier|the pier]] and [[Quay]]", "the pier and Quay"),
            ("x ![[plan.png]]y", "x y"),
            ("==new== a == b ==", "new a == b =="),
            ("[[open\nx]]", "[[open\nx]]"),
        ] {
            assert_eq!(without_links(text), expected, "{text}");
        }
    }
}
