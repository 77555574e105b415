//! Web pages that are measured with.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use search::article::{Origin, RawDocument};

use crate::corpus::Text;

/// Real pages, kept beside the project; not part of it.
const REAL: &str = "../shared/gold/web-articles.tar.zst";
/// Size of the blocks that a tar archive is made of (POSIX.1-1988, ustar).
const BLOCK_BYTES: usize = 512;

/// Takes `count` real pages where these are there, else lays out articles as pages; says which.
pub(crate) fn pages(
    given: Option<&Path>,
    count: usize,
    texts: &[Text],
) -> anyhow::Result<(&'static str, Vec<RawDocument>)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join(REAL);
    let archive = given.unwrap_or(&beside);
    if archive.exists() {
        return Ok(("real", unpack(archive, count)?));
    }
    let laid_out = texts
        .iter()
        .take(count)
        .map(|text| lay_out(text).into_bytes());
    Ok(("laid out", laid_out.map(document).collect()))
}

fn document(bytes: Vec<u8>) -> RawDocument {
    RawDocument {
        origin: Origin::default(),
        bytes,
        ..RawDocument::default()
    }
}

/// The first `count` members of an archive that are pages.
fn unpack(archive: &Path, count: usize) -> anyhow::Result<Vec<RawDocument>> {
    let mut input = zstd::Decoder::new(File::open(archive)?)?;
    let mut found = Vec::new();
    let mut header = [0; BLOCK_BYTES];
    while found.len() < count && input.read_exact(&mut header).is_ok() && header[0] != 0 {
        let name = String::from_utf8_lossy(&header[..100]);
        let is_page = name.trim_end_matches('\0').ends_with(".html");
        let size = String::from_utf8_lossy(&header[124..136]);
        let size = usize::from_str_radix(size.trim_matches(['\0', ' ']), 8)?;
        let mut bytes = vec![0; size.next_multiple_of(BLOCK_BYTES)];
        input.read_exact(&mut bytes)?;
        bytes.truncate(size);
        if is_page {
            found.push(document(bytes));
        }
    }
    Ok(found)
}

/// An article as a news site shows it: among navigation, teasers and a footer.
fn lay_out(text: &Text) -> String {
    let Text { headline, body } = text;
    let links = |class: &str, count: usize| -> String {
        let link =
            |n: usize| format!("<li class=\"{class}\"><a href=\"/{class}/{n}\">More {n}</a></li>");
        (0..count).map(link).collect()
    };
    let paragraphs: String = body
        .split("\n\n")
        .map(|part| format!("<p>{part}</p>\n"))
        .collect();
    let (menu, teasers, footer) = (links("menu", 60), links("teaser", 40), links("footer", 30));
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline}</title>\
         <meta property=\"og:title\" content=\"{headline}\">\
         <meta property=\"article:published_time\" content=\"2015-11-27T08:00:00Z\"></head>\
         <body><nav><ul>{menu}</ul></nav><main><article><h1>{headline}</h1>{paragraphs}</article>\
         <aside><ul>{teasers}</ul></aside></main><footer><ul>{footer}</ul></footer></body></html>"
    )
}
