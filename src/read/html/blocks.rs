//! Blocks: the paragraphs, headings, list items and cells of an extracted text.

use dom_query::{Document, NodeRef};

use crate::text::normalize::clean_line;

/// A run of text that stands by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// Its text; a line of its own for each `br`.
    pub(super) text: String,
    /// How many letters and digits it has.
    pub(super) letters: usize,
    /// How many of them stand in links.
    pub(super) link_letters: usize,
    /// It is a heading.
    pub(super) is_heading: bool,
    /// It continues a list or a table: a line end, not a blank line, stands before it.
    pub(super) is_row: bool,
}

impl Block {
    /// Tells whether the text is hardly anything but links.
    pub(super) fn is_links(&self) -> bool {
        self.link_letters * 10 >= self.letters * 8 && self.link_letters > 0
    }
}

/// Cuts the text of a fragment of mark-up into blocks.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    blocks_in(&Document::fragment(html).root())
}

/// Cuts the text in an element into blocks.
pub(super) fn blocks_in(node: &NodeRef<'_>) -> Vec<Block> {
    let mut cutter = Cutter::default();
    cutter.cut(node, false);
    cutter.end();
    cutter.blocks
}

#[derive(Default)]
struct Cutter {
    blocks: Vec<Block>,
    open: Block,
}

impl Cutter {
    fn cut(&mut self, parent: &NodeRef<'_>, in_link: bool) {
        for node in parent.children_it(false) {
            if node.is_text() {
                self.push(&node.text(), in_link);
                continue;
            }
            let Some(name) = node.node_name() else {
                continue;
            };
            match name.as_ref() {
                "br" => self.open.text.push('\n'),
                "a" => self.cut(&node, true),
                "td" | "th" => {
                    self.open.text.push(' ');
                    self.cut(&node, in_link);
                }
                name if is_block(name) => self.cut_block(&node, name, in_link),
                _ => self.cut(&node, in_link),
            }
        }
    }

    fn cut_block(&mut self, node: &NodeRef<'_>, name: &str, in_link: bool) {
        self.end();
        self.open.is_row = matches!(name, "li" | "tr" | "dd" | "dt");
        self.open.is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        self.cut(node, in_link);
        self.end();
    }

    fn push(&mut self, text: &str, in_link: bool) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.open.letters += letters;
        self.open.link_letters += if in_link { letters } else { 0 };
        // Line ends of the source are spaces.
        self.open.text.extend(
            text.chars()
                .map(|c| if c.is_whitespace() { ' ' } else { c }),
        );
    }

    fn end(&mut self) {
        let mut block = std::mem::take(&mut self.open);
        let lines: Vec<String> = block.text.split('\n').map(clean_line).collect();
        block.text = lines.join("\n").trim().to_owned();
        while block.text.contains("\n\n\n") {
            block.text = block.text.replace("\n\n\n", "\n\n");
        }
        if !block.text.is_empty() {
            self.blocks.push(block);
        } else {
            self.open.is_row = block.is_row;
            self.open.is_heading = block.is_heading;
        }
    }
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "tbody"
            | "thead"
            | "tr"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_blocks_and_rows_and_links_are_counted() {
        let found = blocks(
            "<h2>One</h2><div>Two <b>words</b><br>and more<ul><li><a href=x>Three</a><li>Four</ul></div>",
        );
        let shown: Vec<_> = found
            .iter()
            .map(|b| (b.text.as_str(), b.is_heading, b.is_row, b.is_links()))
            .collect();
        assert_eq!(
            shown,
            [
                ("One", true, false, false),
                ("Two words\nand more", false, false, false),
                ("Three", false, true, true),
                ("Four", false, true, false),
            ]
        );
    }
}
