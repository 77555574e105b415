use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// A text of so many sentences, none like another; texts with different numbers share none.
fn text(number: u32, sentences: u32) -> Vec<String> {
    let word = |sentence: u32, at: u32| {
        let hash = (number * 1009 + sentence * 31 + at).wrapping_mul(0x9e37_79b9);
        format!("w{}", hash >> 12)
    };
    let sentence = |sentence| {
        let words: Vec<String> = (0..14).map(|at| word(sentence, at)).collect();
        words.join(" ") + "."
    };
    (0..sentences).map(sentence).collect()
}

fn sketch(sentences: &[String]) -> Sketch {
    Sketch::of("", &sentences.join(" "), None)
}

fn is_copy(a: &Sketch, b: &Sketch) -> bool {
    let is_one_way = are_copies(a, b, |_| false);
    assert_eq!(are_copies(b, a, |_| false), is_one_way);
    is_one_way
}

#[test]
fn case_signs_and_quotes_are_no_difference() {
    let typed = "\"We don't know,\" said O'Neill - the head of the co-op - on Monday, at 10 a.m.";
    let set = "“WE DON’T KNOW” said O’Neill — the head of the co\u{ad}-op — on Monday at 10 A.M.";
    let (typed, set) = (Sketch::of("", typed, None), Sketch::of("", set, None));
    assert_eq!(typed, set);
    assert!(is_copy(&typed, &set));
}

#[test]
fn a_sketch_is_read_back_from_its_numbers() {
    for sentences in [0, 1, 5, 60, 900] {
        let body = text(1, sentences).join(" ");
        let sketch = Sketch::of(
            "Ferry held in port after storm",
            &body,
            Some("https://a.example/b"),
        );
        let mut read = Sketch::of("", "something else was here before", None);
        read.read(sketch.numbers());
        assert_eq!(read, sketch);
    }
}

#[test]
fn a_sketch_stays_small_however_long_the_text_is() {
    let numbers = |sentences| sketch(&text(1, sentences)).numbers().count();
    assert!(numbers(20_000) <= 51);
    assert!(numbers(60) > 24);
}

#[test]
fn edited_copies_are_copies() {
    let whole = text(1, 40);
    let original = sketch(&whole);
    let third = sketch(&whole[..13]);
    let reordered: Vec<_> = whole[20..].iter().chain(&whole[..20]).cloned().collect();
    let dropped: Vec<_> = (0..40)
        .filter(|n| n % 10 < 7)
        .map(|n| whole[n].clone())
        .collect();
    let mut with_agency = vec!["HARBOUR CITY (Meridian Wire) -".to_owned()];
    with_agency.extend(whole.iter().cloned());
    for copy in [
        third,
        sketch(&reordered),
        sketch(&dropped),
        sketch(&with_agency),
    ] {
        assert!(is_copy(&original, &copy), "{copy:?}");
    }
}

#[test]
fn a_follow_up_that_takes_over_the_background_is_no_copy() {
    let before = text(1, 40);
    let mut follow_up = text(2, 24);
    follow_up.extend_from_slice(&before[24..]);
    assert!(!is_copy(&sketch(&before), &sketch(&follow_up)));
}

#[test]
fn articles_that_share_what_their_site_adds_are_no_copies() {
    let added = text(99, 20);
    let page = |number: u32| {
        let mut page = Vec::new();
        // Between the paragraphs, as captions and links are.
        for (sentence, added) in text(number, 20).into_iter().zip(added.chunks(1)) {
            page.push(sentence);
            page.extend_from_slice(added);
        }
        sketch(&page)
    };
    let mut pages: Vec<Sketch> = (1..=40).map(page).collect();
    assert_eq!(group(&pages, 1 << 20), Vec::<Vec<u32>>::new());
    // A real copy is found among them.
    pages.push(page(7));
    assert_eq!(group(&pages, 1 << 20), [[6, 40]]);
}

#[test]
fn many_copies_of_one_text_are_one_story() {
    let whole = text(1, 40);
    let copy = |number: usize| {
        let kept = (0..40).filter(|sentence| (sentence * 7 + number) % 11 > 1);
        let mut copy: Vec<_> = kept.map(|sentence| whole[sentence].clone()).collect();
        copy.push(text(100 + number as u32, 1).remove(0));
        sketch(&copy)
    };
    let copies: Vec<Sketch> = (0..300).map(copy).collect();
    let story: Vec<u32> = (0..300).collect();
    assert_eq!(group(&copies, 1 << 20), [story]);
}

