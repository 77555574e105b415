//! What `search` takes beside the programs that people use: the same articles, the same queries.
//!
//! ```text
//! cargo build --release
//! cargo run --release --manifest-path benches/peers/Cargo.toml
//!     [-- [--corpus FILE] [--articles N] [--rounds N] [PEER…]]
//! ```
//!
//! `benches/peers/setup` installs those of them that cargo does not build; who is not there, or
//! fails, is left out with the reason. `--corpus` names JSON Lines, `.zst` or not.
//!
//! Each program indexes and answers in processes of its own, in turns. All index headline and body
//! with English stems and keep the text. `search` reads the articles as they are and does all that
//! it always does: cleaning, dates, language, names, exact words beside stems. The others are given
//! a table of tab-separated fields, so that what they take is their own. All give the ten best
//! articles that have all words of the query; `search` and bare tantivy their exact number, too.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "../../speed/bare.rs"]
mod bare;
#[allow(dead_code, reason = "all are given JSON Lines")]
#[path = "../../speed/corpus.rs"]
mod corpus;
mod fts5;
#[path = "../../speed/generate.rs"]
mod generate;
mod library;
#[allow(
    dead_code,
    reason = "processor time of children leaves out that of servers"
)]
#[path = "../../speed/measure.rs"]
mod measure;
#[path = "../../speed/pairs.rs"]
mod pairs;
mod peer;
mod postgresql;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use corpus::Corpus;
use peer::{Inputs, PEERS, Peer};

/// Number of queries: half of one word, half of two.
const NUM_QUERIES: usize = 200;

struct Settings {
    corpus: Option<PathBuf>,
    articles: Option<usize>,
    rounds: usize,
    peers: Vec<&'static Peer>,
}

impl Settings {
    fn read(mut args: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let mut settings = Settings {
            corpus: real_corpus(),
            articles: None,
            rounds: 3,
            peers: Vec::new(),
        };
        while let Some(arg) = args.next() {
            let mut value = || {
                args.next()
                    .with_context(|| format!("{arg}: expected a value"))
            };
            match arg.as_str() {
                "--corpus" => settings.corpus = Some(value()?.into()),
                "--articles" => settings.articles = Some(value()?.parse()?),
                "--rounds" => settings.rounds = value()?.parse::<usize>()?.max(1),
                name => settings.peers.push(peer_of(name)?),
            }
        }
        if settings.peers.is_empty() {
            settings.peers = PEERS.iter().collect();
        }
        Ok(settings)
    }
}

fn peer_of(name: &str) -> anyhow::Result<&'static Peer> {
    let Some(peer) = PEERS.iter().find(|peer| peer.name == name) else {
        let names: Vec<&str> = PEERS.iter().map(|peer| peer.name).collect();
        bail!("expected one of {}, but found `{name}`", names.join(", "));
    };
    Ok(peer)
}

/// The real news that are kept beside the project, if they are there.
fn real_corpus() -> Option<PathBuf> {
    let path = package().join("../../../shared/corpora/articles-en.jsonl.zst");
    path.exists().then_some(path)
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some((first, rest)) = args.split_first() {
        match first.as_str() {
            "bare" => return bare::run(rest),
            "child" => return child(rest),
            _ => {}
        }
    }
    let settings = Settings::read(args.into_iter())?;
    let folder = package().join("target/peers");
    let corpus = Corpus::prepare(
        settings.corpus.as_deref(),
        settings.articles,
        &folder.join("corpus"),
    )?;
    println!(
        "{}: {} articles, {:.1} MB of text\n",
        corpus.name,
        corpus.articles,
        corpus.text_bytes as f64 / 1e6
    );
    let queries = pairs::word_runs(&corpus, NUM_QUERIES)?;
    let inputs = Inputs::prepare(&corpus, &queries, &folder)?;
    let results = peer::measure_in_turns(&settings.peers, &inputs, settings.rounds);
    table::print(&corpus, &results);
    Ok(())
}

/// The parts of the comparison that are measured in a process of this program.
fn child(args: &[String]) -> anyhow::Result<()> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["search", "ask", index, queries] => library::ask(Path::new(index), Path::new(queries)),
        ["bare", "ask", index, queries] => library::ask_bare(Path::new(index), Path::new(queries)),
        ["fts5", "index", table, folder] => fts5::index(Path::new(table), Path::new(folder)),
        ["fts5", "ask", folder, queries] => fts5::ask(Path::new(folder), Path::new(queries)),
        ["postgresql", "index", table, folder] => {
            postgresql::index(Path::new(table), Path::new(folder))
        }
        ["postgresql", "ask", folder, queries] => {
            postgresql::ask(Path::new(folder), Path::new(queries))
        }
        _ => bail!("expected a peer, index or ask, and two paths, but found {args:?}"),
    }
}
