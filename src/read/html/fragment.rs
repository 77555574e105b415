//! The text of a piece of mark-up that is no page: the content of a feed, the body of a message.

use dom_query::NodeRef;

use super::blocks::is_block;
use super::document;
use super::element::{attribute, name};

/// Elements whose words no reader of the text sees, or which say what a picture shows.
const NOT_TEXT: &[&str] = &[
    "audio",
    "canvas",
    "figcaption",
    "head",
    "iframe",
    "noscript",
    "object",
    "script",
    "style",
    "svg",
    "template",
    "video",
];

/// Returns the text of a piece of mark-up, its paragraphs apart, without what is never shown and
/// without the captions of pictures.
pub(in crate::read) fn fragment_text(markup: &str) -> String {
    let document = document::parse(markup, &mut Vec::new());
    let mut writer = Writer::default();
    writer.write_all(document.root());
    writer.text
}

/// What stands between two pieces of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    Nothing,
    Space,
    LineEnd,
    BlankLine,
}

impl Gap {
    /// What stands before and after an element of this name.
    fn around(name: &str) -> Gap {
        match name {
            "td" | "th" => Gap::Space,
            "dd" | "dt" | "li" | "option" | "tbody" | "thead" | "tr" => Gap::LineEnd,
            "button" | "fieldset" | "form" | "nav" | "optgroup" | "select" | "summary"
            | "details" | "caption" => Gap::BlankLine,
            name if is_block(name) => Gap::BlankLine,
            _ => Gap::Nothing,
        }
    }
}

/// What is left to do with a document.
enum Step<'a> {
    /// Write a node; whether its line ends are its own.
    Enter(NodeRef<'a>, bool),
    /// Go on after an element.
    Leave(Gap),
}

/// Writes text piece by piece; a gap is written when more follows it.
#[derive(Default)]
struct Writer {
    text: String,
    gap: Gap,
}

impl Writer {
    /// Writes the text of a node and of all in it, which may nest deeper than the stack is.
    fn write_all(&mut self, root: NodeRef<'_>) {
        let mut steps = vec![Step::Enter(root, false)];
        while let Some(step) = steps.pop() {
            let (node, is_preformatted) = match step {
                Step::Leave(gap) => {
                    self.gap = self.gap.max(gap);
                    continue;
                }
                Step::Enter(node, is_preformatted) => (node, is_preformatted),
            };
            if node.is_text() {
                self.write(&node.text(), is_preformatted);
                continue;
            }
            let name = name(&node);
            if name == "br" {
                self.end_line();
            } else if is_shown(&node, &name) {
                let gap = Gap::around(&name);
                self.gap = self.gap.max(gap);
                steps.push(Step::Leave(gap));
                let is_preformatted = is_preformatted || name == "pre";
                let children = node.children_it(true);
                steps.extend(children.map(|child| Step::Enter(child, is_preformatted)));
            }
        }
    }

    /// Ends a line; two ends in a row stand for a paragraph.
    fn end_line(&mut self) {
        self.gap = if self.gap >= Gap::LineEnd {
            Gap::BlankLine
        } else {
            Gap::LineEnd
        };
    }

    fn write(&mut self, text: &str, is_preformatted: bool) {
        if !is_preformatted {
            return self.write_words(text);
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.gap = self.gap.max(Gap::LineEnd);
            }
            self.write_words(line);
        }
    }

    /// Writes words; line ends and runs of white space in the source are one space.
    fn write_words(&mut self, text: &str) {
        let is_space = |c: char| c.is_ascii_whitespace();
        if text.starts_with(is_space) {
            self.gap = self.gap.max(Gap::Space);
        }
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            if !self.text.is_empty() {
                self.text.push_str(match self.gap {
                    Gap::Nothing => "",
                    Gap::Space => " ",
                    Gap::LineEnd => "\n",
                    Gap::BlankLine => "\n\n",
                });
            }
            self.text.push_str(word);
            self.gap = Gap::Space;
        }
        if !text.ends_with(is_space) && self.gap == Gap::Space {
            self.gap = Gap::Nothing;
        }
    }
}

fn is_shown(node: &NodeRef<'_>, name: &str) -> bool {
    if NOT_TEXT.contains(&name) || node.attr("hidden").is_some() {
        return false;
    }
    let style = attribute(node, "style").unwrap_or_default();
    let style: String = style.split_whitespace().collect();
    !style.to_ascii_lowercase().contains("display:none")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_apart_and_what_is_not_shown_goes() {
        for (markup, expected) in [
            ("One <b>two</b>\n  three", "One two three"),
            ("<p>One</p>\n\n<p> </p><p>Two</p>", "One\n\nTwo"),
            ("One<br>two<br/>\n<br/>three", "One\ntwo\n\nthree"),
            ("<dl><dt>Time</dt><dd>noon</dd></dl>x", "Time\nnoon\n\nx"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\nc",
            ),
            ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
            (
                "<button>One</button>two<option>three</option>four",
                "One\n\ntwo\nthree\nfour",
            ),
            (
                "<figure><img><figcaption>dock</figcaption></figure>ee",
                "ee",
            ),
            ("<pre>a  b\nc</pre>", "a b\nc"),
            (
                "<html><head><title>t</title></head><body>b<script>s</script><p hidden>h</p></body></html>",
                "b",
            ),
            (
                "<div style='Display: none'>pre</div>&lt;x&gt; caf&eacute;",
                "<x> café",
            ),
            ("wo<i>r</i>d<span> s</span>pan", "word span"),
            ("", ""),
        ] {
            assert_eq!(fragment_text(markup), expected, "{markup}");
        }
        assert_eq!(fragment_text(&format!("x{}", "<div>".repeat(5_000))), "x");
    }
}
