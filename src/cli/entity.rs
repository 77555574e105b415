//! `search entity`: what the articles tell of one person, organization or place.

use std::io::Write;

use clap::Args;

use super::Outcome;
use super::entities::KindArg;
use super::filters::{FilterArgs, IndexPlace, count};
use super::terminal::{self, Color};
use crate::aliases::{Aliases, Group, NameCount, contains_words, folded};
use crate::article::EntityKind;
use crate::engine::local::LocalEngine;
use crate::engine::{Engine, NamedEntity, ProfileRequest};
use crate::output::entity::{EntityObject, EntityPage, Namesake, write_entity};
use crate::output::json::{MissingObject, write_line};
use crate::query::Query;

/// How many others are named that have the words of the name, too.
const MOST_NAMESAKES: usize = 8;

/// Show a person, organization or place: its spellings, when it is named, beside whom, and where
#[derive(Debug, Args)]
pub(super) struct EntityArgs {
    /// Words of the name; of several that have them the one that most articles name is shown
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,
    /// What it is
    #[arg(long, value_name = "KIND")]
    kind: Option<KindArg>,
    /// The name is to be these words alone
    #[arg(long)]
    exact: bool,
    /// Number of articles to show, the newest first
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = count)]
    limit: usize,
    /// Number of people, of organizations and of places to show beside it
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = count)]
    companions: usize,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: IndexPlace,
    #[command(flatten)]
    filters: FilterArgs,
}

pub(super) fn run(args: EntityArgs, color: Color) -> anyhow::Result<Outcome> {
    let words = args.name.join(" ");
    let filters = args.filters.filters()?;
    let place = args.place.find()?;
    let engine = LocalEngine::open(&place.index)?;
    let aliases = args.filters.aliases.load(&place)?;
    let mut bearers = bearers(&engine, &words, &args, &aliases)?;
    if bearers.is_empty() {
        return tell_missing(&words, args.json);
    }
    let shown = bearers.remove(0);
    let profile = engine.profile(&ProfileRequest {
        names: shown.names.clone(),
        condition: aliases.widened(filters.applied_to(Query::All)).0,
        aliases,
        companions: args.companions,
        limit: args.limit,
    })?;
    bearers.truncate(MOST_NAMESAKES);
    let page = EntityPage {
        kind: shown.kind,
        name: &shown.name,
        names: &shown.names,
        profile: &profile,
        namesakes: &bearers,
    };
    let mut out = terminal::stdout();
    if args.json {
        let shown_path = |path: &str| place.shown(path);
        write_line(&mut out, &EntityObject::new(&page, &shown_path))?;
    } else {
        let style = terminal::style(color, false);
        write_entity(&mut out, &page, style)?;
    }
    out.flush()?;
    Ok(match profile.articles {
        0 => Outcome::NothingFound,
        _ => Outcome::Success,
    })
}

fn tell_missing(words: &str, is_json: bool) -> anyhow::Result<Outcome> {
    let reason = format!(
        "no article names `{words}`: expected words of a name as articles have it (`search stats` lists the most frequent)"
    );
    if is_json {
        let mut out = terminal::stdout();
        write_line(&mut out, &MissingObject::new(words, &reason))?;
        out.flush()?;
    } else {
        terminal::complain(&reason);
    }
    Ok(Outcome::NothingFound)
}

/// The entities whose names have these words, those in most articles first.
fn bearers(
    engine: &dyn Engine,
    words: &str,
    args: &EntityArgs,
    aliases: &Aliases,
) -> anyhow::Result<Vec<Namesake>> {
    let wanted = folded(words);
    let mut bearers: Vec<Namesake> = Vec::new();
    for found in wanted_names(engine, words, aliases)? {
        let NameCount {
            kind,
            name,
            articles,
        } = found;
        let is_kind = args
            .kind
            .is_none_or(|wanted| EntityKind::from(wanted) == kind);
        if !is_kind || args.exact && folded(&name) != wanted {
            continue;
        }
        let called = aliases.canonical(kind, &name).to_owned();
        let entity = NamedEntity { kind, name };
        match bearers
            .iter_mut()
            .find(|b| b.kind == kind && b.name == called)
        {
            Some(bearer) => {
                bearer.articles += articles;
                bearer.names.push(entity);
            }
            None => bearers.push(Namesake {
                kind,
                name: called,
                articles,
                names: vec![entity],
            }),
        }
    }
    bearers.sort_by_key(|bearer| std::cmp::Reverse(bearer.articles));
    for bearer in &mut bearers {
        bearer.names.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(bearers)
}

/// The names that have the words, and the other names of their bearers.
fn wanted_names(
    engine: &dyn Engine,
    words: &str,
    aliases: &Aliases,
) -> anyhow::Result<Vec<NameCount>> {
    let mut found = engine.names_with(&[words])?;
    let has_words = |name: &str| contains_words(&folded(name), &folded(words));
    let groups = aliases.groups().iter();
    let groups: Vec<&Group> = groups
        .filter(|group| group.names().any(has_words))
        .collect();
    let others: Vec<&str> = groups.iter().flat_map(|group| group.names()).collect();
    if others.is_empty() {
        return Ok(found);
    }
    let is_grouped = |other: &NameCount| {
        groups.iter().any(|group| {
            let mut names = group.names();
            group.kind == other.kind && names.any(|name| folded(name) == folded(&other.name))
        })
    };
    for other in engine.names_with(&others)?.into_iter().filter(is_grouped) {
        let is_known = |known: &NameCount| known.kind == other.kind && known.name == other.name;
        if !found.iter().any(is_known) {
            found.push(other);
        }
    }
    Ok(found)
}
