//! Names of papers and news agencies.

/// News agencies and broadcasters that others print, lower case.
const AGENCIES: &[&str] = &[
    "aap",
    "aa",
    "afp",
    "agence france-presse",
    "al jazeera",
    "anadolu agency",
    "ani",
    "ans",
    "anp",
    "ansa",
    "antara",
    "ap",
    "app",
    "apa",
    "ats",
    "belga",
    "bernama",
    "bns",
    "associated press",
    "bbc",
    "bbc news",
    "bloomberg",
    "bloomberg news",
    "cnn",
    "čtk",
    "dpa",
    "efe",
    "europa press",
    "ians",
    "interfax",
    "interfax-ukraine",
    "irna",
    "itar-tass",
    "jiji press",
    "keystone-sda",
    "kyodo",
    "kyodo news",
    "lusa",
    "mti",
    "ntb",
    "pa media",
    "pap",
    "press association",
    "press trust of india",
    "pti",
    "reuters",
    "ria novosti",
    "ritzau",
    "sana",
    "sda",
    "stt",
    "tanjug",
    "tass",
    "the associated press",
    "thomson reuters",
    "ukrinform",
    "unian",
    "upi",
    "xinhua",
    "yonhap",
    "yonhap news agency",
    "риа новости",
    "интерфакс",
    "тасс",
    "укринформ",
];

/// Words by which the names of papers are known, lower case. A person can have some of them for a
/// surname: where they stand must speak for a paper too.
const PAPER_WORDS: &[&str] = &[
    "advertiser",
    "allgemeine",
    "anzeiger",
    "argus",
    "avisen",
    "bladet",
    "bulletin",
    "chronicle",
    "correo",
    "corriere",
    "courant",
    "courier",
    "dagblad",
    "dagbladet",
    "daily",
    "diario",
    "diário",
    "dispatch",
    "dziennik",
    "echo",
    "enquirer",
    "evening",
    "examiner",
    "express",
    "gazeta",
    "gazette",
    "gazetesi",
    "gazzetta",
    "giornale",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "jornal",
    "journal",
    "kurier",
    "kurir",
    "ledger",
    "lehti",
    "mail",
    "merkur",
    "messenger",
    "mirror",
    "monitor",
    "morgenpost",
    "nachrichten",
    "newspaper",
    "notícias",
    "observer",
    "periódico",
    "post",
    "postası",
    "press",
    "presse",
    "record",
    "register",
    "review",
    "rundschau",
    "sanomat",
    "sentinel",
    "spectator",
    "standard",
    "star",
    "sun",
    "tageblatt",
    "tagblatt",
    "telegraph",
    "tidende",
    "times",
    "tidningen",
    "tribune",
    "weekly",
    "wire",
    "zeitung",
    "вести",
    "газета",
    "известия",
    "новости",
    "صحيفة",
];

/// The most words of a paper's name.
const MAX_PAPER_WORDS: usize = 6;

/// Tells whether a name is that of a news agency.
pub fn is_agency(name: &str) -> bool {
    AGENCIES.contains(&name.to_lowercase().as_str())
}

/// Tells whether a name is like that of a paper: several words, capitalised, one of them of the
/// trade.
pub fn is_paper(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_small = |word: &str| word.chars().count() <= 3;
    let is_name = words
        .iter()
        .all(|word| is_small(word) || !word.starts_with(char::is_lowercase));
    let is_of_trade = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        PAPER_WORDS.contains(&word.to_lowercase().as_str())
    };
    (2..=MAX_PAPER_WORDS).contains(&words.len()) && is_name && words.iter().any(is_of_trade)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_known_by_a_word_of_the_trade() {
        for paper in [
            "The Vere Courier",
            "Vere Wire",
            "Körfez Postası",
            "Neue Vere-Zeitung Post",
        ] {
            assert!(is_paper(paper), "{paper}");
        }
        for other in [
            "Herald",
            "Ann Lee",
            "the press was there",
            "",
            "The Post of the Man Who Sold All the World",
        ] {
            assert!(!is_paper(other), "{other}");
        }
    }
}
