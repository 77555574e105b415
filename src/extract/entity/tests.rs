use proptest::prelude::*;

use super::recognize;
use crate::article::{Entity, EntityKind, Part};

/// Writes the entities as `kind name: mention, mention; …` in order of first mention.
fn shown(headline: &str, body: &str) -> String {
    let entities = recognize(headline, body, None);
    let lines = entities.iter().map(|entity| {
        let mentions: Vec<&str> = mentions(entity, headline, body);
        format!(
            "{} {}: {}",
            entity.kind.as_str(),
            entity.name,
            mentions.join(", ")
        )
    });
    lines.collect::<Vec<_>>().join("; ")
}

fn mentions<'t>(entity: &Entity, headline: &'t str, body: &'t str) -> Vec<&'t str> {
    let text = |part| {
        if part == Part::Headline {
            headline
        } else {
            body
        }
    };
    let mentions = entity.mentions.iter();
    mentions.map(|m| &text(m.part)[m.start..m.end]).collect()
}

fn check(table: &[(&str, &str)]) {
    for (body, expected) in table {
        assert_eq!(shown("", body), *expected, "in {body:?}");
    }
}

#[test]
fn titles_stay_outside_the_mention() {
    check(&[
        (
            "They met President Vera Kolmar on Monday.",
            "person Vera Kolmar: Vera Kolmar",
        ),
        (
            "The aide saw Sen. Jane Roe there.",
            "person Jane Roe: Jane Roe",
        ),
        ("It was Mr Dorrit who asked.", "person Dorrit: Dorrit"),
        (
            "He called on Prime Minister Ada Holm.",
            "person Ada Holm: Ada Holm",
        ),
        (
            "Talks with French leader Luc Tavernier failed.",
            "other French: French; person Luc Tavernier: Luc Tavernier",
        ),
        (
            "She thanked Secretary of State Paul Ferris.",
            "person Paul Ferris: Paul Ferris",
        ),
        (
            "Guests of King Abdullah arrived.",
            "person King Abdullah: King Abdullah",
        ),
    ]);
}

#[test]
fn a_person_is_one_entity_under_the_fullest_name() {
    check(&[
        (
            "President Ilya Markov spoke. Markov's aides, and Mr Markov himself, left.",
            "person Ilya Markov: Ilya Markov, Markov, Markov",
        ),
        (
            "John F. Harlan came. John Harlan left. Harlan slept.",
            "person John F. Harlan: John F. Harlan, John Harlan, Harlan",
        ),
    ]);
}

#[test]
fn namesakes_stay_apart_and_a_bare_name_goes_to_the_one_whom_the_article_is_about() {
    check(&[
        (
            "George Tolland spoke. Laura Tolland listened. Later Tolland left. George Tolland stayed, and Tolland won.",
            "person George Tolland: George Tolland, Tolland, George Tolland, Tolland; \
             person Laura Tolland: Laura Tolland",
        ),
        (
            "Two visitors came. Laura Tolland met Ada Holm. Ada Merle met George Tolland. Ada slept.",
            "person Laura Tolland: Laura Tolland; person Ada Holm: Ada Holm; \
             person Ada Merle: Ada Merle; person George Tolland: George Tolland; person Ada: Ada",
        ),
    ]);
}

#[test]
fn a_son_does_not_take_the_name_that_stood_before_his_own() {
    check(&[
        (
            "They heard that Tolland spoke. His aide met Martin Tolland Jr. there. Then Tolland left.",
            "person Tolland: Tolland, Tolland; person Martin Tolland Jr.: Martin Tolland Jr.",
        ),
        (
            "They met Martin Tolland Jr. in May. Then Tolland left.",
            "person Martin Tolland Jr.: Martin Tolland Jr., Tolland",
        ),
    ]);
}

#[test]
fn a_president_is_not_his_son() {
    check(&[
        (
            "His lawyer met Martin Tolland Jr. there. President Martin Tolland left. Then Tolland spoke.",
            "person Martin Tolland Jr.: Martin Tolland Jr.; \
             person Martin Tolland: Martin Tolland, Tolland",
        ),
        (
            "They met Martin Tolland Jr. in May. Then Martin Tolland left.",
            "person Martin Tolland Jr.: Martin Tolland Jr., Martin Tolland",
        ),
    ]);
}

