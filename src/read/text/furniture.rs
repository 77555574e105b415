//! Furniture: what a page says besides its article.

use super::unit::Unit;
use super::wire;

/// Whole lines, lower case, without the punctuation around them.
const LINES: &[&str] = &[
    "ad",
    "add a comment",
    "add comment",
    "add your comment",
    "advert",
    "advertisement",
    "advertisement - scroll to continue",
    "advertising",
    "all comments",
    "all rights reserved",
    "also in the news",
    "article continues after advertisement",
    "article continues below",
    "back",
    "back to home",
    "back to top",
    "breaking news alerts",
    "click here",
    "click here to read more",
    "close",
    "comment",
    "comments",
    "comments are closed",
    "comments closed",
    "contact us",
    "continue reading",
    "continue reading below",
    "cookie policy",
    "copy link",
    "current record",
    "browse by",
    "disclaimer",
    "don't miss",
    "download our app",
    "e-mail",
    "editor's picks",
    "email",
    "email this",
    "email this article",
    "facebook",
    "font size",
    "get the app",
    "home",
    "instagram",
    "join the conversation",
    "join the discussion",
    "jump to comments",
    "just in",
    "latest headlines",
    "latest news",
    "latest stories",
    "leave a comment",
    "leave a reply",
    "like this",
    "linkedin",
    "listen to this article",
    "load more",
    "load more comments",
    "loading",
    "log in",
    "login",
    "media release",
    "menu",
    "more from this author",
    "more from this section",
    "more news",
    "more on this",
    "more on this story",
    "more stories",
    "most popular",
    "most read",
    "most viewed",
    "most watched",
    "must read",
    "next",
    "next article",
    "next story",
    "news release",
    "news room",
    "newsletter",
    "newsroom",
    "no comments",
    "on this topic",
    "other news",
    "our picks",
    "photos",
    "pinterest",
    "popular",
    "popular stories",
    "post a comment",
    "post comment",
    "previous",
    "previous article",
    "previous story",
    "press release",
    "press releases",
    "print",
    "print this",
    "print this article",
    "print this page",
    "printer friendly version",
    "privacy policy",
    "read more",
    "read next",
    "recent news",
    "recent posts",
    "recent stories",
    "recommended",
    "recommended for you",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related links",
    "related news",
    "related posts",
    "related stories",
    "related topics",
    "reply",
    "report a typo",
    "report an error",
    "reprints",
    "return to top",
    "save",
    "scroll to continue",
    "search",
    "see also",
    "see more",
    "send",
    "share",
    "share on facebook",
    "share on twitter",
    "share this",
    "share this article",
    "share this page",
    "share this post",
    "share this story",
    "sign in",
    "sign up",
    "similar articles",
    "similar news",
    "similar stories",
    "site map",
    "sitemap",
    "skip advertisement",
    "skip to content",
    "skip to main content",
    "source: ap",
    "sponsored",
    "sponsored content",
    "sponsored links",
    "story continues below",
    "story continues below advertisement",
    "subscribe",
    "subscribe now",
    "subscribe to our newsletter",
    "tags",
    "terms and conditions",
    "terms of service",
    "terms of use",
    "to top",
    "top",
    "top news",
    "top stories",
    "topics",
    "trending",
    "trending now",
    "tweet",
    "tweet this",
    "twitter",
    "view all",
    "view comments",
    "view more",
    "watch",
    "watch live",
    "whatsapp",
    "you may also like",
    "you might also like",
    "for immediate release",
];

/// The starts of lines, lower case; the rest says how few words the whole line has at most.
const STARTS: &[(&str, usize)] = &[
    ("©", 25),
    ("(c) ", 25),
    ("all rights reserved", 25),
    ("click here to ", 15),
    ("comments (", 4),
    ("contact:", 12),
    ("copyright ", 30),
    ("copyright:", 30),
    ("download the ", 12),
    ("filed under", 15),
    ("follow us", 20),
    ("for more information, contact", 20),
    ("get the latest ", 20),
    ("join our ", 15),
    ("like us on ", 12),
    ("posted in ", 10),
    ("share on ", 5),
    ("share this ", 8),
    ("show comments", 4),
    ("sign up for ", 20),
    ("sign up to ", 20),
    ("subscribe to ", 20),
    ("tags:", 25),
    ("this site uses cookies", 40),
    ("topics:", 25),
    ("view comments", 4),
    ("we use cookies", 60),
];

/// The ends of lines, lower case: the letterheads of press offices, and their archives.
const ENDS: &[&str] = &[
    " media releases",
    " news release",
    " news releases",
    " newsroom",
    " press release",
    " press releases",
];

/// The longest line that is furniture by its end.
const MAX_END_WORDS: usize = 7;

