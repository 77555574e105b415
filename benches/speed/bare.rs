//! A minimal program over tantivy, as one writes it in an afternoon: the measure of the benches.
//!
//! Headline and body with `en_stem` and positions, stored; a date as a fast field; two threads and
//! 256 MB; BM25 as it comes (k1 1.2, b 0.75). It speaks as much of the command line of `search` as
//! comparing needs:
//!
//! ```text
//! index --index DIR FILE              JSON Lines of id, title, text, date; - for standard input
//! batch --index DIR [--limit N] FILE  {"id","query"} a line: articles with any of the words
//! query --index DIR KIND WORD...      KIND: term, and, or, phrase
//! ```

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use tantivy::collector::{Count, TopDocs};
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DateTime, Index, IndexReader, TantivyDocument, Term};

const THREADS: usize = 2;
const MEMORY_BYTES: usize = 256_000_000;

/// Which articles a query wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One word.
    Term,
    /// All words.
    And,
    /// Any of the words.
    Or,
    /// The words side by side.
    Phrase,
}

impl Kind {
    /// What it is called on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Term => "term",
            Kind::And => "and",
            Kind::Or => "or",
            Kind::Phrase => "phrase",
        }
    }
}

/// A page of an answer: the exact total, and the best hits with their scores.
pub(crate) type Page = (usize, Vec<(f32, tantivy::DocAddress)>);

/// An index opened for queries.
pub(crate) struct Bare {
    reader: IndexReader,
    fields: Fields,
    analyzer: TextAnalyzer,
}

#[derive(Clone, Copy)]
struct Fields {
    id: Field,
    headline: Field,
    body: Field,
    date: Field,
}

#[derive(Deserialize)]
struct Record<'a> {
    id: Json,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    date: Option<&'a str>,
}

#[derive(Deserialize)]
struct BatchLine {
    id: Json,
    query: String,
}

/// Runs the program with its arguments, without its name.
pub(crate) fn run(args: &[String]) -> anyhow::Result<()> {
    let args = Arguments::read(args)?;
    match (args.command.as_str(), args.operands.as_slice()) {
        ("index", [file]) => index(&args.index, open(file)?),
        ("batch", [file]) => batch(&args.index, args.limit, open(file)?),
        ("query", [kind, words @ ..]) => query(&args.index, kind, words),
        (command, _) => bail!("expected index, batch or query, but found `{command}`"),
    }
}

struct Arguments {
    command: String,
    index: PathBuf,
    limit: usize,
    operands: Vec<String>,
}

impl Arguments {
    fn read(args: &[String]) -> anyhow::Result<Self> {
        let mut args = args.iter().cloned();
        let mut read = Arguments {
            command: args.next().unwrap_or_default(),
            index: PathBuf::from("index"),
            limit: 10,
            operands: Vec::new(),
        };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--index" => read.index = args.next().context("--index: expected DIR")?.into(),
                "--limit" => read.limit = args.next().context("--limit: expected N")?.parse()?,
                "--any" | "--json" => {}
                _ => read.operands.push(arg),
            }
        }
        Ok(read)
    }
}

fn open(file: &str) -> anyhow::Result<Box<dyn BufRead>> {
    if file == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let opened = File::open(file).with_context(|| format!("cannot open `{file}`"))?;
    Ok(Box::new(BufReader::with_capacity(1 << 20, opened)))
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default()
        .set_indexing_options(indexing)
        .set_stored();
    let fields = Fields {
        id: builder.add_text_field("id", STRING | STORED),
        headline: builder.add_text_field("headline", text.clone()),
        body: builder.add_text_field("body", text),
        date: builder.add_date_field("date", FAST),
    };
    (builder.build(), fields)
}

fn index(folder: &Path, input: Box<dyn BufRead>) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let (schema, fields) = schema();
    let index = Index::create_in_dir(folder, schema)?;
    let options = IndexWriterOptions::builder()
        .num_worker_threads(THREADS)
        .memory_budget_per_thread(MEMORY_BYTES / THREADS)
        .build();
    let mut writer = index.writer_with_options(options)?;
    let mut articles = 0;
    for line in input.lines() {
        writer.add_document(document(&fields, &line?)?)?;
        articles += 1;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let summary = json!({"articles": articles, "peak_memory_bytes": peak_memory_bytes()});
    writeln!(io::stdout(), "{summary}")?;
    Ok(())
}

