//! From pieces of text with places to paragraphs in reading order.

mod columns;
mod furniture;
mod initial;
mod line;
mod paragraph;
mod rtl;

use super::piece::Piece;
use line::Line;
use paragraph::Hyphenated;
pub(super) use paragraph::Paragraph;

/// Puts the pieces of each page in reading order, without what only repeats from page to page.
pub(super) fn paragraphs(pages: Vec<Vec<Piece>>) -> Vec<Vec<Paragraph>> {
    let lines = pages.into_iter().map(lines_by_turn);
    let mut pages: Vec<Vec<Vec<Line>>> = lines.collect();
    furniture::remove(&mut pages);
    let mut words = Hyphenated::new();
    for line in pages.iter().flatten().flatten() {
        paragraph::add_hyphenated(&mut words, &line.text);
    }
    let pages = pages
        .into_iter()
        .map(|turns| page_paragraphs(turns, &words));
    let mut pages: Vec<Vec<Paragraph>> = pages.collect();
    paragraph::join_across(&mut pages, &words);
    pages
}

/// Lines that run the same way belong together; those of the way that most text runs come first.
fn lines_by_turn(pieces: Vec<Piece>) -> Vec<Vec<Line>> {
    let mut turns: [Vec<Piece>; 4] = Default::default();
    for piece in pieces {
        turns[usize::from(piece.turn % 4)].push(piece);
    }
    turns.sort_by_key(|pieces| {
        std::cmp::Reverse(pieces.iter().map(|piece| piece.text.len()).sum::<usize>())
    });
    let turns = turns.into_iter().filter(|pieces| !pieces.is_empty());
    turns
        .map(|pieces| line::lines(initial::join(pieces)))
        .collect()
}

fn page_paragraphs(turns: Vec<Vec<Line>>, words: &Hyphenated) -> Vec<Paragraph> {
    let columns = turns.into_iter().flat_map(columns::split);
    let mut joined: Vec<Paragraph> = Vec::new();
    for column in columns {
        paragraph::append(&mut joined, paragraph::paragraphs(column, words), words);
    }
    joined
}
