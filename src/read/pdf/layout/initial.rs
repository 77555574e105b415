//! A large first letter that several lines stand beside belongs to the first of them.

use super::super::piece::Piece;

/// So many times larger than its text is a large initial.
const MIN_SIZE: f64 = 1.8;
/// The tops of letters, in ems over their base.
const TOP: f64 = 0.7;

/// Puts each large initial before the piece whose top is level with its own.
pub(super) fn join(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut at = 0;
    while at < pieces.len() {
        match is_initial(&pieces[at].text)
            .then(|| host(&pieces, at))
            .flatten()
        {
            Some(host) => {
                let initial = pieces.remove(at);
                let host = if host > at { host - 1 } else { host };
                pieces[host].text.insert_str(0, initial.text.trim());
            }
            None => at += 1,
        }
    }
    pieces
}

fn is_initial(text: &str) -> bool {
    let mut chars = text.trim().chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

fn host(pieces: &[Piece], at: usize) -> Option<usize> {
    let initial = &pieces[at];
    let top = |piece: &Piece| piece.base + TOP * piece.size;
    // content shows a large initial next to its text
    let near = at.saturating_sub(3)..(at + 4).min(pieces.len());
    near.into_iter().find(|&other| {
        let piece = &pieces[other];
        let gap = piece.left - initial.right;
        let is_beside = (-0.3 * piece.size..1.5 * piece.size).contains(&gap);
        let is_level = (top(piece) - top(initial)).abs() < 0.6 * piece.size;
        let is_smaller =
            initial.size > MIN_SIZE * piece.size && piece.base > initial.base + 0.3 * piece.size;
        is_beside && is_level && is_smaller
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_initial_joins_the_line_level_with_its_top() {
        let piece = |text: &str, left, right, base, size| {
            let text = text.to_owned();
            Piece {
                text,
                left,
                right,
                base,
                size,
                turn: 0,
            }
        };
        let pieces = vec![
            piece("T", 10.0, 30.0, 76.0, 34.0),
            piece("he council", 32.0, 80.0, 93.0, 10.0),
            piece("voted", 32.0, 60.0, 81.0, 10.0),
        ];
        let texts: Vec<String> = join(pieces).into_iter().map(|piece| piece.text).collect();
        assert_eq!(texts, ["The council", "voted"]);
    }
}