#[test]
fn a_form_that_is_filled_in_otherwise_is_no_copy() {
    let report = |claims: [&str; 3], weeks: [&str; 3]| {
        let text = format!(
            "New applications for benefits rose to a seasonally adjusted {} in the week ended {} from {} \
             in the prior week, the labour office of the harbour city said in its report. The number of \
             people who receive benefits under regular programmes was {} in the week ended {}, the latest \
             period for which that figure is available, {} more than in the week before that.",
            claims[0], weeks[0], claims[1], claims[2], weeks[1], weeks[2],
        );
        Sketch::of("Applications for benefits rise in week", &text, None)
    };
    let claims = ["341,000", "340,000", "2,454,000"];
    let one = report(claims, ["March 14", "March 7", "11,200"]);
    let next = report(
        ["355,000", "341,000", "2,480,000"],
        ["March 21", "March 14", "26,000"],
    );
    assert!(!is_copy(&one, &next));
    // One corrected figure makes no other report.
    let corrected = report(claims, ["March 14", "March 7", "12,200"]);
    assert!(is_copy(&one, &corrected));
    // The same page a week later is the same page.
    let url = Some("https://courier.example/benefits");
    let of = |sketch: &Sketch| Sketch {
        url: Sketch::of("", "", url).url,
        ..sketch.clone()
    };
    assert!(is_copy(&of(&one), &of(&next)));
}

#[test]
fn two_texts_of_one_length_are_compared_alike_from_either_side() {
    let words = |number: u32, len: usize| {
        let text = text(number, 4).join(" ");
        text.split(' ')
            .take(len)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    // So little of the last half is shared where the common words come first.
    let first = sketch(&[words(1, 34), words(2, 17)].concat());
    let between = sketch(&[words(3, 8), words(1, 34), words(4, 9)].concat());
    assert_eq!(first.numbers().count(), between.numbers().count());
    is_copy(&first, &between);
}

#[test]
fn short_texts_are_copies_only_with_their_headlines() {
    let notice = "Subscribe to read on.";
    let of = |headline: &str| Sketch::of(headline, notice, None);
    let one = of("Ferry held in port after the storm");
    assert!(is_copy(&one, &of("Ferry held in port after the storm")));
    assert!(!is_copy(&one, &of("Council votes on the new bridge")));
    let empty = Sketch::of("", "", None);
    assert!(!is_copy(&empty, &empty));
    assert_eq!(
        group(&vec![empty.clone(), empty], 64),
        Vec::<Vec<u32>>::new()
    );
}

#[test]
fn texts_without_spaces_have_copies_too() {
    let text = "记者从会议上获悉，港口将在下周恢复通航，渡轮公司表示所有航班都会按照原来的时间表运行，乘客无需重新购票。";
    let other = "今年的音乐节将在老城区举行，来自各国的乐队会在三天内演出，市政府希望吸引更多的游客前来参观和住宿。";
    let sketch = |text: &str| Sketch::of("", text, None);
    assert!(is_copy(&sketch(text), &sketch(&text.replace('，', "、"))));
    assert!(!is_copy(&sketch(text), &sketch(other)));
}

#[test]
fn printings_of_one_page_have_one_address() {
    let url = |url: &str| Sketch::of("", "", Some(url)).url;
    let page = url("https://www.courier.example/2015/11/ferry-held?utm_source=feed");
    for same in [
        "http://courier.example/2015/11/ferry-held#top",
        "https://m.courier.example/amp/2015/11/ferry-held",
    ] {
        assert_eq!(url(same), page, "{same}");
    }
    assert_ne!(url("https://courier.example/2015/11/ferry-free"), page);
    assert_eq!(url("https://courier.example/"), 0);
}

proptest! {
    #[test]
    fn stories_are_the_same_in_any_order_and_any_number_of_passes(
        edits in prop::collection::vec((0u32..4, prop::collection::vec(prop::bool::weighted(0.8), 20)), 2..24),
        order in any::<prop::sample::Index>(), keys_a_pass in select(vec![1, 7, 64, 1 << 20]),
    ) {
        let sketches: Vec<Sketch> = edits.iter().map(|(number, kept)| {
            let sentences = text(*number, 20).into_iter().zip(kept);
            sketch(&sentences.filter(|(_, is_kept)| **is_kept).map(|(it, _)| it).collect::<Vec<_>>())
        }).collect();
        let groups = group(&sketches, 1 << 20);
        let first = order.index(sketches.len());
        let places: Vec<usize> = (first..sketches.len()).rev().chain(0..first).collect();
        let shuffled: Vec<Sketch> = places.iter().map(|&place| sketches[place].clone()).collect();
        let back = |story: Vec<u32>| {
            let mut story: Vec<u32> = story.into_iter().map(|at| places[at as usize] as u32).collect();
            story.sort_unstable();
            story
        };
        let mut again: Vec<Vec<u32>> = group(&shuffled, keys_a_pass).into_iter().map(back).collect();
        again.sort();
        prop_assert_eq!(again, groups);
    }

    #[test]
    fn any_text_has_a_sketch(headline in ".*", body in ".*", url in proptest::option::of(".*")) {
        let sketch = Sketch::of(&headline, &body, url.as_deref());
        prop_assert_eq!(are_copies(&sketch, &sketch, |_| false), !sketch.marks.is_empty());
    }
}
