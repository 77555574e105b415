//! Strings: ISO 32000-2, 7.3.4.

use super::Lexer;
use crate::read::pdf::object::Object;
use crate::read::pdf::token::hex_digit;

impl Lexer<'_> {
    /// Reads `<48656C>`, where a last digit that is missing is 0.
    pub(super) fn hexadecimal(&mut self) -> Object {
        self.at += 1;
        let start = self.at;
        self.skip_while(|byte| byte != b'>');
        let digits = self.bytes[start..self.at]
            .iter()
            .filter_map(|&byte| hex_digit(byte));
        let digits: Vec<u8> = digits.collect();
        self.at += 1;
        let pairs = digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0));
        Object::Text(pairs.collect())
    }

    /// Reads `(text)`, in which brackets may stand that are closed.
    pub(super) fn literal(&mut self) -> Object {
        self.at += 1;
        let mut text = Vec::new();
        let mut depth = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b'(' => depth += 1,
                b'\\' => {
                    text.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        Object::Text(text.into())
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'0'..=b'7' => self.octal(byte),
            b'\r' => {
                self.at += usize::from(self.rest().first() == Some(&b'\n'));
                return None;
            }
            b'\n' => return None,
            other => other,
        })
    }

    fn octal(&mut self, first: u8) -> u8 {
        let mut value = u32::from(first - b'0');
        for _ in 0..2 {
            let Some(digit @ b'0'..=b'7') = self.bytes.get(self.at) else {
                break;
            };
            value = value * 8 + u32::from(digit - b'0');
            self.at += 1;
        }
        value as u8
    }
}
