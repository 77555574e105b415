//! Names of authors as records of literature write them.

use super::one_line;
use crate::text::outlet::is_agency;

/// Words that only the names of desks, papers and agencies have, lower case.
const DESK_WORDS: &[&str] = &[
    "agencies",
    "agency",
    "association",
    "board",
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editorial",
    "editors",
    "media",
    "network",
    "news",
    "newsroom",
    "press",
    "redaktion",
    "reporter",
    "reporters",
    "rédaction",
    "staff",
    "team",
    "wire",
    "writers",
];

/// What stands behind a family name.
const SUFFIXES: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// An author: somebody with a family name, or one whose name is one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// A human being, as far as can be told.
    Person {
        /// Given names.
        given: String,
        /// Family name with its particles: `van der Berg`.
        family: String,
        /// `Jr.`, `III`.
        suffix: Option<String>,
    },
    /// A desk, an agency, or a name that cannot be cut.
    Whole(String),
}

/// Cuts a name as written: the family name begins at the first word in small letters, and is the last
/// word where there is none ("First von Last", as BibTeX reads names; Patashnik, "BibTeXing", 1988), or
/// stands before a comma.
pub(super) fn author(name: &str, source: Option<&str>) -> Author {
    let name = one_line(name);
    match person(&name) {
        Some(person) if !is_desk(&name, source) => person,
        _ => Author::Whole(name),
    }
}

fn person(name: &str) -> Option<Author> {
    let mut words: Vec<&str> = name.split(' ').collect();
    let is_suffix = |word: &mut &str| SUFFIXES.contains(&word.to_lowercase().as_str());
    let suffix = match words.len() {
        0..3 => None,
        _ => words.pop_if(is_suffix).map(str::to_owned),
    };
    let rest = words.join(" ");
    let rest = if suffix.is_some() {
        rest.trim_end_matches(',')
    } else {
        &rest
    };
    let (given, family) = match rest.split_once(", ") {
        Some((family, given)) => (given, family),
        None => split_before_family(rest)?,
    };
    let is_of_words = |text: &str| !text.contains([',', ';', '/', '&', '@', '(', '|', ':']);
    (is_of_words(given) && is_of_words(family)).then(|| Author::Person {
        given: given.to_owned(),
        family: family.to_owned(),
        suffix,
    })
}

fn split_before_family(name: &str) -> Option<(&str, &str)> {
    let is_small = |at: &usize| name[at + 1..].starts_with(char::is_lowercase);
    let mut spaces = name.match_indices(' ').map(|(at, _)| at);
    let particle = spaces.find(is_small);
    let at = particle.or_else(|| name.rfind(' '))?;
    let has_case = |part: &str| part.chars().any(|c| c.is_uppercase() || c.is_lowercase());
    let (given, family) = (&name[..at], &name[at + 1..]);
    let is_cut = given.starts_with(char::is_uppercase) && has_case(family);
    is_cut.then_some((given, family))
}

fn is_desk(name: &str, source: Option<&str>) -> bool {
    let mut words = name.split(' ').map(str::to_lowercase);
    let is_source = source.is_some_and(|source| source.eq_ignore_ascii_case(name));
    is_source || is_agency(name) || words.any(|word| DESK_WORDS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        let shown = match author(name, Some("The Harbour Courier")) {
            Author::Person {
                given,
                family,
                suffix,
            } => [Some(family), Some(given), suffix]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("|"),
            Author::Whole(name) => name,
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn people_have_family_names_and_desks_have_none() {
        check("Anna Kowalska", "Kowalska|Anna");
        check("Jan Piet  van der Berg", "van der Berg|Jan Piet");
        check("Martin Luther King Jr.", "King|Martin Luther|Jr.");
        check("Ada Holm, Jr.", "Holm|Ada|Jr.");
        check("George R. R. Martin", "Martin|George R. R.");
        check("Holm, Ada", "Holm|Ada");
        for whole in [
            "Reuters",
            "Associated Press",
            "BBC News",
            "The Harbour Courier",
            "Foreign Desk",
            "王小明 李雷",
            "de Gaulle",
            "Ada Holm/Reuters",
            "",
        ] {
            check(whole, whole);
        }
    }
}
