//! How files are read: `--map`, which columns of a table fill which part of an article, and
//! `--keep-all`.

use clap::Args;

use crate::pipeline::{Keep, ReadOptions};
use crate::read::COLUMN_TARGETS;

/// The flags of the commands that read files.
#[derive(Debug, Args)]
pub(super) struct ReadArgs {
    /// Columns of tables that fill a part of an article: headline=Title,body=Text
    #[arg(long = "map", value_name = "PART=COLUMN", value_delimiter = ',', value_parser = pair)]
    pairs: Vec<(String, String)>,
    /// Keep pages that are no article, such as index, error and login pages
    #[arg(long)]
    keep_all: bool,
}

impl ReadArgs {
    pub(super) fn options(&self) -> ReadOptions {
        ReadOptions {
            columns: self.pairs.iter().cloned().collect(),
            keep: if self.keep_all {
                Keep::All
            } else {
                Keep::Articles
            },
            ..ReadOptions::default()
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (part, column) = text
        .split_once('=')
        .ok_or("expected a part and a column, as in `headline=Title`")?;
    let (part, column) = (part.trim(), column.trim());
    if !COLUMN_TARGETS.contains(&part) {
        let parts = COLUMN_TARGETS.join(", ");
        return Err(format!("expected one of {parts}, but found `{part}`"));
    }
    if column.is_empty() {
        return Err(format!(
            "expected the name of a column after `{part}=`, but found nothing"
        ));
    }
    Ok((part.to_owned(), column.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_and_a_column_make_a_pair() {
        let owned = |part: &str, column: &str| Ok((part.to_owned(), column.to_owned()));
        assert_eq!(pair("headline=Otsikko"), owned("headline", "Otsikko"));
        assert_eq!(pair("body= a=b "), owned("body", "a=b"));
        for (text, message) in [
            (
                "Otsikko",
                "expected a part and a column, as in `headline=Title`",
            ),
            (
                "body=",
                "expected the name of a column after `body=`, but found nothing",
            ),
            (
                "titel=a",
                "expected one of id, url, headline, body, date, authors, source, section, language, but found `titel`",
            ),
        ] {
            assert_eq!(pair(text), Err(message.to_owned()));
        }
    }
}
