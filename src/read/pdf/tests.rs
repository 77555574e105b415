//! Whole files, made here: each is its objects, the catalog first.

use super::budget::Limits;
use super::text_layer::{PdfError, read_pdf};
use super::xref;

const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// Writes a file of numbered objects from 1 on, with a table of where they are.
fn file(objects: &[&str]) -> Vec<u8> {
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let (start, count) = (out.len(), objects.len() + 1);
    out.push_str(&format!("xref\n0 {count}\n0000000000 65535 f \n{table}"));
    out.push_str(&format!(
        "trailer\n<</Root 1 0 R/Info<</Title(Of \\351t\\351)>>>>\nstartxref\n{start}\n%%EOF"
    ));
    out.into_bytes()
}

fn stream(content: &str) -> String {
    format!(
        "<</Length {}>>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// Writes a file of one page.
fn one_page(content: &str, more: &[&str]) -> Vec<u8> {
    let content = stream(content);
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>";
    let mut objects = vec![
        "<</Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        &content,
        FONT,
    ];
    objects.extend(more);
    file(&objects)
}

fn texts(bytes: &[u8]) -> Result<Vec<String>, PdfError> {
    let pdf = read_pdf(bytes, Limits::default())?;
    Ok(pdf
        .pages
        .into_iter()
        .flatten()
        .map(|paragraph| paragraph.text)
        .collect())
}

fn check(content: &str, more: &[&str], expected: &[&str]) {
    let found = texts(&one_page(content, more)).unwrap_or_default();
    assert_eq!(found, expected);
}

#[test]
fn a_page_gives_its_lines_as_paragraphs() {
    check(
        "BT /F 10 Tf 12 TL 72 700 Td (The coun-) Tj T* (cil vot) Tj [(ed) -400 (on) -400 (it)] TJ 0 -40 Td (Caf\\351) Tj ET",
        &[],
        &["The council voted on it", "Café"],
    );
}

#[test]
fn columns_are_read_one_after_the_other_out_of_an_object_stream() {
    let bytes = include_bytes!("../../../tests/samples/columns.pdf");
    let texts = texts(bytes).unwrap_or_default();
    assert_eq!(texts.len(), 9, "{texts:?}");
    assert!(
        texts[5].starts_with("“Nobody lost today,” said the mayor, Karin Vik, who had campaigned for the flats since the autumn."),
        "{}",
        texts[5]
    );
}

#[test]
fn an_artifact_is_no_text_and_actual_text_is() {
    check(
        "/Artifact BMC BT /F 10 Tf 72 780 Td (Page 1) Tj ET EMC /Span <</ActualText (efficient)>> BDC BT /F 10 Tf 72 700 Td (effi) Tj ET EMC",
        &[],
        &["efficient"],
    );
}

#[test]
fn a_form_is_shown_once_even_if_it_shows_itself() {
    let form = "<</Subtype/Form/Length 50>>\nstream\nBT /F 10 Tf 72 700 Td (in a form) Tj ET /X Do     \nendstream";
    check("/X Do", &[form], &["in a form"]);
}

#[test]
fn a_file_without_its_table_is_searched() {
    let mut bytes = one_page("BT /F 10 Tf 72 700 Td (found) Tj ET", &[]);
    let end = xref::find(&bytes, b"xref").unwrap_or_default();
    bytes.truncate(end);
    assert_eq!(texts(&bytes), Ok(vec!["found".to_owned()]));
}

#[test]
fn a_page_without_its_catalog_is_found() {
    let bytes = one_page("BT /F 10 Tf 72 700 Td (found) Tj ET", &[]);
    let start = xref::find(&bytes, b"3 0 obj").unwrap_or_default();
    let cut = [
        b"%PDF-1.7\n",
        &bytes[start..xref::find(&bytes, b"xref").unwrap_or_default()],
    ]
    .concat();
    assert_eq!(texts(&cut), Ok(vec!["found".to_owned()]));
}

#[test]
fn the_title_is_read() {
    let pdf = read_pdf(&one_page("BT /F 10 Tf (x) Tj ET", &[]), Limits::default());
    assert_eq!(
        pdf.ok().and_then(|pdf| pdf.title),
        Some("Of été".to_owned())
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    assert_eq!(texts(b"plain text"), Err(PdfError::NotPdf));
    assert_eq!(texts(b"%PDF-1.7\nnothing"), Err(PdfError::Invalid));
    assert_eq!(texts(&one_page("0 0 9 9 re f", &[])), Err(PdfError::NoText));
    let locked = file(&["<</Pages 2 0 R>>", "<</Type/Pages/Kids[]>>"]);
    let locked = String::from_utf8_lossy(&locked)
        .replace("/Info", "/Encrypt<</Filter/Standard/V 1/R 2/P 0>>/Info");
    assert_eq!(texts(locked.as_bytes()), Err(PdfError::Locked));
}

#[test]
fn cycles_and_depths_end() {
    let pages = [
        "<</Pages 2 0 R>>",
        "<</Type/Pages/Kids[2 0 R 3 0 R]>>",
        "<</Type/Pages/Kids[2 0 R]>>",
    ];
    assert_eq!(texts(&file(&pages)), Err(PdfError::NoPage));
    let length = one_page("", &["7 0 R", "6 0 R"]);
    assert_eq!(texts(&length), Err(PdfError::NoText));
    assert!(texts(&one_page(&"[".repeat(100_000), &[])).is_err());
}

#[test]
fn a_spent_budget_cuts_the_text() {
    let bytes = one_page(&"BT /F 10 Tf 72 700 Td (word) Tj ET ".repeat(1000), &[]);
    let limits = Limits {
        num_steps: 500,
        ..Limits::default()
    };
    assert!(read_pdf(&bytes, limits).is_ok_and(|pdf| pdf.is_cut));
}

/// Neither a cut nor a changed byte stops the reader; the mutations are the same each time.
#[test]
fn damaged_files_never_panic() {
    let whole = one_page("BT /F 10 Tf 72 700 Td (some text) Tj ET", &[]);
    for at in 0..whole.len() {
        let _ = texts(&whole[..at]);
        let mut changed = whole.clone();
        changed[at] = changed[at].wrapping_mul(31).wrapping_add(at as u8);
        let _ = texts(&changed);
    }
}
