//! The pages of a file (ISO 32000-2, 7.7.3) and what it says about itself (14.3).

use std::collections::HashSet;
use std::rc::Rc;

use super::file::File;
use super::object::{Dict, Object};
use super::text_string::{self, iso_date};
use super::xmp;

/// The page tree is followed this far down.
const MAX_DEPTH: usize = 64;
/// The most content streams of one page.
const MAX_CONTENTS: usize = 10_000;

/// One page and its resources, which it may inherit. How it is turned is of no matter: its text
/// runs the way that most of it runs.
pub(super) struct Page {
    pub(super) dict: Rc<Dict>,
    pub(super) resources: Rc<Dict>,
}

/// What a file says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) created: Option<String>,
}

/// What a page inherits from the nodes over it.
#[derive(Clone, Default)]
struct Inherited {
    resources: Rc<Dict>,
}

/// Returns up to `max_pages` pages in order; those of a broken tree in the order of their objects.
pub(super) fn pages(file: &File, max_pages: usize) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![(file.catalog().raw("Pages").clone(), Inherited::default(), 0)];
    while let Some((node, inherited, depth)) = stack.pop() {
        let is_new = !matches!(node, Object::Ref(number) if !seen.insert(number));
        let node = file.resolve(&node);
        let Some(dict) = node.dict().filter(|_| is_new && depth < MAX_DEPTH) else {
            continue;
        };
        let inherited = inherit(file, dict, inherited);
        let kids = file.array(dict, "Kids");
        if kids.is_empty() && !dict.is_type("Pages") {
            pages.push(page(dict, &inherited));
        }
        if pages.len() >= max_pages || !file.budget.take_steps(kids.len()) {
            return pages;
        }
        let kids = kids.iter().rev();
        stack.extend(kids.map(|kid| (kid.clone(), inherited.clone(), depth + 1)));
    }
    if pages.is_empty() {
        loose_pages(file, max_pages)
    } else {
        pages
    }
}

fn loose_pages(file: &File, max_pages: usize) -> Vec<Page> {
    let objects = file.numbers().into_iter().map(|number| file.get(number));
    let dicts = objects.filter_map(|object| object.dict().cloned());
    let of_pages = dicts.filter(|dict| dict.is_type("Page"));
    of_pages
        .take(max_pages)
        .map(|dict| page(&dict, &inherit(file, &dict, Inherited::default())))
        .collect()
}

fn inherit(file: &File, dict: &Dict, mut inherited: Inherited) -> Inherited {
    if let Some(resources) = file.dict(dict, "Resources") {
        inherited.resources = resources;
    }
    inherited
}

fn page(dict: &Rc<Dict>, inherited: &Inherited) -> Page {
    Page {
        dict: dict.clone(),
        resources: inherited.resources.clone(),
    }
}

/// Returns the decoded content of a page, its streams joined.
pub(super) fn content(file: &File, page: &Page) -> Vec<u8> {
    let mut content = Vec::new();
    let whole = file.value(&page.dict, "Contents");
    let parts = whole
        .array()
        .map_or_else(|| vec![whole.clone()], <[Object]>::to_vec);
    for part in parts.iter().take(MAX_CONTENTS) {
        if let Object::Stream(stream) = file.resolve(part) {
            content.extend(file.decoded(&stream));
            content.push(b'\n');
        }
        if content.len() >= file.budget.stream_bytes() {
            file.budget.cut();
            break;
        }
    }
    content
}

/// Reads the information dictionary and, where that is silent, the XMP packet.
pub(super) fn about(file: &File) -> About {
    let info = file.dict(&file.trailer, "Info").unwrap_or_default();
    let text = |key| {
        file.value(&info, key)
            .text()
            .map(|text| text_string::decode(text).trim().to_owned())
    };
    let xmp = || {
        let packet = file.value(&file.catalog(), "Metadata");
        packet
            .stream()
            .map_or_else(About::default, |packet| xmp::read(&file.decoded(packet)))
    };
    let stated = About {
        title: text("Title").filter(|title| is_telling(title)),
        authors: text("Author")
            .map(|authors| split_authors(&authors))
            .unwrap_or_default(),
        created: text("CreationDate").and_then(|date| iso_date(&date)),
    };
    if stated.title.is_some() && !stated.authors.is_empty() && stated.created.is_some() {
        return stated;
    }
    let xmp = xmp();
    About {
        title: stated.title.or(xmp.title.filter(|title| is_telling(title))),
        authors: if stated.authors.is_empty() {
            xmp.authors
        } else {
            stated.authors
        },
        created: stated.created.or(xmp.created),
    }
}

/// Tells a title from what a program puts where none was given: a file's name or nothing.
fn is_telling(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let of_program = [
        "untitled",
        "unknown",
        "(anonymous)",
        "anonymous",
        "unspecified",
    ];
    let endings = [
        ".doc", ".docx", ".pdf", ".indd", ".qxd", ".qxp", ".odt", ".tex", ".dvi", ".rtf",
    ];
    let is_file = endings.iter().any(|ending| title.ends_with(ending));
    !title.is_empty() && !is_file && !of_program.contains(&title.as_str())
}

/// Several authors stand in one string, by custom with semicolons between.
fn split_authors(authors: &str) -> Vec<String> {
    let names = authors.split(';').map(str::trim);
    let of_program = [
        "",
        "unknown",
        "anonymous",
        "(anonymous)",
        "(unspecified)",
        "admin",
        "administrator",
    ];
    let names = names.filter(|name| !of_program.contains(&name.to_lowercase().as_str()));
    names.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_no_title() {
        assert!(is_telling("Riverton to close libraries"));
        for title in [
            "",
            "untitled",
            "Microsoft Word - front page.doc",
            "A12_news.indd",
        ] {
            assert!(!is_telling(title), "{title}");
        }
    }

    #[test]
    fn authors_are_split_at_semicolons() {
        assert_eq!(
            split_authors("Jane Doe; John Roe"),
            ["Jane Doe", "John Roe"]
        );
        assert_eq!(split_authors("anonymous"), [""; 0]);
    }
}
