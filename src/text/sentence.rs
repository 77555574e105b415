//! Where sentences begin and end in the text of news.

use std::ops::Range;

use super::normalize::{paragraphs, trimmed};

/// Abbreviations that stand before a name or a number: their full stop never ends a sentence.
const BEFORE_NAMES: &[&str] = &[
    "adm", "amb", "assn", "atty", "bros", "brig", "capt", "cf", "cmdr", "col", "cpl", "det",
    "dist", "dr", "drs", "ens", "fr", "ft", "gen", "gov", "govs", "hon", "insp", "lt", "maj",
    "messrs", "mme", "mr", "mrs", "ms", "msgr", "mt", "mx", "pfc", "pres", "prof", "profs", "pvt",
    "rep", "reps", "rev", "sen", "sens", "sgt", "sr", "sra", "srta", "st", "ste", "supt", "vs",
    "v", "z.b", "bzw", "hr", "frau", "hrn", "ing", "dipl", "mag", "mlle",
];

/// Abbreviations that a number follows, in both orders of the date and of references.
const BEFORE_NUMBERS: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "no",
    "nos", "nr", "art", "sec", "vol", "ch", "fig", "pp", "p", "approx", "ca", "est", "tel", "ext",
    "pop",
];

/// Abbreviations that may stand at the end of a sentence: what follows decides.
const AMBIGUOUS: &[&str] = &[
    "inc", "co", "corp", "ltd", "llc", "bhd", "plc", "jr", "etc", "al", "a.m", "p.m", "ave",
    "blvd", "rd", "dept", "univ", "assoc", "ariz", "ark", "calif", "colo", "conn", "del", "fla",
    "ga", "ill", "ind", "kan", "ky", "la", "md", "mass", "mich", "minn", "miss", "mo", "mont",
    "neb", "nev", "okla", "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "ph.d",
    "b.a", "m.a", "m.d", "d.c", "usw", "u.a", "d.h",
];

/// Words that open a sentence and are hardly ever part of a name that goes on.
const OPENERS: &[&str] = &[
    "A",
    "After",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Before",
    "But",
    "By",
    "During",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Last",
    "Many",
    "Meanwhile",
    "Most",
    "No",
    "Not",
    "On",
    "One",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "While",
    "Who",
    "Why",
    "With",
    "Yet",
    "You",
];

/// German months: there the day of a date is an ordinal, written with a full stop.
const MONTHS_AFTER_ORDINALS: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// The longest of the abbreviations above, in bytes.
const LONGEST_ABBREVIATION: usize = 6;

/// The longest word before a full stop that is looked at.
const MAX_ABBREVIATION_BYTES: usize = 12;

/// Iterates over the sentences of a text as byte ranges, in order, without the white space
/// around them; together they cover all words.
///
/// A sentence never crosses the end of a paragraph (see [`paragraphs`]); single line breaks
/// inside one do not end it. Full stops of abbreviations, initials, ordinals and decimals do not
/// either; closing quotes and brackets after the full stop belong to the sentence. Runs in time
/// linear in the text.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    paragraphs(text).flat_map(move |paragraph| {
        let mut start = paragraph.start;
        std::iter::from_fn(move || {
            if start >= paragraph.end {
                return None;
            }
            let end = sentence_end(text, start..paragraph.end);
            let sentence = trimmed(text, start..end);
            start = skip_white(text, end..paragraph.end);
            Some(sentence)
        })
    })
}

/// What begins at a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Boundary {
    /// Nothing.
    #[default]
    None,
    /// A sentence.
    Sentence,
    /// A paragraph, and with it a sentence.
    Paragraph,
}

/// Follows the words of a text and tells where a sentence or paragraph begins: the same ones as
/// [`sentences`] and [`paragraphs`], found on the way.
pub struct Boundaries<'a> {
    text: &'a str,
    paragraphs: Box<dyn Iterator<Item = Range<usize>> + 'a>,
    /// Where the paragraph under way ends.
    paragraph_end: usize,
    /// Where the sentence under way ends.
    sentence_end: usize,
    is_at_beginning: bool,
}

impl<'a> Boundaries<'a> {
    /// Begins before the first word of `text`.
    pub fn new(text: &'a str) -> Self {
        Boundaries {
            text,
            paragraphs: Box::new(paragraphs(text)),
            paragraph_end: 0,
            sentence_end: 0,
            is_at_beginning: true,
        }
    }

    /// Tells what begins between the word before and the one at byte `at`; nothing at the first
    /// word of the text. Words come in ascending order.
    pub fn crossed_at(&mut self, at: usize) -> Boundary {
        if at < self.sentence_end {
            return Boundary::None;
        }
        let crossed = self.advance(at);
        if std::mem::take(&mut self.is_at_beginning) {
            return Boundary::None;
        }
        crossed
    }

