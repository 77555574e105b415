//! A database of BibTeX, in UTF-8.
//!
//! "A field consists of the name of the field, an `=` character with optional surrounding white space, and
//! the text of the field", in braces that must balance (Patashnik, "BibTeXing", 1988). `date` is for
//! biblatex, `year` and `month` are for all others.

use std::io::{self, Write};

use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use super::fields::{ExportField as F, ExportRow, Value};
use super::one_line;
use super::people::{Author, author};
use crate::article::{Article, DateValue, Precision};

/// The longest id that is part of a key as it is, in bytes.
const MAX_ID_BYTES: usize = 40;
/// The most letters of a name in a key.
const MAX_NAME_LETTERS: usize = 20;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Writes an article: of a publication that is known as `@article`, else as `@misc`.
pub(super) fn write_entry(
    out: &mut impl Write,
    fields: &[F],
    row: &ExportRow<'_>,
) -> io::Result<()> {
    let document = &row.found.document;
    let has_source = document.article.source.is_some() && fields.contains(&F::Source);
    let kind = if has_source { "article" } else { "misc" };
    write!(out, "@{kind}{{{}", key(&document.id, &document.article))?;
    let mut names = Vec::new();
    for field in fields {
        match field {
            F::Id => {}
            F::People | F::Organizations | F::Places | F::Other => {
                if let Value::List(found) = row.value(*field) {
                    names.extend(found);
                }
            }
            field => write_field(out, *field, row)?,
        }
    }
    write_text(out, "keywords", &names.join(", "))?;
    write!(out, "\n}}\n\n")
}

fn write_field(out: &mut impl Write, field: F, row: &ExportRow<'_>) -> io::Result<()> {
    let article = &row.found.document.article;
    match (field, row.value(field)) {
        // Braces within keep the capitals of the headline.
        (F::Headline, Value::Text(text)) => match escaped(&text) {
            text if text.is_empty() => Ok(()),
            text => write_raw(out, "title", &format!("{{{{{text}}}}}")),
        },
        (F::Authors, Value::List(names)) => {
            let source = article.source.as_deref();
            let authors = names.iter().map(|name| written(author(name, source)));
            let authors: Vec<String> = authors.filter(|name| !name.is_empty()).collect();
            match authors.is_empty() {
                true => Ok(()),
                false => write_raw(out, "author", &format!("{{{}}}", authors.join(" and "))),
            }
        }
        (F::Date, Value::Text(_)) => match &article.date {
            Some(date) => write_date(out, &date.value),
            None => Ok(()),
        },
        (F::Source, Value::Text(text)) => write_text(out, "journal", &text),
        (F::Section, Value::Text(text)) => write_text(out, "section", &text),
        (F::Language, Value::Text(text)) => write_text(out, "language", &text),
        (F::Url, Value::Text(url)) => match verbatim(&url) {
            url if url.is_empty() => Ok(()),
            url => write_raw(out, "url", &format!("{{{url}}}")),
        },
        (F::Snippets, Value::Snippets(snippets)) => {
            let texts = snippets.iter().map(|snippet| snippet.marked.text.as_str());
            write_text(out, "abstract", &texts.collect::<Vec<_>>().join(" … "))
        }
        _ => Ok(()),
    }
}

fn write_date(out: &mut impl Write, date: &DateValue) -> io::Result<()> {
    let d = date.datetime;
    // Times are left to other formats: biblatex takes none without seconds.
    let written = date.to_string();
    let day = written.split('T').next().unwrap_or_default();
    write_raw(out, "date", &format!("{{{day}}}"))?;
    write_raw(out, "year", &format!("{{{:04}}}", d.year()))?;
    match MONTHS.get(usize::from(d.month().unsigned_abs()).wrapping_sub(1)) {
        Some(month) if date.precision >= Precision::Month => write_raw(out, "month", month),
        _ => Ok(()),
    }
}

fn write_text(out: &mut impl Write, name: &str, text: &str) -> io::Result<()> {
    match escaped(text) {
        text if text.is_empty() => Ok(()),
        text => write_raw(out, name, &format!("{{{text}}}")),
    }
}

fn write_raw(out: &mut impl Write, name: &str, value: &str) -> io::Result<()> {
    write!(out, ",\n  {name} = {value}")
}

