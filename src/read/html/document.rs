//! From text to a document, in bounded memory and time.

use dom_query::Document;
use html5ever::driver::ParseOpts;
use html5ever::parse_document;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;

use crate::article::Warning;

/// Elements are nested no deeper than in browsers, which give up at 512 too.
const MAX_DEPTH: usize = 512;

/// The most nodes a document may have: a page of this many takes about 200 MB.
const MAX_NODES: usize = 400_000;

/// The parser is stopped and looked at after so many bytes. In a stretch of them elements may
/// nest deeper than allowed.
const STRETCH_BYTES: usize = 4096;

/// Parses a page. What follows where it grows beyond all bounds is left out, with a warning.
pub(super) fn parse(text: &str, warnings: &mut Vec<Warning>) -> Document {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            // As in browsers: what is in a `noscript` is text that is not shown, even where an
            // element in it is left open.
            scripting_enabled: true,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let mut at = 0;
    while at < text.len() {
        let end = text.ceil_char_boundary((at + STRETCH_BYTES).min(text.len()));
        parser.process(StrTendril::from_slice(&text[at..end]));
        at = end;
        let excess = excess(&parser.tokenizer.sink.sink);
        if let Some(excess) = excess.filter(|_| at < text.len()) {
            warnings.push(Warning {
                line: None,
                message: format!("{excess} at byte {at}, the rest is left out"),
            });
            break;
        }
    }
    parser.finish()
}

fn excess(document: &Document) -> Option<String> {
    if document.tree.len() > MAX_NODES {
        return Some(format!("more than {MAX_NODES} elements and texts"));
    }
    let mut depth = 0;
    let mut node = Some(document.root());
    while let Some(inner) = node {
        depth += 1;
        node = inner.last_child();
    }
    (depth > MAX_DEPTH).then(|| format!("elements nested deeper than {MAX_DEPTH}"))
}