    fn advance(&mut self, at: usize) -> Boundary {
        let mut crossed = Boundary::None;
        let mut start = skip_white(self.text, self.sentence_end..self.paragraph_end);
        while at >= self.paragraph_end {
            let Some(paragraph) = self.paragraphs.next() else {
                return crossed;
            };
            start = paragraph.start;
            self.paragraph_end = paragraph.end;
            self.sentence_end = start;
            crossed = Boundary::Paragraph;
        }
        while at >= self.sentence_end {
            let end = sentence_end(self.text, start..self.paragraph_end);
            start = skip_white(self.text, end..self.paragraph_end);
            self.sentence_end = end;
            crossed = crossed.max(Boundary::Sentence);
        }
        crossed
    }
}

fn skip_white(text: &str, range: Range<usize>) -> usize {
    skip(text, range, char::is_whitespace)
}

/// Returns the end of the first sentence of the range.
fn sentence_end(text: &str, range: Range<usize>) -> usize {
    let mut at = range.start;
    while let Some(first) = find_terminator(text, at..range.end) {
        let after = skip(text, first..range.end, is_terminator);
        let end = skip(text, after..range.end, is_closer);
        if ends_sentence(text, &range, first..after, end) {
            return end;
        }
        at = end;
    }
    range.end
}

/// Finds the first terminator, and looks at no more than the first byte of all that is none.
fn find_terminator(text: &str, range: Range<usize>) -> Option<usize> {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    loop {
        at += bytes[at..]
            .iter()
            .position(|&byte| MAY_BEGIN_TERMINATOR[byte as usize])?;
        if bytes[at].is_ascii() || text[at..].starts_with(is_terminator) {
            return Some(at);
        }
        at += 1;
    }
}

/// By byte: whether it is a stop of ASCII or the first byte in UTF-8 of another. Every byte of
/// every text is looked up here.
static MAY_BEGIN_TERMINATOR: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < TERMINATOR_BYTES.len() {
        table[TERMINATOR_BYTES[at] as usize] = true;
        at += 1;
    }
    table
};

const TERMINATOR_BYTES: &[u8] = b".!?\xd8\xdb\xe0\xe2\xe3\xef";

/// Decides about the terminators at `run`, whose closing quotes end at `end`.
fn ends_sentence(text: &str, range: &Range<usize>, run: Range<usize>, end: usize) -> bool {
    let rest = &text[end..range.end];
    if rest.is_empty() || text[run.clone()].chars().any(needs_no_space) {
        return true;
    }
    if !rest.starts_with(char::is_whitespace) {
        return false;
    }
    let next = rest.trim_start();
    let word = next.trim_start_matches(is_opener);
    if word.starts_with(char::is_lowercase) {
        return false;
    }
    &text[run.clone()] != "."
        || end > run.end
        || !is_abbreviation(text, range.start..run.start, word)
}

/// Tells whether the word at the end of `before` is an abbreviation, given what follows its stop.
fn is_abbreviation(text: &str, before: Range<usize>, next: &str) -> bool {
    let window = text.ceil_char_boundary(before.end.saturating_sub(MAX_ABBREVIATION_BYTES + 4));
    let window = &text[window.max(before.start)..before.end];
    let word = window
        .rsplit(|c: char| !c.is_alphanumeric() && c != '.')
        .next()
        .unwrap_or_default();
    let word = word.trim_start_matches('.');
    let next_word = next
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    // "A" opens a sentence, but "A." is an initial.
    let is_next_opener = || {
        OPENERS.contains(&next_word)
            && !(is_letter(next_word) && next[next_word.len()..].starts_with('.'))
    };
    if word.is_empty() {
        return false;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        let is_number_of_list = word.len() <= 2 && before.end - before.start == word.len();
        return is_number_of_list || word.len() <= 2 && MONTHS_AFTER_ORDINALS.contains(&next_word);
    }
    if is_capital_letter(word) {
        return !is_next_opener();
    }
    // Most words are told from abbreviations by their length alone.
    let is_dotted = word.contains('.') && word.split('.').all(is_letter);
    if word.len() > LONGEST_ABBREVIATION && !is_dotted {
        return false;
    }
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    if BEFORE_NAMES.contains(&lower) {
        return true;
    }
    if BEFORE_NUMBERS.contains(&lower) {
        return next_word.starts_with(|c: char| c.is_numeric());
    }
    let may_go_on = is_dotted || AMBIGUOUS.contains(&lower);
    may_go_on && !is_next_opener()
}

