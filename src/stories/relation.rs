//! Whether two articles are copies of one text.

use super::Sketch;
use super::sketch::has_number;

/// How much of the shorter text must stand in the longer one. In a copy of which three sentences of
/// ten are others it is about two thirds, in another article on the same event less than a tenth.
const SHARE: f32 = 0.6;
/// The same where headline or address are the same, too.
const SHARE_WITH_EVIDENCE: f32 = 0.45;
/// Of how many marks more all must be shared: one mark of four tells less than ten of forty.
const MARGIN: f32 = 1.5;

/// How much of each half of the shorter text must stand in the longer one. What a site puts under
/// all its articles, and the background that a follow-up takes over, fill one end of a text.
const SHARE_OF_HALF: f32 = 0.3;
/// How much must be shared of a text of which most stands in many others.
const SHARE_OF_COMMON: f32 = 0.7;
/// A form is filled in otherwise where more than so much of all marks is of changed figures …
const SHARE_OF_FILLED_IN: f32 = 0.125;
/// … and more than so much of the marks of figures. Another date alone changes less.
const SHARE_OF_FIGURES: f32 = 0.4;
/// Fewer marks of changed figures may be chance.
const LEAST_FIGURES: usize = 3;
/// Fewer marks than these are compared as a whole.
const LEAST_MARKS: usize = 4;

/// Tells whether two articles are copies of one text, or one is a cut of the other; `is_common`
/// tells the marks that stand in so many articles that they may be what a site adds to each.
pub fn are_copies(a: &Sketch, b: &Sketch, is_common: impl Fn(u32) -> bool) -> bool {
    let compared = compare(a, b);
    if compared.len() < LEAST_MARKS {
        return a.level == b.level && !a.marks.is_empty() && a.marks == b.marks;
    }
    let num_shared = num_shared(&compared);
    let len = compared.len();
    let has_evidence = is_same(a.headline, b.headline) || is_same(a.url, b.url);
    let share = if has_evidence {
        SHARE_WITH_EVIDENCE
    } else {
        SHARE
    };
    let is_enough =
        |shared: usize, of: usize, share: f32| shared as f32 >= share * of as f32 + MARGIN;
    if !is_enough(num_shared, len, share) {
        return false;
    }
    if !is_everywhere(&compared) || (!is_same(a.url, b.url) && is_filled_in_otherwise(&compared)) {
        return false;
    }
    let rare: Vec<_> = compared
        .iter()
        .copied()
        .filter(|it| !is_common(it.mark))
        .collect();
    if rare.len() * 2 < len {
        return is_enough(num_shared, len, SHARE_OF_COMMON);
    }
    is_enough(self::num_shared(&rare), rare.len(), share)
}

/// Tells whether some of each half of the shorter text stands in the longer one.
fn is_everywhere(compared: &[Compared]) -> bool {
    compared.chunks(compared.len().div_ceil(2)).all(|half| {
        let (shared, of) = (num_shared(half), half.len());
        shared as f32 >= SHARE_OF_HALF * of as f32
    })
}

/// Tells whether the same sentences were filled in with other figures, as those of a weekly report
/// or a price list are. Where a sentence is another, or any word was changed, most of the marks that
/// differ there are of words; in a form they are gaps of figures alone.
fn is_filled_in_otherwise(compared: &[Compared]) -> bool {
    let is_figure = |it: &Compared| has_number(it.mark);
    let gaps = compared
        .chunk_by(|a, b| a.is_shared == b.is_shared)
        .filter(|run| run.iter().all(|it| !it.is_shared && is_figure(it)));
    let num_changed: usize = gaps.map(<[Compared]>::len).sum();
    let num_figures = compared.iter().filter(|it| is_figure(it)).count();
    let is_more = |share: f32, of: usize| num_changed as f32 > share * of as f32;
    num_changed >= LEAST_FIGURES
        && is_more(SHARE_OF_FILLED_IN, compared.len())
        && is_more(SHARE_OF_FIGURES, num_figures)
}

fn is_same(a: u32, b: u32) -> bool {
    a != 0 && a == b
}

/// A mark of the shorter of two texts.
#[derive(Clone, Copy)]
struct Compared {
    mark: u32,
    /// Whether the longer text has it.
    is_shared: bool,
}

fn num_shared(compared: &[Compared]) -> usize {
    compared.iter().filter(|it| it.is_shared).count()
}

/// Looks for each mark of the shorter text, in its order, at the level that both sketches have.
fn compare(a: &Sketch, b: &Sketch) -> Vec<Compared> {
    let level = a.level.max(b.level);
    let (a, b) = (marks_at(a, level), marks_at(b, level));
    // Of two of one length always the same one, so that the order of the two makes no difference.
    let is_first = (a.len(), &a) <= (b.len(), &b);
    let (shorter, mut longer) = if is_first { (a, b) } else { (b, a) };
    longer.sort_unstable();
    let compared = shorter.into_iter().map(|mark| Compared {
        mark,
        is_shared: longer.binary_search(&mark).is_ok(),
    });
    compared.collect()
}

/// The marks that a sketch would have at a higher level.
fn marks_at(sketch: &Sketch, level: u32) -> Vec<u32> {
    let marks = sketch.marks.iter().copied();
    marks.filter(|&mark| mark <= u32::MAX >> level).collect()
}
