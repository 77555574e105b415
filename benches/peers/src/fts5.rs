//! SQLite's FTS5 with its stemmer, all articles in one transaction.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::Context;
use rusqlite::Connection;
use serde_json::json;

use crate::bare::peak_memory_bytes;
use crate::library::ask_all;

const DATABASE: &str = "articles.sqlite";

/// Indexes the table into a database in `folder`.
pub(crate) fn index(table: &Path, folder: &Path) -> anyhow::Result<()> {
    let mut connection = Connection::open(folder.join(DATABASE))?;
    connection.execute_batch(
        "PRAGMA cache_size = -256000;
         CREATE VIRTUAL TABLE articles
         USING fts5(id UNINDEXED, headline, body, tokenize = 'porter unicode61');",
    )?;
    let transaction = connection.transaction()?;
    let mut insert = transaction.prepare("INSERT INTO articles VALUES (?1, ?2, ?3)")?;
    for row in BufReader::new(File::open(table)?).lines() {
        let row = row?;
        let mut fields = row.split('\t');
        let mut field = || fields.next().context("expected four fields in each row");
        let (id, _date, headline, body) = (field()?, field()?, field()?, field()?);
        insert.execute([id, headline, body])?;
    }
    drop(insert);
    transaction.commit()?;
    println!("{}", json!({ "peak_memory_bytes": peak_memory_bytes() }));
    Ok(())
}

/// Asks the database in `folder`.
pub(crate) fn ask(folder: &Path, queries: &Path) -> anyhow::Result<()> {
    let connection = Connection::open(folder.join(DATABASE))?;
    connection.execute_batch("PRAGMA cache_size = -256000;")?;
    let mut select = connection
        .prepare("SELECT id FROM articles WHERE articles MATCH ?1 ORDER BY rank LIMIT 10")?;
    ask_all(queries, |line| {
        let found = select.query_map([line], |row| row.get::<_, String>(0))?;
        found.collect::<Result<Vec<_>, _>>()?;
        Ok(())
    })
}
