//! The state that text is shown in: ISO 32000-2, 9.3 and 9.4.

use std::rc::Rc;

use super::font::{Font, Glyph};
use super::matrix::Matrix;
use super::object::Object;

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
pub(super) struct State {
    pub(super) matrix: Matrix,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    character_space: f64,
    word_space: f64,
    /// A part of one, not of a hundred.
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            matrix: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Where the next glyph goes, and where its line began.
pub(super) struct Text {
    matrix: Matrix,
    line: Matrix,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }
}

impl Text {
    /// Applies an operator that sets the state or moves the place.
    pub(super) fn apply(&mut self, state: &mut State, word: &[u8], operands: &[Object]) {
        let number = |at: usize| {
            operands
                .get(at)
                .and_then(Object::number)
                .unwrap_or_default()
        };
        match word {
            b"BT" => *self = Self::default(),
            b"Td" => self.move_line(number(0), number(1)),
            b"TD" => {
                state.leading = -number(1);
                self.move_line(number(0), number(1));
            }
            b"T*" => self.move_line(0.0, -state.leading),
            b"Tm" => self.set(Matrix::read(operands).unwrap_or(self.line)),
            b"Tc" => state.character_space = number(0),
            b"Tw" => state.word_space = number(0),
            b"Tz" => state.stretch = number(0) / 100.0,
            b"TL" => state.leading = number(0),
            b"Ts" => state.rise = number(0),
            _ => {}
        }
    }

    /// Does what `'` and `"` do before they show their string.
    pub(super) fn next_line(&mut self, state: &mut State, word: &[u8], operands: &[Object]) {
        if let (b"\"", [words, characters, _]) = (word, operands) {
            state.word_space = words.number().unwrap_or_default();
            state.character_space = characters.number().unwrap_or_default();
        }
        self.move_line(0.0, -state.leading);
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.set(Matrix::shift(x, y).then(self.line));
    }

    fn set(&mut self, matrix: Matrix) {
        self.matrix = matrix;
        self.line = matrix;
    }

    /// Moves by a number of a `TJ` array.
    pub(super) fn kern(&mut self, state: &State, thousandths: f64) {
        self.shift(-thousandths / 1000.0 * state.size * state.stretch);
    }

    fn shift(&mut self, x: f64) {
        self.matrix = Matrix::shift(x, 0.0).then(self.matrix);
    }

    /// Returns the place and size of a glyph and how far it reaches, in ems; moves past it.
    pub(super) fn advance(&mut self, state: &State, glyph: &Glyph) -> (Matrix, f64) {
        let scale = [
            state.size * state.stretch,
            0.0,
            0.0,
            state.size,
            0.0,
            state.rise,
        ];
        let place = Matrix(scale).then(self.matrix).then(state.matrix);
        let spaces = state.character_space
            + if glyph.is_space {
                state.word_space
            } else {
                0.0
            };
        let width = glyph.width * state.size + spaces;
        self.shift(width * state.stretch);
        let ems = if state.size == 0.0 {
            0.0
        } else {
            width / state.size
        };
        (place, ems)
    }
}