#[test]
fn names_with_other_initials_are_of_two_people() {
    check(&[
        (
            "They met George H. W. Tolland. Then George W. Tolland left.",
            "person George H. W. Tolland: George H. W. Tolland; \
             person George W. Tolland: George W. Tolland",
        ),
        (
            "They met George Tolland. Then George W. Tolland left.",
            "person George W. Tolland: George Tolland, George W. Tolland",
        ),
    ]);
}

#[test]
fn a_name_alone_is_not_of_somebody_who_comes_in_later() {
    check(&[(
        "They met Peter Tolland in May. Then Tolland left. His wife, Anna Tolland, said that Anna \
         Tolland would stay.",
        "person Peter Tolland: Peter Tolland, Tolland; person Anna Tolland: Anna Tolland, Anna Tolland",
    )]);
}

#[test]
fn a_given_name_alone_is_of_the_one_whom_the_article_is_about() {
    check(&[(
        "They met Hillary Tolland in May. Hillary Tolland spoke of Edmund Hillary. Then Hillary left.",
        "person Hillary Tolland: Hillary Tolland, Hillary Tolland, Hillary; \
         person Edmund Hillary: Edmund Hillary",
    )]);
}

#[test]
fn a_family_is_none_of_its_members() {
    check(&[(
        "They met Peter Tolland in May. The reign of the Tolland family ended. Then Tolland left.",
        "person Peter Tolland: Peter Tolland, Tolland; person Tolland: Tolland",
    )]);
}

#[test]
fn who_is_named_later_does_not_take_the_name_of_one_in_office() {
    check(&[
        (
            "They heard that President Tolland spoke. His wife, Laura Tolland, left. Then Tolland left.",
            "person Tolland: Tolland, Tolland; person Laura Tolland: Laura Tolland",
        ),
        (
            "They heard that President Tolland spoke. Then President George Tolland left.",
            "person George Tolland: Tolland, George Tolland",
        ),
    ]);
}

#[test]
fn a_company_takes_no_short_name_that_another_may_have() {
    check(&[(
        "Shares of Dunmore Corp. fell. Dunmore News said that Dunmore would sell.",
        "organization Dunmore Corp.: Dunmore Corp.; organization Dunmore News: Dunmore News; \
         organization Dunmore: Dunmore",
    )]);
}

#[test]
fn names_end_with_their_sentence() {
    check(&[(
        "It was said by the Northern Harbour Authority. When Ilya Markov came, it rained in Kenya. Nobody saw it.",
        "organization Northern Harbour Authority: Northern Harbour Authority; \
         person Ilya Markov: Ilya Markov; place Kenya: Kenya",
    )]);
}

#[test]
fn syllables_behind_a_hyphen_belong_to_the_name() {
    check(&[(
        "They saw that Mr. Markov met Kim Dae-jin in the north, and Kim Dae-jin left.",
        "person Markov: Markov; person Kim Dae-jin: Kim Dae-jin, Kim Dae-jin",
    )]);
}

#[test]
fn a_stroke_stands_between_two_names() {
    check(&[(
        "The picture is by Ilya Markov/Reuters and shows the port.",
        "person Ilya Markov: Ilya Markov; organization Reuters: Reuters",
    )]);
}

#[test]
fn a_word_in_capitals_that_stands_in_small_letters_too_is_no_name() {
    check(&[("It wants more and more money. READ MORE. Nobody did.", "")]);
}

/// A headline in which every word has a capital, over a body that has the names in it.
#[test]
fn a_headline_in_title_case_has_the_names_of_its_body() {
    let body = "The talks of Ilya Markov and the Northern Harbour Authority went on in Kenya for \
                three days, and nobody knew what would come of them in the end. Mr Markov said that \
                the port had to be built again, and that the money for it was there. The ships wait \
                outside, as they did last year, and the year before, and those who load them wait, too.";
    let headline =
        "Why Markov Raises Border Wall Emergency With Northern Harbour Authority In Kenya";
    assert_eq!(
        shown(headline, body),
        "person Ilya Markov: Markov, Ilya Markov, Markov; \
         organization Northern Harbour Authority: Northern Harbour Authority, Northern Harbour Authority; \
         place Kenya: Kenya, Kenya"
    );
}

