//! What the articles of an index tell of names that are one.
//!
//! A pair of names is joined only when it looks alike and nothing speaks against it, for a wrong
//! group costs more than a missed one:
//!
//! - names with the same letters, two words at the least ("al Qaida", "Al-Qaida");
//! - names of people of which one is the other in another romanisation, or with a middle name, a
//!   title or an initial, when both stand beside the same other names, and not beside one
//!   another; but not where two fuller names differ ("George Bush" beside "George W. Bush" and
//!   "George H. W. Bush");
//! - a person of twenty articles or more and the family name alone, when nine in ten articles
//!   that have that name in full mean this person;
//! - an organization and the acronym that articles give for it, when nearly all agree.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::spelling::{Written, is_misspelling, is_run_together, is_same_sound, is_within};
use super::{Group, folded};
use crate::article::EntityKind;

/// The fewest articles that a name of a person must stand in to be compared.
const LEAST_ARTICLES: u64 = 2;
/// The fewest letters of a name that is joined by its letters alone.
const LEAST_LETTERS: usize = 7;
/// The most names of one skeleton that are compared with each other.
const MOST_ALIKE: usize = 40;
/// What share of the rarer name's companions must be the other's, too.
const LEAST_SHARED: f64 = 0.25;
/// How many companions two names must share at the least.
const LEAST_COMPANIONS: usize = 3;
/// In what share of the rarer one's articles both names may stand.
const MOST_TOGETHER: f64 = 0.05;
/// In how many articles a person must stand to be known by the family name alone.
const LEAST_KNOWN: u64 = 20;
/// What share of the articles that have a family name in full must mean one person.
const LEAST_MEANT: f64 = 0.9;
/// How many articles must give an acronym for a name.
const LEAST_ACRONYM: u64 = 3;
/// What share of the articles that explain an acronym must explain it so.
const LEAST_AGREED: f64 = 0.95;

/// A canonical name and how many articles have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCount {
    /// What it is.
    pub kind: EntityKind,
    /// The name.
    pub name: String,
    /// Number of articles.
    pub articles: u64,
}

/// A spelling that is no part of the canonical name, and how many articles have it for that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What it is.
    pub kind: EntityKind,
    /// The spelling: `NHA`.
    pub spelling: String,
    /// The canonical name: "Northern Harbour Authority".
    pub name: String,
    /// Number of articles.
    pub articles: u64,
}

/// The names beside which names stand.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    wanted: HashSet<u32>,
    beside: HashMap<u32, HashSet<u32>>,
    together: HashMap<(u32, u32), u64>,
    pairs: HashMap<u32, Vec<u32>>,
    /// What stands in more articles than this tells nothing.
    most_articles: u64,
}

impl Companions {
    /// Prepares to look at the articles for the sake of `pairs` of names.
    pub fn new(pairs: &[(u32, u32)], num_articles: u64) -> Self {
        let mut companions = Companions {
            most_articles: (num_articles / 50).max(20),
            ..Companions::default()
        };
        for &(a, b) in pairs {
            companions.wanted.extend([a, b]);
            companions.pairs.entry(a.min(b)).or_default().push(a.max(b));
        }
        companions
    }

    /// Looks at the names of one article, each a place in `names`.
    pub fn look_at(&mut self, article: &[u32], names: &[NameCount]) {
        for &name in article.iter().filter(|name| self.wanted.contains(name)) {
            let telling = |other: &&u32| {
                let articles = names[**other as usize].articles;
                **other != name && articles > 1 && articles <= self.most_articles
            };
            let others = article.iter().filter(telling);
            self.beside.entry(name).or_default().extend(others);
            let partners = self.pairs.get(&name).into_iter().flatten();
            for &partner in partners.filter(|partner| article.contains(partner)) {
                *self.together.entry((name, partner)).or_default() += 1;
            }
        }
    }

    /// Tells whether two names stand beside the same others, and not beside one another.
    fn agree(&self, (a, b): (u32, u32), names: &[NameCount]) -> bool {
        let rarer = names[a as usize].articles.min(names[b as usize].articles);
        let together = self.together.get(&(a.min(b), a.max(b))).copied();
        if together.unwrap_or(0) as f64 > MOST_TOGETHER * rarer as f64 {
            return false;
        }
        let (Some(of_a), Some(of_b)) = (self.beside.get(&a), self.beside.get(&b)) else {
            return false;
        };
        let shared = of_a.intersection(of_b).count();
        let least = of_a.len().min(of_b.len()) as f64 * LEAST_SHARED;
        shared >= LEAST_COMPANIONS && shared as f64 >= least
    }
}

