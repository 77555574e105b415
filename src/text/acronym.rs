//! Capitals that make another word: `IS` is not `is`.
//!
//! Folding case would find the Islamic State in every sentence. The ordinary words that name
//! something else in capitals are listed here, for those who read texts and those who read
//! queries alike.

use std::borrow::Cow;

/// Ordinary words of the languages of news that in capitals name an organisation, a country, a
/// law, an illness, a trade; folded, in order. Left out are words whose capitals are no more than
/// emphasis in nearly every text.
const ORDINARY: &[&str] = &[
    "act",   // Australian Capital Territory
    "add",   // attention deficit disorder
    "ai",    // artificial intelligence; French
    "aids",  // the illness
    "arm",   // a maker of chips
    "asap",  // as soon as possible
    "bat",   // British American Tobacco
    "cap",   // common agricultural policy
    "car",   // Central African Republic
    "care",  // a charity
    "cares", // a law
    "cat",   // a tomography
    "chip",  // a health programme
    "cites", // the convention on trade in species
    "cop",   // conference of the parties
    "doe",   // Department of Energy
    "dot",   // Department of Transportation
    "dream", // a law
    "era",   // equal rights amendment
    "est",   // eastern time; French
    "gap",   // a maker of clothes
    "ice",   // Immigration and Customs Enforcement
    "id",    // identity
    "is",    // Islamic State
    "it",    // information technology
    "la",    // Los Angeles; the Romance languages
    "lax",   // an airport
    "led",   // light-emitting diode
    "mad",   // mutual assured destruction
    "man",   // a maker of lorries
    "map",   // a plan for membership
    "mas",   // a party; Spanish
    "me",    // an illness
    "mit",   // a university; German
    "mod",   // Ministry of Defence
    "mot",   // a test of cars; French
    "nice",  // a health institute
    "now",   // National Organization for Women
    "nut",   // a union of teachers
    "once",  // a charity of Spain
    "pa",    // Palestinian Authority, Press Association
    "pan",   // a party; Spanish
    "pen",   // a league of writers
    "pet",   // a tomography, a plastic
    "pin",   // personal identification number
    "pip",   // a benefit
    "pisa",  // a study of schools
    "prism", // a surveillance programme
    "ram",   // memory
    "raw",   // an intelligence service of India
    "rip",   // rest in peace
    "salt",  // a treaty
    "sam",   // surface-to-air missile
    "sas",   // an airline, a regiment
    "sat",   // a test of schools
    "seal",  // a sailor of a special force
    "sec",   // Securities and Exchange Commission
    "ser",   // a radio of Spain; Spanish
    "snap",  // food aid
    "start", // a treaty
    "stem",  // subjects of study
    "swat",  // a police unit
    "swift", // a network of banks
    "tap",   // an airline, a pipeline
    "tarp",  // a rescue of banks
    "ted",   // talks
    "un",    // United Nations; the Romance languages
    "us",    // United States
    "vat",   // value-added tax
    "wasp",  // a part of society
    "who",   // World Health Organization
    "zip",   // a code of places
];

