//! The text of XML whose elements are known, in paragraphs.

use super::{Piece, characters, piece};
use crate::text::normalize::clean_line;

/// What an element does to the text it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Role {
    /// It is a paragraph, or has some in it.
    Paragraph,
    /// It ends a line.
    LineEnd,
    /// Words before and after it stand apart.
    Space,
    /// It is part of the text around it.
    Words,
    /// It is no text.
    Gone,
}

/// Returns the paragraphs of a piece of XML; a line of its own after each line end in them.
pub(in crate::read) fn paragraphs(markup: &str, role: impl Fn(&str) -> Role) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut open = String::new();
    let mut at = 0;
    while at < markup.len() {
        let end = markup[at..].find('<').map_or(markup.len(), |i| at + i);
        // Line ends of the source are spaces.
        open.push_str(&characters(&markup[at..end]).replace(['\n', '\r'], " "));
        if end == markup.len() {
            break;
        }
        let (piece, length) = piece(&markup[end..]);
        at = end + length;
        let (name, is_start) = match piece {
            Piece::Start { name, is_empty, .. } => (local(name), !is_empty),
            Piece::End(name) => (local(name), false),
            Piece::Other => {
                push_other(&markup[end..at], &mut open);
                continue;
            }
        };
        match role(name) {
            Role::Paragraph => end_paragraph(&mut open, &mut paragraphs),
            Role::LineEnd => open.push('\n'),
            Role::Space => open.push(' '),
            Role::Words => {}
            Role::Gone if is_start => at += length_to_end(&markup[at..], name),
            Role::Gone => {}
        }
    }
    end_paragraph(&mut open, &mut paragraphs);
    paragraphs
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, name)| name)
}

fn push_other(marked: &str, open: &mut String) {
    if let Some(section) = marked.strip_prefix("<![CDATA[") {
        open.push_str(section.strip_suffix("]]>").unwrap_or(section));
    } else if marked.len() == 1 {
        open.push('<');
    }
}

fn end_paragraph(open: &mut String, paragraphs: &mut Vec<String>) {
    let lines = open.split('\n').map(clean_line);
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    if !lines.is_empty() {
        paragraphs.push(lines.join("\n"));
    }
    open.clear();
}

/// The length of what is left of an element after its start tag; all, when it has no end.
fn length_to_end(markup: &str, name: &str) -> usize {
    let (mut at, mut depth) = (0, 1);
    while let Some(found) = markup[at..].find('<') {
        let (piece, length) = piece(&markup[at + found..]);
        at += found + length;
        match piece {
            Piece::Start {
                name: inner,
                is_empty: false,
                ..
            } if local(inner) == name => depth += 1,
            Piece::End(inner) if local(inner) == name => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    markup.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_do_to_the_text_what_their_role_says() {
        let role = |name: &str| match name {
            "p" => Role::Paragraph,
            "br" => Role::LineEnd,
            "td" => Role::Space,
            "media" => Role::Gone,
            _ => Role::Words,
        };
        for (markup, expected) in [
            (
                "<x:p>One\n <em>t</em>wo</x:p><p/><p>3 &lt; 4</p>",
                vec!["One two", "3 < 4"],
            ),
            ("a<br/>b<media><media/><p>c</p></media> d", vec!["a\nb d"]),
            ("<td>a</td><td>b</td><![CDATA[<c>]]>", vec!["a b <c>"]),
            ("a<media>never ends <p>b</p>", vec!["a"]),
            ("", vec![]),
        ] {
            assert_eq!(paragraphs(markup, role), expected, "{markup}");
        }
    }
}