/// Names that look alike.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// Pairs with the same letters, which need nothing else.
    same: Vec<(u32, u32)>,
    /// Pairs that need companions.
    pub alike: Vec<(u32, u32)>,
}

/// Returns the pairs of `names` that may be one, as places in it.
pub fn candidates(names: &[NameCount]) -> Candidates {
    let mut found = Candidates::default();
    let mut by_letters: HashMap<(EntityKind, String), u32> = HashMap::new();
    let mut by_skeleton: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut by_ends: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut written: HashMap<u32, Written> = HashMap::new();
    for (i, name) in (0..).zip(names) {
        let is_word = !name.name.contains([' ', '-']);
        if name.kind == EntityKind::Other || is_word || name.articles == 0 {
            continue;
        }
        let parts = Written::new(&name.name);
        let letters = parts.letters();
        if letters.chars().count() >= LEAST_LETTERS {
            match by_letters.get(&(name.kind, letters.clone())) {
                Some(&first) => found.same.push((first, i)),
                None => {
                    by_letters.insert((name.kind, letters), i);
                }
            }
        }
        let is_full = parts.words.len() >= 2 && name.articles >= LEAST_ARTICLES;
        if name.kind == EntityKind::Person && is_full && !is_run_together(&name.name) {
            by_skeleton.entry(parts.skeleton()).or_default().push(i);
            by_ends.entry(parts.last().to_owned()).or_default().push(i);
            written.insert(i, parts);
        }
    }
    // Where there are too many to be compared, the most frequent are.
    for alike in by_skeleton.values_mut().chain(by_ends.values_mut()) {
        alike.sort_by_key(|name| Reverse(names[*name as usize].articles));
    }
    for alike in by_skeleton.values() {
        add_pairs(alike, &written, is_romanisation, &mut found.alike);
    }
    for namesakes in by_ends.values() {
        add_fuller(namesakes, &written, &by_ends, &mut found.alike);
    }
    found
}

fn add_pairs(
    names: &[u32],
    written: &HashMap<u32, Written>,
    is_pair: impl Fn(&Written, &Written) -> bool,
    pairs: &mut Vec<(u32, u32)>,
) {
    for (i, a) in names.iter().take(MOST_ALIKE).enumerate() {
        for b in names.iter().take(MOST_ALIKE).skip(i + 1) {
            if is_pair(&written[a], &written[b]) {
                pairs.push((*a, *b));
            }
        }
    }
}

/// Tells whether two names are one in two romanisations, one long word perhaps misspelt.
fn is_romanisation(a: &Written, b: &Written) -> bool {
    let differs = |(a, b): &(&String, &String)| !is_same_sound(a, b);
    let different: Vec<_> = a.words.iter().zip(&b.words).filter(differs).collect();
    a.letters() != b.letters()
        && a.words.len() == b.words.len()
        && different.len() <= 1
        && different.iter().all(|(a, b)| is_misspelling(a, b))
}

/// Pairs each name with the fuller ones that hold it, unless two of those differ. What stands
/// before a name and is the family name of others is of another: "Roe Harlan Ada Holm".
fn add_fuller(
    namesakes: &[u32],
    written: &HashMap<u32, Written>,
    surnames: &BTreeMap<String, Vec<u32>>,
    pairs: &mut Vec<(u32, u32)>,
) {
    let namesakes = &namesakes[..namesakes.len().min(4 * MOST_ALIKE)];
    for &short in namesakes {
        let is_fuller = |&&long: &&u32| {
            let (short, long) = (&written[&short], &written[&long]);
            let is_other = |word: &&String| surnames.contains_key(*word);
            let more = long.words.len().saturating_sub(short.words.len());
            let has_others = short.words[0] != long.words[0]
                && (more > 1 || long.words.first().iter().any(is_other));
            short.words != long.words && !has_others && is_within(short, long)
        };
        let fuller: Vec<u32> = namesakes.iter().filter(is_fuller).copied().collect();
        let is_one_person = fuller.iter().all(|a| {
            fuller
                .iter()
                .all(|b| is_within(&written[a], &written[b]) || is_within(&written[b], &written[a]))
        });
        if is_one_person {
            pairs.extend(fuller.iter().map(|&long| (short, long)));
        }
    }
}

