//! Languages: their codes and names, and which one a text is in.

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::Script;

/// How many bytes of a text tell its language.
const SAMPLE_BYTES: usize = 2048;

/// How many letters a text needs before its language is anything but a guess.
const MIN_LETTERS: usize = 60;

/// How many letters it needs where small words second what the trigrams say.
const MIN_SECONDED_LETTERS: usize = 28;

/// Letters of scripts that write whole words need fewer.
const MIN_WIDE_LETTERS: usize = 12;

/// Words of two to five letters that English has and no other language of the table has in numbers.
const ENGLISH_WORDS: &[&str] = &[
    "the", "of", "and", "to", "that", "with", "from", "this", "which", "were", "are", "they",
    "their", "but", "who", "would", "said", "his", "has", "been", "it", "by", "for", "have", "not",
];

/// Small words of languages in Latin script, as witnesses beside the trigrams where these alone are
/// not enough. Words that two of the languages share are left out, unless they are hardly to be told
/// apart.
const SMALL_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the of and with from this which were are they their but who would said has been by not how why what \
         is was after over into about will its",
    ),
    (
        "de",
        "der das und nicht mit auf für ist ein eine einen dem den von zu sich auch nach wird bei sind aus \
         wie wegen gegen über zum zur im",
    ),
    (
        "fr",
        "les des du est dans pour pas qui sur avec aux une sont par plus cette ces après être été leur ses \
         où",
    ),
    (
        "es",
        "el los las del por con una para su al más pero como está sobre este tras sin según hay",
    ),
    (
        "pt",
        "os da dos das em um uma não com ao pelo pela são mais diz após ou também já nos nas",
    ),
    (
        "it",
        "il gli della di che non per dei nel alla sono più delle anche ha dal dalla è con tra lo",
    ),
    (
        "nl",
        "het een van niet voor zijn met aan ook bij naar maar door uit wordt deze worden heeft nog",
    ),
    (
        "pl",
        "nie na się jest że do jak po są przez dla od oraz będzie tym czy już",
    ),
    (
        "cs",
        "se je že na pro jsou byl podle který jako kvůli proti už při není nebo",
    ),
    (
        "sv",
        "och att är för inte på med som ett av till från efter har kan blir eller",
    ),
    (
        "da",
        "og er ikke på med af til fra efter også blev eller det der har",
    ),
    (
        "no",
        "og er ikke på med av til fra etter også ble eller det har",
    ),
    (
        "fi",
        "ja on ei että oli myös kun mutta sekä hän nyt näin tämä ovat kuin mukaan jälkeen ole joka vain vielä \
         voi miten mitä se jo eivät tässä siitä tältä voit lue katso",
    ),
    (
        "et",
        "ja ei et see kui oli aga ning oma ka mis nii või selle",
    ),
    (
        "hu",
        "az és nem hogy egy is meg volt már csak mint lesz szerint után",
    ),
    (
        "ro",
        "și nu din care pentru cu sunt fost prin după între mai la ale această",
    ),
    (
        "tr",
        "ve bir bu için ile da de olarak daha çok sonra ne olan dedi",
    ),
    (
        "id",
        "yang dan di untuk dari dengan ini itu pada tidak akan dalam ke oleh",
    ),
    (
        "vi",
        "và của là không có cho được trong một những với người các",
    ),
];