#[test]
fn the_names_of_a_report_on_a_coalition_are_each_one_entity() {
    let headline = "No anti-IS coalition with Russia yet, says Kremlin";
    let body = "MOSCOW: Russian President Vladimir Putin and French leader Francois Hollande could not agree on one \
                coalition against the Islamic State (IS) group in Syria, the Kremlin said on Friday.\n\
                Putin's spokesman Dmitry Peskov spoke of partners who hesitate. Hollande had flown to Moscow after the \
                attacks in Paris that IS claimed. France bombs IS in Syria beside the United States (US), and the \
                US-led coalition keeps Russia out of it; US President Barack Obama did not like the plan.\n\
                Mr Putin had spoken of it before the United Nations General Assembly (UNGA). Ankara is in the North \
                Atlantic Treaty Organisation (Nato), and Nato stood by Turkey, where President Recep Tayyip Erdogan \
                regrets nothing. Mr Putin saw King Abdullah of Jordan in Sochi on the Black Sea, Peskov added. Planes \
                bombed Latakia. Germany, Britain and Italy were told.";
    let entities = recognize(headline, body, Some("en"));
    let of_kind = |kind: EntityKind| {
        let mut names: Vec<&str> = entities
            .iter()
            .filter(|entity| entity.kind == kind)
            .map(|entity| entity.name.as_str())
            .collect();
        names.sort_unstable();
        names.join(", ")
    };
    assert_eq!(
        of_kind(EntityKind::Person),
        "Barack Obama, Dmitry Peskov, Francois Hollande, King Abdullah, Recep Tayyip Erdogan, Vladimir Putin"
    );
    assert_eq!(
        of_kind(EntityKind::Organization),
        "Islamic State, Nato, United Nations General Assembly"
    );
    assert_eq!(
        of_kind(EntityKind::Place),
        "Ankara, Black Sea, France, Germany, Italy, Jordan, Kremlin, Latakia, Moscow, Paris, Russia, Sochi, Syria, \
         Turkey, United Kingdom, United States"
    );
    let putin = entities
        .iter()
        .find(|entity| entity.name == "Vladimir Putin");
    let mentions = putin.map(|putin| mentions(putin, headline, body).join(", "));
    assert_eq!(
        mentions.as_deref(),
        Some("Vladimir Putin, Putin, Putin, Putin")
    );
}

#[test]
fn a_headline_names_the_person_of_the_body() {
    assert_eq!(
        shown("Markov wins vote", "The president, Ilya Markov, won again."),
        "person Ilya Markov: Markov, Ilya Markov"
    );
}

#[test]
fn a_family_name_that_means_somebody_else_is_left_alone() {
    check(&[
        // The office is that of her husband.
        (
            "She wrote with former first lady Mira Kolmar to the schools. The Kolmar administration \
             had left the rules as they were.",
            "person Mira Kolmar: Mira Kolmar; person Kolmar: Kolmar",
        ),
        (
            "Former Presidents Tovar and Kolmar came to the service. Later Anna Kolmar spoke of her \
             school.",
            "person Tovar: Tovar; person Kolmar: Kolmar; person Anna Kolmar: Anna Kolmar",
        ),
        // Several people, of whom the article speaks as a family.
        (
            "James Kolmar and his brother David Kolmar own the paper. The Kolmars sold it, said James \
             Kolmar, and no Kolmar son came.",
            "person James Kolmar: James Kolmar, James Kolmar; person David Kolmar: David Kolmar; \
             organization Kolmars: Kolmars; person Kolmar: Kolmar",
        ),
    ]);
}

#[test]
fn acronyms_are_bound_to_the_name_before_them() {
    check(&[
        (
            "The Northern Harbour Authority (NHA) closed. Ships of the NHA waited.",
            "organization Northern Harbour Authority: Northern Harbour Authority, NHA, NHA",
        ),
        (
            "The militant Islamic State (IS) group and the anti-IS coalition.",
            "organization Islamic State: Islamic State, IS, IS",
        ),
        (
            "A United States (US)-led force and the U.S. fleet.",
            "place United States: United States, US, U.S.",
        ),
        (
            "a North Atlantic Treaty Organisation (Nato) member",
            "organization Nato: North Atlantic Treaty Organisation, Nato",
        ),
    ]);
}

#[test]
fn organisations_are_told_by_their_head_words() {
    check(&[
        (
            "He joined the Ministry of Foreign Affairs.",
            "organization Ministry of Foreign Affairs: Ministry of Foreign Affairs",
        ),
        (
            "Shares of Harrow & Finch and of Dunmore Corp. fell.",
            "organization Harrow & Finch: Harrow & Finch; organization Dunmore Corp.: Dunmore Corp.",
        ),
        (
            "She studied at the University of Eastmere.",
            "organization University of Eastmere: University of Eastmere",
        ),
        (
            "He left AT&T for the Bank of England.",
            "organization AT&T: AT&T; organization Bank of England: Bank of England",
        ),
    ]);
}

