//! The facts in front of a text: as much of YAML and TOML as site generators write there.

/// Facts by name; a list has several values.
#[derive(Debug, Default)]
pub(super) struct Facts(Vec<(String, Vec<String>)>);

impl Facts {
    /// Returns the values of a name, in any case; none when it is not there or empty.
    pub(super) fn get(&self, name: &str) -> &[String] {
        let mut facts = self.0.iter();
        let found = facts.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or(&[], |(_, values)| values)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Splits a text into its front matter and what comes after; `None` where it has none.
///
/// YAML stands between lines of three hyphens, TOML between lines of three plus signs.
pub(super) fn split(text: &str) -> Option<(Facts, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next()?;
    let separator = match first.trim_end() {
        "---" => ':',
        "+++" => '=',
        _ => return None,
    };
    let mut facts = Facts::default();
    let mut at = text.find('\n')? + 1;
    for line in text[at..].split_inclusive('\n') {
        at += line.len();
        let line = line.trim_end();
        if line == first.trim_end() || line == "..." && separator == ':' {
            return Some((facts, &text[at..]));
        }
        facts.read_line(line, separator)?;
    }
    None
}

impl Facts {
    /// Reads one line; `None` where it cannot be of front matter.
    fn read_line(&mut self, line: &str, separator: char) -> Option<()> {
        let is_comment = line.trim_start().starts_with('#');
        if line.is_empty() || is_comment {
            return Some(());
        }
        if let Some(value) = line.trim_start().strip_prefix("- ") {
            let (_, values) = self.0.last_mut()?;
            values.extend(scalar(value));
            return Some(());
        }
        if line.starts_with(char::is_whitespace) {
            return self.go_on(line.trim());
        }
        if line.starts_with('[') && separator == '=' {
            return Some(());
        }
        let (name, value) = line.split_once(separator)?;
        let name = name.trim().trim_matches('"');
        let is_name = |c: char| c.is_alphanumeric() || "_-. ".contains(c);
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        self.0.push((name.to_owned(), values(value.trim())));
        Some(())
    }

    /// A line that is set in goes on with the value above: text folded over lines, or members of
    /// an object, which are not looked at.
    fn go_on(&mut self, line: &str) -> Option<()> {
        let (_, values) = self.0.last_mut()?;
        if let Some(value) = values.last_mut()
            && !line.contains(": ")
        {
            value.push(' ');
            value.push_str(line);
        } else if values.is_empty() && !line.contains(':') {
            values.extend(scalar(line));
        }
        Some(())
    }
}

fn values(value: &str) -> Vec<String> {
    let list = value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'));
    match list {
        Some(list) => list.split(',').filter_map(scalar).collect(),
        // A block of text follows.
        None if matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+") => Vec::new(),
        None => scalar(value).into_iter().collect(),
    }
}

fn scalar(value: &str) -> Option<String> {
    let value = value.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let inner = value.strip_prefix(quote)?;
        let end = inner.rfind(quote)?;
        Some(inner[..end].replace("\\\"", "\"").replace("''", "'"))
    });
    let value = quoted.unwrap_or_else(|| match value.split_once(" #") {
        Some((value, _)) => value.trim_end().to_owned(),
        None => value.to_owned(),
    });
    (!value.is_empty() && value != "null" && value != "~").then_some(value)
}