/// A name whose parts BibTeX cannot take for others: "von Last, Jr, First", one piece in braces.
fn written(author: Author) -> String {
    match author {
        Author::Whole(name) if name.is_empty() => name,
        Author::Whole(name) => format!("{{{}}}", escaped(&name)),
        Author::Person {
            given,
            family,
            suffix,
        } => {
            let suffix = suffix.map(|suffix| format!(", {}", escaped(&suffix)));
            let (family, given) = (escaped(&family), escaped(&given));
            format!("{family}{}, {given}", suffix.unwrap_or_default())
        }
    }
}

/// The text as LaTeX shows it. Braces are written by name, for BibTeX counts those behind a backslash, too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', c]),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            '|' => escaped.push_str("\\textbar{}"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address, whose signs LaTeX takes as they are; those that no address has are written by their numbers.
fn verbatim(url: &str) -> String {
    let mut written = String::with_capacity(url.len());
    for c in url.trim().chars() {
        match c {
            '{' | '}' | '\\' | '"' | '<' | '>' | '^' | '`' | '|' => {
                written += &format!("%{:02X}", c as u32);
            }
            c if c.is_whitespace() || c.is_control() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    written += &format!("%{byte:02X}");
                }
            }
            c => written.push(c),
        }
    }
    written
}

/// A key of ASCII that no other article of the index has: a word, the year (`nd` for no date), the id. An id
/// that a key cannot hold gives its hash (XXH3, 64 bit) behind a colon, which those that it can hold do not
/// have. Capitals are such, for BibTeX does not tell keys apart by case.
fn key(id: &str, article: &Article) -> String {
    let year = match &article.date {
        Some(date) => format!("{:04}", date.value.datetime.year()),
        None => "nd".to_owned(),
    };
    let is_safe =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte);
    let is_key = !id.is_empty() && id.len() <= MAX_ID_BYTES && id.bytes().all(is_safe);
    let id = match is_key {
        true => format!("-{id}"),
        false => format!(":{:016x}", xxh3_64(id.as_bytes())),
    };
    format!("{}-{year}{id}", name(article))
}

/// The family name of the first author, else the first word of the source, else `article`; letters alone.
fn name(article: &Article) -> String {
    let source = article.source.as_deref();
    let authors = article.authors.iter();
    let first = authors.map(|name| author(name, source)).next();
    let name = match &first {
        Some(Author::Person { family, .. }) => family.split(' ').next_back(),
        _ => source.and_then(|source| {
            let mut words = source.split(|c: char| !c.is_alphanumeric());
            words.find(|word| word.len() > 1 && !word.eq_ignore_ascii_case("the"))
        }),
    };
    let letters = name.unwrap_or_default().nfd();
    let letters = letters.filter(char::is_ascii_alphabetic);
    match letters.take(MAX_NAME_LETTERS).collect::<String>() {
        letters if letters.is_empty() => "article".to_owned(),
        letters => letters.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_latex_are_shown_and_braces_balance() {
        assert_eq!(
            escaped("50 % of {A & B}\n#1_x ~ ^ \\ $5 <|>"),
            "50 \\% of \\textbraceleft{}A \\& B\\textbraceright{} \\#1\\_x \\textasciitilde{} \
             \\textasciicircum{} \\textbackslash{} \\$5 \\textless{}\\textbar{}\\textgreater{}"
        );
        assert_eq!(
            verbatim("https://a.example/x_y?q={1}&r=%20#s \u{a0}"),
            "https://a.example/x_y?q=%7B1%7D&r=%20#s"
        );
    }

    #[test]
    fn keys_are_of_ascii_and_differ_where_ids_do() {
        let article = Article {
            authors: vec!["Łucja Żółć van Ångström".to_owned()],
            source: Some("The Wire".to_owned()),
            ..Article::default()
        };
        assert_eq!(key("9e1b-x", &article), "angstrom-nd-9e1b-x");
        assert_eq!(key("1", &Article::default()), "article-nd-1");
        let of_wire = Article {
            authors: Vec::new(),
            ..article
        };
        let keys = ["a", "A", "a b", "a, b", "é", "", &"a".repeat(41)].map(|id| key(id, &of_wire));
        let mut lower: Vec<String> = keys.iter().map(|key| key.to_lowercase()).collect();
        lower.sort_unstable();
        lower.dedup();
        assert_eq!(lower.len(), keys.len(), "{keys:?}");
        let is_key = |key: &String| {
            key.bytes()
                .all(|b| b.is_ascii_graphic() && !b",{}".contains(&b))
        };
        assert!(
            keys.iter().all(is_key) && keys[0] == "wire-nd-a",
            "{keys:?}"
        );
    }
}