/// The starts of lines that lead to another article, lower case.
const LINK_STARTS: &[&str] = &[
    "also read",
    "also see",
    "also watch",
    "click to read",
    "don't miss",
    "explained",
    "from the archive",
    "in pictures",
    "in photos",
    "in video",
    "learn more",
    "more",
    "more on this story",
    "more to read",
    "more to the story",
    "must read",
    "must-read",
    "photos",
    "read",
    "read also",
    "read here",
    "read more",
    "read next",
    "read now",
    "read on",
    "recommended",
    "related",
    "related article",
    "related articles",
    "related coverage",
    "related news",
    "related stories",
    "related story",
    "see also",
    "see more",
    "suggested reading",
    "video",
    "watch",
    "watch also",
    "watch more",
    "you may also like",
    "you might also like",
];

/// The longest line of a few words between dashes.
const MAX_SIGN_OFF_WORDS: usize = 5;

/// The longest line that leads to another article.
const MAX_LINK_WORDS: usize = 25;

/// Returns how many units are left when the furniture at the end is dropped.
pub(super) fn body_end(units: &[Unit<'_>]) -> usize {
    let is_body = |unit: &Unit<'_>| {
        !is_furniture(unit.text) && !is_end_mark(unit.text) && !wire::is_credit(unit.text)
    };
    match units.iter().rposition(is_body) {
        Some(last) => last + 1,
        // A text that is nothing but furniture is what its file says.
        None => units.len(),
    }
}

/// Tells whether a line is furniture wherever it stands.
pub(super) fn is_furniture(line: &str) -> bool {
    if line.len() > 400 {
        return false;
    }
    let folded = fold(line);
    let num_words = folded.split_whitespace().count();
    let has_start =
        |&(start, max_words): &(&str, usize)| num_words <= max_words && folded.starts_with(start);
    folded.is_empty()
        && !line.is_empty()
        && !line.contains(char::is_alphanumeric)
        && line.len() > 30
        || LINES.contains(&folded.as_str())
        || STARTS.iter().any(has_start)
        || num_words <= MAX_END_WORDS && ENDS.iter().any(|end| folded.ends_with(end))
}

/// Tells whether a unit leads to another article: a paragraph of its own, `Read: …`, that is no
/// sentence.
pub(super) fn is_link(unit: &Unit<'_>) -> bool {
    let text = unit.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some((start, rest)) = split_link(text) else {
        return false;
    };
    let is_start = LINK_STARTS.contains(&fold(start).as_str());
    let is_alone = unit.after_blank && unit.before_blank || !unit.text.contains('\n');
    is_start
        && is_alone
        && unit.num_words() <= MAX_LINK_WORDS
        && !rest.trim().is_empty()
        && !rest.trim_end().ends_with(['.', '"', '”', ':'])
}

/// Splits `Read: the title` at its colon, dash or bar; `READ ALSO the title` after the capitals.
fn split_link(text: &str) -> Option<(&str, &str)> {
    if let Some((start, rest)) = text.split_once([':', '|', '»', '>', '–', '—'])
        && start.split_whitespace().count() <= 4
    {
        return Some((start, rest));
    }
    let is_capitals =
        |word: &&str| word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
    let num_capitals = text.split(' ').take_while(is_capitals).count();
    let words = (num_capitals >= 2).then_some(2)?;
    let at = text.match_indices(' ').nth(words - 1)?.0;
    Some(text.split_at(at))
}

/// The marks that agencies and press offices put under a text.
fn is_end_mark(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| {
        matches!(
            c,
            '#' | '-' | '*' | '_' | '=' | '~' | '.' | ' ' | '–' | '—' | '•'
        )
    });
    matches!(
        bare.to_ascii_lowercase().as_str(),
        "" | "end" | "ends" | "30"
    ) || is_address(line)
        || is_sign_off(line)
}

/// Tells whether a line is a few words between dashes or asterisks: `-- Tide Wire --`.
fn is_sign_off(line: &str) -> bool {
    let line = line.trim();
    let is_mark = |c: char| matches!(c, '-' | '*' | '–' | '—' | '#');
    let name = line.trim_matches(is_mark);
    line.starts_with(is_mark)
        && line.ends_with(is_mark)
        && line.chars().filter(|c| is_mark(*c)).count() >= 4
        && name.split_whitespace().count() <= MAX_SIGN_OFF_WORDS
}

/// Tells whether a line is nothing but the address of a page.
fn is_address(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www."))
        && !line.contains(char::is_whitespace)
}

fn fold(line: &str) -> String {
    let is_edge = |c: char| !c.is_alphanumeric() && !matches!(c, '©' | '(' | ')');
    let folded = line.trim_matches(is_edge).to_lowercase().replace('’', "'");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}
