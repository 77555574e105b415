//! Finds where names begin and end: runs of capitalised words, cut at titles and dates.

use super::lists::Classes;
use super::page::{Casing, Page, Survey};
use super::tokens::Shape;
use crate::article::EntityKind;

/// A stretch of tokens that may be a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// First token.
    pub(super) first: usize,
    /// One past the last token.
    pub(super) last: usize,
    /// A title stood directly before it.
    pub(super) is_titled: bool,
    /// Nothing but its capital at the beginning of a sentence speaks for it.
    pub(super) is_weak: bool,
    /// It is a name only as the family name of a person of the article.
    pub(super) needs_person: bool,
    /// It begins a line as agencies do: "MOSCOW (Reuters) -".
    pub(super) is_dateline: bool,
    /// What it names, when the model says so; else the words decide.
    pub(super) kind: Option<EntityKind>,
}

impl Span {
    /// Makes the span of a name whose kind is known.
    pub(super) fn of_kind(first: usize, last: usize, kind: EntityKind) -> Span {
        Span {
            kind: Some(kind),
            ..span(first, last)
        }
    }
}

const LISTED: Classes = Classes::LISTED;

const HEADS: Classes = Classes::HEADS;

/// Returns the spans of a page, ascending and disjoint.
pub(super) fn find(page: &Page<'_>, survey: &Survey) -> Vec<Span> {
    let mut finder = Finder {
        page,
        survey,
        spans: Vec::new(),
        buffer: String::new(),
    };
    let mut first = 0;
    for &(last, casing) in &page.sentences {
        finder.sentence(first, last, casing);
        first = last;
    }
    finder.spans
}

/// Looks for spans, one sentence after the other.
pub(super) struct Finder<'p, 't> {
    pub(super) page: &'p Page<'t>,
    pub(super) survey: &'p Survey,
    spans: Vec<Span>,
    pub(super) buffer: String,
}

impl Finder<'_, '_> {
    fn sentence(&mut self, first: usize, last: usize, casing: Casing) {
        let mut at = self.dateline(first, last);
        while at < last {
            let token = &self.page.tokens[at];
            let is_name_start = token.is_capital() || self.article_at(at, last).is_some();
            if !is_name_start {
                at += 1;
            } else if casing == Casing::Shouting {
                at = self.shouted(at, last);
            } else {
                let end = self.run_end(at, last, casing);
                self.run(at, end, casing);
                at = end;
            }
        }
    }

    /// Takes the place of a dateline, if the line begins with one; returns where to go on.
    fn dateline(&mut self, first: usize, last: usize) -> usize {
        let tokens = &self.page.tokens;
        if !tokens
            .get(first)
            .is_some_and(|t| t.starts_line && t.shape == Shape::Upper)
        {
            return first;
        }
        let mut end = first + 1;
        while end < last && end < first + 3 && tokens[end].shape == Shape::Upper {
            end += 1;
        }
        if end < last && is_dateline_sign(self.page.word(end)) && self.is_spoken(end + 1) {
            let classes = tokens[first].classes;
            let is_name = !classes.is(Classes::COMMON | Classes::DATE)
                || self
                    .page
                    .listed(first, end, Classes::PLACE, &mut self.buffer)
                    .is_some();
            if is_name && end - first <= 3 {
                self.push(Span {
                    is_dateline: true,
                    ..span(first, end)
                });
                return end;
            }
        }
        first
    }

    /// Tells whether what follows a dateline is a sentence, not more capitals.
    fn is_spoken(&self, from: usize) -> bool {
        let tokens = &self.page.tokens;
        let to = (from + 12).min(tokens.len());
        let line = tokens[from.min(to)..to].iter().enumerate();
        line.take_while(|(i, t)| *i == 0 || !t.starts_line)
            .any(|(_, t)| {
                t.shape == Shape::Lower || t.shape == Shape::Title && !t.classes.is(Classes::DATE)
            })
    }

    /// Takes a listed name out of a sentence in capitals; returns where to go on.
    fn shouted(&mut self, at: usize, last: usize) -> usize {
        let token = &self.page.tokens[at];
        let any = if token.classes.is(Classes::COMMON) {
            Classes::PLACE
        } else {
            LISTED
        };
        match self.page.listed(at, last, any, &mut self.buffer) {
            Some((length, classes))
                if length > 1 || !is_ambiguous_shout(self.page.word(at), classes) =>
            {
                self.push(span(at, at + length));
                at + length
            }
            _ => at + 1,
        }
    }

    /// Cuts a run at titles and dates into segments.
    fn run(&mut self, first: usize, last: usize, casing: Casing) {
        let mut at = self.skip_opening(first, last, casing);
        let mut is_titled = self.is_after_title(at);
        if at + 1 < last && self.is_office(at) {
            is_titled = true;
            at += 1;
        }
        let mut start = at;
        while at < last {
            let listed = self.page.listed(at, last, LISTED, &mut self.buffer);
            if let Some((length, _)) = listed.filter(|&(length, _)| length > 1) {
                at += length;
                continue;
            }
            match self.cut_at(start, at, last) {
                Some(end) => {
                    self.segment(start, at, is_titled, casing);
                    is_titled = self.page.tokens[end - 1].classes.is(Classes::TITLE);
                    start = end;
                    at = end;
                }
                None => at += 1,
            }
        }
        self.segment(start, last, is_titled, casing);
    }

