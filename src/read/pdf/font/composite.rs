//! Composite fonts: ISO 32000-2, 9.7.

use std::collections::HashMap;
use std::rc::Rc;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_16BE};

use super::super::file::File;
use super::super::object::{Dict, Object};
use super::cmap::Cmap;

/// The most glyphs that a font gives a width of their own.
const MAX_WIDTHS: usize = 200_000;

/// A composite font.
pub(super) struct Composite {
    codes: Codes,
    widths: HashMap<u32, f64>,
    default_width: f64,
}

/// How strings are cut into codes.
enum Codes {
    /// Two bytes each, the number of a glyph.
    Identity,
    /// By a map in the file.
    Embedded(Cmap),
    /// By a map of Adobe's whose codes are those of a character set (9.7.5.2).
    Charset(&'static Encoding),
}

impl Composite {
    pub(super) fn read(file: &File, dict: &Dict) -> Self {
        let descendants = file.array(dict, "DescendantFonts");
        let descendant = descendants.first().map(|font| file.resolve(font));
        let descendant = descendant
            .as_ref()
            .and_then(Object::dict)
            .cloned()
            .unwrap_or_default();
        let codes = match file.value(dict, "Encoding") {
            Object::Stream(stream) => Codes::Embedded(Cmap::read(file, &file.decoded(&stream))),
            Object::Name(name) => charset(&name).map_or(Codes::Identity, Codes::Charset),
            _ => Codes::Identity,
        };
        Self {
            codes,
            widths: widths(file, &descendant),
            default_width: file.value(&descendant, "DW").number().unwrap_or(1000.0),
        }
    }

    pub(super) fn code_length(&self, bytes: &[u8]) -> usize {
        match &self.codes {
            Codes::Identity => 2,
            Codes::Embedded(map) => map.code_length(bytes).unwrap_or(2),
            Codes::Charset(charset) if *charset == UTF_16BE => match bytes {
                [0xD8..=0xDB, ..] => 4,
                _ => 2,
            },
            Codes::Charset(_) if bytes[0] < 0x80 => 1,
            Codes::Charset(charset) if *charset == SHIFT_JIS => match bytes[0] {
                0xA0..=0xDF => 1,
                _ => 2,
            },
            Codes::Charset(_) => 2,
        }
    }

    pub(super) fn text(&self, bytes: &[u8], _code: u32) -> Option<Rc<str>> {
        let Codes::Charset(charset) = self.codes else {
            return None;
        };
        let (text, is_wrong) = charset.decode_without_bom_handling(bytes);
        (!is_wrong).then(|| text.into())
    }

    pub(super) fn width(&self, code: u32) -> f64 {
        let cid = match &self.codes {
            Codes::Identity => code,
            Codes::Embedded(map) => map.cid(code),
            // the glyph numbers of these are not known here; most are a full em wide
            Codes::Charset(_) => {
                return if code < 0x80 {
                    500.0
                } else {
                    self.default_width
                };
            }
        };
        self.widths.get(&cid).copied().unwrap_or(self.default_width)
    }
}

fn charset(name: &str) -> Option<&'static Encoding> {
    let has = |part: &str| name.contains(part);
    Some(match () {
        () if has("UCS2") || has("UTF16") => UTF_16BE,
        () if has("GBK") || has("GB-EUC") || has("GBpc") => GBK,
        () if has("RKSJ") => SHIFT_JIS,
        () if has("B5") || has("HKscs") => BIG5,
        () if name.starts_with("KSC") => EUC_KR,
        () if name == "EUC-H" || name == "EUC-V" => EUC_JP,
        () => return None,
    })
}

/// Reads `W` (9.7.4.3): `first [w w w]` and `first last w`.
fn widths(file: &File, descendant: &Dict) -> HashMap<u32, f64> {
    let mut widths = HashMap::new();
    let items = file.array(descendant, "W");
    let mut at = 0;
    while let Some(first) = items.get(at).and_then(Object::int) {
        let Some(second) = items.get(at + 1).map(|item| file.resolve(item)) else {
            break;
        };
        let first = first as u32;
        if let Some(list) = second.array() {
            let each = list.iter().map(|width| width.number().unwrap_or_default());
            widths.extend((first..).zip(each));
            at += 2;
        } else {
            let width = items
                .get(at + 2)
                .and_then(Object::number)
                .unwrap_or_default();
            let last = second
                .int()
                .map_or(first, |last| last as u32)
                .min(first.saturating_add(1 << 16));
            if !file
                .budget
                .take_steps(4 * last.saturating_sub(first) as usize)
            {
                break;
            }
            widths.extend((first..=last).map(|cid| (cid, width)));
            at += 3;
        }
        if widths.len() > MAX_WIDTHS {
            break;
        }
    }
    widths
}
