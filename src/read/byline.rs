//! Authors: the names in a byline.

use crate::text::normalize::clean_line;
use crate::text::outlet::is_agency;

/// Words that may follow the last name of a person, or the name of a company.
const SUFFIXES: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "ag", "co", "corp", "gmbh", "inc", "llc",
    "ltd", "plc",
];

/// Roles that stand where another name could, lower case.
const ROLES: &[&str] = &[
    "chefredakteur",
    "chefredakteurin",
    "chroniqueur",
    "chroniqueuse",
    "colunista",
    "columnist",
    "columnista",
    "contributor",
    "correspondant",
    "correspondante",
    "correspondent",
    "correspondente",
    "corresponsal",
    "corrispondente",
    "dziennikarka",
    "dziennikarz",
    "editor",
    "editora",
    "editör",
    "enviada",
    "enviado",
    "envoyé",
    "envoyée",
    "giornalista",
    "inviata",
    "inviato",
    "jornalista",
    "journaliste",
    "journalist",
    "journalistin",
    "kirjeenvaihtaja",
    "korespondent",
    "korespondentka",
    "korrespondent",
    "korrespondentin",
    "muhabir",
    "muhabiri",
    "periodista",
    "photographer",
    "producer",
    "redacteur",
    "redactor",
    "redactora",
    "redakteur",
    "redakteurin",
    "redaktor",
    "redaktör",
    "redaktør",
    "redator",
    "redatora",
    "redattore",
    "redattrice",
    "reporter",
    "reporterin",
    "repórter",
    "rédacteur",
    "rédactrice",
    "skribent",
    "toimittaja",
    "verslaggeefster",
    "verslaggever",
    "writer",
    "журналист",
    "корреспондент",
    "обозреватель",
    "редактор",
];

/// "By" in other languages, lower case; some are names as well (`Von der Leyen`, `Di Maria`).
const FOREIGN_BY: &[&str] = &["af", "av", "da", "di", "door", "par", "por", "von", "автор"];

/// "And" in other languages, lower case; some stand in names as well (`Ortega y Gasset`).
const FOREIGN_AND: &[&str] = &[
    "e", "en", "et", "i", "ja", "och", "og", "und", "ve", "y", "и",
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

/// Splits a byline into the names of its authors: "By Ann Lee and Bo Max, Reuters" has two.
///
/// Names are separated by semicolons, "and" in many languages, "&", bars, and by commas when the
/// first comma follows a name of several words: "Lee, Ann" is one. Roles ("Staff Writer"),
/// addresses, and agencies after a name go.
pub(crate) fn names(byline: &str) -> Vec<String> {
    let byline = clean_line(&byline[..byline.floor_char_boundary(MAX_BYLINE_BYTES)]);
    let mut names = Vec::new();
    for text in listed(&byline) {
        for part in text.split([';', '|', '•', '·']) {
            for part in split_words(strip_by(part.trim())) {
                split_commas(&part, &mut names);
            }
        }
    }
    names
}

/// The texts of a list as Python prints it, `['Ann Lee', "Bo O'Max"]`; else the line itself.
fn listed(line: &str) -> Vec<&str> {
    let inner = line
        .strip_prefix('[')
        .and_then(|line| line.strip_suffix(']'));
    let Some(mut rest) = inner.filter(|inner| !inner.starts_with('[')) else {
        return vec![line];
    };
    let mut texts = Vec::new();
    while let Some(start) = rest.find(['\'', '"']) {
        let quote = char::from(rest.as_bytes()[start]);
        let text = &rest[start + 1..];
        let end = text.find(quote).unwrap_or(text.len());
        texts.push(&text[..end]);
        rest = text.get(end + 1..).unwrap_or_default();
    }
    if texts.is_empty() {
        texts.extend(inner);
    }
    texts
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
    match line.split_once(' ') {
        Some((by, rest)) if is_foreign_by(by, rest) => rest.trim_start(),
        _ => line,
    }
}

/// Two names must follow a word that could be the first of a name itself.
fn is_foreign_by(by: &str, rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let is_name =
        |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    FOREIGN_BY.contains(&by.to_lowercase().as_str())
        && is_name(words.next())
        && words.next().is_some()
}

fn split_words(part: &str) -> Vec<String> {
    part.split(" and ")
        .flat_map(|part| part.split(" AND "))
        .flat_map(|part| part.split(" & "))
        .flat_map(split_foreign_words)
        .collect()
}

/// Splits at the "and" of another language where it joins two names of several words each.
fn split_foreign_words(part: &str) -> Vec<String> {
    let words: Vec<&str> = part.split(' ').collect();
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        // A single capital is an initial.
        let is_and = FOREIGN_AND.contains(word)
            || word.chars().count() > 1 && FOREIGN_AND.contains(&word.to_lowercase().as_str());
        if is_and && num_last(&words[start..at]) >= 2 && num_first(&words[at + 1..]) >= 2 {
            parts.push(words[start..at].join(" "));
            start = at + 1;
        }
    }
    parts.push(words[start..].join(" "));
    parts
}

