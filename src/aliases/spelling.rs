//! How alike two names are written.

use super::folded;

/// Words that Arabic names have or not: "Bashar al-Assad", "Bashar Assad".
const ARTICLES: [&str; 4] = ["al", "el", "ul", "the"];

/// What one sound is written as by newspapers that take it from another script, and what it
/// becomes here; longer ones first.
const SOUNDS: [(&str, &str); 18] = [
    ("tsch", "ch"),
    ("tch", "ch"),
    ("dzh", "j"),
    ("sch", "sh"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("ph", "f"),
    ("ck", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ks", "x"),
    ("yu", "iu"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
];

/// A name prepared to be compared.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Its words without case, accents and articles.
    pub(super) words: Vec<String>,
}

impl Written {
    pub(super) fn new(name: &str) -> Self {
        let words = folded(name);
        let words = words.split(' ').filter(|word| !ARTICLES.contains(word));
        Written {
            words: words.map(str::to_owned).collect(),
        }
    }

    /// The letters alone: equal for `al Qaida` and `Al-Qaida`.
    pub(super) fn letters(&self) -> String {
        self.words.concat()
    }

    /// The last word, which is the family name of most people.
    pub(super) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// All words but the last.
    pub(super) fn given(&self) -> &[String] {
        self.words.split_last().map_or(&[], |(_, given)| given)
    }

    /// Tells whether a word stands in it twice, as in two names that were run together.
    fn repeats_word(&self) -> bool {
        let mut words = self.words.iter().enumerate();
        words.any(|(i, word)| self.words[..i].contains(word))
    }

    /// A key that is the same for all ways in which a name may be taken from another script.
    pub(super) fn skeleton(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| skeleton(word)).collect();
        words.join(" ")
    }
}

/// Writes the sounds of a word in one way, each once.
pub(super) fn romanised(word: &str) -> String {
    let mut sounds = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let known = SOUNDS.iter().find(|(written, _)| rest.starts_with(written));
        let (written, sound) = match known {
            Some((written, sound)) => (*written, *sound),
            None => (&rest[..first.len_utf8()], &rest[..first.len_utf8()]),
        };
        if !sounds.ends_with(sound) {
            sounds.push_str(sound);
        }
        rest = &rest[written.len()..];
    }
    if sounds.len() > 3 && sounds.ends_with('h') {
        sounds.pop();
    }
    sounds
}

/// The first sound of a word and its consonants; a short word whole.
fn skeleton(word: &str) -> String {
    let sounds = romanised(word);
    if sounds.chars().count() < 4 {
        return sounds;
    }
    let is_vowel = |c: char| "aeiou".contains(c);
    let mut kept = String::with_capacity(sounds.len());
    for (i, c) in sounds.chars().enumerate() {
        if (i == 0 || !is_vowel(c)) && !kept.ends_with(c) {
            kept.push(c);
        }
    }
    kept
}

