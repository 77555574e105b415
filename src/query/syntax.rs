//! The language as a table: for `search help syntax` and for its tests.

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxRow {
    /// How it is written.
    pub written: &'static str,
    /// What it means.
    pub means: &'static str,
    /// A query that uses it.
    pub example: &'static str,
}

/// All of the language, the most used first.
#[rustfmt::skip]
pub const SYNTAX: &[SyntaxRow] = &[
    row("a b", "both words, in headline or body; each by its inflections, in any case, with or without accents", "coalition russia"),
    row("a AND b   a && b", "both", "coalition AND russia"),
    row("a OR b   a | b", "one of them is enough; AND binds closer than OR", "putin OR hollande"),
    row("NOT a   -a   !a", "articles without it", "turkey -syria"),
    row("+a", "must be found, where with --any one word of the others is enough", "+turkey syria"),
    row("( )", "what belongs together", "(putin OR hollande) coalition"),
    row("\"a b\"", "this very phrase, without inflections; any kind of quotes", "\"air strikes\""),
    row("\"a b\"~3", "these words in any order, with 3 others between them at the most", "\"russia coalition\"~3"),
    row("=a", "this very word, without inflections", "=coalition"),
    row("IS   US   WHO", "an acronym in capitals that is another word without: found in capitals alone", "IS fighters"),
    row("a NEAR/5 b   a w/5 b", "at most 5 words apart (neighbours are 1 apart), in any order; for words, phrases, patterns and ORs of those", "coalition w/5 russi*"),
    row("a ADJ/5 b   a pre/5 b", "the same in this order", "(putin OR hollande) pre/3 (said OR agreed)"),
    row("a w/s b   a w/p b", "in one sentence, in one paragraph", "turkey w/s jet"),
    row("steuer*   bo?d", "* for any letters, ? for one, anywhere in a word; two other letters at the least", "coalit*"),
    row("mohamed~1   ~2", "this word or one that differs by 1 or 2 letters", "mohamed~1"),
    row("/colou?r/", "words that match a regular expression from end to end", "/colou?r/"),
    row("atleast3(a)", "three times or more in the article", "atleast2(coalition)"),
    row("a^2", "counts twice as much in the ranking", "coalition^2 russia"),
    row("headline:   body:   lead:", "in the headline (or title:), in the body, in its first paragraph", "headline:coalition"),
    row("person:   org:   place:   entity:", "among the names in the article, of one kind or of any", "person:putin"),
    row("source:   section:   by:", "publication, section, author", "source:wire"),
    row("lang:   path:   url:", "code of the language, file, address", "lang:en coalition"),
    row("field:(a OR b)", "several words in a field", "headline:(russia OR turkey)"),
    row("date:2015   date:2015-11   date:2015-11-27", "published in this year, month, on this day (in UTC)", "date:2015-11 coalition"),
    row("date:2015-11..2016-02   date:>=2015-11-01", "in a range of days; also date:[2015-01-01 TO 2015-12-31]", "date:2015-11..2016-02"),
    row("since:7d   until:2015   before:   after:", "from a day on, up to one; d w m y count days, weeks, months, years back from today", "since:2015 until:2016-02"),
    row("date:none   date:*", "articles without a date, with one", "date:none"),
    row("saved:NAME", "a saved query, as if it stood here in parentheses", "saved:coalition date:2015"),
    row("*", "every article", "* -coalition"),
    row("\\", "the sign behind it is no sign; before an operator: that word", "\\NEAR/5"),
];

const fn row(written: &'static str, means: &'static str, example: &'static str) -> SyntaxRow {
    SyntaxRow {
        written,
        means,
        example,
    }
}
