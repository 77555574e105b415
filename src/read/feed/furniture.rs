//! What feeds put after a text: the way to the rest of it, to the site, to the comments.

/// Links to the rest of a text, lower case, in the languages of the feeds.
const READ_ON: &[&str] = &[
    "comment",
    "comments",
    "continua a leggere",
    "continue lendo",
    "continue reading",
    "czytaj dalej",
    "czytaj więcej",
    "devamını oku",
    "dismiss",
    "jatka lukemista",
    "keep reading",
    "leave a comment",
    "lees meer",
    "lees verder",
    "leer más",
    "leggi di più",
    "leggi tutto",
    "leia mais",
    "les mer",
    "link",
    "lire la suite",
    "lire plus",
    "lue lisää",
    "läs mer",
    "læs mere",
    "mehr lesen",
    "more",
    "permalink",
    "read full article",
    "read full story",
    "read in full",
    "read more",
    "read more here",
    "read on",
    "read the full article",
    "read the full story",
    "read the rest of this article",
    "read the rest of this entry",
    "read this article",
    "saiba mais",
    "seguir leyendo",
    "weiterlesen",
    "číst dál",
    "číst více",
    "читать далее",
    "читать полностью",
    "читать дальше",
    "читати далі",
    "اقرأ المزيد",
    "קרא עוד",
    "もっと読む",
    "全文を読む",
    "続きはこちら",
    "続きを読む",
    "全文阅读",
    "继续阅读",
    "繼續閱讀",
    "阅读全文",
    "阅读更多",
    "閱讀全文",
    "더 보기",
    "더 읽기",
];

/// How the line begins, and what stands in it later, by which blogs say where a text comes from.
const APPEARED: &[(&str, &str)] = &[
    ("the post ", " appeared first on "),
    ("the article ", " appeared first on "),
    ("the post ", " first appeared on "),
    ("this article ", " first appeared on "),
    ("der beitrag ", " erschien zuerst auf "),
    ("el artículo ", " apareció primero en "),
    ("la entrada ", " apareció primero en "),
    ("la entrada ", " se publicó primero en "),
    ("el post ", " apareció primero en "),
    ("l’article ", " est apparu en premier sur "),
    ("l'article ", " est apparu en premier sur "),
    ("cet article ", " est apparu en premier sur "),
    ("l’articolo ", " proviene da "),
    ("l'articolo ", " proviene da "),
    ("il post ", " proviene da "),
    ("o post ", " apareceu primeiro em "),
    ("het bericht ", " verscheen eerst op "),
    ("artykuł ", " pochodzi z serwisu "),
    ("inlägget ", " dök först upp på "),
    ("сообщение ", " появились сначала на "),
    ("запись ", " впервые появилась "),
];

/// Takes the furniture off the end of a text.
pub(in crate::read) fn without_furniture(body: &str) -> &str {
    let mut body = body.trim_end();
    loop {
        let start = body.rfind('\n').map_or(0, |at| at + 1);
        let last = body[start..].trim();
        let kept = if is_furniture(last) {
            start
        } else {
            start + body[start..].len() - tail_length(&body[start..])
        };
        if kept == body.len() {
            return body;
        }
        body = body[..kept].trim_end();
    }
}

fn is_furniture(line: &str) -> bool {
    let line = line.to_lowercase();
    let is_appeared = |(start, later): &(&str, &str)| {
        line.strip_prefix(start)
            .is_some_and(|rest| rest.contains(later))
    };
    let is_submitted = line.starts_with("submitted by") && line.contains("/u/");
    let mut links = line
        .split(['|', '[', ']', '·', '•'])
        .map(without_marks)
        .filter(|link| !link.is_empty())
        .peekable();
    APPEARED.iter().any(is_appeared)
        || is_submitted
        || (links.peek().is_some() && links.all(is_link))
}

/// Tells whether the words, lower case, are those of a link to the rest or to the comments.
fn is_link(words: &str) -> bool {
    let is_rest = words.starts_with("read ") && words.ends_with(" remaining paragraphs");
    let is_titled = words.starts_with("continue reading ") && words.len() < 200;
    is_rest || is_titled || READ_ON.contains(&words)
}

/// The bytes at the end of a line that lead on from where the text breaks off: `… Read more`.
fn tail_length(line: &str) -> usize {
    let ends = ["…", "...", "[…]", "[...]"].iter();
    let ends = ends.filter_map(|mark| line.rfind(mark).map(|at| at + mark.len()));
    let Some(at) = ends.max() else {
        return 0;
    };
    let tail = &line[at..];
    let words = without_marks(tail).to_lowercase();
    if !words.is_empty() && is_link(&words) {
        tail.len()
    } else {
        0
    }
}

fn without_marks(words: &str) -> &str {
    words.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '…' | '.' | '→' | '»' | '>' | '›' | '(' | ')' | ':' | ']' | '[' | '←' | '«'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_rest_is_no_text() {
        for (body, expected) in [
            ("It sailed.\n\nRead more", "It sailed."),
            ("It sailed.\n\nContinue reading →", "It sailed."),
            ("It sailed […] Continue reading “Ferry”", "It sailed […]"),
            ("It sailed... Read more »", "It sailed..."),
            ("船が出た。\n\n続きを読む", "船が出た。"),
            (
                "It sailed.\n\nThe post Ferry appeared first on The Herald.",
                "It sailed.",
            ),
            (
                "It sailed.\n\nsubmitted by /u/ann to r/boats\n[link] [comments]",
                "It sailed.",
            ),
            (
                "It sailed.\n\nRead 12 remaining paragraphs | Comments",
                "It sailed.",
            ),
            (
                "They read more than others.\n\nWe do not read more",
                "They read more than others.\n\nWe do not read more",
            ),
            ("Read more", ""),
            ("", ""),
        ] {
            assert_eq!(without_furniture(body), expected);
        }
    }
}
