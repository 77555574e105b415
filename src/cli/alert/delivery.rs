//! Telling what is new: as text, as JSON, or in a feed.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::store::Store;
use crate::cli::atomic;
use crate::cli::place::Place;
use crate::output::Style;
use crate::output::alert::{News, write_alert_name, write_news, write_news_object};
use crate::output::rss::{Channel, feed};
use crate::output::text::HitPlace;

/// How articles are told.
pub(super) enum Form {
    /// As the hits of a query.
    Text(Style),
    /// A line of JSON each.
    Json,
    /// In a feed that has so many items.
    Feed(PathBuf, usize),
}

/// Tells articles, and counts them.
pub(super) struct Delivery<'a> {
    form: Form,
    place: &'a Place,
    /// The title of a feed.
    title: String,
    /// The alert of the article that was told last.
    alert: Option<String>,
    /// The number of that article among those of its alert.
    rank: usize,
    /// Number of articles that were told.
    pub(super) num_told: usize,
}

impl<'a> Delivery<'a> {
    pub(super) fn new(form: Form, place: &'a Place, title: String) -> Self {
        Delivery {
            form,
            place,
            title,
            alert: None,
            rank: 0,
            num_told: 0,
        }
    }

    /// Tells all that is to be told and was not.
    pub(super) fn deliver(&mut self, store: &mut Store) -> anyhow::Result<()> {
        let mut pending = Vec::new();
        for (is_begun, line) in store.pending() {
            let news: News = serde_json::from_str(&line)
                .context("cannot read what is to be told from the state of the alerts")?;
            pending.push((is_begun, news));
        }
        if pending.is_empty() {
            return Ok(());
        }
        if let Form::Feed(file, most) = &self.form {
            let news: Vec<News> = pending.into_iter().map(|(_, news)| news).collect();
            self.write_feed(file, *most, &news)?;
            store.end(news.len())?;
            self.num_told += news.len();
            return Ok(store.sync()?);
        }
        for (is_begun, news) in pending {
            let text = self.written(&news, is_begun)?;
            // One write, so that there is one moment in which the article is told.
            let mut out = io::stdout().lock();
            store.begin()?;
            let written = out.write_all(&text).and_then(|()| out.flush());
            // Who did not take it all has not been told.
            store.end(usize::from(written.is_ok()))?;
            written?;
            self.num_told += 1;
        }
        Ok(store.sync()?)
    }

    fn written(&mut self, news: &News, perhaps_again: bool) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        let path = self.place.shown(&news.path);
        let Form::Text(style) = self.form else {
            write_news_object(&mut text, news, &path, perhaps_again)?;
            return Ok(text);
        };
        if self.alert.as_ref() != Some(&news.alert) {
            write_alert_name(&mut text, &news.alert, style)?;
            self.alert = Some(news.alert.clone());
            self.rank = 0;
        }
        self.rank += 1;
        let address = self.place.address(news.url.as_deref(), &news.path);
        let place = HitPlace {
            rank: self.rank,
            path: &path,
            address: &address,
            has_score: false,
            has_names: false,
            similarity: None,
        };
        write_news(&mut text, news, place, perhaps_again, style)?;
        Ok(text)
    }

    fn write_feed(&self, file: &Path, most: usize, news: &[News]) -> anyhow::Result<()> {
        let old = match fs::read_to_string(file) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("cannot read the feed `{}`", file.display()));
            }
        };
        let link = self.place.file_url(&self.place.index.to_string_lossy());
        let channel = Channel {
            title: &self.title,
            link: &link,
            description: "Articles that are new to saved queries",
        };
        let address = |news: &News| self.place.address(news.url.as_deref(), &news.path);
        let text = feed(old.as_deref(), news, &address, channel, most)
            .with_context(|| format!("cannot add to the feed `{}`", file.display()))?;
        atomic::write(file, text.as_bytes())
    }
}
