//! Readers beside a writer: each sees one commit, whole, whatever is written and merged meanwhile.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use search::article::Article;
use search::engine::local::{LocalEngine, LocalWriter, WriterOptions};
use search::engine::{Document, Engine, FileFacts, SearchRequest, Writer};
use search::query::Query;

use crate::harness::Folder;

/// How many articles come with each commit.
const BATCH: usize = 5;

fn open_writer(index: &Path) -> LocalWriter {
    let options = WriterOptions {
        threads: 1,
        memory_bytes: 16_000_000,
    };
    LocalWriter::open(index, options).unwrap()
}

/// Commits the articles of one batch more, in place of a few of the last one.
fn commit(writer: &mut LocalWriter, batch: usize) {
    for n in 0..BATCH {
        let id = format!("{batch}-{n}");
        let article = Article {
            headline: format!("Fähre {id}"),
            body: "Sie fuhr von der Schleuse ab.".to_owned(),
            ..Article::default()
        };
        let path = format!("{batch}.jsonl");
        let file = FileFacts {
            path,
            ..FileFacts::default()
        };
        writer.put(Document { id, article, file }).unwrap();
    }
    writer.finish_file(&format!("{batch}.jsonl"), true).unwrap();
    writer.commit().unwrap();
}

fn total(engine: &LocalEngine) -> usize {
    let request = SearchRequest {
        limit: 1000,
        ..SearchRequest::new(Query::All)
    };
    let response = engine.search(&request).unwrap();
    assert_eq!(response.hits.len() as u64, response.total);
    response.total as usize
}

#[test]
fn a_reader_follows_commits_and_its_former_answers_stay_whole() {
    let folder = Folder::new();
    let index = folder.path("index");
    let mut writer = open_writer(&index);
    commit(&mut writer, 0);
    let first = LocalEngine::open(&index).unwrap();
    assert!(first.newer().unwrap().is_none());
    for batch in 1..40 {
        commit(&mut writer, batch);
    }
    // All merges end, and what they replaced is deleted.
    writer.close().unwrap();
    assert_eq!(total(&first), BATCH);
    let article = first.document("0-3").unwrap().unwrap().article;
    assert_eq!(article.headline, "Fähre 0-3");
    let last = first.newer().unwrap().unwrap();
    assert_eq!(total(&last), 40 * BATCH);
    assert!(last.newer().unwrap().is_none());
}

#[test]
fn readers_see_whole_commits_while_segments_are_merged() {
    let folder = Folder::new();
    let index = folder.path("index");
    let mut writer = open_writer(&index);
    commit(&mut writer, 0);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let read = || {
            let mut engine = LocalEngine::open(&index).unwrap();
            let mut seen = total(&engine);
            while !is_over.load(Ordering::Relaxed) {
                let Some(newer) = engine.newer().unwrap() else {
                    continue;
                };
                let (before, now) = (total(&engine), total(&newer));
                assert_eq!((before, now % BATCH), (seen, 0));
                assert!(now >= before, "{now} articles after {before}");
                (engine, seen) = (newer, now);
            }
            total(&engine.newer().unwrap().unwrap_or(engine))
        };
        let readers = [scope.spawn(read), scope.spawn(read)];
        for batch in 1..40 {
            commit(&mut writer, batch);
        }
        writer.close().unwrap();
        is_over.store(true, Ordering::Relaxed);
        for reader in readers {
            assert_eq!(reader.join().unwrap(), 40 * BATCH);
        }
    });
}