/// Tells whether two words are one word but for the way in which they were taken from another
/// script.
pub(super) fn is_same_sound(a: &str, b: &str) -> bool {
    a == b || romanised(a) == romanised(b)
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// Tells whether two words are one, or one the initial of the other.
fn is_initial_of(a: &str, b: &str) -> bool {
    is_initial(a) && b.starts_with(a) || is_initial(b) && a.starts_with(b)
}

/// Tells whether `long` is `short` with more words, the last of both being the same, and one of
/// the others written out in both: "Tayyip Erdogan" in "Recep Tayyip Erdogan", "John Harlan" in "John
/// F. Harlan"; or the same words, some by their initials. Who has an initial has no more names than
/// it says: "George W." is not in "George H. W.".
pub(super) fn is_within(short: &Written, long: &Written) -> bool {
    if short.last() != long.last() || short.words.len() < 2 || long.repeats_word() {
        return false;
    }
    let (given, others) = (short.given(), long.given());
    if given.len() == others.len() {
        let is_same = |(a, b): (&String, &String)| is_same_sound(a, b) || is_initial_of(a, b);
        return given.iter().zip(others).all(is_same) && has_common_word(given, others);
    }
    let mut rest = others.iter();
    let mut is_there = |word: &String| rest.any(|other| is_same_sound(word, other));
    given.len() < others.len()
        && !given.iter().any(|word| is_initial(word))
        && given.iter().all(&mut is_there)
}

fn has_common_word(given: &[String], others: &[String]) -> bool {
    let is_common = |(a, b): (&String, &String)| !is_initial(a) && is_same_sound(a, b);
    given.iter().zip(others).any(is_common)
}

/// Tells whether two words differ by a slip of the pen: two letters of eight or more.
pub(super) fn is_misspelling(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a.len().min(b.len()) >= LEAST_MISSPELT && a[0] == b[0] && distance(&a, &b) <= 2
}

/// The fewest letters of a word that is known with two of them wrong.
const LEAST_MISSPELT: usize = 7;

/// The Levenshtein distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Tells whether a text has words that were run together: "ReidHarry".
pub(super) fn is_run_together(name: &str) -> bool {
    name.split_whitespace().any(|word| {
        let mut small = 0;
        word.chars().any(|c| {
            let joins = c.is_uppercase() && small >= LEAST_RUN;
            small = if c.is_lowercase() { small + 1 } else { 0 };
            joins
        })
    })
}

/// More small letters than this before a capital are a word: "Mc", "Van", "Fitz" are not.
const LEAST_RUN: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_two_romanisations_has_one_skeleton() {
        for (a, b) in [
            ("Muammar Gaddafi", "Moammar Gadhafi"),
            ("Volodymyr Zelenskyy", "Volodimir Zelensky"),
            ("Alexei Markov", "Aleksey Markow"),
            ("Mohammed Mursi", "Mohamed Morsi"),
            ("Bashar al-Assad", "Bashar Assad"),
        ] {
            let skeleton = |name| Written::new(name).skeleton();
            assert_eq!(skeleton(a), skeleton(b), "{a}, {b}");
        }
    }

    /// Pairs of names as articles of the news have them; each was judged by reading.
    #[test]
    fn a_fuller_name_holds_a_shorter_one_of_the_same_person() {
        let is_within = |a, b| is_within(&Written::new(a), &Written::new(b));
        for (short, long) in [
            ("Tayyip Erdogan", "Recep Tayyip Erdoğan"),
            ("John Harlan", "John F. Harlan"),
            ("Barack Obama", "Barack Hussein Obama"),
            ("Christopher Stevens", "J. Christopher Stevens"),
            ("George H. W. Bush", "George Herbert Walker Bush"),
            ("Antonin Scalia", "Justice Antonin Scalia"),
            ("Sergei Kislyak", "Sergey I. Kislyak"),
        ] {
            assert!(is_within(short, long), "{short}, {long}");
        }
        for (short, long) in [
            ("John Harlan", "John Harlan Roe"),
            ("Jane Harlan", "John F. Harlan"),
            ("George W. Bush", "George H. W. Bush"),
            ("George W. Bush", "George H.W. Bush"),
            ("George W. Bush", "George Herbert Walker Bush"),
            ("W. Bush", "George W. Bush"),
            ("Boris Johnson", "Lyndon B. Johnson"),
            ("Jerry Brown", "Frederic J. Brown"),
            ("Jimmy Carter", "Chelsea J. Carter"),
            ("Holly Petraeus", "David H. Petraeus"),
            ("Lisa Ann", "Lisa Murkowski Lisa Ann"),
        ] {
            assert!(!is_within(short, long), "{short}, {long}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_two_letters_of_a_long_word() {
        for (a, b, expected) in [
            ("buttigieg", "buttigeig", true),
            ("stephanopoulos", "stephanopolous", true),
            ("fiorina", "fiornia", true),
            ("mccain", "mccann", false),
            ("flynn", "fallon", false),
            ("brennan", "baron", false),
            ("wallace", "welch", false),
            ("cornyn", "carney", false),
        ] {
            assert_eq!(is_misspelling(a, b), expected, "{a}, {b}");
        }
    }

    #[test]
    fn words_that_were_run_together_are_told_from_names_with_two_capitals() {
        assert!(
            is_run_together("Bernie SandersBernie Sanders") && is_run_together("John TrumpGOP")
        );
        assert!(!is_run_together("Ron DeSantis") && !is_run_together("John McCain"));
        assert!(!is_run_together("Ann FitzGerald"));
    }
}