    fn is_after_title(&mut self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|i| self.page.tokens[i]);
        before.is_some_and(|t| t.is_capital() && t.classes.is(Classes::TITLE))
    }

    /// Tells whether the word belongs to a title before it: "Secretary of State".
    fn is_office(&self, at: usize) -> bool {
        let before = at.checked_sub(2).map(|i| self.page.tokens[i]);
        self.page.word(at.wrapping_sub(1)) == "of"
            && before.is_some_and(|t| t.is_capital() && t.classes.is(Classes::TITLE))
            && self.page.tokens[at]
                .classes
                .is(Classes::TITLE_PREFIX | Classes::TOPIC)
    }

    /// Leaves out the words at the start of a sentence that are capitalised for that alone.
    fn skip_opening(&mut self, first: usize, last: usize, casing: Casing) -> usize {
        let mut at = first;
        while at < last {
            let token = self.page.tokens[at];
            let opens = token.is_initial
                || casing == Casing::Titled
                || at > first
                || is_function(self.page.word(at));
            if !opens
                || self
                    .page
                    .listed(at, last, LISTED, &mut self.buffer)
                    .is_some_and(|(n, _)| n > 1)
            {
                break;
            }
            let ends_in_head = last - at > 1
                && self.page.tokens[last - 1]
                    .classes
                    .is(HEADS | Classes::ORG_SUFFIX | Classes::PLACE);
            let may_open = token.classes.is(Classes::OPENERS) && ends_in_head;
            let may_title = token
                .classes
                .is(Classes::TITLE_PREFIX | Classes::TITLE | Classes::ROYAL)
                && last - at > 1;
            let is_plain = token.classes.is(Classes::COMMON)
                || is_inflected(self.page.word(at))
                    && !token.classes.is(LISTED | Classes::GIVEN | Classes::FAMILY)
                    && self.is_small(at);
            if !is_plain || may_open || may_title {
                break;
            }
            at += 1;
            while at < last && !self.page.tokens[at].is_capital() {
                at += 1;
            }
        }
        at
    }

    fn is_small(&mut self, i: usize) -> bool {
        self.survey.has_small(self.page.word(i), &mut self.buffer)
    }

    /// Returns one past a title or date that stands at `at`, which ends the segment.
    fn cut_at(&self, start: usize, at: usize, last: usize) -> Option<usize> {
        let tokens = &self.page.tokens;
        let token = &tokens[at];
        if token.classes.is(Classes::DATE) {
            let is_surname = at > start && tokens[at - 1].classes.is(Classes::GIVEN);
            return (!is_surname).then_some(at + 1);
        }
        let chain = tokens[at..last].iter().take_while(|t| {
            t.is_capital() && t.classes.is(Classes::TITLE | Classes::TITLE_PREFIX)
                || self.page.word_of(t) == "-"
        });
        let num_titled = chain
            .enumerate()
            .filter(|(_, t)| t.classes.is(Classes::TITLE))
            .last()
            .map_or(0, |(i, _)| i + 1);
        if num_titled > 0 {
            let end = at + num_titled;
            let is_part = end < last
                && tokens[end]
                    .classes
                    .is(Classes::ORG_HEAD | Classes::OTHER_HEAD)
                && !tokens[end].classes.is(Classes::FAMILY | Classes::GIVEN);
            let is_family = at > start && tokens[at - 1].classes.is(Classes::GIVEN) && end == last;
            return (!is_part && !is_family).then_some(end);
        }
        None
    }

    /// Cuts a segment between a nationality or place and the name it stands before.
    fn segment(&mut self, first: usize, last: usize, is_titled: bool, casing: Casing) {
        let (first, last) = self.trimmed(first, last);
        if first >= last {
            return;
        }
        let lead = LISTED;
        if let Some((length, classes)) = self.page.listed(first, last, lead, &mut self.buffer) {
            let rest = first + length;
            if rest < last && self.is_name_of_its_own(rest, last, classes) {
                self.push(span(first, rest));
                return self.segment(rest, last, is_titled, casing);
            }
        }
        self.accept(first, last, is_titled, casing);
    }

    /// Leaves out joining words and signs at the ends.
    fn trimmed(&self, mut first: usize, mut last: usize) -> (usize, usize) {
        let tokens = &self.page.tokens;
        while first < last && !tokens[first].is_capital() && self.article_at(first, last).is_none()
        {
            first += 1;
        }
        while last > first
            && !tokens[last - 1].is_capital()
            && !matches!(tokens[last - 1].shape, Shape::Possessive | Shape::Number)
        {
            last -= 1;
        }
        (first, last)
    }

    fn is_name_of_its_own(&mut self, rest: usize, last: usize, lead: Classes) -> bool {
        let tokens = &self.page.tokens;
        if !tokens[rest].is_capital() {
            return false;
        }
        let end = tokens[last - 1].classes;
        if lead.is(Classes::NATIONALITY) && end.is(Classes::STATE_ORG) {
            return true;
        }
        if tokens[rest].classes.is(Classes::GIVEN) && last - rest > 1 {
            return !end.is(HEADS | Classes::ORG_SUFFIX);
        }
        if lead.is(Classes::GIVEN) && !lead.is(Classes::NATIONALITY) {
            return false;
        }
        let has_head = tokens[rest..last]
            .iter()
            .any(|t| t.classes.is(HEADS | Classes::ORG_SUFFIX | Classes::ORG_CUE));
        let is_listed = self
            .page
            .listed(rest, last, LISTED, &mut self.buffer)
            .is_some_and(|(n, _)| rest + n == last);
        let is_people = last - rest == 1 && tokens[rest].classes.is(Classes::NATIONALITY);
        lead.is(Classes::NATIONALITY) && (is_listed || !has_head && last - rest > 1)
            || lead.is(Classes::PLACE) && is_people
            || is_listed && last - rest > 1 && !has_head
    }

    /// Keeps a segment unless it is a word that only looks like a name.
    fn accept(&mut self, first: usize, last: usize, is_titled: bool, casing: Casing) {
        let token = self.page.tokens[first];
        let is_single = last - first == 1;
        let classes = match self.page.listed(first, last, LISTED, &mut self.buffer) {
            Some((n, classes)) if first + n == last => classes,
            _ => Classes::default(),
        };
        let is_listed = classes.is(LISTED);
        let is_known = is_listed || is_titled;
        if is_single && !is_titled {
            let ambiguous = token
                .classes
                .is(Classes::COMMON | Classes::TITLE | Classes::TITLE_PREFIX | Classes::DATE);
            if ambiguous
                && (token.is_initial || !is_listed || casing == Casing::Titled)
                && token.shape == Shape::Title
            {
                return self.push(Span {
                    needs_person: true,
                    ..span(first, last)
                });
            }
            if token.shape == Shape::Initial
                || !is_listed && token.classes.is(Classes::NO_NAME_ALONE)
            {
                return;
            }
        }
        let has_small = self.is_small(first);
        let plain = has_small
            && token.shape == Shape::Title
            && (token.is_initial || casing == Casing::Titled);
        if is_single && plain && !is_known || !is_listed && self.is_table_head(first, last) {
            return;
        }
        let is_foreign = !self.survey.is_english;
        if is_foreign
            && !is_known
            && (is_single || self.survey.is_capital_rich && !token.classes.is(Classes::GIVEN))
        {
            return;
        }
        let stands_out =
            token.shape == Shape::Upper || !token.is_initial && casing == Casing::Sentence;
        let is_weak = is_single && !is_known && !stands_out;
        self.push(Span {
            is_titled,
            is_weak,
            ..span(first, last)
        });
    }

    /// Tells whether the words are but letters and abbreviations: the head of a table.
    fn is_table_head(&self, first: usize, last: usize) -> bool {
        let tokens = &self.page.tokens[first..last];
        let is_letters = tokens
            .iter()
            .all(|t| matches!(t.shape, Shape::Initial | Shape::Upper));
        let is_money = self.page.word(last) == "$" && self.page.tokens[last].is_joined;
        is_money
            || is_letters
                && tokens.iter().any(|t| {
                    t.end - t.start == 1 || tokens.len() > 1 && t.classes.is(Classes::COMMON)
                })
    }

    fn push(&mut self, span: Span) {
        self.spans.push(span);
    }
}

