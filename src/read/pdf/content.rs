//! Runs the content of a page for the text that it shows: ISO 32000-2, 7.8, 8.10 and 9.4.

use std::collections::HashMap;
use std::rc::Rc;

use super::budget::Limits;
use super::document::{self, Page};
use super::file::File;
use super::font::Font;
use super::lexer::{Lexer, is_space};
use super::matrix::Matrix;
use super::object::{Dict, Object, Stream};
use super::operators::next_operator;
use super::piece::Pieces;
use super::text_state::{State, Text};
use super::{marks::Marks, xref};

/// Forms are shown in forms no deeper than this.
const MAX_FORMS: usize = 12;
const MAX_SAVED: usize = 256;
const MAX_OPERANDS: usize = 64;
/// What showing a form or reading a font costs at least, in steps.
const NUM_STEPS: usize = 100;
/// Fonts are kept until they are so many.
const MAX_FONTS: usize = 64;

/// Reads the text of pages; the fonts that it has read serve all of them.
pub(super) struct Reader<'f, 'a> {
    file: &'f File<'a>,
    fonts: HashMap<u32, Rc<Font>>,
    /// The forms being shown, by object number.
    open: Vec<u32>,
    pieces: Pieces,
    marks: Marks,
    text_bytes: usize,
}

/// One content stream being run.
struct Frame {
    resources: Rc<Dict>,
    fonts: HashMap<Rc<str>, Rc<Font>>,
    state: State,
    saved: Vec<State>,
    text: Text,
}

