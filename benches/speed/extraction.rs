//! How fast articles are read, and names found in them, on one core.

use std::hint::black_box;

use search::article::{Origin, RawDocument};
use search::extract::entity::recognize;
use search::read::{Format, format};

use crate::Settings;
use crate::corpus::{Corpus, Text};
use crate::measure::{ThreadClock, median};
use crate::pages::pages;

/// Number of articles that are read and searched for names.
const NUM_ARTICLES: usize = 2_000;
/// Number of web pages that are read.
const NUM_PAGES: usize = 200;
/// Number of rounds over them; the median counts.
const NUM_ROUNDS: usize = 5;

/// Writes an article as a document of a format.
type Write = fn(&Text) -> String;

const FORMS: [(&str, Write); 2] = [("jsonl", as_json), ("text", as_text)];

/// Reads articles of the corpus in every form, finds the names in them, and prints the speeds.
pub(crate) fn measure(corpus: &Corpus, settings: &Settings) -> anyhow::Result<()> {
    let texts: Vec<Text> = corpus
        .texts()?
        .take(NUM_ARTICLES)
        .collect::<Result<_, _>>()?;
    println!("extraction, on one core, median of {NUM_ROUNDS} rounds");
    for (name, write) in FORMS {
        let Some(format) = format(name) else { continue };
        let documents: Vec<RawDocument> = texts.iter().map(|text| document(write(text))).collect();
        print_reader(name, format, &documents);
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

fn as_json(text: &Text) -> String {
    serde_json::json!({"title": text.headline, "text": text.body}).to_string()
}

fn as_text(text: &Text) -> String {
    format!("{}\n\n{}\n", text.headline, text.body)
}

fn print_reader(name: &str, format: &Format, documents: &[RawDocument]) {
    let seconds = median_seconds(|| {
        for document in documents {
            black_box((format.read)(document));
        }
    });
    let bytes: usize = documents.iter().map(|document| document.bytes.len()).sum();
    println!(
        "{:24}{:>10.0} articles/s{:>10.1} MB/s",
        format!("read {name}"),
        documents.len() as f64 / seconds,
        bytes as f64 / 1e6 / seconds
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
