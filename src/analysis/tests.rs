//! What a word is, example by example; the README's table of words says the same.

use proptest::prelude::*;

use super::*;

/// The exact terms of a text, with spaces between.
fn words(text: &str) -> String {
    let mut words = Analyzer::new().words(text);
    let mut word = WordToken::default();
    let mut found = Vec::new();
    while words.next_into(&mut word) {
        found.push(word.folded.clone());
    }
    found.join(" ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(words(text), expected, "{text}");
}

/// All terms of a text as they are indexed, those of one position joined by `|`.
fn indexed(text: &str, code: &str) -> String {
    let mut analyzer = Analyzer::new();
    let mut terms = analyzer.terms(text, Language::from_code(code));
    let mut token = Token::default();
    let mut written = String::new();
    let mut last = None;
    while terms.next_into(&mut token) {
        let joint = if last == Some(token.position) {
            "|"
        } else {
            " "
        };
        written.push_str(if last.is_none() { "" } else { joint });
        last = Some(token.position);
        let readable = |c: char| match c {
            '\u{1}' => '~',
            '\u{2}' => '^',
            '\u{3}' => '#',
            c => c,
        };
        written.extend(token.term.chars().map(readable));
    }
    written
}

#[test]
fn each_kind_of_word_is_cut_as_the_table_says() {
    check("Putin's Hollande’s", "putin hollande");
    check("anti-IS e-mail", "anti is e mail");
    check("F-16 C-130 COVID-19", "f 16 c 130 covid 19");
    check("AT&T C++", "at&t c++");
    check("U.S. N.A.T.O.", "us nato");
    check("1,000 1.000.000 3.5", "1000 1000000 3.5");
    check("2015-11-27 12:30", "2015 11 27 12 30");
    check("https://example.org/a-b", "https example org a b");
    check("jane@example.org", "jane example org");
    check("#Brexit @reuters", "brexit reuters");
    check("don't O'Brien l'Élysée", "dont obrien elysee");
    check(
        "Straße Zürich ŁÓDŹ İstanbul Æther",
        "strasse zurich lodz istanbul aether",
    );
    check("so\u{ad}ft ze\u{200b}ro e\u{301}tat", "soft zero etat");
    check("联合国", "联合 合国");
    check("ʻOkina Hawaiʻi ʻ ʼ\u{1b}", "okina hawaii");
    check("🙂 — …", "🙂");
}

#[test]
fn a_word_stands_under_its_own_form_and_its_stem() {
    assert_eq!(indexed("The coalitions", "en"), "the coalitions|~encoalit");
    assert_eq!(
        indexed("Die Koalitionen", "de"),
        "die koalitionen|~dekoalition"
    );
    assert_eq!(indexed("Xylo", ""), "xylo|~--xylo");
}

#[test]
fn capitals_tell_an_acronym_from_the_word_it_collides_with() {
    assert_eq!(indexed("IS is", "en"), "is|^is is");
    assert_eq!(indexed("U.S.", "en"), "us|^us");
}

#[test]
fn sentences_and_paragraphs_begin_with_marks() {
    assert_eq!(
        indexed("It is. It was.\n\nIt will.", "en"),
        "it is #s|it was #p|#s|it will"
    );
}

proptest! {
    #[test]
    fn words_of_any_text_stand_on_its_characters_in_ascending_order(text in ".{0,80}") {
        let mut words = Analyzer::new().words(&text);
        let mut word = WordToken::default();
        let mut next = 0;
        while words.next_into(&mut word) {
            prop_assert!(text.get(word.start..word.end).is_some_and(|word| !word.is_empty()));
            prop_assert!(!word.folded.is_empty() && word.folded.len() <= MAX_TERM_BYTES);
            prop_assert_eq!(word.position, next);
            next += 1;
        }
    }

    #[test]
    fn every_word_finds_itself(
        text in "(?i)[a-zà-ÿ]{1,12}(['’&.-][a-z0-9]{1,6}){0,2}|[А-яё]{1,12}|[0-9]{1,9}|[一-丿]{1,4}",
        code in prop::sample::select(vec!["en", "de", "fr", "ru", "ar", "fi", "", "zh"]),
    ) {
        let language = Language::from_code(code);
        let mut analyzer = Analyzer::new();
        let parts = analyzer.word_terms(&text, WordForm::Inflected, &[Language::NONE, language]);
        let mut stands = vec![Vec::new(); parts.len()];
        let mut terms = analyzer.terms(&text, language);
        let mut token = Token::default();
        while terms.next_into(&mut token) {
            stands[token.position as usize].push(token.term.clone());
        }
        for (part, terms) in parts.iter().zip(&stands) {
            prop_assert!(part.iter().any(|term| terms.contains(term)), "{:?} {:?}", part, terms);
        }
    }

    #[test]
    fn words_that_are_passed_over_count_and_are_none_that_are_sought(
        text in "(([a-dA-D]{1,4}|[A-C]\\.[A-C]\\.|[ab]'s|l'[ab]{2}|[0-9]{1,3}[ab]{0,2}|é[ab]|[ab]é|C\\+\\+|A&B|联合国)[ ,.\n-]{0,2}){0,20}|.{0,80}",
        sought in "[a-d]{0,2}",
    ) {
        let letters = AsciiLetters::which(|letter| sought.contains(letter));
        let mut all = Words::new(&text).without_boundaries();
        let mut some = Words::new(&text).without_boundaries();
        let (mut word, mut other) = (WordToken::default(), WordToken::default());
        let mut is_there = some.next_of(letters, &mut other);
        while all.next_into(&mut word) {
            if is_there && word.start == other.start {
                prop_assert_eq!(&word, &other);
                is_there = some.next_of(letters, &mut other);
            } else {
                prop_assert!(!word.folded.starts_with(|c| sought.contains(c)), "{:?}", word);
            }
        }
        prop_assert!(!is_there, "{:?}", other);
    }
}
