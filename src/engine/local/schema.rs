//! The fields of the index.
//!
//! | field | indexed | column | stored | for |
//! |---|---|---|---|---|
//! | `kind` | yes | | | telling articles from skipped files |
//! | `id` | yes | yes | | identity |
//! | `id_key` | | yes | | the identity as a number |
//! | `sketch` | | several | | finding copies |
//! | `headline`, `body` | all kinds of terms, positions | | yes, with the language in front | search, snippets |
//! | `published` | | seconds | | ranges, sorting |
//! | `precision` | | yes | | telling how exactly `published` is known: 0 the year, 1 the month, 2 more |
//! | `date`, `date_evidence` | | | yes | display |
//! | `url`, `author` | folded, positions | | yes | `url:`, `by:`, display |
//! | `path_words` | folded, positions | | | `path:` |
//! | `source`, `section` | folded, positions | yes | yes | filters, counts |
//! | `language`, `format` | yes | yes | | filters, counts |
//! | `person`, `organization`, `place`, `other` | | yes | | canonical names, to count and to gather articles by |
//! | `person_spelling`, … | folded, positions | | | filters: every way in which an article writes a name |
//! | `spelling` | | yes | | the spellings that are no part of their canonical names |
//! | `entities` | | | yes | names and where they stand |
//! | `line`, `member` | | yes | | display |
//! | `path`, `skipped_path` | yes | yes | | replacing the articles of a file |
//! | `file_size`, `file_modified`, `reader_version`, `content_hash`, `fingerprint` | | yes | | telling what changed |
//! | `digest` | | yes | | telling whether two indexes hold the same articles |
//! | `skip_reason` | | | yes | display |
//! | `shadowed` | yes | yes | | articles of a file that those of other files stand for |

use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};
use xxhash_rust::xxh3::xxh3_64;

use super::tokenizer::{NAMES, TEXT};
use crate::article::EntityKind;
use crate::matching::TermField;

/// Value of `kind` for an article.
pub(super) const ARTICLE: &str = "article";
/// Value of `kind` for a file that gave no article.
pub(super) const SKIPPED: &str = "skipped";
/// Value of `kind` for an article that another file's stands for.
pub(super) const SHADOWED: &str = "shadowed";

/// Stands between the parts of a value of [`column::SPELLING`]; no text has it.
pub(super) const SPELLING_SPLIT: char = '\u{1f}';

/// Names of the columns that are read by name.
pub(super) mod column {
    pub(in super::super) const ID: &str = "id";
    pub(in super::super) const ID_KEY: &str = "id_key";
    pub(in super::super) const SKETCH: &str = "sketch";
    pub(in super::super) const PUBLISHED: &str = "published";
    pub(in super::super) const PRECISION: &str = "precision";
    pub(in super::super) const SOURCE: &str = "source";
    pub(in super::super) const SECTION: &str = "section";
    pub(in super::super) const LANGUAGE: &str = "language";
    /// The kind, the spelling and the canonical name, split by [`super::SPELLING_SPLIT`].
    pub(in super::super) const SPELLING: &str = "spelling";
    pub(in super::super) const FORMAT: &str = "format";
    pub(in super::super) const LINE: &str = "line";
    pub(in super::super) const MEMBER: &str = "member";
    pub(in super::super) const PATH: &str = "path";
    pub(in super::super) const SKIPPED_PATH: &str = "skipped_path";
    pub(in super::super) const FILE_SIZE: &str = "file_size";
    pub(in super::super) const FILE_MODIFIED: &str = "file_modified";
    pub(in super::super) const READER_VERSION: &str = "reader_version";
    pub(in super::super) const CONTENT_HASH: &str = "content_hash";
    pub(in super::super) const DIGEST: &str = "digest";
    pub(in super::super) const FINGERPRINT: &str = "fingerprint";
    pub(in super::super) const SHADOWED: &str = "shadowed";
}

/// The fields by role.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) kind: Field,
    pub(super) id: Field,
    pub(super) id_key: Field,
    pub(super) sketch: Field,
    pub(super) headline: Field,
    pub(super) body: Field,
    pub(super) published: Field,
    pub(super) precision: Field,
    pub(super) date: Field,
    pub(super) date_evidence: Field,
    pub(super) url: Field,
    pub(super) author: Field,
    pub(super) source: Field,
    pub(super) section: Field,
    pub(super) language: Field,
    pub(super) format: Field,
    pub(super) line: Field,
    pub(super) member: Field,
    pub(super) path: Field,
    pub(super) path_words: Field,
    pub(super) skipped_path: Field,
    pub(super) skip_reason: Field,
    pub(super) file_size: Field,
    pub(super) file_modified: Field,
    pub(super) reader_version: Field,
    pub(super) content_hash: Field,
    pub(super) digest: Field,
    pub(super) fingerprint: Field,
    pub(super) shadowed: Field,
    pub(super) entities: Field,
    pub(super) spelling: Field,
    names: [Field; EntityKind::ALL.len()],
    spellings: [Field; EntityKind::ALL.len()],
}

