//! Articles to tantivy documents and back.

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::{Field, OwnedValue, TantivyDocument, Value};
use tantivy::{DocId, SegmentReader};

use super::count::precision_column;
use super::mentions;
use super::schema::{ARTICLE, Fields, SHADOWED, SKIPPED, SPELLING_SPLIT, column};
use super::tagged::{split_tag, tagged};
use crate::analysis::Language;
use crate::article::{Article, Entity, Evidence, PublicationDate};
use crate::engine::stories::article_key;
use crate::engine::{Document, FileFacts, digest, other_spellings};
use crate::stories::Sketch;

/// Makes the tantivy document of an article.
pub(super) fn article_document(document: Document, fields: &Fields) -> TantivyDocument {
    let mut made = TantivyDocument::new();
    made.add_u64(fields.digest, digest(&document));
    let Document { id, article, file } = document;
    made.add_text(fields.kind, ARTICLE);
    made.add_u64(fields.id_key, article_key(&id));
    made.add_text(fields.id, id);
    let sketch = Sketch::of(&article.headline, &article.body, article.url.as_deref());
    for number in sketch.numbers() {
        made.add_u64(fields.sketch, number.into());
    }
    let code = article.language.as_deref();
    let language = Language::of_article(code, &article.headline, &article.body);
    for (field, text) in [
        (fields.headline, &article.headline),
        (fields.body, &article.body),
    ] {
        made.add_field_value(field, &OwnedValue::Str(tagged(text, language)));
    }
    add_entities(&mut made, &article, fields);
    if let Some(date) = &article.date {
        made.add_i64(fields.published, date.value.timestamp().as_second());
        made.add_u64(fields.precision, precision_column(date.value.precision));
        made.add_text(fields.date, date.value.to_string());
        made.add_text(fields.date_evidence, date.evidence.to_string());
    }
    let optional = [
        (fields.url, article.url),
        (fields.source, article.source),
        (fields.section, article.section),
        (fields.language, article.language),
    ];
    for (field, value) in optional {
        if let Some(value) = value {
            made.add_text(field, value);
        }
    }
    for author in article.authors {
        made.add_text(fields.author, author);
    }
    if let Some(line) = article.line {
        made.add_u64(fields.line, line);
    }
    made.add_u64(fields.content_hash, article.content_hash);
    made.add_text(fields.path, &file.path);
    made.add_text(fields.path_words, file.place());
    if let Some(member) = &file.member {
        made.add_text(fields.member, member);
    }
    add_file_facts(&mut made, &file, fields);
    made
}

fn add_entities(made: &mut TantivyDocument, article: &Article, fields: &Fields) {
    for entity in &article.entities {
        made.add_text(fields.names(entity.kind), &entity.name);
        made.add_text(fields.spellings(entity.kind), &entity.name);
        for spelling in other_spellings(entity, article) {
            let parts = [entity.kind.as_str(), &spelling, &entity.name];
            made.add_text(
                fields.spelling,
                parts.join(SPELLING_SPLIT.encode_utf8(&mut [0; 4])),
            );
            made.add_text(fields.spellings(entity.kind), spelling);
        }
    }
    if !article.entities.is_empty() {
        made.add_bytes(fields.entities, &mentions::encode(&article.entities));
    }
}

/// Makes the document that notes a file without articles.
pub(super) fn skipped_document(file: &FileFacts, reason: &str, fields: &Fields) -> TantivyDocument {
    let mut made = TantivyDocument::new();
    made.add_text(fields.kind, SKIPPED);
    made.add_text(fields.skipped_path, &file.path);
    made.add_text(fields.skip_reason, reason);
    add_file_facts(&mut made, file, fields);
    made
}

/// Makes the document that notes that a file holds an article of which another file's stands in the
/// index; `name` is that of the two.
pub(super) fn shadowed_document(file: &FileFacts, name: &str, fields: &Fields) -> TantivyDocument {
    let mut made = TantivyDocument::new();
    made.add_text(fields.kind, SHADOWED);
    made.add_text(fields.shadowed, name);
    add_file_facts(&mut made, file, fields);
    made
}

fn add_file_facts(made: &mut TantivyDocument, file: &FileFacts, fields: &Fields) {
    made.add_u64(fields.file_size, file.size_bytes);
    made.add_i64(fields.file_modified, file.modified_micros);
    made.add_u64(fields.reader_version, file.reader_version.into());
    made.add_u64(fields.fingerprint, file.fingerprint);
    made.add_text(fields.format, &file.format);
}

/// Returns the first text stored in `field`.
pub(super) fn stored_text(document: &TantivyDocument, field: Field) -> Option<&str> {
    document.get_first(field)?.as_str()
}

