//! The analyzer as tantivy wants it.

use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::analysis::{self, Analyzer, Form, Tokens};

/// Name of the tokenizer whose terms are [`Form::Stemmed`].
pub(super) const STEMMED: &str = "stemmed";
/// Name of the tokenizer whose terms are [`Form::Folded`].
pub(super) const FOLDED: &str = "folded";

pub(super) fn register(index: &Index) {
    for (name, form) in [(STEMMED, Form::Stemmed), (FOLDED, Form::Folded)] {
        let tokenizer = NewsTokenizer {
            analyzer: Analyzer::new(form),
        };
        index
            .tokenizers()
            .register(name, TextAnalyzer::from(tokenizer));
    }
}

#[derive(Clone)]
struct NewsTokenizer {
    analyzer: Analyzer,
}

impl Tokenizer for NewsTokenizer {
    type TokenStream<'a> = NewsTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NewsTokenStream<'a> {
        NewsTokenStream {
            tokens: self.analyzer.tokens(text),
            read: analysis::Token::default(),
            token: Token::default(),
        }
    }
}

struct NewsTokenStream<'a> {
    tokens: Tokens<'a>,
    read: analysis::Token,
    token: Token,
}

impl TokenStream for NewsTokenStream<'_> {
    fn advance(&mut self) -> bool {
        std::mem::swap(&mut self.read.term, &mut self.token.text);
        let found = self.tokens.next_into(&mut self.read);
        std::mem::swap(&mut self.read.term, &mut self.token.text);
        self.token.offset_from = self.read.start;
        self.token.offset_to = self.read.end;
        self.token.position = self.read.position;
        found
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
