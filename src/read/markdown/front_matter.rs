//! The facts in front of a text: as much of YAML, TOML and JSON as site generators write there.

use serde_json::Value;

/// The member of an object that stands for the whole of it: `author: {name: Ann Lee}`.
const SPEAKING_MEMBER: &str = "name";

/// Facts by name; a list has several values.
#[derive(Debug, Default)]
pub(super) struct Facts(Vec<(String, Vec<String>)>);

impl Facts {
    /// Returns the values of the first fact with values whose name is one that is looked for.
    pub(super) fn find(&self, is_name: impl Fn(&str) -> bool) -> Option<(&str, &[String])> {
        let mut facts = self.0.iter();
        let (name, values) = facts.find(|(name, values)| !values.is_empty() && is_name(name))?;
        Some((name, values))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Splits a text into its front matter and what comes after; `None` where it has none.
///
/// YAML stands between lines of three hyphens, TOML between lines of three plus signs; JSON is an
/// object at the very start.
pub(super) fn split(text: &str) -> Option<(Facts, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next()?;
    let separator = match first.trim_end() {
        "---" => ':',
        "+++" => '=',
        start if start.starts_with('{') => return split_json(text),
        _ => return None,
    };
    let mut reader = Reader {
        facts: Facts::default(),
        separator,
        state: State::Fact,
    };
    let mut at = text.find('\n')? + 1;
    for line in text[at..].split_inclusive('\n') {
        at += line.len();
        let line = line.trim_end();
        if line == first.trim_end() || line == "..." && separator == ':' {
            return Some((reader.facts, &text[at..]));
        }
        reader.read_line(line)?;
    }
    None
}

/// Splits off an object that a text follows; what another object follows is a list of records.
fn split_json(text: &str) -> Option<(Facts, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let Some(Ok(Value::Object(members))) = values.next() else {
        return None;
    };
    let rest = &text[values.byte_offset()..];
    let is_text = rest.starts_with(['\r', '\n']) && !rest.trim_start().starts_with(['{', '[', ',']);
    let facts = members
        .iter()
        .map(|(name, value)| (name.clone(), json_values(value)));
    (is_text && !rest.trim().is_empty()).then(|| (Facts(facts.collect()), rest))
}

fn json_values(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => scalar(text).into_iter().collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(json_values).collect(),
        Value::Object(members) => members
            .get(SPEAKING_MEMBER)
            .map(json_values)
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// What the line before makes of the next one.
#[derive(Debug, PartialEq, Eq)]
enum State {
    /// A fact of its own, or more of the one before.
    Fact,
    /// Text that is set in, whatever is in it.
    Block,
    /// More of a list in brackets, of which this has been read.
    List(String),
    /// The members of a table of TOML, which are no facts of the article.
    Table,
}

struct Reader {
    facts: Facts,
    separator: char,
    state: State,
}

impl Reader {
    /// Reads one line; `None` where it cannot be of front matter.
    fn read_line(&mut self, line: &str) -> Option<()> {
        let is_set_in = line.starts_with(char::is_whitespace);
        match &mut self.state {
            State::List(list) => {
                list.push_str(line.trim());
                if line.ends_with(']') {
                    let values = values(list);
                    self.facts.0.last_mut()?.1 = values;
                    self.state = State::Fact;
                }
                return Some(());
            }
            State::Block if is_set_in => return self.go_on(line.trim()),
            State::Table if !line.starts_with('[') => return Some(()),
            state => *state = State::Fact,
        }
        let is_comment = line.trim_start().starts_with('#');
        if line.is_empty() || is_comment {
            return Some(());
        }
        if let Some(value) = line.trim_start().strip_prefix("- ") {
            let (_, values) = self.facts.0.last_mut()?;
            values.extend(member_or_scalar(value));
            return Some(());
        }
        if is_set_in {
            return self.read_inner(line.trim());
        }
        if line.starts_with('[') && self.separator == '=' {
            self.state = State::Table;
            return Some(());
        }
        self.read_fact(line)
    }

    fn read_fact(&mut self, line: &str) -> Option<()> {
        let (name, value) = line.split_once(self.separator)?;
        let name = name.trim().trim_matches('"');
        let is_name = |c: char| c.is_alphanumeric() || "_-. ".contains(c);
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        let value = value.trim();
        if value.starts_with('[') && !value.ends_with(']') {
            self.state = State::List(value.to_owned());
        } else if matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+") {
            self.state = State::Block;
        }
        let values = match self.state {
            State::Fact => values(value),
            _ => Vec::new(),
        };
        self.facts.0.push((name.to_owned(), values));
        Some(())
    }

    /// A line that is set in goes on with the value above, or is a member of an object, of which
    /// the name counts.
    fn read_inner(&mut self, line: &str) -> Option<()> {
        let (_, values) = self.facts.0.last_mut()?;
        match line.split_once(": ") {
            Some((name, value)) if values.is_empty() && name == SPEAKING_MEMBER => {
                values.extend(scalar(value));
            }
            Some(_) => {}
            None if line.ends_with(':') => {}
            None => return self.go_on(line),
        }
        Some(())
    }

    /// Text folded over lines.
    fn go_on(&mut self, line: &str) -> Option<()> {
        let (_, values) = self.facts.0.last_mut()?;
        match values.last_mut() {
            Some(value) => {
                value.push(' ');
                value.push_str(line);
            }
            None => values.extend(scalar(line)),
        }
        Some(())
    }
}

fn values(value: &str) -> Vec<String> {
    let inner = |open, close| value.strip_prefix(open)?.strip_suffix(close);
    if let Some(list) = inner('[', ']').filter(|list| !list.starts_with('[')) {
        return list.split(',').filter_map(member_or_scalar).collect();
    }
    match inner('{', '}') {
        Some(object) => object.split(',').filter_map(member).take(1).collect(),
        None => scalar(value).into_iter().collect(),
    }
}

fn member_or_scalar(value: &str) -> Option<String> {
    member(value).or_else(|| scalar(value))
}

/// Reads `name: Ann Lee`, in braces or without.
fn member(value: &str) -> Option<String> {
    let (name, value) = value.trim().trim_matches(['{', '}']).split_once(": ")?;
    (name.trim() == SPEAKING_MEMBER).then(|| scalar(value))?
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
    // Obsidian links the notes on a person: `[[Ann Lee]]`.
    let value = match value.strip_prefix("[[").and_then(|v| v.strip_suffix("]]")) {
        Some(linked) => linked.rsplit('|').next().unwrap_or(linked).to_owned(),
        None => value,
    };
    (!value.is_empty() && value != "null" && value != "~").then_some(value)
}
