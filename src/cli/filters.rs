//! The arguments that several commands share.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::aliases::AliasArgs;
use super::config::{self, Corpus};
use super::place::Place;
use crate::article::{DateValue, Precision};
use crate::engine::{DayRange, Filters, Sort};

/// Where the index is.
#[derive(Debug, Args)]
pub(super) struct IndexPlace {
    /// Folder of the index [default: $SEARCH_INDEX, else index/ here or above]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// A corpus of the configuration file, in place of a folder
    #[arg(long, value_name = "NAME", conflicts_with = "index", value_parser = config::no_corpus)]
    pub(super) corpus: Option<Corpus>,
}

impl IndexPlace {
    /// Finds the index.
    ///
    /// # Errors
    ///
    /// When there is no current folder.
    pub(super) fn find(&self) -> anyhow::Result<Place> {
        let of_corpus = self.corpus.as_ref().map(|corpus| &corpus.index);
        Place::find(of_corpus.or(self.index.as_ref()).cloned())
    }
}

/// Conditions on articles.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
pub(super) struct FilterArgs {
    /// Published on this day or later: 2015, 2015-11 or 2015-11-27
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    from: Option<Date>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    to: Option<Date>,
    /// Words of the source's name; given again: one of these
    #[arg(long, value_name = "NAME", value_parser = name)]
    source: Vec<String>,
    /// Words of the section's name; given again: one of these
    #[arg(long, value_name = "NAME", value_parser = name)]
    section: Vec<String>,
    /// Language code, as in `de`; given again: one of these
    #[arg(long, value_name = "CODE", value_parser = language_code)]
    lang: Vec<String>,
    /// Words of the name of a person in the article; given again: all of these
    #[arg(long, value_name = "NAME", value_parser = name)]
    person: Vec<String>,
    /// Words of the name of an organization in the article
    #[arg(long, value_name = "NAME", value_parser = name)]
    org: Vec<String>,
    /// Words of the name of a place in the article
    #[arg(long, value_name = "NAME", value_parser = name)]
    place: Vec<String>,
    #[command(flatten)]
    pub(super) aliases: AliasArgs,
}

impl FilterArgs {
    /// Gathers the conditions.
    ///
    /// # Errors
    ///
    /// When they cannot hold together.
    pub(super) fn filters(&self) -> anyhow::Result<Filters> {
        if let (Some(from), Some(to)) = (self.from, self.to) {
            anyhow::ensure!(
                from <= to,
                "`--from {from}` is after `--to {to}`: expected a first day that is not after the last one"
            );
        }
        Ok(Filters {
            days: DayRange {
                from: self.from,
                to: self.to,
            },
            sources: self.source.clone(),
            sections: self.section.clone(),
            languages: self.lang.clone(),
            people: self.person.clone(),
            organizations: self.org.clone(),
            places: self.place.clone(),
        })
    }
}

/// Returns conditions that another program may have written, if the command line could have them.
///
/// # Errors
///
/// When it could not.
pub(super) fn checked_filters(filters: Filters) -> anyhow::Result<Filters> {
    let names = [
        &filters.sources,
        &filters.sections,
        &filters.people,
        &filters.organizations,
        &filters.places,
    ];
    let check = |text: &String, read: fn(&str) -> Result<String, String>| match read(text) {
        Ok(_) => Ok(()),
        Err(expected) => Err(anyhow::anyhow!("invalid filter `{text}`: {expected}")),
    };
    names
        .into_iter()
        .flatten()
        .try_for_each(|it| check(it, name))?;
    filters
        .languages
        .iter()
        .try_for_each(|it| check(it, language_code))?;
    Ok(filters)
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum SortArg {
    /// Best match first.
    #[default]
    Relevance,
    /// Latest first, undated last.
    Newest,
    /// Earliest first, undated last.
    Oldest,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Relevance => Sort::Relevance,
            SortArg::Newest => Sort::Newest,
            SortArg::Oldest => Sort::Oldest,
        }
    }
}

/// Reads a number of seconds, with or without a fraction.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|&seconds: &f64| seconds >= 0.0);
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "expected a number of seconds, such as `10` or `0.5`".to_owned())
}

/// Reads a count that cannot be 0.
pub(super) fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err(format!("expected a whole number from 1 to {}", usize::MAX)),
        Ok(number) => Ok(number),
    }
}

/// Reads a count.
pub(super) fn count(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| format!("expected a whole number from 0 to {}", usize::MAX))
}

fn name(text: &str) -> Result<String, String> {
    if text.chars().any(char::is_alphanumeric) {
        Ok(text.to_owned())
    } else {
        Err("expected a name with a letter or a digit".to_owned())
    }
}

fn language_code(text: &str) -> Result<String, String> {
    let is_code = matches!(text.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_alphabetic());
    if is_code {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("expected a language code of two or three letters, such as `en`".to_owned())
    }
}

fn first_day(text: &str) -> Result<Date, String> {
    day_value(text).map(|value| value.datetime.date())
}

fn last_day(text: &str) -> Result<Date, String> {
    let value = day_value(text)?;
    let first = value.datetime.date();
    Ok(match value.precision {
        Precision::Year => first.last_of_year(),
        Precision::Month => first.last_of_month(),
        _ => first,
    })
}

fn day_value(text: &str) -> Result<DateValue, String> {
    let value = text.parse::<DateValue>().ok();
    value
        .filter(|value| value.precision <= Precision::Day)
        .ok_or_else(|| {
            "expected a year, month or day of the calendar: `2015`, `2015-11` or `2015-11-27`"
                .to_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_or_month_reaches_to_its_last_day() {
        for (text, first, last) in [
            ("2016", "2016-01-01", "2016-12-31"),
            ("2016-02", "2016-02-01", "2016-02-29"),
            ("2016-02-07", "2016-02-07", "2016-02-07"),
        ] {
            assert_eq!(first_day(text).unwrap().to_string(), first);
            assert_eq!(last_day(text).unwrap().to_string(), last);
        }
    }

    #[test]
    fn what_is_no_day_of_the_calendar_is_refused() {
        for text in [
            "2020-13-45",
            "2019-02-29",
            "yesterday",
            "",
            "2015-11-27T10:00",
        ] {
            assert!(
                first_day(text).is_err() && last_day(text).is_err(),
                "{text}"
            );
        }
    }
}