impl<'f, 'a> Reader<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>, limits: Limits) -> Self {
        Self {
            file,
            fonts: HashMap::new(),
            open: Vec::new(),
            pieces: Pieces::default(),
            marks: Marks::default(),
            text_bytes: limits.text_bytes,
        }
    }

    /// Returns what a page shows.
    pub(super) fn page(&mut self, page: &Page) -> Pieces {
        let content = document::content(self.file, page);
        self.marks = Marks::default();
        self.run(&content, page.resources.clone(), State::default());
        let pieces = std::mem::take(&mut self.pieces);
        self.text_bytes = self.text_bytes.saturating_sub(pieces.num_bytes);
        pieces
    }

    fn run(&mut self, content: &[u8], resources: Rc<Dict>, state: State) {
        let (fonts, saved) = (HashMap::new(), Vec::new());
        let mut frame = Frame {
            resources,
            fonts,
            state,
            saved,
            text: Text::default(),
        };
        let mut lexer = Lexer::of_content(content);
        let mut operands = Vec::new();
        let mut num_objects = 0;
        while let Some(word) = next_operator(&mut lexer, &mut operands, MAX_OPERANDS) {
            let num_read = lexer.num_objects - num_objects;
            num_objects = lexer.num_objects;
            if self.pieces.num_bytes > self.text_bytes {
                self.file.budget.cut();
                return;
            }
            if !self.file.budget.take_steps(num_read) {
                return;
            }
            if word == b"BI" {
                skip_image(&mut lexer);
            }
            self.apply(&mut frame, word, &operands);
        }
    }

    fn apply(&mut self, frame: &mut Frame, word: &[u8], operands: &[Object]) {
        match word {
            b"q" if frame.saved.len() < MAX_SAVED => frame.saved.push(frame.state.clone()),
            b"Q" => frame.state = frame.saved.pop().unwrap_or_else(|| frame.state.clone()),
            b"cm" => frame.state.concatenate(operands),
            b"Tf" => self.set_font(frame, operands),
            b"Tj" | b"'" | b"\"" | b"TJ" => self.show_all(frame, word, operands),
            b"Do" => self.show_form(frame, operands),
            b"BMC" | b"BDC" => self.marks.begin(self.file, &frame.resources, operands),
            b"EMC" => self.marks.end(),
            _ => frame.text.apply(&mut frame.state, word, operands),
        }
    }

    fn set_font(&mut self, frame: &mut Frame, operands: &[Object]) {
        let [Object::Name(name), size] = operands else {
            return;
        };
        frame.state.size = size.number().unwrap_or_default();
        frame.state.font = match frame.fonts.get(name) {
            Some(font) => Some(font.clone()),
            None => self.font(&frame.resources, name),
        };
        if let Some(font) = &frame.state.font {
            frame.fonts.insert(name.clone(), font.clone());
        }
    }

    fn font(&mut self, resources: &Dict, name: &str) -> Option<Rc<Font>> {
        let fonts = self.file.dict(resources, "Font")?;
        let number = match fonts.raw(name) {
            Object::Ref(number) => Some(*number),
            _ => None,
        };
        if let Some(font) = number.and_then(|number| self.fonts.get(&number)) {
            return Some(font.clone());
        }
        self.file.budget.take_steps(NUM_STEPS);
        let font = Rc::new(Font::read(self.file, &*self.file.dict(&fonts, name)?));
        if self.fonts.len() >= MAX_FONTS {
            self.fonts.clear();
        }
        self.fonts
            .extend(number.map(|number| (number, font.clone())));
        Some(font)
    }

    fn show_all(&mut self, frame: &mut Frame, word: &[u8], operands: &[Object]) {
        if matches!(word, b"'" | b"\"") {
            frame.text.next_line(&mut frame.state, word, operands);
        }
        let Some(shown) = operands.last() else { return };
        for item in shown.array().unwrap_or(std::slice::from_ref(shown)) {
            match item {
                Object::Text(bytes) => self.show(frame, bytes),
                other => frame
                    .text
                    .kern(&frame.state, other.number().unwrap_or_default()),
            }
        }
    }

    fn show(&mut self, frame: &mut Frame, bytes: &[u8]) {
        let Some(font) = frame.state.font.clone() else {
            return;
        };
        if !self.file.budget.take_steps(bytes.len()) {
            return;
        }
        font.glyphs(bytes, |mut glyph| {
            let (place, advance) = frame.text.advance(&frame.state, &glyph);
            if self.marks.is_shown() && self.pieces.num_bytes <= self.text_bytes {
                self.marks.replace(&mut glyph);
                self.pieces.add(&glyph, place, advance);
            }
        });
    }

    fn show_form(&mut self, frame: &Frame, operands: &[Object]) {
        let Some(Object::Name(name)) = operands.last() else {
            return;
        };
        let Some(forms) = self.file.dict(&frame.resources, "XObject") else {
            return;
        };
        let Object::Stream(form) = self.file.value(&forms, name) else {
            return;
        };
        let is_form = self.file.value(&form.dict, "Subtype").name() == Some("Form");
        if !is_form || self.open.contains(&form.id.0) || self.open.len() >= MAX_FORMS {
            return;
        }
        self.file.budget.take_steps(NUM_STEPS);
        self.open.push(form.id.0);
        self.run_form(frame, &form);
        self.open.pop();
    }

    fn run_form(&mut self, frame: &Frame, form: &Stream) {
        let matrix = self.file.array(&form.dict, "Matrix");
        let mut state = frame.state.clone();
        state.concatenate(&matrix);
        let resources = self.file.dict(&form.dict, "Resources");
        let resources = resources.unwrap_or_else(|| frame.resources.clone());
        let content = self.file.decoded(form);
        self.run(&content, resources, state);
    }
}

/// Skips an image in the content: after `ID` anything may stand until `EI` between spaces.
fn skip_image(lexer: &mut Lexer) {
    let start = xref::find(lexer.rest(), b"ID").unwrap_or_default();
    lexer.at += start + 2;
    while let Some(end) = xref::find(lexer.rest(), b"EI") {
        let rest = lexer.rest();
        let is_after_space = end > 0 && is_space(rest[end - 1]);
        let is_before_space = rest.get(end + 2).is_none_or(|&byte| is_space(byte));
        lexer.at += end + 2;
        if is_after_space && is_before_space {
            return;
        }
    }
    // it never ends
    lexer.at += lexer.rest().len();
}

impl State {
    fn concatenate(&mut self, operands: &[Object]) {
        if let Some(matrix) = Matrix::read(operands) {
            self.matrix = matrix.then(self.matrix);
        }
    }
}
