//! How fast articles are read, and names found in them, on one core.

use std::hint::black_box;

use search::article::{Origin, RawDocument};
use search::extract::entity::recognize;
use search::read::frame::{Block, Limits, blocks};
use search::read::{Format, format};

use crate::Settings;
use crate::clock::ThreadClock;
use crate::corpus::{Corpus, Text};
use crate::measure::median;
use crate::pages::pages;

/// Number of articles that are read and searched for names.
const NUM_ARTICLES: usize = 2_000;
/// Number of web pages that are read.
const NUM_PAGES: usize = 200;
/// Number of rounds over them; the median counts.
const NUM_ROUNDS: usize = 5;

/// Writes an article as a document of a format.
type Write = fn(&Text) -> String;

/// Formats whose files hold many articles; their bytes count.
const FILES: [(&str, Write); 2] = [("jsonl", as_json_line), ("sgml", as_sgml)];

/// Reads articles of the corpus in every form, finds the names in them, and prints the speeds.
pub(crate) fn measure(corpus: &Corpus, settings: &Settings) -> anyhow::Result<()> {
    let texts: Vec<Text> = corpus
        .texts()?
        .take(NUM_ARTICLES)
        .collect::<Result<_, _>>()?;
    println!("extraction, on one core, median of {NUM_ROUNDS} rounds");
    for (name, write) in FILES {
        let Some(format) = format(name) else { continue };
        let file: String = texts.iter().map(write).collect();
        print_file(name, format, file.as_bytes(), texts.len());
    }
    if let Some(format) = format("text") {
        let documents: Vec<RawDocument> =
            texts.iter().map(|text| document(as_text(text))).collect();
        print_reader("text", format, &documents);
    }
    if let Some(format) = format("html") {
        let (kind, documents) = pages(settings.pages.as_deref(), NUM_PAGES, &texts)?;
        print_reader(&format!("html, {kind} pages"), format, &documents);
    }
    print_entities(&texts);
    println!();
    Ok(())
}

fn document(text: String) -> RawDocument {
    RawDocument {
        origin: Origin::default(),
        bytes: text.into_bytes(),
        ..RawDocument::default()
    }
}

fn as_json_line(text: &Text) -> String {
    serde_json::json!({"title": text.headline, "text": text.body}).to_string() + "\n"
}

fn as_sgml(text: &Text) -> String {
    let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let (headline, body) = (plain(&text.headline), plain(&text.body));
    format!("<REUTERS><TEXT><TITLE>{headline}</TITLE><BODY>{body}</BODY></TEXT></REUTERS>\n")
}

fn as_text(text: &Text) -> String {
    format!("{}\n\n{}\n", text.headline, text.body)
}

/// Cuts a file into blocks of records and reads these, as the indexing run does.
fn print_file(name: &str, format: &Format, file: &[u8], num_articles: usize) {
    let seconds = median_seconds(|| {
        for block in blocks(file, format.framing, name, Limits::default()) {
            if let Block::Document(document) = block {
                black_box((format.read)(&document));
            }
        }
    });
    print_speed(name, num_articles, file.len(), seconds);
}

fn print_reader(name: &str, format: &Format, documents: &[RawDocument]) {
    let seconds = median_seconds(|| {
        for document in documents {
            black_box((format.read)(document));
        }
    });
    let bytes: usize = documents.iter().map(|document| document.bytes.len()).sum();
    print_speed(name, documents.len(), bytes, seconds);
}

fn print_speed(name: &str, num_articles: usize, num_bytes: usize, seconds: f64) {
    println!(
        "{:24}{:>10.0} articles/s{:>10.1} MB/s",
        format!("read {name}"),
        num_articles as f64 / seconds,
        num_bytes as f64 / 1e6 / seconds
    );
}

fn print_entities(texts: &[Text]) {
    let seconds = median_seconds(|| {
        for text in texts {
            black_box(recognize(&text.headline, &text.body, Some("en")));
        }
    });
    let tokens: usize = texts
        .iter()
        .map(|text| text.body.split_whitespace().count())
        .sum();
    println!(
        "{:24}{:>10.0} articles/s{:>10.2} million tokens/s",
        "entities",
        texts.len() as f64 / seconds,
        tokens as f64 / 1e6 / seconds
    );
}

/// The median of the rounds, in seconds of this thread on a core.
fn median_seconds(mut action: impl FnMut()) -> f64 {
    let times: Vec<f64> = (0..NUM_ROUNDS)
        .map(|_| {
            let clock = ThreadClock::start();
            action();
            clock.seconds()
        })
        .collect();
    median(&times)
}