/// ISO 639-1 code, the ISO 639-2 or 639-3 codes in use for it, and the English name.
const LANGUAGES: &[(&str, &[&str], &str)] = &[
    ("af", &["afr"], "Afrikaans"),
    ("ak", &["aka"], "Akan"),
    ("am", &["amh"], "Amharic"),
    ("ar", &["ara", "arb"], "Arabic"),
    ("az", &["aze", "azj"], "Azerbaijani"),
    ("be", &["bel"], "Belarusian"),
    ("bg", &["bul"], "Bulgarian"),
    ("bn", &["ben"], "Bengali"),
    ("bs", &["bos"], "Bosnian"),
    ("ca", &["cat"], "Catalan"),
    ("cs", &["ces", "cze"], "Czech"),
    ("cy", &["cym", "wel"], "Welsh"),
    ("da", &["dan"], "Danish"),
    ("de", &["deu", "ger"], "German"),
    ("el", &["ell", "gre"], "Greek"),
    ("en", &["eng"], "English"),
    ("eo", &["epo"], "Esperanto"),
    ("es", &["spa"], "Spanish"),
    ("et", &["est", "ekk"], "Estonian"),
    ("eu", &["eus", "baq"], "Basque"),
    ("fa", &["fas", "per", "pes"], "Persian"),
    ("fi", &["fin"], "Finnish"),
    ("fr", &["fra", "fre"], "French"),
    ("ga", &["gle"], "Irish"),
    ("gl", &["glg"], "Galician"),
    ("gu", &["guj"], "Gujarati"),
    ("ha", &["hau"], "Hausa"),
    ("he", &["heb"], "Hebrew"),
    ("hi", &["hin"], "Hindi"),
    ("hr", &["hrv"], "Croatian"),
    ("hu", &["hun"], "Hungarian"),
    ("hy", &["hye", "arm"], "Armenian"),
    ("id", &["ind"], "Indonesian"),
    ("is", &["isl", "ice"], "Icelandic"),
    ("it", &["ita"], "Italian"),
    ("ja", &["jpn"], "Japanese"),
    ("jv", &["jav"], "Javanese"),
    ("ka", &["kat", "geo"], "Georgian"),
    ("kk", &["kaz"], "Kazakh"),
    ("km", &["khm"], "Khmer"),
    ("kn", &["kan"], "Kannada"),
    ("ko", &["kor"], "Korean"),
    ("ku", &["kur"], "Kurdish"),
    ("la", &["lat"], "Latin"),
    ("lt", &["lit"], "Lithuanian"),
    ("lv", &["lav", "lvs"], "Latvian"),
    ("mk", &["mkd", "mac"], "Macedonian"),
    ("ml", &["mal"], "Malayalam"),
    ("mn", &["mon"], "Mongolian"),
    ("mr", &["mar"], "Marathi"),
    ("ms", &["msa", "may", "zsm"], "Malay"),
    ("my", &["mya", "bur"], "Burmese"),
    ("ne", &["nep", "npi"], "Nepali"),
    ("nl", &["nld", "dut"], "Dutch"),
    ("no", &["nor", "nob", "nb"], "Norwegian"),
    ("nn", &["nno"], "Nynorsk"),
    ("or", &["ori", "ory"], "Odia"),
    ("pa", &["pan"], "Punjabi"),
    ("pl", &["pol"], "Polish"),
    ("ps", &["pus"], "Pashto"),
    ("pt", &["por"], "Portuguese"),
    ("ro", &["ron", "rum"], "Romanian"),
    ("ru", &["rus"], "Russian"),
    ("si", &["sin"], "Sinhala"),
    ("sk", &["slk", "slo"], "Slovak"),
    ("sl", &["slv"], "Slovenian"),
    ("sn", &["sna"], "Shona"),
    ("so", &["som"], "Somali"),
    ("sq", &["sqi", "alb"], "Albanian"),
    ("sr", &["srp"], "Serbian"),
    ("sv", &["swe"], "Swedish"),
    ("sw", &["swa", "swh"], "Swahili"),
    ("ta", &["tam"], "Tamil"),
    ("te", &["tel"], "Telugu"),
    ("th", &["tha"], "Thai"),
    ("tk", &["tuk"], "Turkmen"),
    ("tl", &["tgl", "fil"], "Tagalog"),
    ("tr", &["tur"], "Turkish"),
    ("uk", &["ukr"], "Ukrainian"),
    ("ur", &["urd"], "Urdu"),
    ("uz", &["uzb", "uzn"], "Uzbek"),
    ("vi", &["vie"], "Vietnamese"),
    ("yi", &["yid", "ydd"], "Yiddish"),
    ("zh", &["zho", "chi", "cmn"], "Chinese"),
    ("zu", &["zul"], "Zulu"),
];

/// How many letters a text needs to be believed more than what is said of it.
const MIN_CERTAIN_LETTERS: usize = 200;

/// Languages that trigrams take for each other.
const ALIKE: &[&[&str]] = &[
    &["da", "no", "nn"],
    &["hr", "sr", "bs", "sl"],
    &["cs", "sk"],
    &["id", "ms", "jv"],
    &["nl", "af"],
    &["bg", "mk", "sr"],
    &["hi", "mr", "ne"],
];

/// A language, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detected {
    /// ISO 639-1 code.
    pub code: &'static str,
    /// From 0 to 1.
    pub reliability: f64,
}

/// Detects the language of a text, as its ISO 639-1 code, from the first two kilobytes.
///
/// Returns `None` for a text that is too short or too mixed to be sure.
pub fn detect(text: &str) -> Option<&'static str> {
    Some(detect_reliability(text)?.code)
}

/// Detects the language of a text as [`detect`] does, and tells how sure it is.
pub fn detect_reliability(text: &str) -> Option<Detected> {
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    let num_letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let num_wide = sample.chars().filter(|&c| c >= '\u{e00}').count();
    let is_long = num_letters >= MIN_LETTERS;
    if num_letters < MIN_SECONDED_LETTERS && num_wide < MIN_WIDE_LETTERS {
        return None;
    }
    if is_plainly_english(sample) {
        return Some(Detected {
            code: "en",
            reliability: 1.0,
        });
    }
    let found = whatlang::detect(sample)?;
    let detected = Detected {
        code: code(found.lang().code())?,
        reliability: found.confidence(),
    };
    let is_sure = match (found.is_reliable(), found.script() == Script::Latin) {
        (is_reliable, true) => match small_words(sample, detected.code) {
            (own, other) if !is_long => (is_reliable || own >= 2) && own > other,
            (own, other) if is_reliable => own >= other || other < 3,
            (own, other) => own > other * 2,
        },
        (is_reliable, false) => is_reliable && (is_long || num_wide >= MIN_WIDE_LETTERS),
    };
    is_sure.then_some(detected)
}