/// Returns the groups of names that are one, those in most articles first. What `listed` says is
/// one is one, too; its names that no article has are left out.
pub fn learn(
    names: &[NameCount],
    others: &[Other],
    (candidates, companions): (&Candidates, &Companions),
    listed: &[Group],
) -> Vec<Group> {
    let mut joined = Joined::new(names.len());
    for (a, b) in listed_pairs(names, listed) {
        joined.join(a, b);
    }
    for &(a, b) in &candidates.same {
        joined.join(a, b);
    }
    for &(a, b) in &candidates.alike {
        if companions.agree((a, b), names) {
            joined.join(a, b);
        }
    }
    for (a, b) in acronyms(names, others).into_iter().chain(surnames(names)) {
        joined.join(a, b);
    }
    joined.groups(names)
}

/// Each name that is in a group, and the first of that group.
fn listed_pairs(names: &[NameCount], listed: &[Group]) -> Vec<(u32, u32)> {
    let lower = |name: &str| name.to_lowercase();
    let by_name: HashMap<(EntityKind, String), usize> = listed
        .iter()
        .enumerate()
        .flat_map(|(i, group)| {
            group
                .names()
                .map(move |name| ((group.kind, lower(name)), i))
        })
        .collect();
    let mut first = vec![None; listed.len()];
    let mut pairs = Vec::new();
    for (i, name) in (0..).zip(names).filter(|(_, name)| name.articles > 0) {
        if let Some(&group) = by_name.get(&(name.kind, lower(&name.name))) {
            pairs.push((*first[group].get_or_insert(i), i));
        }
    }
    pairs
}

/// The organizations that stand in articles under their acronyms alone, and what these stand for.
fn acronyms(names: &[NameCount], others: &[Other]) -> Vec<(u32, u32)> {
    let is_acronym = |other: &&Other| {
        let letters = other.spelling.chars().filter(|c| c.is_alphabetic());
        other.kind == EntityKind::Organization
            && !other.spelling.contains(' ')
            && other.name.contains(' ')
            && letters.clone().count() >= 2
            && letters.filter(|c| c.is_uppercase()).count() >= 2
    };
    let mut explained: BTreeMap<&str, (u64, &Other)> = BTreeMap::new();
    for other in others.iter().filter(is_acronym) {
        let (articles, best) = explained.entry(&other.spelling).or_insert((0, other));
        *articles += other.articles;
        if other.articles > best.articles {
            *best = other;
        }
    }
    let place: HashMap<&str, u32> = (0..)
        .zip(names)
        .filter(|(_, name)| name.kind == EntityKind::Organization)
        .map(|(i, name)| (name.name.as_str(), i))
        .collect();
    let agreed = explained.into_values().filter(|(articles, best)| {
        best.articles >= LEAST_ACRONYM && best.articles as f64 >= LEAST_AGREED * *articles as f64
    });
    agreed
        .filter_map(|(_, best)| {
            let short = place.get(best.spelling.as_str())?;
            Some((*short, *place.get(best.name.as_str())?))
        })
        .collect()
}

/// The people who stand in articles under their family names alone, and who they are: the one whom
/// nearly all articles mean that have the name in full.
fn surnames(names: &[NameCount]) -> Vec<(u32, u32)> {
    let mut bearers: HashMap<String, Vec<u32>> = HashMap::new();
    let mut alone = Vec::new();
    for (i, name) in (0..).zip(names) {
        if name.kind != EntityKind::Person || name.articles < LEAST_ARTICLES {
            continue;
        }
        let written = Written::new(&name.name);
        match written.words.len() {
            1 => alone.push((i, written)),
            _ => bearers
                .entry(written.last().to_owned())
                .or_default()
                .push(i),
        }
    }
    let articles = |name: &u32| names[*name as usize].articles;
    let meant = alone.into_iter().filter_map(|(i, written)| {
        let bearers = bearers.get(written.last())?;
        let best = bearers.iter().max_by_key(|name| articles(name))?;
        let all: u64 = bearers.iter().map(articles).sum();
        let is_clear =
            articles(best) >= LEAST_KNOWN && articles(best) as f64 >= LEAST_MEANT * all as f64;
        is_clear.then_some((i, *best))
    });
    meant.collect()
}

/// Names joined to groups: a forest in which each name points to one nearer the root.
struct Joined {
    parents: Vec<u32>,
}

impl Joined {
    fn new(len: usize) -> Self {
        Joined {
            parents: (0..).take(len).collect(),
        }
    }

