//! Languages: their codes and names, and which one a text is in.

/// How many bytes of a text tell its language.
const SAMPLE_BYTES: usize = 2048;

/// How many letters a text needs before its language is anything but a guess.
const MIN_LETTERS: usize = 60;

/// Letters of scripts that write whole words need fewer.
const MIN_WIDE_LETTERS: usize = 12;

/// Words of two to five letters that English has and no other language of the table has in numbers.
const ENGLISH_WORDS: &[&str] = &[
    "the", "of", "and", "to", "that", "with", "from", "this", "which", "were", "are", "they",
    "their", "but", "who", "would", "said", "his", "has", "been", "it", "by", "for", "have", "not",
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

/// Detects the language of a text, as its ISO 639-1 code, from the first two kilobytes.
///
/// Returns `None` for a text that is too short or too mixed to be sure.
pub fn detect(text: &str) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    let num_letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let num_wide = sample.chars().filter(|&c| c >= '\u{e00}').count();
    if num_letters < MIN_LETTERS && num_wide < MIN_WIDE_LETTERS {
        return None;
    }
    if is_plainly_english(sample) {
        return Some("en");
    }
    let found = whatlang::detect(sample)?;
    if found.is_reliable() {
        code(found.lang().code())
    } else {
        None
    }
}

/// Tells whether one word in six is a small word of English. Most news is English, and counting
/// costs a fiftieth of comparing trigrams with those of every language.
fn is_plainly_english(sample: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let (mut num_words, mut num_english) = (0, 0);
    for word in sample.as_bytes().split(|&byte| !is_letter(byte)) {
        let is_same = |known: &&str| word.eq_ignore_ascii_case(known.as_bytes());
        let is_short = (2..=5).contains(&word.len());
        num_words += usize::from(!word.is_empty());
        num_english += usize::from(is_short && ENGLISH_WORDS.iter().any(is_same));
    }
    num_words >= 12 && num_english * 6 >= num_words
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