/// Decides between the language that is said of a text (by the template of its page, say) and the one
/// that the text itself tells: the text's, where it is long and plain, and the other is a language that
/// it would have told.
pub fn decide(said: &str, text: &str, found: Detected) -> &'static str {
    let Some(said) = code(said) else {
        return found.code;
    };
    let is_detectable = whatlang::Lang::all()
        .iter()
        .any(|lang| code(lang.code()) == Some(said));
    let is_alike = ALIKE
        .iter()
        .any(|alike| alike.contains(&said) && alike.contains(&found.code));
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    if said != found.code && is_detectable && !is_alike && is_certain(sample, found.code) {
        found.code
    } else {
        said
    }
}

fn is_certain(sample: &str, code: &str) -> bool {
    if sample.chars().filter(|c| c.is_alphabetic()).count() < MIN_CERTAIN_LETTERS {
        return false;
    }
    // A text of two languages has small words of both.
    let (own, other) = small_words(sample, code);
    whatlang::detect_script(sample) != Some(Script::Latin) || own >= 6 && own > other * 3
}

/// Counts the small words of a text that a language has, and the most that any other has.
fn small_words(sample: &str, code: &str) -> (usize, usize) {
    let lower = sample.to_lowercase();
    let mut counts = [0; SMALL_WORDS.len()];
    for word in lower.split(|c: char| !c.is_alphabetic()) {
        for language in languages_by_word().get(word).into_iter().flatten() {
            counts[*language] += 1;
        }
    }
    let (mut own, mut other) = (0, 0);
    for ((language, _), count) in SMALL_WORDS.iter().zip(counts) {
        match *language == code {
            true => own = count,
            false => other = other.max(count),
        }
    }
    (own, other)
}

/// The places in [`SMALL_WORDS`] of the languages that have a small word.
fn languages_by_word() -> &'static HashMap<&'static str, Vec<usize>> {
    static LANGUAGES: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
        let mut languages: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, (_, words)) in SMALL_WORDS.iter().enumerate() {
            for word in words.split(' ') {
                let of_word = languages.entry(word).or_default();
                if of_word.last() != Some(&at) {
                    of_word.push(at);
                }
            }
        }
        languages
    });
    &LANGUAGES
}

/// Tells whether one word in six is a small word of English, of three kinds at least: a name repeated
/// (`The Voice of …`) has two. Most news is English, and counting costs a fiftieth of comparing
/// trigrams with those of every language.
fn is_plainly_english(sample: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let (mut num_words, mut num_english, mut kinds) = (0, 0, 0u32);
    for word in sample.as_bytes().split(|&byte| !is_letter(byte)) {
        let is_same = |known: &str| word.eq_ignore_ascii_case(known.as_bytes());
        num_words += usize::from(!word.is_empty());
        if (2..=5).contains(&word.len())
            && let Some(at) = ENGLISH_WORDS.iter().position(|known| is_same(known))
        {
            num_english += 1;
            kinds |= 1 << at;
        }
    }
    num_words >= 12 && num_english * 6 >= num_words && kinds.count_ones() >= 3
}