#[test]
fn places_are_told_by_lists_and_by_what_stands_around() {
    check(&[
        (
            "It rained in Latakia, near Lake Ombra and the Black Sea.",
            "place Latakia: Latakia; place Lake Ombra: Lake Ombra; place Black Sea: Black Sea",
        ),
        (
            "the northern town of Qarvan, and Syria's border",
            "place Qarvan: Qarvan; place Syria: Syria",
        ),
        ("MOSCOW: The talks began.", "place Moscow: MOSCOW"),
        (
            "WASHINGTON (Reuters) - The talks began.",
            "place Washington: WASHINGTON; organization Reuters: Reuters",
        ),
    ]);
}

#[test]
fn particles_and_hyphens_are_parts_of_names() {
    check(&[
        (
            "Troops of Bashar al-Assad left; al-Assad stayed.",
            "person Bashar al-Assad: Bashar al-Assad, al-Assad",
        ),
        (
            "It was Ludwig van Dorn, then Jean-Paul Merle.",
            "person Ludwig van Dorn: Ludwig van Dorn; person Jean-Paul Merle: Jean-Paul Merle",
        ),
        ("the US-led raid", "place United States: US"),
    ]);
}

#[test]
fn the_first_word_of_a_sentence_needs_more_than_its_capital() {
    check(&[
        ("Wheat fell. More wheat came. Nobody bought.", ""),
        ("I'm sure. Won't you? It's late.", ""),
        ("On Friday in May, the mayor slept.", ""),
    ]);
}

#[test]
fn capitals_of_headlines_are_no_names() {
    assert_eq!(
        shown("Why The World Needs More Water In Kenya", ""),
        "place Kenya: Kenya"
    );
    assert_eq!(
        shown("REBELS SEIZE TOWN IN SYRIA", ""),
        "place Syria: SYRIA"
    );
}

#[test]
fn nouns_of_german_are_no_names() {
    let body = "Der Minister hat am Abend in Berlin die neuen Pläne für den Ausbau der Straßen und \
                Brücken im Land vorgestellt, wie die Zeitung unter Berufung auf Kreise der Regierung \
                schreibt. Die Kosten sollen bei mehr als einer Milliarde liegen, sagte Karl Brenner.";
    assert_eq!(
        shown("", body),
        "place Berlin: Berlin; person Karl Brenner: Karl Brenner"
    );
}

#[test]
fn text_without_capitals_or_latin_letters_is_read_in_silence() {
    check(&[
        ("", ""),
        ("nothing here has a capital", ""),
        ("安倍首相は東京で会談した。", ""),
        ("قال الرئيس إن المحادثات مستمرة", ""),
    ]);
}

#[test]
fn a_token_of_a_megabyte_is_no_name() {
    let long = "A".repeat(1 << 20);
    assert_eq!(recognize("", &long, None), []);
    let dotted = "A.".repeat(1 << 19);
    assert_eq!(recognize("", &dotted, None), []);
}

proptest! {
    #[test]
    fn mentions_are_at_boundaries_ascending_and_disjoint(
        headline in "\\PC{0,60}",
        body in prop_oneof![
            "\\PC{0,200}",
            "([A-Z][a-z]{0,6}|[A-Z]{1,4}|of|and|the|van|al|'s|’s|-|&|\\(|\\)|\\.|,|\"|\n|U\\.S\\.|Mr|New|York|President|Smith|[0-9]{1,3}| |  ){0,80}",
        ],
    ) {
        let entities = recognize(&headline, &body, None);
        for (part, text) in [(Part::Headline, &headline), (Part::Body, &body)] {
            let all = entities.iter().flat_map(|e| &e.mentions);
            let mut ranges: Vec<_> = all.filter(|m| m.part == part).map(|m| (m.start, m.end)).collect();
            ranges.sort_unstable();
            for (start, end) in &ranges {
                prop_assert!(text.get(*start..*end).is_some_and(|t| !t.is_empty() && t.trim() == t));
            }
            prop_assert!(ranges.windows(2).all(|w| w[0].1 <= w[1].0));
        }
        for entity in &entities {
            prop_assert!(!entity.name.is_empty() && !entity.mentions.is_empty());
            let order: Vec<_> = entity.mentions.iter().map(|m| (m.part, m.start)).collect();
            prop_assert!(order.is_sorted());
            prop_assert!(EntityKind::ALL.contains(&entity.kind));
        }
    }
}