impl Fields {
    /// Finds the fields in a schema that [`schema`] made.
    pub(super) fn of(schema: &Schema) -> Self {
        let field = |name: &str| schema.get_field(name).unwrap_or(Field::from_field_id(0));
        Fields {
            kind: field("kind"),
            id: field(column::ID),
            id_key: field(column::ID_KEY),
            sketch: field(column::SKETCH),
            headline: field("headline"),
            body: field("body"),
            published: field(column::PUBLISHED),
            precision: field(column::PRECISION),
            date: field("date"),
            date_evidence: field("date_evidence"),
            url: field("url"),
            author: field("author"),
            source: field(column::SOURCE),
            section: field(column::SECTION),
            language: field(column::LANGUAGE),
            format: field(column::FORMAT),
            line: field(column::LINE),
            member: field(column::MEMBER),
            path: field(column::PATH),
            path_words: field("path_words"),
            skipped_path: field(column::SKIPPED_PATH),
            skip_reason: field("skip_reason"),
            file_size: field(column::FILE_SIZE),
            file_modified: field(column::FILE_MODIFIED),
            reader_version: field(column::READER_VERSION),
            content_hash: field(column::CONTENT_HASH),
            digest: field(column::DIGEST),
            fingerprint: field(column::FINGERPRINT),
            shadowed: field(column::SHADOWED),
            entities: field("entities"),
            spelling: field(column::SPELLING),
            names: EntityKind::ALL.map(|kind| field(kind.as_str())),
            spellings: EntityKind::ALL.map(|kind| field(&spelling_field(kind))),
        }
    }

    /// The field of the index that holds the terms of `field`.
    pub(super) fn term_field(&self, field: TermField) -> Field {
        match field {
            TermField::Headline => self.headline,
            TermField::Body => self.body,
            TermField::Names(kind) => self.spellings(kind),
            TermField::Source => self.source,
            TermField::Section => self.section,
            TermField::Author => self.author,
            TermField::Language => self.language,
            TermField::Path => self.path_words,
            TermField::Url => self.url,
        }
    }

    /// The column that holds the canonical names of a kind.
    pub(super) fn names(&self, kind: EntityKind) -> Field {
        self.names[kind as usize]
    }

    /// The field in which names of a kind are found, however an article writes them.
    pub(super) fn spellings(&self, kind: EntityKind) -> Field {
        self.spellings[kind as usize]
    }
}

/// Makes the schema of this program's indexes.
pub(super) fn schema() -> Schema {
    let mut builder = Schema::builder();
    builder.add_text_field("kind", STRING);
    builder.add_text_field(column::ID, STRING | FAST);
    builder.add_u64_field(column::ID_KEY, FAST);
    builder.add_u64_field(column::SKETCH, FAST);
    builder.add_text_field("headline", text(TEXT).set_stored());
    builder.add_text_field("body", text(TEXT).set_stored());
    builder.add_i64_field(column::PUBLISHED, FAST);
    builder.add_u64_field(column::PRECISION, FAST);
    for name in ["date", "date_evidence", "skip_reason"] {
        builder.add_text_field(name, TextOptions::default().set_stored());
    }
    for name in ["url", "author"] {
        builder.add_text_field(name, text(NAMES).set_stored());
    }
    builder.add_text_field("path_words", text(NAMES));
    for name in [column::SOURCE, column::SECTION] {
        builder.add_text_field(name, text(NAMES).set_fast("raw").set_stored());
    }
    for name in [
        column::LANGUAGE,
        column::FORMAT,
        column::PATH,
        column::SKIPPED_PATH,
        column::SHADOWED,
    ] {
        builder.add_text_field(name, STRING | FAST);
    }
    builder.add_text_field(column::MEMBER, TextOptions::default().set_fast("raw"));
    for kind in EntityKind::ALL {
        builder.add_text_field(kind.as_str(), TextOptions::default().set_fast("raw"));
        builder.add_text_field(&spelling_field(kind), text(NAMES));
    }
    builder.add_text_field(column::SPELLING, TextOptions::default().set_fast("raw"));
    builder.add_bytes_field("entities", BytesOptions::default().set_stored());
    add_file_facts(&mut builder);
    builder.build()
}

fn spelling_field(kind: EntityKind) -> String {
    format!("{}_spelling", kind.as_str())
}

fn add_file_facts(builder: &mut SchemaBuilder) {
    builder.add_i64_field(column::FILE_MODIFIED, FAST);
    for name in [
        column::LINE,
        column::FILE_SIZE,
        column::READER_VERSION,
        column::CONTENT_HASH,
        column::DIGEST,
        column::FINGERPRINT,
    ] {
        builder.add_u64_field(name, FAST);
    }
}

fn text(tokenizer: &str) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}

/// Names a schema by a short hash of its description, for messages.
pub(super) fn fingerprint(schema: &Schema) -> String {
    let description = serde_json::to_string(schema).unwrap_or_default();
    format!("{:08x}", xxh3_64(description.as_bytes()) >> 32)
}