    fn root(&mut self, mut name: u32) -> u32 {
        while self.parents[name as usize] != name {
            let parent = self.parents[name as usize];
            self.parents[name as usize] = self.parents[parent as usize];
            name = parent;
        }
        name
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// The groups of two names or more, called by the name that most articles have.
    fn groups(mut self, names: &[NameCount]) -> Vec<Group> {
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for name in (0..).take(names.len()) {
            let root = self.root(name);
            if root != name {
                members.entry(root).or_insert_with(|| vec![root]).push(name);
            }
        }
        let articles = |name: &u32| names[*name as usize].articles;
        let mut groups: Vec<(u64, Group)> = Vec::with_capacity(members.len());
        for mut members in members.into_values() {
            members.sort_by(|a, b| {
                let key = |name: &u32| {
                    let written = &names[*name as usize];
                    // Nobody is called by the family name alone of whom more is known.
                    let is_alone =
                        written.kind == EntityKind::Person && !written.name.contains(' ');
                    (is_alone, Reverse(articles(name)), &written.name)
                };
                key(a).cmp(&key(b))
            });
            let kind = names[members[0] as usize].kind;
            let total = members.iter().map(articles).sum();
            // To the index names with the same words are one.
            let mut seen = HashSet::new();
            let all = members
                .iter()
                .map(|name| names[*name as usize].name.clone());
            let mut all: Vec<String> = all.filter(|name| seen.insert(folded(name))).collect();
            let spellings = all.split_off(1);
            if let Some(name) = all.pop().filter(|_| !spellings.is_empty()) {
                let group = Group {
                    kind,
                    name,
                    spellings,
                };
                groups.push((total, group));
            }
        }
        groups.sort_by(|(a, left), (b, right)| b.cmp(a).then_with(|| left.name.cmp(&right.name)));
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: EntityKind = EntityKind::Person;
    const ORGANIZATION: EntityKind = EntityKind::Organization;

    /// Learns from articles, each the names that it has, `P` before those of people.
    fn learned(articles: &[&[&str]], others: &[Other]) -> Vec<String> {
        let mut names: Vec<NameCount> = Vec::new();
        let mut of_articles: Vec<Vec<u32>> = Vec::new();
        for article in articles {
            let mut of_article = Vec::new();
            for written in *article {
                let (kind, name) = match written.strip_prefix("P ") {
                    Some(name) => (PERSON, name),
                    None => (ORGANIZATION, *written),
                };
                let known = names.iter().position(|n| n.kind == kind && n.name == name);
                let place = known.unwrap_or_else(|| {
                    let name = name.to_owned();
                    names.push(NameCount {
                        kind,
                        name,
                        articles: 0,
                    });
                    names.len() - 1
                });
                names[place].articles += 1;
                of_article.push(place as u32);
            }
            of_articles.push(of_article);
        }
        let candidates = candidates(&names);
        let mut companions = Companions::new(&candidates.alike, articles.len() as u64);
        for article in &of_articles {
            companions.look_at(article, &names);
        }
        let listed = [Group {
            kind: PERSON,
            name: "Vera Kolmar".to_owned(),
            spellings: vec!["Wera Kolmarowa".to_owned(), "V. K.".to_owned()],
        }];
        let groups = learn(&names, others, (&candidates, &companions), &listed);
        let shown = |group: &Group| group.names().collect::<Vec<_>>().join(" = ");
        groups.iter().map(shown).collect()
    }

    /// Whether two names may be one by their looks, before their companions are asked.
    fn look_alike(a: &str, b: &str) -> bool {
        let (a, b) = (Written::new(a), Written::new(b));
        let is_fuller = is_within(&a, &b) || is_within(&b, &a);
        a.letters() == b.letters() || is_fuller || is_romanisation(&a, &b)
    }

    #[test]
    fn of_too_many_namesakes_the_most_frequent_are_compared() {
        let rare = (b'a'..=b'z')
            .flat_map(|first| (b'a'..=b'z').map(move |second| [first, second]))
            .map(|letters| format!("{} Holm", String::from_utf8_lossy(&letters)));
        let frequent = ["Ada Holm", "Ada K. Holm"].map(|name| (name.to_owned(), 9));
        let names = rare.map(|name| (name, 2)).chain(frequent);
        let names: Vec<NameCount> = names
            .map(|(name, articles)| NameCount {
                kind: PERSON,
                name,
                articles,
            })
            .collect();
        let last = names.len() as u32 - 1;
        assert!(last as usize > 4 * MOST_ALIKE);
        assert!(candidates(&names).alike.contains(&(last - 1, last)));
    }

    #[test]
    fn looks_alone_join_the_right_names_of_a_judged_sample() {
        let (mut joined, mut right, mut same) = (0u32, 0u32, 0u32);
        for line in include_str!("judged.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            let [verdict, a, b] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("expected a verdict and two names, but found {line:?}");
            };
            let is_same = verdict == "same";
            same += u32::from(is_same);
            joined += u32::from(look_alike(a, b));
            right += u32::from(is_same && look_alike(a, b));
        }
        assert!(
            f64::from(right) >= 0.98 * f64::from(joined),
            "{right} of {joined} are right"
        );
        assert!(
            f64::from(right) >= 0.9 * f64::from(same),
            "{right} of {same} are found"
        );
    }

    #[test]
    fn romanisations_are_one_where_they_keep_the_same_company() {
        let articles: &[&[&str]] = &[
            &["P Ilya Markov", "Harbour Union", "P Ada Holm", "Dunmore"],
            &["P Ilya Markov", "Harbour Union", "P Ada Holm", "Dunmore"],
            &["P Ilya Markow", "Harbour Union", "P Ada Holm", "Dunmore"],
            &["P Ilya Markow", "Harbour Union", "Dunmore"],
            &["P Terri Smyth", "Opera House", "P Luc Merle"],
            &["P Terri Smyth", "Opera House", "P Luc Merle"],
            &["P Terry Smith", "Harbour Union", "Dunmore"],
            &["P Terry Smith", "Harbour Union", "Dunmore"],
        ];
        assert_eq!(learned(articles, &[]), ["Ilya Markov = Ilya Markow"]);
    }

    #[test]
    fn two_people_of_one_article_are_two() {
        let article: &[&str] = &[
            "P Ilya Markov",
            "P Ilya Markow",
            "Harbour Union",
            "Dunmore",
            "Ode",
        ];
        assert_eq!(learned(&[article; 4], &[]), [] as [&str; 0]);
    }

    #[test]
    fn a_short_name_goes_to_its_only_fuller_one() {
        let with = |name: &'static str| [name, "Harbour Union", "Dunmore", "Ode"];
        let (full, short) = (with("P Ada Vera Holm"), with("P Ada Holm"));
        let articles: &[&[&str]] = &[&full, &full, &short, &short, &short];
        assert_eq!(learned(articles, &[]), ["Ada Holm = Ada Vera Holm"]);
        let other = with("P Ada Maria Holm");
        let articles: &[&[&str]] = &[&full, &full, &short, &short, &other, &other];
        assert_eq!(learned(articles, &[]), [] as [&str; 0]);
    }

    #[test]
    fn what_is_listed_is_one_where_articles_have_it() {
        let articles: &[&[&str]] = &[&["P Vera Kolmar"], &["P WERA KOLMAROWA"], &["P Ode"]];
        assert_eq!(learned(articles, &[]), ["Vera Kolmar = WERA KOLMAROWA"]);
    }

    #[test]
    fn a_family_name_alone_is_of_the_one_whom_nearly_all_articles_mean() {
        let (full, alone, wife): (&[&str], &[&str], &[&str]) =
            (&["P Ilya Markov"], &["P Markov"], &["P Vera Markov"]);
        let articles = |full_times, wives| {
            let mut articles = vec![full; full_times];
            articles.extend([alone; 2]);
            articles.extend(vec![wife; wives]);
            articles
        };
        assert_eq!(learned(&articles(20, 2), &[]), ["Ilya Markov = Markov"]);
        let more_alone = [articles(20, 2), vec![alone; 30]].concat();
        assert_eq!(learned(&more_alone, &[]), ["Ilya Markov = Markov"]);
        assert_eq!(learned(&articles(20, 3), &[]), [] as [&str; 0]);
        assert_eq!(learned(&articles(19, 0), &[]), [] as [&str; 0]);
    }

    #[test]
    fn the_same_letters_are_one_name() {
        let articles: &[&[&str]] = &[&["Al-Norda Front"], &["al Norda Front"], &["Norda"]];
        assert_eq!(
            learned(articles, &[]),
            [] as [&str; 0],
            "the same words are one name anyway"
        );
        let articles: &[&[&str]] = &[&["Al-Norda Front"], &["Norda-Front"], &["Norda"]];
        assert_eq!(learned(articles, &[]), ["Al-Norda Front = Norda-Front"]);
    }

    #[test]
    fn an_acronym_is_what_nearly_all_articles_say() {
        let other = |name: &str, articles| Other {
            kind: ORGANIZATION,
            spelling: "NHA".to_owned(),
            name: name.to_owned(),
            articles,
        };
        let articles: &[&[&str]] = &[&["NHA"], &["Northern Harbour Authority"]];
        let agreed = [other("Northern Harbour Authority", 3)];
        let expected = ["NHA = Northern Harbour Authority"];
        assert_eq!(learned(articles, &agreed), expected);
        let torn = [
            other("Northern Harbour Authority", 3),
            other("New Horizons Army", 1),
        ];
        assert_eq!(learned(articles, &torn), [] as [&str; 0]);
    }
}
