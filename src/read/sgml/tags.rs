//! Tags in text that is no well-formed mark-up, and the characters that stand for others.

/// A tag: where it stands and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    /// What stands between the name and the `>`.
    pub(super) attributes: &'a str,
    pub(super) is_end: bool,
    /// The first byte of the tag.
    pub(super) start: usize,
    /// One past its `>`.
    pub(super) end: usize,
}

/// Iterates over the tags of a text: `<` or `</`, a letter, and what follows up to `>`.
pub(super) fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find('<')?;
            at = start + 1;
            if let Some(tag) = tag_at(text, start) {
                at = tag.end;
                return Some(tag);
            }
        }
    })
}

fn tag_at(text: &str, start: usize) -> Option<Tag<'_>> {
    let inner = &text[start + 1..];
    let is_end = inner.starts_with('/');
    let inner = &inner[usize::from(is_end)..];
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = inner.find(['>', '<'])?;
    if !inner[length..].starts_with('>') {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let name_end = inner[..length].find(|c| !is_name(c)).unwrap_or(length);
    Some(Tag {
        name: &inner[..name_end],
        attributes: inner[name_end..length].trim(),
        is_end,
        start,
        end: start + 1 + usize::from(is_end) + length + 1,
    })
}

/// Finds the first start tag that has one of these names.
pub(super) fn first_open<'n>(text: &str, names: &[&'n str]) -> Option<(usize, &'n str)> {
    tags(text).filter(|tag| !tag.is_end).find_map(|tag| {
        let name = names
            .iter()
            .find(|name| name.eq_ignore_ascii_case(tag.name))?;
        Some((tag.start, *name))
    })
}

/// Finds the end of the first end tag of this name.
pub(super) fn end_of(text: &str, name: &str) -> Option<usize> {
    tags(text)
        .find(|tag| tag.is_end && tag.name.eq_ignore_ascii_case(name))
        .map(|tag| tag.end)
}

/// Returns the value of an attribute: `12` of `NEWID="12"`.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let at = attributes
        .match_indices('=')
        .find(|(at, _)| {
            let before = attributes[..*at].trim_end();
            let word = before
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or_default();
            word.eq_ignore_ascii_case(name)
        })?
        .0;
    let value = attributes[at + 1..].trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split(char::is_whitespace).next(),
    }
}

/// Takes the tags out of a text and puts characters in the place of references; paragraphs come
/// apart.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut kept = 0;
    for tag in tags(text) {
        push_unescaped(&text[kept..tag.start], &mut plain);
        kept = tag.end;
        if tag.name.eq_ignore_ascii_case("p") {
            // What stands between two paragraphs is no line of either.
            kept = text.len() - text[kept..].trim_ascii_start().len();
            plain.truncate(plain.trim_end().len());
            if !plain.is_empty() {
                plain.push_str("\n\n");
            }
        }
    }
    push_unescaped(&text[kept..], &mut plain);
    plain
}

fn push_unescaped(text: &str, plain: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest
            .bytes()
            .take(12)
            .position(|b| b == b';')
            .and_then(|end| Some((character(&rest[1..end])?, end + 1)));
        let (character, length) = reference.unwrap_or(('&', 1));
        plain.push(character);
        rest = &rest[length..];
    }
    plain.push_str(rest);
}

/// The character that a reference names.
fn character(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    Some(match (name, number) {
        ("lt", _) => '<',
        ("gt", _) => '>',
        ("amp", _) => '&',
        ("quot", _) => '"',
        ("apos", _) => '\'',
        (_, Some(number)) => char::from_u32(match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        })?,
        _ => return None,
    })
}
