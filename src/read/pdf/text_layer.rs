//! The text layer of a file: its pages as paragraphs in reading order.

use thiserror::Error;

use super::budget::{Budget, Limits};
use super::content::Reader;
use super::document;
use super::file::{File, OpenError};
use super::layout::{self, Paragraph};
use super::piece::Piece;
use super::xref;

/// The start of a PDF file is looked for in so many bytes.
const HEAD_BYTES: usize = 1024;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pdf {
    /// Its title, if it states one that is not the name of a file.
    pub(super) title: Option<String>,
    /// Its authors.
    pub(super) authors: Vec<String>,
    /// When it was made: a date, or a date with time and perhaps zone, in ISO 8601.
    pub(super) created: Option<String>,
    /// The paragraphs of each page in reading order. One that goes on on the next page is whole
    /// on the first.
    pub(super) pages: Vec<Vec<Paragraph>>,
    /// Whether the limits were reached, so that the rest was not read.
    pub(super) is_cut: bool,
    /// Whether the objects had to be searched for, their table being damaged or lost.
    pub(super) is_repaired: bool,
}

/// Why a file has no text to read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(super) enum PdfError {
    /// It is another format.
    #[error("expected `%PDF-` in the first 1024 bytes, but found none")]
    NotPdf,
    /// It is too damaged.
    #[error("damaged PDF document: expected a catalog with pages, but found none")]
    Invalid,
    /// It needs a password.
    #[error("expected a PDF that opens without a password, but found one locked with a password")]
    Locked,
    /// It has no page.
    #[error("expected a PDF with a text layer, but found no page")]
    NoPage,
    /// It shows no text, as a scan does.
    #[error("expected a PDF with a text layer, but found pages of pictures alone")]
    NoText,
    /// It shows text but does not say which characters most of its glyphs are.
    #[error(
        "expected a PDF with a text layer, but found {num_unknown} of {num_glyphs} glyphs that \
         stand for unknown characters"
    )]
    UnknownGlyphs {
        /// How many glyphs are unknown.
        num_unknown: usize,
        /// How many there are.
        num_glyphs: usize,
    },
}

/// Tells whether the bytes begin as a PDF file does.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    xref::find(head, b"%PDF-").is_some()
}

/// Reads the text of a file.
///
/// # Errors
///
/// If the file is no PDF, too damaged, locked or without text.
pub(super) fn read_pdf(bytes: &[u8], limits: Limits) -> Result<Pdf, PdfError> {
    if !is_pdf(bytes) {
        return Err(PdfError::NotPdf);
    }
    let file = File::open(bytes, Budget::new(limits)).map_err(|error| match error {
        OpenError::NoCatalog => PdfError::Invalid,
        OpenError::Locked => PdfError::Locked,
    })?;
    let pages = layout::paragraphs(pieces(&file, limits)?);
    let about = document::about(&file);
    Ok(Pdf {
        title: about.title,
        authors: about.authors,
        created: about.created,
        pages,
        is_cut: file.budget.is_spent(),
        is_repaired: file.is_rebuilt(),
    })
}

fn pieces(file: &File, limits: Limits) -> Result<Vec<Vec<Piece>>, PdfError> {
    let mut reader = Reader::new(file, limits);
    let (mut num_glyphs, mut num_unknown) = (0, 0);
    let mut pages = Vec::new();
    for page in document::pages(file, limits.num_pages) {
        let page = reader.page(&page);
        num_glyphs += page.num_glyphs;
        num_unknown += page.num_unknown;
        pages.push(page.finish());
    }
    if num_unknown * 2 > num_glyphs {
        return Err(PdfError::UnknownGlyphs {
            num_unknown,
            num_glyphs,
        });
    }
    if pages.is_empty() {
        return Err(PdfError::NoPage);
    }
    if pages.iter().all(Vec::is_empty) {
        return Err(PdfError::NoText);
    }
    Ok(pages)
}
