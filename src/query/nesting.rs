//! Repairs of what joins operands: operators without one, parentheses without the other.

use super::lexer::{Kind, Token};
use super::repair::{Repairs, shortened};

/// The deepest nesting of parentheses.
const MAX_DEPTH: usize = 48;

/// Takes out of `tokens` what joins nothing, so that every operator has its operands, every
/// group is closed and holds something.
pub(super) fn repaired(text: &str, tokens: Vec<Token>, repairs: &mut Repairs) -> Vec<Token> {
    let mut nesting = Nesting {
        text,
        repairs,
        kept: Vec::with_capacity(tokens.len()),
        passed_over: 0,
        open: Vec::new(),
    };
    for token in tokens {
        nesting.take(token);
    }
    nesting.finish();
    nesting.kept
}

struct Nesting<'a> {
    text: &'a str,
    repairs: &'a mut Repairs,
    kept: Vec<Token>,
    /// Groups nested too deep, of which both parentheses are passed over.
    passed_over: usize,
    /// The places in `kept` of the parentheses that are open.
    open: Vec<usize>,
}

impl Nesting<'_> {
    fn take(&mut self, token: Token) {
        match &token.kind {
            Kind::Open => self.open(token),
            Kind::Close => self.close(token),
            Kind::Weight(_) if !self.is_behind_operand() => {}
            kind if kind.is_binary() => self.join(token),
            _ => self.kept.push(token),
        }
    }

    fn open(&mut self, token: Token) {
        if self.open.len() >= MAX_DEPTH {
            if self.passed_over == 0 {
                let message = format!("parentheses nested deeper than {MAX_DEPTH} are passed over");
                self.repairs.say(token.range, message);
            }
            self.passed_over += 1;
            return;
        }
        self.open.push(self.kept.len());
        self.kept.push(token);
    }

    fn close(&mut self, token: Token) {
        if self.passed_over > 0 {
            self.passed_over -= 1;
            return;
        }
        let Some(open) = self.open.last().copied() else {
            self.repairs
                .say(token.range, "`)` is passed over: no `(` stands before it");
            return;
        };
        self.drop_loose_end();
        self.open.pop();
        if self.kept.len() == open + 1 {
            let start = self
                .kept
                .pop()
                .map_or(token.range.start, |open| open.range.start);
            let range = start..token.range.end;
            self.repairs.say(
                range,
                "the group is passed over: nothing to search for in it",
            );
            self.drop_behind(|kind| kind.is_prefix());
            return;
        }
        self.kept.push(token);
    }

    fn join(&mut self, token: Token) {
        if self.is_behind_operand() {
            self.kept.push(token);
            return;
        }
        if let Kind::Near(reach) = token.kind
            && self.is_not_behind_operand()
        {
            let not = self
                .kept
                .pop()
                .map_or(token.range.start, |not| not.range.start);
            let range = not..token.range.end;
            self.kept.push(Token {
                kind: Kind::NotNear(reach),
                range,
            });
            return;
        }
        let message = format!(
            "`{}` is passed over: nothing stands before it",
            self.written(&token)
        );
        self.repairs.say(token.range, message);
    }

    fn written(&self, token: &Token) -> String {
        shortened(&self.text[token.range.clone()])
    }

    /// Tells whether an operand ends here.
    fn is_behind_operand(&self) -> bool {
        self.kept.last().is_some_and(ends_operand)
    }

    /// Tells whether a NOT stands here, and an operand before it.
    fn is_not_behind_operand(&self) -> bool {
        matches!(&self.kept[..], [.., before, not] if not.kind == Kind::Not && ends_operand(before))
    }

    /// Takes out operators that have nothing behind them.
    fn drop_loose_end(&mut self) {
        self.drop_behind(|kind| kind.is_binary() || kind.is_prefix());
    }

    fn drop_behind(&mut self, is_loose: impl Fn(&Kind) -> bool) {
        while let Some(token) = self.kept.pop_if(|token| is_loose(&token.kind)) {
            let message = format!(
                "`{}` is passed over: nothing stands behind it",
                self.written(&token)
            );
            self.repairs.say(token.range, message);
        }
    }

    fn finish(&mut self) {
        self.drop_loose_end();
        let end = self.text.len();
        while let Some(open) = self.open.pop() {
            let range = self.kept[open].range.clone();
            if self.kept.len() == open + 1 {
                self.kept.pop();
                self.repairs
                    .say(range, "`(` is passed over: nothing stands behind it");
                self.drop_loose_end();
                continue;
            }
            self.repairs
                .say(range, "`(` is not closed, read to the end");
            self.kept.push(Token {
                kind: Kind::Close,
                range: end..end,
            });
        }
    }
}

fn ends_operand(token: &Token) -> bool {
    token.kind.is_operand() || matches!(token.kind, Kind::Close | Kind::Weight(_))
}