/// The number of words after the last comma.
fn num_last(words: &[&str]) -> usize {
    let mut last = words.rsplit(|word| word.ends_with(','));
    last.next().map_or(0, <[&str]>::len)
}

/// The number of words up to the first comma.
fn num_first(words: &[&str]) -> usize {
    let comma = words.iter().position(|word| word.ends_with(','));
    comma.map_or(words.len(), |at| at + 1)
}

fn split_commas(part: &str, names: &mut Vec<String>) {
    let pieces: Vec<&str> = part.split(',').map(str::trim).collect();
    let is_word = |piece: &&str| !piece.contains(' ');
    // "Lee, Ann" and "Lee, A., Max, B.", not "Ann, Bo, Cy" or "Reuters, AFP".
    let is_inverted = pieces.first().is_some_and(is_word)
        && (pieces.len() == 2 && !pieces.iter().all(|piece| is_agency(piece))
            || pieces.len().is_multiple_of(2) && pieces.iter().step_by(2).all(is_word));
    if is_inverted {
        for pair in pieces.chunks(2) {
            push(&pair.join(", "), names);
        }
        return;
    }
    for piece in pieces {
        let word = piece.trim_end_matches('.').replace('.', "").to_lowercase();
        match names.last_mut() {
            Some(name) if SUFFIXES.contains(&word.as_str()) || is_initials(piece) => {
                *name = format!("{name}, {piece}");
            }
            _ => push(piece, names),
        }
    }
}

/// Tells whether a piece is what stands for given names: `A.`, `J. R.`, `J.-P.`.
fn is_initials(piece: &str) -> bool {
    let mut letters = piece.split(['.', ' ', '-']).filter(|word| !word.is_empty());
    piece.ends_with('.') && letters.all(|word| word.chars().count() == 1)
}

fn push(name: &str, names: &mut Vec<String>) {
    let name = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | ',' | ':' | '-' | '–' | '—')
    });
    let name = without_role(strip_by(without_aside(name)));
    let is_name = name.chars().any(char::is_alphabetic)
        && name.len() <= MAX_NAME_BYTES
        && !name.contains('@')
        && !name.contains("://")
        && (names.is_empty() || !is_agency(name));
    if is_name && !names.iter().any(|known| known == name) {
        names.push(name.to_string());
    }
}

/// Takes an agency or a role in parentheses off the end of a name.
fn without_aside(name: &str) -> &str {
    let aside = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once(" ("));
    match aside {
        Some((name, aside)) if is_agency(aside) || without_role(aside).is_empty() => name,
        _ => name,
    }
}

/// Takes a role off: all of it where it names nobody (`Staff Writer`, `Envoyée spéciale`), the
/// first word where a name follows (`Reporter Ann Lee`).
fn without_role(name: &str) -> &str {
    let is_role = |word: &str| ROLES.contains(&word.to_lowercase().as_str());
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let last = name.rsplit(' ').next().unwrap_or_default();
    let mut words = rest.split(' ');
    let is_name =
        |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    match () {
        () if is_role(last) => "",
        () if !is_role(first) => name,
        () if is_name(words.next()) && is_name(words.next()) => rest,
        () => "",
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
            ("By Ann Lee | Reuters", vec!["Ann Lee"]),
            ("Ann Lee, Reuters", vec!["Ann Lee"]),
            ("Ann Lee (AFP)", vec!["Ann Lee"]),
            ("Reuters", vec!["Reuters"]),
            ("Par Ann Lee et Bo Max", vec!["Ann Lee", "Bo Max"]),
            (
                "Von Karla Mohn, Bo Max und Cy Orr",
                vec!["Karla Mohn", "Bo Max", "Cy Orr"],
            ),
            ("Di Marco Riva e Ada Neri", vec!["Marco Riva", "Ada Neri"]),
            (
                "Автор Анна Лескова и Пётр Мохов",
                vec!["Анна Лескова", "Пётр Мохов"],
            ),
            ("José Ortega y Gasset", vec!["José Ortega y Gasset"]),
            ("Von der Leyen", vec!["Von der Leyen"]),
            ("Di Maria", vec!["Di Maria"]),
            ("Clémence Auvray, envoyée spéciale", vec!["Clémence Auvray"]),
            ("Karla Mohn, Korrespondentin in Bern", vec!["Karla Mohn"]),
            ("Reporter Ann Lee", vec!["Ann Lee"]),
            ("Lee, A., Max, B.", vec!["Lee, A.", "Max, B."]),
            ("Lee, Ann, Max, Bo", vec!["Lee, Ann", "Max, Bo"]),
            ("De Wit, J., Max, B.", vec!["De Wit, J.", "Max, B."]),
            (
                "Ann Lee, Harbour Press, Inc.",
                vec!["Ann Lee", "Harbour Press, Inc."],
            ),
            ("['Ann Lee', \"Bo O'Max\"]", vec!["Ann Lee", "Bo O'Max"]),
            ("[]", vec![]),
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
