//! Authors: the names in a byline.

use crate::text::normalize::clean_line;

/// Words that may follow the last name of a person.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"];

/// Roles that stand where another name could.
const ROLES: &[&str] = &[
    "columnist",
    "contributor",
    "correspondent",
    "editor",
    "producer",
    "reporter",
    "writer",
];

/// What stands before a colon and the author's name, in several languages, lower case.
const LABELS: &[&str] = &[
    "author",
    "auteur",
    "autor",
    "autora",
    "autore",
    "av",
    "by",
    "de",
    "di",
    "door",
    "författare",
    "forfatter",
    "haber",
    "par",
    "por",
    "tekst",
    "text",
    "texte",
    "texto",
    "testo",
    "von",
    "yazan",
    "автор",
    "текст",
];

/// The longest text that is taken for names.
const MAX_NAME_BYTES: usize = 100;

/// The longest text that is taken for a byline.
const MAX_BYLINE_BYTES: usize = 8 * 1024;

/// Splits a byline into the names of its authors: "By Ann Lee and Bo Max, Reuters" has three.
///
/// Names are separated by semicolons, "and", "&", bars, and by commas when the first comma
/// follows a name of several words: "Lee, Ann" is one. Roles ("Staff Writer") and addresses go.
pub(crate) fn names(byline: &str) -> Vec<String> {
    let byline = clean_line(&byline[..byline.floor_char_boundary(MAX_BYLINE_BYTES)]);
    let mut names = Vec::new();
    for part in byline.split([';', '|', '•', '·']) {
        for part in split_words(strip_by(part.trim())) {
            split_commas(part, &mut names);
        }
    }
    names
}

/// Takes the "By" off a byline, when it has one.
pub(crate) fn strip_by(line: &str) -> &str {
    if let Some((label, rest)) = line.split_once(':')
        && LABELS.contains(&label.trim_end().to_lowercase().as_str())
    {
        return rest.trim_start();
    }
    for prefix in ["written by ", "story by ", "by "] {
        if line
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        {
            return line[prefix.len()..].trim_start();
        }
    }
    line
}

fn split_words(part: &str) -> Vec<&str> {
    part.split(" and ")
        .flat_map(|part| part.split(" AND "))
        .flat_map(|part| part.split(" & "))
        .collect()
}

fn split_commas(part: &str, names: &mut Vec<String>) {
    let first = part.split(',').next().unwrap_or_default();
    if !first.trim().contains(' ') {
        return push(part, names);
    }
    for piece in part.split(',') {
        let word = piece
            .trim()
            .trim_end_matches('.')
            .replace('.', "")
            .to_lowercase();
        match names.last_mut() {
            Some(name) if SUFFIXES.contains(&word.as_str()) => {
                *name = format!("{name}, {}", piece.trim());
            }
            _ => push(piece, names),
        }
    }
}

fn push(name: &str, names: &mut Vec<String>) {
    let name = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | ',' | ':' | '-' | '–' | '—')
    });
    let name = strip_by(name);
    let last_word = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_name = name.chars().any(char::is_alphabetic)
        && name.len() <= MAX_NAME_BYTES
        && !name.contains('@')
        && !name.contains("://")
        && !ROLES.contains(&last_word.as_str());
    if is_name && !names.iter().any(|known| known == name) {
        names.push(name.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_split_into_names() {
        for (byline, expected) in [
            ("By Ann Lee", vec!["Ann Lee"]),
            ("BY ANN LEE AND BO MAX", vec!["ANN LEE", "BO MAX"]),
            (
                "Ann Lee, Bo Max and Cy Orr",
                vec!["Ann Lee", "Bo Max", "Cy Orr"],
            ),
            ("Lee, Ann", vec!["Lee, Ann"]),
            ("Lee, Ann; Max, Bo", vec!["Lee, Ann", "Max, Bo"]),
            ("Ann Lee, Jr., Bo Max", vec!["Ann Lee, Jr.", "Bo Max"]),
            ("Ann Lee, Staff Writer", vec!["Ann Lee"]),
            ("By Ann Lee | Reuters", vec!["Ann Lee", "Reuters"]),
            ("Ann Lee, ann@example.org", vec!["Ann Lee"]),
            ("\"Ann OLee\", Ann OLee", vec!["Ann OLee"]),
            ("Byron Lee", vec!["Byron Lee"]),
            ("", vec![]),
            ("—", vec![]),
        ] {
            assert_eq!(names(byline), expected, "{byline}");
        }
    }
}
