//! Reads articles with labelled names from columns, a token a line, as CoNLL-2003 has them.

use std::path::Path;

use anyhow::Context;
use search::article::EntityKind;
use search::extract::entity::train::Labelled;

/// Tokens that stand without a space before them.
const CLOSING: [&str; 12] = [
    ".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "n't", "'",
];

/// Sentences that make an article where the file has no `-DOCSTART-`.
const NUM_SENTENCES: usize = 50;

/// A token and its label.
type Row = (String, String);

/// Reads the articles of a file: a sentence a line, the headline first.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Labelled>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut articles: Vec<Vec<Vec<Row>>> = Vec::new();
    let mut begins_article = true;
    let mut begins_sentence = true;
    for line in String::from_utf8_lossy(&bytes).lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (Some(token), Some(label)) = (columns.first(), columns.last()) else {
            begins_sentence = true;
            continue;
        };
        if *token == "-DOCSTART-" {
            begins_article = true;
            continue;
        }
        if begins_article {
            articles.push(Vec::new());
        }
        let Some(article) = articles.last_mut() else {
            continue;
        };
        if begins_article || begins_sentence {
            article.push(Vec::new());
        }
        if let Some(sentence) = article.last_mut() {
            sentence.push(((*token).to_owned(), (*label).to_owned()));
        }
        (begins_article, begins_sentence) = (false, false);
    }
    if let [whole] = articles.as_slice() {
        articles = whole.chunks(NUM_SENTENCES).map(<[_]>::to_vec).collect();
    }
    Ok(articles
        .iter()
        .map(|sentences| labelled(sentences))
        .collect())
}

fn labelled(sentences: &[Vec<Row>]) -> Labelled {
    let mut article = Labelled::default();
    for sentence in sentences {
        if !article.body.is_empty() {
            article.body.push('\n');
        }
        add_sentence(sentence, &mut article);
    }
    article
}

fn add_sentence(sentence: &[Row], article: &mut Labelled) {
    let body = &mut article.body;
    let mut last = String::new();
    for (token, label) in sentence {
        let is_open = body.is_empty() || body.ends_with(['\n', '(', '[', '$']);
        if !is_open && !CLOSING.contains(&token.as_str()) {
            body.push(' ');
        }
        let start = body.len();
        body.push_str(token);
        let (prefix, name) = label.split_once('-').unwrap_or(("O", ""));
        let goes_on = prefix == "I" && last == name;
        match (kind(name), article.names.last_mut()) {
            (Some(_), Some(open)) if goes_on => open.1 = body.len(),
            (Some(kind), _) => article.names.push((start, body.len(), kind)),
            (None, _) => {}
        }
        name.clone_into(&mut last);
    }
}

fn kind(name: &str) -> Option<EntityKind> {
    match name {
        "PER" => Some(EntityKind::Person),
        "ORG" => Some(EntityKind::Organization),
        "LOC" => Some(EntityKind::Place),
        "MISC" => Some(EntityKind::Other),
        _ => None,
    }
}