/// Finds the ISO 639-1 code for what people write in a language field: `en`, `en-US`, `en_us`,
/// `eng`, `English`; `None` when it is none of the languages known here.
pub fn code(label: &str) -> Option<&'static str> {
    let label = label.trim();
    let primary = label.split(['-', '_']).next().unwrap_or_default();
    let is_code = |code: &str| code.eq_ignore_ascii_case(primary);
    let known = LANGUAGES.iter().find(|(short, long, name)| {
        is_code(short) || long.iter().any(|long| is_code(long)) || name.eq_ignore_ascii_case(label)
    });
    known.map(|(short, ..)| *short)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_label_of_any_common_form_is_understood() {
        for (label, expected) in [
            ("en", Some("en")),
            ("EN", Some("en")),
            ("en-US", Some("en")),
            ("pt_BR", Some("pt")),
            ("eng", Some("en")),
            ("ger", Some("de")),
            (" English ", Some("en")),
            ("zh-Hant-TW", Some("zh")),
            ("nb-NO", Some("no")),
            ("klingon", None),
            ("", None),
        ] {
            assert_eq!(code(label), expected, "{label:?}");
        }
    }

    #[test]
    fn a_text_of_a_few_lines_tells_its_language() {
        for (text, expected) in [
            (
                "The ministers agreed on Friday that the bridge, which has been closed since the \
                 flood, will be open again before the end of the year.",
                Some("en"),
            ),
            (
                "Die Minister einigten sich am Freitag darauf, dass die seit dem Hochwasser \
                 gesperrte Brücke noch vor dem Ende des Jahres wieder geöffnet wird.",
                Some("de"),
            ),
            (
                "Министры договорились в пятницу, что мост, закрытый после наводнения, снова \
                 откроется до конца года.",
                Some("ru"),
            ),
            (
                "部长们星期五同意，洪水后关闭的桥梁将在年底前重新开放。",
                Some("zh"),
            ),
            ("Police said", None),
            ("12 / 14, 88 %", None),
            ("", None),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_of_another_language_with_english_names_in_it_is_of_that_language() {
        let text = "Het boek \"The Lord of the Rings\" werd in de zomer van dat jaar door de uitgever \
                    opnieuw gedrukt, omdat de vraag naar het verhaal groter was dan verwacht.";
        assert_eq!(detect(text), Some("nl"));
        assert!(!is_plainly_english(text));
    }

    #[test]
    fn a_headline_tells_its_language_where_small_words_second_the_letters() {
        for (text, expected) in [
            (
                "Satama suljettiin eilen, eikä lautta tule vielä takaisin",
                Some("fi"),
            ),
            (
                "Die Fähre ist wieder im Hafen, und die Brücke bleibt zu",
                Some("de"),
            ),
            (
                "Färjan är tillbaka i hamnen och bron stängs för gott",
                Some("sv"),
            ),
            ("Harbour board resigns", None),
            ("Satama suljettiin eilen", None),
            ("Hafen von Vere", None),
            (
                "Vere Herald 2015: Port, Pier, Quay, Ann Lee, Bo Max, Vere, Lund, Oslo",
                None,
            ),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_in_english_that_stands_again_and_again_makes_no_english_text() {
        let text = "The Sound of Vere palaa syksyllä, ja The Sound of Vere kuullaan nyt myös satamassa, kertoo \
                    The Sound of Vere -yhtyeen laulaja.";
        assert_ne!(detect(text), Some("en"));
    }

    #[test]
    fn the_reliability_lies_between_none_and_all() {
        let english =
            "The ferry of the harbour was late, and the board said that it would pay for it.";
        let found = detect_reliability(english).unwrap();
        assert_eq!((found.code, found.reliability), ("en", 1.0));
        let german =
            detect_reliability("Die Fähre ist wieder im Hafen, und die Brücke bleibt zu").unwrap();
        assert!((0.0..=1.0).contains(&german.reliability), "{german:?}");
    }

    #[test]
    fn a_long_text_is_believed_more_than_what_is_said_of_it() {
        let german = "Die Minister einigten sich am Freitag darauf, dass die seit dem Hochwasser gesperrte \
                      Brücke noch vor dem Ende des Jahres wieder geöffnet wird. Bis dahin ist die Stadt nur mit \
                      der Fähre zu erreichen, und auch die fährt nicht bei jedem Wetter aus dem Hafen.";
        let decided =
            |said: &str, text: &str| decide(said, text, detect_reliability(text).unwrap());
        assert_eq!(decided("en", german), "de");
        assert_eq!(decided("de", german), "de");
        assert_eq!(decided("klingon", german), "de");
        // Letters and small words do not tell what they were never shown.
        assert_eq!(decided("ga", german), "ga");
        assert_eq!(
            decided("en", &german[..german.floor_char_boundary(100)]),
            "en"
        );
        let both =
            format!("{german} The ferry of the harbour is late and the board said that it was.");
        assert_eq!(decided("en", &both), "en");
    }

    #[test]
    fn the_languages_of_the_small_words_are_of_the_table() {
        for (language, words) in SMALL_WORDS {
            assert_eq!(code(language), Some(*language));
            assert!(words.split(' ').all(|word| !word.is_empty()), "{language}");
        }
    }

    #[test]
    fn the_codes_of_the_table_are_distinct() {
        let mut codes: Vec<&str> = LANGUAGES
            .iter()
            .flat_map(|(short, long, _)| std::iter::once(short).chain(long.iter()))
            .copied()
            .collect();
        let num_codes = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), num_codes);
    }

    #[test]
    fn every_language_that_can_be_detected_has_a_code() {
        for lang in whatlang::Lang::all() {
            assert!(code(lang.code()).is_some(), "{lang}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_language_or_none(text in "\\PC{0,80}") {
            if let Some(found) = detect(&text) {
                prop_assert_eq!(code(found), Some(found));
            }
        }
    }
}