fn is_letter(piece: &str) -> bool {
    let mut chars = piece.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

fn is_capital_letter(word: &str) -> bool {
    is_letter(word) && word.starts_with(char::is_uppercase)
}

/// Returns the end of the characters at the start of the range that `is_one` accepts.
fn skip(text: &str, range: Range<usize>, is_one: impl Fn(char) -> bool) -> usize {
    let rest = &text[range.clone()];
    range.start + rest.find(|c| !is_one(c)).unwrap_or(rest.len())
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '॥') || needs_no_space(c)
}

/// The full stops of scripts that write no spaces.
fn needs_no_space(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）' | '】' | '》'
    )
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '„' | '«' | '(' | '[' | '—' | '–' | '-'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The bars in `expected` are the ends of sentences.
    fn check(expected: &str) {
        let text = expected.replace('|', "");
        let found: Vec<&str> = sentences(&text).map(|range| &text[range]).collect();
        let expected: Vec<&str> = expected.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn full_stops_end_sentences_but_abbreviations_do_not() {
        check("The port closed. | Ships waited.");
        check("Mr. Ortiz met Gen. J. K. Lund on Nov. 3 in St. Vere. | They spoke.");
        check("The U.S. Senate voted. | He left the U.S. | The vote is final.");
        check("It costs 3.5 million. | That is 0.7 percent of No. 10 in the list.");
        check("Is it? | No. | It is not!");
        check("Acme Inc. Chairman Lee resigned from Acme Inc. | The board met at 9 a.m. Friday.");
        check("Smith Jr. spoke at 5 p.m. | He was late.");
        check("William P. Barr met Emil V. Orr, as in Roe v. Wade on p. 12. | A boat came.");
        check("By J. A. Lund and J. I. Orr. | A boat came.");
        check("In 2015. | Then in 2016.");
        check("1. First the list. | Then more.");
        check("Am 27. November sprach Dr. Maier. | Er blieb.");
    }

    #[test]
    fn quotes_belong_to_the_sentence_that_they_close() {
        check("\"We know.\" | \"We wait,\" he said.");
        check("“Why now?” she asked. | (He did not say.) | Done.");
        check("He said “no.” | “Yes,” said she.");
        check("Yahoo! said so. | Well... maybe. | Wait... | What?");
    }

    #[test]
    fn only_ends_of_paragraphs_end_a_sentence_without_a_stop() {
        check(
            "A headline | The text\nwraps here. | And ends."
                .replace("e | T", "e\n\n|T")
                .as_str(),
        );
        check("One line\n|Another line\n|A third, quite a bit longer than the two of them");
    }

    #[test]
    fn scripts_without_spaces_have_their_own_stops() {
        check("部长同意。|桥梁开放了吗？|是的。");
        check("「はい。」|彼は言った。");
        check("यह पहला है। | यह दूसरा है।");
    }

    #[test]
    fn what_begins_at_a_word_is_told_but_at_the_first() {
        let text = "One. Two\n\n... Three! \"Four\" five.";
        let mut boundaries = Boundaries::new(text);
        let words = ["One", "Two", "Three", "Four", "five"];
        let crossed = words.map(|word| boundaries.crossed_at(text.find(word).unwrap_or_default()));
        use Boundary::{None, Paragraph, Sentence};
        assert_eq!(crossed, [None, Sentence, Paragraph, Sentence, None]);
    }

    #[test]
    fn no_abbreviation_is_longer_than_is_looked_for() {
        let lists = [BEFORE_NAMES, BEFORE_NUMBERS, AMBIGUOUS].concat();
        let longest = lists.iter().map(|word| word.len()).max();
        assert_eq!(longest, Some(LONGEST_ABBREVIATION));
    }

    #[test]
    fn every_terminator_is_found_by_its_first_byte() {
        for c in (char::MIN..=char::MAX).filter(|&c| is_terminator(c)) {
            assert!(
                MAY_BEGIN_TERMINATOR[c.to_string().as_bytes()[0] as usize],
                "{c}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_begins_at_words_are_the_sentences(text in "[ a-zA-Z.?!\"”1漢。é\n]{0,80}") {
            let mut boundaries = Boundaries::new(&text);
            let begins = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
            let found = begins.filter(|&(at, _)| boundaries.crossed_at(at) != Boundary::None).count();
            let has_word = |range: &Range<usize>| text[range.clone()].contains(char::is_alphanumeric);
            let expected = sentences(&text).filter(has_word).count();
            prop_assert_eq!(found, expected.saturating_sub(1));
        }

        #[test]
        fn sentences_are_ordered_and_cover_all_words(text in "[ a-zA-Z.?!\"”1漢。é\n]{0,80}") {
            let mut words = String::new();
            let mut end = 0;
            for range in sentences(&text) {
                prop_assert!(end <= range.start && range.start < range.end, "{range:?}");
                end = range.end;
                words.extend(text[range].split_whitespace());
            }
            prop_assert_eq!(words, text.split_whitespace().collect::<String>());
        }
    }
}