fn document(fields: &Fields, line: &str) -> anyhow::Result<TantivyDocument> {
    let record: Record<'_> = serde_json::from_str(line)?;
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, text_of(&record.id));
    document.add_text(fields.headline, &record.title);
    document.add_text(fields.body, &record.text);
    let day = record.date.and_then(|date| date.get(..10)?.parse().ok());
    if let Some(seconds) = day.and_then(first_second) {
        document.add_date(fields.date, DateTime::from_timestamp_secs(seconds));
    }
    Ok(document)
}

fn text_of(id: &Json) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

fn first_second(day: jiff::civil::Date) -> Option<i64> {
    let midnight = day.at(0, 0, 0, 0);
    let timestamp = jiff::tz::Offset::UTC.to_timestamp(midnight).ok()?;
    Some(timestamp.as_second())
}

fn batch(folder: &Path, limit: usize, input: Box<dyn BufRead>) -> anyhow::Result<()> {
    let mut bare = Bare::open(folder)?;
    let mut out = BufWriter::new(io::stdout());
    for line in input.lines() {
        let BatchLine { id, query } = serde_json::from_str(&line?)?;
        let (total, page) = bare.search(Kind::Or, &[query.as_str()], limit)?;
        let hits = bare.ids(&page)?;
        let hits: Vec<Json> = hits.into_iter().map(|id| json!({"id": id})).collect();
        let answer = json!({"id": id, "total": total, "hits": hits, "error": null});
        writeln!(out, "{answer}")?;
    }
    out.flush()?;
    Ok(())
}

fn query(folder: &Path, kind: &str, words: &[String]) -> anyhow::Result<()> {
    let kind = [Kind::Term, Kind::And, Kind::Or, Kind::Phrase]
        .into_iter()
        .find(|known| known.name() == kind)
        .with_context(|| format!("expected term, and, or or phrase, but found `{kind}`"))?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut bare = Bare::open(folder)?;
    let (total, page) = bare.search(kind, &words, 10)?;
    let mut out = io::stdout().lock();
    for id in bare.ids(&page)? {
        writeln!(out, "{id}")?;
    }
    writeln!(out, "{total}")?;
    Ok(())
}

impl Bare {
    /// Opens the index in `folder`.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        let index = Index::open_in_dir(folder)?;
        let analyzer = index.tokenizers().get("en_stem").context("no en_stem")?;
        Ok(Bare {
            reader: index.reader()?,
            fields: schema().1,
            analyzer,
        })
    }

    /// Finds the `limit` best articles and their exact number, in one pass.
    pub(crate) fn search(
        &mut self,
        kind: Kind,
        words: &[&str],
        limit: usize,
    ) -> anyhow::Result<Page> {
        let query = self.compile(kind, words);
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(limit).order_by_score();
        let (total, page) = searcher.search(&query, &(Count, top))?;
        Ok((total, page))
    }

    fn ids(&self, page: &[(f32, tantivy::DocAddress)]) -> anyhow::Result<Vec<String>> {
        let searcher = self.reader.searcher();
        let mut ids = Vec::with_capacity(page.len());
        for (_, address) in page {
            let document: TantivyDocument = searcher.doc(*address)?;
            let id = document
                .get_first(self.fields.id)
                .and_then(|id| id.as_str());
            ids.push(id.unwrap_or_default().to_owned());
        }
        Ok(ids)
    }

    fn compile(&mut self, kind: Kind, words: &[&str]) -> Box<dyn Query> {
        let terms = self.terms(words);
        let Fields { headline, body, .. } = self.fields;
        let occur = match kind {
            Kind::And => Occur::Must,
            Kind::Term | Kind::Or => Occur::Should,
            Kind::Phrase => {
                let phrase = |field| -> Box<dyn Query> {
                    let terms = terms.iter().map(|term| Term::from_field_text(field, term));
                    Box::new(PhraseQuery::new(terms.collect()))
                };
                return Box::new(BooleanQuery::union(vec![phrase(headline), phrase(body)]));
            }
        };
        let clause = |term: &String| -> (Occur, Box<dyn Query>) {
            let field_query = |field| -> Box<dyn Query> {
                let term = Term::from_field_text(field, term);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            };
            let either = BooleanQuery::union(vec![field_query(headline), field_query(body)]);
            (occur, Box::new(either))
        };
        Box::new(BooleanQuery::new(terms.iter().map(clause).collect()))
    }

    fn terms(&mut self, words: &[&str]) -> Vec<String> {
        let mut terms = Vec::new();
        for word in words {
            let mut tokens = self.analyzer.token_stream(word);
            while tokens.advance() {
                terms.push(tokens.token().text.clone());
            }
        }
        terms
    }
}

/// The most memory that this process has had at once, where the system tells (Linux).
pub(crate) fn peak_memory_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