/// Returns the headline or the body as it was put.
pub(super) fn stored_article_text(document: &TantivyDocument, field: Field) -> &str {
    split_tag(stored_text(document, field).unwrap_or_default()).1
}

/// Returns the publication date as it was stored.
pub(super) fn stored_date(document: &TantivyDocument, fields: &Fields) -> Option<PublicationDate> {
    let value = stored_text(document, fields.date)?.parse().ok()?;
    let evidence = Evidence::from(stored_text(document, fields.date_evidence)?);
    Some(PublicationDate { value, evidence })
}

/// The columns of one segment from which hits and documents are read.
pub(super) struct Columns {
    id: Option<StrColumn>,
    path: Option<StrColumn>,
    language: Option<StrColumn>,
    line: Option<Column<u64>>,
    member: Option<StrColumn>,
}

impl Columns {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Columns {
            id: fast.str(column::ID)?,
            path: fast.str(column::PATH)?,
            language: fast.str(column::LANGUAGE)?,
            line: fast.column_opt(column::LINE)?,
            member: fast.str(column::MEMBER)?,
        })
    }

    pub(super) fn id(&self, doc: DocId) -> tantivy::Result<String> {
        Ok(first_value(self.id.as_ref(), doc)?.unwrap_or_default())
    }

    pub(super) fn path(&self, doc: DocId) -> tantivy::Result<String> {
        Ok(first_value(self.path.as_ref(), doc)?.unwrap_or_default())
    }

    pub(super) fn member(&self, doc: DocId) -> tantivy::Result<Option<String>> {
        first_value(self.member.as_ref(), doc)
    }

    pub(super) fn language(&self, doc: DocId) -> tantivy::Result<Option<String>> {
        first_value(self.language.as_ref(), doc)
    }

    pub(super) fn line(&self, doc: DocId) -> Option<u64> {
        self.line.as_ref()?.first(doc)
    }
}

pub(super) fn first_value(
    column: Option<&StrColumn>,
    doc: DocId,
) -> tantivy::Result<Option<String>> {
    let Some(column) = column else {
        return Ok(None);
    };
    let Some(ord) = column.ords().first(doc) else {
        return Ok(None);
    };
    let mut value = String::new();
    column.ord_to_str(ord, &mut value)?;
    Ok(Some(value))
}

/// Reads the whole of an article back.
pub(super) fn read_document(
    segment: &SegmentReader,
    doc: DocId,
    stored: &TantivyDocument,
    fields: &Fields,
) -> tantivy::Result<Document> {
    let columns = Columns::open(segment)?;
    let text = |field| stored_text(stored, field).map(str::to_owned);
    let id = columns.id(doc)?;
    let authors = stored
        .get_all(fields.author)
        .filter_map(|value| value.as_str());
    let article = Article {
        id: Some(id.clone()),
        url: text(fields.url),
        headline: stored_article_text(stored, fields.headline).to_owned(),
        body: stored_article_text(stored, fields.body).to_owned(),
        authors: authors.map(str::to_owned).collect(),
        source: text(fields.source),
        section: text(fields.section),
        language: columns.language(doc)?,
        date: stored_date(stored, fields),
        entities: stored_entities(stored, fields),
        line: columns.line(doc),
        ..Article::default()
    };
    let file = read_file_facts(segment, doc, &columns)?;
    Ok(Document { id, article, file })
}

/// Returns the entities of an article as they were put.
pub(super) fn stored_entities(document: &TantivyDocument, fields: &Fields) -> Vec<Entity> {
    let bytes = document
        .get_first(fields.entities)
        .and_then(|value| value.as_bytes());
    bytes.and_then(mentions::decode).unwrap_or_default()
}

pub(super) fn read_file_facts(
    segment: &SegmentReader,
    doc: DocId,
    columns: &Columns,
) -> tantivy::Result<FileFacts> {
    let fast = segment.fast_fields();
    let number = |name: &str| -> tantivy::Result<u64> {
        Ok(fast
            .column_opt::<u64>(name)?
            .and_then(|column| column.first(doc))
            .unwrap_or(0))
    };
    let modified = fast.column_opt::<i64>(column::FILE_MODIFIED)?;
    Ok(FileFacts {
        path: columns.path(doc)?,
        member: columns.member(doc)?,
        size_bytes: number(column::FILE_SIZE)?,
        modified_micros: modified.and_then(|column| column.first(doc)).unwrap_or(0),
        format: first_value(fast.str(column::FORMAT)?.as_ref(), doc)?.unwrap_or_default(),
        reader_version: u32::try_from(number(column::READER_VERSION)?).unwrap_or(u32::MAX),
        fingerprint: number(column::FINGERPRINT)?,
        part: 0,
    })
}