/// Acronyms that are no ordinary word, folded, in order: in capitals they say nothing about how
/// the words around them were typed.
const OTHERS: &[&str] = &[
    "abc", "afd", "afp", "anc", "ap", "bbc", "bjp", "bp", "cbs", "cdc", "cdu", "ceo", "cfo", "cia",
    "cnn", "csu", "dc", "dea", "dna", "drc", "dup", "dvd", "ebrd", "ec", "ecb", "eea", "efta",
    "epa", "esa", "eta", "eu", "faa", "farc", "fbi", "fcc", "fda", "fdp", "fema", "fifa", "frg",
    "fsb", "g20", "g7", "g8", "gdp", "gdr", "gm", "gop", "gps", "hbo", "hiv", "hq", "iaea", "ibm",
    "icbm", "icc", "icrc", "idf", "ied", "ilo", "imf", "ioc", "ipcc", "ira", "irs", "isi", "isil",
    "isis", "itv", "iv", "jfk", "kfor", "kgb", "lgbt", "lng", "mep", "meps", "mi5", "mi6", "mlb",
    "mp", "mps", "msf", "nafta", "nasa", "nasdaq", "nato", "nba", "nbc", "nfl", "ngo", "ngos",
    "nhl", "nhs", "npr", "nra", "nsa", "ny", "nyc", "nypd", "nyse", "odihr", "oecd", "onu", "opcw",
    "opec", "osce", "otan", "pbs", "pc", "pkk", "plo", "pm", "pmi", "pow", "pp", "ppp", "pr", "ps",
    "psoe", "raf", "rte", "sars", "sdf", "snp", "spd", "ss", "suv", "tpp", "ttip", "tuc", "tv",
    "uae", "ubs", "ue", "uefa", "uk", "ukip", "unesco", "unga", "unhcr", "unicef", "unifil",
    "unrwa", "unsc", "usa", "usaid", "ussr", "va", "vip", "vw", "wfp", "wmd", "wto", "ww1", "ww2",
    "ww3", "wwf", "ypg", "zdf",
];

/// How a word was typed, as far as capitals matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capitals {
    /// With anything but capital letters, or a single letter.
    No,
    /// In capitals that make another word of it: `IS`, `US`.
    Acronym,
    /// In capitals that only an acronym has, which is no other word: `NATO`.
    Unmistakable,
    /// In capitals that may be emphasis: `MERKEL`.
    Plain,
}

/// Tells how `word`, one word without signs around it, was typed.
pub fn capitals(word: &str) -> Capitals {
    if !is_in_capitals(word) {
        return Capitals::No;
    }
    let folded = undotted(word).to_lowercase();
    if is_ordinary_word(&folded) {
        Capitals::Acronym
    } else if OTHERS.binary_search(&folded.as_str()).is_ok() {
        Capitals::Unmistakable
    } else {
        Capitals::Plain
    }
}

/// Tells whether `folded`, a word in lower case, is an ordinary word that capitals turn into an
/// acronym.
pub fn is_ordinary_word(folded: &str) -> bool {
    ORDINARY.binary_search(&folded).is_ok()
}

/// Tells whether `word` has two capital letters at the least and nothing but them, unless each
/// has a full stop behind it.
fn is_in_capitals(word: &str) -> bool {
    let letters = undotted(word);
    letters.chars().take(2).count() == 2 && letters.chars().all(char::is_uppercase)
}

/// Takes the full stops out of `U.S.`; another word stays as it is.
fn undotted(word: &str) -> Cow<'_, str> {
    let is_dotted = word.contains('.')
        && word
            .chars()
            .enumerate()
            .all(|(at, c)| (c == '.') == (at % 2 == 1));
    if is_dotted {
        Cow::Owned(word.replace('.', ""))
    } else {
        Cow::Borrowed(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order_and_disjoint() {
        assert!(ORDINARY.is_sorted_by(|a, b| a < b));
        assert!(OTHERS.is_sorted_by(|a, b| a < b));
        assert!(!OTHERS.iter().any(|word| is_ordinary_word(word)));
    }

    #[test]
    fn capitals_are_told_by_what_they_make_of_a_word() {
        for (word, expected) in [
            ("IS", Capitals::Acronym),
            ("is", Capitals::No),
            ("Is", Capitals::No),
            ("U.S.", Capitals::Acronym),
            ("U.S", Capitals::Acronym),
            ("N.A.T.O.", Capitals::Unmistakable),
            ("E.ON", Capitals::No),
            ("NATO", Capitals::Unmistakable),
            ("MERKEL", Capitals::Plain),
            ("A", Capitals::No),
            ("F-16", Capitals::No),
            ("2015", Capitals::No),
            ("联合国", Capitals::No),
        ] {
            assert_eq!(capitals(word), expected, "{word}");
        }
    }
}
