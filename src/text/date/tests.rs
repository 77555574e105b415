use super::*;

/// Reads a text both ways and writes what it means; `|` separates the two when they differ.
fn read(text: &str) -> String {
    let shown =
        |order| parse(text, order).map_or_else(|| "-".to_owned(), |found| found.value.to_string());
    let (day_first, month_first) = (
        shown(DayMonthOrder::DayFirst),
        shown(DayMonthOrder::MonthFirst),
    );
    if day_first == month_first {
        day_first
    } else {
        format!("{day_first}|{month_first}")
    }
}

fn check(lines: &[(&str, &str)]) {
    for (text, expected) in lines {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn what_programs_write_is_read() {
    check(&[
        ("2015-11-27", "2015-11-27"),
        ("2015-11-27T10:15Z", "2015-11-27T10:15Z"),
        ("2015-11-27T10:15:07+05:30", "2015-11-27T10:15:07+05:30"),
        ("2015-11-27T10:15:07.123-0500", "2015-11-27T10:15:07-05:00"),
        ("2015-11-27 10:15:07", "2015-11-27T10:15:07"),
        ("20151127", "2015-11-27"),
        ("20151127T101507Z", "2015-11-27T10:15:07Z"),
        ("20151127101507", "2015-11-27T10:15:07"),
        (
            "Fri, 27 Nov 2015 10:15:07 +0100",
            "2015-11-27T10:15:07+01:00",
        ),
        ("Fri Nov 27 10:15:07 UTC 2015", "2015-11-27T10:15:07Z"),
        (
            "Fri Nov 27 2015 10:15:07 GMT+0100 (CET)",
            "2015-11-27T10:15:07+01:00",
        ),
        ("1448619307", "2015-11-27T10:15:07Z"),
        ("1448619307000", "2015-11-27T10:15:07Z"),
        ("0", "1970-01-01T00:00:00Z"),
        ("2015-11", "2015-11"),
        ("November 2015", "2015-11"),
        ("2015", "2015"),
        ("0001-01-01T00:00:00", "0001-01-01T00:00:00"),
    ]);
}

#[test]
fn what_people_write_in_english_is_read() {
    check(&[
        ("November 27, 2015", "2015-11-27"),
        ("Nov. 27th, 2015 at 6:30 p.m. EST", "2015-11-27T18:30-05:00"),
        ("27 November 2015", "2015-11-27"),
        (
            "Friday, 27th of November 2015, 10.15 GMT",
            "2015-11-27T10:15Z",
        ),
        ("27-Nov-2015 10:15 AM", "2015-11-27T10:15"),
        (
            "12:00 was the hour, May 1 2015 5pm the other",
            "2015-05-01T17:00",
        ),
        ("May 1, 2015 12:05 am", "2015-05-01T00:05"),
        ("27/Nov/15", "2015-11-27"),
    ]);
}

#[test]
fn months_are_named_in_many_languages() {
    check(&[
        ("27. November 2015, 18:30 Uhr", "2015-11-27T18:30"),
        ("1. März 2024", "2024-03-01"),
        ("1er mars 2024 à 18h30", "2024-03-01T18:30"),
        ("le 14 août 2018", "2018-08-14"),
        ("27 de noviembre de 2015", "2015-11-27"),
        ("marzo 1, 2024", "2024-03-01"),
        ("1º de março de 2024", "2024-03-01"),
        ("3 agosto 2020", "2020-08-03"),
        ("1 maart 2024", "2024-03-01"),
        ("1 mars 2024 kl. 18.30", "2024-03-01T18:30"),
        ("1. maaliskuuta 2024 klo 18.30", "2024-03-01T18:30"),
        ("1 marca 2024 r.", "2024-03-01"),
        ("1. března 2024", "2024-03-01"),
        ("2024. március 1.", "2024-03-01"),
        ("1 martie 2024", "2024-03-01"),
        ("1 Ağustos 2024", "2024-08-01"),
        ("1 MAYIS 2024", "2024-05-01"),
        ("1 Maret 2024", "2024-03-01"),
        ("27 ноября 2015 г., 18:30", "2015-11-27T18:30"),
        ("1 березня 2024", "2024-03-01"),
        ("1 Μαρτίου 2024", "2024-03-01"),
        ("29 مارس 2021", "2021-03-29"),
        ("٢٩ مارس ٢٠٢١", "2021-03-29"),
        ("1 كانون الثاني 2024", "2024-01-01"),
        ("1 תשפ״ד, 1 במרץ 2024", "2024-03-01"),
        ("1 मार्च 2024", "2024-03-01"),
        ("2024年3月1日 18:30", "2024-03-01T18:30"),
        ("2024年3月1日(金)18時30分", "2024-03-01T18:30"),
        ("2024년 3월 1일", "2024-03-01"),
        ("2024. 3. 1.", "2024-03-01"),
        ("1 tháng 3 năm 2024", "2024-03-01"),
        ("1 มีนาคม 2567", "2024-03-01"),
    ]);
}

#[test]
fn abbreviated_months_are_known() {
    for (language, months) in [
        (
            "en",
            "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sept. Oct. Nov. Dec.",
        ),
        (
            "es",
            "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
        ),
        (
            "fr",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        ),
        (
            "de",
            "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
        ),
        (
            "pt",
            "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
        ),
        (
            "it",
            "gen. feb. mar. apr. mag. giu. lug. ago. set. ott. nov. dic.",
        ),
        (
            "nl",
            "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
        ),
        ("pl", "sty lut mar kwi maj cze lip sie wrz paź lis gru"),
        (
            "ru",
            "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
        ),
        (
            "uk",
            "січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.",
        ),
        ("tr", "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara"),
        ("el", "Ιαν Φεβ Μαρ Απρ Μαΐ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ"),
        ("id", "Jan Feb Mar Apr Mei Jun Jul Agt Sep Okt Nov Des"),
        (
            "sv",
            "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.",
        ),
        (
            "nb",
            "jan. feb. mars apr. mai juni juli aug. sep. okt. nov. des.",
        ),
        (
            "fi",
            "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
        ),
        (
            "hu",
            "jan. febr. márc. ápr. máj. jún. júl. aug. szept. okt. nov. dec.",
        ),
        (
            "ro",
            "ian. feb. mar. apr. mai iun. iul. aug. sept. oct. nov. dec.",
        ),
        (
            "th",
            "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
        ),
    ] {
        for (number, month) in (1..).zip(months.split(' ')) {
            let text = format!("27 {month} 2015");
            assert_eq!(read(&text), format!("2015-{number:02}-27"), "{language}");
        }
    }
}

#[test]
fn months_of_two_names_and_years_of_other_calendars_are_read() {
    check(&[
        ("27 تشرين الثاني/نوفمبر 2015", "2015-11-27"),
        ("27 نوفمبر/ تشرين الثاني 2015", "2015-11-27"),
        ("۶ آذر ۱۳۹۴", "2015-11-27"),
        ("جمعه 6 آذر 1394", "2015-11-27"),
        ("۱۳۹۴/۰۹/۰۶", "2015-11-27"),
        ("1394/9/6", "2015-11-27"),
        ("۰۶-۰۹-۱۳۹۴", "2015-11-27"),
        ("1394-09-06", "1394-09-06"),
        ("31 مهر 1394", "-"),
        ("27 พ.ย. 2558", "2015-11-27"),
        ("27/11/2558", "2015-11-27"),
        ("平成27年11月27日", "2015-11-27"),
        ("令和6年3月1日", "2024-03-01"),
        ("民國104年11月27日", "2015-11-27"),
        ("2015年11月", "2015-11"),
        ("2015년 11월", "2015-11"),
        ("27 Thg 11, 2015", "2015-11-27"),
        ("2015-W48-5", "2015-11-27"),
        ("2015-331", "2015-11-27"),
        ("2015-W54-1", "-"),
    ]);
}

#[test]
fn times_tell_their_half_of_the_day_and_their_zone() {
    check(&[
        ("2015年11月27日 下午6:30", "2015-11-27T18:30"),
        ("2015年11月27日下午6:30", "2015-11-27T18:30"),
        ("2015年11月27日 午前0時30分", "2015-11-27T00:30"),
        ("2015년 11월 27일 오후 6:30", "2015-11-27T18:30"),
        ("27 نوفمبر 2015 6:30 م", "2015-11-27T18:30"),
        ("27 Νοεμβρίου 2015, 6:30 μ.μ.", "2015-11-27T18:30"),
        ("27 января 2015 года, 10:15 МСК", "2015-01-27T10:15+03:00"),
        ("Nov. 27, 2015 6:30 p.m. ET", "2015-11-27T18:30-05:00"),
        ("July 27, 2015 6:30 p.m. ET", "2015-07-27T18:30-04:00"),
        ("March 20, 2006 6:30 p.m. ET", "2006-03-20T18:30-05:00"),
        (
            "July 27, 2015 6:30 p.m. Pacific Time",
            "2015-07-27T18:30-07:00",
        ),
        ("27 nov. 2015 18h30 et 19h00", "2015-11-27T18:30"),
        ("27 Nov 2015 18:30 BST", "2015-11-27T18:30+01:00"),
        ("27 Nov 2015 18:30 IST", "2015-11-27T18:30"),
        ("2015-11-27T24:00:00Z", "2015-11-28T00:00:00Z"),
        ("2015-12-31 24:00", "2016-01-01T00:00"),
        ("2015-11-27 24:01", "2015-11-27"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
    ]);
}

#[test]
fn the_order_of_the_place_decides_only_what_the_numbers_leave_open() {
    check(&[
        ("01/03/2015", "2015-03-01|2015-01-03"),
        ("01-03-2015", "2015-03-01|2015-01-03"),
        ("03/03/2015", "2015-03-03"),
        ("13/03/2015", "2015-03-13"),
        ("03/13/2015", "2015-03-13"),
        ("01.03.2015", "2015-03-01"),
        ("1.3.15", "2015-03-01"),
        ("2015/01/03", "2015-01-03"),
    ]);
    let order = |text| {
        parse(text, DayMonthOrder::DayFirst).map(|found| (found.shown_order, found.is_ambiguous))
    };
    assert_eq!(order("01/03/2015"), Some((None, true)));
    assert_eq!(
        order("13/03/2015"),
        Some((Some(DayMonthOrder::DayFirst), false))
    );
    assert_eq!(order("03/03/2015"), Some((None, false)));
}

#[test]
fn what_is_no_date_is_not_read() {
    for text in [
        "",
        "2015-13-01",
        "31 February 2015",
        "99/99/2015",
        "the score was 3-2 in 2015, 10 years ago",
        "192.168.10.2015",
        "555-0147",
        "Section 12.3.4",
        "27 Nov",
        "may 12 people",
        "0000-00-00 00:00:00",
        "12345678901234567890",
    ] {
        assert_eq!(read(text), "-", "{text}");
    }
}

#[test]
fn a_date_is_found_where_it_stands() {
    let text = "By Ann Lee | 27.11.2015, 18:30 | Updated 28.11.2015";
    let found: Vec<&str> = find_all(text, DayMonthOrder::DayFirst)
        .into_iter()
        .map(|date| &text[date.range])
        .collect();
    assert_eq!(found, ["27.11.2015, 18:30", "28.11.2015"]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic(
        text in "([0-9]{1,4}|[-/.:,T+ ]|Nov|年|月|日|am|p\\.m\\.|GMT|Z|de|٣|\\PC){0,24}"
    ) {
        for order in [DayMonthOrder::DayFirst, DayMonthOrder::MonthFirst] {
            for date in find_all(&text, order) {
                proptest::prop_assert!(text.get(date.range).is_some());
            }
            let _ = parse(&text, order);
        }
    }
}
