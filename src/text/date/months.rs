//! The names of the months in the languages of the news.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::token::Token;

/// The names of each language, January first; forms and abbreviations of a month are separated
/// by spaces, the words of one name by underscores.
const NAMES: &[[&str; 12]] = &[
    // English
    [
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sep sept",
        "october oct",
        "november nov",
        "december dec",
    ],
    // German
    [
        "januar jänner jän",
        "februar feber",
        "märz mär mrz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober okt",
        "november",
        "dezember dez",
    ],
    // French
    [
        "janvier janv",
        "février févr fév",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre déc",
    ],
    // Spanish
    [
        "enero ene",
        "febrero",
        "marzo",
        "abril abr",
        "mayo",
        "junio",
        "julio",
        "agosto ago",
        "septiembre setiembre",
        "octubre",
        "noviembre",
        "diciembre dic",
    ],
    // Portuguese
    [
        "janeiro",
        "fevereiro fev",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro set",
        "outubro out",
        "novembro",
        "dezembro",
    ],
    // Italian
    [
        "gennaio gen genn",
        "febbraio febbr",
        "marzo",
        "aprile",
        "maggio mag",
        "giugno giu",
        "luglio lug",
        "agosto",
        "settembre sett",
        "ottobre ott",
        "novembre",
        "dicembre",
    ],
    // Dutch
    [
        "januari",
        "februari",
        "maart mrt",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    // Swedish, Danish, Norwegian
    [
        "januari januar",
        "februari februar",
        "mars marts",
        "april",
        "maj mai",
        "juni",
        "juli",
        "augusti august",
        "september",
        "oktober",
        "november",
        "december desember des",
    ],
    // Finnish
    [
        "tammikuu tammikuuta tammikuun tammi",
        "helmikuu helmikuuta helmikuun helmi",
        "maaliskuu maaliskuuta maaliskuun maalis",
        "huhtikuu huhtikuuta huhtikuun huhti",
        "toukokuu toukokuuta toukokuun touko",
        "kesäkuu kesäkuuta kesäkuun kesä",
        "heinäkuu heinäkuuta heinäkuun heinä",
        "elokuu elokuuta elokuun elo",
        "syyskuu syyskuuta syyskuun syys",
        "lokakuu lokakuuta lokakuun loka",
        "marraskuu marraskuuta marraskuun marras",
        "joulukuu joulukuuta joulukuun joulu",
    ],
    // Polish
    [
        "stycznia styczeń sty",
        "lutego luty lut",
        "marca marzec",
        "kwietnia kwiecień kwi",
        "maja maj",
        "czerwca czerwiec cze",
        "lipca lipiec lip",
        "sierpnia sierpień sie",
        "września wrzesień wrz",
        "października październik paź",
        "listopada listopad lis",
        "grudnia grudzień gru",
    ],
    // Czech
    [
        "ledna leden led",
        "února únor úno",
        "března březen bře",
        "dubna duben dub",
        "května květen kvě",
        "června červen čvn",
        "července červenec čvc",
        "srpna srpen srp",
        "září zář",
        "října říjen říj",
        "listopadu",
        "prosince prosinec pro",
    ],
    // Slovak
    [
        "január januára",
        "február februára",
        "marec marca",
        "apríl apríla",
        "máj mája",
        "jún júna",
        "júl júla",
        "august augusta",
        "septembra",
        "október októbra",
        "novembra",
        "decembra",
    ],
    // Hungarian
    [
        "január januárja",
        "február febr",
        "március márc",
        "április ápr",
        "május máj",
        "június jún",
        "július júl",
        "augusztus",
        "szeptember szept",
        "október",
        "november",
        "december",
    ],
    // Romanian
    [
        "ianuarie ian",
        "februarie",
        "martie",
        "aprilie",
        "mai",
        "iunie iun",
        "iulie iul",
        "august",
        "septembrie",
        "octombrie",
        "noiembrie noi",
        "decembrie",
    ],
    // Turkish
    [
        "ocak oca",
        "şubat şub",
        "mart",
        "nisan nis",
        "mayıs may",
        "haziran haz",
        "temmuz tem",
        "ağustos ağu",
        "eylül eyl",
        "ekim eki",
        "kasım kas",
        "aralık ara",
    ],
    // Indonesian, Malay
    [
        "januari",
        "februari pebruari peb",
        "maret mac",
        "april",
        "mei",
        "juni jun",
        "juli julai",
        "agustus ogos agu agt ags",
        "september",
        "oktober",
        "november nopember nop",
        "desember disember",
    ],
    // Catalan
    [
        "gener", "febrer", "març", "abril", "maig", "juny", "juliol", "agost", "setembre",
        "octubre", "novembre", "desembre",
    ],
    // Latvian, Lithuanian
    [
        "janvāris janvārī sausio",
        "februāris februārī vasario",
        "marts martā kovo",
        "aprīlis aprīlī balandžio",
        "maijs maijā gegužės",
        "jūnijs jūnijā birželio",
        "jūlijs jūlijā liepos",
        "augusts augustā rugpjūčio",
        "septembris septembrī rugsėjo",
        "oktobris oktobrī spalio",
        "novembris novembrī lapkričio",
        "decembris decembrī gruodžio",
    ],
    // Estonian
    [
        "jaanuar",
        "veebruar",
        "märts",
        "aprill",
        "mai",
        "juuni",
        "juuli",
        "august",
        "september",
        "oktoober",
        "november",
        "detsember",
    ],
    // Slovene, Serbian in Latin script
    [
        "januarja januara",
        "februarja februara",
        "marca marta",
        "aprila",
        "maja",
        "junija juna",
        "julija jula",
        "avgusta avgust",
        "septembra",
        "oktobra",
        "novembra",
        "decembra",
    ],
    // Swahili, Tagalog
    [
        "januari enero",
        "februari pebrero",
        "machi marso",
        "aprili abril",
        "mei mayo",
        "juni hunyo",
        "julai hulyo",
        "agosti agosto",
        "septemba setyembre",
        "oktoba oktubre",
        "novemba nobyembre",
        "desemba disyembre",
    ],
    // Russian
    [
        "января январь янв",
        "февраля февраль фев февр",
        "марта март мар",
        "апреля апрель апр",
        "мая май",
        "июня июнь июн",
        "июля июль июл",
        "августа август авг",
        "сентября сентябрь сен сент",
        "октября октябрь окт",
        "ноября ноябрь ноя нояб",
        "декабря декабрь дек",
    ],
    // Ukrainian
    [
        "січня січень січ",
        "лютого лютий лют",
        "березня березень бер",
        "квітня квітень квіт",
        "травня травень трав",
        "червня червень черв",
        "липня липень лип",
        "серпня серпень серп",
        "вересня вересень вер",
        "жовтня жовтень жовт",
        "листопада листопад лист",
        "грудня грудень груд",
    ],
    // Belarusian, Bulgarian, Serbian, Macedonian
    [
        "студзеня януари јануар јануара јануари",
        "лютага февруари фебруар фебруара",
        "сакавіка марта",
        "красавіка април априла",
        "траўня маја мај",
        "чэрвеня юни јун јуна јуни",
        "ліпеня юли јул јула јули",
        "жніўня август",
        "верасня септември септембар септембра",
        "кастрычніка октомври октобар октобра",
        "лістапада ноември новембар новембра",
        "снежня декември децембар децембра",
    ],
    // Greek
    [
        "ιανουαρίου ιανουάριος ιαν",
        "φεβρουαρίου φεβρουάριος φεβ φεβρ",
        "μαρτίου μάρτιος μαρ μαρτ",
        "απριλίου απρίλιος απρ",
        "μαΐου μάιος μαϊ μάη",
        "ιουνίου ιούνιος ιουν",
        "ιουλίου ιούλιος ιουλ",
        "αυγούστου αύγουστος αυγ",
        "σεπτεμβρίου σεπτέμβριος σεπ σεπτ",
        "οκτωβρίου οκτώβριος οκτ",
        "νοεμβρίου νοέμβριος νοε νοεμ",
        "δεκεμβρίου δεκέμβριος δεκ δεκεμ",
    ],
    // Arabic of Egypt and the Gulf
    [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو يونيه",
        "يوليو يوليه",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    // Arabic of the Levant and Iraq
    [
        "كانون_الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين_الأول",
        "تشرين_الثاني",
        "كانون_الأول",
    ],
    // Arabic of the Maghreb
    [
        "جانفي",
        "فيفري",
        "مارس",
        "أفريل",
        "ماي",
        "جوان",
        "جويلية",
        "أوت غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ],
    // Persian
    [
        "ژانویه",
        "فوریه",
        "مارس",
        "آوریل",
        "مه می",
        "ژوئن",
        "ژوئیه جولای ژولای",
        "اوت آگوست اگست",
        "سپتامبر",
        "اکتبر",
        "نوامبر",
        "دسامبر",
    ],
    // Urdu
    [
        "جنوری",
        "فروری",
        "مارچ",
        "اپریل",
        "مئی",
        "جون",
        "جولائی",
        "اگست",
        "ستمبر",
        "اکتوبر",
        "نومبر",
        "دسمبر",
    ],
    // Hebrew
    [
        "ינואר בינואר",
        "פברואר בפברואר",
        "מרץ במרץ מרס",
        "אפריל באפריל",
        "מאי במאי",
        "יוני ביוני",
        "יולי ביולי",
        "אוגוסט באוגוסט",
        "ספטמבר בספטמבר",
        "אוקטובר באוקטובר",
        "נובמבר בנובמבר",
        "דצמבר בדצמבר",
    ],
    // Hindi
    [
        "जनवरी जन",
        "फ़रवरी फरवरी फर",
        "मार्च",
        "अप्रैल",
        "मई",
        "जून",
        "जुलाई",
        "अगस्त",
        "सितंबर सितम्बर",
        "अक्टूबर अक्तूबर",
        "नवंबर नवम्बर",
        "दिसंबर दिसम्बर",
    ],
    // Bengali
    [
        "জানুয়ারি জানুয়ারী",
        "ফেব্রুয়ারি ফেব্রুয়ারী",
        "মার্চ",
        "এপ্রিল",
        "মে",
        "জুন",
        "জুলাই",
        "আগস্ট",
        "সেপ্টেম্বর",
        "অক্টোবর",
        "নভেম্বর",
        "ডিসেম্বর",
    ],
    // Thai
    [
        "มกราคม ม.ค",
        "กุมภาพันธ์ ก.พ",
        "มีนาคม มี.ค",
        "เมษายน เม.ย",
        "พฤษภาคม พ.ค",
        "มิถุนายน มิ.ย",
        "กรกฎาคม ก.ค",
        "สิงหาคม ส.ค",
        "กันยายน ก.ย",
        "ตุลาคม ต.ค",
        "พฤศจิกายน พ.ย",
        "ธันวาคม ธ.ค",
    ],
];

/// Finds the month that is named at a token: its number, and how many tokens the name takes. In
/// Arabic a month may stand by two names: `تشرين الثاني/نوفمبر`.
pub(super) fn month_at(tokens: &[Token<'_>], at: usize) -> Option<(i8, usize)> {
    let (month, length) = name_at(tokens, at)?;
    let is_joined = tokens
        .get(at + length)
        .is_some_and(|token| token.is_mark('/'));
    match name_at(tokens, at + length + 1) {
        Some((again, more)) if is_joined && again == month => Some((month, length + 1 + more)),
        _ => Some((month, length)),
    }
}

fn name_at(tokens: &[Token<'_>], at: usize) -> Option<(i8, usize)> {
    let word = folded(tokens.get(at)?.word()?);
    if let Some(month) = months().get(word.as_str()) {
        return Some((*month, 1));
    }
    if !first_words().contains(word.as_str()) {
        return None;
    }
    let (joint, second, length) = match tokens.get(at + 1)? {
        point if point.is_mark('.') && !point.is_spaced => ('.', tokens.get(at + 2)?, 3),
        second => ('_', second, 2),
    };
    let name = format!("{word}{joint}{}", folded(second.word()?));
    months().get(name.as_str()).map(|month| (*month, length))
}

/// The first words of names of two.
fn first_words() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let names = months().keys();
        names
            .filter_map(|name| Some(name.split_once(['_', '.'])?.0))
            .collect()
    })
}

fn months() -> &'static HashMap<String, i8> {
    static MONTHS: OnceLock<HashMap<String, i8>> = OnceLock::new();
    MONTHS.get_or_init(|| {
        let mut months = HashMap::new();
        for names in NAMES {
            for (month, forms) in (1..).zip(names) {
                for form in forms.split(' ') {
                    months.entry(folded(form)).or_insert(month);
                }
            }
        }
        months
    })
}

/// Folds case, takes the accents off letters, and writes Arabic yeh and kaf
/// as Persian does.
pub(super) fn folded(word: &str) -> String {
    let word = word.to_lowercase();
    if word.is_ascii() {
        return word;
    }
    let is_accent = |c: &char| matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{655}');
    word.nfd()
        .filter(|c| !is_accent(c))
        .map(|c| match c {
            'ı' => 'i',
            'ي' => 'ی',
            'ك' => 'ک',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_names_twelve_different_months() {
        for names in NAMES {
            let all: Vec<String> = names
                .iter()
                .flat_map(|forms| forms.split(' '))
                .map(folded)
                .collect();
            let mut distinct = all.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len(), all.len(), "{}", names[0]);
        }
    }

    #[test]
    fn no_name_means_two_months() {
        for names in NAMES {
            for (month, forms) in (1..).zip(names) {
                for form in forms.split(' ') {
                    assert_eq!(months().get(&folded(form)), Some(&month), "{form}");
                }
            }
        }
    }
}
