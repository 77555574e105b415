//! The analyzer as tantivy wants it.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::tagged::split_tag;
use crate::analysis::{self, Analyzer, Terms, WordToken, Words};

/// Name of the tokenizer of tagged text: all kinds of terms.
pub(super) const TEXT: &str = "text";
/// Name of the tokenizer of names: exact terms alone.
pub(super) const NAMES: &str = "names";

/// How far apart the names of one field lie, so that words of two of them never stand together.
const VALUE_GAP: usize = 1 << 16;

pub(super) fn register(tokenizers: &TokenizerManager) {
    let text = TextTokenizer(Analyzer::new());
    let names = NameTokenizer(Analyzer::new());
    tokenizers.register(TEXT, TextAnalyzer::from(text));
    tokenizers.register(NAMES, TextAnalyzer::from(names));
}

#[derive(Clone)]
struct TextTokenizer(Analyzer);

impl Tokenizer for TextTokenizer {
    type TokenStream<'a> = TextTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TextTokenStream<'a> {
        let (language, text) = split_tag(text);
        TextTokenStream {
            terms: self.0.terms(text, language),
            read: analysis::Token::default(),
            token: Token::default(),
        }
    }
}

struct TextTokenStream<'a> {
    terms: Terms<'a>,
    read: analysis::Token,
    token: Token,
}

impl TokenStream for TextTokenStream<'_> {
    fn advance(&mut self) -> bool {
        std::mem::swap(&mut self.read.term, &mut self.token.text);
        let found = self.terms.next_into(&mut self.read);
        std::mem::swap(&mut self.read.term, &mut self.token.text);
        self.token.position = self.read.position as usize;
        found
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[derive(Clone)]
struct NameTokenizer(Analyzer);

impl Tokenizer for NameTokenizer {
    type TokenStream<'a> = NameTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NameTokenStream<'a> {
        NameTokenStream {
            words: self.0.words(text),
            read: WordToken::default(),
            token: Token::default(),
        }
    }
}

struct NameTokenStream<'a> {
    words: Words<'a>,
    read: WordToken,
    token: Token,
}

impl TokenStream for NameTokenStream<'_> {
    fn advance(&mut self) -> bool {
        std::mem::swap(&mut self.read.folded, &mut self.token.text);
        let found = self.words.next_into(&mut self.read);
        std::mem::swap(&mut self.read.folded, &mut self.token.text);
        self.token.position = VALUE_GAP + self.read.position as usize;
        found
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