fn span(first: usize, last: usize) -> Span {
    Span {
        first,
        last,
        is_titled: false,
        is_weak: false,
        needs_person: false,
        is_dateline: false,
        kind: None,
    }
}

fn is_dateline_sign(word: &str) -> bool {
    matches!(word, "(" | ":" | "-" | "–" | "—" | ",")
        || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Words that in a sentence of capitals are more likely no name.
fn is_ambiguous_shout(word: &str, classes: Classes) -> bool {
    matches!(
        word,
        "US" | "WHO"
            | "IS"
            | "IT"
            | "NICE"
            | "SPLIT"
            | "READING"
            | "MOBILE"
            | "WESTERN"
            | "TARGET"
            | "SHELL"
            | "POLE"
            | "ORANGE"
    ) || classes.is(Classes::COMMON)
}

/// Words whose capital in the middle of a sentence means nothing.
fn is_function(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "I"
            | "In"
            | "On"
            | "At"
            | "And"
            | "But"
            | "He"
            | "She"
            | "It"
            | "We"
            | "They"
            | "This"
            | "That"
            | "If"
            | "As"
            | "For"
            | "You"
            | "My"
            | "Our"
    )
}

/// Tells whether the word has an ending of verbs, adverbs or plurals.
fn is_inflected(word: &str) -> bool {
    [
        "ing", "ed", "ly", "s", "tion", "ment", "ness", "ity", "er", "al", "ive", "ous",
    ]
    .iter()
    .any(|e| word.ends_with(e))
}
